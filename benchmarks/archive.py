"""Benchmark of large archives from LinkedIn: time and memory, beside the module `csv`.

    .venv/bin/python -m benchmarks.archive [--rounds 3] [--no-browser] [--write]

The archive has 30,000 connections, 100,000 messages of 60 MB and 50,000 reactions, or twice or four times as many. Texts are random words,
so that they compress as text does. `csv` only iterates over the rows of those three files, unpacked by `zipfile`, with every cell decoded,
as a parser does that does not know which columns matter; it measures nothing. Each run is a separate process. Seconds are processor time,
so that a busy machine changes little; memory is the run's peak minus that of Python before it opened the file.

The browser is Chromium, with the page that visitors use: seconds by the clock from the choice of the file to the review, and the longest
time between two frames meanwhile.

A second table is of the score over time: each round reads the first archive without it, then with it, and the table has the medians of the
rounds' ratios. Its connections are spread over the years since 2005, as a member's are.

A third table is of files made to be slow (`tests/support/hostile_archives.py`), each read with CPython beside an honest one.
"""

import argparse
import os
import platform
import random
import re
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

from tests.support import browser as installed
from tests.support.frames import WATCH
from tests.support.hostile_archives import ATTACKS, make_attack, measure
from tests.support.linkedin_archive import MEMBER, list_moments, make_files, write_connections, write_dates
from tests.support.server import serve

ROOT = Path(__file__).parent.parent
README = Path(__file__).parent / "README.md"
OVER_TIME_START, OVER_TIME_END = "<!-- over time: written by benchmarks/archive.py -->", "<!-- /over time -->"
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
    "from ssi_core.linkedin_export.archive import InputFile\nfrom ssi_core.linkedin_export.report import read_export",
    "with open(sys.argv[1], 'rb') as file:\n    assert len(read_export([InputFile('x.zip', file)])['answers']) == 17",
)
OVER_TIME = (
    OURS[0],
    "with open(sys.argv[1], 'rb') as file:\n"
    "    report = read_export([InputFile('x.zip', file)], over_time=True)\n"
    "    assert len(report['over_time']) > 200 and len(report['forecast']) == 3",
)
CSV = (
    "import csv, io, zipfile",
    "with zipfile.ZipFile(sys.argv[1]) as file:\n"
    "    for name in ('Connections.csv', 'messages.csv', 'Reactions_123456789.csv'):\n"
    "        for row in csv.reader(io.TextIOWrapper(file.open(name), newline='')):\n"
    "            pass",
)


