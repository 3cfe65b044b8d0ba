"""The browser's own enforcement, in three engines, on a host without headers: no other host is asked, and nothing altered runs."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.engine_site import Site, digest, serve_site
from tests.support.engines import ENGINES, visit
from tests.support.host import Host
from tests.support.host_rules import SECURITY, join_headers, read_rules
from tests.support.markup import Markup
from tests.support.server import run_server, serve

IMPORT = re.compile(r'\b(?:from|import)\s*\(?\s*"(\.[^"]+)"')
# Tries every way out of a worker in turn, and tells which of them the browser allowed. It runs before the worker's own script, and starts
# when it gets a message. No browser starts a worker of another origin, whatever the policy, and workers have no sendBeacon; both are tried
# all the same.
PROBE = """
new BroadcastChannel("probe").addEventListener("message", async ({ target, data: away }) => {
  const until = (what, ...names) => new Promise((go, stop) => {
    for (const name of names) what.addEventListener(name, () => (name === "error" ? stop(new Error(name)) : go()));
    setTimeout(stop, 3000, new Error("nothing"));
  });
  const nested = (code) => until(new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" }))), "message", "error");
  const ways = {
    fetch: () => fetch(`${away}fetch`),
    post: () => fetch(`${away}post`, { method: "POST", mode: "no-cors", body: "my answers", keepalive: true }),
    xhr: () => { const request = new XMLHttpRequest(); request.open("GET", `${away}xhr`, false); request.send(); },
    import: () => import(`${away}import`),
    socket: () => until(new WebSocket(`${away.replace("http", "ws")}socket`), "open", "error"),
    events: () => until(new EventSource(`${away}events`), "open", "error"),
    beacon: () => { if (!navigator.sendBeacon(`${away}beacon`, "my answers")) throw new Error("refused"); },
    nested: () => nested(`fetch("${away}nested").then(() => postMessage("gone"), () => { setTimeout(() => { throw 1; }); })`),
    worker: () => until(new Worker(`${away}worker`, { type: "module" }), "message", "error"),
  };
  const gone = [];
  for (const [name, go] of Object.entries(ways)) {
    try {
      await go();
      gone.push(name);
    } catch {
      // Refused.
    }
  }
  target.postMessage({ gone });
}, { once: true });
"""
ASK = """async () => {
  const root = document.documentElement;
  for (let i = 0; i < 1200 && !/ready|failed/.test(root.dataset.engine); i += 1) await new Promise((go) => setTimeout(go, 25));
  const channel = new BroadcastChannel("probe");
  const answer = new Promise((go) => channel.addEventListener("message", ({ data }) => data.gone && go(data.gone)));
  // Until there is a worker that listens.
  const asking = setInterval(() => channel.postMessage("AWAY"), 50);
  const gone = await answer;
  clearInterval(asking);
  return [root.dataset.engine, gone];
}"""
# What a page can do besides.
PAGE = """async () => {
  const image = new Image();
  const seen = new Promise((go) => { image.onload = image.onerror = go; });
  image.src = "AWAYimage";
  navigator.sendBeacon("AWAYbeacon", "my answers");
  await Promise.all([seen, fetch("AWAYfetch").catch(() => {}), import("AWAYimport").catch(() => {})]);
  await new Promise((go) => setTimeout(go, 500));
}"""
CONTROL = """<!doctype html><meta charset="utf-8"><title>No policy</title><html data-engine="ready">
<script>new Worker("probe.js", { type: "module" });</script>"""


@contextmanager
def stranger() -> Iterator[tuple[str, set[str]]]:
    """Another origin that lets everybody in, and what it was asked for."""
    asked: set[str] = set()

    class Open(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.add(self.path)
            kind = "text/event-stream" if self.path.endswith("events") else "text/javascript"
            self.send_response(200)
            for name, value in (("Access-Control-Allow-Origin", "*"), ("Content-Type", kind), ("Content-Length", "0")):
                self.send_header(name, value)
            self.end_headers()

        do_POST = do_OPTIONS = do_HEAD = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    with run_server(Open) as origin:
        yield origin, asked


@pytest.fixture
def site(dist: Path) -> Iterator[Site]:
    with serve_site(dist) as site:
        yield site


@pytest.mark.parametrize("engine", ENGINES)
def test_neither_page_nor_worker_can_ask_another_host(engine: str, site: Site, tmp_path: Path) -> None:
    site.before["worker"] = PROBE
    (tmp_path / "control.html").write_text(CONTROL, encoding="utf-8")
    (tmp_path / "probe.js").write_text(PROBE, encoding="utf-8")
    with stranger() as (away, asked), serve(tmp_path) as control:
        quiz = f"{site.url}en/quiz.html"
        visits = [(f"{control}control.html", ASK, "control"), (f"{control}control.html", PAGE, "control-page"), (quiz, ASK, "worker")]
        visits += [(quiz, PAGE, "page"), (f"{site.url}nl/gebruik-je-archief.html", ASK, "archive")]
        results = visit(engine, [(address, function.replace("AWAY", f"{away}/{name}/")) for address, function, name in visits])
    # That this server sees every way out is shown by a page without a policy.
    ways = {"fetch", "post", "xhr", "import", "socket", "events", "nested"}
    assert asked == {f"/control/{way}" for way in ways} | {f"/control-page/{way}" for way in ("fetch", "import", "image", "beacon")}
    assert set(results[0][1]) >= ways - {"socket"}, "the socket is seen, and nobody there speaks its language"
    for result in (results[2], results[4]):
        assert result == ["ready", []]


# Every sink for text that becomes code, and what the page's policy says of it; and no other script can make a policy for Trusted Types.
SINKS = """async () => {
  await new Promise((go) => (document.readyState === "complete" ? go() : window.addEventListener("load", go)));
  const violations = [];
  document.addEventListener("securitypolicyviolation", (event) => violations.push(event));
  const attempts = [
    () => new DOMParser().parseFromString("<p>", "text/html"),
    () => new Worker("any.js"),
    () => navigator.serviceWorker.register("any.js"),
    () => { document.createElement("p").innerHTML = "<p>"; },
    () => { document.createElement("script").src = "any.js"; },
    () => trustedTypes.createPolicy("another", {}),
    () => trustedTypes.createPolicy("ssi", {}),
  ];
  let refused = 0;
  for (const attempt of attempts) {
    try {
      await attempt();
    } catch {
      refused += 1;
    }
  }
  for (let i = 0; i < 200 && violations.length < attempts.length; i += 1) await new Promise((go) => setTimeout(go, 25));
  const samples = violations.map(({ effectiveDirective, sample }) => `${effectiveDirective}: ${sample.split("|")[0]}`);
  return [attempts.length - refused, samples.sort()];
}"""
REFUSED = sorted(
    [
        *(
            f"require-trusted-types-for: {sink}"
            for sink in (
                "DOMParser parseFromString",
                "Worker constructor",
                "ServiceWorkerContainer register",
                "Element innerHTML",
                "HTMLScriptElement src",
            )
        ),
        "trusted-types: another",
        "trusted-types: ssi",
    ]
)
# The site's one policy lets no address of another site through.
FOREIGN = """async () => {
  const { integrity } = JSON.parse(document.querySelector("script[type=importmap]").textContent);
  const path = Object.keys(integrity).find((name) => name.endsWith("/trusted_types.js"));
  const { trustScriptUrl } = await import(new URL(path, location.href).href);
  const may = (url) => { try { trustScriptUrl(url); return true; } catch { return false; } };
  return [location.href, "any.js", "https://elsewhere.example/any.js", "data:text/javascript,1", "javascript:1"].map(may);
}"""
KINDS = (
    "index.html",
    "404.html",
    "en/index.html",
    "nl/quiz.html",
    "en/embed.html",
    "en/your-ssi.html",
    "nl/gebruik-je-archief.html",
    "nl/groep.html",
)


@pytest.mark.parametrize("engine", ENGINES)
def test_text_becomes_code_through_one_policy_only(engine: str, site: Site) -> None:
    # The choice of language leads on, unless its script is late.
    pages = [page for page in KINDS if page != "index.html"]
    visits = [(site.url + page, SINKS) for page in pages]
    *results, foreign = visit(engine, [*visits, (f"{site.url}en/index.html", FOREIGN)])
    for page, result in zip(pages, results, strict=True):
        assert result == [0, REFUSED], page
    assert foreign == [True, True, False, False, False]


# Integrity.


def integrity(file: Path) -> str:
    return f"sha256-{digest(file.read_bytes())}"


def imported(script: Path) -> set[Path]:
    """The modules that a script imports, at once or later, and those that they import."""
    found: set[Path] = set()
    waiting = [script]
    while waiting:
        here = waiting.pop()
        named = {(here.parent / name).resolve() for name in IMPORT.findall(here.read_text(encoding="utf-8"))}
        waiting += named - found
        found |= named
    return found


def test_every_script_and_style_of_a_page_has_its_integrity(dist: Path, pages: dict[str, Markup]) -> None:
    checked: set[str] = set()
    for name, markup in pages.items():
        page = dist / name
        tags = [element.attributes for element in markup.elements if element.tag == "script" and "src" in element.attributes]
        links = [link for rel in ("stylesheet", "modulepreload") for link in markup.all("link", rel=rel)]
        for attributes in (*tags, *links):
            file = (page.parent / (attributes.get("src") or attributes["href"])).resolve()
            assert attributes["integrity"] == integrity(file), f"{name}: {file.name}"
            checked.add(file.suffix)
        # What modules import no tag names: the import map does.
        join_headers = dict[str, str]()
        for found in re.findall(r'<script type="importmap">(.*?)</script>', page.read_text(encoding="utf-8")):
            join_headers = json.loads(found)["integrity"]
        wanted = {file for tag in tags for file in imported((page.parent / tag["src"]).resolve())}
        assert {(page.parent / path).resolve(): value for path, value in join_headers.items()}.items() >= {
            (file, integrity(file)) for file in wanted
        }, name
    assert checked == {".js", ".css"}


# What a page makes of its files when one of them is not what it was built with.
LOOK = """async () => {
  await new Promise((go) => (document.readyState === "complete" ? go() : window.addEventListener("load", go)));
  const { integrity } = JSON.parse(document.querySelector("script[type=importmap]").textContent);
  const runs = async (ending) => {
    const path = Object.keys(integrity).find((name) => name.endsWith(ending));
    return import(new URL(path, location.href).href).then(() => true, () => false);
  };
  return {
    paper: getComputedStyle(document.body).backgroundColor, missing: !document.querySelector('[data-halted-by="missing"]').hidden,
    later: await runs("/quiz_extras.js"),
  };
}"""
PAPER = "rgb(250, 247, 241)"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_script_or_style_that_was_altered_is_refused(engine: str, dist: Path, tmp_path: Path) -> None:
    names = ("whole", "site.*.css", "page/engine/engine.js", "page/quiz_extras.js")
    for number, name in enumerate(names):
        copy = tmp_path / str(number)
        shutil.copytree(dist, copy, copy_function=os.link, ignore=shutil.ignore_patterns("ssi-quiz-*"))
        for file in copy.rglob(name):
            data = file.read_bytes()
            file.unlink()
            file.write_bytes(data + b"\n")
    with serve(tmp_path) as url:
        whole, style, engine_script, later = visit(engine, [(f"{url}{number}/en/quiz.html", LOOK) for number in range(len(names))])
    assert whole == {"paper": PAPER, "missing": False, "later": True}
    assert style["paper"] != PAPER
    assert engine_script["missing"]
    # WebKitGTK checks what tags name, and not yet what modules import later; its service worker's copy is checked all the same.
    assert later == {**whole, "later": engine == "webkit"}


FROM_DISK = """async () => {
  const paper = () => getComputedStyle(document.body).backgroundColor;
  for (let i = 0; i < 200 && paper() !== "PAPER"; i += 1) await new Promise((go) => setTimeout(go, 25));
  const halted = document.querySelector('[data-halted-by="disk"]');
  return [paper(), halted ? !halted.hidden : null, location.href];
}""".replace("PAPER", PAPER)


@pytest.mark.parametrize("engine", ENGINES)
def test_from_a_folder_pages_are_read_with_their_style(engine: str, dist: Path) -> None:
    pages = ("en/method.html", "nl/quiz.html", "en/index.html")
    results = visit(engine, [((dist / page).as_uri(), FROM_DISK) for page in pages])
    assert results == [[PAPER, True if "quiz" in page else None, (dist / page).as_uri()] for page in pages]


# The engine's worker comes from an address of the page's making. It is cached on the device all the same, and starts from there.
KEEP = """async () => {
  const root = document.documentElement;
  for (let i = 0; i < 1200 && root.dataset.offline !== "kept"; i += 1) await new Promise((go) => setTimeout(go, 25));
  if (root.dataset.offline === "kept") await fetch("/off").catch(() => {});
  return [root.dataset.engine, root.dataset.offline];
}"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("headers", [True, False], ids=["a host that sends headers", "a host that sends none"])
def test_the_worker_starts_without_a_network(engine: str, headers: bool, dist: Path) -> None:
    host = Host({"/some/path/": dist})
    if headers:
        rules = read_rules(dist)
        host.headers = lambda path: [
            (name, text) for name, text in join_headers(rules, path.removeprefix("/some/path")) if name in SECURITY
        ]
    host.spoil = lambda path: "none" if "/off" in host.asked else None
    host.start()
    quiz = f"{host.origin}/some/path/en/quiz.html"
    ready = ASK.partition("  const channel")[0] + "  return root.dataset.engine; }"
    try:
        with_server, without = visit(engine, [(quiz, KEEP), (quiz, ready)])
    finally:
        host.stop()
    assert (with_server, without) == (["ready", "kept"], "ready")


def test_a_file_of_the_engine_that_is_not_the_one_that_was_built_is_not_kept(browser: Browser, dist: Path, tmp_path: Path) -> None:
    copy = tmp_path / "dist"
    shutil.copytree(dist, copy, copy_function=os.link)
    (rest,) = copy.glob("runtime/pyodide_rest.*.wasm")
    data = bytearray(rest.read_bytes())
    data[-1] ^= 1
    rest.unlink()
    rest.write_bytes(data)
    context = browser.new_context(service_workers="allow")
    page = context.new_page()
    with serve(copy) as url:
        page.goto(f"{url}en/quiz.html")
        expect(page.locator("html")).to_have_attribute("data-engine", "ready")
        # Of the right length, and refused: the engine is not whole.
        expect(page.locator("html")).to_have_attribute("data-offline", "pages")
        held = "caches.match(new URL(path, location.href).href, { cacheName: name }).then(Boolean)"
        names = page.evaluate("caches.keys()")
        name = next(name for name in names if name.endswith(" engine"))
        found = {
            file.name: page.evaluate(f"([name, path]) => {held}", [name, f"../runtime/{file.name}"]) for file in copy.glob("runtime/*")
        }
    context.close()
    assert found.pop(rest.name) is False
    assert True in found.values()
