"""The files that can be edited: their titles, their translations, and where the site shows them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from site_src.commands.editor.documents import find_kind
from site_src.load.sources import is_skipped
from site_src.model import Content, FactorText, Page, Vocabulary

_PAGES_OF_TEXTS = {"home": "index", "group_pairs": "group", "group_results": "group", "over_time": "history", "choose": ""}
"""Name of a file of texts → name of the page that shows them, if it differs; empty for the choice of language."""
_WITH_QUESTIONS = ("quiz", "embed")
"""The templates of pages that ask all questions."""


def list_files(content: Content, problems: Iterable[str]) -> list[dict[str, Any]]:
    """List the files that can be edited, by kind and name. `problems`: the file of each fault and warning."""
    numbers = Counter(problems)
    titles = _list_titles(content)
    files = [path for path in content.files if find_kind(path) and not any(is_skipped(part) for part in path.parts)]
    return [
        {
            "file": str(path),
            "kind": find_kind(path),
            "language": find_language(path),
            "title": titles.get(path) or "/".join(path.parts[2:] or path.parts[1:]),
            "twins": [str(twin) for twin in find_translations(path, content)],
            "problems": numbers[str(path)],
        }
        for path in sorted(files, key=lambda path: (path.parts[2:], path.parts))
    ]


def _list_titles(content: Content) -> Mapping[PurePosixPath, str]:
    titles = {page.source: page.title for page in content.pages}
    return titles | {factor.source: factor.name for factor in content.factors}


def find_language(path: PurePosixPath) -> str | None:
    """Return the language of a file; None for one that serves all."""
    return path.parts[1] if len(path.parts) > 2 else None


def find_translations(path: PurePosixPath, content: Content) -> list[PurePosixPath]:
    """Find the same text in the other languages."""
    if len(path.parts) < 3:
        return []
    return sorted(other for other in content.files if other.parts[2:] == path.parts[2:] and other != path)


def matches_translations(path: PurePosixPath, content: Content) -> bool | None:
    """Return whether a text and its translations name each other's digests; None if none names any."""
    items = {item.source: item for item in content.prose}
    item, twins = items.get(path), [items[twin] for twin in find_translations(path, content) if twin in items]
    if not item or not any(each.twins for each in (item, *twins)):
        return None
    return bool(twins) and all(_matches(item, twin) and _matches(twin, item) for twin in twins)


def _matches(one: Page | FactorText, other: Page | FactorText) -> bool:
    return one.twins.get(other.language) == other.digest


def find_address(path: PurePosixPath, content: Content, vocabulary: Vocabulary) -> str | None:
    """Return where the site shows a file, for a browser; None for one that no single page shows."""
    pages = {page.source: page for page in content.pages}
    if path in pages:
        return _address(pages[path])
    if find_kind(path) == "factor" and path.stem in vocabulary.factors:
        pillar, _, _ = vocabulary.factors[path.stem]
        page = pages.get(path.parent.parent / "pillars" / f"{pillar}.md")
        address = page and _address(page)
        return f"{address}#{path.stem}" if address else None
    if find_kind(path) == "texts":
        name = _PAGES_OF_TEXTS.get(path.stem, path.stem)
        page = pages.get(path.parent.parent / f"{name}.md")
        return _address(page) if page else None if name else "/"
    return None


def _address(page: Page) -> str | None:
    return f"/{page.address}" if page.slug else None


def list_pages(content: Content, vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """List the files that each page is made of, by its path in `dist/`: its own first, then its factors' or texts'."""
    pages: dict[str, list[str]] = {}
    for page in content.pages:
        if page.slug:
            pages.setdefault(str(page.address), []).append(str(page.source))
            # The questions of the quiz are the factors' own.
            if page.template in _WITH_QUESTIONS:
                pages[str(page.address)] += (str(factor.source) for factor in content.factors if factor.language == page.language)
    others = sorted({factor.source for factor in content.factors} | {texts.source for texts in content.texts})
    for file, address in _pair(others, content, vocabulary):
        pages.setdefault(address.partition("#")[0].lstrip("/") or "index.html", []).append(str(file))
    return {address: tuple(files) for address, files in pages.items()}


def _pair(files: Iterable[PurePosixPath], content: Content, vocabulary: Vocabulary) -> Iterator[tuple[PurePosixPath, str]]:
    for file in files:
        if address := find_address(file, content, vocabulary):
            yield file, address
