"""The variables and functions that every page's template gets, in the page's language.

Addresses are relative to the page. Every value comes from the site data, by a question, and most only when a template uses it: see
site_data.py.
"""

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from site_src.messages import say
from site_src.model import PLACEHOLDER, REFERRER, Html, Shortcode, Source, suggest
from site_src.render.csp import POLICY_SLOT
from site_src.render.jinja import Lazy, MissingError, make_environment, name_template
from site_src.render.json_ld import make_json_ld
from site_src.render.mark import MARK_SLOT
from site_src.render.site_data import Ask, LazyMapping, make_url
from site_src.render.tables import add_scroll_boxes

_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")


class Alternate(NamedTuple):
    """A page's version in one language. `name` and `switch`: that language's own words for itself; `locale`: such as `nl_NL`."""

    language: str
    locale: str
    href: str
    url: str
    name: str
    switch: str


class MenuEntry(NamedTuple):
    """A page as menus show it. `href`: relative to the page that the menu is on."""

    name: str
    title: str
    href: str


class MenuSection(NamedTuple):
    """A section of the menu. `name`: in the page's language."""

    key: str
    name: str
    entries: tuple[MenuEntry, ...]


class PageRenderer:
    """Renders pages with a set of templates."""

    def __init__(self, templates: tuple[Source, ...]) -> None:
        """Load the templates; each must be UTF-8."""
        self.environment = make_environment(
            {name_template(source): (source.data.decode("utf-8"), str(source.path)) for source in templates}
        )

    def page(self, ask: Ask, inline: set[str], code: str, name: str, single_file: bool = False) -> str:
        """Render a page in one language; return its HTML.

        `inline` receives the styles and scripts that are put inside the page. `single_file`: for the quiz as one file.
        """
        page = ask("page", code, name)
        address = page.address
        context = _make_basics(ask, address, inline) | {"single_file": single_file} | _make_texts(ask, code, address)
        context |= {
            "page": page,
            "download": None if single_file else Lazy(lambda: _find_download(ask, code, address)),
            "canonical": Lazy(lambda: make_url(ask, address)),
            "x_default": Lazy(lambda: ask("default_url", name)),
            "alternates": Lazy(lambda: _list_alternates(ask, name, address)),
            "picture": Lazy(lambda: _find_card(ask, code, name)),
            "json_ld": Lazy(lambda: Markup(make_json_ld(ask, page, _find_card(ask, code, name)))),
            "sections": Lazy(lambda: _list_sections(ask, code, address)),
            "pages": _map_pages(ask, code),
            "factors": _map_factors(ask, code, address),
            "pillars": Lazy(lambda: _list_pillars(ask, code, address)),
        }
        context["body"] = Lazy(lambda: self._render_body(ask, page.body, page.title, address, context))
        return self.environment.get_template(f"{page.template}.html").render(context)

    def shared(self, ask: Ask, inline: set[str], template: str, address: PurePosixPath) -> str:
        """Render a page at the root, for all languages at once. Texts outside `languages` are in the site's first language."""
        codes = ask("languages")
        context = _make_basics(ask, address, inline) | {"single_file": False} | _make_texts(ask, codes[0], address)
        name = "404" if template == "not_found" else "index"
        context |= {
            "languages": tuple(self._make_language(ask, code, name, address, context) for code in codes),
            "picture": Lazy(lambda: _find_card(ask, codes[0], "index")),
            "canonical": Lazy(lambda: make_url(ask, address) if template != "choose" else ask("base_url")),
            "alternates": Lazy(lambda: _list_alternates(ask, "index", address)),
        }
        return self.environment.get_template(f"{template}.html").render(context)

    def _make_language(self, ask: Ask, code: str, name: str, address: PurePosixPath, context: Mapping[str, Any]) -> SimpleNamespace:
        """Collect one language's texts and pages for a page that all languages share."""
        texts = _make_texts(ask, code, address)
        page = ask("page", code, name) if name == "404" else None
        return SimpleNamespace(
            code=code,
            name=_find_word(ask, code, "language.name"),
            locale=_find_word(ask, code, "language.locale"),
            switch=_find_word(ask, code, "language.switch"),
            page=ask("summary", code, name),
            pages=_map_pages(ask, code),
            body=self._render_body(ask, page.body, page.title, address, {**context, **texts}) if page else "",
            t=texts["t"],
            text_of=texts["text_of"],
            href=texts["href"],
            sections=lambda: _list_sections(ask, code, address),
            url=lambda name: make_url(ask, _find_address(ask, code, name)),
        )

    def _render_body(self, ask: Ask, pieces: Html, title: str, address: PurePosixPath, context: Mapping[str, Any]) -> Markup:
        """Join a page's own text with its shortcodes rendered."""

        def insert(piece: Shortcode) -> str:
            return self.environment.get_template(f"inserts/{piece.name}.html").render({**context, "argument": piece.argument})

        rendered = (insert(piece) if isinstance(piece, Shortcode) else _render_piece(ask, piece, address) for piece in pieces)
        return Markup(add_scroll_boxes("".join(rendered), title))


