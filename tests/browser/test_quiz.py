"""The quiz in a real browser, with the real engine: by mouse, by keyboard alone, without script, and when things go wrong."""

import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from ssi_core.model import MODEL, NOT_APPLICABLE, UNKNOWN
from tests.support.axe import violations
from tests.support.keyboard import tab_to
from tests.support.looks import look_at
from tests.support.quiz_page import (
    LANGUAGES,
    SOME,
    STEPS,
    TYPICAL,
    choose,
    choose_role,
    dump_answers,
    expect_part,
    expect_score,
    expect_stored,
    points,
    radio,
    read_stored,
    save_before_load,
    score_in_cpython,
    steps_of,
    visit,
)

MIXED = TYPICAL | {"articles": UNKNOWN, "sharing": "weekly", "inmail_response": NOT_APPLICABLE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_quiz_by_mouse(page: Page, site_url: str, language: str) -> None:
    visit(page, site_url, language)
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)
    for number, pillar in enumerate(MODEL.pillars, start=1):
        choose(page, {factor.key: MIXED[factor.key] for factor in MODEL.find_factors(pillar)})
        done = sum(len(MODEL.find_factors(each)) for each in MODEL.pillars[:number])
        numbers = r"\D+".join(map(str, (number, STEPS, done, len(MODEL.factors))))
        expect(page.locator("[data-progress-text]")).to_have_text(re.compile(rf"^\D*{numbers}\D*$"))
        expect(page.locator("[data-progress]")).to_have_js_property("value", done)
        if number == STEPS:
            choose(page, {"role": "sales"})
        page.locator(f'[data-part="part-{number}"] .quiz-buttons .button:not(.quiet, .link)').click()
        expect_part(page, f"part-{number + 1}" if number < STEPS else "result")
    assert page.url.endswith("#result")
    score = expect_score(page, language, MIXED, role="sales")
    for bound in score["verdict"]["range"]:
        expect(page.locator("[data-range-text]")).to_contain_text(re.compile(rf"\b{bound}\b"))
    expect(page.locator("[data-gauge]")).to_have_attribute("aria-label", re.compile(rf"\b{score['verdict']['total']}\b"))
    expect(page.locator("[data-compare=role] [data-compare-points]")).to_have_text("75")
    expect(page.locator('[data-row="total"] [data-cell="points"]')).to_have_text(points(language, score["total"]))
    for key, pillar_score in score["pillars"].items():
        expect(page.locator(f'[data-row="{key}"] [data-cell="points"]')).to_have_text(points(language, pillar_score["points"]))

    shown = page.locator("[data-advice-list] > li")
    expect(shown).to_have_count(3)
    expect(page.locator("[data-advice-rest] > li")).to_have_count(len(score["advice"]) - 3)
    for item, step in zip(shown.all(), steps_of(score), strict=False):
        expect(item.locator("a").nth(-1)).to_have_attribute("href", f"#{step['factor']}")
        expect(item.locator("[data-link]")).to_have_attribute("href", re.compile(rf"\.html#{step['factor']}$"))
        gain = f"{step['gain']:g}".replace(".", "," if language == "nl" else ".")
        expect(item.locator("[data-gain]")).to_contain_text(f"+{gain} ")
    assert score["plan"]["status"] == "reached"
    steps = page.locator("[data-plan-list] > li")
    expect(steps).to_have_count(len(score["plan"]["steps"]))
    assert [step.get_attribute("data-step") for step in steps.all()] == [step["factor"] for step in score["plan"]["steps"]]
    expect(page.locator('[data-missing="missing"] a')).to_have_count(0)
    expect(page.locator('[data-missing="unknown"] a')).to_have_attribute("href", "#articles")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_quiz_by_keyboard_alone(page: Page, site_url: str, language: str) -> None:
    visit(page, site_url, language)
    focused = page.locator(":focus")

    for number, pillar in enumerate(MODEL.pillars, start=1):
        for factor in MODEL.find_factors(pillar):
            tab_to(page, f'input[name="{factor.key}"]')
            # The first choice is focused but not made; Space makes it, an arrow goes on to the next.
            steps = [level.key for level in factor.levels].index(TYPICAL[factor.key]) if TYPICAL[factor.key] != NOT_APPLICABLE else -2
            page.keyboard.press("Space")
            for _ in range(abs(steps)):
                page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
            expect(focused).to_have_value(TYPICAL[factor.key])
            ring = page.locator("label").filter(has=focused).evaluate("row => getComputedStyle(row).outlineStyle")
            assert ring != "none", "no visible focus"
        if number == STEPS:
            tab_to(page, "input[name=role]")
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        tab_to(page, f'[data-part="part-{number}"] [data-go="{f"part-{number + 1}" if number < STEPS else "result"}"]')
        page.keyboard.press("Enter")
        expect_part(page, f"part-{number + 1}" if number < STEPS else "result")
    expect_score(page, language, TYPICAL)

    expect(page.locator("[data-compare=role] [data-compare-points]")).to_contain_text("60")
    tab_to(page, "input[name=target]")
    page.keyboard.type("40")
    expect(page.locator("[data-plan-list] > li")).to_have_count(len(score_in_cpython(TYPICAL, target=40)["plan"]["steps"]))


