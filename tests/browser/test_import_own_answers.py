"""The page that reads LinkedIn's archive beside a visitor's own answers: nothing is sent, and nothing changed without a yes."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.axe import violations
from tests.support.import_page import GIVEN, REVIEW, make_report, make_uploads, open_import, read_texts
from tests.support.linkedin_archive import make_files, pack_files
from tests.support.quiz_page import LANGUAGES, choose_role, expect_stored, read_stored, save_before_load

BESIDE = {"photo.jpg": b"\xff\xd8"}
"""A file that is not LinkedIn's."""


def expect_review(page: Page, made: dict[str, Any]) -> None:
    """Expect every answer under its confidence, beside its evidence and the visitor's own."""
    rows = page.locator("[data-confidence] [data-factor]")
    assert sorted(row.get_attribute("data-factor") or "" for row in rows.all()) == sorted(made["answers"])
    for confidence in ("counted", "proxy", "weak"):
        shown = page.locator(f"[data-confidence={confidence}] [data-factor]").all()
        assert [row.get_attribute("data-factor") for row in shown] == [
            factor for factor, evidence in made["evidence"].items() if evidence["confidence"] == confidence
        ]
        assert {row.locator("input").is_checked() for row in shown} == {confidence != "weak"}
    row = page.locator("[data-review] [data-factor=connections]")
    expect(row).to_contain_text("Answer: 500 or more")
    expect(row).to_contain_text("In the list: 612, hidden members included: 4.")
    expect(row).to_contain_text("From Connections.csv, up to 10 June 2026")
    expect(row).to_contain_text("Replaces your answer: Fewer than 50")
    expect(page.locator("[data-review] [data-factor=sharing]")).to_contain_text("You gave the same answer")
    expect(page.locator("[data-review] [data-factor=articles]")).to_contain_text("You have not answered this")
    expect(page.locator("[data-file-list] li").nth(2)).to_contain_text("not a file from LinkedIn’s archive")
    expect(page.locator("[data-not-measured-count]")).to_have_text("(4)")
    expect(page.locator("[data-summary]")).to_have_text("20 of 24 questions can be answered from your files.")


def accept_in_part(page: Page, made: dict[str, Any], before: dict[str, Any]) -> dict[str, str]:
    """Accept all but two, and one of those that are not ticked by themselves; return what was accepted."""
    page.uncheck("[data-review] input[name=connections]")
    page.uncheck("[data-review] input[name=groups]")
    page.check("[data-review] input[name=rich_media]")
    expect(page.locator("[data-accept]")).to_have_text("Use 17 answers")
    ranges = page.locator("[data-range-now], [data-range-then]").all_inner_texts()
    (low, high), (new_low, new_high) = (map(float, re.findall(r"\d+\.\d", words)) for words in ranges)
    assert high - low > new_high - new_low > 0, "what is measured narrows the range"
    page.click("[data-accept]")
    page.wait_for_selector("[data-done]:not([hidden])")
    chosen = {factor: level for factor, level in made["answers"].items() if factor not in ("connections", "groups", "inmail_response")}
    after = read_stored(page)
    assert after["measured"] == chosen
    assert after["answers"] == before["answers"] | chosen
    assert (after["role"], after["history"]) == (before["role"], before["history"])
    expect(page.locator("[data-done]")).to_contain_text("17 answers used and marked as measured.")
    expect(page.locator("[data-done]")).to_contain_text("5 questions are still open.")
    return chosen


def expect_open_questions(page: Page, chosen: dict[str, str]) -> None:
    """The quiz shows what is open, and says of each part what was measured."""
    page.click("[data-done-link]")
    page.wait_for_selector("[data-open-only]")
    assert page.url.endswith("/quiz.html#advanced_search"), "the first that is open"
    assert sorted(page.locator("[data-measured]").evaluate_all("all => all.map(each => each.id)")) == sorted(chosen)
    shown = page.locator("[data-factor]:visible").evaluate_all("all => all.map(each => each.id)")
    assert shown == [key for key in ("advanced_search", "network_views", "prospect_views", "profile_popularity") if key not in chosen]
    page.click("a[href='#part-1']")
    expect(page.locator("[data-measured-part]")).to_be_visible()
    expect(page.locator("[data-measured-words]")).to_contain_text("17 answers come from your LinkedIn archive")


