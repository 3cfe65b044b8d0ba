"""Pairs → the weights and shares with the least squared error, tested on others.

A pillar's estimate is 25 · Σ weight · share / Σ weight, over the factors that apply. For each pillar by itself, `fit` minimises

    the mean over the pairs of (the part of the pillar's weight that applies · (estimate - real score))²

over all weights that are, up to one factor for the pillar, between half and double ours; and with `levels` over all shares of the levels
between the lowest and the highest, too, each between half and double ours and none below that of a lower level. A pair to which every
factor applies counts with its whole error.

This is a convex problem. With the sum of the weights fixed, and with weight · share of a level as one unknown, the part times the error is
linear in the unknowns, and every limit is, too. `ssi_core.evaluation.quadratic` solves it. Where pairs cannot tell, the result is next to
ours: `TIE` times the squared distance is added. The sum is proven to be at most `gap`, a millionth of a squared point, above the
least possible, before weights are rounded to hundredths and shares to percents.

With 24 weights, or 80 numbers, to choose, a fit can make the error on a few pairs small and prove nothing. So the pairs are cut into
`FOLDS` parts, by turns in the order of the file; each part is estimated with what was fitted to the others. Only that error counts. It
stands beside that of today's model on the same pairs, and that of guessing for everybody the average real score of the other parts.

Where answers say nothing about real scores, a fit would still lessen the error, by coming nearer to the average. So what was fitted to the
other parts is used only where it has proven itself among them: fitted to all of these but one, it estimates that one better than today's
model, and better than guessing the average. Elsewhere today's model is used, and nothing is gained.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise, permutations
from math import sqrt
from statistics import fmean, stdev
from typing import Any, NamedTuple

from ssi_core.evaluation import LEAST_PAIRS
from ssi_core.evaluation.errors import DECIMALS, Points, add_total, find_errors, summarise
from ssi_core.evaluation.pairs import Pair
from ssi_core.evaluation.quadratic import Bound, minimise
from ssi_core.faults import raise_fault
from ssi_core.model import MODEL, NOT_APPLICABLE, PILLAR_POINTS, TOTAL, Factor
from ssi_core.scoring import FactorResult, round_to_tenths, score

FOLDS = 5
TIE = 1e-4
"""Squared points for an unknown's squared distance from ours."""
WIDEST = 2
"""A weight or share lies between ours divided by this and ours times this."""
ONE = 100
"""The weights are whole hundredths, as the shares are whole percents."""

type Form = list[list[float]]
"""A quadratic form: n × n, symmetric."""
type Unknown = tuple[str, str | None]
"""A factor's weight, its level None; or its weight times the share of a level."""


class Parameters(NamedTuple):
    """Numbers that could be put into the model. `weights`: by factor, in hundredths. `shares`: by factor and level, in percent."""

    weights: dict[str, int]
    shares: dict[tuple[str, str], int]


TODAY = Parameters(
    {factor.key: ONE * factor.weight for factor in MODEL.factors},
    {(factor.key, level.key): level.share for factor in MODEL.factors for level in factor.levels},
)


type _Parts = frozenset[int]
"""The places of parts that are left out."""
_NO_PARTS: _Parts = frozenset()


class _Row(NamedTuple):
    """A pair with the factors of its estimate today."""

    pair: Pair
    factors: tuple[FactorResult, ...]


class _Trial(NamedTuple):
    """The errors on pairs left out: of what was fitted to the others, and of guessing the average of the others."""

    fitted: list[Points]
    average: list[Points]


