"""Finding the way: the menu on a phone without script and by keyboard, where it says you are, breadcrumbs, and the pages side by side."""

import re
from pathlib import Path
from posixpath import normpath

from playwright.sync_api import Browser, expect

from tests.markup import Markup

LANGUAGES = ("nl", "en")


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
    expect(panel.locator("[aria-current=page]")).to_have_text("Methode")
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
            # A section's name leads to one place, in the breadcrumbs as in the header.
            (way,) = re.findall(r'(?s)<nav class="crumbs.*?</nav>', (dist / name).read_text())
            _, (address, title), _ = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', way)
            (bar,) = re.findall(r'(?s)<ul class="menu-bar">.*?</ul>', (dist / name).read_text())
            assert (address, title) in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', bar), name
        # Of the sections in the header one is marked: as the page itself where that is its first, else as what holds it.
        assert len(section) <= 1
        # The menu, the footer, the breadcrumbs and a pillar's tabs; on the home page its name in the header.
        tabs = markup.all("ol", **{"class": "tabs"})
        assert len(current) + len(section) == (1 if home else 4 + len(tabs)), name


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
