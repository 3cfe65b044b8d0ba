"""The runtime: the same bytes every time, what the manifest says, and the answers that CPython gives."""

import gzip
import hashlib
import io
import json
import math
import re
import shutil
import subprocess
import zipfile
from _imp import source_hash
from dataclasses import replace
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis.internal import floats

from site_src.runtime import Runtime, bytecode, make_runtime
from site_src.runtime import node as runner
from site_src.runtime.archive import make_archive
from site_src.runtime.bytecode import ABSENT, LAZY, CompiledRuntime, compile_runtime
from site_src.runtime.late_data import list_late_ranges
from site_src.runtime.node import Interpreter, MakeError, find_cause, run_in_node
from site_src.toolchain import find_node
from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.report import read_export
from ssi_core.model import MODEL
from ssi_core.wire import handle
from tests.support import hypothesis_native, linkedin_archive
from tests.support.cases import CASES
from tests.support.plain_requests import find_halves, list_each_key, make_plain_requests
from tests.support.spreadsheets import TODAY, make_workbook, read_spreadsheet

ROOT = Path(__file__).parent.parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
INTERPRETER = Interpreter(PYODIDE / "pyodide.asm.mjs", PYODIDE / "pyodide.asm.wasm", PYODIDE / "python_stdlib.zip")
STOCK = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


@pytest.fixture(scope="module")
def made() -> Runtime:
    made, problems = make_runtime(ROOT)
    assert not problems
    return made


