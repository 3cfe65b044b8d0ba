"""Spreadsheets of past scores: every form that people bring, and a word for each row that was not understood."""

import csv
import re
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.history.csv import format_csv
from ssi_core.history.points import Point, dump_point, read_points
from ssi_core.history.spreadsheet.columns import OTHERS, name_column
from ssi_core.history.spreadsheet.days import find_order, read_day
from ssi_core.history.spreadsheet.numbers import NotPoints, parse_points
from ssi_core.history.spreadsheet.reading import MOST_LEFT_OUT, PROBLEMS, ROW_PROBLEMS, iterate_scores
from ssi_core.history.spreadsheet.tables import (
    LARGEST,
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_ROWS,
    MOST_SEPARATORS,
    ROWS_AT_ONCE,
    Table,
    read_tables,
)
from ssi_core.linkedin_export import limits
from ssi_core.model import MODEL
from tests.support.cases import POINTS
from tests.support.linkedin_archive import pack_files
from tests.support.saved_data import histories
from tests.support.spreadsheets import TODAY, Cell, make_workbook, read_spreadsheet, to_serial

CONTENT = Path(__file__).parent.parent.parent / "content"
HEADER: list[Cell] = [
    "Datum",
    "Totaal",
    "Bouw je professionele merk op",
    "Vind de juiste mensen",
    "Wissel inzichten uit",
    "Bouw relaties op",
]


def list_scores(data: bytes | str, order: str = "day") -> list[tuple[str, float]]:
    return [(score["days"][order], score["total"]) for score in read_spreadsheet(data)["scores"]]


def list_left_out(data: bytes | str) -> list[tuple[int, str, str, str]]:
    return [(each["row"], each["column"], each["value"], each["problem"]) for each in read_spreadsheet(data)["left_out"]]


@pytest.mark.parametrize(
    ("text", "most", "points"),
    [
        ("42", 100, 42), ("42%", 100, 42), ("42 %", 100, 42), ("42/100", 100, 42), ("42 / 100", 100, 42), ("42,5", 100, 42.5),
        ("42.5", 100, 42.5), ("42,", 100, 42), ("33 out of 100", 100, 33), ("33 van 100", 100, 33), ("33 van de 100", 100, 33),
        ("Top 37%", 100, 37), ("Top 37% Industry SSI rank", 100, 37), ("SSI: 33", 100, 33), ("17/25", 25, 17),
        ("13,118 van 25", 25, 13.118), ("13.118 | Establish your professional brand", 25, 13.118), ("13.118000000000001", 25, 13.118),
        ("0", 25, 0), ("25", 25, 25),
        ("13.5\u00a0punten", 25, 13.5), ("", 25, None), ("  ", 25, None), ("n/a", 25, None), ("–", 25, None), ("-", 100, None),
        ("\u200e42\u200e", 100, 42), ("\u202a13,118\u202c", 25, 13.118), ("\u2067\ufeff", 100, None),
    ],
)  # fmt: skip
def test_points_as_people_write_them(text: str, most: int, points: float | None) -> None:
    assert parse_points(text, most) == points


@pytest.mark.parametrize(
    ("text", "most", "problem"),
    [
        ("abc", 100, "not_a_number"), ("-5", 100, "not_a_number"), ("1e2", 100, "not_a_number"), ("12 34", 100, "not_a_number"),
        ("=SUM(A1)", 100, "not_a_number"), ("1.234,5", 100, "not_a_number"), ("4O", 100, "not_a_number"), ("9" * 101, 100, "not_a_number"),
        ("101", 100, "out_of_range"), ("42/25", 100, "out_of_range"), ("17/100", 25, "out_of_range"), ("26", 25, "out_of_range"),
        ("17%", 25, "percent"), ("68 %", 25, "percent"), ("3-9-2026", 100, "not_a_number"),
        ("٤٢", 100, "not_a_number"), ("4٢", 100, "not_a_number"), ("42/١٠٠", 100, "not_a_number"),
    ],
)  # fmt: skip
def test_what_is_no_number_of_points(text: str, most: int, problem: str) -> None:
    with pytest.raises(NotPoints) as raised:
        parse_points(text, most)
    assert raised.value.problem == problem


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", ""), ("utf-8", "\ufeff"), ("cp1252", ""), ("utf-16", ""), ("utf-16-le", "\ufeff"), ("utf-32", "")]
)
def test_csv_of_every_program(separator: str, encoding: str, mark: str) -> None:
    lines = [["Scores van Zoë"], [], ["Datum", "Totaal"], ["3 september 2026", '"42,5"'], ["", ""], ["4 sep. 2026", "43"]]
    text = mark + "\r\n".join(separator.join(line) for line in lines)
    assert list_scores(text.encode(encoding)) == [("2026-09-03", 42.5), ("2026-09-04", 43)]
    assert read_spreadsheet(text.encode(encoding))["scores"][1]["row"] == 6


