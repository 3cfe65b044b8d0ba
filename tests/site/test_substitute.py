"""A substitution that looks only where a match can start replaces what Python's own does."""

import random
import re

import pytest

from site_src.check.spelling import words
from site_src.load import lint
from site_src.load.markdown import line_markers
from site_src.model import substitute
from tests.support.invented_html import invented_html, invented_markdown

USES = {
    "lint": (lint._NOT_WORDS, lint._NOT_WORDS_START),
    "spelling": (words._NOT_IN_BODY, words._NOT_IN_BODY_START),
    "line_markers": (line_markers._ADDRESS_OPENS, line_markers._ADDRESS_STARTS),
}


@pytest.mark.parametrize("use", USES)
def test_it_replaces_the_same(use: str) -> None:
    pattern, starts = USES[use]
    chance = random.Random(11)
    for _ in range(4000):
        text = (
            invented_markdown(chance)
            + chance.choice(("", "\n\n    x\n", "\n\n\tx\n", ' <img alt="x">', "\n   [r]: u"))
            + invented_html(chance)
        )
        # One line is what the marks of addresses are put into.
        text = text if use != "line_markers" else text.replace("\n", " ")
        assert substitute(pattern, starts, mark, text) == pattern.sub(mark, text)


def mark(found: re.Match[str]) -> str:
    return f"«{found[0]}»"
