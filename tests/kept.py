"""What a device may have kept, for tests of codes, histories and files: everything that is valid, at random."""

from typing import Any

from hypothesis import strategies as st

from ssi_core.answers import Answers, possible_answers
from ssi_core.history import KINDS, LONGEST_KEY, Point, merge
from ssi_core.history_file import Kept
from ssi_core.model import MODEL
from ssi_core.real import Standing

given_answers = st.fixed_dictionaries({}, optional={factor.key: st.sampled_from(possible_answers(factor)) for factor in MODEL.factors}).map(
    lambda given: tuple((factor.key, given[factor.key]) for factor in MODEL.factors if factor.key in given)
)
roles = st.sampled_from([None, *(role.key for role in MODEL.roles)])
targets = st.none() | st.integers(0, 100) | st.integers(0, 1000).filter(lambda tenths: tenths % 10).map(lambda tenths: tenths / 10)
answers = st.builds(Answers, given_answers, roles, targets)

# Few of them, so that some meet.
keys = st.sampled_from(["a", "b", "Z9", "1.0", "500_or_more", "-", "x" * LONGEST_KEY])
dates = st.datetimes().map(lambda when: when.replace(microsecond=0).isoformat() + "Z")


def _numbers(most: int) -> st.SearchStrategy[int | float]:
    return st.integers(0, most) | st.floats(0, most)


_standings = st.none() | st.builds(Standing, st.none() | _numbers(100), st.none() | _numbers(100))
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


histories = st.lists(points, max_size=4).map(lambda some: merge((), some).points)
everything_kept = st.builds(Kept, answers, given_answers, given_answers, histories)

junk: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["2026-01-05", "real", "a", 10**400]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3) | st.sampled_from([*Point._fields, *MODEL.pillars, "rank", "average"]), inner, max_size=4)
    ),
    max_leaves=10,
)
"""Any value that JSON can say, with names in it that mean something here."""
