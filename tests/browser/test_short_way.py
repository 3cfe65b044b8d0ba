"""The short way through the quiz in a real browser: eight questions that `ssi_core` chooses, and then the rest."""

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from ssi_core.answers import Answers, read_answers
from ssi_core.model import MODEL
from ssi_core.short_way import LENGTH, find_next_question, list_short_way
from tests.support.keyboard import tab_to
from tests.support.looks import Looker
from tests.support.markup import read
from tests.support.quiz_page import (
    LANGUAGES,
    SOME,
    TYPICAL,
    choose,
    dump_answers,
    expect_score,
    expect_stored,
    radio,
    save_before_load,
    visit,
)

FORM = "form[data-quiz]"
LAST = "line-of-work"


def expect_step(page: Page, step: int, key: str) -> None:
    """Only this question is shown, it has the focus, and the address says so."""
    expect(page.locator(FORM)).to_have_attribute("data-short", str(step))
    assert page.url.endswith(f"#short-{step}-{key}")
    question = page.locator(f"[id='{key}']")
    expect(page.locator("[data-factor]:visible, [data-role]:visible")).to_have_count(1)
    expect(question).to_be_in_viewport()
    expect(question.locator("input:focus")).to_have_count(1)


def start(page: Page, site_url: str, language: str = "en") -> None:
    visit(page, site_url, language)
    expect(page.locator("html[data-engine=ready]")).to_be_attached()
    page.locator("[data-short-way] [data-short-start]").click()


def find_next(answers: dict[str, str]) -> str:
    found = find_next_question(read_answers({"answers": answers}))
    assert found is not None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_build_knows_the_first_questions(dist: Path, language: str) -> None:
    (ways,) = read(dist / language / "quiz.html").all("div", **{"class": "ways with-script"})
    assert tuple(ways["data-short-way"].split()) == list_short_way(Answers())


@pytest.mark.parametrize("language", LANGUAGES)
def test_eight_taps_lead_to_a_result_and_that_to_the_rest(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    start(page, site_url, language)
    answers: dict[str, str] = {}
    for step in range(1, LENGTH + 1):
        key = find_next(answers)
        expect_step(page, step, key)
        said = page.locator("[data-progress-text]")
        expect(said).to_have_text(re.compile(rf"^\D*{step}\D+{LENGTH}\D*$"))
        # Part of what is shown, not only of what is read out.
        expect(said).to_be_in_viewport()
        bar = page.locator("[data-progress]")
        expect(bar).to_have_js_property("max", LENGTH)
        expect(bar).to_have_js_property("value", step - 1)
        answers[key] = TYPICAL[key]
        choose(page, {key: TYPICAL[key]})
    expect_step(page, LENGTH + 1, LAST)
    choose(page, {"role": "hr"})
    expect(page.locator("[data-part=result] [data-part-title]")).to_be_focused()
    score = expect_score(page, language, answers, role="hr")
    expect_stored(page, answers, part="answers")
    expect_stored(page, "hr", part="role")

    refine = page.locator("[data-refine]")
    expect(refine).to_contain_text(str(len(score["missing"])))
    # It asks for what is missing, so that the steps come next.
    expect(page.locator("[data-missing-box]")).to_be_hidden()
    refine.locator("button").click()
    expect(page.locator(FORM)).not_to_have_attribute("data-short", re.compile(""))
    expect(page.locator(f"input[name={score['missing'][0]}]").first).to_be_focused()
    expect(page.locator("[data-factor]:visible")).to_have_count(6)
    page.locator("[data-part-link=result]").click()
    expect(refine).to_be_visible()
    expect(page.locator("[data-missing-box]")).to_be_hidden()
    choose_unknown = page.locator(f"input[name={score['missing'][0]}][value=unknown]")
    page.go_back()
    choose_unknown.check()
    page.locator("[data-part-link=result]").click()
    # What somebody does not know stands there alone.
    expect(page.locator("[data-missing-box] a:visible")).to_have_count(1)


def test_the_keyboard_back_and_a_reload_keep_the_way(page: Page, site_url: str) -> None:
    visit(page, site_url)
    expect(page.locator("html[data-engine=ready]")).to_be_attached()
    tab_to(page, "[data-short-start]")
    page.keyboard.press("Enter")
    first = find_next({})
    expect_step(page, 1, first)
    # The arrows choose, and do not lead away.
    page.keyboard.press("ArrowDown")
    level = MODEL.find_factor(first).levels[1].key
    expect(radio(page, first, level)).to_be_focused()
    page.wait_for_timeout(400)
    expect_step(page, 1, first)
    tab_to(page, "[data-short-next]")
    page.keyboard.press("Enter")
    second = find_next({first: level})
    expect_step(page, 2, second)
    # What is skipped stays open and is not asked again.
    page.locator("[data-short-next]").click()
    third = find_next({first: level, second: "unknown"})
    expect_step(page, 3, third)
    expect_stored(page, {first: level}, part="answers")
    page.locator("[data-short-back]").click()
    expect_step(page, 2, second)
    page.go_back()
    expect_step(page, 1, first)
    expect(radio(page, first, level)).to_be_focused()
    # Another answer, and on along the same way.
    choose(page, {first: MODEL.find_factor(first).levels[0].key})
    expect_step(page, 2, second)
    page.reload()
    expect_step(page, 2, second)
    choose(page, {second: TYPICAL[second]})
    expect(page.locator(FORM)).to_have_attribute("data-short", "3")
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.locator("[data-part=part-1]")).to_be_visible()
    expect(page.locator(FORM)).not_to_have_attribute("data-short", re.compile(""))


