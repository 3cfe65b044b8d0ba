"""Advice and plan from LinkedIn's own score: where they start, what steps add, and when the estimate is the better start."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ssi_core.model import MODEL
from tests.support.axe import violations
from tests.support.quiz_page import (
    CODE,
    LANGUAGES,
    SENT,
    TYPICAL,
    open_other_tab,
    points,
    read_stored,
    save_before_load,
    save_in,
    score_in_cpython,
    scroll_to_end,
    steps_of,
    visit,
)
from tests.support.your_ssi_page import PILLARS, YOURS

TOP = {factor.key: factor.levels[-1].key for factor in MODEL.factors}


def real(days: int = 10, **changes: Any) -> dict[str, Any]:
    """A real score of so many days ago."""
    date = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT12:00:00Z")
    return {"id": "b", "date": date, "kind": "real", "total": 33, "pillars": PILLARS} | changes


def keep_real(page: Page, *history: Any, answers: dict[str, str] = TYPICAL, target: float | None = None, role: str = "") -> None:
    document = {"version": 2, "answers": answers, "role": role, "target": target, "step": "result", "done": {}, "measured": {}}
    save_before_load(page, json.dumps(document | {"history": history}))


def expect_plan(page: Page, language: str, score: Any) -> None:
    """The plan and the advice are CPython's."""
    words = page.locator("[data-plan-words]")
    for total in ((score["start"] or score)["total"], score["plan"]["total"]):
        expect(words).to_contain_text(re.compile(rf"\b{total + 0.01:.0f}\b"))
    steps = page.locator("[data-plan-list] > li")
    expect(steps).to_have_count(len(score["plan"]["steps"]))
    for step in score["plan"]["steps"]:
        expect(page.locator(f'[data-plan-list] > li[data-step="{step["factor"]}"]')).to_have_count(1)
    advice = page.locator("[data-advice-list] > li, [data-advice-rest] > li")
    expect(advice).to_have_count(len(score["advice"]))
    for place, step in enumerate(steps_of(score)):
        expect(advice.nth(place)).to_have_attribute("data-step", step["factor"])
        if place < 3:
            gain = f"+{step['gain']:g}".replace(".", "," if language == "nl" else ".")
            expect(advice.nth(place).locator("[data-gain]")).to_contain_text(gain)


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice_and_plan_start_from_the_real_score(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    # A full pillar, so that its steps are no advice any more.
    pillars = PILLARS | {"relate": 25}
    keep_real(page, real(40, total=90), real(total=45, pillars=pillars), target=60)
    visit(page, site_url, language)
    line = page.locator("[data-real-start]")
    expect(line).to_be_visible()
    expect(line).to_contain_text(str((datetime.now(UTC) - timedelta(days=10)).year))
    expect(line.locator("a")).to_be_hidden()
    expect(line).to_contain_text("25")
    score = score_in_cpython(TYPICAL, target=60, real=pillars)
    assert score["plan"]["status"] == "reached"
    assert all(MODEL.find_factor(step["factor"]).pillar != "relate" for step in score["advice"])
    expect_plan(page, language, score)
    expect(page.locator("[data-plan-unsure]")).to_be_hidden()
    step = score["plan"]["steps"][0]
    page.locator(f'[data-plan] input[data-tick="{step["factor"]}"]').press("Space")
    outcome = score_in_cpython(TYPICAL, target=60, real=pillars, done={step["factor"]: step["to"]})["what_if"]
    words = page.locator("[data-what-if-words]")
    expect(words).to_contain_text(re.compile(rf"\b{outcome['total'] + 0.01:.0f}\b"))
    # What the estimate itself says is no other.
    expect(page.locator('[data-score="total"]')).to_have_attribute("data-value", f"{score['total']:g}")
    scroll_to_end(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    # Somebody else's answers have nothing to do with it.
    page.evaluate("code => { location.hash = `code=${code}` }", CODE)
    expect(page.locator("form[data-guest]")).to_be_attached()
    expect(line).to_be_hidden()
    theirs = score_in_cpython(**{key: SENT[key] for key in ("answers", "role", "target")})
    expect_plan(page, language, theirs)
    page.locator("[data-preview-leave]").first.click()
    expect(line).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_score_that_says_too_little_is_no_start(page: Page, site_url: str, language: str) -> None:
    keep_real(page, real(91), target=60)
    visit(page, site_url, language)
    line = page.locator("[data-real-start]")
    expect(line).to_be_visible()
    words = line.locator("[data-start-words]")
    expect(words).to_contain_text("90")
    expect_plan(page, language, score_in_cpython(TYPICAL, target=60))
    # One of today, of which the pillars are not known.
    save_in(open_other_tab(page, site_url), json.dumps(read_stored(page) | {"history": [real(pillars=dict.fromkeys(PILLARS))]}))
    expect(words).not_to_contain_text("90")
    expect(line).to_be_visible()
    expect_plan(page, language, score_in_cpython(TYPICAL, target=60))
    line.locator("a").click()
    page.wait_for_url(f"**/{YOURS[language]}.html#real")


def test_a_pillar_that_is_not_known_is_estimated(page: Page, site_url: str) -> None:
    pillars = PILLARS | {"find": None}
    keep_real(page, real(pillars=pillars), target=60)
    visit(page, site_url)
    expect(page.locator("[data-real-start]")).to_contain_text("Find the right people")
    expect(page.locator("[data-real-start]")).not_to_contain_text("Build relationships")
    expect_plan(page, "en", score_in_cpython(TYPICAL, target=60, real=pillars))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_everything_is_there_already(page: Page, site_url: str, language: str) -> None:
    keep_real(page, real(total=100, pillars=dict.fromkeys(PILLARS, 25)), target=100)
    visit(page, site_url, language)
    expect(page.locator("[data-real-start]")).to_be_visible()
    expect(page.locator("[data-plan-words]")).to_contain_text(points(language, 100))
    expect(page.locator("[data-plan-words]")).to_contain_text("real SSI" if language == "en" else "echte SSI")
    expect(page.locator("[data-plan-list] > li")).to_have_count(0)
    expect(page.locator("[data-advice-none]")).to_contain_text("full" if language == "en" else "vol")
    expect(page.locator("[data-advice-list] > li")).to_have_count(0)


def test_a_target_that_the_steps_do_not_reach(page: Page, site_url: str) -> None:
    # Every answer is known and the highest but one, and the real score is far below the estimate.
    answers = TOP | {"articles": "two"}
    keep_real(page, real(), answers=answers, target=90)
    visit(page, site_url)
    score = score_in_cpython(answers, target=90, real=PILLARS)
    assert score["plan"]["status"] == "unreachable"
    expect(page.locator("[data-plan-words]")).to_contain_text("out of reach")
    expect(page.locator("[data-plan-words]")).to_contain_text(re.compile(rf"\b{score['plan']['total'] + 0.01:.0f}\b"))
    expect(page.locator("[data-plan-find]")).to_be_hidden()


def test_where_the_marks_cannot_be_fetched_the_result_stands_without_them(page: Page, site_url: str) -> None:
    page.route(f"**/{YOURS['en']}.html", lambda route: route.abort())
    keep_real(page, real(), target=60)
    visit(page, site_url)
    expect_plan(page, "en", score_in_cpython(TYPICAL, target=60))
    expect(page.locator("[data-real-start], [data-own]")).to_have_count(0)
    # The next change of what is saved tries again.
    page.unroute(f"**/{YOURS['en']}.html")
    page.evaluate("dispatchEvent(new StorageEvent('storage', { key: 'ssi', newValue: localStorage.ssi }))")
    expect(page.locator("[data-real-start]")).to_be_visible()
    expect_plan(page, "en", score_in_cpython(TYPICAL, target=60, real=PILLARS))


def test_a_real_score_of_another_tab_counts_at_once(page: Page, site_url: str) -> None:
    keep_real(page, target=60)
    visit(page, site_url)
    expect_plan(page, "en", score_in_cpython(TYPICAL, target=60))
    other = open_other_tab(page, site_url)
    document = read_stored(page) | {"history": [real()]}
    save_in(other, json.dumps(document))
    expect(page.locator("[data-real-start]")).to_be_visible()
    expect_plan(page, "en", score_in_cpython(TYPICAL, target=60, real=PILLARS))
    save_in(other, json.dumps(document | {"history": []}))
    expect(page.locator("[data-real-start]")).to_be_hidden()
    expect_plan(page, "en", score_in_cpython(TYPICAL, target=60))
