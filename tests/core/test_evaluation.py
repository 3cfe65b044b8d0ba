"""The error of the estimate, and what a fit finds in pairs of answers and real scores."""

import json
from collections.abc import Callable
from itertools import pairwise, product
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssi_core.answers import Answers
from ssi_core.evaluation import LEAST_PAIRS
from ssi_core.evaluation.errors import evaluate
from ssi_core.evaluation.fit import FOLDS, ONE, TODAY, Parameters, estimate, fit
from ssi_core.evaluation.pairs import LARGEST, MOST_PAIRS, Pair, read_pairs
from ssi_core.evaluation.quadratic import TOLERANCE, Bound, minimise
from ssi_core.faults import MOST_FAULTS, InvalidAnswers
from ssi_core.model import MODEL, TOTAL
from ssi_core.personas import PERSONAS
from ssi_core.scoring import score
from ssi_core.share_code import pack
from tests.support import version_1
from tests.support.command import Run, make_runner
from tests.support.real_scores import hide_parameters, make_pairs, write_codes
from tests.support.saved_data import answers

FACTORS = [factor.key for factor in MODEL.factors]
HEADER = ",".join((*FACTORS, *MODEL.pillars))
TYPICAL = PERSONAS[1].answers
CODE = pack(TYPICAL)
CODES = "code,brand,find,engage,relate\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return make_runner(capsys)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "pairs.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def list_faults(text: str) -> list[str]:
    with pytest.raises(InvalidAnswers) as raised:
        read_pairs(text)
    return [fault.message for fault in raised.value.faults]


def write_row(answers: Answers, *points: str, separator: str = ",") -> str:
    given = dict(answers.given)
    return separator.join([*(given.get(key, "") for key in FACTORS), *points]) + "\n"


@given(answers.map(lambda each: each._replace(role=None, target=None)))
@example(TYPICAL)
def test_a_pair_is_the_same_in_every_form(given: Answers) -> None:
    expected = (Pair(given, {"brand": 12, "find": 4.5, "engage": 0, "relate": 13.118}),)
    semicolons = HEADER.replace(",", ";")
    for text in (
        HEADER + "\n" + write_row(given, "12", "4.5", "0", "13.118"),
        HEADER + "\r\n\r\n" + write_row(given, "12.0", '"4,5"', " 0 ", '"13,118"'),
        semicolons + "\n" + write_row(given, "12", "4,5", "0", "13,118", separator=";") + ";" * semicolons.count(";"),
        f"relate; code ;brand;find;engage\n13,118; {pack(given)} ;12;4,5;0",
        f"{CODES}https://ssi.example/en/quiz.html#code={pack(given)},12,4.5,0,13.118",
        f"relate\tcode\tbrand\tfind\tengage\n13,118\t{pack(given)}\t12\t4,5\t0\n",
    ):
        assert read_pairs(text) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [
            "row 1: brand: no column for this pillar", "row 1: find: no column for this pillar", "row 1: engage: no column for this pillar",
            "row 1: relate: no column for this pillar", "row 1: no column with answers: code, or the key of a factor",
        ]),
        ("code;brand;find;engage;relate;code;artcles;Name\n", [
            "row 1: code: 2 columns have this name", 'row 1: artcles: no such column; did you mean "articles"?',
            "row 1: Name: no such column",
        ]),
        ("code,articles,brand,find,engage,relate\n", ["row 1: code: answers stand in this column or in those of factors, not in both"]),
        (CODES + ",,,,\n", ["no pairs: there is no row below the header"]),
        (CODES + f"{CODE},1,2,3\n\n{CODE[:-1]},25.1,-1,,4%\n{version_1.TYPICAL_CODE},1,2,3,4\n{CODE},1,2,3,4\n", [
            "row 2: 4 cells, and the header has 5", 'row 4: brand: "25.1" is not a number from 0 to 25',
            'row 4: find: "-1" is not a number from 0 to 25', "row 4: engage: no points",
            'row 4: relate: "4%" is not a number from 0 to 25',
            "row 4: code: 1 of its 20 characters are missing",
            "row 5: code: of an earlier version, whose questions have changed: endorsements, new_followers, active_days",
        ]),
        ("groups,active_days,brand,find,engage,relate\nnon,every_workday,1,2,3,4\nnot_applicable,,1,2,3,x\n", [
            'row 2: groups: "non" is not a level; did you mean "none"?',
            'row 2: active_days: "every_workday" answered an earlier question, which has changed; ask it again',
            'row 3: relate: "x" is not a number from 0 to 25',
            'row 3: groups: this factor applies to everybody; use "unknown" where the answer is not known',
        ]),
        (CODES + f'{CODE},1,2,3\n"{CODE}"x,1,2,3,4\n', [
            "row 2: 4 cells, and the header has 5", "line 3: not readable as CSV: ',' expected after '\"'",
        ]),
        ('"', ["line 1: not readable as CSV: unexpected end of data"]),
    ],
)  # fmt: skip
def test_every_fault_of_a_file(text: str, lines: list[str]) -> None:
    assert sorted(list_faults(text)) == sorted(lines)


