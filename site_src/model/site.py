"""What is published: the whole site in every language, and what a page can show besides words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.model.content import FactorText, Page
from site_src.model.files import Output


class Pillar(NamedTuple):
    """A pillar in one language: its page, and its factors in the model's order."""

    key: str
    page: Page
    factors: tuple[FactorText, ...]


class Section(NamedTuple):
    """Pages that belong together, in the order in which they are shown. A site without sections has one, without a key."""

    key: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole site in one language. `words`: dotted key → text. `sections`: the menu."""

    code: str
    words: Mapping[str, str]
    pages: Mapping[str, Page]
    factors: Mapping[str, FactorText]
    pillars: tuple[Pillar, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """What is published: one edition a language, in the settings' order. `contact`: as in the settings."""

    base_url: str
    editions: tuple[Edition, ...]
    contact: str = ""

    def default_url(self, name: str) -> str:
        """Where a visitor who reads none of the languages goes: from a home page to the choice of language, else to the first language."""
        return self.base_url if name == "index" else f"{self.base_url}{self.editions[0].pages[name].address}"


class Scored(NamedTuple):
    """A persona: what it answers, by factor, and what `ssi_core` makes of that. Only templates look inside `result`."""

    key: str
    answers: Mapping[str, str]
    result: object


class Work(NamedTuple):
    """Something by others that `dist/` ships: its name, what of it is in there, the name of its licence, and where it comes from."""

    name: str
    part: str
    licence: str
    url: str


class Download(NamedTuple):
    """A file that a page offers to keep: where it stands in `dist/`, and its size in bytes."""

    path: PurePosixPath
    size: int


class Picture(NamedTuple):
    """A picture beside a page: its size in pixels, and narrower ones of it: how wide each is, and what a page calls it."""

    width: int
    height: int
    narrower: tuple[tuple[int, PurePosixPath], ...] = ()


@dataclass(frozen=True, slots=True)
class Assets:
    """The files a page asks for. `addresses`: what a page calls one (`css/site.css`, `content/en/graph.png`) → path in `dist/`.

    `pictures`: those of the authors, by what a page calls them."""

    outputs: tuple[Output, ...]
    addresses: Mapping[str, PurePosixPath]
    pictures: Mapping[str, Picture] = field(default_factory=dict)
