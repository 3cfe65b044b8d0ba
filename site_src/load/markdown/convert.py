"""Converts one file's Markdown to HTML."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from site_src.load.markdown.html import Walk
from site_src.load.markdown.line_markers import SHORTCODE_MARK, mark_lines, remove_marks
from site_src.load.markdown.links import ADDRESS, read_alt, read_link
from site_src.load.markdown.location import Place
from site_src.load.markdown.tokens import Tag, Token, read
from site_src.messages import Message, say
from site_src.model import Document, Html, Link, Shortcode

if TYPE_CHECKING:
    from markdown import Markdown

_STEPS: Mapping[str, tuple[str, ...]] = {
    "`": ("backtick",),
    "\\": ("escape", "unescape"),
    "[^": ("footnote", "footnote-duplicate"),
    "]:": ("reference", "short_reference", "image_reference", "short_image_ref"),
    "](": ("link",),
    "![": ("image_link",),
    "<": ("autolink", "automail", "html", "html_block", "markdown_block"),
    "&": ("entity", "html_block"),
    "  ": ("linebreak",),
    "    ": ("indent", "defindent", "code"),
    "{": ("attr_list",),
    "|": ("table",),
    "#": ("hashheader",),
    ":": ("deflist",),
    ">": ("quote",),
}
"""Characters → the steps of Python-Markdown that they need: before, in and after blocks, and within lines.

A text can skip a step if it has none of its characters.
"""
_ALL_STEPS = frozenset(step for steps in _STEPS.values() for step in steps)

_BEFORE_INLINE = 25
"""Python-Markdown's inline patterns have 20; steps with a higher number come first."""

_ALIGNED = re.compile(r'(<t[hd]) align="(left|center|right)"')
_CLASSES = {"left": "words", "center": "centred", "right": "number"}
"""The classes for the colons below a table's head, since HTML has no attribute for alignment any more."""

_FILE_NAME = re.compile(r"\.(?:png|jpe?g|webp|avif|gif|svg|heic)$", re.IGNORECASE)

_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ı": "i"})
"""The letters that are no plain letter with an accent."""

_HEADING_WITHOUT_ID = re.compile("<h[1-6](?![^>]* id=)")


def convert(text: str) -> str:
    """Convert Markdown to HTML.

    Steps with nothing to do are skipped, which halves the time; the result is the same.
    """
    # Tabs become spaces first, so they can make a line break or indent, too.
    expanded = f"{text}    " if "\t" in text else text
    idle = _ALL_STEPS.difference(*(steps for signs, steps in _STEPS.items() if signs in expanded))
    if "[TOC]" not in text and "data-toc-label" not in text:
        markup = make_converter(idle | {"toc"}).reset().convert(text)
        if not _HEADING_WITHOUT_ID.search(markup):
            return markup
    return make_converter(idle).reset().convert(text)


@lru_cache(maxsize=256)
def make_converter(idle: frozenset[str] = frozenset()) -> "Markdown":
    """Make a converter with the extensions that authors may use, without the `idle` steps; without any, as Python-Markdown makes it.

    Making one takes time, so they are cached: one converts many files.
    """
    import markdown
    from markdown.extensions import attr_list, def_list, footnotes, md_in_html, tables, toc

    from site_src.load.markdown.plain_texts import SkipPlainTexts

    # Extensions as objects: Markdown would look for a name among all installed packages.
    converter = markdown.Markdown(
        extensions=[
            # The pages' security policy refuses a style attribute; an align attribute becomes a class.
            tables.TableExtension(use_align_attribute=True),
            # No words here, since they would be the same in every language.
            footnotes.FootnoteExtension(BACKLINK_TITLE="↩ {}", SEPARATOR="-"),
            def_list.DefListExtension(),
            attr_list.AttrListExtension(),
            # Markdown inside a block such as <details markdown="1">.
            md_in_html.MarkdownInHtmlExtension(),
            toc.TocExtension(slugify=lambda text, separator: make_anchor(remove_marks(text), separator)),
        ],
        output_format="html",
    )
    for name in idle:
        for steps in (converter.preprocessors, converter.parser.blockprocessors, converter.treeprocessors, converter.inlinePatterns):
            steps.deregister(name, strict=False)
    if idle:
        converter.treeprocessors.register(SkipPlainTexts(converter), "plain_texts", priority=_BEFORE_INLINE)
        # Every element is looked up here, several times: in a set, instead of one name after the other.
        converter.block_level_elements = cast(list[str], frozenset(converter.block_level_elements))
    return converter


def make_anchor(heading: str, separator: str = "-") -> str:
    """Make a heading's anchor: its letters without accents, and its digits, in lower case.

    >>> make_anchor("Één café: “Smørrebrød”, 24/7")
    'een-cafe-smorrebrod-24-7'
    """
    plain = unicodedata.normalize("NFKD", heading.casefold().translate(_LETTERS))
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", re.sub(r"[\W_]+", separator, kept)).strip(separator)


