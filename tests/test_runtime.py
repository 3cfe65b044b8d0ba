"""The runtime: the same bytes every time, what the manifest says, and the answers that CPython gives."""

import gzip
import hashlib
import io
import json
import math
import re
import shutil
import zipfile
from _imp import source_hash
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis.internal import floats

from site_src.runtime import NoRuntimeError, Runtime, bytecode, runner, runtime
from site_src.runtime.archive import archive
from site_src.runtime.bytecode import Made, compiled
from site_src.runtime.runner import Interpreter, MakeError, find_cause, run
from ssi_core.linkedin_export.archive import Given
from ssi_core.linkedin_export.report import read_export
from ssi_core.model import MODEL
from ssi_core.wire import handle
from tests import hypothesis_native, linkedin_archive
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
    """The archives that a visitor starts with, as files."""
    folder = tmp_path_factory.mktemp("shipped")
    archives = {}
    for output in made.outputs:
        role = output.path.name.partition(".")[0]
        if output.path.suffix == ".zip" and role != "export":
            archives[role] = folder / output.path.name
            archives[role].write_bytes(output.data)
    return archives


@pytest.fixture(scope="module")
def halved(made: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Interpreter:
    """The interpreter as a visitor gets it, in files."""
    folder = tmp_path_factory.mktemp("halved")
    data = {output.path.name.partition(".")[0] + output.path.suffix: output.data for output in made.outputs}
    for name in ("pyodide.js", "pyodide.wasm", "pyodide_rest.wasm", "stdlib.zip"):
        (folder / name).write_bytes(data[name])
    return Interpreter(folder / "pyodide.js", folder / "pyodide.wasm", folder / "stdlib.zip", folder / "pyodide_rest.wasm")


@pytest.fixture
def core(tmp_path: Path) -> Path:
    """A copy of `ssi_core` to change."""
    return Path(shutil.copytree(ROOT / "ssi_core", tmp_path / "ssi_core", ignore=shutil.ignore_patterns("__pycache__")))


def names(archive: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(archive)).namelist())


def test_made_once_it_is_kept(monkeypatch: pytest.MonkeyPatch, core: Path, made: Runtime, tmp_path: Path) -> None:
    # Making takes seconds; that it gives the same bytes each time is tested with whole builds, in test_reproducible.py.
    data = {output.path.name.partition(".")[0] + output.path.suffix: output.data for output in made.outputs}
    files = ("pyodide.js", "pyodide.wasm", "pyodide_rest.wasm", "stdlib.zip", "ssi_core.zip", "export.zip")
    first, folder = Made(*(data[name] for name in files)), tmp_path / "kept"
    monkeypatch.setattr(bytecode, "_make", lambda *_: first)
    compiled(INTERPRETER, core, folder)
    monkeypatch.setattr(bytecode, "_make", lambda *_: pytest.fail("made again"))
    assert compiled(INTERPRETER, core, folder) == first
    monkeypatch.undo()
    (core / "wire.py").write_text((core / "wire.py").read_text() + "\nMORE = 1\n")
    changed = compiled(INTERPRETER, core, folder)
    for role in ("glue", "first", "rest", "stdlib"):
        assert getattr(changed, role) == getattr(first, role), "a visitor who has it keeps it"
    assert changed.ssi_core != first.ssi_core
    assert len(list(folder.iterdir())) == 2, "whoever goes back finds the first again"


def test_the_manifest_is_true(made: Runtime) -> None:
    outputs = {output.path: output.data for output in made.outputs}
    told = json.loads(outputs[made.manifest])
    files = told["files"] | told["later"]
    assert {made.manifest.parent / file["path"] for file in files.values()} == set(outputs) - {made.manifest}
    for file in files.values():
        data = outputs[made.manifest.parent / file["path"]]
        assert file["size"] == len(data)
    for path, data in outputs.items():
        assert path.name.split(".")[1] == hashlib.sha256(data).hexdigest()[:16], "an address belongs to one content for ever"


