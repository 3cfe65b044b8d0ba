"""Every page, light and dark and on a narrow phone: axe finds nothing, and nothing has to be scrolled sideways."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.axe import violations

CASES: list[tuple[Literal["light", "dark"], int]] = [("light", 1440), ("dark", 1440), ("light", 320), ("dark", 390)]


@pytest.mark.parametrize(("scheme", "width"), CASES)
def test_every_page_is_accessible(browser: Browser, site_url: str, dist: Path, scheme: Literal["light", "dark"], width: int) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, service_workers="block")
    page = context.new_page()
    faults = []
    for file in sorted(dist.rglob("*.html")):
        name = file.relative_to(dist).as_posix()
        if name == "index.html":
            continue  # It leads on at once; the next test reads it without script.
        if file.name.startswith("ssi-quiz-"):
            continue  # Not a page but a download, opened from disk: see test_single_file.py.
        page.goto(site_url + name, wait_until="load")
        faults += [f"{name}: {fault}" for fault in violations(page)]
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{name}: {wider} px wider than the window"] * (wider > 0)
    context.close()
    assert not faults, "\n".join(faults)


def test_the_choice_of_language_is_accessible_without_script(browser: Browser, dist: Path, site_url: str) -> None:
    # axe itself is a script, so the page's own are kept from loading instead of switching scripts off.
    context = browser.new_context()
    context.route("**/*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(site_url)
    assert [link.get_attribute("hreflang") for link in page.locator("main a[hreflang]").all()] == ["nl", "en"]
    assert violations(page) == []
    context.close()
