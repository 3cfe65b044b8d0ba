"""Which HTML authors may write, and why not the rest.

Text, links, lists, tables and images; nothing that runs, fetches from elsewhere, leads away by itself, holds a form or another page, names
a window, or takes hold of the site's own scripts. What is not on the list is a fault, so that what browsers learn next year is one too.
"""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from site_src.parse.tokens import Tag

EVERYWHERE = frozenset({"class", "dir", "id", "lang", "title"})
"""The attributes that every element may have."""

_LIST = """
abbr b bdi bdo br cite code dfn em i kbd mark q s samp small span strong sub sup u var wbr:
a: href hreflang
del ins time: datetime
rp rt ruby:
address aside blockquote div figcaption figure h1 h2 h3 h4 h5 h6 hr p pre section summary:
details: open
img: alt src
dd dl dt ul:
li: value
ol: reversed start type
caption table tbody tfoot thead tr:
col colgroup: span
td: colspan headers rowspan
th: abbr colspan headers rowspan scope
"""
ELEMENTS: Mapping[str, frozenset[str]] = {
    name: frozenset(attributes.split())
    for names, attributes in (line.split(":") for line in _LIST.split("\n") if line)
    for name in names.split()
}
"""Every element that a page may hold, and the attributes that it may have besides those."""

CLASSES = frozenset({"words", "centred", "number", "notice", "footnote", "footnote-ref", "footnote-backref", "toc"})
"""How a column is aligned, a note that stands out, and what Markdown gives its footnotes and contents. All other classes dress the site's
frame: one could cover a page, hide a part of it, or be what a script looks for."""

_SITE = "Leave it out: the site sees to that."
_STYLE = "Remove it; the site's own style sheet does the styling."
_SCRIPTS = "Remove it; it belongs to the site's own scripts."
_LINKS = "Remove it; every link on this site opens in the same window, and the site does the rest."
_EVERYONE = "Remove it; every reader gets the same text, by eye, ear or keyboard."

_WHY_NO_ATTRIBUTE: Mapping[str, tuple[str, ...]] = {
    # It would run.
    "Remove it; no script runs on a page but the site's own.": ("on*",),
    # Scripts find their places on the page by these, templates and new elements are put together by them.
    _SCRIPTS: ("data-*", "is", "slot", "part", "exportparts", "nonce", "shadowroot*", "popover*", "command*", "invoke*"),
    # Forms and windows are found by their names, and in old ways of writing scripts so is everything.
    "Remove it; to link to this place, give it an “id”.": ("name",),
    # Who sends readers elsewhere may open, name or keep hold of a window, tell others of it, or put a file on the reader's disk.
    _LINKS: ("target", "rel", "ping", "download", "referrerpolicy", "attribution*", "type"),
    # It fetches, or decides how: of a picture the site makes several sizes, and says so itself.
    _SITE: ("srcset", "sizes", "loading", "decoding", "fetchpriority", "crossorigin", "usemap", "ismap", "lowsrc", "dynsrc"),
    # It styles, or says what a style says.
    _STYLE: ("style", "align", "valign", "bgcolor", "background", "border", "cell*", "color", "face", "size", "nowrap", "width", "height"),
    # It hides text, takes the keyboard's place, or tells listeners something else than readers see.
    _EVERYONE: ("hidden", "inert", "role", "aria-*", "tabindex", "accesskey", "autofocus", "contenteditable", "draggable", "translate"),
    # It is an address that no reader sees.
    "Remove it; name the source in the text, as a link.": ("cite",),
    # It says something to search engines that the page does not show.
    "Remove it; the site tells search engines what a page is about.": ("item*", "property", "typeof", "vocab", "prefix", "resource"),
}
_WHY_NO_ELEMENT: Mapping[str, tuple[str, ...]] = {
    # In a comment another page can hide: where it ends, readers of HTML disagree. And visitors would get it with the page.
    "Leave it out: visitors would get it, too. "
    "A note to yourself can stand between the dashes at the top, on a line that starts with “#”.": ("!",),
    # What is theirs alone: a second one would make a page hard to find one's way on.
    "Leave it out; the site already puts one on every page.": ("html", "head", "body", "main", "nav", "header", "footer", "title"),
    "Write <s>…</s>.": ("strike",),
    "Write <code>…</code>.": ("tt", "xmp", "listing", "plaintext"),
    "Write <abbr>…</abbr>.": ("acronym",),
    "Leave it out; the site's own style sheet does the styling.": ("center", "font", "big", "marquee", "blink", "basefont", "nobr"),
}
_OTHERWISE = "Leave it out; a page holds text, links, lists, tables and images."


class Refusal(NamedTuple):
    """A part of a tag that is not allowed. `sign`: the pattern of its place in the Markdown, up to its end."""

    sign: str
    what: str
    remedy: str


def check_tag(tag: Tag) -> Iterator[Refusal]:
    """Find every part of a tag that is not allowed."""
    name = tag.name
    if name == "!":
        yield Refusal(r"<[!?]|</(?![A-Za-z])", "a comment in a page", _reason(name, _WHY_NO_ELEMENT, _OTHERWISE))
        return
    if name not in ELEMENTS:
        shown = _short(name)
        yield Refusal(rf"(?i)<{re.escape(name)}(?![\w:-])", f"<{shown}> in a page", _reason(name, _WHY_NO_ELEMENT, _OTHERWISE))
        return
    for key, value in tag.attributes.items():
        if key not in EVERYWHERE and key not in ELEMENTS[name]:
            sign = rf"{_inside(name)}{re.escape(key)}(?![\w:-])"
            remedy = _reason(key, _WHY_NO_ATTRIBUTE, "Leave it out: it says nothing to readers.")
            if name == "img" and key in ("width", "height"):
                remedy = f"{_SITE} To show a picture smaller, make the file itself smaller."
                yield Refusal(sign, f"the attribute “{key}” of an image", remedy)
            else:
                yield Refusal(sign, f"the attribute “{_short(key)}” in a page", remedy)
        for word in value.split() if key == "class" else ():
            if word not in CLASSES:
                sign = rf"{_inside(name)}(?:class\s*=[^<>{{}}]*?|\.){re.escape(word)}(?![\w-])"
                yield Refusal(sign, f"the class “{_short(word)}” in a page", _STYLE)


def _inside(name: str) -> str:
    """A pattern for what stands before an attribute: its tag up to there, or a list of attributes."""
    return rf"(?i)(?:<{name}|\{{)(?:[^<>{{}}]*?[\s:/\"'])?"


def _reason(name: str, reasons: Mapping[str, tuple[str, ...]], otherwise: str) -> str:
    return next((why for why, patterns in reasons.items() if any(fnmatchcase(name, pattern) for pattern in patterns)), otherwise)


def _short(name: str) -> str:
    return name if len(name) <= 30 else f"{name[:29]}…"
