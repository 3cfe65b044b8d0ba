"""The table for spreadsheets, in which no cell is a formula."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.history.csv import COLUMNS, format_csv
from ssi_core.history.points import Point, read_points
from tests.support.cases import POINTS
from tests.support.saved_data import histories


def read_rows(text: str, delimiter: str = ",") -> list[list[str]]:
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def test_a_row_for_each_point() -> None:
    head, *body = read_rows(format_csv(read_points(POINTS).points))
    assert head == list(COLUMNS)
    assert [dict(zip(head, row, strict=True)) for row in body][1] == {
        "date": "2026-02-01T12:00:00Z", "kind": "estimate", "total": "31.9",
        "brand": "12.1", "find": "4.9", "engage": "1.4", "relate": "13.5",
        "low": "20.1", "high": "47.5", "role": "hr", "version": "1.0",
        "industry_rank": "", "industry_average": "", "network_rank": "", "network_average": "",
    }  # fmt: skip


def test_no_points_are_a_row_of_names() -> None:
    assert format_csv(()) == ",".join(COLUMNS) + "\r\n"


def test_words_and_numbers_in_the_readers_language() -> None:
    words = {
        "date": "Datum",
        "2026-02-01T12:00:00Z": "2026-02-01",
        "total": "Totaal; geschat",
        "real": 'Echte "SSI"',
        "hr": "Personeel\nen organisatie",
    }
    text = format_csv(read_points(POINTS).points, words, comma=True)
    head, first, second, _ = read_rows(text, ";")
    assert head[:4] == ["Datum", "kind", "Totaal; geschat", "brand"]
    assert first[1:4] == ['Echte "SSI"', "31", "11,487"]
    assert second[0] == "2026-02-01"
    assert second[9] == "Personeel\nen organisatie"


@pytest.mark.parametrize(
    "word", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n+1", "＝1", "\u00a0@a", '=HYPERLINK("http://x";"y")']
)
def test_a_word_is_no_formula(word: str) -> None:
    cell = read_rows(format_csv(read_points(POINTS).points, {"real": word}))[1][1]
    assert cell == f"'{word}"


@settings(max_examples=30)
@given(histories, st.dictionaries(st.sampled_from([*COLUMNS, "real", "estimate"]), st.text()), st.booleans())
def test_any_history_is_read_back_as_it_was(points: tuple[Point, ...], words: dict[str, str], comma: bool) -> None:
    head, *body = read_rows(format_csv(points, words, comma=comma), ";" if comma else ",")
    assert [name.removeprefix("'") for name in head] == [words.get(name, name).removeprefix("'") for name in COLUMNS]
    for point, row in zip(points, body, strict=True):
        numbers = [float(cell.replace(",", ".")) for cell in row[2:7] if cell]
        assert numbers == [point.total, *(points for _, points in point.pillars if points is not None)]
        assert len(row) == len(COLUMNS)
        assert not any(cell.lstrip()[:1] in tuple("=+-@") for cell in row if cell)
