"""A spreadsheet of past scores: what is in it is shown, nothing is added without a yes, and it can be taken back."""

import json
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import BrowserContext, Page, expect

from ssi_core.history.points import MOST_POINTS
from ssi_core.history.spreadsheet.reading import PROBLEMS, ROW_PROBLEMS
from tests.support.axe import violations
from tests.support.device import EMPTY, FILL
from tests.support.keyboard import tab_to
from tests.support.linkedin_archive import pack_files
from tests.support.quiz_page import LANGUAGES, TYPICAL, expect_stored, read_stored, save_before_load
from tests.support.spreadsheets import make_workbook, to_serial
from tests.support.your_ssi_page import ESTIMATE, PILLARS, REAL, dump_points, expect_undone, message, type_real, wait_for_engine, your_ssi

CONTENT = Path(__file__).parent.parent.parent / "content"
PREVIEW = "[data-sheet]:not([hidden])"
DUTCH = """Scores van Zoë;;;;;

Datum;Totaal;Bouw je professionele merk op;Vind de juiste mensen;Wissel inzichten uit;Bouw relaties op
02/03/2026;33;13,118;4,8;2,05;13,5
13/03/2026;35%;;;;
05/01/2026;29,5;;;;
onzin;30;;;;
06/01/2026;120;;;;
07/01/2026;40;1;2;3;4
""".encode("cp1252")
FILE = json.dumps({"format": "ssi-history", "version": 1, "points": [REAL]}).encode()
UNSURE = b"Date,Score\n03/02/2026,34\n04/02/2026,35\n"


def choose(page: Page, data: bytes, name: str = "scores.csv") -> None:
    page.locator("[data-import]").set_input_files({"name": name, "mimeType": "", "buffer": data})


def totals(page: Page) -> list[float]:
    return sorted(point["total"] for point in read_stored(page)["history"])


