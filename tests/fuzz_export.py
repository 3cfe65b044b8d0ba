"""Looks for a file that the reader of LinkedIn's archive breaks on, guided by coverage, for as long as it is given.

    python -m venv fuzz && fuzz/bin/pip install atheris
    fuzz/bin/python -m tests.fuzz_export CORPUS_FOLDER -max_total_time=3600

It is no part of `make test`; what it finds becomes a test there. The first byte chooses what the others are: a ZIP as it is, files
in an honest ZIP, a CSV file fed in pieces, a sheet of a workbook, or words that a cell may hold. The folder keeps what reaches new code.
Further options are libFuzzer's.
"""

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

from ssi_core.linkedin_export.archive import Given
from ssi_core.linkedin_export.article import published
from ssi_core.linkedin_export.cells import text_of
from ssi_core.linkedin_export.dates import EARLIEST, LATEST, day_of
from ssi_core.linkedin_export.digests import digest_of_employer, digest_of_profile
from ssi_core.linkedin_export.limits import Unreadable
from ssi_core.linkedin_export.names import FILES, is_never_read, is_unsafe, named
from ssi_core.linkedin_export.problems import MESSAGES, REASONS
from ssi_core.linkedin_export.readers import READERS
from ssi_core.linkedin_export.report import read_export
from ssi_core.linkedin_export.rows import Row, Table
from ssi_core.linkedin_export.titles import seniority
from ssi_core.model import MODEL

KINDS = [*READERS]
PATHS = [*FILES.values(), "Articles/Articles/2026-01-01_x.html", "x/Shares_123_1.csv", "Connections (1).csv", "inner.zip", "../Skills.csv"]
MOST_BYTES = 6000
SEPARATOR = b"\xff\xfe\xfd"
"""Between the files of one input."""


def check(data: bytes) -> None:
    """Whatever the bytes are: no error, every factor told once, nothing but known keys."""
    if data:
        CHECKS[data[0] % len(CHECKS)](data[1:])


def whole(data: bytes) -> None:
    """A file as it is, under every kind of name."""
    for name in ("x.zip", "x.xlsx", "x.html", PATHS[(len(data) + sum(data[:4])) % len(PATHS)]):
        report(Given(name, io.BytesIO(data)))


def inside(data: bytes) -> None:
    """An honest ZIP with dishonest files: the first byte of each says which."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for each in data.split(SEPARATOR)[:8]:
            if each:
                info = zipfile.ZipInfo("x")
                info.filename = PATHS[each[0] % len(PATHS)]
                file.writestr(info, each[1:])
    packed.seek(0)
    report(Given("x.zip", packed))


def pieces(data: bytes) -> None:
    """A CSV file, at once and in pieces: the same rows, or the same problem."""
    if len(data) < 2:
        return
    _, columns = READERS[KINDS[data[0] % len(KINDS)]]
    size, content = data[1] % 64 + 1, data[2:]
    if data[1] > 127:
        content = ",".join([*columns.required, *columns.optional]).encode() + b"\n" + content

    def rows(size: int) -> list[Row] | str:
        table = Table(columns)
        try:
            pieces = [piece for at in range(0, len(content), size) for piece in table.feed(content[at : at + size])]
            return [row for piece in (*pieces, *table.end()) for row in piece]
        except Unreadable as error:
            return error.problem

    assert rows(size) == rows(1 << 20)


def sheet(data: bytes) -> None:
    """A workbook with this as a sheet, and with this as its texts."""
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as file:
            file.writestr("xl/workbook.xml", "")
            file.writestr(part, data)
        packed.seek(0)
        report(Given("x.xlsx", packed))


def words(data: bytes) -> None:
    """What a cell, a path or an article may hold."""
    text = text_of(data)
    day = day_of(text)
    assert day is None or EARLIEST <= day < LATEST
    assert seniority(text) in ("senior", "junior", None)
    for digest in (digest_of_employer(text), digest_of_profile(text)):
        assert digest is None or len(digest) == 8
    found = named(text)
    assert found is None or found.kind in FILES
    is_unsafe(text)
    is_never_read(text)
    published(data)


CHECKS = (whole, inside, pieces, sheet, words)


def report(given: Given) -> dict[str, Any]:
    """The report, if it is one."""
    made = read_export([given])
    assert sorted([*made["evidence"], *made["not_measured"]]) == sorted(factor.key for factor in MODEL.factors)
    assert all(made["answers"][key] in [level.key for level in MODEL.factor(key).levels] for key in made["evidence"])
    assert {each["problem"] for each in made["problems"]} <= {*MESSAGES}
    assert {*made["not_measured"].values()} <= {*REASONS}
    return made


def seed(folder: Path) -> None:
    """The example archive, whole and in parts, to begin with."""
    from tests.hostile_archives import ATTACKS
    from tests.linkedin_archive import QUIET, files, workbook, zipped

    small = {path: data[:600] for path, data in files(QUIET).items()}
    inputs = {"zip": b"\0" + zipped(small), "workbook": b"\0" + workbook(QUIET, days=3)}
    for path, data in small.items():
        name = next(
            (
                name
                for name in PATHS
                if name.split(".")[0].split("/")[0].lower() == path.split("_123")[0].split(".")[0].split("/")[0].lower()
            ),
            "",
        )
        if name:
            inputs[f"in {name.replace('/', ' ')}"] = bytes([1, PATHS.index(name)]) + data
    for at, kind in enumerate(KINDS):
        inputs[f"rows {kind}"] = bytes([2, at, 200]) + b'2026-02-08,"a, ""b""\nc",x\n"08 Feb 2026";1/29/26\n'
    inputs["everything"] = b"\x01" + SEPARATOR.join(data[1:] for name, data in inputs.items() if name.startswith("in "))
    inputs["sheet"] = (
        b"\x03<worksheet><row r='1'><c r='A1' t='s'><v>0</v></c><c t='inlineStr'><is><t>New followers</t></is></c></row></worksheet>"
    )
    inputs["texts"] = b"\x03<sst><si><t>Date</t></si><si><r><t>New followers</t></r></si></sst>"
    for at, text in enumerate(
        (
            "08 Feb 2026",
            "Managing Director | Student",
            "Acme B.V. (NL)",
            "https://x/in/a",
            "a/../Shares_1.csv",
            '<p class="published">On 1-2-26',
        )
    ):
        inputs[f"words {at}"] = b"\x04" + text.encode()
    inputs |= {f"hostile {at}": b"\0" + data for at, make in enumerate(ATTACKS.values()) if len(data := make().data) < MOST_BYTES}
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in inputs.items():
        (folder / name).write_bytes(data)


def main() -> None:
    """Begin, and go on until the time is over or something breaks."""
    import atheris

    if len(sys.argv) > 1 and not Path(sys.argv[1]).exists():
        seed(Path(sys.argv[1]))
    atheris.instrument_all()
    atheris.Setup([*sys.argv, f"-max_len={MOST_BYTES}", "-timeout=20", "-rss_limit_mb=2000"], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
