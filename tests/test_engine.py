"""The engine in a real browser: it answers, and every way it can fail ends soon, in a reason, a retry and the score sheet.

What the engine promises to scripts is tested on an empty page, its failures on the real quiz page, in both languages. The site is the real
one; its server can be told to misbehave.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from ssi_core.wire import handle
from tests.cases import CASES
from tests.engine_site import BEGIN, SOON, Site, begun, ended, serve_site

ROOT = Path(__file__).parent.parent
LANGUAGES = ("nl", "en")
STALL_SECONDS = 30
"""How long a loading engine may say nothing. What fails in any other way says so at once."""
REPLY_SECONDS = 10
"""How long a request may stay unanswered."""


@pytest.fixture(scope="module")
def served(dist: Path) -> Iterator[Site]:
    with serve_site(dist) as site:
        yield site


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """The site, well again when the test is over."""
    served.stood_still.clear()
    served.over.clear()
    yield served
    served.spoiled.clear()
    served.policies.clear()
    served.before.clear()
    served.kept = False
    served.over.set()


# What the engine promises to scripts.


@dataclass
class Visit:
    page: Page
    asked: list[str]
    """Paths, from the site's root."""
    early: Any
    """The answer to what was asked before the engine was ready."""
    changes: list[dict[str, Any]]


@pytest.fixture(scope="module")
def visit(browser: Browser, served: Site) -> Iterator[Visit]:
    """One engine that started well, for all tests that only ask it something."""
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(served.url)))
    page = begun(context.new_page(), served)
    page.evaluate("void (window.early = window.ask({do: 'model'}))")
    ended(page, "ready", STALL_SECONDS)
    yield Visit(page, list(asked), page.evaluate("window.early"), page.evaluate("window.changes"))
    context.close()


def test_answers_what_was_asked_before_and_after_it_was_ready(visit: Visit) -> None:
    replies = visit.page.evaluate("Promise.all([{do: 'score', answers: {}}, {do: 'model'}, {do: 'nonsense'}].map(window.ask))")
    assert replies[0]["ok"]["max"] == 100
    assert replies[1]["ok"]["pillars"][0]["key"] == "brand"
    assert "faults" in replies[2]
    assert len(visit.early["ok"]["factors"]) == 24


def test_scores_to_the_last_digit_what_cpython_scores(visit: Visit) -> None:
    for case in CASES.values():
        assert visit.page.evaluate("window.ask", case) == json.loads(handle(json.dumps(case)))


def test_any_text_survives_the_way_there_and_back(visit: Visit) -> None:
    text = "“é” 😀 \u0000 \\ \ud800 \u2028"
    reply = visit.page.evaluate("(text) => window.ask({do: text})", text)
    assert reply["faults"][0]["value"] == text


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_what_is_nested_too_deeply_is_refused_in_time(visit: Visit, opening: str) -> None:
    # Only a text inside the request can be nested so: the page's own JSON would not let it through.
    for depth in (1_000, 3_000, 10_000, 200_000):
        reply = visit.page.evaluate("(text) => window.ask({do: 'import', text, points: []})", opening * depth)
        assert [fault["problem"] for fault in reply.get("faults", ())] == ["not_json"], (depth, reply)
    assert "nested too deeply" in reply["faults"][0]["message"]
    assert visit.page.evaluate("window.ask({do: 'score', answers: {}})") == json.loads(handle('{"do":"score","answers":{}}'))


def test_tells_every_byte(visit: Visit, served: Site, dist: Path) -> None:
    size = sum((dist / path).stat().st_size for role, path in served.files.items() if role not in ("manifest", "worker"))
    loaded = [change["loaded"] for change in visit.changes]
    assert loaded == sorted(loaded)
    assert (visit.changes[-1]["loaded"], visit.changes[-1]["total"]) == (size, size)
    assert len(set(loaded)) > 2
    assert [change["state"] for change in visit.changes] == ["loading"] * (len(visit.changes) - 1) + ["ready"]


def test_fetches_its_own_files_once_and_nothing_else(visit: Visit, served: Site) -> None:
    scripts = served.files["worker"].rpartition("worker/")[0]
    asked = [path for path in visit.asked if path not in ("empty.html", "favicon.ico") and not path.startswith("blob:")]
    assert sorted(set(asked)) == sorted(asked)
    assert {path for path in asked if not path.startswith(scripts)} == set(served.files.values()) - {served.files["worker"]}


def test_a_retry_while_all_is_well_changes_nothing(visit: Visit) -> None:
    visit.page.evaluate("window.engine.retry()")
    assert visit.page.evaluate("document.documentElement.dataset.engine") == "ready"
    assert len(visit.page.workers) == 1


def test_a_second_visit_asks_the_server_for_nothing_of_the_runtime(page: Page, site: Site) -> None:
    site.kept = True
    ended(begun(page, site), "ready", STALL_SECONDS)
    # Whatever the server would say now, nobody asks. Left out: the glue, because an import cannot say how it wants to be cached, and the
    # wasm, because the profile of a test lives in memory and keeps no file that large.
    site.spoiled.update(dict.fromkeys(("manifest", "stdlib", "core"), "missing"))
    ended(begun(page, site), "ready", STALL_SECONDS)


