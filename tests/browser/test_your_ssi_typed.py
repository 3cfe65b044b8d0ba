"""Typing a real score: numbers as people copy them, a wrong total, a second score of a day, and everything taken back."""

import json
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.axe import violations
from tests.support.device import EMPTY, FILL
from tests.support.keyboard import tab_to
from tests.support.quiz_page import LANGUAGES, TYPICAL, expect_stored, read_stored, save_before_load
from tests.support.your_ssi_page import (
    ESTIMATE,
    PILLARS,
    REAL,
    dump_points,
    expect_undone,
    message,
    rows,
    type_real,
    wait_for_engine,
    your_ssi,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_typed_as_people_copy_them(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points([]))
    your_ssi(page, site_url, language)
    form = page.locator("[data-real]")
    for number, (text, total) in enumerate({
        "42": 42, "42%": 42, "42 %": 42, "42/100": 42, "42,5": 42.5, "42.5": 42.5, "42 van 100": 42, "42 out of 100": 42, " 42 ": 42,
    }.items()):  # fmt: skip
        form.locator("[name=total]").fill(text)
        form.locator("[name=day]").fill(f"2026-03-{number + 1:02}")
        form.locator("[data-save-real]").click()
        expect(page.locator("tbody.point")).to_have_count(number + 1)
        assert read_stored(page)["history"][-1]["total"] == total, text
    words = {"brand": "13,118 | Bouw je professionele merk op", "find": "4.8/25", "engage": "2.05 out of 25", "relate": "13,5 van 25"}
    for name, text in {**words, "industry.rank": "Top 37%", "industry.average": "31/100", "network.rank": "24 %"}.items():
        form.locator(f'[name="{name}"]').fill(text)
    form.locator("[name=day]").fill("2026-04-01")
    form.locator("[data-save-real]").click()
    expect(page.locator("tbody.point")).to_have_count(10)
    point = read_stored(page)["history"][-1]
    assert (point["total"], point["pillars"]) == (33, PILLARS)
    assert (point["industry"], point["network"]) == ({"rank": 37, "average": 31}, {"rank": 24, "average": None})


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_said_once_and_where_it_is(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points([]))
    your_ssi(page, site_url, language)
    form = page.locator("[data-real]")
    wrong = form.locator("[data-wrong]:visible")
    place = "each => each.getBoundingClientRect().x"
    left = form.locator("[name=total]").evaluate(place)
    # A wrong total is one fault, and not also those of the pillars that it would have come from.
    for text in ("420", "abc", "42/25", "-5", "1e1", "12 34"):
        form.locator("[name=total]").fill(text)
        form.locator("[data-save-real]").click()
        expect(wrong).to_have_count(1)
        expect(form.locator("[name=total]")).to_be_focused()
        expect(form.locator("[name=total]")).to_have_accessible_description(re.compile("100"))
    for name, value in PILLARS.items():
        form.locator(f"[name={name}]").fill(str(value))
    form.locator("[name=total]").fill("35")
    expect(wrong).to_have_count(1)
    expect(form.locator('[data-field="total"] [data-wrong]')).to_contain_text("35")
    assert form.locator("[name=total]").evaluate(place) == left, "a long message does not push its field aside"
    form.locator("[data-save-real]").click()
    expect_stored(page, [], part="history")
    # A pillar has no percentage of LinkedIn's, whatever its size.
    form.locator("[name=total]").fill("33")
    for text in ("17%", "68 %"):
        form.locator("[name=brand]").fill(text)
        expect(wrong).to_have_text(message(page, "fields.percent"))
    assert violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_score_of_a_day_is_asked_about_by_keyboard(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points([REAL, ESTIMATE]))
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    dialog = page.locator("[data-twice-dialog]")
    type_real(page, "2026-03-02", find=6.2)
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-twice-old]")).to_contain_text("33")
    expect(dialog.locator("[data-twice-new]")).to_contain_text("35")
    assert violations(page) == []
    # Neither: what was typed stays.
    page.keyboard.press("Escape")
    expect(page.locator("[data-save-real]")).to_be_focused()
    expect(page.locator("[data-real] [name=find]")).to_have_value("6.2")
    expect_stored(page, [REAL, ESTIMATE], part="history")
    page.keyboard.press("Enter")
    expect(dialog.locator("[value=replace]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-real-done]")).to_be_focused()
    assert [(point["id"], point["total"]) for point in read_stored(page)["history"]] == [("r1", 35), ("e1", 30.1)]
    # What the pillars say stands further down, below the fields that are empty again.
    page.locator("[data-real-done] a").click()
    expect(page.locator("#advice-title")).to_be_in_viewport()
    # It stays while the next one is typed.
    page.locator("[data-real] [name=brand]").fill("1")
    page.locator("[data-real] [data-clear]").click()
    page.locator("[data-real-done] [data-undo]").press("Enter")
    expect_undone(page, "[data-real-done]", "undo.done")
    expect_stored(page, [REAL, ESTIMATE], part="history")
    # Both.
    type_real(page, "2026-03-02", find=6.2)
    expect(dialog.locator("[value=replace]")).to_be_focused()
    tab_to(page, "[data-twice-dialog] [value=both]", 2)
    page.keyboard.press("Enter")
    expect(page.locator("tbody.point")).to_have_count(3)
    # The same once more is the same.
    type_real(page, "2026-03-02", find=6.2)
    expect(page.locator("[data-real-said]")).to_contain_text("35")
    expect(page.locator("tbody.point")).to_have_count(3)
    # Today's is called that.
    type_real(page)
    type_real(page, total=33.5)
    expect(dialog.locator("h2")).to_have_text(message(page, "twice.today"))