def test_the_browsers_back_and_forward_go_through_the_parts(page: Page, site_url: str) -> None:
    visit(page, site_url)
    page.locator('[data-part="part-1"] [data-go="part-2"]').click()
    expect_part(page, "part-2")
    page.locator('[data-part-link="result"]').click()
    expect_part(page, "result")
    assert page.title() != ""
    page.go_back()
    expect_part(page, "part-2")
    page.locator('[data-part="part-2"] [data-go="part-1"]').click()
    expect_part(page, "part-1")
    page.go_back()
    page.go_back()
    expect_part(page, "part-1")
    assert "#" not in page.url
    page.go_forward()
    expect_part(page, "part-2")
    titles = set()
    for part in ("part-3", "part-4", "result"):
        page.locator(f'[data-part-link="{part}"]').click()
        expect_part(page, part)
        titles.add(page.title())
    assert len(titles) == 3, "the parts share a title"


def test_a_link_leads_to_a_question(page: Page, site_url: str) -> None:
    visit(page, site_url, anchor="#groups")
    expect(page.locator('[data-part="part-3"]')).to_be_visible()
    expect(page.locator('input[name="groups"]').first).to_be_focused()
    expect(page.locator('[data-factor="groups"]')).to_be_in_viewport()


def test_answers_and_place_survive_a_reload_and_a_change_of_language(page: Page, site_url: str) -> None:
    visit(page, site_url)
    choose(page, {factor.key: TYPICAL[factor.key] for factor in MODEL.find_factors("brand")})
    page.locator('[data-part-link="result"]').click()
    choose_role(page, "hr")
    page.locator("input[name=target]").fill("72.5")
    page.locator('[data-part-link="part-2"]').click()
    expect_part(page, "part-2")
    choose(page, {"active_days": "7_days"})
    answers = {factor.key: TYPICAL[factor.key] for factor in MODEL.find_factors("brand")} | {"active_days": "7_days"}
    rest: dict[str, Any] = {"done": {}, "measured": {}, "history": []}
    expect_stored(page, {"version": 2, "answers": answers, "role": "hr", "target": 72.5, "step": "part-2", **rest})

    page.reload()
    expect(radio(page, "active_days", "7_days")).to_be_checked()
    expect(page.locator('[data-part="part-2"]')).to_be_visible()
    visit(page, site_url, "nl")
    assert page.url.endswith("#part-2"), "back to where the visitor was"
    expect(page.locator("[data-factor] input:checked")).to_have_count(7)
    page.locator('[data-part-link="result"]').click()
    # The result is a place like any other, also by the header's own way to the other language.
    page.set_viewport_size({"width": 390, "height": 844})
    for other in ("en", "nl"):
        page.locator(f"header a[hreflang={other}]").click()
        page.wait_for_url(f"**/{other}/quiz.html#result")
        expect(page.locator('[data-part="result"]')).to_be_visible()
    expect(radio(page, "role", "hr")).to_be_checked()
    expect(page.locator("input[name=target]")).to_have_value("72,5")
    expect_score(page, "nl", answers, role="hr", target=72.5)
    expect(page.locator("[data-plan-words]")).to_contain_text("72,5")


def test_starting_over_asks_first_and_then_erases(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, "sales", "result"))
    visit(page, site_url)
    page.locator("input[name=target]").fill("90")
    before = read_stored(page)
    dialog = page.locator("[data-restart-dialog]")
    page.locator("[data-restart]").click()
    expect(dialog.locator("[data-restart-cancel]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-restart]")).to_be_focused()
    page.locator("[data-restart]").click()
    dialog.locator("[data-restart-cancel]").click()
    expect_stored(page, before)

    page.locator("[data-restart]").click()
    dialog.locator("[data-restart-confirm]").click()
    expect_part(page, "part-1")
    expect_stored(page, None)
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)
    expect(page.locator("[data-announce]")).not_to_be_empty()
    page.locator('[data-part-link="result"]').click()
    expect(page.locator('[data-result="empty"]')).to_be_visible()
    expect(page.locator("input[name=target]")).to_have_value("")


