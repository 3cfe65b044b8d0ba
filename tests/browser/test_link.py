"""A result as a link: made, copied, opened by somebody else, and every way in which it can go wrong on its way."""

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ssi_core.answers import read_answers
from ssi_core.share_code import CHECK, DIGITS, VERSION, pack
from tests.support.axe import violations
from tests.support.quiz_page import (
    CODE,
    LANGUAGES,
    SENT,
    SOME,
    TYPICAL,
    choose,
    choose_role,
    dump_answers,
    expect_score,
    expect_stored,
    open_share,
    radio,
    read_stored,
    save_before_load,
    visit,
)

FIELD = "[data-share-field]"


def see(page: Page, site_url: str, language: str, code: str = CODE) -> None:
    """Opens a link, as a new page."""
    page.goto(f"{site_url}404.html")
    visit(page, site_url, language, f"#code={code}")
    page.wait_for_selector("html[data-engine=ready], html[data-engine=failed]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_is_made_copied_and_shared(context: BrowserContext, page: Page, site_url: str, language: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script(
        "navigator.share = async (what) => { self.shared = what; if (self.refuse) throw new DOMException('', 'AbortError'); }"
    )
    save_before_load(page, dump_answers(SENT["answers"], SENT["role"], "result", SENT["target"]))
    visit(page, site_url, language)
    expect_score(page, language, TYPICAL, role="sales", target=60)
    expect(page.locator(FIELD)).to_be_hidden()

    open_share(page, "copy").press("Enter")
    expect(page.locator("[data-share-state]")).not_to_be_empty()
    link = page.locator(FIELD).input_value()
    assert link == f"{site_url}{language}/quiz.html#code={CODE}"
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.evaluate("self.refuse = true")
    open_share(page, "native").click()
    shared = page.evaluate("new Promise((go) => setInterval(() => self.shared && go(self.shared), 20))")
    assert shared == {"title": page.locator("h1").inner_text(), "url": link}
    expect(page.locator("[data-share-state]")).to_be_empty()
    assert violations(page) == []

    # A link to other answers than those shown would be a wrong one.
    choose_role(page, "hr")
    expect(page.locator(FIELD)).to_be_hidden()
    # Where nothing may be copied, the visitor does it.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    open_share(page, "copy").click()
    expect(page.locator(FIELD)).to_be_focused()
    assert page.evaluate("getSelection().toString()") == page.locator(FIELD).input_value() != link


