"""The command `build`, and the builds of `serve`: the site, written to `dist/`."""

import gc
import sys
from warnings import catch_warnings

from site_src.cache.build_cache import BuildCache
from site_src.cache.files import CacheWriteWarning
from site_src.cache.parallel import parallel_map
from site_src.check import add_slugs, note_texts
from site_src.commands.build_worker import serve_builds, tell_stage
from site_src.commands.console import (
    BuildClock,
    Report,
    format_changes,
    format_totals,
    list_faults,
    list_placeholders,
    list_places,
    list_problems,
    list_warnings,
    print_report,
    report_cache_warnings,
)
from site_src.commands.editor.listing import list_pages
from site_src.load.model_keys import read_vocabulary
from site_src.model import Output
from site_src.pipeline import BuildOptions, build_site, load_slugs
from site_src.publish.checksums import make_checksums
from site_src.publish.write import format_path, write_outputs


def run_build(options: BuildOptions) -> int:
    """Build once, and print the report; return the exit code."""
    # A build's objects live until its end, so collecting garbage takes time and frees next to nothing.
    gc.disable()
    clock = BuildClock()
    cache = open_cache(options, clock)
    with report_cache_warnings():
        code = print_report(build(options, clock, cache))
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
        with report_cache_warnings():
            return build(options, next(first, None) or BuildClock(), cache)

    def save() -> None:
        # No warning, because this process still has the values in memory.
        with catch_warnings(action="ignore", category=CacheWriteWarning):
            cache.save()

    return serve_builds(build_again, (save, gc.collect))


def open_cache(options: BuildOptions, clock: BuildClock) -> BuildCache:
    """Open the cache of earlier builds of the same folder."""
    return BuildCache(options.root / ".cache" / "memory", clock.show(parallel_map))


def build(options: BuildOptions, clock: BuildClock, cache: BuildCache) -> Report:
    """Build the site, and write it unless there are faults."""
    result = build_site(options, clock, cache)
    warnings = list_warnings(result.warnings)
    problems = list_problems(result.problems, result.warnings)
    pages = list_pages(result.content, read_vocabulary()) if result.content and options.draft else {}
    if result.problems:
        faults = list_faults(result.problems, result.sources)
        return Report(faults, warnings, places=list_places((*result.problems, *result.warnings)), problems=problems, pages=pages)
    packed: tuple[Output, ...] = ()
    if options.compressed:
        from site_src.publish.compress import ENDINGS, compress

        with clock("compress"), clock.bar(2 * sum(output.path.suffix in ENDINGS for output in result.outputs)) as done:
            packed = compress(result.outputs, options.root / ".cache" / "compressed", lambda what: print(what, flush=True), done)
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
    compressed = f", and {len(packed)} compressed" if packed else ""
    total = f"{format_path(options.dist)}: {format_totals(outputs)}{compressed}; {len(written.new)} new, {written.removed} removed"
    new = (f"New: {format_changes(written.new)}",) if written.new else ()
    reminders = list_placeholders(result, has_option=bool(options.base_url))
    return Report((), warnings, (total, *new, str(clock)), reminders, list_places(result.warnings), problems, pages)
