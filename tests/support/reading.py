"""How hard each page reads: `python -m tests.support.reading [FOLDER]`, where FOLDER holds the built site.

A report, not a test: it sets no limit.

LIX works for Dutch and English alike: words in a sentence, plus the percentage of words longer than six letters. Below 30 is a children's
book, 40 a newspaper, 50 an official letter, 60 a dissertation. Counted is running text: paragraphs and list items, no tables.
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

from tests.support.prose import paragraphs, read_built_pages, words


class Reading(NamedTuple):
    """The text of a page, and its scores. `sentence`: words in one, on average. `long`: percentage of words of more than six letters."""

    words: int
    sentence: float
    long: float

    @property
    def lix(self) -> float:
        """The readability index: sentence length plus percentage of long words."""
        return self.sentence + self.long


def measure(texts: list[str]) -> Reading:
    """The reading of some paragraphs. A paragraph's end ends a sentence; without any words, all is zero."""
    sentences = [one for text in texts for one in re.split(r"(?<=[.!?:])[’”)]*\s+", text) if any(words(one))]
    found = [word for one in sentences for word in words(one)]
    if not found:
        return Reading(0, 0, 0)
    return Reading(len(found), len(found) / len(sentences), 100 * sum(len(word) > 6 for word in found) / len(found))


def main(folder: Path) -> str:
    """The report, hardest page first."""
    rows = [(measure(list(paragraphs(markup))), name) for name, markup in read_built_pages(folder).items() if "/" in name]
    lines = [f"{'LIX':>5} {'words':>6} {'a sentence':>11} {'long':>6}  page"]
    lines += [
        f"{found.lix:5.1f} {found.words:6} {found.sentence:11.1f} {found.long:5.1f}%  {name}"
        for found, name in sorted(rows, key=lambda row: -row[0].lix)
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    place = Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    if not place.is_dir() or not read_built_pages(place):
        sys.exit(f"{place} holds no built site: run “make build” first, or name the folder.")
    print(main(place))
