"""The history and the answers as a file, out and in, and everything strange that may be in one."""

import csv
import io
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Dialog, Page, expect

from ssi_core.history.backup import LONGEST
from ssi_core.history.points import MOST_POINTS
from ssi_core.linkedin_page.numbers import LONGEST as LONGEST_PAGE
from tests.support.quiz_page import LANGUAGES, TYPICAL, expect_stored, read_stored, save_before_load
from tests.support.your_ssi_page import ESTIMATE, PILLARS, REAL, dump_points, expect_undone, message, type_real, wait_for_engine, your_ssi

STRANGE = '"><img src=x onerror=alert(1)>{total}'
STRANGE_ANSWERS = {"connections": STRANGE, STRANGE: "one", "groups": "member_only"}
BAD_POINTS: list[Any] = [
    {"id": STRANGE, "date": "2026-01-01T00:00:00Z", "kind": "real", "total": 30, "pillars": PILLARS},
    {"id": "b", "date": STRANGE, "kind": "real", "total": 30, "pillars": PILLARS},
    {"id": "c", "date": "2026-01-01T00:00:00Z", "kind": STRANGE, "total": STRANGE, "pillars": STRANGE},
    None,
    7,
]


def paste_rubbish(page: Page) -> None:
    """A megabyte of rubbish in the field for the page, and script in it."""
    form = page.locator("[data-real]")
    rubbish = f"<script>alert(1)</script>{STRANGE} 12.3 x\n"
    page.evaluate(
        "([field, text]) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); }",
        [form.locator("[name=text]").element_handle(), rubbish * (1_000_000 // len(rubbish))],
    )
    expect(page.locator("[data-read-long]")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-read-words]")).to_have_text(message(page, "real.nothing"))
    expect(form.locator("[data-wrong]:visible")).to_have_count(0)
    assert int(form.locator("[name=text]").get_attribute("data-longest") or "") == LONGEST_PAGE


def take(page: Page, file: Path, text: str) -> str:
    """Import a file of this text, and return what the page says of it."""
    file.write_text(text, encoding="utf-8")
    page.locator("[data-imported]").evaluate("box => (box.hidden = true)")
    page.locator("[data-import]").set_input_files(file)
    expect(page.locator("[data-imported]")).to_be_visible()
    # A full history takes seconds, and a busy machine many.
    expect(page.locator("[data-imported-words]")).not_to_have_text(message(page, "files.reading"), timeout=60_000)
    lines = page.locator("[data-imported-words], [data-imported-list] li").locator("visible=true").all_inner_texts()
    return "\n".join(lines)


def import_bad_files(page: Page, tmp_path: Path) -> None:
    """Files that are not JSON, of another shape, from a newer version, too large: each is refused, and changes nothing."""
    before = read_stored(page)
    for name, problem, text in (
        ("cut.json", "not_json", '{"format": "ssi-history", "version": 1, "points": ['),
        ("list.json", "not_ours", "[1, 2]"),
        ("deep.json", "not_json", "[" * 100_000),
        ("other.json", "not_ours", json.dumps({"name": STRANGE, "format": STRANGE})),
        ("newer.json", "newer_version", json.dumps({"format": "ssi-history", "version": 99})),
    ):
        assert take(page, tmp_path / name, text) == message(page, f"files.{problem}"), name
        expect_stored(page, before)
    many = json.dumps({"format": "ssi-history", "version": 1, "points": [None] * (MOST_POINTS + 1)})
    assert take(page, tmp_path / "many.json", many) == message(page, "files.too_many").replace("{n}", f"{MOST_POINTS + 1:,}")
    expect_stored(page, before)
    assert "MB" in take(page, tmp_path / "huge.json", '{"a": "' + "x" * LONGEST + '"}')
    assert int(page.locator("[data-import]").get_attribute("data-most") or "") == LONGEST
    expect_stored(page, before)


def import_in_part(page: Page, tmp_path: Path) -> None:
    """Import a file with faults, and expect its sound part to be added."""
    before = read_stored(page)
    file = {"format": "ssi-history", "version": 1, "answers": {"articles": "two", "groups": STRANGE}, "role": STRANGE, "points": BAD_POINTS}
    said = take(page, tmp_path / "partly.json", json.dumps(file | {"points": [*BAD_POINTS, ESTIMATE | {"id": "e2", "total": 31}]}))
    assert "<img src=x" in said
    assert message(page, "fault.entry").replace("{n}", "1") + ", id: " in said
    after = read_stored(page)
    assert after["answers"] == STRANGE_ANSWERS | {"articles": "two"}
    (new,) = [point for point in after["history"] if isinstance(point, dict) and point["id"] == "e2"]
    assert [point for point in after["history"] if point not in before["history"]] == [new]
    assert len(after["history"]) == len(before["history"]) + 1
    expect(page.locator("tbody.point")).to_have_count(2)


def remove_unreadable(page: Page) -> None:
    """Save the unreadable points as a file, then remove them."""
    box = page.locator("[data-unreadable]")
    with page.expect_download() as download:
        box.locator("[data-unreadable-save]").click()
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8")) == BAD_POINTS
    box.locator("[data-unreadable-remove]").click()
    expect(box).to_be_hidden()
    expect(page.locator("tbody.point")).to_have_count(2)
    assert len(read_stored(page)["history"]) == 2


def fill_history(page: Page, tmp_path: Path) -> None:
    """Import files into a history that is full but for one point, then full.

    The first adds its latest point. After that nothing is added, and nothing lost.
    """
    many_kept = [ESTIMATE | {"id": f"e{number}", "total": number / 100} for number in range(MOST_POINTS - 1)]
    page.evaluate("text => localStorage.setItem('ssi', text)", dump_points(many_kept))
    latest = [ESTIMATE | {"id": day, "date": day} for day in ("2026-05-01", "2026-06-01", "2026-04-01")]
    said = take(page, tmp_path / "new.json", json.dumps({"format": "ssi-history", "version": 1, "points": latest}))
    no_room: str = page.locator('[data-message="files.no_room"][data-plural=other]').evaluate("template => template.content.textContent")
    assert no_room.replace("{n}", "2") in said
    assert read_stored(page)["history"][-1]["id"] == "2026-06-01"
    type_real(page)
    expect(page.locator("[data-real-said]")).to_have_text(message(page, "real.full"))
    expect(page.locator("[data-real] [name=brand]")).not_to_have_value("")
    assert len(read_stored(page)["history"]) == MOST_POINTS


def test_nothing_strange_is_executed_or_lost(page: Page, site_url: str, tmp_path: Path) -> None:
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    save_before_load(page, dump_points([ESTIMATE, *BAD_POINTS], STRANGE_ANSWERS))
    your_ssi(page, site_url)
    wait_for_engine(page)
    box = page.locator("[data-unreadable]")
    expect(box.locator("li").first).to_be_visible()
    expect(box).to_contain_text("<img src=x")
    expect(page.locator("tbody.point")).to_have_count(1)
    expect_stored(page, [ESTIMATE, *BAD_POINTS], part="history")
    paste_rubbish(page)
    import_bad_files(page, tmp_path)
    import_in_part(page, tmp_path)
    remove_unreadable(page)
    assert dialogs == []
    assert page.locator("main img").count() == 0
    fill_history(page, tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_brings_no_score_of_a_day_to_come(page: Page, site_url: str, tmp_path: Path, language: str) -> None:
    save_before_load(page, dump_points([ESTIMATE]))
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    days = page.evaluate("[0, 1].map((more) => { const day = new Date(); day.setDate(day.getDate() + more); return day.toISOString(); })")
    real = [
        {"id": f"r{n}", "date": day, "kind": "real", "total": 30 + n, "pillars": PILLARS} for n, day in enumerate([*days, "9999-12-31"])
    ]
    file = tmp_path / "ssi.json"
    file.write_text(json.dumps({"format": "ssi-history", "version": 1, "points": real}), encoding="utf-8")
    page.locator("[data-import]").set_input_files(file)
    expect(page.locator("tbody.point")).to_have_count(2)
    assert [point["id"] for point in read_stored(page)["history"]] == ["e1", "r0"]
    for date in (days[1], "9999-12-31"):
        words = message(page, "fault.future_date").replace("{value}", date)
        expect(page.locator("[data-imported-list]")).to_contain_text(words)


def save_file(page: Page, ending: str, folder: Path) -> Path:
    """Save the data as a file of this ending; return its path."""
    with page.expect_download() as download:
        page.locator(f"[data-export={ending}]").click()
    assert re.fullmatch(rf"ssi-\d{{4}}-\d\d-\d\d\.{ending}", download.value.suggested_filename)
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_brings_everything_back(page: Page, site_url: str, tmp_path: Path, language: str) -> None:
    real = REAL | {"pillars": PILLARS | {"engage": None}}
    before = {"version": 2, "answers": TYPICAL, "role": "hr", "target": 62.5, "step": "result", "done": {}, "measured": {"groups": "none"}}
    save_before_load(page, json.dumps(before | {"history": [real, ESTIMATE]}))
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    files = {ending: save_file(page, ending, tmp_path) for ending in ("json", "csv")}
    table = list(csv.reader(io.StringIO(files["csv"].read_text(encoding="utf-8-sig")), delimiter=";" if language == "nl" else ","))
    assert len(table) == 3
    assert len(table[0]) == len(table[1])
    assert {"nl": "30,1", "en": "30.1"}[language] in table[1]
    assert message(page, "kinds.real") in table[2]
    # A day was given for the one, and the moment is known of the other; both where the visitor is.
    moment = datetime.fromisoformat(str(ESTIMATE["date"])).astimezone(
        ZoneInfo(page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone"))
    )
    assert [row[0] for row in table[1:]] == [f"{moment:%Y-%m-%d %H:%M}", "2026-03-02"]

    erase, imported = page.locator("[data-erase]"), page.locator("[data-imported]")
    expect(page.locator("[data-exported]")).to_be_visible()
    page.locator("tbody.point [data-remove]").first.click()
    page.locator("[data-points-done] [data-undo]").click()
    announced = page.locator("[data-announce]")
    expect(announced).to_have_text(message(page, "undo.done"))
    erase.click()
    page.locator("[data-erase-confirm]").click()
    expect(page.locator("[data-points-empty]")).to_be_visible()
    expect_stored(page, None)
    # Nothing is left of what was said before, for eyes or ears.
    expect(page.locator("[data-exported]")).to_be_hidden()
    expect(announced).to_contain_text(page.locator("[data-erased] p").first.inner_text())
    for line in page.locator("[data-erased-list] li").all_inner_texts():
        expect(announced).to_contain_text(line)
    # What was erased is no longer said once something is there again.
    page.locator("[data-import]").focus()
    page.locator("[data-import]").set_input_files(files["json"])
    expect(page.locator("tbody.point")).to_have_count(2)
    expect(page.locator("[data-erased]")).to_be_hidden()
    after = read_stored(page)
    assert {key: after[key] for key in before} == before | {"step": ""}
    assert sorted(point["id"] for point in after["history"]) == ["e1", "r1"]
    assert next(point for point in after["history"] if point["id"] == "r1")["pillars"]["engage"] is None
    # Once more changes nothing and says so.
    said = imported.inner_text()
    page.locator("[data-import]").set_input_files(files["json"])
    expect(imported).not_to_have_text(said)
    expect(imported).to_contain_text("2")
    expect_stored(page, after)
    expect(page.locator("[data-undo]:visible")).to_have_count(0)
    # What a file adds is taken back.
    more = tmp_path / "more.json"
    more.write_text(json.dumps(json.loads(files["json"].read_text(encoding="utf-8")) | {"points": [real | {"id": "r2", "total": 34}]}))
    page.locator("[data-import]").set_input_files(more)
    expect(page.locator("tbody.point")).to_have_count(3)
    page.locator("[data-imported] [data-undo]").click()
    expect_undone(page, "[data-imported]", "undo.done")
    expect_stored(page, after)
