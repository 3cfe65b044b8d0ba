"""The advice in a real browser: the steps with their words, and the plan."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from ssi_core.model import MODEL
from tests.support.axe import violations
from tests.support.quiz_page import (
    LANGUAGES,
    TYPICAL,
    dump_answers,
    expect_score,
    expect_stored,
    radio,
    read_stored,
    save_before_load,
    score_in_cpython,
    scroll_to_end,
    steps_of,
    visit,
)

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_says_why_and_how_when_it_is_opened(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url, language)
    first = steps_of(score_in_cpython(TYPICAL))[0]["factor"]
    # A server that is gone says so once, and is asked again.
    page.route("**/*.html", lambda route: route.abort())
    step = page.locator("[data-advice-list] > li").first
    step.locator("summary").click()
    expect(step.locator("[data-why-failed]")).to_be_visible()
    page.unroute("**/*.html")
    step.locator("summary").click()
    expect(step.locator("details")).not_to_have_attribute("open", "")
    step.locator("summary").press("Enter")
    expect(step.locator("[data-why-words] h5")).to_have_count(2)
    expect(step.locator("[data-why-failed]")).to_be_hidden()
    expect(step.locator("[data-why-words] details")).to_have_count(0)
    assert page.locator("[data-why-words] [id]").count() == 0, "the anchors are the other page's"
    assert violations(page) == []

    # The same words as on the factor's own page, sources apart; links lead on from there.
    shown = step.locator("[data-why-words]").inner_text()
    links = [link.evaluate("link => link.href") for link in step.locator("[data-why-words] a").all()]
    page.goto(step.locator("[data-link]").evaluate("link => link.href"))
    section = page.locator(f"section#{first}")
    for words in section.locator(f"#{first}-why + p, #{first}-how + *").all():
        assert words.inner_text().split("\n")[0] in shown
    assert str(section.locator(".source > p").first.text_content()) not in shown
    assert set(links) <= {link.evaluate("link => link.href") for link in section.locator("a").all()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_says_what_reaches_its_own_level(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url, language)
    for answers in (TYPICAL, {**TYPICAL, "sharing": "weekly"}):
        if answers["sharing"] != TYPICAL["sharing"]:
            page.evaluate("location.hash = 'sharing'")
            radio(page, "sharing", answers["sharing"]).check(force=True)
            page.evaluate("location.hash = 'result'")
        expect_score(page, language, answers)
        for step in score_in_cpython(answers)["advice"]:
            words = load_words(language, step["factor"])["advice"][step["to"]]
            item = page.locator(f'[data-part=result] li[data-step="{step["factor"]}"]')
            expect(item.locator("[data-advice-words]")).to_have_text(words)


def load_words(language: str, factor: str) -> Any:
    """Load the front matter of a factor's file."""
    text = (ROOT / "content" / language / "factors" / f"{factor}.md").read_text(encoding="utf-8")
    return yaml.load(text.split("\n---\n")[0].removeprefix("---\n"), yaml.BaseLoader)


def box_of(page: Page, factor: str) -> Locator:
    return page.locator(f'[data-plan] [data-tick="{factor}"]')


def advice_box_of(page: Page, factor: str) -> Locator:
    return page.locator(f'[data-advice-list] [data-tick="{factor}"], [data-advice-rest] [data-tick="{factor}"]')


def expect_what_if(page: Page, language: str, answers: dict[str, str], done: dict[str, str], **rest: object) -> None:
    """Expect CPython's total of the ticked steps; the score itself is unchanged."""
    score = expect_score(page, language, answers, **rest)
    then = score_in_cpython(answers, done=done, **rest)["what_if"]
    words = page.locator("[data-what-if-words]")
    expect(words).to_contain_text(re.compile(rf"\b{then['total'] + 0.01:.0f}\b"))
    gain = page.locator("[data-what-if] [data-gain-bar]")
    assert float((gain.get_attribute("x") or "").rstrip("%")) == score["total"]
    assert float((gain.get_attribute("width") or "").rstrip("%")) == pytest.approx(then["total"] - score["total"])


