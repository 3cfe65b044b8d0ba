"""Compiles the runtime: the interpreter in two halves, the standard library, and `ssi_core`.

The standard library is reduced to the modules in use; it and `ssi_core` are bytecode. pyodide-build's py-compile compiles with the
interpreter that runs it, so it runs inside the runtime, under Node, with the virtual environment's packages mounted. compile_inside.py then
does what py-compile has no option for: hashes that need not be compared with a source, and zips whose bytes are the same every time and on
every machine.

The readers of LinkedIn's archive and of spreadsheets are a separate zip, with the modules that only they need, and so is the code for a
group's scores: visitors who do not use them need not wait for them.

All this takes seconds, so the result is cached under a hash of all its inputs. After a content edit it is found there.
"""

import ast
import base64
import json
import pickle
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, cast

from site_src.cache.files import evict, read_cached, write_atomic
from site_src.messages import say
from site_src.model import fingerprint
from site_src.runtime.archive import make_archive
from site_src.runtime.glue import GlueError, trim_glue
from site_src.runtime.instructions import WasmError
from site_src.runtime.instrument import instrument
from site_src.runtime.late_data import list_late_ranges
from site_src.runtime.node import RUNNER, Interpreter, MakeError, run_in_node
from site_src.runtime.split_wasm import Marks, read_module, split_module
from site_src.toolchain import INSTALL

HERE = Path(__file__).parent
# The files that compile inside the runtime: path there → file here, None for an empty one.
INSIDE = {
    "compile_inside.py": HERE / "compile_inside.py",
    "site_src/__init__.py": None,
    "site_src/runtime/__init__.py": None,
    "site_src/runtime/archive.py": HERE / "archive.py",
}
# The parts of ssi_core in each zip that is fetched only when it is used.
LAZY = {
    "group": ("group/", "wire/group.py"),
    "export": ("linkedin_export/", "history/spreadsheet/", "attribution.py", "wire/explain.py"),
}
# The module of each of these zips that the worker imports.
ENTRIES = {"group": HERE / "group_entry.py", "export": HERE / "archive_entry.py"}
LATE_PACKAGES = HERE / "late_packages.py"
# What only the command line uses, which browsers do not run.
ABSENT = ("__main__.py", "command_line/", "evaluation/", "schema/")
EXAMPLES = HERE.parent / "browser" / "example"
WORKER = HERE.parent / "browser" / "worker"
STARTER = WORKER / "python.js"
# The worker's scripts call the interpreter's exports so.
_USED = re.compile(r"python\._(\w+)")

# The folders inside the runtime that hold the virtual environment's packages, and an example of LinkedIn's archive to read.
TOOLS = "/tools"
EXAMPLE = "/example"
# Leaves out the columns that tracebacks point at: no visitor sees a traceback, and the bytecode is a quarter smaller.
COMPILING = {"PYTHONNODEBUGRANGES": "1"}
# With a random seed the order of sets would differ between runs, and so would the functions that are called.
SAME_EACH_TIME = {"PYTHONHASHSEED": "0"}
_MOST_CACHED = 6
"""Ten megabytes each. With more than one, switching between two branches compiles nothing."""


class CompiledRuntime(NamedTuple):
    """The contents of the files that ship.

    They are the interpreter's JavaScript and its two halves; the standard library's modules in use; `ssi_core`; and the zips that are
    fetched only when they are used. `words`: a JSON list of the texts in requests that may be
    answered before the second half is there.
    """

    glue: bytes
    first: bytes
    rest: bytes
    stdlib: bytes
    ssi_core: bytes
    group: bytes
    export: bytes
    words: bytes

    def write_interpreter(self, folder: Path) -> Interpreter:
        """Write the interpreter's files to `folder`, and return their paths."""
        files = {role: folder / file for role, file in _FILES.items()}
        for role in ("glue", "first", "rest", "stdlib"):
            files[role].write_bytes(getattr(self, role))
        return Interpreter(files["glue"], files["first"], files["stdlib"], files["rest"])


