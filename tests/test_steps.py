"""What to do, in a real browser: the steps with their words, and the plan."""

import pytest
from playwright.sync_api import Locator, Page, expect

from ssi_core.model import MODEL
from tests.axe import violations
from tests.quiz_page import LANGUAGES, TYPICAL, expect_score, keep, kept, points, scored, stored, visit


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_says_why_and_how_when_it_is_opened(page: Page, site_url: str, language: str) -> None:
    keep(page, kept(TYPICAL, step="result"))
    visit(page, site_url, language)
    first = scored(TYPICAL)["advice"][0]["factor"]
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
    assert page.locator("[data-why-words] [id]").count() == 0, "the anchors are the other page's"
    assert violations(page) == []

    # The same words as on the factor's own page, sources apart; links lead on from there.
    shown = step.locator("[data-why-words]").inner_text()
    links = [link.evaluate("link => link.href") for link in step.locator("[data-why-words] a").all()]
    page.goto(step.locator("h4 a").evaluate("link => link.href"))
    section = page.locator(f"section#{first}")
    for words in section.locator(f"#{first}-why + p, #{first}-how + *").all():
        assert words.inner_text().split("\n")[0] in shown
    assert section.locator(f"#{first}-source + p").inner_text() not in shown
    assert set(links) <= {link.evaluate("link => link.href") for link in section.locator("a").all()}


def box_of(page: Page, factor: str) -> Locator:
    return page.locator(f'[data-plan] [data-tick="{factor}"]')


def expect_what_if(page: Page, language: str, answers: dict[str, str], done: dict[str, str], **rest: object) -> None:
    """What the page says of the ticked steps is what CPython makes of them; the score itself stays as it is."""
    score = expect_score(page, language, answers, **rest)
    then = scored(answers, done=done, **rest)["what_if"]
    words = page.locator("[data-what-if-words]")
    for value in (then["total"], *then["range"]):
        expect(words).to_contain_text(points(language, value))
    gain = page.locator("[data-what-if] [data-gain-bar]")
    assert float((gain.get_attribute("x") or "").rstrip("%")) == score["total"]
    assert float((gain.get_attribute("width") or "").rstrip("%")) == pytest.approx(then["total"] - score["total"])


@pytest.mark.parametrize(("language", "width"), [("nl", 390), ("en", 1440)])
def test_ticked_steps_show_where_they_lead_and_stay_until_they_are_done(page: Page, site_url: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    keep(page, kept(TYPICAL, "hr", "result"))
    visit(page, site_url, language)
    plan = scored(TYPICAL, role="hr")["plan"]["steps"]
    advice = {step["factor"]: step["to"] for step in scored(TYPICAL, role="hr")["advice"]}
    # One that is in both lists, and one of which the plan goes further than the advice does.
    one = next(step for step in plan if advice[step["factor"]] == step["to"])
    two = next(step for step in plan if advice[step["factor"]] != step["to"])
    expect(box_of(page, one["factor"])).to_be_visible()
    expect(page.locator("[data-what-if]")).to_be_hidden()

    # By keyboard: the tick keeps the focus while the score moves, and the outcome is in sight.
    box_of(page, one["factor"]).focus()
    page.keyboard.press("Space")
    expect_what_if(page, language, TYPICAL, {one["factor"]: one["to"]}, role="hr")
    expect(box_of(page, one["factor"])).to_be_focused()
    expect(page.locator("[data-what-if-words]")).to_be_in_viewport()
    expect(page.locator("[data-announce]")).to_have_text(page.locator("[data-what-if-words]").inner_text())
    # The outcome never lies over what has the focus.
    for _ in range(2 * len(plan)):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => {
                const focused = document.activeElement.getBoundingClientRect(), box = document.querySelector("[data-what-if]");
                return box.contains(document.activeElement) || focused.bottom <= box.getBoundingClientRect().top;
            }"""
        )
    # A factor has one tick, in both lists. The advice's step is done on the way to the plan's, and not the other way round.
    in_advice = page.locator(f'[data-advice-list] [data-tick="{two["factor"]}"], [data-advice-rest] [data-tick="{two["factor"]}"]')
    page.locator("[data-advice-more-words]").click()
    in_advice.check()
    expect(in_advice).to_be_focused()
    expect(box_of(page, two["factor"])).not_to_be_checked()
    expect_what_if(page, language, TYPICAL, {one["factor"]: one["to"], two["factor"]: advice[two["factor"]]}, role="hr")
    box_of(page, two["factor"]).check()
    expect(in_advice).to_be_checked()
    both = {step["factor"]: step["to"] for step in (one, two)}
    expect_what_if(page, language, TYPICAL, both, role="hr")
    assert stored(page)["done"] == both
    assert violations(page) == []
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0

    # The ticks are there at the next visit; those that neither list has now wait until one of them has.
    page.reload()
    expect_what_if(page, language, TYPICAL, both, role="hr")
    page.locator("input[name=target]").fill("35")
    others = {step["factor"]: step["to"] for step in scored(TYPICAL, target=35)["plan"]["steps"]}
    assert both.items().isdisjoint(others.items())
    expect_what_if(page, language, TYPICAL, {one["factor"]: one["to"]}, target=35)
    expect(in_advice).not_to_be_checked()
    assert stored(page)["done"] == both
    page.locator("input[name=target]").fill("")
    expect_what_if(page, language, TYPICAL, both, role="hr")

    # Really done: now they are the answers, and the plan goes on from there.
    page.locator("[data-apply]").click()
    expect_score(page, language, TYPICAL | both, role="hr")
    expect(page.locator("[data-what-if]")).to_be_hidden()
    expect(page.locator("[data-plan-title]")).to_be_focused()
    now = stored(page)
    assert (now["answers"], now["done"]) == (TYPICAL | both, {})


def test_what_is_less_certain_says_so(page: Page, site_url: str) -> None:
    keep(page, kept(TYPICAL, "sales", "result"))
    visit(page, site_url)
    expect_score(page, "en", TYPICAL, role="sales")
    said = page.locator("[data-advice-list] > li").filter(has_text="Less certain")
    once = {factor.key for factor in MODEL.factors if len(factor.sources) == 1}
    shown = [step["factor"] for step in scored(TYPICAL)["advice"][:5]]
    assert {(each.locator("a").nth(-1).get_attribute("href") or "")[1:] for each in said.all()} == once.intersection(shown)
    steps = {step["factor"] for step in scored(TYPICAL, role="sales")["plan"]["steps"]}
    doubted = page.locator(".plan [data-step]").filter(has_text="less certain").all()
    assert {each.get_attribute("data-step") for each in doubted} == once & steps
