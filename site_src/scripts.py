"""The browser's modules → one script for each that a page asks for: a visitor fetches a few files instead of twenty, and no comments. Nor
are there any in the style sheets.

What a script imports only when it is wanted, by `import("./name.js")`, is a script of its own too, fetched at that moment.

esbuild does it. It is a program, not a library; npm puts it beside the folder of its package, and only the one for this kind of machine.
"""

import posixpath
import re
import subprocess
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from site_src.model import Problem, Source, suggestion

BROWSER = "site_src/browser"
# The machinery's own, not those of the folder with the content.
_PACKAGES = Path(__file__).parent.parent / "node_modules"
_ADVICE = "Run make serve or make test, which install exactly what the lock files hold."
_FOLDERS = ("page", "worker")
# Stays a module that others import: it is the one that starts first, and the one for scripts that want the engine without the quiz.
_APART = "page/engine.js"
# Every browser that runs the engine's WebAssembly knows this much.
_TARGET = "es2022"
# In a comment import("./name.js").Name is only the name of a type, as is typeof import("./name.js").
_LATER = re.compile(r'(?<!typeof )\bimport\("(\.{1,2}/[^"]+)"\)(?!\.[A-Z])')
_FAULT = re.compile(r"\[ERROR\] (?P<what>.+)\n\n +(?P<file>[^\n:]+):(?P<line>\d+):\d+:")
_MISSING = re.compile(r'Could not resolve "(.+)"')


def scripts(browser: tuple[Source, ...], wanted: Collection[str]) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """All of `browser`, its scripts joined and its style sheets tight. `wanted`: what pages ask for, among other things the scripts
    (`page/quiz.js`)."""
    named = {str(source.path.relative_to(BROWSER)): source for source in browser}
    modules = {name: source for name, source in named.items() if name.split("/")[0] in _FOLDERS and name.endswith(".js")}
    sheets = {name: source for name, source in named.items() if name.endswith(".css")}
    others = [name for name in named if name not in modules and name not in sheets]
    later = _later(modules)
    apart = (_APART, *later)
    entries = sorted((*(name for name in modules if name in wanted or name in apart), *sheets))
    if not entries:
        return browser, ()
    found = sorted(_PACKAGES.glob("@esbuild/*/bin/esbuild"))
    if not found:
        return browser, (Problem("node_modules/@esbuild", 0, "is not there", _ADVICE),)
    with TemporaryDirectory() as name:
        folder = Path(name)
        # What style sheets ask for has to be there, and is not looked into.
        for path in named:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(b"" if path in others else named[path].data)
        command = [str(found[0]), *entries, "--bundle", "--format=esm", f"--target={_TARGET}"]
        command += [f"--external:*/{PurePosixPath(name).name}" for name in apart if name in modules]
        command += [f"--loader:{suffix}=copy" for suffix in sorted({PurePosixPath(name).suffix for name in others} - {"", ".js"})]
        # Names stay, so that whoever looks into the site can read it.
        command += ["--minify-whitespace", "--minify-syntax", "--charset=utf8", "--log-level=error"]
        command += ["--outbase=.", "--outdir=joined", "--asset-names=[dir]/[name]"]
        done = subprocess.run([*command, "--color=false"], cwd=folder, capture_output=True, encoding="utf-8", check=False)
        if done.returncode != 0:
            return browser, tuple(_problems(done.stderr, named))
        joined = tuple(Source(named[path].path, (folder / "joined" / path).read_bytes()) for path in entries)
    return (*(named[path] for path in others), *joined), ()


def _later(modules: Mapping[str, Source]) -> tuple[str, ...]:
    """The modules that others import only when they are wanted. What is not there esbuild complains of, with its place."""
    found = {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        for name, source in modules.items()
        for path in _LATER.findall(source.data.decode("utf-8", "replace"))
    }
    return tuple(sorted(found))


def _problems(said: str, names: Collection[str]) -> Iterator[Problem]:
    """What esbuild complains of, by the file and line of each fault. `names`: what there is."""
    faults = list(_FAULT.finditer(said))
    for fault in faults:
        what, remedy = fault["what"], "Mend the script."
        if missing := _MISSING.fullmatch(what):
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(fault["file"]), missing[1]))
            what, remedy = f"there is no file “{wanted}” in {BROWSER}", suggestion(wanted, names)
        yield Problem(f"{BROWSER}/{fault['file']}", int(fault["line"]), what, remedy)
    if not faults:
        yield Problem(BROWSER, 0, f"the scripts cannot be joined: {' '.join(said.split())}", "Mend the script.")
