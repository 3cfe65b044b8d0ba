"""Python for the browser: Pyodide's interpreter, the standard library and `ssi_core`, as files that a host can serve for ever.

Every file's name holds a hash of its own content. A new version of `ssi_core` that calls no other functions of the interpreter therefore
leaves its ten megabytes where they are, in the visitor's cache and in the browser's cache of compiled code.

    __init__.py      node_modules/ and ssi_core/ → Runtime, the files and their manifest
    bytecode.py      what is made, kept in .cache/ until one of its inputs changes
    glue.py          the interpreter's JavaScript, without what nothing here asks of the WebAssembly
    halves.py        the interpreter's WebAssembly in two: what a first score takes, and the rest
    wasm.py          how a WebAssembly module is read and written
    instructions.py  what the code in it names
    runner.py        runs a Python function inside the runtime, under Node
    run.mjs          what runs there, with the code that the visitor's worker runs
    inside.py        the Python that runs there: finds the modules in use and has pyodide-build compile them
    door.py          the Python that opens LinkedIn's archive in the visitor's worker, fetched only when somebody hands it over
    archive.py       a zip with the same bytes every time
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_src.model import Output, Problem
from site_src.runtime.bytecode import compiled
from site_src.runtime.runner import Interpreter, MakeError
from site_src.runtime.runner import node as found_node

FOLDER = PurePosixPath("runtime")
ADVICE = "Run make serve or make test, which install exactly what the lock files hold"


class NoRuntimeError(Exception):
    """The runtime cannot be made here, for the one reason that `problem` gives."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem, and be printable as its one line."""
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Runtime:
    """What the browser needs to run `ssi_core`. `manifest` is the path, in `dist/`, of the one file that leads to all others."""

    outputs: tuple[Output, ...]
    manifest: PurePosixPath


def runtime(root: Path) -> Runtime:
    """The runtime from the repository at `root`: its `node_modules/` and its `ssi_core/`."""
    pyodide = _pyodide(root)
    interpreter = Interpreter(pyodide / "pyodide.asm.mjs", pyodide / "pyodide.asm.wasm", pyodide / "python_stdlib.zip")
    try:
        made = compiled(interpreter, root / "ssi_core", root / ".cache" / "runtime")
    except MakeError as error:
        raise NoRuntimeError(Problem("ssi_core", 0, str(error), error.remedy or ADVICE)) from None
    files = {
        # Named .js and not .mjs, because more hosts know its type.
        "glue": _output("pyodide.js", made.glue),
        "wasm": _output("pyodide.wasm", made.first),
        "stdlib": _output("stdlib.zip", made.stdlib),
        "core": _output("ssi_core.zip", made.ssi_core),
    }
    later = {"rest": _output("pyodide_rest.wasm", made.rest), "export": _output("export.zip", made.export)}
    manifest = _output("manifest.json", _manifest(files, later))
    return Runtime((*files.values(), *later.values(), manifest), manifest.path)


def node() -> str:
    """Node, for other hops that run something in it. Raises NoRuntimeError where there is none."""
    try:
        return found_node()
    except MakeError as error:
        raise NoRuntimeError(Problem("package.json", 0, "there is no Node to run its packages with", error.remedy)) from None


def _pyodide(root: Path) -> Path:
    """The folder of the npm package, which must be exactly the version that package.json asks for."""
    wanted = json.loads((root / "package.json").read_bytes())["dependencies"]["pyodide"]
    folder = root / "node_modules" / "pyodide"
    try:
        found = json.loads((folder / "package.json").read_bytes())["version"]
    except FileNotFoundError:
        raise NoRuntimeError(Problem("node_modules/pyodide", 0, "is not there", ADVICE)) from None
    if found != wanted:
        raise NoRuntimeError(Problem("node_modules/pyodide", 0, f"is version {found}, and package.json asks for {wanted}", ADVICE))
    return folder


def _output(name: str, data: bytes) -> Output:
    """A file under an address that no other content can have."""
    stem, dot, ending = name.partition(".")
    return Output(FOLDER / f"{stem}.{hashlib.sha256(data).hexdigest()[:16]}{dot}{ending}", data)


def _manifest(files: dict[str, Output], later: dict[str, Output]) -> bytes:
    """Where each file is, relative to the manifest, and how many bytes it has uncompressed. `later`: not before a first score."""
    kinds = {"files": files, "later": later}
    entries = {
        kind: {role: {"path": file.path.name, "size": len(file.data)} for role, file in outputs.items()} for kind, outputs in kinds.items()
    }
    return json.dumps(entries, separators=(",", ":")).encode()
