"""The Site → an Atom feed in each language: new pages, and what their authors say they changed."""

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
    said: str
    about: str

    @property
    def key(self) -> str:
        """What tells it from every other entry of its page."""
        return self.page.name + self.about


def feeds(site: Site) -> tuple[Output, ...]:
    """The feeds, newest first. Addresses in them must be absolute. A reader knows an entry again by its id, whatever its page is called."""
    return tuple(Output(PurePosixPath(edition.code, "feed.xml"), _feed(site, edition).encode()) for edition in site.editions)


def _feed(site: Site, edition: Edition) -> str:
    entries = sorted(_entries(edition), key=lambda entry: (entry.day, entry.key), reverse=True)[:_MOST]
    home = f"{site.base_url}{edition.pages['index'].address}"
    here = f"{site.base_url}{edition.code}/feed.xml"
    latest = max((entry.day for entry in entries), default=date.min)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(edition.words["language.locale"])}">',
        f"<id>{escape(here)}</id>",
        f"<title>{escape(edition.words['site.name'])}</title>",
        f"<subtitle>{escape(edition.pages['index'].title)}</subtitle>",
        f"<updated>{_moment(latest)}</updated>",
        f'<link rel="self" type="application/atom+xml" href="{escape(here)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(home)}"/>',
        f"<author><name>{escape(edition.words['site.name'])}</name></author>",
        *(line for entry in entries for line in _shown(site, entry)),
        "</feed>\n",
    ]
    return "\n".join(lines)


def _entries(edition: Edition) -> Iterator[_Entry]:
    for page in edition.pages.values():
        if page.name != "404" and not page.framed:
            yield _Entry(page.written, page, page.description, "")
            for day, said in page.changes:
                yield _Entry(day, page, said, "#changed")


def _shown(site: Site, entry: _Entry) -> Iterator[str]:
    base = urlsplit(site.base_url)
    page = entry.page
    name = f"tag:{base.hostname},{entry.day.isoformat()}:{base.path.lstrip('/')}{page.language}/{entry.key}"
    yield "<entry>"
    yield f"<id>{escape(name)}</id>"
    yield f"<title>{escape(page.title)}</title>"
    yield f'<link href="{escape(f"{site.base_url}{page.address}")}"/>'
    yield f"<published>{_moment(entry.day)}</published>"
    yield f"<updated>{_moment(entry.day)}</updated>"
    yield f"<summary>{escape(entry.said)}</summary>"
    yield "</entry>"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
