"""Files made to keep the reader of LinkedIn's archive busy, or to fill its memory: small, and each a way of its own.

`ATTACKS` makes each, by what it is: a file's name, its bytes, and the problems that it may be reported with.

`benchmarks/archive.py` prints what each of them takes.
"""

import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

MB = 1_000_000
FULL = 44 * MB
"""Nearly all that a file of one megabyte may come to, beside one other."""
HEADER = struct.Struct("<4s5H3L2H")
ENTRY = struct.Struct("<4s4B4HL2L5H2L")
END = struct.Struct("<4s4H2LH")
type Parts = Iterable[bytes]


class Attack(NamedTuple):
    """A file. `problems`: what may be said of it, any of these and nothing else."""

    name: str
    data: bytes
    problems: tuple[str, ...]


def deflate(parts: Parts) -> tuple[bytes, int, int]:
    """Bytes as a ZIP holds them, their size and their check sum; never whole in memory."""
    press = zlib.compressobj(6, zlib.DEFLATED, -15)
    out, size, crc = [], 0, 0
    for part in parts:
        out.append(press.compress(part))
        size, crc = size + len(part), zlib.crc32(part, crc)
    return b"".join([*out, press.flush()]), size, crc


def make_zip(entries: Iterable[tuple[str, Parts]], extra: bytes = b"") -> bytes:
    """A ZIP of entries, any of which may have the name of another."""
    body, directory, count = bytearray(), bytearray(), 0
    for path, parts in entries:
        data, size, crc = deflate(parts)
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
    """A ZIP with so many entries that all are the same bytes."""
    name = path.encode()
    body = HEADER.pack(b"PK\3\4", 20, 0x800, 8, 0, 33, crc, len(data), size, len(name), 0) + name + data
    directory = list_entry(name, 0, len(data), size, crc) * times
    return body + directory + end_list(times, len(directory), len(body))