def test_a_score_takes_only_the_first_half(made: Runtime, halved: Interpreter, shipped: dict[str, Path]) -> None:
    first_only = replace(halved, rest=Path("nowhere"))
    texts = [json.dumps(case) for case in CASES.values() if case["do"] == "score"]
    assert len(texts) > 3
    assert run(first_only, shipped, "ssi_core.wire.handle", texts).replies == [handle(text) for text in texts]
    with pytest.raises(MakeError):
        run(first_only, shipped, "unicodedata.name", ["\u20ac"])
    assert run(halved, shipped, "unicodedata.name", ["\u20ac"]).replies == ["EURO SIGN"]
    first, rest = halved.wasm.read_bytes(), halved.rest.read_bytes() if halved.rest else b""
    assert len(first) < 0.5 * len(INTERPRETER.wasm.read_bytes())
    assert len(first) + len(rest) < len(INTERPRETER.wasm.read_bytes())


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


def test_the_bytecode_is_small(shipped: dict[str, Path]) -> None:
    assert sum(len(file.read_bytes()) for file in shipped.values()) < 300_000, "what every visitor downloads before the first score"


def test_the_shipped_archives_answer_as_cpython_does(halved: Interpreter, shipped: dict[str, Path]) -> None:
    texts = [json.dumps(case) for case in CASES.values()] + [json.dumps(request) for request in at_random(300)]
    texts += ["", "nonsense", "[]", "null", '{"do": "score", "answers": {"a": NaN}}', '{"do": "score", "do": "model"}']
    answers = run(halved, shipped, "ssi_core.wire.handle", texts).replies
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


def test_the_archive_that_is_fetched_later_measures_as_cpython_does(
    made: Runtime, halved: Interpreter, shipped: dict[str, Path], tmp_path: Path
) -> None:
    export = next(output for output in made.outputs if output.path.name.startswith("export"))
    (tmp_path / "export.zip").write_bytes(export.data)
    given = {
        "whole.zip": linkedin_archive.zipped(linkedin_archive.files()),
        "nested.zip": linkedin_archive.zipped(
            {"a/b.zip": linkedin_archive.zipped(linkedin_archive.files(linkedin_archive.QUIET, year=2020))}
        ),
        "analytics.xlsx": linkedin_archive.workbook(dutch=True),
        "Reactions.csv": "Date;Type\r\n4-apr-21;LIKE\r\n".encode("utf-16"),
        "Votes.csv": "Date,Link\n2026-02-08 10:00:00,x\n".encode("utf-32"),
        "Connections.csv": "First Name,Connected On,Position\nZoë,08 Feb 2026,Directeur\n".encode("cp1252"),
        "Skills.csv": b"",
        "cut.zip": linkedin_archive.zipped(linkedin_archive.files())[:-50],
        "photo.jpg": b"\xff",
    }
    (tmp_path / "given").mkdir()
    for name, data in given.items():
        (tmp_path / "given" / name).write_bytes(data)
    asked = [[name] for name in given] + [[*given]]
    texts = [json.dumps({"do": "read", "files": [{"path": f"/given/{name}", "name": name} for name in each]}) for each in asked]
    archives = {**shipped, "export": tmp_path / "export.zip"}
    answers = run(halved, archives, "door.handle", texts, folders={"/given": tmp_path / "given"}).replies
    for names_given, answer in zip(asked, answers, strict=True):
        report = read_export([Given(name, io.BytesIO(given[name])) for name in names_given])
        assert json.loads(answer) == {"ok": {"report": json.loads(json.dumps(report))}}


def test_only_what_the_first_score_does_without_is_fetched_later(made: Runtime, shipped: dict[str, Path]) -> None:
    later = next(names(output.data) for output in made.outputs if output.path.name.startswith("export"))
    at_once = set().union(*(names(file.read_bytes()) for file in shipped.values()))
    assert not later & at_once
    assert {"door.pyc", "zipfile/__init__.pyc", "ssi_core/linkedin_export/rows.pyc"} <= later
    assert not [name for name in at_once if "linkedin_export" in name]


