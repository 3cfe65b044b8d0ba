"""The command line prints the same JSON, and never a traceback."""

import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ssi_core.__main__ import main
from ssi_core.command_line.help import COMMANDS, VERSION, format_help, format_overview
from ssi_core.model import MODEL
from ssi_core.wire import make_history_reply, make_model_reply, make_pack_reply, make_page_reply, make_score_reply
from tests.support import version_1
from tests.support.cases import CASES, CODE, FILE
from tests.support.command import Run, make_runner

ROOT = Path(__file__).parent.parent.parent
ALL = ", ".join(command.name for command in COMMANDS)
ANSWERS = json.dumps({key: value for key, value in CASES["typical to sales"].items() if key != "do"})


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return make_runner(capsys)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], str]:
    def write(data: bytes) -> str:
        path = tmp_path / "input"
        path.write_bytes(data)
        return str(path)

    return write


def command(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "ssi_core", *arguments], cwd=ROOT, capture_output=True, check=False, **options)


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def test_score(run: Run, file: Callable[[bytes], str]) -> None:
    code, out, err = run("score", file(ANSWERS.encode()))
    assert (code, err) == (0, "")
    assert json.loads(out) == plain(make_score_reply(ANSWERS)["ok"])
    assert {"total", "range", "pillars", "factors", "advice"} <= set(json.loads(out))


def test_score_from_standard_input_with_a_byte_order_mark(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, b"\xef\xbb\xbf" + ANSWERS.encode())
    code, out, err = run("score", "-")
    assert (code, err) == (0, "")
    assert json.loads(out)["total"] == make_score_reply(ANSWERS)["ok"]["total"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_as_editors_save_it(run: Run, file: Callable[[bytes], str], encoding: str) -> None:
    code, out, err = run("score", file(ANSWERS.encode(encoding)))
    assert (code, err) == (0, "")
    assert json.loads(out)["total"] == make_score_reply(ANSWERS)["ok"]["total"]


def test_model(run: Run) -> None:
    code, out, err = run("model")
    assert (code, err) == (0, "")
    assert json.loads(out) == plain(make_model_reply()["ok"])


def test_read_page(run: Run, file: Callable[[bytes], str]) -> None:
    page = "13,118\u00a0| Bouw je professionele merk op"
    code, out, err = run("read-page", file(page.encode()))
    assert (code, err) == (0, "")
    assert json.loads(out) == plain(make_page_reply(page)["ok"])


def test_a_code_there_and_back(run: Run, file: Callable[[bytes], str]) -> None:
    code, out, err = run("pack", file(ANSWERS.encode()))
    assert (code, err) == (0, "")
    packed = json.loads(out)
    assert packed == plain(make_pack_reply(ANSWERS)["ok"])
    code, out, err = run("unpack", packed["code"])
    assert (code, err) == (0, "")
    assert json.loads(out) == {**json.loads(ANSWERS), "target": None}


def test_answers_to_questions_that_changed_are_named(run: Run, file: Callable[[bytes], str]) -> None:
    lines = "".join(
        f"{factor}: its question has changed, so the answer is left out\n" for factor in ("endorsements", "new_followers", "active_days")
    )
    for command, given in (("unpack", version_1.TYPICAL_CODE), ("read-history", file(version_1.FILE.encode()))):
        code, out, err = run(command, given)
        assert (code, err, len(json.loads(out)["answers"])) == (0, lines, 21)


def test_a_code_that_cannot_be_read(run: Run) -> None:
    assert run("unpack", CODE[:-1]) == (2, "", "code: 1 of its 20 characters are missing\n")


def test_read_history(run: Run, file: Callable[[bytes], str]) -> None:
    code, out, err = run("read-history", file(FILE.encode()))
    assert (code, err) == (0, "")
    assert {**json.loads(out), "changed": []} == plain(make_history_reply(FILE)["ok"])
    assert [point["change"] and point["change"]["total"] for point in json.loads(out)["points"]] == [None, None, 4]


def test_a_history_with_faults(run: Run, file: Callable[[bytes], str]) -> None:
    data = FILE.replace('"real"', '"wish"').encode()
    lines = [f'points.{place}.kind: "wish" is not a kind of point; there is estimate, real' for place in (0, 2)]
    assert run("read-history", file(data)) == (2, "", "".join(line + "\n" for line in lines))


def test_help(run: Run) -> None:
    assert run("--help") == run("-h") == run("nonsense", "--help") == (0, format_overview(), "")
    for command in COMMANDS:
        assert f"  ssi {command.name} " in format_overview()
        text = format_help(command)
        assert run(command.name, "--help") == run(command.name, "x", "-h") == (0, text, "")
        assert text.startswith(f"ssi {command.name}")
        assert all(option.name in text for option in command.options)
        assert "Examples:\n  " in text
        assert text.endswith("Exit codes: 0, done; 1, the output could not be written; " + text.rpartition("written; ")[2])
    assert max(map(len, format_overview().splitlines())) <= 140


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"ssi-core {VERSION}, model {MODEL.version}\n", "")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], f"no command; there is {ALL}; --help explains them"),
        (["scor"], '"scor" is not a command; did you mean "score"?'),
        (["zzz", "x"], f'"zzz" is not a command; there is {ALL}; --help explains them'),
        (["--verson"], '"--verson" is not an option; there is --version, --help'),
        (["score", "x", "--target", "60"], '"--target" is not an option; there is --format, --help'),
        (["score", "--format", "xml", "x"], '--format needs one of json, text, csv, not "xml"'),
        (["score", "x", "--format"], "--format needs one of json, text, csv"),
        (["fit", "--levels=1", "x"], '"--levels=1" is not an option; there is --levels, --help'),
        (["schema", "a", "b"], "schema needs one name at most"),
        (["schema", "score"], '"score" is not a schema; did you mean "score-input"?'),
        (["schema", "zzz"], '"zzz" is not a schema; there is score-input, score-output, saved-file, report'),
        (["score"], "score needs one file, or - for standard input"),
        (["read-page", "a", "b"], "read-page needs one file, or - for standard input"),
        (["model", "a"], "model needs no file"),
        (["unpack"], "unpack needs one code"),
        (["score", "no\nwhere.json"], '"no\\nwhere.json": No such file or directory'),
        (["score", ""], '"": not the name of a file'),
        (["score", "a\0b"], '"a\\x00b": not the name of a file'),
        (["score", "ssi_core"], '"ssi_core": Is a directory'),
    ],
)
def test_what_is_wrong_with_the_command(run: Run, arguments: list[str], line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert run(*arguments) == (2, "", line + "\n")


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", ["not JSON: Expecting value, line 1, column 1"]),
        (b"[]", ["a list is not an object with answers"]),
        (b"[" * 200_000, ["not readable as JSON: nested too deeply"]),
        (b"1" * 5_000, ["not readable as JSON: a number of too many digits"]),
        (b'{"answers": {}, "target": NaN}', ["not JSON: NaN is not a number there"]),
        (b'{"answers": {"groups": "\\ud800"}}', [
            'groups: "\\ud800" is not a level; there is none, member_only, sometimes_active, weekly_in_one, weekly_in_several, unknown'
        ]),
        (b'{"answers": {"group": "none", "articles": 1}, "do": "score", "role": "hrm"}', [
            "do: no such field; there is answers, role, target",
            'group: no such factor; did you mean "groups"?',
            "articles: 1 is not the key of a level, which is text",
            'role: "hrm" is not a role; did you mean "hr"?',
        ]),
    ],
)  # fmt: skip
def test_one_line_for_each_fault(run: Run, file: Callable[[bytes], str], data: bytes, lines: list[str]) -> None:
    assert run("score", file(data)) == (2, "", "".join(line + "\n" for line in lines))


