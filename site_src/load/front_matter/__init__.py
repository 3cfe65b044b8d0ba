"""Sources → Documents: front matter decoded and typed, with the line of every key.

YAML turns “no” into false and “1:30” into ninety, but an author who writes those means the words. So only the structure of the YAML is
read: every value stays as written, and the schema converts it.

    __init__.py    the kind of each file, by its path
    schema.py      the keys of each kind of file
    reader.py      one file → a Document                    (PyYAML)
    yaml_errors.py explanations of invalid YAML             (PyYAML)
    edit.py        one value written, all else untouched     (PyYAML)
"""

from pathlib import PurePosixPath

from site_src.messages import Message, say
from site_src.model import ATTACHMENTS, NOT_IN_BROWSERS, WORDS, Document, Problem, Source

_MISSPELT = {".yml": ".yaml", ".markdown": ".md", ".mdown": ".md", ".mkd": ".md"}


def read_documents(sources: tuple[Source, ...]) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Read the documents of `content/`, with every fault in their front matter.

    A page with a fault in its front matter still becomes a document, so that the faults of its body are reported in the same run; values
    that could not be read are empty. The same goes for texts and settings, unless nothing of them could be read.
    """
    # Lazy: skip PyYAML when nothing changed.
    from site_src.load.front_matter.reader import Reader

    problems: list[Problem] = []
    documents: list[Document] = []
    for source in sources:
        place = classify(source.path)
        if isinstance(place, Message):
            problems.append(Problem(str(source.path), 0, say("is not a file this site uses"), place))
            continue
        kind, name = place
        if kind == "attachment":
            continue
        reader = Reader(str(source.path))
        document = reader.read(source, kind, name)
        problems += reader.problems
        if document:
            documents.append(document)
    return tuple(documents), tuple(problems)


def classify(path: PurePosixPath) -> tuple[str, str] | Message:
    """Return a file's kind and name, both from its path; or the remedy where it has none."""
    language, *inner = path.parts[1:]
    name = "/".join(inner).removesuffix(path.suffix)
    ending = path.suffix.lower()
    if path.name == WORDS and len(inner) < 2:
        return "attachment", ""
    if ending == ".txt" and path.stem.endswith((".md", ".yaml")):
        return say("Rename it to “{name}”: an editor put “{ending}” behind it.", name=path.stem, ending=path.suffix)
    if path.suffix != ending or ending in _MISSPELT:
        return say("Rename it to end in “{ending}”.", ending=_MISSPELT.get(ending, ending))
    if not inner:
        if path.name == "site.yaml":
            return "settings", "site"
        if path.name == "plans.yaml":
            return "plans", "plans"
        return ("attachment", "") if path.name == "README.md" else say("Move it into the folder of a language.")
    if ending in ATTACHMENTS:
        return "attachment", ""
    if ending == ".yaml":
        return (
            ("texts", name)
            if len(inner) == 2 and inner[0] == "texts"
            else say("Move it to “{folder}”.", folder=f"content/{language}/texts")
        )
    if ending in NOT_IN_BROWSERS:
        return say("Browsers do not show such a picture: save it as JPEG, PNG or WebP.")
    if ending != ".md":
        return say("Remove it, or save it as Markdown, “.md”.")
    if inner[0] == "factors":
        return ("factor", name) if len(inner) == 2 else say("Move it to “{folder}”.", folder=f"content/{language}/factors")
    return ("page", name) if inner[0] != "texts" else say("Pages stand outside the folder “texts”.")
