"""Outputs → SHA256SUMS, with which anybody can check a copy of the site.

It holds the checksum of every file, in the format that `sha256sum -c` reads.
"""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

from site_src.model import Output

# sha256sum escapes names that would break a line so, and puts a backslash before their checksum.
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r"})


def make_checksums(outputs: Iterable[Output]) -> Output:
    """List the checksums of these files, sorted by path. The list does not include itself."""
    # Threads, because hashing releases Python's lock.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        lines = pool.map(_format_line, sorted(outputs, key=lambda output: output.path))
        return Output(PurePosixPath("SHA256SUMS"), "".join(lines).encode())


def _format_line(output: Output) -> str:
    name = str(output.path)
    escaped = name.translate(_ESCAPES)
    return f"{'\\' if escaped != name else ''}{output.sha256.hex()}  {escaped}\n"
