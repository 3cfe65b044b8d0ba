"""Advice: the gain of each next step, and the plan of least effort.

Only answered factors have steps: from an unknown level the distance to the next is unknown. Gains are differences between displayed totals,
so they are in tenths and add up. Effort is in hours over the model's window.

Where LinkedIn's own points of a pillar are known, `real` holds them: then steps start from those points, the estimate only says what each
step adds, and a pillar ends at its most.

>>> from ssi_core.answers import read_answers
>>> from ssi_core.scoring import score
>>> result = score(read_answers({"answers": {"articles": "none", "rich_media": "2_to_4", "groups": "none"}}))
>>> [(step.factor, step.gain) for step in find_next_steps(result, real={"brand": 24.2, "find": None, "engage": 2.05, "relate": 13.5})]
[('rich_media', 0.8), ('articles', 0.8), ('groups', 0.4)]
"""

from collections.abc import Iterable, Iterator, Mapping
from math import lcm
from typing import NamedTuple

from ssi_core.answers import Answers
from ssi_core.model import MODEL, Factor, Model
from ssi_core.scoring import THOUSANDTHS, Result, round_to_tenths, weigh_points

REACHED = "reached"
ALREADY_MET = "already_met"
UNREACHABLE = "unreachable"


type RealPillars = Mapping[str, int | float | None]
"""LinkedIn's own points by pillar, 0-25. A pillar that is None or absent is not known, and starts from the estimate."""


class Step(NamedTuple):
    """One factor from one level to a higher one. `gain`: points of the total. `effort`: hours."""

    factor: str
    from_level: str
    to_level: str
    gain: float
    effort: int


class Plan(NamedTuple):
    """The steps to a target with the least effort.

    `status`: `REACHED`, `ALREADY_MET` (no steps) or `UNREACHABLE` (then these are the steps to the highest possible total). `total`: after
    the steps. `effort`: of all steps together. `steps`: at most one a factor, in the model's order. A step's gain is what it adds to the
    steps above it, so that the gains add up to the difference between the totals.
    """

    target: int | float
    status: str
    total: float
    effort: int
    steps: tuple[Step, ...]


def find_next_steps(result: Result, model: Model = MODEL, real: RealPillars | None = None) -> tuple[Step, ...]:
    """List every step of one level up that gains anything, in order.

    The order is: most gain first, then least effort, then the model's order.

    >>> from ssi_core.answers import read_answers
    >>> from ssi_core.scoring import score
    >>> result = score(read_answers({"answers": {"connections": "300_to_499", "articles": "one", "sharing": "several_a_week"}}))
    >>> for step in find_next_steps(result):
    ...     print(step)
    Step(factor='articles', from_level='one', to_level='two', gain=1.5, effort=5)
    Step(factor='connections', from_level='300_to_499', to_level='500_or_more', gain=0.9, effort=8)
    """
    steps = []
    for pillar in _make_pillars(result, model, real or {}):
        for factor, level in pillar.answered:
            if level + 1 < len(factor.levels):
                steps.append(_make_step(factor, level, level + 1, pillar.find_gain(pillar.find_rise(factor, level, level + 1))))
    return tuple(sorted((step for step in steps if step.gain > 0), key=lambda step: (-step.gain, step.effort)))


