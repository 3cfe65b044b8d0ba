"""The command `translated`: notes that texts match their translations now.

It writes the translations' digests into the front matter, as one line, `twins: {nl: 1a2b3c4d}`; nothing else of an author's file
changes. By these the check knows which text is behind its translation.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from site_src.cache.build_cache import BuildCache
from site_src.commands.console import Report, list_faults, print_lines, print_report
from site_src.load.sources import read_folder
from site_src.messages import say, say_number, tell
from site_src.model import Content, FactorText, Page, Problem, Source, Sources
from site_src.pipeline import load_content
from site_src.publish.write import write_sources

DIGESTS_LINE = re.compile(rb"^twins:[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.MULTILINE)
_FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?^(?=---[ \t]*\r?$)", re.MULTILINE | re.DOTALL)


_EXAMPLE = say("Name the files that you translated: make translated FILE=content/en/method.md")
_QUESTION = say("No file is named. Does each of these say the same as its translations? Type yes to mark them all:")


def run_translated(root: Path, files: Sequence[str]) -> int:
    """Mark texts as matching their translations. Returns the exit code.

    Where no file is named, lists all texts that would change, and asks: it would hide every translation that is behind.
    """
    sources, problems = read_folder(root / "content", "content")
    loaded, faults = load_content(Sources(sources, (), (), ()), BuildCache())
    changed, unknown = mark_current(loaded.content, sources, (PurePosixPath(os.path.relpath(file, root)) for file in files))
    problems += faults + unknown
    if problems:
        return print_report(Report(list_faults(problems, sources)))
    if not files and changed and not _confirm(changed):
        print(tell(say("No file marked. {example}", example=_EXAMPLE)))
        return 2
    faults = write_sources(root, changed)
    if faults:
        print_lines(faults, sys.stderr)
        return 1
    print(tell(say_number(len(changed), "1 file marked", "{number} files marked")))
    return 0


def _confirm(changed: Iterable[Source]) -> bool:
    """List the files that would be marked, and ask whether to; without a terminal to answer, the answer is no."""
    print_lines(source.path for source in changed)
    try:
        answer = input(tell(_QUESTION) + " ")
    except EOFError:
        print()
        return False
    return answer.strip().lower() in ("yes", "ja")


def mark_current(
    content: Content, sources: tuple[Source, ...], files: Iterable[PurePosixPath]
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Mark each of `files`, or all texts where it is empty, as matching its translations.

    Returns the sources that change by that. A file that is not a page or a factor's text is a Problem.
    """
    items = {text.source: text for text in content.prose}
    paths = tuple(files) or tuple(items)
    problems = tuple(
        Problem(str(path), 0, say("is no page and no question of the quiz"), say("Name a file such as content/en/method.md."))
        for path in paths
        if path not in items
    )
    digests: dict[PurePosixPath, dict[str, str]] = {path: dict(item.twins) for path, item in items.items()}
    for path in paths:
        for translation in _find_translations(items, path):
            digests[path][translation.language] = translation.digest
            digests[translation.source][items[path].language] = items[path].digest
    marked = ((source, write_digests(source.data, digests[source.path])) for source in sources if source.path in digests)
    return tuple(replace(source, data=data) for source, data in marked if data != source.data), problems


def _find_translations(items: Mapping[PurePosixPath, Page | FactorText], path: PurePosixPath) -> Iterator[Page | FactorText]:
    """Find the same text in the other languages."""
    return (item for other, item in items.items() if other.parts[2:] == path.parts[2:] and other != path)


def write_digests(data: bytes, digests: Mapping[str, str]) -> bytes:
    """Write these digests, by language, as the last line of the front matter."""
    front = _FRONT.match(data)
    if not front or not digests:
        return data
    line = f"twins: {{{', '.join(f'{language}: {digests[language]!r}' for language in sorted(digests))}}}".replace("'", '"').encode()
    end = b"\r\n" if b"\r\n" in front[0] else b"\n"
    return DIGESTS_LINE.sub(b"", front[0]) + line + end + data[front.end() :]