def test_what_is_answered_already_is_not_asked(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(SOME))
    start(page, site_url)
    expect_step(page, 1, find_next(SOME))


@pytest.mark.parametrize("has_engine", [True, False])
def test_a_reload_in_the_middle_loses_neither_the_way_nor_what_was_skipped(page: Page, site_url: str, has_engine: bool) -> None:
    if not has_engine:
        page.route("**/*.wasm", lambda route: route.abort())
    visit(page, site_url)
    page.locator("[data-short-start]").click()
    seen: list[str | None] = []
    for step in range(1, LENGTH + 1):
        expect(page.locator(FORM)).to_have_attribute("data-short", str(step))
        seen.append(page.locator("[data-now]").get_attribute("data-factor"))
        if step in {1, 3}:
            page.reload()
            expect(page.locator("html[data-quiz-started]")).to_be_attached()
        page.locator("[data-short-next]").click()
    expect_step(page, LENGTH + 1, LAST)
    assert len(set(seen)) == LENGTH, seen


def test_the_forward_button_after_a_reload_leads_back_into_the_way(page: Page, site_url: str) -> None:
    start(page, site_url)
    expect_step(page, 1, find_next({}))
    page.go_back()
    page.reload()
    expect(page.locator("html[data-engine=ready]")).to_be_attached()
    page.go_forward()
    expect_step(page, 1, find_next({}))
    page.locator("[data-short-next]").click()
    expect(page.locator(FORM)).to_have_attribute("data-short", "2")


def test_a_step_that_names_no_question_shows_what_there_is(page: Page, site_url: str) -> None:
    for address in ("short-3-gone", "short-2-part-2", "short-1-result"):
        page.goto("about:blank")
        visit(page, site_url, anchor=f"#{address}")
        expect(page.locator(FORM)).not_to_have_attribute("data-short", re.compile(""))
        expect(page.locator("[data-part]:visible")).to_have_count(1)
        expect(page.locator(".quiz-parts")).to_be_visible()


def test_whoever_goes_back_at_once_stays_there(page: Page, site_url: str) -> None:
    start(page, site_url)
    first = find_next({})
    expect_step(page, 1, first)
    choose(page, {first: TYPICAL[first]})
    second = find_next({first: TYPICAL[first]})
    expect_step(page, 2, second)
    # Both in one go: on a busy machine the way might go on between a click and the next.
    page.locator("label").filter(has=radio(page, second, TYPICAL[second])).evaluate(
        """label => {
          label.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 }));
          document.querySelector("[data-short-back]").click();
        }"""
    )
    expect_step(page, 1, first)
    page.wait_for_timeout(600)
    expect_step(page, 1, first)


def test_where_the_script_of_the_way_is_missing_all_questions_are_there(page: Page, site_url: str) -> None:
    page.route("**/quiz_extras*.js*", lambda route: route.abort())
    first = find_next({})
    visit(page, site_url, anchor=f"#short-1-{first}")
    expect(page.locator(FORM)).not_to_have_attribute("data-short", re.compile(""))
    expect(page.locator(".quiz-parts")).to_be_visible()
    expect(page.locator(f"input[name={first}]").first).to_be_visible()


