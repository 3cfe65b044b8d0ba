"""LinkedIn's own figures are marked in the result's drawings where any are saved and can be read."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.quiz_page import CODE, LANGUAGES, TYPICAL, expect_score, save_before_load, visit
from tests.support.your_ssi_page import PILLARS, REAL

OLD = REAL | {"id": "a", "date": "2026-01-05T12:00:00Z", "total": 12, "pillars": dict.fromkeys(PILLARS, 3)}
LATEST = REAL | {
    "id": "b",
    "date": "2026-11-12T12:00:00Z",
    "pillars": PILLARS | {"find": 4.9, "engage": 1.5},
    "industry": {"rank": 37, "average": 36},
    "network": {"rank": None, "average": None},
}
ESTIMATE = LATEST | {"id": "c", "kind": "estimate", "total": 99, "date": "2026-11-20T12:00:00Z"}


def remember(page: Page, *history: Any) -> None:
    document = {"version": 2, "answers": TYPICAL, "role": "hr", "target": None, "step": "result", "done": {}, "measured": {}}
    save_before_load(page, json.dumps(document | {"history": history}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_latest_real_score_stands_in_the_drawings(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    remember(page, OLD, LATEST, ESTIMATE)
    visit(page, site_url, language)
    expect_score(page, language, TYPICAL, role="hr")
    said = {"total": "33", "industry": "36"}
    for key, points in said.items():
        expect(page.locator(f'[data-own="{key}"] [data-own-points]')).to_have_text(points)
    expect(page.locator('[data-own="network"]')).to_be_hidden()
    expect(page.locator("[data-own-note]")).to_contain_text("12 november 2026" if language == "nl" else "12 November 2026")
    brand = page.locator('[data-bar="brand"]')
    expect(brand.locator("[data-own-mark]")).to_be_visible()
    assert float((brand.locator("[data-own-mark]").get_attribute("x") or "").rstrip("%")) == pytest.approx(100 * 13.118 / 25, abs=0.005)
    expect(brand.locator("[data-own-words]")).to_contain_text("13,12" if language == "nl" else "13.12")
    page.locator("details:has(> .figures) summary").click()
    expect(page.locator('[data-own-cell="find"]')).to_have_text("4,9" if language == "nl" else "4.9")
    expect(page.locator('[data-own-cell="total"]')).to_have_text("33")
    assert violations(page) == []
    # Its letters are larger on a wider phone, and its columns still fit.
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
    # Beside somebody else's answers they would mean nothing.
    page.evaluate("code => { location.hash = `code=${code}` }", CODE)
    expect(page.locator("form[data-guest]")).to_be_attached()
    expect(brand.locator("[data-own-mark]")).to_be_hidden()
    expect(page.locator('[data-own="total"]')).to_be_hidden()


def test_points_that_cannot_be_are_left_out(page: Page, site_url: str) -> None:
    odd = LATEST | {"pillars": {"brand": None, "find": None, "engage": None, "relate": 13.5}, "industry": {"average": -1}, "network": 7}
    high = LATEST | {"id": "d", "total": 44}
    markup = high | {"pillars": PILLARS | {"brand": "<img src=x onerror=alert(1)>"}}
    remember(page, None, 7, odd, high | {"total": 400}, high | {"date": "soon"}, high | {"date": "2999-01-01T12:00:00Z"}, markup)
    visit(page, site_url)
    expect_score(page, "en", TYPICAL, role="hr")
    expect(page.locator('[data-own="total"] [data-own-points]')).to_have_text("33")
    expect(page.locator('[data-bar="relate"] [data-own-mark]')).to_be_visible()
    for key in ("brand", "find", "engage"):
        expect(page.locator(f'[data-bar="{key}"] [data-own-mark]')).to_be_hidden()
    expect(page.locator('[data-own="industry"], [data-own="network"]').locator("visible=true")).to_have_count(0)


def test_without_a_real_score_nothing_is_said_of_one(page: Page, site_url: str) -> None:
    remember(page, ESTIMATE)
    visit(page, site_url)
    expect_score(page, "en", TYPICAL, role="hr")
    expect(page.locator("[data-own], [data-own-mark], [data-own-cell], [data-own-note]").locator("visible=true")).to_have_count(0)
