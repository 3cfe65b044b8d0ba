"""Outputs → `_headers`: what Netlify and Cloudflare Pages are to say with each file. The recipe for other servers says the same: README.md.

Every page carries its own security policy; what stands here agrees with it, and adds what only a server can say.
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from site_src.model import REFERRER, SERVICE_WORKER, Output, Site, policy_text

FOR_EVER = ("assets", "runtime")
"""Folders in which every name holds a hash of the content: such a file never changes."""

_EVERYWHERE = {
    # A file is what its type says, whatever it looks like.
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": REFERRER,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# What some servers do not know, and a browser will not start unless they do.
_TYPES = {".wasm": "application/wasm", ".mjs": "text/javascript; charset=utf-8", ".webmanifest": "application/manifest+json"}
_KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}
# Only the server says which other sites may show a page in a frame: none. They could have somebody press its buttons unseen.
_UNFRAMED: dict[str, tuple[str, ...]] = {"frame-ancestors": ()}
# What a script from here could do at most, whoever starts it as a worker; and a drawing that is opened by itself.
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
# It asks for the site's own files, and runs nothing besides itself.
_SERVICE_WORKER = {"default-src": (), "connect-src": ("'self'",), "require-trusted-types-for": ("'script'",), "trusted-types": ()}


def headers(site: Site, outputs: Iterable[Output]) -> Output:
    """The file, a rule for each kind of address. Both hosts join the rules that fit a file, so no header stands in two of them."""
    outputs = tuple(outputs)
    rules: list[tuple[str, dict[str, str]]] = [("/*", _EVERYWHERE)]
    rules += [
        (f"/{folder}/*", _KEPT | ({"Content-Security-Policy": policy_text(_ASSETS)} if folder == "assets" else {})) for folder in FOR_EVER
    ]
    # The browser must see at once that there is a new version.
    rules += [(f"/{SERVICE_WORKER}", {"Cache-Control": "no-cache", "Content-Security-Policy": policy_text(_SERVICE_WORKER)})]
    rules += [(address, {"Content-Security-Policy": policy_text(_UNFRAMED)}) for address in sorted(_unframed(site, outputs))]
    rules += [(f"/{output.path}", {"Content-Type": _TYPES[output.path.suffix]}) for output in outputs if output.path.suffix in _TYPES]
    text = "\n".join(f"{address}\n" + "".join(f"  {name}: {value}\n" for name, value in said.items()) for address, said in rules)
    return Output(PurePosixPath("_headers"), text.encode())


def _unframed(site: Site, outputs: Iterable[Output]) -> set[str]:
    """The addresses of all pages but those made for frames. A * stands for any ending: a host reads a hundred rules at most, and a site may
    have more pages."""
    pages = {page.address: page.framed for edition in site.editions for page in edition.pages.values()}
    other = [f"/{folder}/" for folder in FOR_EVER]
    other += [f"/{output.path}" for output in outputs if output.path.suffix != ".html" and output.path.parts[0] not in FOR_EVER]
    other += [name for address, framed in pages.items() if framed for name in _names(address)]
    rules = set()
    for output in outputs:
        if output.path.suffix == ".html" and not pages.get(output.path):
            for name in _names(output.path):
                beginnings = (name[:length] for length in range(2, len(name) + 1))
                alone = next((begins for begins in beginnings if not any(each.startswith(begins) for each in other)), None)
                rules.add(f"{alone}*" if alone else name)
    return rules


def _names(page: PurePosixPath) -> Iterator[str]:
    """How a browser may ask for a page: some hosts show it without its ending, and a folder is its index."""
    yield from (f"/{page}", f"/{page.with_suffix('')}")
    if page.name == "index.html":
        yield f"/{page.parent}/".replace("/./", "/")
