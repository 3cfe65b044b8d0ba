"""Runs Python in the runtime, as a visitor's browser would, under Node."""

import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from site_src.messages import Message, say
from site_src.toolchain import find_node

RUNNER = Path(__file__).parent / "run.mjs"
TIME_LIMIT_SECONDS = 120
# Python inside Node takes its time zone and language from this machine, and the files that ship must be the same on all machines.
_SAME_EVERYWHERE = {"TZ": "UTC", "LC_ALL": "C", "NODE_OPTIONS": ""}
_TRACEBACK = "Traceback (most recent call last):\n"
_EXCEPTION = re.compile(r"[A-Za-z_][\w.]*( \[\w+\])?(: .*)?")


class MakeError(Exception):
    """The runtime cannot be made. `remedy`: what would help, where that is known."""

    def __init__(self, what: Message, remedy: Message | None = None) -> None:
        """Take what went wrong, and what to do about it."""
        super().__init__(what)
        self.what, self.remedy = what, remedy


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The paths of a Python's parts. `rest`: the interpreter's second half, if `wasm` is its first."""

    glue: Path
    wasm: Path
    stdlib: Path
    rest: Path | None = None


class RunResult(NamedTuple):
    """A run's replies, one for each text, and what an instrumented interpreter (instrument.py) tells.

    `called` and `read`: the numbers of functions that were called, and of words of static data that were read. `changed`: the lowest
    address of static data whose content is another than at the start.
    """

    replies: list[str]
    called: list[int]
    read: list[int]
    changed: int


def run_in_node(
    interpreter: Interpreter,
    archives: Mapping[str, Path],
    function: str,
    texts: Sequence[str],
    *,
    folders: Mapping[str, Path] | None = None,
    environment: Mapping[str, str] | None = None,
    poison: Sequence[range] = (),
) -> RunResult:
    """Call a Python function with each text, inside the runtime with these archives.

    `function`: "module.name", from str to str. `archives`: zips by role; “stdlib” is the standard library, and the others go on sys.path.
    `folders`: folders of this machine by their path in the runtime. `environment`: variables to add to those of a visitor's Python.
    `poison`: addresses that hold nonsense at the start. Raises MakeError where it fails, or takes longer than `TIME_LIMIT_SECONDS`.
    """
    module, _, name = function.rpartition(".")
    request = {
        "glue": str(interpreter.glue),
        "wasm": str(interpreter.wasm),
        "rest": interpreter.rest and str(interpreter.rest),
        "archives": {role: str(path) for role, path in archives.items()},
        "folders": {place: str(path) for place, path in (folders or {}).items()},
        "environment": dict(environment or {}),
        "module": module,
        "function": name,
        "texts": list(texts),
        "poison": [[each.start, each.stop] for each in poison],
    }
    # The warning is about a package.json that is missing beside the scripts, which browsers do not need.
    command = [find_node(), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(RUNNER)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(request),
            env=os.environ | _SAME_EVERYWHERE,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=TIME_LIMIT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise MakeError(
            say("Python inside Node did not finish in {number} seconds", number=TIME_LIMIT_SECONDS), say("Try again.")
        ) from None
    if done.returncode != 0:
        cause = find_cause(done.stderr) or say("Node exited with code {code} and printed nothing", code=done.returncode)
        raise MakeError(say("does not run in the browser's Python: {cause}", cause=cause), say("Mend ssi_core, or what it imports."))
    return RunResult(**json.loads(done.stdout))


def find_cause(stderr: str) -> str:
    """Find the line that names the error: Python's, or else Node's; empty for no output."""
    _, traceback, after = stderr.rpartition(_TRACEBACK)
    exceptions = [line for line in after.splitlines() if _EXCEPTION.fullmatch(line)]
    # In a traceback it is the first line without indentation: the rest of the error's text, or an error of Node's, may follow.
    ours = exceptions if traceback else [line for line in exceptions if not line.startswith("Error: Python could not")][::-1]
    lines = [line.strip() for line in after.splitlines() if line.strip() and not line.startswith("Node.js v")]
    return next(iter(ours or exceptions or lines[-1:]), "")
