"""Any input becomes answers, or every fault in it."""

import json
import random
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.answers import Answers, read_answers, salvage_field
from ssi_core.faults import Fault, InvalidAnswers, describe, find_closest, format_key
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([factor.key for factor in MODEL.factors]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.sampled_from(["answers", "role", "target"]), inner, max_size=4)
    ),
    max_leaves=12,
)


def find_faults(raw: object) -> tuple[Fault, ...]:
    with pytest.raises(InvalidAnswers) as raised:
        read_answers(raw)
    assert str(raised.value) == "\n".join(fault.message for fault in raised.value.faults)
    return raised.value.faults


def test_answers_are_in_the_order_of_the_model_whatever_order_they_came_in() -> None:
    given_answers = dict(PERSONAS[1].answers.given)
    keys = list(given_answers)
    random.Random(1).shuffle(keys)
    shuffled = read_answers({"answers": {key: given_answers[key] for key in keys}})
    assert shuffled == PERSONAS[1].answers
    assert len({shuffled, PERSONAS[1].answers}) == 1


def test_everything_that_is_valid() -> None:
    raw = {"answers": {"groups": "unknown", "inmail_response": "not_applicable"}, "role": "hr", "target": 61.5}
    assert read_answers(raw) == Answers((("groups", "unknown"), ("inmail_response", "not_applicable")), "hr", 61.5)
    assert read_answers(MappingProxyType({"answers": MappingProxyType({}), "role": None, "target": None})) == Answers()
    assert [read_answers({"answers": {}, "target": target}).target for target in (0, 100, 0.5)] == [0, 100, 0.5]


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (None, Fault("", "not_an_object", "null", None, "null is not an object with answers")),
        ([], Fault("", "not_an_object", "a list", None, "a list is not an object with answers")),
        ("groups", Fault("", "not_an_object", "groups", None, '"groups" is not an object with answers')),
        (b"groups", Fault("", "not_an_object", "a bytes", None, "a bytes is not an object with answers")),
        ({}, Fault("answers", "missing", None, None, 'answers: missing; give {"answers": {}} for none')),
        ({"answers": 1}, Fault("answers", "not_an_object", "1", None, "answers: 1 is not an object of factors and levels")),
        (
            {"answers": {}, "rol": "hr"},
            Fault("rol", "unknown_field", "rol", "role", 'rol: no such field; did you mean "role"?'),
        ),
        (
            {"answers": {}, "x y": 1},
            Fault('"x y"', "unknown_field", "x y", None, '"x y": no such field; there is answers, role, target'),
        ),
        ({"answers": {}, 7: 1}, Fault("7", "unknown_field", "7", None, "7: no such field; there is answers, role, target")),
        (
            {"answers": {"Rich-Media": "one"}},
            Fault('"Rich-Media"', "unknown_factor", "Rich-Media", "rich_media", '"Rich-Media": no such factor; did you mean "rich_media"?'),
        ),
        ({"answers": {"zzz": "one"}}, Fault("zzz", "unknown_factor", "zzz", None, "zzz: no such factor")),
        (
            {"answers": {"groups": None}},
            Fault("groups", "wrong_type", "null", None, "groups: null is not the key of a level, which is text"),
        ),
        (
            {"answers": {"articles": "ones"}},
            Fault("articles", "unknown_level", "ones", "one", 'articles: "ones" is not a level; did you mean "one"?'),
        ),
        (
            {"answers": {"articles": "77"}},
            Fault("articles", "unknown_level", "77", None, 'articles: "77" is not a level; there is none, one, two, 3_or_more, unknown'),
        ),
        (
            {"answers": {"inmail_response": "applicable"}},
            Fault(
                "inmail_response",
                "unknown_level",
                "applicable",
                "not_applicable",
                'inmail_response: "applicable" is not a level; did you mean "not_applicable"?',
            ),
        ),
        (
            {"answers": {"articles": "not_applicable"}},
            Fault(
                "articles",
                "always_applies",
                "not_applicable",
                "unknown",
                'articles: this factor applies to everybody; use "unknown" where the answer is not known',
            ),
        ),
        (
            {"answers": {}, "role": ["hr"]},
            Fault("role", "wrong_type", "a list", None, "role: a list is not the key of a role, which is text"),
        ),
        ({"answers": {}, "role": "HR"}, Fault("role", "unknown_role", "HR", "hr", 'role: "HR" is not a role; did you mean "hr"?')),
        ({"answers": {}, "target": True}, Fault("target", "wrong_type", "true", None, "target: true is not a number from 0 to 100")),
        ({"answers": {}, "target": "75"}, Fault("target", "wrong_type", "75", None, 'target: "75" is not a number from 0 to 100')),
        ({"answers": {}, "target": -1}, Fault("target", "out_of_range", "-1", None, "target: -1 is not a number from 0 to 100")),
        ({"answers": {}, "target": 100.1}, Fault("target", "out_of_range", "100.1", None, "target: 100.1 is not a number from 0 to 100")),
        (
            {"answers": {}, "target": float("nan")},
            Fault("target", "out_of_range", "nan", None, "target: nan is not a number from 0 to 100"),
        ),
        (
            {"answers": {}, "target": 10**5000},
            Fault(
                "target", "out_of_range", "a number of many digits", None, "target: a number of many digits is not a number from 0 to 100"
            ),
        ),
    ],
)
def test_a_fault_says_where_what_and_what_else(raw: object, fault: Fault) -> None:
    assert find_faults(raw) == (fault,)


