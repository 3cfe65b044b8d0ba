"""Documents → Content: every file's Markdown as HTML in pieces, with what the gate and the templates want to know of it.

Python-Markdown keeps no line numbers. So before it starts, a mark with the line goes into every address and heading: a number between two
characters of the private range, which `front` refuses in sources. Markdown carries the marks along and they are taken out again here;
a link is known by its line even where two lines hold the same one.
"""

import html
import posixpath
import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import cast
from urllib.parse import unquote, urlsplit

import markdown

from site_src.model import (
    Content,
    Document,
    FactorText,
    Heading,
    Html,
    Insert,
    Link,
    Page,
    Problem,
    Sentence,
    Settings,
    Texts,
)

_MARK = re.compile("\ue000([0-9]+)\ue001")
_INSERT_MARK = re.compile("<p>\ue002([0-9]+)\ue003</p>")
_ADDRESS_OPENS = re.compile(
    r"""(?P<inline>\]\(\s*<?) | (?P<reference>^[ ]{0,3}\[(?!\^)[^\]\[]+\]:\s*<?) | (?P<html>\b(?:href|src)=["'])""", re.VERBOSE
)
_HEADING = re.compile(r"^(#{1,6})(?!#)[ \t]*")
_UNDERLINE = re.compile(r"^(=+|-+)[ \t]*$")
_INSERT = re.compile(r"^\s*\{\{\s*([\w-]*)\s*\}\}\s*$")
_TAG = re.compile(r"""<(a|img)\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""\b([a-z]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""")
_SECTION = re.compile(r"<h2\b([^>]*)>(.*?)</h2>", re.DOTALL)

_PARTS = ("why", "how", "source")
_DEFAULT_TEMPLATES = {"index": "home", "quiz": "quiz", "404": "not_found"}
_FORBIDDEN = {"script", "style", "iframe", "object", "embed", "link", "meta", "base", "form", "input", "button", "template"}
_FORBIDDEN |= {"textarea", "select", "title", "video", "audio", "source", "picture", "svg"}
_VOID = {"br", "hr", "img", "wbr", "col"}
_BLOCKS = {"p", "li", "td", "th", "tr", "table", "dt", "dd", "dl", "ul", "ol", "div", "section", "summary", "figcaption"}
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6"}
# Quotations, the titles of works and code are the same in every language.
_QUOTING = {"a", "code", "pre", "cite", "q", "blockquote", "em", "i"}


def parse(documents: tuple[Document, ...], files: Iterable[PurePosixPath]) -> tuple[Content, tuple[Problem, ...]]:
    """What the authors wrote, and what is wrong inside their texts. `files`: every path of `content/`, for `Content.files`."""
    problems: list[Problem] = []
    settings = Settings("", ())
    pages: list[Page] = []
    factors: list[FactorText] = []
    texts: list[Texts] = []
    converter = _converter()
    for document in documents:
        if document.kind == "settings":
            values = document.values
            settings = Settings(cast(str, values["base_url"]), cast(tuple[str, ...], values["languages"]), document.lines)
        elif document.kind == "texts":
            texts.append(_texts(document))
        else:
            body = _Body(document, converter)
            if document.kind == "page":
                pages.append(_page(document, body))
            else:
                factors.append(_factor(document, body))
            problems += body.problems
    return Content(settings, tuple(pages), tuple(factors), tuple(texts), frozenset(files)), tuple(problems)


def _converter() -> markdown.Markdown:
    return markdown.Markdown(
        extensions=["tables", "footnotes", "def_list", "attr_list", "toc"],
        extension_configs={
            # A style attribute would be refused by the pages' security policy.
            "tables": {"use_align_attribute": True},
            # A word here would stand in every language.
            "footnotes": {"BACKLINK_TITLE": "↩ {}", "SEPARATOR": "-"},
            "toc": {"slugify": lambda text, separator: re.sub(r"[^a-z0-9]+", separator, _MARK.sub("", text).lower()).strip(separator)},
        },
        output_format="html",
    )


def _texts(document: Document) -> Texts:
    section = document.name.removeprefix("texts/")
    words = {f"{section}.{key}": str(value) for key, value in document.values.items()}
    lines = {f"{section}.{key}": line for key, line in document.lines.items()}
    return Texts(document.language, section, document.source, words, lines)


def _page(document: Document, body: "_Body") -> Page:
    values = cast(Mapping[str, str], document.values)
    name = document.name
    for heading in body.headings:
        if heading.level == 1:
            body.fault(heading.line, "a heading with one “#”, which is the page's title", "Start sections with “##”.")
    return Page(
        language=document.language,
        name=name,
        source=document.source,
        title=values["title"],
        description=values["description"],
        slug=values["slug"],
        template=values["template"] or (_default_template(name) if document.legible else ""),
        menu=cast(int | None, document.values["menu"]),
        menu_title=values["menu_title"] or values["title"],
        toc=bool(values["toc"]),
        written=document.values["written"],  # type: ignore[arg-type]
        checked=document.values["checked"],  # type: ignore[arg-type]
        body=body.pieces(body.html),
        body_line=document.body_line,
        headings=body.headings,
        links=tuple(body.links),
        anchors=frozenset(body.anchors),
        sentences=body.sentences,
        lines=document.lines,
    )


