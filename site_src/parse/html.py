"""One walk through the HTML that Markdown made: what is in it, and what may not be there."""

import html
import re
from collections.abc import Mapping

from site_src.model import Heading, Insert
from site_src.parse.leftovers import lines, signs
from site_src.parse.marks import MARK, unmarked
from site_src.parse.place import Place

_FORBIDDEN = {"script", "style", "iframe", "object", "embed", "link", "meta", "base", "form", "input", "button", "template"}
_FORBIDDEN |= {"textarea", "select", "title", "video", "audio", "source", "picture", "svg"}
_VOID = {"br", "hr", "img", "wbr", "col"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"p", "li", "td", "th", "tr", "table", "dt", "dd", "dl", "ul", "ol", "div", "section", "summary", "figcaption"} | _HEADINGS
# Quotations, the titles of works and code are the same in every language.
_QUOTING = {"a", "code", "pre", "cite", "q", "blockquote", "em", "i"}
_WITHOUT_TAGS = {"script", "style", "textarea", "title"}

_TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z) | <[!?][^>]*>?
    | <(?P<close>/?)(?P<tag>[A-Za-z][^\s/>]*)(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)>
    | (?P<text>[^<]+|<)""",
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?""")
_UNCLOSED_LINK = re.compile("\\]\\(\\s*<?\ue000([0-9]+)\ue001")
_FOOTNOTE = re.compile(r"\[\^([^\]]+)\]")
_REFERENCE = re.compile(r"\[([^\]]+)\]\s?\[([^\]]*)\]")
_QUOTED = re.compile('“[^”]*”|‘[^’]*’|"[^"]*"')
_SENTENCE_END = re.compile(r"(?<=[.!?:;…])\s+")
_FOUR_WORDS = re.compile(r"(?:[^\W\d_]++[\W\d_]+){3}[^\W\d_]")


