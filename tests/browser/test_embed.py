"""The quiz in a frame of somebody else's page: what that page is told, and what it never is. The page is made of what authors are given."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, expect

from ssi_core.model import MODEL
from tests.support.axe import violations
from tests.support.markup import read
from tests.support.quiz_page import LANGUAGES, SOME, TYPICAL, choose_role, dump_answers, points, score_in_cpython
from tests.support.server import serve

BASE = "https://ssi.example/"
TRAINER = "Bureau Jansen & مدرب"
HOST = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A trainer's page</title>
<script>
  self.told = []; self.scores = [];
  addEventListener("message", ({ data }) => told.push(data));
  document.addEventListener("ssi-score", ({ detail }) => scores.push(detail));
</script>
<h1>Our course</h1><p style="height: 1500px">Much else.</p>
%s
%s
<p style="height: 1500px">And more.</p></html>"""


@pytest.fixture
def visitor(whole_browser: Browser) -> Iterator[BrowserContext]:
    """The page around the frame is on localhost, the site on 127.0.0.1: to a browser those are two sites."""
    context = whole_browser.new_context(locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def host(visitor: BrowserContext, site_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """By language, the address of a page with the frame and the script exactly as documented."""
    page = visitor.new_page()
    for language in LANGUAGES:
        page.goto(f"{site_url}{language}/trainers.html")
        page.locator(".maker-offer summary").click()
        page.locator("#maker-by").fill(TRAINER)
        page.locator("#maker-colour").fill("#00aa55")
        expect(page.locator("[data-frame-link]")).to_contain_text("by=")
        given = [page.locator(f"[data-embed-{part}]").inner_text() for part in ("frame", "script")]
        origin = site_url.removesuffix("/some/path/")
        text = HOST % tuple(each.replace(BASE, site_url).replace(BASE.rstrip("/"), origin) for each in given)
        assert text.count(origin) == 2
        (tmp_path / f"{language}.html").write_text(text, encoding="utf-8")
    page.close()
    with serve(tmp_path) as url:
        yield {language: f"{url.replace('127.0.0.1', 'localhost')}{language}.html" for language in LANGUAGES}


def inside(page: Page) -> Frame:
    frame = page.locator("#ssi").element_handle().content_frame()
    assert frame
    return frame


def answer(quiz: Frame, answers: Mapping[str, str]) -> None:
    quiz.evaluate(
        "all => Object.entries(all).forEach(([name, value]) => document.querySelector(`input[name=${name}][value='${value}']`).click())",
        answers,
    )


def choice_in(quiz: Frame) -> Locator:
    return quiz.locator("[data-consent-choice]")


def told(page: Page, kind: str) -> list[Any]:
    return [message for message in page.evaluate("told") if message["type"] == f"ssi:{kind}"]


def expect_fit(page: Page, quiz: Frame) -> None:
    """Expect the frame to be as high as what is in it, without a scroll bar. While that still grows it is measured anew."""
    sizes = []
    for _ in range(100):
        heights = quiz.evaluate("[Math.ceil(document.body.getBoundingClientRect().height), document.documentElement.scrollHeight]")
        sizes = [*heights, int(page.locator("#ssi").get_attribute("height") or 0)]
        if len(set(sizes)) == 1:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the content, the document and the frame differ in height: {sizes}")


def expect_room(page: Page, quiz: Frame) -> None:
    """Expect the quiz to fit without a scroll bar of its own."""
    sizes = []
    for _ in range(100):
        sizes = quiz.evaluate("[document.documentElement.scrollHeight, document.documentElement.clientHeight]")
        if sizes[1] == told(page, "height")[0]["height"] >= sizes[0]:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the document and the frame: {sizes}")


def expect_offer(quiz: Frame) -> None:
    """Expect the trainer's name, and beside and below it whose quiz this is."""
    offer = quiz.locator("[data-offer]")
    expect(offer.locator("[data-offer-by]")).to_have_text(TRAINER)
    expect(offer).to_have_css("border-top-color", "rgb(0, 170, 85)")
    expect(offer).to_contain_text("SSI in 24")
    expect(quiz.locator(".frame-foot")).to_contain_text("SSI in 24")
    expect(quiz.locator(".frame-foot")).to_be_visible()


def answer_all_parts(page: Page, quiz: Frame, language: str) -> None:
    """The frame stays as high as it is, and each part comes into sight."""
    for number, pillar in enumerate(MODEL.pillars, start=1):
        expect_room(page, quiz)
        answer(quiz, {factor.key: TYPICAL[factor.key] for factor in MODEL.find_factors(pillar)})
        quiz.locator(f'[data-part="part-{number}"] .quiz-buttons .button:not(.quiet, .link)').click()
        # The frame is higher than what is in it, so only the page around it can bring the next part into sight.
        expect(quiz.locator("[data-part]:visible [data-part-title]")).to_be_in_viewport()
        top = page.locator("#ssi").evaluate("frame => frame.getBoundingClientRect().top")
        assert abs(top - 16) < 2
    # Nothing of that says what was answered.
    assert {message["top"] for message in told(page, "scroll")} == {0}
    assert len(told(page, "height")) == 1
    score = score_in_cpython(TYPICAL)
    expect(quiz.locator("[data-score=total]")).to_have_text(str(score["verdict"]["total"]))
    assert violations(quiz) == []


def agree_by_keyboard(page: Page, quiz: Frame, language: str) -> None:
    """By keyboard, from the title of the result: it says whose page it is, and only now is anything sent."""
    score, choice = score_in_cpython(TYPICAL), choice_in(quiz)
    expect(quiz.locator("[data-consent-words]")).to_contain_text(page.evaluate("location.host"))
    expect(choice).not_to_be_checked()
    assert told(page, "score") == []
    for _ in range(5):
        page.keyboard.press("Tab")
        if choice.evaluate("choice => choice === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(quiz.locator("[data-consent-sent]")).to_contain_text(points(language, score["total"]))
    wanted = {
        "type": "ssi:score",
        "estimate": True,
        "version": score["version"],
        "total": score["total"],
        "range": score["range"],
        "pillars": {key: pillar["points"] for key, pillar in score["pillars"].items()},
    }
    assert told(page, "score") == [wanted]
    # From now on the frame is as high as what is in it.
    expect_fit(page, quiz)
    assert page.evaluate("scores") == [wanted]


def change_and_disagree(page: Page, quiz: Frame, language: str) -> None:
    """A change is sent, what is the same is not sent twice, and without consent nothing."""
    score, choice = score_in_cpython(TYPICAL), choice_in(quiz)
    choose_role(quiz, "sales")
    quiz.locator(".all-answers summary").click()
    quiz.locator('[data-answer="connections"] a').click()
    quiz.locator('input[name="connections"][value="500_or_more"]').check()
    better = score_in_cpython(TYPICAL | {"connections": "500_or_more"})["total"]
    expect(quiz.locator("[data-consent-sent]")).to_contain_text(points(language, better))
    assert [each["total"] for each in told(page, "score")] == [score["total"], better]
    quiz.locator('[data-part-link="result"]').click()
    expect_fit(page, quiz)
    top = page.locator("#ssi").evaluate("frame => frame.getBoundingClientRect().top")
    assert abs(top + told(page, "scroll")[-1]["top"] - 16) < 2
    choice.uncheck()
    expect(page.locator("#ssi")).to_have_attribute("height", str(told(page, "height")[0]["height"]))
    quiz.locator('[data-answer="connections"] a').click()
    quiz.locator('input[name="connections"][value="under_50"]').check()
    expect(quiz.locator("[data-score=total]")).not_to_have_attribute("data-value", f"{better:g}")
    assert len(told(page, "score")) == 2


def come_again(page: Page) -> Frame:
    """The next visit starts with an empty box. This browser lets frames store nothing, and the quiz says so."""
    page.reload()
    quiz = inside(page)
    expect(quiz.locator('[data-storage="not-kept"]')).to_be_visible()
    quiz.locator('[data-part-link="result"]').click()
    answer(quiz, TYPICAL)
    expect(quiz.locator("[data-score=total]")).to_have_attribute("data-value", f"{score_in_cpython(TYPICAL)['total']:g}")
    expect(choice_in(quiz)).not_to_be_checked()
    said = page.evaluate("told")
    assert {message["type"] for message in said} == {"ssi:height", "ssi:scroll"}
    assert all(set(message) <= {"type", "height", "top"} for message in said)
    return quiz


def start_over(page: Page, quiz: Frame) -> None:
    """Starting over takes the consent back."""
    # While the frame still grows, what is clicked moves away under the mouse.
    choice_in(quiz).check()
    expect(quiz.locator("[data-consent-sent]")).not_to_be_empty()
    expect_fit(page, quiz)
    quiz.locator("[data-restart]").click()
    expect(quiz.locator("[data-restart-confirm]")).to_be_in_viewport()
    quiz.locator("[data-restart-confirm]").click()
    expect(quiz.locator("[data-part=part-1]")).to_be_visible()
    expect(choice_in(quiz)).not_to_be_checked()
    # One answer is no score yet, with consent or without.
    answer(quiz, {"articles": "two"})
    quiz.locator('[data-part-link="result"]').click()
    choice_in(quiz).check()
    expect(quiz.locator("[data-consent-sent]")).not_to_be_empty()
    assert len(told(page, "score")) == 1


@pytest.mark.parametrize(("language", "width"), [("nl", 390), ("en", 1440)])
def test_a_page_gets_the_height_and_with_consent_the_score_and_nothing_else(
    visitor: BrowserContext, host: dict[str, str], language: str, width: int
) -> None:
    page = visitor.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(host[language])
    quiz = inside(page)
    expect(quiz.locator("html[data-quiz-started]")).to_be_attached()
    page.wait_for_timeout(100)
    assert page.evaluate("scrollY") == 0, "the frame takes nobody's place on the page away"
    page.locator("#ssi").scroll_into_view_if_needed()

    expect_offer(quiz)
    answer_all_parts(page, quiz, language)
    agree_by_keyboard(page, quiz, language)
    change_and_disagree(page, quiz, language)
    quiz = come_again(page)
    expect_offer(quiz)
    # Who is trained is not asked whether they train others.
    expect(quiz.locator("[data-remind]")).to_be_attached()
    expect(quiz.locator("a[href$='trainers.html']")).to_have_count(0)
    start_over(page, quiz)
    # Links to the rest of the site leave the frame alone.
    with visitor.expect_page() as opened:
        quiz.locator(".frame-foot a").click()
    assert opened.value.url.endswith(f"/{language}/index.html")
    assert quiz.url.split("#")[0].endswith(f"/{language}/embed.html")


# What visitors may have kept before they come to somebody's page: nothing, some answers, all of them and looking at the result.
KEPT = {
    "nothing": "",
    "some": dump_answers(SOME, "hr", "part-2"),
    "all": dump_answers(TYPICAL, "sales", "result", 60),
    "an archive": json.dumps(
        json.loads(dump_answers(TYPICAL, step="part-3")) | {"version": 2, "measured": TYPICAL, "done": {}, "history": []}
    ),
    "something damaged": "[]",
}


def test_what_a_page_is_told_before_consent_is_the_same_for_everybody(browser: Browser, site_url: str, tmp_path: Path) -> None:
    (tmp_path / "host.html").write_text(HOST % (f'<iframe id="ssi" src="{site_url}en/embed.html" width="390" height="900"></iframe>', ""))
    said = {}
    with serve(tmp_path) as url:
        for name, text in KEPT.items():
            # On another port of the same host: another origin, and yet the frame has what the site has kept.
            context = browser.new_context(locale="en-GB", reduced_motion="reduce", service_workers="block")
            page = context.new_page()
            # Whether the letters of the headings have come in time is no matter of the visitor's, and changes the height.
            page.route("**/*.woff2", lambda route: route.abort())
            page.goto(f"{site_url}404.html")
            if text:
                page.evaluate("text => localStorage.setItem('ssi', text)", text)
            page.goto(f"{url}host.html")
            quiz = inside(page)
            expect(quiz.locator("html[data-engine=ready]")).to_be_attached()
            expect(quiz.locator("[data-factor] input:checked")).to_have_count(
                {"some": len(SOME), "all": len(TYPICAL), "an archive": len(TYPICAL)}.get(name, 0)
            )
            for link in ("part-4", "part-1", "result"):
                quiz.locator(f'[data-part-link="{link}"]').click()
                expect(quiz.locator(f'[data-part="{link}"]')).to_be_visible()
            if name == "some":
                quiz.locator('[data-missing="missing"] a').last.click()
            else:
                quiz.locator('[data-part-link="part-4"]').click()
            page.wait_for_timeout(500)
            said[name] = page.evaluate("told")
            context.close()
    assert [message["type"] for message in said["nothing"]] == ["ssi:height", *["ssi:scroll"] * 4]
    for name, messages in said.items():
        assert messages == said["nothing"], name


@pytest.mark.parametrize("answers", [{}, TYPICAL])
def test_a_frame_that_is_shown_later_gets_the_height_of_one_that_was_shown_at_once(
    browser: Browser, site_url: str, tmp_path: Path, answers: Mapping[str, str]
) -> None:
    frame = f'<iframe id="ssi" src="{site_url}en/embed.html" width="390" height="900"></iframe>'
    (tmp_path / "at_once.html").write_text(HOST % (frame, ""))
    (tmp_path / "later.html").write_text(HOST % (f"<details><summary>The quiz</summary>{frame}</details>", ""))
    context = browser.new_context(locale="en-GB", reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    page.route("**/*.woff2", lambda route: route.abort())
    page.goto(f"{site_url}404.html")
    page.evaluate("text => localStorage.setItem('ssi', text)", dump_answers(answers, "hr", "part-2"))
    heights = []
    with serve(tmp_path) as url:
        for name in ("at_once", "later"):
            page.goto(f"{url}{name}.html")
            quiz = inside(page)
            expect(quiz.locator("html[data-engine=ready]")).to_be_attached()
            if name == "later":
                assert told(page, "height") == []
                page.locator("summary").click()
                page.locator("#ssi").scroll_into_view_if_needed()
            page.wait_for_function("told.some(({ type }) => type === 'ssi:height')")
            heights += told(page, "height")
            if name == "at_once":
                page.locator("#ssi").scroll_into_view_if_needed()
                page.evaluate("document.getElementById('ssi').width = 320")
                page.wait_for_function("told.filter(({ type }) => type === 'ssi:height').length === 2")
                assert told(page, "height")[1]["height"] > told(page, "height")[0]["height"]
            # The visitor's place and answers are as they were.
            expect(quiz.locator("[data-part=part-2]")).to_be_visible()
            expect(quiz.locator("[data-factor] input:checked")).to_have_count(len(answers))
    context.close()
    assert len(heights) == 2
    assert heights[0] == heights[1]


def test_without_a_page_around_it_or_its_name_no_score_is_offered(visitor: BrowserContext, site_url: str, tmp_path: Path) -> None:
    page = visitor.new_page()
    (tmp_path / "silent.html").write_text(
        f'<!doctype html><title>No name</title><iframe id="ssi" src="{site_url}en/embed.html" referrerpolicy="no-referrer"></iframe>'
    )
    with serve(tmp_path) as url:
        for address in (f"{site_url}en/embed.html#result", f"{url}silent.html"):
            page.goto(address)
            quiz = inside(page) if "silent" in address else page.main_frame
            expect(quiz.locator("html[data-engine=ready]")).to_be_attached()
            assert quiz.locator("[data-consent]").get_attribute("hidden") is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_frame_is_for_other_pages_and_not_for_search_engines(dist: Path, language: str) -> None:
    frame = read(dist / language / "embed.html")
    quiz = read(dist / language / "quiz.html")
    assert frame.all("meta", name="robots") == [{"name": "robots", "content": "noindex"}]
    assert frame.all("link", rel="canonical") == quiz.all("link", rel="canonical")
    assert not frame.all("link", rel="alternate")
    assert not frame.all("header", **{"class": "site-header"})
    assert not frame.all("aside", **{"class": "update"})
    assert "embed.html" not in (dist / "sitemap.xml").read_text()
    assert "embed.html" not in (dist / "sw.js").read_text(), "no visitor of the site has any use for it offline"
    for page in dist.rglob("*.html"):
        assert not [link for link in read(page).all("a") if "embed.html" in link.get("href", "")], page
    # The same questions, the same script: not a second quiz.
    assert [each["value"] for each in frame.all("input", type="radio")] == [each["value"] for each in quiz.all("input", type="radio")]
    scripts = {script["src"].rpartition("/")[2] for script in frame.all("script") if "src" in script}
    assert scripts == {"engine.js", "quiz.js", "embed.js"}
