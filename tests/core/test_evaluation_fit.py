"""Fits to pairs of answers and real scores: what they find, and what they do not."""

from itertools import pairwise
from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.answers import Answers
from ssi_core.evaluation.errors import evaluate
from ssi_core.evaluation.fit import FOLDS, ONE, TODAY, Parameters, estimate, fit
from ssi_core.evaluation.pairs import MOST_PAIRS, Pair, read_pairs
from ssi_core.evaluation.quadratic import TOLERANCE
from ssi_core.model import MODEL, TOTAL
from ssi_core.personas import PERSONAS
from ssi_core.scoring import score
from tests.support.real_scores import hide_parameters, make_pairs, write_codes
from tests.support.saved_data import answers

TYPICAL = PERSONAS[1].answers


def compare_weights(found: dict[str, dict[str, float]], hidden: Parameters) -> float:
    """Return the largest difference of a weight's part of its pillar's, as a part of it."""
    worst = 0.0
    for pillar in MODEL.pillars:
        keys = [factor.key for factor in MODEL.find_factors(pillar)]
        true, fitted = sum(hidden.weights[key] for key in keys), sum(found[key]["fitted"] for key in keys)
        worst = max(worst, *(abs(found[key]["fitted"] / fitted * true / hidden.weights[key] - 1) for key in keys))
    return worst


@pytest.mark.parametrize("seed", range(3))
def test_hidden_weights_are_found_again(seed: int) -> None:
    hidden = hide_parameters(seed, levels=False)
    found = fit(make_pairs(200, hidden, seed=seed))
    assert found["gap"] <= TOLERANCE
    # The real scores are in tenths, and the weights in hundredths.
    assert compare_weights(found["weights"], hidden) < 0.03
    assert found["shares"] == {}
    errors = {name: each[TOTAL]["mean_absolute"] for name, each in found["errors"].items()}
    assert errors["left_out"] < 0.05 < 1 < errors["today"] < errors["average"]
    assert found["better"] is True


@pytest.mark.parametrize("seed", range(2))
def test_hidden_shares_are_found_again(seed: int) -> None:
    hidden = hide_parameters(seed, levels=True)
    found = fit(make_pairs(300, hidden, seed=seed), levels=True)
    assert compare_weights(found["weights"], hidden) < 0.04
    for factor, levels in found["shares"].items():
        for level, share in levels.items():
            assert abs(share["fitted"] - hidden.shares[factor, level]) <= 1
            assert share["today"] == TODAY.shares[factor, level]
    errors = {name: each[TOTAL]["mean_absolute"] for name, each in found["errors"].items()}
    assert errors["left_out"] < 0.1 < 1 < errors["today"]
    assert found["better"] is True


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("levels", [False, True])
def test_random_answers_make_nothing_better(seed: int, levels: bool) -> None:
    pairs = make_pairs(120, TODAY, seed=seed)
    others = [pair.answers for pair in make_pairs(120, TODAY, seed=100 + seed)]
    found = fit([Pair(answers, pair.real) for answers, pair in zip(others, pairs, strict=True)], levels=levels)
    errors = {name: each[TOTAL]["mean_absolute"] for name, each in found["errors"].items()}
    assert errors["fitted"] < errors["today"], "what a fit to itself pretends"
    assert errors["left_out"] == errors["today"] > errors["average"]
    assert found["better"] is False


def test_answers_that_say_nothing_do_not_bring_the_estimate_nearer_to_the_average() -> None:
    random = Random(1)
    real = [
        {pillar: round(random.gauss(middle, 1), 1) for pillar, middle in zip(MODEL.pillars, (12, 5, 3, 14), strict=True)} for _ in range(60)
    ]
    found = fit([Pair(pair.answers, each) for pair, each in zip(make_pairs(60, TODAY), real, strict=True)], levels=True)
    assert found["errors"]["fitted"][TOTAL]["mean_absolute"] < 0.8 * found["errors"]["today"][TOTAL]["mean_absolute"]
    assert found["errors"]["left_out"] == found["errors"]["today"]
    assert found["gain"] == {"mean": 0, "standard_error": 0}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("levels", [False, True])
def test_a_model_that_is_right_is_not_made_better(seed: int, levels: bool) -> None:
    found = fit(make_pairs(60, TODAY, noise=2, seed=seed), levels=levels)
    errors = {name: each[TOTAL]["mean_absolute"] for name, each in found["errors"].items()}
    assert errors["left_out"] < errors["average"], "it says much, and today's model says as much"
    assert found["gain"]["mean"] <= 0
    assert found["better"] is False


def read_parameters(found: dict[str, Any]) -> Parameters:
    """Return what a fit prints as parameters."""
    shares = {(factor, level): int(share["fitted"]) for factor, levels in found["shares"].items() for level, share in levels.items()}
    return Parameters({key: round(ONE * each["fitted"]) for key, each in found["weights"].items()}, {**TODAY.shares, **shares})