def fit(pairs: Sequence[Pair], *, levels: bool = False) -> dict[str, Any]:
    """Fit weights, and with `levels` shares, to pairs. Raises InvalidAnswers for fewer pairs than FOLDS.

    Returns {"model": version, "pairs": number, "too_few": whether that is under LEAST_PAIRS, "gap": in squared points, "weights": {factor:
    {"today", "fitted"}}, "shares": {factor: {level: {"today", "fitted"}}} in percent, empty without `levels`, "errors": {"today", "fitted",
    "left_out", "average": {pillar or `TOTAL`: {"mean", "mean_absolute"}}} in points, "gain": {"mean", "standard_error"} in points,
    "better"}.

    `fitted` is the error on the very pairs that were fitted, which flatters. `left_out`: that on pairs left out, of what has proven itself
    on the others, or else of today's model. `gain`: by how much the absolute error of a pillar is smaller on pairs left out than today,
    averaged over pillars and pairs; two rows of one person in different parts flatter it. `better`: there are enough pairs, the gain is
    above two standard errors, and the error on pairs left out is also smaller than that of guessing the average.
    """
    if len(pairs) < FOLDS:
        raise_fault("", "too_few", len(pairs), f"{len(pairs)} pairs, and to fit anything takes {FOLDS}")
    rows = [_Row(pair, score(pair.answers).factors) for pair in pairs]
    parts = _cut_into_parts(rows)
    gap, fits = _fit_all(parts, levels=levels)
    fitted = fits[_NO_PARTS]
    today = _find_all_errors(rows, TODAY)
    left_out: list[Points] = [{}] * len(rows)
    average: list[Points] = [{}] * len(rows)
    for at, part in enumerate(parts):
        without = frozenset([at])
        tried = _leave_out(parts, without, fits)
        todays = _join_parts(_cut_into_parts(today), without)
        is_proven = _find_mean_size(tried.fitted) < min(_find_mean_size(todays), _find_mean_size(tried.average))
        left_out[at::FOLDS] = _find_all_errors(part, fits[without] if is_proven else TODAY)
        average[at::FOLDS] = _guess_average(part, _join_parts(parts, without))
    gains = [_find_size(before) - _find_size(after) for before, after in zip(today, left_out, strict=True)]
    gain, doubt = fmean(gains), stdev(gains) / sqrt(len(gains))
    errors = {"today": today, "fitted": _find_all_errors(rows, fitted), "left_out": left_out, "average": average}
    shares = {
        factor.key: {level.key: {"today": level.share, "fitted": fitted.shares[factor.key, level.key]} for level in factor.levels[1:-1]}
        for factor in MODEL.factors
    }
    return {
        "model": MODEL.version,
        "pairs": len(pairs),
        "too_few": len(pairs) < LEAST_PAIRS,
        "gap": round(gap, 10),
        "weights": {factor.key: {"today": factor.weight, "fitted": fitted.weights[factor.key] / ONE} for factor in MODEL.factors},
        "shares": shares if levels else {},
        "errors": {name: summarise(each) for name, each in errors.items()},
        "gain": {"mean": round(gain, DECIMALS), "standard_error": round(doubt, DECIMALS)},
        "better": len(pairs) >= LEAST_PAIRS and gain > 2 * doubt and _find_mean_size(left_out) < _find_mean_size(average),
    }


def estimate(factors: Sequence[FactorResult], parameters: Parameters) -> Points:
    """Return the points of answers with other weights and shares, rounded as `ssi_core.scoring` does.

    `factors`: those of a `Result`, whose statuses and levels count.

    >>> from ssi_core.personas import PERSONAS
    >>> all(estimate(score(each.answers).factors, TODAY)[TOTAL] == score(each.answers).total for each in PERSONAS)
    True
    """
    tenths = {}
    for pillar in MODEL.pillars:
        parts = [
            (parameters.weights[factor.key], parameters.shares[factor.key, factor.level] if factor.level else factor.share)
            for factor in factors
            if factor.pillar == pillar and factor.status != NOT_APPLICABLE
        ]
        tenths[pillar] = round_to_tenths(sum(weight * share for weight, share in parts), sum(weight for weight, _ in parts))
    return {TOTAL: sum(tenths.values()) / 10} | {pillar: each / 10 for pillar, each in tenths.items()}


def _leave_out(parts: Sequence[Sequence[_Row]], without: _Parts, fits: Mapping[_Parts, Parameters]) -> _Trial:
    """Estimate each part with what was fitted to the others. Those at `without` are left aside."""
    trial = _Trial([], [])
    for at, part in enumerate(parts):
        if at not in without:
            others = without | {at}
            trial.fitted.extend(_find_all_errors(part, fits[others]))
            trial.average.extend(_guess_average(part, _join_parts(parts, others)))
    return trial


def _cut_into_parts[T](each_pair: Sequence[T]) -> list[Sequence[T]]:
    return [each_pair[at::FOLDS] for at in range(FOLDS)]


def _join_parts[T](parts: Sequence[Sequence[T]], without: _Parts) -> list[T]:
    return [each for at, part in enumerate(parts) if at not in without for each in part]


def _find_all_errors(rows: Sequence[_Row], parameters: Parameters) -> list[Points]:
    return [find_errors(row.pair, estimate(row.factors, parameters)) for row in rows]


def _guess_average(rows: Sequence[_Row], others: Sequence[_Row]) -> list[Points]:
    """Return the errors of guessing for everybody the average real score of the others."""
    guess = add_total({pillar: fmean(row.pair.real[pillar] for row in others) for pillar in MODEL.pillars})
    return [find_errors(row.pair, guess) for row in rows]


def _find_size(errors: Points) -> float:
    """Return the mean absolute error of a pillar."""
    return fmean(abs(errors[pillar]) for pillar in MODEL.pillars)


def _find_mean_size(errors: Sequence[Points]) -> float:
    return fmean(map(_find_size, errors))


def _fit_all(parts: Sequence[Sequence[_Row]], *, levels: bool) -> tuple[float, dict[_Parts, Parameters]]:
    """Fit parameters to all parts, and without each one or two. Also returns the largest gap."""
    gaps: list[float] = []
    left_out = [frozenset(each) for number in range(3) for each in combinations(range(len(parts)), number)]
    fits = {each: Parameters(dict(TODAY.weights), dict(TODAY.shares)) for each in left_out}
    for pillar in MODEL.pillars:
        factors = MODEL.find_factors(pillar)
        problem = _make_problem(factors, levels=levels)
        unknowns = problem.unknowns
        forms = [_sum_squares([_make_row(row, pillar, unknowns) for row in part], len(unknowns)) for part in parts]
        for without, parameters in fits.items():
            used = [place for place in range(len(parts)) if place not in without]
            pairs = sum(len(parts[place]) for place in used)
            gaps.append(_fit_pillar(problem, [forms[place] for place in used], pairs, parameters))
    return max(gaps), fits


