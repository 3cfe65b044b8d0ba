"""Large changes of the quiz are taken back on the spot: steps done, starting over, somebody's answers; and a second estimate of a day."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.axe import violations
from tests.support.device import EMPTY, FILL
from tests.support.quiz_page import (
    CODE,
    LANGUAGES,
    SOME,
    TYPICAL,
    choose_role,
    expect_part,
    expect_score,
    expect_stored,
    radio,
    read_stored,
    save_before_load,
    score_in_cpython,
    scroll_to_end,
    visit,
)
from tests.support.your_ssi_page import ESTIMATE, message, your_ssi

OWN: dict[str, Any] = {
    "version": 2, "answers": SOME, "role": "hr", "target": None, "step": "result",
    "done": {}, "measured": {"groups": "none"}, "history": [],
}  # fmt: skip
NOTICE, UNDO = "[data-changed]", "[data-changed] [data-undo]"


def tick_and_apply(page: Page) -> str:
    """Tick the first step of the advice and have it done, by keyboard; return its factor."""
    box = page.locator("[data-advice-list] input[data-tick]").first
    factor = box.get_attribute("data-tick") or ""
    box.press("Space")
    expect(page.locator("[data-what-if]")).to_be_visible()
    page.locator("[data-apply]").press("Enter")
    expect(page.locator(NOTICE)).to_be_visible()
    return factor


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_that_are_done_are_taken_back_by_keyboard(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    save_before_load(page, json.dumps(OWN))
    visit(page, site_url, language, "#result")
    expect(page.locator("[data-result=scored]")).to_be_visible()
    before = read_stored(page)
    factor = tick_and_apply(page)
    assert read_stored(page)["answers"] != before["answers"]
    # It takes the place of the line that held the button, and counts what changed.
    expect(page.locator(NOTICE)).to_be_focused()
    expect(page.locator("[data-changed-words]")).to_have_text(re.compile(r"^1 \w+"))
    expect(page.locator(NOTICE)).to_be_in_viewport()
    scroll_to_end(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.keyboard.press("Tab")
    expect(page.locator(UNDO)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(NOTICE)).to_be_focused()
    expect(page.locator("[data-changed-words]")).to_have_text(message(page, "undo.done"))
    expect(page.locator(UNDO)).to_be_hidden()
    after = read_stored(page)
    level = after["done"].pop(factor)
    assert after == before, "but for the tick, which is there again"
    expect(page.locator(f'[data-advice-list] input[data-tick="{factor}"]')).to_be_checked()
    expect(page.locator(f'input[name="{factor}"]:checked')).to_have_count(int(factor in SOME))
    assert level
    # The next change ends it.
    tick = page.locator("[data-advice-list] input[data-tick]").first
    page.locator("[data-apply]").click()
    expect(page.locator(UNDO)).to_be_visible()
    tick.check()
    expect(page.locator(NOTICE)).to_be_hidden()


def test_what_another_tab_answered_since_then_stays(context: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(OWN))
    visit(page, site_url, "en", "#result")
    expect(page.locator("[data-result=scored]")).to_be_visible()
    factor = tick_and_apply(page)
    other = context.new_page()
    visit(other, site_url, "en", f"#{factor}")
    radio(other, factor, "unknown").check()
    expect(radio(page, factor, "unknown")).to_be_checked()
    page.locator(UNDO).click()
    expect(page.locator("[data-changed-words]")).to_have_text(message(page, "undo.partly"))
    expect_stored(page, SOME | {factor: "unknown"}, part="answers")
    assert factor in read_stored(page)["done"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_starting_over_is_taken_back_by_keyboard(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, json.dumps(OWN | {"history": [ESTIMATE]}))
    visit(page, site_url, language, "#result")
    expect(page.locator("[data-result=scored]")).to_be_visible()
    before = read_stored(page)
    page.locator("[data-restart]").press("Enter")
    page.locator("[data-restart-confirm]").press("Enter")
    expect_part(page, "part-1")
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)
    expect_stored(page, {}, part="answers")
    page.keyboard.press("Tab")
    expect(page.locator(UNDO)).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-changed-words]")).to_have_text(message(page, "undo.done"))
    expect_stored(page, before)
    for factor, level in SOME.items():
        expect(radio(page, factor, level)).to_be_checked()
    # The first answer after starting over ends it.
    page.locator("[data-restart]").click()
    page.locator("[data-restart-confirm]").click()
    expect(page.locator(UNDO)).to_be_visible()
    page.locator("label").filter(has=radio(page, "rich_media", "none")).click()
    expect(page.locator(NOTICE)).to_be_hidden()


def test_answers_that_were_replaced_by_a_link_come_back(page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(OWN))
    visit(page, site_url, "en", f"#code={CODE}")
    page.locator("[data-preview-keep]").click()
    expect(page.locator(NOTICE)).to_be_visible()
    assert read_stored(page)["answers"] != SOME
    page.locator(UNDO).click()
    expect(page.locator("[data-changed-words]")).to_have_text(message(page, "undo.done"))
    expect_stored(page, OWN)
    for factor, level in SOME.items():
        expect(radio(page, factor, level)).to_be_checked()


def test_on_a_full_device_it_says_that_it_is_on_the_page_alone(page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(OWN))
    visit(page, site_url, "en", "#result")
    expect(page.locator("[data-result=scored]")).to_be_visible()
    page.locator("[data-restart]").click()
    page.locator("[data-restart-confirm]").click()
    expect(page.locator(UNDO)).to_be_visible()
    page.evaluate(FILL)
    page.locator(UNDO).click()
    expect(page.locator("[data-changed-words]")).to_have_text(message(page, "undo.done"))
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "not-kept")
    for factor, level in SOME.items():
        expect(radio(page, factor, level)).to_be_checked()
    page.evaluate(EMPTY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_estimate_of_a_day_is_asked_about(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, json.dumps(OWN | {"answers": TYPICAL}))
    visit(page, site_url, language, "#result")
    expect(page.locator("[data-result=scored]")).to_be_visible()
    page.locator("[data-save]").click()
    expect(page.locator("[data-saved]:visible")).to_have_attribute("data-saved", "kept")
    (first,) = read_stored(page)["history"]
    for how, count in (("replace", 1), ("both", 2)):
        choose_role(page, "sales" if how == "replace" else "recruiter")
        expect(page.locator("[data-saved]:visible")).to_have_count(0)
        page.wait_for_function("saved => new Date().toISOString().slice(0, 19) > saved", arg=read_stored(page)["history"][-1]["date"][:19])
        page.locator("[data-save]").press("Enter")
        expect(page.locator("[data-saved]:visible")).to_have_attribute("data-saved", "today")
        expect(page.locator("[data-announce]")).to_contain_text(str(int(first["total"])))
        page.locator(f"[data-save-how={how}]").press("Enter")
        expect(page.locator("[data-saved]:visible")).to_have_attribute("data-saved", "kept")
        expect(page.locator("[data-save]")).to_be_focused()
        assert len(read_stored(page)["history"]) == count
    assert [(point["id"] == first["id"], point["role"]) for point in read_stored(page)["history"]] == [
        (True, "sales"),
        (False, "recruiter"),
    ]


def test_what_another_tab_erased_is_not_taken_back(context: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(OWN))
    visit(page, site_url, "en", "#result")
    expect(page.locator("[data-result=scored]")).to_be_visible()
    tick_and_apply(page)
    other = context.new_page()
    your_ssi(other, site_url)
    other.locator("[data-erase]").click()
    other.locator("[data-erase-confirm]").click()
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    page.evaluate("document.querySelector('[data-changed] [data-undo]').click()")
    expect(page.locator("[data-changed-words]")).to_have_text(message(page, "undo.partly"))
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    expect_stored(page, None)


def test_a_change_is_taken_back_only_in_the_answers_that_it_changed(page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(OWN))
    visit(page, site_url, "en", "#result")
    expect(page.locator("[data-result=scored]")).to_be_visible()
    tick_and_apply(page)
    own = read_stored(page)
    page.evaluate("code => { location.hash = `example=${code}`; }", CODE)
    expect(page.locator("form[data-guest=example]")).to_be_visible()
    expect(page.locator(NOTICE)).to_be_hidden()
    # Until the calculator has answered, the steps of one's own result stand there.
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    tick_and_apply(page)
    page.locator("[data-preview-leave]:visible").click()
    expect(page.locator("form[data-guest]")).to_have_count(0)
    expect(page.locator(NOTICE)).to_be_hidden()
    expect_stored(page, own["answers"], part="answers")


@pytest.mark.parametrize("body", ["<!doctype html><title>Log in</title>", '<template data-late="messages"></template>'])
def test_another_page_in_the_place_of_what_comes_later_adds_nothing_and_does_not_stay(page: Page, site_url: str, body: str) -> None:
    late = "**/your-ssi.html*"
    page.route(late, lambda route: route.fulfill(status=200, body=body, content_type="text/html"))
    save_before_load(page, json.dumps(OWN))
    visit(page, site_url, anchor="#result")
    with page.expect_response(late):
        expect(page.locator("[data-result=scored]")).to_be_visible()
    page.wait_for_timeout(500)
    expect(page.locator("form[data-quiz]")).not_to_contain_text("undefined")
    page.unroute(late)
    # It is asked for again where it is needed.
    page.locator("[data-save]").click()
    expect(page.locator('[data-saved="kept"]')).to_be_visible()
    tick_and_apply(page)
    page.locator(UNDO).click()
    expect_stored(page, SOME, part="answers")


def test_an_estimate_is_saved_with_the_answers_that_it_is_of(page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(OWN))
    visit(page, site_url, anchor="#result")
    expect(page.locator("[data-result=scored]")).to_be_visible()
    expect(page.locator("html[data-engine=ready]")).to_be_attached()
    # Before the engine has scored the new answer.
    page.evaluate("""() => {
        const box = document.querySelector("[data-advice-list] input[data-tick]");
        box.click();
        document.querySelector("[data-apply]").click();
        document.querySelector("[data-save]").click();
    }""")
    page.wait_for_function("JSON.parse(localStorage.getItem('ssi')).history.length === 1")
    (point,) = read_stored(page)["history"]
    assert point["total"] == score_in_cpython(point["answers"])["total"]
