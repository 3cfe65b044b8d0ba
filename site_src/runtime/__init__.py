"""Python for the browser: Pyodide's interpreter, the standard library and `ssi_core`.

They are files that browsers may cache for ever, because every file's name holds a hash of its content. A new version of `ssi_core` that
calls the same functions of the interpreter leaves the interpreter's ten megabytes in the visitor's cache, and in the browser's cache of
compiled code.

    __init__.py        node_modules/ and ssi_core/ → Runtime, the files and their manifest
    bytecode.py        compiles and packs all of it, cached in .cache/ until an input changes
    glue.py            the interpreter's JavaScript, without unused exports of the WebAssembly
    split_wasm.py      the interpreter's WebAssembly in two: the functions and the data of a first score, and the rest
    late_data.py       finds the static data that a first score does not read
    instrument.py      has a run tell which functions it calls and which data it reads
    wasm.py            reads and writes WebAssembly modules
    instructions.py    finds what a WebAssembly function refers to
    node.py            runs a Python function inside the runtime, under Node
    run.mjs            the script that Node runs, with the code that the visitor's worker runs
    compile_inside.py  the Python that runs there: finds the modules in use and has pyodide-build compile them
    archive_entry.py   the Python that opens LinkedIn's archive or a spreadsheet in the visitor's worker, fetched when it is used
    group_entry.py     makes the requests about a group work in the visitor's worker, fetched when it is used
    late_packages.py   has Python find the modules of what is fetched late
    archive.py         a zip with the same bytes every time
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_src.model import Output, Problem
from site_src.runtime.archive import store_archive
from site_src.runtime.bytecode import ARCHIVES, LAZY, compile_runtime
from site_src.runtime.node import Interpreter, MakeError
from site_src.toolchain import INSTALL, MissingToolError, find_package

FOLDER = PurePosixPath("runtime")


@dataclass(frozen=True, slots=True)
class Runtime:
    """The files that a browser needs to run `ssi_core`. `manifest`: the path in `dist/` of the file that lists all others."""

    outputs: tuple[Output, ...]
    manifest: PurePosixPath


NO_RUNTIME = Runtime((), FOLDER / "manifest.json")
"""Stands for the runtime where a build makes none."""


def make_runtime(root: Path, stored: bool = False) -> tuple[Runtime, tuple[Problem, ...]]:
    """Make the runtime from the `node_modules/` and `ssi_core/` of the repository at `root`.

    `stored`: whether its archives are left uncompressed, for a host that sends compressed copies. Where a tool is missing or nothing can be
    compiled, returns NO_RUNTIME and a Problem.
    """
    try:
        pyodide = find_package("pyodide", root)
        interpreter = Interpreter(pyodide / "pyodide.asm.mjs", pyodide / "pyodide.asm.wasm", pyodide / "python_stdlib.zip")
        compiled = compile_runtime(interpreter, root / "ssi_core", root / ".cache" / "runtime")
    except MissingToolError as error:
        return NO_RUNTIME, (error.problem,)
    except MakeError as error:
        return NO_RUNTIME, (Problem("ssi_core", 0, error.what, error.remedy or INSTALL),)
    archives = {role: getattr(compiled, role) for role in ARCHIVES}
    if stored:
        archives = {role: store_archive(archive) for role, archive in archives.items()}
    files = {
        # Named .js and not .mjs, because more hosts know its type.
        "glue": _make_output("pyodide.js", compiled.glue),
        "wasm": _make_output("pyodide.wasm", compiled.first),
        "stdlib": _make_output("stdlib.zip", archives["stdlib"]),
        "core": _make_output("ssi_core.zip", archives["ssi_core"]),
    }
    later = {
        "rest": _make_output("pyodide_rest.wasm", compiled.rest),
        **{role: _make_output(f"{role}.zip", archives[role]) for role in LAZY},
    }
    manifest = _make_output("manifest.json", _make_manifest(files, later, json.loads(compiled.words)))
    return Runtime((*files.values(), *later.values(), manifest), manifest.path), ()


def _make_output(name: str, data: bytes) -> Output:
    """Make a file whose name holds a hash of its content."""
    stem, dot, ending = name.partition(".")
    return Output(FOLDER / f"{stem}.{hashlib.sha256(data).hexdigest()[:16]}{dot}{ending}", data)


def _make_manifest(files: dict[str, Output], later: dict[str, Output], words: list[str]) -> bytes:
    """List each file's path, relative to the manifest, and its uncompressed size in bytes.

    `later`: the files that are fetched after a first score. `words`: the texts of which requests are made that are answered before that.
    """
    kinds = {"files": files, "later": later}
    entries = {
        kind: {role: {"path": file.path.name, "size": len(file.data)} for role, file in outputs.items()} for kind, outputs in kinds.items()
    }
    return json.dumps({**entries, "words": words}, separators=(",", ":")).encode()
