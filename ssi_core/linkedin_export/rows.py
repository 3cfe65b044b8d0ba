r"""Bytes of a CSV file, as they arrive → the wanted columns of its rows.

Works on bytes, and cuts out the wanted columns only: the contents of the others, such as a message's text, never become a value here, and
are never decoded. The file comes in chunks; only the chunk and a row that is still open are in memory.

- The separator is a comma, a semicolon or a tab. The header is searched for: a preamble may stand before it.
- Quotes in a quoted cell are doubled. `Comments.csv` puts a backslash before them instead.
- A row with another number of cells than the header, or a quote that is never closed, is read again with its quotes as plain characters.
  Where that gives the right number of cells, it is accepted: so a stray quote costs its own row at most.
- UTF-16 and UTF-32 are turned into UTF-8 first, chunk by chunk; not for a file that must not be decoded.

>>> table = Table(Columns(("date",), ("type",)))
>>> [*table.feed(b'Date,Type,Link\n2025-10-06,"LIKE",https://x\n2025-1'), *table.feed(b"0-07,PRAISE,"), *table.finish()]
[[(b'2025-10-06', b'LIKE'), (b'2025-10-07', b'PRAISE')]]
"""

import codecs
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple

from ssi_core.linkedin_export.limits import LARGEST_ROW, ROWS_AT_ONCE, UnreadableFile

SEPARATORS = (b",", b";", b"\t")
HEADER_WITHIN = 1 << 16
HEADER_WITHIN_ROWS = 50
"""Bytes and rows in which the header must stand."""
MOST_COLUMNS = 64
"""Columns that are read. LinkedIn's widest file has 35."""
LONGEST_ESCAPED = 1000
"""Bytes that are read of a cell with backslashes. Of those only the date is wanted."""

# A ZIP, which Excel's and LibreOffice's workbooks are, and Excel's old form.
WORKBOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")

type Row = tuple[bytes, ...]


class Columns(NamedTuple):
    """The wanted columns of a file, by name, in small letters and digits only.

    Without the `required` ones, and one of `any_of` where there are such, it is another file. `backslash`: quotes in a cell are escaped
    so. `private`: other columns may not be decoded, whatever the encoding. `empty_forms`: columns of LinkedIn's other forms of the file,
    in which there is nothing to count.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    backslash: bool = False
    private: bool = False
    any_of: tuple[str, ...] = ()
    empty_forms: tuple[tuple[str, ...], ...] = ()

    @property
    def wanted(self) -> list[str]:
        """The wanted columns, in the order of a row's cells."""
        return [*self.required, *self.any_of, *self.optional]

    def match(self, names: Collection[str]) -> bool:
        """Return whether a header with these names is the file's."""
        return {*self.required} <= {*names} and (not self.any_of or bool({*self.any_of} & {*names}))


class NothingToCount(Exception):  # noqa: N818 - the file has no fault
    """The file has a form of LinkedIn's own in which there is nothing to count."""


class Table:
    """The rows of one file, fed chunk by chunk."""

    def __init__(self, columns: Columns) -> None:
        """Begin a file. Its `columns` come in the order of `Columns.wanted`; a row has b"" for a missing cell."""
        self._columns = columns
        self._recode: codecs.IncrementalDecoder | None = None
        self._started = False
        self._buffer = b""
        self._wait = HEADER_WITHIN
        self._dialect: _Dialect | None = None

    def feed(self, chunk: bytes) -> Iterator[list[Row]]:
        """Yield the rows that are whole now, `ROWS_AT_ONCE` at a time. Raises UnreadableFile, NothingToCount."""
        self._decode(chunk)
        if len(self._buffer) >= self._wait:
            self._dialect = self._dialect or self._find_header()
            yield from self._read_rows(self._dialect, last=False)
            # An open row is read again when there is twice as much of it: at every chunk it would take quadratic time.
            self._wait = min(2 * len(self._buffer), LARGEST_ROW + 1)

    def finish(self) -> Iterator[list[Row]]:
        """Yield the last rows. Raises UnreadableFile where there was no header, NothingToCount."""
        self._decode(b"", last=True)
        if not self._buffer.strip() and self._dialect is None:
            raise UnreadableFile("empty_file")
        self._buffer += b"\n"
        self._dialect = self._dialect or self._find_header()
        yield from self._read_rows(self._dialect, last=True)

    def _decode(self, chunk: bytes, last: bool = False) -> None:
        if not self._started:
            self._buffer += chunk
            if len(self._buffer) < 64 and not last:
                return
            self._started = True
            chunk, self._buffer = self._buffer, b""
            if chunk.startswith(WORKBOOKS):
                raise UnreadableFile("workbook_as_csv")
            encoding = detect_encoding(chunk)
            if encoding is None:
                chunk = chunk.removeprefix(codecs.BOM_UTF8)
            elif self._columns.private:
                raise UnreadableFile("encoding")
            else:
                self._recode = codecs.getincrementaldecoder(encoding)("replace")
        if self._recode is not None:
            chunk = self._recode.decode(chunk, last).removeprefix("\ufeff").encode("utf-8", "replace")
        self._buffer += chunk

    def _find_header(self) -> "_Dialect":
        for separator in SEPARATORS:
            dialect = _Dialect(separator, self._columns.backslash)
            at = 0
            for _ in range(HEADER_WITHIN_ROWS):
                row = dialect.any_row.match(self._buffer, at) or dialect.any_bare_row.match(self._buffer, at)
                if row is None or at >= HEADER_WITHIN:
                    break
                at = row.end()
                names = [_normalise(cell) for cell in dialect.split(row, MOST_COLUMNS)]
                if self._columns.match(names):
                    dialect.expect([names.index(name) if name in names else -1 for name in self._columns.wanted], len(names))
                    self._buffer = self._buffer[at:]
                    return dialect
                if any({*form} <= {*names} for form in self._columns.empty_forms):
                    raise NothingToCount
        raise UnreadableFile("header_not_found")

    def _read_rows(self, dialect: "_Dialect", last: bool) -> Iterator[list[Row]]:
        buffer, at, rows = self._buffer, 0, list[Row]()
        match, wanted = dialect.row.match, dialect.extract
        while at < len(buffer):
            if found := match(buffer, at):
                rows.append(wanted(found))
            elif not (found := _BLANK.match(buffer, at)):
                found = dialect.any_row.match(buffer, at)
                if found is None and not last and len(buffer) - at <= LARGEST_ROW:
                    break
                # Too many cells or too few, or a stray quote, or one that is never closed.
                found = dialect.bare_row.match(buffer, at) or found or dialect.any_bare_row.match(buffer, at)
                if found is None:
                    raise UnreadableFile("row_too_long")
                rows.append(dialect.extract_loosely(found))
            at = found.end()
            if len(rows) == ROWS_AT_ONCE:
                yield rows
                rows = []
        self._buffer = buffer[at:]
        if rows:
            yield rows


