"""Outputs → compressed copies, `.br` and `.gz`, for web servers that send them instead.

Most hosts compress by themselves, so a build makes these only when asked.

Brotli at its best level takes half a minute for Python's ten megabytes. Each copy is cached by a hash of the file's content, so after an
edit only changed pages are compressed.
"""

import gzip
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import brotli

from site_src.cache.files import evict, read_cached, write_atomic
from site_src.messages import Message, say
from site_src.model import Output

ENDINGS = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".wasm", ".txt", ".webmanifest", ".zip"})
"""File endings of which a host may send compressed copies. Images are compressed already; archives of the runtime are not, in a build with
copies."""

_CACHE_DAYS = 30
_SLOW_BYTES = 1_000_000


def compress(
    outputs: Iterable[Output], cache: Path, announce: Callable[[Message], object], done: Callable[[int], object] = lambda _: None
) -> tuple[Output, ...]:
    """Make a `.br` and a `.gz` copy of each compressible file.

    `cache`: the folder for copies. `announce` is called with a message before each file that takes long; `done` with the number of copies
    finished since its last call.
    """
    # Largest first, so that no large file is left for the end.
    chosen = sorted((output for output in outputs if output.path.suffix in ENDINGS), key=lambda output: (-len(output.data), output.path))
    formats: tuple[tuple[str, Callable[[bytes], bytes]], ...] = ((".br", _brotli), (".gz", _gzip))
    jobs = [(output, ending, pack) for ending, pack in formats for output in chosen]

    def run(job: tuple[Output, str, Callable[[bytes], bytes]]) -> Output:
        output, ending, pack = job
        cached = cache / f"{output.sha256.hex()}{ending}"
        path = output.path.with_name(output.path.name + ending)
        with suppress(OSError):
            return Output(path, read_cached(cached))
        if pack is _brotli and len(output.data) > _SLOW_BYTES and not _holds_engine(output.data):
            announce(say("Compressing {file}, which takes a while, once", file=output.path))
        data = pack(output.data)
        write_atomic(cached, data)
        return Output(path, data)

    # Threads, because both compressors release Python's lock.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        copies: list[Output] = []
        for copy in pool.map(run, jobs):
            copies.append(copy)
            done(1)
    evict(cache, days=_CACHE_DAYS)
    return tuple(copies)


def _brotli(data: bytes) -> bytes:
    compressed: bytes = brotli.compress(data, quality=5 if _holds_engine(data) else 11, lgwin=24)
    return compressed


def _holds_engine(data: bytes) -> bool:
    """Return whether a page holds the engine, as the quiz as one file does.

    It is then mostly base64 of gzip, in which the highest level finds no more than a low one, and every content edit changes it.
    """
    return b'<script type="application/octet-stream"' in data


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)