@pytest.mark.parametrize(("language", "width"), [("nl", 320), ("en", 1440)])
def test_what_somebody_shared_is_looked_at_and_not_kept(page: Page, site_url: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    save_before_load(page, dump_answers(SOME, "hr", "part-2"))
    see(page, site_url, language)
    box = page.locator("[data-preview-box]")
    expect(box.locator('[data-preview-state="open"]').first).to_be_visible()
    expect(box.locator("[data-preview-title]")).to_be_focused()
    expect(box.locator("[data-preview-own]").first).to_be_visible()
    expect_score(page, language, TYPICAL, role="sales", target=60)
    mine = read_stored(page)
    assert mine["answers"] == SOME
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    # No change of it is saved, nor the part that was shown; there is no button that erases or saves.
    page.locator('[data-part-link="part-1"]').click()
    expect(box).to_be_visible()
    choose(page, {"articles": "3_or_more"})
    page.locator('[data-part-link="result"]').click()
    expect_score(page, language, TYPICAL | {"articles": "3_or_more"}, role="sales", target=60)
    page.locator("input[name=target]").fill("80")
    expect_stored(page, mine)
    expect(page.locator("[data-restart]")).to_be_hidden()

    theirs = page.title()

    # Back to one's own, by keyboard, to where that was left.
    box.locator("[data-preview-leave]:visible").press("Enter")
    expect(box).to_be_hidden()
    expect(page.locator('[data-part="part-2"]')).to_be_visible()
    assert page.url.endswith("#part-2")
    page.locator('[data-part-link="result"]').click()
    expect_score(page, language, SOME, role="hr")
    expect_stored(page, SOME, part="answers")
    assert page.title() != theirs, "this result is called the visitor's own"

    # The same link once more, in the page that is open; now it replaces them.
    page.evaluate("code => { location.hash = `code=${code}` }", CODE)
    box.locator("[data-preview-keep]").click()
    expect(box).to_be_hidden()
    assert page.url.endswith("#result")
    expect_score(page, language, TYPICAL, role="sales", target=60)
    now = read_stored(page)
    assert (now["answers"], now["role"], now["target"]) == (TYPICAL, "sales", 60)
    # And now it says what is here already.
    see(page, site_url, language)
    expect_score(page, language, TYPICAL, role="sales", target=60)
    expect(box).to_be_hidden()


def test_beside_somebody_elses_result_nobody_is_asked_what_is_missing(page: Page, site_url: str) -> None:
    code = pack(read_answers({"answers": SOME, "target": 99}))
    see(page, site_url, "en", code)
    expect_score(page, "en", SOME, target=99)
    asked = page.locator("[data-missing-box], [data-bar-open] a, [data-plan-find]")
    expect(page.locator("[data-missing] a").first).to_be_attached()
    expect(asked.locator("visible=true")).to_have_count(0)
    # Kept as the visitor's own, they are the visitor's to complete.
    page.locator("[data-preview-keep]").click()
    expect(page.locator("[data-missing-box]")).to_be_visible()
    expect(page.locator("[data-plan-find]")).to_be_visible()


def test_whoever_has_no_answers_may_take_these(page: Page, site_url: str) -> None:
    # What programs put after a link is no part of it.
    see(page, site_url, "en", f"{CODE}).")
    box = page.locator("[data-preview-box]")
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    # The verdict speaks to whoever gave the answers.
    expect(page.locator("[data-verdict]")).to_be_hidden()
    expect(box.locator("[data-preview-own]:visible")).to_have_count(0)
    expect_stored(page, None)
    box.locator("[data-preview-leave]:visible").click()
    expect(page.locator('[data-part="part-1"]')).to_be_visible()
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)
    expect_stored(page, None)
    page.evaluate("code => { location.hash = `code=${code}` }", CODE)
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    box.locator("[data-preview-keep]").click()
    expect(page.locator("[data-verdict]")).to_be_visible()
    expect_stored(page, TYPICAL, part="answers")


def test_what_somebody_shared_is_there_in_the_other_language_too(context: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(SOME, "hr", "part-2"))
    see(page, site_url, "en")
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    page.locator('[data-part-link="part-1"]').click()
    choose(page, {"articles": "3_or_more"})
    link = page.locator("header [data-language=nl]")
    page.locator('[data-part-link="result"]').click()
    link.click()
    changed = TYPICAL | {"articles": "3_or_more"}
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect_score(page, "nl", changed, role="sales", target=60)
    expect(page.locator('[data-preview-state="open"]').first).to_be_visible()
    expect_stored(page, SOME, part="answers")
    # The link is whole, and is a plain one again once the visitor is back at the saved answers.
    link = page.locator("header [data-language=en]")
    code = pack(read_answers(SENT | {"answers": changed}))
    expect(link).to_have_attribute("href", re.compile(f"quiz.html#code={code}$"))
    page.locator("[data-preview-leave]:visible").click()
    expect(link).to_have_attribute("href", re.compile(r"quiz\.html$"))
    link.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("form[data-guest]")).to_have_count(0)
    expect(page.locator("[data-factor] input:checked")).to_have_count(len(SOME))


def test_a_link_that_is_not_read_yet_goes_along_as_it_came(page: Page, site_url: str) -> None:
    page.route("**/*.wasm", lambda _: None)
    visit(page, site_url, "en", f"#code={CODE}")
    link = page.locator("header [data-language=nl]")
    expect(link).to_have_attribute("href", re.compile(f"#code={CODE}$"))
    page.unroute_all(behavior="ignoreErrors")
    link.click()
    expect_score(page, "nl", TYPICAL, role="sales", target=60)


HOLD_SCORES = """(() => {
    const { postMessage } = Worker.prototype;
    self.held = null;
    Worker.prototype.postMessage = function (message) {
        const send = () => postMessage.call(this, message);
        if (self.held && String(message.text).includes('"do":"score"')) self.held.push(send);
        else send();
    };
    self.hold = () => { self.held = []; };
    self.release = () => { for (const send of self.held.splice(0)) send(); self.held = null; };
})()"""


