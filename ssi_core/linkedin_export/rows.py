r"""Bytes of a CSV file, as they arrive → the wanted columns of its rows.

Works on bytes, and cuts out the wanted columns only: what stands in the others, such as a message's text, never becomes a value here, and
is never decoded. The file comes in chunks; nothing is held but the chunk and a row that is still open.

- The separator is a comma, a semicolon or a tab. The header is looked for: a preamble may stand before it.
- Quotes in a quoted cell are doubled. `Comments.csv` puts a backslash before them instead.
- A row with another number of cells than the header, or a quote that nothing closes, is read again with its quotes taken as they stand.
  Where that gives the right number of cells, it is believed: so a stray quote costs its own row at most.
- UTF-16 and UTF-32 are turned into UTF-8 first, chunk by chunk; not for a file that must not be decoded.

>>> table = Table(Columns(("date",), ("type",)))
>>> [*table.feed(b'Date,Type,Link\n2025-10-06,"LIKE",https://x\n2025-1'), *table.feed(b"0-07,PRAISE,"), *table.end()]
[[(b'2025-10-06', b'LIKE'), (b'2025-10-07', b'PRAISE')]]
"""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ssi_core.linkedin_export.limits import LARGEST_ROW, ROWS_AT_ONCE, Unreadable

SEPARATORS = (b",", b";", b"\t")
HEADER_WITHIN = 1 << 16
HEADER_WITHIN_ROWS = 50
"""Bytes and rows in which the header must stand."""
MOST_COLUMNS = 64
"""Columns that are looked at. LinkedIn's widest file has 35."""
LONGEST_ESCAPED = 1000
"""Bytes that are looked at of a cell with backslashes. None of those is wanted but the date."""

type Row = tuple[bytes, ...]


