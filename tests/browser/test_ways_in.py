"""Every way into a page from outside of it, and that none of them changes the visitor's saved data."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ssi_core.answers import read_answers
from ssi_core.share_code import pack
from tests.support.device import EVERYTHING
from tests.support.quiz_page import SOME, TYPICAL, choose, dump_answers, expect_stored, read_stored, save_before_load, visit
from tests.support.server import serve
from tests.support.your_ssi_page import REAL

BROWSER = Path(__file__).parent.parent.parent / "site_src" / "browser"

WAYS: dict[str, dict[str, str]] = {
    r"window\.name|\bself\.name\b": {"page/storage/store.js": "is emptied where it begins as ours did; nothing is read from it"},
    r"\blocation\.(hash|href)\b": {
        "page/embed.js": "names the part to show in the frame, and who offers the quiz: text, a colour, a picture's dots",
        "page/handout.js": "names the group and who offers the handout: text, a colour, the dots of a small picture",
        "page/not_found.js": "chooses the language of the page for a missing address",
        "page/group/link.js": "#code= brings the code of somebody's score; added when the trainer agrees",
        "page/plans.js": "unfolds the plan it names",
        "page/quiz.js": "whether answers in the address have been read yet; a trainer's link, see quiz/preset.js",
        "page/quiz/preset.js": "whether the answers on the page may be somebody else's; a trainer's link only fills in what is open",
        "page/quiz/open_link.js": "#code and #own bring answers; see quiz/preview.js",
        "page/quiz/archive_answers.js": "shows the question it names",
        "page/quiz/parts.js": "shows the part or the question it names",
        "page/quiz/short_way.js": "whether the visitor is where the next question was asked for; offers the rest beside the result",
        "page/quiz/preview.js": "shows answers as somebody else's; as the visitor's own only where nothing is kept and nothing can be",
        "page/quiz/sheet.js": "opens the score sheet",
    },
    r'"storage"': {
        "page/storage/store.js": "has the page read again; of the event itself it takes only that the document was erased",
        "page/home.js": "has the newest score read again",
        "page/group/device.js": "has the group read again, or forgotten where it was erased",
    },
    r'"pageshow"|"visibilitychange"': {
        "page/storage/store.js": "has the page read again",
        "page/home.js": "has the newest score read again",
        "page/group/device.js": "has the group read again, or forgotten where it was erased",
        "page/group/camera.js": "stops the camera",
    },
    r'"message"|\bonmessage\b': {
        "page/engine/launch.js": "of the page's own worker",
        "page/group/link.js": "of this page in another tab: has a code added that the trainer agreed to there, once the engine has read it",
        "page/offline_start.js": "of the site's service worker: a line at the foot of the page",
        "page/ui/service_worker.js": "its reply: that line, and a list of this site's files on the page about offline use",
        "worker/worker.js": "of the page that started this worker",
        "file/worker.js": "of the page that started this worker",
        "service/events.js": "of the site's own pages, about copies of its files",
    },
    r"\bopener\b": {},
    r"\blocation\.search\b|searchParams": {},
    r"BroadcastChannel": {"page/group/link.js": "finds another tab that has a group; see its messages"},
    r"SharedWorker|indexedDB|document\.cookie": {},
    r"document\.referrer": {"page/embed.js": "names the page that may be told the score"},
    r"history\.state": {
        "page/embed.js": "who offers the quiz, as the address said when this frame was opened",
        "page/group/link.js": "is passed on",
        "page/storage/carry.js": "what this page had of the visitor's before it loaded anew",
        "page/ui/scroll.js": "how far down the page was",
        "page/quiz/parts.js": "is passed on",
        "page/quiz/short_way.js": "the questions of the short way so far",
        "page/storage/over_time.js": "the score over time that this tab holds, where it may store nothing",
    },
    r"\bsessionStorage\b": {
        "page/storage/store.js": "what the device refused; of this tab and this site",
        "page/history/draft.js": "what was typed and not saved; of this tab and this site",
        "page/quiz.js": "the trainer's link that this tab was opened with, read as one",
        "page/quiz/preset_link.js": "holds that link, and forgets it",
        "page/storage/over_time.js": "the score over time that is not saved; of this tab and this site",
        "page/history/device.js": "says what there is, and erases it",
    },
    r"\binput\.files\b|dataTransfer|\[file\] = input": {
        "page/history/files.js": "a file of this site: adds points that are over, and answers to what is open, when the visitor chooses it",
        "page/import/drop.js": "LinkedIn's archive, which becomes answers when the visitor accepts them; on a group's page as below",
        "page/import/files.js": "the same, where it was chosen instead of dropped",
        "page/group/files.js": "codes, or a group of this page: added to the group, and can be taken back",
    },
    r"getUserMedia": {
        "page/group/camera.js": "pictures, when the trainer asks: what a QR code in them says is read as a code, or not at all"
    },
    r'clipboard\.read|"paste"': {},
}
"""The ways in which scripts read from others: by pattern, which scripts do, and what may come of it."""


def test_the_ways_in_are_these() -> None:
    # The editor of `make serve` is no part of the site.
    paths = [path for path in BROWSER.rglob("*.js") if not path.is_relative_to(BROWSER / "editor")]
    scripts = {path.relative_to(BROWSER).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    code = {name: re.sub(r"^\s*(//|/?\*).*$", "", text, flags=re.MULTILINE) for name, text in scripts.items()}
    for way, users in WAYS.items():
        assert {name for name, text in code.items() if re.search(way, text)} == set(users), f"{way}: say here what may come of it"


THEIRS = {key: value for key, value in TYPICAL.items() if SOME.get(key) != value} | {"articles": "3_or_more", "groups": "none"}
FORGED = json.dumps(EVERYTHING | {"answers": THEIRS, "history": []}, separators=(",", ":"))
CODE = pack(read_answers({"answers": THEIRS, "role": "sales"}))


@pytest.fixture
def stranger(tmp_path: Path, site_url: str) -> Iterator[str]:
    """Another site, with a link to this one that names the tab, and a script that opens it and does all that browsers let it do."""
    name = f"ssi:{FORGED}".replace("'", "&#39;")
    (tmp_path / "index.html").write_text(
        f"""<!doctype html><meta charset="utf-8"><title>Another site</title>
        <a href="{site_url}en/index.html" target='{name}'>Look</a>
        <script>
          const messages = [{FORGED}, {json.dumps(FORGED)}, {{ id: 0, text: {json.dumps(FORGED)} }}, {{ failed: "full" }}];
          self.go = (address) => {{ self.opened = open(address, `ssi:{FORGED}`); }};
          self.send = () => {{ for (const each of messages) opened.postMessage(each, "*"); }};
          self.turn = (address) => {{ opened.location = address; }};
        </script>""",
        encoding="utf-8",
    )
    with serve(tmp_path) as url:
        yield f"{url.replace('127.0.0.1', 'localhost')}index.html"


@pytest.fixture
def visitor(browser: Browser, site_url: str) -> Iterator[BrowserContext]:
    """A visitor with saved answers and a real score."""
    context = browser.new_context(locale="en-GB", service_workers="block", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{site_url}404.html")
    page.evaluate("text => localStorage.setItem('ssi', text)", json.dumps(EVERYTHING))
    page.close()
    yield context
    context.close()


def answers_and_history(page: Page) -> Any:
    document = read_stored(page)
    return {**document, "step": ""}


WANTED: dict[str, Any] = {**EVERYTHING, "step": ""}


def test_the_name_that_another_site_gave_the_tab_changes_nothing(visitor: BrowserContext, stranger: str) -> None:
    page = visitor.new_page()
    page.goto(stranger)
    with visitor.expect_page() as opened:
        page.locator("a").click()
    tab = opened.value
    assert tab.evaluate("window.name").startswith("ssi:{"), "this should be the attack"
    # The referrer of the second page is ours.
    tab.locator("main a[href$='quiz.html']").first.click()
    expect(tab.locator("html[data-quiz-started]")).to_be_attached()
    assert tab.evaluate("window.name") == ""
    tab.locator('[data-part-link="part-1"]').click()
    choose(tab, {"articles": "two"})
    now = answers_and_history(tab)
    assert now == {**WANTED, "answers": SOME | {"articles": "two"}}
    assert now["history"] == [REAL]


@pytest.mark.parametrize("kind", ["code", "own"])
def test_who_opened_the_page_changes_nothing(visitor: BrowserContext, stranger: str, site_url: str, kind: str) -> None:
    page = visitor.new_page()
    page.goto(stranger)
    quiz = f"{site_url}en/quiz.html"
    with visitor.expect_page() as opened:
        page.evaluate("address => go(address)", quiz)
    tab = opened.value
    expect(tab.locator("html[data-engine=ready]")).to_be_attached()
    page.evaluate("send()")
    page.evaluate("address => turn(address)", f"{quiz}#{kind}={CODE}")
    expect(tab.locator("form[data-guest]")).to_be_attached()
    expect(tab.locator('[data-preview-state="open"]').first).to_be_visible()
    tab.locator('[data-part-link="part-1"]').click()
    choose(tab, {"articles": "one"})
    expect_stored(tab, EVERYTHING)
    # Now the page is its own referrer; and the address names what the stranger wants.
    tab.goto(f"{site_url}en/index.html")
    tab.locator("main a[href$='quiz.html']").first.click()
    page.evaluate("address => turn(address)", f"{quiz}#{kind}={CODE}")
    expect(tab.locator("form[data-guest]")).to_be_attached()
    tab.reload()
    expect(tab.locator("form[data-guest]")).to_be_attached()
    page.evaluate("send()")
    tab.locator("[data-preview-leave]:visible").click()
    expect(tab.locator("form[data-guest]")).to_have_count(0)
    assert answers_and_history(tab) == WANTED


def test_what_another_page_of_this_host_clears_is_no_reason_to_empty_the_form(context: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(SOME, "hr", "part-2"))
    visit(page, site_url)
    other = context.new_page()
    other.goto(f"{site_url}404.html")
    other.evaluate("localStorage.clear()")
    expect(page.locator("[data-storage=not-kept]")).to_be_visible()
    expect(page.locator("[data-factor] input:checked")).to_have_count(len(SOME))
    other.close()
