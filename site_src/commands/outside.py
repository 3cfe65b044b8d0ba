"""Requests for pages on other sites: polite, and safe whatever answers.

One request at a time goes to a host, HEAD before GET, and no page is read.
"""

import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from site_src.commands.links import Answer, Manners
from site_src.messages import Message, say, shorten

_AGENT = "ssi-link-check/1.0 (asks whether a link on our site still works)"
_MOST_HOSTS = 8
_MOST_REDIRECTS = 10
_MOST_SECONDS = 60
_FOR_EVER = (301, 308)
_GONE = (404, 410)
_BUSY = (429, 503)


def ask_all(addresses: Iterable[str], manners: Manners) -> Iterable[tuple[str, Answer]]:
    """Yield each address with its answer. Some hosts are asked at once, but each for one page at a time."""
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(urlsplit(address).netloc.lower(), []).append(address)
    waiting: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    answered: queue.SimpleQueue[tuple[str, Answer]] = queue.SimpleQueue()
    for host in sorted(hosts.values(), key=len, reverse=True):
        waiting.put(host)

    def work() -> None:
        with suppress(queue.Empty):
            while True:
                _ask_host(waiting.get_nowait(), manners, answered.put)

    # Daemons, so that a site that never finishes an answer holds up neither the report nor Ctrl-C.
    for _ in range(min(_MOST_HOSTS, len(hosts))):
        threading.Thread(target=work, daemon=True).start()
    left = dict.fromkeys(address for host in hosts.values() for address in host)
    with suppress(queue.Empty):
        while left:
            # The limit is for each part of an answer, and a site may send it letter by letter.
            address, answer = answered.get(timeout=_MOST_SECONDS + 4 * manners.limit)
            del left[address]
            yield address, answer
    for address in left:
        yield address, Answer("unknown", say("the site sent no complete answer"))


def _ask_host(addresses: Sequence[str], manners: Manners, tell: Callable[[tuple[str, Answer]], object]) -> None:
    """Ask one host for its pages, one after another, until it asks for a rest."""
    is_busy = False
    for index, address in enumerate(addresses):
        if is_busy:
            tell((address, Answer("unknown", say("the site asks for fewer requests"))))
            continue
        if index:
            time.sleep(manners.pause)
        try:
            answer, is_busy = ask(address, manners)
        except Exception as error:  # A thread that ends without a word would leave the others without an answer.
            answer = Answer("unknown", _explain(error, manners))
        tell((address, answer))


def ask(address: str, manners: Manners) -> tuple[Answer, bool]:
    """Ask for one page: its answer, and whether the site asks for fewer requests. HEAD first; GET where that is refused."""
    status, final, is_moved = _follow(address, "HEAD", manners)
    if status >= 400 and status not in _BUSY:
        time.sleep(manners.pause)
        status, final, is_moved = _follow(address, "GET", manners)
    if status < 400:
        return Answer("moved", final) if is_moved else Answer("works"), False
    return Answer("gone" if status in _GONE else "unknown", say("the site answers {status}", status=status)), status in _BUSY


def _follow(address: str, method: str, manners: Manners) -> tuple[int, str, bool]:
    """Follow redirects: the last status, the last address, and whether the page has moved for good."""
    here, is_moved, kept = _to_ascii(address), False, address
    for _ in range(_MOST_REDIRECTS):
        status, location = _request(here, method, manners)
        if not 300 <= status < 400 or not location:
            return status, kept, is_moved
        there = _to_ascii(urldefrag(urljoin(here, location)).url)
        if urlsplit(there).scheme not in ("http", "https") or (_is_local(there) and not _is_local(address)):
            raise ValueError(say("it leads to no page on the web"))
        # A temporary redirect is followed, but the written address stays right.
        if status in _FOR_EVER and kept == (address if here == _to_ascii(address) else here):
            is_moved, kept = True, there
        here = there
    raise ValueError(say("it leads from one address to the next without end"))


def _is_local(address: str) -> bool:
    """Return whether an address is in the author's own network."""
    host = urlsplit(address).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))


def _to_ascii(address: str) -> str:
    """Return an address as it goes over the wire."""
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    host = f"[{host}]" if ":" in host else host
    netloc = f"{host}:{parts.port}" if parts.port else host
    safe = "/%:@!$&'()*+,;=~?-._"
    return urlunsplit((parts.scheme.lower(), netloc, quote(parts.path or "/", safe=safe), quote(parts.query, safe=safe + "[]|"), ""))


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves redirects to the caller, which notes where they lead."""

    def redirect_request(self, *_: object) -> None:
        return None


def _request(address: str, method: str, manners: Manners) -> tuple[int, str]:
    """Send one request; return the status and the address of a redirect. The page itself is not read."""
    request = urllib.request.Request(address, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})
    opener = urllib.request.build_opener(_NoRedirects)
    try:
        with opener.open(request, timeout=manners.limit) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Location") or ""


def _explain(error: BaseException, manners: Manners) -> str:
    """Explain in plain words why no answer came."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return say("no answer within {seconds} seconds", seconds=f"{manners.limit:g}")
    if isinstance(reason, socket.gaierror):
        return say("there is no site of that name, or no network")
    if isinstance(reason, ssl.SSLError):
        return say("its certificate is not right")
    if isinstance(reason, ConnectionError | http.client.HTTPException):
        return say("the site breaks off the connection")
    if isinstance(reason, ValueError) and isinstance(said := reason.args[0] if reason.args else "", Message):
        return said
    # One line, whatever a site put into it.
    return shorten(" ".join(str(reason).split()), 200) or type(reason).__name__
