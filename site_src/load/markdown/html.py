"""One walk through the converted HTML: collects ids, headings and sentences, and reports what is not allowed."""

import re
import sys
from collections.abc import Mapping

from site_src.load.markdown.allowlist import ELEMENTS, check_tag
from site_src.load.markdown.line_markers import MARK, remove_marks
from site_src.load.markdown.links import read_link
from site_src.load.markdown.location import Place
from site_src.load.markdown.stray_markup import check_lines, check_signs
from site_src.load.markdown.tokens import DEEPEST, VOID, Reading, Tag, Text, Token
from site_src.messages import Message, say
from site_src.model import Heading, Shortcode

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"p", "li", "td", "th", "tr", "table", "dt", "dd", "dl", "ul", "ol", "div", "section", "summary", "figcaption"} | _HEADINGS
# Text in these may be the same in every language: links, code, quotations and titles of works.
_QUOTING = {"a", "code", "pre", "cite", "q", "blockquote", "em", "i"}
_PARENTS: Mapping[str, tuple[str, ...]] = {"li": ("ul", "ol"), "dd": ("dl", "div"), "dt": ("dl", "div"), "rp": ("ruby",), "rt": ("ruby",)}
"""By element, the parents it must be a child of: elsewhere it would end such an element of the page's frame."""
_UNCLOSED_LINK = re.compile("\\]\\(\\s*<?\ue000([0-9]+)\ue001")
_FOOTNOTE = re.compile(r"\[\^([^\]]+)\]")
_REFERENCE = re.compile(r"\[([^\]]+)\]\s?\[([^\]]*)\]")
_QUOTED = re.compile('“[^”]*”|‘[^’]*’|"[^"]*"')
_SENTENCE_END = re.compile(r"\s(?<=[.!?:;…]\s)\s*")
_FOUR_WORDS = re.compile(r"(?:[^\W\d_]++[\W\d_]+){3}[^\W\d_]")


