"""Every fault in front matter is reported with its exact line and a remedy."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from site_src.load.front_matter import read_documents
from site_src.model import Source
from tests.support.dutch_faults import DUTCH

GOOD = """\
---
title: About
description: What this is.
slug: about
written: 2026-01-02
checked: 2026-01-03
---
Body.
"""


def faults(text: str | bytes, path: str = "content/en/about.md", language: str = "en") -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    _, problems = read_documents((Source(PurePosixPath(path), data),))
    return [problem.tell(language).removeprefix(path) for problem in problems]


def with_line(number: int, line: str) -> str:
    """The good page with one line put in another's place."""
    lines = GOOD.split("\n")
    lines[number - 1] = line
    return "\n".join(lines)


PAGES: dict[str, tuple[str | bytes, list[str]]] = {
    "no dashes at the top": (
        "Just text.\n",
        [":1: no dashes at the top. Start the file with a line “---”, then lines such as “title: …”, then another “---”."],
    ),
    "an empty file": (
        "",
        [":1: no dashes at the top. Start the file with a line “---”, then lines such as “title: …”, then another “---”."],
    ),
    "an empty line first": (
        "\n" + GOOD,
        [":1: no dashes at the top. Start the file with a line “---”, then lines such as “title: …”, then another “---”."],
    ),
    "never closed": (GOOD.replace("---\nBody", "Body"), [":1: the second line of dashes is missing. Put a line “---” above the text."]),
    "a misspelt key": (
        with_line(2, "titel: About"),
        [":2: unknown line “titel”. Did you mean “title”?"],
    ),
    "a key nobody knows": (
        with_line(3, "description: What this is.\nxyzzy: 1"),
        [
            ":4: unknown line “xyzzy”. "
            "Known: changes, checked, description, draft, menu, menu_title, redirects, "
            "section, slug, template, title, toc, twins, written.",
        ],
    ),
    "a quotation mark that another one seems to close, far below": (
        with_line(2, 'title: "About').replace("checked:", 'twins: {nl: "12345678"}\nchecked:'),
        [":2: a quotation mark or bracket is opened and never closed. Close it, or put the text after the colon between double quotes."],
    ),
    "a title as long as a text": (
        with_line(2, f"title: {'x' * 300}"),
        [":2: “title” has 300 characters. Shorten it to at most 120."],
    ),
    "a key twice": (
        with_line(4, "slug: about\ntitle: Again"),
        [":5: the line “title” stands here a second time. It is also on line 2; keep one of them."],
    ),
    "an empty value": (with_line(2, "title:"), [":2: “title” is empty. Write the text after the colon."]),
    "an empty value that need not be there": (
        with_line(4, "slug: about\nmenu_title:"),
        [":5: “menu_title” is empty. Write the text after the colon, or remove the line."],
    ),
    "a colon in a value's second line": (
        with_line(3, "description: What\n  this is: that"),
        [":4: a second colon on the line. Put the text after the colon between double quotes."],
    ),
    "a colon without a space": (with_line(2, "title:About"), [":2: no colon and space after “title”. Write “title: …”, with both."]),
    "the last colon without a space": (
        with_line(6, "checked:2026-01-03"),
        [":6: no colon and space after “checked”. Write “checked: …”, with both."],
    ),
    "a colon and a space that is none": (
        with_line(2, "title:\u00a0About"),
        [":2: no colon and space after “title”. Write “title: …”, with both."],
    ),
    "an equals sign": (
        with_line(3, "description = What"),
        [":3: no colon and space after “description”. Write “description: …”, with both."],
    ),
    "a line of words among the keys": (
        with_line(3, "Some words\ndescription: What"),
        [":3: a line without a colon. Write it as “word: text”, or indent it to belong to the line above."],
    ),
    "a first key that sticks out": (
        with_line(2, "  title: About"),
        [":2: the indentation does not fit the lines below. Start every line of a group in the same column."],
    ),
    "an exclamation mark first": (
        with_line(2, "title: !important things"),
        [":2: a “&”, “*” or “!” right after a colon. Put the text after the colon between double quotes."],
    ),
    "bold words": (
        with_line(2, "title: **About**"),
        [":2: a sign right after the colon that means something else there. Put the text after the colon between double quotes."],
    ),
    "a dash first": (
        with_line(2, "title: - About"),
        [":2: a sign right after the colon that means something else there. Put the text after the colon between double quotes."],
    ),
    "words after a sign that starts a remark": (
        with_line(2, "title: The #1 page"),
        [
            ":2: what follows “ #” is a remark, and left out. "
            "Put the text after the colon between double quotes, or the remark on a line of its own."
        ],
    ),
    "closed too early": (
        with_line(3, "---\ndescription: What"),
        [":3: the lines between the dashes end here, and go on below. Remove this line."],
    ),
    "what git leaves of two versions": (
        GOOD + "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> main\n",
        [
            ":9: two versions of these lines stand here, as git leaves them. "
            "Keep one of the two, and remove the lines “<<<<<<<”, “=======” and “>>>>>>>”."
        ],
    ),
    "an address too long for a file": (
        with_line(4, f"slug: {'a' * 101}"),
        [":4: an address of 101 characters. Shorten it to at most 100."],
    ),
    "changes that are not indented": (
        with_line(6, "checked: 2026-01-03\nchanges:\n2026-01-04: A word."),
        [":7: “changes” must be a group of days. Put each on a line of its own below it: “  2026-12-01: What changed.”"],
    ),
    "a list for a text": (
        with_line(2, "title: [a, b]"),
        [":2: “title” must be one text. Put the text after the colon between double quotes."],
    ),
    "braces for a text": (
        with_line(2, "title: {n} things"),
        [":2: words after a closing bracket or quotation mark. Put the text after the colon between double quotes."],
    ),
    "a date in words": (
        with_line(6, "checked: 3 January"),
        [":6: “checked” must be a date, and is “3 January”. Write year-month-day, such as 2026-11-22."],
    ),
    "a day that does not exist": (
        with_line(6, "checked: 2026-02-30"),
        [":6: “checked” must be a date, and is “2026-02-30”. Write year-month-day, such as 2026-11-22."],
    ),
    "a menu place in words": (
        with_line(4, "slug: about\nmenu: first"),
        [":5: “menu” must be a whole number, and is “first”. Write digits only, such as 30."],
    ),
    "a toc of maybe": (
        with_line(4, "slug: about\ntoc: maybe"),
        [":5: “toc” must be true or false, and is “maybe”. Write “true” or “false”."],
    ),
    "an address with capitals": (
        with_line(4, "slug: About us"),
        [":4: “About us” cannot be an address. Use a to z, 0 to 9 and single hyphens, with “/” for a folder."],
    ),
    "an address that climbs": (
        with_line(4, "slug: ../about"),
        [":4: “../about” cannot be an address. Use a to z, 0 to 9 and single hyphens, with “/” for a folder."],
    ),
    "too long": (with_line(3, "description: " + "x" * 161), [":3: “description” has 161 characters. Shorten it to at most 160."]),
    "a tab": (with_line(3, "description:\n\t- x"), [":4: a tab stands where spaces should. Replace the tab by spaces."]),
    "a colon in a value": (
        with_line(2, "title: SSI: the score"),
        [":2: a second colon on the line. Put the text after the colon between double quotes."],
    ),
    "a quote never closed": (
        with_line(2, 'title: "About'),
        [":2: a quotation mark or bracket is opened and never closed. Close it, or put the text after the colon between double quotes."],
    ),
    "a line without a colon": (
        with_line(4, "slug about"),
        [":4: a line without a colon. Write it as “word: text”, or indent it to belong to the line above."],
    ),
    "an at sign": (
        with_line(2, "title: @about"),
        [":2: a sign right after the colon that means something else there. Put the text after the colon between double quotes."],
    ),
    "a percent sign": (
        with_line(2, "title: %about"),
        [":2: a sign right after the colon that means something else there. Put the text after the colon between double quotes."],
    ),
    "a star": (
        with_line(2, "title: *about"),
        [":2: a “&”, “*” or “!” right after a colon. Put the text after the colon between double quotes."],
    ),
    "a backslash": (with_line(2, 'title: "a\\qb"'), [":2: a backslash inside double quotes. Write two backslashes, or use single quotes."]),
    "a list instead of keys": (
        "---\n- a\n- b\n---\n",
        [":2: a text where lines such as “title: …” should stand. Start each line with a word, a colon and a space."],
    ),
    "words after a quotation": (
        with_line(2, 'title: "About" us'),
        [":2: words after a closing bracket or quotation mark. Put the text after the colon between double quotes."],
    ),
    "a key that sticks out": (
        with_line(3, " description: x"),
        [":3: the indentation does not fit the lines above. Start every line of a group in the same column."],
    ),
    "a bracket never closed": (
        with_line(2, "title: [a"),
        [":2: a bracket is opened and never closed. Close it, or put the text after the colon between double quotes."],
    ),
    "five thousand brackets": (
        with_line(2, "title: " + "[" * 5000),
        [":2: these lines cannot be read. Write plain lines such as “title: …”."],
    ),
    "not UTF-8": (
        GOOD.replace("Body", "Caf\xe9").encode("latin-1"),
        [":8: is not written in UTF-8. Save the file again with the encoding UTF-8."],
    ),
    "UTF-16": (GOOD.encode("utf-16"), [": is written in UTF-16. Save the file again with the encoding UTF-8."]),
    "UTF-16 without its mark": (GOOD.encode("utf-16-le"), [": is written in UTF-16. Save the file again with the encoding UTF-8."]),
    "a text for a library": (GOOD + "A" * 3_000_000, [": a text of 3 MB, and 2 MB is the most. Divide it over several files."]),
    "a zero byte": (GOOD + "\0", [":9: an invisible or private character, U+0000. Remove it: type the line again."]),
    "a private character": (GOOD + "\ue000", [":9: an invisible or private character, U+E000. Remove it: type the line again."]),
    "several faults at once": (
        GOOD.replace("About", "").replace("2026-01-02", "soon").replace("slug: about\n", ""),
        [
            ":2: “title” is empty. Write the text after the colon.",
            ":4: “written” must be a date, and is “soon”. Write year-month-day, such as 2026-11-22.",
            ":1: the line “slug” is missing. Add it between the dashes.",
        ],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_a_fault_says_where_and_what_to_do(name: str) -> None:
    text, expected = PAGES[name]
    assert faults(text) == expected
    assert faults(text, language="nl") == DUTCH["between the dashes"][name]


SETTINGS = {
    "no scheme": (
        "base_url: ssi.example\nlanguages: [en]\n",
        [":1: “ssi.example” is not a base address. Write it whole, such as https://ssi.example/."],
    ),
    "the address of a page": (
        "base_url: https://ssi.example/index.html\nlanguages: [en]\n",
        [":1: “https://ssi.example/index.html” is the address of a page. Leave out “index.html”."],
    ),
    "no slash at the end": ("base_url: https://ssi.example\nlanguages: [en]\n", []),
    "a bracket not closed": (
        "base_url: https://ssi.example/\nlanguages: [nl, en\nsections: [a]\n",
        [":2: a bracket is opened and never closed. Close it."],
    ),
    "one language as a word": (
        "base_url: https://ssi.example/\nlanguages: en\n",
        [":2: “languages” must be a list. Write it as [nl, en]."],
    ),
    "a language's name": (
        "base_url: https://ssi.example/\nlanguages:\n  - en\n  - Dutch\n",
        [":4: “Dutch” is not the code of a language. Write two or three small letters, such as nl."],
    ),
    "a language twice": (
        "base_url: https://ssi.example/\nlanguages: [en, en]\n",
        [":2: “en” stands in the list twice. Keep one of them."],
    ),
    "a section in words": (
        "base_url: https://ssi.example/\nlanguages: [en]\nsections: [About us]\n",
        [":3: “About us” cannot name a section. Write small letters, digits and “_”, such as pillars."],
    ),
    "a contact without https or mailto": (
        "base_url: https://ssi.example/\ncontact: ssi.example/contact\nlanguages: [en]\n",
        [
            ":2: “ssi.example/contact” is not an address to write to."
            " Write https:// and the address of a page, or mailto: and an e-mail address."
        ],
    ),
    "nothing": ("", [":1: the line “base_url” is missing. Add it.", ":1: the line “languages” is missing. Add it."]),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_with_a_fault(name: str) -> None:
    text, expected = SETTINGS[name]
    assert faults(text, "content/site.yaml") == expected
    assert faults(text, "content/site.yaml", "nl") == DUTCH["settings"][name]


TEXTS = {
    "a list": ("next:\n  - a\n", [":1: “next” must be one text. Write one text after the colon."]),
    "an empty text in a group": ("form:\n  next:\n", [":2: “form.next” is empty. Write the text after the colon."]),
    "a placeholder without quotes": ("next: {n}\n", [":1: “next” must be one text. Put the text after the colon between double quotes."]),
    "a key of two words": (
        "next step: a\n",
        [":1: “next step”, before the colon, is not one word. Use letters, digits, “_” and “-” only."],
    ),
    "a key twice in a group": (
        "form:\n  a: 1\n  a: 2\n",
        [":3: the line “form.a” stands here a second time. It is also on line 2; keep one of them."],
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts_with_a_fault(name: str) -> None:
    text, expected = TEXTS[name]
    assert faults(text, "content/en/texts/quiz.yaml") == expected
    assert faults(text, "content/en/texts/quiz.yaml", "nl") == DUTCH["texts"][name]


FACTOR = "---\nname: Groups\nquestion: How many?\nlevels:\n  none: None\nadvice: {one: Join one.}\nchecked: 2026-01-03\n---\n"
FACTORS = {
    "levels in a line": (
        FACTOR.replace("levels:\n  none: None", "levels: none"),
        [":4: “levels” must be a group of lines. Put each on a line of its own below it, indented by two spaces."],
    ),
    "an empty level": (
        FACTOR.replace("none: None", "none:"),
        [":5: “levels.none” is empty. Write the text after the colon."],
    ),
    "a level that is not indented": (
        FACTOR.replace("none: None", "none: None\nsome: Some\n  many: Many"),
        [":6: the indentation does not fit the lines above. Start every line of a group in the same column."],
    ),
    "a level that sticks out": (
        FACTOR.replace("none: None", "none: None\n   1_to_9: 1 to 9"),
        [":6: the indentation does not fit the lines above. Start every line of a group in the same column."],
    ),
    "a level twice": (
        FACTOR.replace("none: None", "none: None\n  none: Zero"),
        [":6: the line “levels.none” stands here a second time. It is also on line 5; keep one of them."],
    ),
}


@pytest.mark.parametrize("name", FACTORS)
def test_a_factor_with_a_fault(name: str) -> None:
    text, expected = FACTORS[name]
    assert faults(text, "content/en/factors/groups.md") == expected
    assert faults(text, "content/en/factors/groups.md", "nl") == DUTCH["questions"][name]


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("content/en/photo.heic", "Browsers do not show such a picture: save it as JPEG, PNG or WebP."),
        ("content/en/about.txt", "Remove it, or save it as Markdown, “.md”."),
        ("content/en/about.md.txt", "Rename it to “about.md”: an editor put “.txt” behind it."),
        ("content/en/about.MD", "Rename it to end in “.md”."),
        ("content/en/about.markdown", "Rename it to end in “.md”."),
        ("content/en/texts/quiz.yml", "Rename it to end in “.yaml”."),
        ("content/en/quiz.yaml", "Move it to “content/en/texts”."),
        ("content/en/texts/more/quiz.yaml", "Move it to “content/en/texts”."),
        ("content/en/texts/quiz.md", "Pages stand outside the folder “texts”."),
        ("content/en/factors/more/groups.md", "Move it to “content/en/factors”."),
        ("content/about.md", "Move it into the folder of a language."),
    ],
)
def test_a_file_in_the_wrong_place(path: str, remedy: str) -> None:
    assert faults("x", path) == [f": is not a file this site uses. {remedy}"]


@pytest.mark.parametrize("path", ["content/README.md", "content/en/graph.png", "content/en/pictures/Graph.JPG".lower()])
def test_files_that_are_not_read_here(path: str) -> None:
    assert faults(b"\xff", path) == []


@pytest.mark.parametrize(
    "variant",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("---\n", "---  \n").encode(),
    ],
    ids=["BOM", "CRLF", "CR", "spaces after the dashes"],
)
def test_what_windows_and_old_editors_write_is_read_the_same(variant: Callable[[str], bytes]) -> None:
    path = PurePosixPath("content/en/about.md")
    plain, _ = read_documents((Source(path, GOOD.encode()),))
    assert read_documents((Source(path, variant(GOOD)),)) == (plain, ())


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    text = FACTOR.replace("none: None", "none: no\n  off: 0\n  1_30: 1:30\n  null: ~")
    (document,), problems = read_documents((Source(PurePosixPath("content/en/factors/groups.md"), text.encode()),))
    assert not problems
    assert document.values["levels"] == {"none": "no", "off": "0", "1_30": "1:30", "null": "~"}


def test_every_key_has_its_line_and_the_body_starts_where_it_does(tmp_path: Path) -> None:
    (document,), _ = read_documents((Source(PurePosixPath("content/en/factors/groups.md"), (FACTOR + "One.\n").encode()),))
    assert document.lines == {"name": 2, "question": 3, "levels": 4, "levels.none": 5, "advice": 6, "advice.one": 6, "checked": 7}
    assert (document.body, document.body_line) == ("One.\n", 9)


def test_a_page_with_a_fault_still_has_its_body() -> None:
    about, other = PurePosixPath("content/en/about.md"), PurePosixPath("content/en/other.md")
    broken = GOOD.replace("title: About", "title: [").encode()
    documents, problems = read_documents((Source(about, broken), Source(other, GOOD.replace("slug: about", "slug: A b").encode())))
    assert [(document.name, document.legible, document.body) for document in documents] == [
        ("about", False, "Body.\n"),
        ("other", True, "Body.\n"),
    ]
    assert [document.values["slug"] for document in documents] == ["", ""]
    assert len(problems) == 2


def test_a_page_without_front_matter_makes_no_document() -> None:
    documents, problems = read_documents((Source(PurePosixPath("content/en/about.md"), b"x"),))
    assert not documents
    assert len(problems) == 1
