"""The result of the quiz in a real browser: it follows every answer, and says how sure it is."""

import math
import re

import pytest
from playwright.sync_api import Page, expect

from ssi_core.model import MODEL, UNKNOWN
from tests.support.quiz_page import (
    LANGUAGES,
    SOME,
    TYPICAL,
    choose,
    choose_role,
    dump_answers,
    expect_part,
    expect_score,
    open_other_tab,
    points,
    radio,
    save_before_load,
    save_in,
    score_in_cpython,
    visit,
)


def test_without_an_answer_there_is_no_number(page: Page, site_url: str) -> None:
    visit(page, site_url, anchor="#result")
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    expect(page.locator('[data-result="empty"]')).to_be_visible()
    expect(page.locator("[data-score][data-value]")).to_have_count(0)
    expect(page.locator("[data-score]:visible")).to_have_count(0)
    page.locator('[data-result="empty"] a').click()
    expect_part(page, "part-1")


def test_the_result_follows_every_answer(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(SOME, step="result"))
    visit(page, site_url)
    score = expect_score(page, "en", SOME)
    open_questions = page.locator('[data-missing="missing"]:visible a')
    expect(open_questions).to_have_count(len(score["missing"]))
    assert [link.get_attribute("href") for link in open_questions.all()] == [f"#{key}" for key in score["missing"]]

    open_questions.first.click()
    first = score["missing"][0]
    expect(page.locator(f'input[name="{first}"]').first).to_be_focused()
    levels = [level.key for factor in MODEL.factors if factor.key == first for level in factor.levels]
    for level in (levels[0], levels[-1], UNKNOWN):
        choose(page, {first: level})
        now = score_in_cpython(SOME | {first: level})["total"]
        expect(page.locator("[data-score=total]")).to_have_attribute("data-value", f"{now:g}")
    page.go_back()
    expect_part(page, "result")
    expect(open_questions).to_have_count(len(score["missing"]) - 1)
    low, high = score_in_cpython(SOME | {first: UNKNOWN})["range"]
    for bound in (math.floor(low), math.ceil(high)):
        expect(page.locator("[data-announce]")).to_contain_text(str(bound))


# Three quarters of all questions.
ENOUGH = len(MODEL.factors) * 3 // 4


