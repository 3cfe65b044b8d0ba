"""The result on paper: one page of A4 with everything that counts, whatever was answered."""

import json

import pytest
from playwright.sync_api import Page, expect

from ssi_core.model import MODEL, UNKNOWN
from ssi_core.personas import PERSONAS
from tests.support.pdf import Pdf, read
from tests.support.quiz_page import SOME, TYPICAL, dump_answers, expect_score, open_share, points, save_before_load, score_in_cpython, visit
from tests.support.your_ssi_page import REAL

BEGINNER = dict(PERSONAS[0].answers.given)
RANKED = REAL | {"industry": {"rank": 37, "average": 29}, "network": {"rank": 24, "average": 31}}
UNSURE = TYPICAL | dict.fromkeys(("articles", "sharing", "groups"), UNKNOWN)


def printed(page: Page) -> Pdf:
    return read(page.pdf(format="A4", prefer_css_page_size=True, print_background=True))


def packed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("language", "answers", "role", "target"),
    [("nl", BEGINNER, "digital_media", 96), ("en", UNSURE, "sales", 60), ("nl", SOME, "", None)],
    ids=["the longest plan, beside LinkedIn's own figures", "some not known", "few answers"],
)
def test_a_result_is_one_page(page: Page, site_url: str, language: str, answers: dict[str, str], role: str, target: float | None) -> None:
    history = [RANKED] if answers == BEGINNER else []
    save_before_load(page, json.dumps({**json.loads(dump_answers(answers, role, "result", target)), "version": 2, "history": history}))
    visit(page, site_url, language)
    given = {name: value for name, value in (("role", role), ("target", target)) if value}
    score = expect_score(page, language, answers, **given)
    steps = (score["plan"] or {"steps": []})["steps"]
    if steps:
        page.locator("[data-plan] [data-tick]").first.evaluate("tick => tick.click()")
        expect(page.locator("[data-what-if-words]")).not_to_be_empty()
    names = page.locator("[data-bar] .bar-name a").all_text_contents() + page.locator(".plan [data-step] > a").all_text_contents()
    assert len(names) == 4 + len(steps)

    (text,) = printed(page).pages
    assert f"/{language}/quiz.html" in text
    assert packed(page.locator("[data-today]").inner_text() or page.locator("[data-today]").text_content() or "") in text
    assert packed(page.locator("[data-verdict]").inner_text()) in text
    # A pillar without an answer has no points to print.
    answered = {MODEL.find_factor(key).pillar for key, level in answers.items() if level != UNKNOWN}
    for value in (str(score["verdict"]["total"]), *(points(language, score["pillars"][pillar]["points"]) for pillar in answered)):
        assert value in text
    for name in names:
        assert packed(name) in text, name
    for change in page.locator(".plan [data-change]").all_text_contents():
        assert packed(change) in text, change
    for step in page.locator("[data-advice-list] h4 [data-name]").all_text_contents():
        assert packed(step) in text
    assert packed(page.locator("[data-range-text]").inner_text()) in text
    # All answers, once opened, are printed too, on pages of their own.
    page.locator(".all-answers summary").click()
    more = printed(page).pages
    assert len(more) > 1
    assert packed(page.locator(".answer-name").last.inner_text()) in "".join(more[1:])


def test_the_button_prints_and_what_is_only_for_the_screen_stays_there(page: Page, site_url: str) -> None:
    page.add_init_script("window.print = () => { window.asked = true; }")
    save_before_load(page, dump_answers(TYPICAL, "hr", "result"))
    visit(page, site_url)
    expect_score(page, "en", TYPICAL, role="hr")
    open_share(page, "print").click()
    assert page.evaluate("window.asked")
    assert score_in_cpython(TYPICAL, role="hr")["plan"]["steps"]
    page.emulate_media(media="print")
    expect(page.locator(".sharing, .save, .quiz-foot, .sheet, .quiz-buttons").locator("visible=true")).to_have_count(0)
    expect(page.locator("[data-today]")).to_be_visible()


def test_the_sheet_prints_alone_and_the_result_without_it(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, step="result"))
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
