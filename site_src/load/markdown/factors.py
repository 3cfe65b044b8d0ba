"""Reads a factor's words from its front matter and the three parts of its text."""

from collections.abc import Iterable, Mapping
from typing import cast

from site_src.load.markdown.convert import Body
from site_src.load.markdown.line_markers import remove_marks
from site_src.load.markdown.tokens import Tag, Text, Token, close_tag, write_tag
from site_src.messages import say
from site_src.model import Document, FactorText, Html, Link, Shortcode

_PARTS = ("why", "how", "source")
_HEADINGS = ("h2", "h3", "h4", "h5")
_END = close_tag("h2")


def read_factor(document: Document, body: Body) -> FactorText:
    """Read a factor's words, and report the faults in its text to `body.place`."""
    values = cast(Mapping[str, str], document.values)
    key = document.name.removeprefix("factors/")
    parts = _read_sections(body, key)
    return FactorText(
        language=document.language,
        key=key,
        source=document.source,
        name=values["name"],
        question=values["question"],
        hint=values["hint"],
        levels=cast(Mapping[str, str], document.values["levels"]),
        not_applicable=values["not_applicable"],
        advice=cast(Mapping[str, str], document.values["advice"]),
        checked=document.values["checked"],  # type: ignore[arg-type]
        why=parts.get("why", ()),
        how=parts.get("how", ()),
        source_note=parts.get("source", ()),
        links=body.links,
        # A missing part is already reported; links to it are not reported, too.
        anchors=body.anchors.union(_PARTS),
        sentences=body.sentences,
        lines=document.lines,
        digest=document.digest,
        twins=cast(Mapping[str, str], document.values["twins"]),
        todo=document.todo,
    )


def _read_sections(body: Body, key: str) -> dict[str, Html]:
    """Read the three parts of a factor's text.

    Headings go one level down, since the factor's name is above them. Every id gets the factor's key in front, since six factors share a
    page.
    """
    before, *rest = _split_at_headings(body.tokens)
    if _has_text(before):
        body.place.fault(body.place.first, say("text above the first heading"), say("Move it below “## … {#{anchor}}”.", anchor=_PARTS[0]))
    shortcodes = [piece for piece in body.cut(body.tokens) if isinstance(piece, Shortcode)]
    for shortcode in shortcodes:
        body.place.fault(
            shortcode.line,
            say("“{{ {name} }}” stands in the text of a question", name=shortcode.name),
            say("Only pages hold such tables and charts."),
        )
    parts: dict[str, Html] = {}
    sections = [heading for heading in body.headings if heading.level == 2]
    if len(sections) != len(rest) or not body.is_complete:
        # An unclosed HTML tag contains a heading; it is already reported.
        return {}
    found = [heading.id for heading in sections if heading.id in _PARTS]
    missing = [part for part in _PARTS if part not in found]
    # As many unknown sections as missing parts: take each for the part in its place.
    unknown = [heading for heading in sections if heading.id not in _PARTS]
    meant = {heading: part for heading, part in zip(unknown, missing, strict=False) if len(unknown) == len(missing)}
    for heading, tokens in zip(sections, rest, strict=True):
        if heading.id not in _PARTS:
            what = say("the section “{text}” has no name", text=heading.text)
            if heading.named:
                what = say("the section “{text}” is called “#{here}”", text=heading.text, here=heading.id)
            remedy = say("Give it one of {names}.", names=_format_ids(_PARTS))
            if heading in meant:
                remedy = say("Write “{#{anchor}}” behind it.", anchor=meant[heading])
            body.place.fault(heading.line, what, remedy)
            continue
        if not _has_text(tokens[tokens.index(_END) :]):
            body.place.fault(
                heading.line, say("the section “{text}” is empty", text=heading.text), say("Write its text below the heading.")
            )
        parts[heading.id] = body.cut(_lower(token, key, body.find_link(token)) for token in tokens)
    others = {heading.id: heading for heading in body.headings if heading.level != 2}
    for part in missing:
        if part in others and part not in meant.values():
            what = say("the section “{text}” has a heading of another level", text=others[part].text)
            body.place.fault(others[part].line, what, say("Start it with “##”."))
        elif part not in meant.values():
            body.place.fault(
                body.place.first,
                say("the section “{#{anchor}}” is missing", anchor=part),
                say("Add a heading “## … {#{anchor}}” with its text.", anchor=part),
            )
    if len(parts) == len(_PARTS) and found != list(_PARTS):
        line = next(heading.line for heading in sections if heading.id in _PARTS)
        body.place.fault(line, say("the sections stand in another order"), say("Put them in the order {names}.", names=_format_ids(_PARTS)))
    return parts


def _split_at_headings(tokens: Iterable[Token]) -> list[list[Token]]:
    """Split tokens at each h2; the first part is everything above them."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if isinstance(token, Tag) and token.name == "h2" and not token.closing:
            parts.append([])
        parts[-1].append(token)
    return parts


def _lower(token: Token, key: str, link: Link | None) -> Token:
    """Move a heading one level down, and put the factor's key in front of ids.

    Also put it in the addresses of footnotes, which have no `link`: that is the author's link in the tag.
    """
    if not isinstance(token, Tag):
        return token
    name = f"h{int(token.name[1]) + 1}" if token.name in _HEADINGS else token.name
    if token.closing:
        return close_tag(name)
    attributes = {
        attribute: f"{key}-{value}" if attribute == "id" else f"#{key}-{value[1:]}" if attribute == "href" and not link else value
        for attribute, value in token.attributes.items()
    }
    return write_tag(name, attributes)


def _format_ids(names: Iterable[str]) -> str:
    return ", ".join(f"{{#{name}}}" for name in names)


def _has_text(tokens: Iterable[Token]) -> bool:
    return any(isinstance(token, Text) and remove_marks(token.words).strip() for token in tokens)
