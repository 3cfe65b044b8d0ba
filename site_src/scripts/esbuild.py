"""esbuild: a program, not a library. npm puts it beside the folder of its package, and only the one for this kind of machine."""

import posixpath
import re
import signal
import subprocess
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from site_src.model import BROWSER, Problem, suggestion

# The machinery's own, not those of the folder with the content.
_PACKAGES = Path(__file__).parent.parent.parent / "node_modules"
_ADVICE = "Run make serve or make test, which install exactly what the lock files hold."
_ANEW = "Run make clean, then make serve, which installs exactly what the lock files hold."
# Every browser that runs the engine's WebAssembly knows this much. Short names save the quiz page a twentieth of its bytes; whoever wants
# to read the scripts finds them in the repository, from which anybody can build the same files.
_ALWAYS = (
    "--bundle",
    "--target=es2022",
    "--minify-whitespace",
    "--minify-identifiers",
    "--charset=utf8",
    "--log-level=error",
    "--color=false",
    "--outdir=made",
)
_FAULT = re.compile(r"\[ERROR\] (?P<what>.+)\n\n +(?P<file>[^\n:]+):(?P<line>\d+):\d+:")
_MISSING = re.compile(r'Could not resolve "(.+)"')


def run(
    files: Mapping[str, bytes], entries: Collection[str], options: Collection[str], apart: Collection[str] = ()
) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """What becomes of each of the `entries` among these files, by its name, and what is wrong. What is `apart` is not joined with what
    imports it. Names are paths in `browser/`."""
    program = next(iter(sorted(_PACKAGES.glob("@esbuild/*/bin/esbuild"))), None)
    if not program:
        return {}, (Problem("node_modules/@esbuild", 0, "is not there", _ADVICE),)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        command = [str(program), *entries, *_ALWAYS, *(f"--external:./{name}" for name in apart), *options]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False)
        except OSError as error:
            return {}, (Problem("node_modules/@esbuild", 0, f"cannot be run: {error.strerror}", _ANEW),)
        if done.returncode != 0:
            if not done.stderr.strip():
                return {}, (Problem("node_modules/@esbuild", 0, f"{_end(done.returncode)}, without a word", _ANEW),)
            return {}, tuple(_problems(done.stderr, files))
        return {path: _asked_from(path, (folder / "made" / path).read_bytes(), apart) for path in entries}, ()


def _end(status: int) -> str:
    """How the program ended: Python gives a signal as a number below nought."""
    if status >= 0:
        return f"esbuild ended with {status}"
    known = {each.value: each.name for each in signal.Signals}
    return f"esbuild was ended by {known.get(-status, f'signal {-status}')}"


def _asked_from(entry: str, data: bytes, apart: Collection[str]) -> bytes:
    """What was made of an entry, with the address of all that is apart as that entry has to ask for it. esbuild counts addresses from the
    folder that it writes to."""
    for name in apart:
        address = posixpath.relpath(name, posixpath.dirname(entry))
        data = data.replace(f'"../{name}"'.encode(), f'"{address if address.startswith(".") else f"./{address}"}"'.encode())
    return data


def _problems(said: str, names: Collection[str]) -> Iterator[Problem]:
    """What it complains of, by the file and line of each fault. `names`: what there is."""
    faults = list(_FAULT.finditer(said))
    for fault in faults:
        what, remedy = fault["what"], "Mend the script."
        if missing := _MISSING.fullmatch(what):
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(fault["file"]), missing[1]))
            what, remedy = f"there is no file “{wanted}” in {BROWSER}", suggestion(wanted, names)
        yield Problem(f"{BROWSER}/{fault['file']}", int(fault["line"]), what, remedy)
    if not faults:
        yield Problem(BROWSER, 0, f"the scripts cannot be joined: {' '.join(said.split())}", "Mend the script.")
