"""The analytics workbook (XLSX) → new followers and engagements with posts, by day.

A workbook is a ZIP of XML. Each sheet is read as rows of text; the sheets that count are known by their headers, since their names are
translated. XML with a document type, which is where entities are declared, is rejected.
"""

import posixpath
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import IO, NamedTuple, Protocol
from xml.parsers import expat
from zipfile import ZipFile

from ssi_core.linkedin_export.archive import check_entry, convert_errors, open_entry, open_zip, read_chunks
from ssi_core.linkedin_export.dates import EARLIEST, LATEST, format_day, parse_day
from ssi_core.linkedin_export.facts import Days
from ssi_core.linkedin_export.limits import CHUNK, Allowance, UnreadableFile

type Cells = dict[int, str]
"""Column, from 0 → text."""

MOST_SHEETS = 30
MOST_COLUMNS = 50
LONGEST_TEXT = 200
"""Sheets, columns, and characters of a cell that are read."""
MOST_DEPTH = 50
"""Nested tags. A text in a cell is the seventh."""

_STRINGS = "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DATES = re.compile(r"dat(?:e|um)")
_FOLLOWERS = re.compile(r"new followers|nieuwe volgers|followers|volgers")
_ENGAGEMENTS = re.compile(r"engagements?|interacties?|betrokkenheid")
# Spreadsheets count days from this one, 30 December 1899, where they do not write a date. Some of Excel for Mac's count from 1904.
_SPREADSHEET_EPOCH = 693594
_EPOCH_1904 = 695056

_BOOK = "xl/workbook.xml"
_BOOK_PARTS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
# The formats that every workbook has without naming them: of dates, those of East Asia included, and of percentages.
_DATE_FORMATS = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
_PERCENT_FORMATS = frozenset({9, 10})
# What is between quotes or brackets, or behind a backslash, is no part of a format's pattern.
_FORMAT_TEXT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE = "date"
_PERCENT = "percent"


class Workbook(NamedTuple):
    """The counts of a workbook: day → number. Empty where the sheet is missing."""

    followers: Days
    engagements: Days


def read_workbook(stream: IO[bytes], allowance: Allowance) -> Generator[int, None, Workbook]:
    """Read the counts of a workbook. Yields the size of each piece, in bytes. Raises UnreadableFile."""
    followers: dict[int, int] = {}
    engagements: dict[int, int] = {}
    strings: list[str] = []
    has_rows = False
    with convert_errors("not_a_workbook"):
        zipped = open_zip(stream)
        names = dict.fromkeys(entry.filename for entry in zipped.infolist())
        if _STRINGS in names:
            for size, rows in _read_rows(zipped, _STRINGS, [], allowance):
                strings += [row[0] for row in rows]
                yield size
        for name in [name for name in names if _SHEET.fullmatch(name)][:MOST_SHEETS]:
            wanted: dict[int, dict[int, int]] = {}
            for size, rows in _read_rows(zipped, name, strings, allowance):
                wanted = _collect(rows, wanted, followers, engagements)
                has_rows = has_rows or bool(rows)
                yield size
    if not (followers or engagements):
        raise UnreadableFile("no_daily_sheets" if has_rows else "not_a_workbook")
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
            day = _parse_day(cells.get(0, ""))
            for column, series in wanted.items():
                number = _parse_number(cells.get(column, ""))
                if day is not None and number is not None:
                    series[day] = series.get(day, 0) + number
    return wanted


def _parse_day(text: str) -> int | None:
    serial = re.fullmatch(r"(\d{5})(?:\.\d+)?", text.strip(), re.ASCII)
    if not serial:
        return parse_day(text)
    day = _SPREADSHEET_EPOCH + int(serial[1])
    return day if EARLIEST <= day < LATEST else None


def _parse_number(text: str) -> int | None:
    """Parse a whole number, however its thousands are separated."""
    plain = re.sub(r"[\s.,'’]", "", text.strip().removesuffix(".0"))
    return int(plain) if re.fullmatch(r"\d{1,9}", plain, re.ASCII) else None


class Sheet(NamedTuple):
    """A sheet of any workbook. `rows`: each with its number, from 1, and its cells as text: a date as YYYY-MM-DD, 0.42 shown as 42% so."""

    name: str
    rows: list[tuple[int, Cells]]


