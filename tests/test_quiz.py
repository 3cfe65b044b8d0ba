"""The quiz in a real browser, with the real engine: by mouse, by keyboard alone, without script, and when things go wrong."""

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from ssi_core.model import MODEL, NOT_APPLICABLE, UNKNOWN
from ssi_core.personas import PERSONAS
from ssi_core.wire import handle
from tests.axe import violations

LANGUAGES = ("nl", "en")
# The other pages that need the engine.
CALCULATING = {"nl": ("gebruik-je-archief", "jouw-ssi"), "en": ("use-your-archive", "your-ssi")}
STEPS = len(MODEL.pillars)
TYPICAL = dict(next(persona for persona in PERSONAS if persona.key == "typical").answers.given)
MIXED = TYPICAL | {"articles": UNKNOWN, "sharing": "weekly", "inmail_response": NOT_APPLICABLE}
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_quiz_by_mouse(page: Page, site_url: str, language: str) -> None:
    visit(page, site_url, language)
    expect(page.locator("input:checked")).to_have_count(0)
    for number, pillar in enumerate(MODEL.pillars, start=1):
        choose(page, {factor.key: MIXED[factor.key] for factor in MODEL.factors_of(pillar)})
        done = sum(len(MODEL.factors_of(each)) for each in MODEL.pillars[:number])
        said = re.findall(r"\d+", page.locator("[data-progress-text]").inner_text())
        assert [int(each) for each in said] == [number, STEPS, done, len(MODEL.factors)]
        assert page.locator("[data-progress]").evaluate("bar => bar.value") == done
        page.locator(f'[data-part="part-{number}"] .quiz-buttons .button:not(.quiet, .link)').click()
        expect_part(page, f"part-{number + 1}" if number < STEPS else "result")
    assert page.url.endswith("#result")

    page.locator("select[name=role]").select_option("sales")
    score = expect_score(page, language, MIXED, role="sales")
    for bound in score["range"]:
        expect(page.locator("[data-range-text]")).to_contain_text(points(language, bound))
    expect(page.locator("[data-gauge]")).to_have_attribute("aria-label", re.compile(re.escape(points(language, score["total"]))))
    expect(page.locator("[data-compare=role] [data-compare-points]")).to_have_text("75")
    for key, pillar_score in score["pillars"].items():
        expect(page.locator(f'[data-row="{key}"] [data-cell="points"]')).to_have_text(points(language, pillar_score["points"]))

    shown = page.locator("[data-advice-list] > li")
    expect(shown).to_have_count(5)
    assert page.locator("[data-advice-rest] > li").count() == len(score["advice"]) - 5
    for item, step in zip(shown.all(), score["advice"], strict=False):
        expect(item.locator("a").nth(-1)).to_have_attribute("href", f"#{step['factor']}")
        assert re.search(rf"\.html#{step['factor']}$", item.locator("h4 a").get_attribute("href") or "")
        gain = f"{step['gain']:g}".replace(".", "," if language == "nl" else ".")
        expect(item.locator("[data-gain]")).to_contain_text(f"+{gain} ")
    assert score["plan"]["status"] == "reached"
    steps = page.locator("[data-plan-list] > li")
    expect(steps).to_have_count(len(score["plan"]["steps"]))
    assert [step.get_attribute("data-step") for step in steps.all()] == [step["factor"] for step in score["plan"]["steps"]]
    expect(page.locator('[data-missing="missing"] a')).to_have_count(0)
    expect(page.locator('[data-missing="unknown"] a')).to_have_attribute("href", "#articles")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_quiz_by_keyboard_alone(page: Page, site_url: str, language: str) -> None:
    visit(page, site_url, language)
    focused = page.locator(":focus")

    def tab_to(selector: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.locator(f"{selector}:focus").count():
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    for number, pillar in enumerate(MODEL.pillars, start=1):
        for factor in MODEL.factors_of(pillar):
            tab_to(f'input[name="{factor.key}"]')
            # The first choice is focused but not made; Space makes it, an arrow goes on to the next.
            steps = [level.key for level in factor.levels].index(TYPICAL[factor.key]) if TYPICAL[factor.key] != NOT_APPLICABLE else -2
            page.keyboard.press("Space")
            for _ in range(abs(steps)):
                page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
            expect(focused).to_have_value(TYPICAL[factor.key])
            ring = page.locator("label").filter(has=focused).evaluate("row => getComputedStyle(row).outlineStyle")
            assert ring != "none", "no visible focus"
        tab_to(f'[data-part="part-{number}"] [data-go="{f"part-{number + 1}" if number < STEPS else "result"}"]')
        page.keyboard.press("Enter")
        expect_part(page, f"part-{number + 1}" if number < STEPS else "result")
    expect_score(page, language, TYPICAL)

    tab_to("select[name=role]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-compare=role] [data-compare-points]")).to_contain_text("60")
    tab_to("input[name=target]")
    page.keyboard.type("40")
    expect(page.locator("[data-plan-list] > li")).to_have_count(len(scored(TYPICAL, target=40)["plan"]["steps"]))


