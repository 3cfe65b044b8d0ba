"""A process of its own that builds whenever it is asked to, and keeps in mind what it made: an edit waits for no interpreter to start.

Where code has changed since it started, another takes its place. It ends with the process that asks, however that ends.
"""

import io
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

_REPLY = "\x1e"
"""Begins the line with which a build ends. Whatever else comes is what an interpreter says that cannot even start."""


class Builder:
    """Asks for builds. `command` starts the process that makes them, with `stay`; `code`: the files and folders that it runs on."""

    def __init__(self, command: Sequence[str], code: Sequence[Path]) -> None:
        self._command = command
        self._code = code
        self._seen: object = None
        self._process: subprocess.Popen[str] | None = None

    def __call__(self) -> tuple[bool, str]:
        """Builds; whether that went well, and everything that was said."""
        now = sorted(_stamps(self._code))
        if self._process and (now != self._seen or self._process.poll() is not None):
            self.end()
        if not self._process:
            self._seen = now
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
            )
        assert self._process.stdin
        assert self._process.stdout
        with suppress(OSError):
            self._process.stdin.write("build\n")
            self._process.stdin.flush()
        said: list[str] = []
        for line in self._process.stdout:
            if line.startswith(_REPLY):
                reply = json.loads(line.removeprefix(_REPLY))
                return reply["good"], "".join((*said, reply["said"])).strip()
            said.append(line)
        self.end()
        return False, "".join(said).strip()

    def end(self) -> None:
        """Ends the process, which has nothing to lose."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def stay(build: Callable[[], int], afterwards: Iterable[Callable[[], object]]) -> int:
    """Builds at every line of the standard input until it ends. `afterwards` is done when the answer is on its way."""
    answers = sys.stdout
    for _ in sys.stdin:
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            try:
                good = build() == 0
            except Exception:
                traceback.print_exc()
                good = False
        print(_REPLY + json.dumps({"good": good, "said": said.getvalue()}), file=answers, flush=True)
        for work in afterwards:
            work()
    return 0


def _stamps(places: Iterable[Path]) -> Iterable[tuple[str, int, int]]:
    """Every code file's time of change and size."""
    for place in places:
        for path in [place] if place.is_file() else place.rglob("*.py"):
            with suppress(OSError):
                status = os.stat(path)  # noqa: PTH116
                yield str(path), status.st_mtime_ns, status.st_size
