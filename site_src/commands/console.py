"""Reports for a terminal: totals and times, or every fault with its line.

Long work shows a progress bar there.
"""

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import NamedTuple, TextIO
from urllib.parse import urlsplit
from warnings import catch_warnings

from site_src.cache.files import CacheWriteWarning
from site_src.model import Output, ParallelMap, Problem, Source
from site_src.pipeline import BuildResult

_BAR_AFTER_SECONDS = 0.7
_WIDTH = 120
_FEW = 6
_LONGEST = 5


class BuildClock:
    """Times of the stages, with a progress bar for a long one."""

    def __init__(self, tell: Callable[[str], object] = lambda _: None) -> None:
        """Start the clock of the whole build. `tell`: called with each stage's name when it starts."""
        self._tell = tell
        self.start = time.perf_counter()
        self.stages: dict[str, float] = {}
        self.stage = ""

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Time the work inside; a stage that runs twice counts together."""
        start, self.stage = time.perf_counter(), stage
        self._tell(stage)
        yield
        self.stages[stage] = self.stages.get(stage, 0) + time.perf_counter() - start

    @contextmanager
    def bar(self, total: int) -> Iterator[Callable[[int], object]]:
        """Show a progress bar; hidden off a terminal or for short work.

        Yields a function that takes how many more of the `total` are done.
        """
        if total < _FEW or not sys.stderr.isatty():
            yield lambda _: None
            return
        # Imported here, because that takes longer than many a build.
        from tqdm import tqdm

        # Without tqdm's monitor thread, because a process with threads cannot fork to share its work.
        tqdm.monitor_interval = 0
        with tqdm(total=total, desc=self.stage, delay=_BAR_AFTER_SECONDS, leave=False) as bar:
            yield bar.update

    def show(self, parallel: Callable[..., list[object]]) -> ParallelMap:
        """Return the same function, with a progress bar."""

        def map_with_bar[T, R](make: Callable[[T], R], items: Sequence[T]) -> list[R]:
            with self.bar(len(items)) as done:
                return parallel(make, items, done)  # type: ignore[return-value]

        return map_with_bar

    def __str__(self) -> str:
        """Return the total and each stage's time on one line."""
        total = time.perf_counter() - self.start
        return f"{total:.2f} s: " + ", ".join(f"{stage} {1000 * seconds:.0f} ms" for stage, seconds in self.stages.items())


def format_totals(outputs: Sequence[Output]) -> str:
    """Count the pages, files and bytes on one line."""
    pages = sum(output.path.suffix == ".html" for output in outputs)
    size = sum(len(output.data) for output in outputs)
    return f"{pages} pages, {len(outputs)} files, {size / 1e6:.1f} MB"


def format_changes(changed: Iterable[PurePosixPath]) -> str:
    """List changed pages by name where they are few, and count the rest.

    Compressed copies are not counted.
    """
    paths = [path for path in changed if path.suffix not in (".br", ".gz")]
    pages = [str(path) for path in paths if path.suffix == ".html"]
    others = len(paths) - len(pages)
    listed = ", ".join(pages) if len(pages) <= _FEW else f"{len(pages)} pages"
    return " and ".join(part for part in (listed, f"{others} other file{'s' if others > 1 else ''}" if others else "") if part)


def format_reading_times(minutes: Mapping[str, float]) -> Iterator[str]:
    """Yield a line for each language: its total reading time, and its longest pages.

    `minutes`: by the page's file.
    """
    for language in dict.fromkeys(PurePosixPath(file).parts[1] for file in minutes):
        pages = {
            "/".join(PurePosixPath(file).with_suffix("").parts[2:]): minutes[file] for file in minutes if file.split("/")[1] == language
        }
        longest = sorted(pages, key=lambda page: -pages[page])[:_LONGEST]
        listed = ", ".join(f"{page} {pages[page]:.0f}" for page in longest)
        yield f"Reading time, {language}: {sum(pages.values()):.0f} min; longest: {listed}"


class ReportedProblem(NamedTuple):
    """A fault or a warning in its parts; `level` says which."""

    file: str
    line: int
    what: str
    remedy: str
    level: str


