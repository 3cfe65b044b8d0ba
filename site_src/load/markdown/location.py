"""Finds the line of a text in the author's file, and collects the file's faults."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice

from site_src.messages import Message
from site_src.model import Document, Problem

_ID = re.compile(r"\{[^{}]*#|\bid\s*=")
_WORD = re.compile(r"[^\W_]+")


class Place:
    """The body of one file as its author wrote it, and its faults.

    All lines are those of the file, counted from 1; `first` is the first line of the body.
    """

    def __init__(self, document: Document) -> None:
        self.file = str(document.source)
        self.text = document.body
        self.first = document.body_line
        self.problems: list[Problem] = []
        # For `next_line` and `line_unclosed`, which continue where the last call with the same argument stopped.
        self._reached: dict[str, tuple[int, int]] = {}
        self._unclosed: dict[str, list[int]] = {}

    def fault(self, line: int, what: Message, remedy: Message) -> None:
        """Add a fault."""
        self.problems.append(Problem(self.file, line, what, remedy))

    def line_of(self, sentence: str) -> int:
        """Return the line on which a sentence starts.

        Its first four words are searched, with any markup between them. Without a match, the line is `first`.
        """
        # Fast path: most sentences have no markup between these words.
        plain = self.text.find(" ".join(sentence.split(" ", 4)[:4]))
        if sentence and plain >= 0:
            return self.first + self.text.count("\n", 0, plain)
        words = _WORD.findall(sentence)[:4]
        for at in self._word_index.get(words[0], ()) if words else ():
            if [word for word, _ in self._words[at : at + len(words)]] == words:
                return self.first + self.text.count("\n", 0, self._words[at][1])
        return self.first

    def has_id(self, line: int) -> bool:
        """Return whether the author gives an id on a line."""
        return bool(_ID.search(self._lines[line - self.first]))

    @cached_property
    def _lines(self) -> Sequence[str]:
        return self.text.split("\n")

    @cached_property
    def _words(self) -> Sequence[tuple[str, int]]:
        """Every word of the text, with its position."""
        return [(found[0], found.start()) for found in _WORD.finditer(self.text)]

    @cached_property
    def _word_index(self) -> Mapping[str, Sequence[int]]:
        """By word, its indices in `_words`."""
        index: dict[str, list[int]] = {}
        for at, (word, _) in enumerate(self._words):
            index.setdefault(word, []).append(at)
        return index

    def line_where(self, pattern: str, number: int = 1) -> int:
        """Return the line of the nth match, counted from 1; with fewer matches, of the last; without any, `first`."""
        places = [match.start() for match in islice(re.finditer(pattern, self.text), number)]
        return self.first + self.text.count("\n", 0, places[-1]) if places else self.first

    @cached_property
    def _without_code(self) -> str:
        return re.sub(r"(`+)[^`].*?\1", lambda code: re.sub(r"[^\n]", " ", code[0]), self.text, flags=re.DOTALL)

    def next_line(self, pattern: str, steps: int = 1) -> int:
        """Return the line of the next match outside of code: `steps` matches further at each call, at the end the last."""
        found, start = self._reached.get(pattern, (0, 0))
        for match in islice(re.compile(pattern).finditer(self._without_code, start), steps):
            found, start = match.end(), match.end()
            steps -= 1
        self._reached[pattern] = found, len(self.text) if steps else start
        return self.first + self.text.count("\n", 0, found)

    def line_unclosed(self, tag: str) -> int:
        """Return the line of the next tag of this name that is never closed.

        Continues at each call, as `next_line` does. If all are closed, but too late, it is the line of the first.
        """
        if tag not in self._unclosed:
            tags = list(re.finditer(rf"(?i)<(/?){re.escape(tag)}\b[^>]*>", self._without_code))
            unclosed: list[int] = []
            for found in tags:
                if not found[1]:
                    unclosed.append(found.start())
                elif unclosed:
                    unclosed.pop()
            self._unclosed[tag] = (unclosed or [found.start() for found in tags[:1]] or [0])[::-1]
        places = self._unclosed[tag]
        return self.first + self.text.count("\n", 0, places.pop() if len(places) > 1 else places[0])
