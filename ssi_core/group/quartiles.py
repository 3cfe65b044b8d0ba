"""Scores of a group in order, with their median and quartiles.

The quartiles are those of spreadsheets (`QUARTILE.INC`; type 7 of Hyndman and Fan, 1996). The scores stand in order, the lowest at place
0 and the highest at place n - 1; the median is at (n - 1) / 2, the quartiles at (n - 1) / 4 and 3 (n - 1) / 4, and between two places a
value is on the straight line between their scores. So each is a whole number of quarters of a tenth, which is exact in three decimals.

>>> make_quartiles("total", [313, 254, 402, 287, 360])
Quartiles(key='total', points=(25.4, 28.7, 31.3, 36.0, 40.2), low=28.7, median=31.3, high=36.0)
>>> make_quartiles("brand", [10, 20, 30, 45, 50, 61])
Quartiles(key='brand', points=(1.0, 2.0, 3.0, 4.5, 5.0, 6.1), low=2.25, median=3.75, high=4.875)
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_FORTIETHS = 40
"""Quarters of a tenth in a point."""


class Quartiles(NamedTuple):
    """The scores of a group for a pillar, or for the total. `points`: of every member, in order. `low` and `high`: the quartiles."""

    key: str
    points: tuple[float, ...]
    low: float
    median: float
    high: float


def make_quartiles(key: str, tenths: Iterable[int]) -> Quartiles:
    """Order scores in tenths, and find their median and quartiles. There is at least one."""
    ordered = sorted(tenths)
    low, median, high = (find_quartile(ordered, number) / _FORTIETHS for number in (1, 2, 3))
    return Quartiles(key, tuple(each / 10 for each in ordered), low, median, high)


def find_quartile(ordered: Sequence[int], number: int) -> int:
    """Return four times a quartile of whole numbers in order. `number`: 1, 2 or 3; the second is the median."""
    place, quarters = divmod((len(ordered) - 1) * number, 4)
    below, above = ordered[place], ordered[min(place + 1, len(ordered) - 1)]
    return 4 * below + quarters * (above - below)


def subtract_quartiles(after: Quartiles, before: Quartiles) -> Quartiles:
    """Return the differences between two medians and quartiles, without the scores.

    >>> subtract_quartiles(make_quartiles("total", [301, 322]), make_quartiles("total", [300]))
    Quartiles(key='total', points=(), low=0.625, median=1.15, high=1.675)
    """
    low, median, high = (
        (round(_FORTIETHS * getattr(after, end)) - round(_FORTIETHS * getattr(before, end))) / _FORTIETHS
        for end in ("low", "median", "high")
    )
    return Quartiles(after.key, (), low, median, high)
