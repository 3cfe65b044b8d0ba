"""Builds of a program, and their measures: seconds, processor time, memory."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.programs import Program
from site_src.commands.build_worker import BuildWorker
from site_src.toolchain import ROOT


class BuildTime(NamedTuple):
    """The time of a build in seconds, by the clock and of processors."""

    wall: float
    cpu: float


def remove_outputs(folder: Path, program: Program) -> None:
    """Remove what earlier builds left."""
    for name in program.outputs:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)


def edit_page(folder: Path, word: str) -> None:
    """Add a word to the first sentence of page 7."""
    (source,) = (path for path in folder.rglob("p0007.md") if path.parent.name in ("en", "pages", "docs", "content"))
    start, mark, rest = source.read_text(encoding="utf-8").partition("{#part-0}\n\n")
    source.write_text(f"{start}{mark}{word} {rest}", encoding="utf-8")


def measure_build(folder: Path, command: tuple[str, ...], page: str, expected: str) -> BuildTime:
    """Run a build, and check that its page holds the expected text; return its time."""
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 or expected not in (folder / page).read_text(encoding="utf-8"):
        raise SystemExit(f"{' '.join(command)} made no page with “{expected}”:\n{output.decode()}")
    return BuildTime(wall, used.ru_utime + used.ru_stime)


def measure_peak_memory(folder: Path, command: tuple[str, ...]) -> int:
    """Measure the peak memory of a build's processes together, in bytes."""
    most = 0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(measure_memory(pid) for pid in list_processes(process.pid)))
            time.sleep(0.01)
    return most


def list_processes(pid: int) -> list[int]:
    """List the ids of a process and its descendants."""
    found = [pid]
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return found
    for child in children:
        found += list_processes(int(child))
    return found


def measure_memory(pid: int) -> int:
    """Measure a process's memory in bytes; shared memory is divided among its processes."""
    try:
        found = re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def measure_cpu(pid: int) -> float:
    """Measure the processor seconds of a process and its descendants so far."""
    ticks = 0
    for each in list_processes(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def measure_rebuilds(folder: Path, program: Program, rounds: int) -> list[BuildTime]:
    """Measure builds after an edit in one process that keeps running, as in `serve`."""
    command = (sys.executable, "-P", "-m", "site_src.commands", str(folder), str(folder / "dist"), "")
    builder = BuildWorker(command, (), {"PYTHONPATH": str(ROOT)})
    builder()
    spent = []
    for turn in range(rounds):
        (process,) = set(list_processes(os.getpid())) - {os.getpid()}
        word = f"again{turn}x"
        edit_page(folder, word)
        # Wait until the process has saved its cache after the last build.
        time.sleep(0.5)
        start, before = time.perf_counter(), measure_cpu(process)
        reply = builder()
        spent.append(BuildTime(time.perf_counter() - start, measure_cpu(process) - before))
        if reply["faults"] or word not in (folder / program.page).read_text(encoding="utf-8"):
            raise SystemExit(f"The builder that stays made no page with “{word}”: {reply}")
    builder.end()
    return spent
