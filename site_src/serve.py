"""Serves the site while someone edits it: builds on every change, reloads the browser, and shows faults in the page.

A thread looks for changes and builds. The server answers from `dist/` all the while, which always holds the last good build.
"""

import asyncio
import html
import mimetypes
import os
import re
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import livereload
from livereload.handlers import ForceReloadHandler, LiveReloadHandler, LiveReloadJSHandler
from livereload.watcher import Watcher
from tornado import httputil, web

HOST = "127.0.0.1"
_OVERLAY_SHEET = ".serve/faults.css"
_SERVICE_WORKER = "sw.js"
_LIVERELOAD = {"/livereload": LiveReloadHandler, "/livereload.js": LiveReloadJSHandler, "/forcereload": ForceReloadHandler}
_LONGEST_ADDRESS = 2_000
_LONGEST_HEADER = 1 << 20
"""Tornado hangs up without a word on what is longer."""
_PAUSE_SECONDS = 0.1
_COPYING_SECONDS = 0.5
_COPIED = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf")
_COUNT = re.compile(r"\d+ faults?; nothing was written")
_WARNING = "Warning: "
_TYPES = {".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json"}
_TYPES |= {".wasm": "application/wasm", ".svg": "image/svg+xml", ".xml": "application/xml", ".webmanifest": "application/manifest+json"}
_SHEET = b"""
/* After a change the page is where it was, and does not travel there. */
html { scroll-behavior: auto !important; }
.serve-faults { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto; padding: 1rem 1.25rem;
  background: #7f1d1d; color: #fff; font: 1rem/1.5 ui-monospace, monospace; border-top: .25rem solid #fca5a5; }
.serve-faults strong { display: block; margin-bottom: .5rem; }
.serve-faults ol { margin: 0; padding-left: 1.5rem; }
.serve-faults li { white-space: pre-wrap; overflow-wrap: anywhere; margin: .25rem 0; color: inherit; }
.serve-faults code { display: block; margin: .25rem 0 .75rem; padding: .25rem .5rem; background: #450a0a; color: #fee2e2; font: inherit; }
/* After all that the page holds, so that nothing of it moves when warnings come or go; and in sight, in a corner. */
.serve-warnings { position: sticky; inset-block-end: 0; z-index: 2147483646; inline-size: fit-content; max-block-size: 60vh; overflow: auto;
  margin: 0 0 0 auto; padding: .125rem 1rem; background: #fef3c7; color: #451a03; font: .8125rem/1.5 ui-monospace, monospace; }
.serve-warnings > summary { inline-size: fit-content; min-block-size: 0; margin: 0 0 0 auto; padding: 0; border: 0; background: none; }
.serve-warnings ol { margin: .25rem 0 .5rem; padding-left: 2.5rem; text-align: start; }
.serve-warnings li { overflow-wrap: anywhere; color: inherit; }
@media print { .serve-warnings { display: none; } }
"""
_NOTHING_YET = b"<!doctype html><html><head><title>404</title></head><body><p>There is nothing here yet.</p></body></html>"
_NO_SERVICE_WORKER = b"""
// While someone edits, no page may come from the browser's own copy. This is for a browser that kept one at this address earlier.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.registration.unregister()));
"""

Rebuild = Callable[[], tuple[bool, str]]
"""Builds; whether that went well, and everything it said."""


def serve(rebuild: Rebuild, dist: Path, watched: Sequence[Path], port: int) -> int:
    """Builds, serves on this machine only, and stays until Ctrl-C. Where `port` is taken, the next free one."""
    free = _free(port)
    if free is None:
        print(f"No port from {port} to {port + 99} is free: stop another server, or choose one with --port.", flush=True)
        return 1
    state = _State(rebuild)
    print("Building…", flush=True)
    # What is there before the build: a file saved while it runs is a change.
    seen = _stamps(watched)
    state.build()
    server = _Server(dist, state, _Changes(watched, seen, state))
    print(f"\n  http://{HOST}:{free}/   (Ctrl-C stops)\n", flush=True)
    server.serve(port=free, host=HOST, debug=False, live_css=False)
    return 0


def _free(port: int) -> int | None:
    for candidate in range(port, min(port + 100, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, candidate))
            except OSError:
                continue
            return candidate
    return None


class _State:
    """The last build: its faults, none where it went well, and its warnings."""

    def __init__(self, rebuild: Rebuild) -> None:
        self._rebuild = rebuild
        self.faults: tuple[str, ...] = ()
        self.warnings: tuple[str, ...] = ()

    def build(self) -> None:
        good, said = self._rebuild()
        self.faults = () if good else faults_in(said)
        self.warnings = tuple(line.removeprefix(_WARNING) for line in said.splitlines() if line.startswith(_WARNING))
        print(said, flush=True)


