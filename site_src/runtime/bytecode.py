"""What is made: the interpreter in two, the standard library cut down to the modules in use, and `ssi_core`; both as bytecode.

The compiling is pyodide-build's py-compile, which compiles with whatever interpreter runs it; so it runs inside the runtime, under Node,
with the virtual environment's packages mounted. What it cannot be asked for inside.py does after it: hashes that nobody compares, and zips
of which every byte is the same each time and on every machine.

What reads LinkedIn's archive is an archive of its own, with the modules that only it takes: nobody waits for it who does not use it.

All this takes seconds, so what is made is kept in a folder named after a hash of all that goes in. A content edit finds it there.
"""

import ast
import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from warnings import warn

from site_src.kept import NotKeptWarning
from site_src.runtime.archive import archive
from site_src.runtime.glue import GlueError, trimmed
from site_src.runtime.halves import halves, marked
from site_src.runtime.instructions import WasmError
from site_src.runtime.runner import RUNNER, Interpreter, MakeError, run

HERE = Path(__file__).parent
# What runs in the runtime: path there → file here, None for an empty one.
INSIDE = {
    "inside.py": HERE / "inside.py",
    "site_src/__init__.py": None,
    "site_src/runtime/__init__.py": None,
    "site_src/runtime/archive.py": HERE / "archive.py",
}
# What is in the archive that is fetched only when it is used: a part of ssi_core, and the module that the worker calls.
LATER = "linkedin_export"
DOOR = HERE / "door.py"
EXAMPLES = HERE.parent / "browser" / "example"
WORKER = HERE.parent / "browser" / "worker"
STARTER = WORKER / "python.js"
# How the worker's scripts name what the interpreter exports.
_USED = re.compile(r"python\._(\w+)")

# Where inside.py finds the virtual environment's packages, and an archive of LinkedIn's to try the door with.
TOOLS = "/tools"
EXAMPLE = "/example"
# Bytecode without the columns that tracebacks point at: nobody sees one, and it is a quarter smaller.
COMPILING = {"PYTHONNODEBUGRANGES": "1"}
# The same functions are called every time: without it the order of sets, and so what is compared, is another each time.
SAME_EACH_TIME = {"PYTHONHASHSEED": "0"}
_KEPT = 6
"""Ten megabytes each."""


class Made(NamedTuple):
    """What ships: the interpreter's JavaScript and its two halves; the standard library's modules in use, `ssi_core`, and an archive that
    is fetched only when it is used."""

    glue: bytes
    first: bytes
    rest: bytes
    stdlib: bytes
    ssi_core: bytes
    export: bytes

    def interpreter(self, folder: Path) -> Interpreter:
        """The interpreter as it ships, in files that are written to `folder`."""
        files = {role: folder / file for role, file in _FILES.items()}
        for role in ("glue", "first", "rest", "stdlib"):
            files[role].write_bytes(getattr(self, role))
        return Interpreter(files["glue"], files["first"], files["stdlib"], files["rest"])


ARCHIVES = ("stdlib", "ssi_core", "export")
_FILES = {"glue": "glue.mjs", "first": "first.wasm", "rest": "rest.wasm"} | {role: f"{role}.zip" for role in ARCHIVES}


def compiled(interpreter: Interpreter, core: Path, cache: Path) -> Made:
    """What is made of this interpreter and this `ssi_core`, from the cache where none of what it takes has changed."""
    sources = {
        f"{core.name}/{path.relative_to(core).as_posix()}": path.read_text(encoding="utf-8")
        for path in sorted(core.rglob("*.py"))
        # The command line never runs in a browser.
        if path.name != "__main__.py"
    }
    sources[DOOR.name] = DOOR.read_text(encoding="utf-8")
    folder = cache / _fingerprint(interpreter, sources)
    with suppress(OSError):
        return Made(*((folder / _FILES[role]).read_bytes() for role in Made._fields))
    made = _make(interpreter, sources)
    try:
        _keep(folder, {_FILES[role]: data for role, data in made._asdict().items()})
    except OSError as error:
        warn(NotKeptWarning(error.strerror), stacklevel=2)
    return made


