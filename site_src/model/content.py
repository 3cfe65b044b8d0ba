"""The authors' work: documents, and the pages, factors, texts and settings made from them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.model.files import PLANS
from site_src.model.fingerprint import fingerprint

PLACEHOLDER = re.compile(r"\{(\w+)\}")
"""A placeholder in an interface text, such as `{max}`."""

INVISIBLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\uf8ff\ufffe\uffff]")
"""Characters that no source may contain: control characters, Unicode's line separators and the private range.

Editors do not count Unicode's line separators as lines, and the build uses the private range for its own marks.
"""


@dataclass(frozen=True, slots=True)
class Document:
    """One decoded file of `content/`.

    `kind`: settings, plans, texts, factor or page.
    `name`: the path under the language folder, without its suffix: `method`, `pillars/brand`, `factors/groups`, `texts/quiz`.
    `values`: typed; a faulty value is empty. `lines`: the line of each key.
    `body`: the text below the front matter; its first line is line `body_line` of the file.
    `legible`: false if nothing of the front matter could be read.
    `todo`: the lines with the word TODO, the mark for text still to be written.

    A faulty document is never published; it exists so that its other faults are reported too.
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
        """Hash the document's meaning, as eight hexadecimal digits.

        Left out, because they do not change what readers learn: the date of the last check, the digests of translations, old addresses and
        whether it is a draft.
        """
        values = {key: value for key, value in self.values.items() if key not in ("checked", "twins", "redirects", "draft")}
        return fingerprint(values, self.body.strip())[:8]


class Link(NamedTuple):
    """A link or an image in a page's Markdown.

    `href`: the address as the author wrote it. `target`: the file of `content/` it leads to, relative to the project; None for an outside
    address. `anchor`: the part after “#”. In `Html`, a Link takes the place of the address.
    """

    href: str
    line: int
    target: str | None = None
    anchor: str = ""
    image: bool = False


class Shortcode(NamedTuple):
    """A call of a template in a page's body, alone on its line: `{{ weights }}`, or with an argument, `{{ plan sales }}`."""

    name: str
    line: int
    argument: str = ""


Html = tuple[str | Link | Shortcode, ...]
"""HTML in pieces: ready text, and the links and shortcodes that the render stage fills in."""


class Heading(NamedTuple):
    """A heading of a page's body.

    `level`: 2 to 6. `id`: its anchor, written by the author if `named`, else made from the heading's words.
    """

    level: int
    id: str
    text: str
    line: int = 0
    named: bool = True


class Change(NamedTuple):
    """A change to a page, as its author describes it, and its date."""

    day: date
    text: str


class Page(NamedTuple):
    """One page in one language.

    `name`: its path under the language folder without `.md`, the same in every language.
    `menu`: its position in the menu. Without one, a page comes last in its section; a menu without sections omits it.
    `sentences`: each sentence of running text, with the line on which it first starts, to compare languages; without quotations, titles,
    links and code.
    `changes`: the changes since it was written. `redirects`: the slugs it had before.
    `draft`: shown while editing, not published. `todo`: as in `Document`.
    `shortcodes`: the shortcodes in its body.
    `digest`: the hash of its meaning. `twins`: by language, the digest that each translation had when the two last said the same.

    A slug, template or date is empty if the front matter had a fault there, which is already reported.
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
    shortcodes: tuple[Shortcode, ...] = ()
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
        """The page's path in `dist/`. The page named 404 is at the root, once for all languages."""
        return PurePosixPath("404.html") if self.name == "404" else _address(self.language, self.slug)

    @property
    def old_addresses(self) -> tuple[PurePosixPath, ...]:
        """The page's earlier paths in `dist/`."""
        return tuple(_address(self.language, slug) for slug in self.redirects)

    @property
    def changed(self) -> date:
        """The date of its last change, or of its writing."""
        return max((self.written, *(change.day for change in self.changes)))

    @property
    def summary(self) -> "PageSummary":
        """The summary that other pages may show."""
        return PageSummary(
            self.language, self.name, self.address, self.title, self.description, self.menu_title, self.template, self.written, self.checked
        )

    @property
    def framed(self) -> bool:
        """Whether the page is only for frames in other sites; search engines and the offline copy omit it."""
        return self.template == "embed"

    @property
    def camera(self) -> bool:
        """Whether the page may ask for the camera."""
        return self.template == "group"