ARCHIVES = ("stdlib", "ssi_core", *LAZY)
_FILES = {"glue": "glue.mjs", "first": "first.wasm", "rest": "rest.wasm"} | {role: f"{role}.zip" for role in ARCHIVES}


def compile_runtime(interpreter: Interpreter, core: Path, cache: Path) -> CompiledRuntime:
    """Compile this interpreter and the `ssi_core` in the folder `core`, or take both from `cache`.

    Raises MakeError where that fails.
    """
    sources = {
        f"{core.name}/{name}": path.read_text(encoding="utf-8")
        for path in sorted(core.rglob("*.py"))
        if not (name := path.relative_to(core).as_posix()).startswith(ABSENT)
    }
    sources |= {path.name: path.read_text(encoding="utf-8") for path in (LATE_PACKAGES, *ENTRIES.values())}
    cached = cache / _fingerprint(interpreter, sources)
    with suppress(Exception):  # Unpickling damaged data can raise any exception. The runtime is then made again.
        return cast(CompiledRuntime, pickle.loads(read_cached(cached)))
    compiled = _make(interpreter, sources)
    write_atomic(cached, pickle.dumps(compiled))
    evict(cache, most=_MOST_CACHED)
    return compiled


def _make(interpreter: Interpreter, sources: Mapping[str, str]) -> CompiledRuntime:
    """Compile the modules in use, and split the interpreter.

    All requests are then repeated with the result; raises MakeError where one reply differs.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        report = _compile_sources(interpreter, sources, folder)
        packed = {role: base64.b64decode(report[role]) for role in ARCHIVES}
        archives = {role: folder / f"shipped-{role}.zip" for role in ARCHIVES}
        for role, path in archives.items():
            path.write_bytes(packed[role])
        at_once = {role: archives[role] for role in ("stdlib", "ssi_core")}
        requests = report["requests"]
        compiled = CompiledRuntime(
            **_split_interpreter(interpreter, at_once, requests["core"], folder), **packed, words=json.dumps(report["words"]).encode()
        )
        split = compiled.write_interpreter(folder)
        poison = list_late_ranges(compiled.rest)
        replies = {"core": run_in_node(split, at_once, "ssi_core.wire.handle", requests["core"], poison=poison).replies}
        for role, entry in ENTRIES.items():
            shipped = at_once | {role: archives[role]}
            replies[role] = run_in_node(split, shipped, f"{entry.stem}.handle", requests[role], folders={EXAMPLE: EXAMPLES}).replies
    for role, texts in requests.items():
        for request, expected, reply in zip(texts, report["replies"][role], replies[role], strict=True):
            if reply == expected:
                continue
            raise MakeError(
                say("answers {request} differently when compiled and cut down", request=request),
                say("Mend site_src/runtime/compile_inside.py."),
            )
    return compiled


def _compile_sources(interpreter: Interpreter, sources: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Run compile_inside.py inside the runtime; return the report of its `make`. `folder`: for files that it needs."""
    late = {
        role: {
            path: text
            for path, text in sources.items()
            if path.partition("/")[2].startswith(prefixes) or path in (LATE_PACKAGES.name, ENTRIES[role].name)
        }
        for role, prefixes in LAZY.items()
    }
    core = {path: text for path, text in sources.items() if not any(path in lazy for lazy in late.values())}
    parts = {role: {"sources": part, "imports": sorted(_list_imports(part))} for role, part in {"core": core, **late}.items()}
    examples = [{"path": f"{EXAMPLE}/{path.name}", "name": path.name} for path in sorted(EXAMPLES.iterdir())]
    request = {"parts": parts, "entries": {role: entry.stem for role, entry in ENTRIES.items()}, "examples": examples}
    core_archive, inside_archive = folder / "ssi_core.zip", folder / "inside.zip"
    core_archive.write_bytes(make_archive({path: text.encode() for path, text in sources.items()}))
    inside_archive.write_bytes(make_archive({path: file.read_bytes() if file else b"" for path, file in INSIDE.items()}))
    archives = {"stdlib": interpreter.stdlib, "ssi_core": core_archive, "inside": inside_archive}
    folders = {TOOLS: _find_site_packages(), EXAMPLE: EXAMPLES}
    result = run_in_node(interpreter, archives, "compile_inside.make", [json.dumps(request)], folders=folders, environment=COMPILING)
    report: dict[str, Any] = json.loads(result.replies[0])
    return report


