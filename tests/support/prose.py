"""The text that a visitor reads on a built page:
pieces of text that each know their language, blocks and sentences. Independent of what made it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# A `template` is read: it holds what the scripts say.
_SILENT = {"script", "style", "code", "pre", "kbd", "samp"}
_INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time"}
_SPOKEN = {"alt", "aria-label", "aria-roledescription", "aria-valuetext", "placeholder", "title"}
_ADDRESS = re.compile(r"\b(?:https?://\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*")


class Piece(NamedTuple):
    """A run of text. `language`: the nearest `lang`. `block`: what pieces of one paragraph, cell or heading share; `tag`: its name."""

    language: str
    text: str
    block: int
    tag: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.open: list[tuple[str, str, bool]] = [("", "", False)]
        self.block = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        _, outer, silent = self.open[-1]
        language = attributes.get("lang", outer)
        silent = silent or tag in _SILENT or attributes.get("translate") == "no"
        if tag not in _INLINE:
            self.block += 1
        spoken = [value for name, value in attributes.items() if name in _SPOKEN]
        if attributes.get("name") == "description" or attributes.get("property") in {"og:title", "og:description", "og:image:alt"}:
            spoken.append(attributes.get("content", ""))
        for value in spoken:
            if not silent:
                self.block += 1
                self.pieces.append(Piece(language, value, self.block, tag))
        if spoken:
            self.block += 1
        if tag not in _VOID:
            self.open.append((tag, language, silent))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _, _ in self.open):
            while self.open.pop()[0] != tag:
                pass
        if tag not in _INLINE:
            self.block += 1

    def handle_data(self, data: str) -> None:
        _, language, silent = self.open[-1]
        if not silent and data.strip():
            block = next((name for name, _, _ in reversed(self.open) if name not in _INLINE), "")
            self.pieces.append(Piece(language, data, self.block, block))


def pieces(markup: str) -> tuple[Piece, ...]:
    """List the texts of a page that are read or read aloud, without code."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return tuple(reader.pieces)


def words(text: str) -> Iterator[str]:
    """The words of a text, apostrophes made straight. Addresses, numbers and {placeholders} are none."""
    plain = _ADDRESS.sub(" ", re.sub(r"\{\w+\}", " ", text)).replace("\u00ad", "").replace("’", "'")
    for found in _WORD.finditer(plain):
        before = plain[: found.start()]
        # “1e”, “3rd” and “Q3” are numbers; “2-weekly” is a word with a number before it.
        if not before or not before[-1].isdigit():
            yield found[0].strip(".")


def paragraphs(markup: str) -> Iterator[str]:
    """The running text of a page: its paragraphs and list items in `main`, one string each."""
    main = re.search(r"<main\b.*</main>", markup, re.DOTALL)
    blocks: dict[int, list[str]] = {}
    for piece in pieces(main[0] if main else markup):
        if piece.tag in {"p", "li", "dd"}:
            blocks.setdefault(piece.block, []).append(piece.text)
    for texts in blocks.values():
        yield " ".join("".join(texts).split())


def read_built_pages(dist: Path) -> dict[str, str]:
    """Every built page by its path. The quiz as one file is the quiz again, and is left out."""
    files = [path for path in sorted(dist.rglob("*.html")) if not path.name.startswith("ssi-quiz-")]
    return {path.relative_to(dist).as_posix(): path.read_text(encoding="utf-8") for path in files}
