"""Builds the site, and tries it on every server that can be had here."""

import http.client
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.hosts.answers import Result, check_answers, check_missing, describe
from tests.hosts.servers import ROOT, SERVERS, MissingServerError, Start
from tests.hosts.visit import check_visit
from tests.support import browser as installed
from tests.support.host_rules import check_files
from tests.support.next_version import build_next

_NEWER = {"site_src/browser/page/ui/messages.js": lambda text: f'{text}\ndocument.documentElement.dataset.secondVersion = "";\n'}


def main(names: list[str]) -> int:
    """Try the servers whose names hold one of these words, or all; return 1 where something is not so."""
    expect.set_options(timeout=60_000)
    wrong = 0
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        subprocess.run([sys.executable, "build.py", "build", "--compress", "--output", str(folder / "older")], cwd=ROOT, check=True)
        (folder / "project").mkdir()
        newer = build_next(folder / "project", _NEWER)
        chromium = installed.launch(playwright, installed.FLEETING, shell=True)
        assert chromium is not None, installed.ADVICE
        for server, start in SERVERS.items():
            if names and not any(each.casefold() in server.casefold() for each in names):
                continue
            try:
                wrong += _report(server, start, chromium, folder, newer)
            except MissingServerError as error:
                print(f"{server}: {error}", flush=True)
        chromium.close()
    return 1 if wrong else 0


def _report(server: str, start: Start, chromium: Browser, folder: Path, newer: Path) -> int:
    """Try one server and print what was found; return how many requirements it does not meet."""
    older, served = folder / "older", folder / "served"
    shutil.rmtree(served, ignore_errors=True)
    _copy(older, served)
    _copy(older, served / "sub" / "path")
    with start(served) as running:
        facts = list(describe(running.port, older))
        results = [*check_answers(running.port, older, "/"), *check_missing(running.port, older)]
        results += [result for result in check_answers(running.port, older, "/sub/path/") if not result[1]]
        if "README" in server:
            results += _check_recipe(older, running.port)
        context = chromium.new_context(locale="en-GB", service_workers="allow")
        results += check_visit(context, running, lambda: _update(newer, served), "")
        context.close()
        failures = [what for what, is_so in results if not is_so]
        print(f"{server} ({running.version}): {len(results) - len(failures)} of {len(results)} are so", flush=True)
    for fact in facts:
        print(f"  {fact}")
    for what in failures:
        print(f"  Not so: {what}", flush=True)
    return len(failures)


def _check_recipe(dist: Path, port: int) -> Iterator[Result]:
    """Check that a server sends each file with exactly the headers of `_headers`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    yield from check_files(dist, connection)
    connection.close()


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, copy_function=os.link, dirs_exist_ok=True)


def _update(newer: Path, served: Path) -> None:
    """Put the newer version in the place of the older, as a host does it: first what never changes its name."""
    for part in sorted(newer.iterdir(), key=lambda part: (part.name not in ("assets", "runtime"), part.name == "sw.js")):
        if part.is_dir():
            shutil.copytree(part, served / part.name, dirs_exist_ok=True, copy_function=_replace)
        else:
            _replace(str(part), str(served / part.name))
    # Compressed copies of the older version's files must not be sent for the newer's.
    for packed in [each for suffix in ("gz", "br") for each in served.rglob(f"*.{suffix}")]:
        if "sub" not in packed.parts and not (newer / packed.relative_to(served)).exists():
            packed.unlink()


def _replace(source: str, target: str) -> None:
    """Replace a file and not its content, because the older is another name's file, too."""
    Path(target).unlink(missing_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
