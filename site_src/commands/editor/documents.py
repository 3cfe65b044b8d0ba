"""One file of `content/`, opened and saved.

Ends of lines and the mark before the first (BOM) stay as they were. A save replaces the file in one move, so that a full disk or an
interruption leaves the old text.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from site_src.commands.editor import messages
from site_src.load.front_matter import classify
from site_src.load.front_matter.schema import MOST_BYTES
from site_src.load.sources import is_skipped, make_printable
from site_src.messages import explain, shorten
from site_src.model import WORDS
from site_src.publish.write import replace_file

_BOM = b"\xef\xbb\xbf"
_KINDS = {"page": "page", "factor": "factor", "texts": "texts", "settings": "settings", "plans": "data"}
"""The editor's kinds of files, by those of the front matter."""
_END = re.compile("\r\n|\r|\n")
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A link put there meanwhile is not followed, and a pipe does not make this wait. Windows lacks both, and reads bytes only if asked."""


class OpenedFile(NamedTuple):
    """A file as it was opened. `text` has “\\n” line ends, whatever the file has."""

    path: PurePosixPath
    text: str
    hash: str
    newline: str
    bom: bool


def find_kind(path: PurePosixPath) -> str:
    """Return the editor's kind of a file; empty for one that is not edited as text."""
    if len(path.parts) < 2:
        return ""
    if path.name == WORDS and len(path.parts) < 4:
        return "data"
    place = classify(path)
    return _KINDS.get(place[0], "") if isinstance(place, tuple) else ""


def find_file(root: Path, file: str) -> PurePosixPath:
    """Return the path of a file that may be edited; it may be missing. Refuses any other name.

    No name leads out of `content/`, neither by “..” nor by a link, nor to a file that a build skips.
    """
    parts = file.split("/")
    unusual = any(part in ("", ".", "..") or is_skipped(part) for part in parts) or re.search(r"[\0-\x1f\x7f\\\ud800-\udfff]", file)
    if unusual or parts[0] != "content" or not find_kind(PurePosixPath(file)):
        raise messages.NO_SUCH_FILE.make_refusal(file=_shorten(file))
    place = root
    for part in parts:
        place /= part
        try:
            mode = os.lstat(place).st_mode
        except FileNotFoundError:
            break
        except OSError as error:
            raise messages.NO_SUCH_FILE.make_refusal(file=_shorten(file)) from error
        if stat.S_ISLNK(mode):
            raise messages.IS_A_LINK.make_refusal(file=place.relative_to(root).as_posix())
        if not (stat.S_ISREG(mode) if place == root / file else stat.S_ISDIR(mode)):
            raise messages.NO_SUCH_FILE.make_refusal(file=_shorten(file))
    return PurePosixPath(file)


def _shorten(file: str) -> str:
    return shorten(make_printable(file), 100)


def open_file(root: Path, path: PurePosixPath) -> OpenedFile:
    """Open a file. Refuses one that is gone, or that holds no text."""
    data = _read(root, path)
    if len(data) > MOST_BYTES:
        raise messages.TOO_LONG.make_refusal(file=path, size=f"{len(data) / 1e6:.1f}", most=MOST_BYTES // 10**6)
    try:
        text = _END.sub("\n", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise messages.NOT_UTF8.make_refusal(file=path) from error
    return OpenedFile(path, text, hash_bytes(data), _find_newline(data), data.startswith(_BOM))


def _read(root: Path, path: PurePosixPath) -> bytes:
    try:
        with os.fdopen(os.open(root / path, _FLAGS), "rb") as opened:
            # A system without O_NOFOLLOW may have followed a link: then the opened file is not the one of this name.
            if not _NO_FOLLOW and not os.path.samestat(os.fstat(opened.fileno()), os.lstat(root / path)):
                raise messages.IS_A_LINK.make_refusal(file=path)
            return opened.read()
    except FileNotFoundError as error:
        raise messages.IS_GONE.make_refusal(file=path) from error
    except OSError as error:
        raise messages.NOT_READ.make_refusal(file=path, reason=explain(error)) from error


def hash_bytes(data: bytes) -> str:
    """Return the hash by which a save recognises the text that was opened."""
    return hashlib.sha256(data).hexdigest()


def _find_newline(data: bytes) -> str:
    return "\r\n" if 2 * data.count(b"\r\n") > data.count(b"\n") else "\n"


def save_file(root: Path, path: PurePosixPath, text: str, known: str, force: bool) -> str:
    """Save a text; return its hash. Refuses where the file is not the one of the hash `known`, unless with `force`.

    A file that is gone has the hash “”.
    """
    refuse_unwritable(path, text)
    try:
        before = _read(root, path)
    except messages.Refusal as refusal:
        if refusal.status != messages.IS_GONE.status:
            raise
        before = None
    now = "" if before is None else hash_bytes(before)
    if now != known and not force:
        raise messages.CHANGED.make_refusal({"text": decode_any(before or b""), "hash": now}, file=path)
    data = encode(text, before or b"")
    if data != before:
        try:
            replace_file(root / path, data)
        except OSError as error:
            raise messages.NOT_WRITTEN.make_refusal(file=path, reason=explain(error)) from error
    return hash_bytes(data)


def refuse_unwritable(path: PurePosixPath, text: str) -> None:
    """Refuse a text that no build could read, such as one that is too long."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise messages.NOT_TEXT.make_refusal(file=path) from error
    if size > MOST_BYTES:
        raise messages.TOO_LONG.make_refusal(file=path, size=f"{size / 1e6:.1f}", most=MOST_BYTES // 10**6)


def decode_any(data: bytes) -> str:
    """Decode any bytes for a comparison; what is no UTF-8 becomes “�”."""
    return _END.sub("\n", data.decode("utf-8-sig", "replace"))


def encode(text: str, before: bytes) -> bytes:
    """Encode a text with the line ends and the mark that the file had before."""
    lines = _END.sub("\n", text).split("\n")
    ends = list(_choose_ends(lines, before))
    body = "".join(line + end for line, end in zip(lines, (*ends, ""), strict=True))
    return (_BOM if before.startswith(_BOM) else b"") + body.encode()


def _choose_ends(lines: list[str], before: bytes) -> Iterator[str]:
    """Yield the end of each line but the last: in a file of several kinds, an unchanged line keeps its own."""
    old_text = before.decode("utf-8-sig", "replace")
    old_ends = _END.findall(old_text)
    usual = _find_newline(before)
    if len(set(old_ends)) < 2:
        yield from (old_ends or [usual])[:1] * (len(lines) - 1)
        return
    ends = [usual] * (len(lines) - 1)
    matches = SequenceMatcher(None, _END.split(old_text), lines, autojunk=False).get_matching_blocks()
    for old, new, size in matches:
        for at in range(size):
            if old + at < len(old_ends) and new + at < len(ends):
                ends[new + at] = old_ends[old + at]
    yield from ends
