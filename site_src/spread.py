"""A function over many values, on all of the machine's cores where that is worth it.

The process divides in two or more by `fork`, so that each part knows all that this one knows, and sends back what it made. What comes of it
is the same as one after the other; only sooner.
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

_ALONE_SECONDS = 0.03
_WORTH_SECONDS = 0.06
"""To divide costs some hundredths of a second. So one process starts alone, and divides the rest where it would take at least as long."""


def spread[T, R](make: Callable[[T], R], items: Sequence[T], done: Callable[[int], object] = lambda _: None) -> list[R]:
    """What `make` makes of each item, in order. `done` hears how many more are finished, as far as this process knows."""
    made: list[R] = []
    start = time.perf_counter()
    for item in items:
        made.append(make(item))
        done(1)
        spent = time.perf_counter() - start
        if spent > _ALONE_SECONDS:
            break
    rest = items[len(made) :]
    if not rest or spent / len(made) * len(rest) < _WORTH_SECONDS or (parts := _parts()) < 2:
        parts = 1
    return made + _divided(make, rest, parts, done)


def _parts() -> int:
    """How many processes may work here. A process with threads is not to be forked, and on other systems fork is not safe."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


class _Child(NamedTuple):
    """A process of our own, and where it writes what it made."""

    process: int
    pipe: int


def _divided[T, R](make: Callable[[T], R], items: Sequence[T], parts: int, done: Callable[[int], object]) -> list[R]:
    """Every so many items to a process; this one takes its share."""
    shares = [items[part::parts] for part in range(parts)]
    children: list[_Child] = []
    # What the garbage collector does not look at stays one copy for all.
    gc.freeze()
    try:
        for share in shares[1:]:
            children.append(_started(make, share))
        made: list[list[R]] = [[]]
        for item in shares[0]:
            made[0].append(make(item))
            done(parts)
        for child, share in zip(children, shares[1:], strict=True):
            with os.fdopen(child.pipe, "rb", closefd=False) as pipe:
                sent = pipe.read()
            # What a child could not do this process tries itself: then the fault shows where it can be read.
            made.append(pickle.loads(sent) if sent else [make(item) for item in share])
    finally:
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child.process, signal.SIGKILL)
            os.close(child.pipe)
            os.waitpid(child.process, 0)
        gc.unfreeze()
    return [made[at % parts][at // parts] for at in range(len(items))]


def _started[T, R](make: Callable[[T], R], share: Sequence[T]) -> _Child:
    here, there = os.pipe()
    process = os.fork()
    if process:
        os.close(there)
        return _Child(process, here)
    # From here on this is the child, which must not come back: it leaves without any of the ends that are the parent's to make.
    try:
        # Nobody but the parent reads: when that is gone, writing fails instead of waiting for ever.
        os.close(here)
        made = pickle.dumps([make(item) for item in share])
        with os.fdopen(there, "wb") as pipe:
            pipe.write(made)
    finally:
        os._exit(0)
