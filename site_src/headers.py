"""Outputs → `_headers`: what Netlify and Cloudflare Pages are to say with each file. The recipe for other servers says the same: README.md.

Every page carries its own security policy; what stands here agrees with it, and adds what only a server can say.
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from site_src.model import Output, Site

FOR_EVER = ("assets", "runtime")
"""Folders in which every name holds a hash of the content: such a file never changes."""

_EVERYWHERE = {
    # A file is what its type says, whatever it looks like.
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# What some servers do not know, and a browser will not start unless they do.
_TYPES = {".wasm": "application/wasm", ".mjs": "text/javascript; charset=utf-8", ".webmanifest": "application/manifest+json"}
# Pages that hold what a visitor filled in: no other site may show them in a frame and have somebody press their buttons unseen.
_PRIVATE = ("quiz", "history")


def headers(site: Site, outputs: Iterable[Output]) -> Output:
    """The file, a rule for each kind of address. Where several fit a file, both hosts join what they say, so no header stands in two."""
    rules: list[tuple[str, dict[str, str]]] = [("/*", _EVERYWHERE)]
    rules += [(f"/{folder}/*", {"Cache-Control": "public, max-age=31536000, immutable"}) for folder in FOR_EVER]
    # The browser must see at once that there is a new version.
    rules += [("/sw.js", {"Cache-Control": "no-cache"})]
    rules += [(f"/{path}", {"Content-Security-Policy": "frame-ancestors 'self'"}) for path in _private(site)]
    rules += [(f"/{output.path}", {"Content-Type": _TYPES[output.path.suffix]}) for output in outputs if output.path.suffix in _TYPES]
    text = "\n".join(f"{address}\n" + "".join(f"  {name}: {value}\n" for name, value in said.items()) for address, said in rules)
    return Output(PurePosixPath("_headers"), text.encode())


def _private(site: Site) -> Iterator[PurePosixPath]:
    """Some hosts show a page without its ending."""
    for edition in site.editions:
        for page in edition.pages.values():
            if page.template in _PRIVATE:
                yield from (page.address, page.address.with_suffix(""))
