"""What a build keeps in .cache/ for the next one: whole or not at all. Where it cannot be kept, the next build makes it again.

No hop: like `model`, any of them may use it.
"""

from pathlib import Path
from tempfile import NamedTemporaryFile
from warnings import warn


class NotKeptWarning(UserWarning):
    """What was made could not be kept for the next build, for the reason it gives: a full disk, no permission. This build does without."""


def keep(path: Path, data: bytes) -> None:
    """Puts the data into the file, or warns why that cannot be done. Of two builds at once the later one's stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix="new-", delete_on_close=False) as file:
            file.write(data)
            file.close()
            Path(file.name).replace(path)
    except OSError as error:
        warn(NotKeptWarning(error.strerror), stacklevel=2)
