"""Marks that carry the author's line numbers through Markdown.

Python-Markdown keeps no line numbers. So before it starts, a mark with the line goes into every address and heading: a number between two
characters of the private range, which `front` refuses in sources. Markdown carries the marks along and they are taken out again;
a link is known by its line even where two lines hold the same one.
"""

import html
import re

from site_src.model import INVISIBLE, Insert
from site_src.parse.place import Place

MARK = re.compile("\ue000([0-9]+)\ue001")
"""What stands before an address or a heading's words: the line."""
INSERT_MARK = re.compile("<p>\ue002([0-9]+)\ue003</p>")
"""What Markdown makes of an insert on a line of its own."""

_ADDRESS_OPENS = re.compile(
    r"""(?P<inline>\]\(\s*<?) | (?P<reference>^[ ]{0,3}\[(?!\^)[^\]\[]+\]:\s*<?) | (?P<html>\b(?:href|src)=["'])""", re.VERBOSE
)
_HEADING = re.compile(r"^(#{1,6})(?!#)[ \t]*")
_UNDERLINE = re.compile(r"^(=+|-+)[ \t]*$")
_CHARACTER = re.compile(r"&#(?:[xX][0-9a-fA-F]+|[0-9]+);?")
_INSERT = re.compile(r"^\s*\{\{\s*([\w-]*)\s*\}\}\s*$")


def marked(place: Place) -> tuple[str, tuple[Insert, ...]]:
    """The Markdown with its marks, and the inserts among them: a mark holds the number of its insert."""
    lines = place.text.split("\n")
    inserts: list[Insert] = []
    made: list[str] = []
    for index, line in enumerate(lines):
        mark = f"\ue000{place.first + index}\ue001"
        if "&#" in line:
            line = _CHARACTER.sub(lambda found, number=place.first + index: _shown(found[0], place, number), line)  # type: ignore[misc]
        insert = _INSERT.match(line)
        if insert:
            made.append(f"\ue002{len(inserts)}\ue003")
            inserts.append(Insert(insert[1], place.first + index))
            continue
        if "{{" in line and "`" not in line and not line.startswith(("    ", "\t")):
            place.fault(
                place.first + index, "“{{” inside a line", "Give “{{ name }}” a line of its own, with an empty line above and below."
            )
        if "[" in line or "=" in line:
            line = _ADDRESS_OPENS.sub(rf"\g<0>{mark}", line)
        below = lines[index + 1] if index + 1 < len(lines) else ""
        if _HEADING.match(line):
            line = _HEADING.sub(rf"\g<0>{mark}", line)
        elif _UNDERLINE.match(below) and re.match(r"\w", line):
            line = mark + line
        made.append(line)
    return "\n".join(made), tuple(inserts)


def _shown(reference: str, place: Place, line: int) -> str:
    """A character by its number; nothing, and a fault, where it is one that no text may hold: it could pass for a mark."""
    character = html.unescape(reference)
    if character and not INVISIBLE.search(character):
        return reference
    place.fault(line, f"an invisible or private character, {reference}", "Remove it.")
    return ""


def unmarked(text: str) -> str:
    """A text as its author wrote it."""
    return MARK.sub("", text) if "\ue000" in text else text
