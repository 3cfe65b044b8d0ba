"""`ssi_core` → the keys that there must be words for, and the personas that pages show with their scores."""

from site_src.model import Scored, Vocabulary
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.scoring import score


def vocabulary() -> Vocabulary:
    """What `ssi_core` knows, as keys."""
    factors = {factor.key: (factor.pillar, tuple(level.key for level in factor.levels), factor.optional) for factor in MODEL.factors}
    described = tuple(f"{persona.key}.{field}" for persona in PERSONAS for field in ("name", "description"))
    return Vocabulary(MODEL.pillars, factors, {"roles": tuple(role.key for role in MODEL.roles), "personas": described})


def personas() -> tuple[Scored, ...]:
    """The personas, with their answers by factor and what they score."""
    return tuple(Scored(persona.key, dict(persona.answers.given), score(persona.answers)) for persona in PERSONAS)