def read_sheets(stream: IO[bytes], allowance: Allowance, most_rows: int) -> Generator[int, None, list[Sheet]]:
    """Read all cells of a workbook. Yields the size of each piece, in bytes. Raises UnreadableFile.

    `most_rows`: of a sheet; later ones are not kept. A formula counts as the value that the spreadsheet saved with it.
    """
    with convert_errors("not_a_workbook"):
        zipped = open_zip(stream)
        names = dict.fromkeys(entry.filename for entry in zipped.infolist())
        found: dict[str, list[tuple[str, dict[str, str]]]] = {}
        for part in (_BOOK, _BOOK_PARTS, _STYLES):
            tags = _Tags()
            if part in names:
                yield from _parse_part(zipped, part, tags, allowance)
            found[part] = tags.found
        epoch = _find_epoch(found[_BOOK])
        formats = _list_formats(found[_STYLES])
        strings: list[str] = []
        if _STRINGS in names:
            for size, rows in _read_rows(zipped, _STRINGS, [], allowance):
                strings += [row[0] for row in rows]
                yield size
        titles = _name_sheets(found[_BOOK], found[_BOOK_PARTS])
        sheets = []
        for name in [name for name in names if _SHEET.fullmatch(name)][:MOST_SHEETS]:
            sheet = _Sheet(strings, formats, epoch, most_rows)
            yield from _parse_part(zipped, name, sheet, allowance)
            sheets.append(Sheet(titles.get(name, ""), [*zip(sheet.numbers, sheet.rows, strict=True)]))
    if not sheets:
        raise UnreadableFile("not_a_workbook")
    return sheets


def _find_epoch(book: Iterable[tuple[str, Mapping[str, str]]]) -> int:
    """Return the day that the workbook's dates are counted from."""
    is_1904 = any(name == "workbookPr" and attributes.get("date1904") in ("1", "true") for name, attributes in book)
    return _EPOCH_1904 if is_1904 else _SPREADSHEET_EPOCH


def _list_formats(styles: Iterable[tuple[str, Mapping[str, str]]]) -> list[str]:
    """List what each style of a cell shows a number as: a date, a percentage, or just a number."""
    codes: dict[str, str] = {}
    formats: list[str] = []
    is_cells = False
    for name, attributes in styles:
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles"):
            is_cells = name == "cellXfs"
        elif name == "xf" and is_cells:
            number = attributes.get("numFmtId", "")
            formats.append(_find_format(number, codes.get(number)))
    return formats


def _find_format(number: str, code: str | None) -> str:
    if code is None:
        known = int(number) if re.fullmatch(r"\d{1,4}", number, re.ASCII) else 0
        return _DATE if known in _DATE_FORMATS else _PERCENT if known in _PERCENT_FORMATS else ""
    pattern = _FORMAT_TEXT.sub("", code[:LONGEST_TEXT]).lower()
    if "d" in pattern or "y" in pattern:
        return _DATE
    return _PERCENT if "%" in pattern else ""


def _name_sheets(book: Iterable[tuple[str, Mapping[str, str]]], parts: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, str]:
    """Return the name of each sheet, by its part of the workbook."""
    targets = {each.get("Id"): posixpath.normpath(posixpath.join("xl", each.get("Target", "").lstrip("/"))) for _, each in parts}
    targets = {key: target.removeprefix("xl/") if target.startswith("xl/xl/") else target for key, target in targets.items()}
    return {
        targets[key]: attributes.get("name", "")[:LONGEST_TEXT]
        for name, attributes in book
        if name == "sheet" and (key := next((value for field, value in attributes.items() if field.endswith(":id")), None)) in targets
    }


class _Handler(Protocol):
    """Takes what the parser finds. `tags`: how many tags and attributes since the last piece."""

    tags: int

    def begin_tag(self, name: str, attributes: dict[str, str]) -> None: ...
    def end_tag(self, name: str) -> None: ...
    def add_text(self, data: str) -> None: ...


class _Tags:
    """Collects the tags of a small part of the workbook, with their attributes."""

    def __init__(self) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []
        self.tags = 0
        self._depth = 0

    def begin_tag(self, name: str, attributes: dict[str, str]) -> None:
        self.tags += 1 + len(attributes)
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise UnreadableFile("not_a_workbook")
        self.found.append((name.rpartition(":")[2], attributes))

    def end_tag(self, _: str) -> None:
        self._depth -= 1

    def add_text(self, _: str) -> None:
        pass


