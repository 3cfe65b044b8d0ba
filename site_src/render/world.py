"""Everything that a page can be made of, by question. What a page asked, and what it was answered, is all that it depends on.

So a page need not be made again where every question that it asked has the same answer as before. Nothing here is reached but by a
question: whatever templates are to get besides, add a kind of question for it.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from site_src.model import SERVICE_WORKER, Assets, Card, Download, Page, Picture, Scored, Site, Work, fingerprint

_SCRIPT = re.compile(r'"(\.{1,2}/[^"\s]+\.js)"')

Question = tuple[str, ...]
"""A kind, and what it is asked of: `("word", "nl", "quiz.next")`."""

Ask = Callable[..., Any]
"""Answers a question: `ask("word", "nl", "quiz.next")`."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the templates get besides the site. `runtime`: where the manifest of the engine stands in `dist/`. `downloads`: by language, the
    quiz as one file. Without any, what is rendered is for that file itself: it offers no download of itself and nothing that needs a host.
    `marks`: the fingerprints of pages and factors by `id`, where they are known already: taking one of a long text takes a while.
    `pictures`: by language and page, the one that social networks show.
    """

    model: object
    personas: tuple[Scored, ...]
    assets: Assets
    texts: Mapping[str, str]
    runtime: PurePosixPath
    licences: tuple[Work, ...]
    downloads: Mapping[str, Download]
    pictures: Mapping[tuple[str, str], PurePosixPath]
    marks: Mapping[int, str] = field(default_factory=dict)


class World:
    """Answers every question about one site, and knows each answer by its fingerprint."""

    def __init__(self, site: Site, given: Given) -> None:
        self.site = site
        self.given = given
        self._editions = {edition.code: edition for edition in site.editions}
        self._targets: dict[str, tuple[PurePosixPath, str]] = {}
        for edition in site.editions:
            for page in edition.pages.values():
                self._targets[str(page.source)] = (page.address, "")
            for pillar in edition.pillars:
                for factor in pillar.factors:
                    self._targets[str(factor.source)] = (pillar.page.address, factor.key)
        self._menus: dict[str, tuple[tuple[str, tuple[tuple[str, str, PurePosixPath], ...]], ...]] = {}
        self._files = {str(output.path): output for output in given.assets.outputs}
        self._marks: dict[Question, str] = {}
        self._same: dict[Question, Question] = {}

    def answer(self, question: Question) -> Any:
        """What is so; None where there is no such thing."""
        kind, *about = question
        return getattr(self, f"_{kind}")(*about)

    def same(self, question: Question) -> Question:
        """The question, one object for all pages that ask it: there are many, and they travel between processes."""
        return self._same.setdefault(question, question)

    def mark(self, question: Question) -> str:
        """The answer's fingerprint."""
        mark = self._marks.get(question)
        if mark is None:
            try:
                answer = self.answer(question)
                mark = self.given.marks.get(id(answer)) or fingerprint(answer)
            except KeyError:  # An earlier site had such a page, or such a language.
                mark = "gone"
            self._marks[question] = mark
        return mark

    def _base_url(self) -> str:
        return self.site.base_url

    def _contact(self) -> str:
        return self.site.contact

    def _languages(self) -> tuple[str, ...]:
        return tuple(self._editions)

    def _model(self) -> object:
        return self.given.model

    def _personas(self) -> tuple[Scored, ...]:
        return self.given.personas

    def _runtime(self) -> PurePosixPath:
        return self.given.runtime

    def _licences(self) -> tuple[Work, ...]:
        return self.given.licences

    def _download(self, code: str) -> Download | None:
        return self.given.downloads.get(code)

    def _picture(self, code: str, name: str) -> PurePosixPath | None:
        return self.given.pictures.get((code, name))

    def _asset(self, name: str) -> PurePosixPath | None:
        return self.given.assets.addresses.get(name)

    def _integrity(self, path: str) -> str:
        """By which a browser knows a file of `dist/` again; see the attribute of that name."""
        return f"sha256-{self._files[path].digest}"

    def _imports(self, path: str) -> tuple[str, ...]:
        """All scripts in `dist/` that a script imports, at once, later or through others."""
        found: dict[str, None] = {}
        waiting = [path]
        while waiting:
            here = waiting.pop()
            folder = posixpath.dirname(here)
            named = {posixpath.normpath(posixpath.join(folder, each)) for each in _SCRIPT.findall(self._files[here].data.decode())}
            fresh = sorted(named & self._files.keys() - found.keys())
            found |= dict.fromkeys(fresh)
            waiting += fresh
        return tuple(found)

    def _service(self) -> PurePosixPath:
        return SERVICE_WORKER

    def _shape(self, name: str) -> Picture | None:
        return self.given.assets.pictures.get(name)

    def _assets(self) -> tuple[str, ...]:
        return tuple(self.given.assets.addresses)

    def _inline(self, name: str) -> str:
        return self.given.texts[name].strip()

    def _word(self, code: str, key: str) -> str | None:
        return self._editions[code].words.get(key)

    def _words(self, code: str) -> tuple[str, ...]:
        return tuple(self._editions[code].words)

    def _page(self, code: str, name: str) -> Page:
        return self._editions[code].pages[name]

    def _pages(self, code: str) -> tuple[str, ...]:
        return tuple(self._editions[code].pages)

    def _card(self, code: str, name: str) -> Card | None:
        page = self._editions[code].pages.get(name)
        return page.card if page else None

    def _address(self, code: str, name: str) -> PurePosixPath | None:
        page = self._editions[code].pages.get(name)
        return page.address if page else None

    def _default_url(self, name: str) -> str:
        return self.site.default_url(name)

    def _menu(self, code: str) -> tuple[tuple[str, tuple[tuple[str, str, PurePosixPath], ...]], ...]:
        """Every section, and of each page in it the name, the title and the address: one question, since every page asks all of it."""
        if code not in self._menus:
            sections = self._editions[code].sections
            self._menus[code] = tuple(
                (section.key, tuple((page.name, page.menu_title, page.address) for page in section.pages)) for section in sections
            )
        return self._menus[code]

    def _factor(self, code: str, key: str) -> object:
        return self._editions[code].factors[key]

    def _factors(self, code: str) -> tuple[str, ...]:
        return tuple(self._editions[code].factors)

    def _pillars(self, code: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        pillars = self._editions[code].pillars
        return tuple((pillar.key, pillar.page.name, tuple(text.key for text in pillar.factors)) for pillar in pillars)

    def _target(self, path: str) -> tuple[PurePosixPath, str] | None:
        """Where a file of `content/` ended up: the page, and the place on it."""
        return self._targets.get(path)


class Asked:
    """Answers one page's questions, and remembers them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.questions: dict[Question, None] = {}

    def __call__(self, *question: str) -> Any:
        """The answer."""
        self.questions[self._world.same(question)] = None
        return self._world.answer(question)


class Known(Mapping[str, Any]):
    """A mapping whose values are asked for one by one: `pages["method"]` depends on the method page only.

    `names`: asks for the keys; `value`: asks for one of them, None where there is no such.
    """

    def __init__(self, names: Callable[[], tuple[str, ...]], value: Callable[[str], Any]) -> None:
        self._names, self._value = names, value

    def __getitem__(self, name: str) -> Any:
        value = self._value(name)
        if value is None:
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())