class Columns(NamedTuple):
    """What is wanted of a file: names of columns, in small letters and digits only. Without the `required` ones it is another file.

    `backslash`: quotes in a cell are escaped so. `sealed`: what stands in other columns may not be decoded, whatever the encoding.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    backslash: bool = False
    sealed: bool = False


class Table:
    """The rows of one file, fed chunk by chunk."""

    def __init__(self, columns: Columns) -> None:
        """Begin a file. Its `columns` come in this order: required ones, optional ones; a row has b"" where it has no such cell."""
        self._columns = columns
        self._recode: codecs.IncrementalDecoder | None = None
        self._started = False
        self._buffer = b""
        self._wait = HEADER_WITHIN
        self._dialect: _Dialect | None = None

    def feed(self, chunk: bytes) -> Iterator[list[Row]]:
        """The rows that are whole now, `ROWS_AT_ONCE` at a time. Raises Unreadable."""
        self._take(chunk)
        if len(self._buffer) >= self._wait:
            self._dialect = self._dialect or self._find_header()
            yield from self._rows(self._dialect, last=False)
            # A row that is open is looked at again when there is twice as much of it: at every chunk would take the square of the time.
            self._wait = min(2 * len(self._buffer), LARGEST_ROW + 1)

    def end(self) -> Iterator[list[Row]]:
        """The last rows. Raises Unreadable where there was no header."""
        self._take(b"", last=True)
        if not self._buffer.strip() and self._dialect is None:
            raise Unreadable("empty_file")
        self._buffer += b"\n"
        self._dialect = self._dialect or self._find_header()
        yield from self._rows(self._dialect, last=True)

    def _take(self, chunk: bytes, last: bool = False) -> None:
        if not self._started:
            self._buffer += chunk
            if len(self._buffer) < 64 and not last:
                return
            self._started = True
            chunk, self._buffer = self._buffer, b""
            encoding = _encoding(chunk)
            if encoding is None:
                chunk = chunk.removeprefix(codecs.BOM_UTF8)
            elif self._columns.sealed:
                raise Unreadable("encoding")
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
                names = [_plain(cell) for cell in dialect.cells(row, MOST_COLUMNS)]
                if set(self._columns.required) <= set(names):
                    wanted = [*self._columns.required, *self._columns.optional]
                    dialect.expect([names.index(name) if name in names else -1 for name in wanted], len(names))
                    self._buffer = self._buffer[at:]
                    return dialect
        raise Unreadable("header_not_found")

    def _rows(self, dialect: "_Dialect", last: bool) -> Iterator[list[Row]]:
        buffer, at, rows = self._buffer, 0, list[Row]()
        match, wanted = dialect.row.match, dialect.wanted
        while at < len(buffer):
            if found := match(buffer, at):
                rows.append(wanted(found))
            elif not (found := _BLANK.match(buffer, at)):
                found = dialect.any_row.match(buffer, at)
                if found is None and not last and len(buffer) - at <= LARGEST_ROW:
                    break
                # Too many cells or too few, or a quote that strays, or one that nothing closes.
                found = dialect.bare_row.match(buffer, at) or found or dialect.any_bare_row.match(buffer, at)
                if found is None:
                    raise Unreadable("row_too_long")
                rows.append(dialect.picked(found))
            at = found.end()
            if len(rows) == ROWS_AT_ONCE:
                yield rows
                rows = []
        self._buffer = buffer[at:]
        if rows:
            yield rows


class _Dialect:
    """What cells and rows look like with one separator."""

    def __init__(self, separator: bytes, backslash: bool) -> None:
        self._separator = separator
        self._backslash = backslash
        s = re.escape(separator)
        inside = rb'[^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+' if backslash else rb'[^"]*+(?:""[^"]*+)*+'
        # A cell that begins with a quote ends with one. Something between that and the separator is seen only where quotes stray.
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
        """From now on a `row` has `size` cells, of which those at `places` are wanted; -1 stands for one that is not there."""
        self._places = places
        present = sorted({place for place in places if place >= 0})
        # A cell that is not there is the empty one after all others.
        self._order = [present.index(place) if place >= 0 else -1 for place in places]
        self.row, self.bare_row = (
            re.compile(re.escape(self._separator).join(b"(%b)" % cell if at in present else cell for at in range(size)) + _END, re.DOTALL)
            for cell in (self._cell, self._bare)
        )

    def wanted(self, row: re.Match[bytes]) -> Row:
        """The wanted cells of a row that has all its cells."""
        found = [_bare(cell, self._backslash) if cell[:1] == b'"' else cell for cell in (*row.groups(), b"")]
        return tuple([found[place] for place in self._order])

    def picked(self, row: re.Match[bytes]) -> Row:
        """The wanted cells of any row."""
        cells = self.cells(row, max(self._places) + 1)
        return tuple([cells[place] if 0 <= place < len(cells) else b"" for place in self._places])

    def cells(self, row: re.Match[bytes], most: int) -> list[bytes]:
        """The first cells of a row."""
        cells = self._bare_cells if row.re in (self.any_bare_row, self.bare_row) else self._loose_cells
        return [_bare(cell[1], self._backslash) for cell in islice(cells.finditer(row[0]), most)]


_END = rb"(?:\r\n?|\n)"
_NOT_PLAIN = bytes({*range(256)} - {*b"abcdefghijklmnopqrstuvwxyz0123456789"})
_BLANK = re.compile(rb"[\r\n]+")


def _bare(cell: bytes, backslash: bool) -> bytes:
    """A cell without its quotes."""
    if cell[:1] != b'"':
        return cell
    if not backslash and cell.count(b'"') == 2 and cell[-1:] == b'"':
        return cell[1:-1]
    inside = cell[1 : cell.rfind(b'"') or None]
    if backslash:
        return re.sub(rb'\\(.)|"(")', rb"\1\2", inside[:LONGEST_ESCAPED], flags=re.DOTALL)
    return inside.replace(b'""', b'"')


def _plain(name: bytes) -> str:
    """A column's name in small letters and digits only."""
    return name[:200].lower().translate(None, _NOT_PLAIN).decode()


def _encoding(start: bytes) -> str | None:
    """UTF-16, if it is that: by its mark, or because every other byte is nothing. None for UTF-8 and everything like it.

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
