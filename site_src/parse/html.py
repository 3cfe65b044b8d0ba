"""One walk through the HTML that Markdown made: what is in it, and what may not be there."""

import re
import sys
from collections.abc import Mapping

from site_src.model import Heading, Insert
from site_src.parse.allowlist import ELEMENTS, check_tag
from site_src.parse.leftovers import lines, signs
from site_src.parse.links import link
from site_src.parse.marks import MARK, unmarked
from site_src.parse.place import Place
from site_src.parse.tokens import DEEPEST, VOID, Reading, Tag, Text, Token

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"p", "li", "td", "th", "tr", "table", "dt", "dd", "dl", "ul", "ol", "div", "section", "summary", "figcaption"} | _HEADINGS
# Quotations, the titles of works and code are the same in every language.
_QUOTING = {"a", "code", "pre", "cite", "q", "blockquote", "em", "i"}
_PARENTS: Mapping[str, tuple[str, ...]] = {"li": ("ul", "ol"), "dd": ("dl", "div"), "dt": ("dl", "div"), "rp": ("ruby",), "rt": ("ruby",)}
"""What must stand right inside something: elsewhere it would end one of its like in the page's frame."""
_UNCLOSED_LINK = re.compile("\\]\\(\\s*<?\ue000([0-9]+)\ue001")
_FOOTNOTE = re.compile(r"\[\^([^\]]+)\]")
_REFERENCE = re.compile(r"\[([^\]]+)\]\s?\[([^\]]*)\]")
_QUOTED = re.compile('“[^”]*”|‘[^’]*’|"[^"]*"')
_SENTENCE_END = re.compile(r"(?<=[.!?:;…])\s+")
_FOUR_WORDS = re.compile(r"(?:[^\W\d_]++[\W\d_]+){3}[^\W\d_]")


class Walk:
    """Goes through a body's tokens once: ids, headings, sentences, and what may not be there. `markup`: what they were read from."""

    def __init__(self, reading: Reading, markup: str, place: Place, inserts: tuple[Insert, ...]) -> None:
        self.place = place
        self.inserts = inserts
        self.ids: set[str] = set()
        self.headings: list[Heading] = []
        self.sentences: list[str] = []
        self._open: list[str] = []
        self._heading: tuple[int, str, list[str]] | None = None
        self._said: list[str] = []
        self._closed: dict[str, int] = {}
        self._is_sound = True
        self._signs = signs(markup, place)
        lines(markup, place)
        around = ""
        for number, token in enumerate(reading.tokens):
            if number == reading.astray:
                around = self._open[-1] if self._open else ""
            if isinstance(token, Text):
                self._text(token.words)
            elif token.closing:
                self._end(token.name)
            else:
                self._start(token)
                if len(self._open) > DEEPEST:
                    line = place.next_line(rf"(?i)<{re.escape(token.name)}\b")
                    self._unsound(line, "HTML tags nested too deep", "Use fewer levels.")
                    break
        self._end_sentence()
        if reading.complete and len(self._open) <= DEEPEST:
            for name in self._open:
                self._unclosed(name)
        elif self._is_sound:
            line = place.line_where("<[A-Za-z!?]", sys.maxsize)
            self._unsound(line, "a “<” that no “>” follows", "End the tag with “>”; if you mean the sign itself, write &lt;.")
        if reading.astray is not None and self._is_sound:
            self._astray(reading.tokens[reading.astray : reading.astray + 1], around)

    def _unsound(self, line: int, what: str, remedy: str) -> None:
        """Notes what makes browsers read on otherwise than it is written."""
        self._is_sound = False
        self.place.fault(line, what, remedy)

    def _start(self, tag: Tag) -> None:
        """Notes ids and headings; refuses what no author may write."""
        name = tag.name
        anchor = self._attributes(tag) if tag.attributes or name not in ELEMENTS else ""
        if name in _PARENTS and (not self._open or self._open[-1] not in (*_PARENTS[name], *_PARENTS)):
            what = f"<{name}> outside <{_PARENTS[name][0]}>"
            self._unsound(self.place.next_line(rf"(?i)<{name}\b"), what, f"Put <{_PARENTS[name][0]}> … </{_PARENTS[name][0]}> around it.")
        if name in _BLOCKS:
            self._end_sentence()
        if name in _HEADINGS:
            self._heading = (int(name[1]), anchor, [])
        if name not in VOID:
            self._open.append(name)

    def _attributes(self, tag: Tag) -> str:
        """The id of a tag; refuses what no author may write in it."""
        for refusal in check_tag(tag):
            self._unsound(self.place.next_line(refusal.sign), refusal.what, refusal.remedy)
        anchor = unmarked(tag.attributes.get("id", ""))
        if anchor and anchor in self.ids:
            line = self.place.line_where(rf"(?:#|id=.?){re.escape(anchor)}\b", sys.maxsize)
            self.place.fault(line, f"the id “{anchor}” stands in this file twice", "Give one of the two another id.")
        if anchor:
            self.ids.add(anchor)
        return anchor

    def _end(self, tag: str) -> None:
        """Ends headings and sentences, and sees to it that tags close in order."""
        self._closed[tag] = self._closed.get(tag, 0) + 1
        if tag not in self._open:
            line = self.place.next_line(rf"(?i)</{re.escape(tag)}\b", self._closed.pop(tag))
            remedy = f"Check the HTML tags around it; every <{tag}> needs one </{tag}>." if tag not in VOID else f"Write <{tag}>."
            self._unsound(line, f"</{tag}> closes what is not open there", remedy)
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
        if not self._is_sound and self._open and self._open[-1] not in ELEMENTS:
            return
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

    def _unclosed(self, tag: str, where: str = "") -> None:
        if tag in ELEMENTS:  # Of what is refused that is enough.
            self._unsound(self.place.line_unclosed(tag), f"<{tag}> is never closed{where}", f"Add </{tag}>.")

    def _astray(self, tokens: tuple[Token, ...], around: str) -> None:
        """Notes tags that browsers put into each other otherwise than they are written."""
        tag = next((token for token in tokens if isinstance(token, Tag) and not token.closing), None)
        leads = tag and link(tag, self.place)
        line = leads.line if leads else self.place.next_line(rf"(?i)<{tag.name}\b") if tag else self.place.first
        if tag and around == "p":
            self._unsound(
                line, f"<{tag.name}> inside a paragraph: browsers end the paragraph there", "Put an empty line above and below it."
            )
        elif tag and around:
            what = f"<{tag.name}> inside <{around}>: browsers move it out"
            self._unsound(line, what, f"Put <{tag.name}> after </{around}>, or leave one of the two out.")
        else:
            what = f"browsers read this {f'<{tag.name}>' if tag else 'HTML'} differently from how it is written"
            self._unsound(line, what, "Check the tags around it: text in a table belongs in a cell, and <li> in a list.")

    def _end_sentence(self) -> None:
        if not self._said:
            return
        said = _QUOTED.sub("…", "".join(self._said))
        self._said = []
        for sentence in _SENTENCE_END.split(said):
            words = " ".join(sentence.split())
            if _FOUR_WORDS.search(words):
                self.sentences.append(words)

    def _refuse_text(self, pattern: str, what: str, remedy: str) -> None:
        self.place.fault(self.place.line_where(pattern), what, remedy)