class _Sheet:
    """Turns XML into whole rows. In the list of shared texts, each text is a row of one cell.

    `numbers`: the rows' own. `formats`: by style, how a number is shown; without them it stays as it is saved. `most_rows`: that are kept.
    """

    def __init__(
        self, strings: list[str], formats: Sequence[str] = (), epoch: int = _SPREADSHEET_EPOCH, most_rows: int | None = None
    ) -> None:
        self.rows: list[Cells] = []
        self.numbers: list[int] = []
        self.tags = 0
        self._formats = formats
        self._epoch = epoch
        self._most_rows = most_rows
        self._number = 0
        self._style = 0
        self._depth = 0
        self._strings = strings
        self._cells: Cells = {}
        self._column = -1
        self._kind = ""
        self._text = ""
        self._in_text = False

    def begin_tag(self, name: str, attributes: dict[str, str]) -> None:
        self.tags += 1 + len(attributes)
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise UnreadableFile("not_a_workbook")
        name = name.rpartition(":")[2]
        if name in ("row", "si"):
            self._cells, self._column = {}, -1
            self._number = _parse_count(attributes.get("r", ""), self._number + 1)
        elif name == "c":
            letters = re.match("[A-Z]{1,3}", attributes.get("r", ""))
            self._column = _parse_column(letters[0]) if letters else self._column + 1
            self._kind, self._text = attributes.get("t", ""), ""
            self._style = _parse_count(attributes.get("s", ""), 0)
        self._in_text = name in ("v", "t")

    def add_text(self, data: str) -> None:
        if self._in_text:
            self._text = (self._text + data)[:LONGEST_TEXT]

    def end_tag(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self._in_text = False
        self._depth -= 1
        if name == "c" and self._column < MOST_COLUMNS:
            text = self._text
            if self._kind == "s":
                place = _parse_count(text, len(self._strings))
                text = self._strings[place] if place < len(self._strings) else ""
            elif self._kind in ("", "n") and self._style < len(self._formats):
                text = _show_number(text, self._formats[self._style], self._epoch)
            self._cells[self._column] = text
        elif name == "si":
            self.rows.append({0: self._text})
            self._text = ""
        elif name == "row" and (self._most_rows is None or len(self.rows) < self._most_rows):
            self.rows.append(self._cells)
            self.numbers.append(self._number)


def _read_rows(zipped: ZipFile, part: str, strings: list[str], allowance: Allowance) -> Iterator[tuple[int, list[Cells]]]:
    """Yield the rows of a part of the workbook, with the bytes of each batch."""
    sheet = _Sheet(strings)
    for size in _parse_part(zipped, part, sheet, allowance):
        yield size, sheet.rows
        sheet.rows = []


def _parse_part(zipped: ZipFile, part: str, handler: _Handler, allowance: Allowance) -> Iterator[int]:
    """Parse a part of the workbook piece by piece. Yields the size of each, in bytes."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.begin_tag
    parser.EndElementHandler = handler.end_tag
    parser.CharacterDataHandler = handler.add_text
    parser.StartDoctypeDeclHandler = _reject_doctype
    size = 0
    entry = zipped.getinfo(part)
    check_entry(entry, allowance)
    for chunk in read_chunks(partial(open_entry, zipped, entry)):
        size += len(chunk)
        _parse(parser, chunk)
        # The parser reads an open tag again with every piece, which takes quadratic time.
        if size - parser.CurrentByteIndex > CHUNK:
            raise UnreadableFile("not_a_workbook")
        allowance.spend("tags", handler.tags)
        handler.tags = 0
        yield len(chunk)
    _parse(parser, b"")


def _parse(parser: expat.XMLParserType, chunk: bytes) -> None:
    try:
        parser.Parse(chunk, not chunk)
    except expat.ExpatError:
        raise UnreadableFile("not_a_workbook") from None


def _reject_doctype(*_: object) -> None:
    raise UnreadableFile("xml_refused")


def _parse_column(letters: str) -> int:
    """Return the number of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _parse_count(text: str, otherwise: int) -> int:
    """Return a number of at most nine digits, or else `otherwise`."""
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else otherwise


def _show_number(text: str, form: str, epoch: int) -> str:
    """Write a saved number as the spreadsheet shows it."""
    try:
        number = float(text)
    except ValueError:
        return text
    if form == _PERCENT:
        return f"{round(number * 100, 6)}%"
    return format_day(epoch + int(number)) if form == _DATE and EARLIEST <= epoch + number < LATEST else text
