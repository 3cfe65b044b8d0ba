"""A page of a version that is no longer served: opened, every button pressed, and led to the new version."""

import json
import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.axe import violations
from tests.support.quiz_page import CODE, SENT, SOME, TYPICAL, expect_score, open_share
from tests.support.your_ssi_page import REAL

EXTRAS = re.compile(r"/page/quiz_extras\.js$")
SECOND = "html[data-second-version]"
KEPT = {"version": 2, **SENT, "step": "result", "done": {}, "measured": {}, "history": [REAL]}
CRASH = "setTimeout(() => { throw new Error('gone') })"


def remember(page: Page, url: str, document: object = KEPT) -> None:
    """Have the device remember this from an earlier visit."""
    page.goto(f"{url}robots.txt")
    page.evaluate("text => localStorage.setItem('ssi', text)", json.dumps(document))


def wait_for(true: Callable[[], bool], page: Page, what: str) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, what
        page.wait_for_timeout(50)


def open_page(page: Page, address: str, *awaited: re.Pattern[str]) -> None:
    """Open a page; its engine is ready, and the awaited files have come."""
    came: list[str] = []
    page.on("requestfinished", lambda request: came.append(request.url))
    page.goto(address)
    page.wait_for_selector("html[data-engine=ready]")
    wait_for(lambda: all(any(each.search(one) for one in came) for each in awaited), page, "what is fetched at leisure never came")
    page.wait_for_timeout(300)


def open_quiz(page: Page, url: str, *awaited: re.Pattern[str], language: str = "en") -> None:
    open_page(page, f"{url}{language}/quiz.html", *awaited)
    expect_score(page, language, TYPICAL, role="sales", target=60)


def press_button(page: Page, button: str) -> None:
    if button == "link":
        page.evaluate("code => { location.hash = `code=${code}` }", CODE)
    elif button == "why":
        why = page.locator("[data-advice-list] [data-why]").first
        if why.get_attribute("open") is not None:
            why.locator("summary").click()
        why.locator("summary").click()
    else:
        open_share(page, button).click() if button in ("copy", "svg", "png") else page.locator(f"[data-{button}]").click()


def press_every_button(page: Page) -> None:
    """Press every button whose script the quiz fetches lazily, and expect its effect."""
    failed = page.locator('template[data-message="share.failed"]').evaluate("each => each.content.textContent")
    state = page.locator("[data-share-state]")
    for way in ("copy", "svg", "png"):
        press_button(page, way)
        expect(state).not_to_be_empty()
        assert state.inner_text() != failed
    press_button(page, "save")
    expect(page.locator("[data-saved=kept]")).to_be_visible()
    press_button(page, "why")
    expect(page.locator('[data-advice-list] [data-why-words="full"]').first).to_be_attached()
    # These are the visitor's own answers; those below are somebody else's.
    press_button(page, "link")
    expect(page).to_have_url(re.compile("#result$"))
    mine = page.evaluate("localStorage.getItem('ssi')")
    page.evaluate("text => localStorage.setItem('ssi', text)", json.dumps({"version": 2, "answers": SOME}))
    press_button(page, "link")
    expect(page.locator('[data-preview-state="open"]').first).to_be_visible()
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    page.evaluate("text => localStorage.setItem('ssi', text)", mine)
    page.locator("[data-preview-leave]:visible").click()
    expect(page).to_have_url(re.compile("#result$"))


def offer(page: Page) -> Locator:
    return page.locator("[data-renewal-box]:visible")


def accept(page: Page, *, look: bool = False) -> None:
    """Take the new version where it is offered, and arrive in it. `look`: see whether the offer is accessible."""
    expect(offer(page)).to_have_count(1)
    expect(page.locator("[data-announce]")).to_have_text(offer(page).locator("p").first.inner_text())
    if look:
        assert violations(page) == []
    offer(page).get_by_role("button").click()
    expect(page.locator(SECOND)).to_be_attached()
