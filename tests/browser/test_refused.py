"""Refusals of browsers: copying late, sharing, printing, saving. Each has another way."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.engines import ENGINES
from tests.support.engines import visit as visit_in
from tests.support.quiz_page import TYPICAL, dump_answers, expect_score, open_share, save_before_load, visit

STATE = "[data-share-state]"
ANSWER = """async () => {
  const until = async (find) => { while (!find()) await new Promise((go) => setTimeout(go, 50)); return find(); };
  await until(() => document.documentElement.dataset.engine === "ready");
  for (const question of document.querySelectorAll("[data-factor]")) question.querySelector("input").click();
  await until(() => document.querySelector("[data-score=total]").dataset.value);
  document.querySelector("[data-sharing]").scrollIntoView({ block: "center", behavior: "instant" });
}"""
CENTRE = """() => document.querySelector("[data-share=copy]").scrollIntoView({ block: "center", behavior: "instant" })"""
SAID = """async () => {
  const said = document.querySelector("[data-share-state]");
  while (!said.textContent) await new Promise((go) => setTimeout(go, 50));
  const { activeElement } = document;
  return [said.textContent, document.querySelector("template[data-message='share.copied']").content.textContent, activeElement.id];
}"""


@pytest.mark.parametrize("engine", ENGINES)
def test_the_first_click_copies_the_link(site_url: str, engine: str) -> None:
    """The script that makes the link has not been fetched yet: in WebKit the clipboard takes nothing that comes after the click."""
    visits = [(f"{site_url}en/quiz.html#result", ANSWER), (">[data-sharing] > summary", CENTRE), (">[data-share=copy]", SAID)]
    *_, (said, copied, _focused) = visit_in(engine, visits)
    assert said == copied


@pytest.fixture
def result(page: Page, site_url: str) -> Page:
    """A page that is to show a result."""
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    return page


def test_a_picture_can_be_kept_from_the_page_and_a_double_click_saves_one(result: Page, site_url: str) -> None:
    # The browsers of some apps refuse every download, and say nothing.
    visit(result, site_url)
    expect_score(result, "en", TYPICAL)
    files: list[str] = []
    result.on("download", lambda download: files.append(download.suggested_filename))
    open_share(result, "png").dblclick()
    picture = result.locator("[data-sharing] img")
    expect(picture).to_have_js_property("naturalWidth", 1200)
    expect(picture).to_have_attribute("alt", result.locator(f"{STATE} + img").get_attribute("alt") or "")
    expect(result.locator(STATE)).not_to_be_empty()
    with result.expect_download() as wide:
        open_share(result, "wide").click()
    expect(picture).to_have_js_property("naturalHeight", 630)
    expect(picture).to_have_count(1)
    assert len(files) == 2
    assert files[1] == wide.value.suggested_filename
    # It would show another result than the page does.
    result.locator("[data-part-link=part-1]").click()
    result.locator("[data-factor] label").first.click()
    expect(picture).to_have_count(0)


def test_where_nothing_can_be_printed_or_shared_the_page_says_what_to_do(result: Page, site_url: str) -> None:
    result.add_init_script(
        "delete Window.prototype.print; delete globalThis.print; navigator.share = async () => { throw new TypeError() };"
    )
    visit(result, site_url)
    expect_score(result, "en", TYPICAL)
    open_share(result, "print").click()
    expect(result.locator(STATE)).to_contain_text("cannot print")
    open_share(result, "native").click()
    expect(result.locator("[data-share-field]")).to_be_focused()
    assert "#code=" in result.evaluate("getSelection().toString()")
    result.goto(f"{site_url}en/30-day-checklist.html")
    expect(result.locator("[data-no-print]")).to_contain_text("cannot print")
    expect(result.locator("[data-print]")).to_be_hidden()
