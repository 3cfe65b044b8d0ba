"""Files made to keep the archive's reader busy, or to fill its memory.

Each soon gets a clear problem, and the others are read.
"""

import random
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.linkedin_export import limits
from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.report import iterate_export, read_export
from tests.support.hostile_archives import (
    ATTACKS,
    MB,
    Parts,
    end_list,
    make_attack,
    make_header,
    make_nothing,
    make_overlap,
    make_zip,
    measure,
    repeat,
)
from tests.support.linkedin_archive import make_files, pack_files

LONGEST_STEP, LONGEST, MOST_MEMORY = 5, 150, 150
"""Times the yardstick, so that a slow machine changes nothing, and megabytes beside the file.

A yardstick is about 0.06 seconds of processor, so these are 0.3 and 9 seconds.
"""


@pytest.mark.parametrize("what", ATTACKS)
def test_a_hostile_file_is_stated_soon_and_the_others_are_read(what: str, tmp_path: Path) -> None:
    attack = make_attack(what)
    assert len(attack.data) <= 5 * MB
    spent = measure(attack, tmp_path)
    said = {*filter(None, spent.problems.split(","))}
    assert said <= {*attack.problems}
    assert said or not attack.problems
    assert spent.others
    # A step is so short that another program, which took the processor or its caches, doubles its time: so it is measured again.
    costs = chain((spent,), (measure(attack, tmp_path) for _ in range(2)))
    assert any(each.longest / each.yardstick < LONGEST_STEP for each in costs)
    assert spent.seconds / spent.yardstick < LONGEST
    assert spent.megabytes < MOST_MEMORY


