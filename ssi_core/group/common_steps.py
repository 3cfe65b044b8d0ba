"""Answers of a group → the weakest factors, and the steps that most could take.

Only members whose answers are known count. Here, too, no number is about fewer than five people: a factor that fewer answered has neither
a share nor a step.

>>> from ssi_core.answers import Answers
>>> members = [Answers((("articles", "one"), ("groups", "none")))] * 4 + [Answers((("articles", "none"), ("groups", "unknown")))]
>>> find_weakest(members)
(FactorShare(factor='articles', known=5, percent=32.0),)
>>> find_common_steps(members)
(CommonStep(factor='articles', members=5, gain=1.6, to='two'),)
"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from ssi_core.advice import Step, find_next_steps
from ssi_core.answers import Answers
from ssi_core.group.privacy import FEWEST
from ssi_core.model import MODEL, NOT_APPLICABLE, UNKNOWN, Model
from ssi_core.scoring import ANSWERED, divide_half_up, score


class FactorShare(NamedTuple):
    """How much of a factor's points a group has. `known`: members who answered. `percent`: their average share, to tenths."""

    factor: str
    known: int
    percent: float


class CommonStep(NamedTuple):
    """One level up for a factor. `members`: those who could take it. `gain`: points of the total for the average member, to tenths.

    That is the average of all members with answers, of whom those who could not take it gain nothing. `to`: the level that most of them
    would reach with it; of equals the lowest.
    """

    factor: str
    members: int
    gain: float
    to: str


def find_known(answers: Answers) -> frozenset[str]:
    """Find the factors that somebody answered with a level."""
    return frozenset(factor for factor, level in answers.given if level not in (UNKNOWN, NOT_APPLICABLE))


def find_weakest(answers: Sequence[Answers], model: Model = MODEL, withheld: Collection[str] = ()) -> tuple[FactorShare, ...]:
    """Order the factors that enough members answered, the lowest average share first.

    Of equals the heaviest comes first, then the model's order. `withheld`: factors that are left out.
    """
    shares: dict[str, list[int]] = {factor.key: [] for factor in model.factors}
    for each in answers:
        for factor in score(each, model).factors:
            if factor.status == ANSWERED:
                shares[factor.key].append(factor.share)
    weights = {factor.key: factor.weight for factor in model.factors}
    found = [
        FactorShare(key, len(known), divide_half_up(10 * sum(known), len(known)) / 10)
        for key, known in shares.items()
        if len(known) >= FEWEST and key not in withheld
    ]
    return tuple(sorted(found, key=lambda each: (each.percent, -weights[each.factor])))


def find_common_steps(answers: Sequence[Answers], model: Model = MODEL, withheld: Collection[str] = ()) -> tuple[CommonStep, ...]:
    """List the steps that more than half of the members could take: those with the most gain together first, then the model's order.

    `withheld`: factors that are left out.
    """
    known = Counter(factor for each in answers for factor in find_known(each))
    steps: dict[str, list[Step]] = {factor.key: [] for factor in model.factors}
    for each in answers:
        for step in find_next_steps(score(each, model), model):
            steps[step.factor].append(step)
    tenths = {key: sum(round(10 * step.gain) for step in taken) for key, taken in steps.items()}
    return tuple(
        CommonStep(key, len(steps[key]), divide_half_up(tenths[key], len(answers)) / 10, _find_level(steps[key], model))
        for key in sorted(steps, key=lambda key: -tenths[key])
        if 2 * len(steps[key]) > len(answers) and known[key] >= FEWEST and key not in withheld
    )


def _find_level(steps: Sequence[Step], model: Model) -> str:
    counts = Counter(step.to_level for step in steps)
    levels = model.find_factor(steps[0].factor).levels
    return max((level.key for level in levels), key=lambda level: counts[level])