def _make(interpreter: Interpreter, sources: Mapping[str, str]) -> Made:
    """Find and compile what is in use; then ask the result everything again, and refuse it where one answer differs."""
    later = {path: words for path, words in sources.items() if LATER in path or path == DOOR.name}
    core_only = {path: words for path, words in sources.items() if path not in later}
    examples = [{"path": f"{EXAMPLE}/{path.name}", "name": path.name} for path in sorted(EXAMPLES.iterdir())]
    asked = {
        "core": {"sources": core_only, "imports": sorted(_imports(core_only))},
        "later": {"sources": later, "imports": sorted(_imports(later)), "examples": examples},
    }
    with TemporaryDirectory() as name:
        folder = Path(name)
        core = folder / "ssi_core.zip"
        core.write_bytes(archive({path: words.encode() for path, words in sources.items()}))
        inside = folder / "inside.zip"
        inside.write_bytes(archive({path: file.read_bytes() if file else b"" for path, file in INSIDE.items()}))
        archives = {"stdlib": interpreter.stdlib, "ssi_core": core, "inside": inside}
        folders = {TOOLS: _site_packages(), EXAMPLE: EXAMPLES}
        made_by = run(interpreter, archives, "inside.make", [json.dumps(asked)], folders=folders, environment=COMPILING)
        report = json.loads(made_by.replies[0])
        packed = {role: base64.b64decode(report[role]) for role in ARCHIVES}
        shipped = {role: folder / f"shipped-{role}.zip" for role in ARCHIVES}
        for role, path in shipped.items():
            path.write_bytes(packed[role])
        at_once = {role: shipped[role] for role in ("stdlib", "ssi_core")}
        made = Made(**_halved(interpreter, at_once, report["requests"]["core"], folder), **packed)
        halved = made.interpreter(folder)
        again = [
            *run(halved, at_once, "ssi_core.wire.handle", report["requests"]["core"]).replies,
            *run(halved, shipped, "door.handle", report["requests"]["later"], folders={EXAMPLE: EXAMPLES}).replies,
        ]
    requests = [*report["requests"]["core"], *report["requests"]["later"]]
    for request, before, after in zip(requests, report["replies"], again, strict=True):
        if before != after:
            raise MakeError(f"answers {request} differently when compiled and cut down", "Mend site_src/runtime/inside.py")
    return made


def _halved(interpreter: Interpreter, archives: Mapping[str, Path], texts: Sequence[str], folder: Path) -> dict[str, bytes]:
    """The interpreter cut down and in two, by role: in the first half is what it takes to answer these texts."""
    whole, used = interpreter.wasm.read_bytes(), _used()
    marking = Interpreter(interpreter.glue, folder / "marked.wasm", interpreter.stdlib)
    try:
        glue, exports = trimmed(interpreter.glue.read_bytes().decode(), used)
        marking.wasm.write_bytes(marked(whole))
        # Once as a visitor's Python starts, and once in the same way each time.
        called = [
            *run(marking, archives, "ssi_core.wire.handle", []).called,
            *run(marking, archives, "ssi_core.wire.handle", texts, environment=SAME_EACH_TIME).called,
        ]
        first, rest = halves(whole, called, exports, at_once=used)
    except (GlueError, WasmError) as error:
        raise MakeError(f"cannot be cut in two: {error}", "Have site_src/runtime/ know this version of Pyodide") from None
    return {"glue": glue.encode(), "first": first, "rest": rest}


def _used() -> list[str]:
    """What the worker's scripts take from the interpreter's exports."""
    return sorted({name for path in WORKER.glob("*.js") for name in _USED.findall(path.read_text(encoding="utf-8"))})


def _imports(sources: Mapping[str, str]) -> Iterator[str]:
    """Every import statement of `ssi_core`: those inside functions, too, which run only when the function does."""
    for path, words in sources.items():
        package = ".".join(Path(path).parent.parts)
        tree = ast.parse(words, path)
        for node in ast.walk(tree):
            match node:
                case ast.Import() | ast.ImportFrom(level=0):
                    yield ast.unparse(node)
                case ast.ImportFrom():
                    raise MakeError(f"{path}:{node.lineno} has a relative import", f"Write it from {package}")


def _fingerprint(interpreter: Interpreter, sources: Mapping[str, str]) -> str:
    """A hash of all that the archives are made of, and of what makes them."""
    compiler = _site_packages() / "pyodide_build" / "_py_compile.py"
    made_of = [
        interpreter.glue,
        interpreter.wasm,
        interpreter.stdlib,
        compiler,
        RUNNER,
        STARTER,
        *sorted(HERE.glob("*.py")),
        *sorted(EXAMPLES.iterdir()),
    ]
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in made_of]
    return hashlib.sha256(json.dumps([hashes, sources, _used()], sort_keys=True).encode()).hexdigest()[:16]


def _keep(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into `folder`, all at once. The last few are kept: whoever goes back and forth between two waits for neither."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix="new-") as name:
        new = Path(name) / folder.name
        new.mkdir()
        for file, data in files.items():
            (new / file).write_bytes(data)
        # Two builds at once make the same bytes; the second finds the place taken and is content.
        with suppress(OSError):
            new.rename(folder)
    kept = sorted((old for old in folder.parent.iterdir() if not old.name.startswith("new-")), key=lambda old: -old.stat().st_mtime)
    for old in kept[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _site_packages() -> Path:
    """Where the virtual environment keeps pyodide-build and what that imports."""
    found = find_spec("pyodide_build")
    if found is None or found.origin is None:
        raise MakeError("needs pyodide-build to be compiled, and it is not there", "Run make serve or make test, which install it")
    return Path(found.origin).parent.parent
