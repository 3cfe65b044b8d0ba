"""The score over time: read as it was written, or not at all, whatever is in it."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.faults import MOST_FAULTS
from ssi_core.history.over_time import MOST_DAYS, OverTime, dump_over_time, read_over_time
from ssi_core.linkedin_export.forecast import HORIZONS
from ssi_core.linkedin_export.over_time import MOST_DAYS as MOST_MEASURED
from ssi_core.linkedin_export.over_time import UNSEEN
from tests.support.cases import OVER_TIME
from tests.support.saved_data import junk, over_times

SCRIPT = "<script>alert(1)</script>"


def change(path: str, value: object) -> Any:
    """Return OVER_TIME with another value at a path."""
    whole = deepcopy(OVER_TIME)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = whole
    for part in way:
        place = place[part]
    place[last] = value
    return whole


def find_faults(raw: object, before: str | None = None) -> list[tuple[str, str]]:
    found, faults = read_over_time(raw, "o", before=before)
    assert (found is None) == bool(faults)
    return [(fault.key.removeprefix("o").removeprefix("."), fault.problem) for fault in faults]


@given(over_times)
def test_there_and_back(over_time: OverTime) -> None:
    assert read_over_time(dump_over_time(over_time)) == (over_time, [])


def test_it_is_written_as_it_was_read() -> None:
    found, faults = read_over_time(OVER_TIME)
    assert found is not None
    assert (dump_over_time(found), faults, found.last) == (OVER_TIME, [], "2026-06-10")


def test_an_archive_never_makes_more_than_is_read() -> None:
    assert MOST_MEASURED <= MOST_DAYS
    assert len(HORIZONS) + len(UNSEEN) < 100


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("version", SCRIPT, "not_a_key"),
        ("version", 2, "wrong_type"),
        ("days", {}, "not_a_list"),
        ("days", [], "missing"),
        ("days", [None] * 361, "too_many"),
        ("days.1", None, "not_an_object"),
        ("days.1.day", "2026-04-30", "out_of_order"),
        ("days.1.day", "2025-04-30", "out_of_order"),
        ("days.2.day", "2026-06-10T00:00:00Z", "not_a_date"),
        ("days.2.day", "2026-02-30", "not_a_date"),
        ("days.2.day", "20260610", "not_a_date"),
        ("days.2.day", "2026-W24-3", "not_a_date"),
        ("days.2.day", SCRIPT, "not_a_date"),
        ("days.2.day", 20260610, "not_a_date"),
        ("days.0.total", 100.5, "out_of_range"),
        ("days.0.total", float("nan"), "out_of_range"),
        ("days.0.total", None, "wrong_type"),
        ("days.0.range", [1, 2, 3], "wrong_type"),
        ("days.0.range", [30, 20], "out_of_range"),
        ("days.0.pillars", [], "not_an_object"),
        ("days.0.pillars.brand", 12, "not_an_object"),
        ("days.0.pillars.brand.range.1", 26, "out_of_range"),
        ("days.0.answers", [], "not_an_object"),
        ("days.0.answers.sharing", SCRIPT, "not_a_key"),
        ("days.0.assumed", {str(number): "a" for number in range(101)}, "too_many"),
        ("forecast", "many", "not_a_list"),
        ("forecast.0", [], "not_an_object"),
        ("forecast.0.days", 30.5, "wrong_type"),
        ("forecast.0.days", True, "wrong_type"),
        ("forecast.0.days", -1, "out_of_range"),
        ("forecast.0.day", "later", "not_a_date"),
        ("forecast.0.day", "2026-07-11", "out_of_order"),
        ("forecast.0.day", "2026-07-09", "out_of_order"),
        ("forecast.0.leaving.0.last", "2026-03-11", "out_of_order"),
        ("forecast.0.leaving.0.first", "2002-12-31", "out_of_range"),
        ("days.0.day", "2002-12-31", "out_of_range"),
        ("forecast.0.range", None, "wrong_type"),
        ("forecast.0.change", 1, "out_of_range"),
        ("forecast.0.change", -100.1, "out_of_range"),
        ("forecast.0.change", False, "wrong_type"),
        ("forecast.0.change", float("nan"), "out_of_range"),
        ("forecast.0.leaving", [None] * 101, "too_many"),
        ("forecast.0.leaving", None, "not_a_list"),
        ("forecast.0.leaving.0", "x", "not_an_object"),
        ("forecast.0.leaving.0.factor", SCRIPT, "not_a_key"),
        ("forecast.0.leaving.0.count", 10**9 + 1, "out_of_range"),
        ("forecast.0.leaving.0.first", "0000-00-00", "not_a_date"),
        ("forecast.0.leaving.0.points", "-2", "wrong_type"),
        ("forecast.0.leaving.0.points", -26, "out_of_range"),
        ("unseen", [None] * 101, "too_many"),
        ("unseen.1", SCRIPT, "not_a_key"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_at_its_place(path: str, value: object, problem: str) -> None:
    key = path.removesuffix(".1") if path.endswith("range.1") else path
    assert find_faults(change(path, value)) == [(key, problem)]


def test_the_largest_number_is_read() -> None:
    assert find_faults(change("forecast.0.leaving.0.count", 10**9)) == []


def test_what_is_missing_and_what_does_not_belong_here() -> None:
    assert find_faults(None) == find_faults([]) == [("", "not_an_object")]
    assert find_faults({}) == [(field, "missing") for field in OverTime._fields]
    less = change("days.1", {**OVER_TIME["days"][1], "more": 1})
    del less["days"][0]["answers"]
    del less["forecast"][0]["leaving"][0]["count"]
    assert find_faults({**less, "unseen": []}) == [
        ("days.0.answers", "missing"),
        ("days.1.more", "unknown_field"),
        ("forecast.0.leaving.0.count", "missing"),
    ]


def test_no_day_is_in_the_future() -> None:
    assert find_faults(OVER_TIME, before="2026-06-10T22:00:00Z") == []
    assert find_faults(OVER_TIME, before="2026-06-10T00:00:01Z") == []
    for before in ("2026-06-10T00:00:00Z", "2026-06-09T22:00:00Z"):
        assert find_faults(OVER_TIME, before=before) == [("days.2.day", "future_date")]


@given(st.recursive(junk, lambda inner: st.fixed_dictionaries(dict.fromkeys(OverTime._fields, inner)), max_leaves=3))
def test_any_value_is_read_or_refused(raw: object) -> None:
    found, faults = read_over_time(raw)
    assert (found is None) == bool(faults)


def test_a_hostile_one_has_a_limited_number_of_faults() -> None:
    wrong = {**OVER_TIME["days"][0], "answers": {f"<{number}>": f"<{number}>" for number in range(90)}}
    assert len(read_over_time({**OVER_TIME, "days": [wrong] * MOST_DAYS})[1]) == MOST_FAULTS
