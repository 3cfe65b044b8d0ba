"""Content → how long each page takes to read, at 220 words a minute: what people reach with running text on a screen, in either language.

Counted is what the authors wrote on it, tables and quotations too: the page's own text, and below a pillar's that of its factors. What the
templates add, and the quiz itself, are not read from top to bottom.
"""

import re
from collections.abc import Mapping

from site_src.model import Content, Html, Vocabulary

_A_MINUTE = 220
_NO_WORD = re.compile(r"<[^<>]*>|&#?\w+;")
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")


def reading_minutes(content: Content, vocabulary: Vocabulary) -> Mapping[str, float]:
    """Minutes, by the page's file: every page that is published, in the order of the files."""
    below: dict[tuple[str, str], int] = {}
    for text in content.factors:
        if text.key in vocabulary.factors:
            place = text.language, f"pillars/{vocabulary.factors[text.key][0]}"
            below[place] = below.get(place, 0) + _words(text.why + text.how + text.source_note)
    words = {str(page.source): _words(page.body) + below.get((page.language, page.name), 0) for page in content.pages if not page.draft}
    return {file: words[file] / _A_MINUTE for file in sorted(words)}


def _words(html: Html) -> int:
    """How many words there are. A link's address is a piece of its own, inside a tag."""
    return len(_WORD.findall(_NO_WORD.sub(" ", "".join(piece for piece in html if isinstance(piece, str)))))
