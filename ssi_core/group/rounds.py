"""The numbers of a group in one round of measuring, or in several.

>>> from ssi_core.group.members import Member
>>> before = [Member(f"a{place}", "estimate", (100 + place, 40, 20, 120), "2.0", "sales") for place in range(5)]
>>> after = [Member(f"b{place}", "estimate", (130 + place, 40, 35, 120), "2.0", "sales") for place in range(6)]
>>> summary(before).quartiles[0]
Quartiles(key='total', points=(28.0, 28.1, 28.2, 28.3, 28.4), low=28.1, median=28.2, high=28.3)
>>> summary(before).weakest, summary(before[:4]).withheld, summary(before[:4]).quartiles
('engage', 'few', ())
>>> _, second = compare_rounds([("before", before), ("after", after)])
>>> second.change.since, [(each.key, each.median) for each in second.change.quartiles]
('before', [('total', 4.55), ('brand', 3.05), ('find', 0.0), ('engage', 1.5), ('relate', 0.0)])

Numbers are exact; `ssi_core.group.quartiles` says how the median and the quartiles are made. No number but counts of members is about fewer
than five people, also not by comparing rounds, the members with answers with all members, or those who answered a factor in one round with
those of another; `ssi_core.group.privacy` says what is protected so, and what is not. Rounds are taken in order: one whose numbers would
single somebody out beside those before it has none.

A real total is the sum of its pillars in tenths, and so can differ from LinkedIn's, which is rounded to a whole number.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ssi_core.answers import Answers
from ssi_core.group.common_steps import CommonStep, FactorShare, find_common_steps, find_known, find_weakest
from ssi_core.group.members import Member
from ssi_core.group.privacy import FEWEST, are_safe
from ssi_core.group.quartiles import Quartiles, make_quartiles, subtract_quartiles
from ssi_core.history.points import ESTIMATE
from ssi_core.model import MODEL, TOTAL

MOST_ROUNDS = 20
"""Rounds of a group that are compared at most."""
FEW = "few"
"""Numbers are withheld because they are about fewer than five people."""
OVERLAP = "overlap"
"""Numbers are withheld because, beside others that are shown, they are about fewer than five people."""


class Summary(NamedTuple):
    """The numbers of one round.

    `members`: how many, each code once. `withheld`: None, `FEW` or `OVERLAP`; then every field below is empty. `estimates`: how many scores
    are estimates; the others are real. `versions`: of the model, in order. `role`: the line of work that more than half gave, or None.
    `quartiles`: the total, then the pillars. `weakest`: the pillar with the lowest median, or of equals the lowest average; None where
    these are equal, too.

    `answered`: members whose answers are known. `answers_withheld`: as `withheld`, for `factors` and `steps`, which are theirs. A factor is
    left out of both where its numbers alone would be about fewer than five people.
    """

    members: int
    withheld: str | None
    estimates: int = 0
    versions: tuple[str, ...] = ()
    role: str | None = None
    quartiles: tuple[Quartiles, ...] = ()
    weakest: str | None = None
    answered: int = 0
    answers_withheld: str | None = None
    factors: tuple[FactorShare, ...] = ()
    steps: tuple[CommonStep, ...] = ()


class Change(NamedTuple):
    """The change of the medians and quartiles since the round called `since`.

    That is the last one before that has numbers. It is the group's change, and no member's: codes do not say whose they are. `comparable`:
    all scores of both rounds are real, or are estimates by one version of the model. Where they are not, part of the change may be due to
    that.
    """

    since: str
    quartiles: tuple[Quartiles, ...]
    comparable: bool


class Round(NamedTuple):
    """A round by name, with its numbers. `change`: None for the first that has numbers, and for those that have none."""

    name: str
    summary: Summary
    change: Change | None


def summary(members: Iterable[Member]) -> Summary:
    """Summarise one round."""
    return compare_rounds([("", members)])[0].summary


def compare_rounds(rounds: Iterable[tuple[str, Iterable[Member]]]) -> tuple[Round, ...]:
    """Summarise rounds, each with its name, and compare each with the one before it."""
    found: list[Round] = []
    published: list[frozenset[str]] = []
    by_factor: dict[str, list[frozenset[str]]] = {}
    last: tuple[Round, Sequence[Member]] | None = None
    for name, members in rounds:
        # Five copies of one code are one person.
        by_code = {member.code: member for member in members}
        distinct = tuple(by_code.values())
        withheld = _publish(by_code, published)
        if withheld:
            found.append(Round(name, Summary(len(distinct), withheld), None))
            continue
        answers = {code: member.answers for code, member in by_code.items() if member.answers is not None}
        answers_withheld = _publish(answers, published)
        factors_withheld = [] if answers_withheld else _publish_factors(answers, by_factor)
        made = _summarise(distinct, [*answers.values()], answers_withheld, factors_withheld)
        found.append(Round(name, made, last and _find_change(last, made, distinct)))
        last = found[-1], distinct
    return tuple(found)


def _publish(codes: Iterable[str], published: list[frozenset[str]]) -> str | None:
    """Add a group, as codes, to those whose numbers are shown, or return why not."""
    group = frozenset(codes)
    if len(group) < FEWEST:
        return FEW
    # Groups with nobody in common are as safe together as each by itself.
    if not all(map(group.isdisjoint, published)) and not are_safe([*published, group]):
        return OVERLAP
    published.append(group)
    return None


def _publish_factors(answers: Mapping[str, Answers], published: dict[str, list[frozenset[str]]]) -> list[str]:
    """Add those who answered each factor to the groups whose numbers for it are shown. Return the factors that have none.

    `answers`: by the member's code.
    """
    known = {code: find_known(each) for code, each in answers.items()}
    return [
        factor.key
        for factor in MODEL.factors
        if _publish((code for code, keys in known.items() if factor.key in keys), published.setdefault(factor.key, []))
    ]


def _summarise(
    members: Sequence[Member], answered: Sequence[Answers], answers_withheld: str | None, factors_withheld: Collection[str]
) -> Summary:
    tenths = {TOTAL: [sum(member.pillars) for member in members]}
    tenths |= {pillar: [member.pillars[place] for member in members] for place, pillar in enumerate(MODEL.pillars)}
    quartiles = tuple(make_quartiles(key, each) for key, each in tenths.items())
    answers = () if answers_withheld else answered
    (role, givers), *_ = Counter(member.role for member in members).most_common(1)
    return Summary(
        members=len(members),
        withheld=None,
        estimates=sum(member.kind == ESTIMATE for member in members),
        versions=tuple(sorted({member.version for member in members})),
        role=role if 2 * givers > len(members) else None,
        quartiles=quartiles,
        weakest=_find_weakest_pillar(quartiles, tenths),
        answered=len(answered),
        answers_withheld=answers_withheld,
        factors=find_weakest(answers, withheld=factors_withheld),
        steps=find_common_steps(answers, withheld=factors_withheld),
    )


def _find_weakest_pillar(quartiles: Sequence[Quartiles], tenths: dict[str, list[int]]) -> str | None:
    ordered = sorted((each.median, sum(tenths[each.key]), each.key) for each in quartiles if each.key != TOTAL)
    return None if ordered[0][:2] == ordered[1][:2] else ordered[0][2]


def _find_change(last: tuple[Round, Sequence[Member]], made: Summary, members: Sequence[Member]) -> Change:
    before, earlier = last
    scales = {member.kind == ESTIMATE and member.version for member in (*earlier, *members)}
    quartiles = tuple(map(subtract_quartiles, made.quartiles, before.summary.quartiles))
    return Change(before.name, quartiles, comparable=len(scales) == 1)
