"""Site → an Atom feed in each language: new pages, and changes that authors noted."""

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from site_src.model import Edition, Output, Page, Site

_MOST = 50


class _Entry(NamedTuple):
    day: date
    page: Page
    summary: str
    suffix: str

    @property
    def key(self) -> str:
        """The entry's part of its id: unlike every other entry of its page."""
        return self.page.name + self.suffix


def make_feeds(site: Site) -> tuple[Output, ...]:
    """Make the feeds, newest entry first, at most fifty entries each.

    Addresses in a feed must be absolute. Feed readers recognise an entry by its id, which stays the same when its page gets another title
    or address.
    """
    return tuple(Output(PurePosixPath(edition.code, "feed.xml"), _make_feed(site, edition).encode()) for edition in site.editions)


def _make_feed(site: Site, edition: Edition) -> str:
    entries = sorted(_list_entries(edition), key=lambda entry: (entry.day, entry.key), reverse=True)[:_MOST]
    home = f"{site.base_url}{edition.pages['index'].address}"
    here = f"{site.base_url}{edition.code}/feed.xml"
    latest = max((entry.day for entry in entries), default=date.min)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(edition.words["language.locale"])}">',
        f"<id>{escape(here)}</id>",
        f"<title>{escape(edition.words['site.name'])}</title>",
        f"<subtitle>{escape(edition.pages['index'].title)}</subtitle>",
        f"<updated>{_format_moment(latest)}</updated>",
        f'<link rel="self" type="application/atom+xml" href="{escape(here)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(home)}"/>',
        f"<author><name>{escape(edition.words['site.name'])}</name></author>",
        *(line for entry in entries for line in _format_entry(site, entry)),
        "</feed>\n",
    ]
    return "\n".join(lines)


def _list_entries(edition: Edition) -> Iterator[_Entry]:
    for page in edition.pages.values():
        if page.name != "404" and not page.framed:
            yield _Entry(page.written, page, page.description, "")
            for day, summary in page.changes:
                yield _Entry(day, page, summary, "#changed")


def _format_entry(site: Site, entry: _Entry) -> Iterator[str]:
    base = urlsplit(site.base_url)
    page = entry.page
    name = f"tag:{base.hostname},{entry.day.isoformat()}:{base.path.lstrip('/')}{page.language}/{entry.key}"
    yield "<entry>"
    yield f"<id>{escape(name)}</id>"
    yield f"<title>{escape(page.title)}</title>"
    yield f'<link href="{escape(f"{site.base_url}{page.address}")}"/>'
    yield f"<published>{_format_moment(entry.day)}</published>"
    yield f"<updated>{_format_moment(entry.day)}</updated>"
    yield f"<summary>{escape(entry.summary)}</summary>"
    yield "</entry>"


def _format_moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
