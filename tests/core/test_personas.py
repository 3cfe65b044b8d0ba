"""The calibration: every persona scores as such members do."""

from itertools import pairwise

import pytest

from ssi_core.model import MODEL, TOTAL
from ssi_core.personas import PERSONAS, Persona
from ssi_core.scoring import score


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
def test_a_persona_lands_within_its_bands(persona: Persona) -> None:
    result = score(persona.answers)
    points = {TOTAL: result.total} | {pillar.key: pillar.points for pillar in result.pillars}
    for key, low, high in persona.bands:
        assert low <= points[key] <= high, f"{key}: {points[key]} is not within {low} to {high}"
    assert TOTAL in [band.key for band in persona.bands]


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
def test_a_persona_answers_everything(persona: Persona) -> None:
    assert [key for key, _ in persona.answers.given] == [factor.key for factor in MODEL.factors]
    assert "unknown" not in dict(persona.answers.given).values()


def test_the_typical_member_is_held_to_everything_that_was_observed() -> None:
    assert [(persona.key, persona.bands) for persona in PERSONAS][1] == ("typical", MODEL.observed)


def test_personas_rise_in_every_pillar() -> None:
    results = [score(persona.answers) for persona in PERSONAS]
    for lower, higher in pairwise(results):
        assert all(low.points < high.points for low, high in zip(lower.pillars, higher.pillars, strict=True))
