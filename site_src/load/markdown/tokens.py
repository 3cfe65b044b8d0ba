"""HTML → its tags and texts, as browsers read them.

Most of Markdown's HTML is so plain that one split reads it: lower-case tags, values in double quotes, nothing misnested. A parser that
follows the HTML standard reads all other HTML, in ten times the time. A test compares the two, and both with real browsers.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from justhtml import Node
    from justhtml.parser.stream import StreamEvent

DEEPEST = 100
"""The deepest nesting of elements allowed. From 512 on, browsers no longer nest elements as they are written."""


class Tag(NamedTuple):
    """A tag.

    `name`: `!` for a comment or a declaration. `source`: the tag in plain notation, however its author wrote it.
    """

    name: str
    attributes: Mapping[str, str] = {}
    closing: bool = False
    source: str = ""


class Text(NamedTuple):
    """The characters between two tags, and their notation in HTML."""

    words: str
    source: str


Token = Tag | Text


class Reading(NamedTuple):
    """The tokens of a piece of HTML.

    `astray`: the index of the first token that browsers nest differently from how it is written, or None.
    `complete`: whether its end is outside of any tag.
    """

    tokens: tuple[Token, ...]
    astray: int | None = None
    complete: bool = True


def read(markup: str) -> Reading:
    """Read the tokens of a piece of HTML, by the fast reader if possible."""
    tokens = read_fast(markup)
    return Reading(tokens) if tokens is not None else read_standard(markup)


def write_tag(name: str, attributes: Mapping[str, str]) -> Tag:
    """Make an opening tag in plain notation."""
    values = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return Tag(name, attributes, False, f"<{name}{values}>")


def close_tag(name: str) -> Tag:
    """Make a closing tag."""
    return Tag(name, closing=True, source=f"</{name}>")


VOID = frozenset({"br", "col", "hr", "img", "wbr"})
"""The elements without a closing tag, among those allowed in a page."""
_INLINE = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "s"}
    | {"samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
_LINES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "summary"})
_HOLDERS = frozenset({"blockquote", "dd", "details", "div", "dt", "figcaption", "figure", "li", "section", "td", "th", ""})
_ROWS = frozenset({"tbody", "tfoot", "thead"})
_ANYTHING = _INLINE | _LINES | {"blockquote", "details", "div", "dl", "figure", "figcaption", "hr", "ol", "section", "table", "ul"}
_CHILDREN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_INLINE | _LINES, _INLINE),
    **dict.fromkeys(_HOLDERS, _ANYTHING),
    "dl": frozenset({"dd", "dt"}),
    "ol": frozenset({"li"}),
    "ul": frozenset({"li"}),
    "table": _ROWS,
    **dict.fromkeys(_ROWS, frozenset({"tr"})),
    "tr": frozenset({"td", "th"}),
}
"""By element, the children with which browsers open and close nothing by themselves; the page's body has an empty name."""
_WITHOUT_TEXT = _ROWS | {"dl", "ol", "table", "tr", "ul"}