class _Factor:
    """A factor's text, fetched when a template first uses it.

    Links in its HTML are relative to the page.
    """

    def __init__(self, ask: Ask, code: str, key: str, address: PurePosixPath) -> None:
        self._ask, self._code, self._key, self._address = ask, code, key, address

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._ask("factor", self._code, self._key), name)
        if name in ("why", "how", "source_note"):
            rendered = "".join(_render_piece(self._ask, piece, self._address) for piece in value)
            value = Markup(add_scroll_boxes(rendered, self.name))
        setattr(self, name, value)
        return value


def _make_basics(ask: Ask, address: PurePosixPath, inline: set[str]) -> dict[str, Any]:
    """Make the part of the context that depends on no language."""

    def put_inline(text: str) -> Markup:
        inline.add(text)
        return Markup(text)

    return {
        "asset": lambda name: _relative(_find_asset(ask, name), address),
        "integrity": lambda name: ask("integrity", str(_find_asset(ask, name))),
        "import_map": lambda *names: put_inline(_make_import_map(ask, names, address)),
        "inline": lambda name: put_inline(_read_inline(ask, name)),
        "runtime_url": Lazy(lambda: _relative(ask("runtime"), address)),
        "service_url": Lazy(lambda: _relative(ask("service"), address)),
        "root": "../" * (len(address.parts) - 1),
        "base_url": Lazy(lambda: ask("base_url")),
        "contact": Lazy(lambda: ask("contact")),
        "licences": Lazy(lambda: ask("licences")),
        "model": Lazy(lambda: ask("model")),
        "personas": Lazy(lambda: ask("personas")),
        "plans": Lazy(lambda: ask("plans")),
        "short_way": Lazy(lambda: ask("short_way")),
        "csp": POLICY_SLOT,
        "page_mark": MARK_SLOT,
        "referrer": REFERRER,
    }


def _make_texts(ask: Ask, code: str, address: PurePosixPath) -> dict[str, Any]:
    """Make the part of the context that depends on the language.

    It holds texts, links and the decimal mark.
    """

    def t(key: str, **values: object) -> str:
        return _fill(_find_word(ask, code, key), values)

    def text_of(section: str, *keys: str) -> str:
        return _find_word(ask, code, ".".join((section, *keys)))

    def href(name: str, anchor: str = "", language: str = code) -> str:
        return _relative(_find_address(ask, language, name), address) + (f"#{anchor}" if anchor else "")

    decimal_mark = Lazy(lambda: _find_word(ask, code, "language.decimal"))
    return {"language": code, "t": t, "text_of": text_of, "href": href, "decimal_mark": decimal_mark}


def _find_word(ask: Ask, code: str, key: str) -> str:
    word: str | None = ask("word", code, key)
    if word is None:
        raise MissingError(say("nobody wrote the text “{key}” in “{code}”", key=key, code=code), suggest(key, ask("words", code)))
    return word


def _find_address(ask: Ask, code: str, name: str) -> PurePosixPath:
    address: PurePosixPath | None = ask("address", code, name)
    if address is None:
        raise MissingError(say("there is no page “{name}”", name=name), suggest(name, ask("pages", code)))
    return address


def _find_asset(ask: Ask, name: str) -> PurePosixPath:
    address: PurePosixPath | None = ask("asset", name)
    if address is None:
        raise MissingError(say("there is no file “{name}” in site_src/browser", name=name), suggest(name, ask("assets")))
    return address


def _read_inline(ask: Ask, name: str) -> str:
    """Return the text of a style sheet or script, to stand between its tags.

    It loads no web fonts, because a page such as 404.html has no relative addresses to fetch them from.
    """
    _find_asset(ask, name)
    return _FACE.sub("", ask("inline", name))


def _make_import_map(ask: Ask, names: tuple[str, ...], address: PurePosixPath) -> str:
    """Make a page's import map: the integrity of scripts that no tag names.

    Its keys are the addresses, relative to the page, of all scripts that `names` import or start, at once or later.
    """
    modules = sorted({module for name in names for module in ask("imports", str(_find_asset(ask, name)))})
    relative = {_relative(PurePosixPath(module), address): ask("integrity", module) for module in modules}
    # Without a leading dot browsers would take the address for a module's name.
    integrity = {path if path.startswith(".") else f"./{path}": digest for path, digest in relative.items()}
    return json.dumps({"integrity": integrity}, separators=(",", ":"))