def test_a_score_that_another_tab_removed_meanwhile_is_saved_all_the_same(context: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([REAL]))
    your_ssi(page, site_url)
    type_real(page, "2026-03-02", find=6.2)
    expect(page.locator("[data-twice-dialog]")).to_be_visible()
    other = context.new_page()
    your_ssi(other, site_url)
    other.locator("tbody.point [data-remove]").click()
    expect(page.locator("tbody.point")).to_have_count(0)
    page.locator("[data-twice-dialog] [value=replace]").press("Enter")
    expect(page.locator("tbody.point")).to_have_count(1)
    assert [point["total"] for point in read_stored(page)["history"]] == [35]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_erased_comes_back_by_keyboard(page: Page, site_url: str, language: str) -> None:
    whole = json.loads(dump_points([REAL, ESTIMATE, {"id": "odd"}], TYPICAL)) | {
        "role": "hr",
        "done": {"groups": "none"},
        "step": "result",
        "measured": {},
    }
    save_before_load(page, json.dumps(whole))
    page.add_init_script("localStorage['ssi-damaged'] ??= '{'")
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    page.evaluate("localStorage['ssi-language'] = 'nl'")
    page.locator("[data-real] [name=brand]").fill("12.5")
    page.locator("[data-erase]").press("Enter")
    tab_to(page, "[data-erase-confirm]", 3)
    page.keyboard.press("Enter")
    expect(page.locator("[data-erased]")).to_be_focused()
    expect_stored(page, None)
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => key.startsWith('ssi'))") == []
    tab_to(page, "[data-erased] [data-undo]", 2)
    page.keyboard.press("Enter")
    expect(page.locator("[data-erased]")).to_be_focused()
    expect_undone(page, "[data-erased]", "undo.done")
    expect_stored(page, whole)
    assert page.evaluate("[localStorage['ssi-language'], localStorage['ssi-damaged']]") == ["nl", "{"]
    expect(page.locator("[data-real] [name=brand]")).to_have_value("12.5")
    expect(page.locator("tbody.point")).to_have_count(2)
    assert violations(page) == []
    # What the page remembered is gone with it.
    page.locator("[data-erase]").click()
    page.locator("[data-erase-confirm]").click()
    expect(page.locator("[data-erased]")).to_be_focused()
    page.reload()
    expect(page.locator("[data-history][data-started]")).to_be_attached()
    expect(page.locator("[data-undo]:visible")).to_have_count(0)
    expect_stored(page, None)


def test_what_another_tab_saved_since_then_is_not_written_over(context: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([REAL, ESTIMATE], TYPICAL))
    your_ssi(page, site_url)
    wait_for_engine(page)
    page.locator("[data-erase]").click()
    page.locator("[data-erase-confirm]").click()
    expect(page.locator("[data-erased]")).to_be_focused()
    other = context.new_page()
    other.goto(f"{site_url}en/quiz.html")
    answer = next(level for level in ("none", "one", "two") if level != TYPICAL["articles"])
    other.locator(f'input[name="articles"][value="{answer}"]').check()
    # The report stays, and so does its button.
    expect(page.locator("[data-device-list]")).to_contain_text("one answer")
    page.locator("[data-erased] [data-undo]").click()
    expect_undone(page, "[data-erased]", "undo.partly")
    expect_stored(page, TYPICAL | {"articles": answer}, part="answers")
    expect_stored(page, [REAL, ESTIMATE], part="history")

    # A point that another tab changed since then stays as that tab left it.
    type_real(page, "2026-03-02", find=6.2)
    page.locator("[data-twice-dialog] [value=replace]").press("Enter")
    expect(page.locator("[data-real-done]")).to_be_focused()
    your_ssi(other, site_url)
    other.locator("tbody.point").first.locator("[data-remove]").click()
    expect(page.locator("tbody.point")).to_have_count(1)
    page.locator("[data-real-done] [data-undo]").click()
    expect_undone(page, "[data-real-done]", "undo.partly")
    expect_stored(page, [ESTIMATE], part="history")