class Body:
    """One file's Markdown as HTML tokens, with its anchors, headings, sentences and links."""

    def __init__(self, document: Document) -> None:
        self.place = Place(document)
        text, self.shortcodes = mark_lines(self.place)
        markup = _ALIGNED.sub(lambda found: f'{found[1]} class="{_CLASSES[found[2]]}"', self._convert(text))
        reading = read(markup)
        self.tokens = reading.tokens
        self.is_complete = reading.complete
        walk = Walk(reading, markup, self.place, self.shortcodes)
        self.anchors = frozenset(walk.ids)
        self.headings = tuple(walk.headings)
        self.sentences = {text: self.place.line_of(text) for text in walk.sentences}
        self._links_by_tag: dict[str, Link | None] = {}
        self.links = tuple(self._find_links())
        self._check_footnotes()

    def _convert(self, text: str) -> str:
        try:
            return convert(text)
        except RecursionError:
            # A step that is broken off leaves its state behind in the converter.
            make_converter.cache_clear()
            lines = self.place.text.split("\n")
            deepest = max(range(len(lines)), key=lambda number: len(lines[number]) - len(lines[number].lstrip(" \t>")))
            self.place.fault(
                self.place.first + deepest, say("lists or quotations that stand too deep in each other"), say("Use fewer levels.")
            )
            return ""

    def _find_links(self) -> Iterator[Link]:
        """Yield links and images in their order, and report those without words or alt text."""
        for number, token in enumerate(self.tokens):
            if not isinstance(token, Tag) or not (link := self.find_link(token)):
                continue
            yield link
            if link.image and not read_alt(token):
                self._report_unnamed(link, say("the picture “{href}” has no alt text", href=link.href))
            elif link.image and _FILE_NAME.search(read_alt(token)):
                self._report_unnamed(link, say("the picture “{href}” has the name of a file for its alt text", href=link.href))
            elif not link.image and not self._has_words(number):
                self._report_unnamed(link, say("the link “{href}” has no words", href=link.href))

    def _report_unnamed(self, link: Link, what: Message) -> None:
        remedy = say("Say what it leads to: between the square brackets, or in HTML between <a> and </a>.")
        if link.image:
            remedy = say('Say what it shows: between the square brackets, or in HTML in alt="…".')
        self.place.fault(link.line, what, remedy)

    def _has_words(self, number: int) -> bool:
        """Return whether the link opened by a token has content."""
        inside = (token for token in self.tokens[number + 1 : number + 3] if isinstance(token, Tag) or not token.words.isspace())
        first = next(inside, None)
        return not isinstance(first, Tag) or first.name != "a"

    def _check_footnotes(self) -> None:
        """Report footnotes that no text refers to."""
        for name in sorted(anchor.removeprefix("fn-") for anchor in self.anchors if anchor.startswith("fn-")):
            if f"fnref-{name}" not in self.anchors:
                line = self.place.line_where(rf"(?m)^[ ]{{0,3}}\[\^{re.escape(name)}\]:")
                what = say("no text refers to the footnote “{name}”", name=name)
                self.place.fault(line, what, say("Write “[^{name}]” where it belongs, or remove it.", name=name))

    def find_link(self, token: Token) -> Link | None:
        """Return the link that a token opens, if any.

        Cached, since each link is read for the list of links and again for the pieces; the mark in its address makes it unique.
        """
        if not isinstance(token, Tag) or token.name not in ADDRESS:
            return None
        if token.source not in self._links_by_tag:
            self._links_by_tag[token.source] = read_link(token, self.place)
        return self._links_by_tag[token.source]

    def cut(self, tokens: Iterable[Token]) -> Html:
        """Cut HTML into pieces, at each address and each shortcode."""
        pieces: list[str | Link | Shortcode] = []
        ready: list[str] = []
        for token in tokens:
            if isinstance(token, Tag) and (link := self.find_link(token)):
                # Quotation marks inside a value are escaped, so the first one ends it.
                before, opens, after = token.source.partition(f' {ADDRESS[token.name]}="')
                pieces += (*self._cut_shortcodes("".join((*ready, before, opens))), link)
                ready = [after[after.index('"') :]]
            else:
                ready.append(token.source)
        return (*pieces, *self._cut_shortcodes("".join(ready)))

    def _cut_shortcodes(self, markup: str) -> Iterator[str | Shortcode]:
        for index, part in enumerate(SHORTCODE_MARK.split(markup)):
            if index % 2:
                yield self.shortcodes[int(part)]
            elif part:
                yield remove_marks(part)
