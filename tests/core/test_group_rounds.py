"""The numbers of a group are exact, and none is about fewer than five people."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from random import Random
from statistics import quantiles

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.advice import find_next_steps
from ssi_core.answers import Answers
from ssi_core.group.common_steps import find_common_steps, find_weakest
from ssi_core.group.members import Member, make_member_from_answers
from ssi_core.group.privacy import FEWEST, are_safe
from ssi_core.group.quartiles import make_quartiles
from ssi_core.group.rounds import Round, Summary, compare_rounds, summary
from ssi_core.model import MODEL, TOTAL
from ssi_core.scoring import score
from tests.support.group import make_members
from tests.support.saved_data import answers as random_answers

FIVE = make_members("a", 250, 310, 320, 333, 480)
MORE = make_members("b", 300, 350, 352, 390, 501, 620)
groups = st.lists(st.tuples(*[st.integers(0, 250)] * 4), min_size=5, max_size=30)


def to_members(pillars: Sequence[tuple[int, ...]]) -> list[Member]:
    return [Member(f"x{place}", "real", each, "2.0", None) for place, each in enumerate(pillars)]


def answer_alike(count: int, **answers: str) -> list[Answers]:
    return [Answers(tuple((factor.key, answers[factor.key]) for factor in MODEL.factors if factor.key in answers))] * count


def with_answers(name: str, answers: list[Answers]) -> list[Member]:
    """Make a member of each, with a code of its own."""
    return [make_member_from_answers(each)._replace(code=f"{name}{place}") for place, each in enumerate(answers)]


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=40))
def test_median_and_quartiles_are_those_of_the_standard_library(tenths: list[int]) -> None:
    found = make_quartiles("total", tenths)
    exact = quantiles([Fraction(each, 10) for each in tenths], n=4, method="inclusive")
    assert [found.low, found.median, found.high] == [float(each) for each in exact]
    assert [round(each * 10) for each in found.points] == sorted(tenths)
    assert all(len(repr(each).partition(".")[2]) <= 3 for each in (found.low, found.median, found.high))


def test_of_one_score_all_three_are_that_score() -> None:
    assert make_quartiles("total", [313]) == ("total", (31.3,), 31.3, 31.3, 31.3)


@given(groups)
def test_the_numbers_of_a_round_are_those_of_its_members(pillars: list[tuple[int, ...]]) -> None:
    found = summary(to_members(pillars))
    assert (found.members, found.withheld, found.estimates) == (len(pillars), None, 0)
    assert [each.key for each in found.quartiles] == [TOTAL, *MODEL.pillars]
    for place, each in enumerate(found.quartiles):
        values = sorted(sum(one) if place == 0 else one[place - 1] for one in pillars)
        assert each == make_quartiles(each.key, values)
        assert each.points == tuple(value / 10 for value in values)
    medians = {each.key: (each.median, sum(each.points)) for each in found.quartiles[1:]}
    lowest = min(medians.values())
    weakest = [key for key, value in medians.items() if value == pytest.approx(lowest)]
    assert found.weakest == (weakest[0] if len(weakest) == 1 else None)


def test_the_weakest_pillar_has_no_equal() -> None:
    alike = [(100, 50, 50, 100)] * 5
    assert summary(to_members(alike)).weakest is None
    assert summary(to_members([*alike[:4], (100, 50, 49, 100)])).weakest == "engage"
    assert summary(to_members([*alike[:2], *[(100, 10, 50, 100)] * 3])).weakest == "find"


def test_below_five_there_is_nothing_but_a_count() -> None:
    for count in range(FEWEST):
        assert summary(FIVE[:count]) == Summary(count, "few")
    assert summary(FIVE).withheld is None


def test_copies_of_a_code_are_one_person() -> None:
    assert summary([*FIVE[:4], *FIVE[:4]]) == Summary(4, "few")
    assert summary([*FIVE, FIVE[0]]) == summary(FIVE)


def test_a_line_of_work_that_most_gave_is_the_groups() -> None:
    sales, hr = (make_members(role, 300, 310, 320, role=role) for role in ("sales", "hr"))
    assert summary([*sales, *hr[:2]]).role == "sales"
    assert summary([*sales, *hr]).role is None
    assert summary(FIVE).role is None


def test_estimates_and_versions_are_said() -> None:
    real = [FIVE[0]._replace(kind="real"), FIVE[1]._replace(version="1.0"), *FIVE[2:]]
    found = summary(real)
    assert (found.estimates, found.versions) == (4, ("1.0", "2.0"))


def test_the_change_is_that_of_the_medians_since_the_round_before() -> None:
    first, second, third = compare_rounds([("before", FIVE), ("between", FIVE[:0]), ("after", MORE)])
    assert (first.change, second) == (None, Round("between", Summary(0, "few"), None))
    assert third.change
    assert (third.change.since, third.change.comparable) == ("before", True)
    for before, after, change in zip(first.summary.quartiles, third.summary.quartiles, third.change.quartiles, strict=True):
        assert (change.key, change.points) == (after.key, ())
        for end in ("low", "median", "high"):
            assert getattr(change, end) == round(getattr(after, end) - getattr(before, end), 3)


@pytest.mark.parametrize(
    ("fields", "comparable"),
    [({}, True), ({"kind": "real"}, False), ({"version": "1.0"}, False)],
)
def test_a_change_between_unlike_scores_says_so(fields: dict[str, str], comparable: bool) -> None:
    after = [MORE[0]._replace(**fields), *MORE[1:]]  # type: ignore[arg-type]
    change = compare_rounds([("before", FIVE), ("after", after)])[1].change
    assert change
    assert change.comparable is comparable


def test_real_scores_are_comparable_whatever_the_model() -> None:
    before, after = ([each._replace(kind="real", version=version) for each in FIVE] for version in ("1.0", "2.0"))
    after = [each._replace(code="b" + each.code) for each in after]
    change = compare_rounds([("before", before), ("after", after)])[1].change
    assert change
    assert change.comparable


def test_a_round_that_differs_by_fewer_than_five_people_has_no_numbers() -> None:
    sixth, others = MORE[:1], make_members("c", *range(300, 310))
    for members, withheld in (
        ([*FIVE, *sixth], "overlap"),
        ([*FIVE[:4], *MORE], "overlap"),
        ([*FIVE, *others[:4]], "overlap"),
        (FIVE, None),
        ([*FIVE, *others[:5]], None),
        (others[:5], None),
        ([*FIVE[:1], *others], "overlap"),
    ):
        _, second = compare_rounds([("before", FIVE), ("after", members)])
        assert second.summary.withheld == withheld, members
        assert (second.change is None) is (withheld is not None)
        assert second.summary.members == len(members)


def test_a_round_that_three_rounds_together_would_single_out_has_no_numbers() -> None:
    ten = make_members("c", *range(300, 310))
    whole = [*ten, *make_members("d", 500)]
    rounds = compare_rounds([("one", ten[:5]), ("two", ten[5:]), ("all", whole), ("ten", ten)])
    assert [each.summary.withheld for each in rounds] == [None, None, "overlap", None]


@settings(max_examples=60)
@given(st.lists(st.sets(st.integers(0, 19)), min_size=1, max_size=4))
def test_no_sum_of_rounds_that_are_shown_is_about_fewer_than_five(rounds: list[set[int]]) -> None:
    """The sums of rounds make the sums of all their differences. Each is of nobody, or of five people or more."""
    people = make_members("p", *range(300, 320))
    made = compare_rounds([(str(place), [people[each] for each in sorted(members)]) for place, members in enumerate(rounds)])
    shown = [members for members, each in zip(rounds, made, strict=True) if each.summary.withheld is None]
    for count in range(1, len(shown) + 1):
        for inside in combinations(range(len(shown)), count):
            common = set.intersection(*(shown[place] for place in inside))
            others = set[int]().union(*(shown[place] for place in range(len(shown)) if place not in inside))
            assert len(common - others) == 0 or len(common - others) >= FEWEST


@given(st.lists(st.frozensets(st.sampled_from("abcdefghijkl")), max_size=4))
def test_groups_are_safe_if_nobody_is_told_apart_with_fewer_than_four_others(groups: list[frozenset[str]]) -> None:
    kinds = Counter(tuple(member in group for group in groups) for member in "abcdefghijkl")
    kinds.pop((False,) * len(groups), None)
    assert are_safe(groups) is all(count >= FEWEST for count in kinds.values())


def test_factors_and_steps_are_of_those_who_gave_answers() -> None:
    answers = answer_alike(5, articles="one", groups="none", connections="500_or_more")
    found = summary([*with_answers("x", answers), *FIVE])
    assert (found.members, found.answered, found.answers_withheld) == (10, 5, None)
    assert [(each.factor, each.known, each.percent) for each in found.factors] == [
        ("groups", 5, 0.0),
        ("articles", 5, 40.0),
        ("connections", 5, 100.0),
    ]
    assert [(each.factor, each.members) for each in found.steps] == [("articles", 5), ("groups", 5)]


@pytest.mark.parametrize(
    ("answered", "others", "withheld"), [(4, 6, "few"), (5, 1, "overlap"), (6, 4, "overlap"), (5, 0, None), (5, 5, None)]
)
def test_answers_that_would_single_somebody_out_are_not_summarised(answered: int, others: int, withheld: str | None) -> None:
    """Average shares make average scores: beside the dots of all, they would show the score of the one who gave no answers."""
    members = [*with_answers("x", answer_alike(answered, articles="one")), *make_members("o", *range(300, 300 + others))]
    found = summary(members)
    assert (found.withheld, found.answered, found.answers_withheld) == (None, answered, withheld)
    assert bool(found.factors) is bool(found.steps) is (withheld is None)


def test_a_factor_that_fewer_than_five_answered_is_left_out() -> None:
    answers = [*answer_alike(4, articles="one", groups="none"), *answer_alike(1, groups="unknown", articles="none")]
    assert [(each.factor, each.known) for each in find_weakest(answers)] == [("articles", 5)]
    assert (find_weakest(answers[:4]), find_common_steps(answers[:4])) == ((), ())


def test_a_step_of_a_factor_that_fewer_than_five_answered_is_left_out() -> None:
    """Its gain, times all members, is the gain of the few who answered."""
    few = [*answer_alike(4, articles="one", groups="none"), *answer_alike(1, articles="one", groups="unknown")]
    assert [each.factor for each in find_common_steps(few)] == ["articles"]
    enough = [*few, *answer_alike(1, articles="one", groups="none")]
    assert [(each.factor, each.members) for each in find_common_steps(enough)] == [("articles", 6), ("groups", 5)]


def test_a_factor_that_rounds_together_would_single_somebody_out_for_is_left_out_of_the_later_one() -> None:
    """The shares of six in one round, and of five of them in another, are that of the sixth."""
    some = with_answers("s", [*answer_alike(1, groups="none", articles="one"), *answer_alike(4, articles="one")])
    others = with_answers("o", answer_alike(5, groups="none", articles="one"))
    first, second = compare_rounds([("all", [*some, *others]), ("others", others)])
    assert {each.factor: each.known for each in first.summary.factors} == {"groups": 6, "articles": 10}
    assert (second.summary.withheld, second.summary.answers_withheld) == (None, None)
    assert [each.factor for each in second.summary.factors] == ["articles"]
    assert [each.factor for each in second.summary.steps] == ["articles"]


def test_a_step_is_common_if_more_than_half_could_take_it() -> None:
    half = [*answer_alike(3, articles="one"), *answer_alike(3, articles="3_or_more")]
    assert find_common_steps(half) == ()
    (step,) = find_common_steps([*half, *answer_alike(1, articles="two")])
    assert (step.factor, step.members, step.to) == ("articles", 4, "two")


def test_the_level_of_a_step_is_that_of_most_and_of_equals_the_lowest() -> None:
    one, none = answer_alike(3, articles="one"), answer_alike(3, articles="none")
    for answers, level in (([*one, *none], "one"), ([*one, *none[:2]], "two"), ([*one[:2], *none], "one")):
        (step,) = find_common_steps(answers)
        assert step.to == level


def test_of_factors_with_equal_shares_the_heavier_comes_first() -> None:
    answers = answer_alike(5, recommendations="none", articles="none", new_followers="under_5", rich_media="none")
    assert [each.factor for each in find_weakest(answers)] == ["rich_media", "articles", "recommendations", "new_followers"]


@settings(max_examples=25, deadline=None)
@given(st.lists(random_answers, min_size=5, max_size=12))
def test_factors_and_steps_are_what_counting_finds(answers: list[Answers]) -> None:
    results = [score(each) for each in answers]
    for factor in find_weakest(answers):
        shares = [each.share for result in results for each in result.factors if each.key == factor.factor and each.level]
        assert len(shares) == factor.known
        assert abs(factor.percent - sum(shares) / len(shares)) <= 0.05 + 1e-9
    steps = [step for result in results for step in find_next_steps(result)]
    counts = Counter(step.factor for step in steps)
    common = find_common_steps(answers)
    enough = {each.factor for each in find_weakest(answers)}
    assert {step.factor: step.members for step in common} == {
        key: count for key, count in counts.items() if count > len(answers) / 2 and key in enough
    }
    for each in common:
        assert abs(each.gain - sum(step.gain for step in steps if step.factor == each.factor) / len(answers)) <= 0.05 + 1e-9


def test_the_order_of_members_changes_nothing() -> None:
    members = [*with_answers("x", answer_alike(5, articles="one", groups="none")), *MORE, *FIVE]
    shuffled = [*members]
    Random(1).shuffle(shuffled)
    assert summary(shuffled) == summary(members)
