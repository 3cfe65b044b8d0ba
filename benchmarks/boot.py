"""How long a visitor waits for the first score, and for how many bytes: stock Pyodide beside this site's runtime, in one run.

    .venv/bin/python -m benchmarks.boot [--rounds 5] [--write]

Stock is what Pyodide's documentation shows: `loadPyodide()` in a module worker, `ssi_core` unpacked from a zip of its sources, one call.
Ours is the real engine with the real runtime. Both score the same answers, from the same server, with the same headers, in the same
browser, turn and turn about. A visit is cold in a new profile and warm when the browser is started again with that profile; the clock runs
from the start of the navigation to the score's arrival in the page. On the slow line the server paces what it sends, gzipped as GitHub
Pages does it.
"""

import argparse
import gzip
import hashlib
import json
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

from playwright.sync_api import Playwright, sync_playwright

from site_src.runtime import runtime
from site_src.runtime.bytecode import archive
from tests.browser import FLAGS, candidates
from tests.server import Handler, Server

ROOT = Path(__file__).parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
STOCK_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
README = Path(__file__).parent / "README.md"
TABLE_START, TABLE_END = "<!-- boot: written by benchmarks/boot.py -->", "<!-- /boot -->"

ANSWERS = {"connections": "500_or_more", "active_days": "every_day"}
PAGE = '<!doctype html><meta charset="utf-8"><title>Boot</title><form data-runtime="{}"></form><script type="module" src="{}"></script>'
OURS = """
import {{ startEngine }} from "./scripts/page/engine.js";
const engine = startEngine("{manifest}", () => {{}});
const reply = await engine.ask({{ do: "score", answers: {answers} }});
document.documentElement.dataset.score = reply.ok.total;
document.documentElement.dataset.at = performance.now();
const took = [];
for (let i = 0; i < 100; i += 1) {{
  const start = performance.now();
  await engine.ask({{ do: "score", answers: {answers}, role: "sales" }});
  took.push(performance.now() - start);
}}
document.documentElement.dataset.rescore = took.sort((one, other) => one - other)[95];
"""
STOCK = """
const worker = new Worker("worker.js", {{ type: "module" }});
worker.onmessage = ({{ data }}) => {{
  document.documentElement.dataset.score = JSON.parse(data).ok.total;
  document.documentElement.dataset.at = performance.now();
}};
"""
STOCK_WORKER = """
import {{ loadPyodide }} from "./pyodide.mjs";
const [pyodide, core] = await Promise.all([loadPyodide(), fetch("ssi_core.zip").then((response) => response.arrayBuffer())]);
pyodide.unpackArchive(core, "zip");
const handle = pyodide.runPython("from ssi_core.wire import handle; handle");
postMessage(handle(JSON.stringify({{ do: "score", answers: {answers} }})));
"""


@dataclass(frozen=True)
class Line:
    """A connection. `bits` a second, None for as fast as it goes; `wait` seconds before each answer."""

    name: str
    bits: int | None
    wait: float


LINES = (Line("this machine", None, 0), Line("10 Mbit/s, 50 ms", 10_000_000, 0.05))


def main() -> int:
    """Measure, print the table, and with --write put it into README.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="visits of each kind; the table shows medians")
    parser.add_argument("--write", action="store_true", help="write the table into benchmarks/README.md")
    asked = parser.parse_args()
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folders = {"stock": stock(Path(name) / "stock"), "ours": ours(Path(name) / "ours")}
        executable = next(path for path in candidates(playwright) if Path(path).exists())
        browser = subprocess.run([executable, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        rows = [row for line in LINES for row in times(playwright, executable, folders, line, asked.rounds)]
        table = "\n".join([heading(browser, asked.rounds), "", *rows, *sizes(folders)])
    print(table)
    if asked.write:
        before, _, rest = README.read_text(encoding="utf-8").partition(TABLE_START)
        README.write_text(f"{before}{TABLE_START}\n{table}\n{TABLE_END}{rest.partition(TABLE_END)[2]}", encoding="utf-8")
    return 0


def heading(browser: str, rounds: int) -> str:
    """What was measured, with what, when and where."""
    version = json.loads((PYODIDE / "package.json").read_bytes())["version"]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    what = f"Medians of {rounds} visits, in seconds to the first score."
    return f"{date.today().isoformat()}, {browser}, Pyodide {version}, {machine}. {what}"


def stock(folder: Path) -> Path:
    """A site with Pyodide as npm brings it."""
    folder.mkdir()
    for file in STOCK_FILES:
        shutil.copy(PYODIDE / file, folder / file)
    sources = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "ssi_core").rglob("*.py")}
    (folder / "ssi_core.zip").write_bytes(archive(sources))
    (folder / "worker.js").write_text(STOCK_WORKER.format(answers=json.dumps(ANSWERS)), encoding="utf-8")
    (folder / "start.js").write_text(STOCK.format(), encoding="utf-8")
    (folder / "index.html").write_text(PAGE.format("", "start.js"), encoding="utf-8")
    return folder


def ours(folder: Path) -> Path:
    """A site with this project's engine and runtime."""
    folder.mkdir()
    made = runtime(ROOT)
    for output in made.outputs:
        (folder / output.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / output.path).write_bytes(output.data)
    for part in ("page", "worker"):
        shutil.copytree(ROOT / "site_src" / "browser" / part, folder / "scripts" / part)
    (folder / "start.js").write_text(OURS.format(manifest=made.manifest, answers=json.dumps(ANSWERS)), encoding="utf-8")
    (folder / "index.html").write_text(PAGE.format(made.manifest, "start.js"), encoding="utf-8")
    return folder