def test_a_file_has_only_so_many_pairs_and_faults() -> None:
    row = f"{CODE},1,2,3,4\n"
    text = CODES + MOST_PAIRS * row
    assert len(read_pairs(text)) == MOST_PAIRS
    end = f"not read, nor is anything below: there are {MOST_PAIRS} pairs or {MOST_FAULTS} faults above"
    assert list_faults(text + "\n" + row + row) == [f"row {MOST_PAIRS + 3}: {end}"]
    faults = list_faults(CODES + MOST_FAULTS * "x\n" + row)
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-2:] == [f"row {MOST_FAULTS + 1}: 1 cells, and the header has 5", f"row {MOST_FAULTS + 2}: {end}"]


@settings(max_examples=50)
@given(st.text() | st.text('code,;brandfigl\n"01 ').map(lambda text: CODES + text))
def test_any_text_is_read_or_its_faults_are_named(text: str) -> None:
    assert all(message and "\n" not in message for message in list_faults(text))


def test_the_error_is_counted_by_hand() -> None:
    nothing = {"brand": 12.5, "find": 12.5, "engage": 12.5, "relate": 12.5}
    connections = [Answers((("connections", level),)) for level in ("under_50", "500_or_more")]
    assert [score(each).pillars[3].points for each in connections] == [10.7, 14.3]
    assert [score(each).pillars[3].range for each in connections] == [(0.0, 24.0), (1.0, 25.0)]
    pairs = [Pair(connections[0], {**nothing, "relate": 24.04}), Pair(connections[1], {**nothing, "find": 14, "relate": 0.9})]
    found = evaluate(pairs)
    assert (found["model"], found["pairs"], found["too_few"]) == (MODEL.version, 2, True)
    assert found["scores"] == {
        "total": {"mean": -0.72, "mean_absolute": 12.62, "in_range": 1.0},
        "brand": {"mean": 0.0, "mean_absolute": 0.0, "in_range": 1.0},
        "find": {"mean": -0.75, "mean_absolute": 0.75, "in_range": 1.0},
        "engage": {"mean": 0.0, "mean_absolute": 0.0, "in_range": 1.0},
        "relate": {"mean": 0.03, "mean_absolute": 13.37, "in_range": 0.5},
    }
    assert found["factors"]["connections"] == {
        "correlation": 1.0,
        "answers": {"under_50": {"pairs": 1, "mean": -13.34}, "500_or_more": {"pairs": 1, "mean": 13.4}},
    }
    assert found["factors"]["groups"] == {"correlation": None, "answers": {"unanswered": {"pairs": 2, "mean": 0.0}}}
    assert list(found["factors"]) == FACTORS


def test_a_factor_that_weighs_too_much_shows() -> None:
    hidden = Parameters({**TODAY.weights, "sharing": ONE, "groups": 4 * ONE}, TODAY.shares)
    found = evaluate(make_pairs(300, hidden))
    assert not found["too_few"]
    together = {key: each["correlation"] for key, each in found["factors"].items()}
    assert together["sharing"] > 0.25
    assert together["groups"] < -0.5
    assert {together[factor.key] for factor in MODEL.factors if factor.pillar != "engage"} == {None}, (
        "no error, and so nothing goes with it"
    )
    assert sum(each["pairs"] for each in found["factors"]["sharing"]["answers"].values()) == 300
    assert {"unknown", "unanswered"} <= found["factors"]["sharing"]["answers"].keys()
    assert "not_applicable" in found["factors"]["inmail_response"]["answers"]


