"""Requests for returning visitors: what to do after a real score, and a reminder."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.suggestions import suggest_steps
from tests.support.calendar_file import parse
from tests.support.cases import CASES
from tests.support.saved_data import junk
from tests.support.wire import ask, ask_ok, find_problems

TYPICAL = dict(PERSONAS[1].answers.given)
REAL = {"brand": 13.118, "find": 4.8, "engage": 2.05, "relate": 13.5}
REMIND = {key: value for key, value in CASES["a reminder"].items() if key != "do"}


def test_everything_starts_from_the_real_score() -> None:
    done = {"articles": "two", "sharing": "weekly"}
    reply = ask_ok("score", answers=TYPICAL, target=40, done=done, real=REAL)
    estimate = ask_ok("score", answers=TYPICAL, target=40, done=done)
    assert estimate["start"] is None
    assert reply["start"]["total"] == 33.5
    assert reply["start"]["range"] == [33.5, 33.5]
    assert {key: pillar["points"] for key, pillar in reply["start"]["pillars"].items()} == {
        "brand": 13.1, "find": 4.8, "engage": 2.1, "relate": 13.5
    }  # fmt: skip
    for same in ("total", "range", "pillars", "factors", "missing"):
        assert reply[same] == estimate[same], "the estimate is what it was"
    gains = sum(step["gain"] for step in reply["plan"]["steps"])
    assert reply["plan"]["total"] == round(33.5 + gains, 1) >= 40
    low, high = reply["what_if"]["range"]
    assert 33.5 < low < reply["what_if"]["total"] < high


def test_a_real_pillar_that_is_not_known_starts_from_the_estimate() -> None:
    reply = ask_ok("score", answers=TYPICAL, real=REAL | {"find": None})
    assert reply["start"]["pillars"]["find"] == reply["pillars"]["find"]
    assert ask_ok("score", answers=TYPICAL, real={})["start"]["total"] == reply["total"]
    assert ask_ok("score", answers=TYPICAL, real=None)["start"] is None


@pytest.mark.parametrize(
    ("real", "expected"),
    [
        (7, [("real", "not_an_object")]),
        ({"brand": 25.1, "find": "4"}, [("real.brand", "out_of_range"), ("real.find", "wrong_type")]),
        ({"total": 33}, [("real.total", "unknown_field")]),
    ],
)
def test_a_real_score_that_cannot_be(real: object, expected: list[tuple[str, str]]) -> None:
    assert find_problems("score", answers={}, real=real) == expected
    assert find_problems("suggest", real=real) == expected


def test_what_to_do_without_answers() -> None:
    reply = ask_ok("suggest", real=REAL | {"find": None, "relate": 25})
    assert list(reply) == list(MODEL.pillars)
    assert (reply["find"], reply["relate"]) == (None, [])
    assert reply["brand"] == [each._asdict() for each in suggest_steps("brand", 13.118)]
    assert find_problems("suggest") == [("real", "not_an_object")]
    assert find_problems("suggest", real={}, answers={}) == [("answers", "unknown_field")]


def test_a_reminder_is_a_calendar_file() -> None:
    event = parse(ask_ok("remind", **REMIND)["text"].encode())
    assert event["DTSTART"].dt.isoformat() == REMIND["day"]
    assert event["SUMMARY"] == REMIND["title"]
    assert "RRULE" in event
    once = ask_ok("remind", **{key: value for key, value in REMIND.items() if key != "monthly"})
    assert "RRULE" not in once["text"]


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("id", "", "not_a_key"),
        ("id", "a b", "not_a_key"),
        ("id", "x" * 65, "not_a_key"),
        ("id", 5, "wrong_type"),
        ("now", "yesterday", "not_a_date"),
        ("now", None, "not_a_date"),
        ("day", "20261227", "not_a_date"),
        ("day", "2026-12-27T00:00:00Z", "not_a_date"),
        ("day", "2026-02-30", "not_a_date"),
        ("day", "9999-12-31", "not_a_date"),
        ("day", 5, "not_a_date"),
        ("monthly", "yes", "wrong_type"),
        ("title", None, "wrong_type"),
        ("description", ["a"], "wrong_type"),
        ("url", "https://ssi.example/\r\nATTACH:x", "not_an_address"),
        ("url", "https://ssi.example/é", "not_an_address"),
        ("url", "x" * 2001, "not_an_address"),
        ("url", None, "wrong_type"),
        ("place", "here", "unknown_field"),
    ],
)
def test_a_reminder_that_cannot_be_made(field: str, value: object, problem: str) -> None:
    assert find_problems("remind", **(REMIND | {field: value})) == [(field, problem)]


@given(fields=st.dictionaries(st.sampled_from([*REMIND, "real"]), junk), do=st.sampled_from(["remind", "suggest", "score"]))
@settings(max_examples=200)
def test_nothing_breaks_it(fields: dict[str, Any], do: str) -> None:
    reply = ask(do, **(REMIND if do == "remind" else {"answers": {}} if do == "score" else {}) | fields)
    assert ("ok" in reply) != ("faults" in reply)
