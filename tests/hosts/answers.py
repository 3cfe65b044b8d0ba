"""The answers of a server to requests for the built site: content, types, compression, ranges, old addresses."""

import gzip
import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import brotli

from tests.support.changed_pages import shorten_links

_TYPES = {
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".js": "javascript",
    ".css": "text/css",
    ".html": "text/html",
}
_STEPS = 4


class Answer(NamedTuple):
    """A server's answer: its status, its headers by their names in small letters, its content without compression."""

    status: int
    headers: dict[str, str]
    body: bytes


Result = tuple[str, bool]
"""A requirement, and whether it is met."""


def ask(port: int, address: str, method: str = "GET", **headers: str) -> Answer:
    """Request an address once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    found = {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    packed = found.get("content-encoding")
    if body and packed:
        body = gzip.decompress(body) if packed == "gzip" else brotli.decompress(body)
    return Answer(answer.status, found, body)


def follow(port: int, address: str, **headers: str) -> tuple[Answer, str]:
    """Request an address as browsers do, and where it leads."""
    for _ in range(_STEPS):
        answer = ask(port, address, **headers)
        if answer.status not in (301, 302, 307, 308):
            return answer, address
        address = answer.headers["location"].removeprefix(f"http://127.0.0.1:{port}")
    raise AssertionError(f"{address} leads round and round")


def check_answers(port: int, dist: Path, under: str) -> Iterator[Result]:
    """Check what a server answers under a path."""
    moved = {line.split()[0][1:] for line in (dist / "_redirects").read_text(encoding="utf-8").splitlines()}
    for file in sorted(path for path in dist.rglob("*") if path.is_file()):
        name = file.relative_to(dist).as_posix()
        if file.suffix in (".gz", ".br") or name.startswith(("_", ".")) or name in moved:
            continue
        answer, _ = follow(port, f"{under}{name}", Accept_Encoding="identity")
        wanted = file.read_bytes()
        # A host may shorten the links in a page.
        same = answer.body in (wanted, shorten_links(wanted.decode()).encode()) if file.suffix == ".html" else answer.body == wanted
        yield f"{under}{name} is sent", answer.status == (404 if name == "404.html" and answer.status == 404 else 200) and same
        if file.suffix in _TYPES:
            yield f"{under}{name} has its type", _TYPES[file.suffix] in answer.headers.get("content-type", "")
    yield from _check_ways(port, dist, under)


def _check_ways(port: int, dist: Path, under: str) -> Iterator[Result]:
    """Check the other ways to ask: folders, compression, the head, a part, whether something changed."""
    script = next(dist.glob("assets/js-*/page/quiz.js")).relative_to(dist).as_posix()
    engine = next(dist.glob("runtime/*.wasm"))
    for address, name in {"": "index.html", "en/": "en/index.html", "en": "en/index.html"}.items():
        answer, _ = follow(port, f"{under}{address}")
        yield f"{under}{address} leads to {name}", answer.status == 200 and b"data-page=" in answer.body
    for packing in ("gzip", "br", "gzip, br"):
        answer, _ = follow(port, f"{under}{script}", Accept_Encoding=packing)
        yield f"{script} arrives whole where “{packing}” is accepted", answer.body == (dist / script).read_bytes()
    whole = ask(port, f"{under}{script}", Accept_Encoding="identity")
    head = ask(port, f"{under}{script}", "HEAD", Accept_Encoding="identity")
    yield (
        "HEAD says what GET does, without content",
        (head.status, head.body) == (200, b"")
        and all(head.headers.get(name) == whole.headers.get(name) for name in ("content-type", "cache-control", "etag")),
    )
    part = ask(port, f"{under}runtime/{engine.name}", Accept_Encoding="identity", Range="bytes=10-109")
    data = engine.read_bytes()
    yield "a part is that part, or the whole", (part.status, part.body) in ((206, data[10:110]), (200, data))
    tag = whole.headers.get("etag")
    again = ask(port, f"{under}{script}", Accept_Encoding="identity", If_None_Match=tag or "")
    yield "what has not changed is not sent again", tag is not None and (again.status, again.body) == (304, b"")


def check_missing(port: int, dist: Path) -> Iterator[Result]:
    """Check what a server answers where nothing is, or is no more."""
    missing = (dist / "404.html").read_bytes()
    for address in ("/nothing/here", "/en/nothing.html", "/nothing"):
        answer, _ = follow(port, address)
        yield (
            f"{address} gets the page that says so",
            answer.status == 404 and b"data-page=" in answer.body and len(answer.body) >= len(missing) - 500,
        )
    for line in (dist / "_redirects").read_text(encoding="utf-8").splitlines():
        old, new, _ = line.split()
        answer, address = follow(port, old)
        led = address.removesuffix(".html") == new.removesuffix(".html")
        refreshed = b'http-equiv="refresh"' in answer.body and new.rpartition("/")[2].encode() in answer.body
        # Only some hosts know a page without its ending.
        yield f"{old} leads to {new}", led or refreshed or (not old.endswith(".html") and answer.status == 404)


def describe(port: int, dist: Path) -> Iterator[str]:
    """Describe what servers differ in."""
    script = next(dist.glob("assets/js-*/page/quiz.js")).relative_to(dist).as_posix()
    page = ask(port, "/en/method.html")
    yield f"page.html leads to {page.headers['location']}" if page.status in (301, 308) else "page.html stays"
    bare, address = follow(port, "/en/method")
    yield "page shows page.html" if bare.status == 200 and address == "/en/method" else f"page is {bare.status}"
    yield f"compression: {ask(port, f'/{script}', Accept_Encoding='gzip, br').headers.get('content-encoding', 'none')}"
    yield f"scripts: {ask(port, f'/{script}').headers.get('cache-control', 'no Cache-Control')}"
    yield f"pages: {bare.headers.get('cache-control', 'no Cache-Control')}"
    html, _ = follow(port, "/en/method.html", Accept_Encoding="identity")
    yield "HTML as it was built" if html.body == (dist / "en/method.html").read_bytes() else "HTML changed"
    framed = "content-security-policy" in html.headers
    yield "sends the headers of _headers" if framed else "sends no headers of ours"
