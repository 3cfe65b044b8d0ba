"""Answers → Result: points for each factor and pillar, the total, and the plausible range.

All arithmetic is in whole numbers, with one division at the end, so that every Python gives the same digits.

- A pillar's points are `PILLAR_POINTS` times the weighted average of its factors' shares, rounded half up to tenths. The total is the sum
  of the rounded pillars, so that the displayed numbers add up.
- An answer that is unknown or not given yet scores `MIDDLE`, the middle of what is possible.
- A factor that is not applicable drops out; its weight is shared among the others of its pillar.
- The range: nobody outside LinkedIn knows the weights. It runs from the lowest to the highest points over every weighting in which each
  factor weighs between half and double its own, and over every level for unknown answers. The weights of a pillar are scaled to
  `PILLAR_POINTS` again in each. The range is exact, and the points always lie within it.
"""

from typing import NamedTuple

from ssi_core.answers import Answers
from ssi_core.model import MODEL, NOT_APPLICABLE, PILLAR_POINTS, UNKNOWN, Factor, Model

MIDDLE = 50
"""The share, in percent, that an unknown or missing answer scores."""

THOUSANDTHS = 1000 * PILLAR_POINTS // 100
"""Thousandths of a point in one percent of a pillar. LinkedIn shows a pillar's points to thousandths."""

ANSWERED = "answered"
UNANSWERED = "unanswered"
"""With `UNKNOWN` and `NOT_APPLICABLE`, the possible statuses of a factor."""


class FactorResult(NamedTuple):
    """The contribution of one factor.

    `status`: `ANSWERED`, `UNKNOWN`, `UNANSWERED` or `NOT_APPLICABLE`. `level`: its key where it is answered. `share`: percent of the
    factor's points. `weight`: within its pillar, 0 where it is not applicable. `points` of at most `max`: the pillar's, to hundredths.
    """

    key: str
    pillar: str
    status: str
    level: str | None
    share: int
    weight: int
    points: float
    max: float


class PillarResult(NamedTuple):
    """The contribution of one pillar. `points` and the ends of `range`: 0 to `max`, to tenths."""

    key: str
    points: float
    max: int
    range: tuple[float, float]


