"""How long a visitor waits for the first score, and for how many bytes: stock Pyodide beside this site's runtime, in one run.

    .venv/bin/python -m benchmarks.boot [--rounds 3] [--write]

Stock is what Pyodide's documentation shows: `loadPyodide()` in a module worker, `ssi_core` unpacked from a zip of its sources, one call.
Ours is the real engine with the real runtime, its scripts as they ship. Both score the same answers, from the same server, with the same
headers, in the same browser, turn and turn about. The clock runs from the start of the navigation to the score's arrival in the page.

A visit is cold in a new profile. In Chromium it is warm when the browser is started again with that profile; Firefox and WebKitGTK go back
to the page in the same browser. What a visit keeps for the next, it has had two and a half seconds for. On the slow line the server paces
what it sends, gzipped as GitHub Pages does it. The slow processor is one core for the whole browser, and the developer tools' fourfold
brake on the worker, where they offer it.
"""

import argparse
import gzip
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Playwright, sync_playwright

from site_src.compress import compress
from site_src.model import BROWSER, Output
from site_src.read import read
from site_src.runtime import runtime
from site_src.runtime.archive import archive
from site_src.scripts import scripts
from tests.browser import FLAGS, candidates
from tests.engines import NoBrowserError, visit
from tests.server import Handler, Server

ROOT = Path(__file__).parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
STOCK_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
AFTERWARDS = "pyodide_rest."
"""What the name begins with of the file that our worker fetches after the first score."""
README = Path(__file__).parent / "README.md"
TABLE_START, TABLE_END = "<!-- boot: written by benchmarks/boot.py -->", "<!-- /boot -->"

ANSWERS = {"connections": "500_or_more", "active_days": "every_day"}
# Ours names its modules in the head, and has the engine begin there, as the quiz does.
HEAD = '<!doctype html><meta charset="utf-8"><title>Boot</title>'
STOCK_PAGE = f'{HEAD}<script type="module" src="start.js"></script>'
OURS_PAGE = f"""{HEAD}<link rel="modulepreload" href="page/trusted_types.js"><link rel="modulepreload" href="page/engine.js">
<script type="module" async src="page/engine.js" data-manifest="{{0}}" data-worker="worker/worker.js"></script>
<form data-runtime="{{0}}" data-worker="worker/worker.js"></form><script type="module" src="start.js"></script>"""
OURS = """
import {{ startEngine }} from "./page/engine.js";
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


# Runs in the page and tells when the first score came (`at`), and what it was (`score`). On a first visit browsers put compiled code away
# after a while, and so does our engine with what it started; a second visit is over when the score and the hundred after it are there.
TELL = """async () => {
  while (!("LAST" in document.documentElement.dataset)) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, WAIT));
  return { ...document.documentElement.dataset };
}"""


def script(name: str, at: str) -> str:
    """What to run in a page of `name` on a cold or warm visit."""
    return TELL.replace("LAST", "rescore" if name == "ours" else "at").replace("WAIT", "2500" if at == "cold" else "0")


@dataclass(frozen=True)
class Line:
    """A connection and a machine. `bits` a second, None for as fast as it goes; `wait` seconds before each answer; `brake` on the page."""

    name: str
    bits: int | None = None
    wait: float = 0
    brake: int = 1


LINES = (Line("as it is"), Line("10 Mbit/s, 50 ms", 10_000_000, 0.05), Line("one core, page braked 4×", brake=4))
Told = dict[str, str]


def main() -> int:
    """Measure, print the table, and with --write put it into README.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="visits of each kind; the table shows medians")
    parser.add_argument("--write", action="store_true", help="write the table into benchmarks/README.md")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folders = {"stock": stock(Path(name) / "stock"), "ours": ours(Path(name) / "ours")}
        executable = next(path for path in candidates(playwright) if Path(path).exists())
        browser = subprocess.run([executable, "--version"], capture_output=True, text=True, check=True).stdout.split(" built")[0].strip()
        rows = [row(f"{browser.strip()}, {line.name}", *chromium(playwright, executable, folders, line, asked.rounds)) for line in LINES]
        rows += [found for engine in ("firefox", "webkit") for found in others(engine, folders, asked.rounds)]
        table = "\n".join([heading(asked.rounds, load), "", *TITLES, *rows, "", *sizes(folders)])
    print(table)
    if asked.write:
        before, _, rest = README.read_text(encoding="utf-8").partition(TABLE_START)
        README.write_text(f"{before}{TABLE_START}\n{table}\n{TABLE_END}{rest.partition(TABLE_END)[2]}", encoding="utf-8")
    return 0


