"""Outputs → `dist/`, made beside it and then put in its place in one move.

Whatever stops a build, the last good `dist/` remains complete. An unchanged file is hard-linked instead of written: that is faster, and its
modification time remains. Files have mode 644 and folders 755, whatever the builder's umask, so that a web server can read a copy.
"""

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from site_src.messages import explain, say
from site_src.model import Output, Problem, Source

_MADE_BY_EVERY_BUILD = ("index.html", "404.html", "sitemap.xml")
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_UMASK = 0o022


class DistChanges(NamedTuple):
    """The changes of a build to `dist/`: the files that were written, and the number of those that are gone."""

    new: tuple[PurePosixPath, ...]
    removed: int


def write_outputs(outputs: tuple[Output, ...], dist: Path) -> tuple[DistChanges, tuple[Problem, ...]]:
    """Make `dist` hold exactly these files; or return why it cannot.

    Files and folders at its top whose names start with a dot remain: .gitignore, perhaps .git.
    """
    nothing = DistChanges((), 0)
    problem = _find_clash(outputs) or _find_foreign_files(dist)
    if problem:
        return nothing, (problem,)
    # A link to a folder elsewhere remains a link; the folder that it leads to is replaced.
    dist = dist.resolve()
    try:
        dist.parent.mkdir(parents=True, exist_ok=True)
        with _lock(dist.parent):
            return _swap(outputs, dist), ()
    except OSError as error:
        what = say("cannot be written: {reason}", reason=explain(error))
        remedy = say("Make room or give permission, then build again.")
        if dist.exists():
            remedy = say("Make room or give permission, then build again. The last good build is untouched.")
        return nothing, (Problem(format_path(dist), 0, what, remedy),)


