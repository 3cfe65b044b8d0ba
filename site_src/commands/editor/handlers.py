"""The editor's requests over HTTP: its page, that page's files, and the API.

A request to the API needs the random token that only the editor's page of this start holds, and this server's own origin. So no other
site, and no page of this one, can read or write the author's files.
"""

import asyncio
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tornado import httputil, web

from site_src.commands.editor import messages
from site_src.commands.editor.api import Api
from site_src.commands.editor.corner import EDIT
from site_src.commands.editor.page import TYPES, fill_page, read_bundle
from site_src.messages import Message, current_language, tell

API = "/.serve/api/"
"""The start of the addresses of its requests."""
MOST_BYTES = 20_000_000
"""The largest body of a request: a large picture in base64."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; connect-src 'self' ws://{host}; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


type Handler = tuple[str, type[web.RequestHandler], dict[str, Any]]


class EditorServer:
    """The server's side of the editor: its token, and its handlers by address."""

    def __init__(self, root: Path, api: Api, read_state: Callable[[], Mapping[str, Any]]) -> None:
        """Take the project's folder, its API, and a function that returns the build's state."""
        self._read_state = read_state
        self._token = secrets.token_urlsafe(32)
        self._root = root
        # One thread: requests are answered in turn, while pages are served; and the page's two files are bundled once.
        self._api, self._thread = api, ThreadPoolExecutor(1)

    def list_handlers(self) -> list[Handler]:
        """List the handlers, as Tornado wants them."""
        return [
            (EDIT, _EditPage, {"token": self._token}),
            (r"/\.serve/editor/(editor\.(?:js|css))", _EditorFile, {"root": self._root, "thread": self._thread}),
            (r"/\.serve/state", _State, {"read_state": self._read_state}),
            (rf"{API}([a-z_]+)", _ApiRequest, {"api": self._api, "thread": self._thread}),
        ]

    def find_refusal(self, request: httputil.HTTPServerRequest) -> tuple[int, Message] | None:
        """Return the status and reason why a request to the API is refused; None to answer it.

        Its host is already checked.
        """
        headers = request.headers
        sent = headers.get("X-Serve-Token", "").encode()
        refusal: messages.Reason | None = None
        if headers.get("Origin") != f"http://{request.host.lower()}":
            refusal = messages.NOT_OURS
        elif not hmac.compare_digest(sent, self._token.encode()):
            refusal = messages.STALE_TOKEN
        elif headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            refusal = messages.NO_JSON
        elif int(length if (length := headers.get("Content-Length", "0")).isdecimal() else 0) > MOST_BYTES:
            refusal = messages.TOO_MUCH
        return (refusal.status, refusal.sentence.fill(most=MOST_BYTES // 10**6)) if refusal else None


class _Answer(web.RequestHandler):
    """An answer that no cache keeps and no other site gets."""

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")

    def _finish(self, status: int, kind: str, data: bytes) -> None:
        self.set_status(status)
        self.set_header("Content-Type", kind)
        self.finish(data)


class _EditPage(_Answer):
    """Answers with the editor's page, in a tab of its own only: no script of another page can read its token."""

    def initialize(self, token: str) -> None:
        self._token = token

    def get(self) -> None:
        if self.request.headers.get("Sec-Fetch-Dest", "document") != "document":
            self._finish(403, "text/plain; charset=utf-8", f"{tell(messages.NOT_OURS.sentence)}\n".encode())
            return
        nonce = secrets.token_urlsafe(16)
        self.set_header("Content-Security-Policy", _POLICY.format(nonce=nonce, host=self.request.host))
        page = fill_page(self._token, self.get_query_argument("file", ""), current_language(), nonce)
        self._finish(200, "text/html; charset=utf-8", page)

    head = get


class _EditorFile(_Answer):
    """Answers with the script or the style sheet of the editor's page."""

    def initialize(self, root: Path, thread: ThreadPoolExecutor) -> None:
        self._root, self._thread = root, thread

    async def get(self, name: str) -> None:
        data, problems = await asyncio.get_running_loop().run_in_executor(self._thread, read_bundle, name, self._root)
        if problems:
            self._finish(500, "text/plain; charset=utf-8", "".join(f"{problem}\n" for problem in problems).encode())
        else:
            self._finish(200, TYPES[name], data)

    head = get


class _State(_Answer):
    """Answers with the state of the build: whether one runs, how many there were, and the last one's faults and warnings."""

    def initialize(self, read_state: Callable[[], Mapping[str, Any]]) -> None:
        self._read_state = read_state

    def get(self) -> None:
        self._finish(200, "application/json", json.dumps(self._read_state()).encode())

    head = get


class _ApiRequest(_Answer):
    """Answers one request of the API in JSON."""

    def initialize(self, api: Api, thread: ThreadPoolExecutor) -> None:
        self._api, self._thread = api, thread

    async def post(self, name: str) -> None:
        status, answer = await asyncio.get_running_loop().run_in_executor(self._thread, self._find_answer, name)
        self._finish(status, "application/json", json.dumps(answer).encode())

    def _find_answer(self, name: str) -> tuple[int, Mapping[str, Any]]:
        try:
            return 200, self._api.answer(name, _parse(self.request.body))
        except messages.Refusal as refusal:
            return refusal.status, {"error": tell(refusal.sentence), **refusal.values}
        except Exception as error:
            return 500, {"error": tell(messages.FAILED.sentence.fill(reason=f"{type(error).__name__}: {error}"))}


def _parse(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise messages.UNREADABLE.make_refusal() from error
