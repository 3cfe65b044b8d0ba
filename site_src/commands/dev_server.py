"""The development server, which answers only this machine and its own pages.

Each page shows the faults and warnings of the last build.
"""

import html
import json
import mimetypes
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import livereload
from livereload.handlers import ForceReloadHandler, LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from tornado import httputil, web
from tornado.http1connection import HTTP1Connection

from site_src.commands.console import Report, ReportedProblem, say_count
from site_src.commands.editor import messages
from site_src.commands.editor.corner import format_corner
from site_src.commands.editor.handlers import API, MOST_BYTES, EditorServer
from site_src.messages import Message, cite, current_language, say, say_all, tell
from site_src.model import SERVICE_WORKER

HOST = "127.0.0.1"
VSCODE = "vscode://file{path}:{line}"
"""The address that opens a file at a line in Visual Studio Code."""
_OVERLAY_SHEET = ".serve/faults.css"
_OVERLAY_SCRIPT = ".serve/faults.js"
_LIVERELOAD = {"/livereload": LiveReloadHandler, "/livereload.js": LiveReloadJSHandler, "/forcereload": ForceReloadHandler}
_LONGEST_ADDRESS = 2_000
_LONGEST_HEADER = 1 << 20
"""Tornado closes the connection without an answer if headers are longer."""
_TYPES = {".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json"}
_TYPES |= {".wasm": "application/wasm", ".svg": "image/svg+xml", ".xml": "application/xml", ".webmanifest": "application/manifest+json"}
_SHEET = b"""
/* After a reload the page returns to its place at once, without scrolling there. */
html { scroll-behavior: auto !important; }
/* At the end of the page, and in sight: nothing is behind it that cannot be scrolled free, nor where a link or the Tab key leads. */
.serve-faults { position: sticky; inset-block-end: 0; z-index: 2147483647; max-block-size: 40vh; overflow: auto; margin: 0;
  background: #7f1d1d; color: #fff; font: 1rem/1.5 ui-monospace, monospace; border-block-start: .25rem solid #fca5a5; text-align: start; }
.serve-listed { margin: 0; padding: 0; border: 0; background: none; color: inherit; }
.serve-listed > summary { margin: 0; padding: .5rem 1.25rem; border: 0; background: none; color: inherit; font-weight: bold; }
.serve-listed ol { margin: 0; padding: 0 1.25rem .75rem 3rem; }
.serve-listed li { white-space: pre-wrap; overflow-wrap: anywhere; margin: .25rem 0; color: inherit; }
.serve-faults a, .serve-warnings a { color: inherit; text-decoration: underline; }
.serve-faults :focus-visible { outline: .1875rem solid #fff; outline-offset: -.1875rem; }
.serve-listed code { display: block; margin: .25rem 0 .75rem; padding: .25rem .5rem; background: #450a0a; color: #fee2e2; font: inherit; }
/* After the page's content, so that nothing moves when warnings come or go; and always in sight, in a corner. */
.serve-bar { position: sticky; inset-block-end: 0; z-index: 2147483646; display: flex; flex-wrap: wrap; align-items: end; gap: .25rem;
  margin: 0; padding: 0; font: .8125rem/1.85 ui-monospace, monospace; text-align: start; pointer-events: none; }
.serve-bar > * { pointer-events: auto; }
/* Always in sight: the page stays where it is when the Tab key leads here. */
:is(.serve-corner > p > *, .serve-bar summary) { scroll-margin-block-end: -50vh; }
.serve-faults > .serve-bar { position: static; }
html:has(.serve-bar) { scroll-padding-block-end: 3rem; }
html:has(.serve-faults) { scroll-padding-block-end: 45vh; }
.serve-corner { display: flex; flex-wrap: wrap; align-items: end; gap: 0 .75rem; inline-size: fit-content; max-inline-size: 100%;
  max-block-size: 60vh; overflow: auto; box-sizing: border-box; margin: 0; padding: .125rem .75rem; background: #1e293b; color: #f8fafc; }
.serve-corner :is(p, ul, li, code, details, summary) { margin: 0; padding: 0; border: 0; background: none; color: inherit; font: inherit; }
.serve-corner p, .serve-corner li { max-inline-size: none; overflow-wrap: anywhere; }
.serve-corner summary { inline-size: fit-content; min-block-size: 0; cursor: pointer; }
.serve-corner summary::marker { color: inherit; }
.serve-corner details[open] { flex-basis: 100%; padding-block-end: .25rem; }
.serve-corner details p { margin-block-start: .25rem; }
.serve-corner li { margin-inline-start: 1.5rem; }
.serve-corner a { color: inherit; text-decoration: underline; }
.serve-corner a.serve-edit { font-weight: bold; }
.serve-corner :focus-visible { outline: .1875rem solid #facc15; outline-offset: -.0625rem; }
.serve-warnings { inline-size: fit-content; max-block-size: 60vh; overflow: auto;
  margin: 0 0 0 auto; padding: .125rem 1rem; background: #fef3c7; color: #451a03; font: .8125rem/1.5 ui-monospace, monospace; }
.serve-warnings > summary { inline-size: fit-content; min-block-size: 0; margin: 0 0 0 auto; padding: 0; border: 0; background: none; }
.serve-warnings ol { margin: .25rem 0 .5rem; padding-left: 2.5rem; text-align: start; }
.serve-warnings li { overflow-wrap: anywhere; color: inherit; }
.serve-faults .serve-warnings { max-block-size: none; }
:is(.serve-listed, .serve-warnings) > summary::marker { color: inherit; }
@media print { .serve-bar, .serve-faults { display: none; } }
"""
_SCRIPT = b"""
// Leaves folded what was folded, and open what was open, as long as it says the same.
for (const part of document.querySelectorAll("details.serve-listed, details.serve-warnings")) {
  const key = part.className;
  const [state, said] = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  // New faults are shown, and warnings that were opened stay open.
  if (said === part.textContent || (state && key === "serve-warnings")) part.open = state;
  addEventListener("pagehide", () => sessionStorage.setItem(key, JSON.stringify([part.open, part.textContent])));
}
"""
_NOTHING_YET = '<!doctype html><html lang="{}"><head><title>404</title></head><body><p>{}</p></body></html>'
_NO_SERVICE_WORKER = b"""
// Replaces a service worker that the browser installed at this address earlier: an edited page must not come from its cache.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.registration.unregister()));
"""


