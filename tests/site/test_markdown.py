"""Markdown as HTML in pieces: what is found in it, on which line, and what is wrong with it."""

import random
from pathlib import PurePosixPath

import pytest

from site_src.load.front_matter import read_documents
from site_src.load.markdown import parse
from site_src.load.markdown.convert import convert, make_converter
from site_src.model import FactorText, Html, Link, Page, Shortcode, Source
from tests.support.dutch_faults import DUTCH
from tests.support.invented_html import invented_markdown

PAGE = "---\ntitle: About\ndescription: What this is.\nslug: about\nwritten: 2026-01-02\nchecked: 2026-01-03\n---\n"
FACTOR = "---\nname: Groups\nquestion: How many?\nlevels:\n  none: None\nadvice: {one: Join one.}\nchecked: 2026-01-03\n---\n"
SECTIONS = "## Why {#why}\nA.\n## How {#how}\nB.\n## Source {#source}\nC.\n"


def page(body: str, name: str = "about", language: str = "en") -> tuple[Page, list[str]]:
    path = PurePosixPath(f"content/en/{name}.md")
    documents, problems = read_documents((Source(path, (PAGE + body).encode()),))
    content, faults = parse(documents, [path])
    return content.pages[0], [problem.tell(language).removeprefix(str(path)) for problem in (*problems, *faults)]


def factor(body: str, language: str = "en") -> tuple[FactorText, list[str]]:
    path = PurePosixPath("content/en/factors/groups.md")
    documents, problems = read_documents((Source(path, (FACTOR + body).encode()),))
    content, faults = parse(documents, [path])
    return content.factors[0], [problem.tell(language).removeprefix(str(path)) for problem in (*problems, *faults)]


def shown(pieces: Html) -> str:
    """The HTML with the author's own addresses and inserts put back."""
    return "".join(piece if isinstance(piece, str) else piece.href if isinstance(piece, Link) else f"[{piece.name}]" for piece in pieces)


def test_links_know_their_lines_even_where_two_are_the_same() -> None:
    body = "[one](method.md)\n\n[two](method.md#range) and [three](method.md)\n\n- [four](<method.md>)\n\n[five][m]\n\n[m]: method.md\n"
    found, faults = page(body)
    assert not faults
    assert [(link.href, link.line) for link in found.links] == [
        ("method.md", 8),
        ("method.md#range", 10),
        ("method.md", 10),
        ("method.md", 12),
        ("method.md", 16),
    ]


def test_the_columns_of_a_table_are_aligned_by_class() -> None:
    found, faults = page("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |\n")
    html = shown(found.body)
    assert not faults
    assert '<th>a</th>\n<th class="words">b</th>\n<th class="centred">c</th>\n<th class="number">d</th>' in html
    assert '<td class="number">4</td>' in html
    assert "align=" not in html


def test_links_in_html_code_tables_footnotes_and_autolinks() -> None:
    body = """\
<a href="one.md">one</a>

`[not](a link)` and \\[nor]\\(this)

| a | b |
|---|--:|
| [two](two.md) | 1 |

Word.[^note]

[^note]: See [three](three.md).

Write to <https://example.org/> or <mail@example.org>.
"""
    found, faults = page(body)
    assert not faults
    assert sorted((link.href, link.line) for link in found.links if not link.href.startswith("mailto")) == [
        ("https://example.org/", 20),
        ("one.md", 8),
        ("three.md", 18),
        ("two.md", 14),
    ]
    assert "style=" not in shown(found.body)
    assert not any(character in shown(found.body) for character in "\ue000\ue001\ue002\ue003")


