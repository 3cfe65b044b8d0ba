"""Two sets of answers → what each factor added to the score, or took.

A pillar is a weighted average. So what a factor does is its weight times the change of its share, and the factors of a pillar add up to the
change of its points. Two things need a rule:

- A factor that begins or ceases to apply changes the weights of the others in its pillar. Then the answers are changed one by one, in the
  model's order and in the reverse order, and each factor gets the mean of the two: what it added when it came early, and when it came late.
  A factor whose answer stayed the same gets nothing. The way back gives the same numbers with the other sign, up to rounding.
- Pillars are rounded to tenths. The rest that this leaves is shared among the factors of the pillar in proportion to what they did.

All arithmetic is in whole numbers, and the result in hundredths: the factors of a pillar add up exactly to the change of its rounded
points, and the pillars to that of the total.

>>> from ssi_core.answers import read_answers
>>> before, after = (read_answers({"answers": {"sharing": sharing, "connections": "500_or_more"}}) for sharing in ("weekly", "monthly"))
>>> change = attribute(before, after)
>>> change.total, change.factors
(-2.3, (Contribution(factor='sharing', pillar='engage', before='weekly', after='monthly', points=-2.3),))
"""

from collections.abc import Iterable, Sequence
from math import lcm
from typing import NamedTuple

from ssi_core.answers import Answers
from ssi_core.model import MODEL, PILLAR_POINTS, Model
from ssi_core.scoring import FactorResult, score


class Contribution(NamedTuple):
    """The contribution of one factor to the change. `points`: of its pillar's, to hundredths; below 0 where it took some.

    `before`, `after`: its answers, None where there was none.
    """

    factor: str
    pillar: str
    before: str | None
    after: str | None
    points: float


class Attribution(NamedTuple):
    """The change of a score. `total`, and points by pillar: after less before, to tenths.

    `factors`: those whose share or weight changed, the largest contribution first. They add up to the pillars, and these to the total.
    """

    total: float
    pillars: tuple[tuple[str, float], ...]
    factors: tuple[Contribution, ...]


def attribute(before: Answers, after: Answers, model: Model = MODEL) -> Attribution:
    """Attribute the change of the score to the factors."""
    old, new = score(before, model), score(after, model)
    answers = dict(before.given), dict(after.given)
    changes: dict[str, int] = {}
    found: list[Contribution] = []
    for first, last in zip(old.pillars, new.pillars, strict=True):
        change = changes[first.key] = round(100 * last.points) - round(100 * first.points)
        pairs = [(a, b) for a, b in zip(old.factors, new.factors, strict=True) if a.pillar == first.key]
        for (factor, _), points in zip(pairs, _share_change(change, pairs), strict=True):
            if points is not None:
                key = factor.key
                found.append(Contribution(key, first.key, answers[0].get(key), answers[1].get(key), points / 100))
    return Attribution(
        total=sum(changes.values()) / 100,
        pillars=tuple((pillar, change / 100) for pillar, change in changes.items()),
        factors=tuple(sorted(found, key=lambda each: -abs(each.points))),
    )


def _share_change(change: int, pairs: Sequence[tuple[FactorResult, FactorResult]]) -> list[int | None]:
    """Share the change of a pillar among its factors; both are in hundredths. None: for a factor that did not change.

    `pairs`: each factor before and after.
    """
    changed = [(before.weight, before.share) != (after.weight, after.share) for before, after in pairs]
    exact, unit = _find_contributions(pairs)
    whole = sum(map(abs, exact))
    # The rest, in units, is what rounding added to the pillar. Without contributions there is none.
    rest = change * unit - sum(exact)
    shares = [divmod(each * whole + rest * abs(each), unit * whole) if whole else (0, 0) for each in exact]
    points = [quotient for quotient, _ in shares]
    most_left = sorted(range(len(points)), key=lambda place: -shares[place][1])
    for place in most_left[: change - sum(points)]:
        points[place] += 1
    return [each if is_changed else None for each, is_changed in zip(points, changed, strict=True)]


def _find_contributions(pairs: Sequence[tuple[FactorResult, FactorResult]]) -> tuple[list[int], int]:
    """Find the exact contributions, as whole numbers of units. Also returns how many units make a hundredth."""
    places = range(len(pairs))
    steps = [*_replace_one_by_one(pairs, places), *_replace_one_by_one(pairs, reversed(places))]
    common = lcm(*(weights for _, *sums in steps for _, weights in sums))
    contributions = [0] * len(pairs)
    for place, before, after in steps:
        for sign, (weighted, weights) in ((-1, before), (1, after)):
            contributions[place] += sign * PILLAR_POINTS * weighted * (common // weights)
    # Each factor has two steps, of which the mean counts.
    return contributions, 2 * common


type _Sums = tuple[int, int]
"""The sum of weight times share, and that of the weights."""


def _replace_one_by_one(pairs: Sequence[tuple[FactorResult, FactorResult]], order: Iterable[int]) -> list[tuple[int, _Sums, _Sums]]:
    """Replace each factor by what it is after; return its place, with the sums before and after it was replaced."""
    now = [before for before, _ in pairs]
    steps: list[tuple[int, _Sums, _Sums]] = []
    for place in order:
        before = _add_up(now)
        now[place] = pairs[place][1]
        steps.append((place, before, _add_up(now)))
    return steps


def _add_up(factors: Iterable[FactorResult]) -> _Sums:
    weighted = weights = 0
    for factor in factors:
        weighted += factor.weight * factor.share
        weights += factor.weight
    return weighted, weights
