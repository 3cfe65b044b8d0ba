"""Every page, light and dark, wide and narrow: axe finds nothing, and nothing has to be scrolled sideways.

axe takes half a second a page. So each page is looked at in two of the four settings, and its twin in the other two: what differs between
the twins is their words, and between the settings colours and widths. The second setting finds the page open and axe warm, and only the
rules about colours and boxes are applied in it. Of a page and its twin one is wide at first and the other narrow, so that all rules are
applied to what either width shows.
"""

import re
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Browser

from tests.support.axe import LOOKS, script, violations
from tests.support.markup import Markup
from tests.support.quiz_page import LANGUAGES


class Setting(NamedTuple):
    scheme: Literal["light", "dark"]
    width: int


PAIRS = ((Setting("light", 1440), Setting("dark", 390)), (Setting("light", 320), Setting("dark", 1440)))
NARROWEST = Setting("light", 320)
USUAL, LARGE = 16, 20


def twins(pages: dict[str, Markup]) -> dict[str, int]:
    """The pages, with a number that a page and its twin share. Not the one at the root, which leads on at once: see the test below."""
    keys = {}
    for name, markup in pages.items():
        shared = [link["href"] for link in markup.all("link", hreflang="x-default")]
        keys[name] = shared[0] if shared else name.rpartition("/")[2]
    order = sorted(set(keys.values()))
    return {name: order.index(key) for name, key in keys.items() if name != "index.html"}


@pytest.mark.parametrize("pair", PAIRS, ids=["light-to-dark", "dark-to-light"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible(
    browser: Browser, site_url: str, pages: dict[str, Markup], language: str, pair: tuple[Setting, Setting]
) -> None:
    # A colour on its way to another one is not what a reader gets.
    context = browser.new_context(service_workers="block", reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(script=script())
    letters = context.new_cdp_session(page)
    faults = []
    english = language == "en"
    for name, number in twins(pages).items():
        if name.startswith("en/") != english or (number + english) % 2 != PAIRS.index(pair):
            continue
        for at, setting in enumerate((*pair, NARROWEST)):
            page.emulate_media(color_scheme=setting.scheme)
            page.set_viewport_size({"width": setting.width, "height": 900})
            if at == 0:
                page.goto(site_url + name, wait_until="load")
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            faults += [f"{name}, {setting}: {wider} px wider than the window"] * (wider > 0)
            if at < len(pair):
                faults += [f"{name}, {setting}: {fault}" for fault in violations(page, LOOKS if at else ())]
        # Left as narrow as it gets: now with the letters that somebody may have asked the browser for.
        letters.send("Page.setFontSizes", {"fontSizes": {"standard": LARGE}})
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{name}: {wider} px wider than the narrowest window with letters of {LARGE} px"] * (wider > 0)
        letters.send("Page.setFontSizes", {"fontSizes": {"standard": USUAL}})
    context.close()
    assert not faults, "\n".join(faults)


def test_the_choice_of_language_is_accessible_without_script(browser: Browser, site_url: str) -> None:
    # axe itself is a script, so the page's own are taken out instead of switching scripts off.
    context = browser.new_context()
    context.route(
        site_url, lambda route: route.fulfill(body=re.sub("<script>.*?</script>", "", route.fetch().text()), content_type="text/html")
    )
    page = context.new_page()
    page.goto(site_url)
    assert [link.get_attribute("hreflang") for link in page.locator("main a[hreflang]").all()] == ["nl", "en"]
    assert violations(page) == []
    context.close()
