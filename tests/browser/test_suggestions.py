"""Advice on the page of your own SSI, from the real pillars alone."""

import re
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import violations
from tests.support.looks import look_at
from tests.support.quiz_page import LANGUAGES, TYPICAL, points, save_before_load
from tests.support.wire import ask_ok
from tests.support.your_ssi_page import PILLARS, dump_points, message, type_real, wait_for_engine, your_ssi

LOOKS: list[tuple[str, Literal["light", "dark"], int]] = [("en", "light", 1440), ("nl", "dark", 390), ("nl", "light", 320)]


def real(days: int = 10, **pillars: float | None) -> dict[str, object]:
    date = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT12:00:00Z")
    return {"id": "r", "date": date, "kind": "real", "total": 33, "pillars": PILLARS | pillars}


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_each_pillar_has_the_steps_that_gain_most(
    browser: Browser, site_url: str, language: str, scheme: Literal["light", "dark"], width: int
) -> None:
    tapped = "main .button, main input, main select, main textarea, .yours-nav a, main .tick"
    with look_at(browser, scheme, width, tapped) as look:
        page = look.page
        save_before_load(page, dump_points([]))
        your_ssi(page, site_url, language, "#advice")
        wait_for_engine(page)
        section = page.locator("[data-suggest]")
        expect(section.locator('[data-suggest-state="none"]')).to_be_visible()
        look("nothing saved")
        type_real(page, find=24.99, relate=24.9)
        expect(section.locator('[data-suggest-state="known"]')).to_be_visible()
        suggested = ask_ok("suggest", real=PILLARS | {"find": 24.99, "relate": 24.9})
        for pillar, steps in suggested.items():
            items = section.locator(f'[data-suggest-pillar="{pillar}"] .guess')
            expect(items).to_have_count(min(len(steps), 2))
            for item, step in zip(items.all(), steps, strict=False):
                expect(item.locator("h4 a")).to_have_attribute("href", re.compile(rf"\.html#{step['factor']}$"))
                expect(item.locator("[data-guess-gain]")).to_contain_text(f"+{points(language, step['gain'])}")
                for number in (step["low"], step["high"]):
                    expect(item.locator("[data-guess-range]")).to_contain_text(f"+{points(language, number)}")
                expect(item.locator("[data-guess-range]")).to_contain_text(str(step["effort"]))
                # The average may be below that range, because of those for whom there is nothing left to gain.
                expect(item.locator("[data-guess-range]")).to_have_text(re.compile(r", 0 (if you have|als je)"))
                # In words, and drawn otherwise than the quiz's own advice.
                expect(item.locator(".guess-mark")).to_be_visible()
                assert item.evaluate("each => getComputedStyle(each).borderInlineStartStyle") == "dashed"
        assert any(step["gain"] < step["low"] for steps in suggested.values() for step in steps)
        assert suggested["find"] == []
        expect(section.locator('[data-suggest-pillar="find"] [data-suggest-empty]')).to_have_text(message(page, "suggest.full"))
        look("suggested")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_known_decides_what_is_said(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points([real(91, brand=None)], TYPICAL))
    your_ssi(page, site_url, language)
    section = page.locator("[data-suggest]")
    expect(section.locator('[data-suggest-state="known"]')).to_be_visible()
    expect(section.locator("[data-suggest-old]")).to_be_visible()
    brand = section.locator('[data-suggest-pillar="brand"]')
    expect(brand.locator("[data-suggest-empty]")).to_have_text(message(page, "suggest.unknown"))
    expect(brand.locator("[data-suggest-points]")).to_be_hidden()
    # Who has answered is led to better advice.
    expect(section.locator("[data-suggest-quiz]:visible")).to_have_attribute("data-suggest-quiz", "some")
    # What is typed counts before it is saved, as in the comparison.
    form = page.locator("[data-real]")
    for name in PILLARS:
        form.locator(f'[name="{name}"]').fill("20")
    expect(section.locator("[data-suggest-which]")).to_have_text(message(page, "suggest.typed"))
    expect(section.locator("[data-suggest-old]")).to_be_hidden()
    expect(brand.locator("[data-suggest-points]")).to_contain_text("20")
    # A total alone says nothing of the pillars.
    for name in PILLARS:
        form.locator(f'[name="{name}"]').fill("")
    form.locator("[name=total]").fill("50")
    total = section.locator('[data-suggest-state="total"]')
    expect(total).to_be_visible()
    expect(section.locator("[data-suggest-state]:visible")).to_have_count(1)
    expect(total.locator("a:visible")).to_have_attribute("href", "#pillars")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_total_without_pillars_leads_to_where_they_are_typed(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points([real(brand=None, find=None, engage=None, relate=None)]))
    your_ssi(page, site_url, language)
    section = page.locator("[data-suggest]")
    expect(section.locator('[data-suggest-state="total"]')).to_be_visible()
    expect(section.locator("[data-suggest-state]:visible")).to_have_count(1)
    expect(section.locator('[data-suggest-state="total"] a:visible')).to_have_attribute("href", "#history")
    assert violations(page) == []
    wait_for_engine(page)
    change = page.locator("tbody.point [data-change]")
    expect(section.locator('[data-suggest-state="total"]')).to_contain_text(change.inner_text().split(":")[0])
    change.click()
    for name, value in PILLARS.items():
        page.locator(f'[data-change-dialog] [name="{name}"]').fill(str(value))
    page.locator("[data-change-dialog] [type=submit]").click()
    expect(section.locator('[data-suggest-state="known"]')).to_be_visible()


def test_without_the_engine_it_waits(page: Page, site_url: str) -> None:
    broken = True
    page.route("**/*.wasm", lambda route: route.abort() if broken else route.continue_())
    save_before_load(page, dump_points([real()]))
    your_ssi(page, site_url)
    expect(page.locator("[data-engine-state=failed]")).to_be_visible()
    section = page.locator("[data-suggest]")
    expect(section.locator('[data-suggest-state="waiting"]')).to_be_visible()
    expect(section.locator("[data-suggest-quiz]:visible")).to_have_count(0)
    broken = False
    page.locator("[data-engine-state=failed] [data-retry]").click()
    wait_for_engine(page)
    expect(section.locator('[data-suggest-state="known"]')).to_be_visible()
    expect(section.locator("[data-suggest-quiz]:visible")).to_have_attribute("data-suggest-quiz", "none")
