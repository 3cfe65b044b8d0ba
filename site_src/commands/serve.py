"""The command `serve`: builds on every change, and shows the site with its faults.

A thread watches for changes, builds, and reloads the browser. The server answers from a folder of its own all the while, which always holds
the last good build.
"""

import asyncio
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from livereload.watcher import Watcher

from site_src.commands.build_worker import BuildWorker, list_stamps
from site_src.commands.console import Progress, Report, ReportedProblem, print_lines, print_report
from site_src.commands.dev_server import HOST, VSCODE, DevServer, Editor
from site_src.commands.editor.api import Api
from site_src.commands.editor.handlers import EditorServer
from site_src.messages import current_language, say, say_number, speak, tell
from site_src.model import ATTACHMENTS
from site_src.pipeline import BuildOptions
from site_src.toolchain import ROOT

_PAUSE_SECONDS = 0.1
_COPYING_SECONDS = 0.5

Rebuild = Callable[[], Mapping[str, Any]]
"""A function that builds, and returns the fields of a Report."""


def run_serve(options: BuildOptions, port: int) -> int:
    """Serve the site, and build it again on every change. Returns the exit code."""
    command = [sys.executable, "-P", "-m", "site_src.commands", str(options.root), str(options.dist), options.base_url]
    code = [ROOT / name for name in ("build.py", "site_src", "ssi_core")]
    watched = [*code, *(options.root / name for name in ("content", "templates", "package.json"))]
    worker = BuildWorker(command, code, {"PYTHONPATH": str(ROOT)}, Progress())
    return serve(worker, options.dist, watched, port, Editor(options.root, os.environ.get("EDITOR_URL", VSCODE)))


def serve(rebuild: Rebuild, dist: Path, watched: Sequence[Path], port: int, editor: Editor | None = None) -> int:
    """Build, and serve on this machine only, until Ctrl-C.

    `watched`: the files and folders whose changes start a build. Where `port` is taken, the next free one of a hundred is used; where none
    is, returns 1. `editor`: where the places of faults lead; to nowhere without one.
    """
    editor = editor or Editor(Path(), "")
    if editor.refusal:
        print(tell(editor.refusal), flush=True)
        return 1
    free_port = _find_free_port(port)
    if free_port is None:
        none = say("No port from {first} to {last} is free: stop another server, or choose one with --port.", first=port, last=port + 99)
        print(tell(none), flush=True)
        return 1
    state = _State(rebuild)
    print(tell(say("Building…")), end="", flush=True)
    # Snapshot first, so saves during the build count.
    seen = list_stamps(watched)
    state.build()
    changes = _Changes(watched, seen, state)
    pages = EditorServer(editor.root, Api(editor.root, changes.wake, lambda: state.report), state.describe)
    server = DevServer(dist, lambda: state.report, changes, editor, pages)
    print(f"\n  {tell(say('{address}   (Ctrl-C stops)', address=f'http://{HOST}:{free_port}/'))}\n", flush=True)
    server.serve(port=free_port, host=HOST, debug=False, live_css=False)
    return 0


def _find_free_port(port: int) -> int | None:
    for candidate in range(port, min(port + 100, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, candidate))
            except OSError:
                continue
            return candidate
    return None


class _State:
    """The last build's report, which every page shows."""

    def __init__(self, rebuild: Rebuild) -> None:
        self._rebuild = rebuild
        self.report = Report(())
        self._reminded: set[str] = set()
        self._building = False
        self._count = 0

    def build(self) -> None:
        """Build, and print what the last report did not say."""
        self._building = True
        earlier, reply = self.report, self._rebuild()
        if not earlier.log and not earlier.faults:
            print()  # Ends the line with the progress of the first build.
        faults, warnings, log, reminders = (tuple(reply.get(field, ())) for field in ("faults", "warnings", "log", "reminders"))
        problems = tuple(ReportedProblem(*problem) for problem in reply.get("problems", ()))
        pages = {address: tuple(files) for address, files in reply.get("pages", {}).items()}
        # With faults, the pages of the last good build stay.
        pages |= earlier.pages if faults else {}
        self.report = Report(faults, warnings, log, reminders, problems=problems, pages=pages)
        # The settings may have changed.
        speak(reply.get("language") or current_language())
        new = tuple(warning for warning in self.report.warnings if warning not in earlier.warnings)
        self._reminded.update(earlier.reminders)
        reminders = tuple(line for line in self.report.reminders if line not in self._reminded)
        old = len(self.report.warnings) - len(new)
        still = (tell(say_number(old, "1 warning as before", "{number} warnings as before")),) if old else ()
        with suppress(OSError):
            print_report(self.report._replace(warnings=new, log=(*self.report.log, *still), reminders=reminders), sys.stdout)
        self._building, self._count = False, self._count + 1

    def describe(self) -> Mapping[str, Any]:
        """Describe the state for the editor's page. A fault without a place, such as one in the code, is a text alone."""
        report = self.report
        faults, warnings = ([each._asdict() for each in report.problems if each.level == level] for level in ("fault", "warning"))
        if len(report.faults) > len(faults):
            faults = [ReportedProblem("", 0, fault, "", "fault")._asdict() for fault in report.faults]
        return {"building": self._building, "faults": faults, "warnings": warnings, "count": self._count}


class _Changes(Watcher):  # type: ignore[misc]
    """A thread that watches for changes and builds, while pages are served."""

    def __init__(self, watched: Sequence[Path], seen: Mapping[str, tuple[int, int]], state: _State) -> None:
        super().__init__()
        self._watched = watched
        self._seen = seen
        self._state = state
        self._awake = threading.Event()

    def wake(self) -> None:
        """Look for changes at once, instead of after the pause."""
        self._awake.set()

    def start(self, reload: Callable[[], None]) -> bool:
        """Start the thread. Livereload calls this when its event loop runs; `reload` must be called on that loop."""
        loop = asyncio.get_event_loop()
        threading.Thread(target=self._watch, args=(loop, reload), daemon=True).start()
        return True

    def examine(self) -> tuple[str, None]:
        """Return a changed file's name, which livereload wants after `reload`.

        This name makes it reload at once; after others it ignores a second change for three seconds.
        """
        return "__livereload__", None

    def _watch(self, loop: asyncio.AbstractEventLoop, reload: Callable[[], None]) -> None:
        seen = self._seen
        while True:
            self._awake.wait(_PAUSE_SECONDS)
            self._awake.clear()
            now = list_stamps(self._watched)
            if now == seen:
                continue
            changed = sorted({str(path) for path, _ in set(now.items()) ^ set(seen.items())})
            # Wait until nothing changes: an editor may write several files, or one in several steps, and copying an image takes a while.
            pause = _COPYING_SECONDS if any(path.lower().endswith(ATTACHMENTS) for path in changed) else 0
            time.sleep(pause)
            while (later := list_stamps(self._watched)) != now:
                now = later
                time.sleep(max(pause, _PAUSE_SECONDS / 3))
            seen = now
            listed = ", ".join(os.path.relpath(path) for path in changed[:5]) + ("…" if len(changed) > 5 else "")
            # Pages reload even where the log cannot be printed.
            with suppress(OSError):
                print_lines(("", tell(say("Changed: {files}", files=listed))))
            self._state.build()
            loop.call_soon_threadsafe(reload)