def repeat(piece: bytes, size: int, before: bytes = b"", after: bytes = b"") -> Iterator[bytes]:
    """A piece until there are so many bytes."""
    many = piece * (max(1, MB // len(piece)))
    yield before
    yield from (many for _ in range(size // len(many)))
    yield many[: size % len(many) // len(piece) * len(piece)] + after


def make_sheet(piece: bytes, size: int) -> Parts:
    return repeat(piece, size, b"<worksheet><sheetData><row>", b"</row></sheetData></worksheet>")


def make_header(number: int) -> bytes:
    """A header of its own for each number, which no other has."""
    return b",".join([b"x"] * (number % 50) + [b"Headline"] + [b"y"] * (number // 50 % 50)) + b"\n"


def make_rows(header: str, row: Callable[[int], str], count: int) -> Parts:
    yield header.encode() + b"\n"
    for start in range(0, count, 10_000):
        yield "".join(row(number) + "\n" for number in range(start, min(count, start + 10_000))).encode()


SLOW_DATE = "{0:x} " + "1 " * 45
SLOW_TITLE = "ceo|lid van |head |intern |aankomend |partner |owner |stage |van de |directeur {0:x}"
MESSAGES = "DATE,FROM,SENDER PROFILE URL,CONVERSATION ID,SUBJECT"
INVITATIONS = "Sent At,Direction,From,To,inviteeProfileUrl"
CONNECTIONS = "First Name,Last Name,URL,Company,Position,Connected On"
STEP = 1 << 16
"""Bytes that the reader takes at once."""
EMPTY_BLOCK = b"\0\0\0\xff\xff"


def make_empty_blocks(size: int) -> bytes:
    """So many bytes of deflated nothing, and one byte at the end."""
    return EMPTY_BLOCK * (size // 5) + b"\x01\x01\x00\xfe\xffx"


EMPTY_TREES = bytes.fromhex(
    "04c081000000000090ff6b100007020000000040feaf41001c080000000000f9bf060170200000000000e4ff1a04c081000000000090ff6b100007020000000040feaf41001c080000000000f9bf060170200000000000e4ff1a"
)
"""Eight blocks of nothing, each with a Huffman tree of its own: the slowest way to say nothing."""


def make_nothing(size: int) -> bytes:
    """So many bytes of empty trees, and one byte at the end."""
    return EMPTY_TREES * (size // len(EMPTY_TREES)) + make_empty_blocks(0)


def make_slow(pieces: Iterable[bytes], nothing: int) -> tuple[bytes, int, int]:
    """Pieces as a ZIP holds them, with so many bytes of empty trees after each."""
    press = zlib.compressobj(1, zlib.DEFLATED, -15)
    out, whole = [], b"".join(pieces)
    for at in range(0, len(whole), STEP):
        out += [press.compress(whole[at : at + STEP]), press.flush(zlib.Z_FULL_FLUSH), EMPTY_TREES * (nothing // len(EMPTY_TREES))]
    return b"".join([*out, press.flush()]), len(whole), zlib.crc32(whole)


def make_shared_workbook(packed: bytes, size: int, crc: int, sheets: int) -> bytes:
    """A workbook whose sheets are all the same bytes, whatever its list calls them."""
    names = [b"xl/workbook.xml", *(b"xl/worksheets/%02d.xml" % number for number in range(sheets))]
    body, directory = bytearray(), bytearray()
    for at, name in enumerate(names):
        # Each has a header of its own, and what follows the last header follows them all, as what is extra.
        extra = (len(names) - 1 - at) * (30 + len(names[-1]))
        directory += list_entry(name, len(body), len(packed), size, crc)
        body += HEADER.pack(b"PK\3\4", 20, 0x800, 8, 0, 33, crc, len(packed), size, len(name), extra) + name
    return bytes(body) + packed + bytes(directory) + end_list(len(names), len(directory), len(body) + len(packed))


def make_lies() -> bytes:
    """Sizes in 64 bits that are those of no file."""
    whole = bytearray(make_zip([("Votes.csv", [b"Date\n1\n"])], extra=struct.pack("<HHQQ", 1, 16, 1 << 62, 1 << 62)))
    at = whole.index(b"PK\1\2")
    struct.pack_into("<LL", whole, at + 20, 0xFFFFFFFF, 0xFFFFFFFF)
    return bytes(whole)


TOO_LARGE, TOO_MANY, NO_WORKBOOK = "too_large", "too_many_entries", "not_a_workbook"
TEN_THOUSAND = range(9900)


def in_zip(entries: Iterable[tuple[str, Parts]], *problems: str, extra: bytes = b"") -> Attack:
    return Attack("hostile.zip", make_zip(entries, extra), problems)


def in_file(path: str, parts: Parts, *problems: str) -> Attack:
    return in_zip([(path, parts)], *problems)


def in_workbook(sheet: Parts, *problems: str, strings: Parts = (b"<sst/>",)) -> Attack:
    return Attack(
        "hostile.xlsx",
        make_zip([("xl/workbook.xml", [b"<x/>"]), ("xl/sharedStrings.xml", strings), ("xl/worksheets/sheet1.xml", sheet)]),
        problems,
    )


def in_overlap(path: str, packed: tuple[bytes, int, int], times: int, *problems: str) -> Attack:
    return Attack("hostile.zip", make_overlap(path, *packed, times), problems)


def in_nested(path: str, packed: bytes, size: int, crc: int, *problems: str) -> Attack:
    """A file in a ZIP in a ZIP."""
    return in_file("a.zip", [make_overlap(path, packed, size, crc, 1)], *problems)


def in_csv(name: str, data: bytes, *problems: str) -> Attack:
    return Attack(name, data, problems)


def make_tags(tag: Callable[[int], bytes], count: int) -> Parts:
    """A sheet with numbered tags, below a header that counts."""
    yield b"<worksheet><row><c><v>date</v></c><c><v>followers</v></c></row>"
    for start in range(0, count, 1000):
        yield b"".join(map(tag, range(start, min(count, start + 1000))))
    yield b"</worksheet>"


def make_laughs() -> Parts:
    """Ten times ten times ten."""
    yield b"<!DOCTYPE a [<!ENTITY a0 'ha'>"
    for number in range(1, 12):
        yield b"<!ENTITY a%d '%s'>" % (number, b"&a%d;" % (number - 1) * 10)
    yield b"]><a>&a11;</a>"


def make_attributes(count: int) -> Parts:
    yield b"<worksheet "
    for start in range(0, count, 1000):
        yield b"".join(b'a%x="" ' % number for number in range(start, start + 1000))
    yield b"/>"


def slow_connection(number: int) -> str:
    return f"{number:x},b,x/in/{number:x},{'(a' * 99}{number:x},{SLOW_TITLE.format(number)},{SLOW_DATE.format(number)}"


def row_of_tags(number: int) -> bytes:
    return b"<row><c><v>%s</v></c><c><v>1</v></c></row>" % SLOW_DATE.format(number).encode()


def many_attributes(number: int) -> bytes:
    return b"<c %s/>" % b"".join(b'a%x="" ' % (number * 99 + each) for each in range(99))


ATTACKS: Mapping[str, Callable[[], Attack]] = {
    # Many entries.
    "4,000 × Profile.csv": lambda: in_zip([("Profile.csv", [b"Headline\nx\n"])] * 4000, TOO_MANY),
    "49,000 × ../a": lambda: in_zip([("../a", [])] * 49_000, TOO_MANY),
    "9,900 × ../a": lambda: in_zip([("../a", [])] * 9900, "unsafe_path"),
    "6,000 folders with a Votes.csv": lambda: in_zip(((f"{n}/Votes.csv", [b"Date\n2026-01-02\n"]) for n in range(6000)), TOO_MANY),
    "9,900 folders with an article": lambda: in_zip((f"{n}/Articles/x.html", [b"<p class=published>1-2-26"]) for n in TEN_THOUSAND),
    "9,900 articles of one name": lambda: in_zip([("Articles/x.html", [b"<p class=published>"])] * 9900),
    "49,000 entries over the same data": lambda: in_overlap(
        "Votes.csv", deflate(repeat(b"2026-01-02\n", 60 * MB, b"Date\n")), 49_000, TOO_MANY
    ),
    "300 entries over the same data": lambda: in_overlap(
        "Votes.csv", deflate(repeat(b"2026-01-02\n", 60 * MB, b"Date\n")), 300, TOO_LARGE, "damaged"
    ),
    "9,000 entries over the same nothing": lambda: in_overlap(
        "Articles/x.html", (make_empty_blocks(500_000), 1, zlib.crc32(b"x")), 9000, "damaged"
    ),
    "300 headers that all differ": lambda: in_zip((f"{n}/Profile.csv", [make_header(n * 8), b"x\n" * 10]) for n in range(300)),
    "paths of nothing but folders": lambda: in_zip((("Articles/" * 30 + f"{n}", []) for n in range(2500)), "nothing_inside"),
    "a list of empty fields": lambda: in_zip(((f"{n}", []) for n in range(40)), "nothing_inside", extra=b"xx\0\0" * 6000),
    "sizes that lie": lambda: Attack("hostile.zip", make_lies(), (TOO_LARGE, "damaged")),
    # ZIPs in a ZIP.
    "three nested ZIPs of 240 MB": lambda: in_zip(
        ((f"{n}.zip", repeat(b"\0" * 1000, 240 * MB, b"PK\3\4")) for n in range(3)), TOO_LARGE, "nested_too_large"
    ),
    "three nested ZIPs that fill it": lambda: in_zip(
        ((f"{n}.zip", repeat(b"\0" * 1000, FULL // 3, b"PK\3\4")) for n in range(3)), "truncated_zip"
    ),
    "9,000 nested ZIPs": lambda: in_zip(((f"{n}.zip", [end_list(0, 0, 0)]) for n in range(9000)), "nothing_inside"),
    "nested lists of long names": lambda: in_zip(
        ((f"{n}.zip", [make_zip(("_1" * 140 + f"{at}.csv", []) for at in range(1800))]) for n in range(6)), "nothing_inside", TOO_MANY
    ),
    "44 MB of nothing in a nested ZIP": lambda: in_nested("Votes.csv", make_nothing(FULL), 1, zlib.crc32(b"x"), "damaged"),
    "22 MB of nothing that call themselves 22 MB": lambda: in_nested("Votes.csv", make_nothing(FULL // 2), FULL // 2, 0, "damaged"),
    "22 MB of an article of nothing": lambda: in_nested("Articles/x.html", make_nothing(FULL // 2), FULL // 2, 0, "damaged"),
    "a nested ZIP of nothing": lambda: in_overlap("a.zip", (make_nothing(900_000), 900_000, 0), 1, "damaged"),
    "nothing between the rows": lambda: in_nested(
        "Votes.csv", *make_slow(repeat(b"2026-01-02," + b"x" * 989 + b"\n", FULL // 2, b"Date,x\n"), 60_000)
    ),
    "nothing between the tags of sheets that are one": lambda: in_file(
        "a.zip", [make_shared_workbook(*make_slow(make_sheet(b" " * 1000, FULL // 35), 60_000), 30)], NO_WORKBOOK
    ),
    "nothing in sheets that are one": lambda: in_file(
        "a.zip", [make_shared_workbook(make_nothing(40 * MB), 1, zlib.crc32(b"x"), 30)], "damaged"
    ),
    # XML.
    "64 MB of <c/>": lambda: in_workbook(make_sheet(b"<c/>", 64 * MB), TOO_LARGE),
    "44 MB of <c/>": lambda: in_workbook(make_sheet(b"<c/>", FULL), TOO_LARGE),
    "one attribute of 64 MB": lambda: in_workbook(repeat(b"x", 64 * MB, b'<worksheet a="', b'"/>'), TOO_LARGE),
    "one attribute of 44 MB": lambda: in_workbook(repeat(b"x", FULL, b'<worksheet a="', b'"/>'), NO_WORKBOOK),
    "2,000,000 attributes": lambda: in_workbook(make_attributes(2 * MB), NO_WORKBOOK),
    "60,000 attributes in many tags": lambda: in_workbook(make_tags(many_attributes, 600), TOO_LARGE),
    "XML five million deep": lambda: in_workbook(repeat(b"<a>", 15 * MB), NO_WORKBOOK),
    "2,800,000 shared strings": lambda: in_workbook([], TOO_LARGE, strings=repeat(b"<si><t>ab</t></si>", 50 * MB, b"<sst>", b"</sst>")),
    "2,400,000 shared strings": lambda: in_workbook([], TOO_LARGE, strings=repeat(b"<si><t>ab</t></si>", FULL, b"<sst>", b"</sst>")),
    "shared strings of a megabyte": lambda: in_workbook(
        [], NO_WORKBOOK, strings=repeat(b"<si><t>" + b"x" * MB + b"</t></si>", FULL, b"<sst>", b"</sst>")
    ),
    "references, comments, sections": lambda: in_workbook(
        repeat(b"<c><v>&#48;&lt;<!----><![CDATA[]]></v></c>", FULL, b"<worksheet><row>"), TOO_LARGE
    ),
    "nine million references": lambda: in_workbook(repeat(b"&#48;", FULL, b"<worksheet><c><v>", b"</v></c></worksheet>"), NO_WORKBOOK),
    "a hundred billion laughs": lambda: in_workbook(make_laughs(), "xml_refused"),
    "one entity many times": lambda: in_workbook(
        [b"<!DOCTYPE a [<!ENTITY a '%s'>]><a>%s</a>" % (b"x" * 30_000, b"&a;" * 10_000)], "xml_refused"
    ),
    "a sheet of dates that are none": lambda: in_workbook(make_tags(row_of_tags, 60_000), TOO_LARGE),
    "a sheet of endless numbers": lambda: in_workbook(
        make_tags(lambda _: b"<row><c t='s'><v>%s</v></c><c><v>%s</v></c></row>" % (b"9" * 100_000, b"9" * 100_000), 40), NO_WORKBOOK
    ),
    "2,000 sheets": lambda: in_zip(
        [("xl/workbook.xml", [b"<x/>"]), *((f"xl/worksheets/{n}.xml", make_sheet(b"<c/>", 10_000)) for n in range(2000))], TOO_LARGE
    ),
    # Rows.
    "60 MB of rows of two bytes": lambda: in_file("Votes.csv", repeat(b"a\n", 60 * MB, b"Date\n"), TOO_LARGE),
    "44 MB of rows of two bytes": lambda: in_file("Votes.csv", repeat(b"a\n", FULL, b"Date\n"), TOO_LARGE),
    "a megabyte of rows of two bytes": lambda: in_csv("Votes.csv", b"Date\n" + b"a\n" * 500_000, TOO_LARGE),
    "a megabyte of rows of nothing": lambda: in_csv("Skills.csv", b"Name\n" + b'""\n' * 330_000, TOO_LARGE),
    "a quote that nothing closes": lambda: in_file("Votes.csv", repeat(b"a\n", FULL, b'Date\n"'), TOO_LARGE),
    "a megabyte that a quote opens": lambda: in_csv("Votes.csv", b'Date\n"' + b"a\n" * 500_000, TOO_LARGE),
    "dates that are none": lambda: in_file("Votes.csv", make_rows("Date", SLOW_DATE.format, 90_000)),
    "connections of many titles": lambda: in_file("Connections.csv", make_rows(CONNECTIONS, slow_connection, 30_000)),
    "50,000 who wrote once": lambda: in_file("messages.csv", make_rows(MESSAGES, lambda n: f"2026-01-02,{n:x},,{n:x},s", 50_000)),
    "60,000 who were invited once": lambda: in_zip(
        [
            ("Connections.csv", [CONNECTIONS.encode() + b"\na,b,x/in/0,,,1 Jan 2026\n"]),
            ("Invitations.csv", make_rows(INVITATIONS, lambda n: f"2026-01-02,OUTGOING,a,{n:x},x/in/{n:x}", 60_000)),
        ]
    ),
    "rows with cells too many": lambda: in_file(
        "Comments.csv", make_rows(",".join(["x"] * 60) + ",Date", lambda _: ',"' * 30 + "\\x" * 40, 60_000)
    ),
    "rows of a million columns": lambda: in_file("Votes.csv", repeat(b"," * 900_000 + b"\n", FULL, b"Date," + b"," * 70 + b"\n")),
    "a header of 44 million columns": lambda: in_file("Votes.csv", repeat(b",", FULL), "header_not_found"),
    "a row without an end": lambda: in_file("Votes.csv", repeat(b"x", FULL, b"Date,x\n"), "row_too_long"),
    # Cells.
    "four messages.csv, cells of a megabyte": lambda: in_zip(
        ((f"{n}/messages.csv", repeat(b"2026-01-02,a,b," + b"x" * MB + b",s\n", 240 * MB, MESSAGES.encode() + b"\n")) for n in range(4)),
        TOO_LARGE,
    ),
    "43 conversations of a megabyte": lambda: in_file(
        "messages.csv", [MESSAGES.encode() + b"\n", *(b"2026-01-02,a,b,%d%s,s\n" % (n, b"x" * MB) for n in range(43))]
    ),
    "quotes in quotes": lambda: in_file("Votes.csv", repeat(b'"' * 999_000 + b"\n", FULL, b"Date,x\n")),
    "backslashes in cells of a megabyte": lambda: in_file(
        "Comments.csv", repeat(b'"' + b"\\x" * 499_000 + b'",z,z,z\n', FULL, b"Date,x\n")
    ),
    "NULs": lambda: in_file("Votes.csv", repeat(b"\0", FULL, b"Date\n"), "row_too_long"),
    "bytes of no text": lambda: in_file(
        "Profile.csv",
        repeat(b",".join([b"\x81" * 160_000] * 6) + b"\n", FULL, b"Headline,Summary,Industry,Geo Location,First Name,Last Name\n"),
    ),
    "cells of no text": lambda: in_file(
        "Profile.csv", repeat(b",".join([b"\x81" * 1999] * 4) + b"\n", FULL, b"Headline,Summary,Industry,Geo Location\n")
    ),
    "groups of no text": lambda: in_file("Ad_Targeting.csv", [b"Member Groups\n" + b";".join([b"\x81" * 1999] * 500) + b"\n"]),
    "headers of no text": lambda: in_zip(
        ((f"{n}/Profile.csv", [(b",;\t".join([b"\x81" * 200] * 6) + b"\n") * 49 + b"Headline\nx\n"]) for n in range(300)),
    ),
    "halves of UTF-16": lambda: in_file("Votes.csv", repeat(b"\0\xd8", FULL, "\ufeffDate\n".encode("utf-16-le")), "row_too_long"),
    "half a million groups": lambda: in_file("Ad_Targeting.csv", repeat(b";a" * 499_000 + b"\n", FULL, b"Member Groups\n")),
    "dates of 100,000 digits": lambda: in_file("Votes.csv", repeat(b"9" * 100_000 + b"\n", FULL, b"Date\n")),
    # Articles.
    "articles of almost dates": lambda: in_zip(
        (f"Articles/{n}.html", repeat(b"<p " + b"class=published " * 26, 250_000)) for n in range(170)
    ),
    "an article of paragraphs": lambda: in_csv("x.html", b"<p class=published" * 55_000),
}
"""Those of a megabyte and no problem are only slow to read, or would be."""


def make_attack(what: str) -> Attack:
    """The attack, with so much before it that it may cost what a file of one megabyte may."""
    name, data, problems = ATTACKS[what]()
    before = random.Random(7).randbytes(max(0, MB - len(data))) if name.endswith(("zip", "xlsx")) else b""
    return Attack(name, before + data, problems)


RUN = """
import io, re, sys, time
sys.path.insert(0, {root!r})
from ssi_core.linkedin_export.archive import Given
from ssi_core.linkedin_export.report import reporting
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
path, name = sys.argv[1:]
with open(path, "rb") as file:
    before, longest, steps, last = peak(), 0, 0, time.process_time()
    start, reader = last, reporting([Given(name, file), Given("Company Follows.csv", io.BytesIO(b"Organization\\nx\\n"))])
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
print(now - start, longest, peak() - before, steps, "company_pages" in report["evidence"], ",".join(problems))
"""


class Spent(NamedTuple):
    """The cost of a reading, and its report.

    Seconds of processor, in all and in the longest step; megabytes at most.
    """

    seconds: float
    longest: float
    megabytes: float
    steps: int
    others: bool
    problems: str


def measure(attack: Attack, folder: Path) -> Spent:
    """Read it in a process of its own, beside an honest file."""
    path = folder / "hostile"
    path.write_bytes(attack.data)
    code = RUN.format(root=str(Path(__file__).parent.parent))
    # Alone: whatever else a Python loads, such as what counts which lines run, would count as well.
    command = [sys.executable, "-I", "-S", "-c", code, str(path), attack.name]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    seconds, longest, megabytes, steps, others, problems = done.stdout.rstrip("\n").split(" ")
    return Spent(float(seconds), float(longest), float(megabytes), int(steps), others == "True", problems)
