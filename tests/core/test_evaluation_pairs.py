"""Pairs in files as spreadsheets write them, and every fault in others."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssi_core.answers import Answers
from ssi_core.evaluation.pairs import LARGEST, MOST_COLUMNS, MOST_PAIRS, Pair, read_pairs
from ssi_core.faults import MOST_FAULTS, InvalidAnswers
from ssi_core.group import CodedScore, make_code
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.share_code import pack
from tests.support import version_1
from tests.support.saved_data import answers

FACTORS = [factor.key for factor in MODEL.factors]
HEADER = ",".join((*FACTORS, *MODEL.pillars))
TYPICAL = PERSONAS[1].answers
CODE = pack(TYPICAL)
CODES = "code,brand,find,engage,relate\n"
WIDE = "{} cells, and the header has 5; a number with a decimal comma needs quotes, or semicolons between cells"


def list_faults(text: str | bytes) -> list[str]:
    with pytest.raises(InvalidAnswers) as raised:
        read_pairs(text.encode() if isinstance(text, str) else text)
    return [fault.message for fault in raised.value.faults]


def write_row(answers: Answers, *points: str, separator: str = ",") -> str:
    given = dict(answers.given)
    return separator.join([*(given.get(key, "") for key in FACTORS), *points]) + "\n"


@given(answers.map(lambda each: each._replace(role=None, target=None)))
@example(TYPICAL)
def test_a_pair_is_the_same_in_every_form(given: Answers) -> None:
    expected = (Pair(given, {"brand": 12, "find": 4.5, "engage": 0, "relate": 13.118}),)
    semicolons = HEADER.replace(",", ";")
    for text in (
        HEADER + "\n" + write_row(given, "12", "4.5", "0", "13.118"),
        HEADER + "\r\n\r\n" + write_row(given, "12.0", '"4,5"', " 0 ", '"13,118"'),
        semicolons + "\n" + write_row(given, "12", "4,5", "0", "13,118", separator=";") + ";" * semicolons.count(";"),
        f"relate; code ;brand;find;engage\n13,118; {pack(given)} ;12;4,5;0",
        f"{CODES}https://ssi.example/en/quiz.html#code={pack(given)},12,4.5,0,13.118",
        f"relate\tcode\tbrand\tfind\tengage\n13,118\t{pack(given)}\t12\t4,5\t0\n",
    ):
        assert read_pairs(text.encode()) == (expected, ())


NAMES = "Naam;Merk;code;group;Brand;FIND ;engage;Relate;Opmerking;;"
ROWS = (
    f"Renée;x;https://ssi.example/nl/quiz.html#code={CODE};A;9,5;4,25;2;13,118;zei: ;;",
    ";;;;;;;;;;",
    "Wie niets gaf;;;B;;;;;komt later;;",
    f'"Jan; of Piet";;{CODE};A;25;0;0,5;12;"eerst\r\n""dan""";;',
    f"Kort;;https://ssi.example/quiz.html#group=A&code={CODE};A;1;2;3;4",
    "",
)


def test_files_are_read_as_spreadsheets_write_them() -> None:
    points = [(9.5, 4.25, 2, 13.118), (25, 0, 0.5, 12), (1, 2, 3, 4)]
    expected = tuple(Pair(TYPICAL, dict(zip(MODEL.pillars, each, strict=True))) for each in points)
    windows = "\r\n".join((NAMES, *ROWS))
    tabs = windows.replace('"Jan; of Piet"', "Jan").replace(";", "\t")
    for data in (
        windows.encode("cp1252"),
        b"\xef\xbb\xbf" + windows.encode(),
        windows.encode("utf-16"),
        windows.encode("utf-16-be"),
        b"sep=;\r\n" + windows.encode("cp1252"),
        tabs.encode("utf-16"),
        windows.replace("\r\n", "\n").encode(),
    ):
        assert read_pairs(data) == (expected, ("Naam", "Merk", "group", "Opmerking"))


def test_a_row_is_counted_as_a_spreadsheet_counts_it() -> None:
    text = f'note,{CODES}"two\nlines",{CODE},1,2,3,4\n\n,{CODE},1,2,3,NaN\n'
    fault = 'relate: "NaN" is not a number from 0 to 25'
    assert list_faults(text) == [f"row 4: {fault}"]
    assert list_faults("sep=,\n" + text) == [f"row 5: {fault}"]


def test_who_is_a_pair_has_both_and_the_trainers_columns_are_passed_over() -> None:
    for cell in ("NaN", "inf", "1e309", "-0.5", "+1", "=1+1", "12,5,1", "1.234,5", "9" * 400, "²", "#N/B", "\u0661"):
        text = f"code;brand;find;engage;relate\nhttps://ssi.example/%23code%3d{CODE};1;2;3;{cell}\n"
        assert len(list_faults(text)) == 1, cell
        assert list_faults(text)[0].startswith("row 2: relate: "), cell
    keys = "code;brand;find;engage;relate;group;date;total"
    assert read_pairs(f"{keys}\n{CODE};1;2;3;4;=HYPERLINK(1);-;1e309".encode()).left_out == ("group", "date", "total")
    with_score = make_code(CodedScore("real", (10, 20, 30, 40), date(2026, 11, 29), random=1))
    assert list_faults(f"{CODES}{with_score},1,2,3,4\n,1,2,3,4\n") == [
        "row 2: code: this is the code of a score, which holds no answers; a link to a result does",
        "row 3: code: no link or code with answers",
    ]
    assert list_faults(f"{CODES}{CODE},12,5,4,3,2\n") == [f"row 2: {WIDE.format(6)}"]


