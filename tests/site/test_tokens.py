"""HTML read as browsers read it: by the quick reader and by the standard's, which must agree on every text that the quick one takes."""

import random
import time

import pytest

from site_src.load.markdown.allowlist import ELEMENTS
from site_src.load.markdown.convert import convert
from site_src.load.markdown.tokens import DEEPEST, Tag, Text, Token, read, read_fast, read_standard
from tests.support.invented_html import CLASSICS, invented_html, invented_markdown


def said(tokens: tuple[Token, ...]) -> list[object]:
    """The meaning of tokens, however they are written."""
    return [token.words if isinstance(token, Text) else (token.name, dict(token.attributes), token.closing) for token in tokens]


def agree(markup: str) -> bool:
    """Return whether the quick reader takes a text; if so, check that the standard's reads the same and finds no fault."""
    quick = read_fast(markup)
    if quick is None:
        return False
    standard = read_standard(markup)
    assert said(quick) == said(standard.tokens), markup
    assert standard.astray is None, markup
    assert standard.complete, markup
    return True


def test_the_quick_reader_agrees_with_the_standard_on_what_markdown_makes() -> None:
    chance = random.Random(8)
    taken = sum(agree(convert(invented_markdown(chance))) for _ in range(1500))
    assert taken > 700  # Most of the others hold HTML that their author did not close.


def test_the_quick_reader_agrees_with_the_standard_on_random_html() -> None:
    chance = random.Random(13)
    taken = sum(agree(invented_html(chance)) for _ in range(4000))
    assert 300 < taken < 3000


@pytest.mark.parametrize("markup", CLASSICS)
def test_the_quick_reader_takes_no_classic_of_smuggled_html(markup: str) -> None:
    assert not agree(markup)


@pytest.mark.parametrize("parent", [name for name in ELEMENTS if name not in ("br", "col", "hr", "img", "wbr")])
def test_the_quick_reader_agrees_on_each_element_in_each_other(parent: str) -> None:
    for child in ELEMENTS:
        inner = f"<{child}>" if child in ("br", "col", "hr", "img", "wbr") else f"<{child}>x</{child}>"
        agree(f"<{parent}>{inner}</{parent}>")
        agree(f"<table><tbody><tr><td><ul><li><{parent}>a {inner} b</{parent}></li></ul></td></tr></tbody></table>")
        agree(f"<{parent}>a<{child}>b<{parent}>c</{parent}></{child}></{parent}>")


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        ("<BR>", "<br>"),
        ("<A HREF=x.md>y</A>", '<a href="x.md">'),
        ("<a title='&quot;'>y</a>", '<a title="&quot;">'),
        ("<ol reversed><li>x</li></ol>", '<ol reversed="">'),
        ("<p a=1 a=2>x</p>", '<p a="1">'),
        ("<br/>", "<br>"),
    ],
)
def test_a_tag_is_written_plainly_whichever_way_its_author_wrote_it(markup: str, source: str) -> None:
    reading = read(markup)
    assert reading.tokens[0].source == source
    assert reading.astray is None


def test_what_is_written_plainly_is_read_the_same_again() -> None:
    chance = random.Random(21)
    sound = 0
    for _ in range(1500):
        first = read(invented_html(chance))
        # What a page may hold only: inside others the characters mean something else.
        if first.astray is None and first.complete and all(isinstance(token, Text) or token.name in ELEMENTS for token in first.tokens):
            again = read("".join(token.source for token in first.tokens))
            assert said(again.tokens) == said(first.tokens)
            assert again.astray is None
            sound += 1
    assert sound > 100


@pytest.mark.parametrize(
    ("markup", "astray"),
    [
        ("<p><ul><li>x</li></ul></p>", "ul"),
        ("<a>x<a>y</a></a>", "a"),
        ("<table>words<tr><td>x</td></tr></table>", "table"),
        ("<h2><h3>x</h3></h2>", "h3"),
        ("<b>x<p>y</b></p>", "p"),
    ],
)
def test_the_first_token_that_browsers_take_for_something_else(markup: str, astray: str) -> None:
    reading = read(markup)
    assert reading.astray is not None
    token = reading.tokens[reading.astray]
    assert isinstance(token, Tag)
    assert token.name == astray


@pytest.mark.parametrize("markup", ["x <!-- y", "<script>x", "<a title='x", "<plaintext>x", "x <![CDATA[ y", "<textarea>", "x <b"])
def test_a_text_whose_end_is_swallowed_is_not_complete(markup: str) -> None:
    assert not read(markup).complete


def test_reading_takes_no_longer_than_the_text_is_long() -> None:
    for piece in ("<b>", "<a title=", "&#xE000", "<!--", "<p><div>", "<table>x", "</p>", "<b></i>", "<a>"):
        taken = []
        for count in (1_000, 8_000):
            start = time.process_time()
            read(piece * count)
            taken.append(time.process_time() - start)
        assert taken[1] < 40 * max(taken[0], 0.02), piece


def test_as_many_elements_in_each_other_as_are_allowed_are_read() -> None:
    depth = DEEPEST - 1
    assert agree("<div>" * depth + "</div>" * depth)
    assert not agree("<div>" * (depth + 1) + "</div>" * (depth + 1))
