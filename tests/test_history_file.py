"""One file holds everything that is kept, and what comes back from one never takes the place of what is here."""

import json
import time
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.answers import Answers, InvalidAnswers
from ssi_core.history import MOST_POINTS, merge, read_points
from ssi_core.history_file import FIELDS, FORMAT, LONGEST, VERSION, Kept, export_text, import_text
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from tests.cases import POINTS
from tests.kept import everything_kept, junk

KEPT = Kept(
    PERSONAS[1].answers._replace(role="hr", target=62.5),
    done=(("articles", "one"),),
    measured=(("connections", "500_or_more"),),
    points=read_points(POINTS).points,
)
FILE = json.loads(export_text(KEPT))
HERE = Kept(Answers((("groups", "weekly_in_one"),), "sales"), points=KEPT.points[1:])


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidAnswers) as raised:
        import_text(text, HERE)
    return [(fault.key, fault.problem) for fault in raised.value.faults]


def file(**changed: object) -> str:
    return json.dumps({**FILE, **changed})


@settings(max_examples=40)
@given(everything_kept)
def test_all_that_is_kept_there_and_back(kept: Kept) -> None:
    text = export_text(kept)
    assert text.isascii()
    there = import_text(text, Kept())
    assert (there.kept, there.faults, there.left_out) == (kept, (), ())
    assert there.points == merge((), kept.points)
    again = import_text(text, kept)
    assert (again.kept, again.taken, again.stayed, again.points.same) == (kept, 0, 0, len(kept.points))


def test_the_file_says_what_it_is() -> None:
    assert tuple(FILE) == FIELDS
    assert (FILE["format"], FILE["version"]) == (FORMAT, VERSION)
    assert len(export_text(KEPT).splitlines()) == len(FIELDS) + len(POINTS) + 1, "a line for each field and point"


def test_what_is_here_stays_and_what_is_open_is_filled() -> None:
    imported = import_text(export_text(KEPT), HERE)
    given_here, theirs = dict(imported.kept.answers.given), dict(KEPT.answers.given)
    assert given_here.pop("groups") == "weekly_in_one"
    assert theirs.pop("groups") == "member_only"
    assert given_here == theirs
    assert (imported.kept.answers.role, imported.kept.answers.target) == ("sales", 62.5)
    assert (imported.kept.done, imported.kept.measured) == (KEPT.done, KEPT.measured)
    assert (imported.taken, imported.stayed) == (23, 1)
    assert imported.points[1:] == (1, 2, 0, 0, 0)
    assert imported.kept.points == KEPT.points


def test_every_answer_that_is_another_here_is_counted() -> None:
    answers = ["none", "member_only", "weekly_in_several", "unknown"]
    for ours, theirs in product(answers, answers):
        imported = import_text(file(answers={"groups": theirs}), Kept(Answers((("groups", ours),))))
        assert (imported.taken, imported.stayed) == (0, ours != theirs)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_in_json_is_not_written(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        export_text(KEPT._replace(points=(KEPT.points[0]._replace(total=number),)))


def test_what_is_ticked_here_stays() -> None:
    here = Kept(done=(("articles", "two"), ("groups", "none")))
    assert import_text(export_text(KEPT), here).kept.done == (("articles", "two"), ("groups", "none"))


def test_a_byte_order_mark_does_not_count() -> None:
    assert import_text("\ufeff" + export_text(KEPT), Kept()).kept == KEPT


def test_fields_that_are_not_there_are_empty() -> None:
    for text in (json.dumps({"format": FORMAT, "version": 1}), file(**dict.fromkeys(FIELDS[2:]))):
        imported = import_text(text, HERE)
        assert (imported.kept, imported.faults) == (HERE, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("", "not_json")]),
        (export_text(KEPT)[:-3], [("", "not_json")]),
        ("[" * 200_000, [("", "not_json")]),
        ('{"format": "ssi-history", "version": 1, "points": ' + "[" * 200_000, [("", "not_json")]),
        (" " * (LONGEST + 1), [("text", "too_large")]),
        (file(points=[None] * (MOST_POINTS + 1)), [("points", "too_many")]),
        ("null", [("format", "not_ours")]),
        ("[]", [("format", "not_ours")]),
        ('{"version": 2, "answers": {}, "history": []}', [("format", "not_ours")]),
        (file(format=["ssi-history"]), [("format", "not_ours")]),
        (file(version="1"), [("version", "not_ours")]),
        (file(version=True), [("version", "not_ours")]),
        (file(version=0), [("version", "not_ours")]),
        (file(version=1.5), [("version", "not_ours")]),
        (file(version=2, points=None, more=1), [("version", "newer_version")]),
    ],
)
def test_a_file_of_which_nothing_can_be_used(text: str, expected: list[tuple[str, str]]) -> None:
    assert refused(text) == expected