CORE_TESTS = [
    f"tests/test_{name}.py"
    for name in (
        "model", "answers", "scoring", "advice", "personas", "real", "linkedin_page", "share", "history", "history_csv", "history_file",
        "json_text", "wire_keeping", "wire",
    )
]  # fmt: skip
COMMAND_TESTS = "tests/test_command_line.py"
ELSEWHERE = {
    f"{COMMAND_TESTS}::test_as_a_process": "a browser has no processes",
    f"{COMMAND_TESTS}::test_as_a_process_whose_reader_leaves": "a browser has no processes",
    "tests/test_wire.py::test_a_visitor_waits_for_no_import_that_scoring_does_not_need": "a browser has no processes",
    f"{COMMAND_TESTS}::test_a_reader_that_has_read_enough_is_no_fault": "its pipes do not break",
    f"{COMMAND_TESTS}::test_a_full_disk_is_said": "it has no disk to be full",
    f"{COMMAND_TESTS}::test_a_file_as_editors_save_it": "UTF-16 ships with what reads LinkedIn's archive",
    "tests/test_linkedin_page.py::test_a_megabyte_of_anything_takes_no_time": "compares short times, and compiling goes on meanwhile",
    "tests/test_advice.py::test_the_longest_plan_there_is_takes_less_than_a_frame": "a browser has no processes",
}
"""Tests that do not run inside the runtime, each with the reason."""


def test_the_core_passes_its_own_tests_on_the_shipped_archives(
    halved: Interpreter, shipped: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All tests in one call: on a machine that does much else that can take longer than anything in a build may.
    monkeypatch.setattr(runner, "TIME_LIMIT_SECONDS", 600)
    for part in ("ssi_core", "tests"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "conftest.py"))
    inside = tmp_path / "inside.zip"
    inside.write_bytes(archive({"inside.py": (ROOT / "tests" / "inside.py").read_bytes()}))
    files = {f"{name.removesuffix('.pyc')}": role for role, file in shipped.items() for name in names(file.read_bytes())}
    packages = [name.removesuffix("/__init__").replace("/", ".") for name, role in files.items() if name.endswith("/__init__")]
    order = {"files": [*CORE_TESTS, COMMAND_TESTS], "elsewhere": list(ELSEWHERE), "packages": sorted(set(packages) - {"ssi_core"})}
    folders = {"/whole": PYODIDE, "/tools": Path(pytest.__file__).parent.parent, "/repository": tmp_path}
    archives = {**shipped, "inside": inside}
    # Not optimised, because the tests' own asserts count; what ships was compiled without any.
    answer = run(halved, archives, "inside.run", [json.dumps(order)], folders=folders, environment={"PYTHONOPTIMIZE": ""}).replies
    report = json.loads(answer[0])
    assert report["code"] == 0, report["output"]
    assert report["optimised"] == 0
    assert set(report["outcomes"].values()) == {"passed"}
    assert len(report["outcomes"]) > 350
    assert {test.partition("::")[0] for test in report["outcomes"]} == {*CORE_TESTS, COMMAND_TESTS}
    assert set(report["elsewhere"]) == set(ELSEWHERE)
    assert report["lacking"] == [], "needed by ssi_core, and not shipped"
    zips = {"stdlib": report["origins"]["json"].removesuffix("/json/__init__.pyc"), "ssi_core": "/lib/ssi_core.zip"}
    assert re.fullmatch(r"/lib/python3\d+\.zip", zips["stdlib"]), "where a visitor's Python finds it"
    for name, role in files.items():
        module = name.removesuffix("/__init__").replace("/", ".")
        if role == "ssi_core" or module.split(".")[0] in ("json", "re"):
            assert report["origins"][module] == f"{zips[role]}/{name}.pyc"
        elif module in report["origins"]:
            assert report["origins"][module] in (f"{zips[role]}/{name}.pyc", "frozen")


