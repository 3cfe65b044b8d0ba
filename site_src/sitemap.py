"""The Site → sitemap.xml: every page for search engines, with the same page in the other languages. And robots.txt, which leads there."""

from html import escape
from pathlib import PurePosixPath

from site_src.model import Output, Site


def sitemap(site: Site) -> Output:
    """The sitemap. Addresses in it must be absolute; `x-default` is for visitors with another language."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for edition in site.editions:
        for page in sorted(edition.pages.values(), key=lambda page: page.name):
            if page.name == "404" or page.framed:
                continue
            twins = [(other.code, f"{site.base_url}{other.pages[page.name].address}") for other in site.editions]
            twins.append(("x-default", site.default_url(page.name)))
            lines.append(f"<url><loc>{_escaped(f'{site.base_url}{page.address}')}</loc><lastmod>{page.checked.isoformat()}</lastmod>")
            lines += [f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(url)}"/>' for code, url in twins]
            lines.append("</url>")
    lines.append("</urlset>\n")
    return Output(PurePosixPath("sitemap.xml"), "\n".join(lines).encode())


def robots(site: Site) -> Output:
    """What search engines ask for first. They look for it at the root of a host only; on a site below that it does nothing."""
    return Output(PurePosixPath("robots.txt"), f"User-agent: *\nAllow: /\nSitemap: {site.base_url}sitemap.xml\n".encode())


def _escaped(text: str) -> str:
    return escape(text)
