"""The runtime: the same bytes every time, what the manifest says, and the answers that CPython gives."""

import gzip
import hashlib
import io
import json
import shutil
import zipfile
from _imp import source_hash
from pathlib import Path
from random import Random
from typing import Any

import pytest

from site_src.runtime import NoRuntimeError, Runtime, bytecode, runtime
from site_src.runtime.bytecode import BytecodeError, Interpreter, compiled, replies
from ssi_core.model import MODEL
from ssi_core.wire import handle
from tests.cases import CASES

ROOT = Path(__file__).parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
INTERPRETER = Interpreter(PYODIDE / "pyodide.asm.mjs", PYODIDE / "pyodide.asm.wasm", PYODIDE / "python_stdlib.zip")
STOCK = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


@pytest.fixture(scope="module")
def made() -> Runtime:
    return runtime(ROOT)


@pytest.fixture(scope="module")
def shipped(made: Runtime, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The two archives as they ship, as files."""
    folder = tmp_path_factory.mktemp("shipped")
    archives = {}
    for output in made.outputs:
        role = output.path.name.partition(".")[0]
        if output.path.suffix == ".zip":
            archives[role] = folder / output.path.name
            archives[role].write_bytes(output.data)
    return archives


@pytest.fixture
def core(tmp_path: Path) -> Path:
    """A copy of `ssi_core` to change."""
    return Path(shutil.copytree(ROOT / "ssi_core", tmp_path / "ssi_core", ignore=shutil.ignore_patterns("__pycache__")))


def names(archive: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(archive)).namelist())


def test_made_anew_it_is_the_same_bytes(made: Runtime, tmp_path: Path) -> None:
    fresh = compiled(INTERPRETER, ROOT / "ssi_core", tmp_path)
    assert [hashlib.sha256(data).hexdigest() for data in fresh] == [
        hashlib.sha256(output.data).hexdigest() for output in made.outputs if output.path.suffix == ".zip"
    ]


def test_made_once_it_is_kept(monkeypatch: pytest.MonkeyPatch, core: Path, tmp_path: Path) -> None:
    first = compiled(INTERPRETER, core, tmp_path / "kept")
    monkeypatch.setattr(bytecode, "_make", lambda *_: pytest.fail("made again"))
    assert compiled(INTERPRETER, core, tmp_path / "kept") == first
    monkeypatch.undo()
    (core / "wire.py").write_text((core / "wire.py").read_text() + "\nMORE = 1\n")
    stdlib, ssi_core = compiled(INTERPRETER, core, tmp_path / "kept")
    assert stdlib == first[0], "a visitor who has the standard library keeps it"
    assert ssi_core != first[1]
    assert len(list((tmp_path / "kept").iterdir())) == 1, "what is out of date is thrown away"


def test_the_manifest_is_true(made: Runtime) -> None:
    outputs = {output.path: output.data for output in made.outputs}
    files = json.loads(outputs[made.manifest])["files"]
    assert {made.manifest.parent / file["path"] for file in files.values()} == set(outputs) - {made.manifest}
    for file in files.values():
        data = outputs[made.manifest.parent / file["path"]]
        assert file["size"] == len(data)
    for path, data in outputs.items():
        assert path.name.split(".")[1] == hashlib.sha256(data).hexdigest()[:16], "an address belongs to one content for ever"


def test_the_interpreter_is_the_one_from_npm(made: Runtime) -> None:
    data = {output.path.suffix: output.data for output in made.outputs}
    assert data[".wasm"] == (PYODIDE / "pyodide.asm.wasm").read_bytes()
    assert data[".js"] == (PYODIDE / "pyodide.asm.mjs").read_bytes()


def test_only_bytecode_and_only_what_is_in_use(shipped: dict[str, Path]) -> None:
    stdlib, ssi_core = (names(shipped[role].read_bytes()) for role in ("stdlib", "ssi_core"))
    assert all(name.endswith(".pyc") for name in stdlib | ssi_core)
    assert {f"ssi_core/{path.stem}.pyc" for path in (ROOT / "ssi_core").glob("*.py")} - {"ssi_core/__main__.pyc"} == ssi_core
    assert "json/decoder.pyc" in stdlib
    assert not any(name.startswith(("asyncio/", "argparse", "inspect", "test/", "pyodide/")) for name in stdlib)


def test_bytecode_keeps_a_hash_of_its_source_that_nobody_compares(shipped: dict[str, Path]) -> None:
    with zipfile.ZipFile(PYODIDE / "python_stdlib.zip") as stdlib:
        sources = {name: stdlib.read(name) for name in stdlib.namelist() if name.endswith(".py")}
    sources |= {f"ssi_core/{path.name}": path.read_bytes() for path in (ROOT / "ssi_core").glob("*.py")}
    for role in ("stdlib", "ssi_core"):
        with zipfile.ZipFile(shipped[role]) as file:
            for name in file.namelist():
                code = file.read(name)
                assert int.from_bytes(code[4:8], "little") == 1
                assert code[8:16] == source_hash(int.from_bytes(code[:4], "little"), sources[name.removesuffix("c")]), name


def test_the_shipped_archives_answer_as_cpython_does(shipped: dict[str, Path]) -> None:
    texts = [json.dumps(case) for case in CASES.values()] + [json.dumps(request) for request in at_random(300)]
    texts += ["", "nonsense", "[]", "null", '{"do": "score", "answers": {"a": NaN}}', '{"do": "score", "do": "model"}']
    answers = replies(INTERPRETER, shipped, "ssi_core.wire.handle", texts)
    for text, answer in zip(texts, answers, strict=True):
        assert answer == handle(text), text[:1000]


def at_random(count: int) -> list[dict[str, Any]]:
    """Requests to score, a mixture of every answer there is and some that there are not."""
    random = Random(1)
    requests = []
    for _ in range(count):
        answers = {}
        for factor in MODEL.factors:
            choices = [level.key for level in factor.levels] + ["unknown", "not_applicable", "nonsense"]
            chances = [10] * len(factor.levels) + [3, 3 if factor.optional else 0, 0.01]
            if random.random() < 0.9:
                answers[factor.key] = random.choices(choices, chances)[0]
        request: dict[str, Any] = {"do": "score", "answers": answers}
        if random.random() < 0.5:
            request["role"] = random.choice([role.key for role in MODEL.roles] + ["nobody"])
        if random.random() < 0.3:
            request["target"] = random.choice([random.randint(0, 110), random.randint(0, 1000) / 10])
        requests.append(request)
    return requests


def test_what_a_function_imports_late_is_there(core: Path, tmp_path: Path) -> None:
    words = (core / "wire.py").read_text() + "\n\ndef seldom() -> object:\n    from wave import Error\n\n    return Error\n"
    (core / "wire.py").write_text(words)
    stdlib, _ = compiled(INTERPRETER, core, tmp_path / "kept")
    assert "wave.pyc" in names(stdlib)


WRAPPED = """
import sys

_handle = handle


def handle(text: str) -> str:
    building = "inside" in sys.modules
    {}
    return _handle(text)
"""


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("import numpy\n", "does not run in the browser's Python: ModuleNotFoundError: No module named 'numpy'"),
        ("def seldom() -> None:\n    import numpy\n", "does not run in the browser's Python: ModuleNotFoundError: No module named 'numpy'"),
        ("from . import model\n", "has a relative import"),
        # These hide while the modules in use are looked for.
        (WRAPPED.format('_ = building or __import__("wa" + "ve")'), "does not run in the browser's Python: ModuleNotFoundError"),
        (WRAPPED.format('if not building: return "{}"'), "differently when compiled and cut down"),
    ],
)
def test_what_would_fail_a_visitor_fails_the_build(core: Path, tmp_path: Path, more: str, message: str) -> None:
    (core / "wire.py").write_text((core / "wire.py").read_text() + "\n\n" + more)
    with pytest.raises(BytecodeError) as caught:
        compiled(INTERPRETER, core, tmp_path / "kept")
    assert message in str(caught.value)
    assert caught.value.todo
    assert not (tmp_path / "kept").exists()


def test_without_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(BytecodeError, match="needs Node to be compiled, and there is none") as caught:
        compiled(INTERPRETER, ROOT / "ssi_core", tmp_path / "kept")
    assert "make serve" in caught.value.todo


def test_without_pyodide_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bytecode, "find_spec", lambda _: None)
    with pytest.raises(BytecodeError, match="needs pyodide-build to be compiled, and it is not there") as caught:
        compiled(INTERPRETER, ROOT / "ssi_core", tmp_path / "kept")
    assert "make serve" in caught.value.todo


def test_without_pyodide(tmp_path: Path) -> None:
    shutil.copy(ROOT / "package.json", tmp_path)
    with pytest.raises(NoRuntimeError) as caught:
        runtime(tmp_path)
    assert str(caught.value) == (
        "node_modules/pyodide: is not there. Run make serve or make test, which install exactly what the lock files hold"
    )


def test_with_another_pyodide(tmp_path: Path) -> None:
    wanted = json.loads((ROOT / "package.json").read_bytes())["dependencies"]["pyodide"]
    shutil.copy(ROOT / "package.json", tmp_path)
    (tmp_path / "node_modules" / "pyodide").mkdir(parents=True)
    (tmp_path / "node_modules" / "pyodide" / "package.json").write_text('{"version": "0.1.0"}')
    with pytest.raises(NoRuntimeError, match=rf"^node_modules/pyodide: is version 0\.1\.0, and package\.json asks for {wanted}\. Run make"):
        runtime(tmp_path)


def test_a_fraction_of_stock_in_bytes(made: Runtime) -> None:
    stock = {name: (PYODIDE / name).read_bytes() for name in STOCK}
    ours = {output.path.name: output.data for output in made.outputs}
    assert weight(ours) / weight(stock) < 0.66
    assert len(next(data for name, data in ours.items() if name.startswith("stdlib"))) < 350_000


def weight(files: dict[str, bytes]) -> int:
    """Bytes on the way from a host that gzips everything but archives."""
    return sum(len(data if name.endswith(".zip") else gzip.compress(data, 6)) for name, data in files.items())
