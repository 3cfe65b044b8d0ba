"""What every page's template gets: the texts, addresses and values of its language, as seen from where the page stands.

All of it is asked of the world, and most of it only when a template names it: see world.py.
"""

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from site_src.model import PLACEHOLDER, REFERRER, Html, Insert, Source, suggestion
from site_src.render.jinja import Later, MissingError, environment, template_name
from site_src.render.policy import MARK
from site_src.render.structured import structured
from site_src.render.world import Ask, Known

_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")


class Alternate(NamedTuple):
    """The same page in one of the languages. `name` and `switch`: that language's own words for itself; `locale`: as `nl_NL`."""

    language: str
    locale: str
    href: str
    url: str
    name: str
    switch: str


class Entry(NamedTuple):
    """A page as menus show it. `href`: as seen from the page that the menu is on."""

    name: str
    title: str
    href: str


class Group(NamedTuple):
    """A section of the menu. `name`: in the page's language."""

    key: str
    name: str
    entries: tuple[Entry, ...]


class Press:
    """The templates."""

    def __init__(self, templates: tuple[Source, ...]) -> None:
        self.environment = environment({template_name(source): (source.data.decode("utf-8"), str(source.path)) for source in templates})

    def page(self, ask: Ask, inside: set[str], code: str, name: str, alone: bool = False) -> str:
        """One page as HTML. `inside` gets the styles and scripts that are put inside it. `alone`: for the whole quiz as one file."""
        page = ask("page", code, name)
        address = page.address
        context = _everywhere(ask, address, inside) | {"alone": alone} | _in_language(ask, code, address)
        context |= {
            "page": page,
            "download": None if alone else Later(lambda: _download(ask, code, address)),
            "canonical": Later(lambda: _url(ask, address)),
            "x_default": Later(lambda: ask("default_url", name)),
            "alternates": Later(lambda: _alternates(ask, name, address)),
            "picture": Later(lambda: _picture(ask, code, name)),
            "structured": Later(lambda: Markup(structured(ask, page, _picture(ask, code, name)))),
            "sections": Later(lambda: _sections(ask, code, address)),
            "pages": _pages(ask, code),
            "factors": _factors(ask, code, address),
            "pillars": Later(lambda: _pillars(ask, code, address)),
        }
        context["body"] = Later(lambda: self._body(ask, page.body, address, context))
        return self.environment.get_template(f"{page.template}.html").render(context)

    def shared(self, ask: Ask, inside: set[str], template: str, address: PurePosixPath) -> str:
        """A page that stands at the root, for all languages at once. What it has of one language is the first one's."""
        codes = ask("languages")
        context = _everywhere(ask, address, inside) | {"alone": False} | _in_language(ask, codes[0], address)
        name = "404" if template == "not_found" else "index"
        context |= {
            "languages": tuple(self._language(ask, code, name, address, context) for code in codes),
            "picture": Later(lambda: _picture(ask, codes[0], "index")),
            "canonical": Later(lambda: _url(ask, address) if template != "choose" else ask("base_url")),
            "alternates": Later(lambda: _alternates(ask, "index", address)),
        }
        return self.environment.get_template(f"{template}.html").render(context)

    def _language(self, ask: Ask, code: str, name: str, address: PurePosixPath, context: Mapping[str, Any]) -> SimpleNamespace:
        """What a page for all languages gets of one of them."""
        own = {**context, **_in_language(ask, code, address)}
        return SimpleNamespace(
            code=code,
            name=_word(ask, code, "language.name"),
            locale=_word(ask, code, "language.locale"),
            switch=_word(ask, code, "language.switch"),
            page=ask("card", code, name),
            pages=_pages(ask, code),
            body=self._body(ask, ask("page", code, name).body, address, own) if name == "404" else "",
            t=own["t"],
            text_of=own["text_of"],
            href=own["href"],
            url=lambda name: _url(ask, _address(ask, code, name)),
        )

    def _body(self, ask: Ask, pieces: Html, address: PurePosixPath, context: Mapping[str, Any]) -> Markup:
        """A page's own text, with its inserts."""

        def insert(piece: Insert) -> str:
            return self.environment.get_template(f"inserts/{piece.name}.html").render(context)

        return Markup("".join(insert(piece) if isinstance(piece, Insert) else _piece(ask, piece, address) for piece in pieces))