class Walk:
    """Goes through a body's HTML once: ids, headings, sentences, and what may not be there.

    Not by the standard library's parser, which takes longer than all the rest: Markdown closes what it opens.
    """

    def __init__(self, markup: str, place: Place, inserts: tuple[Insert, ...]) -> None:
        self.place = place
        self.inserts = inserts
        self.ids: set[str] = set()
        self.headings: list[Heading] = []
        self.sentences: list[str] = []
        self._open: list[str] = []
        self._heading: tuple[int, str, list[str]] | None = None
        self._said: list[str] = []
        self._signs = signs(markup, place)
        lines(markup, place)
        inside = ""
        for token in _TOKEN.finditer(markup):
            close, tag, attributes, text = token.groups()
            if tag:
                tag = tag.lower()
                if inside not in ("", tag):
                    continue
                if close:
                    inside = ""
                    self._end(tag)
                else:
                    inside = tag if tag in _WITHOUT_TAGS else ""
                    self._start(tag, _attributes(attributes))
            elif text and not inside:
                self._text(html.unescape(text) if "&" in text else text)
        self._finish()

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Notes ids and headings; refuses what the page's policy would."""
        if tag in _FORBIDDEN:
            self._refuse(tag, f"<{tag}> in a page", "Leave it out; a page holds text, links, lists, tables and images.")
        for name in attributes:
            if name == "style" or name.startswith("on"):
                self._refuse(name, f"the attribute “{name}” in a page", "Remove it; the site's own style sheet does the styling.")
        sized = next((name for name in ("width", "height") if name in attributes), None) if tag == "img" else None
        if sized:
            remedy = "Leave it out: the site sees to that. To show a picture smaller, make the file itself smaller."
            self._refuse(sized, f"the attribute “{sized}” of an image", remedy)
        anchor = unmarked(attributes.get("id", ""))
        if anchor and anchor in self.ids:
            line = self.place.line_where(rf"(?:#|id=.?){re.escape(anchor)}\b", last=True)
            self.place.fault(line, f"the id “{anchor}” stands in this file twice", "Give one of the two another id.")
        if anchor:
            self.ids.add(anchor)
        if tag in _BLOCKS:
            self._end_sentence()
        if tag in _HEADINGS:
            self._heading = (int(tag[1]), anchor, [])
        if tag not in _VOID:
            self._open.append(tag)

    def _end(self, tag: str) -> None:
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
            mark = MARK.search(text)
            text = unmarked(text).strip()
            anchor = self._meant(anchor, text)
            line = int(mark[1]) if mark else self.place.line_of(text)
            if not text:
                self.place.fault(line, "a heading without words", "Write them, or remove the line.")
            self.headings.append(Heading(level, anchor, text, line, self.place.names(line)))
            self._heading = None
        if tag in _BLOCKS:
            self._end_sentence()

    def _meant(self, anchor: str, text: str) -> str:
        """The id of a heading. One that stayed text is told, and nothing that follows from it."""
        stray = re.search(r"\{#([\w-]+)", text)
        if stray:
            self.ids.add(stray[1])
        return stray[1] if stray else anchor

    def _text(self, data: str) -> None:
        """Gathers running text."""
        if self._heading:
            self._heading[2].append(data)
        if "code" in self._open:
            return
        data = self._brackets(data) if "]" in data else unmarked(data)
        if self._signs:
            self._signs(data)
        if "\ue002" in data and not re.fullmatch("\ue002[0-9]+\ue003", "".join(self._said).strip() + data.strip()):
            insert = self.inserts[int(re.findall("\ue002([0-9]+)\ue003", data)[0])]
            self.place.fault(insert.line, f"“{{{{ {insert.name} }}}}” touches other text", "Put an empty line above and below it.")
        if self._said or not data.isspace():  # Between blocks nobody says anything.
            self._said.append(data if _QUOTING.isdisjoint(self._open) else "…")

    def _brackets(self, data: str) -> str:
        """Looks for links and footnotes that stayed text, because something in them is wrong; gives the text without marks."""
        unclosed = _UNCLOSED_LINK.search(data)
        if unclosed:
            self.place.fault(
                int(unclosed[1]),
                "a link that cannot be read",
                "Write it as [words](address), with both round brackets and no space in the address.",
            )
        data = unmarked(data)
        footnote = _FOOTNOTE.search(data)
        if footnote:
            self._refuse_text(
                rf"\[\^{re.escape(footnote[1])}\]", f"the footnote “{footnote[1]}” is not written", f"Add “[^{footnote[1]}]: …”."
            )
        reference = _REFERENCE.search(data)
        if reference:
            name = reference[2] or reference[1]
            self._refuse_text(rf"\[{re.escape(name)}\]|\]\[\]", f"the link “{name}” has no address", f"Add a line “[{name}]: address”.")
        return data

    def _finish(self) -> None:
        """What is still open at the end."""
        self._end_sentence()
        for tag in self._open:
            self._unclosed(tag)

    def _unclosed(self, tag: str, where: str = "") -> None:
        self.place.fault(self.place.line_unclosed(tag), f"<{tag}> is never closed{where}", f"Add </{tag}>.")

    def _end_sentence(self) -> None:
        if not self._said:
            return
        said = _QUOTED.sub("…", "".join(self._said))
        self._said = []
        for sentence in _SENTENCE_END.split(said):
            words = " ".join(sentence.split())
            if _FOUR_WORDS.search(words):
                self.sentences.append(words)

    def _refuse(self, tag: str, what: str, remedy: str) -> None:
        self._refuse_text(rf"(?i)</?{re.escape(tag)}\b|\b{re.escape(tag)}\s*=", what, remedy)

    def _refuse_text(self, pattern: str, what: str, remedy: str) -> None:
        self.place.fault(self.place.line_where(pattern), what, remedy)


def _attributes(text: str) -> Mapping[str, str]:
    """A tag's attributes, by their names in small letters."""
    if "=" not in text and not text.strip(" /"):
        return {}
    return {name.lower(): html.unescape(one or two or three) for name, one, two, three in _ATTRIBUTE.findall(text)}
