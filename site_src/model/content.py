"""What the authors write: documents, and the pages, factors, texts and settings that they come to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.model.fingerprint import fingerprint

PLACEHOLDER = re.compile(r"\{(\w+)\}")
"""A place in an interface text where a value goes."""

INVISIBLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\uf8ff\ufffe\uffff]")
"""Control characters, Unicode's own line ends (editors do not count them) and the private range, which the build uses itself."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of `content/`, decoded. `kind`: settings, texts, factor or page. `values` are typed; `lines` has the line of every key.

    `name` is the path under the language folder without its ending: `method`, `pillars/brand`, `factors/groups`, `texts/quiz`.
    The body is what follows the front matter; its first line is line `body_line` of the file. A value at fault is empty; `legible` is false
    where nothing above the body could be read. `todo`: the lines that hold the mark for words still to come. A document with a fault is
    never published: it is there for its other faults.
    """

    kind: str
    language: str
    name: str
    source: PurePosixPath
    values: Mapping[str, object]
    lines: Mapping[str, int]
    body: str = ""
    body_line: int = 1
    legible: bool = True
    todo: tuple[int, ...] = ()

    @property
    def digest(self) -> str:
        """Eight digits that stand for all that the document says. When somebody looked, what its twins said then,
        where it used to stand and whether it was a draft, says nothing."""
        said = {key: value for key, value in self.values.items() if key not in ("checked", "twins", "redirects", "draft")}
        return fingerprint(said, self.body.strip())[:8]


class Link(NamedTuple):
    """A link, or with `image` a picture, in a page's Markdown.

    `href` is what the author wrote. `target` is the file of `content/` it leads to, relative to the project; None for an outside address.
    As a piece of HTML it stands where the address goes.
    """

    href: str
    line: int
    target: str | None = None
    anchor: str = ""
    image: bool = False


class Insert(NamedTuple):
    """A place in a page's body where a piece made from the model goes: `{{ weights }}` on a line of its own."""

    name: str
    line: int


Html = tuple[str | Link | Insert, ...]
"""HTML in pieces: ready text, and the places that only the whole site can fill."""


class Heading(NamedTuple):
    """A heading of a page's body. `level` 2 to 6; `id` is its anchor: `named` where its author wrote it, and else made from the words."""

    level: int
    id: str
    text: str
    line: int = 0
    named: bool = True


class Change(NamedTuple):
    """What an author says was changed on a page, and when."""

    day: date
    said: str


class Page(NamedTuple):
    """One page in one language. `name` is its path under the language folder without `.md`, the same in every language.

    `sentences`: each sentence of running text and the line on which it first starts, to compare between languages; quotations, titles,
    links and code are left out of them. `redirects`: the slugs it used to have. `draft`: shown to who edits, and not published. `changes`:
    what is new since it was written. `todo`: the lines that hold the mark for words still to come. `digest` stands for all it says; `twins`
    are the digests that its twins had, by language, when they last said the same. `inserts`: those in its body. What is empty where it may
    not be (a slug, a template, a date) was at fault in the front matter and is told already.
    """

    language: str
    name: str
    source: PurePosixPath
    title: str
    description: str
    slug: str
    template: str
    menu: int | None
    menu_title: str
    toc: bool
    written: date
    checked: date
    body: Html
    section: str = ""
    changes: tuple[Change, ...] = ()
    body_line: int = 1
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    inserts: tuple[Insert, ...] = ()
    anchors: frozenset[str] = frozenset()
    sentences: Mapping[str, int] = {}
    lines: Mapping[str, int] = {}
    redirects: tuple[str, ...] = ()
    digest: str = ""
    twins: Mapping[str, str] = {}
    draft: bool = False
    todo: tuple[int, ...] = ()

    @property
    def address(self) -> PurePosixPath:
        """Where the page stands in `dist/`. The page named 404 stands at the root, once for all languages."""
        return PurePosixPath("404.html") if self.name == "404" else _address(self.language, self.slug)

    @property
    def old_addresses(self) -> tuple[PurePosixPath, ...]:
        """Where it used to stand."""
        return tuple(_address(self.language, slug) for slug in self.redirects)

    @property
    def changed(self) -> date:
        """The day of its last change."""
        return max((self.written, *(change.day for change in self.changes)))

    @property
    def card(self) -> "Card":
        """What other pages may show of this one."""
        return Card(
            self.language, self.name, self.address, self.title, self.description, self.menu_title, self.template, self.written, self.checked
        )

    @property
    def framed(self) -> bool:
        """Whether the page stands in frames of other sites and nowhere else: search engines and the copy for offline use leave it out."""
        return self.template == "embed"


_TEMPLATES = {"index": "home", "quiz": "quiz", "404": "not_found"}


def default_template(name: str) -> str:
    """The template of a page that names none, by the page's own name."""
    return "pillar" if name.startswith("pillars/") else _TEMPLATES.get(name, "page")


@cache
def _address(language: str, slug: str) -> PurePosixPath:
    """One object for all that ask: they ask often, and a path remembers what it looks like as text."""
    return PurePosixPath(language, f"{slug}.html")


class Card(NamedTuple):
    """A page as other pages see it: all but its text. A page that shows a card is made again when something on the card changes."""

    language: str
    name: str
    address: PurePosixPath
    title: str
    description: str
    menu_title: str
    template: str
    written: date
    checked: date


@dataclass(frozen=True, slots=True)
class FactorText:
    """All the words about one factor in one language. `why`, `how` and `source_note` are HTML; the rest is plain text.

    `titles` are the author's headings of those three, by `why`, `how` and `source`; `sentences`, `digest` and `twins` are as in a Page.
    """

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
    why: Html
    how: Html
    source_note: Html
    titles: Mapping[str, str] = field(default_factory=dict)
    todo: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    sentences: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""
    twins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Texts:
    """One file of interface texts: dotted key → text, and the line each stands on. The first part of a key is the file's name."""

    language: str
    section: str
    source: PurePosixPath
    words: Mapping[str, str]
    lines: Mapping[str, int]
    todo: tuple[int, ...] = ()


class Settings(NamedTuple):
    """`content/site.yaml`. `base_url` ends in a slash; `languages` in order, the first the one to fall back on.

    `sections`: what the pages are grouped by, in order; none on a site so small that its menu is a list, nor where they could not be read:
    then `sections_known` is false, and no page is held against them.
    `contact`: where readers write to, an `https:` or `mailto:` address; empty where there is none.
    """

    base_url: str
    languages: tuple[str, ...]
    sections: tuple[str, ...] = ()
    lines: Mapping[str, int] = {}
    contact: str = ""
    sections_known: bool = True


class Content(NamedTuple):
    """Everything the authors wrote. `files` is every path in `content/`, also of files with faults, so that no fault is told twice.

    `unread`: the files and folders of `content/` that could not be opened. That is told already; what lies in them is not missing.
    """

    settings: Settings
    pages: tuple[Page, ...]
    factors: tuple[FactorText, ...]
    texts: tuple[Texts, ...]
    files: frozenset[PurePosixPath]
    unread: frozenset[PurePosixPath] = frozenset()

    def hides(self, path: PurePosixPath) -> bool:
        """Whether a path is, or may lie in, what could not be opened."""
        return bool(self.unread) and not self.unread.isdisjoint((path, *path.parents))
