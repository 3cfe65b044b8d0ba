"""Site → sitemap.xml, with every page's translations; and robots.txt, which names it."""

from html import escape
from pathlib import PurePosixPath

from site_src.model import Output, Site


def make_sitemap(site: Site) -> Output:
    """Make the sitemap. Addresses in it must be absolute; `x-default` is for visitors with another language."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for edition in site.editions:
        for page in sorted(edition.pages.values(), key=lambda page: page.name):
            if page.name == "404" or page.framed:
                continue
            translations = [(other.code, f"{site.base_url}{other.pages[page.name].address}") for other in site.editions]
            translations.append(("x-default", site.default_url(page.name)))
            lines.append(f"<url><loc>{escape(f'{site.base_url}{page.address}')}</loc><lastmod>{page.checked.isoformat()}</lastmod>")
            lines += [f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(url)}"/>' for code, url in translations]
            lines.append("</url>")
    lines.append("</urlset>\n")
    return Output(PurePosixPath("sitemap.xml"), "\n".join(lines).encode())


def make_robots(site: Site) -> Output:
    """Make robots.txt. Search engines look for it at the root of a host only; on a site below that it does nothing."""
    return Output(PurePosixPath("robots.txt"), f"User-agent: *\nAllow: /\nSitemap: {site.base_url}sitemap.xml\n".encode())
