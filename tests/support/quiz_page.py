"""The quiz as a visitor has it: opened, filled in, saved, and its score as CPython has it."""

import json
import time
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Frame, Locator, Page, expect

from ssi_core.answers import read_answers
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.share_code import pack
from tests.support.wire import ask_ok

LANGUAGES = ("nl", "en")
STEPS = len(MODEL.pillars)
TYPICAL = dict(next(persona for persona in PERSONAS if persona.key == "typical").answers.given)
SENT: dict[str, Any] = {"answers": TYPICAL, "role": "sales", "target": 60}
CODE = pack(read_answers(SENT))
"""The code of a link that brings these answers."""
# As far as the second part, and not all of that.
SOME = {key: TYPICAL[key] for key in list(TYPICAL)[:9]}


def score_in_cpython(answers: Mapping[str, str], **rest: object) -> Any:
    """Score the same answers with CPython."""
    return ask_ok("score", answers=answers, **rest)


def points(language: str, value: float) -> str:
    return f"{value:.1f}".replace(".", "," if language == "nl" else ".")


def visit(page: Page, site_url: str, language: str = "en", anchor: str = "") -> None:
    page.goto(f"{site_url}{language}/quiz.html{anchor}")
    expect(page.locator("html[data-quiz-started]")).to_be_attached()


def save_before_load(page: Page, text: str, key: str = "ssi") -> None:
    """Save this text on the device, once, before the page loads."""
    page.add_init_script(
        f"if (!('kept' in sessionStorage)) {{ sessionStorage.setItem('kept', ''); localStorage.setItem('{key}', {json.dumps(text)}); }}"
    )


def open_other_tab(page: Page, site_url: str) -> Page:
    """Open another tab of the site, whose address has no page of its own."""
    other = page.context.new_page()
    other.goto(f"{site_url}robots.txt")
    return other


def save_in(tab: Page, text: str) -> None:
    """Save this text on the device from a tab; the other tabs are told."""
    tab.evaluate("text => localStorage.setItem('ssi', text)", text)


def dump_answers(answers: Mapping[str, str], role: str = "", step: str = "part-1", target: float | None = None) -> str:
    return json.dumps({"version": 1, "answers": answers, "role": role, "target": target, "step": step})


def read_stored(page: Page) -> Any:
    return json.loads(page.evaluate("localStorage.getItem('ssi')") or "null")


def expect_stored(page: Page, wanted: object, part: str = "") -> None:
    """Expect the device to hold this document, or this part of it. What a click saves may come a moment later."""
    end = time.monotonic() + 20
    while (held := (read_stored(page) or {}).get(part) if part else read_stored(page)) != wanted:
        assert time.monotonic() < end, f"saved is {held}, and not {wanted}"
        page.wait_for_timeout(50)


def radio(page: Page, factor: str, level: str) -> Locator:
    return page.locator(f'input[type=radio][name="{factor}"][value="{level}"]')


def choose(page: Page, answers: Mapping[str, str]) -> None:
    """Click the rows of these answers, as far as they are on the part shown."""
    for factor, level in answers.items():
        page.locator("label").filter(has=radio(page, factor, level)).click()


def choose_role(page: Page | Frame, role: str) -> None:
    """Choose a line of work on the last part, and go on to the result."""
    page.locator('[data-part-link="part-4"]').click()
    page.locator("label").filter(has=page.locator(f'input[name=role][value="{role}"]')).click()
    page.locator('[data-part-link="result"]').click()
    expect(page.locator("[data-part=result]")).to_be_visible()


def expect_score(page: Page, language: str, answers: Mapping[str, str], **rest: object) -> Any:
    """Assert that every score in the page is CPython's. Both its plain number and the page's notation count."""
    score = score_in_cpython(answers, **rest)
    wanted = {"total": score["total"]} | {key: pillar["points"] for key, pillar in score["pillars"].items()}
    for key, value in wanted.items():
        slot = page.locator(f'[data-score="{key}"]')
        expect(slot).to_have_attribute("data-value", f"{value:g}")
        # The total is a whole number, as on LinkedIn's page. The table below it has its tenths.
        expect(slot).to_have_text(str(score["verdict"]["total"]) if key == "total" else points(language, value))
    return score


def steps_of(score: Any) -> list[Any]:
    """The steps of the advice as the page orders them: first the cheapest, which the verdict names."""
    cheapest = score["verdict"]["cheapest"]
    return sorted(score["advice"], key=lambda step: step["factor"] != cheapest)


def open_share(page: Page, way: str) -> Locator:
    """Open the ways to share, and return the button of one."""
    if page.locator("[data-sharing]:not([open])").count():
        page.locator("[data-sharing] > summary").click()
    return page.locator(f'[data-share="{way}"]')


def scroll_to_end(page: Page) -> None:
    """Scroll to where the line with the plan covers no target, even in part."""
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")


def expect_part(page: Page, part: str) -> None:
    """This part and no other is shown, and the focus is on its title."""
    expect(page.locator(f'[data-part="{part}"]')).to_be_visible()
    expect(page.locator("[data-part]:visible")).to_have_count(1)
    expect(page.locator(f'[data-part="{part}"] [data-part-title]')).to_be_focused()
