"""The real score, LinkedIn's own numbers, and how an estimate compares with it.

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

DECIMALS = 3
"""As many as LinkedIn's page shows of a pillar."""
TOTAL_ROUNDED = 0.5
"""How far a real total can be off: the page rounds it to a whole number."""
SHOWN_DECIMALS = 2
"""As many as a comparison has: rounded before it is worked out, so that what is shown adds up."""
RANGE_ROUNDED = 0.05
"""How far the ends of a range can be off: they are rounded to tenths."""


class Standing(NamedTuple):
    """How somebody compares with a group. `rank`: N of "top N %". `average`: the group's total, 0-100. None: not known."""

    rank: int | float | None
    average: int | float | None


class Comparison(NamedTuple):
    """An estimate beside the real score. `key`: `TOTAL` or a pillar. `real`: to hundredths. `range`: the estimate's.

    `difference`: how much higher the real one is. `within`: it lies in the range, or can, because both are rounded.
    """

    key: str
    estimate: float
    real: int | float
    difference: int | float
    range: tuple[float, float]
    within: bool


def compare(estimate: Result, real: Mapping[str, int | float | None]) -> tuple[Comparison, ...]:
    """The estimate beside each real score that is known. `real`: points by pillar, and the total under `TOTAL`.

    LinkedIn's total is the rounded sum of the pillars. Where it is that of those given here, their sum stands for it: then the pillars and
    their differences add up to the total and its difference.

    >>> from ssi_core.answers import Answers
    >>> from ssi_core.scoring import score
    >>> real = {"total": 33, "brand": 13.118, "find": 4.8, "engage": 2.05, "relate": 13.5}
    >>> [(each.real, each.difference) for each in compare(score(Answers()), real)]
    [(33.47, -16.53), (13.12, 0.62), (4.8, -7.7), (2.05, -10.45), (13.5, 1.0)]
    """
    given = {key: value for key, value in real.items() if value is not None}
    shown = {key: round(value, SHOWN_DECIMALS) for key, value in given.items()}
    pillars = [shown[pillar.key] for pillar in estimate.pillars if pillar.key in shown]
    added = round(sum(pillars), SHOWN_DECIMALS)
    if TOTAL in shown and len(pillars) == len(estimate.pillars) and abs(added - shown[TOTAL]) < 1:
        shown[TOTAL] = added
    sides = [(TOTAL, estimate.total, estimate.range), *((pillar.key, pillar.points, pillar.range) for pillar in estimate.pillars)]
    return tuple(
        Comparison(key, points, known, difference(known, points), ends, _within(given[key], ends, TOTAL_ROUNDED if key == TOTAL else 0))
        for key, points, ends in sides
        if (known := shown.get(key)) is not None
    )


def difference(after: int | float, before: int | float) -> int | float:
    """What was added, without the crumbs that fractions leave.

    >>> difference(13.118, 13.1), difference(31, 35), difference(0.1, 0.1)
    (0.018, -4, 0)
    """
    return round(after - before, DECIMALS) or 0


def _within(points: int | float, ends: tuple[float, float], rounded: float) -> bool:
    outside = max(difference(ends[0], points), difference(points, ends[1]))
    return outside <= rounded + RANGE_ROUNDED
