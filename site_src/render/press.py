"""What every page's template gets: the texts, addresses and values of its language, as seen from where the page stands."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from site_src.model import PLACEHOLDER, Assets, Download, Edition, FactorText, Html, Insert, Page, Scored, Site, Source, Work, suggestion
from site_src.render.jinja import MissingError, environment, template_name
from site_src.render.policy import MARK


@dataclass(frozen=True, slots=True)
class Given:
    """What the templates get besides the site. `runtime`: where the manifest of the engine stands in `dist/`. `downloads`: by language, the
    quiz as one file. Without any, what is rendered is for that file itself: it offers no download of itself and nothing that needs a host.
    """

    model: object
    personas: tuple[Scored, ...]
    assets: Assets
    texts: Mapping[str, str]
    runtime: PurePosixPath
    licences: tuple[Work, ...]
    downloads: Mapping[str, Download]


class Alternate(NamedTuple):
    """The same page in one of the languages. `name` and `switch`: that language's own words for itself."""

    language: str
    href: str
    url: str
    name: str
    switch: str


class Press:
    """The templates, and what every page needs of the site."""

    def __init__(self, site: Site, templates: tuple[Source, ...], given: Given) -> None:
        self.site = site
        self.given = given
        self.environment = environment({template_name(source): (source.data.decode("utf-8"), str(source.path)) for source in templates})
        self.targets: dict[PurePosixPath, tuple[PurePosixPath, str]] = {}
        for edition in site.editions:
            for page in edition.pages.values():
                self.targets[page.source] = (page.address, "")
            for pillar in edition.pillars:
                for factor in pillar.factors:
                    self.targets[factor.source] = (pillar.page.address, factor.key)
        self._factors: dict[tuple[str, PurePosixPath], dict[str, SimpleNamespace]] = {}

    def page(self, edition: Edition, page: Page) -> str:
        """One page as HTML."""
        address = page.address
        context = self._everywhere(address, page.template) | self._in_language(edition, address)
        twins = [(other, other.pages[page.name].address) for other in self.site.editions]
        factors = self._factors_from(edition, address.parent)
        context |= {
            "page": page,
            "download": self._download(edition, address),
            "canonical": self._url(address),
            "x_default": self.site.default_url(page.name),
            "alternates": [self._alternate(other, twin, address) for other, twin in twins],
            "menu": edition.menu,
            "pages": edition.pages,
            "factors": factors,
            "pillars": tuple((pillar.key, pillar.page, tuple(factors[text.key] for text in pillar.factors)) for pillar in edition.pillars),
        }
        context["body"] = self._html(page.body, address, context)
        return self.environment.get_template(f"{page.template}.html").render(context)

    def shared(self, template: str, address: PurePosixPath) -> str:
        """A page that stands at the root, for all languages at once. What it has of one language is the first one's."""
        first = self.site.editions[0]
        context = self._everywhere(address, template) | self._in_language(first, address)
        languages = []
        for edition in self.site.editions:
            own = context | self._in_language(edition, address)
            page = edition.pages["404" if template == "not_found" else "index"]
            languages.append(
                SimpleNamespace(
                    code=edition.code,
                    name=edition.words["language.name"],
                    locale=edition.words["language.locale"],
                    switch=edition.words["language.switch"],
                    page=page,
                    pages=edition.pages,
                    menu=edition.menu,
                    body=self._html(page.body, address, own) if template == "not_found" else "",
                    t=own["t"],
                    text_of=own["text_of"],
                    href=own["href"],
                    url=lambda name, edition=edition: self._url(self._page(edition, name).address),
                )
            )
        context |= {
            "languages": tuple(languages),
            "canonical": self._url(address) if template != "choose" else self.site.base_url,
            "alternates": [self._alternate(edition, edition.pages["index"].address, address) for edition in self.site.editions],
        }
        return self.environment.get_template(f"{template}.html").render(context)

    def _everywhere(self, address: PurePosixPath, template: str) -> dict[str, Any]:
        return {
            "asset": lambda name: _relative(self._asset(name), address),
            "inline": self._inline,
            "runtime_url": _relative(self.given.runtime, address),
            "root": "../" * (len(address.parts) - 1),
            "base_url": self.site.base_url,
            "licences": self.given.licences,
            "model": self.given.model,
            "personas": self.given.personas,
            "csp": MARK,
            "alone": not self.given.downloads,
        }

    def _in_language(self, edition: Edition, address: PurePosixPath) -> dict[str, Any]:
        def t(key: str, **values: object) -> str:
            return _filled(self._word(edition, key), values)

        def text_of(section: str, *keys: str) -> str:
            return self._word(edition, ".".join((section, *keys)))

        def href(name: str, anchor: str = "") -> str:
            return _relative(self._page(edition, name).address, address) + (f"#{anchor}" if anchor else "")

        mark = edition.words["language.decimal"]
        return {"language": edition.code, "t": t, "text_of": text_of, "href": href, "decimal_mark": mark}

    def _word(self, edition: Edition, key: str) -> str:
        if key not in edition.words:
            raise MissingError(f"nobody wrote the text “{key}” in “{edition.code}”", suggestion(key, edition.words))
        return edition.words[key]

    def _page(self, edition: Edition, name: str) -> Page:
        if name not in edition.pages:
            raise MissingError(f"there is no page “{name}”", suggestion(name, edition.pages))
        return edition.pages[name]

    def _asset(self, name: str) -> PurePosixPath:
        if name not in self.given.assets.addresses:
            raise MissingError(f"there is no file “{name}” in site_src/browser", suggestion(name, self.given.assets.addresses))
        return self.given.assets.addresses[name]

    def _inline(self, name: str) -> Markup:
        """The text of a style sheet or script, for between its tags."""
        self._asset(name)
        return Markup(self.given.texts[name].strip())

    def _url(self, address: PurePosixPath) -> str:
        return f"{self.site.base_url}{address}"

    def _alternate(self, edition: Edition, twin: PurePosixPath, address: PurePosixPath) -> Alternate:
        words = edition.words
        return Alternate(edition.code, _relative(twin, address), self._url(twin), words["language.name"], words["language.switch"])

    def _download(self, edition: Edition, address: PurePosixPath) -> SimpleNamespace | None:
        offered = self.given.downloads.get(edition.code)
        return SimpleNamespace(href=_relative(offered.path, address), size=offered.size) if offered else None

    def _html(self, pieces: Html, address: PurePosixPath, context: Mapping[str, Any]) -> Markup:
        made: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                made.append(piece)
            elif isinstance(piece, Insert):
                made.append(self.environment.get_template(f"inserts/{piece.name}.html").render(context))
            else:
                made.append(str(escape(self._link(piece.href, piece.target, piece.anchor, address))))
        return Markup("".join(made))

    def _link(self, href: str, target: PurePosixPath | None, anchor: str, address: PurePosixPath) -> str:
        if target is None:
            return href
        if target not in self.targets:
            return _relative(self._asset(str(target)), address)
        there, section = self.targets[target]
        anchor = "-".join(part for part in (section, anchor) if part)
        if there == address and anchor:
            return f"#{anchor}"
        return _relative(there, address) + (f"#{anchor}" if anchor else "")

    def _factors_from(self, edition: Edition, folder: PurePosixPath) -> dict[str, SimpleNamespace]:
        """The factors' texts with their links as seen from a folder of `dist/`; made once for all pages in it."""
        kept = self._factors.get((edition.code, folder))
        if kept is None:
            here = folder / " "
            kept = {key: self._factor(text, here) for key, text in edition.factors.items()}
            self._factors[edition.code, folder] = kept
        return kept

    def _factor(self, text: FactorText, address: PurePosixPath) -> SimpleNamespace:
        made = {part: self._html(getattr(text, part), address, {}) for part in ("why", "how", "source_note")}
        plain = {
            name: getattr(text, name)
            for name in ("key", "name", "question", "hint", "levels", "not_applicable", "advice", "checked", "titles")
        }
        return SimpleNamespace(**plain, **made)


def _relative(target: PurePosixPath, address: PurePosixPath) -> str:
    return posixpath.relpath(str(target), str(address.parent))


def _filled(text: str, values: Mapping[str, object]) -> str:
    """A text with its placeholders filled; those without a value stay, for a script to fill. HTML among the values stays HTML."""
    if not values:
        return text
    if not any(hasattr(value, "__html__") for value in values.values()):
        return PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)
    return Markup(PLACEHOLDER.sub(lambda match: str(escape(values.get(match[1], match[0]))), str(escape(text))))
