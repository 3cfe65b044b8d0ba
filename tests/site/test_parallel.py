"""A function over many values on all cores: the same as one after the other, whatever goes wrong."""

import os
import signal
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from site_src.cache.parallel import parallel_map


def slow(number: int) -> tuple[int, int]:
    time.sleep(0.004)
    return number * number, os.getpid()


def test_it_is_the_same_as_one_after_the_other_but_by_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_src.cache.parallel._count_processes", lambda: 3)
    done: list[int] = []
    made = parallel_map(slow, range(50), done.append)
    assert [square for square, _ in made] == [number * number for number in range(50)]
    assert len({process for _, process in made}) == 3
    assert 44 <= sum(done) <= 56


def test_more_items_than_a_byte_can_count_come_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_src.cache.parallel._count_processes", lambda: 3)
    monkeypatch.setattr("site_src.cache.parallel._TRIAL_SECONDS", 0)
    monkeypatch.setattr("site_src.cache.parallel._WORTH_SECONDS", 0)
    assert parallel_map(lambda number: -number, range(1000)) == [-number for number in range(1000)]


def test_the_last_items_are_begun_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_src.cache.parallel._count_processes", lambda: 2)

    def note_begin(_: int) -> float:
        begin = time.perf_counter()
        time.sleep(0.01)
        return begin

    begun = parallel_map(note_begin, range(40))
    assert max(begun[-2:]) < min(begun[10:30])


def test_what_is_soon_done_stays_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    # By a clock on which each item takes 4 ms, whatever else the machine does.
    ticks = count()
    monkeypatch.setattr("site_src.cache.parallel.time", SimpleNamespace(perf_counter=lambda: next(ticks) * 0.004))
    assert {process for _, process in parallel_map(slow, range(9))} == {os.getpid()}
    assert parallel_map(slow, []) == []


def test_a_process_with_threads_is_not_divided() -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert {process for _, process in parallel_map(slow, range(40))} == {os.getpid()}
    finally:
        over.set()
        thread.join()


def test_a_fault_in_another_process_is_raised_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_src.cache.parallel._count_processes", lambda: 2)

    def make(number: int) -> int:
        time.sleep(0.004)
        if number == 39:
            raise ValueError("thirty-nine")
        return number

    with pytest.raises(ValueError, match="thirty-nine"):
        parallel_map(make, range(40))


def test_what_a_process_that_dies_left_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_src.cache.parallel._count_processes", lambda: 2)
    here = os.getpid()

    def make(number: int) -> int:
        time.sleep(0.004)
        if os.getpid() != here:
            os._exit(1)
        return number

    assert parallel_map(make, range(40)) == list(range(40))


KILLED = """
import os, signal, time
from site_src.cache import parallel
here = os.getpid()
parallel._count_processes = lambda: 2
def make(number):
    if os.getpid() == here and number > 0:
        os.kill(here, signal.SIGKILL)
    time.sleep(0.05)
    return bytes(1_000_000)
parallel.parallel_map(make, range(4))
"""


def test_no_process_stays_behind_when_the_first_is_killed() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    with subprocess.Popen([sys.executable, "-c", KILLED], cwd=root, stdout=subprocess.PIPE) as process:
        # Ends when nobody holds the other end any more.
        process.communicate(timeout=30)
        assert process.returncode == -signal.SIGKILL
