"""Input files → the archive's files in them.

An input is a ZIP, whatever its name; a ZIP in a ZIP, one level; an analytics workbook; a single CSV or HTML file. Nothing is unpacked to
disk, paths are names only, and all work is bounded: see `limits`.
"""

import struct
import zlib
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from errno import EIO
from functools import partial
from io import BytesIO
from typing import IO, BinaryIO, NamedTuple, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ssi_core.linkedin_export import limits
from ssi_core.linkedin_export.article import is_article
from ssi_core.linkedin_export.limits import Allowance, UnreadableFile
from ssi_core.linkedin_export.names import (
    ARTICLES,
    COMPLETE_ONLY,
    WORKBOOK,
    FileName,
    is_html,
    is_ignored,
    is_never_read,
    is_unsafe,
    parse_name,
)

_LOOSE = (-1,)
# Of Excel in two forms, and of LibreOffice.
_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_ENCRYPTED = 0x1


class InputFile(NamedTuple):
    """One file that the member hands over. `name`: the owner's name for it. `stream`: its bytes, seekable."""

    name: str
    stream: BinaryIO


class Origin(NamedTuple):
    """The origin of a file. Files of one `archive` and `folder` belong together. `copy`: the number of this copy of a file."""

    archive: tuple[int, ...]
    folder: str
    copy: int


class ArchiveFile(NamedTuple):
    """A file to read. `place`: of its input file. `size`: in bytes, decoded. `open`: opens its bytes."""

    place: int
    origin: Origin
    kind: str
    size: int
    open: Callable[[], IO[bytes]]


class FileProblem(NamedTuple):
    """A file that cannot be used. `place`: of its input file. `kind`: of the file inside it; None for the whole. `problem`: a key."""

    place: int
    kind: str | None
    problem: str


@contextmanager
def convert_errors(problem: str) -> Iterator[None]:
    """Turn the ZIP library's errors into UnreadableFile with this problem. These are all the errors that damaged files were seen to cause.

    One passes: an error in reading the disk (EIO) says nothing about the contents of the file.
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
        # The ZIP library reports a failing disk as a file that is no ZIP.
        behind = error.__context__ or error
        if isinstance(behind, OSError) and behind.errno == EIO:
            raise behind from None
        raise UnreadableFile(problem) from None


class Scanner:
    """Finds the files to read in the input files, one after another."""

    def __init__(self) -> None:
        """Begin without files."""
        self.problems: list[FileProblem] = []
        self._zips = 0
        self._complete = False
        self._copies: dict[tuple[Origin, str, str], int] = {}

    @property
    def is_basic(self) -> bool:
        """Whether there was a ZIP, but none called or built like the complete archive."""
        return self._zips > 0 and not self._complete

    def scan(self, place: int, input_file: InputFile, allowance: Allowance) -> Iterator[ArchiveFile | None]:
        """Yield each file to read, in order; None after a step that found none. Raises UnreadableFile."""
        stream, name = input_file.stream, input_file.name
        if is_never_read(name):
            raise UnreadableFile("never_read")
        stream.seek(0)
        start = stream.read(4)
        size = stream.seek(0, 2)
        stream.seek(0)
        if start[:2] == b"PK" or name.lower().endswith((".zip", ".xlsx")):
            yield from self._scan_zip(place, (place,), stream, allowance)
            self._complete |= name.lower().startswith("complete_linkedin")
        elif file := parse_name(name):
            yield self._make_file(place, _LOOSE, file, size, lambda: stream)
        elif is_html(name):
            yield self._make_file(place, _LOOSE, FileName(ARTICLES, name, 0, ""), size, lambda: stream)
        else:
            raise UnreadableFile("not_needed" if is_ignored(name) else "unknown_file")

    def _scan_zip(self, place: int, archive: tuple[int, ...], stream: BinaryIO, allowance: Allowance) -> Iterator[ArchiveFile | None]:
        """Scan a ZIP. `archive`: its place, and for a nested one its place in the outer one."""
        zipped = open_zip(stream)
        entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
        allowance.spend("entries", len(zipped.infolist()))
        if any(entry.filename in _WORKBOOKS for entry in entries):
            yield self._make_file(place, archive, FileName(WORKBOOK, "", 0, ""), sum(entry.file_size for entry in entries), lambda: stream)
            return
        if entries and all(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise UnreadableFile("encrypted")
        self._zips += 1
        yield None
        wanted, unsafe = _select_entries(entries)
        if unsafe:
            self.problems.append(FileProblem(place, None, "unsafe_path"))
        elif not wanted:
            raise UnreadableFile("nothing_inside")
        allowance.spend("tables", sum(file is not None and file.kind != ARTICLES for _, _, file in wanted))
        packed = stream.seek(0, 2)
        is_empty = True
        for number, entry, file in wanted:
            yield None
            try:
                # Entries of an honest ZIP lie side by side, and together are no larger than it.
                packed -= entry.compress_size
                if packed < 0:
                    raise UnreadableFile("damaged")
                check_entry(entry, allowance)
                if file and file.kind == ARTICLES and not parse_name(entry.filename) and not is_article(_read_start(zipped, entry)):
                    continue
                is_empty = False
                if file:
                    yield self._make_file(place, archive, file, entry.file_size, partial(open_entry, zipped, entry))
                elif len(archive) > 1:
                    raise UnreadableFile("nested_too_deep")
                else:
                    allowance.spend("nested", entry.file_size)
                    inner = yield from _load_nested(zipped, entry)
                    yield from self._scan_zip(place, (*archive, number), inner, allowance)
            except UnreadableFile as error:
                is_empty = False
                self.problems.append(FileProblem(place, file.kind if file else None, error.problem))
        if wanted and is_empty:
            raise UnreadableFile("nothing_inside")

    def _make_file(self, place: int, archive: tuple[int, ...], file: FileName, size: int, opener: Callable[[], IO[bytes]]) -> ArchiveFile:
        """Make an ArchiveFile, and number its copy.

        Files of one name in one place are copies: parts of a split file differ in their names.
        """
        key = Origin(archive, file.folder, 0), file.kind, file.part
        copy = max(file.copy, self._copies.get(key, 0))
        self._copies[key] = copy + 1
        self._complete |= archive != _LOOSE and file.kind in COMPLETE_ONLY
        return ArchiveFile(place, Origin(archive, file.folder, copy), file.kind, size, opener)


def _select_entries(entries: Sequence[ZipInfo]) -> tuple[list[tuple[int, ZipInfo, FileName | None]], bool]:
    """Select the entries to read or scan, with place and name.

    Also returns whether any path leads out of the ZIP. A page outside LinkedIn's folder may be an article that the member moved.
    """
    safe = [(number, entry) for number, entry in enumerate(entries) if not is_unsafe(entry.orig_filename)]
    known = {number: file for number, entry in safe if "__MACOSX" not in entry.filename and (file := parse_name(entry.filename))}
    folders = {file.folder for file in known.values()}
    wanted: list[tuple[int, ZipInfo, FileName | None]] = []
    for number, entry in safe:
        if number in known:
            wanted.append((number, entry, known[number]))
        elif "__MACOSX" not in entry.filename and is_html(entry.filename):
            wanted.append((number, entry, FileName(ARTICLES, entry.filename, 0, _find_folder(entry.filename, folders))))
        elif "__MACOSX" not in entry.filename and entry.filename.lower().endswith(".zip"):
            wanted.append((number, entry, None))
    return wanted, len(safe) < len(entries)


def _find_folder(path: str, folders: Collection[str]) -> str:
    """Find the archive's folder that a file in any other folder belongs to: the nearest around it, or the first."""
    around = path.replace("\\", "/").split("/")[:-1]
    nearest = ("/".join(around[:depth]) for depth in range(len(around), -1, -1))
    return next((folder for folder in nearest if folder in folders), min(folders, default=""))


