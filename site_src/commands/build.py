"""The command `build`, and the builds of `serve`: the site, written to `dist/`."""

import gc
import sys
from warnings import catch_warnings

from site_src.cache.build_cache import MEMORY, BuildCache
from site_src.cache.files import CacheWriteWarning
from site_src.cache.parallel import parallel_map
from site_src.check import add_slugs, note_texts
from site_src.commands.build_worker import serve_builds, tell_stage
from site_src.commands.console import (
    BuildClock,
    Progress,
    Report,
    format_changes,
    format_totals,
    list_faults,
    list_placeholders,
    list_problems,
    list_warnings,
    print_report,
    report_cache_warnings,
)
from site_src.commands.editor.listing import list_pages
from site_src.load.model_keys import read_vocabulary
from site_src.messages import choose_language, current_language, say, speak, tell
from site_src.model import Output
from site_src.pipeline import BuildOptions, build_site, load_slugs
from site_src.publish.checksums import make_checksums
from site_src.publish.write import format_path, write_outputs


def run_build(options: BuildOptions) -> int:
    """Build once, and print the report; return the exit code."""
    # A build's objects live until its end, so collecting garbage takes time and frees next to nothing.
    gc.disable()
    # The first build takes ten times as long as those after it.
    shown = sys.stderr.isatty() and not (options.root / MEMORY).exists()
    if shown:
        print(tell(say("Building…")), end="", flush=True)
    clock = BuildClock(Progress()) if shown else BuildClock()
    cache = open_cache(options, clock)
    with report_cache_warnings():
        report = build(options, clock, cache)
        if shown:
            print()  # Ends the line with the progress.
        code = print_report(report)
        cache.save()
    return code


def run_builds(options: BuildOptions) -> int:
    """Build at every request of the process that started this one; return the exit code."""
    gc.disable()
    cache = open_cache(options, BuildClock())
    answers = sys.stdout
    # The first build takes much longer than any other.
    first = iter((BuildClock(lambda stage: tell_stage(stage, answers)),))

    def build_again() -> Report:
        # The settings may have changed.
        speak(choose_language(options.root))
        with report_cache_warnings():
            return build(options, next(first, None) or BuildClock(), cache)._replace(language=current_language())

    def save() -> None:
        # No warning, because this process still has the values in memory.
        with catch_warnings(action="ignore", category=CacheWriteWarning):
            cache.save()

    return serve_builds(build_again, (save, gc.collect))


def open_cache(options: BuildOptions, clock: BuildClock) -> BuildCache:
    """Open the cache of earlier builds of the same folder."""
    return BuildCache(options.root / MEMORY, clock.show(parallel_map))


def build(options: BuildOptions, clock: BuildClock, cache: BuildCache) -> Report:
    """Build the site, and write it unless there are faults."""
    result = build_site(options, clock, cache)
    warnings = list_warnings(result.warnings)
    problems = list_problems(result.problems, result.warnings)
    pages = list_pages(result.content, read_vocabulary()) if result.content and options.draft else {}
    if result.problems:
        return Report(list_faults(result.problems, result.sources), warnings, problems=problems, pages=pages)
    packed: tuple[Output, ...] = ()
    if options.compressed:
        from site_src.publish.compress import ENDINGS, compress

        with clock("compress"), clock.bar(2 * sum(output.path.suffix in ENDINGS for output in result.outputs)) as done:
            packed = compress(result.outputs, options.root / ".cache" / "compressed", lambda what: print(tell(what), flush=True), done)
    outputs = result.outputs
    if not options.draft:
        with clock("checksums"):
            outputs = (*outputs, make_checksums((*outputs, *packed)))
    with clock("write"):
        written, unwritten = write_outputs((*outputs, *packed), options.dist)
    if unwritten:
        return Report(list_faults(unwritten, ()), warnings)
    if result.content:
        cache.store("texts", note_texts(result.content))
    if result.content and not options.draft:
        cache.store("slugs", add_slugs(result.content, load_slugs(cache)))
    values = {"folder": format_path(options.dist), "totals": format_totals(outputs), "new": len(written.new), "removed": written.removed}
    total = say("{folder}: {totals}; {new} new, {removed} removed", **values)
    if packed:
        total = say("{folder}: {totals}, and {packed} compressed; {new} new, {removed} removed", packed=len(packed), **values)
    new = (tell(format_changes(written.new)),) if written.new else ()
    reminders = list_placeholders(result, has_option=bool(options.base_url))
    return Report((), warnings, (tell(total), *new, str(clock)), reminders, problems=problems, pages=pages)
