"""One file holds all saved data, and an import never replaces data that is here."""

import json
import time
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.answers import Answers
from ssi_core.faults import InvalidAnswers
from ssi_core.history.backup import FIELDS, FORMAT, LONGEST, VERSION, SavedData, export_text, import_text
from ssi_core.history.over_time import MOST_DAYS, read_over_time
from ssi_core.history.points import MOST_POINTS, merge_points, read_points
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from tests.support.cases import OVER_TIME, POINTS
from tests.support.saved_data import everything_kept, junk

KEPT = SavedData(
    PERSONAS[1].answers._replace(role="hr", target=62.5),
    done=(("articles", "one"),),
    measured=(("connections", "500_or_more"),),
    points=read_points(POINTS).points,
    over_time=read_over_time(OVER_TIME)[0],
)
FILE = json.loads(export_text(KEPT))
HERE = SavedData(Answers((("groups", "weekly_in_one"),), "sales"), points=KEPT.points[1:])


def find_fault(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidAnswers) as raised:
        import_text(text, HERE)
    return [(fault.key, fault.problem) for fault in raised.value.faults]


def make_file(**changed: object) -> str:
    return json.dumps({**FILE, **changed})


@settings(max_examples=40)
@given(everything_kept)
def test_all_that_is_kept_there_and_back(kept: SavedData) -> None:
    text = export_text(kept)
    assert text.isascii()
    there = import_text(text, SavedData())
    assert export_text(there.data) == text
    assert (there.data, there.faults, there.left_out) == (kept, (), ())
    assert there.points == merge_points((), kept.points)
    again = import_text(text, kept)
    assert (again.data, again.taken, again.stayed, again.points.same) == (kept, 0, 0, len(kept.points))
    assert again.over_time == (None if kept.over_time is None else "same")


def test_the_file_says_what_it_is() -> None:
    assert tuple(FILE) == FIELDS
    assert (FILE["format"], FILE["version"]) == (FORMAT, VERSION)
    assert len(export_text(KEPT).splitlines()) == len(FIELDS) + len(POINTS) + 1, "a line for each field and point"


def test_a_file_without_a_score_over_time_is_of_the_first_version() -> None:
    text = export_text(KEPT._replace(over_time=None))
    assert {*FIELDS} - {*json.loads(text)} == {"over_time"}
    assert json.loads(text)["version"] == 1


def test_the_score_over_time_of_the_newer_archive_is_taken() -> None:
    ours = KEPT.over_time
    assert ours is not None
    older = ours._replace(days=ours.days[:-1], forecast=())
    same_day = ours._replace(version="0.9")
    for here, theirs, expected in (
        (None, ours, (ours, "added")),
        (ours, ours, (ours, "same")),
        (older, ours, (ours, "replaced")),
        (ours, older, (ours, "stayed")),
        (ours, same_day, (ours, "stayed")),
        (ours, None, (ours, None)),
        (None, None, (None, None)),
    ):
        imported = import_text(export_text(SavedData(over_time=theirs)), SavedData(over_time=here))
        assert (imported.data.over_time, imported.over_time) == expected


def test_of_a_faulty_score_over_time_nothing_is_taken() -> None:
    days = [*OVER_TIME["days"][:2], {**OVER_TIME["days"][2], "day": "2027-01-01", "total": "<b>"}]
    imported = import_text(make_file(over_time={**OVER_TIME, "days": days, "forecast": []}), HERE, before="2026-12-01T00:00:00Z")
    assert (imported.data.over_time, imported.over_time) == (None, None)
    assert [(fault.key, fault.problem) for fault in imported.faults] == [
        ("over_time.days.2.day", "future_date"),
        ("over_time.days.2.total", "wrong_type"),
    ]
    assert imported.data.points == KEPT.points


