"""Finds Markdown signs that were not converted, because of a mistake beside them; readers would see them."""

import html
import re
from collections.abc import Callable
from typing import NamedTuple

from site_src.load.markdown.line_markers import remove_marks
from site_src.load.markdown.location import Place
from site_src.messages import Message, say, say_number


class _Sign(NamedTuple):
    """A sign that has no meaning where readers can see it. In `what`, `{sign}` stands for the sign itself.

    `pattern`: starts with the sign, because Python is slow to find what starts with a condition. `opens`: whether it counts only at the
    start of a paragraph or an item.
    """

    pattern: re.Pattern[str]
    what: Message
    remedy: Message
    opens: bool = False


_ADDRESS = r"(?:[\w./-]+\.md(?:#[\w-]*)?|https?://[^\s()\[\]]+)"
_NOTICE = say('Write <div class="notice">…</div>, with an empty line above and below it.')
_NOTE_TO_SELF = say("A note to yourself can stand between the dashes at the top, on a line that starts with “#”.")
_SIGNS = (
    _Sign(
        re.compile("```|~~~"),
        say("“{sign}”, which marks no code here"),
        say("Indent each line of code by four spaces, with an empty line above the first."),
    ),
    _Sign(
        re.compile("`(?<!``)(?!``)"),
        say("a “{sign}” that nothing closes"),
        say("Close it in the same paragraph, or write \\` for the sign itself; an apostrophe is ’."),
    ),
    _Sign(
        re.compile(r"\*\*"),
        say("“{sign}” that makes nothing bold"),
        say("Put it right before the first word and right after the last, in one paragraph; in HTML write <strong>…</strong>."),
    ),
    _Sign(re.compile("~~(?<!~~~)(?!~)"), say("“{sign}”, which strikes nothing out here"), say("Write <s>…</s>.")),
    _Sign(
        re.compile(rf"\]\s+\({_ADDRESS}\)|\)\[{_ADDRESS}\]|\[[^\[\]()]*\({_ADDRESS}\)|\]{_ADDRESS}\)|\[\[[^\[\]]+\]\]"),
        say("a link that cannot be read"),
        say("Write it as [words](address), with nothing between the two."),
    ),
    _Sign(
        re.compile(r"\{[:#.][\w .:#=-]*\}?"),
        say("“{sign}”, which readers would see"),
        say("A name stands at the very end of a heading, “## Words {#name}”; leave out anything else between such brackets."),
    ),
    _Sign(
        re.compile(r"\{(?<!\{\{)\s*[a-z_]+(?: [\w-]+)?\s*\}(?!\})"),
        say("“{sign}”, which inserts nothing here"),
        say("Write it with two brackets on each side, such as “{{ weights }}”, on a line of its own; for the sign itself write \\{."),
    ),
    _Sign(
        re.compile(r"\{%.*?(?:%\}|$)"),
        say("“{sign}”, which readers would see"),
        say("Leave it out: a page is text, and “{{ weights }}” inserts a table."),
    ),
    _Sign(re.compile("%%"), say("“{sign}”, which readers would see"), _NOTE_TO_SELF),
    _Sign(re.compile("<!--|&lt;!--"), say("“{sign}”, a comment that nothing closes"), _NOTE_TO_SELF),
    _Sign(re.compile(r"==[^=\s][^=\n]*=="), say("“{sign}”, which marks nothing here"), say("Write <mark>…</mark>.")),
    _Sign(re.compile(r"\^[^\s^<>]+\^"), say("“{sign}”, which raises nothing here"), say("Write <sup>…</sup>.")),
    _Sign(re.compile(r"~(?<!~~)[^\s~<>]+~(?!~)"), say("“{sign}”, which lowers nothing here"), say("Write <sub>…</sub>.")),
    _Sign(re.compile(r"\$\$"), say("“{sign}”, which makes no formula here"), say("Write it as text, with <sup>…</sup> and <sub>…</sub>.")),
    _Sign(
        re.compile(r":(?<![\w:]:):?[a-z][a-z0-9_+-]*:(?!\w)"),
        say("“{sign}”, which makes no picture here"),
        say("Put the sign itself there, or leave it out."),
    ),
    _Sign(
        re.compile(r"!!!(?<![^\n>]!!!)(?=\s+\w)|:::(?<![^\n>]:::)|\[(?<![^\n>]\[)!\w+\]"),
        say("“{sign}”, which makes no notice here"),
        _NOTICE,
        opens=True,
    ),
    _Sign(
        re.compile(r"\[(?<![^\n>]\[)[ xX]\](?=\s)"),
        say("“{sign}”, which makes no box to tick"),
        say("Leave it out: “- ” alone makes an item of a list."),
        opens=True,
    ),
    _Sign(
        re.compile(r"&(?:amp;)?[A-Za-z]+;"),
        say("“{sign}”, which is not the name of a sign"),
        say("Check its name, or put the sign itself there."),
    ),
    _Sign(
        re.compile(r"\*(?:(?<!\*\*)(?=[^\W_])|(?<=[^\W_]\*)(?!\*))"),
        say("a “{sign}” that nothing closes"),
        say("Put one right before the first word and one right after the last, in one paragraph; for the sign itself write \\*."),
    ),
    _Sign(
        re.compile(r"_(?:(?<!\w_)(?=[^\W_])|(?<=[^\W_]_)(?!\w))"),
        say("a “{sign}” that nothing closes"),
        say("Put one right before the first word and one right after the last, in one paragraph; for the sign itself write \\_."),
    ),
)
_ANY_SIGN = re.compile("|".join(sign.pattern.pattern for sign in _SIGNS))
_AROUND = 15
"""The number of characters on both sides by which a sign is found in the author's text."""
_OPENING = re.compile(r"[\s>]*(?:(?:[-*+]|\d+\.)\s+)?")
"""The start of a line, as far as Markdown reads it as the start of a paragraph or an item."""

