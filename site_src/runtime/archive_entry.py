"""The reader of LinkedIn's archive, and of a spreadsheet, in the visitor's worker: reads files piece by piece.

It ships in the archive `export.zip`, with the parts of `ssi_core` that read these files and the standard library's modules that they need.
It is fetched only when a visitor chooses a file. Only text goes in and out, as through `ssi_core.wire`; the files themselves are mounted,
and read where they are.

    {"do": "open", "files": [{"path": where it is mounted, "name": as its owner calls it}], "over_time"?: whether the report has that part}
    {"do": "read", "files": …}: all in one go: {"ok": {"report": as in linkedin_export.report}}
    {"do": "open" or "read", "files": [one], "scores": {"today": date, "words": {role: text}}}: as a spreadsheet of past scores; its report
        is that of ssi_core.history.spreadsheet.reading
    {"do": "step"}: {"ok": {"file", "name", "done", "total"}} until the end, then {"ok": {"report": …}}. It always replies before it
        begins a file or one inside it, so that the page knows in which file it hangs. "name": of the file inside, or null
    {"do": "close"}

A reply is {"ok": …} or {"failed": "out-of-memory" | "crashed" | "unreadable"}; after a failure, nothing is open.
"""

import json
import math
import time
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from late_packages import extend_packages  # type: ignore[import-not-found]

import ssi_core.history  # noqa: F401 - a package must be loaded before it is extended

extend_packages(__file__)

from ssi_core.history.spreadsheet.reading import iterate_scores  # noqa: E402
from ssi_core.linkedin_export.archive import InputFile  # noqa: E402
from ssi_core.linkedin_export.names import FILES  # noqa: E402
from ssi_core.linkedin_export.reading import Progress  # noqa: E402
from ssi_core.linkedin_export.report import iterate_export  # noqa: E402

STEP_SECONDS = 0.05
"""The longest time that a step works: short enough for a bar that moves, and for a visitor who wants to stop."""

type Json = dict[str, Any]


class _Session:
    """The open files, and how far they are read."""

    steps: Generator[Any, None, Json] | None = None
    at: tuple[int, str | None] | None = None
    files = ExitStack()


def handle(text: str) -> str:
    """Answer a request; both are JSON text."""
    try:
        return json.dumps({"ok": _do(json.loads(text))}, separators=(",", ":"))
    except MemoryError:
        failed = "out-of-memory"
    except OSError:
        # The file was changed or removed after it was chosen.
        failed = "unreadable"
    except Exception:
        # Any fault is reported, and the quiz continues.
        failed = "crashed"
    _close()
    return json.dumps({"failed": failed})


def _do(request: Json) -> Json:
    if request["do"] in ("open", "read"):
        _close()
        # The stack closes them.
        streams = [_Session.files.enter_context(Path(file["path"]).open("rb")) for file in request["files"]]  # noqa: SIM115
        if "scores" in request:
            _Session.steps = _iterate_spreadsheet(streams[0], **request["scores"])
        else:
            files = [InputFile(file["name"], stream) for file, stream in zip(request["files"], streams, strict=True)]
            _Session.steps = iterate_export(files, over_time=bool(request.get("over_time")))
        reply: Json = {}
        while request["do"] == "read" and "report" not in reply:
            reply = _step(_Session.steps, math.inf)
        return reply
    if request["do"] == "step" and _Session.steps:
        return _step(_Session.steps, time.monotonic() + STEP_SECONDS)
    _close()
    return {}


def _iterate_spreadsheet(stream: BinaryIO, today: str, words: dict[str, str]) -> Generator[Progress, None, Json]:
    done, steps = 0, iterate_scores(stream, today, words)
    while True:
        try:
            done += next(steps)
        except StopIteration as end:
            report: Json = end.value
            return report
        yield Progress(0, None, done, done)


def _step(steps: Generator[Any, None, Json], until: float) -> Json:
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            _close()
            return {"report": end.value}
        at = progress.place, progress.kind
        if at != _Session.at or time.monotonic() >= until:
            _Session.at = at
            return {"file": progress.place, "name": FILES.get(progress.kind), "done": progress.done, "total": progress.total}


def _close() -> None:
    if _Session.steps:
        _Session.steps.close()
    _Session.steps = _Session.at = None
    _Session.files.close()