def test_numbers_for_hypothesis_are_those_of_its_own() -> None:
    numbers = [0.0, 5e-324, 2.0**-1022, 2.0**-126, 0.1, 1.0, 1.5, 65504.0, 1e300, math.inf, math.nan]
    for x in [*numbers, *(-number for number in numbers)]:
        assert hypothesis_native.is_negative(x) == floats.is_negative(x)
        for name in ("next_up", "next_down", "float_to_int"):
            assert repr(getattr(hypothesis_native, name)(x)) == repr(getattr(floats, name)(x)), (name, x)
        for name in ("next_up_normal", "next_down_normal"):
            for allowed in (True, False):
                found, expected = (getattr(library, name)(x, 64, allow_subnormal=allowed) for library in (hypothesis_native, floats))
                assert repr(found) == repr(expected), (name, x, allowed)
        for y in numbers:
            if x <= y and not math.copysign(1, x) > math.copysign(1, y):
                assert hypothesis_native.count_between_floats(x, y) == floats.count_between_floats(x, y), (x, y)
    for width, x in ((16, 0.1), (32, 0.1), (64, 0.1), (32, 65504.0)):
        bits = floats.float_to_int(floats.float_of(x, width), width)
        assert hypothesis_native.float_of(x, width) == floats.float_of(x, width)
        assert hypothesis_native.float_to_int(floats.float_of(x, width), width) == bits
        assert hypothesis_native.int_to_float(bits, width) == floats.int_to_float(bits, width)
        assert hypothesis_native.width_smallest_normals(width) == floats.width_smallest_normals(width)


def test_what_a_function_imports_late_is_there(core: Path, tmp_path: Path) -> None:
    words = (core / "wire.py").read_text() + "\n\ndef seldom() -> object:\n    from wave import Error\n\n    return Error\n"
    (core / "wire.py").write_text(words)
    assert "wave.pyc" in names(compiled(INTERPRETER, core, tmp_path / "kept").stdlib)


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
        # This hides while the modules in use are looked for.
        (WRAPPED.format('if not building: return "{}"'), "differently when compiled and cut down"),
    ],
)
def test_what_would_fail_a_visitor_fails_the_build(core: Path, tmp_path: Path, more: str, message: str) -> None:
    (core / "wire.py").write_text((core / "wire.py").read_text() + "\n\n" + more)
    with pytest.raises(MakeError) as caught:
        compiled(INTERPRETER, core, tmp_path / "kept")
    assert str(caught.value).endswith(message)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    assert not (tmp_path / "kept").exists()


def test_a_module_that_does_not_ship_fails_the_build_in_one_line(core: Path) -> None:
    root = core.parent
    shutil.copy(ROOT / "package.json", root)
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    # Neither in an import statement, nor while the modules in use are looked for: it shows when the archives are asked everything again.
    late = """if "inside" not in sys.modules:
        from importlib import import_module
        import_module("wave")"""
    (core / "wire.py").write_text((core / "wire.py").read_text() + WRAPPED.format(late))
    with pytest.raises(NoRuntimeError) as caught:
        runtime(root)
    assert str(caught.value) == (
        "ssi_core: does not run in the browser's Python: ModuleNotFoundError: No module named 'wave'. Mend ssi_core, or what it imports"
    )
    assert not (root / ".cache" / "runtime").exists(), "what fails is not kept"


def test_python_in_node_sees_neither_the_zone_nor_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "NODE_OPTIONS": "--require=/nowhere.cjs"}
    for name, value in here.items():
        monkeypatch.setenv(name, value)
    archives = {"stdlib": INTERPRETER.stdlib}
    assert run(INTERPRETER, archives, "time.strftime", ["%z"]).replies == ["+0000"]
    assert run(INTERPRETER, archives, "posixpath.expandvars", ["$LANG"]).replies == ["en_US.UTF-8"]


