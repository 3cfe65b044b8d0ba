"""Outputs → the same files compressed, `.br` and `.gz`, for hosts that send such a file in place of the one beside it.

Brotli at its best takes half a minute for Python's ten megabytes. What was made once is kept by a hash of its content, so a content edit
waits for its own pages only.
"""

import gzip
import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import brotli

from site_src.kept import keep
from site_src.model import Output

ENDINGS = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".wasm", ".zip", ".txt", ".webmanifest"})
"""What a host may send compressed. Pictures are compressed already."""

_KEPT_DAYS = 30
_SLOW_BYTES = 1_000_000


def compress(
    outputs: Iterable[Output], cache: Path, tell: Callable[[str], object], done: Callable[[int], object] = lambda _: None
) -> tuple[Output, ...]:
    """Two more files for each compressible one. `tell` hears of each file that will take a while, `done` how many more are finished."""
    # The big ones first, so that the last to finish is a small one.
    chosen = sorted((output for output in outputs if output.path.suffix in ENDINGS), key=lambda output: (-len(output.data), output.path))
    ways: tuple[tuple[str, Callable[[bytes], bytes]], ...] = ((".br", _brotli), (".gz", _gzip))
    jobs = [(output, ending, way) for ending, way in ways for output in chosen]

    def made(job: tuple[Output, str, Callable[[bytes], bytes]]) -> Output:
        output, ending, way = job
        kept = cache / f"{output.sha256.hex()}{ending}"
        path = output.path.with_name(output.path.name + ending)
        with suppress(OSError):
            data = kept.read_bytes()
            with suppress(OSError):
                os.utime(kept)
            return Output(path, data)
        if way is _brotli and len(output.data) > _SLOW_BYTES and not _is_packed(output.data):
            tell(f"Compressing {output.path}, which takes a while, once")
        data = way(output.data)
        keep(kept, data)
        return Output(path, data)

    # Both compressors let go of Python's lock while they work.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        compressed: list[Output] = []
        for one in pool.map(made, jobs):
            compressed.append(one)
            done(1)
    _tidy(cache)
    return tuple(compressed)


def _brotli(data: bytes) -> bytes:
    compressed: bytes = brotli.compress(data, quality=5 if _is_packed(data) else 11, lgwin=24)
    return compressed


def _is_packed(data: bytes) -> bool:
    """Whether this is a page that holds the engine: mostly base64 of gzip, where a long search finds no more than a short one, and which
    every content edit changes."""
    return b'<script type="application/octet-stream"' in data


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _tidy(cache: Path) -> None:
    """Throw away what no build asked for in a month."""
    oldest = time.time() - _KEPT_DAYS * 86_400
    with suppress(OSError):
        for path in cache.iterdir():
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()
