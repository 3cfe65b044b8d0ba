"""States of a page looked at one after the other: axe finds nothing, nothing is wider than the window, all is large enough to tap."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.support.axe import violations

TAPPED = 44
"""CSS pixels, each way."""


class Looker:
    """Checks each state of a page, when it is called with the state's name. `faults`: what was wrong in any of them.

    `tapped`: the selector of what has to be large enough to tap; for an element in a label, the label has to be.
    """

    def __init__(self, page: Page, tapped: str) -> None:
        self.page = page
        self.faults: list[str] = []
        self._tapped = f":is({tapped}):visible"

    def __call__(self, state: str) -> None:
        self.faults += [f"{state}: {fault}" for fault in violations(self.page)]
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.faults += [f"{state}: {wider} px wider than the window"] * (wider > 0)
        small = self.page.locator(self._tapped).evaluate_all(
            """(all, least) => all.map((each) => (each.closest("label") ?? each).getBoundingClientRect())
                .filter((box) => box.height < least || box.width < least).length""",
            TAPPED,
        )
        self.faults += [f"{state}: {small} too small to tap"] * (small > 0)


@contextmanager
def look_at(
    browser: Browser, scheme: Literal["light", "dark"], width: int, tapped: str, *, timezone: str | None = None
) -> Iterator[Looker]:
    """Open a page in a colour scheme and a width. At the end, nothing may have been wrong in any state.

    An error that no script of ours caught is wrong too. `tapped`: as for `Looker`.
    """
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        service_workers="block",
        timezone_id=timezone,
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    look = Looker(page, tapped)
    page.on("pageerror", lambda error: look.faults.append(f"uncaught: {error}"))
    try:
        yield look
    finally:
        context.close()
    assert not look.faults, "\n".join(look.faults)