def test_the_separator_that_a_file_names() -> None:
    assert list_scores("sep=|\r\nDate|Score\r\n2026-09-03|42\r\n") == [("2026-09-03", 42)]
    assert list_left_out("sep=;\nDate;Score\nsoon;42\n") == [(3, "Date", "soon", "not_a_date")]


@pytest.mark.parametrize(
    "header",
    ["Date,Total", "Datum,Totaal", "Measured on,SSI", "recordedAt,overall", "Tijdstempel,LinkedIn SSI-score", "Day,Social Selling Index",
     "Meetdatum,Totaalscore", "Timestamp,What is your score?"],
)  # fmt: skip
def test_headers_in_both_languages(header: str) -> None:
    assert list_scores(f"{header}\n2026-09-03,42\n") == [("2026-09-03", 42)]


@pytest.mark.parametrize(
    "names",
    ["brand,find,engage,relate", "Merk,Mensen,Inzichten,Relaties", "Professional brand,Right people,Insights,Relationships",
     "professionalBrand,findingPeople,engagingInsights,buildingRelationships", "Professioneel merk,Juiste mensen,Inzichten,Relaties"],
)  # fmt: skip
def test_four_pillars_make_a_total(names: str) -> None:
    report = read_spreadsheet(f'Date,{names}\n"Sep 3, 2026",13.118,4.8,2.05,13.5\n2026-09-04,1,,,\n')
    assert [(score["total"], list(score["pillars"].values())) for score in report["scores"]] == [(33, [13.118, 4.8, 2.05, 13.5])]
    assert [(each["row"], each["problem"]) for each in report["left_out"]] == [(3, "no_score")]


def test_a_total_that_is_not_the_pillars_sum_is_left_out() -> None:
    rows = ["Date;Total;Brand;Find;Engage;Relate", "2026-09-01;33;13.118;4.8;2.05;13.5", "2026-09-02;35;13.118;4.8;2.05;13.5",
            "2026-09-03;36;14;5;3;14", "2026-09-04;39;14;5;3;14", "2026-09-05;19;14;5;3;"]  # fmt: skip
    assert [total for _, total in list_scores("\n".join(rows))] == [33, 36]
    assert [(row, problem) for row, _, _, problem in list_left_out("\n".join(rows))] == [(3, "sum"), (5, "sum"), (6, "sum")]


def test_a_table_without_a_header_is_known_by_its_contents() -> None:
    assert list_scores("2026-09-03;42\n2026-09-04;43\n") == [("2026-09-03", 42), ("2026-09-04", 43)]
    four = read_spreadsheet("2026-09-03;13.1;4.8;2;13.5\n")["scores"][0]
    assert (four["total"], four["pillars"]["relate"]) == (33, 13.5)
    five = read_spreadsheet("note;3-9-2026;13.1;4.8;2;13.5;33\n;4-9-2026;13.1;4.8;2;13.5;33\n")["scores"]
    assert [(score["total"], score["pillars"]["brand"]) for score in five] == [(33, 13.1), (33, 13.1)]
    for text in (
        "1;2\n3;4\n",
        "2026-09-03;1;2\n",
        "2026-09-03;90;80;70;60\n",
        "2026-09-03;1;2;3;4;90\n",
        "2026-09-03;1;2;3;4;\n;;;;;9\n",
        "a;b\n",
    ):
        assert read_spreadsheet(text)["problem"] == "no_scores", text


