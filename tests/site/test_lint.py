"""Slips that a reader would trip over: each is reported with its line, and no text that only looks like one."""

import random
from pathlib import PurePosixPath

import pytest

from site_src.load.lint import _BODY_RULES, _PAGE_RULES, _RULES, lint
from site_src.model import Document
from tests.support.dutch_faults import DUTCH


def find(body: str = "", language: str = "en", **values: object) -> list[str]:
    """Lint a page whose body starts on line 10 and whose keys stand on line 3; return the findings."""
    lines = dict.fromkeys(values, 3)
    return [
        finding.tell(language) for finding in lint(Document("page", "en", "x", PurePosixPath("content/en/x.md"), values, lines, body, 10))
    ]


REMEDIES = {
    "an invisible character": "Type these words again.",
    "two spaces in a row": "Leave one.",
    "a space before a punctuation mark": "Leave it out.",
    "a straight apostrophe": "Write ’.",
    "a straight quotation mark": "Write ‘…’ or “…”.",
    "three full stops": "Write …",
    "two hyphens": "Write a dash, –.",
    "LinkedIn misspelt": "Write LinkedIn.",
    "an address that is no link": "Write [words](address), or <address>.",
    "letters of a wrong encoding": "Type these words again, and save the file as UTF-8.",
    "a letter that was lost": "Type this word again, and save the file as UTF-8.",
    "two letters in one sign": "Type the letters apart.",
    "a Greek or Cyrillic letter in a word": "Type this word again.",
    "a tab between words": "Write cells as “| one | two |”, with a line “|---|---|” below the head.",
    "words that were to be replaced": "Write what should stand here.",
    "a word twice": "Leave one out.",
    "an e-mail address that is no link": "Write <name@example.org>, with the two signs.",
    "a link whose words say nothing": "Say what it leads to: many hear links without the text around them.",
    "an alt text that says it is a picture": (
        "Say what the picture shows: people who hear this text are already told that it is a picture."
    ),
    "an address without https": ('Write https://; if no page opens there, tell readers in a title: [words](http://… "Not encrypted").'),
    "a heading with nothing under it": "Write text below it, or leave out the heading.",
}


SLIPS = [
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
    ("CafÃ© Roma", "letters of a wrong encoding"),
    ("We donâ€™t", "letters of a wrong encoding"),
    ("A caf\ufffd", "a letter that was lost"),
    ("Most e\ufb03cient", "two letters in one sign"),
    ("A p\u0430ge", "a Greek or Cyrillic letter in a word"),
    ("one\ttwo", "a tab between words"),
    ("Lorem ipsum dolor", "words that were to be replaced"),
    ("By XXX.", "words that were to be replaced"),
    ("Costs ??? euros", "words that were to be replaced"),
    ("On [invullen] we met.", "words that were to be replaced"),
    ("Read the the page.", "a word twice"),
    ("Write to me@example.org now.", "an e-mail address that is no link"),
    ("See [here](x.md).", "a link whose words say nothing"),
    ("[Klik hier](x.md) voor meer.", "a link whose words say nothing"),
    ('See <a href="x.md">here</a>.', "a link whose words say nothing"),
    ("![Image](x.png)", "an alt text that says it is a picture"),
    ("![Afbeelding van een profiel](x.png)", "an alt text that says it is a picture"),
    ("See [a page](http://a.example/).", "an address without https"),
    ("## A heading", "a heading with nothing under it"),
    ("### A heading\n\n## Another\n\nWords.", "a heading with nothing under it"),
]


@pytest.mark.parametrize(("line", "what"), SLIPS)
def test_a_slip_is_told_with_its_line(line: str, what: str) -> None:
    (finding,) = find(f"Fine.\n\n{line}\n")
    assert find(f"Fine.\n\n{line}\n", "nl") == DUTCH["typing errors"][line]
    assert finding.startswith(f"content/en/x.md:12: {what}, at “")
    assert finding.removesuffix(REMEDIES[what]).removesuffix(" and once more. ").removesuffix(". ").endswith("”")


def test_no_hint_misses_what_its_rule_finds() -> None:
    chance = random.Random(3)
    pieces = [
        *(line for line, _ in SLIPS),
        *"  .,;:!?'\"-–’“”()[]{}<>#*_`|@\n\tˣéïâ…",
        "een een",
        "de  de",
        "het het",
        "LinkedIn",
        "## a\n",
        "(zijn zijn",
        "\n\n",
    ]
    found = dict.fromkeys((*_RULES, *_BODY_RULES, *_PAGE_RULES), 0)
    for _ in range(6000):
        text = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 8)))
        for rule in found:
            if rule.pattern.search(text):
                found[rule] += 1
                assert rule.hint.search(text), (rule.what, text)
    assert min(found.values()) > 0, [str(rule.what) for rule, times in found.items() if not times]


def test_what_is_no_word_is_left_out_of_what_is_quoted() -> None:
    (finding,) = find("See [the quiz](quiz.md). Linkedin.\n")
    assert finding == "content/en/x.md:10: LinkedIn misspelt, at “See [the quiz…. Linkedin.”. Write LinkedIn."


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("A sentence that somebody wrote on Linkedin yesterday evening.", "wrote on Linkedin yesterday"),
        ("Extraordinarilylongword'salsoaverylongword", "dinarilylongword'salsoaverylongwo"),
        (
            "See https://example.org/a/rather/long/address?with=a&tail=of-things.",
            "https://example.org/a/rather/long/address?with=a&tail=of-things.",
        ),
    ],
)
def test_words_are_quoted_whole(line: str, quoted: str) -> None:
    (finding,) = find(f"{line}\n")
    assert f", at “{quoted}”" in finding


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
        "als je je foto ververst, what she had had, That that is, is, Mama mia mia’s, so-so so",
        "Café, ÃO, â la carte, αβγ and абв, Åse, A = π × r, µm",
        "[Me@example.org](mailto:me@example.org) and <me@example.org>, [a@b.example and c](x.md)",
        "Read [what is here](x.md) or [the link](x.md), `[here](x.md)` and ![here](x.png) ![A photo of Jan](x.png)",
        'See [a page](http://a.example/ "Not encrypted") and [a page](https://a.example/?http://b.example).',
        "## A heading\n\n### Its part\n\n{{ weights }}\n\n## Another\n| a |\n|---|",
        "-\tan item\n1.\tanother",
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
