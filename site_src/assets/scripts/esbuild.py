"""Runs esbuild, the bundler: a program that npm installs, not a library."""

import os
import posixpath
import re
import signal
import subprocess
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from site_src.messages import Message, cite, explain, say
from site_src.model import BROWSER, Problem, suggest
from site_src.toolchain import REINSTALL, ROOT, MissingToolError, find_esbuild
from ssi_core.group.code import RANDOMS as CODE_RANDOMS
from ssi_core.group.members import MOST_MEMBERS
from ssi_core.group.rounds import MOST_ROUNDS
from ssi_core.history.points import MOST_POINTS

OLDEST_BROWSERS = {"chrome": "94", "edge": "94", "firefox": "114", "safari": "16.4"}
"""The oldest browsers that run the scripts: for them esbuild rewrites all syntax that is newer. The README names them, too."""

# Short names save the quiz page a twentieth of its bytes; readable scripts are in the repository, from which anybody can build the same
# files.
_OPTIONS = (
    "--bundle",
    f"--target={','.join(name + version for name, version in OLDEST_BROWSERS.items())}",
    # Style sheets stay as short as they are. The older of these browsers leave rules out, and show every text.
    "--supported:nesting=true",
    "--supported:media-range=true",
    "--minify-whitespace",
    "--minify-identifiers",
    "--charset=utf8",
    "--log-level=error",
    "--color=false",
    "--outdir=made",
    # Scripts name these numbers, and ssi_core is their authority.
    f"--define:MOST_POINTS={MOST_POINTS}",
    f"--define:MOST_ROUNDS={MOST_ROUNDS}",
    f"--define:MOST_MEMBERS={MOST_MEMBERS}",
    f"--define:CODE_RANDOMS={CODE_RANDOMS}",
)
_IN_MEMORY = "/dev/shm"
"""Linux's folder in memory. Two hundred small files take longer to write and remove on a disk than to bundle."""
_FAULT = re.compile(r"\[ERROR\] (?P<what>.+)\n\n +(?P<file>[^\n:]+):(?P<line>\d+):\d+:")
_MISSING = re.compile(r'Could not resolve "(.+)"')


def run(
    files: Mapping[str, bytes], entries: Collection[str], options: Collection[str], apart: Collection[str] = ()
) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """Bundle each entry with its imports, except the modules `apart`, which stay separate scripts.

    Names are paths in `browser/`; scripts can also import npm packages. Returns the bundles by the names of their entries, and the faults.
    """
    try:
        program = find_esbuild()
    except MissingToolError as error:
        return {}, (error.problem,)
    with TemporaryDirectory(dir=_IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None) as name:
        folder = Path(name)
        for inner in sorted({posixpath.dirname(path) for path in files}):
            (folder / inner).mkdir(parents=True, exist_ok=True)
        for path, data in files.items():
            (folder / path).write_bytes(data)
        command = [str(program), *entries, *_OPTIONS, *(f"--external:./{name}" for name in apart), *options]
        try:
            done = subprocess.run(
                command, cwd=folder, env=os.environ | {"NODE_PATH": str(ROOT / "node_modules")}, capture_output=True, encoding="utf-8",
                errors="replace", check=False,
            )  # fmt: skip
        except OSError as error:
            return {}, (Problem("node_modules/@esbuild", 0, say("cannot be run: {reason}", reason=explain(error)), REINSTALL),)
        if done.returncode != 0:
            if not done.stderr.strip():
                return {}, (Problem("node_modules/@esbuild", 0, _describe_exit(done.returncode), REINSTALL),)
            return {}, tuple(_parse_errors(done.stderr, files))
        return {path: _fix_addresses(path, (folder / "made" / path).read_bytes(), apart) for path in entries}, ()


def _describe_exit(status: int) -> Message:
    """Describe how the program ended. Python gives a signal as a negative number."""
    if status >= 0:
        return say("esbuild ended with {status}, without a word", status=status)
    names = {each.value: each.name for each in signal.Signals}
    return say("esbuild was ended by {signal}, without a word", signal=names.get(-status, f"signal {-status}"))


def _fix_addresses(entry: str, data: bytes, apart: Collection[str]) -> bytes:
    """Make the addresses of separate modules relative to the entry; esbuild makes them relative to its output folder."""
    for name in apart:
        address = posixpath.relpath(name, posixpath.dirname(entry))
        data = data.replace(f'"../{name}"'.encode(), f'"{address if address.startswith(".") else f"./{address}"}"'.encode())
    return data


def _parse_errors(log: str, names: Collection[str]) -> Iterator[Problem]:
    """Turn esbuild's error messages into Problems, with their files and lines. `names`: the files that exist."""
    faults = list(_FAULT.finditer(log))
    for fault in faults:
        what, remedy = cite(fault["what"]), say("Mend the script.")
        if missing := _MISSING.fullmatch(what):
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(fault["file"]), missing[1]))
            what, remedy = say("there is no file “{name}” in site_src/browser", name=wanted), suggest(wanted, names)
        yield Problem(f"{BROWSER}/{fault['file']}", int(fault["line"]), what, remedy)
    if not faults:
        yield Problem(BROWSER, 0, say("the scripts cannot be joined: {reason}", reason=" ".join(log.split())), say("Mend the script."))
