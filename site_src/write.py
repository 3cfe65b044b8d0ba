"""Outputs → `dist/`: made whole beside it, then put in its place in one move. Whatever stops a build, the last good `dist/` stays whole.

A file that did not change is linked instead of written: it keeps its time of change, and costs nothing.

Everybody may read what is published, whoever built it: files have mode 644 and folders 755, so that a web server can read a copy.
"""

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from site_src.model import Output, Problem

_MADE_BY_EVERY_BUILD = ("index.html", "404.html", "sitemap.xml")
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_UMASK = 0o022


class Written(NamedTuple):
    """What a build changed. `files` and `size` count everything; `new` is what was written, `removed` counts what is no longer there."""

    files: int
    size: int
    new: tuple[PurePosixPath, ...]
    removed: int


def write(outputs: tuple[Output, ...], dist: Path) -> tuple[Written, tuple[Problem, ...]]:
    """Makes `dist` hold exactly these files, and what it holds whose name starts with a dot: .gitignore, perhaps .git."""
    nothing = Written(0, 0, (), 0)
    problem = _clash(outputs) or _not_ours(dist)
    if problem:
        return nothing, (problem,)
    # A link to a folder elsewhere stays a link; what it leads to is replaced.
    dist = dist.resolve()
    try:
        dist.parent.mkdir(parents=True, exist_ok=True)
        with _alone(dist.parent):
            return _swap(outputs, dist), ()
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        remedy = "Make room or give permission, then build again."
        return nothing, (Problem(_shown(dist), 0, what, f"{remedy} The last good build is untouched." if dist.exists() else remedy),)


def replaced(file: Path, data: bytes) -> None:
    """Puts new content in the place of a file's, in one move: whoever is stopped half-way has the old one still. Raises OSError."""
    aside = file.with_name(f".{file.name}.new")
    try:
        aside.write_bytes(data)
        if file.exists():
            shutil.copymode(file, aside)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def _clash(outputs: tuple[Output, ...]) -> Problem | None:
    """Two outputs for one file, or a file where a folder must be: a fault of the machinery, told rather than half written."""
    files: set[str] = set()
    for output in outputs:
        file = str(output.path)
        if file in files:
            return Problem(f"dist/{file}", 0, "two files claim this address", "Give one of them another name.")
        files.add(file)
    folders = {str(parent) for folder in {output.path.parent for output in outputs} for parent in (folder, *folder.parents)}
    for file in sorted(files & folders):
        return Problem(f"dist/{file}", 0, "a file and a folder claim this address", "Give one of them another name.")
    return None


def _not_ours(dist: Path) -> Problem | None:
    """Everything in the folder will go. So it must be empty, new, or what an earlier build made."""
    try:
        if not dist.exists():
            return None
        if not dist.is_dir():
            return Problem(_shown(dist), 0, "is not a folder", "Remove it, or choose another folder with --output.")
        entries = {entry.name for entry in dist.iterdir() if not entry.name.startswith(".")}
    except OSError as error:
        return Problem(
            _shown(dist), 0, f"cannot be read: {error.strerror}", "Give yourself permission, or choose another folder with --output."
        )
    if entries and not entries.issuperset(_MADE_BY_EVERY_BUILD):
        return Problem(
            _shown(dist), 0, "holds files that no build made, and a build would remove them", "Choose an empty folder with --output."
        )
    return None


def _shown(path: Path) -> str:
    with suppress(ValueError):
        return str(path.resolve().relative_to(Path.cwd()))
    return str(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no other build writes here. The lock goes when its holder does, however it ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _readable() -> Iterator[None]:
    """Gives new files and folders the same modes for everybody who builds."""
    before = os.umask(_UMASK)
    try:
        yield
    finally:
        os.umask(before)


def _swap(outputs: tuple[Output, ...], dist: Path) -> Written:
    aside = dist.parent / f".{dist.name}.building"
    last = dist.parent / f".{dist.name}.last"
    if last.exists() and not dist.exists():
        last.rename(dist)  # A build was killed between the two moves of `_exchange`.
    # What cannot go is told: the permission that is missing, and not that something stands in the way.
    if aside.exists():
        shutil.rmtree(aside)
    shutil.rmtree(last, ignore_errors=True)
    try:
        with _readable():
            new = _make(outputs, dist, aside)
        before = _files(dist)
        removed = len(before - {str(output.path) for output in outputs})
        result = Written(len(outputs), sum(len(output.data) for output in outputs), new, removed)
        if new or removed:
            _exchange(aside, dist, last)
        return result
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if dist.exists():
            shutil.rmtree(last, ignore_errors=True)


def _make(outputs: tuple[Output, ...], dist: Path, aside: Path) -> tuple[PurePosixPath, ...]:
    """Everything, in the folder aside; the files that are not as they were."""
    aside.mkdir()
    # Should this build be killed, git does not offer what it leaves.
    (aside / ".gitignore").write_text("*\n")
    # Asked and not assumed: some disks give every file the same mode.
    mode = os.lstat(aside / ".gitignore").st_mode
    new: list[PurePosixPath] = []
    for folder in sorted({output.path.parent for output in outputs}):
        (aside / folder).mkdir(parents=True, exist_ok=True)
    for output in outputs:
        # Paths as text: with thousands of files it shows.
        if not _linked(output, f"{dist}/{output.path}", f"{aside}/{output.path}", mode):
            with open(f"{aside}/{output.path}", "wb") as file:  # noqa: PTH123
                file.write(output.data)
            new.append(output.path)
    (aside / ".gitignore").unlink()
    for entry in dist.iterdir() if dist.exists() else ():
        if entry.name.startswith(".") and entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, aside / entry.name, symlinks=True)
        elif entry.name.startswith("."):
            shutil.copy2(entry, aside / entry.name, follow_symlinks=False)
    return tuple(new)


def _linked(output: Output, old: str, new: str, mode: int) -> bool:
    """True where the last build's file has the same content and mode, and was linked here.

    On a disk without links it is written again.
    """
    try:
        status = os.lstat(old)
        if status.st_mode != mode or status.st_size != len(output.data):
            return False
        with open(old, "rb", buffering=0) as file:  # noqa: PTH123
            if file.read() != output.data:
                return False
        os.link(old, new)
    except OSError:
        return False
    return True


def _files(dist: Path) -> set[str]:
    """Every file and folder link of the last build, hidden ones at the top left out."""
    found: set[str] = set()
    for parent, folders, files in os.walk(dist):
        inside = parent[len(str(dist)) + 1 :]
        if not inside:
            folders[:] = [name for name in folders if not name.startswith(".")]
            files = [name for name in files if not name.startswith(".")]
        found.update(f"{inside}/{name}" if inside else name for name in files)
    return found


def _exchange(aside: Path, dist: Path, last: Path) -> None:
    """Puts `aside` where `dist` is.

    Linux can exchange two folders in one step. Elsewhere it takes two; a build that is killed between them is mended by the next.
    """
    if not dist.exists():
        aside.rename(dist)
        return
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename and rename(_AT_FDCWD, os.fsencode(aside), _AT_FDCWD, os.fsencode(dist), _RENAME_EXCHANGE) == 0:
        return
    dist.rename(last)
    try:
        aside.rename(dist)
    except OSError:
        last.rename(dist)
        raise