def test_the_browsers_back_and_forward_go_through_the_parts(page: Page, site_url: str) -> None:
    visit(page, site_url)
    page.locator('[data-part="part-1"] [data-go="part-2"]').click()
    expect_part(page, "part-2")
    page.locator('[data-part-link="result"]').click()
    expect_part(page, "result")
    assert page.title() != ""
    page.go_back()
    expect_part(page, "part-2")
    page.locator('[data-part="part-2"] [data-go="part-1"]').click()
    expect_part(page, "part-1")
    page.go_back()
    page.go_back()
    expect_part(page, "part-1")
    assert "#" not in page.url
    page.go_forward()
    expect_part(page, "part-2")
    titles = set()
    for part in ("part-3", "part-4", "result"):
        page.locator(f'[data-part-link="{part}"]').click()
        expect_part(page, part)
        titles.add(page.title())
    assert len(titles) == 3, "the parts share a title"


def test_a_link_leads_to_a_question(page: Page, site_url: str) -> None:
    visit(page, site_url, anchor="#groups")
    expect(page.locator('[data-part="part-3"]')).to_be_visible()
    expect(page.locator('input[name="groups"]').first).to_be_focused()
    expect(page.locator('[data-factor="groups"]')).to_be_in_viewport()


def test_answers_and_place_survive_a_reload_and_a_change_of_language(page: Page, site_url: str) -> None:
    visit(page, site_url)
    choose(page, {factor.key: TYPICAL[factor.key] for factor in MODEL.factors_of("brand")})
    page.locator('[data-part-link="result"]').click()
    page.locator("select[name=role]").select_option("hr")
    page.locator("input[name=target]").fill("72.5")
    page.locator('[data-part-link="part-2"]').click()
    expect_part(page, "part-2")
    choose(page, {"active_days": "every_day"})
    answers = {factor.key: TYPICAL[factor.key] for factor in MODEL.factors_of("brand")} | {"active_days": "every_day"}
    rest: dict[str, Any] = {"done": {}, "measured": {}, "history": []}
    assert stored(page) == {"version": 2, "answers": answers, "role": "hr", "target": 72.5, "step": "part-2", **rest}

    page.reload()
    expect(radio(page, "active_days", "every_day")).to_be_checked()
    expect(page.locator('[data-part="part-2"]')).to_be_visible()
    visit(page, site_url, "nl")
    assert page.url.endswith("#part-2"), "back to where the visitor was"
    expect(page.locator("input:checked")).to_have_count(7)
    page.locator('[data-part-link="result"]').click()
    # The result is a place like any other, also by the header's own way to the other language.
    page.set_viewport_size({"width": 390, "height": 844})
    for other in ("en", "nl"):
        page.locator(f"header a[hreflang={other}]").click()
        page.wait_for_url(f"**/{other}/quiz.html#result")
        expect(page.locator('[data-part="result"]')).to_be_visible()
    expect(page.locator("select[name=role]")).to_have_value("hr")
    expect(page.locator("input[name=target]")).to_have_value("72,5")
    expect_score(page, "nl", answers, role="hr", target=72.5)
    expect(page.locator("[data-plan-words]")).to_contain_text("72,5")


def test_without_an_answer_there_is_no_number(page: Page, site_url: str) -> None:
    visit(page, site_url, anchor="#result")
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    expect(page.locator('[data-result="empty"]')).to_be_visible()
    expect(page.locator("[data-score][data-value]")).to_have_count(0)
    expect(page.locator("[data-score]:visible")).to_have_count(0)
    page.locator('[data-result="empty"] a').click()
    expect_part(page, "part-1")