def test_faults_in_another_field_are_called_after_it() -> None:
    given, wrong = salvage_field([], "done")
    assert given == ()
    assert [fault[::4] for fault in wrong] == [("done", "done: a list is not an object of factors and levels")]
    _, wrong = salvage_field({"active_days": 1, "groups": 2}, "done")
    assert [fault.key for fault in wrong] == ["done.active_days", "done.groups"]
    assert all(fault.message.startswith(f"{fault.key}: ") for fault in wrong)
    assert salvage_field(None, "done") == ((), ())


def test_all_faults_come_together() -> None:
    raw = {"answers": {"groups": 1, "articles": "x", "nothing": "none"}, "role": 1, "target": "x", "extra": 1}
    assert [(fault.key, fault.problem) for fault in find_faults(raw)] == [
        ("extra", "unknown_field"),
        ("groups", "wrong_type"),
        ("articles", "unknown_level"),
        ("nothing", "unknown_factor"),
        ("role", "wrong_type"),
        ("target", "wrong_type"),
    ]


@given(raw=JSON | st.fixed_dictionaries({"answers": JSON}, optional={"role": JSON, "target": JSON}))
def test_nothing_but_invalid_answers_is_ever_raised(raw: Any) -> None:
    found: tuple[Fault, ...] | None = None
    try:
        read_answers(raw)
    except InvalidAnswers as invalid:
        found = invalid.faults
    assert found != ()
    for fault in found or ():
        assert fault.message.isprintable()
        assert len(fault.message) < 300
        json.dumps(fault, allow_nan=False)


@given(value=st.text())
def test_text_is_shown_on_one_short_line(value: str) -> None:
    assert describe(value).isprintable()
    assert len(describe(value)) < 700


def test_a_name_of_a_hundred_characters_is_compared_and_a_longer_one_is_close_to_nothing() -> None:
    for length, near in ((100, "s" * 99), (101, None)):
        assert find_closest("s" * length, ["s" * 99]) == near
    assert find_closest(["groups"], ["groups"]) is None


def test_the_closest_of_several_keys_is_the_one_that_is_named() -> None:
    assert find_closest("one_more", ["none", "one", "one_or_more", "one_mor"]) == "one_mor"


def test_a_message_repeats_sixty_characters_of_a_value() -> None:
    assert describe("a" * 60) == f'"{"a" * 60}"'
    assert describe("a" * 61) == f'"{"a" * 60}…"'
    assert format_key("a" * 60) == "a" * 60
    assert format_key("a" * 61) == f'"{"a" * 60}…"'
    for sign in (1, -1):
        assert describe(sign * (10**60 - 1)) == str(sign * (10**60 - 1))
        assert describe(sign * 10**60) == "a number of many digits"


def test_a_hundred_fields_and_a_hundred_answers_are_looked_at_and_more_are_counted() -> None:
    fields, answers = ({f"{name}{number}": "x" for number in range(98)} for name in ("field", "factor"))
    assert len(find_faults({"answers": {**answers, "a": 1, "b": 1}, **fields, "c": 1})) == 199
    assert [fault.message for fault in find_faults({"answers": {**answers, "a": 1, "b": 1, "c": 1}, **fields, "c": 1, "d": 1})] == [
        "101 fields, more than 100",
        "answers: 101 answers, more than 100",
    ]
