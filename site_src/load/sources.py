"""A folder → its files as bytes. Only this module reads input files; later stages check them."""

import os
import stat
import unicodedata
from pathlib import Path, PurePosixPath

from site_src.messages import explain, say
from site_src.model import Problem, Source

_BACKUP_SUFFIXES = ("~", ".bak", ".orig", ".rej", ".swp", ".tmp", ".pyc")
_SYSTEM_FILES = frozenset({"Thumbs.db", "desktop.ini", "__pycache__", "__MACOSX", "4913"})
"""Files and folders that systems and editors create. Vim tests whether it can write in a folder with a file called 4913."""


def read_folder(folder: Path, name: str) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Read every file under `folder`, sorted by path. Paths start with `name`, the folder's name in messages.

    Hidden files and editors' backup files are skipped. Names are normalized to NFC, since a Mac writes “é” in a file's name as two
    characters, and a link has one. Symbolic links, names that are not UTF-8 and unreadable files are faults.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    if not folder.is_dir():
        return (), (Problem(name, 0, say("there is no such folder"), say("Run this from the project's own copy, with all its folders.")),)

    def report(error: OSError) -> None:
        place = Path(error.filename).relative_to(folder) if error.filename else PurePosixPath()
        problems.append(
            Problem(
                make_printable(f"{name}/{place}"),
                0,
                say("cannot be read: {reason}", reason=explain(error)),
                say("Give yourself permission to read it."),
            )
        )

    for parent, folders, files in os.walk(folder, onerror=report):
        folders[:] = sorted(entry for entry in folders if not is_skipped(entry))
        here = str(PurePosixPath(name, *Path(parent).relative_to(folder).parts))
        for entry in (*folders, *sorted(entry for entry in files if not is_skipped(entry))):
            # Paths are text here: with thousands of files, path objects are noticeably slower.
            file, path = f"{parent}/{entry}", f"{here}/{entry}"
            shown = make_printable(path)
            try:
                mode = os.lstat(file).st_mode
            except OSError as error:
                # Removed since the folder was listed, or in a folder with permission to list but not to enter.
                report(OSError(error.errno, error.strerror, file))
                continue
            if stat.S_ISLNK(mode):
                problems.append(
                    Problem(shown, 0, say("is a symbolic link, which is not followed"), say("Put the file or folder itself here."))
                )
            elif shown != path:
                problems.append(
                    Problem(
                        shown, 0, say("its name is not written in UTF-8"), say("Rename it; plain letters, digits and hyphens are safest.")
                    )
                )
            elif stat.S_ISREG(mode):
                try:
                    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123
                        sources.append(Source(PurePosixPath(unicodedata.normalize("NFC", path)), opened.read()))
                except OSError as error:
                    report(OSError(error.errno, error.strerror, file))
    # The order in which paths sort: by their parts.
    return tuple(sorted(sources, key=lambda source: source.path.parts)), tuple(problems)


def is_skipped(entry: str) -> bool:
    """Return whether a file or folder of this name is not read: a hidden one, or one that systems and editors make."""
    is_backup = entry.endswith(_BACKUP_SUFFIXES) or (entry.startswith("#") and entry.endswith("#"))
    return is_backup or entry.startswith((".", "~$")) or entry in _SYSTEM_FILES


def make_printable(text: str) -> str:
    """Replace what is no text, such as half a character in a name, by “?”."""
    return text.encode("utf-8", "replace").decode("utf-8")