class _Dialect:
    """The patterns of cells and rows with one separator."""

    def __init__(self, separator: bytes, backslash: bool) -> None:
        self._separator = separator
        self._backslash = backslash
        s = re.escape(separator)
        inside = rb'[^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+' if backslash else rb'[^"]*+(?:""[^"]*+)*+'
        # A cell that begins with a quote ends with one. Only stray quotes leave text between that and the separator.
        self._cell = rb'(?:"%b"|[^"%b\r\n][^%b\r\n]*+|)' % (inside, s, s)
        self._bare = rb"[^%b\r\n]*+" % s
        loose = rb'(?:"%b"[^%b\r\n]*+|[^"%b\r\n][^%b\r\n]*+|)' % (inside, s, s, s)
        self._loose_cells, self._bare_cells = (re.compile(rb"(%b)(?:%b|%b)" % (cell, s, _END), re.DOTALL) for cell in (loose, self._bare))
        self.any_row = re.compile(rb"%b(?:%b%b)*+%b" % (loose, s, loose, _END), re.DOTALL)
        self.any_bare_row = re.compile(rb"%b(?:%b%b)*+%b" % (self._bare, s, self._bare, _END))
        self.row = self.bare_row = self.any_row
        self._places: list[int] = []
        self._order: list[int] = []

    def expect(self, places: list[int], size: int) -> None:
        """Expect `size` cells in each `row` from now on. Those at `places` are wanted; -1 stands for a missing one."""
        self._places = places
        present = sorted({place for place in places if place >= 0})
        # For a missing cell it is the empty one after all others.
        self._order = [present.index(place) if place >= 0 else -1 for place in places]
        self.row, self.bare_row = (
            re.compile(re.escape(self._separator).join(b"(%b)" % cell if at in present else cell for at in range(size)) + _END, re.DOTALL)
            for cell in (self._cell, self._bare)
        )

    def extract(self, row: re.Match[bytes]) -> Row:
        """Return the wanted cells of a row that has all its cells."""
        found = [_unquote(cell, self._backslash) if cell[:1] == b'"' else cell for cell in (*row.groups(), b"")]
        return tuple([found[place] for place in self._order])

    def extract_loosely(self, row: re.Match[bytes]) -> Row:
        """Return the wanted cells of any row."""
        cells = self.split(row, max(self._places) + 1)
        return tuple([cells[place] if 0 <= place < len(cells) else b"" for place in self._places])

    def split(self, row: re.Match[bytes], most: int) -> list[bytes]:
        """Return the first cells of a row."""
        cells = self._bare_cells if row.re in (self.any_bare_row, self.bare_row) else self._loose_cells
        return [_unquote(cell[1], self._backslash) for cell in islice(cells.finditer(row[0]), most)]


_END = rb"(?:\r\n?|\n)"
_NOT_PLAIN = bytes({*range(256)} - {*b"abcdefghijklmnopqrstuvwxyz0123456789"})
_BLANK = re.compile(rb"[\r\n]+")
_ESCAPED = re.compile(rb'\\(.)|"(")', re.DOTALL)


def _unquote(cell: bytes, backslash: bool) -> bytes:
    """Return a cell without its quotes."""
    if cell[:1] != b'"':
        return cell
    if not backslash and cell.count(b'"') == 2 and cell[-1:] == b'"':
        return cell[1:-1]
    inside = cell[1 : cell.rfind(b'"') or None]
    if backslash:
        return _ESCAPED.sub(rb"\1\2", inside[:LONGEST_ESCAPED])
    return inside.replace(b'""', b'"')


def _normalise(name: bytes) -> str:
    """Return a column's name in small letters and digits only."""
    return name[:200].lower().translate(None, _NOT_PLAIN).decode()


def detect_encoding(start: bytes) -> str | None:
    """Detect UTF-16: by its mark, or because every other byte is zero. None for UTF-8 and everything like it.

    UTF-32 has a mark that begins with that of UTF-16.
    """
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[0:64:2], start[1:64:2]
    if len(odd) >= 4 and not any(odd) and all(even):
        return "utf-16-le"
    return "utf-16-be" if len(even) >= 4 and not any(even) and all(odd) else None
