"""Finds typing errors and misspellings of LinkedIn in documents. Its findings are warnings, which stop no build.

Only words are checked: code, addresses, HTML, ids and the layout of tables are skipped.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from site_src.messages import Message, say, say_number
from site_src.model import Document, Fix, Problem, substitute


class _Rule(NamedTuple):
    """A rule of the linter.

    `pattern`: matches an error; it never crosses the end of a line. `hint`: a quick pattern, without which a text is not searched; Python
    is quick where a pattern starts with a letter or a set of them, and slow where it starts with what must precede.
    `mend`: returns the replacement of a match, where it is mechanical.
    """

    pattern: re.Pattern[str]
    what: Message
    remedy: Message
    hint: re.Pattern[str]
    mend: "_Mend | None" = None


_Mend = Callable[[re.Match[str]], str]


def _make_rule(pattern: str, what: Message, remedy: Message, hint: str = "", mend: _Mend | None = None) -> _Rule:
    return _Rule(re.compile(pattern, re.MULTILINE), what, remedy, re.compile(hint or pattern, re.MULTILINE), mend)


def _mend_quote(found: re.Match[str]) -> str:
    """Replace a straight quotation mark by a curly one. An apostrophe may open a word, as in “’s avonds”."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    opens = not before or before[-1] in " \t\n([—–“‘"
    if found[0] == '"':
        return "“" if opens else "”"
    return "‘" if opens and not re.match(r"[stnkm]\b", after) else "’"


def _replace(text: str) -> _Mend:
    return lambda _: text


_STRANGE = "[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069ÃÂâï\ufffd\ufb00-\ufb06ĳĲ\u0370-\u04ff]"
"""The letters and signs with which the mistakes of five rules begin, and few texts have any."""
_INVISIBLE = "[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
_RULES = (
    # Copied text brings these along; they divide words or reverse their direction.
    _make_rule(_INVISIBLE, say("an invisible character"), say("Type these words again."), _STRANGE, _replace("")),
    _make_rule(r"(?<=\S) {2,}(?=\S)", say("two spaces in a row"), say("Leave one."), "  ", _replace(" ")),
    _make_rule(
        r"(?<=\S) +(?=[,;:!?](?:\s|$)|\.(?:\s|$))",
        say("a space before a punctuation mark"),
        say("Leave it out."),
        " [,;:!?.]",
        _replace(""),
    ),
    _make_rule(r"(?<=\w)'(?=\w)", say("a straight apostrophe"), say("Write ’."), "'", _replace("’")),
    _make_rule(r"(?<!\d)\"|(?<![\w\d])'|'(?!\w)", say("a straight quotation mark"), say("Write ‘…’ or “…”."), "[\"']", _mend_quote),
    _make_rule(r"\.\.\.", say("three full stops"), say("Write …"), r"\.\.\.", _replace("…")),
    # At the end of a line, they underline a heading.
    _make_rule(r"(?<![-<!])--(?![->])(?![^\S\n]*(?:\n|$))", say("two hyphens"), say("Write a dash, –."), "--", _replace("–")),
    _make_rule(
        # As two words only with a capital: “pages are linked in a text” is right.
        r"(?<![\w./@-])(?!LinkedIn\b)(?:Linked[ -][Ii]n|linked(?: I|-[Ii])n|"
        r"(?i:linkedin|linkde?in|linkedi?n|linke[dn]{0,2}ii?n|lin?d?kedin|lnkedin))(?=’s?\b|'s?\b|[^\w.’'-]|\.(?!\w)|$)",
        say("LinkedIn misspelt"),
        say("Write LinkedIn."),
        r"(?i)l\w{0,3}ked|link[de]",
        _replace("LinkedIn"),
    ),
    _make_rule(
        r"[ÃÂâï](?:(?<=[ÃÂ])[\xa0-\xbfŠšŽžŸ€ƒ]|(?<=â)€|(?<=ï)»¿)",
        say("letters of a wrong encoding"),
        say("Type these words again, and save the file as UTF-8."),
        _STRANGE,
    ),
    _make_rule("\ufffd", say("a letter that was lost"), say("Type this word again, and save the file as UTF-8."), _STRANGE),
    # A search for the word finds neither.
    _make_rule(
        "[\ufb00-\ufb06ĳĲ]",
        say("two letters in one sign"),
        say("Type the letters apart."),
        _STRANGE,
        lambda found: unicodedata.normalize("NFKC", found[0]),
    ),
    _make_rule(
        r"[\u0370-\u04ff](?:(?<=[A-Za-z].)|(?=[A-Za-z]))",
        say("a Greek or Cyrillic letter in a word"),
        say("Type this word again."),
        _STRANGE,
    ),
    _make_rule(
        r"(?<=\S)\t+(?=\S)",
        say("a tab between words"),
        say("Write cells as “| one | two |”, with a line “|---|---|” below the head."),
        "\t",
    ),
    _make_rule(
        r"(?i:\b(?:lorem ipsum|dolor sit amet)\b)|\bX{3,}\b|\bTBD\b|\?{3}|"
        r"\[(?i:nog invullen|invullen|vul in|aanvullen|nog doen|fill in|fill this in|to do|your text)\]",
        say("words that were to be replaced"),
        say("Write what should stand here."),
        r"[pPmMXT?\[](?:(?i:sum|et\b)|XX|BD|\?\?|(?i:nog|invul|vul in|aanvul|fill|to do|your))",
    ),
    # Some words may rightly stand twice: “als je je foto ververst”, “what she had had”.
    _make_rule(
        r"(?<![\w’'-])(?!(?:je|die|dat|zijn|haar|was|had|het|er|ze|we|wat|waar|me|that|who|bla|ja|nee|no)\b)([^\W\d_]{2,}) +\1\b(?![’'-])",
        say("a word twice"),
        say("Leave one out."),
        # Found from the space between them: two words that end alike, and are equal or have their last five letters in common.
        r" (?<=(\w\w) )(?= *\w*\1\b)(?:(?<=\b\1 ) *|(?<=\b(\w{3}) ) *\2|(?<=\b(\w{4}) ) *\3|(?<=(\w{5}) ) *\w*\4)\b",
        lambda found: found[1],
    ),
    _make_rule(
        r"(?<![\w.+:/\[-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        say("an e-mail address that is no link"),
        say("Write <name@example.org>, with the two signs."),
        "@",
        lambda found: f"<{found[0]}>",
    ),
)
_BODY_RULES = (
    _make_rule(
        r"\[(?<!!\[)(?i:(?:klik |kijk )?hier|deze link|lees meer|meer lezen|(?:click |see )?here|this link|read more|learn more|link)\]\(|"
        r">(?i:(?:klik )?hier|lees meer|(?:click )?here|read more)</a>",
        say("a link whose words say nothing"),
        say("Say what it leads to: many hear links without the text around them."),
    ),
    _make_rule(
        r"!\[(?i:(?:an? |een )?(?:image|picture|photo|foto|afbeelding|plaatje|screenshot|schermafbeelding|illustratie|illustration)"
        r"(?: *\d+)?|(?:an? |een )?(?:image|picture|afbeelding|plaatje) (?:of|van)\b[^\]\n]*)\]\(",
        say("an alt text that says it is a picture"),
        say("Say what the picture shows: people who hear this text are already told that it is a picture."),
        r"!\[",
    ),
    _make_rule(
        # A link with a title is left alone: its author has explained it.
        r"\]\(http://[^\s()]*\)|<http://",
        say("an address without https"),
        say('Write https://; if no page opens there, tell readers in a title: [words](http://… "Not encrypted").'),
        "http://",
    ),
)
_PAGE_RULES = (
    _make_rule(
        # Subheadings, with one “#” more, count as text below it.
        r"(#(?<=^#)#{1,5})(?!#)[^\n]*$(?=\s*(?:\Z|(?!\1#)#))",
        say("a heading with nothing under it"),
        say("Write text below it, or leave out the heading."),
    ),
)

_IS_CODE = r"""
    ^(?:```|~~~).*?^(?:```|~~~)[^\n]*$      # a block of code
    | (?<=\n\n)(?:[ ]{4}[^\n]*\n)+          # an indented one
    | (?<!`)(`+)(?!`).+?(?<!`)\1(?!`)       # code in a line
"""
_CODE = re.compile(_IS_CODE, re.VERBOSE | re.MULTILINE | re.DOTALL)
_NOT_WORDS = re.compile(
    _IS_CODE
    + r"""
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
_NOT_WORDS_START = re.compile(r"`|~|\]|\[|<|\{|h(?=ttp)|\n(?=    )")
_TABLE = re.compile(r"^\s*\|.*$", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]*(?:>[ ]?)*(?:(?:[-*+]|\d+\.|:|\[\^[^\]]+\]:)[ \t]+)?", re.MULTILINE)
# Readers never see the values of these keys.
_KEYS_WITHOUT_WORDS = frozenset({"slug", "template", "section", "base_url", "contact", "locale", "redirects"})


_HIDDEN = "\u02e3"
"""Replaces everything that is no word: a letter that nobody types, so that no two spaces come together."""
_BEFORE = re.compile(r"(?<!\S).{0,16}\Z|\S{16}\Z")
_AFTER = re.compile(r".{0,16}(?!\S)|\S{16}")
"""Context quoted around a match: up to 16 characters on either side, in whole words where possible."""


def lint(document: Document) -> tuple[Problem, ...]:
    """Find the errors in one document, sorted by line."""
    file = str(document.source)
    body, addresses = _remove_code(document.body)
    words = _INDENT.sub("", _TABLE.sub(_remove_layout, body))
    values = dict(_list_texts(document.values))
    # All texts at once: most rules find nothing in any.
    possible = _find_possible(_RULES, "\n".join((*values.values(), words)))
    findings = {
        finding for key, text in values.items() for finding in _apply_rules(possible, file, document.lines.get(key, 1), text, lines=False)
    }
    for at in addresses:
        line = document.body_line + document.body.count("\n", 0, at)
        around = document.body[at:].split(None, 1)[0]
        what, address = say("an address that is no link, at “{around}”", around=around), around.rstrip(".,;:!?)")
        findings.add(Problem(file, line, what, say("Write [words](address), or <address>."), Fix(address, f"<{address}>")))
    findings.update(_apply_rules(possible, file, document.body_line, words, lines=True))
    if rules := _find_possible((*_BODY_RULES, *(_PAGE_RULES if document.kind == "page" else ())), document.body):
        source = _CODE.sub(lambda code: _HIDDEN + "\n" * code[0].count("\n"), document.body)
        findings.update(_apply_rules(rules, file, document.body_line, source, lines=True))
    return tuple(sorted(findings))


def _find_possible(rules: tuple[_Rule, ...], text: str) -> tuple[_Rule, ...]:
    """Find the rules with a hint in a text."""
    found = {hint: hint.search(text) for hint in {rule.hint for rule in rules}}
    return tuple(rule for rule in rules if found[rule.hint])


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
    """Replace everything but words by one letter; the line numbers stay.

    Returns the text, and the position of each address that is not a link.
    """
    addresses: list[int] = []

    def replace(found: re.Match[str]) -> str:
        if found["address"]:
            addresses.append(found.start())
        return _HIDDEN + "\n" * found[0].count("\n")

    return substitute(_NOT_WORDS, _NOT_WORDS_START, replace, text), addresses


def _apply_rules(rules: Iterable[_Rule], file: str, first: int, text: str, lines: bool) -> Iterator[Problem]:
    """Apply rules to a text that starts on line `first`.

    Of each kind of error, only the first on a line is reported, with the number of others. `lines`: whether the text's lines are the
    file's; if not, every error is on line `first`.
    """
    for rule in rules:
        for at, (found, *others) in groupby(rule.pattern.finditer(text), lambda found: text.count("\n", 0, found.start())):
            start, end = text.rfind("\n", 0, found.start()) + 1, f"{text}\n".index("\n", found.end())
            head, tail = text[start : found.start()], text[found.end() : end]
            around = f"{_BEFORE.findall(head)[0]}{found[0]}{_AFTER.findall(tail)[0]}".strip().replace(_HIDDEN, "…")
            what = say("{what}, at “{around}”", what=rule.what, around=around)
            if others:
                what = say_number(
                    len(others),
                    "{what}, at “{around}” and once more",
                    "{what}, at “{around}” and {number} more times",
                    what=rule.what,
                    around=around,
                )
            yield Problem(file, first + at if lines else first, what, rule.remedy, _make_fix(rule, found, head, tail))


def _make_fix(rule: _Rule, found: re.Match[str], head: str, tail: str) -> Fix | None:
    """Make the fix of a match, with the words on both sides. `head` and `tail`: the rest of its line."""
    if not rule.mend:
        return None
    before, after = re.search(r"\S*\s?\Z", head), re.match(r"\s?\S*", tail)
    return Fix(found[0], rule.mend(found), before[0] if before else "", after[0] if after else "")
