"""Links and images: found in the HTML that Markdown made, and where they lead."""

import html
import posixpath
import re
from urllib.parse import unquote, urlsplit

from site_src.model import Link
from site_src.parse.marks import MARK, unmarked
from site_src.parse.place import Place

TAG = re.compile(r"""<(a|img)\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
"""A tag that may hold an address."""
_ATTRIBUTE = re.compile(r"""\b([a-z]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""")


def link(tag: re.Match[str], place: Place) -> Link | None:
    """The link in a tag; None where there is none, or one that Markdown made itself: a footnote's."""
    found = address(tag)
    if found is None:
        return None
    raw = html.unescape(found[2].strip("\"'"))
    href = unmarked(raw)
    mark = MARK.search(raw)
    if mark is None and re.match("#.*fn(ref)?[0-9]*-", href):
        return None
    line = int(mark[1]) if mark else place.line_where(re.escape(href))
    image = tag[1] == "img"
    try:
        parts = urlsplit(href)
    except ValueError:
        return Link(href, line, None, "", image)
    if parts.scheme or href.startswith("//"):
        return Link(href, line, None, "", image)
    path = unquote(parts.path)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(place.file), path)) if path else place.file
    return Link(href, line, target, unquote(parts.fragment), image)


def address(tag: re.Match[str]) -> re.Match[str] | None:
    """The attribute of a tag that holds its address."""
    wanted = "src" if tag[1] == "img" else "href"
    # Positions are the whole text's, so that the pieces can be cut there.
    matches = _ATTRIBUTE.finditer(tag.string, tag.start(2), tag.end(2))
    return next((match for match in matches if match[1] == wanted), None)


def words(tag: re.Match[str]) -> str:
    """The alt text of an image's tag; empty where it has none."""
    attributes = {match[1]: match[2].strip("\"'") for match in _ATTRIBUTE.finditer(tag[2])}
    return unmarked(attributes.get("alt", "")).strip()