def _list_unknowns(factors: Sequence[Factor], *, levels: bool) -> dict[Unknown, int]:
    """Return the place of each unknown: a factor's weight, under no level; with `levels`, weight · share of each level in between."""
    keys: list[Unknown] = [(factor.key, None) for factor in factors]
    if levels:
        keys += [(factor.key, level.key) for factor in factors for level in factor.levels[1:-1]]
    return {key: place for place, key in enumerate(keys)}


def _make_row(row: _Row, pillar: str, unknowns: Mapping[Unknown, int]) -> dict[int, float]:
    """Return the coefficients of the error, times the sum of the weights that apply.

    They are by the place of the unknown."""
    coefficients: dict[int, float] = {}
    for factor in row.factors:
        if factor.pillar == pillar and factor.status != NOT_APPLICABLE:
            weight, level = unknowns[factor.key, None], unknowns.get((factor.key, factor.level))
            coefficients[weight] = -row.pair.real[pillar]
            if factor.level is None or level is None:
                coefficients[weight] += PILLAR_POINTS * factor.share / 100
            else:
                coefficients[level] = PILLAR_POINTS
    return coefficients


def _sum_squares(rows: Sequence[Mapping[int, float]], size: int) -> Form:
    """Return the quadratic form that is the sum of the squares of linear ones."""
    form = [[0.0] * size for _ in range(size)]
    for row in rows:
        for place, one in row.items():
            for other, another in row.items():
                form[place][other] += one * another
    return form


class _Problem(NamedTuple):
    """The unknowns of a pillar and their limits. `tie`: a quadratic form, their squared distance from ours. `start`: ours."""

    factors: Sequence[Factor]
    unknowns: Mapping[Unknown, int]
    bounds: list[Bound]
    tie: Form
    start: list[float]


def _make_problem(factors: Sequence[Factor], *, levels: bool) -> _Problem:
    unknowns = _list_unknowns(factors, levels=levels)
    ours = {factor.key: factor.weight for factor in factors}
    part = {key: weight / sum(ours.values()) for key, weight in ours.items()}
    bounds = [
        Bound(unknowns[one, None], unknowns[other, None], ours[one] / ours[other] / WIDEST**2) for one, other in permutations(ours, 2)
    ]
    # Linear forms that are 0 where the unknowns are ours.
    distances = [{unknowns[other, None]: (one == other) - part[one] for other in ours} for one in ours]
    start = [float(weight) for weight in ours.values()]
    for factor in factors:
        weight = unknowns[factor.key, None]
        for level, above in pairwise(factor.levels):
            place = unknowns.get((factor.key, level.key))
            if place is not None:
                share = level.share / 100
                top = unknowns.get((factor.key, above.key), weight)
                bounds += [Bound(place, weight, share / WIDEST), Bound(weight, place, 1 / share / WIDEST), Bound(top, place, 1)]
                distances.append({place: 1, weight: -share})
                start.append(factor.weight * share)
    return _Problem(factors, unknowns, bounds, _sum_squares(distances, len(unknowns)), start)


def _fit_pillar(problem: _Problem, forms: Sequence[Form], pairs: int, found: Parameters) -> float:
    """Put a pillar's weights and shares with the least squared error into `found`. Returns the gap, in squared points.

    `forms`: the sums of squares, of `pairs` pairs together.
    """
    factors, unknowns, bounds, tie, start = problem
    scale = pairs * sum(factor.weight for factor in factors) ** 2
    form = [[sum(values) / scale + TIE * near for *values, near in zip(*rows, strict=True)] for rows in zip(*forms, tie, strict=True)]
    values, gap = minimise(form, bounds, range(len(factors)), start)
    # Of all multiples within the limits, the one whose sum is nearest to ours.
    least = max(factor.weight / WIDEST / values[unknowns[factor.key, None]] for factor in factors)
    most = min(factor.weight * WIDEST / values[unknowns[factor.key, None]] for factor in factors)
    for factor in factors:
        weight = values[unknowns[factor.key, None]]
        found.weights[factor.key] = round(ONE * weight * min(max(1, least), most))
        below = 0
        for at, level in enumerate(factor.levels):
            if (factor.key, level.key) in unknowns:
                share = round(100 * values[unknowns[factor.key, level.key]] / weight)
                # In whole percents, and rising to 100. A share is inside its limits, each a whole percent or a half, and so stays there.
                highest = 100 - (len(factor.levels) - 1 - at)
                below = max(below + 1, min(share, highest))
                found.shares[factor.key, level.key] = below
    return gap