class Walk:
    """One walk through a body's tokens, with the ids, headings and sentences found.

    `markup`: the HTML from which the tokens were read. `shortcodes`: in the order of their marks. Faults go to `place`.
    """

    def __init__(self, reading: Reading, markup: str, place: Place, shortcodes: tuple[Shortcode, ...]) -> None:
        self.place = place
        self.shortcodes = shortcodes
        self.ids: set[str] = set()
        self.headings: list[Heading] = []
        self.sentences: list[str] = []
        self._open: list[str] = []
        self._heading: tuple[int, str, list[str]] | None = None
        self._running_text: list[str] = []
        self._closed: dict[str, int] = {}
        self._is_sound = True
        self._check_signs = check_signs(markup, place)
        check_lines(markup, place)
        around = ""
        for number, token in enumerate(reading.tokens):
            if number == reading.astray:
                around = self._open[-1] if self._open else ""
            if isinstance(token, Text):
                self._read_text(token.words)
            elif token.closing:
                self._end_element(token.name)
            else:
                self._start_element(token)
                if len(self._open) > DEEPEST:
                    line = place.next_line(rf"(?i)<{re.escape(token.name)}\b")
                    self._refuse(line, say("HTML tags nested too deep"), say("Use fewer levels."))
                    break
        self._end_sentence()
        if reading.complete and len(self._open) <= DEEPEST:
            for name in self._open:
                self._refuse_unclosed(name)
        elif self._is_sound:
            line = place.line_where("<[A-Za-z!?]", sys.maxsize)
            self._refuse(line, say("a “<” that no “>” follows"), say("End the tag with “>”; if you mean the sign itself, write &lt;."))
        if reading.astray is not None and self._is_sound:
            self._refuse_misnested(reading.tokens[reading.astray : reading.astray + 1], around)

    def _refuse(self, line: int, what: Message, remedy: Message) -> None:
        """Report a fault; browsers may read the HTML after it differently from how it is written."""
        self._is_sound = False
        self.place.fault(line, what, remedy)

    def _start_element(self, tag: Tag) -> None:
        """Check an opening tag, and collect its id; start a heading."""
        name = tag.name
        anchor = self._check_attributes(tag) if tag.attributes or name not in ELEMENTS else ""
        if name in _PARENTS and (not self._open or self._open[-1] not in (*_PARENTS[name], *_PARENTS)):
            what = say("<{name}> outside <{around}>", name=name, around=_PARENTS[name][0])
            remedy = say("Put <{name}> … </{name}> around it.", name=_PARENTS[name][0])
            self._refuse(self.place.next_line(rf"(?i)<{name}\b"), what, remedy)
        if name in _BLOCKS:
            self._end_sentence()
        if name in _HEADINGS:
            self._heading = (int(name[1]), anchor, [])
        if name not in VOID:
            self._open.append(name)

    def _check_attributes(self, tag: Tag) -> str:
        """Report everything in a tag that is not allowed; return its id."""
        for refusal in check_tag(tag):
            self._refuse(self.place.next_line(refusal.pattern), refusal.what, refusal.remedy)
        anchor = remove_marks(tag.attributes.get("id", ""))
        if anchor and anchor in self.ids:
            line = self.place.line_where(rf"(?:#|id=.?){re.escape(anchor)}\b", sys.maxsize)
            self.place.fault(
                line, say("two things in this file are called “#{anchor}”", anchor=anchor), say("Give one of the two another name.")
            )
        if anchor:
            self.ids.add(anchor)
        return anchor

    def _end_element(self, tag: str) -> None:
        """Check that tags close in order, and end the heading and the sentence."""
        self._closed[tag] = self._closed.get(tag, 0) + 1
        if tag not in self._open:
            line = self.place.next_line(rf"(?i)</{re.escape(tag)}\b", self._closed.pop(tag))
            remedy = (
                say("Check the HTML tags around it; every <{tag}> needs one </{tag}>.", tag=tag)
                if tag not in VOID
                else say("Write <{tag}>.", tag=tag)
            )
            self._refuse(line, say("</{tag}> closes what is not open there", tag=tag), remedy)
            return
        while (inner := self._open.pop()) != tag:
            self._refuse_unclosed(inner, tag if tag not in _BLOCKS else "")
        if self._heading and tag == f"h{self._heading[0]}":
            self._end_heading(*self._heading)
            self._heading = None
        if tag in _BLOCKS:
            self._end_sentence()

    def _end_heading(self, level: int, anchor: str, words: list[str]) -> None:
        """Collect a heading that has ended."""
        text = "".join(words)
        mark = MARK.search(text)
        text = remove_marks(text).strip()
        # An id that stayed text is already reported; here it counts, so that links to it are not reported, too.
        if stray := re.search(r"\{#([\w-]+)", text):
            anchor = stray[1]
            self.ids.add(anchor)
        line = int(mark[1]) if mark else self.place.line_of(text)
        if not text:
            self.place.fault(line, say("a heading without words"), say("Write them, or remove the line."))
        above = self.headings[-1].level if self.headings else 1
        if level == 6 and text.startswith("#"):
            self.place.fault(line, say("a heading with more than six “#”"), say("Use “##” for a section, and “###” for a part of one."))
        elif level > above + 1:
            what = say("a heading with “{here}” below the title", here="#" * level)
            if self.headings:
                what = say("a heading with “{here}” below one with “{above}”", here="#" * level, above="#" * above)
            self.place.fault(line, what, say("Start it with “{signs}”.", signs="#" * (above + 1)))
        self.headings.append(Heading(level, anchor, text, line, self.place.has_id(line)))

    def _read_text(self, data: str) -> None:
        """Collect running text, and report stray signs and misplaced shortcodes in it."""
        if not self._is_sound and self._open and self._open[-1] not in ELEMENTS:
            return
        if self._heading:
            self._heading[2].append(data)
        if "code" in self._open:
            return
        data = self._check_brackets(data) if "]" in data else remove_marks(data)
        if self._check_signs:
            self._check_signs(data)
        if "\ue002" in data and not re.fullmatch("\ue002[0-9]+\ue003", "".join(self._running_text).strip() + data.strip()):
            shortcode = self.shortcodes[int(re.findall("\ue002([0-9]+)\ue003", data)[0])]
            self.place.fault(
                shortcode.line, say("“{{ {name} }}” touches other text", name=shortcode.name), say("Put an empty line above and below it.")
            )
        if self._running_text or not data.isspace():  # Spaces between blocks are no text.
            self._running_text.append(data if _QUOTING.isdisjoint(self._open) else "…")

    def _check_brackets(self, data: str) -> str:
        """Report faulty links and footnotes, which Markdown left as text; return the text without marks."""
        unclosed = _UNCLOSED_LINK.search(data)
        if unclosed:
            self.place.fault(
                int(unclosed[1]),
                say("a link that cannot be read"),
                say("Write it as [words](address), with both round brackets and no space in the address."),
            )
        data = remove_marks(data)
        footnote = _FOOTNOTE.search(data)
        if footnote:
            self._refuse_text(
                rf"\[\^{re.escape(footnote[1])}\]",
                say("the footnote “{name}” is not written", name=footnote[1]),
                say("Add “[^{name}]: …”.", name=footnote[1]),
            )
        reference = _REFERENCE.search(data)
        if reference:
            name = reference[2] or reference[1]
            self._refuse_text(
                rf"\[{re.escape(name)}\]|\]\[\]",
                say("the link “{name}” has no address", name=name),
                say("Add a line “[{name}]: address”.", name=name),
            )
        return data

    def _refuse_unclosed(self, tag: str, before: str = "") -> None:
        if tag in ELEMENTS:  # An element that is not allowed is already reported.
            what = say("<{tag}> is never closed", tag=tag)
            if before:
                what = say("<{tag}> is never closed before </{before}>", tag=tag, before=before)
            self._refuse(self.place.line_unclosed(tag), what, say("Add </{tag}>.", tag=tag))

    def _refuse_misnested(self, tokens: tuple[Token, ...], around: str) -> None:
        """Report a tag that browsers nest differently from how it is written. `around`: the element around it."""
        tag = next((token for token in tokens if isinstance(token, Tag) and not token.closing), None)
        link = tag and read_link(tag, self.place)
        line = link.line if link else self.place.next_line(rf"(?i)<{tag.name}\b") if tag else self.place.first
        if tag and around == "p":
            self._refuse(
                line,
                say("<{name}> inside a paragraph: browsers end the paragraph there", name=tag.name),
                say("Put an empty line above and below it."),
            )
        elif tag and around:
            what = say("<{name}> inside <{around}>: browsers move it out", name=tag.name, around=around)
            self._refuse(line, what, say("Put <{name}> after </{around}>, or leave one of the two out.", name=tag.name, around=around))
        else:
            what = say("browsers read this {tag} differently from how it is written", tag=f"<{tag.name}>" if tag else "HTML")
            self._refuse(line, what, say("Check the tags around it: text in a table belongs in a cell, and <li> in a list."))

    def _end_sentence(self) -> None:
        if not self._running_text:
            return
        text = _QUOTED.sub("…", "".join(self._running_text))
        self._running_text = []
        for sentence in _SENTENCE_END.split(text):
            words = " ".join(sentence.split())
            if _FOUR_WORDS.search(words):
                self.sentences.append(words)

    def _refuse_text(self, pattern: str, what: Message, remedy: Message) -> None:
        self.place.fault(self.place.line_where(pattern), what, remedy)
