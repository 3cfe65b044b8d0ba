"""The request that explains why a score moved, and what it says before its code is there."""

import sys

import pytest

from ssi_core.personas import PERSONAS
from tests.support.wire import ask, ask_ok

BEFORE, AFTER = (dict(persona.answers.given) for persona in PERSONAS[1:3])


def test_a_change_is_explained_factor_by_factor() -> None:
    reply = ask("explain", before=BEFORE, after=AFTER)["ok"]
    assert set(reply) == {"total", "pillars", "factors"}
    assert (
        reply["total"] == pytest.approx(sum(reply["pillars"].values())) == pytest.approx(sum(each["points"] for each in reply["factors"]))
    )
    totals = [ask_ok("score", answers=answers)["total"] for answers in (BEFORE, AFTER)]
    assert reply["total"] == pytest.approx(totals[1] - totals[0])
    for each in reply["factors"]:
        assert set(each) == {"factor", "pillar", "from", "to", "points"}
        assert (each["from"], each["to"]) == (BEFORE.get(each["factor"]), AFTER.get(each["factor"]))


def test_an_answer_that_was_not_there_is_null() -> None:
    (only,) = ask("explain", before={}, after={"articles": "none"})["ok"]["factors"]
    assert (only["from"], only["to"], only["points"]) == (None, "none", -2.5)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({}, [("before", "missing"), ("after", "missing")]),
        ({"before": None, "after": {}}, [("before", "missing")]),
        ({"before": {}, "after": []}, [("after", "not_an_object")]),
        (
            {"before": {"article": "none"}, "after": {"groups": "many"}},
            [("before.article", "unknown_factor"), ("after.groups", "unknown_level")],
        ),
        ({"before": {}, "after": {}, "role": "hr"}, [("role", "unknown_field")]),
    ],
)
def test_sides_that_are_no_answers(request_: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert [(fault["key"], fault["problem"]) for fault in ask("explain", **request_)["faults"]] == expected


def test_before_the_reader_of_archives_was_fetched_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ssi_core.wire.explain", None)
    (fault,) = ask("explain", before={}, after={})["faults"]
    assert (fault["key"], fault["problem"]) == ("do", "not_loaded")
