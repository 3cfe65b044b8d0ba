"""The verdict in a real browser: the first words of the result, for every kind of score."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page, expect

from ssi_core.model import MODEL, UNKNOWN
from ssi_core.personas import PERSONAS
from tests.support.axe import violations
from tests.support.quiz_page import (
    CODE,
    LANGUAGES,
    SOME,
    TYPICAL,
    choose_role,
    dump_answers,
    expect_score,
    expect_stored,
    open_other_tab,
    save_before_load,
    save_in,
    score_in_cpython,
    scroll_to_end,
    steps_of,
    visit,
)

ALL = {persona.key: dict(persona.answers.given) for persona in PERSONAS}
ALL |= {name: {factor.key: factor.levels[end].key for factor in MODEL.factors} for name, end in (("nothing", 0), ("full", -1))}
ALL["few"] = SOME
ALL["unknown"] = {factor.key: UNKNOWN for factor in MODEL.factors}


def expect_verdict(page: Page, language: str, answers: Mapping[str, str]) -> str:
    """Expect the words of the score's verdict, and return them."""
    score = expect_score(page, language, answers)
    verdict = score["verdict"]
    words = page.locator("[data-verdict]")
    key = f"verdict.{verdict['band'] or ('few' if verdict['known'] else 'nothing')}"
    lead = page.locator(f'template[data-message="{key}"]').last.evaluate("each => each.content.textContent")
    pattern = re.sub(r"\\\{\w+\\\}", r"\\d+", re.escape(" ".join(lead.split())))
    expect(words).to_have_text(re.compile(f"^{pattern}"))
    for key, name in (("strongest", "[data-row={}] th"), ("cheapest", "[data-answer={}] .answer-name")):
        if verdict[key]:
            expect(words).to_contain_text(page.locator(name.format(verdict[key])).text_content() or "?")
    said = words.inner_text()
    assert "{" not in said
    assert "NaN" not in said
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_says_first_what_the_score_means(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url, language)
    other = open_other_tab(page, site_url)
    for answers in ALL.values():
        save_in(other, dump_answers(answers, step="result"))
        said = expect_verdict(page, language, answers)
        assert len(said) < 330
        # First of all in the result, and on a phone in sight at once.
        first = page.locator('[data-result="scored"] :is(p, h3, button, summary):visible').first
        expect(first).to_have_attribute("data-verdict", "")
        expect(page.locator("[data-verdict]")).to_be_in_viewport(ratio=1)


def test_no_two_kinds_of_score_get_the_same_words(page: Page, site_url: str) -> None:
    visit(page, site_url)
    leads = page.locator('template[data-message^="verdict."]').evaluate_all("all => all.map((each) => each.content.textContent)")
    assert len(set(leads)) == len(leads) >= 12


GUIDELINES = {
    "en": {
        "": "Corinne Keijzer’s guidelines start at 50.",
        "sales": "You are 8 points short of Corinne Keijzer’s guideline for your line of work: 75.",
        "hr": "You are above Corinne Keijzer’s guideline for your line of work: 60 to 65.",
    },
    "nl": {
        "": "De richtlijnen van Corinne Keijzer beginnen bij 50.",
        "sales": "Tot de richtlijn van Corinne Keijzer voor jouw soort werk (75) kom je 8 punten tekort.",
        "hr": "Je zit boven de richtlijn van Corinne Keijzer voor jouw soort werk: 60 tot 65.",
    },
}


@pytest.mark.parametrize("language", GUIDELINES)
def test_the_verdict_names_the_guideline_for_the_chosen_work(page: Page, site_url: str, language: str) -> None:
    assert score_in_cpython(ALL["active"])["verdict"]["total"] == 67
    page.set_viewport_size({"width": 390, "height": 844})
    save_before_load(page, dump_answers(ALL["active"], step="result"))
    visit(page, site_url, language)
    other = open_other_tab(page, site_url)
    verdict = page.locator("[data-verdict]")
    for role, said in GUIDELINES[language].items():
        save_in(other, dump_answers(ALL["active"], role, "result"))
        expect(verdict).to_contain_text(said)
        assert verdict.inner_text().count("Keijzer") == 1
        expect(verdict).to_be_in_viewport(ratio=1)


