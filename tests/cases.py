"""Requests that the browser must answer exactly as CPython does, by name. `ssi_core.wire.handle` takes each as JSON text."""

from typing import Any

from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS

_ANSWERS = {persona.key: dict(persona.answers.given) for persona in PERSONAS}

CASES: dict[str, dict[str, Any]] = {
    "nothing answered": {"do": "score", "answers": {}},
    "one answer, with a role": {"do": "score", "answers": {"connections": "500_or_more"}, "role": "member"},
    "nothing known": {"do": "score", "answers": {factor.key: "unknown" for factor in MODEL.factors}, "role": "hr"},
    "two pillars answered": {
        "do": "score",
        "answers": {key: answer for key, answer in _ANSWERS["typical"].items() if MODEL.factor(key).pillar in ("brand", "relate")},
        "role": "recruiter",
    },
    "unknown and not applicable": {
        "do": "score",
        "answers": {
            **_ANSWERS["active"],
            "endorsements": "unknown",
            "profile_popularity": "unknown",
            "inmail_response": "not_applicable",
            "colleague_connections": "not_applicable",
        },
        "target": 72.5,
    },
    "beginner to marketing": {"do": "score", "answers": _ANSWERS["beginner"], "role": "marketing"},
    "typical to sales": {"do": "score", "answers": _ANSWERS["typical"], "role": "sales"},
    "active to everything": {"do": "score", "answers": _ANSWERS["active"], "role": "digital_media", "target": 100},
    "social seller, there already": {"do": "score", "answers": _ANSWERS["social_seller"], "role": "sales"},
    "faults": {"do": "score", "answers": {"endorsment": "none", "groups": "not_applicable"}, "role": "sale", "target": 101},
    "the model": {"do": "model"},
    "a page": {"do": "read-page", "text": "33 out of 100\n13,118 | Bouw je professionele merk op\nTop 37 % branche-SSI"},
}
