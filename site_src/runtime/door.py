"""Runs in the visitor's browser, in the worker: opens the files that were handed over, and has them measured piece by piece.

It ships in the archive `export.zip`, with the part of `ssi_core` that reads LinkedIn's archive and what that takes of the standard library:
fetched when somebody hands over a file, by no one else. Text comes in and goes out as through `ssi_core.wire`, so nothing else crosses; the
files themselves are mounted, and read where they are.

    {"do": "open", "files": [{"path": where it is mounted, "name": as its owner calls it}]}
    {"do": "read", "files": …}: all in one go: {"ok": {"report": as in linkedin_export.report}}
    {"do": "step"}: {"ok": {"file", "name", "done", "total"}} while it goes on, then {"ok": {"report": …}}. It always says so before it
        begins a file or one inside it, so that whoever waits knows which it never came back from. "name": of that inside, or null
    {"do": "close"}

A reply is {"ok": …} or {"failed": "out-of-memory" | "crashed" | "unreadable"}; after that, nothing is open.
"""

import json
import math
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import ssi_core  # noqa: F401 - what follows needs it to be there

# The archive has more of packages that are here already, and Python would look for it only where they began.
for name, package in list(sys.modules.items()):
    if hasattr(package, "__path__"):
        package.__path__ = [*package.__path__, str(Path(__file__).parent.joinpath(*name.split(".")))]

from ssi_core.linkedin_export.archive import Given  # noqa: E402
from ssi_core.linkedin_export.names import FILES  # noqa: E402
from ssi_core.linkedin_export.report import reporting  # noqa: E402

STEP_SECONDS = 0.05
"""How long a step works before it reports: often enough for a bar that moves, and for a visitor who wants to stop."""

type Json = dict[str, Any]


class _Session:
    """What is open."""

    steps: Generator[Any, None, Json] | None = None
    at: tuple[int, str | None] | None = None
    files = ExitStack()


def handle(text: str) -> str:
    """The reply to a request, both as JSON text."""
    try:
        return json.dumps({"ok": _do(json.loads(text))}, separators=(",", ":"))
    except MemoryError:
        failed = "out-of-memory"
    except OSError:
        # The file was changed or taken away after it was chosen.
        failed = "unreadable"
    except Exception:
        # Whatever it was: the quiz goes on.
        failed = "crashed"
    _close()
    return json.dumps({"failed": failed})


def _do(asked: Json) -> Json:
    if asked["do"] in ("open", "read"):
        _close()
        streams = [_Session.files.enter_context(Path(file["path"]).open("rb")) for file in asked["files"]]  # noqa: SIM115 - the stack closes
        _Session.steps = reporting([Given(file["name"], stream) for file, stream in zip(asked["files"], streams, strict=True)])
        reply: Json = {}
        while asked["do"] == "read" and "report" not in reply:
            reply = _step(_Session.steps, math.inf)
        return reply
    if asked["do"] == "step" and _Session.steps:
        return _step(_Session.steps, time.monotonic() + STEP_SECONDS)
    _close()
    return {}


def _step(steps: Generator[Any, None, Json], until: float) -> Json:
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            _close()
            return {"report": end.value}
        at = progress.given, progress.kind
        if at != _Session.at or time.monotonic() >= until:
            _Session.at = at
            return {"file": progress.given, "name": FILES.get(progress.kind), "done": progress.done, "total": progress.total}


def _close() -> None:
    if _Session.steps:
        _Session.steps.close()
    _Session.steps = _Session.at = None
    _Session.files.close()
