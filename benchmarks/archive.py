"""How long a large archive takes, and how much memory: once, twice and four times as large, beside `csv` reading the same files.

    .venv/bin/python -m benchmarks.archive [--rounds 3] [--no-browser] [--write]

The archive once: 30,000 connections, 100,000 messages of 60 MB, 50,000 reactions; texts are words by chance, so that they pack as text
does. `csv` only goes through the rows of those three files, unpacked by `zipfile`, with every cell decoded, as a parser would that is not
told which columns matter; it measures nothing. Each run is a process of its own. Seconds are the processor's, so that a busy machine
changes little; the memory is the most that a run ever held beyond what Python had held before it opened the file.

In the browser it is the page that a visitor uses, in Chromium: seconds by the clock from the choice of the file to the review, and the
longest that the page did not draw meanwhile.

A second table is of files made to be slow (`tests/hostile_archives.py`), each read with CPython beside an honest one.
"""

import argparse
import os
import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from playwright.sync_api import sync_playwright

from tests import browser as installed
from tests.frames import WATCH
from tests.hostile_archives import ATTACKS, make_attack, measure
from tests.linkedin_archive import MEMBER, connections, dated, files, moments
from tests.server import serve

ROOT = Path(__file__).parent.parent
README = Path(__file__).parent / "README.md"
TABLE_START, TABLE_END = "<!-- archive: written by benchmarks/archive.py -->", "<!-- /archive -->"
ATTACKS_START, ATTACKS_END = "<!-- attacks: written by benchmarks/archive.py -->", "<!-- /attacks -->"
type Visit = Callable[[Path], tuple[float, float]]

SCALES = (1, 2, 4)
CONNECTIONS, MESSAGES, REACTIONS = 30_000, 100_000, 50_000
MESSAGE_BYTES = 600
HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,"
    "IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
)

RUN = """
import re, sys, time
sys.path.insert(0, {root!r})
{imports}
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
before, start = peak(), time.process_time()
{work}
print(time.process_time() - start, peak() - before)
"""
OURS = (
    "from ssi_core.linkedin_export.archive import Given\nfrom ssi_core.linkedin_export.report import read_export",
    "with open(sys.argv[1], 'rb') as file:\n    assert len(read_export([Given('x.zip', file)])['answers']) == 17",
)
CSV = (
    "import csv, io, zipfile",
    "with zipfile.ZipFile(sys.argv[1]) as file:\n"
    "    for name in ('Connections.csv', 'messages.csv', 'Reactions_123456789.csv'):\n"
    "        for row in csv.reader(io.TextIOWrapper(file.open(name), newline='')):\n"
    "            pass",
)