def test_without_its_engine_the_way_is_the_builds(page: Page, site_url: str) -> None:
    page.route("**/*.wasm", lambda route: route.abort())
    visit(page, site_url)
    page.locator("[data-short-start]").click()
    for step, key in enumerate(list_short_way(Answers()), start=1):
        expect_step(page, step, key)
        choose(page, {key: TYPICAL[key]})
    expect_step(page, LENGTH + 1, LAST)
    page.locator("[data-short-next]").click()
    expect(page.locator("[data-result=failed], [data-result=waiting]").locator("visible=true")).to_have_count(1)


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", 1440), ("nl", "dark", 320)])
def test_every_step_is_accessible(browser: Browser, site_url: str, language: str, scheme: Literal["light", "dark"], width: int) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    visit(page, site_url, language)
    look = Looker(page, ".choice, .button, .quiz-parts a")
    look("the choice")
    page.locator("[data-short-start]").click()
    expect_step(page, 1, find_next({}))
    look("a question")
    page.goto(f"{site_url}{language}/quiz.html#short-{LENGTH + 1}-{LAST}")
    expect_step(page, LENGTH + 1, LAST)
    look("the last step")
    context.close()
    assert not look.faults, "\n".join(look.faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_the_first_question_fits_the_first_screen(page: Page, site_url: str, language: str) -> None:
    for width, height in ((390, 844), (360, 640)):
        page.set_viewport_size({"width": width, "height": height})
        visit(page, site_url, language)
        expect(page.locator("html[data-engine=ready]")).to_be_attached()
        first = page.locator("[data-factor]").first
        for each in (first.locator("legend"), *first.locator("label").all()):
            expect(each).to_be_in_viewport(ratio=1)
        assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("width", [320, 1440])
def test_a_result_that_has_to_wait_opens_at_its_top(page: Page, site_url: str, width: int) -> None:
    held: list[Route] = []
    page.route("**/*.wasm", lambda route: held.append(route))
    page.set_viewport_size({"width": width, "height": 700})
    save_before_load(page, dump_answers(SOME))
    visit(page, site_url)
    page.evaluate("location.hash = 'result'")
    expect(page.locator("[data-result=waiting]")).to_be_visible()
    for route in held:
        route.continue_()
    page.unroute("**/*.wasm")
    expect(page.locator("[data-result=scored]")).to_be_visible()
    expect(page.locator("html[data-engine=ready]")).to_be_attached()
    expect(page.locator("#result-title")).to_be_in_viewport(ratio=1)


def test_no_heading_is_cut_off_and_the_progress_stays_in_sight(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(SOME))
    visit(page, site_url)
    expect(page.locator("html[data-engine=ready]")).to_be_attached()
    for width in (360, 390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        expect_headings_in_sight(page, width)


def expect_headings_in_sight(page: Page, width: int) -> None:
    bar = page.locator(".quiz-line")
    for part in ("part-2", "part-3", "result", "part-4"):
        # At the end of what is shown; a wide screen has the parts beside it.
        page.locator("[data-part]:visible").evaluate("shown => shown.scrollIntoView({ block: 'end', behavior: 'instant' })")
        expect(bar).to_be_in_viewport(ratio=1)
        page.locator(f'[data-part-link="{part}"]').evaluate("link => link.click()")
        title = page.locator(f"[data-part={part}] [data-part-title]")
        expect(title).to_be_focused()
        expect(title).to_be_in_viewport(ratio=1)
        line, heading = bar.bounding_box(), title.bounding_box()
        assert line is not None
        assert heading is not None
        assert width >= 1024 or heading["y"] >= line["y"] + line["height"]
        # Nor is the page's own title, above the form, half in sight.
        h1 = page.locator("h1").bounding_box()
        assert h1 is not None
        assert h1["y"] >= 0 or h1["y"] + h1["height"] <= 0
    names = page.locator(".quiz-parts a").evaluate_all("all => all.map((each) => each.innerText)")
    assert all(re.match("(\\d\\s+)?[A-Z][a-z]{2}", name) for name in names), names
