"""Documents → what a reader would trip over: slips of the keyboard and the name of LinkedIn misspelt. Warnings: none of them stops a build.

Only words are looked at. Code, addresses, HTML, ids and the layout of tables mean what they say.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from site_src.model import Document, Problem


class _Slip(NamedTuple):
    """Something to trip over. No pattern reaches over the end of a line. `sign`: a pattern for what a text must hold to be gone through."""

    pattern: re.Pattern[str]
    what: str
    remedy: str
    sign: re.Pattern[str]


def _slip(pattern: str, what: str, remedy: str, sign: str) -> _Slip:
    return _Slip(re.compile(pattern), what, remedy, re.compile(sign))


_INVISIBLE = "[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
_SLIPS = (
    # They come along with what is copied from elsewhere, and part words or turn them round.
    _slip(_INVISIBLE, "an invisible character", "Type these words again.", _INVISIBLE),
    _slip(r"(?<=\S) {2,}(?=\S)", "two spaces in a row", "Leave one.", "  "),
    _slip(r"(?<=\S) +(?=[,;:!?](?:\s|$)|\.(?:\s|$))", "a space before a punctuation mark", "Leave it out.", " [,;:!?.]"),
    _slip(r"(?<=\w)'(?=\w)", "a straight apostrophe", "Write ’.", "'"),
    _slip(r"(?<!\d)\"|(?<![\w\d])'|'(?!\w)", "a straight quotation mark", "Write ‘…’ or “…”.", "[\"']"),
    _slip(r"\.\.\.", "three full stops", "Write …", r"\.\.\."),
    # At the end of a line they underline a heading.
    _slip(r"(?<![-<!])--(?![->])(?![^\S\n]*(?:\n|$))", "two hyphens", "Write a dash, –.", "--"),
    _slip(
        # Of two words only with a capital: pages are linked in a text.
        r"(?<![\w./@-])(?!LinkedIn\b)(?:Linked[ -][Ii]n|linked(?: I|-[Ii])n|"
        r"(?i:linkedin|linkde?in|linkedi?n|linke[dn]{0,2}ii?n|lin?d?kedin|lnkedin))(?=’s?\b|'s?\b|[^\w.’'-]|\.(?!\w)|$)",
        "LinkedIn misspelt",
        "Write LinkedIn.",
        r"(?i)l\w{0,3}ked|link[de]",
    ),
)

_NOT_WORDS = re.compile(
    r"""
    ^(?:```|~~~).*?^(?:```|~~~)[^\n]*$      # a block of code
    | (?<=\n\n)(?:[ ]{4}[^\n]*\n)+          # an indented one
    | (?<!`)(`+)(?!`).+?(?<!`)\1(?!`)       # code in a line
    | \]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+"[^"\n]*")?\)   # where a link leads
    | ^\[[^\]^][^\]]*\]:[^\n]*$             # and where it leads further down
    | <[^<>\n]*>                            # a tag, or an address between angle brackets
    | \{[:#.][^{}\n]*\}                     # an id or a class
    | \{\{[^{}\n]*\}\}                      # a table made from the model
    | (?P<bare>(?<!\[)https?://\S+)         # an address that is no link, unless it is the words of one
    | https?://\S+
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_TABLE = re.compile(r"^\s*\|.*$", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]*(?:>[ ]?)*(?:(?:[-*+]|\d+\.|:|\[\^[^\]]+\]:)[ \t]+)?", re.MULTILINE)
# What is not for readers to read.
_KEYS_WITHOUT_WORDS = frozenset({"slug", "template", "section", "base_url", "contact", "locale", "redirects"})


def proofread(document: Document) -> tuple[Problem, ...]:
    """The slips in one document, in the order in which they stand."""
    file = str(document.source)
    found = {problem for key, text in _spoken(document.values) for problem in _slips(file, document.lines.get(key, 1), text, lines=False)}
    bare: list[int] = []
    body = _TABLE.sub(_row, _without_what_is_no_word(document.body, bare))
    for at in bare:
        line = document.body_line + document.body.count("\n", 0, at)
        what = f"an address that is no link, at “{document.body[at : at + 32].split()[0]}”"
        found.add(Problem(file, line, what, "Write [words](address), or <address>."))
    found.update(_slips(file, document.body_line, _INDENT.sub("", body), lines=True))
    return tuple(sorted(found))


def _row(row: re.Match[str]) -> str:
    """A row of a table without its layout; nothing of the line below the table's head."""
    return re.sub(" {2,}", " ", row[0]) if row[0].strip(" \t|:-") else ""


def _spoken(values: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    """Everything in a document's values that somebody reads, by its dotted key."""
    for key, value in values.items():
        if isinstance(value, str) and key not in _KEYS_WITHOUT_WORDS:
            yield f"{above}{key}", value
        elif isinstance(value, Mapping):
            yield from _spoken(value, f"{above}{key}.")


def _without_what_is_no_word(text: str, bare: list[int]) -> str:
    """A text of the same lines in which only words are left. Code becomes a letter, so that no space beside it seems doubled. `bare`: gets
    where the addresses stand that are no links."""

    def without(found: re.Match[str]) -> str:
        if found["bare"]:
            bare.append(found.start())
        return "x" + "\n" * found[0].count("\n")

    return _NOT_WORDS.sub(without, text)


def _slips(file: str, first: int, text: str, lines: bool) -> Iterator[Problem]:
    """The slips in a text that starts on line `first`: of each kind the first on a line, with how many follow there.

    `lines`: whether the text's lines are the file's.
    """
    for slip in _SLIPS:
        if not slip.sign.search(text):
            continue
        for at, (found, *others) in groupby(slip.pattern.finditer(text), lambda found: text.count("\n", 0, found.start())):
            start, end = text.rfind("\n", 0, found.start()) + 1, f"{text}\n".index("\n", found.end())
            around = text[max(start, found.start() - 16) : min(end, found.end() + 16)].strip()
            more = "" if not others else " and once more" if len(others) == 1 else f" and {len(others)} more times"
            yield Problem(file, first + at if lines else first, f"{slip.what}, at “{around}”{more}", slip.remedy)
