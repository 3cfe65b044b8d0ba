"""The engine's failures as a visitor sees them on the real quiz page: each ends soon, in a reason, a retry and the score sheet.

A retry meets the next failure, and the last one mends it: each starts from a page that has failed. The site is the real one; its server can
be told to misbehave.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.support.engine_site import SOON, STALL_SECONDS, Site, expect_state
from tests.support.quiz_page import LANGUAGES

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Quiz:
    """The quiz page of one language."""

    page: Page
    language: str
    address: str

    def open(self) -> None:
        self.page.goto(self.address)

    def failed(self, reason: str) -> None:
        """Expect the failure and its reason in the page's language, with the score sheet, and another try where one can help."""
        expect_state(self.page, "failed")
        words = yaml.safe_load((ROOT / "content" / self.language / "texts" / "quiz.yaml").read_text(encoding="utf-8"))["engine"]
        expect(self.box.locator("[data-reason]:visible")).to_have_text([words["reason"][reason.replace("-", "_")]])
        for key in ("failed", "safe"):
            expect(self.box).to_contain_text(words[key])
        expect(self.page.locator("[data-announce]")).to_contain_text(words["reason"][reason.replace("-", "_")])
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        # A browser that lacks something is no other browser at the next try.
        expect(self.box.get_by_role("button", name=words["retry"], exact=True)).to_have_count(0 if reason.startswith("no-") else 1)
        self.box.get_by_role("link", name=words["to_sheet"], exact=True).click()
        expect(self.page.locator("[data-sheet] .sheet-table").first).to_be_in_viewport()

    def retry(self) -> None:
        self.box.locator("[data-retry]").click()

    def works(self) -> None:
        expect_state(self.page, "ready", STALL_SECONDS)
        expect(self.box).to_be_hidden()

    @property
    def box(self) -> Locator:
        return self.page.locator("form .quiz-failed")


@pytest.fixture
def quiz(page: Page, site: Site) -> Callable[[str], Quiz]:
    # A service worker would answer in the server's place.
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    # The way to the score sheet and back is a jump, and no journey.
    page.emulate_media(reduced_motion="reduce")
    return lambda language: Quiz(page, language, f"{site.url}{language}/quiz.html")


def test_the_engine_starts_while_the_page_is_still_on_its_way(page: Page, site: Site) -> None:
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.route("**/page/quiz.js", lambda route: route.abort())
    with page.expect_request(site.address("wasm")), page.expect_worker():
        page.goto(f"{site.url}en/quiz.html")
    assert page.evaluate("document.documentElement.dataset.engine") is None, "nobody asked for it yet"
    page.unroute("**/page/quiz.js")
    with page.expect_request(site.address("wasm")):
        page.locator("[data-reload]").click()
    expect_state(page, "ready", STALL_SECONDS)
    assert len(page.workers) == 1, "the quiz takes the one that was begun"


OWN_SPOILED: tuple[dict[str, Any], ...] = (
    {"status": 404, "body": ""},
    {"content_type": "text/javascript", "body": "const cut = {"},
    {"content_type": "text/html", "body": "<!DOCTYPE html>"},
)
OWN = [
    ("nl", "quiz", "quiz"),
    ("en", "quiz", "engine"),
    ("en", "your-ssi", "history"),
    ("nl", "gebruik-je-archief", "import"),
    ("en", "group", "group"),
]


def spoil(spoiled: dict[str, Any], route: Route) -> None:
    route.fulfill(**spoiled)


@pytest.mark.parametrize(("language", "address", "script"), OWN)
def test_a_page_whose_own_script_did_not_arrive_says_so(
    context: BrowserContext, site: Site, language: str, address: str, script: str
) -> None:
    page = context.new_page()  # A script cut short is an error that no script can catch.
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    texts = ROOT / "content" / language / "texts"
    words = yaml.safe_load((texts / "site.yaml").read_text(encoding="utf-8"))["missing"]
    notice = page.get_by_role("alert").filter(has_text=words)
    for step, spoiled in enumerate(OWN_SPOILED):
        page.unroute_all()
        page.route(f"**/{script}.js", partial(spoil, spoiled))
        if step:
            with page.expect_navigation():
                notice.get_by_role("button").click()
        else:
            page.goto(f"{site.url}{language}/{address}.html")
        expect(notice).to_be_visible()
        expect(page.locator(":is(.without-script, .with-script, .quiz-bar):visible")).to_have_count(0)
    page.unroute_all()
    with page.expect_navigation():
        notice.get_by_role("button").click()
    expect(page.locator("[data-quiz-started], [data-started]")).to_have_count(1)
    expect(notice).to_be_hidden()
    expect(page.locator("html")).not_to_have_attribute("data-halted", "")


FETCHED = ("manifest", "worker", "glue", "wasm", "stdlib", "core")
IN_THE_WORKER = ("glue", "wasm", "stdlib", "core")
FAILURES = [
    ("nl", "missing", dict.fromkeys(FETCHED, "http")),
    ("en", "cut short", dict.fromkeys(FETCHED, "truncated")),
    ("nl", "a page", dict.fromkeys(FETCHED, "wrong-type")),
    ("en", "plain text", dict.fromkeys(IN_THE_WORKER, "wrong-type")),
    ("nl", "another", dict.fromkeys(IN_THE_WORKER, "start")),
    ("nl", "damaged", {"wasm": "start"}),
    ("en", "broken off", dict.fromkeys(FETCHED, "network")),
]


