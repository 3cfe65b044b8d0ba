"""Benchmark of the first score: stock Pyodide beside this site's runtime, in one run.

It measures how long a visitor waits, and how many bytes are fetched.

    .venv/bin/python -m benchmarks.boot [--rounds 3] [--write]

“Stock” follows Pyodide's documentation: `loadPyodide()` in a module worker, `ssi_core` unpacked from a zip of its sources, one call.
“Ours” is the real engine with the real runtime and its scripts as they ship. Both score the same answers, from the same server, with the
same headers, in the same browser, in turn. The clock runs from the start of the navigation to the score's arrival in the page.

A visit in a new profile is cold. In Chromium a visit is warm when the browser is started again with that profile; Firefox and WebKitGTK
return to the page in the same browser. After a cold visit there are two and a half seconds to write caches. On the slow line the server
limits its rate, and gzips files as GitHub Pages does. The slow processor is one core for the whole browser, and the developer tools'
fourfold CPU throttling of the worker, where the browser has it.
"""

import argparse
import gzip
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Playwright, sync_playwright

from benchmarks.boot_bytes import format_sizes
from benchmarks.boot_sites import PYODIDE, make_our_site, make_stock_site
from site_src.toolchain import read_version
from tests.support.browser import FLAGS, list_candidates
from tests.support.engines import NoBrowserError, visit
from tests.support.server import Handler, run_server

README = Path(__file__).parent / "README.md"
TABLE_START, TABLE_END = "<!-- boot: written by benchmarks/boot.py -->", "<!-- /boot -->"

# Runs in the page, and returns the time (`at`) and value (`score`) of the first score. Some time after it, on a first visit, browsers cache
# compiled code and our engine its memory; a second visit ends when the score and the hundred after it are there.
TELL = """async () => {
  while (!("LAST" in document.documentElement.dataset)) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, WAIT));
  return { ...document.documentElement.dataset };
}"""


def make_script(name: str, at: str) -> str:
    """Make the script for a page of `name` ("stock" or "ours"). `at`: "cold" or "warm"."""
    return TELL.replace("LAST", "rescore" if name == "ours" else "at").replace("WAIT", "2500" if at == "cold" else "0")


@dataclass(frozen=True)
class Line:
    """A connection and a machine.

    `bits`: a second, None for no limit. `wait`: seconds before each response. `brake`: the factor by which the page's processor is slowed.
    """

    name: str
    bits: int | None = None
    wait: float = 0
    brake: int = 1


LINES = (
    Line("as it is"),
    Line("10 Mbit/s, 50 ms", 10_000_000, 0.05),
    Line("1.6 Mbit/s, 150 ms", 1_600_000, 0.15),
    Line("one core, page braked 4×", brake=4),
)
PageData = dict[str, str]


def main() -> int:
    """Measure, print the table, and with --write put it into README.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="visits of each kind; the table shows medians")
    parser.add_argument("--write", action="store_true", help="write the table into benchmarks/README.md")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folders = {"stock": make_stock_site(Path(name) / "stock"), "ours": make_our_site(Path(name) / "ours")}
        executable = next(path for path in list_candidates(playwright) if Path(path).exists())
        browser = subprocess.run([executable, "--version"], capture_output=True, text=True, check=True).stdout.split(" built")[0].strip()
        rows = [
            format_row(f"{browser.strip()}, {line.name}", *measure_chromium(playwright, executable, folders, line, options.rounds))
            for line in LINES
        ]
        rows += [found for engine in ("firefox", "webkit") for found in measure_engine(engine, folders, options.rounds)]
        table = "\n".join([describe_run(options.rounds, load), "", *TITLES, *rows, "", *format_sizes(Path(name) / "bytes")])
    print(table)
    if options.write:
        before, _, rest = README.read_text(encoding="utf-8").partition(TABLE_START)
        README.write_text(f"{before}{TABLE_START}\n{table}\n{TABLE_END}{rest.partition(TABLE_END)[2]}", encoding="utf-8")
    return 0


def describe_run(rounds: int, load: float) -> str:
    """Describe a run: the date, versions, machine and its load, and the units."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    busy = f"load {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    what = (
        f"Medians of {rounds} visits of each kind, in seconds to the first score; the last column in milliseconds, at the 95th percentile."
    )
    return f"{date.today().isoformat()}, Pyodide {read_version(PYODIDE)}, {machine}, {busy}. {what}"


TITLES = (
    "| browser | cold: stock | ours | ratio | warm: stock | ours | ratio | another score, there and back |",
    "|---|---:|---:|---:|---:|---:|---:|---:|",
)


def format_row(name: str, seconds: dict[tuple[str, str], list[float]], rescored: list[float]) -> str:
    """Format a row of the table. `seconds`: by variant and kind of visit."""
    cells = [name]
    for at in ("cold", "warm"):
        before, after = median(seconds["stock", at]), median(seconds["ours", at])
        cells += [f"{before:.2f}", f"{after:.2f}", f"{after / before:.2f}"]
    return f"| {' | '.join([*cells, f'{median(rescored):.1f}'])} |"


@contextmanager
def serve_paced(folder: Path, line: Line = LINES[0]) -> Iterator[str]:
    """Serve a folder over a line; yield its URL.

    Files may be cached for ever, because all addresses of ours hold a hash; the same headers go with stock's files.
    """
    packed: dict[Path, bytes] = {}

    class Paced(Handler):
        under = "/"
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # noqa: N802
            """Send a file at the line's rate. A browser that uses this server as its proxy sends the whole URL."""
            self.path = urlsplit(self.path).path
            file = Path(self.translate_path(self.path))
            file = file / "index.html" if file.is_dir() else file
            time.sleep(line.wait)
            if not file.is_file():
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            squeeze = line.bits is not None and file.suffix != ".zip"
            body = packed.setdefault(file, gzip.compress(file.read_bytes(), 9) if squeeze else file.read_bytes())
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(file)))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-cache" if file.suffix == ".html" else "max-age=31536000, immutable")
            if squeeze:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.pace(body)

        def pace(self, body: bytes) -> None:
            """Send a body in pieces; all requests share the line."""
            if line.bits is None:
                self.wfile.write(body)
                return
            for at in range(0, len(body), 16_384):
                piece = body[at : at + 16_384]
                with turn:
                    time.sleep(len(piece) * 8 / line.bits)
                    self.wfile.write(piece)

    turn = threading.Lock()
    for file in (path for path in folder.rglob("*") if path.is_file() and line.bits is not None and path.suffix != ".zip"):
        packed[file] = gzip.compress(file.read_bytes(), 9)
    with run_server(type("PacedFolder", (Paced,), {"folder": folder})) as origin:
        yield f"{origin}/"


