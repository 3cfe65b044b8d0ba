"""Cache files in .cache/, written whole or not at all.

Where a file cannot be written, the next build makes its content again. Any stage may use this module.
"""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from warnings import warn

from site_src.messages import Message, explain


class CacheWriteWarning(UserWarning):
    """A file that could not be cached, with the reason: a full disk, no permission.

    The build continues without it.
    """

    def __init__(self, reason: Message) -> None:
        """Take the reason."""
        super().__init__(reason)
        self.reason = reason


def read_cached(path: Path) -> bytes:
    """Read a cached file, and mark it as used. Raises OSError where there is none."""
    data = path.read_bytes()
    with suppress(OSError):
        os.utime(path)
    return data


def evict(folder: Path, *, most: int | None = None, days: float | None = None) -> None:
    """Evict least recently used files and folders: beyond `most`, or unused for `days`."""
    oldest = time.time() - days * 86_400 if days is not None else 0
    with suppress(OSError):
        entries = [(entry.stat().st_mtime, entry) for entry in folder.iterdir()]
        for rank, (used, entry) in enumerate(sorted(entries, reverse=True)):
            if used < oldest or (most is not None and rank >= most):
                shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)


def write_atomic(path: Path, data: bytes) -> None:
    """Write the file in one move, or issue a CacheWriteWarning. Of two builds at once, the later one's file remains."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix="new-", delete_on_close=False) as file:
            file.write(data)
            file.close()
            Path(file.name).replace(path)
    except OSError as error:
        warn(CacheWriteWarning(explain(error)), stacklevel=2)
