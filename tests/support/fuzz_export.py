"""A fuzzer for the reader of LinkedIn's archive, guided by coverage.

    python -m venv fuzz && fuzz/bin/pip install atheris
    fuzz/bin/python -m tests.support.fuzz_export CORPUS_FOLDER -max_total_time=3600

It is no part of `make test`; a file that it finds becomes a test there. The first byte chooses the meaning of the others: a ZIP as it is,
files in an honest ZIP, a CSV file fed in pieces, a sheet of a workbook, or words that a cell may hold. The folder stores the inputs that
reach new code. It runs until its time is over or something breaks. Further options are libFuzzer's.
"""

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.article import find_publication_day
from ssi_core.linkedin_export.cells import decode_cell
from ssi_core.linkedin_export.dates import EARLIEST, LATEST, parse_day
from ssi_core.linkedin_export.digests import make_employer_digest, make_profile_digest
from ssi_core.linkedin_export.limits import UnreadableFile
from ssi_core.linkedin_export.names import FILES, is_never_read, is_unsafe, parse_name
from ssi_core.linkedin_export.problems import MESSAGES, REASONS
from ssi_core.linkedin_export.readers import READERS
from ssi_core.linkedin_export.report import read_export
from ssi_core.linkedin_export.rows import NothingToCount, Row, Table
from ssi_core.linkedin_export.titles import classify_seniority
from ssi_core.model import MODEL

KINDS = [*READERS]
PATHS = [*FILES.values(), "Articles/Articles/2026-01-01_x.html", "x/Shares_123_1.csv", "Connections (1).csv", "inner.zip", "../Skills.csv"]
MOST_BYTES = 6000
SEPARATOR = b"\xff\xfe\xfd"
"""Between the files of one input."""


def check_report(data: bytes) -> None:
    """Check any bytes: no error, every factor reported once, only known keys."""
    if data:
        CHECKS[data[0] % len(CHECKS)](data[1:])


def check_whole(data: bytes) -> None:
    """Check a file as it is, under every kind of name."""
    for name in ("x.zip", "x.xlsx", "x.html", PATHS[(len(data) + sum(data[:4])) % len(PATHS)]):
        read_report(InputFile(name, io.BytesIO(data)))


def check_inside(data: bytes) -> None:
    """Check an honest ZIP with dishonest files. The first byte of each chooses its name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for each in data.split(SEPARATOR)[:8]:
            if each:
                info = zipfile.ZipInfo("x")
                info.filename = PATHS[each[0] % len(PATHS)]
                file.writestr(info, each[1:])
    packed.seek(0)
    read_report(InputFile("x.zip", packed))


def check_pieces(data: bytes) -> None:
    """Check a CSV file at once and in pieces: same rows, or same problem."""
    if len(data) < 2:
        return
    _, columns = READERS[KINDS[data[0] % len(KINDS)]]
    size, content = data[1] % 64 + 1, data[2:]
    if data[1] > 127:
        content = ",".join(columns.wanted).encode() + b"\n" + content

    def rows(size: int) -> list[Row] | str:
        table = Table(columns)
        try:
            pieces = [piece for at in range(0, len(content), size) for piece in table.feed(content[at : at + size])]
            return [row for piece in (*pieces, *table.finish()) for row in piece]
        except UnreadableFile as error:
            return error.problem
        except NothingToCount:
            return "nothing to count"

    assert rows(size) == rows(1 << 20)


def check_sheet(data: bytes) -> None:
    """Check a workbook with these bytes as a sheet, and as its texts."""
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as file:
            file.writestr("xl/workbook.xml", "")
            file.writestr(part, data)
        packed.seek(0)
        read_report(InputFile("x.xlsx", packed))


def check_words(data: bytes) -> None:
    """Check the contents of a cell, a path or an article."""
    text = decode_cell(data)
    day = parse_day(text)
    assert day is None or EARLIEST <= day < LATEST
    assert classify_seniority(text) in ("senior", "junior", None)
    for digest in (make_employer_digest(text), make_profile_digest(text)):
        assert digest is None or len(digest) == 8
    found = parse_name(text)
    assert found is None or found.kind in FILES
    is_unsafe(text)
    is_never_read(text)
    find_publication_day(data)


CHECKS = (check_whole, check_inside, check_pieces, check_sheet, check_words)


def read_report(given: InputFile) -> dict[str, Any]:
    """Return the report, if there is one."""
    made = read_export([given])
    assert sorted([*made["evidence"], *made["not_measured"]]) == sorted(factor.key for factor in MODEL.factors)
    assert all(made["answers"][key] in [level.key for level in MODEL.find_factor(key).levels] for key in made["evidence"])
    assert {each["problem"] for each in made["problems"]} <= {*MESSAGES}
    assert {*made["not_measured"].values()} <= {*REASONS}
    return made


def write_seed(folder: Path) -> None:
    """Write the first inputs: the example archive, whole and in parts."""
    from tests.support.hostile_archives import ATTACKS
    from tests.support.linkedin_archive import QUIET, make_files, make_workbook, pack_files

    small = {path: data[:600] for path, data in make_files(QUIET).items()}
    inputs = {"zip": b"\0" + pack_files(small), "workbook": b"\0" + make_workbook(QUIET, days=3)}
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
    """Run until the time is over or something breaks."""
    import atheris

    if len(sys.argv) > 1 and not Path(sys.argv[1]).exists():
        write_seed(Path(sys.argv[1]))
    atheris.instrument_all()
    atheris.Setup([*sys.argv, f"-max_len={MOST_BYTES}", "-timeout=20", "-rss_limit_mb=2000"], check_report)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