def expect_marks_in_result(page: Page, chosen: dict[str, str]) -> None:
    """The result marks what was measured; a link to such a question shows it; changed there, it is the visitor's own."""
    page.click("a[href='#result']")
    page.wait_for_selector("[data-result=scored]:not([hidden])")
    expect(page.locator("[data-measured-result]")).to_contain_text("17 of these answers were measured")
    page.click(".all-answers summary")
    marked = page.locator("[data-answer]:has(.measured-mark)").evaluate_all("all => all.map(each => each.dataset.answer)")
    assert sorted(marked) == sorted(chosen)
    page.click("[data-answer=sharing] a")
    expect(page.locator("input[name=sharing]:focus")).to_have_count(1)
    page.check("input[name=sharing][value=none]")
    expect(page.locator("#sharing .measured-mark")).to_have_count(0)
    page.click("[data-measured-toggle]")
    expect(page.locator("#sharing")).to_be_visible()
    expect(page.locator("#interactions_given")).to_be_hidden()
    assert violations(page) == []
    # An address that was cut short leads nowhere, and opens nothing.
    page.evaluate("location.hash = '#100%'")
    page.reload()
    expect(page.locator("[data-open-only]")).to_be_attached()


def test_by_chooser_reviewed_accepted_in_part_and_the_quiz_asks_the_rest(context: BrowserContext, page: Page, site_url: str) -> None:
    open_import(page, site_url)
    page.evaluate("""localStorage.setItem("ssi", JSON.stringify({version: 2, answers: {connections: "under_50", sharing: "weekly",
        network_views: "unknown"}, role: "sales", history: [{id: "a"}]}))""")
    with page.expect_response("**/runtime/pyodide_rest.*"):
        page.reload()
    page.wait_for_selector("html[data-engine=ready]")
    page.wait_for_timeout(200)
    before = read_stored(page)

    # From here on there is no network, and none is missed.
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.set_offline(True)
    page.set_input_files("[data-files]", make_uploads(GIVEN | BESIDE))
    page.wait_for_selector(REVIEW)
    assert asked == []
    expect_stored(page, before)
    made = make_report(GIVEN | BESIDE)
    expect_review(page, made)
    chosen = accept_in_part(page, made, before)
    assert asked == []
    context.set_offline(False)
    expect_open_questions(page, chosen)
    expect_marks_in_result(page, chosen)


