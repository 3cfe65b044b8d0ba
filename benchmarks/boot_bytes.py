"""Bytes of a first visit, stock's and ours, by what the host compresses."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from benchmarks.boot_sites import ROOT, make_our_site, make_stock_site, make_update
from site_src.model import Output
from site_src.publish.compress import compress

AFTERWARDS = ("pyodide_rest.", "group.")
"""The beginnings of the names of the files that our worker fetches after the first score."""


class Host(NamedTuple):
    """A kind of host. `length`: of a file with its ending, as it sends it. `copies`: whether it sends those of a build with --compress."""

    name: str
    length: Callable[[bytes, str], int]
    copies: bool = False


def format_sizes(folder: Path) -> Iterator[str]:
    """Yield a table of the bytes of a first visit, by the host's compression.

    Ours are counted until the first score, and in all, and those that a visitor of before fetches after a change of `ssi_core`. `folder`:
    where the sites are made.
    """
    hosts = (
        Host("nothing", lambda data, _: len(data)),
        Host("gzip, but no .zip (GitHub Pages)", lambda data, ending: len(data) if ending == ".zip" else gzip_size(data)),
        Host("gzip (.gz beside the file)", lambda data, _: gzip_size(data), copies=True),
        Host("brotli (.br beside the file)", lambda data, _: brotli_size(data), copies=True),
    )
    folder.mkdir()
    stock = _list_files(make_stock_site(folder / "stock"))
    ours = {copies: _list_files(make_our_site(folder / f"ours-{copies}", copies)) for copies in (False, True)}
    update = {copies: make_update(folder / f"update-{copies}", copies) for copies in (False, True)}
    titles = "ours, to the first score | ratio | ours, all of it | ratio | ours, after a change of `ssi_core`"
    yield f"| the host compresses with | stock, bytes | {titles} |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for host in hosts:
        at_once = [file for file in ours[host.copies] if not file.path.name.startswith(AFTERWARDS)]
        before, score, after, again = (
            sum(host.length(file.data, file.path.suffix) for file in files)
            for files in (stock, at_once, ours[host.copies], update[host.copies])
        )
        yield f"| {host.name} | {before:,} | {score:,} | {score / before:.2f} | {after:,} | {after / before:.2f} | {again:,} |"


def _list_files(site: Path) -> list[Output]:
    return [Output(PurePosixPath(path.relative_to(site)), path.read_bytes()) for path in site.rglob("*") if path.is_file()]


def gzip_size(data: bytes) -> int:
    """Return the size of the data after gzip at its best level."""
    return len(gzip.compress(data, 9, mtime=0))


def brotli_size(data: bytes) -> int:
    """Return the size of the data after brotli at its best level, cached."""
    copies = compress((Output(PurePosixPath("any.js"), data),), ROOT / ".cache" / "compressed", print)
    return next(len(each.data) for each in copies if each.path.suffix == ".br")
