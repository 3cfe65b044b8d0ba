"""Files in, facts out, piece by piece: whoever asks for the next piece can show how far it is, and stop."""

from collections import Counter, defaultdict
from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple

from ssi_core.linkedin_export import limits
from ssi_core.linkedin_export.archive import Contents, Found, Given, Problem, Source, look_through, stated
from ssi_core.linkedin_export.article import published
from ssi_core.linkedin_export.facts import Facts
from ssi_core.linkedin_export.limits import Unreadable
from ssi_core.linkedin_export.names import ARTICLES, WORKBOOK
from ssi_core.linkedin_export.readers import READERS, Reader
from ssi_core.linkedin_export.rows import Table
from ssi_core.linkedin_export.workbook import Workbook, read_workbook


class Progress(NamedTuple):
    """How far the reading is. `given`: the place of the file; `kind`: of the file inside it. `done` of `total`: its bytes, decoded."""

    given: int
    kind: str
    done: int
    total: int


class Reading(NamedTuple):
    """All facts: by source, then by kind. `broken`: kinds that are there and could not be read."""

    facts: dict[Source, dict[str, Facts]]
    workbooks: tuple[Workbook, ...]
    broken: frozenset[str]
    problems: tuple[Problem, ...]
    basic: bool


def read(given: Sequence[Given]) -> Generator[Progress, None, Reading]:
    """Read all files. Yields `Progress` for every piece, returns the `Reading`."""
    contents = look_through(given)
    taken = _Taken()
    problems = list(contents.problems)
    totals = _totals(contents)
    done = dict.fromkeys(totals, 0)

    def progress(found: Found) -> Progress:
        return Progress(found.given, found.kind, done[found.given], totals[found.given])

    for found in contents.found:
        before = done[found.given]
        try:
            for size in taken.take(found):
                done[found.given] += size
                yield progress(found)
        except Unreadable as error:
            taken.forget(found)
            problems.append(Problem(found.given, found.kind, error.problem))
        done[found.given] = before + found.size
        yield progress(found)
    return Reading(
        facts=taken.facts(lost_articles=sum(problem.kind == ARTICLES for problem in problems)),
        workbooks=tuple(taken.workbooks),
        broken=frozenset(problem.kind for problem in problems if problem.kind is not None),
        problems=tuple(problems),
        basic=contents.basic,
    )


class _Taken:
    """What has been taken in so far."""

    def __init__(self) -> None:
        self.workbooks: list[Workbook] = []
        self._readers: dict[tuple[Source, str], Reader] = {}
        self._articles: dict[Source, list[int | None]] = defaultdict(list)
        self._forgotten: set[tuple[Source, str]] = set()

    def take(self, found: Found) -> Iterator[int]:
        """Take in a file. Yields the size of each piece of it, in bytes. Raises Unreadable."""
        if found.kind == WORKBOOK:
            self.workbooks.append(read_workbook(found.open()))
        elif found.kind == ARTICLES:
            self._articles[found.source].append(published(_whole(found, limits.LARGEST_ARTICLE)))
        else:
            make, columns = READERS[found.kind]
            reader = self._readers.setdefault((found.source, found.kind), make())
            table = Table(columns)
            for chunk in _chunks(found):
                reader.add(table.feed(chunk))
                yield len(chunk)
            reader.add(table.end())

    def forget(self, found: Found) -> None:
        """A part of a file could not be read: leave out the whole."""
        self._forgotten.add((found.source, found.kind))

    def facts(self, lost_articles: int) -> dict[Source, dict[str, Facts]]:
        """All facts. Those of articles count `lost`: how many could not be read."""
        facts: dict[Source, dict[str, Facts]] = defaultdict(dict)
        for (source, kind), reader in self._readers.items():
            if (source, kind) not in self._forgotten:
                facts[source][kind] = reader.facts()
        for source, days in self._articles.items():
            dated = Counter(day for day in days if day is not None)
            facts[source][ARTICLES] = Facts(len(days), dated, len(days) - dated.total(), {"lost": lost_articles})
        return dict(facts)


def _totals(contents: Contents) -> dict[int, int]:
    totals: dict[int, int] = defaultdict(int)
    for found in contents.found:
        totals[found.given] += found.size
    return dict(totals)


def _chunks(found: Found) -> Iterator[bytes]:
    """A file, piece by piece."""
    size = 0
    with stated("damaged"):
        file = found.open()
    while True:
        with stated("damaged"):
            chunk = file.read(limits.CHUNK)
        size += len(chunk)
        if size > limits.LARGEST_FILE:
            raise Unreadable("too_large")
        if not chunk:
            return
        yield chunk


def _whole(found: Found, most: int) -> bytes:
    """A file, or the first `most` of its bytes."""
    with stated("damaged"):
        return found.open().read(most)
