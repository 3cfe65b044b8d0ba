"""The site as answers to questions, so that a page's dependencies are known exactly.

A page depends on the questions that it asked and the answers that it got, and on nothing else. It is not rendered again while each answer
is unchanged. To expose more to templates, add a question type: a method of SiteData whose name is an underscore and the type.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from site_src.model import (
    SERVICE_WORKER,
    Assets,
    Download,
    FactorText,
    Image,
    Page,
    PageSummary,
    ScoredPersona,
    ScoredPlan,
    Site,
    Work,
    fingerprint,
)

_SCRIPT = re.compile(r'"(\.{1,2}/[^"\s]+\.js)"')

Question = tuple[str, ...]
"""A question's type, then its arguments: `("word", "nl", "quiz.next")`."""

Ask = Callable[..., Any]
"""Answers a question: `ask("word", "nl", "quiz.next")`."""


def make_url(ask: Ask, address: PurePosixPath) -> str:
    """Return the public URL of an address in `dist/`."""
    return f"{ask('base_url')}{address}"


@dataclass(frozen=True, slots=True)
class RenderInputs:
    """The inputs of templates besides the site.

    `texts`: style sheets and scripts that may stand inside a page, by their path in `browser/`. `runtime`: the engine manifest's path in
    `dist/`. `downloads`: the quiz as one file, by language; empty while the pages for those files are rendered, since such a file offers no
    download of itself. `cards`: the social card's path in `dist/`, by language and page. `tokens`: the style sheet's design tokens.
    `fingerprints`: those already computed of pages and factors, by source file, because hashing a long text takes a while. `short_way`: the
    questions of the quiz's short way before any answer.
    """

    model: object
    personas: tuple[ScoredPersona, ...]
    plans: tuple[ScoredPlan, ...]
    assets: Assets
    texts: Mapping[str, str]
    runtime: PurePosixPath
    licences: tuple[Work, ...]
    downloads: Mapping[str, Download]
    cards: Mapping[tuple[str, str], PurePosixPath]
    tokens: Mapping[str, str]
    fingerprints: Mapping[PurePosixPath, str] = field(default_factory=dict)
    short_way: tuple[str, ...] = ()