@pytest.fixture(scope="module")
def shipped(made: Runtime, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The archives that a visitor starts with, as files."""
    folder = tmp_path_factory.mktemp("shipped")
    archives = {}
    for output in made.outputs:
        role = output.path.name.partition(".")[0]
        if output.path.suffix == ".zip" and role not in LAZY:
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
    files = ("pyodide.js", "pyodide.wasm", "pyodide_rest.wasm", "stdlib.zip", "ssi_core.zip", "group.zip", "export.zip")
    words = json.dumps(json.loads(data["manifest.json"])["words"]).encode()
    first, folder = CompiledRuntime(*[*(data[name] for name in files), words]), tmp_path / "compiled"
    monkeypatch.setattr(bytecode, "_make", lambda *_: first)
    compile_runtime(INTERPRETER, core, folder)
    monkeypatch.setattr(bytecode, "_make", lambda *_: pytest.fail("made again"))
    assert compile_runtime(INTERPRETER, core, folder) == first
    monkeypatch.undo()
    (core / "wire" / "__init__.py").write_text((core / "wire" / "__init__.py").read_text() + "\nMORE = 1\n")
    changed = compile_runtime(INTERPRETER, core, folder)
    for role in set(CompiledRuntime._fields) - {"ssi_core"}:
        assert getattr(changed, role) == getattr(first, role), "a visitor who has it keeps it"
    assert changed.ssi_core != first.ssi_core
    assert len(changed.ssi_core) < 125_000, "what a visitor fetches anew, with a manifest"
    assert len(list(folder.iterdir())) == 2, "going back finds the first again"


def test_the_manifest_is_true(made: Runtime) -> None:
    outputs = {output.path: output.data for output in made.outputs}
    manifest = json.loads(outputs[made.manifest])
    files = manifest["files"] | manifest["later"]
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
    assert run_in_node(first_only, shipped, "ssi_core.wire.handle", texts).replies == [handle(text) for text in texts]
    with pytest.raises(MakeError):
        run_in_node(first_only, shipped, "unicodedata.name", ["\u20ac"])
    assert run_in_node(halved, shipped, "unicodedata.name", ["\u20ac"]).replies == ["EURO SIGN"]
    first, rest = halved.wasm.read_bytes(), halved.rest.read_bytes() if halved.rest else b""
    assert len(first) < 0.5 * len(INTERPRETER.wasm.read_bytes())
    assert len(first) + len(rest) < len(INTERPRETER.wasm.read_bytes())


def test_what_is_answered_before_the_rest_is_there_is_right(
    made: Runtime, halved: Interpreter, shipped: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = json.loads(next(output.data for output in made.outputs if output.path == made.manifest))["words"]
    texts = [*list_each_key(), *make_plain_requests(words, 10_000)]
    others = [
        json.dumps(json.loads(texts[0])),
        texts[0].replace('"score"', '"model"'),
        texts[0].replace('"do"', '"do":"score","do"'),
        '{"do":"score","answers":[]}',
        '{"do":"score","answers":{"groups":{}}}',
        '{"do":"score","answers":{"groups":"none€"}}',
        '{"do":"score","answers":{"gr\\u006fups":"none"}}',
        '{"do":"score","answers":{},"__proto__":1}',
        '{"do":"score","answers":{},"target":1e21}',
        '{"do":"score","answers":{},"target":-1}',
        '{"do":"score","answers":{},"target":0.30000000000000004}',
        '"score"',
        "{",
        "[" * 100_000,
    ]
    expected = [handle(text) for text in texts]
    few = texts[:500]
    assert are_plain(words, [*few, *others]) == [True] * len(few) + [False] * len(others)
    # It takes twenty seconds of a machine that has no other work.
    monkeypatch.setattr(runner, "TIME_LIMIT_SECONDS", 600)
    (missing, none), (spoilt, poison) = find_halves(halved, tmp_path)
    # Nonsense shows what reads it more surely than zeros, so it gets all requests. `python -m benchmarks.halves` has all three answer them.
    assert run_in_node(spoilt, shipped, "ssi_core.wire.handle", texts, poison=poison).replies == expected
    assert run_in_node(missing, shipped, "ssi_core.wire.handle", few, poison=none).replies == expected[: len(few)]
    assert run_in_node(INTERPRETER, shipped, "ssi_core.wire.handle", few).replies == expected[: len(few)]


def test_the_rest_puts_its_data_in_place(halved: Interpreter, shipped: dict[str, Path]) -> None:
    late = list_late_ranges(halved.rest.read_bytes()) if halved.rest else ()
    assert sum(map(len, late)) > 1_500_000
    with pytest.raises(MakeError):
        run_in_node(halved, shipped, "ssi_core.wire.handle", [], poison=[range(1024, late[0].start)])
    # The functions that look up a name are in the rest, and its data comes before they run.
    assert run_in_node(halved, shipped, "unicodedata.name", ["\u3042", "\u20ac"], poison=late).replies == ["HIRAGANA LETTER A", "EURO SIGN"]


def are_plain(words: list[str], texts: list[str]) -> list[bool]:
    """Ask the worker's script which requests it answers at once."""
    script = f"""
import {{ createPlainTest }} from {json.dumps((ROOT / "site_src/browser/worker/plain_requests.js").as_uri())};
import {{ readFileSync }} from "node:fs";
const {{ words, texts }} = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map(createPlainTest(words))));
"""
    command = [find_node(), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--input-type=module", "--eval", script]
    asked = json.dumps({"words": words, "texts": texts})
    answer: list[bool] = json.loads(subprocess.run(command, input=asked, capture_output=True, encoding="utf-8", check=True).stdout)
    return answer


SHIPPED_SOURCES = {
    path.relative_to(ROOT).as_posix(): path
    for path in (ROOT / "ssi_core").rglob("*.py")
    if not path.relative_to(ROOT / "ssi_core").as_posix().startswith((*chain(*LAZY.values()), *ABSENT))
}


def test_only_bytecode_and_only_what_is_in_use(shipped: dict[str, Path]) -> None:
    stdlib, ssi_core = (names(shipped[role].read_bytes()) for role in ("stdlib", "ssi_core"))
    assert all(name.endswith(".pyc") for name in stdlib | ssi_core)
    assert {f"{name.removesuffix('.py')}.pyc" for name in SHIPPED_SOURCES} == ssi_core
    assert "json/decoder.pyc" in stdlib
    assert not any(name.startswith(("asyncio/", "argparse", "inspect", "test/", "pyodide/")) for name in stdlib)


def test_bytecode_keeps_a_hash_of_its_source_that_nobody_compares(shipped: dict[str, Path]) -> None:
    with zipfile.ZipFile(PYODIDE / "python_stdlib.zip") as stdlib:
        sources = {name: stdlib.read(name) for name in stdlib.namelist() if name.endswith(".py")}
    sources |= {name: path.read_bytes() for name, path in SHIPPED_SOURCES.items()}
    for role in ("stdlib", "ssi_core"):
        with zipfile.ZipFile(shipped[role]) as file:
            for name in file.namelist():
                code = file.read(name)
                assert int.from_bytes(code[4:8], "little") == 1
                assert code[8:16] == source_hash(int.from_bytes(code[:4], "little"), sources[name.removesuffix("c")]), name


def test_the_bytecode_is_small(shipped: dict[str, Path]) -> None:
    assert sum(len(file.read_bytes()) for file in shipped.values()) < 332_200, "what every visitor downloads before the first score"


def test_the_shipped_archives_answer_as_cpython_does(halved: Interpreter, shipped: dict[str, Path]) -> None:
    texts = [json.dumps(case) for case in CASES.values()] + [json.dumps(request) for request in at_random(300)]
    texts += ["", "nonsense", "[]", "null", '{"do": "score", "answers": {"a": NaN}}', '{"do": "score", "do": "model"}']
    answers = run_in_node(halved, shipped, "ssi_core.wire.handle", texts).replies
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
        "whole.zip": linkedin_archive.pack_files(linkedin_archive.make_files()),
        "nested.zip": linkedin_archive.pack_files(
            {"a/b.zip": linkedin_archive.pack_files(linkedin_archive.make_files(linkedin_archive.QUIET, year=2020))}
        ),
        "analytics.xlsx": linkedin_archive.make_workbook(dutch=True),
        "Reactions.csv": "Date;Type\r\n4-apr-21;LIKE\r\n".encode("utf-16"),
        "Votes.csv": "Date,Link\n2026-02-08 10:00:00,x\n".encode("utf-32"),
        "Connections.csv": "First Name,Connected On,Position\nZoë,08 Feb 2026,Directeur\n".encode("cp1252"),
        "Skills.csv": b"",
        "cut.zip": linkedin_archive.pack_files(linkedin_archive.make_files())[:-50],
        "photo.jpg": b"\xff",
    }
    (tmp_path / "given").mkdir()
    for name, data in given.items():
        (tmp_path / "given" / name).write_bytes(data)
    asked = [[name] for name in given] + [[*given]]
    texts = [
        json.dumps({"do": "read", "files": [{"path": f"/given/{name}", "name": name} for name in each], "over_time": over_time})
        for each in asked
        for over_time in (False, True)
    ]
    archives = {**shipped, "export": tmp_path / "export.zip"}
    answers = run_in_node(halved, archives, "archive_entry.handle", texts, folders={"/given": tmp_path / "given"}).replies
    for at, answer in enumerate(answers):
        files = [InputFile(name, io.BytesIO(given[name])) for name in asked[at // 2]]
        report = read_export(files, over_time=bool(at % 2))
        assert json.loads(answer) == {"ok": {"report": json.loads(json.dumps(report))}}


PROBES = {
    "group.zip": "import ssi_core.wire, group_entry\n\nhandle = group_entry.handle\n",
    "group.zip export.zip": "import ssi_core.wire, group_entry, archive_entry\n\nhandle = group_entry.handle\n",
    "export.zip group.zip": "import ssi_core.wire, archive_entry, group_entry\n\nhandle = group_entry.handle\n",
}


@pytest.mark.parametrize("late", PROBES)
def test_a_change_is_explained_and_a_group_summarised_once_the_archives_of_later_are_there(
    made: Runtime, halved: Interpreter, shipped: dict[str, Path], tmp_path: Path, late: str
) -> None:
    data = {output.path.name.partition(".")[0] + output.path.suffix: output.data for output in made.outputs}
    for name in late.split():
        (tmp_path / name).write_bytes(data[name])
    (tmp_path / "probe.zip").write_bytes(make_archive({"probe.py": PROBES[late].encode()}))
    best = {factor.key: factor.levels[-1].key for factor in MODEL.factors}
    texts = [json.dumps({"do": "explain", "before": {"groups": "none"}, "after": after}) for after in (best, {"groups": "some"})]
    pillars = dict.fromkeys(MODEL.pillars, 11.487)
    codes = [{"do": "make-code", "kind": "real", "pillars": pillars, "day": "2026-11-29", "random": number} for number in range(5)]
    text = "\n".join([*(json.loads(handle(json.dumps(code)))["ok"]["code"] for code in codes), "\u20ac", "S2FDX"])
    texts += map(json.dumps, [*codes, {"do": "group", "rounds": [{"name": "\u20ac", "text": text}]}, {"do": "group"}])
    asked = texts if "export.zip" in late else texts[2:]
    later = {**shipped, **{name.removesuffix(".zip"): tmp_path / name for name in late.split()}, "probe": tmp_path / "probe.zip"}
    assert run_in_node(halved, later, "probe.handle", asked).replies == [handle(text) for text in asked]
    too_soon = run_in_node(halved, shipped, "ssi_core.wire.handle", [texts[0], texts[-1]]).replies
    assert [json.loads(reply)["faults"][0]["problem"] for reply in too_soon] == ["not_loaded"] * 2


def test_a_spreadsheet_is_read_as_cpython_reads_it(made: Runtime, halved: Interpreter, shipped: dict[str, Path], tmp_path: Path) -> None:
    export = next(output for output in made.outputs if output.path.name.startswith("export"))
    (tmp_path / "export.zip").write_bytes(export.data)
    given = {
        "excel.xlsx": make_workbook({"Zoë": [["Datum", "Totaal"], [(46268, "short date"), (0.42, "percent")], ["x", 1]]}),
        "dutch.csv": "Datum;Totaal;Opmerking\r\n03/09/2026;42,5;Zoë\r\n".encode("cp1252"),
        "unicode.txt": "Date\tScore\n03/09/2026\t42\n".encode("utf-16"),
        "letter.csv": b"Dear reader",
        "bomb.xlsx": linkedin_archive.pack_files({"xl/worksheets/sheet1.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}),
    }
    (tmp_path / "given").mkdir()
    for name, data in given.items():
        (tmp_path / "given" / name).write_bytes(data)
    scores = {"today": TODAY, "words": {}}
    texts = [json.dumps({"do": "read", "files": [{"path": f"/given/{name}", "name": name}], "scores": scores}) for name in given]
    archives = {**shipped, "export": tmp_path / "export.zip"}
    answers = run_in_node(halved, archives, "archive_entry.handle", texts, folders={"/given": tmp_path / "given"}).replies
    for data, answer in zip(given.values(), answers, strict=True):
        assert json.loads(answer) == {"ok": {"report": json.loads(json.dumps(read_spreadsheet(data)))}}


def test_only_what_the_first_score_does_without_is_fetched_later(made: Runtime, shipped: dict[str, Path]) -> None:
    at_once = set().union(*(names(file.read_bytes()) for file in shipped.values()))
    late = {role: next(names(output.data) for output in made.outputs if output.path.name.startswith(role)) for role in LAZY}
    assert not at_once & set().union(*late.values())
    assert {"archive_entry.pyc", "zipfile/__init__.pyc", "ssi_core/linkedin_export/rows.pyc", "csv.pyc"} <= late["export"]
    assert {"group_entry.pyc", "ssi_core/group/code.pyc", "ssi_core/wire/group.pyc"} <= late["group"]
    assert late["group"] & late["export"] == {"late_packages.pyc"}
    assert {"ssi_core/attribution.pyc", "ssi_core/wire/explain.pyc", "ssi_core/history/spreadsheet/reading.pyc"} <= late["export"]
    assert not [name for name in at_once if "linkedin_export" in name or "spreadsheet" in name]
    assert not [name for name in at_once.union(*late.values()) if "evaluation" in name or "__main__" in name or "statistics" in name]


CORE_TESTS = [
    f"tests/core/test_{name}.py"
    for name in (
        "model", "answers", "scoring", "advice", "personas", "comparison", "linkedin_page", "share_code", "history", "history_csv",
        "history_backup", "json_text", "wire_history", "wire",
    )
]  # fmt: skip
COMMAND_TESTS = "tests/core/test_command_line.py"
ELSEWHERE = {
    f"{COMMAND_TESTS}::test_as_a_process": "a browser has no processes",
    f"{COMMAND_TESTS}::test_as_a_process_whose_reader_leaves": "a browser has no processes",
    "tests/core/test_wire.py::test_a_visitor_waits_for_no_import_that_scoring_does_not_need": "a browser has no processes",
    f"{COMMAND_TESTS}::test_a_reader_that_has_read_enough_is_no_fault": "its pipes do not break",
    f"{COMMAND_TESTS}::test_a_full_disk_is_said": "it has no disk to be full",
    f"{COMMAND_TESTS}::test_a_file_as_editors_save_it": "UTF-16 ships with what reads LinkedIn's archive",
    "tests/core/test_linkedin_page.py::test_a_megabyte_of_anything_takes_no_time": "compares short times, and compiling goes on meanwhile",
    "tests/core/test_advice.py::test_the_longest_plan_there_is_takes_less_than_a_frame": "a browser has no processes",
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
    inside.write_bytes(make_archive({"run_inside.py": (ROOT / "tests" / "support" / "run_inside.py").read_bytes()}))
    files = {f"{name.removesuffix('.pyc')}": role for role, file in shipped.items() for name in names(file.read_bytes())}
    packages = [name.removesuffix("/__init__").replace("/", ".") for name, role in files.items() if name.endswith("/__init__")]
    order = {"files": [*CORE_TESTS, COMMAND_TESTS], "elsewhere": list(ELSEWHERE), "packages": sorted(set(packages) - {"ssi_core"})}
    folders = {"/whole": PYODIDE, "/tools": Path(pytest.__file__).parent.parent, "/repository": tmp_path}
    archives = {**shipped, "inside": inside}
    # Not optimised, because the tests' own asserts count; what ships was compiled without any.
    answer = run_in_node(
        halved, archives, "run_inside.run", [json.dumps(order)], folders=folders, environment={"PYTHONOPTIMIZE": ""}
    ).replies
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


def test_what_a_function_imports_late_is_there(second: Path) -> None:
    (stdlib,) = (second / "runtime").glob("stdlib.*")
    assert "wave.pyc" in names(stdlib.read_bytes())


WRAPPED = """
import sys

_handle = handle


def handle(text: str) -> str:
    building = "compile_inside" in sys.modules
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
    (core / "wire" / "__init__.py").write_text((core / "wire" / "__init__.py").read_text() + "\n\n" + more)
    with pytest.raises(MakeError) as caught:
        compile_runtime(INTERPRETER, core, tmp_path / "compiled")
    assert str(caught.value).endswith(message)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    assert not (tmp_path / "compiled").exists()


def make_root(core: Path) -> Path:
    """Make the folder of a core a repository with the packages of this one."""
    root = core.parent
    shutil.copy(ROOT / "package.json", root)
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    return root


def test_a_module_that_does_not_ship_fails_the_build_in_one_line(core: Path) -> None:
    root = make_root(core)
    # Neither in an import statement, nor while the modules in use are looked for: it shows when the archives are asked everything again.
    late = """if "compile_inside" not in sys.modules:
        from importlib import import_module
        import_module("wave")"""
    (core / "wire" / "__init__.py").write_text((core / "wire" / "__init__.py").read_text() + WRAPPED.format(late))
    assert [str(problem) for problem in make_runtime(root)[1]] == [
        "ssi_core: does not run in the browser's Python: ModuleNotFoundError: No module named 'wave'. Mend ssi_core, or what it imports."
    ]
    assert not (root / ".cache" / "runtime").exists(), "what fails is not kept"


def test_python_in_node_sees_neither_the_zone_nor_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "NODE_OPTIONS": "--require=/nowhere.cjs"}
    for name, value in here.items():
        monkeypatch.setenv(name, value)
    archives = {"stdlib": INTERPRETER.stdlib}
    assert run_in_node(INTERPRETER, archives, "time.strftime", ["%z"]).replies == ["+0000"]
    assert run_in_node(INTERPRETER, archives, "posixpath.expandvars", ["$LANG"]).replies == ["en_US.UTF-8"]


def test_the_message_names_pythons_error() -> None:
    with pytest.raises(MakeError) as caught:
        run_in_node(INTERPRETER, {"stdlib": INTERPRETER.stdlib}, "struct.calcsize", ["?!nonsense"])
    assert str(caught.value) == "does not run in the browser's Python: struct.error: bad char in struct format"


def test_the_message_names_nodes_error(tmp_path: Path) -> None:
    missing = tmp_path / "missing.wasm"
    with pytest.raises(MakeError) as caught:
        run_in_node(replace(INTERPRETER, wasm=missing), {"stdlib": INTERPRETER.stdlib}, "time.strftime", [])
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


def test_without_node(core: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_root(core)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    (problem,) = make_runtime(root)[1]
    assert str(problem).startswith("package.json: there is no Node to run its packages with. Run make serve or make test")


def test_without_pyodide_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bytecode, "find_spec", lambda _: None)
    with pytest.raises(MakeError, match="needs pyodide-build to be compiled, and it is not there") as caught:
        compile_runtime(INTERPRETER, ROOT / "ssi_core", tmp_path / "compiled")
    assert "make serve" in str(caught.value.remedy)


def test_without_pyodide(tmp_path: Path) -> None:
    shutil.copy(ROOT / "package.json", tmp_path)
    assert [str(problem) for problem in make_runtime(tmp_path)[1]] == [
        "node_modules/pyodide: is not there. Run make serve or make test, which install exactly what the lock files hold."
    ]


def test_with_another_pyodide(tmp_path: Path) -> None:
    wanted = json.loads((ROOT / "package.json").read_bytes())["dependencies"]["pyodide"]
    shutil.copy(ROOT / "package.json", tmp_path)
    (tmp_path / "node_modules" / "pyodide").mkdir(parents=True)
    (tmp_path / "node_modules" / "pyodide" / "package.json").write_text('{"version": "0.1.0"}')
    (problem,) = make_runtime(tmp_path)[1]
    assert str(problem).startswith(f"node_modules/pyodide: is version 0.1.0, and package.json asks for {wanted}. Run make")


def test_a_fraction_of_stock_in_bytes(made: Runtime) -> None:
    stock = {name: (PYODIDE / name).read_bytes() for name in STOCK}
    ours = {output.path.name: output.data for output in made.outputs if not output.path.name.startswith(tuple(LAZY))}
    assert weight(ours) / weight(stock) < 0.63
    at_once = {name: data for name, data in ours.items() if "rest" not in name}
    assert weight(at_once) / weight(stock) < 0.27
    assert len(next(data for name, data in ours.items() if name.startswith("stdlib"))) < 350_000


def weight(files: dict[str, bytes]) -> int:
    """Bytes on the way from a host that gzips everything but archives."""
    return sum(len(data if name.endswith(".zip") else gzip.compress(data, 6)) for name, data in files.items())
