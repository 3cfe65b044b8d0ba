"""What was handed over → the files in it that are read.

A ZIP, whatever it is called; a ZIP in a ZIP, one level; an analytics workbook; single CSV and HTML files. Nothing is unpacked to anywhere,
paths are names only, and everything is bounded: see `limits`.
"""

import struct
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from errno import EIO
from functools import partial
from io import BytesIO
from typing import IO, BinaryIO, NamedTuple, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ssi_core.linkedin_export import limits
from ssi_core.linkedin_export.limits import Allowance, Unreadable
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


class Scanner:
    """Finds the files that are read in what is handed over, one after another."""

    def __init__(self) -> None:
        """Begin."""
        self.problems: list[Problem] = []
        self._zips = 0
        self._complete = False
        self._copies: dict[tuple[Source, str, str], int] = {}

    @property
    def basic(self) -> bool:
        """Whether there was a ZIP, and none that says or looks like the complete archive."""
        return self._zips > 0 and not self._complete

    def scan(self, place: int, given: Given, allowance: Allowance) -> Iterator[Found | None]:
        """All files that are read, in the order in which they stand; None after each step that found none. Raises Unreadable."""
        stream, name = given.stream, given.name
        stream.seek(0)
        start = stream.read(4)
        size = stream.seek(0, 2)
        stream.seek(0)
        if start[:2] == b"PK" or name.lower().endswith((".zip", ".xlsx")):
            yield from self._look_into(place, (place,), stream, allowance)
            self._complete |= name.lower().startswith("complete_linkedin")
        elif file := named(name):
            yield self._found(place, _LOOSE, file, size, lambda: stream)
        elif name.lower().endswith((".html", ".htm")):
            yield self._found(place, _LOOSE, Name(ARTICLES, name, 0, ""), size, lambda: stream)
        else:
            raise Unreadable("never_read" if is_never_read(name) else "not_needed" if is_not_needed(name) else "unknown_file")

    def _look_into(self, place: int, archive: tuple[int, ...], stream: BinaryIO, allowance: Allowance) -> Iterator[Found | None]:
        """Everything in a ZIP. `archive`: its place, and where it is in another, its place in that."""
        zipped = open_zip(stream)
        entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
        allowance.spend("entries", len(zipped.infolist()))
        if any(entry.filename == "xl/workbook.xml" for entry in entries):
            yield self._found(place, archive, Name(WORKBOOK, "", 0, ""), sum(entry.file_size for entry in entries), lambda: stream)
            return
        if entries and all(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise Unreadable("encrypted")
        self._zips += 1
        yield None
        wanted, unsafe = _wanted(entries)
        if unsafe:
            self.problems.append(Problem(place, None, "unsafe_path"))
        elif not wanted:
            raise Unreadable("nothing_inside")
        allowance.spend("tables", sum(file is not None and file.kind != ARTICLES for _, _, file in wanted))
        packed = stream.seek(0, 2)
        for number, entry, file in wanted:
            yield None
            try:
                # Honest entries lie beside each other, and together are no larger than the ZIP.
                packed -= entry.compress_size
                if packed < 0:
                    raise Unreadable("damaged")
                check(entry, allowance)
                if file:
                    yield self._found(place, archive, file, entry.file_size, partial(open_entry, zipped, entry))
                elif len(archive) > 1:
                    raise Unreadable("nested_too_deep")
                else:
                    allowance.spend("nested", entry.file_size)
                    inner = yield from _held(zipped, entry)
                    yield from self._look_into(place, (*archive, number), inner, allowance)
            except Unreadable as error:
                self.problems.append(Problem(place, file.kind if file else None, error.problem))

    def _found(self, place: int, archive: tuple[int, ...], file: Name, size: int, opener: Callable[[], IO[bytes]]) -> Found:
        """Files of one name in one place are copies: parts of a split file differ in their names."""
        key = Source(archive, file.folder, 0), file.kind, file.part
        copy = max(file.copy, self._copies.get(key, 0))
        self._copies[key] = copy + 1
        self._complete |= archive != _LOOSE and file.kind in COMPLETE_ONLY
        return Found(place, Source(archive, file.folder, copy), file.kind, size, opener)


def _wanted(entries: Sequence[ZipInfo]) -> tuple[list[tuple[int, ZipInfo, Name | None]], bool]:
    """The entries to read or look into, with place and name.

    Also whether any path leads out of the ZIP.
    """
    wanted: list[tuple[int, ZipInfo, Name | None]] = []
    unsafe = False
    for number, entry in enumerate(entries):
        file = named(entry.filename)
        if is_unsafe(entry.orig_filename):
            unsafe = True
        elif (file or entry.filename.lower().endswith(".zip")) and "__MACOSX" not in entry.filename:
            wanted.append((number, entry, file))
    return wanted, unsafe


def open_zip(stream: IO[bytes]) -> ZipFile:
    """The ZIP, its list of entries read. Raises Unreadable."""
    stream.seek(0)
    start = stream.read(4)
    stream.seek(0)
    bounded = _Bounded(stream)
    with stated("truncated_zip" if start == b"PK\x03\x04" else "not_a_zip"):
        zipped = ZipFile(cast(IO[bytes], bounded))
    bounded.read = bounded.read_packed
    return zipped


def open_entry(zipped: ZipFile, entry: ZipInfo) -> IO[bytes]:
    """A file in a ZIP that `open_zip` opened."""
    return cast(IO[bytes], _Entry(zipped, entry))


class _Entry:
    """A file in a ZIP. No piece of it takes more of the ZIP than twice its size: what takes more is made to unpack nothing, slowly."""

    def __init__(self, zipped: ZipFile, entry: ZipInfo) -> None:
        self._zip = cast(_Bounded, zipped.fp)
        self._zip.left = limits.CHUNK
        self._file = zipped.open(entry)

    def read(self, size: int) -> bytes:
        self._zip.left = 2 * size
        return self._file.read(size)


class _Bounded:
    """A stream that reads no enormous list of entries. `left`: bytes that may still be read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable
        self._whole = stream.read
        self.read: Callable[..., bytes] = self._read_list
        self.left = 0

    def read_packed(self, size: int) -> bytes:
        self.left -= size
        if self.left < 0:
            raise Unreadable("damaged")
        return self._whole(size)

    def _read_list(self, size: int = -1) -> bytes:
        if size > limits.LARGEST_DIRECTORY:
            raise Unreadable("too_many_entries")
        data = self._whole(size)
        if data.count(b"PK\x01\x02") > limits.MOST_ENTRIES:
            raise Unreadable("too_many_entries")
        return data


def check(entry: ZipInfo, allowance: Allowance) -> None:
    """Refuse what cannot be decoded, or would grow out of all measure."""
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable("encrypted")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Unreadable("unsupported")
    # Deflate makes nothing larger than this. What is packed can take as long as what comes out, and is paid for by it.
    if entry.compress_size > entry.file_size * 9 // 8 + 64:
        raise Unreadable("damaged")
    allowance.spend("bytes", entry.file_size)


def read_chunks(opener: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    """A file, piece by piece."""
    with stated("damaged"):
        file = opener()
    while True:
        with stated("damaged"):
            chunk = file.read(limits.CHUNK)
        if not chunk:
            return
        yield chunk


def _held(zipped: ZipFile, entry: ZipInfo) -> Generator[None, None, BytesIO]:
    """A ZIP inside a ZIP: it has to be sought in, so it is held."""
    held = BytesIO()
    for chunk in read_chunks(partial(open_entry, zipped, entry)):
        held.write(chunk)
        yield
    return held
