"""Suggestions: what probably gains most in a pillar of which only LinkedIn's points are known.

Without answers nobody knows which levels make those points. Many combinations do: one level for each factor, or "not applicable" where that
is allowed. Those that come within `TOLERANCE` of the points, or else the nearest, all count the same. A factor's gain is what one level up
adds on average over them, and nothing where a combination is at the top or the factor does not apply. So a factor that is probably at the
top already gains little, and no pillar goes beyond its end. It is exact and always the same: combinations are counted, none is drawn.

>>> for each in suggest_steps("engage", 2.05)[:2]:
...     print(each)
Suggestion(factor='sharing', to='weekly', gain=1.0, low=0.4, high=2.5, effort=3)
Suggestion(factor='groups', to='sometimes_active', gain=1.0, low=0.4, high=1.9, effort=2)
>>> suggest_steps("engage", 25)
()
"""

from collections.abc import Iterator, Sequence
from itertools import product
from math import lcm
from typing import NamedTuple

from ssi_core.model import MODEL, PILLAR_POINTS, Factor, Model
from ssi_core.scoring import THOUSANDTHS, divide_half_up, weigh_points

TOLERANCE = 0.5
"""Points by which a combination may miss the real pillar. The gaps between combinations are smaller."""


class Suggestion(NamedTuple):
    """One level up in one factor. `gain`: points it adds on average, to tenths.

    `to`: the level that most of the gain is from. `low` to `high`: the points it adds wherever there is a level above. `effort`: hours,
    their average there.
    """

    factor: str
    to: str
    gain: float
    low: float
    high: float
    effort: int


class _Case(NamedTuple):
    """The factors that apply, of a pillar. `size`: of one percent of one weight, in the units that all cases share."""

    factors: tuple[Factor, ...]
    size: int


def suggest_steps(pillar: str, points: int | float, model: Model = MODEL) -> tuple[Suggestion, ...]:
    """List the steps that gain anything in a pillar with these points, 0-25: most gain first, then the model's order."""
    factors = model.find_factors(pillar)
    applicable = list(_list_applicable(factors))
    # In these units the points of every combination are whole numbers, and so are the real ones.
    unit = THOUSANDTHS * lcm(*(sum(factor.weight for factor in each) for each in applicable))
    cases = [_Case(each, unit // sum(factor.weight for factor in each)) for each in applicable]
    start, end = weigh_points(points, unit), 100 * unit
    sums = [_count_sums(case.factors, case.size) for case in cases]
    nearest = min(abs(each - start) for counts in sums for each in counts)
    reach = max(weigh_points(TOLERANCE, unit), nearest)
    number = sum(_count_near(counts, start, reach) for counts in sums)
    found = (_suggest_step(factor, cases, (start, end, reach), number) for factor in factors)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: -each.gain))


def _suggest_step(factor: Factor, cases: Sequence[_Case], place: tuple[int, int, int], number: int) -> Suggestion | None:
    """Average one level up over the combinations near the real points. None where it gains nothing.

    `place`: the real points, the pillar's end, and how far a combination may be from those points. `number`: of such combinations.
    """
    start, end, reach = place
    rises: list[tuple[int, int, int]] = []
    gains = dict.fromkeys((level.key for level in factor.levels[1:]), 0)
    for case in cases:
        if factor not in case.factors:
            continue
        others = _count_sums([each for each in case.factors if each != factor], case.size)
        size = factor.weight * case.size
        for level, above in zip(factor.levels, factor.levels[1:], strict=False):
            count = _count_near(others, start - size * level.share, reach)
            if count:
                rise = min(size * (above.share - level.share), end - start)
                rises.append((count, rise, above.effort))
                gains[above.key] += count * rise
    gain = _to_tenths(sum(count * rise for count, rise, _ in rises), number * end)
    if gain == 0:
        return None
    low, high = (_to_tenths(pick(rise for _, rise, _ in rises), end) for pick in (min, max))
    effort = divide_half_up(sum(count * effort for count, _, effort in rises), sum(count for count, _, _ in rises))
    return Suggestion(factor.key, max(gains, key=lambda level: gains[level]), gain, low, high, effort)


def _list_applicable(factors: Sequence[Factor]) -> Iterator[tuple[Factor, ...]]:
    """List every set of factors that can apply together. A pillar has a factor that always applies, so none is empty."""
    for applies in product(*((True, False) if factor.optional else (True,) for factor in factors)):
        yield tuple(factor for factor, each in zip(factors, applies, strict=True) if each)


def _count_sums(factors: Sequence[Factor], size: int) -> dict[int, int]:
    """Count the combinations of these factors' levels by their points."""
    counts = {0: 1}
    for factor in factors:
        rises = [factor.weight * level.share * size for level in factor.levels]
        more: dict[int, int] = {}
        for points, count in counts.items():
            for rise in rises:
                more[points + rise] = more.get(points + rise, 0) + count
        counts = more
    return counts


def _count_near(counts: dict[int, int], points: int, reach: int) -> int:
    return sum(count for each, count in counts.items() if abs(each - points) <= reach)


def _to_tenths(part: int, whole: int) -> float:
    """Convert a part of a whole pillar to points, rounded half up to tenths."""
    return divide_half_up(10 * PILLAR_POINTS * part, whole) / 10