def _map_pages(ask: Ask, code: str) -> LazyMapping:
    return LazyMapping(lambda: ask("pages", code), lambda name: ask("summary", code, name))


def _list_sections(ask: Ask, code: str, address: PurePosixPath) -> tuple[MenuSection, ...]:
    sections = []
    for key, pages in ask("menu", code):
        entries = tuple(MenuEntry(name, title, _relative(target, address)) for name, title, target in pages)
        sections.append(MenuSection(key, _find_word(ask, code, f"sections.{key}") if key else "", entries))
    return tuple(sections)


def _map_factors(ask: Ask, code: str, address: PurePosixPath) -> LazyMapping:
    return LazyMapping(lambda: ask("factors", code), lambda key: _Factor(ask, code, key, address) if key in ask("factors", code) else None)


def _list_pillars(ask: Ask, code: str, address: PurePosixPath) -> tuple[Any, ...]:
    """List every pillar: its key, its page's summary, its factors."""
    return tuple(
        (key, ask("summary", code, name), tuple(_Factor(ask, code, factor, address) for factor in factors))
        for key, name, factors in ask("pillars", code)
    )


def _find_card(ask: Ask, code: str, name: str) -> str:
    """Find the URL of a page's social card; empty where it has none."""
    path = ask("social_card", code, name)
    return make_url(ask, path) if path else ""


def _list_alternates(ask: Ask, name: str, address: PurePosixPath) -> list[Alternate]:
    """List a page's version in every language, with links relative to an address."""
    alternates = []
    for code in ask("languages"):
        translation = _find_address(ask, code, name)
        words = (_find_word(ask, code, "language.name"), _find_word(ask, code, "language.switch"))
        locale = _find_word(ask, code, "language.locale").replace("-", "_")
        alternates.append(Alternate(code, locale, _relative(translation, address), make_url(ask, translation), *words))
    return alternates


def _find_download(ask: Ask, code: str, address: PurePosixPath) -> SimpleNamespace | None:
    download = ask("download", code)
    return SimpleNamespace(href=_relative(download.path, address), size=download.size) if download else None


def _render_piece(ask: Ask, piece: Any, address: PurePosixPath) -> str:
    """Render a piece of an author's HTML, with links relative to the page."""
    if isinstance(piece, str):
        return piece
    href = str(escape(_resolve_link(ask, piece.href, piece.target, piece.anchor, address)))
    return href + _add_sizes(ask, str(piece.target), href, address) if piece.image else href


def _add_sizes(ask: Ask, name: str, href: str, address: PurePosixPath) -> str:
    """Make the attributes that follow an image's address, up to the next quotation mark.

    They offer narrower versions of the image, and give its size, so that nothing on the page moves when it loads.
    """
    image = ask("image", name)
    if image is None:
        return ""
    srcset = ""
    if image.narrower:
        versions = [f"{escape(_relative(_find_asset(ask, str(path)), address))} {width}w" for width, path in reversed(image.narrower)]
        measure = ask("measure")
        # The text has a margin of one rem on either side.
        full_width = f"{float(measure.removesuffix('rem')) + 2:g}rem"
        srcset = f'" srcset="{", ".join((*versions, f"{href} {image.width}w"))}" sizes="(min-width: {full_width}) {measure}, 100vw'
    return f'{srcset}" width="{image.width}" height="{image.height}'


def _resolve_link(ask: Ask, href: str, target: str | None, anchor: str, address: PurePosixPath) -> str:
    if target is None:
        return href
    found = ask("target", target)
    if found is None:
        return _relative(_find_asset(ask, target), address)
    page, section = found
    anchor = "-".join(part for part in (section, anchor) if part)
    if page == address and anchor:
        return f"#{anchor}"
    return _relative(page, address) + (f"#{anchor}" if anchor else "")


def _relative(target: PurePosixPath, address: PurePosixPath) -> str:
    folders, parts = address.parts[:-1], target.parts
    common = 0
    while common < min(len(folders), len(parts) - 1) and folders[common] == parts[common]:
        common += 1
    return "../" * (len(folders) - common) + "/".join(parts[common:])


def _fill(text: str, values: Mapping[str, object]) -> str:
    """Fill a text's placeholders. Those without a value remain, for a script to fill.

    Values that are HTML remain HTML; everything else is then escaped.
    """
    if not values:
        return text
    if not any(hasattr(value, "__html__") for value in values.values()):
        return PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)
    return Markup(PLACEHOLDER.sub(lambda match: str(escape(values.get(match[1], match[0]))), str(escape(text))))
