"""The quiz as a visitor has it: opened, filled in, kept, and its score as CPython has it."""

import json
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.wire import handle

LANGUAGES = ("nl", "en")
STEPS = len(MODEL.pillars)
TYPICAL = dict(next(persona for persona in PERSONAS if persona.key == "typical").answers.given)
# As far as the second part, and not all of that.
SOME = {key: TYPICAL[key] for key in list(TYPICAL)[:9]}


def scored(answers: Mapping[str, str], **rest: object) -> Any:
    """What CPython makes of the same answers."""
    return json.loads(handle(json.dumps({"do": "score", "answers": answers, **rest})))["ok"]


def points(language: str, value: float) -> str:
    return f"{value:.1f}".replace(".", "," if language == "nl" else ".")


def visit(page: Page, site_url: str, language: str = "en", anchor: str = "") -> None:
    page.goto(f"{site_url}{language}/quiz.html{anchor}")
    expect(page.locator("html[data-quiz-started]")).to_be_attached()


def keep(page: Page, text: str) -> None:
    """Have the device remember this, once, before the page looks."""
    page.add_init_script(
        f"if (!('kept' in sessionStorage)) {{ sessionStorage.setItem('kept', ''); localStorage.setItem('ssi', {json.dumps(text)}); }}"
    )


def kept(answers: Mapping[str, str], role: str = "", step: str = "part-1", target: float | None = None) -> str:
    return json.dumps({"version": 1, "answers": answers, "role": role, "target": target, "step": step})


def stored(page: Page) -> Any:
    return json.loads(page.evaluate("localStorage.getItem('ssi')") or "null")


def radio(page: Page, factor: str, level: str) -> Locator:
    return page.locator(f'input[type=radio][name="{factor}"][value="{level}"]')


def choose(page: Page, answers: Mapping[str, str]) -> None:
    """Click the rows of these answers, as far as they are on the part shown."""
    for factor, level in answers.items():
        page.locator("label").filter(has=radio(page, factor, level)).click()


def expect_score(page: Page, language: str, answers: Mapping[str, str], **rest: object) -> Any:
    """Every score in the page is CPython's, as a plain number and in the page's notation."""
    score = scored(answers, **rest)
    wanted = {"total": score["total"]} | {key: pillar["points"] for key, pillar in score["pillars"].items()}
    for key, value in wanted.items():
        slot = page.locator(f'[data-score="{key}"]')
        expect(slot).to_have_attribute("data-value", f"{value:g}")
        expect(slot).to_have_text(points(language, value))
    return score


def expect_part(page: Page, part: str) -> None:
    """This part and no other is shown, and the focus is on its title."""
    expect(page.locator(f'[data-part="{part}"]')).to_be_visible()
    expect(page.locator("[data-part]:visible")).to_have_count(1)
    expect(page.locator(f'[data-part="{part}"] [data-part-title]')).to_be_focused()
