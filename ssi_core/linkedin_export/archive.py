"""What was handed over → the files in it that are read.

A ZIP, whatever it is called; a ZIP in a ZIP, one level; an analytics workbook; single CSV and HTML files. Nothing is unpacked to anywhere,
paths are names only, and everything is bounded: see `limits`.
"""

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from errno import EIO
from functools import partial
from io import BytesIO
from typing import IO, BinaryIO, NamedTuple, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ssi_core.linkedin_export import limits
from ssi_core.linkedin_export.limits import Unreadable
from ssi_core.linkedin_export.names import ARTICLES, COMPLETE_ONLY, WORKBOOK, Name, is_never_read, is_not_needed, is_unsafe, named

_LOOSE = (-1,)
_ENCRYPTED = 0x1


class Given(NamedTuple):
    """One file that was handed over. `name`: as its owner calls it. `stream`: its bytes, in which can be sought."""

    name: str
    stream: BinaryIO


class Source(NamedTuple):
    """Where a file comes from: files of one `archive` and `folder` belong together. `copy`: of several copies of one file, which."""

    archive: tuple[int, ...]
    folder: str
    copy: int


class Found(NamedTuple):
    """A file that is read. `given`: the place of what it was in. `size`: in bytes, decoded. `open`: its bytes."""

    given: int
    source: Source
    kind: str
    size: int
    open: Callable[[], IO[bytes]]


class Problem(NamedTuple):
    """What could not be used, and why. `given`: its place. `kind`: of the file inside it; None for the whole. `problem`: a key."""

    given: int
    kind: str | None
    problem: str


class Contents(NamedTuple):
    """Everything that was handed over, looked through. `basic`: it has a ZIP, and none that says or looks like the complete archive."""

    found: tuple[Found, ...]
    problems: tuple[Problem, ...]
    basic: bool


def look_through(given: Sequence[Given]) -> Contents:
    """All files that are read, in the order in which they stand."""
    search = _Search()
    for place, each in enumerate(given):
        try:
            search.look_at(place, each)
        except Unreadable as error:
            search.problems.append(Problem(place, None, error.problem))
    complete = search.complete or any(found.kind in COMPLETE_ONLY and found.source.archive != _LOOSE for found in search.found)
    return Contents(tuple(search.found), tuple(search.problems), search.zips > 0 and not complete)


@contextmanager
def stated(problem: str) -> Iterator[None]:
    """Whatever the ZIP library meets in here, the file has that problem. These are all the errors that damaged files were seen to cause.

    One is let through: what cannot be read from the disk (EIO) says nothing about what is in the file.
    """
    try:
        yield
    except (
        BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        EOFError,
        ArithmeticError,
        LookupError,
        struct.error,
        zlib.error,
    ) as error:
        # The ZIP library calls a disk that fails no ZIP.
        behind = error.__context__ or error
        if isinstance(behind, OSError) and behind.errno == EIO:
            raise behind from None
        raise Unreadable(problem) from None


class _Search:
    def __init__(self) -> None:
        self.found: list[Found] = []
        self.problems: list[Problem] = []
        self.zips = 0
        self.complete = False
        self._seen: set[tuple[Source, str, str]] = set()

    def look_at(self, place: int, given: Given) -> None:
        stream, name = given.stream, given.name
        start = stream.read(4)
        size = stream.seek(0, 2)
        stream.seek(0)
        if start[:2] == b"PK" or name.lower().endswith((".zip", ".xlsx")):
            self._look_into(place, (place,), _opened(stream), stream)
            self.complete |= name.lower().startswith("complete_linkedin")
        elif file := named(name):
            self._add(place, _LOOSE, file, size, lambda: stream)
        elif name.lower().endswith((".html", ".htm")):
            self._add(place, _LOOSE, Name(ARTICLES, name, 0, ""), size, lambda: stream)
        else:
            raise Unreadable("never_read" if is_never_read(name) else "not_needed" if is_not_needed(name) else "unknown_file")

    def _look_into(self, place: int, archive: tuple[int, ...], zipped: ZipFile, stream: BinaryIO) -> None:
        """Everything in a ZIP. `archive`: its place, and where it is in another, its place in that."""
        entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
        if any(entry.filename == "xl/workbook.xml" for entry in entries):
            self._add(place, archive, Name(WORKBOOK, "", 0, ""), sum(entry.file_size for entry in entries), lambda: stream)
            return
        if entries and all(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise Unreadable("encrypted")
        self.zips += 1
        unsafe = [entry for entry in entries if is_unsafe(entry.orig_filename)]
        if unsafe:
            self.problems.append(Problem(place, None, "unsafe_path"))
        left = limits.LARGEST_WHOLE
        before = len(self.found) + len(self.problems)
        for number, entry in enumerate(entries):
            path = entry.filename
            nested = path.lower().endswith(".zip")
            file = named(path)
            if entry in unsafe or "__MACOSX" in path or not (nested or file):
                continue
            try:
                left -= entry.file_size
                check(entry, left)
                if file:
                    self._add(place, archive, file, entry.file_size, partial(zipped.open, entry))
                elif len(archive) > 1:
                    raise Unreadable("nested_too_deep")
                else:
                    inner = _held(zipped, entry)
                    self._look_into(place, (*archive, number), _opened(inner), inner)
            except Unreadable as error:
                self.problems.append(Problem(place, file.kind if file else None, error.problem))
        if len(self.found) + len(self.problems) == before:
            raise Unreadable("nothing_inside")

    def _add(self, place: int, archive: tuple[int, ...], file: Name, size: int, opener: Callable[[], IO[bytes]]) -> None:
        """Files of one name in one place are copies: parts of a split file differ in their names."""
        source = Source(archive, file.folder, file.copy)
        while (source, file.kind, file.part) in self._seen:
            source = source._replace(copy=source.copy + 1)
        self._seen.add((source, file.kind, file.part))
        self.found.append(Found(place, source, file.kind, size, opener))


def _opened(stream: BinaryIO) -> ZipFile:
    """The ZIP, its list of entries read."""
    start = stream.read(4)
    stream.seek(0)
    with stated("truncated_zip" if start == b"PK\x03\x04" else "not_a_zip"):
        zipped = ZipFile(cast(IO[bytes], _Bounded(stream)))
    if len(zipped.infolist()) > limits.MOST_ENTRIES:
        raise Unreadable("too_many_entries")
    return zipped


class _Bounded:
    """A stream that refuses to read as much at once as only an enormous list of entries would ask for."""

    def __init__(self, stream: BinaryIO) -> None:
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable
        self._read = stream.read

    def read(self, size: int = -1) -> bytes:
        if size > limits.LARGEST_DIRECTORY:
            raise Unreadable("too_many_entries")
        return self._read(size)


def check(entry: ZipInfo, left: int = 0) -> None:
    """Refuse what cannot be decoded, or would grow out of all measure. `left`: of what may be decoded of the whole ZIP."""
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable("encrypted")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Unreadable("unsupported")
    grown = entry.file_size > limits.RATIO_FROM and entry.file_size > limits.LARGEST_RATIO * entry.compress_size
    if grown or entry.file_size > limits.LARGEST_FILE or left < 0:
        raise Unreadable("too_large")


def _held(zipped: ZipFile, entry: ZipInfo) -> BytesIO:
    """A ZIP inside a ZIP: it has to be sought in, so it is held."""
    if entry.file_size > limits.LARGEST_NESTED:
        raise Unreadable("too_large")
    with stated("damaged"):
        return BytesIO(zipped.read(entry))