class _Factor:
    """A factor's text, its HTML with the links as seen from a page; asked for when a template first looks at it."""

    def __init__(self, ask: Ask, code: str, key: str, address: PurePosixPath) -> None:
        self._ask, self._code, self._key, self._address = ask, code, key, address

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._ask("factor", self._code, self._key), name)
        if name in ("why", "how", "source_note"):
            value = Markup("".join(_piece(self._ask, piece, self._address) for piece in value))
        setattr(self, name, value)
        return value


def _everywhere(ask: Ask, address: PurePosixPath, inside: set[str]) -> dict[str, Any]:
    def put_inside(text: str) -> Markup:
        inside.add(text)
        return Markup(text)

    return {
        "asset": lambda name: _relative(_asset(ask, name), address),
        "integrity": lambda name: ask("integrity", str(_asset(ask, name))),
        "import_map": lambda *names: put_inside(_import_map(ask, names, address)),
        "inline": lambda name: put_inside(_inline(ask, name)),
        "runtime_url": Later(lambda: _relative(ask("runtime"), address)),
        "service_url": Later(lambda: _relative(ask("service"), address)),
        "root": "../" * (len(address.parts) - 1),
        "base_url": Later(lambda: ask("base_url")),
        "contact": Later(lambda: ask("contact")),
        "licences": Later(lambda: ask("licences")),
        "model": Later(lambda: ask("model")),
        "personas": Later(lambda: ask("personas")),
        "csp": MARK,
        "referrer": REFERRER,
    }


def _in_language(ask: Ask, code: str, address: PurePosixPath) -> dict[str, Any]:
    def t(key: str, **values: object) -> str:
        return _filled(_word(ask, code, key), values)

    def text_of(section: str, *keys: str) -> str:
        return _word(ask, code, ".".join((section, *keys)))

    def href(name: str, anchor: str = "") -> str:
        return _relative(_address(ask, code, name), address) + (f"#{anchor}" if anchor else "")

    mark = Later(lambda: _word(ask, code, "language.decimal"))
    return {"language": code, "t": t, "text_of": text_of, "href": href, "decimal_mark": mark}


def _word(ask: Ask, code: str, key: str) -> str:
    word: str | None = ask("word", code, key)
    if word is None:
        raise MissingError(f"nobody wrote the text “{key}” in “{code}”", suggestion(key, ask("words", code)))
    return word


def _address(ask: Ask, code: str, name: str) -> PurePosixPath:
    address: PurePosixPath | None = ask("address", code, name)
    if address is None:
        raise MissingError(f"there is no page “{name}”", suggestion(name, ask("pages", code)))
    return address


def _asset(ask: Ask, name: str) -> PurePosixPath:
    address: PurePosixPath | None = ask("asset", name)
    if address is None:
        raise MissingError(f"there is no file “{name}” in site_src/browser", suggestion(name, ask("assets")))
    return address


def _inline(ask: Ask, name: str) -> str:
    """The text of a style sheet or script, for between its tags; without letters to fetch, for a page that has no relative addresses."""
    _asset(ask, name)
    return _FACE.sub("", ask("inline", name))


def _import_map(ask: Ask, names: tuple[str, ...], address: PurePosixPath) -> str:
    """The import map of a page: the integrity of scripts that no tag names.

    Its keys are the addresses, as seen from the page, of all that `names` import or start, at once or later.
    """
    modules = sorted({module for name in names for module in ask("imports", str(_asset(ask, name)))})
    relative = {_relative(PurePosixPath(module), address): ask("integrity", module) for module in modules}
    # Without a dot in front it would be the name of a module instead of an address.
    said = {path if path.startswith(".") else f"./{path}": digest for path, digest in relative.items()}
    return json.dumps({"integrity": said}, separators=(",", ":"))


def _url(ask: Ask, address: PurePosixPath) -> str:
    return f"{ask('base_url')}{address}"


