"""The least of a quadratic form under bounds."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.evaluation.quadratic import TOLERANCE, Bound, minimise


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
