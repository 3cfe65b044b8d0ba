"""The browser's modules → one script for each that a page asks for: a visitor fetches a few files instead of twenty, and no comments.

What a script imports only when it is wanted, by `import("./name.js")`, is a script of its own too, fetched at that moment.

esbuild does it. It is a program, not a library; npm puts it beside the folder of its package, and only the one for this kind of machine.
"""

import posixpath
import re
import subprocess
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from site_src.model import Problem, Source

BROWSER = "site_src/browser"
# The machinery's own, not those of the folder with the content.
_PACKAGES = Path(__file__).parent.parent / "node_modules"
_ADVICE = "Run make serve or make test, which install exactly what the lock files hold."
_FOLDERS = ("page", "worker")
# Stays a module that others import: it is the one that starts first, and the one for scripts that want the engine without the quiz.
_APART = "page/engine.js"
# Every browser that runs the engine's WebAssembly knows this much.
_TARGET = "es2022"
# In a comment import("./name.js").Name is only the name of a type.
_LATER = re.compile(r'\bimport\("(\.{1,2}/[^"]+)"\)(?!\.[A-Z])')
_FAULT = re.compile(r"\[ERROR\] (?P<what>.+)\n\n +(?P<file>[^\n:]+):(?P<line>\d+):\d+:")


def scripts(browser: tuple[Source, ...], wanted: Collection[str]) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """All of `browser`, its scripts joined. `wanted`: what pages ask for, among other things the scripts (`page/quiz.js`)."""
    named = {str(source.path.relative_to(BROWSER)): source for source in browser}
    modules = {name: source for name, source in named.items() if name.split("/")[0] in _FOLDERS and name.endswith(".js")}
    later = _later(modules)
    apart = (_APART, *later)
    entries = sorted(name for name in modules if name in wanted or name in apart)
    if not entries:
        return browser, ()
    found = sorted(_PACKAGES.glob("@esbuild/*/bin/esbuild"))
    if not found:
        return browser, (Problem("node_modules/@esbuild", 0, "is not there", _ADVICE),)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path, source in modules.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(source.data)
        command = [str(found[0]), *entries, "--bundle", "--format=esm", f"--target={_TARGET}"]
        command += [f"--external:*/{PurePosixPath(name).name}" for name in apart if name in modules]
        # Names stay, so that whoever looks into the site can read it.
        command += ["--minify-whitespace", "--minify-syntax", "--charset=utf8", "--outbase=.", "--outdir=joined", "--log-level=error"]
        done = subprocess.run([*command, "--color=false"], cwd=folder, capture_output=True, encoding="utf-8", check=False)
        if done.returncode != 0:
            return browser, tuple(_problems(done.stderr))
        joined = tuple(Source(modules[path].path, (folder / "joined" / path).read_bytes()) for path in entries)
    return (*(source for path, source in named.items() if path not in modules), *joined), ()


def _later(modules: Mapping[str, Source]) -> tuple[str, ...]:
    """The modules that others import only when they are wanted. What is not there esbuild complains of, with its place."""
    found = {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        for name, source in modules.items()
        for path in _LATER.findall(source.data.decode("utf-8", "replace"))
    }
    return tuple(sorted(found))


def _problems(said: str) -> Iterator[Problem]:
    """What esbuild complains of, by the file and line of each fault."""
    faults = list(_FAULT.finditer(said))
    for fault in faults:
        yield Problem(f"{BROWSER}/{fault['file']}", int(fault["line"]), fault["what"], "Mend the script.")
    if not faults:
        yield Problem(BROWSER, 0, f"the scripts cannot be joined: {' '.join(said.split())}", "Mend the script.")