def open_zip(stream: IO[bytes]) -> ZipFile:
    """Open a ZIP and read its list of entries. Raises UnreadableFile."""
    stream.seek(0)
    start = stream.read(4)
    stream.seek(0)
    bounded = _BoundedStream(stream)
    with convert_errors("truncated_zip" if start == b"PK\x03\x04" else "not_a_zip"):
        zipped = ZipFile(cast(IO[bytes], bounded))
    bounded.read = bounded.read_packed
    return zipped


def open_entry(zipped: ZipFile, entry: ZipInfo) -> IO[bytes]:
    """Open a file in a ZIP that `open_zip` opened."""
    return cast(IO[bytes], _EntryReader(zipped, entry))


class _EntryReader:
    """Reads a file in a ZIP. No piece takes more of the ZIP than twice its size.

    A file that takes more is made to unpack nothing, slowly.
    """

    def __init__(self, zipped: ZipFile, entry: ZipInfo) -> None:
        self._zip = cast(_BoundedStream, zipped.fp)
        self._zip.left = limits.CHUNK
        self._file = zipped.open(entry)

    def read(self, size: int) -> bytes:
        self._zip.left = 2 * size
        return self._file.read(size)


class _BoundedStream:
    """A stream that refuses an enormous list of entries. `left`: bytes that may still be read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable
        self._whole = stream.read
        self.read: Callable[..., bytes] = self._read_list
        self.left = 0

    def read_packed(self, size: int) -> bytes:
        self.left -= size
        if self.left < 0:
            raise UnreadableFile("damaged")
        return self._whole(size)

    def _read_list(self, size: int = -1) -> bytes:
        if size > limits.LARGEST_DIRECTORY:
            raise UnreadableFile("too_many_entries")
        data = self._whole(size)
        if data.count(b"PK\x01\x02") > limits.MOST_ENTRIES:
            raise UnreadableFile("too_many_entries")
        return data


def check_entry(entry: ZipInfo, allowance: Allowance) -> None:
    """Reject an entry that cannot be decoded, or would grow out of all proportion."""
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableFile("encrypted")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableFile("unsupported")
    # Deflate makes no data larger than this. Packed bytes can take as long as decoded ones, and only those are counted.
    if entry.compress_size > entry.file_size * 9 // 8 + 64:
        raise UnreadableFile("damaged")
    allowance.spend("bytes", entry.file_size)


def read_chunks(opener: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    """Read a file piece by piece."""
    with convert_errors("damaged"):
        file = opener()
    while True:
        with convert_errors("damaged"):
            chunk = file.read(limits.CHUNK)
        if not chunk:
            return
        yield chunk


def _read_start(zipped: ZipFile, entry: ZipInfo) -> bytes:
    """Read the first chunk of a file in a ZIP."""
    return next(read_chunks(partial(open_entry, zipped, entry)), b"")


def _load_nested(zipped: ZipFile, entry: ZipInfo) -> Generator[None, None, BytesIO]:
    """Load a ZIP inside a ZIP into memory, since it must be seekable."""
    nested = BytesIO()
    for chunk in read_chunks(partial(open_entry, zipped, entry)):
        nested.write(chunk)
        yield
    return nested
