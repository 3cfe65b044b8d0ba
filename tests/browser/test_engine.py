"""The engine's promises to scripts, on an empty page in a real browser: it answers, and says so when it cannot.

The site is the real one; its server can be told to misbehave.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.cases import CASES
from tests.support.engine_site import BEGIN, SOON, STALL_SECONDS, Site, expect_state, start_engine
from tests.support.wire import ask

REPLY_SECONDS = 10
"""How long a request may stay unanswered."""


@dataclass
class Visit:
    page: Page
    asked: list[str]
    """Paths, from the site's root."""
    early: Any
    """The answer to what was asked before the engine was ready."""
    changes: list[dict[str, Any]]


@pytest.fixture(scope="module")
def visit(find_chromium: Callable[[], Browser], served: Site) -> Iterator[Visit]:
    """Start one engine, for all tests that only ask it something."""
    context = find_chromium().new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(served.url)))
    page = start_engine(context.new_page(), served)
    page.evaluate("void (window.early = window.ask({do: 'score', answers: {}}))")
    expect_state(page, "ready", STALL_SECONDS)
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
        assert visit.page.evaluate("window.ask", case) == ask(**case)


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
    assert visit.page.evaluate("window.ask({do: 'score', answers: {}})") == ask("score", answers={})


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
    site.cacheable = True
    expect_state(start_engine(page, site), "ready", STALL_SECONDS)
    # Whatever the server would say now, nobody asks. Left out: the glue, because an import cannot say how it wants to be cached, and the
    # wasm, because the profile of a test lives in memory and keeps no file that large.
    site.spoiled.update(dict.fromkeys(("manifest", "stdlib", "core"), "missing"))
    expect_state(start_engine(page, site), "ready", STALL_SECONDS)


def test_whoever_waits_for_an_answer_is_told_that_none_will_come(page: Page, site: Site) -> None:
    site.spoiled["core"] = "missing"
    start_engine(page, site).evaluate("void window.ask({do: 'model'})")
    expect_state(page, "failed")
    assert page.evaluate("window.settled") == [{"refused": "http"}], "a request that waited"
    assert page.evaluate("window.ask({do: 'model'})") == {"refused": "http"}, "a later request"


def test_a_worker_that_stops_answering_is_a_failure(page: Page, site: Site) -> None:
    page.clock.install()
    expect_state(start_engine(page, site), "ready", STALL_SECONDS)
    for end in ("self.close()", "setTimeout(() => { for (;;); })"):
        page.workers[-1].evaluate(end)
        page.evaluate("void (window.late = window.ask({do: 'model'}))")
        page.clock.run_for((REPLY_SECONDS - 2) * 1000)
        assert page.evaluate("document.documentElement.dataset.engine") == "ready"
        page.clock.run_for(4000)
        expect_state(page, "failed")
        assert page.evaluate("window.late") == {"refused": "crashed"}
        assert page.evaluate("window.changes.at(-1).reason") == "crashed"
        page.evaluate("window.engine.retry()")
        expect_state(page, "ready", STALL_SECONDS)
        assert "ok" in page.evaluate("window.ask({do: 'model'})")
    page.workers[-1].evaluate("setTimeout(() => { throw new Error('gone') })")
    expect_state(page, "failed")
    assert page.evaluate("window.changes.at(-1).reason") == "crashed", "an error needs no waiting"


def test_a_page_may_ask_for_less_patience(page: Page, site: Site) -> None:
    site.spoiled["wasm"] = "hanging"
    page.goto(site.url + "empty.html")
    page.evaluate("document.querySelector('form').dataset.stallSeconds = '0.5'")
    page.evaluate(BEGIN, site.url + site.engine)
    expect_state(page, "failed")
    assert page.evaluate("window.changes.at(-1).reason") == "stalled"


# An archive cannot be read without functions that no score calls.
READ = """new Promise((resolve) => {
  const reading = window.engine.read([new File(["Date,Type\\r\\n2026-01-02,LIKE\\r\\n"], "Reactions.csv")], () => {});
  reading.reply.then((reply) => resolve(reply.ok ? "read" : reply.failed), (error) => resolve(error.reason));
})"""


def test_the_rest_of_the_interpreter(page: Page, site: Site) -> None:
    # It is fetched when there is time for it.
    with page.expect_response(site.url + site.later["rest"]):
        expect_state(start_engine(page, site), "ready", STALL_SECONDS)
    # It is needed before anybody fetched it, and cannot be had. Until then what is made of the model's own words is answered.
    plain, other = CASES["nothing answered"], {"do": "read-page", "text": "47 out of 100\n\u3042 \u20ac"}
    reasons = {"missing": "http", "cut short": "truncated", "another": "crashed", "broken off": "network"}
    for step, (kind, reason) in enumerate(reasons.items()):
        site.spoiled["rest"] = kind
        page.evaluate("window.engine.retry()") if step else start_engine(page, site)
        expect_state(page, "ready", STALL_SECONDS)
        assert page.evaluate("window.ask", plain) == ask(**plain)
        assert (page.evaluate("window.ask", other) if step % 2 else page.evaluate(READ)) in (reason, {"refused": reason})
        expect_state(page, "failed")
    # While it is on its way, other requests wait for it, and no longer than for it.
    site.spoiled["rest"] = "hanging"
    page.evaluate("window.engine.retry()")
    expect_state(page, "ready", STALL_SECONDS)
    page.evaluate("(other) => void (window.late = window.ask(other))", other)
    assert site.stood_still.wait(SOON)
    assert page.evaluate("window.ask", plain) == ask(**plain)
    assert page.evaluate("Promise.race([window.late, 'waits'])") == "waits"
    page.goto("about:blank")
    site.spoiled.clear()
    start_engine(page, site)
    assert page.evaluate("window.ask", other) == ask(**other)
    assert page.evaluate(READ) == "read"
    assert page.evaluate("window.ask({do: 'score', answers: {}})") == ask("score", answers={})
