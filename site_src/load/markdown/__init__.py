"""Documents → Content: converts Markdown to HTML in pieces, and collects headings, links and sentences.

__init__.py     documents → one Content
location.py     the line of a text in the author's file; collects faults
line_markers.py line numbers, carried through the Markdown converter
convert.py      one file's Markdown → HTML                                  (Markdown)
plain_texts.py  a step that spares texts without signs                      (Markdown)
stray_markup.py Markdown signs that were not converted
tokens.py       HTML → tags and texts, as browsers read it                  (justhtml)
allowlist.py    the elements and attributes that authors may write
html.py         one walk through the tokens: headings, ids, sentences, faults
links.py        links and images, and their targets
pages.py        a page from front matter and body
factors.py      a factor's words from front matter and the three parts of its text
"""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import cast

from site_src.load.front_matter.schema import SCHEMA
from site_src.load.markdown.convert import Body
from site_src.load.markdown.factors import read_factor
from site_src.load.markdown.pages import read_page
from site_src.model import NO_PLANS, Content, Document, FactorText, Page, Problem, Settings, Texts


def parse(documents: tuple[Document, ...], files: Iterable[PurePosixPath]) -> tuple[Content, tuple[Problem, ...]]:
    """Convert documents to Content, with the faults in their texts.

    `files`: every path of `content/`, for `Content.files`.
    """
    problems: list[Problem] = []
    settings = Settings("", ())
    pages: list[Page] = []
    factors: list[FactorText] = []
    texts: list[Texts] = []
    plans = NO_PLANS
    for document in documents:
        if document.kind == "settings":
            values = document.values
            sections = cast(tuple[str, ...] | None, values["sections"])
            languages = cast(tuple[str, ...], values["languages"])
            base_url, contact = (cast(str, values[key]) for key in ("base_url", "contact"))
            # A key that the schema lacks may be this one, misspelt.
            is_known = sections is not None and ("sections" in document.lines or not document.lines.keys() - SCHEMA["settings"].keys())
            settings = Settings(base_url, languages, sections or (), document.lines, contact, is_known)
        elif document.kind == "texts":
            texts.append(_read_texts(document))
        elif document.kind == "plans":
            plans = _read_texts(document)
        else:
            body = Body(document)
            if document.kind == "page":
                pages.append(read_page(document, body))
            else:
                factors.append(read_factor(document, body))
            problems += body.place.problems
    return Content(settings, tuple(pages), tuple(factors), tuple(texts), frozenset(files), plans=plans), tuple(problems)


def join_content(parts: Iterable[Content], files: Iterable[PurePosixPath], unread: Iterable[PurePosixPath] = ()) -> Content:
    """Join the contents of single files. `files` and `unread`: as in `Content`."""
    parts = tuple(parts)
    return Content(
        settings=next((part.settings for part in parts if part.settings.lines), Settings("", (), sections_known=False)),
        pages=tuple(page for part in parts for page in part.pages),
        factors=tuple(factor for part in parts for factor in part.factors),
        texts=tuple(texts for part in parts for texts in part.texts),
        files=frozenset(files),
        unread=frozenset(unread),
        plans=next((part.plans for part in parts if part.plans.lines), NO_PLANS),
    )


def _read_texts(document: Document) -> Texts:
    section = document.name.removeprefix("texts/")
    words = {f"{section}.{key}": str(value) for key, value in document.values.items()}
    lines = {f"{section}.{key}": line for key, line in document.lines.items()}
    return Texts(document.language, section, document.source, words, lines, document.todo)