def heading(rounds: int, load: float) -> str:
    """What was measured, with what, when and where."""
    version = json.loads((PYODIDE / "package.json").read_bytes())["version"]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    busy = f"load {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    what = (
        f"Medians of {rounds} visits of each kind, in seconds to the first score; the last column in milliseconds, at the 95th percentile."
    )
    return f"{date.today().isoformat()}, Pyodide {version}, {machine}, {busy}. {what}"


TITLES = (
    "| browser | cold: stock | ours | ratio | warm: stock | ours | ratio | another score, there and back |",
    "|---|---:|---:|---:|---:|---:|---:|---:|",
)


def row(name: str, seconds: dict[tuple[str, str], list[float]], rescored: list[float]) -> str:
    """A line of the table."""
    cells = [name]
    for at in ("cold", "warm"):
        before, after = median(seconds["stock", at]), median(seconds["ours", at])
        cells += [f"{before:.2f}", f"{after:.2f}", f"{after / before:.2f}"]
    return f"| {' | '.join([*cells, f'{median(rescored):.1f}'])} |"


def stock(folder: Path) -> Path:
    """A site with Pyodide as npm brings it."""
    folder.mkdir()
    for file in STOCK_FILES:
        shutil.copy(PYODIDE / file, folder / file)
    sources = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "ssi_core").rglob("*.py")}
    (folder / "ssi_core.zip").write_bytes(archive(sources))
    (folder / "worker.js").write_text(STOCK_WORKER.format(answers=json.dumps(ANSWERS)), encoding="utf-8")
    (folder / "start.js").write_text(STOCK.format(), encoding="utf-8")
    (folder / "index.html").write_text(STOCK_PAGE, encoding="utf-8")
    return folder


def ours(folder: Path) -> Path:
    """A site with this project's engine and runtime."""
    folder.mkdir()
    made = runtime(ROOT)
    told = next(json.loads(output.data) for output in made.outputs if output.path == made.manifest)
    # Only somebody who hands over LinkedIn's archive fetches what reads it.
    for output in (each for each in made.outputs if each.path.name != told["later"]["export"]["path"]):
        (folder / output.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / output.path).write_bytes(output.data)
    shipped, problems = scripts(read(ROOT / BROWSER, BROWSER)[0], ("worker/worker.js",))
    assert not problems, problems
    for source in (each for each in shipped if each.path.suffix == ".js" and each.path.parent.name in ("page", "worker")):
        file = folder / source.path.relative_to(BROWSER)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(source.data)
    (folder / "start.js").write_text(OURS.format(manifest=made.manifest, answers=json.dumps(ANSWERS)), encoding="utf-8")
    (folder / "index.html").write_text(OURS_PAGE.format(made.manifest), encoding="utf-8")
    return folder


@contextmanager
def served(folder: Path, line: Line = LINES[0]) -> Iterator[str]:
    """Serve a folder over a line: cached for ever, because every address of ours is good for ever, and stock gets the same favour."""
    packed: dict[Path, bytes] = {}

    class Paced(Handler):
        under = "/"
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # noqa: N802
            """Send a file, waiting as the line would. A browser that takes this server for its proxy says the whole address."""
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


def measured(tell: Iterator[tuple[str, str, Told]]) -> tuple[dict[tuple[str, str], list[float]], list[float]]:
    """Seconds to the first score by variant and kind of visit, and milliseconds to another one. All must agree on the score."""
    seconds: dict[tuple[str, str], list[float]] = {}
    rescored = []
    scores = set()
    for name, at, told in tell:
        seconds.setdefault((name, at), []).append(float(told["at"]) / 1000)
        scores.add(told["score"])
        rescored += [float(told["rescore"])] if "rescore" in told else []
    if len(scores) != 1:
        raise SystemExit(f"the two do not agree on the score: {scores}")
    return seconds, rescored