def test_what_is_here_stays_and_what_is_open_is_filled() -> None:
    imported = import_text(export_text(KEPT), HERE)
    given_here, theirs = dict(imported.data.answers.given), dict(KEPT.answers.given)
    assert given_here.pop("groups") == "weekly_in_one"
    assert theirs.pop("groups") == "member_only"
    assert given_here == theirs
    assert (imported.data.answers.role, imported.data.answers.target) == ("sales", 62.5)
    assert (imported.data.done, imported.data.measured) == (KEPT.done, KEPT.measured)
    assert (imported.taken, imported.stayed) == (23, 1)
    assert imported.points[1:] == (1, 2, 0, 0, 0)
    assert imported.data.points == KEPT.points


def test_every_answer_that_is_another_here_is_counted() -> None:
    answers = ["none", "member_only", "weekly_in_several", "unknown"]
    for ours, theirs in product(answers, answers):
        imported = import_text(make_file(answers={"groups": theirs}), SavedData(Answers((("groups", ours),))))
        assert (imported.taken, imported.stayed) == (0, ours != theirs)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_in_json_is_not_written(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        export_text(KEPT._replace(points=(KEPT.points[0]._replace(total=number),)))


def test_what_is_ticked_here_stays() -> None:
    here = SavedData(done=(("articles", "two"), ("groups", "none")))
    assert import_text(export_text(KEPT), here).data.done == (("articles", "two"), ("groups", "none"))


def test_a_byte_order_mark_does_not_count() -> None:
    assert import_text("\ufeff" + export_text(KEPT), SavedData()).data == KEPT


def test_fields_that_are_not_there_are_empty() -> None:
    for text in (json.dumps({"format": FORMAT, "version": 1}), make_file(**dict.fromkeys(FIELDS[2:]))):
        imported = import_text(text, HERE)
        assert (imported.data, imported.faults) == (HERE, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("", "not_json")]),
        (export_text(KEPT)[:-3], [("", "not_json")]),
        ("[" * 200_000, [("", "not_json")]),
        ('{"format": "ssi-history", "version": 1, "points": ' + "[" * 200_000, [("", "not_json")]),
        (" " * (LONGEST + 1), [("text", "too_large")]),
        (make_file(points=[None] * (MOST_POINTS + 1)), [("points", "too_many")]),
        ("null", [("format", "not_ours")]),
        ("[]", [("format", "not_ours")]),
        ('{"version": 2, "answers": {}, "history": []}', [("format", "not_ours")]),
        (make_file(format=["ssi-history"]), [("format", "not_ours")]),
        (make_file(version="1"), [("version", "not_ours")]),
        (make_file(version=True), [("version", "not_ours")]),
        (make_file(version=0), [("version", "not_ours")]),
        (make_file(version=1.5), [("version", "not_ours")]),
        (make_file(version=3, points=None, more=1), [("version", "newer_version")]),
    ],
)
def test_a_file_of_which_nothing_can_be_used(text: str, expected: list[tuple[str, str]]) -> None:
    assert find_fault(text) == expected


def test_what_is_wrong_is_left_out_and_the_rest_is_used() -> None:
    script = "<script>alert(1)</script>"
    text = make_file(
        answers={"groups": script, "articles": "one", "Articles": "one"},
        role=script,
        target=101,
        done=[],
        measured={"articles": "two", "sharing": 5},
        over_time=script,
        points=[POINTS[0], {**POINTS[1], "id": script}, POINTS[2]],
        words=script,
    ).replace('"format"', '"target": 1, "format"', 1)
    imported = import_text(text, SavedData())
    assert imported.data == SavedData(Answers((("articles", "one"),)), (), (("articles", "two"),), (KEPT.points[0], KEPT.points[2]))
    assert imported.left_out == (1,)
    assert [(fault.key, fault.problem) for fault in imported.faults] == [
        ("target", "duplicate_key"),
        ("words", "unknown_field"),
        ("groups", "unknown_level"),
        ("Articles", "unknown_factor"),
        ("role", "unknown_role"),
        ("target", "out_of_range"),
        ("done", "not_an_object"),
        ("measured.sharing", "wrong_type"),
        ("over_time", "not_an_object"),
        ("points.1.id", "not_a_key"),
    ]