@pytest.mark.parametrize(
    ("name", "href", "target", "anchor"),
    [
        ("about", "method.md#range", "content/en/method.md", "range"),
        ("about", "factors/groups.md", "content/en/factors/groups.md", ""),
        ("about", "#here", "content/en/about.md", "here"),
        ("about", "./method.md", "content/en/method.md", ""),
        ("about", "caf%C3%A9.md", "content/en/café.md", ""),
        ("pillars/brand", "../method.md", "content/en/method.md", ""),
        ("pillars/brand", "find.md", "content/en/pillars/find.md", ""),
        ("about", "/method.md", "/method.md", ""),
        ("about", "../../../etc/passwd", "../etc/passwd", ""),
        ("about", "https://example.org/a#b", None, ""),
        ("about", "//example.org/a", None, ""),
        ("about", "https://[bad", None, ""),
    ],
)
def test_where_a_link_leads(name: str, href: str, target: str | None, anchor: str) -> None:
    found, _ = page(f"[x]({href})", name)
    (link,) = found.links
    assert (link.target and str(link.target), link.anchor) == (target, anchor)


def test_pieces_put_together_are_the_html() -> None:
    found, faults = page('See [a](x.md "Title") & <https://a.example/?b=1&c=2>.\n\n{{ weights }}\n\n![Alt](p.png)\n')
    assert not faults
    assert shown(found.body) == (
        '<p>See <a href="x.md" title="Title">a</a> &amp; <a href="https://a.example/?b=1&c=2">https://a.example/?b=1&amp;c=2</a>.</p>\n'
        '[weights]\n<p><img alt="Alt" src="p.png"></p>'
    )
    assert [piece for piece in found.body if isinstance(piece, Shortcode)] == [Shortcode("weights", 10)]


def test_headings_have_ids_texts_and_lines() -> None:
    found, faults = page("Intro.\n\n## The *first* {#one}\n\n### Sub\n\nSecond\n------\n\n### [Linked](x.md) ###\n")
    assert not faults
    assert [(heading.level, heading.id, heading.text, heading.line) for heading in found.headings] == [
        (2, "one", "The first", 10),
        (3, "sub", "Sub", 12),
        (2, "second", "Second", 14),
        (3, "linked", "Linked", 17),
    ]
    assert {"one", "sub", "second", "linked"} <= found.anchors


def test_anchors_made_from_headings_keep_their_letters() -> None:
    found, faults = page("## Één café\n\n## LinkedIn’s 24/7 straße & Łódź_x\n\n## Ελληνικά\n\n## e\u0301e\u0301n cafe\u0301\n\n## “…”\n")
    assert not faults
    assert [heading.id for heading in found.headings] == ["een-cafe", "linkedin-s-24-7-strasse-lodz-x", "ελληνικα", "een-cafe_1", "_1"]


def test_a_letter_with_an_accent_is_found_however_it_was_typed() -> None:
    composed, decomposed = "café", "cafe\u0301"
    found, faults = page(f"## Eén {{#{decomposed}}}\n\n[a](#{composed}) and [b](#{decomposed}) and [c]({decomposed}.png)\n")
    assert not faults
    assert found.headings[0].id == composed
    assert [(link.target, link.anchor) for link in found.links] == [
        ("content/en/about.md", composed),
        ("content/en/about.md", composed),
        (f"content/en/{composed}.png", ""),
    ]


def test_sentences_leave_out_quotations_titles_links_and_code() -> None:
    found, _ = page(
        "One two three four. “A b c d e”. *Title of a work* `code in the text`\n\n> Quoted words from someone "
        "else.\n\n- Alpha beta\n  gamma delta\n"
    )
    assert found.sentences == {"One two three four.": 8, "Alpha beta gamma delta": 12}


def test_the_templates_of_pages_that_have_one_of_their_own() -> None:
    assert [page("", name)[0].template for name in ("index", "quiz", "404", "pillars/brand", "about")] == [
        "home",
        "quiz",
        "not_found",
        "pillar",
        "page",
    ]