def _split_interpreter(interpreter: Interpreter, archives: Mapping[str, Path], texts: Sequence[str], folder: Path) -> dict[str, bytes]:
    """Trim the interpreter and split it in two; return its parts by role.

    The first half holds the functions that answering these texts calls.
    """
    wasm, used = interpreter.wasm.read_bytes(), _list_used_exports()
    instrumented = Interpreter(interpreter.glue, folder / "marked.wasm", interpreter.stdlib)
    try:
        module = read_module(wasm)
        glue, exports = trim_glue(interpreter.glue.read_bytes().decode(), used)
        instrumented.wasm.write_bytes(instrument(module))
        # The first run starts Python as a visitor's does, with a random seed; the second calls the same functions every time.
        runs = [
            run_in_node(instrumented, archives, "ssi_core.wire.handle", []),
            run_in_node(instrumented, archives, "ssi_core.wire.handle", texts, environment=SAME_EACH_TIME),
        ]
        called, read = (frozenset(chain.from_iterable(getattr(run, kind) for run in runs)) for kind in ("called", "read"))
        first, rest = split_module(module, Marks(called, read, min(run.changed for run in runs)), exports, at_once=used)
    except (GlueError, WasmError) as error:
        raise MakeError(
            say("cannot be cut in two: {error}", error=error), say("Have site_src/runtime/ know this version of Pyodide.")
        ) from None
    return {"glue": glue.encode(), "first": first, "rest": rest}


def _list_used_exports() -> list[str]:
    """List the interpreter's exports that the worker's scripts use."""
    return sorted({name for path in WORKER.glob("*.js") for name in _USED.findall(path.read_text(encoding="utf-8"))})


def _list_imports(sources: Mapping[str, str]) -> Iterator[str]:
    """Yield every import statement of `ssi_core`, also those inside functions.

    Those run only when the function does. Raises MakeError at a relative import.
    """
    for path, text in sources.items():
        package = ".".join(Path(path).parent.parts)
        tree = ast.parse(text, path)
        for node in ast.walk(tree):
            match node:
                case ast.Import() | ast.ImportFrom(level=0):
                    yield ast.unparse(node)
                case ast.ImportFrom():
                    raise MakeError(
                        say("{place} has a relative import", place=f"{path}:{node.lineno}"),
                        say("Write it from {package}.", package=package),
                    )


def _fingerprint(interpreter: Interpreter, sources: Mapping[str, str]) -> str:
    """Hash everything that the result is made of, and the code that makes it."""
    compiler = _find_site_packages() / "pyodide_build" / "_py_compile.py"
    files = (interpreter.glue, interpreter.wasm, interpreter.stdlib, compiler, RUNNER, STARTER)
    contents = (path.read_bytes() for path in (*files, *sorted(HERE.glob("*.py")), *sorted(EXAMPLES.iterdir())))
    return fingerprint(*contents, sources, _list_used_exports())


def _find_site_packages() -> Path:
    """Return the virtual environment's folder with pyodide-build and its dependencies."""
    found = find_spec("pyodide_build")
    if found is None or found.origin is None:
        raise MakeError(say("needs pyodide-build to be compiled, and it is not there"), INSTALL)
    return Path(found.origin).parent.parent