def test_the_result_follows_every_answer(page: Page, site_url: str) -> None:
    keep(page, kept(SOME, step="result"))
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
        now = scored(SOME | {first: level})["total"]
        expect(page.locator("[data-score=total]")).to_have_attribute("data-value", f"{now:g}")
    page.go_back()
    expect_part(page, "result")
    expect(open_questions).to_have_count(len(score["missing"]) - 1)
    low, high = scored(SOME | {first: UNKNOWN})["range"]
    for bound in (math.floor(low), math.ceil(high)):
        expect(page.locator("[data-announce]")).to_contain_text(str(bound))


# Three quarters of all questions.
ENOUGH = len(MODEL.factors) * 3 // 4


def test_a_single_number_leads_only_when_enough_is_known(page: Page, site_url: str) -> None:
    few = dict(list(TYPICAL.items())[: ENOUGH - 1])
    last = list(TYPICAL)[ENOUGH - 1]
    keep(page, kept(few, step="result"))
    visit(page, site_url)
    live, to_go = page.locator("[data-live-total]"), page.locator("[data-to-go]")

    score = expect_score(page, "en", few)
    expect(to_go).to_contain_text(str(len(MODEL.factors) - len(few)))
    expect(live).to_be_hidden()
    low, high = score["range"]
    lead = page.locator("[data-range-text]")
    for bound in (math.floor(low), math.ceil(high)):
        expect(lead).to_contain_text(re.compile(rf"\b{bound}\b"))
    expect(page.locator("[data-wide]")).to_be_visible()
    expect(page.locator("[data-middle]")).to_be_visible()
    size = "each => parseFloat(getComputedStyle(each).fontSize)"
    assert lead.evaluate(size) > page.locator("[data-score=total]").evaluate(size)
    expect(page.locator("[data-bar=brand] [data-bar-middle]")).to_be_hidden()
    expect(page.locator("[data-bar=relate] [data-bar-middle]")).to_be_visible()

    # "I don't know" is an answer, but makes nothing known.
    page.locator(f'[data-missing="missing"] a[href="#{last}"]').click()
    choose(page, {last: UNKNOWN})
    expect(live).to_be_hidden()
    choose(page, {last: TYPICAL[last]})
    enough = few | {last: TYPICAL[last]}
    expect(live).to_have_text(f"about {math.floor(scored(enough)['total'] + 0.5)}")
    expect(to_go).to_be_hidden()
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "en", enough)
    expect(page.locator("[data-wide]")).to_be_hidden()
    expect(page.locator("[data-middle]")).to_be_hidden()
    assert lead.evaluate(size) < page.locator("[data-score=total]").evaluate(size)


@pytest.mark.parametrize(("language", "end", "total"), [("nl", 0, 0.0), ("en", -1, 100.0)])
def test_a_range_without_width_is_put_into_words(page: Page, site_url: str, language: str, end: int, total: float) -> None:
    keep(page, kept({factor.key: factor.levels[end].key for factor in MODEL.factors}, step="result"))
    visit(page, site_url, language)
    words = page.locator("[data-range-text]")
    expect(words).to_contain_text(points(language, total))
    for text in (words, page.locator("[data-bar=brand] [data-bar-words]")):
        assert len(re.findall(r"\d+[.,]\d", text.inner_text())) == 1, "the same number twice is no range"


def test_what_nobody_knows_yet_is_to_be_found_out_first(page: Page, site_url: str) -> None:
    keep(page, kept({factor.key: UNKNOWN for factor in MODEL.factors}, "sales", "result"))
    visit(page, site_url)
    score = expect_score(page, "en", {factor.key: UNKNOWN for factor in MODEL.factors}, role="sales")
    assert score["plan"]["status"] == "unreachable"
    expect(page.locator("[data-live-total]")).to_contain_text("0 to 100")
    expect(page.locator('[data-missing="unknown"] a')).to_have_count(len(MODEL.factors))
    expect(page.locator("[data-plan-words]")).not_to_contain_text("50")
    first = page.locator("[data-plan-open] a")
    offered = [(link.get_attribute("href") or "").removeprefix("#") for link in first.all()]
    worth = {key: factor["max"] for key, factor in score["factors"].items()}
    assert offered
    assert [worth[key] for key in offered] == sorted(worth.values(), reverse=True)[: len(offered)]
    first.first.click()
    expect(page.locator(f'input[name="{offered[0]}"]:focus')).to_have_count(1)


