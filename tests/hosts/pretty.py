"""A small server that does with pages what GitHub Pages and Netlify do.

Both compress, and answer a repeated request with 304. GitHub Pages shows page.html at page as well, and sends no headers of ours. Netlify,
with its Pretty URLs, leads from page.html to page, shortens the links in the HTML, and heeds `_headers` and `_redirects`.
"""

import gzip
import hashlib
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import override
from urllib.parse import unquote

from tests.support.changed_pages import shorten_links
from tests.support.host_rules import join_headers, read_rules

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".xml": "application/xml",
}
_RANGE = re.compile(r"bytes=(\d+)-(\d+)")


class PrettyHandler(BaseHTTPRequestHandler):
    """Serves `folder` as one of the two hosts."""

    protocol_version = "HTTP/1.1"
    folder: Path
    is_netlify: bool

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        address = unquote(self.path.partition("?")[0])
        target = self._find_redirect(address)
        if target:
            self._answer(HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": target})
            return
        file = self._find_file(address)
        if file is None:
            missing = self.folder / "404.html"
            self._answer(HTTPStatus.NOT_FOUND, missing.read_bytes(), {"Content-Type": _TYPES[".html"]})
            return
        data = file.read_bytes()
        if self.is_netlify and file.suffix == ".html" and len(data) < 2_000_000:
            data = shorten_links(data.decode()).encode()
        cached = "public, max-age=0, must-revalidate" if self.is_netlify else "max-age=600"
        headers = {"Content-Type": _TYPES.get(file.suffix, "application/octet-stream"), "Cache-Control": cached, "Accept-Ranges": "bytes"}
        if self.is_netlify:
            headers |= dict(join_headers(read_rules(self.folder), address))
        self._send(data, headers)

    def _find_redirect(self, address: str) -> str:
        """Find the address that the host leads on to, if any."""
        path = self.folder / address.strip("/")
        if path.is_dir() and not address.endswith("/"):
            return f"{address}/"
        if not self.is_netlify:
            return ""
        rules = (line.split() for line in (self.folder / "_redirects").read_text(encoding="utf-8").splitlines())
        moved = next((new for old, new, _ in rules if old == address), "")
        if moved or not address.endswith(".html") or not path.is_file():
            return moved
        return address.removesuffix("index.html") if address.endswith("/index.html") else address.removesuffix(".html")

    def _find_file(self, address: str) -> Path | None:
        path = (self.folder / address.strip("/")).resolve()
        tried = [path / "index.html"] if address.endswith("/") else [path, path.with_name(f"{path.name}.html")]
        return next((each for each in tried if each.is_file() and each.is_relative_to(self.folder)), None)

    def _send(self, data: bytes, headers: dict[str, str]) -> None:
        """Send what the request still needs: all, a part, or only that nothing has changed."""
        tag = f'W/"{hashlib.sha256(data).hexdigest()[:16]}"'
        headers["ETag"] = tag
        wanted = _RANGE.fullmatch(self.headers.get("Range", ""))
        if self.headers.get("If-None-Match") == tag:
            self._answer(HTTPStatus.NOT_MODIFIED, b"", headers)
        elif wanted:
            first, last = int(wanted[1]), min(int(wanted[2]), len(data) - 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
            self._answer(HTTPStatus.PARTIAL_CONTENT, data[first : last + 1], headers)
        else:
            self._answer(HTTPStatus.OK, data, headers)

    def _answer(self, status: HTTPStatus, data: bytes, headers: dict[str, str]) -> None:
        is_text = re.match("text|application/(json|xml|wasm|manifest)|image/svg", headers.get("Content-Type", ""))
        if is_text and status == HTTPStatus.OK and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data, 1)
            headers = {**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD" and status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(data)