def test_the_message_names_pythons_error() -> None:
    with pytest.raises(MakeError) as caught:
        run(INTERPRETER, {"stdlib": INTERPRETER.stdlib}, "struct.calcsize", ["?!nonsense"])
    assert str(caught.value) == "does not run in the browser's Python: struct.error: bad char in struct format"


def test_the_message_names_nodes_error(tmp_path: Path) -> None:
    missing = tmp_path / "missing.wasm"
    with pytest.raises(MakeError) as caught:
        run(replace(INTERPRETER, wasm=missing), {"stdlib": INTERPRETER.stdlib}, "time.strftime", [])
    assert str(caught.value) == f"does not run in the browser's Python: Error: ENOENT: no such file or directory, open '{missing}'"


_NODE_SAYS = """\
file:///site_src/browser/worker/python.js:134
  throw new Error(`Python could not ${what}`);
        ^

Error: Python could not answer
    at made (file:///site_src/browser/worker/python.js:134:9)

Node.js v24.19.0
"""
_FRAME = 'Traceback (most recent call last):\n  File "x.py", line 1, in make\n    work()\n'


@pytest.mark.parametrize(
    ("stderr", "cause"),
    [
        (
            f"{_FRAME}struct.error: 'H' format requires 0 <= number <= 65535\n{_NODE_SAYS}",
            "struct.error: 'H' format requires 0 <= number <= 65535",
        ),
        (f"{_FRAME}KeyError: 'a'\n\nDuring handling\n\n{_FRAME}a.b.Wrong: no: more\n{_NODE_SAYS}", "a.b.Wrong: no: more"),
        (f"{_FRAME}ValueError: one\nError: two\nthree\n{_NODE_SAYS}", "ValueError: one"),
        (f"{_FRAME}KeyboardInterrupt\n{_NODE_SAYS}", "KeyboardInterrupt"),
        (f'  File "x.py", line 1\n    def x(:\n          ^\nSyntaxError: invalid syntax\n{_NODE_SAYS}', "SyntaxError: invalid syntax"),
        (f"ModuleNotFoundError: No module named 'x'\n{_NODE_SAYS}", "ModuleNotFoundError: No module named 'x'"),
        (_NODE_SAYS, "Error: Python could not answer"),
        ("Error [ERR_X]: no such file {\n  code: 'ERR_X'\n}\n\nNode.js v24.19.0\n", "Error [ERR_X]: no such file {"),
        ("node: bad option: --x\n", "node: bad option: --x"),
        ("[1:0x1] 9 ms: Mark-Compact\nFATAL ERROR: out of memory\n", "FATAL ERROR: out of memory"),
        ("Killed, it seems\n\nNode.js v24.19.0\n", "Killed, it seems"),
        ("", ""),
    ],
)
def test_the_cause_is_found_in_what_was_said(stderr: str, cause: str) -> None:
    assert find_cause(stderr) == cause


def test_without_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(MakeError, match="needs Node to be compiled, and there is none") as caught:
        compiled(INTERPRETER, ROOT / "ssi_core", tmp_path / "kept")
    assert "make serve" in caught.value.remedy


def test_without_pyodide_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bytecode, "find_spec", lambda _: None)
    with pytest.raises(MakeError, match="needs pyodide-build to be compiled, and it is not there") as caught:
        compiled(INTERPRETER, ROOT / "ssi_core", tmp_path / "kept")
    assert "make serve" in caught.value.remedy


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
    ours = {output.path.name: output.data for output in made.outputs if not output.path.name.startswith("export")}
    assert weight(ours) / weight(stock) < 0.66
    assert len(next(data for name, data in ours.items() if name.startswith("stdlib"))) < 350_000


def weight(files: dict[str, bytes]) -> int:
    """Bytes on the way from a host that gzips everything but archives."""
    return sum(len(data if name.endswith(".zip") else gzip.compress(data, 6)) for name, data in files.items())
