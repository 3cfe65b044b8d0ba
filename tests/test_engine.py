"""The engine in a real browser: it answers, and every way it can fail ends soon, in a reason and a retry.

The site under test is the smallest one with an engine: a page, the real scripts, the real runtime. Its server can be told to misbehave.
"""

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from site_src.runtime import runtime
from ssi_core.wire import handle
from tests.cases import CASES
from tests.server import Handler, Server

ROOT = Path(__file__).parent.parent
POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'"
STALL_SECONDS = 4
PAGE = f"""<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>Engine</title>
<form data-runtime="MANIFEST" data-worker="scripts/worker/worker.js" data-stall-seconds="{STALL_SECONDS}"></form>
<script type="module" src="scripts/page/start.js"></script>
"""
SCRIPT = """
import { startEngine } from "./engine.js";
window.changes = [];
window.settled = [];
window.begin = () => {
  window.engine = startEngine(document.querySelector("form").dataset.runtime, (change) => window.changes.push(change));
};
window.ask = (request) => window.engine.ask(request).then(
  (reply) => { window.settled.push(reply); return reply; },
  (error) => { window.settled.push({ refused: error.reason }); return { refused: error.reason }; },
);
document.documentElement.dataset.loaded = "";
"""


@dataclass
class Site:
    """A served site whose answers can be spoiled: `spoiled` maps a file's role to what the server does instead of serving it."""

    url: str
    files: dict[str, str]
    spoiled: dict[str, str] = field(default_factory=dict)

    def role(self, path: str) -> str | None:
        return next((role for role, name in self.files.items() if path.endswith("/" + name)), None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine")
    made = runtime(ROOT)
    for output in made.outputs:
        (folder / output.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / output.path).write_bytes(output.data)
    for part in ("page", "worker"):
        shutil.copytree(ROOT / "site_src" / "browser" / part, folder / "scripts" / part)
    (folder / "scripts" / "page" / "start.js").write_text(SCRIPT, encoding="utf-8")
    (folder / "index.html").write_text(PAGE.replace("MANIFEST", str(made.manifest)), encoding="utf-8")
    return folder


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    manifest = next((folder / "runtime").glob("manifest.*.json"))
    files = {role: Path(file["path"]).name for role, file in json.loads(manifest.read_bytes())["files"].items()}
    site = Site("", {**files, "manifest": manifest.name, "worker": "worker.js"})
    over = threading.Event()

    class Spoiling(Handler):
        under = "/site/"

        def do_GET(self) -> None:  # noqa: N802
            kind = site.spoiled.get(site.role(urlsplit(self.path).path) or "")
            if kind is None:
                super().do_GET()
            else:
                self.spoil(kind, Path(self.translate_path(self.path)))

        def spoil(self, kind: str, file: Path) -> None:
            data = file.read_bytes()
            half = data[: len(data) // 2]
            body, length, content_type = {
                "missing": (b"gone", 4, "text/plain"),
                "a page": (b"<!doctype html><title>Welcome</title>", 37, "text/html"),
                "plain text": (data, len(data), "text/plain"),
                "cut short": (half, len(half), self.guess_type(str(file))),
                "another": (bytes(len(data)), len(data), self.guess_type(str(file))),
                "forbidden wasm": (data, len(data), self.guess_type(str(file))),
                "no memory": (OUT_OF_MEMORY + data, len(OUT_OF_MEMORY) + len(data), self.guess_type(str(file))),
                "silent": (b"", 0, self.guess_type(str(file))),
                "broken off": (half, len(data), self.guess_type(str(file))),
                "hanging": (half, len(data), self.guess_type(str(file))),
            }[kind]
            self.send_response(404 if kind == "missing" else 200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(length))
            if kind == "forbidden wasm":
                self.send_header("Content-Security-Policy", "script-src 'self'; connect-src 'self'")
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
            if kind == "hanging":
                over.wait()
            self.close_connection = True

    server = Server(("127.0.0.1", 0), type("SpoilingFolder", (Spoiling,), {"folder": folder}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_address[1]}/site/"
    yield site
    over.set()
    server.shutdown()
    server.server_close()


# What Chromium throws where no memory is left for the interpreter, thrown at the first try.
OUT_OF_MEMORY = b"""
WebAssembly.Memory = function () { throw new RangeError("WebAssembly.Memory(): could not allocate memory"); };
WebAssembly.instantiate = () => Promise.reject(new RangeError("WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory"));
"""


def opened(page: Page, site: Site) -> Page:
    page.goto(site.url + "index.html")
    page.wait_for_selector("html[data-loaded]", state="attached")
    return page


def ended(page: Page, state: str, seconds: float = STALL_SECONDS + 10) -> dict[str, Any]:
    """Wait for the state and give the last change told."""
    page.wait_for_selector(f"html[data-engine={state}]", state="attached", timeout=seconds * 1000)
    last: dict[str, Any] = page.evaluate("window.changes.at(-1)")
    assert last["state"] == state
    return last


def started(page: Page, site: Site) -> Page:
    opened(page, site).evaluate("window.begin()")
    return page


def test_answers_what_was_asked_before_and_after_it_was_ready(page: Page, site: Site) -> None:
    started(page, site).evaluate("void window.ask({do: 'model'})")
    ended(page, "ready")
    replies = page.evaluate("Promise.all([{do: 'score', answers: {}}, {do: 'model'}, {do: 'nonsense'}].map(window.ask))")
    assert replies[0]["ok"]["max"] == 100
    assert replies[1]["ok"]["pillars"][0]["key"] == "brand"
    assert "faults" in replies[2]
    assert page.evaluate("window.settled[0].ok.factors.length") == 24


def test_scores_to_the_last_digit_what_cpython_scores(page: Page, site: Site) -> None:
    started(page, site)
    ended(page, "ready")
    for case in CASES.values():
        assert page.evaluate("window.ask", case) == json.loads(handle(json.dumps(case)))


def test_tells_every_byte(page: Page, site: Site, folder: Path) -> None:
    started(page, site)
    ended(page, "ready")
    changes = page.evaluate("window.changes")
    sizes = sum(file.stat().st_size for file in (folder / "runtime").iterdir() if not file.name.startswith("manifest"))
    loaded = [change["loaded"] for change in changes]
    assert loaded == sorted(loaded)
    assert (changes[-1]["loaded"], changes[-1]["total"]) == (sizes, sizes)
    assert len(set(loaded)) > 2
    assert [change["state"] for change in changes[:-1]] == ["loading"] * (len(changes) - 1)


def test_fetches_its_own_files_once_and_nothing_else(page: Page, context: BrowserContext, site: Site) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(urlsplit(request.url).path.rpartition("/")[2]))
    started(page, site)
    ended(page, "ready")
    runtime_files = sorted(name for role, name in site.files.items() if role != "worker")
    assert sorted(name for name in asked if name in runtime_files) == runtime_files
    scripts = {"start.js", "engine.js", "worker.js", "boot.js", "download.js", "python.js"}
    assert set(asked) - set(runtime_files) - {"favicon.ico"} == {"index.html"} | scripts


def test_a_second_visit_asks_the_server_for_nothing_of_the_runtime(page: Page, site: Site) -> None:
    started(page, site)
    ended(page, "ready")
    # Whatever the server would say now, nobody asks. Left out: the glue, because an import cannot say how it wants to be cached, and the
    # wasm, because the profile of a test lives in memory and keeps no file that large.
    for role in ("manifest", "stdlib", "core"):
        site.spoiled[role] = "missing"
    started(page, site)
    ended(page, "ready")


FAILURES = [
    *((role, "missing", "http") for role in ("manifest", "worker", "glue", "wasm", "stdlib", "core")),
    *((role, "cut short", "truncated") for role in ("manifest", "glue", "wasm", "stdlib", "core")),
    *((role, "a page", "wrong-type") for role in ("manifest", "worker", "glue", "wasm", "stdlib", "core")),
    *((role, "plain text", "wrong-type") for role in ("glue", "wasm", "stdlib", "core")),
    *((role, "another", "start") for role in ("glue", "wasm", "stdlib", "core")),
    *((role, "broken off", "network") for role in ("manifest", "worker", "glue", "wasm", "stdlib", "core")),
    ("worker", "cut short", "start"),
    ("worker", "forbidden wasm", "no-wasm"),
    ("worker", "no memory", "out-of-memory"),
]


@pytest.mark.parametrize(("role", "kind", "reason"), FAILURES, ids=lambda value: str(value).replace(" ", "-"))
def test_says_why_it_failed_and_a_retry_mends_it(page: Page, site: Site, role: str, kind: str, reason: str) -> None:
    site.spoiled[role] = kind
    started(page, site).evaluate("void window.ask({do: 'model'})")
    failed = ended(page, "failed", STALL_SECONDS)
    assert failed["reason"] == reason, failed["detail"]
    assert page.evaluate("window.settled") == [{"refused": reason}], "whoever waited is told"
    assert page.evaluate("window.ask({do: 'model'})") == {"refused": reason}, "whoever comes later is told at once"
    site.spoiled.clear()
    page.evaluate("window.engine.retry()")
    ended(page, "ready")
    assert "ok" in page.evaluate("window.ask({do: 'model'})")


@pytest.mark.parametrize(
    ("role", "kind"),
    [("worker", "silent"), ("worker", "hanging"), ("manifest", "hanging"), ("glue", "hanging"), ("wasm", "hanging"), ("stdlib", "hanging")],
)
def test_a_standstill_is_a_failure(page: Page, site: Site, role: str, kind: str) -> None:
    site.spoiled[role] = kind
    started(page, site)
    assert ended(page, "failed")["reason"] == "stalled"
    site.spoiled.clear()
    page.evaluate("window.engine.retry()")
    ended(page, "ready")


@pytest.mark.parametrize("end", ["self.close()", "setTimeout(() => { for (;;); })"], ids=["closed", "busy-for-ever"])
def test_a_worker_that_stops_answering_is_a_failure(page: Page, site: Site, end: str) -> None:
    started(page, site)
    ended(page, "ready")
    page.workers[0].evaluate(end)
    page.evaluate("void window.ask({do: 'model'})")
    assert ended(page, "failed")["reason"] == "crashed"
    assert page.evaluate("window.settled") == [{"refused": "crashed"}]
    page.evaluate("window.engine.retry()")
    ended(page, "ready")
    assert "ok" in page.evaluate("window.ask({do: 'model'})")


def test_an_error_in_the_worker_is_a_failure_at_once(page: Page, site: Site) -> None:
    started(page, site)
    ended(page, "ready")
    page.workers[0].evaluate("setTimeout(() => { throw new Error('gone') })")
    assert ended(page, "failed", 2)["reason"] == "crashed"


def test_without_a_network(page: Page, context: BrowserContext, site: Site) -> None:
    opened(page, site)
    context.set_offline(True)
    page.evaluate("window.begin()")
    assert ended(page, "failed", STALL_SECONDS)["reason"] == "network"
    context.set_offline(False)
    page.evaluate("window.engine.retry()")
    ended(page, "ready")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("delete globalThis.WebAssembly", "no-wasm"),
        ("delete globalThis.Worker", "no-module-worker"),
        ("const Real = Worker; globalThis.Worker = function (url) { return new Real(url); }", "no-module-worker"),
    ],
    ids=["no-wasm", "no-workers", "only-classic-workers"],
)
def test_a_browser_that_cannot(page: Page, site: Site, script: str, reason: str) -> None:
    page.add_init_script(script)
    started(page, site)
    assert ended(page, "failed", STALL_SECONDS)["reason"] == reason


def test_a_retry_while_all_is_well_changes_nothing(page: Page, site: Site) -> None:
    started(page, site)
    ended(page, "ready")
    page.evaluate("window.engine.retry()")
    assert page.evaluate("document.documentElement.dataset.engine") == "ready"
    assert len(page.workers) == 1


def test_any_text_survives_the_way_there_and_back(page: Page, site: Site) -> None:
    started(page, site)
    ended(page, "ready")
    text = "“é” 😀 \u0000 \\ \ud800 \u2028"
    reply = page.evaluate("(text) => window.ask({do: text})", text)
    assert reply["faults"][0]["value"] == text
