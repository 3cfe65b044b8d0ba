"""Comparison of an estimate with the real score, LinkedIn's own numbers.

>>> from ssi_core.answers import read_answers
>>> from ssi_core.scoring import score
>>> estimate = score(read_answers({"answers": {"connections": "500_or_more", "junior_connections": "none"}}))
>>> for each in compare(estimate, {"total": 33, "brand": None, "relate": 24.6}):
...     print(each)
Comparison(key='total', estimate=50.0, real=33, difference=-17.0, range=(1.0, 99.0), within=True)
Comparison(key='relate', estimate=12.5, real=24.6, difference=12.1, range=(1.0, 24.0), within=False)
"""

from collections.abc import Mapping
from typing import NamedTuple

from ssi_core.model import TOTAL
from ssi_core.scoring import Result

PILLAR_DECIMALS = 3
"""Decimals of a pillar on LinkedIn's page."""
TOTAL_TOLERANCE = 0.5
"""The rounding error of a real total: the page rounds it to a whole number."""
COMPARISON_DECIMALS = 2
"""Decimals of a comparison. Scores are rounded before they are compared, so that the displayed numbers add up."""
RANGE_TOLERANCE = 0.05
"""The rounding error of the ends of a range: they are rounded to tenths."""


class Ranking(NamedTuple):
    """A member's place in a group. `rank`: N of "top N %". `average`: the group's total, 0-100. None: not known."""

    rank: int | float | None
    average: int | float | None


class Comparison(NamedTuple):
    """An estimate beside the real score. `key`: `TOTAL` or a pillar. `real`: to hundredths. `range`: the estimate's.

    `difference`: the real score less the estimate. `within`: the real score lies in the range, or can, because both are rounded.
    """

    key: str
    estimate: float
    real: int | float
    difference: int | float
    range: tuple[float, float]
    within: bool


def compare(estimate: Result, real: Mapping[str, int | float | None]) -> tuple[Comparison, ...]:
    """Compare the estimate with each known real score. `real`: points by pillar, and the total under `TOTAL`.

    LinkedIn's total is the rounded sum of the pillars. Where all pillars are given and rounding their sum makes that total, their sum
    replaces it: then the pillars and their differences add up to the total and its difference.

    >>> from ssi_core.answers import Answers
    >>> from ssi_core.scoring import score
    >>> real = {"total": 33, "brand": 13.118, "find": 4.8, "engage": 2.05, "relate": 13.5}
    >>> [(each.real, each.difference) for each in compare(score(Answers()), real)]
    [(33.47, -16.53), (13.12, 0.62), (4.8, -7.7), (2.05, -10.45), (13.5, 1.0)]
    """
    given = {key: value for key, value in real.items() if value is not None}
    shown = {key: round(value, COMPARISON_DECIMALS) for key, value in given.items()}
    pillars = [shown[pillar.key] for pillar in estimate.pillars if pillar.key in shown]
    added = round(sum(pillars), COMPARISON_DECIMALS)
    if TOTAL in shown and len(pillars) == len(estimate.pillars) and abs(added - shown[TOTAL]) < 1:
        shown[TOTAL] = added
    sides = [(TOTAL, estimate.total, estimate.range), *((pillar.key, pillar.points, pillar.range) for pillar in estimate.pillars)]
    return tuple(
        Comparison(key, points, known, subtract(known, points), ends, _is_within(given[key], ends, TOTAL_TOLERANCE if key == TOTAL else 0))
        for key, points, ends in sides
        if (known := shown.get(key)) is not None
    )


def subtract(after: int | float, before: int | float) -> int | float:
    """Return `after - before`, without the rounding errors of fractions.

    >>> subtract(13.118, 13.1), subtract(31, 35), subtract(0.1, 0.1)
    (0.018, -4, 0)
    """
    return round(after - before, PILLAR_DECIMALS) or 0


def _is_within(points: int | float, ends: tuple[float, float], rounded: float) -> bool:
    outside = max(subtract(ends[0], points), subtract(points, ends[1]))
    return outside <= rounded + RANGE_TOLERANCE