_TEMPLATES = {"index": "home", "quiz": "quiz", "404": "not_found"}


def default_template(name: str) -> str:
    """Return the template of a page that names none, by the page's name."""
    return "pillar" if name.startswith("pillars/") else _TEMPLATES.get(name, "page")


@cache
def _address(language: str, slug: str) -> PurePosixPath:
    # One object for each address: it is asked for often, and a path caches its text.
    return PurePosixPath(language, f"{slug}.html")


class PageSummary(NamedTuple):
    """A page without its text, as other pages see it.

    A page that shows a summary is rendered again only if the summary changes.
    """

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
    """The words about one factor in one language.

    `why`, `how` and `source_note` are HTML; the rest is plain text. `levels`: by the level's key. `advice`: by the key of the level that it
    reaches. `sentences`, `digest`, `twins` and `todo`: as in `Page`.
    """

    language: str
    key: str
    source: PurePosixPath
    name: str
    question: str
    hint: str
    levels: Mapping[str, str]
    not_applicable: str
    advice: Mapping[str, str]
    checked: date
    why: Html
    how: Html
    source_note: Html
    todo: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    sentences: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""
    twins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Texts:
    """One file of interface texts.

    `words`: dotted key → text; the first part of a key is the file's name, `section`. `lines`: the line of each key.
    """

    language: str
    section: str
    source: PurePosixPath
    words: Mapping[str, str]
    lines: Mapping[str, int]
    todo: tuple[int, ...] = ()


class Settings(NamedTuple):
    """The settings of the site: `content/site.yaml`.

    `base_url`: ends in a slash. `languages`: in order; the first is the fallback.
    `sections`: the groups of the menu, in order; empty for a site so small that its menu is one list.
    `sections_known`: false if the sections could not be read; then pages are not checked against them.
    `contact`: the `https:` or `mailto:` address for readers to write to, or empty.
    """

    base_url: str
    languages: tuple[str, ...]
    sections: tuple[str, ...] = ()
    lines: Mapping[str, int] = {}
    contact: str = ""
    sections_known: bool = True


NO_PLANS = Texts("", "plans", PLANS, {}, {})


class Content(NamedTuple):
    """The authors' complete work.

    `files`: every path in `content/`, including faulty files, so that no fault is reported twice.
    `unread`: the files and folders of `content/` that could not be opened; that is already reported, so files in them do not count as
    missing.
    `plans`: the steps of each week plan, as `plans.sales.active_days` → level.
    """

    settings: Settings
    pages: tuple[Page, ...]
    factors: tuple[FactorText, ...]
    texts: tuple[Texts, ...]
    files: frozenset[PurePosixPath]
    unread: frozenset[PurePosixPath] = frozenset()
    plans: Texts = NO_PLANS

    @property
    def prose(self) -> tuple[Page | FactorText, ...]:
        """The files with running text."""
        return (*self.pages, *self.factors)

    @property
    def items(self) -> tuple[Page | FactorText | Texts, ...]:
        """The files with words for readers."""
        return (*self.prose, *self.texts)

    @property
    def unread_sections(self) -> frozenset[str]:
        """The sections of texts of which a file could not be read. The file's fault is already reported."""
        read = {texts.source for texts in self.texts}
        return frozenset(file.stem for file in self.files - read if file.suffix == ".yaml" and file.parent.name == "texts")

    def hides(self, path: PurePosixPath) -> bool:
        """Return whether a path is in `unread`, or in a folder that is."""
        return bool(self.unread) and not self.unread.isdisjoint((path, *path.parents))
