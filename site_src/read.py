"""A folder → its files, as bytes. The only hop that reads; what it reads is judged further on."""

import os
import stat
import unicodedata
from pathlib import Path, PurePosixPath

from site_src.model import Problem, Source

_EDITORS_LEFTOVERS = ("~", ".bak", ".orig", ".rej", ".swp", ".tmp", ".pyc")
_HOUSEKEEPING = frozenset({"Thumbs.db", "desktop.ini", "__pycache__", "__MACOSX", "4913"})
"""The last is what Vim tries a folder with, for a moment."""


def read(folder: Path, name: str) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Every file under `folder`, sorted by path. Paths start with `name`, which is what messages call the folder.

    Hidden files and what editors leave behind are passed over. Names are brought to one Unicode form, since a Mac writes “é” in two
    characters and a link to it in one.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    if not folder.is_dir():
        return (), (Problem(name, 0, "there is no such folder", "Run this from the project's own copy, with all its folders."),)

    def unreadable(error: OSError) -> None:
        place = Path(error.filename).relative_to(folder) if error.filename else PurePosixPath()
        problems.append(
            Problem(_printable(f"{name}/{place}"), 0, f"cannot be read: {error.strerror}", "Give yourself permission to read it.")
        )

    for parent, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(entry for entry in folders if not _is_passed_over(entry))
        here = str(PurePosixPath(name, *Path(parent).relative_to(folder).parts))
        for entry in (*folders, *sorted(entry for entry in files if not _is_passed_over(entry))):
            # Paths as text: with thousands of files it shows.
            file, path = f"{parent}/{entry}", f"{here}/{entry}"
            shown = _printable(path)
            try:
                mode = os.lstat(file).st_mode
            except OSError as error:
                # Gone since the folder was listed, or in a folder that may be listed and not entered.
                unreadable(OSError(error.errno, error.strerror, file))
                continue
            if stat.S_ISLNK(mode):
                problems.append(Problem(shown, 0, "is a symbolic link, which is not followed", "Put the file or folder itself here."))
            elif shown != path:
                problems.append(
                    Problem(shown, 0, "its name is not written in UTF-8", "Rename it; plain letters, digits and hyphens are safest.")
                )
            elif stat.S_ISREG(mode):
                try:
                    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123
                        sources.append(Source(PurePosixPath(unicodedata.normalize("NFC", path)), opened.read()))
                except OSError as error:
                    unreadable(OSError(error.errno, error.strerror, file))
    # As paths sort: by their parts.
    return tuple(sorted(sources, key=lambda source: source.path.parts)), tuple(problems)


def _is_passed_over(entry: str) -> bool:
    left = entry.endswith(_EDITORS_LEFTOVERS) or (entry.startswith("#") and entry.endswith("#"))
    return left or entry.startswith((".", "~$")) or entry in _HOUSEKEEPING


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
