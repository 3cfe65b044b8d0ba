"""Sources → Sources that carry the marks of their twins: that they say the same now. By these marks the gate knows which text fell behind.

The marks are a line of the front matter, `twins: {nl: 1a2b3c4d}`; nothing else of an author's file changes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from site_src.model import Content, FactorText, Page, Problem, Source

_MARKS = re.compile(rb"^twins:[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.MULTILINE)
_FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?^(?=---[ \t]*\r?$)", re.MULTILINE | re.DOTALL)


def in_step(
    content: Content, sources: tuple[Source, ...], files: Iterable[PurePosixPath]
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """The sources that change when each of `files` is said to say the same as its twins; all texts, where none is named.

    A file that is not a page or a factor's text is a Problem.
    """
    items: dict[PurePosixPath, Page | FactorText] = {item.source: item for item in _texts(content)}
    named = tuple(files) or tuple(items)
    problems = tuple(
        Problem(str(path), 0, "is no page and no factor's text", "Name a file such as content/en/method.md.")
        for path in named
        if path not in items
    )
    marks: dict[PurePosixPath, dict[str, str]] = {path: dict(item.twins) for path, item in items.items()}
    for path in named:
        for twin in _twins(items, path):
            marks[path][twin.language] = twin.digest
            marks[twin.source][items[path].language] = items[path].digest
    changed = (replace(source, data=_marked(source.data, marks[source.path])) for source in sources if source.path in marks)
    before = {source.path: source.data for source in sources}
    return tuple(source for source in changed if source.data != before[source.path]), problems


def _texts(content: Content) -> tuple[Page | FactorText, ...]:
    """What has twins."""
    return (*content.pages, *content.factors)


def _twins(items: Mapping[PurePosixPath, Page | FactorText], path: PurePosixPath) -> Iterator[Page | FactorText]:
    """The same text in the other languages."""
    return (item for other, item in items.items() if other.parts[2:] == path.parts[2:] and other != path)


def _marked(data: bytes, marks: Mapping[str, str]) -> bytes:
    """The file with these marks as the last line of its front matter."""
    front = _FRONT.match(data)
    if not front or not marks:
        return data
    line = f"twins: {{{', '.join(f'{language}: {marks[language]!r}' for language in sorted(marks))}}}".replace("'", '"').encode()
    end = b"\r\n" if b"\r\n" in front[0] else b"\n"
    return _MARKS.sub(b"", front[0]) + line + end + data[front.end() :]
