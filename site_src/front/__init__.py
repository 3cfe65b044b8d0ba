"""Sources → Documents: what stands above a file's text, decoded and typed, with the line of every key.

YAML turns “no” into false and “1:30” into ninety; an author who writes those means the words. So nothing is read but its structure:
every value stays as written, and the shapes say what it must be.

    __init__.py   which files there are, by their paths
    shapes.py     what may stand in each kind of file
    reader.py     one file → a Document                    (PyYAML)
    misread.py    what is wrong where it is no YAML        (PyYAML)
"""

from pathlib import PurePosixPath

from site_src.front.reader import Reader
from site_src.model import Document, Problem, Source

_ATTACHMENTS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf"})
_NOT_IN_BROWSERS = frozenset({".heic", ".heif", ".bmp", ".tif", ".tiff"})
_MISSPELT = {".yml": ".yaml", ".markdown": ".md", ".mdown": ".md", ".mkd": ".md"}


def front(sources: tuple[Source, ...]) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The documents in `content/`, and what is wrong with them.

    A page with a fault in its front matter still makes a document, so that its body's faults are told in the same round; what could not be
    read is empty in it. Texts and settings with a fault do so too, where they could be read at all.
    """
    problems: list[Problem] = []
    documents: list[Document] = []
    for source in sources:
        kind, name = _kind(source.path)
        if kind == "attachment":
            continue
        if not kind:
            problems.append(Problem(str(source.path), 0, "is not a file this site uses", name))
            continue
        reader = Reader(str(source.path))
        document = reader.document(source, kind, name)
        problems += reader.problems
        if document:
            documents.append(document)
    return tuple(documents), tuple(problems)


def _kind(path: PurePosixPath) -> tuple[str, str]:
    """What a file is and its name, both from its path; or an empty kind and what to do about it."""
    language, *inner = path.parts[1:]
    name = "/".join(inner).removesuffix(path.suffix)
    ending = path.suffix.lower()
    if ending == ".txt" and path.stem.endswith((".md", ".yaml")):
        return "", f"Rename it to “{path.stem}”: an editor put “{path.suffix}” behind it."
    if path.suffix != ending or ending in _MISSPELT:
        return "", f"Rename it to end in “{_MISSPELT.get(ending, ending)}”."
    if not inner:
        if path.name == "site.yaml":
            return "settings", "site"
        return ("attachment", "") if path.name == "README.md" else ("", "Move it into the folder of a language.")
    if ending in _ATTACHMENTS:
        return "attachment", ""
    if ending == ".yaml":
        return ("texts", name) if len(inner) == 2 and inner[0] == "texts" else ("", f"Move it to “content/{language}/texts”.")
    if ending in _NOT_IN_BROWSERS:
        return "", "Browsers do not show such a picture: save it as JPEG, PNG or WebP."
    if ending != ".md":
        return "", "Remove it, or save it as Markdown, “.md”."
    if inner[0] == "factors":
        return ("factor", name) if len(inner) == 2 else ("", f"Move it to “content/{language}/factors”.")
    return ("page", name) if inner[0] != "texts" else ("", "Pages stand outside the folder “texts”.")
