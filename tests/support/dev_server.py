"""The development server of a small site, started as `make serve` starts it."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.site.test_build import TWICE
from tests.support.small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
# Tests run on every core, and a machine may run them twice at once: each process looks for a port where no other does, so that none takes
# it between looking and serving. All lie below those that systems give away themselves.
PORT = 10_000 + 100 * (os.getpid() % 200)
SERVE = """
import sys
from pathlib import Path
from site_src.commands.build_worker import BuildWorker
from site_src.commands.dev_server import VSCODE, Editor
from site_src.commands.serve import Progress, serve
root, dist, port, build = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
builder = BuildWorker([sys.executable, "-c", build, str(root), str(dist)], [root / "code"], {}, Progress())
sys.exit(serve(builder, dist, [root / "content", root / "templates"], port, Editor(root, VSCODE)))
"""

STAY = (
    TWICE.rpartition("sys.exit")[0]
    + """
from site_src.commands.build import run_builds
from site_src.pipeline import BuildOptions
sys.exit(run_builds(BuildOptions(build.ROOT, Path(sys.argv[2]), draft=True)))
"""
)


class ServedSite(NamedTuple):
    site: SmallSite
    process: subprocess.Popen[str]
    url: str
    log: Path

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, type, text."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["Content-Type"], error.read().decode()


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def start_serving(folder: Path, change: Callable[[SmallSite], None], started: Callable[[subprocess.Popen[str]], object]) -> ServedSite:
    """Make a small site in `folder`, change it, and serve it. `started`: gets the process, which the caller ends."""
    site = SmallSite(folder / "site")
    change(site)
    log = folder / "log"
    with log.open("w") as output:
        command = [sys.executable, "-c", SERVE, str(site.root), str(folder / "dist"), str(PORT), STAY]
        # A shell starts what runs in its background deaf to Ctrl-C, and deafness is inherited: a terminal's programs hear it.
        hearing = signal.signal(signal.SIGINT, signal.SIG_DFL)
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        signal.signal(signal.SIGINT, hearing)
    started(process)
    until(lambda: "http://" in log.read_text(), "no address was printed")
    found = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text())
    assert found
    served = ServedSite(site, process, found[0], log)
    until(lambda: _answers(served), "no answer")
    return served


def _answers(served: ServedSite) -> bool:
    try:
        return bool(served.get("")[0])
    except OSError:
        return False
