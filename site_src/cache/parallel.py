"""A function over many values, on all cores where that is faster.

The process forks, so that each child has everything that the parent has in memory, and sends its results back. They are the same as in one
process.
"""

import gc
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

_TRIAL_SECONDS = 0.03
_WORTH_SECONDS = 0.06
"""Forking costs some hundredths of a second. So one process tries alone first, and forks if the rest would take at least this long."""
_MOST_CHUNKS = 256
"""The most parts that the items are divided into, because one byte names a part."""


def parallel_map[T, R](make: Callable[[T], R], items: Sequence[T], done: Callable[[int], object] = lambda _: None) -> list[R]:
    """Call `make` with each item; return the results in order. Items that take long are best last: other processes begin with these.

    `done` is called with the number of items that were finished since its last call; of items in other processes it is an estimate.
    """
    results: list[R] = []
    start = time.perf_counter()
    for item in items:
        results.append(make(item))
        done(1)
        spent = time.perf_counter() - start
        if spent > _TRIAL_SECONDS:
            break
    rest = items[len(results) :]
    if not rest or spent / len(results) * len(rest) < _WORTH_SECONDS or (processes := _count_processes()) < 2:
        processes = 1
    return results + _fork_map(make, rest, processes, done)


def _count_processes() -> int:
    """Return how many processes may work.

    It is one where forking is unsafe: in a process with threads, and off Linux.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


class _Child(NamedTuple):
    """A child process: its id, and the pipe that its results come through."""

    process: int
    pipe: int


def _fork_map[T, R](make: Callable[[T], R], items: Sequence[T], processes: int, done: Callable[[int], object]) -> list[R]:
    """Deal the items in chunks to the processes, this one among them; return the results in order.

    Each takes the next chunk from a pipe when it is ready for it, so that all are busy until the end.
    """
    size = max(1, -(-len(items) // _MOST_CHUNKS))
    chunks = [items[at : at + size] for at in range(0, len(items), size)]
    queue, end = os.pipe()
    os.write(end, bytes(reversed(range(len(chunks)))))
    os.close(end)
    children: list[_Child] = []
    # Memory that the garbage collector does not touch is shared by all processes instead of copied.
    gc.freeze()
    try:
        for _ in range(processes - 1):
            children.append(_start_child(lambda: _take_chunks(make, chunks, queue, lambda _: None)))
        results = _take_chunks(make, chunks, queue, lambda count: done(count * processes))
        for child in children:
            with os.fdopen(child.pipe, "rb", closefd=False) as pipe:
                sent = pipe.read()
            results |= pickle.loads(sent) if sent else {}
        # If a child failed, this process repeats its work, so that the exception is raised where it can be handled.
        return [result for number, chunk in enumerate(chunks) for result in results.get(number) or [make(item) for item in chunk]]
    finally:
        os.close(queue)
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child.process, signal.SIGKILL)
            os.close(child.pipe)
            os.waitpid(child.process, 0)
        gc.unfreeze()


def _take_chunks[T, R](
    make: Callable[[T], R], chunks: Sequence[Sequence[T]], queue: int, done: Callable[[int], object]
) -> dict[int, list[R]]:
    """Make the chunks that are left in the queue; return the results by the number of their chunk."""
    results: dict[int, list[R]] = {}
    while number := os.read(queue, 1):
        results[number[0]] = []
        for item in chunks[number[0]]:
            results[number[0]].append(make(item))
            done(1)
    return results


def _start_child(work: Callable[[], object]) -> _Child:
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return _Child(process, reader)
    # This is the child. It must never return, nor run the parent's clean-up: so it ends by `os._exit`.
    try:
        # The parent must be the only reader: if it ends, writing then fails instead of waiting for ever.
        os.close(reader)
        results = pickle.dumps(work())
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(results)
    finally:
        os._exit(0)
