"""JSON text is read, or its faults are reported."""

import json

import pytest
from hypothesis import given, settings

from ssi_core.faults import InvalidAnswers
from ssi_core.json_text import DEEPEST, read_json
from tests.support.saved_data import junk


@settings(max_examples=40)
@given(junk)
def test_what_a_text_says(value: object) -> None:
    try:
        text = json.dumps(value, allow_nan=False)
    except ValueError:
        with pytest.raises(InvalidAnswers):
            read_json(json.dumps(value))
    else:
        assert read_json(text) == (value, [])


def test_a_key_that_stands_twice_anywhere_is_told() -> None:
    value, faults = read_json('[{"a": 1, "a": 2, "b c": {"d": 1, "d": 2, "d": 3}, "b c": 0}, {"a": 3}]')
    assert value == [{"a": 2, "b c": 0}, {"a": 3}]
    assert [(fault.key, fault.problem, fault.message) for fault in faults] == [
        ("d", "duplicate_key", "d: stands 3 times"),
        ("a", "duplicate_key", "a: stands 2 times"),
        ('"b c"', "duplicate_key", '"b c": stands 2 times'),
    ]


def test_of_many_keys_that_stand_twice_a_thousand_are_told() -> None:
    objects = ", ".join("{" + ", ".join(f'"{key}": 1, "{key}": 2' for key in range(700)) + "}" for _ in range(3))
    value, faults = read_json(f"[{objects}]")
    assert value == [{str(key): 2 for key in range(700)}] * 3
    assert len(faults) == 1000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON: Expecting value, line 1, column 1"),
        ('{"a":\n1', "not JSON: Expecting ',' delimiter, line 2, column 2"),
        ("[" * 200_000, "not readable as JSON: nested too deeply"),
        ('{"a":' * 200_000, "not readable as JSON: nested too deeply"),
        # Syntax errors are reported as such: brackets in a text do not count, and extra brackets are no depth.
        ('"' + "[" * 2 * DEEPEST, "not JSON: Unterminated string starting at, line 1, column 1"),
        ("[]]" * 2 * DEEPEST, "not JSON: Extra data, line 1, column 3"),
        ("-" + "9" * 10_000, "not readable as JSON: a number of too many digits"),
        ("[-Infinity]", "not JSON: -Infinity is not a number there"),
    ],
)
def test_what_is_not_json(text: str, message: str) -> None:
    with pytest.raises(InvalidAnswers) as raised:
        read_json(text)
    assert [(fault.key, fault.problem, fault.message) for fault in raised.value.faults] == [("", "not_json", message)]


@pytest.mark.parametrize(("opening", "closing", "levels"), [("[", "]", 1), ('{"a":', "}", 1), ('[{"a":', "}]", 2)])
def test_the_deepest_that_is_read(opening: str, closing: str, levels: int) -> None:
    times = DEEPEST // levels
    text = opening * times + "1" + closing * times
    assert read_json(text) == (json.loads(text), [])
    with pytest.raises(InvalidAnswers, match="nested too deeply"):
        read_json(f"[{text}]")


def test_many_brackets_are_not_deep() -> None:
    values: tuple[object, ...] = (
        [[]] * 2 * DEEPEST,
        [{"a": [{}]}] * DEEPEST,
        "[" * 2 * DEEPEST,
        {"[{" * DEEPEST: '\\"[' * DEEPEST},
        "\\" * DEEPEST + "[[" * DEEPEST,
    )
    for value in values:
        assert read_json(json.dumps(value)) == (value, [])
