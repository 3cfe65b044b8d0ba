"""Suggestions for a pillar of which only the points are known, compared with every combination of answers."""

import subprocess
import sys
from fractions import Fraction
from itertools import product
from math import floor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.model import MODEL, Factor, Model
from ssi_core.suggestions import TOLERANCE, Suggestion, suggest_steps
from tests.support import small_models

ROOT = Path(__file__).parent.parent.parent
type Combination = tuple[int | None, ...]
"""A level's index for each factor; None where it does not apply."""


def round_half_up(points: Fraction) -> float:
    return floor(10 * points + Fraction(1, 2)) / 10


def find_points(factors: tuple[Factor, ...], levels: Combination) -> Fraction:
    chosen = [(factor, factor.levels[level]) for factor, level in zip(factors, levels, strict=True) if level is not None]
    return Fraction(25 * sum(factor.weight * level.share for factor, level in chosen), 100 * sum(factor.weight for factor, _ in chosen))


def list_near(factors: tuple[Factor, ...], points: Fraction) -> list[Combination]:
    """List the combinations that come within half a point, or else the nearest."""
    choices = [[*range(len(factor.levels)), *([None] if factor.optional else [])] for factor in factors]
    distances = [(abs(find_points(factors, each) - points), each) for each in product(*choices)]
    reach = max(Fraction(TOLERANCE), min(distance for distance, _ in distances))
    return [each for distance, each in distances if distance <= reach]


def suggest_slowly(factors: tuple[Factor, ...], points: float) -> list[Suggestion]:
    start = Fraction(round(1000 * points), 1000)
    near = list_near(factors, start)
    found = []
    for place, factor in enumerate(factors):
        rises, efforts, gains = [], [], [Fraction()] * len(factor.levels)
        for levels in near:
            level = levels[place]
            if level is not None and level + 1 < len(factor.levels):
                raised = find_points(factors, (*levels[:place], level + 1, *levels[place + 1 :]))
                rises.append(min(raised - find_points(factors, levels), 25 - start))
                efforts.append(factor.levels[level + 1].effort)
                gains[level + 1] += rises[-1]
        gain = round_half_up(sum(rises, Fraction()) / len(near))
        if gain > 0:
            effort = floor(Fraction(sum(efforts), len(efforts)) + Fraction(1, 2))
            most = factor.levels[gains.index(max(gains))].key
            found.append(Suggestion(factor.key, most, gain, round_half_up(min(rises)), round_half_up(max(rises)), effort))
    return sorted(found, key=lambda each: -each.gain)


@given(model=small_models.models(most_pillars=1, most_factors=4), thousandths=st.integers(0, 25_000))
@settings(max_examples=150)
def test_they_are_the_average_over_every_combination(model: Model, thousandths: int) -> None:
    points = thousandths / 1000
    assert list(suggest_steps("a", points, model)) == suggest_slowly(model.factors, points)


@pytest.mark.parametrize(("pillar", "points"), [("brand", 13.118), ("engage", 2.05), ("relate", 24.6)])
def test_they_are_so_in_the_real_model(pillar: str, points: float) -> None:
    assert list(suggest_steps(pillar, points)) == suggest_slowly(MODEL.find_factors(pillar), points)


# Measuring what runs takes several times as long, and the tests above run all of it.
@pytest.mark.no_cover
@pytest.mark.parametrize("pillar", MODEL.pillars)
def test_every_pillar_that_is_not_full_has_some(pillar: str) -> None:
    for tenths in range(0, 249):
        found = suggest_steps(pillar, tenths / 10)
        assert found, tenths
        assert all(0 < each.gain <= each.high <= round(25 - tenths / 10, 1) and each.low <= each.high and each.effort > 0 for each in found)
        assert [each.gain for each in found] == sorted((each.gain for each in found), reverse=True)
    assert suggest_steps(pillar, 25) == ()


LONGEST = """
import time
from ssi_core.suggestions import suggest_steps
taken = []
for _ in range(10):
    start = time.process_time()
    for pillar in ("brand", "find", "engage", "relate"):
        suggest_steps(pillar, 12.5)
    taken.append(time.process_time() - start)
print(min(taken))
"""


def test_nobody_waits_for_them() -> None:
    # In a process of its own, where no coverage is measured. In a browser it takes several times as long.
    done = subprocess.run([sys.executable, "-c", LONGEST], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.2
