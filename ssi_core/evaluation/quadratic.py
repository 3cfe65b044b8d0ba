"""Minimises a convex quadratic form under linear bounds, with a proven gap.

The method is the primal-dual interior point method for quadratic problems, as in Boyd and Vandenberghe, Convex Optimization (2004), 11.7.
Each bound has a slack and a price, and the sum has a price. A step solves the conditions of a minimum, made linear: the gradient is what
the prices add up to, and each slack times its price is a tenth of their present average. It draws nothing at random.

>>> minimum = minimise([[1, 0], [0, 1]], [Bound(0, 1, 0.5), Bound(1, 0, 0.5)], [0, 1], [1.2, 1.8])
>>> [round(value, 4) for value in minimum.values], minimum.gap < 1e-5
([1.5, 1.5], True)
"""

from collections.abc import Sequence
from math import inf, sumprod
from operator import attrgetter
from typing import NamedTuple

TOLERANCE = 1e-6
"""The gap at which the search ends. Near it, rounding errors can grow faster than the gap shrinks; then the least gap counts."""
MOST_STEPS = 60
"""Steps after which it ends in any case. It needs some twenty."""
_SHRINK = 0.1
"""Each step aims at this part of the slack times its price."""
_KEEP = 0.01
"""The part of a slack or price that a step leaves at least, so that all stay above 0."""


class Bound(NamedTuple):
    """A linear bound: `values[high] >= ratio * values[low]`. `ratio`: above 0."""

    high: int
    low: int
    ratio: float


class Minimum(NamedTuple):
    """The result. `gap`: the form here is proven to lie at most so far above the least possible."""

    values: list[float]
    gap: float


def minimise(form: Sequence[Sequence[float]], bounds: Sequence[Bound], summed: Sequence[int], start: Sequence[float]) -> Minimum:
    """Find the x with the least xᵀ·form·x, under bounds and with one sum held.

    The values at the indices `summed` keep the sum that they have in `start`.

    `form`: n × n, symmetric, positive definite on vectors of sum 0. `bounds`: one or more; with them every value lies between 0 and the
    sum. `start`: n values that keep every bound with room to spare.
    """
    x, count = [*start], len(start)
    total = sum(x[index] for index in summed)
    border = [1.0 if index in summed else 0.0 for index in range(count)]
    slacks = [x[high] - ratio * x[low] for high, low, ratio in bounds]
    prices = [1 / slack for slack in slacks]
    sum_price = 0.0
    steps = 0
    best = Minimum(x, inf)
    while True:
        wrong = [2 * sumprod(row, x) - sum_price * edge for row, edge in zip(form, border, strict=True)]
        _add_bounds(wrong, bounds, [-price for price in prices])
        products = sumprod(slacks, prices)
        # By convexity; the least has each value between 0 and the sum, too.
        gap = products + sum(max(each * value, each * (value - total)) for each, value in zip(wrong, x, strict=True))
        steps += 1
        best = min(best, Minimum(x, gap), key=attrgetter("gap"))
        if gap <= TOLERANCE or products <= TOLERANCE / 1000 or steps > MOST_STEPS:
            return best
        aim = _SHRINK * products / len(bounds)
        matrix = [[*(2 * value for value in row), -edge] for row, edge in zip(form, border, strict=True)]
        for (high, low, ratio), slack, price in zip(bounds, slacks, prices, strict=True):
            stiffness = price / slack
            matrix[high][high] += stiffness
            matrix[low][low] += stiffness * ratio * ratio
            matrix[high][low] -= stiffness * ratio
            matrix[low][high] -= stiffness * ratio
        right = [-value for value in wrong]
        _add_bounds(right, bounds, [aim / slack - price for slack, price in zip(slacks, prices, strict=True)])
        *change, sum_price_change = _solve([*matrix, [*border, 0.0]], [*right, 0.0])
        slack_changes = [change[high] - ratio * change[low] for high, low, ratio in bounds]
        price_changes = [
            (aim - price * slack_change) / slack - price for slack, price, slack_change in zip(slacks, prices, slack_changes, strict=True)
        ]
        moves = zip([*slacks, *prices], [*slack_changes, *price_changes], strict=True)
        length = min([1.0, *((1 - _KEEP) * value / -by for value, by in moves if by < 0)])
        x, slacks, prices = (
            [value + length * by for value, by in zip(values, changes, strict=True)]
            for values, changes in ((x, change), (slacks, slack_changes), (prices, price_changes))
        )
        sum_price += length * sum_price_change


def _add_bounds(values: list[float], bounds: Sequence[Bound], factors: Sequence[float]) -> None:
    """Add each bound's gradient times its factor."""
    for (high, low, ratio), factor in zip(bounds, factors, strict=True):
        values[high] += factor
        values[low] -= ratio * factor


def _solve(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """Solve a regular system of linear equations, by elimination with row pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        top = rows[at]
        for below in range(at + 1, size):
            factor = rows[below][at] / top[at]
            rows[below][at:] = [value - factor * above for value, above in zip(rows[below][at:], top[at:], strict=True)]
    solution: list[float] = []
    for at in reversed(range(size)):
        known = sumprod(rows[at][at + 1 : size], reversed(solution))
        solution.append((rows[at][size] - known) / rows[at][at])
    return solution[::-1]