def faults_in(said: str) -> tuple[str, ...]:
    """What a failed build said, one fault each: without their count and the warnings, and of a traceback only where it ended and why."""
    _, crashed, trace = said.rpartition("Traceback (most recent call last):")
    # A module with a mistake in its syntax may fail without that line.
    if crashed or re.search(r'^ +File ".*", line \d+', said, re.MULTILINE):
        places = re.findall(r'^ +File "([^"]+)", line (\d+)', trace, re.MULTILINE)
        # Our own file, not the library's that it called.
        ours = [
            place
            for place in places
            if not {"site-packages", ".venv"} & set(Path(place[0]).parts) and Path(place[0]).is_relative_to(Path.cwd())
        ]
        last = [line for line in trace.splitlines() if line.strip() and not line.startswith(" ")]
        why = last[-1].strip() if last else "The build stopped."
        for file, line in (ours or places)[-1:]:
            return (f"{os.path.relpath(file)}:{line}: {why}",)
        return (why,)
    found: list[str] = []
    for line in said.splitlines():
        if found and line.startswith("    "):
            found[-1] += f"\n{line}"  # The line at fault, below what is wrong with it.
        elif line.strip() and not _COUNT.fullmatch(line) and not line.startswith(_WARNING):
            found.append(line)
    return tuple(found) or ("The build stopped without a word.",)


class _Changes(Watcher):  # type: ignore[misc]
    """Looks for changes in a thread of its own, so that pages are served while a build runs."""

    def __init__(self, watched: Sequence[Path], seen: Mapping[str, tuple[int, int]], state: _State) -> None:
        super().__init__()
        self._watched = watched
        self._seen = seen
        self._state = state

    def start(self, reload: Callable[[], None]) -> bool:
        """Called by livereload once its event loop is there; `reload` must run on that loop."""
        loop = asyncio.get_event_loop()
        threading.Thread(target=self._look, args=(loop, reload), daemon=True).start()
        return True

    def examine(self) -> tuple[str, None]:
        """What livereload asks after `reload`. This name makes it reload at once; others it may pass over within three seconds."""
        return "__livereload__", None

    def _look(self, loop: asyncio.AbstractEventLoop, reload: Callable[[], None]) -> None:
        seen = self._seen
        while True:
            time.sleep(_PAUSE_SECONDS)
            now = _stamps(self._watched)
            if now == seen:
                continue
            changed = sorted({str(path) for path, _ in set(now.items()) ^ set(seen.items())})
            # An editor may write several files, or one in several steps: wait until it is quiet. A picture takes a while to be copied.
            pause = _COPYING_SECONDS if any(path.lower().endswith(_COPIED) for path in changed) else 0
            time.sleep(pause)
            while (later := _stamps(self._watched)) != now:
                now = later
                time.sleep(max(pause, _PAUSE_SECONDS / 3))
            seen = now
            print(f"\nChanged: {', '.join(os.path.relpath(path) for path in changed[:5])}{'…' if len(changed) > 5 else ''}", flush=True)
            self._state.build()
            loop.call_soon_threadsafe(reload)


def _stamps(watched: Iterable[Path]) -> Mapping[str, tuple[int, int]]:
    """Every file's time of change and size. Content is not read, links are not followed; hidden files and compiled
    code are passed over."""
    stamps: dict[str, tuple[int, int]] = {}
    remedy = [os.path.realpath(path) for path in watched]
    while remedy:
        path = remedy.pop()
        try:
            status = os.lstat(path)  # Paths as text: this runs several times a second.
            if stat.S_ISDIR(status.st_mode):
                with os.scandir(path) as entries:
                    remedy += [entry.path for entry in entries if not entry.name.startswith((".", "__pycache__"))]
            else:
                stamps[path] = (status.st_mtime_ns, status.st_size)
        except OSError:
            continue  # Gone between listing and looking.
    return stamps


class _Server(livereload.Server):  # type: ignore[misc]
    """livereload's server, quiet, for this machine and its own pages only."""

    def __init__(self, dist: Path, state: _State, watcher: Watcher) -> None:
        super().__init__(watcher=watcher)
        self._files = {"dist": dist, "state": state}

    def application(self, port: int, host: str, **_: object) -> None:
        """Called by livereload, whose own pages and scripts would answer to anybody."""
        LiveReloadHandler.watcher, LiveReloadHandler.live_css = self.watcher, False
        server = _Application([*_LIVERELOAD.items(), (r"/(.*)", _File, self._files)], names=_names(port))
        server.listen(port, address=host, max_header_size=_LONGEST_HEADER)

    def _setup_logging(self) -> None:
        pass


def _names(port: int) -> tuple[str, ...]:
    """The names by which a browser on this machine may ask. A website can have any other name of its own lead here (DNS rebinding)."""
    names = (HOST, "localhost", "[::1]")
    return (*(f"{name}:{port}" for name in names), *(names if port == 80 else ()))


class _Application(web.Application):
    """Refuses strangers before any handler sees them, livereload's included."""

    def find_handler(self, request: httputil.HTTPServerRequest, **more: Any) -> Any:
        refusal = _refuse(request, self.settings["names"])
        if refusal:
            return self.get_handler_delegate(request, _Refusal, {"status": refusal[0], "why": refusal[1]})
        return super().find_handler(request, **more)

    def log_request(self, handler: web.RequestHandler) -> None:
        # Or a website could fill the author's terminal.
        if not isinstance(handler, _Refusal):
            super().log_request(handler)


