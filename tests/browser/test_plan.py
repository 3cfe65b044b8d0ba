"""The plan to a target in a real browser: what leads there, and what is no target."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ssi_core.model import MODEL, UNKNOWN
from tests.support.quiz_page import (
    LANGUAGES,
    SOME,
    TYPICAL,
    dump_answers,
    expect_score,
    expect_stored,
    save_before_load,
    save_in,
    score_in_cpython,
    visit,
)


def test_the_plan_follows_the_target(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(SOME, step="result"))
    visit(page, site_url)
    words, target = page.locator("[data-plan-words]"), page.locator("input[name=target]")
    expect(words).to_be_visible()
    for wanted, status in ((60, "reached"), (10, "already_met"), (99, "unreachable"), (65, "reached"), (62.5, "reached")):
        plan = score_in_cpython(SOME, target=wanted)["plan"]
        assert plan["status"] == status
        target.fill(str(wanted))
        expect(words).to_contain_text(f"{wanted:g}")
        expect(page.locator("[data-plan-list] > li")).to_have_count(len(plan["steps"]) if status == "reached" else 0)
        expect(page.locator("[data-plan-open]")).to_be_visible(visible=status == "unreachable")


def test_what_nobody_knows_yet_is_to_be_found_out_first(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers({factor.key: UNKNOWN for factor in MODEL.factors}, "sales", "result"))
    visit(page, site_url)
    score = expect_score(page, "en", {factor.key: UNKNOWN for factor in MODEL.factors}, role="sales")
    assert score["plan"]["status"] == "unreachable"
    expect(page.locator("[data-live-total]")).to_contain_text("0 to 100")
    expect(page.locator('[data-missing="unknown"] a')).to_have_count(len(MODEL.factors))
    first = page.locator("[data-plan-open] a")
    offered = [(link.get_attribute("href") or "").removeprefix("#") for link in first.all()]
    worth = {key: factor["max"] for key, factor in score["factors"].items()}
    assert offered
    assert [worth[key] for key in offered] == sorted(worth.values(), reverse=True)[: len(offered)]
    first.first.click()
    expect(page.locator(f'input[name="{offered[0]}"]:focus')).to_have_count(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_target_is_typed_in_either_notation_and_otherwise_refused(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, "sales", "result"))
    visit(page, site_url, language)
    words, target, wrong = (page.locator(each) for each in ("[data-plan-words]", "input[name=target]", "[data-target-wrong]"))
    for text, value in (("72,5", 72.5), ("72.5", 72.5), (" 60 ", 60), ("60,", 60), ("0", 0), ("100", 100)):
        target.fill(text)
        expect(words).to_contain_text(f"{value:g}".replace(".", "," if language == "nl" else "."))
        expect(target).to_have_attribute("aria-invalid", "false")
        expect(target).to_have_accessible_description(page.locator("[data-target-hint]").inner_text())
        expect_stored(page, value, part="target")
    for text in ("725", "100.1", "-1", "1e2", "many", "7 2", "Infinity"):
        target.fill(text)
        expect(wrong).to_be_visible()
        expect(target).to_have_attribute("aria-invalid", "true")
        expect(target).to_have_accessible_description(re.compile(re.escape(wrong.inner_text())))
        # No plan for the guideline either, where a visitor wants another target.
        expect(page.locator("[data-plan]")).to_be_hidden()
        expect_stored(page, None, part="target")
    target.fill("")
    expect(wrong).to_be_hidden()
    expect(words).to_contain_text(str(score_in_cpython(TYPICAL)["verdict"]["total"] + 5))
    # Who cannot see that hears the plan that is in the error's place.
    expect(page.locator("[data-announce]")).to_have_text(words.inner_text())


def test_a_kept_target_that_cannot_be_is_left_out(page: Page, site_url: str) -> None:
    targets: tuple[Any, ...] = (725, -1, "72", [60], {"a": 1}, True)
    for target in targets:
        page.goto(f"{site_url}robots.txt")
        save_in(page, json.dumps({"version": 1, "answers": SOME, "role": "", "target": target, "step": "result"}))
        visit(page, site_url)
        expect(page.locator("[data-factor] input:checked")).to_have_count(len(SOME))
        expect(page.locator("input[name=target]")).to_have_value("")
        expect(page.locator("[data-target-wrong]")).to_be_hidden()
    expect_score(page, "en", SOME)
