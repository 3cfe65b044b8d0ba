"""Python for the browser: Pyodide's interpreter, the standard library and `ssi_core`, as files that a host can serve for ever.

Every file's name holds a hash of its own content. A new version of `ssi_core` therefore leaves the ten megabytes of the interpreter where
they are, in the visitor's cache and in the browser's cache of compiled code.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_src.model import Output, Problem

FOLDER = PurePosixPath("runtime")

# A zip cannot say "no date"; this is the earliest one it can say.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class RuntimeUnavailable(Exception):
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
    files = {
        "glue": _output("pyodide.js", (pyodide / "pyodide.asm.mjs").read_bytes()),
        "wasm": _output("pyodide.wasm", (pyodide / "pyodide.asm.wasm").read_bytes()),
        "stdlib": _output("stdlib.zip", (pyodide / "python_stdlib.zip").read_bytes()),
        "core": _output("ssi_core.zip", archive(_core(root))),
    }
    manifest = _output("manifest.json", _manifest(files))
    return Runtime((*files.values(), manifest), manifest.path)


def archive(members: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but its members."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as file:
        for name in sorted(members):
            file.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), members[name])
    return whole.getvalue()


def _pyodide(root: Path) -> Path:
    """The folder of the npm package, which must be exactly the version that package.json asks for."""
    wanted = json.loads((root / "package.json").read_bytes())["dependencies"]["pyodide"]
    folder = root / "node_modules" / "pyodide"
    try:
        found = json.loads((folder / "package.json").read_bytes())["version"]
    except FileNotFoundError:
        raise RuntimeUnavailable(Problem("node_modules/pyodide", 0, "is not there", "Run make serve, which installs it")) from None
    if found != wanted:
        what = f"is version {found}, and package.json asks for {wanted}"
        raise RuntimeUnavailable(Problem("node_modules/pyodide", 0, what, "Run make serve, which installs the right one"))
    return folder


def _core(root: Path) -> dict[str, bytes]:
    """The modules of `ssi_core`, by their paths inside the archive."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "ssi_core").rglob("*.py")}


def _output(name: str, data: bytes) -> Output:
    """A file under an address that no other content can have."""
    stem, dot, ending = name.partition(".")
    return Output(FOLDER / f"{stem}.{hashlib.sha256(data).hexdigest()[:16]}{dot}{ending}", data)


def _manifest(files: dict[str, Output]) -> bytes:
    """Where each file is, relative to the manifest, and how many bytes it has when nothing is compressed."""
    entries = {role: {"path": file.path.name, "size": len(file.data)} for role, file in files.items()}
    return json.dumps({"files": entries}, separators=(",", ":")).encode()
