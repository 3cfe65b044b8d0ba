"""Points stay as they were, in order, and anything else is reported."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.faults import MOST_FIELDS
from ssi_core.history.points import LONGEST_DATE, LONGEST_KEY, Point, dump_point, find_changes, merge_points, read_points
from ssi_core.model import MODEL
from tests.support.cases import POINTS
from tests.support.saved_data import histories, junk, points

POINT = POINTS[1]


def find_faults(raw: object) -> list[tuple[str, str]]:
    reading = read_points(raw)
    assert all(fault.message.startswith(f"{fault.key}: ") for fault in reading.faults)
    assert bool(reading.faults) == (bool(reading.left_out) or not isinstance(raw, list))
    return [(fault.key.removeprefix("points.0"), fault.problem) for fault in reading.faults]


def drop(key: str) -> dict[str, Any]:
    return {field: value for field, value in POINT.items() if field != key}


@given(points)
def test_a_point_there_and_back(point: Point) -> None:
    reading = read_points([dump_point(point)])
    assert (reading.points, reading.faults, reading.left_out) == ((point,), (), ())


def test_what_is_not_known_is_not_there() -> None:
    bare = {"id": "a", "date": "2026-01-05T00:00:00Z", "kind": "real", "total": 31, "pillars": dict.fromkeys(MODEL.pillars)}
    optional = dict.fromkeys(("range", "role", "version", "answers", "industry", "network", "change"))
    assert [dump_point(point) for point in read_points([{**bare, **optional}]).points] == [bare]
    assert dump_point(read_points([{**bare, "industry": {}}]).points[0])["industry"] == {"rank": None, "average": None}


def test_points_are_ordered_by_date() -> None:
    assert [point.id for point in read_points(POINTS[::-1]).points] == ["a", "b", "c"]
    assert [point.id for point in read_points([{**POINT, "id": "z"}, {**POINT, "total": 1}]).points] == ["b", "z"]


@pytest.mark.parametrize(
    ("date", "kept"),
    [
        ("2026-01-05", "2026-01-05T00:00:00Z"),
        ("2026-01-05T09:30", "2026-01-05T09:30:00Z"),
        ("2026-01-05T09:30:15.987Z", "2026-01-05T09:30:15Z"),
        ("2026-01-05T00:30:00+01:00", "2026-01-04T23:30:00Z"),
        ("2024-02-29T12:00:00-0800", "2024-02-29T20:00:00Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
    ],
)
def test_dates_are_kept_in_utc_to_the_second(date: str, kept: str) -> None:
    assert read_points([{**POINT, "date": date}]).points[0].date == kept


@pytest.mark.parametrize(
    "date",
    [
        "", "yesterday", "2026-02-30", "2026-13-01", "05-01-2026", "2026-W02-1", "2026-01-05T25:00:00Z", "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:00:00-01:00", "2026-01-05\ud80009:30", "2026-01-05T09:30:00Z\0", "2" * (LONGEST_DATE + 1), 20260105, None, [], {},
    ],
)  # fmt: skip
def test_what_is_not_a_date(date: object) -> None:
    assert find_faults([{**POINT, "date": date}]) == [(".date", "not_a_date")]


def test_no_point_is_of_the_future_where_that_is_said() -> None:
    dates = ("2026-03-01T23:59:59Z", "2026-03-02", "2026-03-02T01:00:00+02:00", "2026-03-01T23:00:00-02:00", "9999-12-31")
    history = [{**POINT, "id": f"p{place}", "date": date} for place, date in enumerate(dates)]
    reading = read_points(history, before="2026-03-02T00:00:00Z")
    assert [point.id for point in reading.points] == ["p2", "p0"]
    assert [(fault.key, fault.problem) for fault in reading.faults] == [(f"points.{place}.date", "future_date") for place in (1, 3, 4)]
    assert reading.left_out == (1, 3, 4)
    assert len(read_points(history).points) == len(history), "without a clock there is no future"


def test_a_date_of_forty_characters_and_a_key_of_sixty_four_are_read_and_longer_ones_are_not() -> None:
    date = f"2026-01-05T09:30:15.{'0' * 19}Z"
    assert [len(date), read_points([{**POINT, "date": date}]).points[0].date] == [40, "2026-01-05T09:30:15Z"]
    assert find_faults([{**POINT, "date": date.replace("Z", "0Z")}]) == [(".date", "not_a_date")]
    assert read_points([{**POINT, "id": "x" * 64}]).points[0].id == "x" * 64
    assert find_faults([{**POINT, "id": "x" * 65}]) == [(".id", "not_a_key")]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (None, [("points", "not_a_list")]),
        ({}, [("points", "not_a_list")]),
        ([POINT, 1][1:], [("", "not_an_object")]),
        ([{}], [(f".{field}", "missing") for field in ("id", "date", "kind", "total", "pillars")]),
        ([{**POINT, "note": "", "<b>": 1}], [(".note", "unknown_field"), ('."<b>"', "unknown_field")]),
        ([{**POINT, **{f"f{number}": 1 for number in range(MOST_FIELDS)}}], [("", "too_many")]),
        ([{**POINT, "id": ""}], [(".id", "not_a_key")]),
        ([{**POINT, "id": "x" * (LONGEST_KEY + 1)}], [(".id", "not_a_key")]),
        ([{**POINT, "id": None}], [(".id", "wrong_type")]),
        ([{**POINT, "role": '<img src=x onerror="alert(1)">', "version": "1.0 "}], [(".role", "not_a_key"), (".version", "not_a_key")]),
        ([{**POINT, "kind": "Real"}], [(".kind", "unknown_kind")]),
        ([{**POINT, "kind": []}], [(".kind", "unknown_kind")]),
        ([{**POINT, "total": 100.1}], [(".total", "out_of_range")]),
        ([{**POINT, "total": None}], [(".total", "wrong_type")]),
        ([{**POINT, "total": True}], [(".total", "wrong_type")]),
        ([{**POINT, "pillars": []}], [(".pillars", "not_an_object")]),
        (
            [{**POINT, "pillars": {"brand": 26, "find": "1", "engage": float("nan"), "total": 1}}],
            [
                (".pillars.relate", "missing"), (".pillars.total", "unknown_field"), (".pillars.brand", "out_of_range"),
                (".pillars.find", "wrong_type"), (".pillars.engage", "out_of_range"),
            ],
        ),
        ([{**POINT, "range": 5}], [(".range", "wrong_type")]),
        ([{**POINT, "range": []}], [(".range", "wrong_type")]),
        ([{**POINT, "range": [1]}], [(".range", "wrong_type")]),
        ([{**POINT, "range": [1, 2, 3]}], [(".range", "wrong_type")]),
        ([{**POINT, "range": [-1, "2"]}], [(".range", "out_of_range"), (".range", "wrong_type")]),
        ([{**POINT, "range": [2, 1]}], [(".range", "out_of_range")]),
        ([{**POINT, "answers": []}], [(".answers", "not_an_object")]),
        ([{**POINT, "answers": {"groups": None, "a b": "none"}}], [(".answers.groups", "wrong_type"), ('.answers."a b"', "not_a_key")]),
        ([{**POINT, "answers": {f"f{number}": "a" for number in range(MOST_FIELDS + 1)}}], [(".answers", "too_many")]),
        ([{**POINT, "industry": 37}], [(".industry", "not_an_object")]),
        (
            [{**POINT, "industry": {"rank": 101, "top": 1}, "network": {"average": "33"}}],
            [(".industry.top", "unknown_field"), (".industry.rank", "out_of_range"), (".network.average", "wrong_type")],
        ),
    ],
)  # fmt: skip
def test_what_is_not_a_point(raw: object, expected: list[tuple[str, str]]) -> None:
    assert find_faults(raw) == expected


def test_a_hundred_fields_and_a_hundred_answers_are_read_and_more_are_counted() -> None:
    fields, answers = ({f"{name}{number}": "a" for number in range(100)} for name in ("field", "factor"))
    kept = len(POINT) - 1
    point = read_points([{**POINT, "answers": answers}]).points[0]
    assert point.answers == tuple(sorted(answers.items()))
    assert find_faults([{**POINT, "answers": {**answers, "more": "a"}}]) == [(".answers", "too_many")]
    most = dict([*fields.items()][: 99 - kept])
    assert {problem for _, problem in find_faults([{**POINT, **most}])} == {"unknown_field"}
    assert find_faults([{**POINT, **most, "more": "a"}]) == [("", "too_many")]


def test_a_range_that_begins_above_its_end_is_told_as_it_is() -> None:
    (fault,) = read_points([{**POINT, "range": [2, 1.5]}]).faults
    assert fault[1:] == ("out_of_range", "2-1.5", None, "points.0.range: begins above its end")
    assert read_points([{**POINT, "range": [0, 0]}]).points[0].range == (0, 0)


def test_the_good_points_stay() -> None:
    reading = read_points([{**POINTS[0], "total": -1}, POINTS[2], {**POINT, "id": "c"}, None, POINT])
    assert [point.id for point in reading.points] == ["b", "c"]
    assert reading.left_out == (0, 2, 3)
    assert [(fault.key, fault.problem) for fault in reading.faults] == [
        ("points.0.total", "out_of_range"),
        ("points.2.id", "duplicate_id"),
        ("points.3", "not_an_object"),
    ]


def test_of_a_million_faults_a_thousand_are_told_and_no_bad_point_stays() -> None:
    bad = {f"é{number}": 0 for number in range(100)}
    reading = read_points([POINT, *[{**POINT, "answers": bad}] * 2000])
    assert [point.id for point in reading.points] == ["b"]
    assert reading.left_out == tuple(range(1, 2001))
    # Two hundred of each of the first five points, then one of each.
    assert len(reading.faults) == 1000 + 1995
    assert {fault.key.split(".")[1] for fault in reading.faults} == {str(place) for place in range(1, 2001)}


def test_the_same_point_twice_is_one() -> None:
    reading = read_points([POINT, POINT, {**POINT, "id": "other", "role": "sales"}, POINTS[2]])
    assert ([point.id for point in reading.points], reading.faults, reading.left_out) == (["b", "c"], (), ())


@settings(max_examples=40)
@given(
    st.lists(
        junk | st.builds(lambda point, more: {**dump_point(point), **more}, points, st.dictionaries(st.sampled_from(Point._fields), junk)),
        max_size=5,
    )
)
def test_anything_is_points_or_faults(raw: list[Any]) -> None:
    reading = read_points(raw)
    assert len(reading.points) + len(reading.left_out) <= len(raw)
    assert len({point.id for point in reading.points}) == len({point.content for point in reading.points}) == len(reading.points)
    assert {int(fault.key.split(".")[1]) for fault in reading.faults} == set(reading.left_out)
    assert read_points([dump_point(point) for point in reading.points]) == (reading.points, (), ())


def test_a_change_is_since_the_point_before_of_the_same_kind() -> None:
    first, estimate, second = find_changes(read_points(POINTS).points)
    assert (first, estimate) == (None, None)
    assert second == (
        "2026-01-05T08:30:00Z",
        4,
        (("brand", 1.631), ("find", 0.6), ("engage", None), ("relate", 2)),
        True,
    )


def test_a_change_tells_whether_the_model_changed() -> None:
    later = {**POINT, "id": "d", "date": "2026-04-01", "total": 30.1}
    for version, same in (("1.0", True), ("1.1", False), (None, False)):
        change = find_changes(read_points([POINT, {**later, "version": version}]).points)[1]
        assert change is not None
        assert (change.total, change.same_model) == (-1.8, same)


def test_what_a_merge_does_with_each_point() -> None:
    here = read_points([POINTS[0], {**drop("answers"), "role": "sales"}]).points
    other = {**POINTS[0], "total": 99}
    more = read_points([other, {**POINT, "id": "elsewhere"}, POINTS[2]]).points
    merged = merge_points(here, more)
    assert merged[1:] == (1, 0, 1, 1, 0)
    assert [point.id for point in merged.points] == ["a", "b", "c"]
    assert merged.points[0] == here[0]
    assert merged.points[1] == here[1]._replace(answers=tuple(sorted(POINT["answers"].items())))
    assert merged.points[1].role == "sales"


@pytest.mark.parametrize(("there", "fitting"), [(2998, 2), (2999, 1), (3000, 0), (3001, 0)])
def test_a_full_history_takes_the_latest_of_what_is_new_and_loses_nothing(there: int, fitting: int) -> None:
    point = read_points([POINT]).points[0]
    here = tuple(point._replace(id=f"here{number}", total=number / 100) for number in range(there))
    more = [here[0], *(point._replace(id=day, date=f"{day}T00:00:00Z") for day in ("2031-01-02", "2031-01-01"))]
    merged = merge_points(here, more)
    assert merged[1:] == (fitting, 1, 0, 0, 2 - fitting)
    assert [point.id for point in merged.points if point not in here] == ["2031-01-01", "2031-01-02"][2 - fitting :]
    assert set(here) <= set(merged.points)


@settings(max_examples=30)
@given(histories, histories)
def test_a_merge_loses_nothing(here: tuple[Point, ...], more: tuple[Point, ...]) -> None:
    merged = merge_points(here, more)
    assert merged.added + merged.same + merged.updated + merged.differing == len(more)
    assert len(merged.points) == len(here) + merged.added
    contents = {point.id: point.content for point in merged.points}
    assert all(contents[point.id] == point.content for point in here)
    assert {point.content for point in more} - set(contents.values()) <= {point.content for point in more if point.id in contents}
    assert read_points([dump_point(point) for point in merged.points]).points == merged.points
    again = merge_points(merged.points, more)
    assert (again.points, again.added, again.updated) == (merged.points, 0, 0)
