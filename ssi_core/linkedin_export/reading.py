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
    workbooks: tuple[tuple[Source, Workbook], ...]
    broken: frozenset[str]
    problems: tuple[Problem, ...]
    basic: bool


def read(given: Sequence[Given]) -> Generator[Progress, None, Reading]:
    """Read all files. Yields `Progress` for every piece, returns the `Reading`."""
    contents = look_through(given)
    readers: dict[tuple[Source, str], Reader] = {}
    articles: dict[Source, list[int | None]] = defaultdict(list)
    workbooks: list[tuple[Source, Workbook]] = []
    broken: set[tuple[Source, str]] = set()
    problems = list(contents.problems)
    totals = _totals(contents)
    done = dict.fromkeys(totals, 0)
    for found in contents.found:
        key = (found.source, found.kind)
        before = done[found.given]
        try:
            if found.kind == WORKBOOK:
                workbooks.append((found.source, read_workbook(found.open())))  # type: ignore[arg-type]
            elif found.kind == ARTICLES:
                articles[found.source].append(published(_whole(found, limits.LARGEST_ARTICLE)))
            else:
                make, columns = READERS[found.kind]
                reader = readers.setdefault(key, make())
                table = Table(columns)
                for chunk in _chunks(found):
                    reader.add(table.feed(chunk))
                    done[found.given] += len(chunk)
                    yield Progress(found.given, found.kind, done[found.given], totals[found.given])
                reader.add(table.end())
        except Unreadable as error:
            broken.add(key)
            problems.append(Problem(found.given, found.kind, error.problem))
        done[found.given] = before + found.size
        yield Progress(found.given, found.kind, done[found.given], totals[found.given])
    facts: dict[Source, dict[str, Facts]] = defaultdict(dict)
    for (source, kind), reader in readers.items():
        if (source, kind) not in broken:
            facts[source][kind] = reader.facts()
    lost = sum(problem.kind == ARTICLES for problem in problems)
    for source, days in articles.items():
        facts[source][ARTICLES] = _articles(days, lost)
    kinds = frozenset(problem.kind for problem in problems if problem.kind is not None)
    return Reading(dict(facts), tuple(workbooks), kinds, tuple(problems), contents.basic)


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


def _articles(days: list[int | None], lost: int) -> Facts:
    """Counts `lost`: articles that could not be read."""
    dated = Counter(day for day in days if day is not None)
    return Facts(len(days), dated, len(days) - dated.total(), {"lost": lost})
