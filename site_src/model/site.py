"""The site to publish: its pages in every language, and the files they show."""

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
    """A group of the menu, with its pages in order.

    A site without sections has one, with an empty key.
    """

    key: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The complete site in one language.

    `words`: dotted key → text. `pages`: by name. `factors`: by key. `sections`: the menu.
    """

    code: str
    words: Mapping[str, str]
    pages: Mapping[str, Page]
    factors: Mapping[str, FactorText]
    pillars: tuple[Pillar, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The site to publish: one edition for each language, in the settings' order.

    `base_url` and `contact`: as in `Settings`.
    """

    base_url: str
    editions: tuple[Edition, ...]
    contact: str = ""

    def default_url(self, name: str) -> str:
        """Return the address of a page for visitors who read none of the languages.

        That is the choice of language for a home page, and else the page in the first language.
        """
        return self.base_url if name == "index" else f"{self.base_url}{self.editions[0].pages[name].address}"


class ScoredPersona(NamedTuple):
    """A persona of `ssi_core`, with its answers by factor and their score.

    Only templates look inside `result`.
    """

    key: str
    answers: Mapping[str, str]
    result: object


class ScoredPlan(NamedTuple):
    """A week plan, and what its steps add to the typical member's score.

    Only templates look inside: `before` and `after` are results of `ssi_core`, `change` is the attribution of their difference.
    """

    key: str
    before: object
    after: object
    change: object


class Work(NamedTuple):
    """A work by others that `dist/` contains.

    `part`: the part of it that is used. `licence`: the licence's name. `url`: its origin.
    """

    name: str
    part: str
    licence: str
    url: str


class Download(NamedTuple):
    """A file that a page offers for download: its path in `dist/`, and its size in bytes."""

    path: PurePosixPath
    size: int


class Image(NamedTuple):
    """An image beside a page, with its size in pixels.

    `narrower`: its narrower versions, as (width in pixels, path by which a page names it).
    """

    width: int
    height: int
    narrower: tuple[tuple[int, PurePosixPath], ...] = ()


@dataclass(frozen=True, slots=True)
class Assets:
    """The files that pages request.

    `addresses`: the name by which a page requests a file (`css/site.css`, `content/en/graph.png`) → its path in `dist/`.
    `images`: the authors' images, by the same names.
    """

    outputs: tuple[Output, ...]
    addresses: Mapping[str, PurePosixPath]
    images: Mapping[str, Image] = field(default_factory=dict)