DATES = [
    # The day is over 12 somewhere, so that the whole column is read so.
    ("03/09/2026 13/09/2026", ["day"], "day"),
    ("03/09/2026 09/13/2026", ["month"], "month"),
    # In the other order there would be a score of the future.
    ("03/09/2026 12/01/2026", ["day"], "day"),
    ("03/09/2026 01/12/2026", ["month"], "month"),
    # They run on in one order only.
    ("01/05/2026 01/06/2026 02/01/2026", ["month", "day"], "month"),
    ("01/05/2026 02/05/2026 01/06/2026", ["day", "month"], "day"),
    ("01/06/2026 02/05/2026 01/05/2026", ["day", "month"], "day"),
    ("3-9-2026 4-9-2026", ["day", "month"], "day"),
    ("3.9.26 4.9.26", ["day", "month"], "day"),
    # Nothing decides.
    ("03/09/2026 04/09/2026", ["day", "month"], None),
    ("03/09/2026", ["day", "month"], None),
    ("01/05/2026 02/05/2026 03/05/2026", ["day", "month"], None),
    # Either way the same.
    ("05/05/2026 3 september 2026 2026-09-04 Sep 5, 2026", ["day"], "day"),
    # As many faults in one as in the other.
    ("13/05/2026 05/14/2026", ["day", "month"], None),
    ("13/05/2026 05/14/2026 01/02/2026", ["day", "month"], None),
    # A slip, or a score of the future, excludes no order that reads most dates.
    ("04/14/2026 04/15/2026 13/04/2026 04/17/2026", ["month", "day"], "month"),
    ("01/05/2026 02/05/2026 13/04/2026 03/05/2026", ["day", "month"], None),
    ("13/05/2026 14/05/2026 05/15/2026 16/05/2026", ["day", "month"], "day"),
    ("03-09-2026 01-12-2026", ["day", "month"], "day"),
    ("03.09.2026 12.01.2026", ["day"], "day"),
    ("05-01-2026 05-02-2026 13-04-2026 05-03-2026", ["day"], "day"),
    # It is in the future either way.
    ("03/09/2026 13/09/2026 2027-01-01", ["day"], "day"),
    ("05/12/2027", ["day"], "day"),
    ("03.09.2026 04.09.2026 2027-01-01", ["day", "month"], "day"),
]  # fmt: skip


@pytest.mark.parametrize(("dates", "possible", "likely"), DATES)
def test_the_column_decides_which_comes_first(dates: str, possible: list[str], likely: str | None) -> None:
    each = dates.split(" ") if "sept" not in dates else ["05/05/2026", "3 september 2026", "2026-09-04", "Sep 5, 2026"]
    report = read_spreadsheet("Date\tScore\n" + "".join(f"{day}\t42.5\n" for day in each))
    assert (report["possible"], report["likely"]) == (possible, likely)


def test_a_date_that_does_not_exist_is_told_from_no_date_at_all() -> None:
    days = ("13-05-2026", "31-11-2026", "30 februari 2026", "1999-05-13", "soon")
    left = list_left_out("Datum;Totaal\n" + "".join(f"{day};42\n" for day in days))
    assert [(value, problem) for _, _, value, problem in left] == [(day, "no_such_date") for day in days[1:4]] + [("soon", "not_a_date")]
    # One that the column's order cannot read.
    left = list_left_out("Date,Score\n04/14/2026,42\n04/15/2026,42\n04/16/2026,42\n13/13/2026,42\n")
    assert [problem for *_, problem in left] == ["no_such_date"]


def list_columns(data: bytes | str) -> list[tuple[str, list[tuple[str, str] | None]]]:
    columns = read_spreadsheet(data)["columns"]
    assert all([*each["pillars"]] == [*MODEL.pillars] for each in columns)
    return [(each["sheet"], [pillar and (pillar["column"], pillar["name"]) for pillar in each["pillars"].values()]) for each in columns]