_LIST = say("Put an empty line above it, and start each line with “- ” or “1. ”.")
_RULE = re.compile(r"[ ]{0,3}(?=.*\|)[|:-][ |:-]*$")
_SLIGHT_INDENT = re.compile(r"\n[ ]{1,3}(?=(?:[-*+]|\d+\.)[ ])")
"""The spaces before an item of a list that Markdown ignores."""
_LISTED = re.compile(r"([ ]{0,3})(?:[-*+]|\d+\.)[ ]")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_ITEM = re.compile(r"(?:[-*+–—•·o]|\d{1,2}[.)])\s|[-*•·](?=[^\W\d_])")
_BULLET = re.compile(r"[•·▪◦‣►➢➤●○■□](?:\s|$)|o\s")
"""The bullets of word processors, which start no sentence: one is enough to make a list."""
_LINE = re.compile(r"\n(?:<p>)?(?:[-*+–—•·▪◦‣►➢➤●○■□|]|o\s|\d{1,2}[.)]\s)|\|.*\|")
_CODE = re.compile(r"<pre><code>(.*?)</code></pre>", re.DOTALL)
_NOT_IN_PROSE = frozenset("{}<>=;|\\/$#_")
_FENCE = re.compile(r"^[ >]*(?:(?:[-*+]|\d+\.)[ ]+)?(```+)[^`\n]*\n(?:[^\S\n]*+\S[^\n]*\n)*?[ >]*\1[ ]*$", re.MULTILINE)
"""A block of code between signs, without an empty line, in a list or quotation too: Markdown makes one line of it."""


def check_signs(markup: str, place: Place) -> Callable[[str], None] | None:
    """Return a function that reports stray signs in a text; None without signs.

    `markup`: the HTML that Markdown made of the text in `place`.
    """
    if not _ANY_SIGN.search(markup):
        return None
    possible = [sign for sign in _SIGNS if sign.pattern.search(markup)]
    return lambda text: _report_signs(text, place, possible)


def _report_signs(text: str, place: Place, possible: list[_Sign]) -> None:
    for sign in possible:
        found = sign.pattern.search(text)
        if not found:
            continue
        start, end = text.rfind("\n", 0, found.start()) + 1, f"{text}\n".index("\n", found.end())
        at = place.text.find(text[max(start, found.start() - _AROUND) : min(end, found.end() + _AROUND)])
        # A sign that its author escaped looks different in the Markdown, and is intended.
        is_meant = at < 0 or (sign.opens and not _OPENING.fullmatch(place.text, place.text.rfind("\n", 0, at) + 1, at))
        if not is_meant:
            place.fault(place.first + place.text.count("\n", 0, at), sign.what.fill(sign=found[0]), sign.remedy)
            if found[0] in ("```", "~~~"):
                possible.remove(sign)  # The line that ends such code is no second fault.
                return


