"""Links and images: the tags that hold an address, and where it leads."""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from site_src.model import Link
from site_src.parse.marks import MARK, unmarked
from site_src.parse.place import Place
from site_src.parse.tokens import Tag

ADDRESS: Mapping[str, str] = {"a": "href", "img": "src"}
"""By element, the attribute that holds its address. No other address is allowed in a page."""


def link(tag: Tag, place: Place) -> Link | None:
    """The link in a tag; None where there is none, or one that Markdown made itself: a footnote's."""
    raw = None if tag.closing else tag.attributes.get(ADDRESS.get(tag.name, ""))
    if raw is None:
        return None
    href = unmarked(raw)
    mark = MARK.search(raw)
    if mark is None and re.match("#.*fn(ref)?[0-9]*-", href):
        return None
    line = int(mark[1]) if mark else place.line_where(re.escape(href))
    image = tag.name == "img"
    try:
        parts = urlsplit(href)
    except ValueError:
        return Link(href, line, None, "", image)
    if parts.scheme or href.startswith("//"):
        return Link(href, line, None, "", image)
    path = unquote(parts.path)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(place.file), path)) if path else place.file
    return Link(href, line, target, unquote(parts.fragment), image)


def read_alt(tag: Tag) -> str:
    """The alt text of an image's tag; empty where it has none."""
    return unmarked(tag.attributes.get("alt", "")).strip()
