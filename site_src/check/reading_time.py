"""Estimates each page's reading time, at 220 words a minute: the pace of running text on a screen, in either language.

All of the author's text counts, with tables and quotations: the page's text and, on a pillar's page, that of its factors. Text from
templates and the quiz itself do not count, since nobody reads them from top to bottom.
"""

import re
from collections.abc import Mapping

from site_src.model import Content, Html, Vocabulary

_WORDS_PER_MINUTE = 220
_NO_WORD = re.compile(r"<[^<>]*>|&#?\w+;")
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")


def estimate_minutes(content: Content, vocabulary: Vocabulary) -> Mapping[str, float]:
    """Estimate the minutes for each published page, by its file, sorted."""
    below: dict[tuple[str, str], int] = {}
    for text in content.factors:
        if text.key in vocabulary.factors:
            place = text.language, f"pillars/{vocabulary.factors[text.key][0]}"
            below[place] = below.get(place, 0) + _count_words(text.why + text.how + text.source_note)
    words = {
        str(page.source): _count_words(page.body) + below.get((page.language, page.name), 0) for page in content.pages if not page.draft
    }
    return {file: words[file] / _WORDS_PER_MINUTE for file in sorted(words)}


def _count_words(html: Html) -> int:
    # Links are left out: a Link is only the address, which is inside a tag.
    return len(_WORD.findall(_NO_WORD.sub(" ", "".join(piece for piece in html if isinstance(piece, str)))))
