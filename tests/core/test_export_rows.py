"""CSV files of the archive, in every dialect and encoding, in pieces of any size."""

import csv
import io
from collections import deque
from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ssi_core.linkedin_export import rows as module
from ssi_core.linkedin_export.cells import decode_cell
from ssi_core.linkedin_export.limits import LARGEST_ROW, UnreadableFile
from ssi_core.linkedin_export.rows import Columns, Row, Table
from tests.support.linkedin_archive import (
    MEMBER,
    PREAMBLE,
    TEXTS,
    write_backslashed,
    write_comments,
    write_connections,
    write_doubled,
    write_line_quoted,
    write_messages,
    write_shares,
)

DATE = Columns(("date",))
BOTH = Columns(("date",), ("link",))


def read(data: bytes, columns: Columns = BOTH, size: int = 1 << 16) -> list[Row]:
    table = Table(columns)
    pieces = [piece for at in range(0, len(data), size) for piece in table.feed(data[at : at + size])]
    return [row for piece in (*pieces, *table.finish()) for row in piece]


def find_problem(data: bytes, columns: Columns = BOTH) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, columns)
    return str(caught.value)


def read_with_csv(text: str, *names: str) -> list[Row]:
    """Read the columns with Python's own reader."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return [tuple(row[header.index(name)].encode() for name in names) for row in rows]


@pytest.mark.parametrize("text", TEXTS)
def test_each_dialect_gives_the_texts_back(text: str) -> None:
    rows = [["Date", "Link", "Message"], ["2026-01-02", "https://x", text], ["2026-01-03", "https://y", ""]]
    expected = [(b"2026-01-02", text.encode()), (b"2026-01-03", b"")]
    assert read(write_doubled(rows).encode(), Columns(("date", "message"))) == expected
    assert read(write_backslashed(rows).encode(), Columns(("date", "message"), backslash=True)) == expected
    assert [row[0] for row in read(write_line_quoted(rows).encode(), Columns(("date", "message")))] == [b"2026-01-02", b"2026-01-03"]


@pytest.mark.parametrize("year", [2020, 2022, 2026])
def test_the_connections_of_every_year(year: int) -> None:
    text = write_connections(MEMBER, year)
    bare = text.removeprefix(PREAMBLE) if year > 2021 else text
    wanted = ("First Name", "Position", "Connected On")
    assert read(text.encode(), Columns(("firstname", "position", "connectedon"))) == read_with_csv(bare, *wanted)


def test_a_column_that_is_not_there_is_empty() -> None:
    assert read(write_connections(MEMBER, 2020).encode(), Columns(("connectedon",), ("url",)))[0][1] == b""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_what_excel_makes_of_it(end: str, separator: str, encoding: str) -> None:
    rows = [["Date", "Link", "Message"], *(["4-apr-21", "https://x", text.replace("\n", " ")] for text in TEXTS)]
    data = write_doubled(rows, separator=separator, end=end).encode(encoding)
    for size in (1 << 16, 7):
        assert read(data, size=size) == [(b"4-apr-21", b"https://x")] * len(TEXTS)


def test_a_byte_order_mark_and_a_line_that_names_the_separator() -> None:
    assert read("\ufeffsep=;\r\nDate;Link\r\n1;2\r\n".encode()) == [(b"1", b"2")]


@pytest.mark.parametrize("size", [1, 2, 3, 64, 1000])
def test_the_pieces_in_which_a_file_arrives_change_nothing(size: int) -> None:
    for text, columns in (
        (write_shares(MEMBER), Columns(("date",), ("visibility",))),
        (write_comments(MEMBER), Columns(("date",), ("message",), backslash=True)),
        (write_messages(MEMBER), Columns(("date", "from"), ("ismessagedraft",))),
    ):
        assert read(text.encode(), columns, size) == read(text.encode(), columns)


def test_a_row_may_have_too_many_cells_or_too_few() -> None:
    rows = read(b"Date,Type,Link\n1,a,x\n2,b,y,extra\n3\n4,c,z\n")
    assert rows == [(b"1", b"x"), (b"2", b"y"), (b"3", b""), (b"4", b"z")]


@pytest.mark.parametrize(
    "row",
    [b'2,"b,y', b'2,b,"y', b'2,"b" and more,y', b'2,say "b",y', b'2,b,y"'],
    ids=["opened", "opened last", "closed early", "inside", "at the end"],
)
def test_a_stray_quote_costs_its_own_row_at_most(row: bytes) -> None:
    data = b"Date,Type,Link\n1,a,x\n" + row + b'\n3,"c",z\n4,"d",z\n'
    dates = [date for date, _ in read(data)]
    assert dates in ([b"1", b"2", b"3", b"4"], [b"1", b"3", b"4"])


def test_a_quote_that_nothing_closes_is_taken_as_it_stands() -> None:
    assert read(b'Date,Type,Link\n1,"open,x\n2,b,y\n') == [(b"1", b"x"), (b"2", b"y")]
    assert read(b'Date,Link\n1,"open\n2,y\n') == [(b"1", b"open"), (b"2", b"y")]
    assert read(b'Date,Link\n1,"\n') == [(b"1", b"")]
    assert read(b'Date,Link\n1,x,"open\n') == [(b"1", b"x")]


def test_nothing_is_held_but_the_row_that_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_ROW", 1000)
    table = Table(DATE)
    list(table.feed(b"Date,Link\n" + b"1,x\n" * 20_000))
    for _ in range(100):
        list(table.feed(b"1,x\n" * 1000 + b'2,"open'))
        list(table.feed(b'"\n'))
        assert len(table._buffer) < 2000
    list(table.feed(b'3,"open\n'))
    assert sum(map(len, table.feed(b"4,x\n" * 1000))) == 1001


def test_a_row_without_an_end_is_refused_as_soon_as_it_is_too_long() -> None:
    fed = 0

    def endless() -> Iterator[bytes]:
        nonlocal fed
        yield b"Date,Link\n"
        while True:
            fed += 1 << 18
            yield b"x" * (1 << 18)

    table = Table(BOTH)
    with pytest.raises(UnreadableFile, match="row_too_long"):
        deque(chain.from_iterable(map(table.feed, endless())), 0)
    assert fed <= LARGEST_ROW + (1 << 20)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty_file"),
        (b" \n\r\n", "empty_file"),
        (b"Datum,Link\n1,2\n", "header_not_found"),
        (b"No conversations found", "header_not_found"),
        (b"\x00" * 500, "header_not_found"),
        (b"," * 100_000, "header_not_found"),
        (b'"' * 100_001, "header_not_found"),
        (b"x\n" * 100 + b"Date,Link\n", "header_not_found"),
        (b"x,\n" * 40_000 + b"Date,Link\n", "header_not_found"),
        (bytes(range(256)) * 300, "header_not_found"),
    ],
)
def test_what_is_not_this_file_is_refused(data: bytes, expected: str) -> None:
    assert find_problem(data) == expected


def test_a_file_that_must_not_be_decoded_is_not() -> None:
    sealed = Columns(("date", "from"), private=True)
    assert find_problem(write_messages(MEMBER).encode("utf-16"), sealed) == "encoding"
    # No text in any encoding, in columns that are not read.
    data = b'DATE,FROM,CONTENT\n2026-01-02,"J\xc3\xa4n","\xff\xfe\x00\xc3"\n'
    assert read(data, sealed) == [(b"2026-01-02", "Jän".encode())]


@pytest.mark.parametrize("size", [1999, 2000, 2001, 2002])
def test_a_long_cell_is_cut_between_two_characters(size: int) -> None:
    for letter in ("a", "é", "€", "😀"):
        text = ("." * (size % 4) + letter * size).encode()
        assert set(decode_cell(text)) == {letter, *("." * (size % 4))}


@pytest.mark.parametrize("byte", range(256))
def test_bytes_of_no_utf_8_are_those_of_windows(byte: int) -> None:
    raw = b"x\x81" + bytes([byte]) + b"x"
    assert decode_cell(raw) == raw.decode("cp1252", "replace")


def test_nul_bytes_and_wrong_encodings_are_passed_on_as_they_are() -> None:
    assert read(b"Date,Link\n1\x002,\xe9\n" + b"3,4\n") == [(b"1\x002", b"\xe9"), (b"3", b"4")]


CELLS = st.text(alphabet=st.sampled_from('ab,;\n\r\t"\\ é😀\0'), max_size=8)


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6), size=st.integers(1, 40), everything=st.booleans())
def test_it_reads_what_pythons_own_writer_writes(rows: list[tuple[str, str, str]], size: int, everything: bool) -> None:
    # Until 3.13 Python's writer leaves a carriage return unquoted, which then ends the line.
    returns = any("\r" in cell for row in rows for cell in row)
    text = write_doubled([("Date", "Type", "Link"), *rows], everything=everything or returns)
    assert read(text.encode(), Columns(("date", "type", "link")), size) == [tuple(cell.encode() for cell in row) for row in rows]


@example(rows=[("", "", '""')], size=1)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6), size=st.integers(1, 40))
def test_it_reads_backslashes_as_they_are_written(rows: list[tuple[str, str, str]], size: int) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    data = "Date,Type,Link\n" + "".join(",".join(map(cell, row)) + "\n" for row in rows)
    columns = Columns(("date", "type", "link"), backslash=True)
    assert read(data.encode(), columns, size) == [tuple(each.encode() for each in row) for row in rows]


@given(data=st.binary(max_size=300), size=st.integers(1, 300), backslash=st.booleans())
def test_any_bytes_at_all_are_rows_or_refused_and_pieces_change_nothing(data: bytes, size: int, backslash: bool) -> None:
    def outcome(size: int, head: bytes) -> list[Row] | str:
        try:
            return read(head + data, Columns(("date",), ("link",), backslash=backslash), size)
        except UnreadableFile as error:
            return error.problem

    for head in (b"", b"Date,Link\n"):
        assert outcome(size, head) == outcome(1 << 16, head)
