"""The error of the estimate: by pillar, in all, and by answer."""

from statistics import correlation

from ssi_core.answers import Answers
from ssi_core.evaluation.errors import evaluate
from ssi_core.evaluation.fit import ONE, TODAY, Parameters
from ssi_core.evaluation.pairs import Pair
from ssi_core.model import MODEL
from ssi_core.scoring import score
from tests.support.real_scores import make_pairs


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
    assert list(found["factors"]) == [factor.key for factor in MODEL.factors]


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


def test_errors_are_in_thousandths_and_small_ones_count() -> None:
    middle = {"brand": 12.5, "find": 12.5, "engage": 12.5, "relate": 12.5}
    one = evaluate([Pair(Answers(), middle)])
    assert (one["pairs"], one["scores"]["brand"]) == (1, {"mean": 0.0, "mean_absolute": 0.0, "in_range": 1.0})
    three = evaluate([Pair(Answers(), {**middle, "brand": points}) for points in (12.5, 12.5, 12.9)])
    assert three["scores"]["brand"] == {"mean": -0.133, "mean_absolute": 0.133, "in_range": 1.0}
    assert three["factors"]["articles"]["answers"] == {"unanswered": {"pairs": 3, "mean": -0.133}}
    # The one that is not known has no share to go with its error.
    pairs = [Answers((("articles", level),)) for level in ("none", "one", "3_or_more", "unknown")]
    points = [score(each).pillars[0].points - error for each, error in zip(pairs, (0.1, 0.2, 0.4, 9), strict=True)]
    found = evaluate([Pair(each, {**middle, "brand": point}) for each, point in zip(pairs, points, strict=True)])
    shares = [TODAY.shares["articles", level] for level in ("none", "one", "3_or_more")]
    assert found["factors"]["articles"]["correlation"] == round(correlation(shares, [1, 2, 4]), 3) < 1


def test_the_ends_of_a_range_count_with_what_they_are_rounded_by() -> None:
    answers = Answers((("connections", "500_or_more"),))
    low, high = score(answers).pillars[3].range
    found = [
        evaluate([Pair(answers, dict(zip(MODEL.pillars, (12.5, 12.5, 12.5, points), strict=True)))])
        for points in (low - 0.05, low - 0.051, high)
    ]
    assert [each["scores"]["relate"]["in_range"] for each in found] == [1, 0, 1]


def test_thirty_pairs_are_enough() -> None:
    pairs = make_pairs(30, TODAY)
    assert [evaluate(each)["too_few"] for each in (pairs, pairs[1:])] == [False, True]
