"""Finds typing errors and misspellings of LinkedIn in documents. Its findings are warnings, which stop no build.

Only words are checked: code, addresses, HTML, ids and the layout of tables are skipped.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from site_src.model import Document, Problem


class _Rule(NamedTuple):
    """A rule of the linter.

    `pattern`: matches an error; it never crosses the end of a line. `hint`: a quick pattern, without which a text is not searched.
    """

    pattern: re.Pattern[str]
    what: str
    remedy: str
    hint: re.Pattern[str]


def _make_rule(pattern: str, what: str, remedy: str, hint: str) -> _Rule:
    return _Rule(re.compile(pattern), what, remedy, re.compile(hint))


_INVISIBLE = "[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
_RULES = (
    # They come with copied text, and divide words or reverse their direction.
    _make_rule(_INVISIBLE, "an invisible character", "Type these words again.", _INVISIBLE),
    _make_rule(r"(?<=\S) {2,}(?=\S)", "two spaces in a row", "Leave one.", "  "),
    _make_rule(r"(?<=\S) +(?=[,;:!?](?:\s|$)|\.(?:\s|$))", "a space before a punctuation mark", "Leave it out.", " [,;:!?.]"),
    _make_rule(r"(?<=\w)'(?=\w)", "a straight apostrophe", "Write ’.", "'"),
    _make_rule(r"(?<!\d)\"|(?<![\w\d])'|'(?!\w)", "a straight quotation mark", "Write ‘…’ or “…”.", "[\"']"),
    _make_rule(r"\.\.\.", "three full stops", "Write …", r"\.\.\."),
    # At the end of a line, they underline a heading.
    _make_rule(r"(?<![-<!])--(?![->])(?![^\S\n]*(?:\n|$))", "two hyphens", "Write a dash, –.", "--"),
    _make_rule(
        # As two words only with a capital: “pages are linked in a text” is right.
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
    | \]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+"[^"\n]*")?\)   # the address of a link
    | ^\[[^\]^][^\]]*\]:[^\n]*$             # the address of a reference link
    | <[^<>\n]*>                            # a tag, or an address between angle brackets
    | \{[:#.][^{}\n]*\}                     # an id or a class
    | \{\{[^{}\n]*\}\}                      # a shortcode
    | (?P<address>(?<!\[)https?://\S+)      # an address that is no link, unless it is the words of one
    | https?://\S+
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_TABLE = re.compile(r"^\s*\|.*$", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]*(?:>[ ]?)*(?:(?:[-*+]|\d+\.|:|\[\^[^\]]+\]:)[ \t]+)?", re.MULTILINE)
# Readers never see the values of these keys.
_KEYS_WITHOUT_WORDS = frozenset({"slug", "template", "section", "base_url", "contact", "locale", "redirects"})


def lint(document: Document) -> tuple[Problem, ...]:
    """Find the errors in one document, sorted by line."""
    file = str(document.source)
    findings = {
        finding
        for key, text in _list_texts(document.values)
        for finding in _apply_rules(file, document.lines.get(key, 1), text, lines=False)
    }
    body, addresses = _remove_code(document.body)
    for at in addresses:
        line = document.body_line + document.body.count("\n", 0, at)
        what = f"an address that is no link, at “{document.body[at : at + 32].split()[0]}”"
        findings.add(Problem(file, line, what, "Write [words](address), or <address>."))
    findings.update(_apply_rules(file, document.body_line, _INDENT.sub("", _TABLE.sub(_remove_layout, body)), lines=True))
    return tuple(sorted(findings))


def _remove_layout(row: re.Match[str]) -> str:
    """Remove the padding from a table's row, and the rule below its head."""
    return re.sub(" {2,}", " ", row[0]) if row[0].strip(" \t|:-") else ""


def _list_texts(values: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts for readers among a document's values, by dotted key."""
    for key, value in values.items():
        if isinstance(value, str) and key not in _KEYS_WITHOUT_WORDS:
            yield f"{above}{key}", value
        elif isinstance(value, Mapping):
            yield from _list_texts(value, f"{above}{key}.")


def _remove_code(text: str) -> tuple[str, list[int]]:
    """Replace everything but words by the letter x; the line numbers stay.

    The letter prevents two spaces in a row. Returns the text, and the position of each address that is not a link.
    """
    addresses: list[int] = []

    def replace(found: re.Match[str]) -> str:
        if found["address"]:
            addresses.append(found.start())
        return "x" + "\n" * found[0].count("\n")

    return _NOT_WORDS.sub(replace, text), addresses


def _apply_rules(file: str, first: int, text: str, lines: bool) -> Iterator[Problem]:
    """Apply every rule to a text that starts on line `first`.

    Of each kind of error, only the first on a line is reported, with the number of others. `lines`: whether the text's lines are the
    file's; if not, every error is on line `first`.
    """
    for rule in _RULES:
        if not rule.hint.search(text):
            continue
        for at, (found, *others) in groupby(rule.pattern.finditer(text), lambda found: text.count("\n", 0, found.start())):
            start, end = text.rfind("\n", 0, found.start()) + 1, f"{text}\n".index("\n", found.end())
            around = text[max(start, found.start() - 16) : min(end, found.end() + 16)].strip()
            more = "" if not others else " and once more" if len(others) == 1 else f" and {len(others)} more times"
            yield Problem(file, first + at if lines else first, f"{rule.what}, at “{around}”{more}", rule.remedy)