def test_what_is_wrong_is_left_out_and_the_rest_is_used() -> None:
    script = "<script>alert(1)</script>"
    text = file(
        answers={"groups": script, "articles": "one", "Articles": "one"},
        role=script,
        target=101,
        done=[],
        measured={"articles": "two", "sharing": 5},
        points=[POINTS[0], {**POINTS[1], "id": script}, POINTS[2]],
        words=script,
    ).replace('"format"', '"target": 1, "format"', 1)
    imported = import_text(text, Kept())
    assert imported.kept == Kept(Answers((("articles", "one"),)), (), (("articles", "two"),), (KEPT.points[0], KEPT.points[2]))
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
        ("points.1.id", "not_a_key"),
    ]


def test_three_and_a_half_million_characters_and_three_thousand_points_are_read_and_more_are_not() -> None:
    text = export_text(KEPT)
    assert import_text(text + " " * (3_500_000 - len(text)), Kept()).kept == KEPT
    assert refused(text + " " * (3_500_001 - len(text))) == [("text", "too_large")]
    assert len(import_text(file(points=[None] * 3000), HERE).left_out) == 3000
    assert refused(file(points=[None] * 3001)) == [("points", "too_many")]


@pytest.mark.parametrize("points", [{}, "a", 5, False])
def test_points_that_are_no_list(points: object) -> None:
    imported = import_text(file(points=points), HERE)
    assert [(fault.key, fault.problem) for fault in imported.faults] == [("points", "not_a_list")]
    assert imported.kept.points == HERE.points


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(FIELDS), junk), st.text(max_size=3) | st.just(""))
def test_any_file_is_read_or_refused_and_nothing_is_lost(changed: dict[str, Any], more: str) -> None:
    text = file(**changed) + more
    try:
        imported = import_text(text, HERE)
    except InvalidAnswers:
        assert {problem for _, problem in refused(text)} <= {"not_json", "not_ours", "newer_version"}
    else:
        assert dict(HERE.answers.given).items() <= dict(imported.kept.answers.given).items()
        assert imported.kept.answers.role == "sales"
        assert {point.id for point in HERE.points} <= {point.id for point in imported.kept.points}


def test_a_large_file_is_read_soon() -> None:
    many = [
        {**POINTS[0], "id": f"p{number}", "date": f"2026-01-01T00:{number // 60:02}:{number % 60:02}Z"} for number in range(MOST_POINTS)
    ]
    text = file(points=many, answers={f"f{number}": "x" * 20 for number in range(40_000)}, **{f"f{number}": 1 for number in range(80_000)})
    start = time.process_time()
    imported = import_text(text, HERE)
    assert time.process_time() - start < 10
    assert (imported.points.added, imported.points.no_room) == (MOST_POINTS - len(HERE.points), len(HERE.points))
    assert [(fault.key, fault.problem) for fault in imported.faults] == [("", "too_many"), ("answers", "too_many")]


def test_what_a_full_history_writes_is_read_again() -> None:
    """The longest of its points are estimates with every question answered."""
    answers = tuple((factor.key, max((*(level.key for level in factor.levels), "not_applicable"), key=len)) for factor in MODEL.factors)
    point = read_points(POINTS).points[1]._replace(answers=answers, role=max((role.key for role in MODEL.roles), key=len))
    full = Kept(points=tuple(point._replace(id=f"{number:016x}", total=number / 100) for number in range(MOST_POINTS)))
    assert len(import_text(export_text(full), Kept()).kept.points) == MOST_POINTS
