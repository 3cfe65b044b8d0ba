"""Saved data on the device, in a real browser: across versions, damaged, cleared and set aside."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.device import EVERYTHING
from tests.support.quiz_page import SOME, choose, expect_part, expect_score, expect_stored, save_before_load, visit
from tests.support.your_ssi_page import type_real, your_ssi


def asides(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith('ssi-damaged')))"
    )
    return found


def test_the_first_versions_document_is_taken_over(context_without_engine: BrowserContext, page: Page, site_url: str) -> None:
    old = {"version": 1, "answers": SOME, "role": "hr", "target": 60, "step": "part-2"}
    save_before_load(page, json.dumps(old))
    visit(page, site_url)
    expect(page.locator("[data-storage=damaged]")).to_be_hidden()
    choose(page, {"active_days": "7_days"})
    new: dict[str, Any] = {"done": {}, "measured": {}, "history": []}
    expect_stored(page, old | {"version": 2, "answers": SOME | {"active_days": "7_days"}} | new)
    assert asides(page) == {}


def test_starting_over_keeps_the_history(context_without_engine: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    visit(page, site_url)
    page.locator("[data-restart]").click()
    page.locator("[data-restart-confirm]").click()
    expect_stored(page, EVERYTHING | {"answers": {}, "role": "", "target": None, "step": "", "done": {}, "measured": {}})


SPOILED = {
    "not JSON": ('{"version":2,"answers":{"connections":"500_or', {}),
    "another shape": ('["connections"]', {}),
    "a part of another shape": (
        json.dumps(EVERYTHING | {"history": "<img src=x onerror=alert(1)>", "role": ["hr"], "step": "part-1"}),
        SOME,
    ),
}


def test_what_cannot_be_read_is_set_aside_and_can_be_had_back(context_without_engine: BrowserContext, page: Page, site_url: str) -> None:
    visit(page, site_url)
    for text, answers in SPOILED.values():
        page.evaluate("text => localStorage.setItem('ssi', text)", text)
        page.reload()
        expect(page.locator("[data-storage=damaged]")).to_be_visible()
        expect(page.locator("[data-factor] input:checked")).to_have_count(len(answers))
        if not answers:
            assert page.evaluate("localStorage.getItem('ssi')") == text, "touched before there was anything to write"
        choose(page, {"articles": "two"})
        expect_stored(page, answers | {"articles": "two"}, part="answers")
    wanted = [text for text, _ in SPOILED.values()]
    assert list(dict(sorted(asides(page).items())).values()) == wanted, "one drove out another"

    your_ssi(page, site_url)
    box = page.locator("[data-aside]")
    expect(box.locator("li")).to_have_count(len(wanted))
    expect(box.locator("[data-aside-words]").first).to_contain_text(re.compile(r"\b0\.[0-9]*[1-9] kB"))
    texts = []
    for item in box.locator("li").all():
        with page.expect_download() as download:
            item.locator("[data-aside-save]").click()
        texts.append(Path(download.value.path()).read_text(encoding="utf-8"))
    assert sorted(texts) == sorted(wanted)
    for _ in wanted:
        box.locator("[data-aside-remove]").first.click()
    expect(box).to_be_hidden()
    assert asides(page) == {}


def test_what_a_newer_version_wrote_is_left_alone(context_without_engine: BrowserContext, page: Page, site_url: str) -> None:
    text = json.dumps(EVERYTHING | {"version": 3, "answers": "packed otherwise"})
    save_before_load(page, text)
    visit(page, site_url, "nl")
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "newer")
    choose(page, {"articles": "two"})
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "newer")
    page.locator("[data-restart]").click()
    page.locator("[data-restart-confirm]").click()
    your_ssi(page, site_url, "nl")
    type_real(page)
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "newer")
    assert page.evaluate("localStorage.getItem('ssi')") == text
    assert asides(page) == {}


def test_what_is_cleared_meanwhile_is_kept_again_as_a_whole(context_without_engine: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    visit(page, site_url)
    page.locator('[data-part-link="part-1"]').click()
    expect(page.locator("[data-storage=kept]")).to_be_visible()
    origin = page.evaluate("location.origin")
    context_without_engine.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    expect_stored(page, None)
    choose(page, {"articles": "two"})
    expect_stored(page, EVERYTHING | {"answers": SOME | {"articles": "two"}, "step": "part-1"})
    expect(page.locator("[data-storage=kept]")).to_be_visible()
    expect(page.locator("[data-factor] input:checked")).to_have_count(len(SOME | {"articles": "two"}))


DAMAGED = {
    "not JSON": '{"version":1,"answers":{"connections":"500_or',
    "a list": "[]",
    "nothing": "null",
    "no version of ours": '{"version":"2","answers":{"connections":"500_or_more"}}',
    "answers of another shape": '{"version":1,"answers":["connections"]}',
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_storage_breaks_nothing(context_without_engine: BrowserContext, page: Page, site_url: str, text: str) -> None:
    save_before_load(page, text)
    visit(page, site_url)
    expect(page.locator('[data-storage="damaged"]')).to_be_visible()
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)
    page.locator('[data-part="part-1"] [data-go="part-2"]').click()
    expect_part(page, "part-2")
    assert page.evaluate("localStorage.getItem('ssi')") == text, "overwritten before anything new was answered"
    page.go_back()
    choose(page, {"articles": "two"})
    expect_stored(page, {"articles": "two"}, part="answers")
    expect(page.locator('[data-storage="damaged"]')).to_be_hidden()


def test_stored_answers_that_no_question_knows_are_left_out(page: Page, site_url: str) -> None:
    strange = {"connections": '"><img src=x onerror=alert(1)>', "nope": "one", "articles": 7, "__proto__": "x", "groups": "member_only"}
    save_before_load(page, json.dumps({"version": 1, "answers": strange, "role": ["sales"], "step": "part-9"}))
    visit(page, site_url)
    expect(page.locator('[data-part="part-1"]')).to_be_visible()
    expect(page.locator("[data-factor] input:checked")).to_have_count(1)
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "en", {"groups": "member_only"})