def test_the_columns_of_the_pillars_are_named() -> None:
    named = "Date,Relationships,Total,Brand\n2026-09-03,5,33,13\n"
    assert list_columns(named) == [("", [("D", "Brand"), None, None, ("B", "Relationships")])]
    guessed = "2026-09-03,13.118,4.8,2.05,13.5\n2026-09-04,13.2,4.8,2.05,13.5\n"
    assert list_columns(guessed) == [("", [("B", ""), ("C", ""), ("D", ""), ("E", "")])]
    assert list_columns("Date,Total\n2026-09-03,33\n") == list_columns("none") == []
    sheets: dict[str, Any] = {"2025": [["Date", "SSI"], ["2025-01-05", 30]], "2026": [HEADER, ["2026-01-05", 33, 13.118, 4.8, 2.05, 13.5]]}
    names = [str(name) for name in HEADER[2:]]
    assert list_columns(make_workbook(sheets)) == [("2026", [*zip("CDEF", names, strict=True)])]


def test_both_readings_are_returned_where_both_are_possible() -> None:
    (score,) = read_spreadsheet("Date,Score\n03/09/2026,42\n")["scores"]
    assert score["days"] == {"day": "2026-09-03", "month": "2026-03-09"}
    days = [score["days"] for score in read_spreadsheet("Date,Score\n13/05/2026,42\n05/14/2026,43\n")["scores"]]
    assert days == [{"day": "2026-05-13", "month": None}, {"day": None, "month": "2026-05-14"}]
    # A reading that lies in the future is none.
    days = [score["days"] for score in read_spreadsheet("Date,Score\n01/12/2026,42\n12/02/2026,43\n")["scores"]]
    assert days == [{"day": None, "month": "2026-01-12"}, {"day": "2026-02-12", "month": None}]


def test_dutch_words_and_decimal_commas_put_the_day_first_and_what_contradicts_them_is_asked() -> None:
    assert read_spreadsheet("Datum;Totaal\n03/09/2026;42\n")["likely"] == "day"
    assert read_spreadsheet("Date;Score\n03/09/2026;42,5\n")["likely"] == "day"
    assert read_spreadsheet("Datum;Totaal\n01/05/2026;4\n01/06/2026;4\n02/01/2026;4\n")["likely"] is None
    assert find_order([], "2026-11-29", is_dutch=True) == (("day",), "day")


def test_a_row_without_a_score_says_nothing_about_the_dates() -> None:
    planned = read_spreadsheet("Datum;Totaal\n01/09/2026;30\n01/10/2026;32\n01/11/2026;35\n01/12/2026;\n")
    assert (planned["possible"], planned["likely"]) == (["day", "month"], "day")
    assert [score["days"]["day"] for score in planned["scores"]] == ["2026-09-01", "2026-10-01", "2026-11-01"]
    assert [(each["row"], each["problem"]) for each in planned["left_out"]] == [(5, "no_score")]


def test_a_date_in_the_future_does_not_outweigh_how_the_table_is_written() -> None:
    for header, total in (("Datum;Totaal", "40"), ("Date;Score", "40,5")):
        report = read_spreadsheet(f"{header}\n01/11/2026;{total}\n01/12/2026;{total}\n")
        assert (report["possible"], report["likely"]) == (["day", "month"], "day")


def test_a_number_of_a_day() -> None:
    assert list_scores("Date,Score\n46268,42\n46268.75,43\n") == [("2026-09-03", 42), ("2026-09-03", 43)]
    assert read_day("99999") == (None, None)