def _default_template(name: str) -> str:
    return "pillar" if name.startswith("pillars/") else _DEFAULT_TEMPLATES.get(name, "page")


def _factor(document: Document, body: "_Body") -> FactorText:
    values = cast(Mapping[str, str], document.values)
    parts, titles = _sections(body, document.name.removeprefix("factors/"))
    return FactorText(
        language=document.language,
        key=document.name.removeprefix("factors/"),
        source=document.source,
        name=values["name"],
        question=values["question"],
        hint=values["hint"],
        levels=cast(Mapping[str, str], document.values["levels"]),
        not_applicable=values["not_applicable"],
        advice=values["advice"],
        checked=document.values["checked"],  # type: ignore[arg-type]
        why=parts.get("why", ()),
        how=parts.get("how", ()),
        source_note=parts.get("source", ()),
        titles=titles,
        links=tuple(body.links),
        anchors=frozenset(body.anchors),
        sentences=body.sentences,
        lines=document.lines,
    )


def _sections(body: "_Body", key: str) -> tuple[dict[str, Html], dict[str, str]]:
    """The three parts of a factor's text, each opened by its heading one level down, since the factor's name stands above it.

    Every id gets the factor's key in front: six factors share a page.
    """
    before, *rest = _SECTION.split(body.html)
    if _plain(before):
        body.fault(body.first, "text above the first heading", f"Move it below “## … {{#{_PARTS[0]}}}”.")
    inserts = [piece for piece in body.pieces(body.html) if isinstance(piece, Insert)]
    for insert in inserts:
        body.fault(insert.line, f"“{{{{ {insert.name} }}}}” stands in a factor's text", "Only pages hold tables made from the model.")
    parts: dict[str, Html] = {}
    titles: dict[str, str] = {}
    sections = [heading for heading in body.headings if heading.level == 2]
    if 3 * len(sections) != len(rest):
        # An HTML tag that is never closed has swallowed a heading, and is told already.
        return {}, {}
    for heading, inner, markup in zip(sections, rest[1::3], rest[2::3], strict=True):
        if heading.id not in _PARTS:
            body.fault(heading.line, f"the section “{heading.text}” has the id “{heading.id}”", f"Give it one of {_braced(_PARTS)}.")
            continue
        if not _plain(markup):
            body.fault(heading.line, f"the section “{heading.text}” is empty", "Write its text below the heading.")
        lowered = re.sub("<(/?)h([3-5])", lambda match: f"<{match[1]}h{int(match[2]) + 1}", markup)
        own = f'<h3 id="{heading.id}">{_MARK.sub("", inner)}</h3>{lowered}'
        parts[heading.id] = body.pieces(re.sub(r'(\bid="|\bhref="#)', rf"\g<1>{key}-", own))
        titles[heading.id] = heading.text
    found = [heading.id for heading in sections if heading.id in _PARTS]
    for part in _PARTS:
        if part not in found:
            body.fault(body.first, f"the section “{{#{part}}}” is missing", f"Add a heading “## … {{#{part}}}” with its text.")
    if len(parts) == len(_PARTS) and found != list(_PARTS):
        line = next(heading.line for heading in sections if heading.id in _PARTS)
        body.fault(line, "the sections stand in another order", f"Put them in the order {_braced(_PARTS)}.")
    return parts, titles


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{#{name}}}" for name in names)


def _plain(markup: str) -> str:
    return _MARK.sub("", re.sub("<[^>]*>", "", markup)).strip()


class _Body:
    """One file's Markdown as HTML: what is in it, and what is wrong with it."""

    def __init__(self, document: Document, converter: markdown.Markdown) -> None:
        self.file = str(document.source)
        self.folder = document.source.parent
        self.text = document.body
        self.first = document.body_line
        self.problems: list[Problem] = []
        self.inserts: list[Insert] = []
        self.links: list[Link] = []
        self.html = converter.reset().convert(self._marked())
        walk = _Walk(self)
        walk.feed(self.html)
        walk.close()
        walk.finish()
        self.anchors = walk.ids
        self.headings = tuple(walk.headings)
        self.sentences = tuple(Sentence(text, self.line_of(text)) for text in walk.sentences)
        for tag in _TAG.finditer(self.html):
            link = self._link(tag)
            if link:
                self.links.append(link)
                self._image(tag, link)

    def fault(self, line: int, what: str, todo: str) -> None:
        self.problems.append(Problem(self.file, line, what, todo))

    def line_of(self, said: str) -> int:
        """The line on which some words start: their first four are looked for, whatever stands between them."""
        words = re.findall(r"\w+", said)[:4]
        return self.line_where(r"[\W_]+".join(map(re.escape, words)))

    def line_where(self, pattern: str, last: bool = False) -> int:
        """The line of the first place, or the last, where a pattern is found."""
        places = [match.start() for match in re.finditer(pattern, self.text)]
        return self.first + self.text.count("\n", 0, places[-1 if last else 0]) if places else self.first

    def line_unclosed(self, tag: str) -> int:
        """The line of the first tag of this name that nothing closes; of the first one at all where each is closed, but too late."""
        text = re.sub(r"(`+)[^`].*?\1", lambda code: re.sub(r"[^\n]", " ", code[0]), self.text, flags=re.DOTALL)
        tags = list(re.finditer(rf"(?i)<(/?){re.escape(tag)}\b[^>]*>", text))
        waiting: list[int] = []
        for found in tags:
            if not found[1]:
                waiting.append(found.start())
            elif waiting:
                waiting.pop()
        places = waiting or [found.start() for found in tags]
        return self.first + text.count("\n", 0, places[0]) if places else self.first

    def _marked(self) -> str:
        lines = self.text.split("\n")
        marked: list[str] = []
        for index, line in enumerate(lines):
            mark = f"\ue000{self.first + index}\ue001"
            insert = _INSERT.match(line)
            if insert:
                marked.append(f"\ue002{len(self.inserts)}\ue003")
                self.inserts.append(Insert(insert[1], self.first + index))
                continue
            if "{{" in line and "`" not in line and not line.startswith(("    ", "\t")):
                self.fault(
                    self.first + index, "“{{” inside a line", "Give “{{ name }}” a line of its own, with an empty line above and below."
                )
            line = _ADDRESS_OPENS.sub(rf"\g<0>{mark}", line)
            below = lines[index + 1] if index + 1 < len(lines) else ""
            if _HEADING.match(line):
                line = _HEADING.sub(rf"\g<0>{mark}", line)
            elif re.match(r"\w", line) and _UNDERLINE.match(below):
                line = mark + line
            marked.append(line)
        return "\n".join(marked)

    def pieces(self, markup: str) -> Html:
        """HTML cut where an address or an insert goes."""
        pieces: list[str | Link | Insert] = []
        for index, part in enumerate(_INSERT_MARK.split(markup)):
            if index % 2:
                pieces.append(self.inserts[int(part)])
                continue
            start = 0
            for tag in _TAG.finditer(part):
                link = self._link(tag)
                if link:
                    address = _address(tag)
                    pieces += (part[start : address.start(2)] + '"', link, '"')
                    start = address.end(2)
            pieces.append(part[start:])
        return tuple(_MARK.sub("", piece) if isinstance(piece, str) else piece for piece in pieces if piece)

    def _link(self, tag: re.Match[str]) -> Link | None:
        """The link in a tag; None where there is none, or one that Markdown made itself: a footnote's."""
        address = _address_or_none(tag)
        if address is None:
            return None
        raw = html.unescape(address[2].strip("\"'"))
        href = _MARK.sub("", raw)
        mark = _MARK.search(raw)
        if mark is None and re.match("#.*fn(ref)?[0-9]*-", href):
            return None
        line = int(mark[1]) if mark else self.line_where(re.escape(href))
        image = tag[1] == "img"
        try:
            parts = urlsplit(href)
        except ValueError:
            return Link(href, line, None, "", image)
        if parts.scheme or href.startswith("//"):
            return Link(href, line, None, "", image)
        path = unquote(parts.path)
        target = PurePosixPath(posixpath.normpath(posixpath.join(str(self.folder), path))) if path else PurePosixPath(self.file)
        return Link(href, line, target, unquote(parts.fragment), image)

    def _image(self, tag: re.Match[str], link: Link) -> None:
        attributes = {match[1]: match[2].strip("\"'") for match in _ATTRIBUTE.finditer(tag[2])}
        if link.image and not _MARK.sub("", attributes.get("alt", "")).strip():
            self.fault(link.line, f"the image “{link.href}” has no alt text", "Say between the square brackets what it shows.")


def _address_or_none(tag: re.Match[str]) -> re.Match[str] | None:
    wanted = "src" if tag[1] == "img" else "href"
    # Positions are the whole text's, so that the pieces can be cut there.
    matches = _ATTRIBUTE.finditer(tag.string, tag.start(2), tag.end(2))
    return next((match for match in matches if match[1] == wanted), None)


def _address(tag: re.Match[str]) -> re.Match[str]:
    return cast(re.Match[str], _address_or_none(tag))


class _Walk(HTMLParser):
    """Goes through a body's HTML once: ids, headings, sentences, and what may not be there."""

    def __init__(self, body: _Body) -> None:
        super().__init__()
        self.body = body
        self.ids: set[str] = set()
        self.headings: list[Heading] = []
        self.sentences: list[str] = []
        self._open: list[str] = []
        self._opened: dict[str, list[int]] = {}
        self._heading: tuple[int, str, list[str]] | None = None
        self._said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes ids and headings; refuses what the page's policy would."""
        attributes = dict(attrs)
        if tag in _FORBIDDEN:
            self._refuse(tag, f"<{tag}> in a page", "Leave it out; a page holds text, links, lists, tables and images.")
        for name in attributes:
            if name == "style" or name.startswith("on"):
                self._refuse(name, f"the attribute “{name}” in a page", "Remove it; the site's own style sheet does the styling.")
        anchor = _MARK.sub("", attributes.get("id") or "")
        if anchor and anchor in self.ids:
            line = self.body.line_where(rf"(?:#|id=.?){re.escape(anchor)}\b", last=True)
            self.body.fault(line, f"the id “{anchor}” stands in this file twice", "Give one of the two another id.")
        if anchor:
            self.ids.add(anchor)
        if tag in _BLOCKS:
            self._end_sentence()
        if re.fullmatch("h[1-6]", tag):
            self._heading = (int(tag[1]), anchor, [])
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Ends headings and sentences, and sees to it that tags close in order."""
        if tag in _VOID:
            return
        if tag not in self._open:
            self._refuse(
                tag, f"</{tag}> closes what is not open there", f"Check the HTML tags around it; every <{tag}> needs one </{tag}>."
            )
            return
        while (inner := self._open.pop()) != tag:
            self._unclosed(inner, f" before </{tag}>" if tag not in _BLOCKS else "")
        if self._heading and tag == f"h{self._heading[0]}":
            level, anchor, words = self._heading
            text = "".join(words)
            mark = _MARK.search(text)
            text = _MARK.sub("", text).strip()
            line = int(mark[1]) if mark else self.body.line_of(text)
            self.headings.append(Heading(level, anchor, text, line))
            self._heading = None
        if tag in _BLOCKS:
            self._end_sentence()

    def handle_data(self, data: str) -> None:
        """Gathers running text."""
        if self._heading:
            self._heading[2].append(data)
        if "code" in self._open:
            return
        unclosed = re.search("\\]\\(\\s*<?\ue000([0-9]+)\ue001", data)
        if unclosed:
            self.body.fault(
                int(unclosed[1]),
                "a link that cannot be read",
                "Write it as [words](address), with both round brackets and no space in the address.",
            )
        data = _MARK.sub("", data)
        footnote = re.search(r"\[\^([^\]]+)\]", data)
        if footnote:
            self._refuse_text(
                rf"\[\^{re.escape(footnote[1])}\]", f"the footnote “{footnote[1]}” is not written", f"Add “[^{footnote[1]}]: …”."
            )
        reference = re.search(r"\[([^\]]+)\]\s?\[([^\]]*)\]", data)
        if reference:
            name = reference[2] or reference[1]
            self._refuse_text(rf"\[{re.escape(name)}\]|\]\[\]", f"the link “{name}” has no address", f"Add a line “[{name}]: address”.")
        if "\ue002" in data and not re.fullmatch("\ue002[0-9]+\ue003", "".join(self._said).strip() + data.strip()):
            insert = self.body.inserts[int(re.findall("\ue002([0-9]+)\ue003", data)[0])]
            self.body.fault(insert.line, f"“{{{{ {insert.name} }}}}” touches other text", "Put an empty line above and below it.")
        self._said.append("…" if _QUOTING & set(self._open) else data)

    def finish(self) -> None:
        """What is still open at the end."""
        self._end_sentence()
        for tag in self._open:
            self._unclosed(tag)

    def _unclosed(self, tag: str, where: str = "") -> None:
        self.body.fault(self.body.line_unclosed(tag), f"<{tag}> is never closed{where}", f"Add </{tag}>.")

    def _end_sentence(self) -> None:
        said = re.sub('“[^”]*”|‘[^’]*’|"[^"]*"', "…", "".join(self._said))
        self._said = []
        for sentence in re.split(r"(?<=[.!?:;…])\s+", said):
            words = " ".join(sentence.split())
            if len(re.findall(r"[^\W\d_]+", words)) >= 4:
                self.sentences.append(words)

    def _refuse(self, tag: str, what: str, todo: str) -> None:
        self._refuse_text(rf"(?i)</?{re.escape(tag)}\b|\b{re.escape(tag)}\s*=", what, todo)

    def _refuse_text(self, pattern: str, what: str, todo: str) -> None:
        self.body.fault(self.body.line_where(pattern), what, todo)
