"""A file of a spreadsheet → its tables, as text.

CSV comes in every form that Excel, LibreOffice and Google Sheets write: with a comma, a semicolon or a tab, as UTF-8, UTF-16 or in the
Windows encoding, with a first line such as `sep=;`. An Excel workbook is read by `ssi_core.linkedin_export.workbook`, within its limits.
"""

import codecs
import csv
import io
import re
from collections.abc import Generator
from itertools import islice
from typing import IO, NamedTuple, Self

from ssi_core.linkedin_export.limits import MIB, Allowance, UnreadableFile
from ssi_core.linkedin_export.rows import detect_encoding
from ssi_core.linkedin_export.workbook import MOST_COLUMNS, Cells, read_sheets

LARGEST = 8 * MIB
"""Bytes of a CSV file. A score a day for eight years takes a twentieth."""
MOST_ROWS = 5000
"""Rows of a table that are read."""
ROWS_AT_ONCE = 500
"""Rows between two reports."""
LONGEST_ROW = 1 << 16
MOST_SEPARATORS = 2000
"""Characters and separators of a row of a CSV file. With more it is no row of scores, and in memory a cell takes far more than its text."""
LONGEST_CELL = 120
"""Characters of a cell that are kept. No date, number or name is as long."""
MOST_TAGS = 400_000
"""XML tags and attributes of a workbook. A score a day for eight years has a quarter."""

SEPARATORS = (";", "\t", ",", "|")
_ZIP = b"PK\3\4"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
SEPARATOR_LINE = re.compile(r"\"?sep=([^\"\r\n\0])\"?\r?\n", re.IGNORECASE)
_WINDOWS = bytes(range(256)).decode("cp1252", "replace")


class Table(NamedTuple):
    """Rows of text, each with its number, from 1. `name`: of the sheet. `separator`: of the cells; both empty where there is none."""

    name: str
    separator: str
    rows: list[tuple[int, Cells]]


def read_tables(stream: IO[bytes]) -> Generator[int, None, list[list[Table]]]:
    """Read a file's tables. Yields the size of each piece, in bytes. Raises UnreadableFile.

    Returns one list for each sheet, with its possible tables: a CSV file is one table for each separator that it may have.
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    start = stream.read(4)
    stream.seek(0)
    if start == _OLD_WORKBOOK:
        raise UnreadableFile("old_workbook")
    if start == _ZIP:
        sheets = yield from read_sheets(stream, Allowance(size, files=1, tags=MOST_TAGS), MOST_ROWS)
        return [[Table(sheet.name, "", sheet.rows)] for sheet in sheets]
    if size > LARGEST:
        raise UnreadableFile("too_large")
    data = stream.read()
    yield len(data)
    text = decode_text(data)
    if not text.strip():
        raise UnreadableFile("empty_file")
    named = SEPARATOR_LINE.match(text)
    if named:
        return [[(yield from _split(text[named.end() :], named[1], first=2))]]
    tables = []
    for separator in SEPARATORS:
        if separator in text:
            tables.append((yield from _split(text, separator)))
    return [tables or [_make_lines(text)]]


def decode_text(data: bytes) -> str:
    """Decode a CSV file. Excel saves other encodings than UTF-8, too."""
    encoding = detect_encoding(data[:64])
    if encoding:
        return data.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return codecs.charmap_decode(data, "strict", _WINDOWS)[0]


class _Lines:
    """The lines of a CSV file, for its parser, which keeps a whole row: as many lines as an open quote takes."""

    def __init__(self, text: str, separator: str) -> None:
        self._lines = io.StringIO(text.replace("\0", ""), newline="")
        self._separator = separator
        self.begin_row()

    def begin_row(self) -> None:
        self._characters = self._separators = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._characters += len(line)
        self._separators += line.count(self._separator)
        if self._characters > LONGEST_ROW or self._separators > MOST_SEPARATORS:
            raise UnreadableFile("row_too_long")
        return line


def _split(text: str, separator: str, first: int = 1) -> Generator[int, None, Table]:
    """Read the rows of a CSV file that hold something. Yields 0 now and then. `first`: the number of the first row."""
    lines = _Lines(text, separator)
    rows: list[tuple[int, Cells]] = []
    for number, row in enumerate(islice(csv.reader(lines, delimiter=separator), MOST_ROWS), first):
        lines.begin_row()
        rows.append((number, {column: cell[:LONGEST_CELL] for column, cell in enumerate(row[:MOST_COLUMNS]) if cell.strip()}))
        if number % ROWS_AT_ONCE == 0:
            yield 0
    return Table("", separator, rows)


def _make_lines(text: str) -> Table:
    """Make a table of one column. It has no scores, and its rows can be shown."""
    lines = islice(io.StringIO(text, newline=None), MOST_ROWS)
    return Table("", "", [(number, {0: line.strip()[:LONGEST_CELL]}) for number, line in enumerate(lines, 1)])