def test_a_workbook_with_titles_styles_and_formulas() -> None:
    serial = to_serial("2026-09-03")
    rows: list[list[Cell]] = [
        ["Mijn SSI", None, "bijgehouden door Zoë"],
        [],
        HEADER,
        [(serial, "short date"), 33, 13.118000000000001, 4.8, 2.05, 13.5],
        [(serial + 1.75, "dutch date"), (0.34, "percent"), (13.5, "month in quotes"), (4.8, "tenths"), ("2.05", "str"), 13.5],
        ["5 september 2026", "35/100"],
        [serial + 3, 36],
        [("2026-09-07T00:00:00", "d"), 37],
        ["Gemiddelde", 35],
        [serial + 5, ("#N/A", "e")],
        [serial + 6, ("=1+1", "str")],
        [None, 38],
        [],
        ["1-1-2027", 38],
    ]
    data = make_workbook({"Scores": rows})
    assert list_scores(data) == [("2026-09-03", 33), ("2026-09-04", 34), ("2026-09-05", 35), ("2026-09-06", 36), ("2026-09-07", 37)]
    assert read_spreadsheet(data)["scores"][0]["pillars"] == {"brand": 13.118, "find": 4.8, "engage": 2.05, "relate": 13.5}
    assert list_left_out(data) == [
        (9, "Datum", "Gemiddelde", "not_a_date"), (10, "Totaal", "#N/A", "not_a_number"), (11, "Totaal", "=1+1", "not_a_number"),
        (12, "Datum", "", "no_date"), (14, "Datum", "1-1-2027", "future_date"),
    ]  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "/xl/"])
def test_all_sheets_are_read_and_named(prefix: str) -> None:
    sheets: dict[str, Any] = {"Notes": [["x"]], "2025": [["Date", "SSI"], ["2025-01-05", 30]], "2026": [["Date", "SSI"], ["soon", 40]]}
    report = read_spreadsheet(make_workbook(sheets, prefix=prefix))
    assert [(score["sheet"], score["row"]) for score in report["scores"]] == [("2025", 2)]
    assert [(each["sheet"], each["row"]) for each in report["left_out"]] == [("2026", 2)]


def test_a_workbook_that_counts_its_days_from_1904() -> None:
    rows: list[list[Cell]] = [["Date", "SSI"], [(to_serial("2026-09-03", is_1904=True), "short date"), 33], [("x", "short date"), 1]]
    assert list_scores(make_workbook({"a": rows}, is_1904=True)) == [("2026-09-03", 33)]


def test_a_date_that_no_calendar_has_and_a_percentage_that_is_text_stay_as_they_are() -> None:
    rows: list[list[Cell]] = [
        ["Date", "SSI"],
        [(9_999_999, "short date"), 33],
        [(to_serial("2026-09-03"), "short date"), ("34%", "percent")],
    ]
    data = make_workbook({"a": rows})
    assert (list_scores(data), list_left_out(data)) == ([("2026-09-03", 34)], [(2, "Date", "9999999", "not_a_date")])


def test_a_bare_workbook_without_styles_names_or_numbers_of_rows() -> None:
    cells = (
        '<c t="inlineStr"><is><t>Date</t></is></c><c t="inlineStr"><is><t>SSI</t></is></c>',
        '<c s="9"><v>46268</v></c><c s="x"><v>x</v></c>',
    )
    sheet = f"<worksheet><sheetData>{''.join(f'<row>{each}</row>' for each in cells)}</sheetData></worksheet>"
    assert list_left_out(pack_files({"xl/worksheets/sheet1.xml": sheet.encode()})) == [(2, "SSI", "x", "not_a_number")]
    styles = '<styleSheet><cellXfs><xf numFmtId="x"/><xf numFmtId="10"/><xf/></cellXfs><cellStyles/></styleSheet>'
    rows = [cells[0], '<c s="0"><v>46268</v></c><c s="1"><v>0.42</v></c>', '<c s="0"><v>46269</v></c><c s="1"><v>x</v></c>']
    sheet = f"<worksheet><sheetData>{''.join(f'<row>{each}</row>' for each in rows)}</sheetData></worksheet>"
    assert list_scores(pack_files({"xl/worksheets/sheet1.xml": sheet.encode(), "xl/styles.xml": styles.encode()})) == [("2026-09-03", 42)]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_columns_of_our_own_file_are_known_by_their_words(language: str) -> None:
    words = yaml.safe_load((CONTENT / language / "texts" / "history.yaml").read_text(encoding="utf-8"))["csv"]
    assert {key: name_column(text) for key, text in words.items()} == {key: key for key in words}
    assert {*words} == {"date", "total", *OTHERS}
    for pillar in MODEL.pillars:
        page = (CONTENT / language / "pillars" / f"{pillar}.md").read_text(encoding="utf-8")
        for field in ("title", "menu_title"):
            assert name_column(next(line for line in page.splitlines() if line.startswith(f"{field}: ")).partition(": ")[2]) == pillar


