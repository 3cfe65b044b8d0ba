"""A device that is full, or a browser that keeps nothing: what is typed lives on in the page, or goes along in the address."""

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, Playwright, Route, expect

from tests.support import browser as installed
from tests.support.device import EMPTY, EVERYTHING, FILL
from tests.support.quiz_page import SOME, choose, expect_part, expect_score, expect_stored, radio, read_stored, save_before_load, visit
from tests.support.your_ssi_page import type_real, your_ssi


def test_a_page_that_is_shown_again_knows_what_the_pages_in_between_could_not_keep(playwright: Playwright, site_url: str) -> None:
    # Playwright has its browsers forget a page that is left; nobody else's do.
    browser = installed.launch(playwright, installed.FLEETING, fewer=["--disable-back-forward-cache"])
    assert browser is not None, installed.ADVICE
    context = browser.new_context(locale="en-GB", service_workers="block", reduced_motion="reduce")
    context.add_init_script(
        "Storage.prototype.setItem = ((set) => function (...all) { "
        "if (this === localStorage) throw new DOMException('', 'QuotaExceededError'); set.apply(this, all); })(Storage.prototype.setItem);"
    )
    page = context.new_page()
    visit(page, site_url)
    page.evaluate("window.isTheSame = true")
    page.locator('[data-part-link="part-1"]').click()
    choose(page, {"articles": "two"})
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html[lang=nl]")).to_be_attached()
    expect(radio(page, "articles", "two")).to_be_checked()
    choose(page, {"rich_media": "2_to_4"})
    page.evaluate("() => { setTimeout(() => history.back()); }")
    expect(page.locator("html[lang=en]")).to_be_attached()
    assert page.evaluate("window.isTheSame"), "the browser kept the page"
    expect(radio(page, "rich_media", "2_to_4")).to_be_checked()
    expect(radio(page, "articles", "two")).to_be_checked()
    browser.close()


def test_what_a_full_device_refused_is_joined_with_what_another_tab_kept_since(
    context_without_engine: BrowserContext, page: Page, site_url: str
) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    visit(page, site_url)
    page.locator('[data-part-link="part-1"]').click()
    page.evaluate(FILL)
    choose(page, {"articles": "two", "rich_media": "2_to_4"})
    expect(page.locator("[data-storage=not-kept]")).to_be_visible()
    other = context_without_engine.new_page()
    visit(other, site_url, "nl")
    other.evaluate(EMPTY)
    other.locator('[data-part-link="part-1"]').click()
    # Changed here later, and here alone.
    choose(other, {"rich_media": "5_or_more"})
    your_ssi(other, site_url)
    type_real(other, "2026-04-01", find=6)
    expect(other.locator("tbody.point")).to_have_count(2)
    expect(page.locator("[data-storage=kept]")).to_be_visible()
    expect(radio(page, "rich_media", "5_or_more")).to_be_checked()
    choose(page, {"articles": "3_or_more"})
    now = read_stored(page)
    assert now["answers"] == SOME | {"articles": "3_or_more", "rich_media": "5_or_more"}
    assert [point["date"][:10] for point in now["history"]] == ["2026-03-02", "2026-04-01"]
    other.close()


def test_what_a_full_device_refuses_goes_along_to_the_other_language(
    context_without_engine: BrowserContext, page: Page, site_url: str
) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    your_ssi(page, site_url)
    page.evaluate(FILL)
    type_real(page, "2026-04-01", find=6)
    expect(page.locator("[data-storage=not-kept]")).to_be_visible()
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator("tbody.point")).to_have_count(2)
    expect(page.locator("[data-storage=not-kept]")).to_be_visible()
    visit(page, site_url)
    page.locator('[data-part-link="part-1"]').click()
    choose(page, {"articles": "two"})
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(radio(page, "articles", "two")).to_be_checked()
    expect(page.locator("form[data-guest]")).to_have_count(0)
    expect_stored(page, EVERYTHING)
    page.evaluate(EMPTY)
    page.reload()
    expect(page.locator("[data-storage=kept]")).to_be_visible()
    now = read_stored(page)
    assert now["answers"]["articles"] == "two"
    assert [point["date"][:10] for point in now["history"]] == ["2026-03-02", "2026-04-01"]
    assert page.evaluate("sessionStorage.getItem('ssi-unkept')") is None


REFUSE = """for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, {
    get() { throw new DOMException("no", "SecurityError"); },
});"""