OWN = {
    "version": 2, "answers": {"connections": "under_50", "sharing": "weekly"}, "role": "sales", "target": 70, "step": "part-1",
    "done": {"groups": "weekly_in_one"}, "measured": {"sharing": "weekly"},
    "history": [{
        "id": "a", "date": "2026-03-02T12:00:00Z", "kind": "real", "total": 33,
        "pillars": {"brand": 13, "find": 5, "engage": 2, "relate": 13},
    }],
}  # fmt: skip
# Everything but the language, which the visitor chooses on the way.
STORED = """JSON.stringify([localStorage, sessionStorage].map((each) =>
    Object.entries({...each}).filter(([name]) => name !== "ssi-language").sort()))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_shown_as_one_and_touches_nothing_of_the_visitors_own(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, json.dumps(OWN))
    open_import(page, site_url, language)
    before = page.evaluate(STORED)
    words = read_texts(language)["example"]
    # Beside files of the visitor's own, which are not read together with it.
    page.set_input_files("[data-files]", make_uploads({"Skills.csv": b"Name\nOne\n"}))
    page.wait_for_selector(REVIEW)
    page.locator("[data-example]").press("Enter")
    expect(page.locator("[data-summary]")).to_contain_text("18")
    expect(page.locator("[data-example-only]:visible")).to_have_count(2)
    rows = page.locator("[data-file-list] > li")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Complete_LinkedInDataExport")
    expect(page.locator("[data-review] [data-now]:visible")).to_have_count(0)
    expect(page.locator("[data-range-now]")).to_be_hidden()
    expect(page.locator("[data-accept]")).to_have_text(words["accept"])
    assert violations(page) == []
    page.locator("[data-close-example]").press("Enter")
    expect(rows).to_contain_text("Skills.csv")
    expect(page.locator("#review-title")).to_be_focused()
    expect(page.locator("[data-example-only]:visible")).to_have_count(0)
    page.locator("[data-example]").press("Enter")
    expect(page.locator("[data-accept]")).to_have_text(words["accept"])
    page.locator("[data-accept]").press("Enter")
    page.wait_for_url("**/quiz.html#example=*")
    expect(page.locator("form[data-guest=example]")).to_be_attached()
    expect(page.locator("[data-result=scored]")).to_be_visible()
    expect(page.locator("[data-preview-title]")).to_be_focused()
    for hidden in ("[data-save]", ".sharing", "[data-preview-keep]", "[data-restart]", "[data-own]"):
        expect(page.locator(hidden).locator("visible=true")).to_have_count(0)
    assert violations(page) == []
    # Not by a tick, a step done, another answer, a target or the other language either.
    page.locator("[data-advice-list] input[data-tick]").first.check()
    page.locator("[data-apply]").click()
    choose_role(page, "hr")
    page.locator("input[name=target]").fill("90")
    expect(page.locator("header a[data-language]")).to_have_attribute("href", re.compile("#example="))
    page.locator("header a[data-language]").click()
    expect(page.locator("form[data-guest=example]")).to_be_attached()
    expect(page.locator("[data-result=scored]")).to_be_visible()
    assert page.evaluate(STORED) == before
    page.reload()
    expect(page.locator("form[data-guest=example]")).to_be_attached()
    assert page.evaluate(STORED) == before
    page.locator("[data-preview-state~=example] [data-preview-leave]").click()
    expect(page.locator("form[data-guest]")).to_have_count(0)
    expect(page.locator("input[name=connections][value=under_50]")).to_be_checked()
    assert page.evaluate(STORED) == before


def test_without_answers_of_ones_own_the_example_leaves_nothing(page: Page, site_url: str) -> None:
    open_import(page, site_url)
    page.click("[data-example]")
    page.wait_for_selector(REVIEW)
    page.click("[data-close-example]")
    expect(page.locator("[data-reading]")).to_be_hidden()
    expect(page.locator("[data-review]")).to_be_hidden()
    expect(page.locator("[data-example]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_selector(REVIEW)
    page.click("[data-accept]")
    expect(page.locator("form[data-guest=example]")).to_be_attached()
    page.locator("[data-preview-state~=example] [data-preview-leave]").click()
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('ssi')") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_of_the_archive_are_taken_back_by_keyboard(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, json.dumps(OWN))
    open_import(page, site_url, language)
    page.set_input_files("[data-files]", make_uploads({"archive.zip": pack_files(make_files())}))
    page.wait_for_selector(REVIEW)
    page.locator("[data-accept]").press("Enter")
    expect(page.locator("#done-title")).to_be_focused()
    assert read_stored(page)["answers"] != OWN["answers"]
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator("[data-done] [data-undo]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-undone]")).to_be_visible()
    expect(page.locator("[data-done-there]:visible")).to_have_count(0)
    expect_stored(page, OWN)
    assert violations(page) == []


def test_where_nothing_is_kept_the_answers_travel_in_the_link(page: Page, site_url: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); };")
    open_import(page, site_url)
    page.set_input_files("[data-files]", make_uploads({"Company Follows.csv": make_files()["Company Follows.csv"]}))
    page.wait_for_selector(REVIEW)
    page.click("[data-accept]")
    page.wait_for_selector("[data-done-not-kept]:not([hidden])")
    assert re.search(r"quiz\.html#code=\w+", page.get_attribute("[data-done-link]", "href") or "")
