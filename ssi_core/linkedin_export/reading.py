"""Files in, facts out, piece by piece: whoever asks for the next piece can show how far it is, and stop."""

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import NamedTuple

from ssi_core.linkedin_export import limits
from ssi_core.linkedin_export.archive import Found, Given, Problem, Scanner, Source, read_chunks, stated
from ssi_core.linkedin_export.article import published
from ssi_core.linkedin_export.facts import Facts
from ssi_core.linkedin_export.limits import Allowance, Unreadable
from ssi_core.linkedin_export.names import ARTICLES, WORKBOOK
from ssi_core.linkedin_export.readers import READERS, Reader
from ssi_core.linkedin_export.rows import Row, Table
from ssi_core.linkedin_export.workbook import Workbook, read_workbook


class Progress(NamedTuple):
    """How far the reading is. `given`: the place of the file; `kind`: of the file inside it, None while it is looked through.
    `done` of `total`: its bytes, decoded."""

    given: int
    kind: str | None
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
    """Read all files, one after another: nothing of one is held when the next begins. Yields `Progress` for every piece."""
    scanner = Scanner()
    taken = _Taken()
    problems: list[Problem] = []
    for place, each in enumerate(given):
        yield Progress(place, None, 0, 1)
        try:
            allowance = Allowance(each.stream.seek(0, 2), len(given))
            problems += yield from _read_given(place, each, scanner, taken, allowance)
        except (Unreadable, MemoryError) as error:
            problems.append(Problem(place, None, _problem(error)))
    problems = [*scanner.problems, *problems]
    return Reading(
        facts=taken.facts(lost_articles=sum(problem.kind == ARTICLES for problem in problems)),
        workbooks=tuple(taken.workbooks),
        broken=frozenset(problem.kind for problem in problems if problem.kind is not None),
        problems=tuple(problems),
        basic=scanner.basic,
    )


def _read_given(
    place: int, given: Given, scanner: Scanner, taken: "_Taken", allowance: Allowance
) -> Generator[Progress, None, list[Problem]]:
    """Read one file, and all that is in it. Raises Unreadable."""
    files: list[Found] = []
    for each in scanner.scan(place, given, allowance):
        files += [each] if each else []
        yield Progress(place, None, 0, 1)
    problems: list[Problem] = []
    total, before = max(1, sum(found.size for found in files)), 0
    for found in files:
        done = before
        yield Progress(place, found.kind, done, total)
        try:
            for size in taken.take(found, allowance):
                done += size
                yield Progress(place, found.kind, done, total)
        except (Unreadable, MemoryError) as error:
            taken.forget(found)
            problems.append(Problem(place, found.kind, _problem(error)))
        before += found.size
    yield Progress(place, None, total, total)
    return problems


def _problem(error: Unreadable | MemoryError) -> str:
    return error.problem if isinstance(error, Unreadable) else "out_of_memory"


class _Taken:
    """What has been taken in so far."""

    def __init__(self) -> None:
        self.workbooks: list[Workbook] = []
        self._readers: dict[tuple[Source, str], Reader] = {}
        self._articles: dict[Source, list[int | None]] = defaultdict(list)
        self._forgotten: set[tuple[Source, str]] = set()

    def take(self, found: Found, allowance: Allowance) -> Iterator[int]:
        """Take in a file. Yields the size of each piece of it, in bytes. Raises Unreadable."""
        if found.size > limits.LARGEST_FILE:
            raise Unreadable("too_large")
        if found.kind == WORKBOOK:
            self.workbooks.append((yield from read_workbook(found.open(), allowance)))
        elif found.kind == ARTICLES:
            self._articles[found.source].append(published(_start(found)))
        elif (found.source, found.kind) not in self._forgotten:
            make, columns = READERS[found.kind]
            reader = self._readers.setdefault((found.source, found.kind), make())
            table = Table(columns)
            for chunk in read_chunks(found.open):
                yield from _add(table.feed(chunk), reader, allowance)
                yield len(chunk)
            yield from _add(table.end(), reader, allowance)

    def forget(self, found: Found) -> None:
        """A part of a file could not be read: leave out the whole."""
        self._forgotten.add((found.source, found.kind))
        self._readers.pop((found.source, found.kind), None)

    def facts(self, lost_articles: int) -> dict[Source, dict[str, Facts]]:
        """All facts. Those of articles count `lost`: how many could not be read."""
        facts: dict[Source, dict[str, Facts]] = defaultdict(dict)
        for (source, kind), reader in self._readers.items():
            facts[source][kind] = reader.facts()
        for source, days in self._articles.items():
            dated = Counter(day for day in days if day is not None)
            facts[source][ARTICLES] = Facts(len(days), dated, len(days) - dated.total(), {"lost": lost_articles})
        return dict(facts)


def _add(batches: Iterable[list[Row]], reader: Reader, allowance: Allowance) -> Iterator[int]:
    """Have a reader take in rows, for as long as the file may cost more. Yields 0 for every batch: its bytes are told already."""
    for rows in batches:
        allowance.spend("rows", len(rows) * reader.cost)
        reader.add(rows)
        yield 0


def _start(found: Found) -> bytes:
    with stated("damaged"):
        return found.open().read(limits.LARGEST_ARTICLE)
