"""Finding the way: the menu on a phone without script and by keyboard, where it says you are, breadcrumbs, and the pages side by side."""

import re
from pathlib import Path
from posixpath import normpath

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import violations
from tests.support.markup import Markup

LANGUAGES = ("nl", "en")
FIRST = {"quiz", "jouw-ssi", "your-ssi", "90-minuten-per-week", "90-minutes-a-week"}
"""The pages in the header of wide screens."""
WITHOUT_ENTRY = {"gebruik-je-archief", "use-your-archive", "linkedin-groepen", "linkedin-groups", "hand-out", "handout"}
"""The pages to which another page's entry in the menu leads."""


def test_the_menu_opens_and_closes_without_script_on_the_narrowest_phone(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site_url}nl/methode.html")
    panel = page.locator("#menu")
    button = page.get_by_role("button", name="Menu", exact=True)
    expect(panel).to_be_hidden()
    # The skip link, the site's name, then the button.
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    first = panel.get_by_role("link").first
    expect(first).to_be_focused()
    box = panel.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 320)
    expect(panel.locator("[aria-current=page]")).to_have_text("Hoe we rekenen")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    panel.get_by_role("link", name="Quiz", exact=True).click()
    expect(page).to_have_url(f"{site_url}nl/quiz.html")
    context.close()


def test_every_page_says_where_it_is(dist: Path, pages: dict[str, Markup]) -> None:
    for name, markup in pages.items():
        if "/" not in name or markup.all("meta", name="robots"):
            continue
        own = name.rpartition("/")[2]
        current = [link["href"] for link in markup.all("a") if link.get("aria-current") == "page"]
        assert current, name
        assert {href.rpartition("/")[2] for href in current} == {own}, name
        section = [link for link in markup.all("a") if link.get("aria-current") == "true"]
        home = own == "index.html"
        if not home:
            # A section's name leads to its first page, in the breadcrumbs as in the footer. The entry that leads to a page is a step, too.
            text = (dist / name).read_text()
            (way,) = re.findall(r'(?s)<nav class="crumbs.*?</nav>', text)
            _, (address, title), *rest = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', way)
            (foot,) = re.findall(r'(?s)<nav class="footer-sections.*?</nav>', text)
            firsts = re.findall(r'<p class="menu-title">([^<]+)</p>\s*<ul>\s*<li><a href="([^"]+)"', foot)
            assert (title, address) in firsts, name
            assert len(rest) == 1 + len(section), name
        # A page without an entry of its own marks the one that leads to it.
        assert len(section) == (own.rpartition(".")[0] in WITHOUT_ENTRY)
        # The menu, the footer, the breadcrumbs, the first pages in the header and a pillar's tabs; on the home page its name in the header.
        tabs = markup.all("ol", **{"class": "tabs"})
        first = own.rpartition(".")[0] in FIRST
        assert len(current) + len(section) == (1 if home else 3 + len(tabs) + first), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_starts_with_what_visitors_come_to_do(dist: Path, language: str) -> None:
    text = (dist / language / ("methode" if language == "nl" else "method")).with_suffix(".html").read_text()
    (bar,) = re.findall(r'(?s)<ul class="menu-bar">.*?</ul>', text)
    (panel,) = re.findall(r'(?s)<div class="menu-panel".*?</nav>', text)
    (foot,) = re.findall(r'(?s)<nav class="footer-sections.*?</nav>', text)
    listed, shown, all_pages = (re.findall(r'<a href="([^"]+)\.html"', part) for part in (bar, panel, foot))
    assert set(listed) <= FIRST
    assert shown[:3] == listed, "the same order in both"
    assert set(all_pages) - set(shown) == {name for name in all_pages if name in WITHOUT_ENTRY}
    assert len(set(all_pages) - set(shown)) == 3
    # No section stands in the bar: the panel and the footer have them.
    names = re.findall(r'<p class="menu-title">([^<]+)</p>', panel)
    assert not {f">{name}<" for name in names} & set(re.findall(r">[^<]+<", bar))


def test_the_pages_of_a_section_lead_to_each_other_in_order(pages: dict[str, Markup]) -> None:
    for language in LANGUAGES:
        after = {}
        before = {}
        for name, markup in pages.items():
            if name.startswith(f"{language}/"):
                folder = name.rpartition("/")[0]
                for link in markup.all("a"):
                    target = normpath(f"{folder}/{link.get('href', '')}")
                    if link.get("rel") == "next":
                        after[name] = target
                    if link.get("rel") == "prev":
                        before[name] = target
        assert len(after) > 10
        for name, target in after.items():
            if target in before:
                assert before[target] == name
        (groups,) = (name for name in before if name in ("nl/linkedin-groepen.html", "en/linkedin-groups.html"))
        assert after[before[groups]] == groups, "what follows the last pillar leads back to it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_opened_menu_repeats_nothing_of_the_bar_beside_it(page: Page, site_url: str, language: str) -> None:
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site_url}{language}/index.html")
        expect_each_page_once(page, width)


def expect_each_page_once(page: Page, width: int) -> None:
    bar, panel = page.locator(".menu-bar a"), page.locator("#menu a")
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(panel.last).to_be_visible()
    listed = [link.get_attribute("href") for link in bar.all()]
    shown = [link.get_attribute("href") for link in panel.all() if link.is_visible()]
    beside = [link.get_attribute("href") for link in bar.all() if link.is_visible()]
    assert beside == (listed if width == 1440 else [])
    # Together they have each page once, in the same order.
    assert [*beside, *shown] == [link.get_attribute("href") for link in panel.all()]
    # What is left out cannot get the focus either.
    page.keyboard.press("Tab")
    expect(page.locator("#menu a:visible").first).to_be_focused()
    assert violations(page) == []