def replace_file(file: Path, data: bytes) -> None:
    """Replace a file's content in one move. Raises OSError.

    An interrupted write leaves the old content, even if the power fails.
    """
    aside = file.with_name(f".{file.name}.new")
    # An interrupted write may have left one.
    aside.unlink(missing_ok=True)
    try:
        with aside.open("xb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        if file.exists():
            shutil.copymode(file, aside)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def write_sources(root: Path, files: Iterable[Source]) -> tuple[Problem, ...]:
    """Write files of `content/` below `root`, each in one move.

    Stops at the first that cannot be written, and returns why.
    """
    for source in files:
        try:
            (root / source.path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(root / source.path, source.data)
        except OSError as error:
            what = say("cannot be written: {reason}", reason=explain(error))
            return (Problem(str(source.path), 0, what, say("Make room or give permission, then try again.")),)
    return ()


def move_sources(root: Path, files: Sequence[Source], removed: Sequence[PurePosixPath]) -> tuple[Problem, ...]:
    """Write files of `content/` and remove others: all of it, or nothing and the reason."""
    before = {path: (root / path).read_bytes() for path in (*(file.path for file in files), *removed) if (root / path).is_file()}
    problems = write_sources(root, files)
    try:
        for path in () if problems else removed:
            (root / path).unlink()
    except OSError as error:
        what = say("cannot be removed: {reason}", reason=explain(error))
        problems = (
            Problem(str(error.filename and Path(error.filename).relative_to(root)), 0, what, say("Give permission, then try again.")),
        )
    if problems:
        with suppress(OSError):
            for file in files:
                if file.path not in before:
                    (root / file.path).unlink(missing_ok=True)
            for path, data in before.items():
                if not (root / path).is_file() or (root / path).read_bytes() != data:
                    replace_file(root / path, data)
    return problems


def _find_clash(outputs: tuple[Output, ...]) -> Problem | None:
    """Find two outputs with one path, or a file at a folder's path.

    Either is a fault of the machinery.
    """
    files: set[str] = set()
    for output in outputs:
        file = str(output.path)
        if file in files:
            return Problem(f"dist/{file}", 0, say("two files claim this address"), say("Give one of them another name."))
        files.add(file)
    folders = {str(parent) for folder in {output.path.parent for output in outputs} for parent in (folder, *folder.parents)}
    for file in sorted(files & folders):
        return Problem(f"dist/{file}", 0, say("a file and a folder claim this address"), say("Give one of them another name."))
    return None


def _find_foreign_files(dist: Path) -> Problem | None:
    """Find files in the folder that no build made: a build would remove them.

    It must be empty, new, or an earlier build's.
    """
    try:
        if not dist.exists():
            return None
        if not dist.is_dir():
            return Problem(format_path(dist), 0, say("is not a folder"), say("Remove it, or choose another folder with --output."))
        entries = {entry.name for entry in dist.iterdir() if not entry.name.startswith(".")}
    except OSError as error:
        remedy = say("Give yourself permission, or choose another folder with --output.")
        return Problem(format_path(dist), 0, say("cannot be read: {reason}", reason=explain(error)), remedy)
    if entries and not entries.issuperset(_MADE_BY_EVERY_BUILD):
        what = say("holds files that no build made, and a build would remove them")
        return Problem(format_path(dist), 0, what, say("Choose an empty folder with --output."))
    return None


def format_path(path: Path) -> str:
    """Return a path relative to the current folder, if it lies in there."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Wait until no other build writes here. The lock ends with the process that holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _readable_modes() -> Iterator[None]:
    """Give new files and folders modes that let everybody read them, whatever the user's umask."""
    previous = os.umask(_UMASK)
    try:
        yield
    finally:
        os.umask(previous)


def _swap(outputs: tuple[Output, ...], dist: Path) -> DistChanges:
    aside = dist.parent / f".{dist.name}.building"
    last = dist.parent / f".{dist.name}.last"
    if last.exists() and not dist.exists():
        last.rename(dist)  # A build was killed between the two moves of `_exchange`.
    # Errors are not ignored here: a missing permission is a clearer reason than the folder that then remains.
    if aside.exists():
        shutil.rmtree(aside)
    shutil.rmtree(last, ignore_errors=True)
    try:
        with _readable_modes():
            new = _write_aside(outputs, dist, aside)
        removed = len(_list_files(dist) - {str(output.path) for output in outputs})
        if new or removed:
            _exchange(aside, dist, last)
        return DistChanges(new, removed)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if dist.exists():
            shutil.rmtree(last, ignore_errors=True)


def _write_aside(outputs: tuple[Output, ...], dist: Path, aside: Path) -> tuple[PurePosixPath, ...]:
    """Write all outputs into `aside`; return the paths of new and changed ones."""
    aside.mkdir()
    # Git then ignores the folder if this build is killed.
    (aside / ".gitignore").write_text("*\n")
    # Read back and not assumed, because some file systems give every file the same mode.
    mode = os.lstat(aside / ".gitignore").st_mode
    new: list[PurePosixPath] = []
    for folder in sorted({output.path.parent for output in outputs}):
        (aside / folder).mkdir(parents=True, exist_ok=True)
    for output in outputs:
        # Paths as text: with thousands of files, pathlib takes noticeable time.
        if not _link(output, f"{dist}/{output.path}", f"{aside}/{output.path}", mode):
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


def _link(output: Output, old: str, new: str, mode: int) -> bool:
    """Link the last build's file to a new path; return whether it is unchanged.

    It must have the same content and mode.

    Returns false on a file system without hard links.
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


def _list_files(dist: Path) -> set[str]:
    """List the last build's files and links to folders, without hidden ones at the top."""
    found: set[str] = set()
    for parent, folders, files in os.walk(dist):
        inside = parent[len(str(dist)) + 1 :]
        if not inside:
            folders[:] = [name for name in folders if not name.startswith(".")]
            files = [name for name in files if not name.startswith(".")]
        found.update(f"{inside}/{name}" if inside else name for name in files)
    return found


def _exchange(aside: Path, dist: Path, last: Path) -> None:
    """Move the folder `aside` to the place of `dist`.

    Linux can exchange two folders in one step. Elsewhere it takes two; if a build is killed between them, the next one repairs it.
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
