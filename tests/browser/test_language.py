"""The language of a page: chosen at the root, by switching, and at a missing address."""

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.mark.parametrize(("locale", "language"), [("nl-BE", "nl"), ("en-GB", "en"), ("de-DE", "nl")])
def test_the_root_follows_the_browsers_languages(browser: Browser, site_url: str, locale: str, language: str) -> None:
    context = browser.new_context(locale=locale, service_workers="block")
    page = context.new_page()
    page.goto(site_url)
    page.wait_for_url(f"{site_url}{language}/index.html")
    context.close()


def test_the_switch_keeps_the_page_and_is_remembered(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}en/method.html")
    page.locator("header a[hreflang=nl]").click()
    page.wait_for_url(f"{site_url}nl/methode.html")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.goto(site_url)
    page.wait_for_url(f"{site_url}nl/index.html")


@pytest.mark.parametrize(("address", "language"), [("nope", "en"), ("nl/pijlers/nope", "nl"), ("en/a/b/c.html", "en")])
def test_a_missing_address_leads_back_from_any_depth(page: Page, site_url: str, address: str, language: str) -> None:
    answer = page.goto(site_url + address)
    assert answer is not None
    assert answer.status == 404
    # In the address's language, else in the browser's; and with links that a script made right for this depth.
    quiz = page.locator(f"main a:visible[href$='{language}/quiz.html']")
    expect(quiz).to_have_js_property("href", f"{site_url}{language}/quiz.html")
    quiz.click()
    expect(page.locator("form[data-quiz]")).to_be_attached()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_missing_address_has_the_header_and_the_footer_of_the_site(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    lists = {}
    for name in ("index.html", "a/b/c.html"):
        page.goto(f"{site_url}{language}/{name}")
        # The script has corrected the last link.
        expect(page.locator(".site-footer .menu-section a:visible").last).to_have_js_property(
            "href", f"{site_url}{language}/{'group' if language == 'en' else 'groep'}.html"
        )
        links = page.locator(".menu-bar a:visible, .site-footer .menu-section a:visible")
        lists[name] = links.evaluate_all("all => all.map((each) => [each.textContent, each.href])")
        expect(page.locator("header.site-header .languages a:visible")).to_have_count(1)
    assert lists["index.html"] == lists["a/b/c.html"]
    page.locator(".menu-button:visible").click()
    expect(page.locator(".menu-panel:visible")).to_have_count(1)
    assert page.locator(".menu-panel:visible a").first.evaluate("each => each.href") == lists["index.html"][0][1]


def test_requests_of_the_worker_are_among_those_recorded(page: Page, site_url: str) -> None:
    # What conftest.py forbids for other hosts would prove nothing if the worker's own requests escaped it.
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_url}en/quiz.html")
    expect(page.locator("html[data-engine=ready]")).to_be_attached()
    assert any(url.endswith(".wasm") for url in asked)
