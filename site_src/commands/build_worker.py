"""A process that builds at every request, with its cache in memory.

So an edit does not wait for an interpreter to start. When code changes, a new process replaces it. It ends with the process that started
it, however that ends.
"""

import io
import json
import os
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any, TextIO

from site_src.messages import say, tell

_REPLY = "\x1e"
"""Begins the line that ends a build, in JSON. Other lines come from an interpreter that cannot start."""
_STAGE = "\x1f"
"""Begins a line with the name of the stage that starts."""


class BuildWorker:
    """The build process, as the process that starts it sees it."""

    def __init__(
        self,
        command: Sequence[str],
        code: Sequence[Path],
        environment: Mapping[str, str] | None = None,
        show_stage: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Take the `command` that starts the process, and the files and folders of its `code`.

        `environment`: variables to add to this process's own. `show_stage`: called with the name of each stage of a process's first build.
        """
        self._show_stage = show_stage
        self._command = command
        self._code = code
        self._environment = os.environ | (environment or {})
        self._seen: object = None
        self._process: subprocess.Popen[str] | None = None

    def __call__(self) -> Mapping[str, Any]:
        """Request a build; return {"faults": […], "warnings": […], "log": […]}, each a list of texts."""
        now = list_stamps(self._code, ".py")
        if self._process and (now != self._seen or self._process.poll() is not None):
            self.end()
        if not self._process:
            self._seen = now
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                env=self._environment,
            )
        assert self._process.stdin
        assert self._process.stdout
        with suppress(OSError):
            self._process.stdin.write("build\n")
            self._process.stdin.flush()
        output: list[str] = []
        for line in self._process.stdout:
            if line.startswith(_REPLY):
                reply: dict[str, Any] = json.loads(line.removeprefix(_REPLY))
                return reply | {"log": [*output, *reply["log"]]}
            if line.startswith(_STAGE):
                self._show_stage(line.removeprefix(_STAGE).rstrip())
                continue
            output.append(line.rstrip())
        self.end()
        last = next((line for line in reversed(output) if line), tell(say("The build stopped without a word.")))
        return {"faults": [last], "warnings": [], "log": output}

    def end(self) -> None:
        """Kill the process, which has nothing to save."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def serve_builds(build: Callable[[], Any], afterwards: Iterable[Callable[[], object]] = ()) -> int:
    """Build at every line of standard input until it ends; print each Report as JSON.

    `afterwards`: called after each report is sent. Returns the exit code, 0.
    """
    answers = sys.stdout
    for _ in sys.stdin:
        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(printed):
            try:
                reply = build()._asdict()
            except Exception as error:
                reply = {"faults": [describe_crash(error)], "warnings": [], "log": traceback.format_exc().splitlines()}
        reply["log"] = [*printed.getvalue().splitlines(), *reply["log"]]
        print(_REPLY + json.dumps(reply), file=answers, flush=True)
        for work in afterwards:
            work()
    return 0


def tell_stage(stage: str, answers: TextIO) -> None:
    """Tell the process that asked for a build which stage starts."""
    print(_STAGE + stage, file=answers, flush=True)


def describe_crash(error: BaseException) -> str:
    """Describe an exception in one line: its last place in our code, and the reason.

    A place in a library is named only where no other is known.
    """
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    ours = [place for place in places if _is_ours(Path(place[0]))]
    reason = traceback.format_exception_only(error)[-1].strip()
    for file, line in (ours or places)[-1:]:
        return f"{os.path.relpath(file)}:{line}: {reason}"
    return reason


def _is_ours(file: Path) -> bool:
    return not {"site-packages", ".venv"} & set(file.parts) and file.is_relative_to(Path.cwd())


def list_stamps(places: Iterable[Path], ending: str = "") -> Mapping[str, tuple[int, int]]:
    """Map every file's path to its modification time, in nanoseconds, and its size.

    Content is not read and links are not followed. `ending`: only files with this ending. Hidden files and compiled code are ignored.
    """
    stamps: dict[str, tuple[int, int]] = {}
    pending = [os.path.realpath(place) for place in places]
    while pending:
        path = pending.pop()
        try:
            status = os.lstat(path)  # Paths as text, because this runs several times a second.
            if stat.S_ISDIR(status.st_mode):
                with os.scandir(path) as entries:
                    pending += [entry.path for entry in entries if not entry.name.startswith((".", "__pycache__"))]
            elif path.endswith(ending):
                stamps[path] = (status.st_mtime_ns, status.st_size)
        except OSError:
            continue  # Removed since its folder was listed.
    return stamps