def test_whoever_waits_for_an_answer_is_told_that_none_will_come(page: Page, site: Site) -> None:
    site.spoiled["core"] = "missing"
    begun(page, site).evaluate("void window.ask({do: 'model'})")
    ended(page, "failed")
    assert page.evaluate("window.settled") == [{"refused": "http"}], "whoever waited"
    assert page.evaluate("window.ask({do: 'model'})") == {"refused": "http"}, "whoever comes later"


def test_a_worker_that_stops_answering_is_a_failure(page: Page, site: Site) -> None:
    page.clock.install()
    ended(begun(page, site), "ready", STALL_SECONDS)
    for end in ("self.close()", "setTimeout(() => { for (;;); })"):
        page.workers[-1].evaluate(end)
        page.evaluate("void (window.late = window.ask({do: 'model'}))")
        page.clock.run_for((REPLY_SECONDS - 2) * 1000)
        assert page.evaluate("document.documentElement.dataset.engine") == "ready"
        page.clock.run_for(4000)
        ended(page, "failed")
        assert page.evaluate("window.late") == {"refused": "crashed"}
        assert page.evaluate("window.changes.at(-1).reason") == "crashed"
        page.evaluate("window.engine.retry()")
        ended(page, "ready", STALL_SECONDS)
        assert "ok" in page.evaluate("window.ask({do: 'model'})")
    page.workers[-1].evaluate("setTimeout(() => { throw new Error('gone') })")
    ended(page, "failed")
    assert page.evaluate("window.changes.at(-1).reason") == "crashed", "an error needs no waiting"


def test_a_page_may_ask_for_less_patience(page: Page, site: Site) -> None:
    site.spoiled["wasm"] = "hanging"
    page.goto(site.url + "empty.html")
    page.evaluate("document.querySelector('form').dataset.stallSeconds = '0.5'")
    page.evaluate(BEGIN, site.url + site.engine)
    ended(page, "failed")
    assert page.evaluate("window.changes.at(-1).reason") == "stalled"


# What a visitor sees of a failure. A retry meets the next failure, and the last one mends it: each starts from a page that has failed.


@dataclass(frozen=True)
class Quiz:
    """The quiz page of one language."""

    page: Page
    language: str
    address: str

    def open(self) -> None:
        self.page.goto(self.address)

    def failed(self, reason: str) -> None:
        """It has failed, and says so: why, in the page's language, with another try and the score sheet within reach."""
        ended(self.page, "failed")
        words = yaml.safe_load((ROOT / "content" / self.language / "texts" / "quiz.yaml").read_text(encoding="utf-8"))["engine"]
        expect(self.box.locator("[data-reason]:visible")).to_have_text([words["reason"][reason.replace("-", "_")]])
        for key in ("failed", "safe"):
            expect(self.box).to_contain_text(words[key])
        expect(self.page.locator("[data-announce]")).to_contain_text(words["reason"][reason.replace("-", "_")])
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        expect(self.box.get_by_role("button", name=words["retry"], exact=True)).to_be_enabled()
        self.box.get_by_role("link", name=words["to_sheet"], exact=True).click()
        expect(self.page.locator("[data-sheet] .sheet-table").first).to_be_in_viewport()

    def retry(self) -> None:
        self.box.locator("[data-retry]").click()

    def works(self) -> None:
        ended(self.page, "ready", STALL_SECONDS)
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
    ended(page, "ready", STALL_SECONDS)
    assert len(page.workers) == 1, "the quiz takes the one that was begun"


OWN_SPOILED: tuple[dict[str, Any], ...] = (
    {"status": 404, "body": ""},
    {"content_type": "text/javascript", "body": "const cut = {"},
    {"content_type": "text/html", "body": "<!DOCTYPE html>"},
)
OWN = [("nl", "quiz", "quiz"), ("en", "quiz", "engine"), ("en", "your-ssi", "history"), ("nl", "gebruik-je-archief", "import")]


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
        page.route(f"**/page/{script}.js", partial(spoil, spoiled))
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


# An archive cannot be read without functions that no score calls.
READ = """new Promise((resolve) => {
  const reading = window.engine.read([new File(["Date,Type\\r\\n2026-01-02,LIKE\\r\\n"], "Reactions.csv")], () => {});
  reading.reply.then((reply) => resolve(reply.ok ? "read" : reply.failed), (error) => resolve(error.reason));
})"""


def test_the_rest_of_the_interpreter(page: Page, site: Site) -> None:
    # It is fetched when there is time for it.
    with page.expect_response(site.url + site.later["rest"]):
        ended(begun(page, site), "ready", STALL_SECONDS)
    # It is called before anybody fetched it, and cannot be had.
    reasons = {"missing": "http", "cut short": "truncated", "another": "crashed", "broken off": "network"}
    for step, (kind, reason) in enumerate(reasons.items()):
        site.spoiled["rest"] = kind
        page.evaluate("window.engine.retry()") if step else begun(page, site)
        assert page.evaluate(READ) == reason
        ended(page, "failed")
    site.spoiled.clear()
    page.evaluate("window.engine.retry()")
    assert page.evaluate(READ) == "read"
    assert page.evaluate("window.ask({do: 'score', answers: {}})") == json.loads(handle('{"do":"score","answers":{}}'))


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
    ended(shown.page, "loading")
    shown.page.clock.run_for(6000)
    shown.failed("stalled")


# Each memory claims the most that WebAssembly can address, until the browser has none left for this page: the allocation that then fails is
# a real one. The first page only, so that a retry finds room.
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
    shown.retry()
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
