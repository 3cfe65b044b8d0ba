"""Shared by all processes of a test run: made by the first that needs it, found by the others."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest


def make_once(factory: pytest.TempPathFactory, worker: str, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder of this name in the run's own folder; `make` fills it, in one process only. No test may change it."""
    # What pytest calls the base is one folder for each process, all in the folder of the run.
    base = factory.getbasetemp()
    folder = (base if worker == "master" else base.parent) / name
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            folder.mkdir()
            make(folder)
            (folder / "made").touch()
    return folder
