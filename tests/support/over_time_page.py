"""The score over time as a visitor has it: an archive that is read, and the link to what it shows."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.support.import_page import GIVEN, make_uploads, open_import
from tests.support.your_ssi_page import YOURS

OLDER = {
    "Shares.csv": "".join(
        ["Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl\n", *(f"2025-{month:02}-10 10:00:00,x,x,,\n" for month in range(1, 7))]
    ).encode()
}
THERE = "[data-over-time-state=there]"
DAY_FIELDS = ("day", "total", "range", "pillars", "answers", "assumed")


def read_archive(page: Page, site_url: str, language: str = "en", given: dict[str, bytes] = GIVEN) -> None:
    """Have the page read an archive, until it links to what that shows."""
    open_import(page, site_url, language)
    page.set_input_files("[data-files]", make_uploads(given))
    expect(page.locator("[data-review] [data-see-over-time]")).to_be_visible(timeout=60_000)


def follow_link(page: Page, language: str = "en") -> None:
    page.click("[data-review] [data-see-over-time] a")
    page.wait_for_url(f"**/{YOURS[language]}.html#over-time")
    expect(page.locator(THERE)).to_be_visible()


def wait_for_explanation(page: Page) -> None:
    """The calculator may take its time on a busy machine."""
    expect(page.locator("[data-why-state=explained]")).to_be_visible(timeout=60_000)


def read_held(page: Page) -> Any:
    """Return what the tab holds."""
    return page.evaluate("JSON.parse(sessionStorage.getItem('ssi-over-time'))")
