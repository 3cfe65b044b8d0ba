"""One build of a program, and what it took: seconds, seconds of processor, memory."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.programs import Program
from site_src.builder import Builder


class Spent(NamedTuple):
    """What one build took, in seconds."""

    wall: float
    cpu: float


def emptied(folder: Path, program: Program) -> None:
    """As before the first build."""
    for name in program.made:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)


def edited(folder: Path, word: str) -> None:
    """One more word in the first sentence of page 7."""
    (source,) = (path for path in folder.rglob("p0007.md") if path.parent.name in ("en", "pages", "docs", "content"))
    start, mark, rest = source.read_text(encoding="utf-8").partition("{#part-0}\n\n")
    source.write_text(f"{start}{mark}{word} {rest}", encoding="utf-8")


def built(folder: Path, command: tuple[str, ...], page: str, expected: str) -> Spent:
    """Runs one build and sees that it made what it should."""
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 or expected not in (folder / page).read_text(encoding="utf-8"):
        raise SystemExit(f"{' '.join(command)} made no page with “{expected}”:\n{said.decode()}")
    return Spent(wall, used.ru_utime + used.ru_stime)


def peak(folder: Path, command: tuple[str, ...]) -> int:
    """The most bytes that the processes of one build hold at a time."""
    most = 0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(held(pid) for pid in family(process.pid)))
            time.sleep(0.01)
    return most


def family(pid: int) -> list[int]:
    """A process and those that it started."""
    found = [pid]
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return found
    for child in children:
        found += family(int(child))
    return found


def held(pid: int) -> int:
    """The bytes that a process holds; what it shares with others is divided among them."""
    try:
        found = re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def used(pid: int) -> float:
    """Seconds of processor that a process and those that it started took so far."""
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def asked_again(folder: Path, program: Program, rounds: int) -> list[Spent]:
    """What an edit takes where the builder stays, as `serve` has it: one process that is asked for every build."""
    builder = Builder((*program.clean, "--stay"), ())
    builder()
    spent = []
    for turn in range(rounds):
        (process,) = set(family(os.getpid())) - {os.getpid()}
        word = f"again{turn}x"
        edited(folder, word)
        # What the last build left to be done afterwards is not this one's.
        time.sleep(0.5)
        start, before = time.perf_counter(), used(process)
        good, said = builder()
        spent.append(Spent(time.perf_counter() - start, used(process) - before))
        if not good or word not in (folder / program.page).read_text(encoding="utf-8"):
            raise SystemExit(f"The builder that stays made no page with “{word}”:\n{said}")
    builder.end()
    return spent
