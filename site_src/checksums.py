"""Outputs → SHA256SUMS: the checksum of every file, as `sha256sum -c` reads it, so that anybody can check a copy of the site."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

from site_src.model import Output

# sha256sum's own way with names that would break a line; a backslash before the checksum announces it.
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r"})


def checksums(outputs: Iterable[Output]) -> Output:
    """The list of these files, which it does not belong to itself."""
    # Hashing lets go of Python's lock.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        lines = pool.map(_line, sorted(outputs, key=lambda output: output.path))
        return Output(PurePosixPath("SHA256SUMS"), "".join(lines).encode())


def _line(output: Output) -> str:
    name = str(output.path)
    escaped = name.translate(_ESCAPES)
    return f"{'\\' if escaped != name else ''}{output.sha256.hex()}  {escaped}\n"
