"""Documents → Content: every file's Markdown as HTML in pieces, with what the gate and the templates want to know of it.

place.py     where in the author's file something stands, and what is wrong there
marks.py     the author's line numbers, carried through Markdown
markdown.py  one file's Markdown as HTML                                    (Markdown)
leftovers.py signs of Markdown that stayed signs
tokens.py    that HTML as its tags and texts, read as browsers read it        (justhtml)
allowlist.py the elements and attributes that authors may write, and why no others
html.py      one walk through the tokens: headings, ids, sentences, and what may not be there
links.py     links and images, and where they lead
pages.py     a page: front matter and body
factors.py   a factor's words: front matter and the three parts of its text
"""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import cast

from site_src.model import Content, Document, FactorText, Page, Problem, Settings, Texts
from site_src.parse.factors import factor
from site_src.parse.markdown import Body
from site_src.parse.pages import page


def parse(documents: tuple[Document, ...], files: Iterable[PurePosixPath]) -> tuple[Content, tuple[Problem, ...]]:
    """What the authors wrote, and what is wrong inside their texts. `files`: every path of `content/`, for `Content.files`."""
    problems: list[Problem] = []
    settings = Settings("", ())
    pages: list[Page] = []
    factors: list[FactorText] = []
    texts: list[Texts] = []
    for document in documents:
        if document.kind == "settings":
            values = document.values
            sections = cast(tuple[str, ...] | None, values["sections"])
            languages = cast(tuple[str, ...], values["languages"])
            base_url, contact = (cast(str, values[key]) for key in ("base_url", "contact"))
            settings = Settings(base_url, languages, sections or (), document.lines, contact, sections is not None)
        elif document.kind == "texts":
            texts.append(_texts(document))
        else:
            body = Body(document)
            if document.kind == "page":
                pages.append(page(document, body))
            else:
                factors.append(factor(document, body))
            problems += body.place.problems
    return Content(settings, tuple(pages), tuple(factors), tuple(texts), frozenset(files)), tuple(problems)


def gather(parts: Iterable[Content], files: Iterable[PurePosixPath], unread: Iterable[PurePosixPath] = ()) -> Content:
    """What the authors wrote, parsed a file at a time, as one. `files` and `unread`: as in `Content`."""
    every = tuple(parts)
    return Content(
        settings=next((part.settings for part in every if part.settings.lines), Settings("", (), sections_known=False)),
        pages=tuple(page for part in every for page in part.pages),
        factors=tuple(factor for part in every for factor in part.factors),
        texts=tuple(texts for part in every for texts in part.texts),
        files=frozenset(files),
        unread=frozenset(unread),
    )


def _texts(document: Document) -> Texts:
    section = document.name.removeprefix("texts/")
    words = {f"{section}.{key}": str(value) for key, value in document.values.items()}
    lines = {f"{section}.{key}": line for key, line in document.lines.items()}
    return Texts(document.language, section, document.source, words, lines, document.todo)