def test_the_verdict_follows_the_answers_and_is_heard(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url)
    before = expect_verdict(page, "en", TYPICAL)
    cheapest = steps_of(score_in_cpython(TYPICAL))[0]
    first = page.locator("[data-advice-list] > li").first
    expect(first).to_have_attribute("data-step", cheapest["factor"])
    # The whole row ticks it, and one line says where that leads.
    first.locator("[data-name]").first.click()
    expect(first.locator("[data-tick]")).to_be_checked()
    expect(first.locator("[data-tick]")).to_have_accessible_name(re.compile("Add to my plan"))
    bar = page.locator("[data-what-if]")
    expect(bar).to_be_in_viewport()
    page.locator("[data-apply]").click()
    expect(page.locator("[data-changed-words]")).to_have_text("1 answer has been changed.")
    now = TYPICAL | {cheapest["factor"]: cheapest["to"]}
    assert expect_verdict(page, "en", now) != before
    page.locator("[data-changed] [data-undo]").click()
    assert expect_verdict(page, "en", TYPICAL) == before
    expect_stored(page, TYPICAL, part="answers")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_with_the_plan_is_one_line_on_a_phone(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url, language)
    expect_score(page, language, TYPICAL)
    for box in page.locator("[data-advice-list] [data-tick]").all():
        box.check()
    bar = page.locator("[data-what-if]")
    expect(bar).to_be_in_viewport()
    height = bar.evaluate("each => each.getBoundingClientRect().height")
    assert height < 72
    words = bar.locator("[data-what-if-words]")
    assert words.evaluate("each => each.getBoundingClientRect().height / parseFloat(getComputedStyle(each).fontSize)") < 2
    page.locator("[data-apply]").click()
    notice = page.locator("[data-changed]")
    expect(notice).to_be_in_viewport(ratio=1)
    expect(notice).to_contain_text("3 ")


def test_the_plan_opens_with_a_target_that_can_be_chosen(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url)
    expect_score(page, "en", TYPICAL)
    now = score_in_cpython(TYPICAL)["verdict"]["total"]
    near, far, guideline = (page.locator(f'button[data-target="{name}"]') for name in ("5", "10", "guideline"))
    words, target = page.locator("[data-plan-words]"), page.locator("input[name=target]")

    def expect_target(button: int, value: int) -> None:
        expect(words).to_contain_text(re.compile(rf"\b{value}\b"))
        pressed = [each.get_attribute("aria-pressed") for each in (near, far, guideline)]
        assert pressed == [str(at == button).lower() for at in range(3)]
        expect(page.locator("[data-plan-list] > li")).to_have_count(len(score_in_cpython(TYPICAL, target=value)["plan"]["steps"]))

    expect(guideline).to_be_hidden()
    expect(target).to_have_value("")
    expect_target(0, now + 5)
    far.click()
    expect(target).to_have_value(str(now + 10))
    expect(far).to_have_attribute("aria-pressed", "true")
    expect_target(1, now + 10)
    expect_stored(page, now + 10, part="target")
    choose_role(page, "hr")
    expect(guideline).to_have_text("Guideline: 60")
    guideline.click()
    expect(guideline).to_have_attribute("aria-pressed", "true")
    expect_target(2, 60)
    target.fill("41")
    expect(guideline).to_have_attribute("aria-pressed", "false")
    expect_target(-1, 41)
    near.click()
    expect(target).to_have_value("")
    expect(near).to_have_attribute("aria-pressed", "true")
    expect_target(0, now + 5)
    expect_stored(page, None, part="target")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_opens_a_shared_result_is_first_asked_to_take_the_quiz(page: Page, site_url: str, language: str) -> None:
    visit(page, site_url, language, f"#code={CODE}")
    box = page.locator("[data-preview-box]")
    expect(page.locator("form[data-guest]")).to_be_attached()
    first = box.locator("button:visible").first
    expect(first).to_have_text("Take the quiz yourself" if language == "en" else "Doe zelf de quiz", use_inner_text=True)
    expect(box.locator("p:visible").first).to_contain_text("?")
    first.click()
    expect(page.locator('[data-part="part-1"]')).to_be_visible()
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)


def test_steps_say_what_to_do_and_stand_without_it(page: Page, site_url: str) -> None:
    # Those words are fetched later: without them a step still says from which answer to which.
    page.route("**/your-ssi.html", lambda route: route.abort())
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url)
    expect_score(page, "en", TYPICAL)
    step = page.locator("[data-advice-list] > li").first
    expect(step.locator("[data-change]")).to_be_visible()
    expect(step.locator("[data-advice-words]")).to_be_hidden()
    page.unroute("**/your-ssi.html")
    page.reload()
    expect(step.locator("[data-advice-words]")).not_to_be_empty()
    expect(step.locator("[data-advice-words]")).to_be_visible()


def test_near_the_highest_score_no_target_is_offered_twice(page: Page, site_url: str) -> None:
    answers = ALL["social_seller"]
    left = 100 - score_in_cpython(answers)["verdict"]["total"]
    assert left < 5
    save_before_load(page, dump_answers(answers, step="result"))
    visit(page, site_url)
    expect_score(page, "en", answers)
    expect(page.locator("button[data-target]:visible")).to_have_text([f"+{left}"])
    # Nor does the hint promise more points than there are.
    expect(page.locator("[data-target-hint]")).to_have_text(re.compile(r"^\D+0\D+100\D+$"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_small_screens_and_large_letters(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    save_before_load(page, dump_answers(TYPICAL, "sales", "result"))
    visit(page, site_url, language)
    expect_score(page, language, TYPICAL, role="sales")
    page.locator("[data-sharing] > summary").click()
    page.locator("[data-advice-list] [data-tick]").first.check()
    expect(page.locator("[data-what-if]")).to_be_visible()
    scroll_to_end(page)
    assert violations(page) == []
    for size in ("100%", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), size
