"""The page of your own SSI as a visitor has it: opened, with saved points, and typed into."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from ssi_core.model import MODEL
from tests.support.quiz_page import TYPICAL

YOURS = {"en": "your-ssi", "nl": "jouw-ssi"}
PILLARS = {"brand": 13.118, "find": 4.8, "engage": 2.05, "relate": 13.5}
REAL = {"id": "r1", "date": "2026-03-02T12:00:00Z", "kind": "real", "total": 33, "pillars": PILLARS}


def your_ssi(page: Page, site_url: str, language: str = "en", anchor: str = "") -> None:
    page.goto(f"{site_url}{language}/{YOURS[language]}.html{anchor}")
    expect(page.locator("[data-history][data-started]")).to_be_attached()
    unfold(page)


def unfold(page: Page) -> None:
    """Open what is folded below the total: the pillars, the ranks, the date and the text to paste."""
    page.locator("details[data-more]").evaluate("each => { each.open = true; }")


def type_real(page: Page, day: str = "", **numbers: float) -> None:
    """Fill in a real score by hand and save it."""
    form = page.locator("[data-real]")
    unfold(page)
    for name, value in (PILLARS | numbers).items():
        form.locator(f'[name="{name}"]').fill(str(value))
    if day:
        form.locator("[name=day]").fill(day)
    form.locator("[data-save-real]").click()


def rows(page: Page) -> list[str]:
    """The days in the table of the history, as shown."""
    return page.locator("tbody.point time").all_inner_texts()


ESTIMATE = {
    "id": "e1",
    "date": "2026-01-20T10:00:00Z",
    "kind": "estimate",
    "total": 30.1,
    "pillars": {"brand": 11.0, "find": 4.2, "engage": 2.0, "relate": 12.9},
    "range": [22.0, 41.5],
    "version": MODEL.version,
    "answers": TYPICAL,
}


def dump_points(history: list[dict[str, Any]], answers: dict[str, str] | None = None) -> str:
    return json.dumps({"version": 2, "answers": answers or {}, "role": "", "target": None, "step": "", "history": history})


def message(page: Page, key: str) -> str:
    """Return a message of the page, with its placeholders."""
    text: str = page.locator(f'template[data-message="{key}"]').evaluate("template => template.content.textContent")
    return text


def expect_undone(page: Page, notice: str, key: str) -> None:
    """A notice says that its change was taken back, and nothing else."""
    words = page.locator(f"{notice} [data-undone-words]")
    expect(words).to_have_text(message(page, key))
    expect(words).to_be_visible()
    expect(page.locator(f"{notice} > *").locator("visible=true")).to_have_count(1)


def wait_for_engine(page: Page) -> None:
    """The engine may take its time on a busy machine."""
    expect(page.locator("html[data-engine=ready]")).to_be_attached(timeout=30_000)
