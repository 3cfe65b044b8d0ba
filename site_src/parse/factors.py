"""A factor's words: its front matter, and the three parts of its text."""

from collections.abc import Iterable, Mapping
from typing import cast

from site_src.model import Document, FactorText, Html, Insert, Link
from site_src.parse.markdown import Body
from site_src.parse.marks import unmarked
from site_src.parse.tokens import Tag, Text, Token, close_tag, write_tag

_PARTS = ("why", "how", "source")
_HEADINGS = ("h2", "h3", "h4", "h5")
_END = close_tag("h2")


def factor(document: Document, body: Body) -> FactorText:
    """The factor's words, with what is wrong in its text noted."""
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
        links=body.links,
        # What lacks a part is told already, and not of the links to it too.
        anchors=body.anchors.union(_PARTS),
        sentences=body.sentences,
        lines=document.lines,
        digest=document.digest,
        twins=cast(Mapping[str, str], document.values["twins"]),
        todo=document.todo,
    )


def _sections(body: Body, key: str) -> tuple[dict[str, Html], dict[str, str]]:
    """The three parts of a factor's text, each opened by its heading one level down, since the factor's name stands above it.

    Every id gets the factor's key in front: six factors share a page.
    """
    before, *rest = _cut(body.tokens)
    if _says(before):
        body.place.fault(body.place.first, "text above the first heading", f"Move it below “## … {{#{_PARTS[0]}}}”.")
    inserts = [piece for piece in body.pieces(body.tokens) if isinstance(piece, Insert)]
    for insert in inserts:
        body.place.fault(insert.line, f"“{{{{ {insert.name} }}}}” stands in a factor's text", "Only pages hold tables made from the model.")
    parts: dict[str, Html] = {}
    titles: dict[str, str] = {}
    sections = [heading for heading in body.headings if heading.level == 2]
    if len(sections) != len(rest) or not body.is_complete:
        # An HTML tag that is never closed has swallowed a heading, and is told already.
        return {}, {}
    found = [heading.id for heading in sections if heading.id in _PARTS]
    missing = [part for part in _PARTS if part not in found]
    # As many with another id as there are missing: then these are those.
    strangers = [heading for heading in sections if heading.id not in _PARTS]
    meant = {heading: part for heading, part in zip(strangers, missing, strict=False) if len(strangers) == len(missing)}
    for heading, tokens in zip(sections, rest, strict=True):
        if heading.id not in _PARTS:
            what = f"the section “{heading.text}” has {f'the id “{heading.id}”' if heading.named else 'no id'}"
            remedy = f"Write “{{#{meant[heading]}}}” behind it." if heading in meant else f"Give it one of {_braced(_PARTS)}."
            body.place.fault(heading.line, what, remedy)
            continue
        if not _says(tokens[tokens.index(_END) :]):
            body.place.fault(heading.line, f"the section “{heading.text}” is empty", "Write its text below the heading.")
        parts[heading.id] = body.pieces(_lowered(token, key, body.link(token)) for token in tokens)
        titles[heading.id] = heading.text
    others = {heading.id: heading for heading in body.headings if heading.level != 2}
    for part in missing:
        if part in others and part not in meant.values():
            what = f"the section “{others[part].text}” has a heading of another level"
            body.place.fault(others[part].line, what, "Start it with “##”.")
        elif part not in meant.values():
            body.place.fault(body.place.first, f"the section “{{#{part}}}” is missing", f"Add a heading “## … {{#{part}}}” with its text.")
    if len(parts) == len(_PARTS) and found != list(_PARTS):
        line = next(heading.line for heading in sections if heading.id in _PARTS)
        body.place.fault(line, "the sections stand in another order", f"Put them in the order {_braced(_PARTS)}.")
    return parts, titles


def _cut(tokens: Iterable[Token]) -> list[list[Token]]:
    """Cut tokens at each h2. The first part is all that stands above them."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if isinstance(token, Tag) and token.name == "h2" and not token.closing:
            parts.append([])
        parts[-1].append(token)
    return parts


def _lowered(token: Token, key: str, link: Link | None) -> Token:
    """A tag one level down, and with the factor's key in its id; also in the address of a footnote, which is no link of the author's."""
    if not isinstance(token, Tag):
        return token
    name = f"h{int(token.name[1]) + 1}" if token.name in _HEADINGS else token.name
    if token.closing:
        return close_tag(name)
    own = {
        attribute: f"{key}-{value}" if attribute == "id" else f"#{key}-{value[1:]}" if attribute == "href" and not link else value
        for attribute, value in token.attributes.items()
    }
    return write_tag(name, own)


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{#{name}}}" for name in names)


def _says(tokens: Iterable[Token]) -> bool:
    return any(isinstance(token, Text) and unmarked(token.words).strip() for token in tokens)