def write_archive(path: Path, scale: int, *, spread: bool = False) -> int:
    """Write an archive `scale` times as large; return its messages' bytes. `spread`: the connections over twenty years, by day."""
    chance = random.Random(5)
    words = ["".join(chance.choices("aaeeeioubdfghklmnprstvz", k=chance.randint(2, 9))) for _ in range(4000)]
    member = replace(MEMBER, connections=CONNECTIONS * scale)
    stamps = [str(moment) for moment in list_moments(member, 3000 * scale, (REACTIONS - 3000) * scale // 10, 8)]
    reactions = write_dates(
        "Date,Type,Link", (stamps[at % len(stamps)] for at in range(REACTIONS * scale)), "LIKE", "https://www.linkedin.com/feed/update/1"
    )
    small = make_files()
    size = 0
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in small.items():
            if not name.startswith(("Connections", "messages", "Reactions")):
                archive.writestr(name, data)
        connections = vary_rows(write_connections(member), chance, words)
        archive.writestr("Connections.csv", spread_days(connections) if spread else connections)
        archive.writestr("Reactions_123456789.csv", reactions)
        with archive.open("messages.csv", "w") as file:
            for line in make_messages(chance, words, scale):
                size += file.write(line.encode())
    return size


def spread_days(text: str) -> str:
    """Spread the days of connections over twenty years, newest first."""
    lines = text.split("\n")
    days = [date.fromordinal(MEMBER.last.toordinal() - at * 20 * 365 // len(lines)) for at in range(len(lines))]
    return "\n".join(re.sub(r"\d\d \w{3} \d{4}\Z", f"{day:%d %b %Y}", line) for line, day in zip(lines, days, strict=True))


def vary_rows(text: str, chance: random.Random, words: list[str]) -> str:
    """Vary connections' titles and employers, so that hardly any result can be reused."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        cells = line.rsplit(",", 2)
        if len(cells) == 3 and cells[1] and not cells[1].endswith('"') and at > 4:
            lines[at] = f"{cells[0]} {chance.choice(words)},{cells[1]} {chance.choice(words)},{cells[2]}"
    return "\n".join(lines)


def make_messages(chance: random.Random, words: list[str], scale: int) -> Iterator[str]:
    """Yield the lines of messages.csv, a third of whose messages are the member's own.

    Everything is quoted, as it has been since 2026, with line breaks and doubled quotes in it.
    """
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


def measure_reading(program: tuple[str, str], path: Path) -> tuple[float, float]:
    """Read an archive in a new process; return its seconds and its peak in megabytes."""
    code = RUN.format(root=str(ROOT), imports=program[0], work=program[1])
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


@contextmanager
def open_page() -> Iterator[Visit]:
    """Build and serve the site; yield a function that reads an archive in Chromium."""
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        dist = Path(name) / "dist"
        subprocess.run(
            [sys.executable, "build.py", "build", "--no-compress", "--output", str(dist)], cwd=ROOT, check=True, capture_output=True
        )
        chromium = installed.launch(playwright)
        assert chromium is not None, installed.ADVICE

        def visit(path: Path) -> tuple[float, float]:
            """Return seconds to the review, and the longest gap between two frames, in milliseconds."""
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


def measure_archives(rounds: int, visit: Visit | None) -> list[str]:
    """Measure archives of each scale; return the table's lines."""
    lines = [
        "| archive | messages | packed | `csv`, rows only | ours | ratio | ours, most memory | in Chromium | longest without a frame |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    with TemporaryDirectory() as name:
        for scale in SCALES:
            path = Path(name) / f"{scale}.zip"
            size = write_archive(path, scale)
            results = [(measure_reading(CSV, path), measure_reading(OURS, path)) for _ in range(rounds)]
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


def measure_over_time(rounds: int) -> list[str]:
    """Measure an archive without the score over time and with it, in turn; return the table's lines."""
    with TemporaryDirectory() as name:
        path = Path(name) / "spread.zip"
        write_archive(path, 1, spread=True)
        results = [(measure_reading(OURS, path), measure_reading(OVER_TIME, path)) for _ in range(rounds)]
    (before, least), (after, most) = ([median(each[at][of] for each in results) for of in (0, 1)] for at in (0, 1))
    time_ratio, memory_ratio = (median(each[1][of] / each[0][of] for each in results) for of in (0, 1))
    lines = [
        "| | without | over time | ratio | limit |",
        "|---|---:|---:|---:|---:|",
        f"| processor | {before:.2f} s | {after:.2f} s | {time_ratio:.2f} | 1.3 |",
        f"| most memory | {least:.0f} MB | {most:.0f} MB | {memory_ratio:.2f} | 1.2 |",
    ]
    print("\n".join(lines))
    return lines


def measure_attacks() -> list[str]:
    """Measure hostile files; return the table's lines."""
    lines = ["| hostile file | size | processor | longest step | most memory | what is said |", "|---|---:|---:|---:|---:|---|"]
    with TemporaryDirectory() as name:
        for what in ATTACKS:
            attack = make_attack(what)
            spent = measure(attack, Path(name))
            cells = [what, f"{len(attack.data) / 1e6:.1f} MB", f"{spent.seconds:.2f} s", f"{spent.longest * 1000:.0f} ms"]
            lines.append(f"| {' | '.join([*cells, f'{spent.megabytes:.0f} MB', spent.problems.replace(',', ', ')])} |")
            print(lines[-1], flush=True)
    return lines


def describe_run(rounds: int, before: float) -> str:
    """Describe the run: its day, its machine, and the load when it began and now."""
    load = f"load {before:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    return (
        f"{date.today()}, {platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors, {load}. Medians of {rounds} runs."
    )


def main() -> int:
    """Measure, print the tables, and with --write put them into README.md."""
    parser = argparse.ArgumentParser(description="How long a large archive of LinkedIn's takes.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-browser", action="store_true", help="measure CPython only")
    parser.add_argument("--over-time", action="store_true", help="measure the score over time only")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {README.relative_to(ROOT)}")
    options = parser.parse_args()
    before = os.getloadavg()[0]
    if options.over_time:
        lines = measure_over_time(options.rounds)
        if options.write:
            write_table("\n".join([describe_run(options.rounds, before), "", *lines]), OVER_TIME_START, OVER_TIME_END)
        return 0
    with nullcontext() if options.no_browser else open_page() as visit:
        table = measure_archives(options.rounds, visit)
    about = describe_run(options.rounds, before)
    text = "\n".join([about, "", *table])
    print(text)
    over_time = "\n".join([about, "", *measure_over_time(options.rounds)])
    attacks = "\n".join(measure_attacks())
    if options.write:
        write_table(text, TABLE_START, TABLE_END)
        write_table(over_time, OVER_TIME_START, OVER_TIME_END)
        write_table(attacks, ATTACKS_START, ATTACKS_END)
    return 0


def write_table(text: str, start: str, end: str) -> None:
    """Write a table into README.md, between its start and end comments."""
    readme = README.read_text(encoding="utf-8")
    head, tail = readme.split(start)[0], readme.split(end)[1]
    README.write_text(f"{head}{start}\n{text}\n{end}{tail}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
