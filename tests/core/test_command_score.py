"""The formats of `score`: JSON as ever, a table for people, CSV; and colour on a terminal only."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from ssi_core.__main__ import main
from ssi_core.model import MODEL
from ssi_core.wire import make_score_reply
from tests.support.command import Run, make_runner

ROOT = Path(__file__).parent.parent.parent
FEW = {"answers": {"articles": "none", "groups": "unknown", "inmail_response": "not_applicable"}, "role": "sales", "target": 100}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return make_runner(capsys)


def write(folder: Path, answers: Mapping[str, object]) -> tuple[str, dict[str, Any]]:
    """Write answers to a file. Returns its name, and what `score` says of them."""
    path = folder / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    return str(path), make_score_reply(json.dumps(answers))["ok"]


def test_json_is_what_is_printed_unless_asked_otherwise(run: Run, tmp_path: Path) -> None:
    file, score = write(tmp_path, FEW)
    assert run("score", file) == run("score", "--format", "json", file) == (0, json.dumps(score, indent=2) + "\n", "")


def test_a_table_for_people(run: Run, tmp_path: Path) -> None:
    file, score = write(tmp_path, FEW)
    code, out, err = run("score", "--format", "text", file)
    assert (code, err) == (0, "")
    assert out.isascii()
    assert "\x1b" not in out, "this is no terminal"
    low, high = score["range"]
    assert out.startswith(
        f"Estimated SSI: {score['total']} of 100, at least {low} and at most {high}.\nGood for sales is 75. 16 more answers "
    )
    for key, pillar in score["pillars"].items():
        assert re.search(rf"^  {key} +{pillar['points']:.1f} +25  #+\.+  ", out, re.MULTILINE)
    for key, factor in score["factors"].items():
        words = factor["level"] or factor["status"].replace("_", " ")
        assert re.search(rf"^  {key} +{factor['points']:.2f} +{factor['max']:.2f}  {words}$", out, re.MULTILINE)
    assert re.search(
        r"^Plan for 100 +gain +hours\n  articles: none -> 3_or_more +\+\d\.\d +\d+\n  ends at [\d.]+ +\+\d\.\d +\d+\n\Z", out, re.MULTILINE
    )


def test_what_else_a_score_says_is_in_the_table(run: Run, tmp_path: Path) -> None:
    more = {"real": {"brand": 20}, "done": {"articles": "one"}, "next": True, "target": 52}
    file, score = write(tmp_path, FEW | more)
    out = run("score", "--format=text", file)[1]
    assert f"the start is {score['start']['total']}.\nAfter the steps done it is {score['what_if']['total']}." in out
    assert f"The question to answer next: {score['next']}.\n" in out
    everything = {factor.key: factor.levels[-1].key for factor in MODEL.factors}
    file, _ = write(tmp_path, {"answers": everything})
    out = run("score", "--format=text", file)[1]
    assert out.startswith("Estimated SSI: 100.0 of 100, at least 100.0 and at most 100.0.\n\nPillar")
    assert not re.search("Next steps|Plan|make", out), "nothing is left to do"
    keys = [factor.key for factor in MODEL.factors]
    file, _ = write(tmp_path, {"answers": {key: everything[key] for key in keys[:17]}})
    assert "\n1 more answer makes one number worth reading.\n" in run("score", "--format=text", file)[1]


def test_csv_has_a_row_for_each_part(run: Run, tmp_path: Path) -> None:
    file, score = write(tmp_path, FEW)
    code, out, err = run("score", "--format", "csv", file)
    assert (code, err) == (0, "")
    total, *rows = csv.DictReader(io.StringIO(out))
    assert [(row["kind"], row["key"]) for row in rows] == [
        *(("pillar", key) for key in MODEL.pillars),
        *(("factor", factor.key) for factor in MODEL.factors),
    ]
    assert (float(total["points"]), [float(total["low"]), float(total["high"])]) == (score["total"], [*score["range"]])
    for row in rows:
        part = score["pillars" if row["kind"] == "pillar" else "factors"][row["key"]]
        assert (float(row["points"]), float(row["max"])) == (part["points"], part["max"])
        assert (row["pillar"], row["status"], row["level"]) == tuple(part.get(name) or "" for name in ("pillar", "status", "level"))


def test_colour_in_a_terminal(tmp_path: Path) -> None:
    file, _ = write(tmp_path, FEW)
    ours, theirs = os.openpty()
    kept = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    command = [sys.executable, "-m", "ssi_core", "score", "--format", "text", file]
    process = subprocess.Popen(command, cwd=ROOT, env=kept | {"TERM": "xterm"}, stdout=theirs)
    os.close(theirs)
    out = b""
    # At the end of what a terminal shows, Linux raises an error.
    with suppress(OSError):
        while some := os.read(ours, 65536):
            out += some
    os.close(ours)
    assert process.wait() == 0
    assert b"\x1b[1mEstimated SSI: " in out


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_no_colour_where_it_is_not_wanted(
    environment: dict[str, str], coloured: bool, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, _ = write(tmp_path, FEW)
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    plain = run("score", "--format", "text", file)[1]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    shown = run("score", "--format", "text", file)[1]
    assert re.sub("\x1b\\[[0-9]m|\x1b\\[32m", "", shown) == plain
    assert (shown != plain) == coloured


def test_without_standard_output_nothing_is_printed(monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path) -> None:
    file, _ = write(tmp_path, FEW)
    for each in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(each, raising=False)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        assert main(["score", "--format", "text", file]) == 0