NOT_BOLD = (
    "“**” that makes nothing bold. Put it right before the first word and right after the last, in one paragraph; "
    "in HTML write <strong>…</strong>."
)
NO_CODE = "which marks no code here. Indent each line of code by four spaces, with an empty line above the first."
NO_LINK = "a link that cannot be read. Write it as [words](address), with nothing between the two."
NOTICE = 'which makes no notice here. Write <div class="notice">…</div>, with an empty line above and below it.'
NOTE = "which readers would see. A note to yourself can stand between the dashes at the top, on a line that starts with “#”."
IN_ONE_PARAGRAPH = "Put one right before the first word and one right after the last, in one paragraph; for the sign itself write"
SIGNS = {
    "{ weights }": (
        "“{ weights }”, which inserts nothing here. "
        "Write it with two brackets on each side, such as “{{ weights }}”, on a line of its own; for the sign itself write \\{."
    ),
    "Some {% if x %} words": "“{% if x %}”, which readers would see. Leave it out: a page is text, and “{{ weights }}” inserts a table.",
    "%% a note %%": f"“%%”, {NOTE}",
    "Words <!-- a note": f"“<!--”, a comment that nothing closes. {NOTE.partition('. ')[2]}",
    "A ==marked== word": "“==marked==”, which marks nothing here. Write <mark>…</mark>.",
    "x^2^ metres": "“^2^”, which raises nothing here. Write <sup>…</sup>.",
    "H~2~O": "“~2~”, which lowers nothing here. Write <sub>…</sub>.",
    "$$x+1$$": "“$$”, which makes no formula here. Write it as text, with <sup>…</sup> and <sub>…</sub>.",
    "Well done :smile:": "“:smile:”, which makes no picture here. Put the sign itself there, or leave it out.",
    "!!! note\n    Words": f"“!!!”, {NOTICE}",
    ":::tip\nWords\n:::": f"“:::”, {NOTICE}",
    "> [!NOTE]\n> Words": f"“[!NOTE]”, {NOTICE}",
    "- [x] done": "“[x]”, which makes no box to tick. Leave it out: “- ” alone makes an item of a list.",
    "One &foo; two": "“&foo;”, which is not the name of a sign. Check its name, or put the sign itself there.",
    "An *unclosed word": f"a “*” that nothing closes. {IN_ONE_PARAGRAPH} \\*.",
    "An _unclosed word": f"a “_” that nothing closes. {IN_ONE_PARAGRAPH} \\_.",
}
NO_LIST = "what looks like a list and is none. Put an empty line above it, and start each line with “- ” or “1. ”."
NO_TABLE = (
    "what looks like a table and is none. Put an empty line above it, and below its head a line with as many columns, such as “|---|---|”."
)
PAGES = {
    **{sign: (f"Fine.\n\n{sign}\n", [f":10: {fault}"]) for sign, fault in SIGNS.items()},
    "a title in the body": ("# About\n", [":8: a heading with one “#”, which is the page's title. Start sections with “##”."]),
    "a picture without alt": (
        "\n![](graph.png)\n",
        [':9: the picture “graph.png” has no alt text. Say what it shows: between the square brackets, or in HTML in alt="…".'],
    ),
    "a picture in HTML without alt": (
        '<p><img src="graph.png"></p>\n',
        [':8: the picture “graph.png” has no alt text. Say what it shows: between the square brackets, or in HTML in alt="…".'],
    ),
    "an insert in a line": (
        "Here: {{ weights }}\n",
        [":8: “{{” inside a line. Give “{{ name }}” a line of its own, with an empty line above and below."],
    ),
    "an insert against text": ("Text.\n{{ weights }}\n", [":9: “{{ weights }}” touches other text. Put an empty line above and below it."]),
    "a picture with a file's name for alt": (
        "\n![IMG_2041.JPG](graph.png)\n",
        [
            ":9: the picture “graph.png” has the name of a file for its alt text. "
            'Say what it shows: between the square brackets, or in HTML in alt="…".'
        ],
    ),
    "lists without end": (
        "Words.\n\n" + "".join(f"{'    ' * level}- x\n" for level in range(400)),
        [":409: lists or quotations that stand too deep in each other. Use fewer levels."],
    ),
    "a link in double brackets": ("See [[method]].\n", [f":8: {NO_LINK}"]),
    "a picture with its own size": (
        "\n![A graph](graph.png){width=200}\n",
        [
            ":9: the attribute “width” of a picture. "
            "Leave it out: the site sees to that. To show a picture smaller, make the file itself smaller."
        ],
    ),
    "a script": (
        "\n<script>x</script>\n",
        [":9: <script> in a page. Leave it out; a page holds text, links, lists, tables and pictures."],
    ),
    "a style": (
        '<p style="color: red">x</p>\n',
        [":8: the attribute “style” in a page. Remove it; the site's own style sheet does the styling."],
    ),
    "a handler by attribute list": (
        "A *word*{: onclick=x }.\n",
        [":8: the attribute “onclick” in a page. Remove it; no script runs on a page but the site's own."],
    ),
    "a tag never closed": ("\n<div>\n\nText.\n", [":9: <div> is never closed. Add </div>."]),
    "a tag left open in a paragraph": (
        "A <b>good</b> one.\n\nSome <b>bold words.\n\nMore.\n",
        [":10: <b> is never closed. Add </b>."],
    ),
    "a tag left open inside another": ("Some <b>bold <i>words</b>.\n", [":8: <i> is never closed before </b>. Add </i>."]),
    "a tag left open, and one in code": ("Write `<b>`.\n\nSome <b>bold words.\n", [":10: <b> is never closed. Add </b>."]),
    "a link never closed": (
        "Intro.\n\nSee [how we arrive](method.md for more.\n",
        [":10: a link that cannot be read. Write it as [words](address), with both round brackets and no space in the address."],
    ),
    "a picture never closed": (
        "![A graph](graph.png\n",
        [":8: a link that cannot be read. Write it as [words](address), with both round brackets and no space in the address."],
    ),
    "a tag closed too often": (
        "Text.</b>\n",
        [":8: </b> closes what is not open there. Check the HTML tags around it; every <b> needs one </b>."],
    ),
    "an id twice": (
        "## A {#same}\n\n## B {#same}\n",
        [":10: two things in this file are called “#same”. Give one of the two another name."],
    ),
    "a footnote nobody wrote": ("A word.[^note]\n", [":8: the footnote “note” is not written. Add “[^note]: …”."]),
    "a footnote that no text refers to": (
        "A word.\n\n[^note]: More.\n",
        [":10: no text refers to the footnote “note”. Write “[^note]” where it belongs, or remove it."],
    ),
    "bold that is never closed": ("Some **good** and **bold words.\n", [f":8: {NOT_BOLD}"]),
    "bold with spaces inside": ("Some **good** words.\n\nSome ** bold ** ones.\n", [f":10: {NOT_BOLD}"]),
    "code that is never closed": (
        "Some `code.\n",
        [":8: a “`” that nothing closes. Close it in the same paragraph, or write \\` for the sign itself; an apostrophe is ’."],
    ),
    "a fence": (
        "```\ncode\n\nmore\n```\n",
        [f":8: “```”, {NO_CODE}"],
    ),
    "a link with a space between": ("See [more] (method.md).\n", [f":8: {NO_LINK}"]),
    "a link with its brackets exchanged": ("See (more)[https://a.example/].\n", [f":8: {NO_LINK}"]),
    "a link without a bracket": ("See [more(method.md#x).\n", [f":8: {NO_LINK}"]),
    "a link without words": (
        "See [](method.md).\n",
        [":8: the link “method.md” has no words. Say what it leads to: between the square brackets, or in HTML between <a> and </a>."],
    ),
    "an id that stays text": (
        "\n## Words {#id}.\n",
        [
            ":9: “{#id}”, which readers would see. A name stands at the very end of a heading, “## Words {#name}”; "
            "leave out anything else between such brackets."
        ],
    ),
    "a list against text": (
        "Words:\n- *one*\n- two\n",
        [":9: what looks like a list and is none. Put an empty line above it, and start each line with “- ” or “1. ”."],
    ),
    "a list from a word processor, whose first words stand on the page already": (
        "one item\n\nWords:\n\n•\tone item\n•\ttwo\n",
        [":12: what looks like a list and is none. Put an empty line above it, and start each line with “- ” or “1. ”."],
    ),
    **{
        f"a list by other signs, {text!r}": (f"Fine.\n\n{text}\n", [f":10: {NO_LIST}"])
        for text in ("– one\n– two", "— one\n\n— two\n\n— three", "o one\n\no two", "· one", "·", "•\tone", "1) one\n\n2) two")
    },
    "a row without a table": ("Fine.\n\na | b | c\n", [f":10: {NO_TABLE}"]),
    "a paragraph at a tab": (
        "Fine.\n\n\tNow all of these words\n\tare code.\n",
        [
            ":10: a paragraph that is indented, which makes it code. "
            "Start its lines at the margin; if it is meant as code, write <pre>…</pre> around it."
        ],
    ),
    "a fence of four signs": ("````\na\n````\n", [f":8: “```”, {NO_CODE}"]),
    "a fence in a list": ("- item\n\n    ```\n    a\n    ```\n", [f":10: “```”, {NO_CODE}"]),
    "a fence in a quotation": ("> ```\n> a\n> ```\n", [f":8: “```”, {NO_CODE}"]),
    "a fence of tildes": ("~~~\na\n~~~\n", [f":8: “~~~”, {NO_CODE}"]),
    "a fence of tildes around an empty line": ("~~~\na\n\nb\n~~~\n", [f":8: “~~~”, {NO_CODE}"]),
    "code that becomes one line": (
        "Fine.\n\n```sh\none\ntwo\n```\n",
        [f":10: “```”, {NO_CODE}"],
    ),
    "a level left out": (
        "## One {#one}\n\n#### Two {#two}\n\nWords.\n",
        [":10: a heading with “####” below one with “##”. Start it with “###”."],
    ),
    "a first level left out": ("### One {#one}\n\nWords.\n", [":8: a heading with “###” below the title. Start it with “##”."]),
    "a level that there is not": (
        "Fine.\n\n####### One\n\nWords.\n",
        [":10: a heading with more than six “#”. Use “##” for a section, and “###” for a part of one."],
    ),
    "a cell too few": (
        "| a | b |\n|---|---|\n| 1 |\n| | 2 |\n",
        [":10: a row of 1 cell in a table of 2 columns. Add the others; between “|” and “|” a cell may be empty."],
    ),
    "a heading without words": ("Text.\n\n##\n\nMore.\n", [":10: a heading without words. Write them, or remove the line."]),
    "an item of which the level is lost": (
        "- one\n  - two\n- three\n\n    - four\n\nWords.\n\n - five\n - six\n",
        [
            ":9: an item indented by 2, which stands on the level of the one above. "
            "Indent it by four spaces to put it below that one, or not at all."
        ],
    ),
    "bullets from elsewhere": (
        "• one\n• two\n",
        [":8: what looks like a list and is none. Put an empty line above it, and start each line with “- ” or “1. ”."],
    ),
    "a table without the line below its head": (
        "| a | b |\n| 1 | 2 |\n",
        [
            ":8: what looks like a table and is none. Put an empty line above it,"
            " and below its head a line with as many columns, such as “|---|---|”."
        ],
    ),
    "a cell too many": (
        "| a | b |\n|---|---|\n| 1 | `2|3` |\n| 1 | 2 | 3 |\n",
        [":11: a row of 3 cells in a table of 2 columns. Leave one out, or give the table's head as many; a “|” in a text is written \\|."],
    ),
    "a reference without address": ("A [word][here].\n", [":8: the link “here” has no address. Add a line “[here]: address”."]),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_a_fault(name: str) -> None:
    body, expected = PAGES[name]
    assert page(body)[1] == expected
    assert page(body, language="nl")[1] == DUTCH["text of a page"][name]


def test_signs_that_are_meant_are_left_alone() -> None:
    text = "2\\*\\*3, `**`, a \\`, see README.md (and [1] too).\n\n    ** code\n    - a\n    - b\n\nWords\n- once - more.\n"
    assert not page(text)[1]
    text = "\\{ weights \\} \\*one _two_ *three* 5 * 3 a_b 12:30:45 $5 ~10 a^b &lt; &amp;lt; {a b c} 100% [1] <b>!</b>!!! yes\n\n"
    text += "a \\| b \\| c\n\n– once\n\nWords.\n\n    A script: x = 1.\n\n    make serve\n\n- one\n\n    Its second paragraph.\n\n"
    text += "<pre>All of this is code.</pre>\n\nOne | two\n\n"
    assert not page(text + "".join(f"`{sign}`\n\n" for sign in SIGNS if "\n" not in sign))[1]


def test_a_factors_sections_become_its_three_parts_with_the_key_before_every_id() -> None:
    text, faults = factor(
        "## Why *so* {#why}\nSee [that](#how).[^1]\n\n[^1]: Note.\n\n## How {#how}\n### Sub {#sub}\nB.\n## Source {#source}\nC.\n"
    )
    assert not faults
    assert shown(text.why).startswith('<h3 id="groups-why">Why <em>so</em></h3>\n<p>See <a href="#how">that</a>.<sup id="groups-fnref-1">')
    assert '<h4 id="groups-sub">Sub</h4>' in shown(text.how)
    assert 'href="#groups-fnref-1"' in shown(text.source_note)
    assert text.links == (Link("#how", 10, "content/en/factors/groups.md", "how"),)


FACTORS = {
    "nothing": (
        "",
        [
            ":9: the section “{#why}” is missing. Add a heading “## … {#why}” with its text.",
            ":9: the section “{#how}” is missing. Add a heading “## … {#how}” with its text.",
            ":9: the section “{#source}” is missing. Add a heading “## … {#source}” with its text.",
        ],
    ),
    "text above": ("Hello.\n" + SECTIONS, [":9: text above the first heading. Move it below “## … {#why}”."]),
    "an empty section": (SECTIONS.replace("B.\n", ""), [":11: the section “How” is empty. Write its text below the heading."]),
    "another order": (
        "## How {#how}\nB.\n## Why {#why}\nA.\n## Source {#source}\nC.\n",
        [":9: the sections stand in another order. Put them in the order {#why}, {#how}, {#source}."],
    ),
    "an id forgotten": (
        SECTIONS.replace("How {#how}", "What to do"),
        [
            ":11: the section “What to do” has no name. Write “{#how}” behind it.",
        ],
    ),
    "another id": (
        SECTIONS.replace("{#how}", "{#what}"),
        [
            ":11: the section “How” is called “#what”. Write “{#how}” behind it.",
        ],
    ),
    "a heading of another level": (
        SECTIONS.replace("## How", "### How"),
        [":11: the section “How” has a heading of another level. Start it with “##”."],
    ),
    "a script that swallows the next heading": (
        SECTIONS.replace("A.", "A <script>"),
        [
            ":10: <script> in a page. Leave it out; a page holds text, links, lists, tables and pictures.",
        ],
    ),
    "an insert": (
        SECTIONS.replace("B.", "\n{{ weights }}\n"),
        [":13: “{{ weights }}” stands in the text of a question. Only pages hold such tables and charts."],
    ),
}


@pytest.mark.parametrize("name", FACTORS)
def test_a_factor_with_a_fault(name: str) -> None:
    body, expected = FACTORS[name]
    assert factor(body)[1] == expected
    assert factor(body, language="nl")[1] == DUTCH["text of a question"][name]


def test_one_file_leaves_nothing_for_the_next() -> None:
    first = Source(PurePosixPath("content/en/a.md"), (PAGE + "Word.[^1]\n\n[^1]: Note.\n\n[ref]: https://a.example\n\n## Same\n").encode())
    second = Source(PurePosixPath("content/en/b.md"), (PAGE + "Word [ref].\n\n## Same\n").encode())
    together, _ = parse(read_documents((first, second))[0], [])
    alone, _ = parse(read_documents((second,))[0], [])
    assert together.pages[1] == alone.pages[0]


def test_what_is_not_looked_for_changes_nothing() -> None:
    chance = random.Random(5)
    for _ in range(500):
        text = invented_markdown(chance)
        assert convert(text) == make_converter().reset().convert(text)


def test_a_block_of_code_that_nothing_closes_is_told_at_once() -> None:
    """Each line once made the search as many times as long as it has letters: with a dozen lines, a build never ended."""
    words = "These are the words of a line in such a block\n"
    _, faults = page(f"```one\n{words * 40}\nAnd text.\n")
    assert [fault.partition(", ")[0] for fault in faults] == [":8: “```”"]
