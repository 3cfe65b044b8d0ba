"""Points and ranges are exact: compared with their definition, computed the slow way."""

from fractions import Fraction
from itertools import pairwise, product
from math import floor
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.answers import Answers, read_answers
from ssi_core.model import MODEL, NOT_APPLICABLE, PILLAR_POINTS, UNKNOWN, Factor, Model
from ssi_core.scoring import Result, score
from tests.support import small_models


def round_half_up(value: Fraction, digits: int) -> float:
    """Return the decimal number nearest to an exact one; of two, the higher."""
    whole: int = floor(value * 10**digits + Fraction(1, 2))
    return float(whole / 10**digits)


def compute_average(shares: list[int], weights: list[Fraction]) -> Fraction:
    """Compute a pillar by its definition: points for shares in percent."""
    whole = sum((weight * share for share, weight in zip(shares, weights, strict=True)), Fraction())
    return PILLAR_POINTS * whole / (100 * sum(weights, Fraction()))


def list_shares(factor: Factor, given: dict[str, str]) -> tuple[int, int, int]:
    """List the lowest, the scored and the highest share of a factor that applies."""
    answer = given.get(factor.key, UNKNOWN)
    return (0, 50, 100) if answer == UNKNOWN else (next(level.share for level in factor.levels if level.key == answer),) * 3


def find_applicable(model: Model, pillar: str, given: dict[str, str]) -> list[Factor]:
    return [factor for factor in model.find_factors(pillar) if given.get(factor.key) != NOT_APPLICABLE]


def is_answered(**answers: str) -> Result:
    return score(read_answers({"answers": answers}))


def find_best(model: Model) -> Answers:
    return Answers(tuple((factor.key, factor.levels[-1].key) for factor in model.factors))


def test_the_ends() -> None:
    top, bottom = score(find_best(MODEL)), score(Answers(tuple((factor.key, factor.levels[0].key) for factor in MODEL.factors)))
    assert (top.total, top.range, bottom.total, bottom.range) == (100, (100, 100), 0, (0, 0))
    assert [pillar.points for pillar in top.pillars] == [25] * 4
    assert (top.missing, top.unknown, top.version, top.role, top.benchmark) == ((), (), MODEL.version, None, None)


def test_a_role_brings_its_benchmark() -> None:
    assert score(Answers(role="member")).benchmark == (50, 55)


def test_statuses() -> None:
    result = is_answered(articles="two", groups="unknown", inmail_response="not_applicable")
    by_key = {factor.key: factor for factor in result.factors}
    assert [factor.key for factor in result.factors] == [factor.key for factor in MODEL.factors]
    assert (by_key["articles"].status, by_key["articles"].level, by_key["articles"].points, by_key["articles"].max) == (
        "answered",
        "two",
        3.5,
        5,
    )
    assert (by_key["groups"].status, by_key["groups"].level, by_key["groups"].share) == ("unknown", None, 50)
    assert (by_key["endorsements"].status, by_key["endorsements"].points) == ("unanswered", 2.5)
    inmail = by_key["inmail_response"]
    assert (inmail.status, inmail.level, inmail.points, inmail.max, inmail.weight, inmail.share) == ("not_applicable", None, 0, 0, 0, 0)
    assert result.unknown == ("groups",)
    assert len(result.missing) == 21


def test_what_does_not_apply_shares_its_weight_within_its_pillar() -> None:
    # Engage weighs 2+2+2+2+1+1: without the last, each of the first is 2/9 of 25 points.
    result = is_answered(inmail_response="not_applicable", sharing="several_a_week")
    by_key = {factor.key: factor for factor in result.factors}
    assert (by_key["sharing"].points, by_key["sharing"].max) == (5.56, 5.56)
    assert by_key["articles"].max == 5