def test_a_failing_engine_says_why_and_can_be_tried_again(page: Page, site_url: str) -> None:
    broken = True

    def spoil(route: Route) -> None:
        if broken:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    page.route("**/*.wasm", spoil)
    save_before_load(page, dump_answers(SOME, step="result"))
    visit(page, site_url)
    failed = page.locator(".quiz-failed")
    expect(failed).to_be_visible()
    expect(failed.locator("[data-reason]:visible")).to_have_attribute("data-reason", "http")
    expect(page.locator('[data-result="failed"]')).to_be_visible()
    expect(page.locator("[data-announce]")).not_to_be_empty()
    expect(page.locator("[data-score][data-value]")).to_have_count(0)
    assert violations(page) == []

    failed.locator('a[href="#sheet"]').click()
    expect(page.locator(".sheet-table").first).to_be_visible()
    expect(page.locator("[data-sheet] summary")).to_be_focused()
    page.locator('[data-part-link="part-2"]').click()
    choose(page, {"profile_popularity": "25_to_99"})
    # However far down a question stands: a line in sight leads back to the reason, and hides no answer that has the focus.
    page.set_viewport_size({"width": 360, "height": 640})
    line = page.locator(".update a")
    radio = page.locator('[data-part="part-2"] input:checked').last
    radio.evaluate("input => { input.blur(); window.scrollTo(0, 0); input.focus(); }")
    expect(failed).not_to_be_in_viewport()
    expect(line).to_be_in_viewport(ratio=1)
    assert radio.evaluate(
        "input => { const {x, y} = input.getBoundingClientRect(); return document.elementFromPoint(x + 9, y + 9) === input; }"
    )
    line.click()
    expect(failed).to_be_in_viewport()
    broken = False
    failed.locator("[data-retry]").click()
    expect(failed).to_be_hidden()
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "en", SOME | {"profile_popularity": "25_to_99"})


def test_loading_is_told_and_keeps_nobody_waiting(page: Page, site_url: str) -> None:
    held: list[Route] = []
    page.route("**/*.wasm", lambda route: held.append(route))
    visit(page, site_url, "nl")
    loading = page.locator('[data-engine-state="loading"]')
    expect(loading.locator("[data-loading-text]")).to_contain_text(re.compile(r"\d,\d MB.*\d,\d MB"))
    assert 0 < loading.locator("progress").evaluate("bar => bar.position") < 1
    choose(page, {"articles": "two"})
    page.locator('[data-part="part-1"] [data-go="result"]').click()
    expect(page.locator('[data-result="waiting"]')).to_be_visible()
    assert violations(page) == []
    for route in held:
        route.continue_()
    expect_score(page, "nl", {"articles": "two"})
    expect(loading).to_be_hidden()


LOOKS: list[tuple[str, Literal["light", "dark"], int]] = [("en", "light", 1440), ("nl", "dark", 320)]


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_every_state_is_accessible(browser: Browser, site_url: str, language: str, scheme: Literal["light", "dark"], width: int) -> None:
    with look_at(browser, scheme, width, ".choice, .button, select, .quiz-parts a, summary") as look:
        page = look.page
        save_before_load(page, dump_answers(SOME, "sales"))
        visit(page, site_url, language)
        # The third part has an answer "does not apply".
        for part in ("part-1", "part-3"):
            page.locator(f'[data-part-link="{part}"]').click()
            expect_part(page, part)
            look(part)
        page.locator('[data-part-link="result"]').click()
        expect_score(page, language, SOME, role="sales")
        page.locator("input[name=target]").fill("500")
        for summary in page.locator(".result-body summary, .sheet summary").all():
            if summary.is_visible():
                summary.click()
        # The last click scrolled. What stays in sight lies over part of a link, as it does for a visitor on the way past.
        page.evaluate("scrollTo(0, 0)")
        look("result, everything open")
        page.locator("[data-restart]").click()
        look("dialog")
        page.locator("[data-restart-confirm]").click()
        expect_part(page, "part-1")
        page.locator('[data-part-link="result"]').click()
        look("nothing answered")


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_jumps_while_the_page_and_the_engine_load(page: Page, site_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.add_init_script(
        "self.shifts = []; new PerformanceObserver((list) => { for (const one of list.getEntries()) self.shifts.push(one.value); })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    for language in LANGUAGES:
        # A machine with other work may paint the form before the scripts have parted it. What always jumps does so every time.
        shifts = [measure_shift(page, site_url, language)]
        while shifts[-1] >= UNSEEN_SHIFT and len(shifts) < 4:
            shifts.append(measure_shift(page, site_url, language))
        assert shifts[-1] < UNSEEN_SHIFT, shifts


UNSEEN_SHIFT = 0.001
"""Less than a hundredth of what Core Web Vitals call good: what the eye cannot see, such as a progress bar that ends."""


def measure_shift(page: Page, site_url: str, language: str) -> float:
    """Load the quiz, and return how far its layout shifted until the engine was ready."""
    visit(page, site_url, language)
    expect(page.locator("html[data-engine=ready]")).to_be_attached()
    page.wait_for_timeout(200)
    shift: float = page.evaluate("self.shifts.reduce((sum, one) => sum + one, 0)")
    return shift
