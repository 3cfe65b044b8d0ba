"""Hostile files: small, and slow to read or large in memory, each differently.

`ATTACKS` makes each, by its description: a file's name, its bytes, and the problems that it may be reported with. `benchmarks/archive.py`
prints the cost of each.
"""

import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

MB = 1_000_000
FULL = 44 * MB
"""Nearly all bytes that a file of one megabyte may decode, beside one other file."""
HEADER = struct.Struct("<4s5H3L2H")
ENTRY = struct.Struct("<4s4B4HL2L5H2L")
END = struct.Struct("<4s4H2LH")
type Parts = Iterable[bytes]


class Attack(NamedTuple):
    """A hostile file. `problems`: those that may be reported, any of these and no other."""

    name: str
    data: bytes
    problems: tuple[str, ...]


class PackedData(NamedTuple):
    """Deflated bytes, with the size and the checksum of what they hold."""

    data: bytes
    size: int
    crc: int


def deflate(parts: Parts) -> PackedData:
    """Deflate bytes for a ZIP, which are never whole in memory. A part that comes several times in a row is deflated once."""
    press = zlib.compressobj(6, zlib.DEFLATED, -15)
    out, size, crc = [], 0, 0
    for part, same in groupby(parts):
        times = 0
        for each in same:
            times, size, crc = times + 1, size + len(each), zlib.crc32(each, crc)
        if times == 1:
            out.append(press.compress(part))
        else:
            # Between two full flushes, the deflated bytes refer to nothing before them, and can be repeated.
            out.append(press.flush(zlib.Z_FULL_FLUSH))
            out += [press.compress(part) + press.flush(zlib.Z_FULL_FLUSH)] * times
    return PackedData(b"".join([*out, press.flush()]), size, crc)


def make_copies(paths: Iterable[str], parts: Parts) -> list[tuple[str, PackedData]]:
    """Give each path the same content, which is deflated once."""
    packed = deflate(parts)
    return [(path, packed) for path in paths]


def make_zip(entries: Iterable[tuple[str, Parts | PackedData]], extra: bytes = b"") -> bytes:
    """Make a ZIP of entries, any of which may have the name of another."""
    body, directory, count = bytearray(), bytearray(), 0
    for path, parts in entries:
        data, size, crc = parts if isinstance(parts, PackedData) else deflate(parts)
        name, at = path.encode(), len(body)
        body += HEADER.pack(b"PK\3\4", 20, 0x800, 8, 0, 33, crc, len(data), size, len(name), 0) + name + data
        directory += list_entry(name, at, len(data), size, crc, extra)
        count += 1
    return bytes(body + directory) + end_list(count, len(directory), len(body))


def list_entry(name: bytes, at: int, packed: int, size: int, crc: int, extra: bytes = b"") -> bytes:
    return ENTRY.pack(b"PK\1\2", 20, 0, 20, 0, 0x800, 8, 0, 33, crc, packed, size, len(name), len(extra), 0, 0, 0, 0, at) + name + extra


def end_list(count: int, size: int, at: int) -> bytes:
    return END.pack(b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, size, at, 0)


def make_overlap(path: str, data: bytes, size: int, crc: int, times: int) -> bytes:
    """Make a ZIP with so many entries that share the same bytes."""
    name = path.encode()
    body = HEADER.pack(b"PK\3\4", 20, 0x800, 8, 0, 33, crc, len(data), size, len(name), 0) + name + data
    directory = list_entry(name, 0, len(data), size, crc) * times
    return body + directory + end_list(times, len(directory), len(body))


