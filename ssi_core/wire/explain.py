"""The request that explains why a score moved.

    {"do": "explain", "before": answers, "after": answers}
        → {"total": number, "pillars": {pillar: number},
           "factors": [{"factor", "pillar", "from": answer | null, "to": answer | null, "points": number}]}

Answers are {factor: level | "unknown" | "not_applicable"}, of a saved point or of a day in the report on an archive; such a day's "answers"
together with its "assumed" make its total. All numbers are "after" less "before": the total and the pillars to tenths, as they are shown,
and what each factor added or took to hundredths. They add up exactly; see `ssi_core.attribution`. Factors that changed nothing are left
out, and the others come largest first.

Faults are those of answers, with a key such as "before.articles".

In a browser this is fetched at the first such request. Where it could not be, the reply is the fault "not_loaded".
"""

from collections.abc import Mapping
from typing import Any

from ssi_core.answers import Answers, salvage_field
from ssi_core.attribution import attribute
from ssi_core.faults import Fault, check_fields, raise_faults

type Json = dict[str, Any]
"""A JSON object."""

SIDES = ("before", "after")


def explain_change(request: Mapping[str, Any]) -> Json:
    """Answer the request. Raises InvalidAnswers.

    >>> explain_change({"do": "explain", "before": {"articles": "none"}, "after": {"articles": "one", "groups": "unknown"}})["factors"]
    [{'factor': 'articles', 'pillar': 'brand', 'from': 'none', 'to': 'one', 'points': 2.0}]
    """
    missing = [
        Fault(side, "missing", None, None, f"{side}: missing; give {{}} for no answers") for side in SIDES if request.get(side) is None
    ]
    (before, wrong), (after, more) = (salvage_field(request.get(side), side) for side in SIDES)
    raise_faults(*check_fields(request, ("do", *SIDES)), *missing, *wrong, *more)
    change = attribute(Answers(before), Answers(after))
    return {
        "total": change.total,
        "pillars": dict(change.pillars),
        "factors": [
            {"factor": each.factor, "pillar": each.pillar, "from": each.before, "to": each.after, "points": each.points}
            for each in change.factors
        ],
    }