def chromium(
    playwright: Playwright, executable: str, folders: dict[str, Path], line: Line, rounds: int
) -> tuple[dict[tuple[str, str], list[float]], list[float]]:
    """Chromium over one line."""

    def tell() -> Iterator[tuple[str, str, Told]]:
        with served(folders["stock"], line) as stock_url, served(folders["ours"], line) as ours_url, TemporaryDirectory() as place:
            program = one_core(executable, Path(place)) if line.brake > 1 else executable
            for _ in range(rounds):
                for name, url in (("stock", stock_url), ("ours", ours_url)):
                    with TemporaryDirectory() as profile:
                        for at in ("cold", "warm"):
                            yield name, at, visited(playwright, program, profile, url, script(name, at), line.brake)

    return measured(tell())


def one_core(executable: str, folder: Path) -> str:
    """A program that starts the browser on one core, where the system can do that."""
    taskset = shutil.which("taskset")
    if taskset is None:
        return executable
    program = folder / "chromium"
    program.write_text(f'#!/bin/sh\nexec "{taskset}" -c 0 "{executable}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def visited(playwright: Playwright, executable: str, profile: str, url: str, function: str, brake: int) -> Told:
    """What the page tells of itself."""
    context = playwright.chromium.launch_persistent_context(profile, executable_path=executable, args=FLAGS)
    try:
        page = context.new_page()
        if brake > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": brake})
        page.goto(url)
        page.set_default_timeout(120_000)
        answer: Told = page.evaluate(function)
        return answer
    finally:
        context.close()


def others(engine: str, folders: dict[str, Path], rounds: int) -> Iterator[str]:
    """The row of another engine, or why there is none."""
    versions: list[str] = []

    def tell() -> Iterator[tuple[str, str, Told]]:
        with served(folders["stock"]) as stock_url, served(folders["ours"]) as ours_url:
            for _ in range(rounds):
                for name, url in (("stock", stock_url), ("ours", ours_url)):
                    # Each run is a new profile; between the two visits the browser is somewhere else.
                    visits = [(url, script(name, "cold")), ("about:blank", "() => navigator.userAgent"), (url, script(name, "warm"))]
                    cold, version, warm = visit(engine, visits, urlsplit(url).netloc)
                    versions.append(version)
                    yield name, "cold", cold
                    yield name, "warm", warm

    try:
        seconds, rescored = measured(tell())
    except NoBrowserError as error:
        yield f"| {engine}: does not start here | | | | | | | |"
        print(error, file=sys.stderr)
        return
    # WebKitGTK calls itself Safari, in a version that never changes.
    name = versions[0].split()[-1].replace("/", " ") if engine == "firefox" else "WebKitGTK"
    yield row(name, seconds, rescored)


def sizes(folders: dict[str, Path]) -> Iterator[str]:
    """What a first visit fetches, in bytes, by the way a host sends it: until the first score, and with what it fetches after that."""
    hosts: dict[str, Callable[[bytes, str], int]] = {
        "nothing": lambda data, _: len(data),
        "gzip, but no .zip (GitHub Pages)": lambda data, ending: len(data) if ending == ".zip" else gzipped(data),
        "gzip (.gz beside the file)": lambda data, _: gzipped(data),
        "brotli (.br beside the file)": lambda data, _: brotli(data),
    }
    files = {name: [path for path in folder.rglob("*") if path.is_file()] for name, folder in folders.items()}
    at_once = [path for path in files["ours"] if not path.name.startswith(AFTERWARDS)]
    yield "| the host compresses with | stock, bytes | ours, to the first score | ratio | ours, all of it | ratio |"
    yield "|---|---:|---:|---:|---:|---:|"
    for host, length in hosts.items():
        before, score, after = (
            sum(length(file.read_bytes(), file.suffix) for file in each) for each in (files["stock"], at_once, files["ours"])
        )
        yield f"| {host} | {before:,} | {score:,} | {score / before:.2f} | {after:,} | {after / before:.2f} |"


def gzipped(data: bytes) -> int:
    """The length of the data after gzip at its best."""
    return len(gzip.compress(data, 9, mtime=0))


def brotli(data: bytes) -> int:
    """The length of the data after brotli at its best, kept where the build keeps it."""
    made = compress((Output(PurePosixPath("any.js"), data),), ROOT / ".cache" / "compressed", print)
    return next(len(each.data) for each in made if each.path.suffix == ".br")


if __name__ == "__main__":
    sys.exit(main())
