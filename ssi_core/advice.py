"""What to do next: the gain of every next step, and the least work that reaches a target.

Only factors that are answered have steps: from an unknown level nobody can say how far it is to the next. Gains are differences between
totals as they are shown, so they are in tenths and add up. Effort is in hours over the model's window.
"""

from collections.abc import Iterable, Iterator
from math import lcm
from typing import NamedTuple

from ssi_core.answers import Answers
from ssi_core.model import MODEL, Factor, Model
from ssi_core.scoring import Result, pillar_tenths

REACHED = "reached"
ALREADY_MET = "already_met"
UNREACHABLE = "unreachable"


class Step(NamedTuple):
    """One factor from one level to a higher one. `gain`: points of the total. `effort`: hours."""

    factor: str
    from_level: str
    to_level: str
    gain: float
    effort: int


class Plan(NamedTuple):
    """The way to a target with the least effort.

    `status`: `REACHED`, `ALREADY_MET` (no steps) or `UNREACHABLE` (then these are the steps to the highest total there is). `total`: after
    the steps. `effort`: of all steps together. `steps`: at most one a factor, in the model's order. A step's gain is what it adds to the
    steps above it, so that the gains add up to the difference between the totals.
    """

    target: int | float
    status: str
    total: float
    effort: int
    steps: tuple[Step, ...]


def next_steps(result: Result, model: Model = MODEL) -> tuple[Step, ...]:
    """Every step of one level up from the result: most gain first, then least effort, then the model's order.

    >>> from ssi_core.answers import read_answers
    >>> from ssi_core.scoring import score
    >>> result = score(read_answers({"answers": {"connections": "300_to_499", "articles": "one", "sharing": "several_a_week"}}))
    >>> for step in next_steps(result):
    ...     print(step)
    Step(factor='articles', from_level='one', to_level='two', gain=1.5, effort=5)
    Step(factor='connections', from_level='300_to_499', to_level='500_or_more', gain=0.9, effort=8)
    """
    steps = []
    for pillar in _pillars(result, model):
        for factor, level in pillar.answered:
            if level + 1 < len(factor.levels):
                steps.append(_step(factor, level, level + 1, pillar.tenths(pillar.rise(factor, level, level + 1))))
    return tuple(sorted(steps, key=lambda step: (-step.gain, step.effort)))


