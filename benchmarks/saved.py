"""Benchmark of an author's wait, from a saved file to its words in the browser.

It runs `build.py serve` and a real Chromium on a copy of the project, so that no real text changes: with the real site, and with the
invented pages of the other tables. The page that changes is open, scrolled down a little; a word is written into its Markdown, and the
clock runs until that word is in the page.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks.programs import ROOT, Text, make_ours
from tests.support import browser as installed

_LINKED = ("node_modules", ".cache/runtime", ".cache/single_file")
_COPIED = ("build.py", "package.json", "site_src", "ssi_core", "content", "templates")
_SCROLLED = 200


def measure_saves(folder: Path, pages: list[Text], rounds: int) -> list[str]:
    """Measure seconds from saving a file to the browser; return the table's rows.

    Each has the median and longest time, and whether the page kept its scroll position.
    """
    rows = ["| saved, until it is in the browser | median | longest | scrolled as before |", "|---|---:|---:|---|"]
    real = _copy(folder / "real")
    rows.append(_format_row("the real site", *_measure(real, "content/en/method.md", "en/method.html", rounds)))
    many = _copy(folder / "many")
    make_ours(folder / "invented", pages)
    for name in ("content", "templates"):
        shutil.rmtree(many / name)
        (folder / "invented" / name).rename(many / name)
    rows.append(_format_row(f"{len(pages):,} pages", *_measure(many, "content/en/p0007.md", "en/p0007.html", rounds)))
    return rows


def _format_row(name: str, seconds: list[float], stayed: bool) -> str:
    return f"| {name} | {median(seconds):.2f} | {max(seconds):.2f} | {'yes' if stayed else 'no'} |"


def _copy(folder: Path) -> Path:
    (folder / ".cache").mkdir(parents=True)
    for name in _LINKED:
        (folder / name).symlink_to(ROOT / name)
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def _measure(root: Path, file: str, page: str, rounds: int) -> tuple[list[float], bool]:
    """Measure the seconds of each round, and whether every reload kept the scroll position."""
    source = root / file
    # Words are added at the end of the text, below the visible part; the first round is for warming up, and is not counted.
    text = source.read_text(encoding="utf-8")
    seconds: list[float] = []
    stayed = True
    with _serve(root) as url, sync_playwright() as playwright:
        browser = installed.launch(playwright)
        if browser is None:
            raise SystemExit(installed.ADVICE)
        shown = browser.new_page()
        shown.goto(url + page)
        for turn in range(rounds + 1):
            shown.wait_for_function("window.LiveReload?.connector")
            # livereload reloads at once only pages that have been connected for a moment.
            time.sleep(1)
            shown.evaluate(f"scrollTo({{ top: {_SCROLLED}, behavior: 'instant' }})")
            word = f"saved{turn}x"
            start = time.perf_counter()
            source.write_text(f"{text}\nA line with {word}.\n", encoding="utf-8")
            shown.wait_for_function("word => document.body?.textContent.includes(word)", arg=word)
            seconds.append(time.perf_counter() - start)
            stayed = stayed and bool(shown.evaluate(f"scrollY === {_SCROLLED}"))
        browser.close()
    return seconds[1:], stayed


@contextmanager
def _serve(root: Path) -> Iterator[str]:
    """Run `build.py serve`; yield its address."""
    with subprocess.Popen(
        [sys.executable, "build.py", "serve"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            assert process.stdout
            found = next((match for line in process.stdout if (match := re.search(r"http://[\d.:]+/", line))), None)
            if not found:
                raise SystemExit("build.py serve printed no address")
            yield found[0]
        finally:
            process.kill()
