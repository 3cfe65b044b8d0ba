"""Answers to the questions of version 1.0, on a device, in a link and in a file: what still holds stays, the rest is asked again."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.quiz_page import LANGUAGES, expect_stored, radio, read_stored, save_before_load, score_in_cpython, visit
from tests.support.version_1 import DEVICE, FILE, TYPICAL_CODE
from tests.support.your_ssi_page import wait_for_engine, your_ssi

SAVED = json.loads(DEVICE)
ASKED = ("endorsements", "new_followers", "active_days")
KEPT = {key: level for key, level in SAVED["answers"].items() if key not in ASKED}
AGAIN = {"endorsements": "5_to_19", "new_followers": "5_to_24", "active_days": "2_to_4_days"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_device_is_asked_again_until_it_has_answered(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, DEVICE)
    visit(page, site_url, language)
    box = page.locator("[data-asked-anew]")
    expect(box).to_be_visible()
    expect(box.locator("[data-asked-anew-words]")).to_contain_text("3")
    links = box.locator("a")
    expect(links).to_have_count(3)
    assert [link.get_attribute("href") for link in links.all()] == [f"#{key}" for key in ASKED]
    page.wait_for_selector("html[data-engine=ready]")
    assert violations(page) == []
    for key, level in AGAIN.items():
        # What is answered is saved under the question's own key, in the place of what it was.
        assert read_stored(page)["answers"][key] == SAVED["answers"][key]
        box.locator(f'a[href="#{key}"]').click()
        radio(page, key, level).check(force=True)
        assert read_stored(page)["answers"][key] == level
        expect(box.locator(f'a[href="#{key}"]')).to_have_count(0)
    expect(box).to_be_hidden()
    expect_stored(page, SAVED["history"], part="history")
    page.goto(f"{site_url}{language}/quiz.html#result")
    page.reload()
    total = page.locator('[data-score="total"]').first
    expect(total).to_have_attribute("data-value", str(score_in_cpython({**KEPT, **AGAIN})["total"]))
    expect(box).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_says_what_has_changed_since_it_was_made(page: Page, site_url: str, language: str) -> None:
    visit(page, site_url, language, f"#code={TYPICAL_CODE}")
    names = [page.locator(f'[data-factor="{key}"]').first.get_attribute("data-name") for key in ASKED]
    changed = page.locator("[data-preview-changed]")
    expect(changed).to_be_visible()
    for name in names:
        expect(changed).to_contain_text(str(name))
    total = page.locator('[data-score="total"]').first
    expect(total).to_have_attribute("data-value", str(score_in_cpython(KEPT, role="hr", target=60)["total"]))
    expect(page.locator("[data-asked-anew]:visible")).to_have_count(0)
    page.locator("[data-preview-keep]").click()
    expect_stored(page, KEPT, part="answers")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_says_what_has_changed_since_it_was_made(page: Page, site_url: str, language: str) -> None:
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    names = [str(page.locator(f'template[data-why-factor="{key}"]').get_attribute("data-name")) for key in ASKED]
    page.locator("input[data-import]").set_input_files({
        "name": "ssi.json", "mimeType": "application/json", "buffer": FILE.encode()
    })  # fmt: skip
    report = page.locator("[data-imported-list]")
    for name in names:
        expect(report).to_contain_text(name)
    saved = read_stored(page)
    assert saved["answers"] == KEPT
    # What was saved of a day stays what it was.
    assert saved["history"] == SAVED["history"]