def repeat(piece: bytes, size: int, before: bytes = b"", after: bytes = b"") -> Iterator[bytes]:
    """Repeat a piece up to so many bytes."""
    many = piece * (max(1, MB // len(piece)))
    yield before
    yield from (many for _ in range(size // len(many)))
    yield many[: size % len(many) // len(piece) * len(piece)] + after


def make_sheet(piece: bytes, size: int) -> Parts:
    return repeat(piece, size, b"<worksheet><sheetData><row>", b"</row></sheetData></worksheet>")


def make_header(number: int) -> bytes:
    """Make a header for each number that no other number has."""
    return b",".join([b"x"] * (number % 50) + [b"Headline"] + [b"y"] * (number // 50 % 50)) + b"\n"


def make_rows(header: str, row: Callable[[int], str], count: int) -> Parts:
    yield header.encode() + b"\n"
    for start in range(0, count, 10_000):
        yield "".join(row(number) + "\n" for number in range(start, min(count, start + 10_000))).encode()


SLOW_DATE = "{0:x} " + "1 " * 45
SLOW_TITLE = "ceo|lid van |head |intern |aankomend |partner |owner |stage |van de |directeur {0:x}"
SLOW_LIST = ",".join(f"{number:x}" for number in range(500))
MESSAGES = "DATE,FROM,SENDER PROFILE URL,CONVERSATION ID,SUBJECT"
INVITATIONS = "Sent At,Direction,From,To,inviteeProfileUrl"
CONNECTIONS = "First Name,Last Name,URL,Company,Position,Connected On"
STEP = 1 << 16
"""Bytes that the reader takes at once."""
EMPTY_BLOCK = b"\0\0\0\xff\xff"


def make_empty_blocks(size: int) -> bytes:
    """Make so many bytes of empty deflate blocks, and one byte at the end."""
    return EMPTY_BLOCK * (size // 5) + b"\x01\x01\x00\xfe\xffx"


EMPTY_TREES = bytes.fromhex(
    "04c081000000000090ff6b100007020000000040feaf41001c080000000000f9bf060170200000000000e4ff1a04c081000000000090ff6b100007020000000040feaf41001c080000000000f9bf060170200000000000e4ff1a"
)
"""Eight empty blocks, each with a Huffman tree of its own: the slowest way to hold nothing."""


def make_nothing(size: int) -> bytes:
    """Make so many bytes of empty trees, and one byte at the end."""
    return EMPTY_TREES * (size // len(EMPTY_TREES)) + make_empty_blocks(0)


def make_slow(pieces: Iterable[bytes], nothing: int) -> tuple[bytes, int, int]:
    """Deflate pieces, with so many bytes of empty trees after each."""
    press = zlib.compressobj(1, zlib.DEFLATED, -15)
    out, whole = [], b"".join(pieces)
    for at in range(0, len(whole), STEP):
        out += [press.compress(whole[at : at + STEP]), press.flush(zlib.Z_FULL_FLUSH), EMPTY_TREES * (nothing // len(EMPTY_TREES))]
    return b"".join([*out, press.flush()]), len(whole), zlib.crc32(whole)


def make_shared_workbook(packed: bytes, size: int, crc: int, sheets: int) -> bytes:
    """Make a workbook whose sheets share the same bytes, whatever its list calls them."""
    names = [b"xl/workbook.xml", *(b"xl/worksheets/%02d.xml" % number for number in range(sheets))]
    body, directory = bytearray(), bytearray()
    for at, name in enumerate(names):
        # Each has a header of its own, and the bytes after the last header follow all of them, as extra data.
        extra = (len(names) - 1 - at) * (30 + len(names[-1]))
        directory += list_entry(name, len(body), len(packed), size, crc)
        body += HEADER.pack(b"PK\3\4", 20, 0x800, 8, 0, 33, crc, len(packed), size, len(name), extra) + name
    return bytes(body) + packed + bytes(directory) + end_list(len(names), len(directory), len(body) + len(packed))


def make_lies() -> bytes:
    """Make sizes in 64 bits that are false."""
    whole = bytearray(make_zip([("Votes.csv", [b"Date\n1\n"])], extra=struct.pack("<HHQQ", 1, 16, 1 << 62, 1 << 62)))
    at = whole.index(b"PK\1\2")
    struct.pack_into("<LL", whole, at + 20, 0xFFFFFFFF, 0xFFFFFFFF)
    return bytes(whole)


TOO_LARGE, TOO_MANY, NO_WORKBOOK, NO_SHEETS = "too_large", "too_many_entries", "not_a_workbook", "no_daily_sheets"
TEN_THOUSAND = range(9900)


def pack_zip(entries: Iterable[tuple[str, Parts | PackedData]], *problems: str, extra: bytes = b"") -> Attack:
    return Attack("hostile.zip", make_zip(entries, extra), problems)


def pack_file(path: str, parts: Parts, *problems: str) -> Attack:
    return pack_zip([(path, parts)], *problems)


def pack_workbook(sheet: Parts, *problems: str, strings: Parts = (b"<sst/>",)) -> Attack:
    return Attack(
        "hostile.xlsx",
        make_zip([("xl/workbook.xml", [b"<x/>"]), ("xl/sharedStrings.xml", strings), ("xl/worksheets/sheet1.xml", sheet)]),
        problems,
    )


def pack_overlap(path: str, packed: tuple[bytes, int, int], times: int, *problems: str) -> Attack:
    return Attack("hostile.zip", make_overlap(path, *packed, times), problems)


def pack_nested(path: str, packed: bytes, size: int, crc: int, *problems: str) -> Attack:
    """Attack with a file in a ZIP in a ZIP."""
    return pack_file("a.zip", [make_overlap(path, packed, size, crc, 1)], *problems)


def pack_csv(name: str, data: bytes, *problems: str) -> Attack:
    return Attack(name, data, problems)


def make_tags(tag: Callable[[int], bytes], count: int) -> Parts:
    """Make a sheet with numbered tags, below a header that counts."""
    yield b"<worksheet><row><c><v>date</v></c><c><v>followers</v></c></row>"
    for start in range(0, count, 1000):
        yield b"".join(map(tag, range(start, min(count, start + 1000))))
    yield b"</worksheet>"


def make_laughs() -> Parts:
    """Make a billion laughs: entities of ten times ten times ten."""
    yield b"<!DOCTYPE a [<!ENTITY a0 'ha'>"
    for number in range(1, 12):
        yield b"<!ENTITY a%d '%s'>" % (number, b"&a%d;" % (number - 1) * 10)
    yield b"]><a>&a11;</a>"


def make_attributes(count: int) -> Parts:
    yield b"<worksheet "
    for start in range(0, count, 1000):
        yield b"".join(b'a%x="" ' % number for number in range(start, start + 1000))
    yield b"/>"


def make_slow_connection(number: int) -> str:
    return f"{number:x},b,x/in/{number:x},{'(a' * 99}{number:x},{SLOW_TITLE.format(number)},{SLOW_DATE.format(number)}"


def make_tag_row(number: int) -> bytes:
    return b"<row><c><v>%s</v></c><c><v>1</v></c></row>" % SLOW_DATE.format(number).encode()


def make_many_attributes(number: int) -> bytes:
    return b"<c %s/>" % b"".join(b'a%x="" ' % (number * 99 + each) for each in range(99))


ATTACKS: Mapping[str, Callable[[], Attack]] = {
    # Many entries.
    "4,000 × Profile.csv": lambda: pack_zip([("Profile.csv", [b"Headline\nx\n"])] * 4000, TOO_MANY),
    "49,000 × ../a": lambda: pack_zip([("../a", [])] * 49_000, TOO_MANY),
    "9,900 × ../a": lambda: pack_zip([("../a", [])] * 9900, "unsafe_path"),
    "6,000 folders with a Votes.csv": lambda: pack_zip(((f"{n}/Votes.csv", [b"Date\n2026-01-02\n"]) for n in range(6000)), TOO_MANY),
    "9,900 folders with an article": lambda: pack_zip((f"{n}/Articles/x.html", [b"<p class=published>1-2-26"]) for n in TEN_THOUSAND),
    "9,900 articles of one name": lambda: pack_zip([("Articles/x.html", [b"<p class=published>"])] * 9900),
    "49,000 entries over the same data": lambda: pack_overlap(
        "Votes.csv", deflate(repeat(b"2026-01-02\n", 60 * MB, b"Date\n")), 49_000, TOO_MANY
    ),
    "300 entries over the same data": lambda: pack_overlap(
        "Votes.csv", deflate(repeat(b"2026-01-02\n", 60 * MB, b"Date\n")), 300, TOO_LARGE, "damaged"
    ),
    "9,000 entries over the same nothing": lambda: pack_overlap(
        "Articles/x.html", (make_empty_blocks(500_000), 1, zlib.crc32(b"x")), 9000, "damaged"
    ),
    "300 headers that all differ": lambda: pack_zip((f"{n}/Profile.csv", [make_header(n * 8), b"x\n" * 10]) for n in range(300)),
    "paths of nothing but folders": lambda: pack_zip((("Articles/" * 30 + f"{n}", []) for n in range(2500)), "nothing_inside"),
    "a list of empty fields": lambda: pack_zip(((f"{n}", []) for n in range(40)), "nothing_inside", extra=b"xx\0\0" * 6000),
    "sizes that lie": lambda: Attack("hostile.zip", make_lies(), (TOO_LARGE, "damaged")),
    # ZIPs in a ZIP.
    "three nested ZIPs of 240 MB": lambda: pack_zip(
        make_copies((f"{n}.zip" for n in range(3)), repeat(b"\0" * 1000, 240 * MB, b"PK\3\4")), TOO_LARGE, "nested_too_large"
    ),
    "three nested ZIPs that fill it": lambda: pack_zip(
        make_copies((f"{n}.zip" for n in range(3)), repeat(b"\0" * 1000, FULL // 3, b"PK\3\4")), "truncated_zip"
    ),
    "9,000 nested ZIPs": lambda: pack_zip(((f"{n}.zip", [end_list(0, 0, 0)]) for n in range(9000)), "nothing_inside"),
    "nested lists of long names": lambda: pack_zip(
        ((f"{n}.zip", [make_zip(("_1" * 140 + f"{at}.csv", []) for at in range(1800))]) for n in range(6)), "nothing_inside", TOO_MANY
    ),
    "44 MB of nothing in a nested ZIP": lambda: pack_nested("Votes.csv", make_nothing(FULL), 1, zlib.crc32(b"x"), "damaged"),
    "22 MB of nothing that call themselves 22 MB": lambda: pack_nested("Votes.csv", make_nothing(FULL // 2), FULL // 2, 0, "damaged"),
    "22 MB of an article of nothing": lambda: pack_nested("Articles/x.html", make_nothing(FULL // 2), FULL // 2, 0, "damaged"),
    "a nested ZIP of nothing": lambda: pack_overlap("a.zip", (make_nothing(900_000), 900_000, 0), 1, "damaged"),
    "nothing between the rows": lambda: pack_nested(
        "Votes.csv", *make_slow(repeat(b"2026-01-02," + b"x" * 989 + b"\n", FULL // 2, b"Date,x\n"), 60_000)
    ),
    "nothing between the tags of sheets that are one": lambda: pack_file(
        "a.zip", [make_shared_workbook(*make_slow(make_sheet(b" " * 1000, FULL // 35), 60_000), 30)], NO_SHEETS
    ),
    "nothing in sheets that are one": lambda: pack_file(
        "a.zip", [make_shared_workbook(make_nothing(40 * MB), 1, zlib.crc32(b"x"), 30)], "damaged"
    ),
    # XML.
    "64 MB of <c/>": lambda: pack_workbook(make_sheet(b"<c/>", 64 * MB), TOO_LARGE),
    "44 MB of <c/>": lambda: pack_workbook(make_sheet(b"<c/>", FULL), TOO_LARGE),
    "one attribute of 64 MB": lambda: pack_workbook(repeat(b"x", 64 * MB, b'<worksheet a="', b'"/>'), TOO_LARGE),
    "one attribute of 44 MB": lambda: pack_workbook(repeat(b"x", FULL, b'<worksheet a="', b'"/>'), NO_WORKBOOK),
    "2,000,000 attributes": lambda: pack_workbook(make_attributes(2 * MB), NO_WORKBOOK),
    "60,000 attributes in many tags": lambda: pack_workbook(make_tags(make_many_attributes, 600), TOO_LARGE),
    "XML five million deep": lambda: pack_workbook(repeat(b"<a>", 15 * MB), NO_WORKBOOK),
    "2,800,000 shared strings": lambda: pack_workbook([], TOO_LARGE, strings=repeat(b"<si><t>ab</t></si>", 50 * MB, b"<sst>", b"</sst>")),
    "2,400,000 shared strings": lambda: pack_workbook([], TOO_LARGE, strings=repeat(b"<si><t>ab</t></si>", FULL, b"<sst>", b"</sst>")),
    "shared strings of a megabyte": lambda: pack_workbook(
        [], NO_WORKBOOK, strings=repeat(b"<si><t>" + b"x" * MB + b"</t></si>", FULL, b"<sst>", b"</sst>")
    ),
    "references, comments, sections": lambda: pack_workbook(
        repeat(b"<c><v>&#48;&lt;<!----><![CDATA[]]></v></c>", FULL, b"<worksheet><row>"), TOO_LARGE
    ),
    "nine million references": lambda: pack_workbook(repeat(b"&#48;", FULL, b"<worksheet><c><v>", b"</v></c></worksheet>"), NO_WORKBOOK),
    "a hundred billion laughs": lambda: pack_workbook(make_laughs(), "xml_refused"),
    "one entity many times": lambda: pack_workbook(
        [b"<!DOCTYPE a [<!ENTITY a '%s'>]><a>%s</a>" % (b"x" * 30_000, b"&a;" * 10_000)], "xml_refused"
    ),
    "a sheet of dates that are none": lambda: pack_workbook(make_tags(make_tag_row, 60_000), TOO_LARGE),
    "a sheet of endless numbers": lambda: pack_workbook(
        make_tags(lambda _: b"<row><c t='s'><v>%s</v></c><c><v>%s</v></c></row>" % (b"9" * 100_000, b"9" * 100_000), 40), NO_SHEETS
    ),
    "2,000 sheets": lambda: pack_zip(
        [("xl/workbook.xml", [b"<x/>"]), *((f"xl/worksheets/{n}.xml", make_sheet(b"<c/>", 10_000)) for n in range(2000))], TOO_LARGE
    ),
    # Rows.
    "60 MB of rows of two bytes": lambda: pack_file("Votes.csv", repeat(b"a\n", 60 * MB, b"Date\n"), TOO_LARGE),
    "44 MB of rows of two bytes": lambda: pack_file("Votes.csv", repeat(b"a\n", FULL, b"Date\n"), TOO_LARGE),
    "a megabyte of rows of two bytes": lambda: pack_csv("Votes.csv", b"Date\n" + b"a\n" * 500_000, TOO_LARGE),
    "a megabyte of rows of nothing": lambda: pack_csv("Skills.csv", b"Name\n" + b'""\n' * 330_000, TOO_LARGE),
    "a quote that nothing closes": lambda: pack_file("Votes.csv", repeat(b"a\n", FULL, b'Date\n"'), TOO_LARGE),
    "a megabyte that a quote opens": lambda: pack_csv("Votes.csv", b'Date\n"' + b"a\n" * 500_000, TOO_LARGE),
    "dates that are none": lambda: pack_file("Votes.csv", make_rows("Date", SLOW_DATE.format, 90_000)),
    "connections of many titles": lambda: pack_file("Connections.csv", make_rows(CONNECTIONS, make_slow_connection, 30_000)),
    "50,000 who wrote once": lambda: pack_file("messages.csv", make_rows(MESSAGES, lambda n: f"2026-01-02,{n:x},,{n:x},s", 50_000)),
    "messages to many": lambda: pack_file(
        "messages.csv", make_rows(f"{MESSAGES},TO", lambda n: f'2026-01-02,a,,{n:x},s,"{SLOW_LIST},{n:x}"', 21_000)
    ),
    "60,000 searches": lambda: pack_file("SearchQueries.csv", make_rows("Time,Search Query", lambda n: f"2026-01-02 {n},{n:x}", 36_000)),
    "searches of all days": lambda: pack_file(
        "SearchQueries.csv",
        make_rows("Time,Search Query", lambda n: f"20{n // 28 % 90:02}-{n % 12 + 1:02}-{n % 28 + 1:02},{n % 7}", 36_000),
    ),
    "job alerts of keywords": lambda: pack_file(
        "SavedJobAlerts.csv", make_rows("QUERY_CONTEXT,x", lambda n: f'"{"keywords=a, " * 90}keywords={n:x}",', 36_000)
    ),
    "job alerts of escapes": lambda: pack_file(
        "SavedJobAlerts.csv", make_rows("Jobs Search Url,x", lambda n: f"?keywords={'%41' * 330}{n:x},", 36_000)
    ),
    "60,000 who were invited once": lambda: pack_zip(
        [
            ("Connections.csv", [CONNECTIONS.encode() + b"\na,b,x/in/0,,,1 Jan 2026\n"]),
            ("Invitations.csv", make_rows(INVITATIONS, lambda n: f"2026-01-02,OUTGOING,a,{n:x},x/in/{n:x}", 60_000)),
        ]
    ),
    "5,000 searches of seven weeks each": lambda: pack_file(
        "SearchQueries.csv",
        make_rows("Time,Search Query", lambda n: f"{2005 + n % 77 // 4}-0{n % 7 // 4 + 1}-{n % 7 % 4 * 7 + 1:02},{n // 7:x}", 36_000),
    ),
    "60,000 of all days whom nobody invited back": lambda: pack_zip(
        [
            ("Connections.csv", [CONNECTIONS.encode() + b"\na,b,x/in/0,,,1 Jan 2006\n"]),
            (
                "Invitations.csv",
                make_rows(INVITATIONS, lambda n: f"20{n % 20 + 5:02}-{n % 12 + 1:02}-{n % 28 + 1:02},OUTGOING,a,{n:x},x/in/1{n:x}", 60_000),
            ),
        ]
    ),
    "20,000 of one name on all days": lambda: pack_zip(
        [
            ("Connections.csv", make_rows(CONNECTIONS, lambda n: f"a,b,,c,,{n % 70 + 2005}-0{n % 9 + 1}-{n % 28 + 1:02}", 20_000)),
            ("Invitations.csv", make_rows(INVITATIONS, lambda n: f"20{n % 70 + 5:02}-12-{n % 28 + 1:02},OUTGOING,a,a b,", 30_000)),
        ]
    ),
    "rows with cells too many": lambda: pack_file(
        "Comments.csv", make_rows(",".join(["x"] * 60) + ",Date", lambda _: ',"' * 30 + "\\x" * 40, 60_000)
    ),
    "rows of a million columns": lambda: pack_file("Votes.csv", repeat(b"," * 900_000 + b"\n", FULL, b"Date," + b"," * 70 + b"\n")),
    "a header of 44 million columns": lambda: pack_file("Votes.csv", repeat(b",", FULL), "header_not_found"),
    "a row without an end": lambda: pack_file("Votes.csv", repeat(b"x", FULL, b"Date,x\n"), "row_too_long"),
    # Cells.
    "four messages.csv, cells of a megabyte": lambda: pack_zip(
        make_copies(
            (f"{n}/messages.csv" for n in range(4)), repeat(b"2026-01-02,a,b," + b"x" * MB + b",s\n", 240 * MB, MESSAGES.encode() + b"\n")
        ),
        TOO_LARGE,
    ),
    "43 conversations of a megabyte": lambda: pack_file(
        "messages.csv", [MESSAGES.encode() + b"\n", *(b"2026-01-02,a,b,%d%s,s\n" % (n, b"x" * MB) for n in range(43))]
    ),
    "quotes in quotes": lambda: pack_file("Votes.csv", repeat(b'"' * 999_000 + b"\n", FULL, b"Date,x\n")),
    "backslashes in cells of a megabyte": lambda: pack_file(
        "Comments.csv", repeat(b'"' + b"\\x" * 499_000 + b'",z,z,z\n', FULL, b"Date,x\n")
    ),
    "NULs": lambda: pack_file("Votes.csv", repeat(b"\0", FULL, b"Date\n"), "row_too_long"),
    "bytes of no text": lambda: pack_file(
        "Profile.csv",
        repeat(b",".join([b"\x81" * 160_000] * 6) + b"\n", FULL, b"Headline,Summary,Industry,Geo Location,First Name,Last Name\n"),
    ),
    "cells of no text": lambda: pack_file(
        "Profile.csv", repeat(b",".join([b"\x81" * 1999] * 4) + b"\n", FULL, b"Headline,Summary,Industry,Geo Location\n")
    ),
    "groups of no text": lambda: pack_file("Ad_Targeting.csv", [b"Member Groups\n" + b";".join([b"\x81" * 1999] * 500) + b"\n"]),
    "headers of no text": lambda: pack_zip(
        ((f"{n}/Profile.csv", [(b",;\t".join([b"\x81" * 200] * 6) + b"\n") * 49 + b"Headline\nx\n"]) for n in range(300)),
    ),
    "halves of UTF-16": lambda: pack_file("Votes.csv", repeat(b"\0\xd8", FULL, "\ufeffDate\n".encode("utf-16-le")), "row_too_long"),
    "half a million groups": lambda: pack_file("Ad_Targeting.csv", repeat(b";a" * 499_000 + b"\n", FULL, b"Member Groups\n")),
    "dates of 100,000 digits": lambda: pack_file("Votes.csv", repeat(b"9" * 100_000 + b"\n", FULL, b"Date\n")),
    # Articles.
    "articles of almost dates": lambda: pack_zip(
        (f"Articles/{n}.html", repeat(b"<p " + b"class=published " * 26, 250_000)) for n in range(170)
    ),
    "pages that are almost articles, in the root": lambda: pack_zip(
        ((f"{n}.html", repeat(b"<p " + b"class=publishe " * 26, 250_000)) for n in range(170)), "nothing_inside"
    ),
    "9,900 pages of nothing": lambda: pack_zip([("a/x.html", [b"<h1><a "])] * 9900, "nothing_inside"),
    "titles of almost articles": lambda: pack_zip([("x.html", repeat(b"<h1>" + b" " * 4000, FULL))], "nothing_inside"),
    "an article of paragraphs": lambda: pack_csv("x.html", b"<p class=published" * 55_000),
}
"""Attacks of a megabyte and no problem are only slow to read, or would be."""


def make_attack(what: str) -> Attack:
    """Make the attack, padded so that its allowance is that of one megabyte."""
    name, data, problems = ATTACKS[what]()
    before = random.Random(7).randbytes(max(0, MB - len(data))) if name.endswith(("zip", "xlsx")) else b""
    return Attack(name, before + data, problems)


RUN = """
import collections, csv, io, re, sys, time
sys.path.insert(0, {root!r})
from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.report import iterate_export
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
def measure_yardstick():
    start = time.process_time()
    collections.Counter(row[0] for row in csv.reader(io.StringIO("2026-01-02,somebody,a word\\n" * {rows})))
    return time.process_time() - start
path, name = sys.argv[1:]
yardstick = measure_yardstick()
with open(path, "rb") as file:
    before, longest, steps, last = peak(), 0, 0, time.process_time()
    files = [InputFile(name, file), InputFile("Company Follows.csv", io.BytesIO(b"Organization\\nx\\n"))]
    start, reader = last, iterate_export(files, over_time=True)
    while True:
        try:
            next(reader)
        except StopIteration as end:
            report = end.value
            break
        finally:
            now = time.process_time()
            longest, steps, last = max(longest, now - last), steps + 1, now
problems = sorted({{problem["problem"] for problem in report["problems"]}})
assert all(problem["file"] == 0 for problem in report["problems"])
if now - start > yardstick:
    yardstick = (yardstick + measure_yardstick()) / 2
print(now - start, longest, yardstick, peak() - before, steps, "company_pages" in report["evidence"], ",".join(problems))
"""


YARDSTICK_ROWS = 100_000


class Cost(NamedTuple):
    """The cost of a reading, and its report.

    Seconds of processor time: in all, in the longest step, and of the yardstick, which is to split and count `YARDSTICK_ROWS` rows. The
    same process runs the yardstick before the reading and, if that takes longer, once more after it. `megabytes`: at most.
    """

    seconds: float
    longest: float
    yardstick: float
    megabytes: float
    steps: int
    others: bool
    problems: str


def measure(attack: Attack, folder: Path) -> Cost:
    """Read an attack in a process of its own, beside an honest file."""
    path = folder / "hostile"
    path.write_bytes(attack.data)
    code = RUN.format(root=str(Path(__file__).parent.parent.parent), rows=YARDSTICK_ROWS)
    # Alone: other modules that a Python loads, such as a counter of the lines that run, would count as well.
    command = [sys.executable, "-I", "-S", "-c", code, str(path), attack.name]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    seconds, longest, yardstick, megabytes, steps, others, problems = done.stdout.rstrip("\n").split(" ")
    return Cost(float(seconds), float(longest), float(yardstick), float(megabytes), int(steps), others == "True", problems)
