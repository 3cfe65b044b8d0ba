"""The analytics workbook (XLSX) → what LinkedIn counted per day: new followers, and engagements with posts.

A workbook is a ZIP of XML. Each sheet is read as rows of text; the sheets that count are known by their headers, since their names are
translated. XML with a document type, which is where entities are declared, is refused.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from functools import partial
from typing import IO, NamedTuple
from xml.parsers import expat
from zipfile import ZipFile

from ssi_core.linkedin_export.archive import check, open_entry, open_zip, read_chunks, stated
from ssi_core.linkedin_export.dates import EARLIEST, LATEST, day_of
from ssi_core.linkedin_export.limits import CHUNK, Allowance, Unreadable

type Cells = dict[int, str]
"""Column, from 0 → text."""

MOST_SHEETS = 30
MOST_COLUMNS = 50
LONGEST_TEXT = 200
"""Sheets, columns, and characters of a cell that are looked at."""
MOST_DEPTH = 50
"""Tags in tags. A text in a cell is the seventh."""

_STRINGS = "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DATES = re.compile(r"dat(?:e|um)")
_FOLLOWERS = re.compile(r"new followers|nieuwe volgers|followers|volgers")
_ENGAGEMENTS = re.compile(r"engagements?|interacties?|betrokkenheid")
# Days since the last one of 1899, which is how spreadsheets count where they do not write a date.
_SPREADSHEET_EPOCH = 693594


class Workbook(NamedTuple):
    """Day → number. Empty where the sheet is not there."""

    followers: dict[int, int]
    engagements: dict[int, int]


def read_workbook(stream: IO[bytes], allowance: Allowance) -> Generator[int, None, Workbook]:
    """Read the counts of a workbook. Yields the size of each piece, in bytes. Raises Unreadable."""
    followers: dict[int, int] = {}
    engagements: dict[int, int] = {}
    strings: list[str] = []
    with stated("not_a_workbook"):
        zipped = open_zip(stream)
        names = dict.fromkeys(entry.filename for entry in zipped.infolist())
        if _STRINGS in names:
            for size, rows in _rows(zipped, _STRINGS, [], allowance):
                strings += [row[0] for row in rows]
                yield size
        for name in [name for name in names if _SHEET.fullmatch(name)][:MOST_SHEETS]:
            wanted: dict[int, dict[int, int]] = {}
            for size, rows in _rows(zipped, name, strings, allowance):
                wanted = _collect(rows, wanted, followers, engagements)
                yield size
    if not (followers or engagements):
        raise Unreadable("not_a_workbook")
    return Workbook(followers, engagements)


def _collect(
    rows: Iterable[Cells], wanted: dict[int, dict[int, int]], followers: dict[int, int], engagements: dict[int, int]
) -> dict[int, dict[int, int]]:
    """Add up some rows of a sheet, from its header on.

    `wanted`: by column, the series to add to; empty until the header is found.
    """
    for cells in rows:
        if not wanted and _DATES.fullmatch(cells.get(0, "").strip().lower()):
            for column, title in cells.items():
                words = title.strip().lower()
                if _FOLLOWERS.fullmatch(words):
                    wanted[column] = followers
                elif _ENGAGEMENTS.fullmatch(words):
                    wanted[column] = engagements
        elif wanted:
            day = _day(cells.get(0, ""))
            for column, series in wanted.items():
                number = _number(cells.get(column, ""))
                if day is not None and number is not None:
                    series[day] = series.get(day, 0) + number
    return wanted


def _day(text: str) -> int | None:
    serial = re.fullmatch(r"(\d{5})(?:\.\d+)?", text.strip(), re.ASCII)
    if not serial:
        return day_of(text)
    day = _SPREADSHEET_EPOCH + int(serial[1])
    return day if EARLIEST <= day < LATEST else None


def _number(text: str) -> int | None:
    """A whole number, however its thousands are set apart."""
    plain = re.sub(r"[\s.,'’]", "", text.strip().removesuffix(".0"))
    return int(plain) if re.fullmatch(r"\d{1,9}", plain, re.ASCII) else None


class _Sheet:
    """Takes in XML, gives whole rows. Also takes in the list of shared texts, whose every text is a row of one cell."""

    def __init__(self, strings: list[str]) -> None:
        self.rows: list[Cells] = []
        self.tags = 0
        self._depth = 0
        self._strings = strings
        self._cells: Cells = {}
        self._column = -1
        self._kind = ""
        self._text = ""
        self._in_text = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.tags += 1 + len(attributes)
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise Unreadable("not_a_workbook")
        name = name.rpartition(":")[2]
        if name in ("row", "si"):
            self._cells, self._column = {}, -1
        elif name == "c":
            letters = re.match("[A-Z]{1,3}", attributes.get("r", ""))
            self._column = _column(letters[0]) if letters else self._column + 1
            self._kind, self._text = attributes.get("t", ""), ""
        self._in_text = name in ("v", "t")

    def characters(self, data: str) -> None:
        if self._in_text:
            self._text = (self._text + data)[:LONGEST_TEXT]

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self._in_text = False
        self._depth -= 1
        if name == "c" and self._column < MOST_COLUMNS:
            text = self._text
            if self._kind == "s":
                place = int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else len(self._strings)
                text = self._strings[place] if place < len(self._strings) else ""
            self._cells[self._column] = text
        elif name == "si":
            self.rows.append({0: self._text})
            self._text = ""
        elif name == "row":
            self.rows.append(self._cells)


def _rows(zipped: ZipFile, part: str, strings: list[str], allowance: Allowance) -> Iterator[tuple[int, list[Cells]]]:
    """Rows of a part of the workbook, each batch with the size of its piece."""
    sheet = _Sheet(strings)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = sheet.begin
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.characters
    parser.StartDoctypeDeclHandler = _refuse
    size = 0
    entry = zipped.getinfo(part)
    check(entry, allowance)
    for chunk in read_chunks(partial(open_entry, zipped, entry)):
        size += len(chunk)
        _parse(parser, chunk)
        # A tag that is open is read again with every piece, which would take the square of the time.
        if size - parser.CurrentByteIndex > CHUNK:
            raise Unreadable("not_a_workbook")
        allowance.spend("tags", sheet.tags)
        yield len(chunk), sheet.rows
        sheet.rows, sheet.tags = [], 0
    _parse(parser, b"")


def _parse(parser: expat.XMLParserType, chunk: bytes) -> None:
    try:
        parser.Parse(chunk, not chunk)
    except expat.ExpatError:
        raise Unreadable("not_a_workbook") from None


def _refuse(*_: object) -> None:
    raise Unreadable("xml_refused")


def _column(letters: str) -> int:
    """The number of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