def count_calls(given: list[tuple[str, bytes]]) -> list[int]:
    """Count the function calls in each step of the reading, Python's own included. They do not depend on the machine."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    steps: list[int] = []
    reader: Iterator[Any] = iterate_export([InputFile(name, BytesIO(data)) for name, data in given])
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        for _ in reader:
            steps.append(counted)
            counted = 0
    finally:
        sys.setprofile(before)
    return [*steps, counted]


WORKBOOK, STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
GROWING: dict[str, Callable[[int], list[tuple[str, bytes]]]] = {
    "copies": lambda n: [("x.zip", make_zip([("Articles/x.html", [b"x"])] * n))],
    "paths that lead out": lambda n: [("x.zip", make_zip([("../a", [])] * n))],
    "folders": lambda n: [("x.zip", make_zip((f"{at}/Articles/x.html", [b"x"]) for at in range(n)))],
    "tables": lambda n: [("x.zip", make_zip((f"{at}/Profile.csv", [make_header(7), b"x\n"]) for at in range(n // 4)))],
    "nested": lambda n: [("x.zip", make_zip((f"{at}.zip", [end_list(0, 0, 0)]) for at in range(n)))],
    "single files": lambda n: [("Profile.csv", b"Headline\nx\n")] * n,
    "rows": lambda n: [("Votes.csv", b"Date\n" + b"2026-01-02\n" * 10 * n)],
    "an open row": lambda n: [("x.zip", make_zip([("Votes.csv", repeat(b'"",', n * 1000, b'Date,x\n"'))]))],
    "connections": lambda n: [("Connections.csv", b"Connected On,URL\n" + b"".join(b"1-2-26,%d\n" % at for at in range(10 * n)))],
    "tags": lambda n: [("x.xlsx", make_zip([(WORKBOOK, []), (STRINGS, repeat(b"<si/>", 10 * n, b"<sst>", b"</sst>"))]))],
    "names": lambda n: [("x.zip", make_zip([("_1" * (n // 8) + ".csx", [])] * 20))],
}  # fmt: skip


@pytest.mark.parametrize("what", GROWING)
def test_the_work_grows_with_the_file_and_no_faster(what: str) -> None:
    few, many = (sum(count_calls(GROWING[what](n))) for n in (500, 1000))
    assert many < 2.3 * few


PATHS = (
    *("Votes.csv", "votes.CSV", "Votes_1.csv", "a/Votes.csv", "Comments.csv", "messages.csv", "Connections.csv", "Profile.csv"),
    *("Ad_Targeting.csv", "Articles/x.html", "../Votes.csv", "x.zip", WORKBOOK, STRINGS, "xl/worksheets/a.xml", "Vo\u0301tes.csv"),
)
PIECES = (
    *(b"Date,From\n", b"Connected On\n", b"Headline,Summary\n", b"Member Groups\n", b"2026-01-02", b"1 ", b",", b";", b'"', b'""', b"\\"),
    *(b"\n", b"\r", b"\0", b"\xff\xfe", b"\xc3", "\u0301".encode(), b"9", b"a", b"<sst>", b"<si>", b"<c ", b"<row><c><v>", b"date"),
    *(b'a="', b"<a>", b"&#48;", b"<!--", b"<!DOCTYPE a [<!ENTITY a 'a'>", b"<?xml version='1.0' encoding='", b"utf-7", b"PK\1\2"),
    *(b"PK\3\4", b"<p class=published", b"premium|ceo "),
)


@st.composite
def archives(draw: st.DrawFn, depth: int = 2) -> bytes:
    """ZIPs of anything that is repeated, nested in each other, with lists that may lie."""

    def content() -> Parts:
        if depth and draw(st.integers(0, 5)) == 0:
            return [draw(archives(depth - 1))]
        parts = draw(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from((1, 1, 2, 50, 5000, 300_000))), max_size=6))
        return [piece * min(times, 600_000 // len(piece)) for piece, times in parts]

    whole = bytearray(make_zip((draw(st.sampled_from(PATHS)), content()) for _ in range(draw(st.integers(0, 8)))))
    if at := whole.find(b"PK\1\2") + 1:
        more = bytes(whole[at - 1 : whole.find(b"PK\5\6")]) * draw(st.sampled_from((0, 0, 0, 1, 100)))
        field, value = (
            draw(st.sampled_from(((8, 1), (10, 12), (20, 0), (21, 255), (24, 0), (26, 255), (42, 1), (0, 0)))),
            draw(st.booleans()),
        )
        whole[-22:] = more + end_list(1, len(whole) - 21 - at + len(more), at - 1)
        if value and field[0]:
            whole[at - 1 + field[0]] = field[1]
    return bytes(whole)


@settings(max_examples=60)
@given(data=archives(), name=st.sampled_from(["x.zip", "x.xlsx"]))
def test_whatever_is_in_an_archive_no_step_is_long(data: bytes, name: str) -> None:
    steps = count_calls([(name, data), ("Company Follows.csv", b"Organization\nx\n")])
    assert max(steps) < 150_000
    assert sum(steps) < 3_000_000


@pytest.mark.parametrize(
    ("sheet", "problem"),
    [
        (b"<a>" * 60, "not_a_workbook"),
        (b'<worksheet a="' + b"x" * 3 * limits.CHUNK, "not_a_workbook"),
        (b"<worksheet>" + b"<c/>" * limits.FREE_TAGS, "too_large"),
        (b"<!DOCTYPE x>", "xml_refused"),
    ],
)
def test_a_workbook_is_refused_at_the_first_thing_that_no_workbook_has(sheet: bytes, problem: str) -> None:
    whole = make_zip([(WORKBOOK, []), ("xl/worksheets/a.xml", [sheet])])
    report = read_export([InputFile("x.xlsx", BytesIO(whole)), InputFile("Company Follows.csv", BytesIO(b"Organization\nx\n"))])
    assert [(each["file"], each["problem"]) for each in report["problems"]] == [(0, problem)]
    assert report["answers"] == {"company_pages": "1_to_9"}


@pytest.mark.parametrize("path", ["Votes.csv", "Articles/x.html", "x.zip"])
@pytest.mark.parametrize("size", [1, 900_000])
def test_what_unpacks_nothing_for_long_is_damaged_whatever_it_says_of_its_size(path: str, size: int) -> None:
    whole = make_overlap(path, make_nothing(900_000), size, zlib.crc32(b"x"), 1)
    report = read_export([InputFile("x.zip", BytesIO(whole)), InputFile("Company Follows.csv", BytesIO(b"Organization\nx\n"))])
    assert [(each["file"], each["problem"]) for each in report["problems"]] == [(0, "damaged")]
    assert report["answers"] == {"company_pages": "1_to_9"}


def test_entries_over_the_same_data_are_damaged() -> None:
    whole = make_overlap("Votes.csv", make_nothing(10_000), 10_000, zlib.crc32(b"x"), 3)
    assert "damaged" in {each["problem"] for each in read_export([InputFile("x.zip", BytesIO(whole))])["problems"]}


@pytest.mark.parametrize("level", range(10))
@pytest.mark.parametrize("size", [0, 1, 1000, limits.CHUNK - 1, limits.CHUNK, 300_000])
@pytest.mark.parametrize("memory", [1, 9])
def test_what_cannot_be_packed_is_read_to_its_end(level: int, size: int, memory: int) -> None:
    data = b"Date,x\n2026-01-02," + random.Random(size).randbytes(size).translate(None, b'\r\n"') + b"\n"
    press = zlib.compressobj(level, zlib.DEFLATED, -15, memory)
    whole = make_overlap("Votes.csv", press.compress(data) + press.flush(), len(data), zlib.crc32(data), 1)
    assert read_export([InputFile("x.zip", BytesIO(whole))])["problems"] == []


def test_a_part_that_cannot_be_read_costs_its_file_whatever_its_place() -> None:
    parts = {"Shares_1.csv": b"no header\n", "Shares_2.csv": b"Date\n2026-01-02\n"}
    for order in (parts, dict(reversed(parts.items()))):
        report = read_export([InputFile("x.zip", BytesIO(make_zip((name, [data]) for name, data in order.items())))])
        assert report["not_measured"]["sharing"] == "file_broken"


LITTLE_MEMORY = """
import io, resource, sys
sys.path.insert(0, sys.argv[1])
from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.report import read_export
nested, honest = (open(name, "rb") for name in sys.argv[2:])
read_export([InputFile("honest.zip", honest)])
held = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + (16 << 20), -1))
report = read_export([InputFile("nested.zip", nested), InputFile("honest.zip", honest)])
print([(problem["file"], problem["problem"]) for problem in report["problems"]], len(report["answers"]))
"""


def test_memory_that_is_not_there_costs_the_file_and_not_the_others(tmp_path: Path) -> None:
    given = {"nested": make_zip([("inner.zip", [random.Random(1).randbytes(MB)] * 60)]), "honest": pack_files(make_files())}
    for name, data in given.items():
        (tmp_path / name).write_bytes(data)
    root = str(Path(__file__).parent.parent.parent)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LITTLE_MEMORY, root, *(str(tmp_path / name) for name in given)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[(0, 'out_of_memory')] 18\n"
