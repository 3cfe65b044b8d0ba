"""Reads links and images from tags, and resolves their addresses."""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from site_src.load.markdown.line_markers import MARK, remove_marks
from site_src.load.markdown.location import Place
from site_src.load.markdown.tokens import Tag
from site_src.model import Link

ADDRESS: Mapping[str, str] = {"a": "href", "img": "src"}
"""By element, the attribute with its address. Pages may contain no other addresses."""


def read_link(tag: Tag, place: Place) -> Link | None:
    """Read the link in a tag; None if it has none, or one that Markdown made for a footnote."""
    raw = None if tag.closing else tag.attributes.get(ADDRESS.get(tag.name, ""))
    if raw is None:
        return None
    href = remove_marks(raw)
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
    """Return the alt text of an image's tag, or an empty text."""
    return remove_marks(tag.attributes.get("alt", "")).strip()
