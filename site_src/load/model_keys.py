"""`ssi_core` → the keys that need texts, and scored personas and week plans."""

from collections.abc import Mapping

from site_src.model import ScoredPersona, ScoredPlan, Vocabulary
from ssi_core.answers import read_answers
from ssi_core.attribution import attribute
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.scoring import score


def read_vocabulary() -> Vocabulary:
    """Read the keys of the model: pillars, factors with their levels, roles and personas."""
    factors = {factor.key: (factor.pillar, tuple(level.key for level in factor.levels), factor.optional) for factor in MODEL.factors}
    described = tuple(f"{persona.key}.{field}" for persona in PERSONAS for field in ("name", "description"))
    keyed = {"roles": tuple(role.key for role in MODEL.roles), "personas": described}
    return Vocabulary(MODEL.pillars, factors, keyed, _find_typical())


def score_personas() -> tuple[ScoredPersona, ...]:
    """Score the personas; return each with its answers by factor."""
    return tuple(ScoredPersona(persona.key, dict(persona.answers.given), score(persona.answers)) for persona in PERSONAS)


def score_plans(steps: Mapping[str, str]) -> tuple[ScoredPlan, ...]:
    """Score the typical member before and after the steps of each week plan. `steps`: as in `Content.plans`."""
    plans: dict[str, dict[str, str]] = {}
    for key, level in steps.items():
        _, plan, factor = key.split(".")
        plans.setdefault(plan, {})[factor] = level
    typical = _find_typical()
    before = read_answers({"answers": typical})
    scored = []
    for plan, levels in plans.items():
        after = read_answers({"answers": typical | levels})
        scored.append(ScoredPlan(plan, score(before), score(after), attribute(before, after)))
    return tuple(scored)


def _find_typical() -> dict[str, str]:
    return dict(next(persona for persona in PERSONAS if persona.key == "typical").answers.given)
