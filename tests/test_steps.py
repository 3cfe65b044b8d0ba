"""What to do, in a real browser: the steps with their words, and the plan."""

import pytest
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.test_quiz import LANGUAGES, TYPICAL, keep, kept, scored, visit


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
