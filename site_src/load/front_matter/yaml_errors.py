"""Explanations of invalid YAML for authors: the line, the fault and the remedy."""

import re
from collections.abc import Sequence

import yaml

from site_src.load.front_matter.schema import IN_BRACKETS, SCHEMA
from site_src.messages import Message, say

_QUOTE = say("Put the text after the colon between double quotes.")
_SPECIAL_CHARACTER = (say("a sign right after the colon that means something else there"), _QUOTE)
_NO_COLON = (say("a line without a colon"), say("Write it as “word: text”, or indent it to belong to the line above."))
_INDENTED = (say("the indentation does not fit the lines above"), say("Start every line of a group in the same column."))
_CLOSE = say("Close it, or put the text after the colon between double quotes.")
_UNCLOSED = (say("a quotation mark or bracket is opened and never closed"), _CLOSE)
_UNCLOSED_BRACKET = (say("a bracket is opened and never closed"), _CLOSE)
_OPENED = re.compile(
    r"""^(?P<indent>[ ]*)[\w-]+:[ \t]+(?:"(?:[^"\\\n]|\\.)*|'(?:[^'\n]|'')*)\n(?P<below>[ ]*)[\w-]+:(?=\s|$)""", re.MULTILINE
)
"""A quotation mark that no other follows before the next key: the parser takes that key for part of the value."""
_SYNTAX = (
    ("'\\t'", say("a tab stands where spaces should"), say("Replace the tab by spaces.")),
    ("mapping values are not allowed", say("a second colon on the line"), _QUOTE),
    ("could not find expected ':'", *_NO_COLON),
    ("unexpected end of stream", *_UNCLOSED),
    *(
        (sign, *_SPECIAL_CHARACTER)
        for sign in (
            "cannot start any token",
            "entries are not allowed here",
            "keys are not allowed here",
            "expected a comment or a line break",
            "expected alphabetic or numeric",
        )
    ),
    ("expected <block end>", *_INDENTED),
    ("expected ',' or", *_UNCLOSED_BRACKET),
    ("expected the node content", *_UNCLOSED_BRACKET),
    ("unknown escape character", say("a backslash inside double quotes"), say("Write two backslashes, or use single quotes.")),
)


def starts_with_keys(body: Sequence[str]) -> bool:
    """Return whether a text starts with front matter: known keys, and a line that closes them."""
    if not re.match(r"[\w-]+\s*:|#\s", next(filter(str.strip, body), "")):
        return False
    end = next((number for number, line in enumerate(body) if line.rstrip() == "---"), 0)
    keys = [found[1] for line in body[:end] if (found := re.match(r"([\w-]+)\s*:", line))]
    plain = all(re.match(r"[\w-]+\s*:|\s|#|$", line) for line in body[:end])
    return plain and any(key in shape for key in keys for shape in SCHEMA.values())


def explain_error(lines: Sequence[str], error: yaml.MarkedYAMLError) -> tuple[int, Message, Message]:
    """Explain a parser's error: the line, counted from 0, the fault and the remedy."""
    text = "\n".join(lines)
    for opened in _OPENED.finditer(text):
        if len(opened["below"]) <= len(opened["indent"]):
            return text.count("\n", 0, opened.start()), *_UNCLOSED
    message = f"{error.context or ''} {error.problem or ''}"
    # The parser finds an unclosed bracket at the end of the file, but the author needs the line that opens it.
    where_opened = any(sign in message for sign in ("unexpected end of stream", "could not find expected ':'", "expected ',' or"))
    mark = (where_opened and error.context_mark) or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    what, remedy = next(
        ((what, remedy) for sign, what, remedy in _SYNTAX if sign in message),
        (say("this line cannot be read ({reason})", reason=error.problem), _QUOTE),
    )
    if "mapping values" in message and re.fullmatch(r"\s+[\w-]+", lines[line][:column]):
        what, remedy = _INDENTED
        # Between two lines of one group, the line in another column is wrong.
        group = re.compile(rf"{lines[line][: len(lines[line]) - len(lines[line].lstrip())]}\S")
        line -= line > 1 and bool(group.match(lines[line - 2])) and not group.match(lines[line - 1])
    if "mapping values" in message and re.fullmatch(r"[\w-]+", lines[line][:column]):
        # This line is right: YAML read the line above it as the start of its key.
        line = next((above for above in range(line - 1, -1, -1) if lines[above].strip()), line)
        what, remedy = _NO_COLON
    if "expected '<document start>'" in message:
        line = next((number for number, text in enumerate(lines) if text.startswith(" ")), line)
        what, remedy = say("the indentation does not fit the lines below"), _INDENTED[1]
    if what == _NO_COLON[0] and (key := re.match(r"\s*([\w-]+)\s*[:=：]", lines[line])):
        what, remedy = say("no colon and space after “{key}”", key=key[1]), say("Write “{key}: …”, with both.", key=key[1])
    if "expected <block end>" in message and re.match(r"""\s*[\w-]+:\s*["'{\[]""", lines[line]):
        what, remedy = say("words after a closing bracket or quotation mark"), _QUOTE
    key = re.match(r"([\w-]+):", lines[line])
    if remedy == _CLOSE and key and key[1] in IN_BRACKETS:
        remedy = say("Close it.")
    return line, what, remedy