def test_equal_errors_go_with_no_answer() -> None:
    pairs = [Pair(Answers((("articles", level),)), {"brand": 0.1, "find": 0, "engage": 0, "relate": 0}) for level in ("none", "one")]
    assert evaluate(pairs)["factors"]["articles"]["correlation"] == 1
    shifted = [Pair(each.answers, {**each.real, "brand": score(each.answers).pillars[0].points - 0.1}) for each in pairs * 3]
    assert evaluate(shifted)["factors"]["articles"]["correlation"] is None


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(-9, 9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_the_minimum_is_the_least_of_all(rows: list[list[int]]) -> None:
    form = [[float(sum(row[i] * row[j] for row in rows)) + (i == j) * 1e-6 for j in range(3)] for i in range(3)]
    bounds = [Bound(high, low, 0.25) for high, low in ((0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1))]

    def measure(values: tuple[float, ...] | list[float]) -> float:
        return sum(form[i][j] * values[i] * values[j] for i in range(3) for j in range(3))

    found = minimise(form, bounds, range(3), [1.0, 1.0, 1.0])
    assert found.gap <= TOLERANCE
    assert sum(found.values) == pytest.approx(3)
    assert all(found.values[high] >= ratio * found.values[low] for high, low, ratio in bounds)
    grid = ((a / 20, b / 20, 3 - (a + b) / 20) for a, b in product(range(1, 60), repeat=2))
    allowed = [each for each in grid if all(each[high] >= ratio * each[low] for high, low, ratio in bounds)]
    assert len(allowed) > 100
    assert measure(found.values) <= min(map(measure, allowed)) + TOLERANCE


def test_a_search_that_is_cut_off_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = ([[1.0, 0.0], [0.0, 4.0]], [Bound(0, 1, 0.5), Bound(1, 0, 0.5)], range(2), [1.5, 1.5])
    whole = minimise(*problem)
    assert whole.values == pytest.approx([2, 1])
    monkeypatch.setattr("ssi_core.evaluation.quadratic.MOST_STEPS", 3)
    cut = minimise(*problem)
    assert cut.gap > TOLERANCE
    least = 8
    assert 0 < cut.values[0] ** 2 + 4 * cut.values[1] ** 2 - least <= cut.gap


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


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("levels", [False, True])
def test_random_answers_make_nothing_better(seed: int, levels: bool) -> None:
    pairs = make_pairs(120, TODAY, seed=seed)
    others = [pair.answers for pair in make_pairs(120, TODAY, seed=100 + seed)]
    found = fit([Pair(answers, pair.real) for answers, pair in zip(others, pairs, strict=True)], levels=levels)
    errors = {name: each[TOTAL]["mean_absolute"] for name, each in found["errors"].items()}
    assert errors["fitted"] < errors["today"], "what a fit to itself pretends"
    assert errors["left_out"] > errors["average"]
    assert found["better"] is False


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("levels", [False, True])
def test_a_model_that_is_right_is_not_made_better(seed: int, levels: bool) -> None:
    found = fit(make_pairs(60, TODAY, noise=2, seed=seed), levels=levels)
    errors = {name: each[TOTAL]["mean_absolute"] for name, each in found["errors"].items()}
    assert errors["left_out"] < errors["average"], "it says much, and today's model says as much"
    assert found["gain"]["mean"] < 0
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


@settings(max_examples=8, deadline=None)
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
    pairs = read_pairs(write_codes(make_pairs(MOST_PAIRS, TODAY)))
    evaluate(pairs)
    fit(pairs, levels=True)
    assert process_time() - began < 60


FEW = "pairs: {} are too few to mean anything; collect 30 or more\n"
LEAVE = "fit: nothing here shows that these numbers are better than today's on other people; leave the model as it is\n"


def test_evaluate_as_a_command(run: Run, file: Callable[[str], str]) -> None:
    pairs = make_pairs(LEAST_PAIRS, hide_parameters(1, levels=False), seed=1)
    code, out, err = run("evaluate", file(write_codes(pairs)))
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(json.dumps(evaluate(pairs)))
    code, out, err = run("evaluate", file(write_codes(pairs[1:])))
    assert (code, err, json.loads(out)["too_few"]) == (0, FEW.format(29), True)


def test_fit_as_a_command(run: Run, file: Callable[[str], str]) -> None:
    pairs = make_pairs(200, hide_parameters(1, levels=False), seed=1)
    path = file(write_codes(pairs))
    code, out, err = run("fit", path)
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(json.dumps(fit(pairs)))
    assert run("fit", path) == (code, out, err)
    code, out, err = run("fit", path, "--levels")
    assert (code, err) == (0, "")
    assert json.loads(out)["shares"]["articles"]["one"]["today"] == 40
    code, out, err = run("fit", file(write_codes(make_pairs(40, TODAY, noise=2))))
    assert (code, err, json.loads(out)["better"]) == (0, LEAVE, False)
    code, out, err = run("fit", file(write_codes(pairs[:5])))
    assert (code, err, json.loads(out)["better"]) == (0, FEW.format(5) + LEAVE, False)


def test_what_is_wrong_with_a_command(run: Run, file: Callable[[str], str]) -> None:
    pairs = write_codes(make_pairs(4, TODAY))
    path = file(pairs)
    assert run("fit", path) == (2, "", "4 pairs, and to fit anything takes 5\n")
    assert run("fit") == (2, "", "fit needs one file, or - for standard input\n")
    assert run("fit", path, "--level") == (2, "", '"--level" is not an option; there is --levels, --help\n')
    assert run("evaluate", path, "--levels") == (2, "", '"--levels" is not an option; there is --help\n')
    faults = ["row 6: 1 cells, and the header has 5", "row 7: 2 cells, and the header has 5"]
    assert run("evaluate", file(pairs + "x\nx,y\n")) == (2, "", "".join(line + "\n" for line in faults))
    path = file(pairs + "\n" * LARGEST)
    assert run("evaluate", path) == (2, "", f'"{path}": more than {LARGEST} bytes\n')