@given(model=small_models.models(), data=st.data())
def test_points_and_range_are_exact(model: Model, data: st.DataObject) -> None:
    answers = data.draw(small_models.answers(model))
    known = dict(answers.given)
    result = score(answers, model)
    for pillar in result.pillars:
        factors = find_applicable(model, pillar.key, known)
        shares = [list_shares(factor, known) for factor in factors]
        own = [Fraction(factor.weight) for factor in factors]
        # An average is monotone in each weight, so its extremes lie where each weight is at one of its ends.
        corners = [list(weights) for weights in product(*((weight / 2, weight * 2) for weight in own))]
        assert pillar.points == round_half_up(compute_average([middle for _, middle, _ in shares], own), 1)
        assert pillar.range == (
            round_half_up(min(compute_average([low for low, _, _ in shares], weights) for weights in corners), 1),
            round_half_up(max(compute_average([high for _, _, high in shares], weights) for weights in corners), 1),
        )
        for factor in result.factors:
            if factor.pillar == pillar.key and factor.weight:
                assert factor.points == round_half_up(Fraction(PILLAR_POINTS * factor.weight * factor.share, 100 * int(sum(own))), 2)
                assert factor.max == round_half_up(Fraction(PILLAR_POINTS * factor.weight, int(sum(own))), 2)
    assert result.total == sum(round(10 * pillar.points) for pillar in result.pillars) / 10
    assert result.range == tuple(sum(round(10 * pillar.range[end]) for pillar in result.pillars) / 10 for end in (0, 1))


@given(answers=small_models.answers(MODEL), data=st.data())
@settings(max_examples=30, deadline=None)
def test_no_weighting_or_level_within_bounds_leaves_the_range(answers: Answers, data: st.DataObject) -> None:
    known = dict(answers.given)
    result = score(answers)
    assert 0 <= result.range[0] <= result.total <= result.range[1] <= result.max == 100
    for pillar in result.pillars:
        factors = find_applicable(MODEL, pillar.key, known)
        weights = [factor.weight * data.draw(st.fractions(Fraction(1, 2), 2, max_denominator=20)) for factor in factors]
        shares = [data.draw(st.integers(list_shares(factor, known)[0], list_shares(factor, known)[2])) for factor in factors]
        assert pillar.range[0] <= round_half_up(compute_average(shares, weights), 1) <= pillar.range[1]
        assert 0 <= pillar.range[0] <= pillar.points <= pillar.range[1] <= pillar.max == PILLAR_POINTS


@given(answers=small_models.answers(MODEL), place=st.integers(0, len(MODEL.factors) - 1))
def test_a_higher_level_never_lowers_anything(answers: Answers, place: int) -> None:
    factor = MODEL.factors[place]
    known = dict(answers.given)
    results = [score(read_answers({"answers": known | {factor.key: level.key}})) for level in factor.levels]
    for lower, higher in pairwise(results):
        assert lower.total <= higher.total
        assert lower.range[0] <= higher.range[0]
        assert lower.range[1] <= higher.range[1]
        assert lower.factors[place].points < higher.factors[place].points


@given(answers=small_models.answers(MODEL), place=st.integers(0, len(MODEL.factors) - 1))
def test_knowing_less_never_narrows_the_range(answers: Answers, place: int) -> None:
    factor = MODEL.factors[place]
    level = dict(answers.given).get(factor.key, factor.levels[1].key)
    if level not in [each.key for each in factor.levels]:
        level = factor.levels[1].key
    sure = score(read_answers({"answers": dict(answers.given) | {factor.key: level}}))
    unsure = score(read_answers({"answers": dict(answers.given) | {factor.key: "unknown"}}))
    assert unsure.range[0] <= sure.range[0] <= sure.range[1] <= unsure.range[1]


@given(answers=small_models.answers(MODEL), seed=st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_answers_does_not_matter(answers: Answers, seed: Random) -> None:
    shuffled = list(answers.given)
    seed.shuffle(shuffled)
    assert score(read_answers({"answers": dict(shuffled)})) == score(answers)


def test_a_role_of_another_model_is_refused() -> None:
    with pytest.raises(KeyError):
        score(Answers(role="boss"))
