"""Reads a page from its front matter and its body."""

from collections.abc import Mapping
from typing import cast

from site_src.load.markdown.convert import Body
from site_src.messages import say
from site_src.model import Document, Page, Shortcode, default_template


def read_page(document: Document, body: Body) -> Page:
    """Read a page, and report the faults in its text to `body.place`."""
    values = cast(Mapping[str, str], document.values)
    name = document.name
    pieces = body.cut(body.tokens)
    for heading in body.headings:
        if heading.level == 1:
            body.place.fault(heading.line, say("a heading with one “#”, which is the page's title"), say("Start sections with “##”."))
    return Page(
        language=document.language,
        name=name,
        source=document.source,
        title=values["title"],
        description=values["description"],
        slug=values["slug"],
        template=values["template"] or (default_template(name) if document.legible else ""),
        menu=cast(int | None, document.values["menu"]),
        menu_title=values["menu_title"] or values["title"],
        section=values["section"],
        changes=document.values["changes"],  # type: ignore[arg-type]
        todo=document.todo,
        draft=bool(document.values["draft"]),
        redirects=cast(tuple[str, ...], document.values["redirects"]),
        toc=bool(values["toc"]),
        written=document.values["written"],  # type: ignore[arg-type]
        checked=document.values["checked"],  # type: ignore[arg-type]
        body=pieces,
        body_line=document.body_line,
        headings=body.headings,
        links=body.links,
        shortcodes=tuple(piece for piece in pieces if isinstance(piece, Shortcode)),
        anchors=body.anchors,
        sentences=body.sentences,
        lines=document.lines,
        digest=document.digest,
        twins=cast(Mapping[str, str], document.values["twins"]),
    )