@pytest.mark.parametrize(
    "text", ["", "Notes", "Average", "Network", "x" * 81, "brand people", "Rank", "3-9-2026 score", "Brand and people score"]
)
def test_names_of_other_columns(text: str) -> None:
    assert name_column(text) is None


@pytest.mark.parametrize("comma", [False, True])
def test_our_own_file_there_and_back(comma: bool) -> None:
    points = read_points(POINTS).points
    words = {"date": "Datum", "total": "Totaal", "kind": "Soort", "real": "Echte SSI", "estimate": "Schatting", "hr": "Personeel"}
    report = read_spreadsheet("\ufeff" + format_csv(points, words | {"role": "Soort werk"}, comma=comma), words={"hr": "Personeel"})
    assert report["left_out"] == []
    for point, score in zip(points, report["scores"], strict=True):
        expected = {key: value for key, value in dump_point(point).items() if key not in ("id", "date", "answers")}
        assert {key: value for key, value in score.items() if key not in ("sheet", "row", "days")} == expected
        assert score["days"] == {"day": point.date[:10], "month": point.date[:10]}


@settings(max_examples=40)
@given(histories, st.booleans())
def test_any_history_comes_back(points: tuple[Point, ...], comma: bool) -> None:
    text = format_csv(points, comma=comma)
    report = read_spreadsheet(text, today="9999-12-31")
    # A score of a thousandth of a millionth, which no page shows, is written in a form that no page has either.
    strange = {"not_a_number"} if re.search(r"\de-\d", text) else set()
    known = {point.date[:10] for point in points if "2003" <= point.date[:4] < "2100"}
    assert {score["days"]["day"] for score in report["scores"]} <= known
    assert {each["problem"] for each in report["left_out"]} <= {"no_such_date", "sum", "twice"} | strange
    assert len(report["scores"]) + len(report["left_out"]) == len(points)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Date,SSI target,SSI", "2026-09-03,60,42"), ("Day,Total goal,Total score", "2026-09-03,60,42"),
        ("Date,Score change,Score", "2026-09-03,2,42"), ("Dag,Index,Score", "2026-09-03,1,42"), ("Index,Dag,Score", "1,2026-09-03,42"),
        ("Datum,Streefscore,SSI-doel,Scoreverschil,Vorige score,Mijn score", "2026-09-03,60,61,2,40,42"),
        ("Date,Score difference,Previous score,Score rank,My score", "2026-09-03,2,40,5,42"), ("Day,Index", "2026-09-03,42"),
        ("Target date,Date,Score notes,Score", "2027-09-03,2026-09-03,1,42"),
    ],
)  # fmt: skip
def test_the_column_of_the_total_is_the_one_that_is_called_so(header: str, row: str) -> None:
    assert list_scores(f"{header}\n{row}\n") == [("2026-09-03", 42)]


def test_a_rank_is_no_total() -> None:
    assert list_left_out("Date,Score\n2026-09-03,Top 5%\n2026-09-04,42%\n") == [(2, "Score", "Top 5%", "not_a_number")]
    assert list_scores("2026-09-03;Top 5%;42\n") == [("2026-09-03", 42)]


@pytest.mark.parametrize("name", ['"', "\r", "\0", ""])
def test_a_separator_that_none_can_be_is_not_one(name: str) -> None:
    assert list_scores(f"sep={name}\r\nDate;Score\r\n2026-09-03;42\r\n") == [("2026-09-03", 42)]


@pytest.mark.parametrize("data", [";" * MOST_SEPARATORS, 'x;"\n";' * MOST_SEPARATORS, "x" * LONGEST_ROW, '"x;\n' + "y\n" * LONGEST_ROW])
def test_a_row_that_is_far_too_long_is_refused_before_it_is_a_row(data: str) -> None:
    assert read_spreadsheet(f"Date;Score\n2026-09-03;42\n{data};\n")["problem"] == "row_too_long"