def test_four_million_characters_and_three_thousand_points_are_read_and_more_are_not() -> None:
    text = export_text(KEPT)
    assert import_text(text + " " * (4_100_000 - len(text)), SavedData()).data == KEPT
    assert find_fault(text + " " * (4_100_001 - len(text))) == [("text", "too_large")]
    assert len(import_text(make_file(points=[None] * 3000), HERE).left_out) == 3000
    assert find_fault(make_file(points=[None] * 3001)) == [("points", "too_many")]


@pytest.mark.parametrize("points", [{}, "a", 5, False])
def test_points_that_are_no_list(points: object) -> None:
    imported = import_text(make_file(points=points), HERE)
    assert [(fault.key, fault.problem) for fault in imported.faults] == [("points", "not_a_list")]
    assert imported.data.points == HERE.points


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(FIELDS), junk), st.text(max_size=3) | st.just(""))
def test_any_file_is_read_or_refused_and_nothing_is_lost(changed: dict[str, Any], more: str) -> None:
    text = make_file(**changed) + more
    try:
        imported = import_text(text, HERE)
    except InvalidAnswers:
        assert {problem for _, problem in find_fault(text)} <= {"not_json", "not_ours", "newer_version"}
    else:
        assert dict(HERE.answers.given).items() <= dict(imported.data.answers.given).items()
        assert imported.data.answers.role == "sales"
        assert {point.id for point in HERE.points} <= {point.id for point in imported.data.points}


def test_a_large_file_is_read_soon() -> None:
    many = [
        {**POINTS[0], "id": f"p{number}", "date": f"2026-01-01T00:{number // 60:02}:{number % 60:02}Z"} for number in range(MOST_POINTS)
    ]
    text = make_file(
        points=many, answers={f"f{number}": "x" * 20 for number in range(40_000)}, **{f"f{number}": 1 for number in range(80_000)}
    )
    start = time.process_time()
    imported = import_text(text, HERE)
    assert time.process_time() - start < 10
    assert (imported.points.added, imported.points.no_room) == (MOST_POINTS - len(HERE.points), len(HERE.points))
    assert [(fault.key, fault.problem) for fault in imported.faults] == [("", "too_many"), ("answers", "too_many")]


def test_what_a_full_history_writes_is_read_again() -> None:
    """The longest of its points are estimates with every question answered, and the longest of its days are so, too."""
    answers = tuple((factor.key, max((*(level.key for level in factor.levels), "not_applicable"), key=len)) for factor in MODEL.factors)
    point = read_points(POINTS).points[1]._replace(answers=answers, role=max((role.key for role in MODEL.roles), key=len))
    kept = KEPT.over_time
    assert kept is not None
    pillars = tuple((pillar, 11.1, (10.1, 12.2)) for pillar in MODEL.pillars)
    long = kept.days[0]._replace(total=44.4, range=(40.1, 49.9), pillars=pillars, answers=answers, assumed=answers[:3])
    days = tuple(long._replace(day=str(date(2003, 1, 1) + timedelta(days=30 * month))) for month in range(MOST_DAYS))
    forecast = kept.forecast[0]._replace(day=str(date.fromisoformat(days[-1].day) + timedelta(days=kept.forecast[0].days)))
    full = SavedData(
        points=tuple(point._replace(id=f"{number:016x}", total=number / 100) for number in range(MOST_POINTS)),
        over_time=kept._replace(days=days, forecast=(forecast,) * 3),
    )
    there = import_text(export_text(full), SavedData())
    assert (len(there.data.points), there.data.over_time, there.faults) == (MOST_POINTS, full.over_time, ())