def test_where_nothing_can_be_kept_the_answers_go_along_in_the_address(context: BrowserContext, page: Page, site_url: str) -> None:
    context.add_init_script(REFUSE)
    visit(page, site_url)
    expect(page.locator("[data-storage=not-kept]")).to_be_visible()
    choose(page, {"articles": "two", "rich_media": "one"})
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(radio(page, "articles", "two")).to_be_checked()
    expect(page.locator('[data-part="part-1"]')).to_be_visible()
    expect(page.locator("[data-preview-box]")).to_be_hidden()
    page.locator('[data-part="part-1"] [data-go="part-2"]').click()
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "nl", {"articles": "two", "rich_media": "one"})

    # The link itself carries them, so that it can be opened elsewhere.
    link = page.locator("header [data-language=en]")
    expect(link).to_have_attribute("href", re.compile(r"#own=\w+&result$"))
    with context.expect_page() as opened:
        link.click(modifiers=["Control"])
    expect_score(opened.value, "en", {"articles": "two", "rich_media": "one"})
    expect(opened.value.locator("[data-preview-box]")).to_be_hidden()
    opened.value.close()

    # Answers that are here are not replaced by any that come with an address.
    code = (link.get_attribute("href") or "").partition("#own=")[2].partition("&")[0]
    page.locator('[data-part-link="part-1"]').click()
    choose(page, {"articles": "one"})
    page.evaluate("code => { location.hash = `own=${code}`; }", code)
    expect(page.locator("form[data-guest]")).to_be_attached()
    page.locator("[data-preview-leave]:visible").click()
    expect(radio(page, "articles", "one")).to_be_checked()


@pytest.mark.parametrize("comes", [True, False])
def test_the_other_language_waits_for_the_calculator_and_not_for_ever(
    context: BrowserContext, page: Page, site_url: str, comes: bool
) -> None:
    context.add_init_script(REFUSE)
    late: list[Route] = []
    waiting = True
    page.route("**/*.wasm", lambda route: late.append(route) if waiting else route.continue_())
    visit(page, site_url)
    choose(page, {"articles": "two"})
    page.locator("header [data-language=nl]").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert "/en/" in page.url
    waiting = False
    for route in late if comes else []:
        route.continue_()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator("html[data-engine=ready]")).to_be_attached()
    expect(page.locator("[data-factor] input:checked")).to_have_count(1 if comes else 0)


def test_where_nothing_can_be_kept_no_score_is_left_behind_unasked(context: BrowserContext, page: Page, site_url: str) -> None:
    context.add_init_script(REFUSE)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    your_ssi(page, site_url)
    type_real(page, "2026-02-01", find=5)
    expect(page.locator("tbody.point")).to_have_count(1)
    page.locator("header [data-language=nl]").click(no_wait_after=True)
    expect(page.locator("tbody.point")).to_have_count(1)
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    assert "/en/" in page.url
    page.locator("[data-erase]").click()
    page.locator("[data-erase-confirm]").click()
    page.locator("header [data-language=nl]").click()
    page.wait_for_url("**/nl/**")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("refusal", ["get() { throw new DOMException('no', 'SecurityError'); }", "value: null"])
def test_without_storage_a_score_lives_as_long_as_the_page(page: Page, site_url: str, refusal: str) -> None:
    page.add_init_script(f"for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {{ {refusal} }})")
    your_ssi(page, site_url)
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "not-kept")
    type_real(page, "2026-02-01", find=5)
    type_real(page, "2026-03-01", find=6)
    said = page.locator("[data-real-said]")
    expect(said).to_be_visible()
    expect(said).to_contain_text("does not keep")
    expect(page.locator("tbody.point time")).to_have_text(["1 Mar 2026", "1 Feb 2026"])
    expect(page.locator('tbody.point:first-of-type [data-point-value="find"] small')).to_have_text("+1.0")
    page.locator("[data-erase]").click()
    page.locator("[data-erase-confirm]").click()
    expect(page.locator("[data-erased]")).to_be_visible()
    expect(page.locator("[data-points-empty]")).to_be_visible()


def test_a_full_device_says_so_and_keeps_again_when_there_is_room(
    context_without_engine: BrowserContext, page: Page, site_url: str
) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    your_ssi(page, site_url)
    # Browsers keep about five million letters for a site.
    page.evaluate(FILL)
    type_real(page, "2026-04-01", find=6)
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "not-kept")
    expect(page.locator("tbody.point")).to_have_count(2)
    expect_stored(page, EVERYTHING)
    page.evaluate(EMPTY)
    type_real(page, "2026-05-01", find=7)
    expect(page.locator("[data-storage]:visible")).to_have_count(0)
    assert [point["date"][:10] for point in read_stored(page)["history"]] == ["2026-03-02", "2026-04-01", "2026-05-01"]


@pytest.mark.parametrize("refusal", ["get() { throw new DOMException('no', 'SecurityError'); }", "value: null"])
def test_without_storage_everything_works_and_says_that_nothing_is_kept(page: Page, site_url: str, refusal: str) -> None:
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {refusal} }})")
    visit(page, site_url)
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    expect(page.locator('[data-storage="not-kept"]')).to_be_visible()
    choose(page, {"articles": "two"})
    page.locator('[data-part="part-1"] [data-go="part-2"]').click()
    expect_part(page, "part-2")
    choose(page, {"active_days": "7_days"})
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "en", {"articles": "two", "active_days": "7_days"})
    with page.context.expect_page() as opened:
        page.locator("header [data-language=nl]").click(modifiers=["Control"])
    opened.value.close()
    assert page.evaluate("window.name") == "", "this tab may go anywhere"
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "nl", {"articles": "two", "active_days": "7_days"})
    assert page.evaluate("window.name") == "", "what was handed over stays on this site"
    page.locator("[data-restart]").click()
    page.locator("[data-restart-confirm]").click()
    expect_part(page, "part-1")
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)
