"""The snapshot of a started Python saves the next visit time.

It changes no answer, and is dropped when in doubt.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.support.cases import CASES
from tests.support.engine_site import BEGIN, Site, expect_state, serve_site, start_engine
from tests.support.engines import visit
from tests.support.wire import ask

SECONDS = 30
"""To start Python, and to save its snapshot a second later."""

# The snapshot, once there is one that this test did not put there.
KEPT = """async () => {
  for (;;) {
    for (const name of (await caches.keys()).filter((name) => name.endsWith(" started"))) {
      const cache = await caches.open(name);
      const keys = await cache.keys();
      const found = keys.length > 0 && (await cache.match(keys[0]));
      if (found && !found.headers.has("x-spoiled")) return { cache, keys, bytes: new Uint8Array(await found.arrayBuffer()) };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}"""
# The first 32 bytes are the digest of all that follows, which begins with six numbers about the memory.
SPOIL = f"""async (kind) => {{
  const {{ cache, keys, bytes }} = await ({KEPT})();
  const middle = bytes.length >> 1;
  const spoiled = {{
    damaged: () => bytes.with(middle, bytes[middle] ^ 1),
    "cut short": () => bytes.subarray(0, middle),
    "another interpreter": () => bytes.with(32, bytes[32] ^ 1),
    "another memory": () => bytes.map((byte, at) => (at < 56 ? byte : 0)),
  }}[kind]();
  // Of the last two the digest is right, and they are of no use all the same.
  if (kind.startsWith("another")) spoiled.set(new Uint8Array(await crypto.subtle.digest("SHA-256", spoiled.subarray(32))));
  await cache.put(keys[0], new Response(spoiled, {{ headers: {{ "x-spoiled": kind }} }}));
}}"""


@pytest.fixture(scope="module")
def site(dist: Path) -> Iterator[Site]:
    with serve_site(dist) as site:
        yield site


def resumed(page: Page, site: Site) -> bool:
    """Return whether a new visit started from the snapshot of another; either way it scores."""
    expect_state(start_engine(page, site), "ready", SECONDS)
    same(page, "nothing answered")
    went_on: bool = page.evaluate("window.changes.at(-1).resumed")
    return went_on


def same(page: Page, *names: str) -> None:
    """The engine answers as CPython does."""
    for name in names:
        assert page.evaluate("window.ask", CASES[name]) == ask(**CASES[name]), name


def test_a_second_visit_goes_on_where_the_first_one_stood(page: Page, site: Site) -> None:
    start_engine(page, site).evaluate("void window.ask({do: 'read-page', text: 'what a visitor wrote'})")
    expect_state(page, "ready", SECONDS)
    assert page.evaluate("window.changes.at(-1).resumed") is False
    text = f"({KEPT})().then(({{ bytes }}) => new TextDecoder('latin1').decode(bytes))"
    held = page.evaluate(f"{text}.then((text) => ['ssi_core', 'what a visitor wrote'].map((words) => text.includes(words)))")
    assert held == [True, False], "it was taken before anything came from the visitor"
    assert resumed(page, site)
    same(page, *CASES)
    # What is imported late is found as it is after a start.
    for request in ({"do": "model"}, {"do": "read-page", "text": "Social Selling Index\n47 out of 100\n11,5 | 4.2\nTop 5%"}):
        assert page.evaluate("window.ask", request) == ask(**request)
    read = "(text) => window.engine.read([new File([text], 'Connections.csv')], () => {}).reply"
    reply = page.evaluate(read, "First Name,Last Name,Connected On,Position\nZoë,Bos,08 Feb 2026,CEO\n")
    assert reply["ok"]["report"]["answers"]
    assert page.evaluate("window.changes.map(({ loaded, total }) => loaded === total).at(-1)")


def test_it_is_saved_before_the_rest_of_the_interpreter_has_come(page: Page, site: Site) -> None:
    # As on a slow line: the first visitor leaves, and the second asks, before the rest is there.
    site.spoiled["rest"] = "hanging"
    try:
        assert not resumed(page, site)
        page.evaluate(f"({KEPT})().then(() => 0)")
        assert resumed(page, site)
        assert site.stood_still.wait(SECONDS)
        page.evaluate("void (window.late = window.ask({do: 'model'}))")
        same(page, "two pillars answered")
        assert page.evaluate("Promise.race([window.late, 'waits'])") == "waits", "the data that it may read is not there"
    finally:
        site.spoiled.clear()
        site.over.set()
    # The half that hung was cut short, and is fetched again.
    assert page.evaluate("window.late") == ask("model")
    same(page, *CASES)


def test_what_is_of_no_use_is_made_anew(page: Page, site: Site) -> None:
    assert not resumed(page, site)
    for kind in ("damaged", "cut short", "another interpreter", "another memory"):
        page.evaluate(SPOIL, kind)
        assert not resumed(page, site), kind
        assert page.evaluate(f"({KEPT})().then(({{ keys }}) => keys.length)") == 1
    assert resumed(page, site)
    # The snapshot may be the cause of a crash, so another try does not use it.
    page.workers[-1].evaluate("setTimeout(() => { throw new Error('gone') })")
    expect_state(page, "failed")
    page.evaluate("window.engine.retry()")
    expect_state(page, "ready", SECONDS)
    assert page.evaluate("window.changes.at(-1).resumed") is False


def test_without_room_nothing_is_kept(page: Page, context: BrowserContext, site: Site) -> None:
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(site.url))
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 5_000_000})
    assert not resumed(page, site)
    # A snapshot would be saved a second after the start.
    page.wait_for_timeout(2500)
    assert page.evaluate("caches.keys()") == []
    assert not resumed(page, site)


def test_after_erasing_nothing_is_kept_any_more(page: Page, site: Site) -> None:
    start_engine(page, site).evaluate("window.engine.forget()")
    expect_state(page, "ready", SECONDS)
    same(page, "nothing answered")
    page.wait_for_timeout(2500)
    assert page.evaluate("caches.keys()") == []


def test_where_nothing_can_be_kept_python_starts_all_the_same(page: Page, site: Site) -> None:
    # As in Firefox's private windows.
    site.before["worker"] = "Object.defineProperty(self, 'caches', { get() { throw new DOMException('insecure', 'SecurityError') } });"
    try:
        assert not resumed(page, site)
        page.wait_for_timeout(1500)
        assert not resumed(page, site)
    finally:
        site.before.clear()


IN_PAGE = f"""async () => {{
  await ({BEGIN})("ENGINE");
  const reply = await window.ask(CASE);
  await ({KEPT})();
  return [window.changes.at(-1).resumed, reply];
}}"""


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_in_other_browsers(engine: str, site: Site) -> None:
    case = CASES["two pillars answered"]
    function = IN_PAGE.replace("ENGINE", site.url + site.engine).replace("CASE", json.dumps(case))
    visits = [(site.url + "empty.html", function), ("about:blank", "() => 0"), (site.url + "empty.html", function)]
    first, _, second = visit(engine, visits, urlsplit(site.url).netloc)
    assert first == [False, ask(**case)]
    assert second == [True, ask(**case)]
