"""Marks that carry the author's line numbers through Python-Markdown, which drops them.

Before the conversion, each address and heading gets a mark with its line: a number between two characters of the private range, which
`front_matter` refuses in sources. Markdown leaves the marks alone, and they are removed afterwards. They also distinguish two links with
the same address on different lines.
"""

import html
import re
from collections.abc import Callable
from itertools import pairwise

from site_src.load.markdown.location import Place
from site_src.messages import say
from site_src.model import INVISIBLE, Shortcode, substitute

MARK = re.compile("\ue000([0-9]+)\ue001")
"""The mark before an address or a heading's words; the number is the line."""
SHORTCODE_MARK = re.compile("<p>\ue002([0-9]+)\ue003</p>")
"""The paragraph that Markdown makes of a shortcode alone on its line; the number is that of the shortcode."""

_ADDRESS_OPENS = re.compile(
    r"""(?P<inline>\]\(\s*<?) | (?P<reference>^[ ]{0,3}\[(?!\^)[^\]\[]+\]:\s*<?) | (?P<html>\b(?:href|src)=["'])""", re.VERBOSE
)
_ADDRESS_STARTS = re.compile(r"\]|h(?=ref=)|s(?=rc=)")
_HEADING = re.compile(r"^(#{1,6})(?!#)[ \t]*")
_UNDERLINE = re.compile(r"^(=+|-+)[ \t]*$")
_CHARACTER = re.compile(r"&#(?:[xX][0-9a-fA-F]+|[0-9]+);?")
_SHORTCODE = re.compile(r"^\s*\{\{\s*([\w-]*)(?: +([\w-]+))?\s*\}\}\s*$")


def mark_lines(place: Place) -> tuple[str, tuple[Shortcode, ...]]:
    """Put marks into a file's Markdown; return it with its shortcodes, in the order of their marks."""
    lines = place.text.split("\n")
    shortcodes: list[Shortcode] = []
    marked: list[str] = []
    for index, (line, below) in enumerate(pairwise((*lines, ""))):
        mark = f"\ue000{place.first + index}\ue001"
        if "&#" in line:
            line = _CHARACTER.sub(lambda found, number=place.first + index: _refuse_invisible(found[0], place, number), line)  # type: ignore[misc]
        if "{{" in line and (shortcode := _SHORTCODE.match(line)):
            marked.append(f"\ue002{len(shortcodes)}\ue003")
            shortcodes.append(Shortcode(shortcode[1], place.first + index, shortcode[2] or ""))
            continue
        if "{{" in line and "`" not in line and not line.startswith(("    ", "\t")):
            place.fault(
                place.first + index,
                say("“{{” inside a line"),
                say("Give “{{ name }}” a line of its own, with an empty line above and below."),
            )
        if "[" in line or "=" in line:
            line = substitute(_ADDRESS_OPENS, _ADDRESS_STARTS, _append(mark), line)
        if line.startswith("#"):
            line = _HEADING.sub(rf"\g<0>{mark}", line)
        elif _UNDERLINE.match(below) and re.match(r"\w", line):
            line = mark + line
        marked.append(line)
    return "\n".join(marked), tuple(shortcodes)


def _append(mark: str) -> Callable[[re.Match[str]], str]:
    return lambda found: found[0] + mark


def _refuse_invisible(reference: str, place: Place, line: int) -> str:
    """Remove and report a reference to a forbidden character, which could pass for a mark."""
    character = html.unescape(reference)
    if character and not INVISIBLE.search(character):
        return reference
    place.fault(line, say("an invisible or private character, {reference}", reference=reference), say("Remove it."))
    return ""


def remove_marks(text: str) -> str:
    """Remove the marks from a text."""
    return MARK.sub("", text) if "\ue000" in text else text