def tick_by_keyboard(page: Page, language: str, one: dict[str, str], steps: int) -> None:
    """By keyboard, the tick keeps the focus while the score moves, and the outcome is in sight."""
    box_of(page, one["factor"]).press("Space")
    expect_what_if(page, language, TYPICAL, {one["factor"]: one["to"]}, role="hr", target=60)
    expect(box_of(page, one["factor"])).to_be_focused()
    expect(page.locator("[data-what-if-words]")).to_be_in_viewport()
    expect(page.locator("[data-announce]")).to_have_text(page.locator("[data-what-if-words]").inner_text())
    # The outcome never lies over what has the focus.
    for _ in range(2 * steps):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => {
                const focused = document.activeElement.getBoundingClientRect(), box = document.querySelector("[data-what-if]");
                return box.contains(document.activeElement) || focused.bottom <= box.getBoundingClientRect().top;
            }"""
        )


def tick_in_both_lists(page: Page, language: str, one: dict[str, str], two: dict[str, str], to: str) -> dict[str, str]:
    """A factor has one tick, in both lists. The advice's step is done on the way to the plan's, and not the other way round.

    Returns the ticked steps.
    """
    in_advice = advice_box_of(page, two["factor"])
    page.locator("[data-advice-more-words]").click()
    in_advice.check()
    expect(in_advice).to_be_focused()
    expect(box_of(page, two["factor"])).not_to_be_checked()
    expect_what_if(page, language, TYPICAL, {one["factor"]: one["to"], two["factor"]: to}, role="hr", target=60)
    box_of(page, two["factor"]).check()
    expect(in_advice).to_be_checked()
    both = {step["factor"]: step["to"] for step in (one, two)}
    expect_what_if(page, language, TYPICAL, both, role="hr", target=60)
    expect_stored(page, both, part="done")
    scroll_to_end(page)
    assert violations(page) == []
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0
    return both


def come_again(page: Page, language: str, one: dict[str, str], both: dict[str, str]) -> None:
    """The ticks are there at the next visit; those that neither list has now wait until one of them has."""
    page.reload()
    expect_what_if(page, language, TYPICAL, both, role="hr", target=60)
    page.locator("input[name=target]").fill("35")
    others = {step["factor"]: step["to"] for step in score_in_cpython(TYPICAL, target=35)["plan"]["steps"]}
    assert both.items().isdisjoint(others.items())
    expect_what_if(page, language, TYPICAL, {one["factor"]: one["to"]}, role="hr", target=35)
    for factor in both.keys() - {one["factor"]}:
        expect(advice_box_of(page, factor)).not_to_be_checked()
    expect_stored(page, both, part="done")
    page.locator("input[name=target]").fill("60")
    expect_what_if(page, language, TYPICAL, both, role="hr", target=60)


def apply_steps(page: Page, language: str, both: dict[str, str]) -> None:
    """Now they are the answers, and the plan goes on from there."""
    page.locator("[data-apply]").click()
    expect_score(page, language, TYPICAL | both, role="hr", target=60)
    expect(page.locator("[data-what-if]")).to_be_hidden()
    expect(page.locator("[data-changed]")).to_be_focused()
    now = read_stored(page)
    assert (now["answers"], now["done"]) == (TYPICAL | both, {})


@pytest.mark.parametrize(("language", "width"), [("nl", 390), ("en", 1440)])
def test_ticked_steps_show_where_they_lead_and_stay_until_they_are_done(page: Page, site_url: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    save_before_load(page, dump_answers(TYPICAL, "hr", "result", 60))
    visit(page, site_url, language)
    plan = score_in_cpython(TYPICAL, role="hr", target=60)["plan"]["steps"]
    advice = {step["factor"]: step["to"] for step in score_in_cpython(TYPICAL, role="hr", target=60)["advice"]}
    # One that is in both lists, and one of which the plan goes further than the advice does.
    one = next(step for step in plan if advice[step["factor"]] == step["to"])
    two = next(step for step in plan if advice[step["factor"]] != step["to"])
    expect(box_of(page, one["factor"])).to_be_visible()
    expect(page.locator("[data-what-if]")).to_be_hidden()
    tick_by_keyboard(page, language, one, len(plan))
    both = tick_in_both_lists(page, language, one, two, advice[two["factor"]])
    come_again(page, language, one, both)
    apply_steps(page, language, both)


def test_what_is_less_certain_says_so(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, "sales", "result"))
    visit(page, site_url)
    expect_score(page, "en", TYPICAL, role="sales")
    said = page.locator("[data-advice-list] > li").filter(has_text="Less certain")
    once = {factor.key for factor in MODEL.factors if len(factor.sources) == 1}
    shown = [step["factor"] for step in steps_of(score_in_cpython(TYPICAL))[:3]]
    assert {(each.locator("a").nth(-1).get_attribute("href") or "")[1:] for each in said.all()} == once.intersection(shown)
    steps = {step["factor"] for step in score_in_cpython(TYPICAL, role="sales")["plan"]["steps"]}
    doubted = page.locator(".plan [data-step]").filter(has_text="less certain").all()
    assert {each.get_attribute("data-step") for each in doubted} == once & steps
