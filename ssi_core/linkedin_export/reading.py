"""Files → facts, piece by piece, so that the caller can show progress and stop."""

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ssi_core.linkedin_export import limits
from ssi_core.linkedin_export.archive import ArchiveFile, FileProblem, InputFile, Origin, Scanner, convert_errors, read_chunks
from ssi_core.linkedin_export.article import find_publication_day
from ssi_core.linkedin_export.facts import ROWS, Facts
from ssi_core.linkedin_export.limits import Allowance, UnreadableFile
from ssi_core.linkedin_export.names import ARTICLES, WORKBOOK, parse_name
from ssi_core.linkedin_export.readers import READERS, Reader
from ssi_core.linkedin_export.rows import NothingToCount, Row, Table
from ssi_core.linkedin_export.workbook import Workbook, read_workbook


class Progress(NamedTuple):
    """The progress of the reading.

    `place`: of the input file; `kind`: of the file inside it, None during the scan. `done` of `total`: its bytes, decoded.
    """

    place: int
    kind: str | None
    done: int
    total: int


type Archive = tuple[object, ...]
"""The key of the files that share a window: see `ssi_core.linkedin_export.selection.find_archive`."""


class ArchiveFacts(NamedTuple):
    """The facts of files, by origin and kind. `broken`: kinds that are there and could not be read; `empty`: that have nothing to count.

    `newest`: the newest day of each archive, where it is known already.
    """

    facts: dict[Origin, dict[str, Facts]]
    workbooks: tuple[Workbook, ...]
    broken: frozenset[str]
    empty: frozenset[str]
    problems: tuple[FileProblem, ...]
    is_basic: bool
    newest: Mapping[Archive, int | None] | None = None


def read_files(files: Sequence[InputFile]) -> Generator[Progress, None, ArchiveFacts]:
    """Read all files, one after another. Yields `Progress` for every piece.

    Nothing of one file is in memory when the next begins.
    """
    scanner = Scanner()
    collector = _Collector()
    problems: list[FileProblem] = []
    for place, input_file in enumerate(files):
        yield Progress(place, None, 0, 1)
        try:
            allowance = Allowance(input_file.stream.seek(0, 2), len(files))
            problems += yield from _read_file(place, input_file, scanner, collector, allowance)
        except (UnreadableFile, MemoryError) as error:
            problems.append(FileProblem(place, None, _find_problem(error)))
    problems = [*scanner.problems, *problems]
    return ArchiveFacts(
        facts=collector.make_facts(lost_articles=sum(problem.kind == ARTICLES for problem in problems)),
        workbooks=tuple(collector.workbooks),
        broken=frozenset(problem.kind for problem in problems if problem.kind is not None and problem.problem != "no_daily_sheets"),
        empty=frozenset(collector.empty),
        problems=tuple(problems),
        is_basic=scanner.is_basic,
    )


def _read_file(
    place: int, input_file: InputFile, scanner: Scanner, collector: "_Collector", allowance: Allowance
) -> Generator[Progress, None, list[FileProblem]]:
    """Read one input file, and all files in it. Raises UnreadableFile."""
    found: list[ArchiveFile] = []
    for file in scanner.scan(place, input_file, allowance):
        found += [file] if file else []
        yield Progress(place, None, 0, 1)
    problems: list[FileProblem] = []
    total, before = max(1, sum(file.size for file in found)), 0
    for file in found:
        done = before
        yield Progress(place, file.kind, done, total)
        try:
            for size in collector.collect(file, allowance):
                done += size
                yield Progress(place, file.kind, done, total)
        except NothingToCount:
            collector.empty.add(file.kind)
        except (UnreadableFile, MemoryError) as error:
            collector.drop(file)
            problems.append(_name_workbook(input_file.name, FileProblem(place, file.kind, _find_problem(error))))
        before += file.size
    yield Progress(place, None, total, total)
    return problems


def _name_workbook(name: str, problem: FileProblem) -> FileProblem:
    """Name the problem of a workbook by its file: it may be another of LinkedIn's that was saved as a workbook."""
    file = parse_name(name)
    if file and problem.kind == WORKBOOK and problem.problem in ("not_a_workbook", "no_daily_sheets"):
        return FileProblem(problem.place, file.kind, "workbook_as_csv")
    return problem


def _find_problem(error: UnreadableFile | MemoryError) -> str:
    return error.problem if isinstance(error, UnreadableFile) else "out_of_memory"


class _Collector:
    """Collects the facts of all files."""

    def __init__(self) -> None:
        self.workbooks: list[Workbook] = []
        self.empty: set[str] = set()
        self._readers: dict[tuple[Origin, str], Reader] = {}
        self._articles: dict[Origin, list[int | None]] = defaultdict(list)
        self._dropped: set[tuple[Origin, str]] = set()

    def collect(self, file: ArchiveFile, allowance: Allowance) -> Iterator[int]:
        """Read a file. Yields the size of each piece of it, in bytes. Raises UnreadableFile."""
        if file.size > limits.LARGEST_FILE:
            raise UnreadableFile("too_large")
        if file.kind == WORKBOOK:
            self.workbooks.append((yield from read_workbook(file.open(), allowance)))
        elif file.kind == ARTICLES:
            self._articles[file.origin].append(find_publication_day(_read_start(file)))
        elif (file.origin, file.kind) not in self._dropped:
            make, columns = READERS[file.kind]
            reader = self._readers.get((file.origin, file.kind)) or make()
            table = Table(columns)
            for chunk in read_chunks(file.open):
                yield from _add_rows(table.feed(chunk), reader, allowance)
                yield len(chunk)
            yield from _add_rows(table.finish(), reader, allowance)
            self._readers[file.origin, file.kind] = reader

    def drop(self, file: ArchiveFile) -> None:
        """Drop a whole file of which a part could not be read."""
        self._dropped.add((file.origin, file.kind))
        self._readers.pop((file.origin, file.kind), None)

    def make_facts(self, lost_articles: int) -> dict[Origin, dict[str, Facts]]:
        """Return all facts. Those of articles count `lost`: how many could not be read."""
        facts: dict[Origin, dict[str, Facts]] = defaultdict(dict)
        for (source, kind), reader in self._readers.items():
            facts[source][kind] = reader.make_facts()
        for source, days in self._articles.items():
            dated = Counter(day for day in days if day is not None)
            facts[source][ARTICLES] = Facts(len(days), dated, len(days) - dated.total(), {"lost": lost_articles}, dated={ROWS: dated})
        return dict(facts)


def _add_rows(batches: Iterable[list[Row]], reader: Reader, allowance: Allowance) -> Iterator[int]:
    """Add rows to a reader, within the file's allowance. Yields 0 for every batch: its bytes are reported already."""
    for rows in batches:
        allowance.spend("rows", len(rows) * reader.cost)
        reader.add(rows)
        yield 0


def _read_start(file: ArchiveFile) -> bytes:
    with convert_errors("damaged"):
        return file.open().read(limits.LARGEST_ARTICLE)
