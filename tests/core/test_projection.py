"""The real score after steps: the points, and the range over every weighting, compared with brute force."""

from fractions import Fraction
from itertools import product
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.answers import Answers
from ssi_core.model import MODEL, NOT_APPLICABLE, Model
from ssi_core.personas import PERSONAS
from ssi_core.projection import project_steps
from ssi_core.scoring import Result, score
from tests.support import small_models


def round_half_up(points: Fraction) -> float:
    return floor(10 * points + Fraction(1, 2)) / 10


def list_ends(before: Result, after: Result, pillar: str, start: Fraction) -> list[Fraction]:
    """List the points with each factor at half and at double its weight: the extremes are among them."""
    pairs = [
        (new.share - old.share, new.weight)
        for old, new in zip(before.factors, after.factors, strict=True)
        if new.pillar == pillar and new.status != NOT_APPLICABLE
    ]
    found = []
    for scales in product((Fraction(1, 2), Fraction(2)), repeat=len(pairs)):
        weights = [scale * weight for scale, (_, weight) in zip(scales, pairs, strict=True)]
        risen = sum((weight * rise for weight, (rise, _) in zip(weights, pairs, strict=True)), Fraction()) / sum(weights, Fraction())
        found.append(min(start + risen / 4, Fraction(25)))
    return found


@given(model=small_models.models(), data=st.data())
@settings(max_examples=100)
def test_points_and_ends_are_those_of_the_extreme_weightings(model: Model, data: st.DataObject) -> None:
    answers = data.draw(small_models.answers(model))
    before = score(answers, model)
    raised = []
    for key, answer in answers.given:
        levels = [level.key for level in model.find_factor(key).levels]
        raised.append((key, data.draw(st.sampled_from(levels[levels.index(answer) :])) if answer in levels else answer))
    after = score(Answers(tuple(raised)), model)
    real = {pillar: data.draw(st.none() | st.integers(0, 25_000).map(lambda number: number / 1000)) for pillar in model.pillars}
    projected = project_steps(before, after, real)
    for pillar, estimate in zip(projected.pillars, after.pillars, strict=True):
        start = real[pillar.key]
        if start is None:
            assert pillar == estimate
            continue
        exact = Fraction(round(1000 * start), 1000)
        ends = list_ends(before, after, pillar.key, exact)
        assert pillar.range == (round_half_up(min(ends)), round_half_up(max(ends)))
        assert pillar.range[0] <= pillar.points <= pillar.range[1]
    assert projected.total == round(sum(pillar.points for pillar in projected.pillars), 1)
    assert projected.range == tuple(round(sum(pillar.range[end] for pillar in projected.pillars), 1) for end in (0, 1))


def test_without_steps_it_is_the_real_score_and_nothing_is_uncertain() -> None:
    typical = score(PERSONAS[1].answers)
    real = {"brand": 13.118, "find": 4.85, "engage": 2.05, "relate": 25}
    start = project_steps(typical, typical, real)
    assert [pillar.points for pillar in start.pillars] == [13.1, 4.9, 2.1, 25.0]
    assert (start.total, start.range) == (45.1, (45.1, 45.1))


def test_no_pillar_goes_beyond_its_end() -> None:
    worst, best = (score(Answers(tuple((factor.key, factor.levels[end].key) for factor in MODEL.factors))) for end in (0, -1))
    projected = project_steps(worst, best, dict.fromkeys(MODEL.pillars, 20))
    assert (projected.total, projected.range) == (100, (100, 100))
