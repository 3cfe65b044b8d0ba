"""One file's Markdown as HTML."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from site_src.model import Document, Html, Insert, Link
from site_src.parse.html import Walk
from site_src.parse.links import ADDRESS, link, read_alt
from site_src.parse.marks import INSERT_MARK, marked, unmarked
from site_src.parse.place import Place
from site_src.parse.tokens import Tag, Token, read

if TYPE_CHECKING:
    from markdown import Markdown

_SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "unescape": "\\",
    "footnote": "[^",
    "footnote-duplicate": "[^",
    "reference": "]:",
    "short_reference": "]:",
    "image_reference": "]:",
    "short_image_ref": "]:",
    "link": "](",
    "image_link": "![",
    "autolink": "<",
    "automail": "<",
    "html": "<",
    "entity": "&",
    "linebreak": "  ",
    "attr_list": "{",
}
"""What Markdown looks for inside a paragraph, one after the other, or goes through all that it made for, and what a text must hold for it
to be there."""

_ALIGNED = re.compile(r'(<t[hd]) align="(left|center|right)"')
_CLASSES = {"left": "words", "center": "centred", "right": "number"}
"""What the colons below a table's head come to: a class, since HTML has no attribute for it any more."""

_FILE_NAME = re.compile(r"\.(?:png|jpe?g|webp|avif|gif|svg|heic)$", re.IGNORECASE)

_WITHOUT_ID = re.compile("<h[1-6](?![^>]* id=)")


def converted(text: str) -> str:
    """A text as HTML. What cannot be in it is not looked for, which halves the time and changes nothing."""
    # Tabs become spaces first, so that they too can make a line break.
    idle = frozenset(name for name, sign in _SIGNS.items() if sign not in text and not (name == "linebreak" and "\t" in text))
    if "[TOC]" not in text and "data-toc-label" not in text:
        made = converter(idle | {"toc"}).reset().convert(text)
        if not _WITHOUT_ID.search(made):
            return made
    return converter(idle).reset().convert(text)


@lru_cache(maxsize=64)
def converter(idle: frozenset[str] = frozenset()) -> "Markdown":
    """Markdown with the extensions that authors may use, but for what is `idle`. Making one takes time; one serves many files."""
    import markdown
    from markdown.extensions import attr_list, def_list, footnotes, tables, toc

    # Made here, since a name would be looked for among all that is installed.
    made = markdown.Markdown(
        extensions=[
            # A style attribute would be refused by the pages' security policy; this one becomes a class.
            tables.TableExtension(use_align_attribute=True),
            # A word here would stand in every language.
            footnotes.FootnoteExtension(BACKLINK_TITLE="↩ {}", SEPARATOR="-"),
            def_list.DefListExtension(),
            attr_list.AttrListExtension(),
            toc.TocExtension(slugify=lambda text, separator: re.sub(r"[^a-z0-9]+", separator, unmarked(text).lower()).strip(separator)),
        ],
        output_format="html",
    )
    for name in idle:
        for steps in (made.inlinePatterns, made.treeprocessors):
            steps.deregister(name, strict=False)
    return made


class Body:
    """One file's Markdown as HTML, and what is in it."""

    def __init__(self, document: Document) -> None:
        self.place = Place(document)
        text, self.inserts = marked(self.place)
        markup = _ALIGNED.sub(lambda found: f'{found[1]} class="{_CLASSES[found[2]]}"', self._converted(text))
        reading = read(markup)
        self.tokens = reading.tokens
        self.is_complete = reading.complete
        walk = Walk(reading, markup, self.place, self.inserts)
        self.anchors = frozenset(walk.ids)
        self.headings = tuple(walk.headings)
        self.sentences = {text: self.place.line_of(text) for text in walk.sentences}
        self._known: dict[str, Link | None] = {}
        self.links = tuple(self._links())
        self._unused_notes()

    def _converted(self, text: str) -> str:
        try:
            return converted(text)
        except RecursionError:
            # Which of Markdown's steps gave up leaves something behind in it.
            converter.cache_clear()
            lines = self.place.text.split("\n")
            deepest = max(range(len(lines)), key=lambda number: len(lines[number]) - len(lines[number].lstrip(" \t>")))
            self.place.fault(self.place.first + deepest, "lists or quotations that stand too deep in each other", "Use fewer levels.")
            return ""

    def _links(self) -> Iterator[Link]:
        """Links and images in their order; those without a name are reported."""
        for number, token in enumerate(self.tokens):
            if not isinstance(token, Tag) or token.name not in ADDRESS or not (one := self.link(token)):
                continue
            yield one
            if one.image and not read_alt(token):
                self._unsaid(one, f"the image “{one.href}” has no alt text", "what it shows")
            elif one.image and _FILE_NAME.search(read_alt(token)):
                self._unsaid(one, f"the image “{one.href}” has the name of a file for its alt text", "what it shows")
            elif not one.image and not self._is_seen(number):
                self._unsaid(one, f"the link “{one.href}” has no words", "what it leads to")

    def _unsaid(self, one: Link, what: str, of_what: str) -> None:
        where = 'in alt="…"' if one.image else "between <a> and </a>"
        self.place.fault(one.line, what, f"Say {of_what}: between the square brackets, or in HTML {where}.")

    def _is_seen(self, number: int) -> bool:
        """Whether the link that a token opens has something in it."""
        inside = (token for token in self.tokens[number + 1 : number + 3] if isinstance(token, Tag) or not token.words.isspace())
        first = next(inside, None)
        return not isinstance(first, Tag) or first.name != "a"

    def _unused_notes(self) -> None:
        for name in sorted(anchor.removeprefix("fn-") for anchor in self.anchors if anchor.startswith("fn-")):
            if f"fnref-{name}" not in self.anchors:
                line = self.place.line_where(rf"(?m)^[ ]{{0,3}}\[\^{re.escape(name)}\]:")
                what = f"no text refers to the footnote “{name}”"
                self.place.fault(line, what, f"Write “[^{name}]” where it belongs, or remove it.")

    def link(self, token: Token) -> Link | None:
        """The link that a token opens. It is met twice, when links are listed and when HTML is cut: its mark tells it from others."""
        if not isinstance(token, Tag) or token.name not in ADDRESS:
            return None
        if token.source not in self._known:
            self._known[token.source] = link(token, self.place)
        return self._known[token.source]

    def pieces(self, tokens: Iterable[Token]) -> Html:
        """HTML cut where an address or an insert goes."""
        pieces: list[str | Link | Insert] = []
        ready: list[str] = []
        for token in tokens:
            if isinstance(token, Tag) and token.name in ADDRESS and (found := self.link(token)):
                # A value holds no quotation mark as it is.
                before, opens, after = token.source.partition(f' {ADDRESS[token.name]}="')
                pieces += (*self._inserted("".join((*ready, before, opens))), found)
                ready = [after[after.index('"') :]]
            else:
                ready.append(token.source)
        return (*pieces, *self._inserted("".join(ready)))

    def _inserted(self, markup: str) -> Iterator[str | Insert]:
        for index, part in enumerate(INSERT_MARK.split(markup)):
            if index % 2:
                yield self.inserts[int(part)]
            elif part:
                yield unmarked(part)
