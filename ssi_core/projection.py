"""Projection: the real score after steps, of which the estimate says only what they add.

The real points are LinkedIn's; nobody knows what a step adds to them. So the range runs over every weighting that the estimate's own range
runs over, but only for what the steps add: where nothing is added, nothing is uncertain.

>>> from ssi_core.answers import read_answers
>>> from ssi_core.scoring import score
>>> before, after = (score(read_answers({"answers": {"articles": level}})) for level in ("one", "3_or_more"))
>>> real = {"brand": 13.118, "find": 4.8, "engage": 2.05, "relate": 13.5}
>>> project_steps(before, before, real).total, project_steps(before, before, real).range
(33.5, (33.5, 33.5))
>>> project_steps(before, after, real).total, project_steps(before, after, real).range
(36.5, (34.4, 41.0))
"""

from collections.abc import Mapping

from ssi_core.model import NOT_APPLICABLE, PILLAR_POINTS
from ssi_core.scoring import THOUSANDTHS, FactorResult, PillarResult, Result, find_highest_average, round_to_tenths, weigh_points


def project_steps(before: Result, after: Result, real: Mapping[str, int | float | None]) -> Result:
    """Add to the real points what steps add to the estimate. No pillar goes beyond its end.

    `before` and `after`: the estimates without and with the steps. The same factors apply in both. `real`: LinkedIn's own points by
    pillar. A pillar that is None or absent is not known, and is that of `after`. Returns `after` with the pillars, total and range that
    follow; its factors stay the estimate's.
    """
    pillars = []
    for pillar in after.pillars:
        start = real.get(pillar.key)
        if start is not None:
            rises = [
                (new.share - old.share, new.weight)
                for old, new in zip(_select_factors(before, pillar.key), _select_factors(after, pillar.key), strict=True)
            ]
            pillar = _project_pillar(pillar.key, start, rises)
        pillars.append(pillar)
    low, high = (sum(round(10 * pillar.range[end]) for pillar in pillars) / 10 for end in (0, 1))
    return after._replace(total=sum(round(10 * pillar.points) for pillar in pillars) / 10, range=(low, high), pillars=tuple(pillars))


def _select_factors(result: Result, pillar: str) -> list[FactorResult]:
    return [factor for factor in result.factors if factor.pillar == pillar and factor.status != NOT_APPLICABLE]


def _project_pillar(key: str, start: int | float, rises: list[tuple[int, int]]) -> PillarResult:
    """Return a pillar's points after `rises`: of each factor the percent of its points that it gains, and its weight."""
    weights = sum(weight for _, weight in rises)
    likely = sum(rise * weight for rise, weight in rises), weights
    # The lowest average rise is the rest after the highest average of what does not rise.
    missed, missed_weights = find_highest_average([(100 - rise, weight) for rise, weight in rises])
    least = 100 * missed_weights - missed, missed_weights
    points, low, high = (_add(start, *rise) / 10 for rise in (likely, least, find_highest_average(rises)))
    return PillarResult(key, points, PILLAR_POINTS, (low, high))


def _add(start: int | float, rise: int, weights: int) -> int:
    """Return the tenths of points after a rise, in percent of the pillar times `weights`."""
    scaled = THOUSANDTHS * weights
    return round_to_tenths(min(weigh_points(start, scaled) + THOUSANDTHS * rise, 100 * scaled), scaled)