class Result(NamedTuple):
    """The whole estimate.

    `total` and the ends of `range`: 0 to `max`, to tenths. `benchmark`: lowest and highest good total for the role, where a role was given.
    `missing`: the factors not answered. `unknown`: those answered with "I don't know". All are in the model's order.
    """

    version: str
    role: str | None
    total: float
    max: int
    range: tuple[float, float]
    benchmark: tuple[int, int] | None
    pillars: tuple[PillarResult, ...]
    factors: tuple[FactorResult, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def score(answers: Answers, model: Model = MODEL) -> Result:
    """Score answers that `ssi_core.answers.read_answers` made with the same model.

    >>> nothing = score(Answers())
    >>> nothing.total, nothing.range, len(nothing.missing)
    (50.0, (0.0, 100.0), 24)
    >>> one = score(Answers((("connections", "500_or_more"), ("colleague_connections", "not_applicable"))))
    >>> one.pillars[3]
    PillarResult(key='relate', points=14.6, max=25, range=(1.2, 25.0))
    """
    given = dict(answers.given)
    factors: list[FactorResult] = []
    pillars: list[tuple[int, int, int]] = []
    for pillar in model.pillars:
        of_pillar = _score_factors(model.find_factors(pillar), given)
        factors += of_pillar
        pillars.append(_score_pillar(of_pillar))
    total, lowest, highest = map(sum, zip(*pillars, strict=True))
    role = None if answers.role is None else model.find_role(answers.role)
    return Result(
        version=model.version,
        role=answers.role,
        total=total / 10,
        max=PILLAR_POINTS * len(pillars),
        range=(lowest / 10, highest / 10),
        benchmark=None if role is None else (role.low, role.high),
        pillars=tuple(
            PillarResult(key, points / 10, PILLAR_POINTS, (low / 10, high / 10))
            for key, (points, low, high) in zip(model.pillars, pillars, strict=True)
        ),
        factors=tuple(factors),
        missing=tuple(factor.key for factor in factors if factor.status == UNANSWERED),
        unknown=tuple(factor.key for factor in factors if factor.status == UNKNOWN),
    )


def round_to_tenths(weighted: int, weights: int) -> int:
    """Round a pillar's points half up, and return them in tenths.

    `weighted`: the sum of weight times share. `weights`: the sum of the weights.

    >>> round_to_tenths(1 * 40 + 2 * 100, 3), round_to_tenths(1, 5), round_to_tenths(0, 5)
    (200, 1, 0)
    """
    return divide_half_up(10 * PILLAR_POINTS * weighted, 100 * weights)


def weigh_points(points: int | float, weights: int) -> int:
    """Return the sum of weight times share that makes a pillar's points, to thousandths. The inverse of `round_to_tenths`.

    `weights`: the sum of the weights, a multiple of `THOUSANDTHS`, so that the result is exact.

    >>> weigh_points(13.118, 9 * THOUSANDTHS), round_to_tenths(weigh_points(13.118, 9 * THOUSANDTHS), 9 * THOUSANDTHS)
    (118062, 131)
    """
    return round(1000 * points) * (weights // THOUSANDTHS)


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return the quotient, rounded half up. Both numbers are at least 0."""
    return (2 * numerator + denominator) // (2 * denominator)


def round_to_whole(points: float) -> int:
    """Round points in tenths to whole ones, half up, as the total is shown.

    >>> [round_to_whole(points) for points in (0.0, 12.4, 12.5)]
    [0, 12, 13]
    """
    return divide_half_up(round(10 * points), 10)


def _score_factors(factors: tuple[Factor, ...], given: dict[str, str]) -> list[FactorResult]:
    """Score the factors of one pillar. Each factor's points depend on which others apply."""
    weights = sum(factor.weight for factor in factors if given.get(factor.key) != NOT_APPLICABLE)
    return [_score_factor(factor, given.get(factor.key), weights) for factor in factors]


def _score_factor(factor: Factor, answer: str | None, weights: int) -> FactorResult:
    weight, share, level = factor.weight, MIDDLE, None
    if answer is None:
        status = UNANSWERED
    elif answer == UNKNOWN:
        status = UNKNOWN
    elif answer == NOT_APPLICABLE:
        status, weight, share = NOT_APPLICABLE, 0, 0
    else:
        status, level = ANSWERED, answer
        share = next(level.share for level in factor.levels if level.key == answer)
    points = divide_half_up(PILLAR_POINTS * weight * share, weights) / 100
    most = divide_half_up(100 * PILLAR_POINTS * weight, weights) / 100
    return FactorResult(factor.key, factor.pillar, status, level, share, weight, points, most)


def _score_pillar(factors: list[FactorResult]) -> tuple[int, int, int]:
    """Return a pillar's points and the lowest and highest possible, in tenths.

    Where the status is not `ANSWERED`, any share is possible.
    """
    applicable = [factor for factor in factors if factor.status != NOT_APPLICABLE]
    weights = sum(factor.weight for factor in applicable)
    weighted = sum(factor.weight * factor.share for factor in applicable)
    best = [(factor.share if factor.status == ANSWERED else 100, factor.weight) for factor in applicable]
    # The lowest average is the rest after the highest average of the lost points.
    lost = [(100 - factor.share if factor.status == ANSWERED else 100, factor.weight) for factor in applicable]
    most_lost, most_lost_weights = find_highest_average(lost)
    return (
        round_to_tenths(weighted, weights),
        round_to_tenths(100 * most_lost_weights - most_lost, most_lost_weights),
        round_to_tenths(*find_highest_average(best)),
    )


def find_highest_average(shares: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the highest weighted average of (share, weight), as a fraction.

    Each weight may lie between half and double its own. A weighted average rises with more weight on shares above it and less on shares
    below it. So at its highest the largest shares weigh double, and all others half; how many weigh double is found by trying, from the
    largest down. Weights are counted in halves.
    """
    numerator = sum(share * weight for share, weight in shares)
    denominator = sum(weight for _, weight in shares)
    best = numerator, denominator
    for share, weight in sorted(shares, reverse=True):
        numerator += 3 * share * weight
        denominator += 3 * weight
        if numerator * best[1] > best[0] * denominator:
            best = numerator, denominator
    return best
