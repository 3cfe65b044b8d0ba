"""Random saved data, all of it valid, for tests of codes, histories and files."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from ssi_core.answers import Answers, list_answers
from ssi_core.comparison import Ranking
from ssi_core.history.backup import SavedData
from ssi_core.history.over_time import DayScore, Forecast, Leaving, OverTime
from ssi_core.history.points import KINDS, LONGEST_KEY, Point, merge_points
from ssi_core.model import MODEL

given_answers = st.fixed_dictionaries({}, optional={factor.key: st.sampled_from(list_answers(factor)) for factor in MODEL.factors}).map(
    lambda given: tuple((factor.key, given[factor.key]) for factor in MODEL.factors if factor.key in given)
)
roles = st.sampled_from([None, *(role.key for role in MODEL.roles)])
targets = st.none() | st.integers(0, 100) | st.integers(0, 1000).filter(lambda tenths: tenths % 10).map(lambda tenths: tenths / 10)
answers = st.builds(Answers, given_answers, roles, targets)

# Few of them, so that some are equal.
keys = st.sampled_from(["a", "b", "Z9", "1.0", "500_or_more", "-", "x" * LONGEST_KEY])
dates = st.datetimes().map(lambda when: when.replace(microsecond=0).isoformat() + "Z")


def _numbers(most: int) -> st.SearchStrategy[int | float]:
    return st.integers(0, most) | st.floats(0, most)


_standings = st.none() | st.builds(Ranking, st.none() | _numbers(100), st.none() | _numbers(100))
points = st.builds(
    Point,
    id=keys,
    date=dates,
    kind=st.sampled_from(KINDS),
    total=_numbers(100),
    pillars=st.tuples(*(st.tuples(st.just(pillar), st.none() | _numbers(25)) for pillar in MODEL.pillars)),
    range=st.none() | st.tuples(_numbers(100), _numbers(100)).map(lambda ends: (min(ends), max(ends))),
    role=st.none() | keys,
    version=st.none() | keys,
    answers=st.sampled_from([None, (), (("500_or_more", "a"), ("b", "-"))]),
    industry=_standings,
    network=_standings,
)


histories = st.lists(points, max_size=4).map(lambda some: merge_points((), some).points)
# LinkedIn began in 2003.
_dates = st.dates(date(2003, 1, 1))
_days = st.lists(_dates.map(str), min_size=1, max_size=3, unique=True).map(sorted)
_some_answers = st.sampled_from([(), (("500_or_more", "a"), ("b", "-"))])


def _ranges(most: int) -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(_numbers(most), _numbers(most)).map(lambda ends: (min(ends), max(ends)))


_leaving = st.tuples(_dates.map(str), _dates.map(str)).flatmap(
    lambda days: st.builds(
        Leaving,
        keys,
        st.integers(0, 10**9),
        st.integers(0, 90),
        st.just(min(days)),
        st.just(max(days)),
        _numbers(25).map(lambda loss: -loss),
    )
)


def _make_forecasts(last: str) -> st.SearchStrategy[Forecast]:
    left = (date.max - date.fromisoformat(last)).days
    return st.integers(0, min(90, left)).flatmap(
        lambda days: st.builds(
            Forecast,
            st.just(days),
            st.just(str(date.fromisoformat(last) + timedelta(days=days))),
            _numbers(100),
            _ranges(100),
            _numbers(100).map(lambda loss: -loss),
            st.lists(_leaving, max_size=2).map(tuple),
        )
    )


_pillars = st.tuples(*(st.tuples(st.just(pillar), _numbers(25), _ranges(25)) for pillar in MODEL.pillars))
over_times = _days.flatmap(
    lambda days: st.builds(
        OverTime,
        keys,
        st.tuples(
            *(st.builds(DayScore, st.just(day), _numbers(100), _ranges(100), _pillars, _some_answers, _some_answers) for day in days)
        ),
        st.lists(_make_forecasts(days[-1]), max_size=2).map(tuple),
        st.lists(keys, max_size=2).map(tuple),
    )
)
everything_kept = st.builds(SavedData, answers, given_answers, given_answers, histories, st.none() | over_times)

junk: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["2026-01-05", "real", "a", 10**400]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3) | st.sampled_from([*Point._fields, *MODEL.pillars, "rank", "average"]), inner, max_size=4)
    ),
    max_leaves=10,
)
"""Any JSON value, with some meaningful names in it."""