@pytest.mark.parametrize(("language", "kind", "reasons"), FAILURES, ids=[kind.replace(" ", "-") for _, kind, _ in FAILURES])
def test_a_spoiled_file(quiz: Callable[[str], Quiz], site: Site, language: str, kind: str, reasons: dict[str, str]) -> None:
    shown = quiz(language)
    for step, (role, reason) in enumerate(reasons.items()):
        site.spoiled = {role: kind}
        shown.retry() if step else shown.open()
        shown.failed(reason)
    site.spoiled = {}
    shown.retry()
    shown.works()


def test_a_file_that_the_workers_policy_blocks(quiz: Callable[[str], Quiz], site: Site) -> None:
    shown = quiz("nl")
    # The worker has the policy of its page, and a page keeps the policy that it came with.
    scripts = f"'unsafe-inline' {site.url}{site.files['worker'].rpartition('worker/')[0]}"
    for role in IN_THE_WORKER:
        allowed = " ".join(site.address(other) for other in IN_THE_WORKER if other != role)
        fetched = f"{allowed} {site.address('manifest')} {site.address('glue')}"
        site.policies["page"] = f"script-src 'wasm-unsafe-eval' {scripts} {allowed}; connect-src {fetched}"
        shown.open()
        shown.failed("blocked")
    # Each file may come, and WebAssembly may not be run.
    site.policies["page"] = "script-src 'self' 'unsafe-inline'; connect-src 'self'"
    shown.open()
    shown.failed("blocked")
    site.policies.clear()
    shown.open()
    shown.works()


@pytest.mark.parametrize(("language", "policy"), [("nl", "connect-src 'none'"), ("en", "worker-src 'none'")], ids=["manifest", "worker"])
def test_a_file_that_the_pages_policy_blocks(quiz: Callable[[str], Quiz], site: Site, language: str, policy: str) -> None:
    shown = quiz(language)
    site.policies["page"] = policy
    shown.open()
    shown.failed("blocked")
    # A page keeps the policy it came with.
    shown.retry()
    shown.failed("blocked")


@pytest.mark.parametrize(("language", "role"), list(zip(("nl", "en") * 3, FETCHED, strict=True)))
def test_a_standstill(quiz: Callable[[str], Quiz], site: Site, language: str, role: str) -> None:
    shown = quiz(language)
    shown.page.clock.install()
    site.spoiled[role] = "hanging"
    shown.open()
    assert site.stood_still.wait(SOON)
    # What the server has sent may still be on its way into the page, and starts the clock anew.
    for _ in range(5):
        shown.page.clock.run_for((STALL_SECONDS + 1) * 1000)
    shown.failed("stalled")
    if role == "wasm":
        site.spoiled.clear()
        shown.retry()
        shown.works()


def test_a_worker_that_says_nothing(quiz: Callable[[str], Quiz], site: Site) -> None:
    shown = quiz("en")
    shown.page.clock.install()
    site.before["worker"] = "self.postMessage = () => {};\n"
    shown.open()
    shown.page.clock.run_for((STALL_SECONDS - 5) * 1000)
    expect_state(shown.page, "loading")
    shown.page.clock.run_for(6000)
    shown.failed("stalled")


# Each memory claims the most that WebAssembly can address, until the browser has none left for this page: the allocation that then fails is
# a real one. The first page only, so that a retry finds free memory.
HOARD = """
window.hoard = [];
try {
  for (;;) window.hoard.push(new WebAssembly.Memory({ initial: 1, maximum: 65536 }));
} catch (error) {
  window.full = String(error);
}
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_out_of_memory(quiz: Callable[[str], Quiz], language: str) -> None:
    shown = quiz(language)
    shown.page.add_init_script(HOARD)
    shown.open()
    shown.failed("out-of-memory")
    assert "could not allocate memory" in shown.page.evaluate("window.full")
    shown.page.evaluate("void (window.hoard.length = 0)")
    shown.page.context.new_cdp_session(shown.page).send("HeapProfiler.collectGarbage")
    shown.retry()
    shown.works()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("delete globalThis.WebAssembly", "no-wasm"),
        ("delete globalThis.Worker", "no-module-worker"),
        ("const Real = Worker; globalThis.Worker = function (url) { return new Real(url); }", "no-module-worker"),
    ],
    ids=["no-wasm", "no-workers", "only-classic-workers"],
)
def test_a_browser_that_cannot(quiz: Callable[[str], Quiz], script: str, reason: str, language: str) -> None:
    shown = quiz(language)
    shown.page.add_init_script(script)
    shown.open()
    shown.failed(reason)


def test_without_a_network(quiz: Callable[[str], Quiz], context: BrowserContext, site: Site) -> None:
    shown = quiz("en")
    site.spoiled["core"] = "missing"
    shown.open()
    shown.failed("http")
    context.set_offline(True)
    shown.retry()
    shown.failed("network")
    context.set_offline(False)
    site.spoiled.clear()
    shown.retry()
    shown.works()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_that_is_too_old_for_the_script_says_so_and_offers_the_sheet(context: BrowserContext, site: Site, language: str) -> None:
    page = context.new_page()
    # Such a browser reads no import maps, and some have no hashes of scripts.
    page.route(
        "**/quiz.html", lambda route: route.fulfill(body=route.fetch().text().replace("integrity=", "data-was="), content_type="text/html")
    )
    page.route("**/page/quiz.js", lambda route: route.fulfill(body="a syntax of tomorrow;", content_type="text/javascript"))
    page.goto(f"{site.url}{language}/quiz.html")
    notice = page.locator("[data-halted-by=old]")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("Safari")
    expect(page.locator(":is([data-reload], [data-retry], .without-script):visible")).to_have_count(0)
    notice.get_by_role("link").click()
    expect(page.locator("[data-sheet] .sheet-table").first).to_be_in_viewport()
    page.close()
