"""The Site through the templates → HTML. Before that, `survey`: what the templates ask for, so that the gate can compare."""

import base64
import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any, NamedTuple

import jinja2
from jinja2.utils import markupsafe

from site_src.model import Assets, Edition, FactorText, Html, Insert, Output, Page, Problem, Site, Source, Survey, Use, suggestion

Markup, escape = markupsafe.Markup, markupsafe.escape
_ID = re.compile(r"""(?<![\w-])id="([^"]+)\"""")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_CALLS = ("t", "text_of", "asset", "inline", "href")
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_POLICY_MARK = "\ue000policy\ue001"
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


class Alternate(NamedTuple):
    """The same page in one of the languages. `name` and `switch`: that language's own words for itself."""

    language: str
    href: str
    url: str
    name: str
    switch: str


class _Fault(Exception):
    """Something a template asked for at the last moment and that is not there."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.what, self.todo = what, todo


# ---- survey


def survey(templates: tuple[Source, ...]) -> tuple[Survey, tuple[Problem, ...]]:
    """Every constant the templates ask for, found in their syntax trees without rendering."""
    problems: list[Problem] = []
    uses: list[Use] = []
    ids: dict[str, frozenset[str]] = {}
    parents: dict[str, frozenset[str]] = {}
    names = frozenset(_name(source) for source in templates)
    environment = _environment({})
    for source in templates:
        file, name = str(source.path), _name(source)
        try:
            tree = environment.parse(source.data.decode("utf-8"), name, file)
        except UnicodeDecodeError:
            problems.append(Problem(file, 0, "is not written in UTF-8", "Save the file again with the encoding UTF-8."))
            continue
        except jinja2.TemplateSyntaxError as error:
            problems.append(_syntax(error, file))
            continue
        ids[name] = frozenset(anchor for data in tree.find_all(jinja2.nodes.TemplateData) for anchor in _ID.findall(data.data))
        parents[name] = frozenset()
        for node in tree.find_all((jinja2.nodes.Include, jinja2.nodes.Extends, jinja2.nodes.FromImport, jinja2.nodes.Import)):
            for wanted in _constants(node.template):  # type: ignore[attr-defined]
                parents[name] |= {wanted}
                if wanted not in names:
                    problems.append(Problem(file, node.lineno, f"there is no template “{wanted}”", suggestion(wanted, names)))
        for call in tree.find_all(jinja2.nodes.Call):
            if isinstance(call.node, jinja2.nodes.Name) and call.node.name in _CALLS:
                found, faults = _uses(call, call.node.name, file)
                uses += found
                problems += faults
    anchors = {name: frozenset().union(*(ids.get(other, frozenset()) for other in _reach(name, parents))) for name in names}
    return Survey(tuple(uses), names, anchors), tuple(problems)


def _uses(call: jinja2.nodes.Call, kind: str, file: str) -> tuple[list[Use], list[Problem]]:
    values = _constants(call.args[0]) if call.args else []
    if not values and kind in ("t", "text_of"):
        todo = "Write the whole key as a constant; for the words of the model's keys, use text_of(“section”, key)."
        return [], [Problem(file, call.lineno, f"the key in {kind}(…) is put together", todo)]
    anchors = _constants(call.args[1]) if kind == "href" and len(call.args) > 1 else []
    names = tuple(keyword.key for keyword in call.kwargs)
    return [Use(kind, value, file, call.lineno, names, anchors[0] if anchors else "") for value in values], []


def _constants(node: jinja2.nodes.Node) -> list[str]:
    """The strings an expression can be, where that can be read off it."""
    if isinstance(node, jinja2.nodes.Const) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, jinja2.nodes.CondExpr) and node.expr2:
        one, other = _constants(node.expr1), _constants(node.expr2)
        return [*one, *other] if one and other else []
    return []


def _reach(name: str, parents: Mapping[str, frozenset[str]]) -> Iterator[str]:
    todo, seen = [name], {name}
    while todo:
        here = todo.pop()
        yield here
        fresh = parents.get(here, frozenset()) - seen
        seen |= fresh
        todo += sorted(fresh)


def _name(source: Source) -> str:
    return str(source.path.relative_to("templates"))


def _syntax(error: jinja2.TemplateSyntaxError, file: str) -> Problem:
    what = (error.message or "a mistake in the template's syntax").rstrip(".")
    return Problem(error.filename or file, error.lineno, what, "Mend the template.")


# ---- render


@dataclass(frozen=True, slots=True)
class Given:
    """What the templates get besides the site. `runtime`: where the manifest of the engine stands in `dist/`."""

    model: object
    personas: tuple[object, ...]
    assets: Assets
    texts: Mapping[str, str]
    runtime: PurePosixPath


def render(site: Site, templates: tuple[Source, ...], given: Given) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """Every page of every language, and the two that all languages share."""
    press = _Press(site, templates, given)
    outputs: list[Output] = []
    problems: set[Problem] = set()
    jobs: list[tuple[PurePosixPath, str, Callable[[], str]]] = []
    for edition in site.editions:
        for page in edition.pages.values():
            if page.name != "404":
                jobs.append((page.address, page.template, lambda edition=edition, page=page: press.page(edition, page)))  # type: ignore[misc]
    jobs.append((PurePosixPath("index.html"), "choose", lambda: press.shared("choose", PurePosixPath("index.html"))))
    jobs.append((PurePosixPath("404.html"), "not_found", lambda: press.shared("not_found", PurePosixPath("404.html"))))
    for address, template, make in jobs:
        try:
            text, faults = _sealed(make(), template)
            problems |= set(faults)
            outputs.append(Output(address, text.encode() + b"\n"))
        except Exception as error:  # Templates can go wrong in every way Python can; whichever way, it is a fault in a template.
            problems.add(_located(error, f"templates/{template}.html"))
    return tuple(outputs), tuple(sorted(problems))


def _environment(texts: Mapping[str, tuple[str, str]]) -> jinja2.Environment:
    """Jinja over templates held in memory: name → (text, file). Anything undefined is an error; everything is escaped."""

    def load(name: str) -> tuple[str, str, Callable[[], bool]]:
        if name not in texts:
            raise _Fault(f"there is no template “{name}”", suggestion(name, texts))
        return (*texts[name], lambda: True)

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(load), undefined=jinja2.StrictUndefined, autoescape=True, cache_size=-1, extensions=[]
    )
    environment.filters["number"] = _number
    return environment


@jinja2.pass_context
def _number(context: jinja2.runtime.Context, value: float, decimals: int = 0) -> str:
    """A number in the page's notation, rounded half up as people do. The value's shortest notation counts: 0.15 is not 0.1499999."""
    mark = context.get("decimal_mark")
    if mark is None:
        raise _Fault("“number” in a macro that does not know the page's language", "Import the macro “with context”.")
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:f}".replace("-0", "0" if not rounded else "-0").replace("-", "−").replace(".", mark)


class _Press:
    """The templates, and what every page needs of the site."""

    def __init__(self, site: Site, templates: tuple[Source, ...], given: Given) -> None:
        self.site = site
        self.given = given
        self.environment = _environment({_name(source): (source.data.decode("utf-8"), str(source.path)) for source in templates})
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
            "canonical": self._url(address),
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
            "model": self.given.model,
            "personas": self.given.personas,
            "csp": _POLICY_MARK,
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
            raise _Fault(f"nobody wrote the text “{key}” in “{edition.code}”", suggestion(key, edition.words))
        return edition.words[key]

    def _page(self, edition: Edition, name: str) -> Page:
        if name not in edition.pages:
            raise _Fault(f"there is no page “{name}”", suggestion(name, edition.pages))
        return edition.pages[name]

    def _asset(self, name: str) -> PurePosixPath:
        if name not in self.given.assets.addresses:
            raise _Fault(f"there is no file “{name}” in site_src/browser", suggestion(name, self.given.assets.addresses))
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
        plain = {name: getattr(text, name) for name in ("key", "name", "question", "hint", "levels", "not_applicable", "advice", "checked", "titles")}
        return SimpleNamespace(**plain, **made)


def _relative(target: PurePosixPath, address: PurePosixPath) -> str:
    return posixpath.relpath(str(target), str(address.parent))


def _filled(text: str, values: Mapping[str, object]) -> str:
    """A text with its placeholders filled; those without a value stay, for a script to fill. HTML among the values stays HTML."""
    if not values:
        return text
    if not any(hasattr(value, "__html__") for value in values.values()):
        return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)
    return Markup(_PLACEHOLDER.sub(lambda match: str(escape(values.get(match[1], match[0]))), str(escape(text))))


def _sealed(text: str, template: str) -> tuple[str, list[Problem]]:
    """A page with its security policy filled in. Only the page for a missing address may hold styles and scripts of its own, by their hash:
    it is shown at any depth, where no relative address leads anywhere."""
    policy = {name: [value] for name, value in _POLICY.items()}
    problems: list[Problem] = []
    if template == "quiz":
        policy["script-src"].append("'wasm-unsafe-eval'")
    file = f"templates/{template}.html"
    for tag, attributes, content in _INLINE.findall(text):
        if not content.strip() or (tag == "script" and re.search(r"\btype=\"(?!module|text/javascript)", attributes)):
            continue
        if template == "not_found":
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            policy[f"{tag}-src"].append(f"'sha256-{digest}'")
        else:
            problems.append(Problem(file, 0, f"a <{tag}> with content, which the page's own policy refuses", "Put it in a file of its own."))
    outside = _INLINE.sub("", text)
    for attribute in sorted(set(re.findall(r"<[a-z][^<>]*?\s(style|on[a-z]+)=\"", outside))):
        problems.append(Problem(file, 0, f"an attribute “{attribute}”, which the page's own policy refuses", "Use a class, or a script file."))
    said = "; ".join(f"{name} {' '.join(values)}" for name, values in policy.items())
    return text.replace(_POLICY_MARK, str(escape(said))), problems


def _located(error: Exception, fallback: str) -> Problem:
    """A failing template as a fault at the deepest line of a template on the way to it."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return _syntax(error, fallback)
    file, line = fallback, 0
    trace = error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("templates/"):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, _Fault):
        return Problem(file, line, error.what, error.todo)
    said = str(error).rstrip(".") or type(error).__name__
    kind = "" if isinstance(error, jinja2.UndefinedError) else f"{type(error).__name__}: "
    return Problem(file, line, f"{kind}{said}", "Mend the template.")

