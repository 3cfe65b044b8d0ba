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
from site_src.messages import Message, cite, say, say_all, say_decimal, say_list, say_number, shorten, tell
from site_src.model import Output, ParallelMap, Problem, Source
from site_src.pipeline import BuildResult

_BAR_AFTER_SECONDS = 0.7
_WIDTH = 120
_FEW = 6
_LONGEST = 5
# What a terminal obeys and does not show, or what turns the order of the letters around it. The end of a line is part of a report.
_COMMANDS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class _Stage(NamedTuple):
    """The words for a stage. `work`: what a first build prints while it runs; None for a quick stage."""

    name: Message
    work: Message | None = None


_STAGES = {
    "read": _Stage(say("read")),
    "load": _Stage(say("load"), say("the texts")),
    "templates": _Stage(say("templates"), say("the templates")),
    "scripts": _Stage(say("scripts"), say("the scripts")),
    "assets": _Stage(say("assets")),
    "spelling": _Stage(say("spelling"), say("the spelling")),
    "check": _Stage(say("check"), say("the check")),
    "runtime": _Stage(say("runtime"), say("the engine")),
    "assemble": _Stage(say("assemble")),
    "social_cards": _Stage(say("social cards"), say("the pictures for social networks")),
    "licences": _Stage(say("licences")),
    "short_way": _Stage(say("short way")),
    "render": _Stage(say("render"), say("the pages")),
    "single_file": _Stage(say("single file")),
    "service_worker": _Stage(say("service worker")),
    "compress": _Stage(say("compress"), say("the compressed copies")),
    "checksums": _Stage(say("checksums")),
    "write": _Stage(say("write"), say("the files")),
}


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
        # Lazy: importing tqdm takes longer than many builds.
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
        total = say_decimal(time.perf_counter() - self.start, 2)
        stages = [say("{stage} {time} ms", stage=_STAGES[stage].name, time=round(1000 * time)) for stage, time in self.stages.items()]
        return tell(say("{seconds} s: {stages}", seconds=total, stages=say_list(stages)))


class Progress:
    """Prints each long stage once, on one line that grows."""

    def __init__(self) -> None:
        self._left = {name: stage.work for name, stage in _STAGES.items() if stage.work}

    def __call__(self, stage: str) -> None:
        """Print the stage that starts."""
        if name := self._left.pop(stage, None):
            print(f" {tell(name)}…", end="", flush=True)


def format_totals(outputs: Sequence[Output]) -> Message:
    """Count the pages, files and bytes."""
    pages = sum(output.path.suffix == ".html" for output in outputs)
    size = sum(len(output.data) for output in outputs)
    return say("{pages} pages, {files} files, {size} MB", pages=pages, files=len(outputs), size=say_decimal(size / 1e6))


def format_changes(changed: Iterable[PurePosixPath]) -> Message:
    """List changed pages by name where they are few, and count the rest.

    Compressed copies are not counted.
    """
    paths = [path for path in changed if path.suffix not in (".br", ".gz")]
    pages = [str(path) for path in paths if path.suffix == ".html"]
    others = len(paths) - len(pages)
    parts = [", ".join(pages) if len(pages) <= _FEW else say("{number} pages", number=len(pages))] if pages else []
    if others:
        parts.append(say_number(others, "1 other file", "{number} other files"))
    return say("New: {files}", files=say_all(parts)) if parts else cite("")


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
        minutes_all = round(sum(pages.values()))
        yield tell(say("Reading time, {language}: {minutes} min; longest: {pages}", language=language, minutes=minutes_all, pages=listed))


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
    `reminders`: lines on what to do before the site is published. `language`: that of all these texts. `problems`: each fault
    and warning in its parts. `pages`: by the path of a page in `dist/`, the files that it is made of, its own first.
    """

    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ()
    language: str = ""
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
        ReportedProblem(**problem.tell_parts(), level=level) for level, problems in levels.items() for problem in sorted(set(problems))
    )


def say_count(number: int, level: str) -> Message:
    """Count faults or warnings. `level`: “fault” or “warning”."""
    if level == "fault":
        return say_number(number, "1 fault", "{number} faults")
    return say_number(number, "1 warning", "{number} warnings")


def print_report(report: Report, file: TextIO | None = None) -> int:
    """Print a report; return the exit code, 1 where there are faults.

    Faults and warnings go to standard error; without faults, warnings and the log go to standard output. `file`: where to print everything
    instead.
    """
    file = file or (sys.stderr if report.faults else sys.stdout)
    total = say_number(len(report.faults), "1 fault; nothing was written", "{number} faults; nothing was written")
    warnings = (tell(say("Warning: {warning}", warning=warning)) for warning in report.warnings)
    print_lines((*report.faults, *((tell(total),) if report.faults else ()), *warnings, *report.log, *report.reminders), file)
    return 1 if report.faults else 0


def print_lines(lines: Iterable[object], file: TextIO | None = None) -> None:
    """Print lines to standard output, or to `file`.

    Characters that command a terminal are escaped: texts and names of files may be a stranger's.

    >>> print_lines(["a\x1b[2J.md"])
    a\\x1b[2J.md
    """
    for line in lines:
        print(_COMMANDS.sub(lambda found: ascii(found[0])[1:-1], str(line)), file=file, flush=True)


def _quote_line(source: Source | None, problem: Problem) -> str:
    """Return the line at fault, cut to 120 characters around the quoted words.

    Empty where the problem is about no line of a file that was read.
    """
    lines = source.data.decode("utf-8-sig", "replace").splitlines() if source and problem.line else []
    if not 0 < problem.line <= len(lines):
        return ""
    line = " ".join(lines[problem.line - 1].split())
    places = [line.find(words) for words in re.findall("“([^”]+)”", problem.what)]
    at = next((place for place in places if place >= 0), 0)
    return shorten(line, _WIDTH, max(0, min(at - _WIDTH // 3, len(line) - _WIDTH)))


def list_placeholders(result: BuildResult, *, has_option: bool = False) -> tuple[str, ...]:
    """List the site's addresses that are still an example. `has_option`: the base address came with --base-url."""
    base = say("The base address is still the example {address}: set base_url in content/site.yaml before you publish.")
    if has_option:
        base = say("The base address is an example, {address}: give the site's own with --base-url before you publish.")
    contact = say("The contact is still the example {address}: set contact in content/site.yaml before you publish.")
    return tuple(
        tell(reminder.fill(address=address))
        for reminder, address in ((base, result.base_url), (contact, result.contact))
        if (urlsplit(address.replace("mailto:", "//")).hostname or "").endswith(".example")
    )


@contextmanager
def report_cache_warnings() -> Iterator[None]:
    """Report cache-write failures once, with their reason and consequence."""
    with catch_warnings(record=True, action="always", category=CacheWriteWarning) as failures:
        yield
    for reason in sorted({each.message.reason for each in failures if isinstance(each.message, CacheWriteWarning)}):
        what, remedy = say("cannot be written: {reason}", reason=reason), say("Nothing is lost: the next build makes it again.")
        print(tell(say("Warning: {warning}", warning=str(Problem(".cache", 0, what, remedy)))), file=sys.stderr)
