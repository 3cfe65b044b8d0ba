"""Lighthouse on four built pages, as a phone on a slow line would see them.

    .venv/bin/python -m benchmarks.lighthouse [--rounds 3] [--write]

The pages are home, a pillar, the quiz and the method. The server does what a good host does: it sends the build's .br or .gz copies, keeps
connections of HTTP/1.1 open, lets files with a hash in their name be cached for a year, and has pages revalidated. Lighthouse's default
settings for mobile are used: a mid-range phone, 1.6 Mbit/s, 150 ms. Scores are medians of the rounds; performance depends on how busy the
machine is.

Lighthouse needs a hundred packages, which `benchmarks/package-lock.json` pins; packages.py installs them.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.packages import install_packages
from site_src.toolchain import find_node
from tests.support.browser import FLAGS, list_candidates
from tests.support.server import Handler, run_server

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
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
    options = parser.parse_args()
    load = os.getloadavg()[0]
    program = install_packages() / "node_modules" / "lighthouse" / "cli" / "index.js"
    with TemporaryDirectory() as name, serve_compressed(Path(name)) as url:
        subprocess.run(
            [sys.executable, "build.py", "build", "--compress", "--base-url", url, "--output", name],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        pages = {page: f"{url}{address}" for page, address in find_addresses(options.language).items()}
        found = {page: [visit(program, address) for _ in range(options.rounds)] for page, address in pages.items()}
    version = found[PAGES[0]][0]["lighthouseVersion"]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    busy = f"load {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    heading = f"{date.today().isoformat()}, Lighthouse {version}, mobile, medians of {options.rounds}, {machine}, {busy}."
    table = "\n".join([heading, "", *format_rows(found)])
    print(table)
    for line in list_complaints(found):
        print(line)
    if options.write:
        before, _, rest = README.read_text(encoding="utf-8").partition(TABLE_START)
        README.write_text(f"{before}{TABLE_START}\n{table}\n{TABLE_END}{rest.partition(TABLE_END)[2]}", encoding="utf-8")
    return 0


def find_addresses(language: str) -> dict[str, str]:
    """Find the pages' paths in `dist/`, by the names of their files."""
    paths = {}
    for page in PAGES:
        text = (ROOT / "content" / language / f"{page}.md").read_text(encoding="utf-8")
        slug = next(line.removeprefix("slug:").strip() for line in text.splitlines() if line.startswith("slug:"))
        paths[page] = f"{language}/{slug}.html"
    return paths


@contextmanager
def serve_compressed(folder: Path) -> Iterator[str]:
    """Serve a folder as the module's docstring says; yield its URL."""

    class Host(Handler):
        protocol_version = "HTTP/1.1"
        under = "/"

        def do_GET(self) -> None:  # noqa: N802
            """Send the file, or its compressed copy."""
            file = Path(self.translate_path(self.path.split("?")[0]))
            file = file / "index.html" if file.is_dir() else file
            if not file.is_file():
                self.send_error(404)
                return
            accepted = self.headers.get("Accept-Encoding", "")
            copies = [(name, file.with_name(file.name + ending)) for name, ending in ENCODINGS if name in accepted]
            copy = next(((name, path) for name, path in copies if path.is_file()), None)
            body = (copy[1] if copy else file).read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(file)))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Vary", "Accept-Encoding")
            immutable = file.relative_to(folder).parts[0] in ("assets", "runtime")
            self.send_header("Cache-Control", "max-age=31536000, immutable" if immutable else "no-cache")
            if copy:
                self.send_header("Content-Encoding", copy[0])
            self.end_headers()
            self.wfile.write(body)

    with run_server(type("HostOfFolder", (Host,), {"folder": folder})) as origin:
        yield f"{origin}/"


def visit(program: Path, url: str) -> dict[str, Any]:
    """Run Lighthouse on a URL; return its report."""
    with sync_playwright() as playwright:
        browser = next(path for path in list_candidates(playwright) if Path(path).exists())
    flags = " ".join(["--headless=new", *FLAGS])
    command = [find_node(), str(program), url, "--output=json", "--quiet", "--no-enable-error-reporting", f"--chrome-flags={flags}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env={**os.environ, "CHROME_PATH": browser}, check=False)
    if done.returncode != 0:
        raise SystemExit(f"Lighthouse failed on {url}: {done.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    if "runtimeError" in report:
        raise SystemExit(f"Lighthouse failed on {url}: {report['runtimeError']['message']}")
    return report


def format_rows(found: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Yield the table's rows: scores out of 100, and the measures behind performance."""
    yield "| page | performance | accessibility | best practices | SEO | largest paint, s | blocked, ms | shift | kB |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for page, reports in found.items():
        scores = [median(100 * report["categories"][name]["score"] for report in reports) for name in CATEGORIES]
        shown = [f"{score:.0f}" + ("" if score >= WANTED else " (!)") for score in scores]
        paint = find_median(reports, "largest-contentful-paint") / 1000
        cells = [
            f"{paint:.1f}",
            f"{find_median(reports, 'total-blocking-time'):.0f}",
            f"{find_median(reports, 'cumulative-layout-shift'):.3f}",
        ]
        yield f"| {' | '.join([page, *shown, *cells, f'{find_median(reports, "total-byte-weight") / 1000:.0f}'])} |"


def find_median(reports: list[dict[str, Any]], audit: str) -> float:
    """Return the median of an audit's values."""
    return median(float(report["audits"][audit]["numericValue"]) for report in reports)


def list_complaints(found: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """List the audits that cost a category points, in the last round."""
    for page, reports in found.items():
        audits = reports[-1]["audits"]
        for name in CATEGORIES:
            for part in reports[-1]["categories"][name]["auditRefs"]:
                audit = audits[part["id"]]
                if part["weight"] and audit["score"] is not None and audit["score"] < 0.99:
                    yield f"{page}: {name}: {audit['title']}: {audit['score']} {audit.get('displayValue', '')}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