def measure(pairs: list[Pair], parameters: Parameters, pillar: str) -> float:
    """Return what a fit minimises."""
    total = 0.0
    whole = sum(parameters.weights[factor.key] for factor in MODEL.find_factors(pillar))
    for pair in pairs:
        factors = [factor for factor in score(pair.answers).factors if factor.pillar == pillar and factor.status != "not_applicable"]
        shares = [parameters.shares[factor.key, factor.level] if factor.level else factor.share for factor in factors]
        weights = [parameters.weights[factor.key] for factor in factors]
        exact = sum(weight * share for weight, share in zip(weights, shares, strict=True)) / (4 * sum(weights))
        total += (sum(weights) / whole * (exact - pair.real[pillar])) ** 2
    return total / len(pairs)


def test_nothing_near_has_a_smaller_error() -> None:
    pairs = make_pairs(30, hide_parameters(9, levels=True), noise=3, seed=9)
    fitted = read_parameters(fit(pairs, levels=True))
    random = Random(9)
    for pillar in MODEL.pillars:
        least = measure(pairs, fitted, pillar)
        # Rounding to hundredths and percents costs something, too.
        for _ in range(25):
            factors = MODEL.find_factors(pillar)
            weights = {factor.key: random.randint(50 * factor.weight, 200 * factor.weight) for factor in factors}
            near = {key: (3 * fitted.weights[key] + weight) // 4 for key, weight in weights.items()}
            for tried in (weights, near):
                assert measure(pairs, Parameters(fitted.weights | tried, fitted.shares), pillar) > least - 0.005


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10**6), st.integers(FOLDS, 12), st.booleans())
def test_the_fit_keeps_its_limits_whatever_the_pairs(seed: int, number: int, levels: bool) -> None:
    random = Random(seed)
    pairs = make_pairs(number, TODAY, seed=seed)
    pairs = [pair._replace(real={pillar: random.choice((0, 25, 12.345)) for pillar in MODEL.pillars}) for pair in pairs]
    found = fit(pairs, levels=levels)
    assert found["gap"] <= TOLERANCE
    assert found["too_few"] is True
    assert found["better"] is False
    for factor in MODEL.factors:
        assert factor.weight / 2 <= found["weights"][factor.key]["fitted"] <= factor.weight * 2
        fitted = [0, *(share["fitted"] for share in found["shares"].get(factor.key, {}).values()), 100]
        assert all(low < high for low, high in pairwise(fitted))
        assert all(share["today"] / 2 <= share["fitted"] <= share["today"] * 2 for share in found["shares"].get(factor.key, {}).values())


def test_where_pairs_cannot_tell_our_numbers_stay() -> None:
    pairs = [Pair(TYPICAL, {pillar.key: pillar.points for pillar in score(TYPICAL).pillars})] * 40
    found = fit(pairs, levels=True)
    assert all(abs(each["fitted"] - each["today"]) < 0.05 for each in found["weights"].values())
    assert all(abs(share["fitted"] - share["today"]) <= 1 for levels in found["shares"].values() for share in levels.values())
    seen = make_pairs(100, hide_parameters(5, levels=True), seed=5)
    never = [pair for pair in seen if dict(pair.answers.given).get("sharing") != "monthly"]
    assert abs(fit(never, levels=True)["shares"]["sharing"]["monthly"]["fitted"] - TODAY.shares["sharing", "monthly"]) <= 1


def test_pairs_left_out_were_not_fitted() -> None:
    pairs = make_pairs(30, hide_parameters(3, levels=False), noise=1, seed=3)
    found = fit(pairs)["errors"]["left_out"]
    errors: list[float] = []
    for at in range(FOLDS):
        rest = [pair for place, pair in enumerate(pairs) if place % FOLDS != at]
        parameters = read_parameters(fit(rest))
        for pair in pairs[at::FOLDS]:
            errors.append(estimate(score(pair.answers).factors, parameters)["brand"] - pair.real["brand"])
    assert found["brand"]["mean_absolute"] == pytest.approx(sum(map(abs, errors)) / 30, abs=0.0006)
    assert found["brand"]["mean"] == pytest.approx(sum(errors) / 30, abs=0.0006)


@given(answers)
def test_todays_parameters_are_the_model(given: Answers) -> None:
    result = score(given)
    assert estimate(result.factors, TODAY) == {TOTAL: result.total} | {pillar.key: pillar.points for pillar in result.pillars}


def test_as_many_pairs_as_there_may_be_take_seconds() -> None:
    began = process_time()
    pairs = read_pairs(write_codes(make_pairs(MOST_PAIRS, TODAY)).encode()).pairs
    evaluate(pairs)
    fit(pairs, levels=True)
    assert process_time() - began < 60
