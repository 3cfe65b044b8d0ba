"""Outputs → `_headers`, the HTTP headers for Netlify and Cloudflare Pages.

The recipe for other servers, in docs/publish.md, sets the same headers. Every page carries its own security policy; the policies here
agree with it, and add what only a server can set.
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from site_src.model import REFERRER, SERVICE_WORKER, Output, Site, format_policy

FOR_EVER = ("assets", "runtime")
"""Folders in which every file name holds a hash of the content: such a file never changes."""

_EVERYWHERE = {
    # Browsers must not guess another type from a file's content.
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": REFERRER,
}
_PERMISSIONS = "camera=({}), geolocation=(), microphone=(), payment=(), usb=()"
# Some servers do not know these types, and browsers run such files under no other.
_TYPES = {".wasm": "application/wasm", ".mjs": "text/javascript; charset=utf-8", ".webmanifest": "application/manifest+json"}
_CACHED = {"Cache-Control": "public, max-age=31536000, immutable"}
# Only a server can forbid that other sites show a page in a frame, where they could trick visitors into pressing its buttons
# (clickjacking).
_UNFRAMED: dict[str, tuple[str, ...]] = {"frame-ancestors": ()}
# Applies to a script that is started as a worker, and to a drawing that is opened by itself: no page's policy does.
_ASSETS = {
    "default-src": (),
    "script-src": ("'self'", "'wasm-unsafe-eval'"),
    "style-src": ("'self'", "'unsafe-inline'"),
    "connect-src": ("'self'",),
    "base-uri": (),
    "form-action": (),
    **_UNFRAMED,
    "require-trusted-types-for": ("'script'",),
}
# The service worker fetches the site's own files and loads no other script.
_SERVICE_WORKER = {"default-src": (), "connect-src": ("'self'",), "require-trusted-types-for": ("'script'",), "trusted-types": ()}


def make_headers(site: Site, outputs: Iterable[Output]) -> Output:
    """Make the file, a rule for each kind of address. Hosts merge matching rules, so no header repeats."""
    outputs = tuple(outputs)
    rules: list[tuple[str, dict[str, str]]] = [("/*", _EVERYWHERE)]
    rules += [
        (f"/{folder}/*", _CACHED | ({"Content-Security-Policy": format_policy(_ASSETS)} if folder == "assets" else {}))
        for folder in FOR_EVER
    ]
    # Browsers must notice a new version at once.
    rules += [(f"/{SERVICE_WORKER}", {"Cache-Control": "no-cache", "Content-Security-Policy": format_policy(_SERVICE_WORKER)})]
    rules += _list_page_rules(site, outputs)
    rules += [(f"/{output.path}", {"Content-Type": _TYPES[output.path.suffix]}) for output in outputs if output.path.suffix in _TYPES]
    text = "\n".join(f"{address}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items()) for address, headers in rules)
    return Output(PurePosixPath("_headers"), text.encode())


def _list_page_rules(site: Site, outputs: Iterable[Output]) -> Iterator[tuple[str, dict[str, str]]]:
    """List the rules of all pages.

    Where possible a rule is for a prefix of many addresses, with a * for the rest: a host reads a hundred rules at most, and a site may
    have more pages. Only the pages that differ from the others have rules of their own.
    """
    unframed = {"Content-Security-Policy": format_policy(_UNFRAMED)}
    closed, opened = {"Permissions-Policy": _PERMISSIONS.format("")}, {"Permissions-Policy": _PERMISSIONS.format("self")}
    pages = {page.address: page for edition in site.editions for page in edition.pages.values()}
    special = {
        name: ({} if page.framed else unframed) | (opened if page.camera else closed)
        for address, page in pages.items()
        if page.framed or page.camera
        for name in _list_names(address)
    }
    others = [f"/{folder}/" for folder in FOR_EVER]
    others += [f"/{output.path}" for output in outputs if output.path.suffix != ".html" and output.path.parts[0] not in FOR_EVER]
    others += special
    taken = {other[:length] for other in others for length in range(2, len(other) + 1)}
    ordinary = set()
    for output in outputs:
        if output.path.suffix == ".html":
            for name in _list_names(output.path):
                prefixes = (name[:length] for length in range(2, len(name) + 1))
                prefix = next((prefix for prefix in prefixes if prefix not in taken), None)
                ordinary.add(f"{prefix}*" if prefix else name)
    for name in sorted(ordinary | special.keys()):
        yield name, special.get(name, unframed | closed)


def _list_names(page: PurePosixPath) -> Iterator[str]:
    """List the addresses by which a browser may request a page.

    Some hosts show it without its ending, and a folder's address leads to its index.html.
    """
    yield from (f"/{page}", f"/{page.with_suffix('')}")
    if page.name == "index.html":
        yield f"/{page.parent}/".replace("/./", "/")
