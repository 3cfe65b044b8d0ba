"""Numbers in a text, each with the words around it."""

import pytest

from ssi_core.linkedin_page.numbers import find_numbers


def test_words_on_a_numbers_own_line_and_on_the_lines_between_numbers() -> None:
    first, second, third = find_numbers("Above\nall\n• •\nhead 1 tail\n\nbetween\n--\nthem\nbefore 2 middle 3 after\nBelow\n\nall")
    assert [first.place, second.place, third.place] == [0, 1, 2]
    assert [(each.head, each.tail) for each in (first, second, third)] == [("head", "tail"), ("before", "middle"), ("middle", "after")]
    assert (first.above, first.below) == (("all", "above"), ("between", "them"))
    assert (second.above, second.below) == (("them", "between"), ())
    assert (third.above, third.below) == ((), ("below", "all"))


def test_the_nearest_words_are_on_the_line_or_else_on_the_next() -> None:
    first, second = find_numbers("far\nabove\n1\nbelow\nfar\n2 beside")
    assert (first.words_before, first.words_after) == ("above", "below")
    assert (second.words_before, second.words_after) == ("far", "beside")
    (alone,) = find_numbers("7")
    assert (alone.words_before, alone.words_after) == ("", "")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("7 25 100 999", [7, 25, 100, 999]),
        ("1000 1,234,567 v1.2.3 22-11-2026", [22, 11]),
        ("13.118 4,8 0.123456789", [13.118, 4.8, 0.123456789]),
        ("0.1234567890", []),
        ("٣٣ ٤٫٨ १३.५", [33, 4.8, 13.5]),
        ("a1 1a _1 1_", []),
        ("(12) [3] 4: 5.", [12, 3, 4, 5]),
    ],
)
def test_values(text: str, values: list[float]) -> None:
    found = [number.value for number in find_numbers(text)]
    assert found == values
    assert [isinstance(value, float) for value in found] == [isinstance(value, float) for value in values]


@pytest.mark.parametrize("text", ["7%", "7 %", "7\u00a0%", "%7", "% 7", "٪٧", "7 ％", "7 percent", "7 per cent", "7 procent", "7 Prozent"])
def test_percentages(text: str) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.percent) == (7, True)
    assert not number.fits_pillar
    assert not number.fits_total


@pytest.mark.parametrize(
    ("text", "out_of"),
    [
        ("33 out of 100", True),
        ("33/100", True),
        (f"33 {'x' * 24} 100", True),
        (f"33 {'x' * 25} 100", False),
        ("33 100", False),
        ("33 of\n100", True),
        ("33 out\nof 100", False),
        ("33 of 100%", False),
        ("33 of 99", False),
        ("33 of 101", False),
    ],
)
def test_a_number_out_of_a_hundred(text: str, out_of: bool) -> None:
    first, second = find_numbers(text)
    assert (first.out_of_100, first.after_out_of) == (out_of, False)
    assert (second.out_of_100, second.after_out_of) == (False, out_of)
    assert first.fits_pillar is False or not out_of
    assert second.fits_pillar is False


def test_a_hundred_that_comes_first_is_out_of_nothing() -> None:
    (number,) = find_numbers("out of 100")
    assert (number.out_of_100, number.after_out_of) == (False, False)


@pytest.mark.parametrize(
    ("text", "pillar", "total"), [("25", True, True), ("26", False, True), ("100", False, True), ("101", False, False)]
)
def test_what_a_number_could_be(text: str, pillar: bool, total: bool) -> None:
    (number,) = find_numbers(text)
    assert (number.fits_pillar, number.fits_total, number.has_decimals) == (pillar, total, False)


def test_marks_that_nobody_sees_are_no_words_and_part_no_numbers() -> None:
    (number,) = find_numbers("\u200fSSI\u200b:\u2009\ufeff3\u200c3|of")
    assert (number.value, number.head, number.tail) == (33, "ssi:", "of")