def _refuse(request: httputil.HTTPServerRequest, names: Sequence[str]) -> tuple[int, str] | None:
    """The status and the reason with which a request is refused, if it is."""
    said, host = request.headers, request.host.lower()
    if host not in names:
        return 421, f"Open http://{names[0]}/ or http://{names[1]}/: this server has no other address."
    # A browser names the origin wherever a page could read the answer or open a socket. Other programs name none, and need no page to ask.
    elsewhere = said.get("Origin", f"http://{host}") != f"http://{host}"
    # Somebody may come by a link, but no other page may load what is here, show it in a frame, or have it reload.
    opened = said.get("Sec-Fetch-Mode") == "navigate" and said.get("Sec-Fetch-Dest", "document") == "document"
    led = opened and request.path not in _LIVERELOAD
    if elsewhere or (said.get("Sec-Fetch-Site") in ("cross-site", "same-site") and not led):
        return 403, "This server answers only requests from its own pages."
    if request.method not in ("GET", "HEAD"):
        return 405, "This server only serves files: use GET or HEAD."
    if len(request.uri or "") > _LONGEST_ADDRESS:
        return 414, f"No address here is longer than {_LONGEST_ADDRESS} characters."
    return None


class _Refusal(web.RequestHandler):
    """Says why a request is refused."""

    def initialize(self, status: int, why: str) -> None:
        self._status, self._why = status, why

    def prepare(self) -> None:
        self.set_status(self._status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        if self._status == 405:
            self.set_header("Allow", "GET, HEAD")
        self.finish(self._why + "\n")


class _File(web.RequestHandler):
    """Answers with a file of `dist/`, as any web server would; pages get the faults and warnings of the last build, if it had any."""

    def initialize(self, dist: Path, state: _State) -> None:
        self._dist = dist
        self._state = state

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        # For browsers that do not say which site asks for a picture or a script.
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
        if path == _SERVICE_WORKER:
            return 200, {"Content-Type": "text/javascript"}, _NO_SERVICE_WORKER
        root = self._dist.resolve()
        file = _inside(root, f"{path}index.html" if path.endswith("/") or not path else path)
        # Unlike Path.is_dir it takes a name that is too long for one of nothing.
        if file and os.path.isdir(file):  # noqa: PTH112
            return 301, {"Location": f"/{quote(path)}/"}, b""
        data = _read(file)
        if file is None or data is None:
            missing = _read(_inside(root, "404.html")) or _NOTHING_YET
            return 404, {"Content-Type": "text/html; charset=utf-8"}, self._page(missing)
        return 200, {"Content-Type": _type(file)}, self._page(data) if file.suffix == ".html" else data

    def _page(self, page: bytes) -> bytes:
        """A page as it is shown here: it keeps nothing for use offline, and shows the faults and, folded up, the warnings."""
        page = page.replace(b" data-service=", b" data-no-service=")
        faults, warnings = self._state.faults, self._state.warnings
        # What leads on from an old address has no style, and refuses any.
        sheet = f'<link rel="stylesheet" href="/{_OVERLAY_SHEET}">' if faults or warnings or b'rel="stylesheet"' in page else ""
        # By its address: the pages' own policy refuses scripts inside them.
        page = page.replace(b"</head>", f'{sheet}<script src="/livereload.js" defer></script></head>'.encode(), 1)
        added = ""
        if warnings:
            count = f"{len(warnings)} warning{'s' if len(warnings) > 1 else ''}"
            added += f'<details class="serve-warnings" lang="en"><summary>{count}</summary>{_listed(warnings)}</details>'
        if faults:
            title = "This build failed; the page you see is the last good one."
            added += f'<aside class="serve-faults" role="alert"><strong>{title}</strong>{_listed(faults)}</aside>'
        head, end, tail = page.rpartition(b"</body>")
        return head + added.encode() + end + tail


def _inside(root: Path, name: str) -> Path | None:
    """The file that a name leads to, or None where it is hidden or outside."""
    try:
        file = Path(os.path.realpath(root / name))
    except ValueError:
        return None
    inside = file.is_relative_to(root) and not any(part.startswith(".") for part in file.relative_to(root).parts)
    return file if inside else None


def _read(file: Path | None) -> bytes | None:
    """The content of a file, where it is one and can be read: a pipe would keep everybody waiting."""
    with suppress(OSError):
        if file and stat.S_ISREG(file.stat().st_mode):
            return file.read_bytes()
    return None


def _listed(told: Iterable[str]) -> str:
    return f"<ol>{''.join(f'<li>{_shown(each)}</li>' for each in told)}</ol>"


def _shown(fault: str) -> str:
    """A fault in the page: what is wrong and what to do, and the line it is about as it stands in the file."""
    what, *lines = fault.split("\n")
    return html.escape(what) + "".join(f"<code>{html.escape(line.strip())}</code>" for line in lines)


def _type(file: Path) -> str:
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