def collect_times(visits: Iterator[tuple[str, str, PageData]]) -> tuple[dict[tuple[str, str], list[float]], list[float]]:
    """Collect seconds to the first score, and milliseconds to another one.

    Seconds are by variant and kind of visit. All visits must agree on the score.
    """
    seconds: dict[tuple[str, str], list[float]] = {}
    rescored = []
    scores = set()
    for name, at, data in visits:
        seconds.setdefault((name, at), []).append(float(data["at"]) / 1000)
        scores.add(data["score"])
        rescored += [float(data["rescore"])] if "rescore" in data else []
    if len(scores) != 1:
        raise SystemExit(f"the two do not agree on the score: {scores}")
    return seconds, rescored


def measure_chromium(
    playwright: Playwright, executable: str, folders: dict[str, Path], line: Line, rounds: int
) -> tuple[dict[tuple[str, str], list[float]], list[float]]:
    """Measure Chromium over one line."""

    def make_visits() -> Iterator[tuple[str, str, PageData]]:
        with (
            serve_paced(folders["stock"], line) as stock_url,
            serve_paced(folders["ours"], line) as ours_url,
            TemporaryDirectory() as place,
        ):
            program = write_one_core_program(executable, Path(place)) if line.brake > 1 else executable
            for _ in range(rounds):
                for name, url in (("stock", stock_url), ("ours", ours_url)):
                    with TemporaryDirectory() as profile:
                        for at in ("cold", "warm"):
                            yield name, at, visit_page(playwright, program, profile, url, make_script(name, at), line.brake)

    return collect_times(make_visits())


def write_one_core_program(executable: str, folder: Path) -> str:
    """Write a program that starts the browser on one core, where the system has taskset."""
    taskset = shutil.which("taskset")
    if taskset is None:
        return executable
    program = folder / "chromium"
    program.write_text(f'#!/bin/sh\nexec "{taskset}" -c 0 "{executable}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def visit_page(playwright: Playwright, executable: str, profile: str, url: str, function: str, brake: int) -> PageData:
    """Open the page, and return the result of the script `function` in it."""
    context = playwright.chromium.launch_persistent_context(profile, executable_path=executable, args=FLAGS)
    try:
        page = context.new_page()
        if brake > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": brake})
        page.goto(url)
        page.set_default_timeout(120_000)
        answer: PageData = page.evaluate(function)
        return answer
    finally:
        context.close()


def measure_engine(engine: str, folders: dict[str, Path], rounds: int) -> Iterator[str]:
    """Measure Firefox or WebKitGTK; yield its row, or one that says why it has none."""
    versions: list[str] = []

    def make_visits() -> Iterator[tuple[str, str, PageData]]:
        with serve_paced(folders["stock"]) as stock_url, serve_paced(folders["ours"]) as ours_url:
            for _ in range(rounds):
                for name, url in (("stock", stock_url), ("ours", ours_url)):
                    # Each run has a new profile; between the two visits the browser opens another page.
                    visits = [
                        (url, make_script(name, "cold")),
                        ("about:blank", "() => navigator.userAgent"),
                        (url, make_script(name, "warm")),
                    ]
                    cold, version, warm = visit(engine, visits, urlsplit(url).netloc)
                    versions.append(version)
                    yield name, "cold", cold
                    yield name, "warm", warm

    try:
        seconds, rescored = collect_times(make_visits())
    except NoBrowserError as error:
        yield f"| {engine}: does not start here | | | | | | | |"
        print(error, file=sys.stderr)
        return
    # WebKitGTK's user agent says Safari, in a version that never changes.
    name = versions[0].split()[-1].replace("/", " ") if engine == "firefox" else "WebKitGTK"
    yield format_row(name, seconds, rescored)


if __name__ == "__main__":
    sys.exit(main())
