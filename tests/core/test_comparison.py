"""The real score beside the estimate: the difference, and whether our range holds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.comparison import compare, subtract
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.scoring import score

TYPICAL = score(PERSONAS[1].answers)


def test_what_is_known_is_compared() -> None:
    real = {"total": 33, "brand": 13.118, "find": None, "relate": 13.5}
    found = {each.key: each for each in compare(TYPICAL, real)}
    assert list(found) == ["total", "brand", "relate"]
    brand = TYPICAL.pillars[0]
    assert found["brand"] == ("brand", brand.points, 13.12, subtract(13.12, brand.points), brand.range, True)
    assert found["total"].difference == subtract(33, TYPICAL.total)


@given(st.lists(st.floats(0, 25), min_size=4, max_size=4), st.floats(-0.49, 0.49))
def test_pillars_and_differences_add_up_to_the_total(points: list[float], rounded: float) -> None:
    real = dict(zip(MODEL.pillars, points, strict=True))
    total, *pillars = compare(TYPICAL, real | {"total": min(max(sum(points) + rounded, 0), 100)})
    assert total.real == pytest.approx(sum(pillar.real for pillar in pillars))
    assert total.difference == pytest.approx(sum(pillar.difference for pillar in pillars))
    assert all(each.difference == pytest.approx(each.real - each.estimate) for each in (total, *pillars))


def test_a_total_that_is_not_the_pillars_sum_stays() -> None:
    real = {"total": 40, "brand": 13.118, "find": 4.8, "engage": 2.05, "relate": 13.5}
    assert compare(TYPICAL, real)[0].real == 40


def test_nothing_known_is_nothing_compared() -> None:
    assert compare(TYPICAL, {}) == ()


@pytest.mark.parametrize(
    ("beyond", "within"), [(0, True), (0.05, True), (0.051, False), (0.55, False), (-0.05, True)]
)  # fmt: skip
def test_a_pillar_may_miss_the_range_by_what_rounding_takes(beyond: float, within: bool) -> None:
    low, high = TYPICAL.pillars[1].range
    for points in (low - beyond, high + beyond):
        assert compare(TYPICAL, {"find": points})[0].within == within


@pytest.mark.parametrize(("beyond", "within"), [(0, True), (0.55, True), (0.551, False), (1, False)])
def test_a_total_is_a_whole_number_on_the_page(beyond: float, within: bool) -> None:
    low, high = TYPICAL.range
    for points in (low - beyond, high + beyond):
        assert compare(TYPICAL, {"total": points})[0].within == within


def test_a_difference_has_no_crumbs() -> None:
    assert [subtract(*pair) for pair in ((13.118, 13.1), (13.1, 13.118), (0.3, 0.1), (31, 35), (1.5, 1.5))] == [0.018, -0.018, 0.2, -4, 0]
    assert str(subtract(0.1, 0.1000001)) == "0", "and no minus before nothing"
