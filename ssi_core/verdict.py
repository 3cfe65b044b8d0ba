"""Verdict: what an estimate comes to, as keys and whole numbers for sentences in any language.

It compares the total with the model's own marks: the averages seen on real pages, the guidelines, and the outer bands of the distribution.
It compares whole numbers, as readers see them: a total shown as 36 is not above an average of 36.

>>> from ssi_core.advice import find_next_steps
>>> from ssi_core.answers import read_answers
>>> from ssi_core.scoring import score
>>> result = score(read_answers({"answers": {"articles": "none", "rich_media": "2_to_4", "groups": "none"}}))
>>> judge(result, find_next_steps(result))
Verdict(band=None, total=47, range=(1, 97), guideline=None, short=0, known=3, needed=15, sure=(), strongest=None, cheapest='articles')
"""

from collections.abc import Sequence
from math import lcm
from typing import NamedTuple

from ssi_core.advice import Step
from ssi_core.model import MODEL, NOT_APPLICABLE, PILLAR_POINTS, TOTAL, Model
from ssi_core.scoring import ANSWERED, FactorResult, Result, round_to_whole

LOWEST = "lowest"
"""In the lowest band of the distribution."""
BELOW = "below"
"""Below the observed averages."""
AROUND = "around"
"""Among the observed averages."""
ABOVE = "above"
"""Above the observed averages."""
GOOD = "good"
"""At or above the lowest guideline."""
HIGHEST = "highest"
"""In the highest band of the distribution."""
WITHIN = "within"
"""Within the guideline for a line of work. It can also be `BELOW` or `ABOVE`."""

ENOUGH = (3, 4)
"""The share of the answers, three quarters, that must be known before one number is worth reading."""
STRENGTH = PILLAR_POINTS // 5
"""The least points for which a pillar can be called strong."""


class Verdict(NamedTuple):
    """The estimate in short.

    `band`: where the total is, or None with too few answers. `total`, and `range` rounded outwards: whole points. `guideline`: where the
    total is beside that for the chosen line of work, or None without one or without a band; `short`: the points it is below. `known`: the
    answers that tell something. `needed`: how many more it takes for a band. `sure`: `TOTAL` and the pillars of which enough is known for
    one number. `strongest`: of the sure pillars the one with most points, where it has no equal. `cheapest`: the factor of the next step
    with most points an hour.
    """

    band: str | None
    total: int
    range: tuple[int, int]
    guideline: str | None
    short: int
    known: int
    needed: int
    sure: tuple[str, ...]
    strongest: str | None
    cheapest: str | None


def judge(result: Result, steps: Sequence[Step], model: Model = MODEL) -> Verdict:
    """Judge a result. `steps`: those that `ssi_core.advice.find_next_steps` lists for it."""
    needs = {
        TOTAL: _count_needed(result.factors),
        **{pillar.key: _count_needed([each for each in result.factors if each.pillar == pillar.key]) for pillar in result.pillars},
    }
    sure = tuple(key for key, needed in needs.items() if needed == 0)
    total = round_to_whole(result.total)
    low, high = (round(10 * end) for end in result.range)
    benchmark = result.benchmark if TOTAL in sure else None
    return Verdict(
        band=find_band(total, model) if TOTAL in sure else None,
        total=total,
        range=(low // 10, -(-high // 10)),
        guideline=None if benchmark is None else BELOW if total < benchmark[0] else ABOVE if total > benchmark[1] else WITHIN,
        short=0 if benchmark is None else max(benchmark[0] - total, 0),
        known=sum(map(_is_known, result.factors)),
        needed=needs[TOTAL],
        sure=sure,
        strongest=_find_strongest(result, sure),
        cheapest=_find_cheapest(steps),
    )


def find_band(total: int, model: Model = MODEL) -> str:
    """Find the band of a total in whole points.

    >>> [find_band(total) for total in (0, 20, 21, 28, 29, 36, 37, 49, 50, 69, 70, 100)]
    ['lowest', 'lowest', 'below', 'below', 'around', 'around', 'above', 'above', 'good', 'good', 'highest', 'highest']
    """
    average = next(seen for seen in model.observed if seen.key == TOTAL)
    lowest, *_, highest = model.distribution.bands
    if total >= highest.low:
        return HIGHEST
    if total >= min(role.low for role in model.roles):
        return GOOD
    if total > average.high:
        return ABOVE
    if total >= average.low:
        return AROUND
    return BELOW if total > lowest.high else LOWEST


def _is_known(factor: FactorResult) -> bool:
    return factor.status in (ANSWERED, NOT_APPLICABLE)


def _count_needed(factors: Sequence[FactorResult]) -> int:
    """Count how many more of these factors must be known for one number."""
    part, whole = ENOUGH
    return max(-(-part * len(factors) // whole) - sum(map(_is_known, factors)), 0)


def _find_strongest(result: Result, sure: Sequence[str]) -> str | None:
    ordered = sorted((pillar for pillar in result.pillars if pillar.key in sure), key=lambda pillar: -pillar.points)
    if not ordered or ordered[0].points < STRENGTH or [pillar.points for pillar in ordered[:2]] == [ordered[0].points] * 2:
        return None
    return ordered[0].key


def _find_cheapest(steps: Sequence[Step]) -> str | None:
    # On one denominator, so that the comparison is exact. Of equals the first gains most.
    hours = lcm(*(step.effort for step in steps))
    return max(steps, key=lambda step: round(10 * step.gain) * (hours // step.effort)).factor if steps else None
