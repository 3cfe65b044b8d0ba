"""The built site behind a server that can misbehave, and an engine-only page."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

from tests.support.server import Handler, run_server

SOON = 10
"""Seconds for what happens at once: much more than a quiet machine takes, and far less than a standstill."""
STALL_SECONDS = 30
"""How long a loading engine may say nothing. What fails in any other way says so at once."""

POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src blob:"
EMPTY_PAGE = """<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Engine</title>
<form data-runtime="{manifest}" data-worker="{worker}"></form>
"""
BEGIN = """async (engine) => {
  const { startEngine } = await import(engine);
  window.changes = [];
  window.settled = [];
  window.engine = startEngine(document.querySelector("form").dataset.runtime, (change) => window.changes.push(change));
  window.ask = (request) => window.engine.ask(request).then(
    (reply) => { window.settled.push(reply); return reply; },
    (error) => { window.settled.push({ refused: error.reason }); return { refused: error.reason }; },
  );
}"""


@dataclass
class Site:
    """The served site, and what its server does wrong."""

    url: str
    files: dict[str, str]
    """Role → path of the file, from the site's root."""
    later: dict[str, str]
    """The same, of what a first score does without."""
    engine: str
    spoiled: dict[str, str] = field(default_factory=dict)
    """Role → what is served instead."""
    policies: dict[str, str] = field(default_factory=dict)
    """Role, or "page" → the content security policy that its answer carries."""
    before: dict[str, str] = field(default_factory=dict)
    """Role → script that runs before the file's own."""
    cacheable: bool = False
    """Whether browsers may keep copies, as they may on a real host; tests of failures want every file asked for."""
    stood_still: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    def address(self, role: str) -> str:
        return self.url + self.files[role]


def spoiled(kind: str, data: bytes, content_type: str) -> tuple[bytes, int, str]:
    """The bytes sent, the length promised, and the type."""
    half = data[: len(data) // 2]
    # Of the WebAssembly this is code, in which no instruction is 255; zeros are instructions, of which few are ever reached.
    near = len(data) // 8
    return {
        "missing": (b"gone", 4, "text/plain"),
        "a page": (b"<!doctype html><title>Welcome</title>", 37, "text/html"),
        "plain text": (data, len(data), "text/plain"),
        "cut short": (half, len(half), content_type),
        "damaged": (data[:near] + b"\xff" * 64 + data[near + 64 :], len(data), content_type),
        "another": (bytes(len(data)), len(data), content_type),
        "broken off": (half, len(data), content_type),
        "hanging": (half, len(data), content_type),
    }[kind]


def digest(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


class SpoilingHandler(Handler):
    """Answers as a good host does, but for files that are spoilt or older."""

    under = "/site/"
    role = ""
    site: Site
    roles: Mapping[str, str]

    def do_GET(self) -> None:  # noqa: N802
        # A browser that takes this server for its proxy says the whole address.
        self.path = urlsplit(self.path).path
        path = self.path.removeprefix(self.under)
        self.role = "page" if path.endswith(".html") else self.roles.get(path, "")
        kind = self.site.spoiled.get(self.role)
        if path == "empty.html":
            self.send_whole(EMPTY_PAGE.format(policy=POLICY, **self.site.files).encode(), "text/html")
        elif self.role in self.site.before or (self.role == "page" and "worker" in self.site.before):
            file = Path(self.translate_path(self.path))
            self.send_whole(self.rebuild(file), self.guess_type(str(file)))
        elif kind is None:
            super().do_GET()
        else:
            self.spoil(kind, Path(self.translate_path(self.path)))

    def rebuild(self, file: Path) -> bytes:
        """A file as a build would make it that had the scripts of `before`: pages know the worker's by its integrity."""
        if self.role != "page":
            return self.site.before[self.role].encode() + file.read_bytes()
        worker = (self.folder / self.site.files["worker"]).read_bytes()
        page = file.read_text(encoding="utf-8")
        (said,) = re.findall(r'<script type="importmap">(.*?)</script>', page)
        changed = said.replace(digest(worker), digest(self.site.before["worker"].encode() + worker))
        return page.replace(said, changed).replace(digest(said.encode()), digest(changed.encode())).encode()

    def send_whole(self, data: bytes, content_type: str, status: int = 200, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def spoil(self, kind: str, file: Path) -> None:
        data, length, content_type = spoiled(kind, file.read_bytes(), self.guess_type(str(file)))
        self.send_whole(data, content_type, 404 if kind == "missing" else 200, length)
        if kind == "hanging":
            self.site.stood_still.set()
            self.site.over.wait()
        self.close_connection = True

    def end_headers(self) -> None:
        if not self.site.cacheable:
            self.send_header("Cache-Control", "no-store")
        if self.role in self.site.policies:
            self.send_header("Content-Security-Policy", self.site.policies[self.role])
        super().end_headers()


@contextmanager
def serve_site(dist: Path) -> Iterator[Site]:
    """Serve the built site, and `empty.html` for scripts of one's own, while the block runs."""
    quiz = (dist / "en" / "quiz.html").read_text(encoding="utf-8")
    manifest, worker = (urljoin("en/quiz.html", re.findall(f' data-{hook}="([^"]+)"', quiz)[0]) for hook in ("runtime", "worker"))
    listed = json.loads((dist / manifest).read_bytes())
    parts, later = ({role: urljoin(manifest, part["path"]) for role, part in listed[kind].items()} for kind in ("files", "later"))
    files = {"manifest": manifest, "worker": worker, **parts}
    roles = {path: role for role, path in (files | later).items()}
    site = Site("", files, later, urljoin(worker, "../page/engine/engine.js"))
    with run_server(type("SpoilingFolder", (SpoilingHandler,), {"folder": dist, "site": site, "roles": roles})) as origin:
        site.url = f"{origin}/site/"
        yield site


def start_engine(page: Page, site: Site) -> Page:
    page.goto(site.url + "empty.html")
    page.evaluate(BEGIN, site.url + site.engine)
    return page


def expect_state(page: Page, state: str, seconds: float = SOON) -> None:
    page.wait_for_selector(f"html[data-engine={state}]", state="attached", timeout=seconds * 1000)
