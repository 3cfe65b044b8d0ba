"""The Site → what stands at the addresses that pages used to have: a tiny page that leads on, which any host can serve, also from a folder.

And `_redirects`, for hosts that read it (Netlify, Cloudflare Pages, GitLab Pages): those may answer at once with the new address.
"""

import posixpath
from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath

from site_src.model import REFERRER, Output, Page, Site, digest, policy_text

# The refresh that every browser follows drops what comes after “#” in an address; this keeps it. It is in the page itself, allowed by its
# hash: a file of its own would be one more to wait for.
_LEAD_ON = 'const link = document.querySelector("a"); location.replace(link.href + location.search + location.hash);'
_POLICY = policy_text(
    {
        "default-src": (),
        "script-src": (f"'sha256-{digest(_LEAD_ON.encode())}'",),
        "base-uri": (),
        "form-action": (),
        "require-trusted-types-for": ("'script'",),
        "trusted-types": (),
    }
)


def redirects(site: Site) -> tuple[tuple[Output, ...], tuple[Output, ...]]:
    """The pages at old addresses, and the list of them for the host; neither where no page ever moved."""
    pages: list[Output] = []
    lines: list[str] = []
    for edition in site.editions:
        for page in sorted(edition.pages.values(), key=lambda page: page.name):
            for old in page.old_addresses:
                pages.append(Output(old, _page(page, old, f"{site.base_url}{page.address}").encode()))
                lines += _lines(old, page.address)
    return tuple(pages), (Output(PurePosixPath("_redirects"), ("\n".join(lines) + "\n").encode()),) if lines else ()


def _page(page: Page, old: PurePosixPath, url: str) -> str:
    """What says where the page went: its title, as a link. No word of it needs translating."""
    new = escape(posixpath.relpath(page.address, old.parent))
    title = escape(page.title)
    return f"""<!doctype html>
<html lang="{page.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="{REFERRER}">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="{escape(url)}">
<meta http-equiv="refresh" content="0; url={new}">
</head>
<body>
<h1><a href="{new}">{title}</a></h1>
<script>{_LEAD_ON}</script>
</body>
</html>
"""


def _lines(old: PurePosixPath, new: PurePosixPath) -> Iterator[str]:
    """Some hosts show a page without its ending; the address that visitors kept may be either."""
    yield f"/{old} /{new} 301"
    yield f"/{old.with_suffix('')} /{new} 301"
