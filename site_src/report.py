"""What a build did, for whoever started it: how much there is and what of it is new, how long each hop took, or every fault with its line.

On a terminal, work that takes more than a moment shows how far it is.
"""

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from warnings import catch_warnings

from site_src.kept import NotKeptWarning
from site_src.model import Output, Problem, Source, Spread

_BAR_AFTER_SECONDS = 0.7
_WIDTH = 120
_FEW = 6
_LONGEST = 5


class Clock:
    """How long each hop took, and, while a long one runs, how far it is."""

    def __init__(self) -> None:
        self.start = time.perf_counter()
        self.hops: dict[str, float] = {}
        self.hop = ""

    @contextmanager
    def __call__(self, hop: str) -> Iterator[None]:
        """Times what happens inside; what a hop does in two goes counts together."""
        start, self.hop = time.perf_counter(), hop
        yield
        self.hops[hop] = self.hops.get(hop, 0) + time.perf_counter() - start

    @contextmanager
    def bar(self, total: int) -> Iterator[Callable[[int], object]]:
        """Something to tell how many of the `total` are done. Nothing is seen of it on what is not a terminal, or when it is soon over."""
        if total < _FEW or not sys.stderr.isatty():
            yield lambda _: None
            return
        # Takes longer to come in than many a build takes.
        from tqdm import tqdm

        # No thread of its own: a process with threads does not divide its work.
        tqdm.monitor_interval = 0
        with tqdm(total=total, desc=self.hop, delay=_BAR_AFTER_SECONDS, leave=False) as bar:
            yield bar.update

    def showing(self, spread: "Callable[..., list[object]]") -> Spread:
        """The same, with how far it is."""

        def shown[T, R](make: Callable[[T], R], items: Sequence[T]) -> list[R]:
            with self.bar(len(items)) as done:
                return spread(make, items, done)  # type: ignore[return-value]

        return shown

    def __str__(self) -> str:
        """All of it on one line."""
        total = time.perf_counter() - self.start
        return f"{total:.2f} s: " + ", ".join(f"{hop} {1000 * seconds:.0f} ms" for hop, seconds in self.hops.items())


def counted(outputs: Sequence[Output]) -> str:
    """How much there is."""
    pages = sum(output.path.suffix == ".html" for output in outputs)
    size = sum(len(output.data) for output in outputs)
    return f"{pages} pages, {len(outputs)} files, {size / 1e6:.1f} MB"


def named(changed: Iterable[PurePosixPath]) -> str:
    """What is new: the pages by name where they are few, else what each kind of file counts."""
    paths = [path for path in changed if path.suffix not in (".br", ".gz")]
    pages = [str(path) for path in paths if path.suffix == ".html"]
    others = len(paths) - len(pages)
    said = ", ".join(pages) if len(pages) <= _FEW else f"{len(pages)} pages"
    return " and ".join(part for part in (said, f"{others} other file{'s' if others > 1 else ''}" if others else "") if part)


def reading_lines(minutes: Mapping[str, float]) -> Iterator[str]:
    """A line for each language: how long all of it takes to read, and which pages take longest. `minutes`: by the page's file."""
    for language in dict.fromkeys(PurePosixPath(file).parts[1] for file in minutes):
        pages = {
            "/".join(PurePosixPath(file).with_suffix("").parts[2:]): minutes[file] for file in minutes if file.split("/")[1] == language
        }
        longest = sorted(pages, key=lambda page: -pages[page])[:_LONGEST]
        named = ", ".join(f"{page} {pages[page]:.0f}" for page in longest)
        yield f"Reading time, {language}: {sum(pages.values()):.0f} min; longest: {named}"


def fault_lines(problems: Iterable[Problem], sources: Iterable[Source]) -> Iterator[str]:
    """A line for each fault, below it the line at fault as it stands in its file, and at the end how many there are."""
    files: Mapping[str, Source] = {str(source.path): source for source in sources}
    found = sorted(set(problems))
    for problem in found:
        yield str(problem)
        line = _line(files.get(problem.file), problem)
        if line:
            yield f"    {line}"
    yield f"{len(found)} fault{'s' if len(found) > 1 else ''}; nothing was written"


def warning_lines(warnings: Iterable[Problem]) -> Iterator[str]:
    """A line for each warning."""
    for warning in sorted(set(warnings)):
        yield f"Warning: {warning}"


def _line(source: Source | None, problem: Problem) -> str:
    """The line at fault; of a long one what is around the words that the fault quotes."""
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


def told(problems: Iterable[Problem], sources: Iterable[Source], warnings: Iterable[Problem] = ()) -> int:
    """Prints the faults, and after them the warnings."""
    for line in (*fault_lines(problems, sources), *warning_lines(warnings)):
        print(line, file=sys.stderr)
    return 1


def unset_lines(base_url: str, contact: str, *, asked: bool = False) -> tuple[str, ...]:
    """A line for each address that is still the example that the project came with. `asked`: the first came with --base-url."""
    base = (
        "is an example, {}: give the site's own with --base-url" if asked else "is still the example {}: set base_url in content/site.yaml"
    )
    given = (("base address", base, base_url), ("contact", "is still the example {}: set contact in content/site.yaml", contact))
    return tuple(
        f"The {name} {what.format(address)} before you publish."
        for name, what, address in given
        if (urlsplit(address.replace("mailto:", "//")).hostname or "").endswith(".example")
    )


@contextmanager
def doing_without() -> Iterator[None]:
    """Says, once, why something could not be kept for the next build, and what that costs."""
    with catch_warnings(record=True, action="always", category=NotKeptWarning) as unkept:
        yield
    for reason in sorted({str(each.message) for each in unkept if isinstance(each.message, NotKeptWarning)}):
        print(
            f"Warning: .cache: cannot be written: {reason}. Nothing is lost, but the next build makes again what could not be kept.",
            file=sys.stderr,
        )