def expect_totals(page: Page, wanted: Sequence[float]) -> None:
    """Expect scores of these totals on the device. What a click adds may come a moment later."""
    end = time.monotonic() + 20
    while (held := totals(page)) != wanted:
        assert time.monotonic() < end, f"saved is {held}, and not {wanted}"
        page.wait_for_timeout(50)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_words(language: str) -> None:
    words = yaml.safe_load((CONTENT / language / "texts" / "history.yaml").read_text(encoding="utf-8"))
    assert {*words["sheet"]["problems"]} == {*PROBLEMS}
    assert {*ROW_PROBLEMS} - {*words["faults"]} - {*words["sheet"]["faults"]} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_previewed_added_and_taken_back_by_keyboard(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    save_before_load(page, dump_points([REAL, ESTIMATE], TYPICAL))
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    before = read_stored(page)
    choose(page, DUTCH)
    page.wait_for_selector(PREVIEW)
    expect(page.locator("[data-sheet-title]")).to_be_focused()
    expect_stored(page, before)
    states = page.locator("[data-sheet] tbody tr").evaluate_all("all => all.map((each) => each.dataset.state)")
    assert states == ["same", "new", "new"]
    expect(page.locator("[data-sheet] tbody tr").nth(2)).to_contain_text("29,5" if language == "nl" else "29.5")
    left = page.locator("[data-sheet-left] li")
    expect(left).to_have_count(3)
    for line, value in zip(left.all_inner_texts(), ("onzin", "120", "40"), strict=True):
        assert value in line
    for number, line in zip((7, 8, 9), left.all_inner_texts(), strict=True):
        assert re.search(rf"\b{number}\b", line)
    expect(page.locator("[data-sheet-order]")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(page) == []
    tab_to(page, "[data-sheet-add]", 4)
    page.keyboard.press("Enter")
    expect(page.locator("[data-imported]")).to_be_focused()
    expect_totals(page, [29.5, 30.1, 33, 35])
    assert [point["date"][:10] for point in read_stored(page)["history"][2:]] == ["2026-01-05", "2026-03-13"]
    expect(page.locator("tbody.point")).to_have_count(4)
    expect_stored(page, TYPICAL, part="answers")
    # The same once more adds nothing.
    choose(page, DUTCH)
    page.wait_for_selector(PREVIEW)
    expect(page.locator("[data-sheet-add]")).to_be_hidden()
    tab_to(page, "[data-sheet-cancel]", 4)
    page.keyboard.press("Enter")
    expect(page.locator("[data-sheet]")).to_be_hidden()
    expect(page.locator("[data-imported-words]")).to_have_text(message(page, "sheet.left"))
    expect(page.locator("[data-import]")).to_be_focused()
    # Another file, added and taken back.
    now = read_stored(page)
    choose(page, b"Date,Score\n2026-05-01,36\n")
    page.wait_for_selector(PREVIEW)
    tab_to(page, "[data-sheet-add]", 4)
    page.keyboard.press("Enter")
    expect(page.locator("tbody.point")).to_have_count(5)
    page.keyboard.press("Tab")
    expect(page.locator("[data-imported] [data-undo]")).to_be_focused()
    page.keyboard.press("Enter")
    expect_undone(page, "[data-imported]", "undo.done")
    expect_stored(page, now)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_that_can_be_read_in_two_ways_are_asked_about(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points([]))
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    choose(page, UNSURE)
    page.wait_for_selector(PREVIEW)
    expect(page.locator("[data-sheet-ask]")).to_be_visible()
    expect(page.locator("[data-sheet-add]")).to_be_hidden()
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    for _ in range(2):
        if page.locator("[name=sheet-order][value=month]").is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(page.locator("[data-sheet-add]")).to_be_visible()
    page.locator("[data-sheet-add]").press("Enter")
    expect(page.locator("[data-imported]")).to_be_focused()
    assert sorted(point["date"][:10] for point in read_stored(page)["history"]) == ["2026-03-02", "2026-04-02"]


COLUMNS = {
    "nl": "Professioneel merk (kolom E) · Juiste mensen (kolom C) · Inzichten (kolom B) · Relaties (kolom D)",
    "en": "Professional brand (column E) · Right people (column C) · Insights (column B) · Relationships (column D)",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_which_column_is_which_pillar(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    save_before_load(page, dump_points([]))
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    said = page.locator("[data-sheet-columns] li")
    choose(
        page,
        b"Date,Engage with insights,Find the right people,Build relationships,Establish your professional brand\n2026-09-03,2,5,13,14\n",
    )
    page.wait_for_selector(PREVIEW)
    expect(said).to_have_count(1)
    assert re.sub(r", ‘[^’]*’", "", said.inner_text()).removesuffix(".").endswith(COLUMNS[language])
    expect(said).to_contain_text("‘Engage with insights’")
    expect(page.locator("[data-sheet] [data-cell=pillars]")).to_have_text(re.compile("^14.0 · 5.0 · 2.0 · 13.0$"))
    # Without a header it is a guess, which only the visitor can judge.
    choose(page, b"2026-09-03,14,5,2,13\n31-11-2026,14,5,2,13\n")
    page.wait_for_selector(PREVIEW)
    expect(said).to_contain_text(message(page, "sheet.column").replace("{column}", "B"))
    expect(page.locator("[data-sheet-left] li")).to_contain_text(message(page, "sheet.fault_no_such_date"))
    # Two sheets that differ are named.
    sheets: Any = {
        "Blad1": [["Date", "Brand", "Find", "Engage", "Relate"], ["2026-09-03", 14, 5, 2, 13]],
        "Blad2": [["Date", "Total", "Relate"], ["2026-09-04", 34, 13]],
    }
    choose(page, make_workbook(sheets), "scores.xlsx")
    page.wait_for_selector(PREVIEW)
    expect(said).to_have_count(2)
    expect(said.last).to_contain_text("Blad2")
    expect(said.last).to_contain_text(message(page, "sheet.no_column"))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(page) == []
    # A total alone has no order.
    choose(page, b"Date,Score\n2026-04-02,41\n")
    page.wait_for_selector(PREVIEW)
    expect(page.locator("[data-sheet-columns]")).to_be_hidden()


@pytest.mark.parametrize("name", ["scores.csv", "copy.json"])
def test_beside_what_a_newer_version_saved_nothing_is_added_and_it_says_so(page: Page, site_url: str, name: str) -> None:
    newer = json.dumps({"version": 99, "answers": "packed otherwise"})
    save_before_load(page, newer)
    your_ssi(page, site_url)
    wait_for_engine(page)
    choose(page, b"Date,Score\n2026-04-02,41\n" if name.endswith("csv") else FILE, name)
    if name.endswith("csv"):
        page.click("[data-sheet-add]")
    expect(page.locator("[data-imported-words]")).to_have_text(message(page, "state.newer"))
    expect(page.locator("[data-imported-list]")).to_be_hidden()
    expect(page.locator("[data-imported] [data-undo]")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('ssi')") == newer


def test_a_day_that_has_another_score_is_left_replaced_or_gets_both(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([REAL]))
    your_ssi(page, site_url)
    wait_for_engine(page)
    data = b"Date,Score\n2026-03-02,40\n2026-03-03,41\n"
    for clash, expected in (("leave", [33, 41]), ("replace", [40, 41]), ("both", [33, 40, 41])):
        choose(page, data)
        page.wait_for_selector(PREVIEW)
        expect(page.locator("[data-sheet-clash]")).to_be_visible()
        expect(page.locator("[name=sheet-clash][value=leave]")).to_be_checked()
        page.check(f"[name=sheet-clash][value={clash}]")
        expect(page.locator("[data-sheet] tr[data-state=clash]")).to_contain_text("33")
        page.click("[data-sheet-add]")
        expect_totals(page, expected)
        page.click("[data-imported] [data-undo]")
        expect_stored(page, [REAL], part="history")


def test_a_workbook_and_our_own_file(page: Page, site_url: str, tmp_path: Path) -> None:
    save_before_load(page, dump_points([REAL, ESTIMATE | {"role": "hr"}]))
    your_ssi(page, site_url, "nl")
    wait_for_engine(page)
    with page.expect_download() as download:
        page.locator("[data-export=csv]").click()
    download.value.save_as(tmp_path / "ssi.csv")
    choose(page, (tmp_path / "ssi.csv").read_bytes())
    page.wait_for_selector(PREVIEW)
    states = page.locator("[data-sheet] tbody tr").evaluate_all("all => all.map((each) => each.dataset.state)")
    assert states == ["same", "same"]
    page.evaluate("localStorage.removeItem('ssi')")
    page.reload()
    wait_for_engine(page)
    choose(page, (tmp_path / "ssi.csv").read_bytes())
    page.click("[data-sheet-add]")
    expect(page.locator("[data-imported]")).to_be_focused()
    (estimate, real) = sorted(read_stored(page)["history"], key=lambda point: point["kind"])
    assert (real["total"], real["pillars"], real["date"][:10]) == (33, PILLARS, "2026-03-02")
    assert (estimate["total"], estimate["range"], estimate["role"]) == (30.1, [22, 41.5], "hr")
    expect(page.locator("[data-unreadable]")).to_be_hidden()
    serial = to_serial("2026-05-04")
    rows: Any = [
        ["Mijn SSI"],
        ["Datum", "Totaal"],
        [(serial, "dutch date"), (0.36, "percent")],
        [(serial + 1, "short date"), ("=1+1", "str")],
    ]
    choose(page, make_workbook({"Blad1": rows}), "scores.xlsx")
    page.wait_for_selector(PREVIEW)
    expect(page.locator("[data-sheet-left] li")).to_contain_text("=1+1")
    page.click("[data-sheet-add]")
    expect_totals(page, [30.1, 33, 36])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_without_scores_says_why_and_changes_nothing(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points([REAL]))
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    words = yaml.safe_load((CONTENT / language / "texts" / "history.yaml").read_text(encoding="utf-8"))["sheet"]["problems"]
    for name, data, problem in (
        ("letter.csv", b"Dear reader", "no_scores"),
        ("empty.csv", b"", "empty_file"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old_workbook"),
        ("photo.zip", pack_files({"a.jpg": b"x"}), "not_a_workbook"),
        ("bomb.xlsx", pack_files({"xl/worksheets/sheet1.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}), "too_large"),
        ("laughs.xlsx", make_workbook({"a": [["Date"]]}, more='<!DOCTYPE x [<!ENTITY a "b">]>'), "xml_refused"),
    ):
        choose(page, data, name)
        expect(page.locator("[data-imported-words]")).to_have_text(words[problem])
        expect(page.locator("[data-sheet]")).to_be_hidden()
    expect_stored(page, [REAL], part="history")
    # A table that holds script is shown as text.
    choose(page, b'Date,Score\n"<img src=x onerror=alert(1)>",40\n2026-03-03,41\n')
    page.wait_for_selector(PREVIEW)
    expect(page.locator("[data-sheet-left] li")).to_contain_text("<img src=x")
    assert page.locator("main img").count() == 0


def test_another_tab_that_saves_between_the_preview_and_the_yes_loses_nothing(context: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([REAL]))
    your_ssi(page, site_url)
    wait_for_engine(page)
    choose(page, b"Date,Score\n2026-04-01,33\n2026-04-02,41\n2026-03-02,40\n")
    page.wait_for_selector(PREVIEW)
    page.check("[name=sheet-clash][value=replace]")
    expect(page.locator("[data-sheet-add]")).to_contain_text("3")
    other = context.new_page()
    your_ssi(other, site_url)
    type_real(other, "2026-04-01")
    other.locator("tbody.point").last.locator("[data-remove]").click()
    # One of them is there now, and none is left to replace.
    expect(page.locator("[data-sheet] tbody tr").first).to_have_attribute("data-state", "same")
    page.click("[data-sheet-add]")
    expect_totals(page, [33, 40, 41])
    # Taken back, and what the other tab did stays.
    other.locator("tbody.point").first.locator("[data-change]").click()
    other.locator("[data-change-dialog] [name=total]").fill("42")
    other.locator("[data-change-dialog] [type=submit]").click()
    changed = read_stored(other)["history"]
    # On a busy machine it takes a while until this tab hears of it.
    expect(page.locator("tbody.point").first).to_contain_text("42")
    page.click("[data-imported] [data-undo]")
    expect_undone(page, "[data-imported]", "undo.partly")
    assert sorted(point["total"] for point in changed if point in read_stored(page)["history"]) == [33, 42]
    expect_totals(page, [33, 42])


def test_on_a_full_device_the_scores_are_on_the_page_alone_and_it_says_so(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([REAL]))
    your_ssi(page, site_url)
    wait_for_engine(page)
    page.evaluate(FILL)
    choose(page, b"Date,Score\n2026-04-02,41\n")
    page.click("[data-sheet-add]")
    expect(page.locator("[data-imported-words]")).to_have_text(message(page, "files.taken_not_kept"))
    expect(page.locator("tbody.point")).to_have_count(2)
    expect_stored(page, [REAL], part="history")
    page.click("[data-imported] [data-undo]")
    expect(page.locator("tbody.point")).to_have_count(1)
    page.evaluate(EMPTY)
    page.reload()
    expect_stored(page, [REAL], part="history")


def test_of_more_than_fit_the_latest_are_added(page: Page, site_url: str) -> None:
    full = [ESTIMATE | {"id": f"e{number}", "total": number / 100} for number in range(MOST_POINTS - 1)]
    save_before_load(page, json.dumps(json.loads(dump_points(full))))
    your_ssi(page, site_url)
    wait_for_engine(page)
    choose(page, b"Date,Score\n2026-04-02,41\n2026-04-03,42\n2026-04-01,40\n")
    # A full history takes the engine seconds, and a busy machine many.
    page.wait_for_selector(PREVIEW, timeout=60_000)
    expect(page.locator("[data-sheet-add]")).to_contain_text("one")
    page.click("[data-sheet-add]")
    expect(page.locator("[data-imported]")).to_be_focused()
    history = read_stored(page)["history"]
    assert (len(history), history[-1]["total"]) == (MOST_POINTS, 42)


def test_without_the_part_that_reads_it_says_so_and_the_next_try_works(page: Page, site_url: str) -> None:
    page.route(re.compile(r"/export\.\w+\.zip$"), lambda route: route.abort())
    save_before_load(page, dump_points([]))
    your_ssi(page, site_url)
    wait_for_engine(page)
    choose(page, b"Date,Score\n2026-04-02,41\n")
    expect(page.locator("[data-imported-words]")).to_have_text(message(page, "sheet.not_fetched"))
    page.unroute_all()
    choose(page, b"Date,Score\n2026-04-02,41\n")
    page.click("[data-sheet-add]")
    expect_totals(page, [41])