class Editor:
    """Addresses that open a file in the author's editor.

    `root`: the project's folder. `pattern`: the address, with {path} and {line} in it; without one, files are no links.
    """

    def __init__(self, root: Path, pattern: str) -> None:
        self.root, self._pattern = root.absolute(), pattern
        good = re.fullmatch(
            r"(?!(?:javascript|data|vbscript|blob|about|view-source):)[a-z][a-z0-9+.-]*:[^\s\0-\x1f]*", pattern, re.IGNORECASE
        )
        is_usable = not pattern or (good and "{path}" in pattern)
        refusal = say("EDITOR_URL cannot be used: write the address that opens a file, such as {address}", address=VSCODE)
        self.refusal = "" if is_usable else refusal

    def find_address(self, file: str, line: int) -> str:
        """Return the address of a line of a file; empty for a file that is not there."""
        path = self.root / file
        if not self._pattern or not path.is_file():
            return ""
        return self._pattern.replace("{path}", quote(f"/{path.as_posix().lstrip('/')}")).replace("{line}", str(line or 1))


class DevServer(livereload.Server):  # type: ignore[misc]
    """Livereload's server, without its log, for this machine and its own pages only."""

    def __init__(self, dist: Path, read_report: Callable[[], Report], watcher: Watcher, editor: Editor, pages: EditorServer) -> None:
        super().__init__(watcher=watcher)
        self._files = {"dist": dist, "read_report": read_report, "editor": editor, "pages": pages}
        self._editor = pages

    def application(self, port: int, host: str, **_: object) -> None:
        """Listen with our own application in place of livereload's, which answers requests from anybody."""
        LiveReloadHandler.watcher, LiveReloadHandler.live_css = self.watcher, False
        handlers: list[Any] = [*_LIVERELOAD.items(), *self._editor.list_handlers(), (r"/(.*)", _File, self._files)]
        server = _Application(handlers, hosts=_list_hosts(port), editor=self._editor)
        server.listen(port, address=host, max_header_size=_LONGEST_HEADER, max_body_size=MOST_BYTES)

    def _setup_logging(self) -> None:
        pass