@pytest.mark.parametrize("data", [b"PK\3\4rest", b"\xd0\xcf\x11\xe0rest"])
def test_a_workbook_is_known(data: bytes) -> None:
    assert list_faults(data) == ["this is a workbook, not CSV: save the sheet as CSV"]


def test_hostile_files_have_their_faults_named() -> None:
    wide = ",".join(f"groups{number}" for number in range(LARGEST // 12))
    assert list_faults(wide) == [f"row 1: {wide.count(',') + 1} columns, more than {MOST_COLUMNS}"]
    names = ["x" * 5000] * (MOST_COLUMNS - 5)
    assert len(read_pairs(f"{CODES.strip()},{','.join(names)}\n{CODE},1,2,3,4\n".encode()).left_out) == MOST_COLUMNS - 5
    assert "field larger" in list_faults(CODES + '"' + "x" * (LARGEST // 2))[0]
    assert len(list_faults(CODES + f"{CODE},9,9,9,99\n" * 100_000)) == MOST_FAULTS + 1
    assert len(list_faults(bytes(range(256)) * (LARGEST // 256))) > 1
    assert len(list_faults(CODES + ("code=" * 20_000 + "," * 4 + "\n"))) == 5


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ["the file is empty"]),
        ("\ufeff \r\n", ["the file is empty"]),
        ("Naam\n", [
            "row 1: brand: no column for this pillar", "row 1: find: no column for this pillar", "row 1: engage: no column for this pillar",
            "row 1: relate: no column for this pillar", "row 1: no column with answers: code, or the key of a factor",
        ]),
        ("code;brand;find;engage;relate;Code ;artcles;Name;Name\n", ["row 1: code: 2 columns have this name"]),
        ("groups,artcles,People Serches,brands,find,engage,relate,Name\n", [
            'row 1: artcles: no such column; did you mean "articles"? Name it so, or otherwise if it is your own',
            'row 1: "People Serches": no such column; did you mean "people_search"? Name it so, or otherwise if it is your own',
            'row 1: brands: no such column; did you mean "brand"? Name it so, or otherwise if it is your own',
            "row 1: brand: no column for this pillar",
        ]),
        ("code,articles,brand,find,engage,relate\n", ["row 1: code: answers stand in this column or in those of factors, not in both"]),
        (CODES + ",,,,\n", ["no pairs: there is no row below the header"]),
        (CODES + f"{CODE},1,2,3\n\n{CODE[:-1]},25.1,-1,,4%\n{version_1.TYPICAL_CODE},1,2,3,4\n{CODE},1,2,3,4\n", [
            "row 2: relate: no points", 'row 4: brand: "25.1" is not a number from 0 to 25',
            'row 4: find: "-1" is not a number from 0 to 25', "row 4: engage: no points",
            'row 4: relate: "4%" is not a number from 0 to 25',
            "row 4: code: 1 of its 20 characters are missing",
            "row 5: code: of an earlier version, whose questions have changed: endorsements, new_followers, active_days",
        ]),
        ("groups,active_days,brand,find,engage,relate\nnon,every_workday,1,2,3,4\nnot_applicable,,1,2,3,x\n", [
            'row 2: groups: "non" is not a level; did you mean "none"?',
            'row 2: active_days: "every_workday" answered an earlier question, which has changed; ask it again',
            'row 3: relate: "x" is not a number from 0 to 25',
            'row 3: groups: this factor applies to everybody; use "unknown" where the answer is not known',
        ]),
        (CODES + f'{CODE},1,2,3\n"{CODE}"x,1,2,3,4\n', [
            "row 2: relate: no points", "line 3: not readable as CSV: ',' expected after '\"'",
        ]),
        ('"', ["line 1: not readable as CSV: unexpected end of data"]),
    ],
)  # fmt: skip
def test_every_fault_of_a_file(text: str, lines: list[str]) -> None:
    assert sorted(list_faults(text)) == sorted(lines)


def test_a_file_has_only_so_many_pairs_and_faults() -> None:
    assert (LARGEST, MOST_PAIRS, MOST_COLUMNS) == (2 << 20, 2000, 500)
    row = f"{CODE},1,2,3,4\n"
    text = CODES + MOST_PAIRS * row
    assert len(read_pairs(text.encode()).pairs) == MOST_PAIRS
    end = f"not read, nor is anything below: there are {MOST_PAIRS} pairs or {MOST_FAULTS} faults above"
    assert list_faults(text + "\n" + row + row) == [f"row {MOST_PAIRS + 3}: {end}"]
    faults = list_faults(CODES + MOST_FAULTS * f"{CODE},1,2,3\n" + row)
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-2:] == [f"row {MOST_FAULTS + 1}: relate: no points", f"row {MOST_FAULTS + 2}: {end}"]
    # A row of several faults is told whole, so that their number is seldom the very most.
    assert len(list_faults(CODES + MOST_FAULTS * f"{CODE},1\n")) == 3 * (MOST_FAULTS // 3 + 1) + 1


@settings(max_examples=50)
@given(st.text() | st.text('code,;brandfigl\n"01 ').map(lambda text: CODES + text))
def test_any_text_is_read_or_its_faults_are_named(text: str) -> None:
    assert all(message and "\n" not in message for message in list_faults(text))
