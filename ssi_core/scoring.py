"""Answers → Result: points for each factor and pillar, the total, and how far all of it could be off.

All arithmetic is in whole numbers, with one division at the end, so that every Python gives the same digits.

- A pillar's points are `PILLAR_POINTS` times the weighted average of its factors' shares, rounded half up to tenths. The total is the sum
  of the rounded pillars, so that what people see adds up.
- An answer that is unknown or not given yet scores `MIDDLE`, the middle of what is possible.
- A factor that is not applicable drops out, which shares its weight among the others of its pillar.
- The range: nobody outside LinkedIn knows the weights. It runs from the lowest to the highest points over every weighting in which each
  factor weighs between half and double its own, and over every level for what is unknown. The weights of a pillar are scaled to
  `PILLAR_POINTS` again in each. It is exact, and the points always lie within it.
"""

from typing import NamedTuple

from ssi_core.answers import Answers
from ssi_core.model import MODEL, NOT_APPLICABLE, PILLAR_POINTS, UNKNOWN, Factor, Model

MIDDLE = 50
"""The share, in percent, that an unknown or missing answer scores."""

ANSWERED = "answered"
UNANSWERED = "unanswered"
"""With `UNKNOWN` and `NOT_APPLICABLE`, what a factor's status can be."""


class FactorResult(NamedTuple):
    """What one factor adds.

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
    """What one pillar adds: `points` and the ends of `range`, 0 to `max`, to tenths."""

    key: str
    points: float
    max: int
    range: tuple[float, float]


class Result(NamedTuple):
    """The whole estimate.

    `total` and the ends of `range`: 0 to `max`, to tenths. `benchmark`: what is good for the role, from and to, where a role was given.
    `missing`: the factors not answered. `unknown`: those answered with "I don't know". Everything stands in the model's order.
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
    """The result of answers that `ssi_core.answers.read_answers` made with the same model.

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
        of_pillar = _factors(model.factors_of(pillar), given)
        factors += of_pillar
        pillars.append(_tenths(of_pillar))
    total, lowest, highest = map(sum, zip(*pillars, strict=True))
    role = None if answers.role is None else model.role(answers.role)
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


def pillar_tenths(weighted: int, weights: int) -> int:
    """A pillar's points in tenths, rounded half up. `weighted`: the sum of weight times share. `weights`: the sum of the weights.

    >>> pillar_tenths(1 * 40 + 2 * 100, 3), pillar_tenths(1, 5), pillar_tenths(0, 5)
    (200, 1, 0)
    """
    return _rounded(10 * PILLAR_POINTS * weighted, 100 * weights)


def _rounded(numerator: int, denominator: int) -> int:
    """The quotient, rounded half up. Both are at least 0."""
    return (2 * numerator + denominator) // (2 * denominator)


def _factors(factors: tuple[Factor, ...], given: dict[str, str]) -> list[FactorResult]:
    """The factors of one pillar. Each's points depend on which of the others apply."""
    weights = sum(factor.weight for factor in factors if given.get(factor.key) != NOT_APPLICABLE)
    return [_factor(factor, given.get(factor.key), weights) for factor in factors]


def _factor(factor: Factor, answer: str | None, weights: int) -> FactorResult:
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
    points = _rounded(PILLAR_POINTS * weight * share, weights) / 100
    most = _rounded(100 * PILLAR_POINTS * weight, weights) / 100
    return FactorResult(factor.key, factor.pillar, status, level, share, weight, points, most)


def _tenths(factors: list[FactorResult]) -> tuple[int, int, int]:
    """A pillar's points, and the lowest and highest they could be, in tenths. Where the status is not `ANSWERED`, any share is possible."""
    applicable = [factor for factor in factors if factor.status != NOT_APPLICABLE]
    weights = sum(factor.weight for factor in applicable)
    weighted = sum(factor.weight * factor.share for factor in applicable)
    best = [(factor.share if factor.status == ANSWERED else 100, factor.weight) for factor in applicable]
    # The lowest average is what the highest average of the points that are lost leaves.
    lost = [(100 - factor.share if factor.status == ANSWERED else 100, factor.weight) for factor in applicable]
    most_lost, most_lost_weights = _highest(lost)
    return (
        pillar_tenths(weighted, weights),
        pillar_tenths(100 * most_lost_weights - most_lost, most_lost_weights),
        pillar_tenths(*_highest(best)),
    )


def _highest(shares: list[tuple[int, int]]) -> tuple[int, int]:
    """The highest weighted average of (share, weight) where each weight may lie between half and double its own, as a fraction.

    A weighted average rises by weighing more what lies above it, and less what lies below. So at its highest the largest shares weigh
    double, and all others half; how many weigh double is found by trying, from the largest down. Weights are counted in halves.
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