class Report(NamedTuple):
    """The outcome of a build, for people: all faults, or a log.

    `faults`: one text each, its second line, if any, being the line at fault. `warnings`: one line each. `log`: lines.
    `reminders`: lines on what to do before the site is published. `places`: the file and line of each fault and warning.
    `problems`: each fault and warning in its parts. `pages`: by the path of a page in `dist/`, the files that it is made of, its own first.
    """

    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    problems: tuple[ReportedProblem, ...] = ()
    pages: Mapping[str, tuple[str, ...]] = {}


def list_faults(problems: Iterable[Problem], sources: Iterable[Source]) -> tuple[str, ...]:
    """List each fault once, sorted, with the line at fault from its file."""
    files: Mapping[str, Source] = {str(source.path): source for source in sources}
    faults = ((str(problem), _quote_line(files.get(problem.file), problem)) for problem in sorted(set(problems)))
    return tuple(f"{fault}\n    {line}" if line else fault for fault, line in faults)


def list_warnings(warnings: Iterable[Problem]) -> tuple[str, ...]:
    """List each warning once, sorted."""
    return tuple(str(warning) for warning in sorted(set(warnings)))


def list_problems(faults: Iterable[Problem], warnings: Iterable[Problem]) -> tuple[ReportedProblem, ...]:
    """List each fault and each warning once, in its parts."""
    levels = {"fault": faults, "warning": warnings}
    return tuple(
        ReportedProblem(problem.file, problem.line, problem.what, problem.remedy, level)
        for level, problems in levels.items()
        for problem in sorted(set(problems))
    )


def list_places(problems: Iterable[Problem]) -> tuple[tuple[str, int], ...]:
    """List the file and line of each problem once."""
    return tuple(dict.fromkeys((problem.file, problem.line) for problem in problems))


def print_report(report: Report, file: TextIO | None = None) -> int:
    """Print a report; return the exit code, 1 where there are faults.

    Faults and warnings go to standard error; without faults, warnings and the log go to standard output. `file`: where to print everything
    instead.
    """
    file = file or (sys.stderr if report.faults else sys.stdout)
    count = len(report.faults)
    total = (f"{count} fault{'s' if count > 1 else ''}; nothing was written",) if report.faults else ()
    for line in (*report.faults, *total, *(f"Warning: {warning}" for warning in report.warnings), *report.log, *report.reminders):
        print(line, file=file, flush=True)
    return 1 if report.faults else 0


def _quote_line(source: Source | None, problem: Problem) -> str:
    """Return the line at fault, cut to 120 characters around the quoted words.

    Empty where the problem is about no line of a file that was read.
    """
    lines = source.data.decode("utf-8-sig", "replace").splitlines() if source and problem.line else []
    if not 0 < problem.line <= len(lines):
        return ""
    line = " ".join(lines[problem.line - 1].split())
    if len(line) <= _WIDTH:
        return line
    places = [line.find(words) for words in re.findall("“([^”]+)”", problem.what)]
    at = next((place for place in places if place >= 0), 0)
    start = max(0, min(at - _WIDTH // 3, len(line) - _WIDTH))
    return f"{'…' if start else ''}{line[start : start + _WIDTH].strip()}{'…' if start + _WIDTH < len(line) else ''}"


def list_placeholders(result: BuildResult, *, has_option: bool = False) -> tuple[str, ...]:
    """List the site's addresses that are still an example. `has_option`: the base address came with --base-url."""
    option = "is an example, {}: give the site's own with --base-url"
    base = option if has_option else "is still the example {}: set base_url in content/site.yaml"
    contact = "is still the example {}: set contact in content/site.yaml"
    return tuple(
        f"The {name} {what.format(address)} before you publish."
        for name, what, address in (("base address", base, result.base_url), ("contact", contact, result.contact))
        if (urlsplit(address.replace("mailto:", "//")).hostname or "").endswith(".example")
    )


@contextmanager
def report_cache_warnings() -> Iterator[None]:
    """Report cache-write failures once, with their reason and consequence."""
    with catch_warnings(record=True, action="always", category=CacheWriteWarning) as failures:
        yield
    for reason in sorted({str(each.message) for each in failures if isinstance(each.message, CacheWriteWarning)}):
        print(
            f"Warning: .cache: cannot be written: {reason}. Nothing is lost, but the next build makes again what could not be kept.",
            file=sys.stderr,
        )
