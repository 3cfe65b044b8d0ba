"""Site → redirects from addresses that pages used to have.

At each old address stands a tiny page that leads to the new one: any host can serve it, and it works from a folder. `_redirects` is for
hosts that read it (Netlify, Cloudflare Pages, GitLab Pages): those can answer at once with the new address.
"""

import posixpath
from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath

from site_src.model import REFERRER, Output, Page, Site, format_policy, hash_source

# The refresh that every browser follows drops the query and the part after “#”; this script passes both on. It is inline, allowed by its
# hash, because a separate file would take another round trip.
_LEAD_ON = 'const link = document.querySelector("a"); location.replace(link.href + location.search + location.hash);'
_POLICY = format_policy(
    {
        "default-src": (),
        "script-src": (hash_source(_LEAD_ON),),
        "base-uri": (),
        "form-action": (),
        "require-trusted-types-for": ("'script'",),
        "trusted-types": (),
    }
)


def make_redirects(site: Site) -> tuple[tuple[Output, ...], tuple[Output, ...]]:
    """Make the pages at old addresses, and the list of them for the host. Both are empty where no page ever moved."""
    pages: list[Output] = []
    lines: list[str] = []
    for edition in site.editions:
        for page in sorted(edition.pages.values(), key=lambda page: page.name):
            for old in page.old_addresses:
                pages.append(Output(old, _make_page(page, old, f"{site.base_url}{page.address}").encode()))
                lines += _list_rules(old, page.address)
    return tuple(pages), (Output(PurePosixPath("_redirects"), ("\n".join(lines) + "\n").encode()),) if lines else ()


def _make_page(page: Page, old: PurePosixPath, url: str) -> str:
    """Make the page at an old address: a link that needs no translation."""
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


def _list_rules(old: PurePosixPath, new: PurePosixPath) -> Iterator[str]:
    """List both forms of an old address: some hosts show a page without its ending."""
    yield f"/{old} /{new} 301"
    yield f"/{old.with_suffix('')} /{new} 301"
