"""The command line prints a group's numbers, and a line for each line that it could not read."""

import io
import json
import sys
from pathlib import Path

import pytest

from ssi_core.wire.group import summarise_rounds
from tests.core.test_wire_group import AFTER, BEFORE
from tests.support.command import Run, make_runner


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return make_runner(capsys)


@pytest.fixture
def before(tmp_path: Path) -> str:
    path = tmp_path / "before.txt"
    path.write_text(BEFORE)
    return str(path)


def test_a_group_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BEFORE.encode("utf-8-sig"))))
    code, out, err = run("group", "-")
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(json.dumps(summarise_rounds([("standard input", BEFORE)])))
    assert json.loads(out)["rounds"][0]["numbers"]["scores"]["total"]["median"] == 28.25


def test_each_file_is_a_round(run: Run, before: str, tmp_path: Path) -> None:
    after = tmp_path / "after.txt"
    after.write_bytes(AFTER.encode("utf-16"))
    code, out, err = run("group", before, str(after))
    assert (code, err) == (0, "")
    assert [each["name"] for each in json.loads(out)["rounds"]] == [before, str(after)]
    assert json.loads(out)["rounds"][1]["change"]["since"] == before


def test_lines_that_were_not_read_are_named_and_the_others_count(run: Run, before: str) -> None:
    lines = BEFORE.split("\n")
    Path(before).write_text("\n".join(["Hi!", *lines[:5], lines[5][:-1]]))
    code, out, err = run("group", before)
    assert (code, json.loads(out)["rounds"][0]["members"]) == (0, 5)
    assert err == f'"{before}": line 1: no code: "Hi!"\n"{before}": line 7: cut in group 4: "{lines[5][:-1]}"\n'


def test_without_any_code_every_line_is_a_fault(run: Run, before: str) -> None:
    Path(before).write_text("Hi!\n\nBye\x1b\n")
    assert run("group", before) == (2, "", f'"{before}": line 1: no code: "Hi!"\n"{before}": line 3: no code: "Bye\\x1b"\n')
    Path(before).write_text("\n")
    assert run("group", before) == (2, "", f'"{before}": no code in it\n')


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "group needs one file or more, or - for standard input"),
        (["--over-time", "x"], '"--over-time" is not an option; there is --help'),
        (["nowhere.txt"], '"nowhere.txt": No such file or directory'),
        (["x"] * 21, "group needs 20 files at most, and these are 21"),
    ],
)
def test_what_is_wrong_with_the_command(run: Run, arguments: list[str], line: str) -> None:
    assert run("group", *arguments) == (2, "", line + "\n")