_SPLIT = re.compile("<([^<>]*)>")
_REFERENCE = "&(?:amp|lt|gt|quot|nbsp|#(?:3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-6]|160|8[0-9]{3}));"
_STRAY_AMPERSAND = re.compile(f"&(?!{_REFERENCE[1:]})")
_TAG = re.compile(rf'([a-z][a-z0-9]*)((?: [a-z][a-z-]*="(?:[^"&]|{_REFERENCE})*")*)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_BARE = {name: Tag(name, source=f"<{name}>") for name in _CHILDREN if name}
_BREAK = Text("\n", "\n")
_CLOSING = {f"/{name}": close_tag(name) for name in _CHILDREN if name}


def read_fast(markup: str) -> tuple[Token, ...] | None:
    """Read plain HTML, which every parser reads alike; return None if it may not be plain."""
    if "\0" in markup or "\f" in markup or "\r" in markup:
        return None
    tokens: list[Token] = []
    around = [""]
    is_tag = True
    for part in _SPLIT.split(markup):
        is_tag = not is_tag
        if not is_tag:
            if not part:
                continue
            if part == "\n" and around[-1] != "pre":
                tokens.append(_BREAK)
                continue
            parent = around[-1]
            if "<" in part or (parent in _WITHOUT_TEXT and not part.isspace()) or (parent == "pre" and part[0] == "\n"):
                return None
            if "&" not in part:
                tokens.append(Text(part, part))
            elif _STRAY_AMPERSAND.search(part):
                return None
            else:
                tokens.append(Text(html.unescape(part), part))
            continue
        tag = _CLOSING.get(part)
        if tag:
            if around.pop() != tag.name:
                return None
            tokens.append(tag)
            continue
        tag = _BARE.get(part) or _parse_tag(part)
        if not tag or tag.name not in _CHILDREN[around[-1]] or (tag.name == "a" and "a" in around):
            return None
        tokens.append(tag)
        if tag.name not in VOID:
            around.append(tag.name)
            if len(around) > DEEPEST:
                return None
    return tuple(tokens) if len(around) == 1 else None


def _parse_tag(inside: str) -> Tag | None:
    found = _TAG.fullmatch(inside)
    if not found:
        return None
    attributes: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(found[2]):
        # Of two attributes with one name, browsers take the first: the standard parser decides.
        if name in attributes:
            return None
        attributes[name] = html.unescape(value) if "&" in value else value
    return Tag(found[1], attributes, False, f"<{inside}>")


END_TAGS = (Tag("x-end", source="<x-end>"), close_tag("x-end"))
"""An element put after the HTML to be read: if it is not read back, something unclosed contains it."""
_IMPLIED = frozenset({"tbody", "colgroup"})
"""The elements that browsers add to a table, and that authors leave out."""


def read_standard(markup: str) -> Reading:
    """Read tokens by the HTML standard, and compare them with the tree that browsers build."""
    from justhtml import stream

    ended = markup + "".join(tag.source for tag in END_TAGS)
    tokens = tuple(_convert_events(stream(ended)))
    astray = _find_difference(tokens, walk_tree(ended))
    complete = tokens[-2:] == END_TAGS
    return Reading(tokens[:-2] if complete else tokens, astray, complete)


def _convert_events(events: "Iterable[StreamEvent]") -> Iterator[Token]:
    for is_text, run in groupby(events, lambda event: event[0] == "text"):
        if is_text:
            words = "".join(str(data) for _, data in run)
            yield Text(words, html.escape(words, quote=False))
            continue
        for event in run:
            match event:
                case "start", (name, attributes):
                    yield write_tag(name, {key: value or "" for key, value in attributes.items()})
                case "end", str(name):
                    yield close_tag(name)
                case _:
                    yield Tag("!")


def walk_tree(markup: str) -> Iterator[Token]:
    """Yield the tokens of the tree that browsers build from HTML."""
    from justhtml import JustHTML

    root = JustHTML(markup, sanitize=False, fragment=True).root
    remaining: list[Node | Tag] = list(reversed(root.children or ()))
    while remaining:
        node = remaining.pop()
        if isinstance(node, Tag):
            yield node
        elif node.name == "#text":
            yield Text(str(node.data), "")
        elif node.name.startswith(("#", "!")):
            yield Tag("!")
        else:
            yield Tag(node.name, {key: value or "" for key, value in (node.attrs or {}).items()})
            if node.name not in VOID:
                remaining.append(close_tag(node.name))
            remaining += reversed(node.children or ())


def _normalize(tokens: Iterable[Token]) -> Iterator[tuple[int, object]]:
    """Yield each token's index and the part to compare, without spaces and implied tags."""
    text, start = "", 0
    for number, token in enumerate(tokens):
        if isinstance(token, Text):
            start = start if text else number
            text += "".join(token.words.split())
        elif token.name not in _IMPLIED:
            if text:
                yield start, text
                text = ""
            yield number, (token.name, token.attributes, token.closing)
    if text:
        yield start, text


def _find_difference(written: Iterable[Token], built: Iterable[Token]) -> int | None:
    """Return the index of the first token with another place in the tree, or None."""
    number = 0
    for mine, other in zip_longest(_normalize(written), _normalize(built)):
        number = mine[0] if mine else number
        if not mine or not other or mine[1] != other[1]:
            return number
    return None