def test_one_change_at_a_time_can_be_taken_back(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([REAL, ESTIMATE, {"id": "odd"}]))
    page.add_init_script("localStorage['ssi-damaged'] ??= '{'")
    your_ssi(page, site_url)
    wait_for_engine(page)
    page.locator("tbody.point").last.locator("[data-change]").click()
    dialog = page.locator("[data-change-dialog]")
    dialog.locator("[name=day]").fill("2026-01-01")
    dialog.locator("[type=submit]").click()
    expect(page.locator("tbody.point time").filter(has_text="1 Jan 2026")).to_have_count(1)
    expect(page.locator("[data-undo]:visible")).to_have_count(1)
    page.locator("[data-unreadable-remove]").click()
    expect(page.locator("[data-undo]:visible")).to_have_count(1)
    page.locator("[data-points-done] [data-undo]").click()
    expect(page.locator("[data-undo]:visible")).to_have_count(0)
    assert {"id": "odd"} in read_stored(page)["history"]
    page.locator("[data-aside-remove]").click()
    expect(page.locator("[data-aside-done]")).to_be_focused()
    assert page.evaluate("localStorage['ssi-damaged']") is None
    page.locator("[data-aside-done] [data-undo]").click()
    expect(page.locator("[data-aside-list] li")).to_have_count(1)
    assert page.evaluate("localStorage['ssi-damaged']") == "{"
    expect(page.locator("[data-undo]:visible")).to_have_count(0)


def test_a_document_that_cannot_be_read_comes_back_as_it_was(page: Page, site_url: str) -> None:
    for text in ('{"version": 99, "more": 1}', '{"version": 2, "answers": 5}'):
        your_ssi(page, site_url)
        page.evaluate("text => localStorage.setItem('ssi', text)", text)
        page.reload()
        expect(page.locator("[data-history][data-started]")).to_be_attached()
        page.locator("[data-erase]").click()
        page.locator("[data-erase-confirm]").click()
        expect(page.locator("[data-erased]")).to_be_focused()
        assert page.evaluate("localStorage.ssi") is None
        page.locator("[data-erased] [data-undo]").click()
        expect_undone(page, "[data-erased]", "undo.done")
        assert page.evaluate("localStorage.ssi") == text


def test_on_a_full_device_what_is_taken_back_is_on_the_page_alone_and_says_so(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([REAL, ESTIMATE]))
    your_ssi(page, site_url)
    wait_for_engine(page)
    page.locator("tbody.point [data-remove]").first.click()
    expect(page.locator("tbody.point")).to_have_count(1)
    page.evaluate(FILL)
    page.locator("[data-points-done] [data-undo]").click()
    expect_undone(page, "[data-points-done]", "undo.not-kept")
    expect(page.locator("tbody.point")).to_have_count(2)
    page.evaluate(EMPTY)
    type_real(page, "2026-05-01")
    expect(page.locator("tbody.point")).to_have_count(3)
    assert len(read_stored(page)["history"]) == 3


EARLIEST, LATEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
"""The first place on earth where a day begins, and one of the last."""


def test_a_day_that_was_chosen_is_that_day_everywhere(browser: Browser, site_url: str) -> None:
    def open_in(zone: str, text: str) -> Page:
        page = browser.new_context(timezone_id=zone, locale="en-GB", service_workers="block").new_page()
        page.clock.set_fixed_time("2026-06-10T09:00:00Z")  # It is almost midnight in the first of the two.
        save_before_load(page, text)
        your_ssi(page, site_url)
        wait_for_engine(page)
        return page

    # Saved by an earlier version of this site, as a moment.
    old = REAL | {"id": "old", "date": "2026-03-02T22:00:00Z"}
    page = open_in(EARLIEST, dump_points([old]))
    expect(page.locator("tbody.point time")).to_have_text("3 Mar 2026")
    for count, (day, total) in enumerate((("2026-01-05", 41), ("", 42), ("", 43)), 2):
        type_real(page, day, total=total, **dict.fromkeys(PILLARS, total / 4))
        if count == 4:
            page.locator("dialog[data-twice-dialog] button[value=both]").click()
        expect(page.locator("tbody.point")).to_have_count(count)
    days = ["10 Jun 2026", "10 Jun 2026", "5 Jan 2026"]
    assert sorted(rows(page)) == sorted([*days, "3 Mar 2026"])
    text = json.dumps(read_stored(page))
    page.context.close()

    page = open_in(LATEST, text)
    expect(page.locator("tbody.point")).to_have_count(4)
    assert sorted(rows(page)) == sorted([*days, "2 Mar 2026"])
    # Of one day's scores, the one that was saved last is the latest.
    expect(page.locator("[data-latest=real]")).to_contain_text("43")
    page.context.close()