def test_an_answer_changes_from_the_result(page: Page, site_url: str) -> None:
    keep(page, kept(TYPICAL, step="result"))
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
    keep(page, kept(TYPICAL, step="result"))
    visit(page, site_url)
    link = page.locator("[data-advice-list] h4 a").nth(4)
    page.evaluate("addEventListener('scrollend', () => document.body.setAttribute('data-at-rest', ''))")
    link.scroll_into_view_if_needed()
    expect(page.locator("[data-at-rest]")).to_have_count(1)
    page.reload()
    expect_score(page, "en", TYPICAL)
    expect(link).to_be_in_viewport()
    before = page.evaluate("scrollY")
    assert before > 500
    link.click()
    expect(page.locator("form[data-quiz]")).to_have_count(0)
    page.go_back()
    expect_score(page, "en", TYPICAL)
    expect(link).to_be_in_viewport()
    assert page.evaluate("scrollY") == pytest.approx(before, abs=60)


def test_what_was_opened_or_closed_stays_so_while_the_result_changes(page: Page, site_url: str) -> None:
    keep(page, kept(TYPICAL, step="result"))
    visit(page, site_url)
    advice = page.locator("[data-advice-list] details").first
    advice.locator("summary").click()
    page.locator("select[name=role]").select_option("sales")
    group = page.locator("[data-plan-group]:visible").first
    expect(group.locator("[data-plan-list] > li").first).to_be_visible()
    group.locator("summary").click()
    expect(group.locator("[data-plan-list] > li").first).to_be_hidden()
    page.locator("select[name=role]").select_option("hr")
    expect(page.locator("[data-plan-words]")).to_contain_text("60")
    expect(group).not_to_have_attribute("open", "")
    expect(advice).to_have_attribute("open", "")


def test_the_plan_follows_the_target(page: Page, site_url: str) -> None:
    keep(page, kept(SOME, step="result"))
    visit(page, site_url)
    words, target = page.locator("[data-plan-words]"), page.locator("input[name=target]")
    expect(words).to_be_visible()
    for wanted, status in ((60, "reached"), (10, "already_met"), (99, "unreachable"), (65, "reached"), (62.5, "reached")):
        plan = scored(SOME, target=wanted)["plan"]
        assert plan["status"] == status
        target.fill(str(wanted))
        expect(words).to_contain_text(f"{wanted:g}")
        expect(page.locator("[data-plan-list] > li")).to_have_count(len(plan["steps"]) if status == "reached" else 0)
        expect(page.locator("[data-plan-open]")).to_be_visible(visible=status == "unreachable")
        # Of these, only the plan for 65 has a step whose gain is another on its own.
        expect(page.locator("[data-plan-rounded]")).to_be_visible(visible=wanted == 65)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_target_is_typed_in_either_notation_and_otherwise_refused(page: Page, site_url: str, language: str) -> None:
    keep(page, kept(TYPICAL, "sales", "result"))
    visit(page, site_url, language)
    words, target, wrong = (page.locator(each) for each in ("[data-plan-words]", "input[name=target]", "[data-target-wrong]"))
    for text, value in (("72,5", 72.5), ("72.5", 72.5), (" 60 ", 60), ("60,", 60), ("0", 0), ("100", 100)):
        target.fill(text)
        expect(words).to_contain_text(f"{value:g}".replace(".", "," if language == "nl" else "."))
        expect(target).to_have_attribute("aria-invalid", "false")
        expect(target).to_have_accessible_description(page.locator("[data-target-hint]").inner_text())
        assert stored(page)["target"] == value
    for text in ("725", "100.1", "-1", "1e2", "many", "7 2", "Infinity"):
        target.fill(text)
        expect(wrong).to_be_visible()
        expect(target).to_have_attribute("aria-invalid", "true")
        expect(target).to_have_accessible_description(re.compile(re.escape(wrong.inner_text())))
        # No plan for the guideline either, where a visitor wants another target.
        expect(page.locator("[data-plan]")).to_be_hidden()
        assert stored(page)["target"] is None
    target.fill("")
    expect(wrong).to_be_hidden()
    expect(words).to_contain_text("75")
    # Who cannot see that hears the plan that is in the error's place.
    expect(page.locator("[data-announce]")).to_have_text(words.inner_text())


@pytest.mark.parametrize("target", [725, -1, "72", [60], {"a": 1}, True])
def test_a_kept_target_that_cannot_be_is_left_out(page: Page, site_url: str, target: Any) -> None:
    keep(page, json.dumps({"version": 1, "answers": SOME, "role": "", "target": target, "step": "result"}))
    visit(page, site_url)
    expect_score(page, "en", SOME)
    expect(page.locator("input[name=target]")).to_have_value("")
    expect(page.locator("[data-target-wrong]")).to_be_hidden()


