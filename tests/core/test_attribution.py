"""The parts that factors add to a score or take from it: they add up exactly, whatever the answers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.answers import Answers, read_answers
from ssi_core.attribution import Attribution, attribute
from ssi_core.model import MODEL, NOT_APPLICABLE, PILLAR_POINTS, Model
from ssi_core.scoring import FactorResult, score
from tests.support import small_models


def explain(before: dict[str, str], after: dict[str, str]) -> Attribution:
    return attribute(read_answers({"answers": before}), read_answers({"answers": after}))


def find_points(before: dict[str, str], after: dict[str, str]) -> dict[str, float]:
    return {each.factor: each.points for each in explain(before, after).factors}


def to_hundredths(points: float) -> int:
    assert round(points, 2) == points
    return round(100 * points)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Model, Answers, Answers]:
    """Two sets of answers to a small model, whose pillars have factors that need not apply; or to ours."""
    model = draw(st.one_of(st.just(MODEL), small_models.models(most_factors=5)))
    return model, draw(small_models.answers(model)), draw(small_models.answers(model))


def average(factors: list[FactorResult]) -> Fraction:
    whole = sum(factor.weight * factor.share for factor in factors)
    return Fraction(PILLAR_POINTS * whole, 100 * sum(factor.weight for factor in factors))


def contribute(before: list[FactorResult], after: list[FactorResult], place: int) -> Fraction:
    """The contribution by its definition: the mean of what the factor adds after the others before it, and after those behind it."""
    early = average(after[: place + 1] + before[place + 1 :]) - average(after[:place] + before[place:])
    late = average(before[:place] + after[place:]) - average(before[: place + 1] + after[place + 1 :])
    return (early + late) / 2


@given(pairs())
def test_the_factors_add_up_exactly_to_the_change_of_the_total(pair: tuple[Model, Answers, Answers]) -> None:
    model, before, after = pair
    first, last, change = score(before, model), score(after, model), attribute(before, after, model)
    assert to_hundredths(change.total) == round(100 * last.total) - round(100 * first.total)
    assert to_hundredths(change.total) == sum(to_hundredths(points) for _, points in change.pillars)
    for (key, points), old, new in zip(change.pillars, first.pillars, last.pillars, strict=True):
        assert key == old.key
        assert to_hundredths(points) == round(100 * new.points) - round(100 * old.points)
        assert to_hundredths(points) == sum(to_hundredths(each.points) for each in change.factors if each.pillar == key)


@given(pairs())
def test_each_contribution_is_that_of_the_definition_but_for_rounding(pair: tuple[Model, Answers, Answers]) -> None:
    model, before, after = pair
    first, last = score(before, model), score(after, model)
    found = {each.factor: each for each in attribute(before, after, model).factors}
    for pillar in model.pillars:
        old, new = ([factor for factor in result.factors if factor.pillar == pillar] for result in (first, last))
        exact = [contribute(old, new, place) for place in range(len(old))]
        assert sum(exact) == average(new) - average(old)
        for place, (a, b) in enumerate(zip(old, new, strict=True)):
            assert (a.key in found) == ((a.weight, a.share) != (b.weight, b.share))
            if a.key not in found:
                assert exact[place] == 0
                continue
            # A pillar's two ends are each rounded by up to a twentieth.
            assert abs(Fraction(to_hundredths(found[a.key].points), 100) - exact[place]) < Fraction(11, 100)
            assert found[a.key] == (a.key, pillar, dict(before.given).get(a.key), dict(after.given).get(a.key), found[a.key].points)


@given(pairs())
def test_the_largest_comes_first_and_no_change_changes_nothing(pair: tuple[Model, Answers, Answers]) -> None:
    model, before, after = pair
    sizes = [abs(each.points) for each in attribute(before, after, model).factors]
    assert sizes == sorted(sizes, reverse=True)
    assert attribute(before, before, model) == (0, tuple((pillar, 0) for pillar in model.pillars), ())


@given(pairs())
def test_the_way_back_takes_what_the_way_there_added(pair: tuple[Model, Answers, Answers]) -> None:
    model, before, after = pair
    there, back = attribute(before, after, model), attribute(after, before, model)
    assert back.total == -there.total
    taken = {each.factor: each.points for each in back.factors}
    assert taken.keys() == {each.factor for each in there.factors}
    assert all(abs(taken[each.factor] + each.points) < 0.021 for each in there.factors)


def test_factors_of_one_pillar_share_its_change_by_weight_and_share() -> None:
    before = {"sharing": "none", "groups": "none", "company_pages": "none"}
    assert find_points(before, {**before, "sharing": "several_a_week"}) == {"sharing": 5}
    # Exactly 1.125 and 0.4; the rounded pillar rises by 1.5.
    assert find_points(before, {**before, "company_pages": "10_to_29", "groups": "member_only"}) == {
        "company_pages": 1.11,
        "groups": 0.39,
    }


def test_rounding_is_shared_in_proportion_and_never_turns_a_gain_into_a_loss() -> None:
    before = dict.fromkeys(("sharing", "interactions_given"), "none")
    after = {"sharing": "once_or_twice", "interactions_given": "monthly"}
    found = find_points(before, after)
    assert sum(found.values()) == pytest.approx(explain(before, after).pillars[2][1])
    assert set(found.values()) == {0.4}


def test_what_ceases_to_apply_answers_for_the_weights_that_change() -> None:
    before = {"sharing": "several_a_week", "groups": "none", "inmail_response": "no_answer"}
    after = {**before, "inmail_response": NOT_APPLICABLE}
    # The others answer the same, so the rise of the average is all of this one's.
    assert find_points(before, after) == {"inmail_response": explain(before, after).total}
    both = find_points(before, {**after, "groups": "weekly_in_several"})
    assert set(both) == {"inmail_response", "groups"}
    # Groups count a ninth of the pillar when it came late, a tenth when it came early.
    assert both["groups"] == pytest.approx(25 * 2 * (1 / 10 + 1 / 9) / 2, abs=0.1)


def test_an_unknown_answer_that_becomes_none_at_all_is_no_change() -> None:
    assert find_points({"groups": "unknown"}, {}) == {}
    assert find_points({"connections": "150_to_299"}, {"connections": "unknown"}) == {}