class SiteData:
    """Answers every question about one site, and fingerprints each answer."""

    def __init__(self, site: Site, inputs: RenderInputs) -> None:
        """Index the site's pages and factors by their source file."""
        self.site = site
        self.inputs = inputs
        self._editions = {edition.code: edition for edition in site.editions}
        self._targets: dict[str, tuple[PurePosixPath, str]] = {}
        for edition in site.editions:
            for page in edition.pages.values():
                self._targets[str(page.source)] = (page.address, "")
            for pillar in edition.pillars:
                for factor in pillar.factors:
                    self._targets[str(factor.source)] = (pillar.page.address, factor.key)
        self._menus: dict[str, tuple[tuple[str, tuple[tuple[str, str, PurePosixPath], ...]], ...]] = {}
        self._files = {str(output.path): output for output in inputs.assets.outputs}
        self._fingerprints: dict[Question, str] = {}
        self._interned: dict[Question, Question] = {}

    def answer(self, question: Question) -> Any:
        """Return the answer, or None where the thing asked for does not exist.

        Raises KeyError where the language, or the page or factor itself, does not exist.
        """
        kind, *arguments = question
        return getattr(self, f"_{kind}")(*arguments)

    def intern(self, question: Question) -> Question:
        """Return one object for all equal questions: pages share many, and they travel between processes."""
        return self._interned.setdefault(question, question)

    def fingerprint(self, question: Question) -> str:
        """Return the answer's fingerprint.

        It is “gone” where an earlier site had such a page or language and this one does not.
        """
        if question not in self._fingerprints:
            try:
                answer = self.answer(question)
                computed = self.inputs.fingerprints.get(answer.source) if isinstance(answer, Page | FactorText) else None
                self._fingerprints[question] = computed or fingerprint(answer)
            except KeyError:
                self._fingerprints[question] = "gone"
        return self._fingerprints[question]

    def _base_url(self) -> str:
        return self.site.base_url

    def _contact(self) -> str:
        return self.site.contact

    def _languages(self) -> tuple[str, ...]:
        return tuple(self._editions)

    def _model(self) -> object:
        return self.inputs.model

    def _personas(self) -> tuple[ScoredPersona, ...]:
        return self.inputs.personas

    def _plans(self) -> tuple[ScoredPlan, ...]:
        return self.inputs.plans

    def _short_way(self) -> tuple[str, ...]:
        return self.inputs.short_way

    def _runtime(self) -> PurePosixPath:
        return self.inputs.runtime

    def _licences(self) -> tuple[Work, ...]:
        return self.inputs.licences

    def _download(self, code: str) -> Download | None:
        return self.inputs.downloads.get(code)

    def _social_card(self, code: str, name: str) -> PurePosixPath | None:
        return self.inputs.cards.get((code, name))

    def _asset(self, name: str) -> PurePosixPath | None:
        return self.inputs.assets.addresses.get(name)

    def _integrity(self, path: str) -> str:
        """Return a file's hash, as the attribute `integrity` takes it."""
        return f"sha256-{self._files[path].digest}"

    def _imports(self, path: str) -> tuple[str, ...]:
        """List all scripts in `dist/` that a script imports, at once, later or through others."""
        found: dict[str, None] = {}
        pending = [path]
        while pending:
            script = pending.pop()
            folder = posixpath.dirname(script)
            imports = {posixpath.normpath(posixpath.join(folder, each)) for each in _SCRIPT.findall(self._files[script].data.decode())}
            fresh = sorted(imports & self._files.keys() - found.keys())
            found |= dict.fromkeys(fresh)
            pending += fresh
        return tuple(found)

    def _measure(self) -> str:
        """Return the greatest width of running text, in rem."""
        return self.inputs.tokens["measure"]

    def _service(self) -> PurePosixPath:
        return SERVICE_WORKER

    def _image(self, name: str) -> Image | None:
        return self.inputs.assets.images.get(name)

    def _assets(self) -> tuple[str, ...]:
        return tuple(self.inputs.assets.addresses)

    def _inline(self, name: str) -> str:
        return self.inputs.texts[name].strip()

    def _word(self, code: str, key: str) -> str | None:
        return self._editions[code].words.get(key)

    def _words(self, code: str) -> tuple[str, ...]:
        return tuple(self._editions[code].words)

    def _page(self, code: str, name: str) -> Page:
        return self._editions[code].pages[name]

    def _pages(self, code: str) -> tuple[str, ...]:
        return tuple(self._editions[code].pages)

    def _summary(self, code: str, name: str) -> PageSummary | None:
        page = self._editions[code].pages.get(name)
        return page.summary if page else None

    def _address(self, code: str, name: str) -> PurePosixPath | None:
        page = self._editions[code].pages.get(name)
        return page.address if page else None

    def _default_url(self, name: str) -> str:
        return self.site.default_url(name)

    def _menu(self, code: str) -> tuple[tuple[str, tuple[tuple[str, str, PurePosixPath], ...]], ...]:
        """List every section with its pages' names, titles and addresses.

        It is one question, because every page needs all of it.
        """
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
        """Find the page, and the anchor on it, that a file of `content/` became."""
        return self._targets.get(path)


class DependencyRecorder:
    """Answers one page's questions, and records them as its dependencies."""

    def __init__(self, site_data: SiteData) -> None:
        """Start without questions."""
        self._site_data = site_data
        self.questions: dict[Question, None] = {}

    def __call__(self, *question: str) -> Any:
        """Record the question; return its answer, as `SiteData.answer` does."""
        self.questions[self._site_data.intern(question)] = None
        return self._site_data.answer(question)


class LazyMapping(Mapping[str, Any]):
    """A mapping that asks for each value separately.

    So `pages["method"]` depends on the method page only.
    """

    def __init__(self, names: Callable[[], tuple[str, ...]], value: Callable[[str], Any]) -> None:
        """Take a function that lists the keys, and one that finds a value.

        The second returns None for an unknown key.
        """
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