def _pages(ask: Ask, code: str) -> Known:
    return Known(lambda: ask("pages", code), lambda name: ask("card", code, name))


def _sections(ask: Ask, code: str, address: PurePosixPath) -> tuple[Group, ...]:
    made = []
    for key, pages in ask("menu", code):
        entries = tuple(Entry(name, title, _relative(there, address)) for name, title, there in pages)
        made.append(Group(key, _word(ask, code, f"sections.{key}") if key else "", entries))
    return tuple(made)


def _factors(ask: Ask, code: str, address: PurePosixPath) -> Known:
    return Known(lambda: ask("factors", code), lambda key: _Factor(ask, code, key, address) if key in ask("factors", code) else None)


def _pillars(ask: Ask, code: str, address: PurePosixPath) -> tuple[Any, ...]:
    """Every pillar: its key, its page's card, its factors."""
    return tuple(
        (key, ask("card", code, name), tuple(_Factor(ask, code, factor, address) for factor in factors))
        for key, name, factors in ask("pillars", code)
    )


def _picture(ask: Ask, code: str, name: str) -> str:
    path = ask("picture", code, name)
    return _url(ask, path) if path else ""


def _alternates(ask: Ask, name: str, address: PurePosixPath) -> list[Alternate]:
    """The page of this name in every language, as seen from an address."""
    made = []
    for code in ask("languages"):
        twin = _address(ask, code, name)
        words = (_word(ask, code, "language.name"), _word(ask, code, "language.switch"))
        locale = _word(ask, code, "language.locale").replace("-", "_")
        made.append(Alternate(code, locale, _relative(twin, address), _url(ask, twin), *words))
    return made


def _download(ask: Ask, code: str, address: PurePosixPath) -> SimpleNamespace | None:
    offered = ask("download", code)
    return SimpleNamespace(href=_relative(offered.path, address), size=offered.size) if offered else None


def _piece(ask: Ask, piece: Any, address: PurePosixPath) -> str:
    """A piece of an author's HTML: ready, or an address as seen from a page."""
    if isinstance(piece, str):
        return piece
    there = str(escape(_link(ask, piece.href, piece.target, piece.anchor, address)))
    return there + _shape(ask, str(piece.target), there, address) if piece.image else there


def _shape(ask: Ask, name: str, there: str, address: PurePosixPath) -> str:
    """What follows a picture's address, up to the next quotation mark: narrower ones to choose from, and its size, so that nothing moves
    when it comes."""
    shape = ask("shape", name)
    if shape is None:
        return ""
    said = ""
    if shape.narrower:
        offered = [f"{escape(_relative(_asset(ask, str(path)), address))} {width}w" for width, path in reversed(shape.narrower)]
        # A page's text is 38 rem wide at most: --measure in css/site.css.
        said = f'" srcset="{", ".join((*offered, f"{there} {shape.width}w"))}" sizes="(min-width: 40rem) 38rem, 100vw'
    return f'{said}" width="{shape.width}" height="{shape.height}'


def _link(ask: Ask, href: str, target: str | None, anchor: str, address: PurePosixPath) -> str:
    if target is None:
        return href
    found = ask("target", target)
    if found is None:
        return _relative(_asset(ask, target), address)
    there, section = found
    anchor = "-".join(part for part in (section, anchor) if part)
    if there == address and anchor:
        return f"#{anchor}"
    return _relative(there, address) + (f"#{anchor}" if anchor else "")


def _relative(target: PurePosixPath, address: PurePosixPath) -> str:
    here, there = address.parts[:-1], target.parts
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    return "../" * (len(here) - common) + "/".join(there[common:])


def _filled(text: str, values: Mapping[str, object]) -> str:
    """A text with its placeholders filled; those without a value stay, for a script to fill. HTML among the values stays HTML."""
    if not values:
        return text
    if not any(hasattr(value, "__html__") for value in values.values()):
        return PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)
    return Markup(PLACEHOLDER.sub(lambda match: str(escape(values.get(match[1], match[0]))), str(escape(text))))
