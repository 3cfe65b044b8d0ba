"""The command `check`: every stage but the engine, and nothing is written."""

import gc

from site_src.check.reading_time import estimate_minutes
from site_src.commands.build import open_cache
from site_src.commands.console import (
    BuildClock,
    Report,
    format_reading_times,
    format_totals,
    list_faults,
    list_warnings,
    print_report,
    report_cache_warnings,
)
from site_src.commands.formats import FORMATS
from site_src.load.model_keys import read_vocabulary
from site_src.messages import say, say_number, tell
from site_src.pipeline import BuildOptions, build_site


def run_check(options: BuildOptions, form: str = "") -> int:
    """Check the site, and print the faults and warnings; return the exit code.

    `form`: a key of `FORMATS`, for programs; empty for people.
    """
    gc.disable()
    clock = BuildClock()
    cache = open_cache(options, clock)
    with report_cache_warnings():
        result = build_site(options._replace(engine=False, draft=False), clock, cache)
        minutes = estimate_minutes(result.content, read_vocabulary()) if result.content else {}
        if form:
            print(FORMATS[form](sorted(set(result.problems)), sorted(result.warnings), minutes))
        else:
            totals = format_totals(result.outputs)
            total = say("No faults in {totals}", totals=totals)
            if count := len(result.warnings):
                total = say_number(count, "No faults, 1 warning in {totals}", "No faults, {number} warnings in {totals}", totals=totals)
            log = (tell(total), *format_reading_times(minutes), str(clock))
            faults = list_faults(result.problems, result.sources)
            print_report(Report(faults, list_warnings(result.warnings), () if faults else log))
        cache.save()
    return 1 if result.problems else 0
