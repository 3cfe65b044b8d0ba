"""Runs `python -m ssi_core` in this process, for tests of the command line."""

from collections.abc import Callable

import pytest

from ssi_core.__main__ import main

type Run = Callable[..., tuple[int, str, str]]
"""Runs the command with these arguments; returns its exit code, its output and its errors."""


def make_runner(capsys: pytest.CaptureFixture[str]) -> Run:
    """Make a function that runs the command."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capsys.readouterr()

    return run
