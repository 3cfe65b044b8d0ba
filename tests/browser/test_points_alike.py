"""A score that a visitor types is read as ssi_core reads the same text in a spreadsheet: two programs with one rule."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page

from ssi_core.history.spreadsheet.numbers import NotPoints, parse_points
from ssi_core.linkedin_page.numbers import INVISIBLE
from tests.support.server import serve

SCRIPTS = Path(__file__).parent.parent.parent / "site_src" / "browser" / "page"
PARTS = (
    "42",
    "13,118",
    "13.5",
    "0",
    "25",
    "100",
    "101",
    "%",
    " %",
    "/",
    " / ",
    " van ",
    " out of ",
    " van de ",
    "top ",
    "SSI: ",
    " | Merk",
    " ",
    "-",
    "1e2",
    ",",
    "x",
    "\u200e",
    "\u2068",
    "\ufeff",
)
PROBLEMS = {"not_a_number": "number", "out_of_range": "number", "percent": "percent"}


@pytest.fixture
def scripts(tmp_path: Path) -> Iterator[str]:
    """The address of a bare page beside the scripts as they are written."""
    shutil.copytree(SCRIPTS, tmp_path, dirs_exist_ok=True)
    (tmp_path / "bare.html").write_text("<!doctype html><title>Bare</title>", encoding="utf-8")
    with serve(tmp_path) as url:
        yield url


def read(text: str, most: int) -> list[object]:
    try:
        return [parse_points(text, most), ""]
    except NotPoints as error:
        return [None, PROBLEMS[error.problem]]


def test_a_number_may_have_marks_around_it_that_nobody_sees(page: Page, scripts: str) -> None:
    page.goto(f"{scripts}bare.html")
    marks = [chr(mark) for mark in INVISIBLE]
    read_there = """async (marks) => {
        const { parseNumber } = await import("./ui/parse_number.js");
        const { parsePoints } = await import("./history/parse_points.js");
        const parse = (mark) => [parseNumber(`${mark}42${mark}`, 100), parsePoints(`${mark}4${mark}2`, 100).value, parseNumber(mark, 100)];
        return marks.map(parse);
    }"""
    assert page.evaluate(read_there, marks) == [[42, 42, None]] * len(marks)
    assert {"\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))} <= {*marks}
    # The marks that only one of the two removes would show here.
    near = [chr(mark + step) for mark in INVISIBLE for step in (-1, 1) if mark + step not in INVISIBLE]
    assert [points for _, points, _ in page.evaluate(read_there, near)] == [read(f"{mark}4{mark}2", 100)[0] for mark in near]


def test_both_read_the_same(page: Page, scripts: str) -> None:
    random = Random(1)
    texts = [*PARTS, *("".join(random.choices(PARTS, k=random.randint(1, 4))) for _ in range(3000))]
    # A lone dash says "nothing" in a cell; nobody types it.
    asked = [[text, most] for text in texts if text.translate(INVISIBLE).strip() != "-" for most in (25, 100)]
    page.goto(f"{scripts}bare.html")
    read_there = """async (asked) => {
        const { parsePoints } = await import("./history/parse_points.js");
        return asked.map(([text, most]) => Object.values(parsePoints(text, most)));
    }"""
    there = page.evaluate(read_there, asked)
    here = [read(str(text), int(most)) for text, most in asked]
    assert [(each, *both) for each, *both in zip(asked, there, here, strict=True) if both[0] != both[1]] == []
    assert len({str(each[1]) for each in here}) == 3