def make_plan(result: Result, target: int | float, model: Model = MODEL, real: RealPillars | None = None) -> Plan:
    """Make the plan of least effort that takes the result to `target`, a total.

    Where the real points are known, it takes those there.

    Among plans of the same effort it is the one with the most points, then the fewest steps, then the most points before rounding and
    before a pillar's end, then the highest levels for the factors that come first. So there is exactly one, whatever order the answers
    came in.

    It is exact. In each pillar, one level is chosen for each factor, which is a knapsack; the pillars are rounded, as they are wherever
    they are displayed, and then combined, effort by effort, into two halves. Combinations that cost more and bring no more are dropped on
    the way. At last each combination of the one half is paired with the cheapest of the other that is enough.

    >>> from ssi_core.answers import read_answers
    >>> from ssi_core.scoring import score
    >>> result = score(read_answers({"answers": {"connections": "300_to_499", "articles": "one", "sharing": "none", "groups": "none"}}))
    >>> fifty = make_plan(result, 50)
    >>> fifty.status, fifty.total, fifty.effort
    ('reached', 50.2, 13)
    >>> [(step.factor, step.to_level, step.gain) for step in fifty.steps]
    [('sharing', 'monthly', 1.0), ('groups', 'weekly_in_one', 3.8)]
    >>> make_plan(result, 99).status, make_plan(result, 20).status
    ('unreachable', 'already_met')
    """
    pillars = _make_pillars(result, model, real or {})
    now = sum(round_to_tenths(pillar.weighted, pillar.weights) for pillar in pillars)
    need = ceil_tenths(target)
    if now >= need:
        return Plan(target, ALREADY_MET, now / 10, 0, ())
    units = _make_units(pillars)
    middle = len(pillars) // 2
    some, others = (_combine_pillars(half, units) for half in (pillars[:middle], pillars[middle:]))
    most = now + (some[-1][1] + others[-1][1]) // units.tenth
    effort, worth = _find_cheapest(some, others, (min(need, most) - now) * units.tenth)
    steps = tuple(_decode_steps(pillars, worth, units))
    return Plan(target, REACHED if most >= need else UNREACHABLE, (now + worth // units.tenth) / 10, effort, steps)


def apply_steps(answers: Answers, done: Iterable[tuple[str, str]], model: Model = MODEL) -> Answers:
    """Return the answers after the steps in `done`: (factor, level reached). An entry that is no step up from an answer changes nothing.

    >>> apply_steps(Answers((("articles", "one"), ("groups", "unknown"))), (("articles", "two"), ("groups", "weekly_in_one")))
    Answers(given=(('articles', 'two'), ('groups', 'unknown')), role=None, target=None)
    """
    reached = dict(done)
    given = []
    for factor, answer in answers.given:
        levels = [level.key for level in model.find_factor(factor).levels]
        level = reached.get(factor, answer)
        up = answer in levels and level in levels and levels.index(level) > levels.index(answer)
        given.append((factor, level if up else answer))
    return answers._replace(given=tuple(given))


class _Pillar(NamedTuple):
    """The current state of a pillar. `weighted`: the sum of weight times share. `answered`: the factors with a level, and its index.

    Weights are scaled so that `weights`, their sum, is the same in every pillar: points before rounding can then be compared. Where the
    real points are known, `weighted` is the sum that makes those.
    """

    weighted: int
    weights: int
    scale: int
    answered: tuple[tuple[Factor, int], ...]

    def find_rise(self, factor: Factor, low: int, high: int) -> int:
        """Return the growth of `weighted` when a factor goes from one level to another."""
        return self.scale * factor.weight * (factor.levels[high].share - factor.levels[low].share)

    def find_gain(self, rise: int) -> int:
        """Return the tenths of points that a rise adds, up to the pillar's end."""
        risen = min(self.weighted + rise, 100 * self.weights)
        return round_to_tenths(risen, self.weights) - round_to_tenths(self.weighted, self.weights)


def _make_pillars(result: Result, model: Model, real: RealPillars) -> list[_Pillar]:
    factors = {factor.key: factor for factor in model.factors}
    in_pillars = [[factor for factor in result.factors if factor.pillar == pillar] for pillar in model.pillars]
    weights = [sum(factor.weight for factor in in_pillar) for in_pillar in in_pillars]
    common = THOUSANDTHS * lcm(*weights)
    starts = [real.get(pillar) for pillar in model.pillars]
    return [
        _Pillar(
            weighted=common // weight * sum(factor.weight * factor.share for factor in in_pillar)
            if start is None
            else weigh_points(start, common),
            weights=common,
            scale=common // weight,
            answered=tuple(
                (factors[factor.key], [level.key for level in factors[factor.key].levels].index(factor.level))
                for factor in in_pillar
                if factor.level is not None
            ),
        )
        for in_pillar, weight, start in zip(in_pillars, weights, starts, strict=True)
    ]


def _make_step(factor: Factor, low: int, high: int, tenths: int) -> Step:
    return Step(factor.key, factor.levels[low].key, factor.levels[high].key, tenths / 10, _sum_effort(factor, low, high))


def _sum_effort(factor: Factor, low: int, high: int) -> int:
    return sum(level.effort for level in factor.levels[low + 1 : high + 1])


def ceil_tenths(target: int | float) -> int:
    """Round a target up to tenths: the lowest total displayed as no less than it.

    >>> [ceil_tenths(target) for target in (0, 32.6, 32.61, 100)]
    [0, 326, 327, 1000]
    """
    tenths = int(target * 10)
    return tenths if tenths / 10 >= target else tenths + 1


type _Combinations = list[tuple[int, int]]
"""(cost, worth) of combinations of steps: cheapest first, and each worth more than all cheaper ones."""


class _Units(NamedTuple):
    """Units of a mixed radix: several numbers travel in one, as its digits.

    One addition adds all of them, one comparison orders by the first that differs. A worth is, from its highest digits to its lowest:
    tenths of points, each a `tenth`; factors left alone, each a `step`; the rise before rounding, each unit of it an `exact`; and for each
    factor, in `levels`, the number of levels that it rises, as one digit to the `base`. Inside a pillar, before rounding, the first two are
    absent, and a cost is effort, each hour an `hour`, and the number of steps.
    """

    tenth: int
    step: int
    exact: int
    levels: dict[str, int]
    base: int
    hour: int


def _make_units(pillars: list[_Pillar]) -> _Units:
    factors = [factor for pillar in pillars for factor, _ in pillar.answered]
    base = max((len(factor.levels) for factor in factors), default=1)
    levels = {factor.key: base**place for place, factor in enumerate(reversed(factors))}
    exact = base ** len(factors)
    step = exact * (sum(100 * pillar.weights for pillar in pillars) + 1)
    return _Units(tenth=step * (len(factors) + 1), step=step, exact=exact, levels=levels, base=base, hour=len(factors) + 1)


def _combine_steps(pillar: _Pillar, units: _Units) -> _Combinations:
    """List every combination of steps in one pillar that can be part of a plan. Its cost is its effort."""
    ways: _Combinations = [(0, 0)]
    for factor, low in pillar.answered:
        options = [(0, 0)]
        for high in range(low + 1, len(factor.levels)):
            cost = _sum_effort(factor, low, high) * units.hour + 1
            worth = pillar.find_rise(factor, low, high) * units.exact + (high - low) * units.levels[factor.key]
            options.append((cost, worth))
        ways = _find_frontier(((cost + more, worth + extra) for cost, worth in ways for more, extra in options), units.exact)
    rounded = []
    for cost, worth in ways:
        effort, steps = divmod(cost, units.hour)
        alone = len(pillar.answered) - steps
        rounded.append((effort, pillar.find_gain(worth // units.exact) * units.tenth + alone * units.step + worth))
    return _find_frontier(rounded, units.tenth)


def _combine_pillars(pillars: list[_Pillar], units: _Units) -> _Combinations:
    """List every combination of steps in several pillars that can be part of a plan."""
    ways: _Combinations = [(0, 0)]
    for pillar in pillars:
        of_pillar = _combine_steps(pillar, units)
        ways = _find_frontier(((effort + more, worth + extra) for effort, worth in ways for more, extra in of_pillar), units.tenth)
    return ways


def _find_cheapest(some: _Combinations, others: _Combinations, least: int) -> tuple[int, int]:
    """Return the cheapest sum of a combination of each list, worth at least `least`.

    Of equal costs it is the one with the most worth.
    """
    found = []
    at = len(others) - 1
    for cost, worth in some:
        while at > 0 and worth + others[at - 1][1] >= least:
            at -= 1
        more, extra = others[at]
        if worth + extra >= least:
            found.append((cost + more, -worth - extra))
    cost, worth = min(found)
    return cost, -worth


def _find_frontier(ways: Iterable[tuple[int, int]], unit: int) -> _Combinations:
    """Return the Pareto frontier: the best combination of each cost. Dropped are those not worth a whole `unit` more than a cheaper one."""
    best: dict[int, int] = {}
    for cost, worth in ways:
        if cost not in best or worth > best[cost]:
            best[cost] = worth
    frontier: _Combinations = []
    for cost in sorted(best):
        if not frontier or best[cost] // unit > frontier[-1][1] // unit:
            frontier.append((cost, best[cost]))
    return frontier


def _decode_steps(pillars: list[_Pillar], worth: int, units: _Units) -> Iterator[Step]:
    """Decode the steps from the lowest digits of a worth."""
    for pillar in pillars:
        risen = 0
        for factor, low in pillar.answered:
            high = low + worth // units.levels[factor.key] % units.base
            if high > low:
                before, risen = risen, risen + pillar.find_rise(factor, low, high)
                yield _make_step(factor, low, high, pillar.find_gain(risen) - pillar.find_gain(before))
