"""The HTML that authors may write, and the remedies for all other HTML.

Allowed are text, links, lists, tables and images; not allowed is anything that runs, fetches from elsewhere, redirects, contains a form or
another page, names a window, or interferes with the site's own scripts. It is a list of what is allowed, so that elements which browsers
add later are refused, too.
"""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from site_src.load.markdown.tokens import Tag
from site_src.messages import Message, say, shorten

EVERYWHERE = frozenset({"class", "dir", "id", "lang", "title"})
"""The attributes allowed on every element."""

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
"""The allowed elements, each with its allowed attributes besides those in `EVERYWHERE`."""

CLASSES = frozenset({"words", "centred", "number", "notice", "footnote", "footnote-ref", "footnote-backref", "toc"})
"""The allowed classes: the alignment of columns, a notice, and Markdown's classes for footnotes and contents.

All other classes style the site's frame: one could cover a page, hide part of it, or be a hook for a script.
"""

_SITE = say("Leave it out: the site sees to that.")
_STYLE = say("Remove it; the site's own style sheet does the styling.")
_SCRIPTS = say("Remove it; it belongs to the site's own scripts.")
_LINKS = say("Remove it; every link on this site opens in the same window, and the site does the rest.")
_EVERYONE = say("Remove it; every reader gets the same text, by eye, ear or keyboard.")

_ATTRIBUTE_REMEDIES: Mapping[Message, tuple[str, ...]] = {
    # It would run.
    say("Remove it; no script runs on a page but the site's own."): ("on*",),
    # Scripts use these as hooks, and templates and custom elements are built with them.
    _SCRIPTS: ("data-*", "is", "slot", "part", "exportparts", "nonce", "shadowroot*", "popover*", "command*", "invoke*"),
    # Scripts can find forms and windows by their names, and in an old style of scripts every element.
    say("Remove it; to link to this place, give it an “id”."): ("name",),
    # They make a link open, name or control a window, notify another site, or save a file on the reader's disk.
    _LINKS: ("target", "rel", "ping", "download", "referrerpolicy", "attribution*", "type"),
    # They fetch, or decide how. The site makes several sizes of an image and writes these attributes itself.
    _SITE: ("srcset", "sizes", "loading", "decoding", "fetchpriority", "crossorigin", "usemap", "ismap", "lowsrc", "dynsrc"),
    # They style.
    _STYLE: ("style", "align", "valign", "bgcolor", "background", "border", "cell*", "color", "face", "size", "nowrap", "width", "height"),
    # They hide text, change how the keyboard works, or give screen readers another text than readers see.
    _EVERYONE: ("hidden", "inert", "role", "aria-*", "tabindex", "accesskey", "autofocus", "contenteditable", "draggable", "translate"),
    # No reader sees this address.
    say("Remove it; name the source in the text, as a link."): ("cite",),
    # They give search engines information that the page does not show.
    say("Remove it; the site tells search engines what a page is about."): ("item*", "property", "typeof", "vocab", "prefix", "resource"),
}
_ELEMENT_REMEDIES: Mapping[Message, tuple[str, ...]] = {
    # A comment can hide HTML, since HTML parsers disagree about where it ends. And visitors would get it with the page.
    say(
        "Leave it out: visitors would get it, too. "
        "A note to yourself can stand between the dashes at the top, on a line that starts with “#”."
    ): ("!",),
    # The frame of the page has these: with a second one, a page would be hard to navigate.
    say("Leave it out; the site already puts one on every page."): ("html", "head", "body", "main", "nav", "header", "footer", "title"),
    say("Write <s>…</s>."): ("strike",),
    say("Write <code>…</code>."): ("tt", "xmp", "listing", "plaintext"),
    say("Write <abbr>…</abbr>."): ("acronym",),
    say("Leave it out; the site's own style sheet does the styling."): ("center", "font", "big", "marquee", "blink", "basefont", "nobr"),
}
_DEFAULT_REMEDY = say("Leave it out; a page holds text, links, lists, tables and pictures.")
_LONGEST = 30
"""The most characters of a name that a fault quotes."""


class Refusal(NamedTuple):
    """A part of a tag that is not allowed.

    `pattern`: a regular expression that finds it in the Markdown, up to its end.
    """

    pattern: str
    what: Message
    remedy: Message


def check_tag(tag: Tag) -> Iterator[Refusal]:
    """Find every part of a tag that is not allowed."""
    name = tag.name
    if name == "!":
        yield Refusal(r"<[!?]|</(?![A-Za-z])", say("a comment in a page"), _find_remedy(name, _ELEMENT_REMEDIES, _DEFAULT_REMEDY))
        return
    if name not in ELEMENTS:
        yield Refusal(
            rf"(?i)<{re.escape(name)}(?![\w:-])",
            say("<{name}> in a page", name=shorten(name, _LONGEST)),
            _find_remedy(name, _ELEMENT_REMEDIES, _DEFAULT_REMEDY),
        )
        return
    for key, value in tag.attributes.items():
        if key not in EVERYWHERE and key not in ELEMENTS[name]:
            pattern = rf"{_before_attribute(name)}{re.escape(key)}(?![\w:-])"
            remedy = _find_remedy(key, _ATTRIBUTE_REMEDIES, say("Leave it out: it says nothing to readers."))
            if name == "img" and key in ("width", "height"):
                remedy = say("Leave it out: the site sees to that. To show a picture smaller, make the file itself smaller.")
                yield Refusal(pattern, say("the attribute “{name}” of a picture", name=key), remedy)
            else:
                yield Refusal(pattern, say("the attribute “{name}” in a page", name=shorten(key, _LONGEST)), remedy)
        for word in value.split() if key == "class" else ():
            if word not in CLASSES:
                pattern = rf"{_before_attribute(name)}(?:class\s*=[^<>{{}}]*?|\.){re.escape(word)}(?![\w-])"
                yield Refusal(pattern, say("the class “{name}” in a page", name=shorten(word, _LONGEST)), _STYLE)


def _before_attribute(name: str) -> str:
    """Return a pattern for the text before an attribute: its tag up to there, or a list of attributes."""
    return rf"(?i)(?:<{name}|\{{)(?:[^<>{{}}]*?[\s:/\"'])?"


def _find_remedy(name: str, remedies: Mapping[Message, tuple[str, ...]], default: Message) -> Message:
    return next((remedy for remedy, patterns in remedies.items() if any(fnmatchcase(name, each) for each in patterns)), default)
