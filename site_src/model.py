"""The values that travel through the pipeline. Frozen, made whole in one go; no module here reads, writes or knows a library.

Paths are POSIX and relative: a source's to `content/`, an output's to `dist/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, for the person who can mend it. `line` counts from 1; 0 where no line is at fault (a file that is missing).

    >>> print(Problem("content/en/quiz.md", 3, "unknown key “titel”", "Did you mean “title”?"))
    content/en/quiz.md:3: unknown key “titel”. Did you mean “title”?
    """

    file: str
    line: int
    what: str
    todo: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}. {self.todo}"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of `content/`, as bytes: not decoded, not judged."""

    path: PurePosixPath
    data: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image in a page's Markdown, as the author wrote it. `page` is the internal target's name, None for an outside address."""

    href: str
    line: int
    page: str | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Insert:
    """A place in a page's body where a piece made from the model goes: `{{ weights }}` on a line of its own."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page's body. `level` 2 to 6; `id` is its anchor."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one language. `name` is its path under the language folder without `.md`, the same in every language."""

    language: str
    name: str
    source: PurePosixPath
    title: str
    description: str
    slug: str
    template: str
    menu: int | None
    toc: bool
    written: date
    checked: date
    body: tuple[str | Insert, ...]
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactorText:
    """All the words about one factor in one language. `why`, `how` and `source_note` are HTML; the rest is plain text."""

    language: str
    key: str
    source: PurePosixPath
    name: str
    question: str
    hint: str
    levels: Mapping[str, str]
    not_applicable: str
    advice: str
    checked: date
    why: str
    how: str
    source_note: str
    links: tuple[Link, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Texts:
    """The interface texts of one language: dotted key → text, and the line each stands on."""

    language: str
    source: PurePosixPath
    words: Mapping[str, str]
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Settings:
    """`content/site.yaml`. `base_url` ends in a slash; `languages` in order, the first the one to fall back on."""

    base_url: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """One file of `dist/`."""

    path: PurePosixPath
    data: bytes