DAMAGED = {
    "not JSON": '{"version":1,"answers":{"connections":"500_or',
    "a list": "[]",
    "nothing": "null",
    "no version of ours": '{"version":"2","answers":{"connections":"500_or_more"}}',
    "answers of another shape": '{"version":1,"answers":["connections"]}',
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_storage_breaks_nothing(page: Page, site_url: str, text: str) -> None:
    keep(page, text)
    visit(page, site_url)
    expect(page.locator('[data-storage="damaged"]')).to_be_visible()
    expect(page.locator("input:checked")).to_have_count(0)
    page.locator('[data-part="part-1"] [data-go="part-2"]').click()
    expect_part(page, "part-2")
    assert page.evaluate("localStorage.getItem('ssi')") == text, "overwritten before anything new was answered"
    page.go_back()
    choose(page, {"articles": "two"})
    assert stored(page)["answers"] == {"articles": "two"}
    expect(page.locator('[data-storage="damaged"]')).to_be_hidden()


def test_stored_answers_that_no_question_knows_are_left_out(page: Page, site_url: str) -> None:
    strange = {"connections": '"><img src=x onerror=alert(1)>', "nope": "one", "articles": 7, "__proto__": "x", "groups": "member_only"}
    keep(page, json.dumps({"version": 1, "answers": strange, "role": ["sales"], "step": "part-9"}))
    visit(page, site_url)
    expect(page.locator('[data-part="part-1"]')).to_be_visible()
    expect(page.locator("input:checked")).to_have_count(1)
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "en", {"groups": "member_only"})


@pytest.mark.parametrize("refusal", ["get() { throw new DOMException('no', 'SecurityError'); }", "value: null"])
def test_without_storage_everything_works_and_says_that_nothing_is_kept(page: Page, site_url: str, refusal: str) -> None:
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {refusal} }})")
    visit(page, site_url)
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    expect(page.locator('[data-storage="not-kept"]')).to_be_visible()
    choose(page, {"articles": "two"})
    page.locator('[data-part="part-1"] [data-go="part-2"]').click()
    expect_part(page, "part-2")
    choose(page, {"active_days": "every_day"})
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "en", {"articles": "two", "active_days": "every_day"})
    with page.context.expect_page() as opened:
        page.locator("header [data-language=nl]").click(modifiers=["Control"])
    opened.value.close()
    assert page.evaluate("window.name") == "", "this tab may go anywhere"
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "nl", {"articles": "two", "active_days": "every_day"})
    assert page.evaluate("window.name") == "", "what was handed over stays on this site"
    page.locator("[data-restart]").click()
    page.locator("[data-restart-confirm]").click()
    expect_part(page, "part-1")
    expect(page.locator("input:checked")).to_have_count(0)


def test_starting_over_asks_first_and_then_erases(page: Page, site_url: str) -> None:
    keep(page, kept(TYPICAL, "sales", "result"))
    visit(page, site_url)
    page.locator("input[name=target]").fill("90")
    before = stored(page)
    dialog = page.locator("[data-restart-dialog]")
    page.locator("[data-restart]").click()
    expect(dialog.locator("[data-restart-cancel]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-restart]")).to_be_focused()
    page.locator("[data-restart]").click()
    dialog.locator("[data-restart-cancel]").click()
    assert stored(page) == before

    page.locator("[data-restart]").click()
    dialog.locator("[data-restart-confirm]").click()
    expect_part(page, "part-1")
    assert stored(page) is None
    expect(page.locator("input:checked")).to_have_count(0)
    expect(page.locator("select[name=role]")).to_have_value("")
    expect(page.locator("[data-announce]")).not_to_be_empty()
    page.locator('[data-part-link="result"]').click()
    expect(page.locator('[data-result="empty"]')).to_be_visible()
    expect(page.locator("input[name=target]")).to_have_value("")


def test_two_tabs_do_not_lose_each_others_answers(context: BrowserContext, page: Page, site_url: str) -> None:
    visit(page, site_url)
    other = context.new_page()
    visit(other, site_url, "nl")
    choose(page, {"articles": "two"})
    expect(radio(other, "articles", "two")).to_be_checked()
    choose(other, {"rich_media": "one"})
    expect(radio(page, "rich_media", "one")).to_be_checked()
    assert stored(page)["answers"] == {"articles": "two", "rich_media": "one"}
    other.locator("[data-restart]").click()
    other.locator("[data-restart-confirm]").click()
    expect(page.locator("input:checked")).to_have_count(0)
    other.close()


