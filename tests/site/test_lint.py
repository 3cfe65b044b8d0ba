"""Slips that a reader would trip over: each is reported with its line, and no text that only looks like one."""

from pathlib import PurePosixPath

import pytest

from site_src.load.lint import lint
from site_src.model import Document


def find(body: str = "", **values: object) -> list[str]:
    """Lint a page whose body starts on line 10 and whose keys stand on line 3; return the findings."""
    lines = dict.fromkeys(values, 3)
    return [str(finding) for finding in lint(Document("page", "en", "x", PurePosixPath("content/en/x.md"), values, lines, body, 10))]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Two  spaces", "two spaces in a row"),
        ("A pause , then more", "a space before a punctuation mark"),
        ("The end .", "a space before a punctuation mark"),
        ("It isn't", "a straight apostrophe"),
        ('They "sell"', "a straight quotation mark"),
        ("They 'sell' it", "a straight quotation mark"),
        ("And so on...", "three full stops"),
        ("On Linkedin you", "LinkedIn misspelt"),
        ("On linkedIn.", "LinkedIn misspelt"),
        ("Linked In’s page", "LinkedIn misspelt"),
        *(
            (f"Your {name} page", "LinkedIn misspelt")
            for name in ("LinkdIn", "Linkdein", "Linked In", "linked-in", "Linkedn", "LinkendIn", "LnkedIn")
        ),
        ("On LikedIn.", "LinkedIn misspelt"),
        ("Copied\u200b words", "an invisible character"),
        ("See https://example.org/page.", "an address that is no link"),
        ("A pause -- then more", "two hyphens"),
        ("A pause--then more", "two hyphens"),
        ("- an item with  a gap", "two spaces in a row"),
        ("> a quotation with  a gap", "two spaces in a row"),
        ("| a cell | with 'quotes' |", "a straight quotation mark"),
    ],
)
def test_a_slip_is_told_with_its_line(line: str, what: str) -> None:
    (finding,) = find(f"Fine.\n\n{line}\n")
    assert finding.startswith(f"content/en/x.md:12: {what}, at “")


@pytest.mark.parametrize(
    "text",
    [
        "[https://example.org](https://example.org) and `https://example.org`, and <https://example.org>",
        "LinkedIn’s page, linkedin.com/sales/ssi and www.linkedin.com.",
        'See [the page](https://www.linkedin.com/sales/ssi "The page") and <https://linkedin.com/in/x>.',
        '[the page][one]\n\n[one]: https://linkedin.com/ "A title"',
        'Type `don\'t  "do" this...` here.',
        '```\ndon\'t  "do" this...\n```',
        '<span class="a  b">words</span>',
        "| a    | b    |\n| ---- | ---- |\n| c    | d    |",
        "-   an item\n    that goes on\n\n1.  another",
        "## A heading {#id}\n\n{{ weights }}",
        "A line that ends in two spaces  \nbreaks there.",
        "Half past 3: 2.5 points, .5 more; ‘so’ it goes…",
        'A screen of 5" is small.',
        "Pages linked in a text, linking and linked; linkedin.com/in/x, `LinkdIn` and [this](https://linkdin.example/--x).",
        "A heading\n--\n\n---\n\n| a | b |\n| -- | :--: |\n| c | d |\n\nRun `make --quick`. <!-- Later. -->",
    ],
)
def test_what_only_looks_like_a_slip_is_left_alone(text: str) -> None:
    assert find(text) == []


def test_titles_and_answers_are_read_and_addresses_are_not() -> None:
    said = find(title="It isn't", slug="it--isn't", levels={"some": "One  or two"})
    assert [finding.split(",")[0] for finding in said] == [
        "content/en/x.md:1: two spaces in a row",
        "content/en/x.md:3: a straight apostrophe",
    ]


@pytest.mark.parametrize(("times", "more"), [(1, ""), (2, " and once more"), (5, " and 4 more times")])
def test_one_kind_on_a_line_is_told_once_with_how_often(times: int, more: str) -> None:
    (title, body) = find("Fine.\n\n" + "On Linkedin now. " * times, title="Linkedin, " * times)
    assert body.startswith("content/en/x.md:12: ")
    assert body.endswith(f"”{more}. Write LinkedIn.")
    assert title.startswith("content/en/x.md:3: ")
    assert title.endswith(f"”{more}. Write LinkedIn.")


def test_every_slip_of_a_file_is_told_at_once() -> None:
    assert len(find("Two  spaces.\n\nIt isn't... Linkedin\n")) == 4