def test_nobody_ticks_a_step_of_the_answers_before(page: Page, site_url: str) -> None:
    page.add_init_script(HOLD_SCORES)
    save_before_load(page, dump_answers(SOME, "hr", "result"))
    visit(page, site_url)
    expect_score(page, "en", SOME, role="hr")
    ticks = page.locator("[data-advice-list] input[data-tick]")
    expect(ticks.first).to_be_visible()
    page.evaluate("hold(); location.hash = '#code=" + CODE + "'")
    expect(page.locator('[data-preview-state="open"]').first).to_be_visible()
    expect(page.locator("[data-result=waiting]")).to_be_visible()
    expect(ticks.first).to_be_hidden()
    page.evaluate("release()")
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    expect(ticks.first).to_be_visible()
    # The same on the way back.
    page.evaluate("hold()")
    page.locator("[data-preview-leave]:visible").click()
    expect(page.locator("[data-preview-box]")).to_be_hidden()
    expect(ticks.first).to_be_hidden()
    page.evaluate("release()")
    expect_score(page, "en", SOME, role="hr")
    ticks.first.check()
    expect(page.locator("[data-what-if]")).to_be_visible()
    assert list(read_stored(page)["done"]) == [ticks.first.get_attribute("data-tick")]


def newer() -> str:
    """A sound code of the version after this one, with the same number of characters."""
    whole = (VERSION + 1) * len(DIGITS) ** (len(CODE) - 1)
    whole += -whole % CHECK
    code = ""
    while whole:
        whole, digit = divmod(whole, len(DIGITS))
        code = DIGITS[digit] + code
    return code


BAD = [
    ("cut", CODE[:-4]),
    ("altered", CODE[:7] + ("A" if CODE[7] != "A" else "B") + CODE[8:]),
    ("newer_version", newer()),
    ("not_a_code", ""),
    ("not_a_code", "<img src=x onerror=self.hacked=1>"),
    ("not_a_code", "%3Cscript%3Eself.hacked=1%3C/script%3E"),
    ("not_a_code", "%E0%A4%A"),
    ("not_a_code", '{"answers":{"connections":"500_or_more"}}'),
    ("not_a_code", "A" * 1_000_000),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_that_cannot_be_read_says_why_and_changes_nothing(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_answers(SOME, "hr", "result"))
    visit(page, site_url, language)
    expect_score(page, language, SOME, role="hr")
    mine = read_stored(page)
    box = page.locator("[data-preview-box]")
    for problem, code in BAD:
        page.evaluate("code => { location.hash = `code=${code}` }", code)
        expect(box.locator(f'p[data-preview-state="{problem}"]')).to_be_visible()
        expect(box.locator("p:visible")).to_have_count(3)
        expect(box.locator("[data-preview-keep]")).to_be_hidden()
        expect_stored(page, mine)
        assert page.evaluate("self.hacked") is None
    assert violations(page) == []
    box.locator("[data-preview-leave]:visible").click()
    expect(box).to_be_hidden()
    expect_score(page, language, SOME, role="hr")
    expect_stored(page, mine)


def test_a_link_waits_for_the_calculator(page: Page, site_url: str) -> None:
    broken = True
    page.route("**/*.wasm", lambda route: route.fulfill(status=503, body="") if broken else route.continue_())
    see(page, site_url, "en")
    box = page.locator("[data-preview-box]")
    expect(box.locator('p[data-preview-state="failed"]')).to_be_visible()
    broken = False
    page.locator("[data-retry]").click()
    page.wait_for_selector("html[data-engine=ready]")
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    expect(box.locator('[data-preview-state="open"]').first).to_be_visible()


def test_the_quiz_as_one_file_opens_links_too(browser: Browser, dist: Path, tmp_path: Path) -> None:
    shutil.copy(dist / "nl/ssi-quiz-nl.html", tmp_path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(f"{(tmp_path / 'ssi-quiz-nl.html').as_uri()}#code={CODE}")
    page.wait_for_selector("html[data-engine=ready]")
    expect_score(page, "nl", TYPICAL, role="sales", target=60)
    expect(page.locator('[data-preview-state="open"]').first).to_be_visible()
    expect(radio(page, "articles", TYPICAL["articles"])).to_be_checked()
    assert json.loads(page.evaluate("localStorage.getItem('ssi')") or "null") is None
    context.close()
