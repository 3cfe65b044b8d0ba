"""Pages that calculate, without script or from a folder: they say why they cannot, and what can be done on paper."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from ssi_core.model import MODEL
from tests.support.axe import violations
from tests.support.quiz_page import LANGUAGES, STEPS
from tests.support.your_ssi_page import YOURS

# The other pages that need the engine.
CALCULATING = {"nl": ("gebruik-je-archief", "jouw-ssi", "groep"), "en": ("use-your-archive", "your-ssi", "group")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_there_is_a_sheet_that_adds_up(browser: Browser, site_url: str, language: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}{language}/quiz.html")
    expect(page.locator("[data-factor]:visible")).to_have_count(len(MODEL.factors))
    expect(page.locator("[data-with-script]:visible, [data-part=result]:visible, dialog:visible")).to_have_count(0)
    expect(page.locator(".without-script")).to_be_visible()
    expect(page.locator("[data-halted-by]:visible")).to_have_count(1)
    tables = page.locator(".sheet-table[data-pillar]")
    expect(tables).to_have_count(STEPS)
    for table, pillar in zip(tables.all(), MODEL.pillars, strict=True):
        factors = MODEL.find_factors(pillar)
        weights = sum(factor.weight for factor in factors)
        for row, factor in zip(table.locator("tbody tr").all(), factors, strict=True):
            printed = [float(each.replace(",", ".")) for each in row.locator("b").all_inner_texts()]
            exact = [25 * factor.weight * level.share / 100 / weights for level in factor.levels]
            assert printed == pytest.approx(exact, abs=0.0501)
        expect(table.locator("tbody .box")).to_have_count(len(factors))
        expect(table.locator("tfoot .box")).to_have_count(1)
    expect(page.locator(".sheet-total .box")).to_be_visible()
    # What to multiply by where a question does not apply, and where both of a pillar do not.
    optional = [[factor for factor in MODEL.find_factors(pillar) if factor.optional] for pillar in MODEL.pillars]
    expect(page.locator(".sheet-note")).to_have_count(sum(len(each) + (len(each) == 2) for each in optional))

    page.emulate_media(media="print")
    expect(page.locator("form[data-quiz]")).to_be_hidden()
    expect(tables.first).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_folder_what_cannot_calculate_says_so_and_leads_to_what_can(browser: Browser, dist: Path, language: str) -> None:
    page = browser.new_page()
    said = set()
    for address in ("quiz", *CALCULATING[language]):
        page.goto((dist / language / f"{address}.html").as_uri())
        notice = page.locator('main [data-halted-by="disk"]')
        expect(notice).to_be_visible()
        said.add(notice.inner_text())
        # At the top: nothing but the title stands before it.
        assert notice.evaluate("element => element.previousElementSibling.matches('header')")
        expect(page.locator(":is(.without-script, .with-script, .quiz-bar):visible")).to_have_count(0)
        assert (dist / language / f"ssi-quiz-{language}.html").as_uri() == notice.locator("a").evaluate("link => link.href")
        if address == "quiz":
            # What can be worked out on paper does not wait for a script.
            assert page.locator(".sheet").evaluate("element => getComputedStyle(element).animationName") == "none"
            expect(page.locator("[data-factor]:visible")).to_have_count(len(MODEL.factors))
        assert violations(page) == []
    assert len(said) == 4
    page.close()


def test_without_script_it_says_why(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}nl/{YOURS['nl']}.html")
    expect(page.locator(".without-script")).to_be_visible()
    expect(page.locator("main :is(form, button, input):visible")).to_have_count(0)
    context.close()