def test_a_failing_engine_says_why_and_can_be_tried_again(page: Page, site_url: str) -> None:
    broken = True

    def spoil(route: Route) -> None:
        if broken:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    page.route("**/*.wasm", spoil)
    keep(page, kept(SOME, step="result"))
    visit(page, site_url)
    failed = page.locator(".quiz-failed")
    expect(failed).to_be_visible()
    expect(failed.locator("[data-reason]:visible")).to_have_attribute("data-reason", "http")
    expect(page.locator('[data-result="failed"]')).to_be_visible()
    expect(page.locator("[data-announce]")).not_to_be_empty()
    expect(page.locator("[data-score][data-value]")).to_have_count(0)
    assert violations(page) == []

    failed.locator('a[href="#sheet"]').click()
    expect(page.locator(".sheet-table").first).to_be_visible()
    expect(page.locator("[data-sheet] summary")).to_be_focused()
    page.locator('[data-part-link="part-2"]').click()
    choose(page, {"profile_popularity": "25_to_99"})
    # However far down a question stands: a line in sight leads back to the reason, and hides no answer that has the focus.
    page.set_viewport_size({"width": 360, "height": 640})
    line = page.locator(".update a")
    radio = page.locator('[data-part="part-2"] input:checked').last
    radio.evaluate("input => { input.blur(); window.scrollTo(0, 0); input.focus(); }")
    expect(failed).not_to_be_in_viewport()
    expect(line).to_be_in_viewport(ratio=1)
    assert radio.evaluate(
        "input => { const {x, y} = input.getBoundingClientRect(); return document.elementFromPoint(x + 9, y + 9) === input; }"
    )
    line.click()
    expect(failed).to_be_in_viewport()
    broken = False
    failed.locator("[data-retry]").click()
    expect(failed).to_be_hidden()
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "en", SOME | {"profile_popularity": "25_to_99"})


def test_loading_is_told_and_keeps_nobody_waiting(page: Page, site_url: str) -> None:
    held: list[Route] = []
    page.route("**/*.wasm", lambda route: held.append(route))
    visit(page, site_url, "nl")
    loading = page.locator('[data-engine-state="loading"]')
    expect(loading.locator("[data-loading-text]")).to_contain_text(re.compile(r"\d,\d MB.*\d,\d MB"))
    assert 0 < loading.locator("progress").evaluate("bar => bar.position") < 1
    choose(page, {"articles": "two"})
    page.locator('[data-part="part-1"] [data-go="result"]').click()
    expect(page.locator('[data-result="waiting"]')).to_be_visible()
    assert violations(page) == []
    for route in held:
        route.continue_()
    expect_score(page, "nl", {"articles": "two"})
    expect(loading).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_there_is_a_sheet_that_adds_up(browser: Browser, site_url: str, language: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}{language}/quiz.html")
    expect(page.locator("[data-factor]:visible")).to_have_count(len(MODEL.factors))
    expect(page.locator("[data-with-script]:visible, [data-part=result]:visible, dialog:visible")).to_have_count(0)
    expect(page.locator(".without-script")).to_be_visible()
    expect(page.locator("[data-halted-by]:visible")).to_have_count(1)
    tables = page.locator(".sheet-table[data-pillar]")
    expect(tables).to_have_count(STEPS)
    for table, pillar in zip(tables.all(), MODEL.pillars, strict=True):
        factors = MODEL.factors_of(pillar)
        weights = sum(factor.weight for factor in factors)
        for row, factor in zip(table.locator("tbody tr").all(), factors, strict=True):
            printed = [float(each.replace(",", ".")) for each in row.locator("b").all_inner_texts()]
            exact = [25 * factor.weight * level.share / 100 / weights for level in factor.levels]
            assert printed == pytest.approx(exact, abs=0.0501)
        expect(table.locator("tbody .box")).to_have_count(len(factors))
        expect(table.locator("tfoot .box")).to_have_count(1)
    expect(page.locator(".sheet-total .box")).to_be_visible()
    expect(page.locator(".sheet-note")).to_have_count(sum(factor.optional for factor in MODEL.factors))

    page.emulate_media(media="print")
    expect(page.locator("form[data-quiz]")).to_be_hidden()
    expect(tables.first).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_folder_what_cannot_calculate_says_so_and_leads_to_what_can(browser: Browser, dist: Path, language: str) -> None:
    page = browser.new_page()
    said = set()
    for address in ("quiz", *CALCULATING[language]):
        page.goto((dist / language / f"{address}.html").as_uri())
        notice = page.locator('main [data-halted-by="disk"]')
        expect(notice).to_be_visible()
        said.add(notice.inner_text())
        # At the top: nothing but the title stands before it.
        assert notice.evaluate("element => element.previousElementSibling.matches('header')")
        expect(page.locator(":is(.without-script, .with-script, .quiz-bar):visible")).to_have_count(0)
        assert (dist / language / f"ssi-quiz-{language}.html").as_uri() == notice.locator("a").evaluate("link => link.href")
        if address == "quiz":
            # What can be worked out on paper does not wait for a script.
            assert page.locator(".sheet").evaluate("element => getComputedStyle(element).animationName") == "none"
            expect(page.locator("[data-factor]:visible")).to_have_count(len(MODEL.factors))
        assert violations(page) == []
    assert len(said) == 3
    page.close()