def test_a_single_number_leads_only_when_enough_is_known(page: Page, site_url: str) -> None:
    few = dict(list(TYPICAL.items())[: ENOUGH - 1])
    last = list(TYPICAL)[ENOUGH - 1]
    save_before_load(page, dump_answers(few, step="result"))
    visit(page, site_url)
    live, to_go = page.locator("[data-live-total]"), page.locator("[data-to-go]")

    score = expect_score(page, "en", few)
    expect(to_go).to_contain_text(str(len(MODEL.factors) - len(few)))
    expect(live).to_be_hidden()
    low, high = score["range"]
    lead = page.locator("[data-range-text]")
    for bound in (math.floor(low), math.ceil(high)):
        expect(lead).to_contain_text(re.compile(rf"\b{bound}\b"))
    expect(page.locator("[data-middle]")).to_be_visible()
    size = "each => parseFloat(getComputedStyle(each).fontSize)"
    assert lead.evaluate(size) > page.locator("[data-score=total]").evaluate(size)
    expect(page.locator("[data-bar=brand] [data-bar-middle]")).to_be_hidden()
    expect(page.locator("[data-bar=relate] .bar-score")).to_be_hidden()

    # "I don't know" is an answer, but makes nothing known.
    page.locator(f'[data-missing="missing"] a[href="#{last}"]').click()
    choose(page, {last: UNKNOWN})
    expect(live).to_be_hidden()
    choose(page, {last: TYPICAL[last]})
    enough = few | {last: TYPICAL[last]}
    expect(live).to_have_text(f"about {math.floor(score_in_cpython(enough)['total'] + 0.5)}")
    expect(to_go).to_be_hidden()
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "en", enough)
    expect(page.locator("[data-middle]")).to_be_hidden()
    assert lead.evaluate(size) < page.locator("[data-score=total]").evaluate(size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pillar_without_an_answer_has_a_range_and_no_middle(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_answers(SOME, step="result"))
    visit(page, site_url, language)
    expect_no_middle(page, language, SOME)
    unknown = SOME | {key: UNKNOWN for key in TYPICAL if key not in SOME}
    save_in(open_other_tab(page, site_url), dump_answers(unknown, step="result"))
    page.locator('[data-part-link="result"]').click()
    expect_no_middle(page, language, unknown)


def expect_no_middle(page: Page, language: str, answers: dict[str, str]) -> None:
    score = expect_score(page, language, answers)
    bar = page.locator("[data-bar=relate]")
    assert score["pillars"]["relate"]["range"] == [0, 25]
    expect(bar.locator("[data-bar-words]")).to_contain_text("25")
    assert points(language, 12.5) not in bar.inner_text()
    expect(bar.locator("[data-bar-value]")).to_have_attribute("width", re.compile("^0(\\.0+)?%$"))
    expect(page.locator("[data-row=relate] [data-cell=points]")).to_have_text("–")
    # One answer, and there is a middle that it moved.
    for known in ("brand", "find"):
        expect(page.locator(f"[data-bar={known}] .bar-score")).to_be_visible()
        expect(page.locator(f"[data-bar={known}] [data-bar-open]")).to_be_hidden()
    expect(page.locator("[data-bar=find] [data-bar-middle]")).to_be_visible()
    bar.locator("[data-bar-open] a").click()
    first = MODEL.find_factors("relate")[0].key
    expect(page.locator(f"input[name={first}]:focus")).to_have_count(1)


@pytest.mark.parametrize(("language", "end", "total"), [("nl", 0, 0.0), ("en", -1, 100.0)])
def test_a_range_without_width_is_put_into_words(page: Page, site_url: str, language: str, end: int, total: float) -> None:
    save_before_load(page, dump_answers({factor.key: factor.levels[end].key for factor in MODEL.factors}, step="result"))
    visit(page, site_url, language)
    words = page.locator("[data-range-text]")
    expect(words).to_contain_text(re.compile(rf"\b{total:.0f}\b"))
    assert len(re.findall(r"\d+", words.inner_text())) == 1, "the same number twice is no range"
    pillar = page.locator("[data-bar=brand] [data-bar-words]").inner_text()
    assert len(re.findall(r"\d+[.,]\d", pillar.partition("·")[0])) == 1, pillar


def test_an_answer_changes_from_the_result(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url)
    page.locator(".all-answers summary").click()
    row = page.locator('[data-answer="connections"]')
    level = page.locator("label").filter(has=radio(page, "connections", TYPICAL["connections"]))
    expect(row.locator("[data-answer-words]")).to_have_text((level.text_content() or "").strip())
    row.locator("a").click()
    expect(radio(page, "connections", TYPICAL["connections"])).to_be_focused()
    choose(page, {"connections": "500_or_more"})
    page.go_back()
    expect_part(page, "result")
    expect_score(page, "en", TYPICAL | {"connections": "500_or_more"})


def test_coming_back_from_another_page_leads_to_where_you_were(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url)
    link = page.locator("[data-plan-list] a[data-link]").nth(1)
    page.evaluate("addEventListener('scrollend', () => document.body.setAttribute('data-at-rest', ''))")
    link.scroll_into_view_if_needed()
    expect(page.locator("[data-at-rest]")).to_have_count(1)
    page.reload()
    expect_whole_result(page)
    expect(link).to_be_in_viewport()
    before = page.evaluate("scrollY")
    assert before > 500
    link.click()
    expect(page.locator("form[data-quiz]")).to_have_count(0)
    page.go_back()
    expect_whole_result(page)
    expect(link).to_be_in_viewport()
    assert page.evaluate("scrollY") == pytest.approx(before, abs=60)


def expect_whole_result(page: Page) -> None:
    """Expect the score, and what the page fetches at leisure."""
    expect_score(page, "en", TYPICAL)
    expect(page.locator("[data-remind]")).to_be_visible()
    expect(page.locator("[data-advice-list] [data-advice-words]").first).not_to_be_empty()


def test_what_was_opened_or_closed_stays_so_while_the_result_changes(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url)
    advice = page.locator("[data-advice-list] details").first
    advice.locator("summary").click()
    choose_role(page, "sales")
    group = page.locator("[data-plan-group]:visible").first
    expect(group.locator("[data-plan-list] > li").first).to_be_visible()
    group.locator("summary").click()
    expect(group.locator("[data-plan-list] > li").first).to_be_hidden()
    choose_role(page, "hr")
    expect(page.locator("[data-compare=role] [data-compare-points]")).to_contain_text("60")
    expect(group).not_to_have_attribute("open", "")
    expect(advice).to_have_attribute("open", "")
