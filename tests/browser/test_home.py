"""The home page: two doors in the first screen, an answer at once for a known SSI, and the way back for those who were here before."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from ssi_core.model import MODEL, TOTAL
from tests.support import browser as installed
from tests.support.axe import violations
from tests.support.keyboard import tab_to
from tests.support.quiz_page import LANGUAGES, SOME, dump_answers, save_before_load
from tests.support.your_ssi_page import ESTIMATE, PILLARS, REAL, YOURS, dump_points, message

SEEN = next(seen for seen in MODEL.observed if seen.key == TOTAL)
SHIFTS = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const each of list.getEntries()) sum += each.value; })
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 500);
})"""


def home(page: Page, site_url: str, language: str = "en") -> None:
    page.goto(f"{site_url}{language}/index.html")
    expect(page.locator("[data-known-button]")).to_be_visible()


def say_known(page: Page, typed: str) -> None:
    page.locator("form[data-known-ssi] input").fill(typed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_doors_are_in_the_first_screen(page: Page, site_url: str, language: str) -> None:
    for width, height in ((390, 844), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        home(page, site_url, language)
        expect_doors(page, height)


def expect_doors(page: Page, height: int) -> None:
    doors = page.locator(".door")
    expect(doors).to_have_count(2)
    for door in doors.all():
        box = door.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height
    # Its number is nobody's own: it comes later, and says that it is an example.
    example = page.locator(".home-example")
    box = example.bounding_box()
    assert box is not None
    assert box["y"] > max((each.bounding_box() or box)["y"] for each in doors.all())
    expect(example.locator("figcaption b")).to_have_text(re.compile("^(An example|Een voorbeeld)"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_known_ssi_is_answered_at_once_and_without_the_engine(page: Page, site_url: str, language: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    home(page, site_url, language)
    answer = page.locator("[data-known-answer]")
    for typed, shown in (("42", 42), ("42,5", 42.5), ("43%", 43), ("43.5", 43.5), ("\u200e44 / 100\u200f ", 44)):
        say_known(page, "")
        expect(answer).to_be_hidden()
        say_known(page, typed)
        expect(answer).to_be_visible()
        number, by = (f"{value:g}".replace(".", "," if language == "nl" else ".") for value in (shown, shown - SEEN.high))
        expect(page.locator("[data-known-verdict]")).to_have_text(message(page, "verdict.above").replace("{n}", number))
        expect(page.locator("[data-announce]")).to_contain_text(number)
        average = message(page, "average.above").format(low=f"{SEEN.low:g}", high=f"{SEEN.high:g}", by=by)
        expect(page.locator("[data-known-average]")).to_have_text(average)
    assert not [url for url in asked if "/runtime/" in url or url.endswith(".wasm")]


def test_an_answer_never_says_more_than_three_ranks_tell(page: Page, site_url: str) -> None:
    home(page, site_url)
    for total in (0, 3, 19.9, 20, 28.9, 29, 33, 36, 36.1, 42, 52.9, 53, 75, 100):
        say_known(page, f"{total}")
        expect_ranks(page, total)


def expect_ranks(page: Page, total: float) -> None:
    anchors = MODEL.rank_anchors
    under = [anchor for anchor in anchors if anchor.total <= total]
    over = [anchor for anchor in anchors if anchor.total > total]
    named = under[-1:] if under and under[-1].total == total else [*under[-1:], *over[:1]]
    key = "far" if total >= anchors[-1].total else "below" if total < SEEN.low else "above" if total > SEEN.high else "within"
    expect(page.locator("[data-known-verdict]")).to_have_text(message(page, f"verdict.{key}").replace("{n}", f"{total:g}"))
    rank = page.locator("[data-known-rank]").inner_text()
    assert re.findall(r"top (\d+)%", rank) == [str(anchor.top_percent) for anchor in named]
    assert {float(number) for number in re.findall(r"(?<!top )\b(\d+)\b(?!%)", rank)} == {anchor.total for anchor in named}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_line_of_work_has_its_own_guideline(page: Page, site_url: str, language: str) -> None:
    home(page, site_url, language)
    say_known(page, "62")
    words = page.locator("[data-known-role]")
    for role in MODEL.roles:
        page.locator(f'input[name="known-role"][value="{role.key}"]').check()
        expect(page.locator("[data-known-goal]")).to_have_text(f"{role.low}" if role.low == role.high else f"{role.low}–{role.high}")
        goal = f"{role.low}" if role.low == role.high else message(page, "role.to").format(low=role.low, high=role.high)
        key = "below" if role.low > 62 else "reached"
        whom = message(page, "role.member" if role.key == "member" else "role.work")
        expect(words).to_have_text(message(page, f"role.{key}").format(whom=whom, goal=goal, by=role.low - 62))
        expect(words).to_contain_text(
            {"en": "For an average member, ", "nl": "Voor een gemiddeld lid "}[language] if role == MODEL.roles[0] else whom
        )


def test_a_number_that_the_browser_brought_back_is_about_the_visitors_own_work(page: Page, site_url: str) -> None:
    # Before any deferred script runs, as a browser does.
    page.add_init_script(
        """document.addEventListener("readystatechange", () => {
            const field = document.querySelector("form[data-known-ssi] input");
            if (field) field.value = "62";
        }, { once: true });"""
    )
    save_before_load(page, dump_answers(SOME, "hr"))
    home(page, site_url)
    (role,) = (role for role in MODEL.roles if role.key == "hr")
    expect(page.locator('input[name="known-role"][value="hr"]')).to_be_checked()
    expect(page.locator("[data-known-goal]")).to_have_text(f"{role.low}" if role.low == role.high else f"{role.low}–{role.high}")


def test_a_wrong_number_is_said_so(page: Page, site_url: str) -> None:
    home(page, site_url)
    for typed in ("abc", "420", "-3", "4 2", "12/50", "100,1"):
        say_known(page, typed)
        expect_wrong(page)


def expect_wrong(page: Page) -> None:
    field = page.locator("form[data-known-ssi] input")
    field.press("Enter")
    wrong = page.locator("[data-known-wrong]")
    expect(wrong).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", re.compile("known-wrong"))
    expect(field).to_be_focused()
    expect(page.locator("[data-known-answer]")).to_be_hidden()
    say_known(page, "7")
    expect(wrong).to_be_hidden()
    expect(page.locator("[data-known-answer]")).to_be_visible()
    say_known(page, "")
    expect(page.locator("[data-known-answer]")).to_be_hidden()
    expect(wrong).to_be_hidden()


def test_on_a_phone_the_button_brings_the_whole_comparison_into_sight(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    home(page, site_url)
    say_known(page, "42")
    page.locator("[data-known-button]").click()
    expect(page.locator("[data-known-verdict]")).to_be_in_viewport(ratio=1)
    expect(page.locator(".known-plot")).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-known-role]")).to_be_in_viewport(ratio=1)


def test_a_number_is_not_called_wrong_while_it_is_typed(page: Page, site_url: str) -> None:
    home(page, site_url)
    field = page.locator("form[data-known-ssi] input")
    for typed in ("4", "42", "42,", "42,5"):
        field.press("End")
        field.press(typed[-1])
        expect(page.locator("[data-known-wrong]")).to_be_hidden()
    expect(field).to_have_value("42,5")


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_keyboard_alone_from_the_number_to_its_pillars(page: Page, site_url: str, language: str) -> None:
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        home(page, site_url, language)
        go_to_pillars(page, language)
        page.evaluate("sessionStorage.clear()")


def go_to_pillars(page: Page, language: str) -> None:
    tab_to(page, "form[data-known-ssi] input")
    page.keyboard.type("42")
    page.keyboard.press("Enter")
    expect(page.locator("[data-known-verdict]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator('input[name="known-role"]:checked')).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator('input[name="known-role"]').nth(1)).to_be_checked()
    tab_to(page, "[data-known-pillars]", 2)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{YOURS[language]}.html#pillars")
    # The number went along, nothing is saved yet, and the pillars can be typed.
    expect(page.locator("[data-real] [name=total]")).to_have_value("42")
    expect(page.locator("[data-real] [name=brand]")).to_be_visible()
    for shown in ("#real-title", "[data-real] [name=total]", "[data-real] [name=brand]"):
        expect(page.locator(shown)).to_be_in_viewport(ratio=1)
    page.locator("[data-real] [name=total]").press("Tab")
    for name in PILLARS:
        # After the line that unfolds them, and before the box to paste in.
        page.keyboard.press("Tab")
        expect(page.locator(f"[data-real] [name={name}]")).to_be_focused()
    assert page.evaluate("localStorage.getItem('ssi')") is None


def test_a_number_that_goes_along_leaves_what_was_typed_before(page: Page, site_url: str) -> None:
    for draft, brand in (('{"brand": "12.5"}', "12.5"), ("[1", ""), ("null", ""), ('"text"', "")):
        home(page, site_url)
        page.evaluate("draft => sessionStorage.setItem('ssi-draft', draft)", draft)
        say_known(page, "42")
        page.locator("[data-known-pillars]").click()
        expect(page.locator("[data-real] [name=total]")).to_have_value("42")
        expect(page.locator("[data-real] [name=brand]")).to_have_value(brand)


def test_without_script_the_second_door_leads_to_what_is_a_good_score(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for language, target in (("en", "good-score"), ("nl", "goede-score")):
        page.goto(f"{site_url}{language}/index.html")
        expect(page.locator("form[data-known-ssi] button")).to_be_hidden()
        expect(page.locator("[data-known-answer], [data-back]").locator("visible=true")).to_have_count(0)
        page.locator("form[data-known-ssi] a").click()
        assert target in page.url
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_comes_back_is_led_on(page: Page, site_url: str, language: str) -> None:
    year = page.evaluate("new Date().getFullYear()")
    newest = REAL | {"id": "r2", "date": f"{year}-01-27T12:00:00Z", "total": 42}
    save_before_load(page, dump_points([newest, REAL | {"date": "2020-03-02T12:00:00Z"}], SOME))
    home(page, site_url, language)
    score, quiz = page.locator("[data-back-score]"), page.locator("[data-back-quiz]")
    day = {"en": "27 January", "nl": "27 januari"}[language]
    expect(score).to_have_text(message(page, "back.real").format(total="42", day=day))
    quiz.click()
    page.wait_for_url("**/quiz.html")
    page.go_back()
    score.click()
    page.wait_for_url(f"**/{YOURS[language]}.html#history")


def test_an_older_estimate_is_named_with_its_year(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([ESTIMATE | {"date": "2020-01-20T10:00:00Z"}]))
    home(page, site_url)
    expect(page.locator("[data-back-score]")).to_have_text(message(page, "back.estimate").format(total="30", day="20 January 2020"))
    expect(page.locator("[data-back-quiz]")).to_be_hidden()


def test_a_first_visit_shifts_nothing(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    home(page, site_url)
    expect(page.locator("[data-back]")).to_be_hidden()
    assert page.evaluate(SHIFTS) == 0


HOSTILE: dict[str, Any] = {
    "no JSON": "{",
    "a list": "[]",
    "a number": "7",
    "answers that are a list": json.dumps({"version": 2, "answers": [1], "history": {}}),
    "points of nothing": json.dumps({"version": 2, "answers": {}, "history": [None, 1, {}, {"id": 1}, REAL | {"total": "42"}]}),
    "a point with markup": json.dumps({"version": 2, "answers": {}, "history": [REAL | {"total": "<img src=x>", "kind": "<b>"}]}),
    "a point that is too high": json.dumps({"version": 2, "answers": {}, "history": [REAL | {"total": 1e9}]}),
    "a point of a day to come": json.dumps({"version": 2, "answers": {}, "history": [REAL | {"date": "2999-01-01T12:00:00Z"}]}),
    "what a newer version wrote": json.dumps({"version": 3, "answers": SOME, "history": [REAL]}),
    "a pillar that is too high": json.dumps({"version": 2, "answers": {}, "history": [REAL | {"pillars": PILLARS | {"brand": 26}}]}),
    "a day that is a number": json.dumps({"version": 2, "answers": {}, "history": [REAL | {"date": 5}]}),
    "a point of no day": json.dumps({"version": 2, "answers": {}, "history": [REAL | {"date": "never"}]}),
}


def test_damaged_storage_is_no_way_back(page: Page, site_url: str) -> None:
    for name, stored in HOSTILE.items():
        page.goto(f"{site_url}robots.txt")
        page.evaluate("text => { sessionStorage.clear(); localStorage.setItem('ssi', text); }", stored)
        home(page, site_url)
        expect(page.locator("[data-back]")).to_be_hidden()
        expect(page.locator("form[data-known-ssi] input")).to_have_value("")
        say_known(page, "42")
        expect(page.locator("[data-known-answer]")).to_be_visible()
        assert page.evaluate("localStorage.getItem('ssi')") == stored, f"{name}: the page only reads"


def test_storage_that_is_refused_stops_nothing(page: Page, site_url: str) -> None:
    refuse = "{ get() { throw new DOMException('refused', 'SecurityError'); } }"
    page.add_init_script(f"for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {refuse});")
    home(page, site_url)
    expect(page.locator("[data-back]")).to_be_hidden()
    say_known(page, "42")
    page.locator("[data-known-pillars]").click()
    page.wait_for_url("**/your-ssi.html#pillars")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_fits_and_is_accessible(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points([REAL], SOME))
    home(page, site_url, language)
    say_known(page, "42")
    expect(page.locator("[data-known-answer]")).to_be_visible()
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


def test_what_another_tab_erases_is_no_longer_shown(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([REAL]))
    home(page, site_url)
    expect(page.locator("[data-back-score]")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{site_url}{YOURS['en']}")
    other.evaluate("localStorage.removeItem('ssi')")
    expect(page.locator("[data-back]")).to_be_hidden()
    # A page that the browser held on to is told in another way.
    other.evaluate(f"localStorage.setItem('ssi', {json.dumps(dump_points([REAL]))})")
    expect(page.locator("[data-back-score]")).to_be_visible()


def test_twice_the_letters_fit_the_narrowest_screen(playwright: Playwright, site_url: str) -> None:
    # As the browser's own setting: in such letters, too, the style sheet measures the screen.
    browser = installed.launch(playwright, [*installed.FLEETING, "--blink-settings=defaultFontSize=32"])
    assert browser is not None, installed.ADVICE
    with browser:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        for language in LANGUAGES:
            home(page, site_url, language)
            say_known(page, "42")
            expect(page.locator("[data-known-answer]")).to_be_visible()
            for address in ("index.html", "quiz.html"):
                if address not in page.url:
                    page.goto(f"{site_url}{language}/{address}")
                assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
                assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_real_score_is_filled_in_and_leads_to_its_advice(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points([REAL | {"total": 42}, ESTIMATE | {"date": "2026-04-01T10:00:00Z"}]))
    home(page, site_url, language)
    field = page.locator("form[data-known-ssi] input")
    expect(field).to_have_value("42")
    # It is answered when it is asked.
    expect(page.locator("[data-known-answer]")).to_be_hidden()
    page.locator("[data-known-button]").click()
    expect(page.locator("[data-known-verdict]")).to_have_text(message(page, "verdict.above").replace("{n}", "42"))
    page.locator("[data-known-pillars]").click()
    page.wait_for_url(f"**/{YOURS[language]}.html#advice")
    # No draft comes before what is saved.
    expect(page.locator("[data-real] [name=total]")).to_have_value("")
    home(page, site_url, language)
    say_known(page, "50")
    page.locator("[data-known-pillars]").click()
    page.wait_for_url(f"**/{YOURS[language]}.html#pillars")
    expect(page.locator("[data-real] [name=total]")).to_have_value("50")


def test_a_newer_score_of_another_tab_comes_in_the_place_of_the_last_and_of_nothing_typed(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([REAL]))
    home(page, site_url)
    field = page.locator("form[data-known-ssi] input")
    expect(field).to_have_value("33")
    page.locator("[data-known-button]").click()
    other = page.context.new_page()
    other.goto(f"{site_url}en/{YOURS['en']}.html")
    store = "(text) => localStorage.setItem('ssi', text)"
    other.evaluate(store, dump_points([REAL | {"total": 20}]))
    expect(field).to_have_value("20")
    expect(page.locator("[data-known-verdict]")).to_have_text(message(page, "verdict.below").replace("{n}", "20"))
    say_known(page, "51")
    other.evaluate(store, dump_points([REAL | {"total": 40}]))
    expect(page.locator("[data-back-score]")).to_contain_text("40")
    expect(field).to_have_value("51")


def test_what_was_saved_on_your_ssi_is_there_after_back(page: Page, site_url: str) -> None:
    home(page, site_url)
    page.goto(f"{site_url}en/{YOURS['en']}.html")
    expect(page.locator("[data-history][data-started]")).to_be_attached()
    page.locator("[data-real] [name=total]").fill("42")
    page.locator("[data-save-real]").click()
    expect(page.locator("tbody.point")).to_have_count(1)
    page.go_back()
    expect(page.locator("[data-back-score]")).to_contain_text("42")
    expect(page.locator("form[data-known-ssi] input")).to_have_value("42")


def test_an_estimate_alone_is_nobodys_real_score(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([ESTIMATE]))
    home(page, site_url)
    expect(page.locator("[data-back-score]")).to_be_visible()
    expect(page.locator("form[data-known-ssi] input")).to_have_value("")