@pytest.mark.parametrize("name", ["score", "read-page"])
def test_what_is_not_text(run: Run, file: Callable[[bytes], str], name: str) -> None:
    path = file(b'{"answers": \xff}')
    assert run(name, path) == (2, "", f'"{path}": not UTF-8 text, because of byte 12\n')
    path = file(b"\xff\xfe{")
    assert run(name, path) == (2, "", f'"{path}": not UTF-16 text, because of byte 2\n')


def test_no_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run("score", "-") == (2, "", "not JSON: Expecting value, line 1, column 1\n")


def test_a_key_press_stops_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        @property
        def buffer(self) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Interrupted())
    assert run("score", "-") == (2, "", "stopped\n")


def test_a_reader_that_has_read_enough_is_no_fault(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        assert main(["model"]) == 1
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["model"]) == 1
    assert capsys.readouterr().err == "standard output: No space left on device\n"


def test_as_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["ssi_core", "model"])
    with pytest.raises(SystemExit, match=r"^0$"):
        runpy.run_path(str(ROOT / "ssi_core" / "__main__.py"), run_name="__main__")
    assert json.loads(capsys.readouterr().out)["version"] == make_model_reply()["ok"]["version"]


def test_as_a_process() -> None:
    done = command("score", "-", input=ANSWERS.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["total"] == make_score_reply(ANSWERS)["ok"]["total"]
    done = command("score", "-", input=b"{")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1


def test_as_a_process_whose_reader_leaves() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run([sys.executable, "-m", "ssi_core", "model"], cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
