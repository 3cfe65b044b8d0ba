"""States of a page looked at one after the other: axe finds nothing, nothing is wider than the window, all is large enough to tap."""

from playwright.sync_api import Page

from tests.axe import violations

TAPPED = 44
"""CSS pixels, each way."""


class Looker:
    """Called with the name of each state. What was wrong in any of them is in `faults`.

    `tapped`: the selector of what has to be large enough; where that lies in a label, it is the label.
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