@contextmanager
def served(folder: Path, line: Line) -> Iterator[str]:
    """Serve a folder over a line: cached for ever, because every address of ours is good for ever, and stock gets the same favour."""
    packed: dict[Path, bytes] = {}

    class Paced(Handler):
        under = "/"
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # noqa: N802
            """Send a file, waiting as the line would."""
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
            """All requests share the line."""
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
    server = Server(("127.0.0.1", 0), type("PacedFolder", (Paced,), {"folder": folder}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def times(playwright: Playwright, executable: str, folders: dict[str, Path], line: Line, rounds: int) -> Iterator[str]:
    """The rows of the table for one line."""
    seconds: dict[tuple[str, str], list[float]] = {(name, visit): [] for name in folders for visit in ("cold", "warm")}
    rescored = []
    scores = set()
    with served(folders["stock"], line) as stock_url, served(folders["ours"], line) as ours_url:
        for _ in range(rounds):
            for name, url in (("stock", stock_url), ("ours", ours_url)):
                with TemporaryDirectory() as profile:
                    for visit in ("cold", "warm"):
                        told = visited(playwright, executable, profile, url)
                        seconds[name, visit].append(float(told["at"]) / 1000)
                        scores.add(told["score"])
                        rescored += [float(told["rescore"])] if "rescore" in told else []
    if len(scores) != 1:
        raise SystemExit(f"the two do not agree on the score: {scores}")
    yield f"| {line.name} | stock | ours | ratio |"
    yield "|---|---:|---:|---:|"
    for visit in ("cold", "warm"):
        before, after = median(seconds["stock", visit]), median(seconds["ours", visit])
        yield f"| {visit} | {before:.2f} | {after:.2f} | {after / before:.2f} |"
    yield ""
    yield f"A score after an answer changes, there and back, at the 95th percentile: {median(rescored):.1f} ms (ours)."
    yield ""


def visited(playwright: Playwright, executable: str, profile: str, url: str) -> dict[str, str]:
    """What the page tells of itself: when the first score came (`at`), and what it was (`score`)."""
    context = playwright.chromium.launch_persistent_context(profile, executable_path=executable, args=FLAGS)
    try:
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("html[data-at]", state="attached", timeout=120_000)
        # The browser puts compiled code away after a while.
        page.wait_for_timeout(2000)
        told: dict[str, str] = page.evaluate("({ ...document.documentElement.dataset })")
        return told
    finally:
        context.close()


def sizes(folders: dict[str, Path]) -> Iterator[str]:
    """What a first visit fetches, in bytes, by the way a host sends it."""
    ways = ("raw", "gzip 9", "gzip 9, .zip as it is", "brotli 11")
    totals = {name: dict.fromkeys(ways, 0) for name in folders}
    for name, folder in folders.items():
        for file in (path for path in folder.rglob("*") if path.is_file()):
            if file.parent.name == "page" and file.name != "engine.js":
                continue  # The quiz, which stock has none of.
            data = file.read_bytes()
            squeezed = len(gzip.compress(data, 9, mtime=0))
            lengths = (len(data), squeezed, len(data) if file.suffix == ".zip" else squeezed, brotli(data))
            for way, length in zip(ways, lengths, strict=True):
                totals[name][way] += length
    yield "| bytes of a first visit | stock | ours | ratio |"
    yield "|---|---:|---:|---:|"
    for way in ways:
        before, after = totals["stock"][way], totals["ours"][way]
        yield f"| {way} | {before:,} | {after:,} | {after / before:.2f} |"


def brotli(data: bytes) -> int:
    """The length of the data after brotli at its best. Node has it built in; ten megabytes take half a minute, so the answer is kept."""
    known = ROOT / ".cache" / "brotli" / hashlib.sha256(data).hexdigest()
    if not known.exists():
        code = """
            const zlib = require("node:zlib");
            const data = require("node:fs").readFileSync(0);
            const params = { [zlib.constants.BROTLI_PARAM_LGWIN]: 24, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: data.length };
            console.log(zlib.brotliCompressSync(data, { params }).length);
        """
        node = shutil.which("node", path=str(Path(sys.executable).parent)) or "node"
        done = subprocess.run([node, "-e", code], input=data, capture_output=True, check=True)
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_bytes(done.stdout)
    return int(known.read_text(encoding="ascii"))


if __name__ == "__main__":
    sys.exit(main())
