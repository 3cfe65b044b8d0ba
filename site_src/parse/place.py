"""Where in the author's file something stands, and what is wrong there."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath

from site_src.model import Document, Problem

_ID = re.compile(r"\{[^{}]*#|\bid\s*=")
_WORD = re.compile(r"[^\W_]+")


class Place:
    """The text of one file, as its author wrote it; gathers what is wrong with it."""

    def __init__(self, document: Document) -> None:
        self.source: PurePosixPath = document.source
        self.file = str(document.source)
        self.text = document.body
        self.first = document.body_line
        self.problems: list[Problem] = []
        self._reached: dict[str, tuple[int, int]] = {}
        self._unclosed: dict[str, list[int]] = {}

    def fault(self, line: int, what: str, remedy: str) -> None:
        """Notes what is wrong."""
        self.problems.append(Problem(self.file, line, what, remedy))

    def line_of(self, said: str) -> int:
        """The line on which some words start: their first four are looked for, whatever stands between them."""
        # Most stand there as they are said.
        plain = self.text.find(" ".join(said.split(" ", 4)[:4]))
        if said and plain >= 0:
            return self.first + self.text.count("\n", 0, plain)
        words = _WORD.findall(said)[:4]
        for at in self._places.get(words[0], ()) if words else ():
            if [word for word, _ in self._words[at : at + len(words)]] == words:
                return self.first + self.text.count("\n", 0, self._words[at][1])
        return self.first

    def names(self, line: int) -> bool:
        """Whether something on a line is given an id."""
        return bool(_ID.search(self._lines[line - self.first]))

    @cached_property
    def _lines(self) -> Sequence[str]:
        return self.text.split("\n")

    @cached_property
    def _words(self) -> Sequence[tuple[str, int]]:
        """Every word of the text, and where it starts."""
        return [(found[0], found.start()) for found in _WORD.finditer(self.text)]

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """Which of the words each word is."""
        places: dict[str, list[int]] = {}
        for at, (word, _) in enumerate(self._words):
            places.setdefault(word, []).append(at)
        return places

    def line_where(self, pattern: str, number: int = 1) -> int:
        """The line of the nth match, counted from 1; with fewer matches, of the last."""
        places = [match.start() for match in islice(re.finditer(pattern, self.text), number)]
        return self.first + self.text.count("\n", 0, places[-1]) if places else self.first

    @cached_property
    def _without_code(self) -> str:
        return re.sub(r"(`+)[^`].*?\1", lambda code: re.sub(r"[^\n]", " ", code[0]), self.text, flags=re.DOTALL)

    def next_line(self, pattern: str, steps: int = 1) -> int:
        """The line of the next place outside of code where a pattern is found: some places further at each call, in the end the last."""
        found, start = self._reached.get(pattern, (0, 0))
        for match in islice(re.compile(pattern).finditer(self._without_code, start), steps):
            found, start = match.end(), match.end()
            steps -= 1
        self._reached[pattern] = found, len(self.text) if steps else start
        return self.first + self.text.count("\n", 0, found)

    def line_unclosed(self, tag: str) -> int:
        """The line of the next tag of this name that is never closed.

        Goes on as `next_line` does. Where all are closed, only too late, it is that of the first.
        """
        if tag not in self._unclosed:
            tags = list(re.finditer(rf"(?i)<(/?){re.escape(tag)}\b[^>]*>", self._without_code))
            waiting: list[int] = []
            for found in tags:
                if not found[1]:
                    waiting.append(found.start())
                elif waiting:
                    waiting.pop()
            self._unclosed[tag] = (waiting or [found.start() for found in tags[:1]] or [0])[::-1]
        places = self._unclosed[tag]
        return self.first + self.text.count("\n", 0, places.pop() if len(places) > 1 else places[0])