def test_the_sheet_prints_alone_and_the_result_without_it(page: Page, site_url: str) -> None:
    keep(page, kept(TYPICAL, step="result"))
    page.add_init_script("window.print = () => { window.printed = document.documentElement.dataset.print; }")
    visit(page, site_url, anchor="#result")
    expect_score(page, "en", TYPICAL)
    page.emulate_media(media="print")
    expect(page.locator("[data-score=total]")).to_be_visible()
    expect(page.locator(".sheet")).to_be_hidden()
    expect(page.locator(".quiz-side")).to_be_hidden()
    page.emulate_media(media="screen")
    page.locator("[data-sheet] summary").click()
    page.locator("[data-print-sheet]").click()
    assert page.evaluate("window.printed") == "sheet"
    page.emulate_media(media="print")
    expect(page.locator("form[data-quiz]")).to_be_hidden()
    expect(page.locator(".sheet-total")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("form[data-quiz]")).to_be_visible()


LOOKS: list[tuple[str, Literal["light", "dark"], int]] = [("en", "light", 1440), ("nl", "dark", 320)]


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_every_state_is_accessible(browser: Browser, site_url: str, language: str, scheme: Literal["light", "dark"], width: int) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    keep(page, kept(SOME, "sales"))
    visit(page, site_url, language)
    faults: list[str] = []

    def look(state: str) -> None:
        faults.extend(f"{state}: {fault}" for fault in violations(page))
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults.extend([f"{state}: {wider} px wider than the window"] * (wider > 0))
        small = page.locator(".choice:visible, .button:visible, select:visible, .quiz-parts a:visible, summary:visible").evaluate_all(
            "all => all.map((each) => each.getBoundingClientRect()).filter((box) => box.height < 44 || box.width < 44).length"
        )
        faults.extend([f"{state}: {small} too small to tap"] * (small > 0))

    # The third part has an answer "does not apply".
    for part in ("part-1", "part-3"):
        page.locator(f'[data-part-link="{part}"]').click()
        expect_part(page, part)
        look(part)
    page.locator('[data-part-link="result"]').click()
    expect_score(page, language, SOME, role="sales")
    page.locator("input[name=target]").fill("500")
    for summary in page.locator(".result-body summary, .sheet summary").all():
        if summary.is_visible():
            summary.click()
    look("result, everything open")
    page.locator("[data-restart]").click()
    look("dialog")
    page.locator("[data-restart-confirm]").click()
    expect_part(page, "part-1")
    page.locator('[data-part-link="result"]').click()
    look("nothing answered")
    context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_jumps_while_the_page_and_the_engine_load(page: Page, site_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.add_init_script(
        "self.shifts = []; new PerformanceObserver((list) => { for (const one of list.getEntries()) self.shifts.push(one.value); })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    for language in LANGUAGES:
        visit(page, site_url, language)
        expect(page.locator("html[data-engine=ready]")).to_be_attached()
        page.wait_for_timeout(200)
        # Less than a hundredth of what Core Web Vitals call good: what the eye cannot see, such as a progress bar that ends.
        assert page.evaluate("self.shifts.reduce((sum, one) => sum + one, 0)") < 0.001
