"""The command that reads LinkedIn's archive.

It prints the same JSON as in the browser, and a line for each file that cannot be used.
"""

import io
import json
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from ssi_core import __main__ as command
from ssi_core.wire import make_score_reply
from tests.core.test_export_files import Unplugged
from tests.support.command import Run, make_runner
from tests.support.hostile_archives import make_attack
from tests.support.linkedin_archive import make_files, make_workbook, pack_files

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return make_runner(capsys)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("export")
    (folder / "archive.zip").write_bytes(pack_files(make_files()))
    (folder / "analytics.xlsx").write_bytes(make_workbook())
    return [str(folder / "archive.zip"), str(folder / "analytics.xlsx")]


def test_read_export(run: Run, export: list[str]) -> None:
    code, out, err = run("read-export", *export)
    assert (code, err) == (0, "")
    report = json.loads(out)
    assert {"answers", "evidence", "not_measured"} <= set(report)
    assert report["answers"]["connections"] == "500_or_more"
    assert report["evidence"]["connections"]["files"] == ["Connections.csv"]
    assert report["evidence"]["new_followers"]["value"] == 64
    assert "ok" in make_score_reply(json.dumps({"answers": report["answers"]}))


def test_read_export_over_time(run: Run, export: list[str]) -> None:
    _, plain, _ = run("read-export", *export)
    code, out, err = run("read-export", export[0], "--over-time", export[1])
    assert (code, err) == (0, "")
    report = json.loads(out)
    added = {key: report.pop(key) for key in ("over_time", "forecast", "unseen")}
    assert report == json.loads(plain)
    assert set(added["over_time"][0]) == {"day", "answers", "assumed", "total", "range", "pillars"}
    assert set(added["forecast"][0]) == {"days", "day", "answers", "total", "range", "pillars", "change", "leaving"}
    for each in (*added["over_time"][-3:], *added["forecast"]):
        scored = make_score_reply(json.dumps({"answers": each["answers"] | each.get("assumed", {})}))["ok"]
        assert each["total"] == scored["total"]
        assert {pillar: points["points"] for pillar, points in each["pillars"].items()} == {
            pillar: points["points"] for pillar, points in scored["pillars"].items()
        }


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["read-export", "--overtime", "x"], '"--overtime" is not an option; there is --over-time, --help'),
        (["read-export", "--over-time"], "read-export needs one file or more: LinkedIn's ZIP, its CSV files, the analytics workbook"),
        (["score", "--over-time", "x"], '"--over-time" is not an option; there is --format, --help'),
    ],
)
def test_over_time_is_an_option_of_read_export_only(run: Run, arguments: list[str], line: str) -> None:
    assert run(*arguments) == (2, "", line + "\n")


def test_an_archive_through_a_pipe(run: Run, export: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, expected, _ = run("read-export", export[1])
    with Popen(["cat", export[1]], stdout=PIPE) as cat:
        assert cat.stdout
        assert run("read-export", f"/dev/fd/{cat.stdout.fileno()}") == (0, expected, "")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(export[1]).read_bytes())))
    assert run("read-export", "-") == (0, expected, "")


def test_what_is_wrong_with_one_file_is_told_and_the_others_are_measured(run: Run, export: list[str], tmp_path: Path) -> None:
    broken = str(tmp_path / "input")
    Path(broken).write_bytes(b"hello")
    code, out, err = run("read-export", broken, *export)
    assert code == 0
    assert (
        err == f'"{broken}": not a file of LinkedIn\'s archive: a ZIP, one of its CSV files under its own name, or the analytics workbook\n'
    )
    assert len(json.loads(out)["answers"]) == 20


def test_hostile_files_get_a_line_each_and_the_archive_beside_them_is_measured(run: Run, export: list[str], tmp_path: Path) -> None:
    attacks = {"copies.zip": "4,000 × Profile.csv", "deep.xlsx": "XML five million deep", "Votes.csv": "a megabyte that a quote opens"}
    for name, what in attacks.items():
        (tmp_path / name).write_bytes(make_attack(what).data)
    code, out, err = run("read-export", *(str(tmp_path / name) for name in attacks), *export)
    assert code == 0
    assert [line.partition('": ')[0] for line in err.splitlines()] == [f'"{tmp_path / name}' for name in attacks]
    assert len(json.loads(out)["answers"]) == 20


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "read-export needs one file or more: LinkedIn's ZIP, its CSV files, the analytics workbook"),
        (["no.zip"], '"no.zip": No such file or directory'),
        (["ssi_core"], '"ssi_core": Is a directory'),
        (["a\0b"], '"a\\x00b": not the name of a file'),
        (["", "no.zip"], '"": not the name of a file\n"no.zip": No such file or directory'),
    ],
)
def test_files_that_cannot_be_opened(run: Run, arguments: list[str], line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert run("read-export", *arguments) == (2, "", line + "\n")


def test_files_that_say_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Contacts.csv").write_bytes(b"x")
    (tmp_path / "Receipts.csv").write_bytes(b"Description\nPremium\n")
    assert run("read-export", str(tmp_path / "Contacts.csv"))[0] == 2
    assert run("read-export", str(tmp_path / "Receipts.csv")) == (2, "", "none of the files says anything that is measured\n")


def test_a_disk_that_fails_is_told(run: Run, export: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_open_stream", lambda _: Unplugged(Path(export[0]).read_bytes()))
    assert run("read-export", export[0]) == (2, "", "one of the files: Input/output error\n")
