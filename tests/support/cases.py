"""Requests by name, which the browser must answer exactly as CPython does.

`ssi_core.wire.handle` takes each as JSON text.
"""

from typing import Any

from ssi_core.history.backup import SavedData, export_text
from ssi_core.history.over_time import read_over_time
from ssi_core.history.points import read_points
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.share_code import pack

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
OVER_TIME: dict[str, Any] = {
    "version": "1.0",
    "days": [
        {
            "day": day,
            "total": total,
            "range": [total - 10.5, total + 9],
            "pillars": {pillar: {"points": total / 4, "range": [total / 4 - 2, total / 4 + 2]} for pillar in MODEL.pillars},
            "answers": {"sharing": sharing, "connections": "500_or_more"},
            "assumed": assumed,
        }
        for day, total, sharing, assumed in (
            ("2026-04-30", 28, "monthly", {"groups": "none"}),
            ("2026-05-31", 30.5, "weekly", {"groups": "none"}),
            ("2026-06-10", 32, "weekly", {}),
        )
    ],
    "forecast": [
        {
            "days": 30,
            "day": "2026-07-10",
            "total": 30,
            "range": [21.5, 41],
            "change": -2,
            "leaving": [{"factor": "sharing", "count": 12, "days": 9, "first": "2026-03-12", "last": "2026-04-10", "points": -2}],
        }
    ],
    "unseen": ["lost_connections", "undated"],
}
FILE = export_text(SavedData(PERSONAS[1].answers, points=read_points(POINTS).points, over_time=read_over_time(OVER_TIME)[0]))

CASES: dict[str, dict[str, Any]] = {
    "nothing answered": {"do": "score", "answers": {}},
    "one answer, and what to ask next": {"do": "score", "answers": {"connections": "500_or_more"}, "next": True},
    "one answer, with a role": {"do": "score", "answers": {"connections": "500_or_more"}, "role": "member"},
    "nothing known": {"do": "score", "answers": {factor.key: "unknown" for factor in MODEL.factors}, "role": "hr"},
    "two pillars answered": {
        "do": "score",
        "answers": {key: answer for key, answer in _ANSWERS["typical"].items() if MODEL.find_factor(key).pillar in ("brand", "relate")},
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
    "from the real score": {
        "do": "score",
        "answers": _ANSWERS["typical"],
        "role": "sales",
        "done": {"articles": "two", "sharing": "weekly"},
        "real": {"brand": 13.118, "find": 4.8, "engage": None, "relate": 24.95},
    },
    "without answers": {"do": "suggest", "real": {"brand": 13.118, "find": 4.8, "engage": 2.05, "relate": None}},
    "a reminder": {
        "do": "remind",
        "id": "4f3c2b1a",
        "now": "2026-11-29T08:30:00Z",
        "day": "2027-01-31",
        "monthly": True,
        "title": "SSI opnieuw meten; écht 👩🏽‍💻",
        "description": "Stap één,\nstap twee\\",
        "url": "https://ssi.example/nl/jouw-ssi.html",
    },
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