def archive(path: Path, scale: int) -> int:
    """Write the archive, so many times as large, and return how many bytes the messages are."""
    chance = random.Random(5)
    words = ["".join(chance.choices("aaeeeioubdfghklmnprstvz", k=chance.randint(2, 9))) for _ in range(4000)]
    member = replace(MEMBER, connections=CONNECTIONS * scale)
    stamps = [str(moment) for moment in moments(member, 3000 * scale, (REACTIONS - 3000) * scale // 10, 8)]
    reactions = dated(
        "Date,Type,Link", (stamps[at % len(stamps)] for at in range(REACTIONS * scale)), "LIKE", "https://www.linkedin.com/feed/update/1"
    )
    small = files()
    size = 0
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as whole:
        for name, data in small.items():
            if not name.startswith(("Connections", "messages", "Reactions")):
                whole.writestr(name, data)
        whole.writestr("Connections.csv", distinct(connections(member), chance, words))
        whole.writestr("Reactions_123456789.csv", reactions)
        with whole.open("messages.csv", "w") as file:
            for line in messages(chance, words, scale):
                size += file.write(line.encode())
    return size


def distinct(text: str, chance: random.Random, words: list[str]) -> str:
    """Connections of whom hardly two have the same title or employer: each is read for itself."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        cells = line.rsplit(",", 2)
        if len(cells) == 3 and cells[1] and not cells[1].endswith('"') and at > 4:
            lines[at] = f"{cells[0]} {chance.choice(words)},{cells[1]} {chance.choice(words)},{cells[2]}"
    return "\n".join(lines)


def messages(chance: random.Random, words: list[str], scale: int) -> Iterator[str]:
    """A third of them the member's own; everything quoted, as it has been since 2026, with line breaks and doubled quotes in it."""
    yield HEADER + "\n"
    for number in range(MESSAGES * scale):
        conversation = number // 20
        other = f'"Lid Nummer {conversation}","https://www.linkedin.com/in/lid-{conversation}"'
        own = '"Robin Voorbeeld","https://www.linkedin.com/in/robin-voorbeeld-0"'
        sender, receiver = (own, other) if number % 3 == 0 else (other, own)
        stamp = f"{date.fromordinal(MEMBER.last.toordinal() - number // (100 * scale))} {number % 24:02}:{number % 60:02}:07 UTC"
        text = " ".join(chance.choices(words, k=62))
        text = f'{text[:200]}\n\n""{text[200:300]}"", {text[300:]}'
        yield f'"2-{conversation:x}==","",{sender},{receiver},"{stamp}","","{text:<{MESSAGE_BYTES - 200}}","INBOX","","No","No"\n'


def run(program: tuple[str, str], path: Path) -> tuple[float, float]:
    """Seconds, and megabytes at most."""
    code = RUN.format(root=str(ROOT), imports=program[0], work=program[1])
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


@contextmanager
def visited() -> Iterator[Visit]:
    """The page that reads archives: built, served, open in Chromium, its engine started."""
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        dist = Path(name) / "dist"
        subprocess.run(
            [sys.executable, "build.py", "build", "--no-compress", "--output", str(dist)], cwd=ROOT, check=True, capture_output=True
        )
        chromium = installed.launch(playwright)
        assert chromium is not None, installed.ADVICE

        def visit(path: Path) -> tuple[float, float]:
            """Seconds to the review, and the longest gap between two frames, in milliseconds."""
            page = chromium.new_page()
            page.goto(f"{url}en/use-your-archive.html", wait_until="networkidle")
            page.wait_for_selector("html[data-engine=ready]")
            page.evaluate(WATCH)
            start = time.perf_counter()
            page.set_input_files("[data-files]", str(path))
            page.wait_for_selector("[data-review]:not([hidden])", timeout=600_000)
            seconds, longest = time.perf_counter() - start, float(page.evaluate("window.longest"))
            page.close()
            return seconds, longest

        with serve(dist) as url:
            yield visit
        chromium.close()


def measured(rounds: int, visit: Visit | None) -> list[str]:
    """The table, line by line."""
    lines = [
        "| archive | messages | packed | `csv`, rows only | ours | ratio | ours, most memory | in Chromium | longest without a frame |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    with TemporaryDirectory() as name:
        for scale in SCALES:
            path = Path(name) / f"{scale}.zip"
            size = archive(path, scale)
            results = [(run(CSV, path), run(OURS, path)) for _ in range(rounds)]
            theirs, ours = median(csv[0] for csv, _ in results), median(own[0] for _, own in results)
            memory = max(own[1] for _, own in results)
            sizes = f"{size / 1e6:.0f} MB | {path.stat().st_size / 1e6:.0f} MB"
            visits = [visit(path) for _ in range(rounds)] if visit else []
            seen = [f"{median(each[0] for each in visits):.1f} s", f"{median(each[1] for each in visits):.0f} ms"] if visits else ["", ""]
            cells = [f"{scale}×", sizes, f"{theirs:.2f} s", f"{ours:.2f} s", f"{ours / theirs:.2f}", f"{memory:.0f} MB", *seen]
            lines.append(f"| {' | '.join(cells)} |")
            print(lines[-1])
            path.unlink()
    return lines


def measure_attacks() -> list[str]:
    """The table of hostile files, line by line."""
    lines = ["| hostile file | size | processor | longest step | most memory | what is said |", "|---|---:|---:|---:|---:|---|"]
    with TemporaryDirectory() as name:
        for what in ATTACKS:
            attack = make_attack(what)
            spent = measure(attack, Path(name))
            cells = [what, f"{len(attack.data) / 1e6:.1f} MB", f"{spent.seconds:.2f} s", f"{spent.longest * 1000:.0f} ms"]
            lines.append(f"| {' | '.join([*cells, f'{spent.megabytes:.0f} MB', spent.problems.replace(',', ', ')])} |")
            print(lines[-1], flush=True)
    return lines


def main() -> int:
    """Measures, prints the table, and writes it into README.md where asked to."""
    parser = argparse.ArgumentParser(description="How long a large archive of LinkedIn's takes.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-browser", action="store_true", help="measure CPython only")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {README.relative_to(ROOT)}")
    options = parser.parse_args()
    before = os.getloadavg()[0]
    with nullcontext() if options.no_browser else visited() as visit:
        table = measured(options.rounds, visit)
    load = f"load {before:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    about = (
        f"{date.today()}, {platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors, {load}. Medians of {options.rounds} runs."
    )
    text = "\n".join([about, "", *table])
    print(text)
    attacks = "\n".join(measure_attacks())
    if options.write:
        write(text, TABLE_START, TABLE_END)
        write(attacks, ATTACKS_START, ATTACKS_END)
    return 0


def write(text: str, start: str, end: str) -> None:
    """Put a table into README.md, between its marks."""
    whole = README.read_text(encoding="utf-8")
    head, tail = whole.split(start)[0], whole.split(end)[1]
    README.write_text(f"{head}{start}\n{text}\n{end}{tail}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
