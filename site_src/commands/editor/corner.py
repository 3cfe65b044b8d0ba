"""The line in the corner of every page of `serve`: its file, its translation, its faults and warnings, and Edit."""

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from site_src.commands.console import Report, say_count
from site_src.commands.editor import messages
from site_src.commands.editor.documents import find_kind
from site_src.commands.editor.listing import find_language
from site_src.messages import current_language, tell

EDIT = "/.serve/edit"
"""The address of the editor's page."""


def format_corner(address: str, report: Report) -> str:
    """Format the line for the page at this address of `dist/`; empty for a page that no file of the authors makes."""
    files = report.pages.get(address, ())
    own = [file for file in files if find_kind(PurePosixPath(file)) == "page"] or list(files)
    if not own:
        return ""
    words = {name: tell(word) for name, word in messages.CORNER.items()}
    numbers = Counter((problem.file, problem.level) for problem in report.problems)
    first, *others = own
    twins = _find_translations(first, report.pages)
    line = [f"<code>{html.escape(_shorten(first))}</code>"]
    line += [_link(_edit(file), find_language(PurePosixPath(file)) or file, f"{words['edit']} {file}") for file in others]
    line += [_link(f"/{quote(place)}", f"{words['twin']} {find_language(PurePosixPath(file))}", file) for file, place in twins]
    line += [
        _link(_edit(file), tell(say_count(number, level)), f"{words['edit']} {file}")
        for level in ("fault", "warning")
        for file, number in [_add_up(numbers, files, level)]
        if number
    ]
    line.append(f'<a class="serve-edit" href="{html.escape(_edit(first))}">{words["edit"]}</a>')
    parts = [file for file in files if file not in own]
    rest = sorted({file for file, _ in numbers if find_kind(PurePosixPath(file))}.difference(files))
    groups = "".join(_format_group(words[name], listed) for name, listed in (("parts", parts), ("problems", rest)) if listed)
    more = f"<details><summary>{words['more']}</summary>{groups}<p>{_link(EDIT, words['all'])}</p></details>"
    return f'<nav class="serve-corner" lang="{current_language()}" aria-label="{words["label"]}"><p>{" · ".join(line)}</p>{more}</nav>'


def _find_translations(file: str, pages: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Find the same text in other languages, each with the address of its page."""
    path = PurePosixPath(file)
    for address, files in pages.items():
        if files[0] != file and PurePosixPath(files[0]).parts[2:] == path.parts[2:]:
            yield files[0], address


def _add_up(numbers: Mapping[tuple[str, str], int], files: Iterable[str], level: str) -> tuple[str, int]:
    """Return the first file with problems of this level, and how many all have."""
    found = {file: numbers[file, level] for file in files if (file, level) in numbers}
    return next(iter(found), ""), sum(found.values())


def _format_group(title: str, files: Iterable[str]) -> str:
    items = "".join(f"<li>{_link(_edit(file), _shorten(file))}</li>" for file in files)
    return f"<p>{title}</p><ul>{items}</ul>"


def _shorten(file: str) -> str:
    return file.removeprefix("content/")


def _edit(file: str) -> str:
    return f"{EDIT}?file={quote(file)}"


def _link(address: str, words: str, title: str = "") -> str:
    named = f' title="{html.escape(title)}"' if title else ""
    return f'<a href="{html.escape(address)}"{named}>{html.escape(words)}</a>'
