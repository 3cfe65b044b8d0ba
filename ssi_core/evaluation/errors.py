"""Pairs → the error of the estimate: by pillar, in all, and by the answer to each factor.

>>> from ssi_core.evaluation.pairs import read_pairs
>>> found = evaluate(read_pairs(b"articles,brand,find,engage,relate\\nnone,9,12.5,12.5,12.5\\n3_or_more,25,12.5,12.5,12.5\\n").pairs)
>>> found["pairs"], found["too_few"], found["scores"]["brand"]
(2, True, {'mean': -4.5, 'mean_absolute': 5.5, 'in_range': 1.0})
>>> found["factors"]["articles"]["answers"]
{'none': {'pairs': 1, 'mean': 1.0}, '3_or_more': {'pairs': 1, 'mean': -10.0}}
"""

from collections.abc import Mapping, Sequence
from statistics import StatisticsError, correlation, fmean
from typing import Any

from ssi_core.answers import list_answers
from ssi_core.comparison import RANGE_TOLERANCE
from ssi_core.evaluation import LEAST_PAIRS
from ssi_core.evaluation.pairs import Pair
from ssi_core.model import MODEL, TOTAL
from ssi_core.scoring import ANSWERED, UNANSWERED, FactorResult, Result, score

DECIMALS = 3
"""Decimals of points and correlations that are returned. LinkedIn shows as many of a pillar."""

type Points = Mapping[str, float]
"""Points, or their error, by pillar and for `TOTAL`."""


def evaluate(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Compare every estimate with its real score. `pairs`: one or more.

    Returns {"model": version, "pairs": number, "too_few": whether that is under LEAST_PAIRS, "scores": {pillar or `TOTAL`: {"mean": error,
    "mean_absolute": error, "in_range": how often the real score lies in the range, 0 to 1}}, "factors": {factor: {"correlation",
    "answers": {answer: {"pairs": number, "mean": error of the factor's pillar}}}}}. Errors are in points; the real total is the sum of the
    pillars. Ends of the range count as within, with the half tenth that they are rounded by.

    `correlation`: Pearson's, -1 to 1, between the shares of the answers to the factor and the errors of its pillar, among the pairs that
    answered it with a level; None where either is the same in all of them. Above 0, people with high answers are estimated too high.
    """
    results = [score(pair.answers) for pair in pairs]
    errors = [find_errors(pair, find_points(result)) for pair, result in zip(pairs, results, strict=True)]
    within = [_find_within(pair, result) for pair, result in zip(pairs, results, strict=True)]
    factors = zip(*(result.factors for result in results), strict=True)
    return {
        "model": MODEL.version,
        "pairs": len(pairs),
        "too_few": len(pairs) < LEAST_PAIRS,
        "scores": {
            key: {**each, "in_range": round(fmean(lies[key] for lies in within), DECIMALS)} for key, each in summarise(errors).items()
        },
        "factors": {factor[0].key: _rate_answers(factor, [each[factor[0].pillar] for each in errors]) for factor in factors},
    }


def find_points(result: Result) -> Points:
    """Return an estimate's points."""
    return {TOTAL: result.total} | {pillar.key: pillar.points for pillar in result.pillars}


def add_total(pillars: Mapping[str, float]) -> Points:
    """Return points by pillar with their sum as the total."""
    return {TOTAL: sum(pillars.values()), **pillars}


def find_errors(pair: Pair, estimate: Points) -> Points:
    """Return the error of an estimate, to thousandths. The real total is the sum of the pillars."""
    real = add_total(pair.real)
    return {key: round(points - real[key], DECIMALS) for key, points in estimate.items()}


def summarise(errors: Sequence[Points]) -> dict[str, dict[str, float]]:
    """Return the mean and the mean absolute error, to thousandths: by pillar, and of the total. `errors`: one or more."""
    return {
        key: {
            "mean": round(fmean(each[key] for each in errors), DECIMALS),
            "mean_absolute": round(fmean(abs(each[key]) for each in errors), DECIMALS),
        }
        for key in errors[0]
    }


def _find_within(pair: Pair, result: Result) -> dict[str, bool]:
    """Return whether each real score lies in its range."""
    ends = {TOTAL: result.range} | {pillar.key: pillar.range for pillar in result.pillars}
    real = add_total(pair.real)
    return {key: round(max(low - real[key], real[key] - high), DECIMALS) <= RANGE_TOLERANCE for key, (low, high) in ends.items()}


def _rate_answers(factors: Sequence[FactorResult], errors: Sequence[float]) -> dict[str, Any]:
    """Say how the answers to one factor go with the errors of its pillar. Both sequences are by pair."""
    answers: dict[str, list[float]] = {answer: [] for answer in (*list_answers(MODEL.find_factor(factors[0].key)), UNANSWERED)}
    for factor, error in zip(factors, errors, strict=True):
        answers[factor.level or factor.status].append(error)
    # In whole thousandths, since the mean of equal fractions need not be equal to them.
    levels = [(factor.share, round(1000 * error)) for factor, error in zip(factors, errors, strict=True) if factor.status == ANSWERED]
    try:
        together = round(correlation([share for share, _ in levels], [error for _, error in levels]), DECIMALS)
    except StatisticsError:
        together = None
    return {
        "correlation": together,
        "answers": {answer: {"pairs": len(found), "mean": round(fmean(found), DECIMALS)} for answer, found in answers.items() if found},
    }