def _list_hosts(port: int) -> tuple[str, ...]:
    """List the values of the header `Host` that this server answers to.

    A website can make any other host name lead here (DNS rebinding).
    """
    names = (HOST, "localhost", "[::1]")
    return (*(f"{name}:{port}" for name in names), *(names if port == 80 else ()))


class _Application(web.Application):
    """Refuses requests from other sites before any handler gets them, livereload's included."""

    def find_handler(self, request: httputil.HTTPServerRequest, **more: Any) -> Any:
        refusal = _find_refusal(request, self.settings["hosts"])
        if not refusal and request.path.startswith(API):
            refusal = self.settings["editor"].find_refusal(request)
        if refusal:
            return self.get_handler_delegate(request, _Refusal, {"status": refusal[0], "reason": refusal[1]})
        return super().find_handler(request, **more)

    def log_request(self, handler: web.RequestHandler) -> None:
        # Refusals are not logged, so that no website can fill the author's terminal.
        if not isinstance(handler, _Refusal):
            super().log_request(handler)


def _find_refusal(request: httputil.HTTPServerRequest, hosts: Sequence[str]) -> tuple[int, Message] | None:
    """Return the status and reason of a refusal, or None to answer the request."""
    headers, host = request.headers, request.host.lower()
    if host not in hosts:
        return 421, say(
            "Open {address} or {other}: this server has no other address.", address=f"http://{hosts[0]}/", other=f"http://{hosts[1]}/"
        )
    # Browsers send the origin wherever a page could read the answer or open a socket. Other programs send none, and act for no website.
    elsewhere = headers.get("Origin", f"http://{host}") != f"http://{host}"
    # Another site may link here, but not load files from here, show them in a frame, or reload them.
    opened = headers.get("Sec-Fetch-Mode") == "navigate" and headers.get("Sec-Fetch-Dest", "document") == "document"
    linked = opened and request.path not in _LIVERELOAD
    if elsewhere or (headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and not linked):
        return messages.NOT_OURS
    if request.method not in _list_methods(request.path):
        return 405, say("This address answers only {methods}.", methods=say_all([cite(method) for method in _list_methods(request.path)]))
    if len(request.uri or "") > _LONGEST_ADDRESS:
        return 414, say("No address here is longer than {most} characters.", most=_LONGEST_ADDRESS)
    return None


def _list_methods(path: str) -> tuple[str, ...]:
    """List the methods that an address answers: files are read, and only the editor's requests do something."""
    return ("POST",) if path.startswith(API) else ("GET", "HEAD")


@web.stream_request_body
class _Refusal(web.RequestHandler):
    """Answers with the reason why a request is refused. Reads and discards its body, however long."""

    def initialize(self, status: int, reason: Message) -> None:
        self._status, self._explanation = status, reason

    def prepare(self) -> None:
        # Browsers show the reason only once the server has received the whole body.
        if isinstance(self.request.connection, HTTP1Connection):
            self.request.connection.set_max_body_size(sys.maxsize)

    def get(self) -> None:
        self.set_status(self._status)
        if self._status == 405:
            self.set_header("Allow", ", ".join(_list_methods(self.request.path)))
        is_editor = self.request.path.startswith(API)
        self.set_header("Content-Type", "application/json" if is_editor else "text/plain; charset=utf-8")
        reason = tell(self._explanation)
        self.finish(json.dumps({"error": reason}) if is_editor else f"{reason}\n")

    head = post = put = delete = patch = options = get

    def data_received(self, chunk: bytes) -> None:
        pass


