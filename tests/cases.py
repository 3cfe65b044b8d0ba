"""Requests that the browser must answer exactly as CPython does, by name. `ssi_core.wire.handle` takes each as JSON text."""

from typing import Any

from ssi_core.history import read_points
from ssi_core.history_file import Kept, export_text
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.share import pack

_ANSWERS = {persona.key: dict(persona.answers.given) for persona in PERSONAS}

CODE = pack(PERSONAS[2].answers._replace(role="sales", target=72.5))
POINTS: list[dict[str, Any]] = [
    {
        "id": "a",
        "date": "2026-01-05T09:30:00+01:00",
        "kind": "real",
        "total": 31,
        "pillars": {"brand": 11.487, "find": 4.2, "engage": None, "relate": 13.25},
        "industry": {"rank": 37, "average": 29},
        "network": {"rank": 24.5, "average": None},
    },
    {
        "id": "b",
        "date": "2026-02-01T12:00:00Z",
        "kind": "estimate",
        "total": 31.9,
        "pillars": {"brand": 12.1, "find": 4.9, "engage": 1.4, "relate": 13.5},
        "range": [20.1, 47.5],
        "role": "hr",
        "version": "1.0",
        "answers": _ANSWERS["typical"],
    },
    {
        "id": "c",
        "date": "2026-03-02",
        "kind": "real",
        "total": 35,
        "pillars": {"brand": 13.118, "find": 4.8, "engage": 2.05, "relate": 15.25},
    },
]
FILE = export_text(Kept(PERSONAS[1].answers, points=read_points(POINTS).points))

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
    "what if": {"do": "score", "answers": _ANSWERS["typical"], "role": "hr", "done": {"articles": "two", "sharing": "weekly"}},
    "a code": {"do": "pack", "answers": _ANSWERS["active"], "role": "sales", "target": 72.5},
    "what a code says": {"do": "unpack", "code": CODE},
    "a cut code": {"do": "unpack", "code": CODE[:-1]},
    "a history": {"do": "history", "points": POINTS, "words": {"real": "=SSI"}, "decimal": ","},
    "no history": {"do": "history", "points": [None, {}, {**POINTS[0], "date": "yesterday", "total": 101, "role": "<script>"}]},
    "a comparison": {"do": "compare", "answers": _ANSWERS["typical"], "real": {"total": 31, "brand": 25, "find": None}},
    "a file": {"do": "export", "answers": _ANSWERS["typical"], "target": 60, "points": POINTS},
    "a file read": {"do": "import", "text": FILE, "answers": {"groups": "unknown"}, "points": POINTS[1:]},
    "a page": {"do": "read-page", "text": "33 out of 100\n13,118 | Bouw je professionele merk op\nTop 37 % branche-SSI"},
}