def plan(result: Result, target: int | float, model: Model = MODEL) -> Plan:
    """The least effort that takes the result to `target`, a total.

    Among plans of the same effort it is the one with the most points, then the fewest steps, then the most points before rounding, then the
    highest levels for the factors that come first. So there is exactly one, whatever order the answers came in.

    It is exact. In each pillar, one level is chosen for each factor, which is a knapsack; the pillars are rounded, as they are wherever
    they are shown, and then put together, effort by effort, into two halves. Everything that costs more and brings no more is dropped on
    the way. At last each way through the one half is paired with the cheapest through the other that is enough.

    >>> from ssi_core.answers import read_answers
    >>> from ssi_core.scoring import score
    >>> result = score(read_answers({"answers": {"connections": "300_to_499", "articles": "one", "sharing": "none", "groups": "none"}}))
    >>> fifty = plan(result, 50)
    >>> fifty.status, fifty.total, fifty.effort
    ('reached', 50.2, 13)
    >>> [(step.factor, step.to_level, step.gain) for step in fifty.steps]
    [('sharing', 'monthly', 1.0), ('groups', 'weekly_in_one', 3.8)]
    >>> plan(result, 99).status, plan(result, 20).status
    ('unreachable', 'already_met')
    """
    pillars = _pillars(result, model)
    now = sum(pillar_tenths(pillar.weighted, pillar.weights) for pillar in pillars)
    need = tenths_at_least(target)
    if now >= need:
        return Plan(target, ALREADY_MET, now / 10, 0, ())
    units = _units(pillars)
    middle = len(pillars) // 2
    some, others = (_ways_together(half, units) for half in (pillars[:middle], pillars[middle:]))
    most = now + (some[-1][1] + others[-1][1]) // units.tenth
    effort, worth = _cheapest(some, others, (min(need, most) - now) * units.tenth)
    steps = tuple(_steps(pillars, worth, units))
    return Plan(target, REACHED if most >= need else UNREACHABLE, (now + worth // units.tenth) / 10, effort, steps)


def with_steps(answers: Answers, done: Iterable[tuple[str, str]], model: Model = MODEL) -> Answers:
    """The answers once steps are `done`: the levels that these reached, by factor. One that is no step up from an answer changes nothing.

    >>> with_steps(Answers((("articles", "one"), ("groups", "unknown"))), (("articles", "two"), ("groups", "weekly_in_one")))
    Answers(given=(('articles', 'two'), ('groups', 'unknown')), role=None, target=None)
    """
    reached = dict(done)
    given = []
    for factor, answer in answers.given:
        levels = [level.key for level in model.factor(factor).levels]
        level = reached.get(factor, answer)
        up = answer in levels and level in levels and levels.index(level) > levels.index(answer)
        given.append((factor, level if up else answer))
    return answers._replace(given=tuple(given))


class _Pillar(NamedTuple):
    """A pillar as it stands. `weighted`: the sum of weight times share. `answered`: the factors with a level, and its index.

    Weights are scaled so that `weights`, their sum, is the same in every pillar: points before rounding can then be compared.
    """

    weighted: int
    weights: int
    scale: int
    answered: tuple[tuple[Factor, int], ...]

    def rise(self, factor: Factor, low: int, high: int) -> int:
        """What `weighted` gains when a factor goes from one level to another."""
        return self.scale * factor.weight * (factor.levels[high].share - factor.levels[low].share)

    def tenths(self, rise: int) -> int:
        """The tenths of points that a rise adds."""
        return pillar_tenths(self.weighted + rise, self.weights) - pillar_tenths(self.weighted, self.weights)


def _pillars(result: Result, model: Model) -> list[_Pillar]:
    factors = {factor.key: factor for factor in model.factors}
    in_pillars = [[factor for factor in result.factors if factor.pillar == pillar] for pillar in model.pillars]
    weights = [sum(factor.weight for factor in in_pillar) for in_pillar in in_pillars]
    common = lcm(*weights)
    return [
        _Pillar(
            weighted=common // weight * sum(factor.weight * factor.share for factor in in_pillar),
            weights=common,
            scale=common // weight,
            answered=tuple(
                (factors[factor.key], [level.key for level in factors[factor.key].levels].index(factor.level))
                for factor in in_pillar
                if factor.level is not None
            ),
        )
        for in_pillar, weight in zip(in_pillars, weights, strict=True)
    ]


def _step(factor: Factor, low: int, high: int, tenths: int) -> Step:
    return Step(factor.key, factor.levels[low].key, factor.levels[high].key, tenths / 10, _effort(factor, low, high))


def _effort(factor: Factor, low: int, high: int) -> int:
    return sum(level.effort for level in factor.levels[low + 1 : high + 1])


def tenths_at_least(target: int | float) -> int:
    """The lowest total, in tenths, that is shown as a number not below the target.

    >>> [tenths_at_least(target) for target in (0, 32.6, 32.61, 100)]
    [0, 326, 327, 1000]
    """
    tenths = int(target * 10)
    return tenths if tenths / 10 >= target else tenths + 1


type _Ways = list[tuple[int, int]]
"""(cost, worth) of combinations of steps: cheapest first, and each worth more than all that are cheaper."""


class _Units(NamedTuple):
    """How several numbers travel in one, as digits to mixed bases: one addition adds all, one comparison orders by the first that differs.

    A worth is, from its highest digits to its lowest: tenths of points, each a `tenth`; factors left alone, each a `step`; the rise before
    rounding, each unit of it an `exact`; and for each factor, in `levels`, the number of levels that it rises, as one digit to the `base`.
    Inside a pillar, where rounding has not been done yet, the first two are not there, and a cost is effort, each hour an `hour`, and the
    number of steps.
    """

    tenth: int
    step: int
    exact: int
    levels: dict[str, int]
    base: int
    hour: int


def _units(pillars: list[_Pillar]) -> _Units:
    factors = [factor for pillar in pillars for factor, _ in pillar.answered]
    base = max((len(factor.levels) for factor in factors), default=1)
    levels = {factor.key: base**place for place, factor in enumerate(reversed(factors))}
    exact = base ** len(factors)
    step = exact * (sum(100 * pillar.weights for pillar in pillars) + 1)
    return _Units(tenth=step * (len(factors) + 1), step=step, exact=exact, levels=levels, base=base, hour=len(factors) + 1)


def _ways(pillar: _Pillar, units: _Units) -> _Ways:
    """Every way through one pillar that can be part of a plan, with its effort as its cost."""
    ways: _Ways = [(0, 0)]
    for factor, low in pillar.answered:
        options = [(0, 0)]
        for high in range(low + 1, len(factor.levels)):
            cost = _effort(factor, low, high) * units.hour + 1
            worth = pillar.rise(factor, low, high) * units.exact + (high - low) * units.levels[factor.key]
            options.append((cost, worth))
        ways = _frontier(((cost + more, worth + extra) for cost, worth in ways for more, extra in options), units.exact)
    rounded = []
    for cost, worth in ways:
        effort, steps = divmod(cost, units.hour)
        alone = len(pillar.answered) - steps
        rounded.append((effort, pillar.tenths(worth // units.exact) * units.tenth + alone * units.step + worth))
    return _frontier(rounded, units.tenth)


def _ways_together(pillars: list[_Pillar], units: _Units) -> _Ways:
    """Every way through several pillars that can be part of a plan."""
    ways: _Ways = [(0, 0)]
    for pillar in pillars:
        of_pillar = _ways(pillar, units)
        ways = _frontier(((effort + more, worth + extra) for effort, worth in ways for more, extra in of_pillar), units.tenth)
    return ways


def _cheapest(some: _Ways, others: _Ways, least: int) -> tuple[int, int]:
    """The cheapest of all sums of one way and another that are worth at least `least`, and of those that cost the same the most worth."""
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


def _frontier(ways: Iterable[tuple[int, int]], unit: int) -> _Ways:
    """The Pareto frontier: the best way of each cost, without those that are not worth a whole `unit` more than a cheaper one."""
    best: dict[int, int] = {}
    for cost, worth in ways:
        if cost not in best or worth > best[cost]:
            best[cost] = worth
    frontier: _Ways = []
    for cost in sorted(best):
        if not frontier or best[cost] // unit > frontier[-1][1] // unit:
            frontier.append((cost, best[cost]))
    return frontier


def _steps(pillars: list[_Pillar], worth: int, units: _Units) -> Iterator[Step]:
    """The steps that a worth carries in its lowest digits."""
    for pillar in pillars:
        risen = 0
        for factor, low in pillar.answered:
            high = low + worth // units.levels[factor.key] % units.base
            if high > low:
                before, risen = risen, risen + pillar.rise(factor, low, high)
                yield _step(factor, low, high, pillar.tenths(risen) - pillar.tenths(before))