def check_lines(markup: str, place: Place) -> None:
    """Report faulty lists and tables.

    These are paragraphs that look like a list or a table, or became code; items on another level than it seems, and cells that no reader
    sees or that are missing.
    """
    if "<pre>" in markup:
        _check_code(markup, place)
    fence = _FENCE.search(place.text) if "```" in place.text else None
    if fence and not any("```" in code for code in _CODE.findall(markup)):
        place.fault(place.first + place.text.count("\n", 0, fence.start()), _SIGNS[0].what.fill(sign="```"), _SIGNS[0].remedy)
    if _SLIGHT_INDENT.search(f"\n{place.text}"):
        _check_levels(place)
    if "<table" in markup:
        _check_cells(place)
    if not _LINE.search(f"\n{markup}"):
        return
    run: list[str] = []
    for paragraph in _PARAGRAPH.finditer(markup):
        lines = [html.unescape(remove_marks(line)) for line in paragraph[1].split("\n")]
        items = [line for line in lines if _ITEM.match(line)]
        row = next((line for line in lines if line.count("|") > 1 and (line.startswith("|") or _is_row(line, place))), None)
        if not items and _BULLET.match(lines[0]):
            items = lines[:1]
        was_list, run = _is_list(run), [*run, *items] if items else []
        if row:
            remedy = say("Put an empty line above it, and below its head a line with as many columns, such as “|---|---|”.")
            _report_line(place, row, say("what looks like a table and is none"), remedy)
        elif _is_list(run) and not was_list:
            _report_line(place, run[0], say("what looks like a list and is none"), _LIST)


def _is_list(run: list[str]) -> bool:
    """Return whether lines that look like items, in paragraphs in a row, are a list."""
    return len(run) > 1 or bool(run and _BULLET.match(run[0]))


def _check_code(markup: str, place: Place) -> None:
    """Report sentences that became code, because their line is indented."""
    for code in _CODE.finditer(markup):
        text = html.unescape(remove_marks(code[1])).strip()
        if text[:1].isupper() and text[-1] in ".!?…:”’" and len(text.split()) > 2 and _NOT_IN_PROSE.isdisjoint(text):
            line = place.line_where(rf"(?m)^[ \t]+{re.escape(text.split('\n')[0])}")
            remedy = say("Start its lines at the margin; if it is meant as code, write <pre>…</pre> around it.")
            place.fault(line, say("a paragraph that is indented, which makes it code"), remedy)


def _is_row(line: str, place: Place) -> bool:
    """Return whether a line that starts with words is one of cells. A “|” that its author escaped looks different in the Markdown."""
    return line.count(" | ") > 1 and line in place.text


def _report_line(place: Place, line: str, what: Message, remedy: Message) -> None:
    # Markdown turns tabs into spaces.
    start = re.sub(r"(?:\\ )+", r"[ \\t]+", re.escape(line.split("<")[0].rstrip()))
    place.fault(place.line_where(rf"(?m)^[ \t>]*{start}"), what, remedy)


def _check_levels(place: Place) -> None:
    """Report items indented too little: by one to three spaces, Markdown leaves the level unchanged."""
    first: int | None = None
    before = ""
    for number, line in enumerate(place.text.split("\n"), place.first):
        item = _LISTED.match(line)
        if item and first is None:
            first = len(item[1])
        elif item and first is not None and len(item[1]) > first:
            what = say("an item indented by {spaces}, which stands on the level of the one above", spaces=len(item[1]))
            place.fault(number, what, say("Indent it by four spaces to put it below that one, or not at all."))
        elif line.strip() and not line.startswith(("    ", "\t")) and not before.strip():
            first = None
        before = line


def _check_cells(place: Place) -> None:
    """Report rows with too many cells, which Markdown leaves out, or with too few."""
    all_lines = place.text.split("\n")
    columns = 0
    for number, line in enumerate(all_lines):
        if "|" not in line:
            columns = 0
        elif _RULE.match(line) and number and "|" in all_lines[number - 1]:
            columns = _count_cells(all_lines[number - 1])
        elif columns and (cells := _count_cells(line)) != columns:
            what = say_number(
                cells, "a row of 1 cell in a table of {columns} columns", "a row of {number} cells in a table of {columns} columns",
                columns=columns,
            )  # fmt: skip
            remedy = say("Leave one out, or give the table's head as many; a “|” in a text is written \\|.")
            place.fault(
                place.first + number, what, remedy if cells > columns else say("Add the others; between “|” and “|” a cell may be empty.")
            )


def _count_cells(row: str) -> int:
    return len(re.sub(r"\\\||(`+).+?\1", "", row.strip().removeprefix("|").removesuffix("|")).split("|"))