@pytest.mark.parametrize("data", [b";" * LARGEST, b";\n" * (LARGEST // 2 - 1) + b"x", b"\n" * (LARGEST - 1) + b"x"])
def test_a_hostile_file_takes_little_memory(data: bytes) -> None:
    tracemalloc.start()
    try:
        read_spreadsheet(data)
        assert tracemalloc.get_traced_memory()[1] < 64 * limits.MIB
    finally:
        tracemalloc.stop()


def test_cells_and_sheets_are_cut_while_they_are_read() -> None:
    (table,), *_ = read_whole(("Date;Score\n" + "x" * 500 + ";42\n").encode())
    assert table.rows[1] == (2, {0: "x" * LONGEST_CELL, 1: "42"})
    (table,), *_ = read_whole(b"x" * 500 + b"\r" + b"y\n" * MOST_ROWS)
    assert (table.rows[:2], len(table.rows)) == ([(1, {0: "x" * LONGEST_CELL}), (2, {0: "y"})], MOST_ROWS)
    (table,), *_ = read_whole(make_workbook({"a": [[number] for number in range(MOST_ROWS + 9)]}))
    assert (len(table.rows), table.rows[-1]) == (MOST_ROWS, (MOST_ROWS, {0: str(MOST_ROWS - 1)}))


def read_whole(data: bytes) -> list[list[Table]]:
    steps = read_tables(BytesIO(data))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            tables: list[list[Table]] = end.value
            return tables


def test_a_visitor_can_stop_it_between_rows() -> None:
    data = many_rows(2000).encode()
    sizes = [*iterate_scores(BytesIO(data), TODAY, {})]
    assert (sum(sizes), len(sizes)) == (len(data), 1 + 2 * 2000 // ROWS_AT_ONCE)


def test_what_else_our_file_says_spoils_nothing() -> None:
    names = ",".join(OTHERS)
    report = read_spreadsheet(f"date,total,{names}\n2026-09-03,42,estimate,50,40,nobody,<b>,,,,\n2026-09-04,43,weekly,,,,,x,36,101,\n")
    assert [sorted({*score} - {"sheet", "row", "days", "total", "pillars"}) for score in report["scores"]] == [
        ["kind"],
        ["industry", "kind"],
    ]
    assert report["scores"][1]["industry"] == {"rank": None, "average": 36}


def test_the_same_row_twice_counts_once_and_a_header_that_comes_again_is_none() -> None:
    data = "Date,Score\n2026-09-03,42\nDate,Score\n2026-09-03,42\n2026-09-03,43\n"
    assert list_scores(data) == [("2026-09-03", 42), ("2026-09-03", 43)]
    assert [each[3] for each in list_left_out(data)] == ["twice"]


def test_of_many_faults_some_are_returned_and_all_are_counted() -> None:
    report = read_spreadsheet("Date,Score\n" + "soon,<b>\n" * 1000)
    assert (len(report["left_out"]), report["left_out_count"]) == (MOST_LEFT_OUT, 1000)


def many_rows(count: int) -> str:
    return "Date,Score\n" + "2026-09-03,42\n" * count


def test_rows_beyond_five_thousand_are_not_read() -> None:
    assert read_spreadsheet(many_rows(5100))["left_out_count"] == MOST_ROWS - 2


WHOLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty_file"),
    "blank": (b"\xef\xbb\xbf \r\n", "empty_file"),
    "prose": (b"Dear reader, this is a letter.", "no_scores"),
    "one word": (b"hello", "no_scores"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_workbook"),
    "a header alone": (b"Date,Score\n", "no_scores"),
    "too large": (b"Date,Score\n" + b"x" * LARGEST, "too_large"),
    "a cell without an end": (b'Date,Score\n"' + b"x" * 200_000, "row_too_long"),
    "a ZIP of something else": (pack_files({"a.txt": b"x"}), "not_a_workbook"),
    "a cut workbook": (make_workbook({"a": [["Date", "SSI"]]})[:-40], "truncated_zip"),
    "not XML": (pack_files({"xl/worksheets/sheet1.xml": b"<a"}), "not_a_workbook"),
    "a document type": (make_workbook({"a": [["Date"]]}, more='<!DOCTYPE x [<!ENTITY a "b">]>'), "xml_refused"),
    "a bomb": (pack_files({"xl/worksheets/sheet1.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}), "too_large"),
    "a million cells": (pack_files({"xl/worksheets/sheet1.xml": b"<a>" + b"<c/>" * 500_000 + b"</a>"}), "too_large"),
    "deep styles": (pack_files({"xl/worksheets/sheet1.xml": b"<a/>", "xl/styles.xml": b"<a>" * 60}), "not_a_workbook"),
    "nothing in it": (make_workbook({"a": []}), "no_scores"),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_without_scores_has_a_word_for_why(name: str) -> None:
    data, problem = WHOLE[name]
    report = read_spreadsheet(data)
    assert (report["problem"], report["scores"], report["left_out"]) == (problem, [], [])
    assert problem in PROBLEMS


def test_every_problem_of_a_zip_is_in_the_list() -> None:
    data = bytearray(make_workbook({"a": [["Date", "SSI"], ["2026-09-03", 42]]}))
    with zipfile.ZipFile(BytesIO(data)) as zipped:
        entry = zipped.getinfo("xl/worksheets/sheet1.xml")
    # The flags of the entry, in the list at the end of the file.
    place = data.rindex(b"PK\1\2", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    data[place + 8] |= 1
    assert read_spreadsheet(bytes(data))["problem"] == "encrypted"
    assert entry.header_offset >= 0
    with BytesIO() as whole:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_LZMA) as other:
            other.writestr("xl/worksheets/sheet1.xml", "<a/>")
        assert read_spreadsheet(whole.getvalue())["problem"] == "unsupported"
    assert {"damaged", "not_a_zip", "too_many_entries"} <= {*PROBLEMS}


def test_a_lack_of_memory_is_a_problem_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(csv, "reader", fail)
    assert read_spreadsheet("Date,Score\n2026-09-03,42\n")["problem"] == "out_of_memory"


def test_a_workbook_of_eight_years_of_days_is_within_the_limits() -> None:
    days: list[list[Cell]] = [[f"{1 + at % 28}-{1 + at // 28 % 12}-{2016 + at // 336}", 33, 13.1, 4.8, 2, 13.1] for at in range(3000)]
    report = read_spreadsheet(make_workbook({"a": [HEADER, *days]}))
    assert (report["problem"], len(report["scores"])) == (None, 3000)


@settings(max_examples=60)
@given(st.binary(max_size=60), st.text(max_size=40))
def test_any_file_gets_a_report(data: bytes, text: str) -> None:
    for given_data in (data, text.encode("utf-8", "replace"), f"Date,Score\n{text}".encode("utf-8", "replace"), b"PK\3\4" + data):
        report = read_spreadsheet(given_data)
        assert report["problem"] in (None, *PROBLEMS)
        assert {each["problem"] for each in report["left_out"]} <= {*ROW_PROBLEMS}


def test_an_allowance_of_tags_grows_for_a_file_that_is_not_linkedins() -> None:
    limits.Allowance(100, 1, tags=500_000).spend("tags", 450_000)
    with pytest.raises(limits.UnreadableFile):
        limits.Allowance(100, 1).spend("tags", 450_000)


@pytest.mark.parametrize("word", ["Positie", "Plaats"])
def test_the_ranks_in_dutch_files_of_now_and_of_before_are_read(word: str) -> None:
    header = f"Datum;Soort;Totaal;{word} in branche (top %);Gemiddelde van branche;{word} in netwerk (top %);Gemiddelde van netwerk"
    (score,) = read_spreadsheet(f"{header}\r\n2026-09-03;Echte SSI;42;37;31;12;34,5\r\n")["scores"]
    assert (score["industry"], score["network"]) == ({"rank": 37, "average": 31}, {"rank": 12, "average": 34.5})