class _File(web.RequestHandler):
    """Answers with a file of the last good build, as any web server would.

    Pages also show the faults and warnings of the last build.
    """

    def initialize(self, dist: Path, read_report: Callable[[], Report], editor: Editor, pages: EditorServer) -> None:
        self._dist, self._editor, self._pages = dist, editor, pages
        self._read_report = read_report

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        # For browsers that send no Sec-Fetch-Site with requests for images and scripts.
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def get(self, path: str) -> None:
        status, headers, data = self._answer(path.lstrip("/"))
        self.set_status(status)
        for name, value in headers.items():
            self.set_header(name, value)
        self.finish(data)

    head = get

    def _answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        if path == _OVERLAY_SHEET:
            return 200, {"Content-Type": "text/css"}, _SHEET
        if path == _OVERLAY_SCRIPT:
            return 200, {"Content-Type": "text/javascript"}, _SCRIPT
        if path == str(SERVICE_WORKER):
            return 200, {"Content-Type": "text/javascript"}, _NO_SERVICE_WORKER
        root = self._dist.resolve()
        file = _find_file(root, f"{path}index.html" if path.endswith("/") or not path else path)
        # Unlike Path.is_dir, this returns false for a name that is too long.
        if file and os.path.isdir(file):  # noqa: PTH112
            return 301, {"Location": f"/{quote(path)}/"}, b""
        data = _read(file)
        if file is None or data is None:
            missing = (
                _read(_find_file(root, "404.html"))
                or _NOTHING_YET.format(current_language(), tell(say("There is nothing here yet."))).encode()
            )
            return 404, {"Content-Type": "text/html; charset=utf-8"}, self._adapt_page(missing, "404.html")
        address = file.relative_to(root).as_posix()
        return 200, {"Content-Type": _guess_type(file)}, self._adapt_page(data, address) if file.suffix == ".html" else data

    def _adapt_page(self, page: bytes, address: str) -> bytes:
        """Add livereload, the corner line, the faults and, folded up, the warnings; remove the service worker."""
        page = page.replace(b" data-service=", b" data-no-service=")
        report, language = self._read_report(), current_language()
        overlay = ""
        if report.warnings:
            listed = self._format_list(report.warnings, report.problems)
            title = tell(say_count(len(report.warnings), "warning"))
            overlay = f'<details class="serve-warnings" lang="{language}"><summary>{title}</summary>{listed}</details>'
        # The editor shows the page in a frame, beside what the line would say.
        if self.request.headers.get("Sec-Fetch-Dest") != "iframe":
            overlay = format_corner(address, report) + overlay
        overlay = f'<div class="serve-bar">{overlay}</div>' if overlay else ""
        if report.faults:
            faults = say_count(len(report.faults), "fault")
            title = tell(say("{faults}: this build failed; the page you see is the last good one.", faults=faults))
            listed = self._format_list(report.faults, report.problems)
            folded = f'<details class="serve-listed" open><summary>{title}</summary>{listed}</details>'
            overlay = f'<aside class="serve-faults" role="alert" lang="{language}">{folded}{overlay}</aside>'
        # A redirect from an old address has no style sheet, and its policy allows none.
        more = f'<link rel="stylesheet" href="/{_OVERLAY_SHEET}">' if overlay or b'rel="stylesheet"' in page else ""
        more += f'<script src="/{_OVERLAY_SCRIPT}" defer></script>' if report.faults or report.warnings else ""
        # As files, because the pages' own policy blocks inline scripts.
        page = page.replace(b"</head>", f'{more}<script src="/livereload.js" defer></script></head>'.encode(), 1)
        head, end, tail = page.rpartition(b"</body>")
        return head + overlay.encode() + end + tail

    def _format_list(self, texts: Iterable[str], problems: Iterable[ReportedProblem]) -> str:
        addresses = {f"{file}:{line}" if line else file: self._editor.find_address(file, line) for file, line, *_ in problems}
        return f"<ol>{''.join(f'<li>{_format_fault(text, addresses)}</li>' for text in texts)}</ol>"


def _find_file(root: Path, name: str) -> Path | None:
    """Return the file of this name, or None where it is hidden or outside `root`."""
    try:
        file = Path(os.path.realpath(root / name))
    except ValueError:
        return None
    inside = file.is_relative_to(root) and not any(part.startswith(".") for part in file.relative_to(root).parts)
    return file if inside else None


def _read(file: Path | None) -> bytes | None:
    """Return a file's content, or None where it cannot be read.

    Only regular files are read: reading a pipe would block the server.
    """
    with suppress(OSError):
        if file and stat.S_ISREG(file.stat().st_mode):
            return file.read_bytes()
    return None


def _format_fault(text: str, addresses: Mapping[str, str]) -> str:
    """Format a fault as HTML: the message, its place as a link, then the line at fault as code."""
    message, *lines = text.split("\n")
    place, mark, what = message.partition(": ")
    address = addresses.get(place, "")
    head = f'<a href="{html.escape(address)}">{html.escape(place)}</a>{mark}{html.escape(what)}' if address else html.escape(message)
    return head + "".join(f"<code>{html.escape(line.strip())}</code>" for line in lines)


def _guess_type(file: Path) -> str:
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
