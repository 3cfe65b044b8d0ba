"""The one door for the browser: JSON text in, JSON text out, and never an exception.

Requests, by their "do":

    {"do": "score", "answers": {factor: level | "unknown" | "not_applicable"}, "role"?: role, "target"?: number, "done"?: {factor: level}}
    {"do": "model"}
    {"do": "read-page", "text": text copied from LinkedIn's page}

and those about what is kept and shared, which `ssi_core.wire_keeping` documents:

    {"do": "pack", …}  {"do": "unpack", …}  {"do": "history", …}  {"do": "compare", …}  {"do": "export", …}  {"do": "import", …}

A reply is {"ok": what was asked for} or {"faults": [{"key", "problem", "value", "closest", "message"}]}: every fault, as in
`ssi_core.answers.Fault`. All text is ASCII. Points that are worked out have at most two decimals.

>>> print(handle('{"do": "scores", "answers": {}}'))
{"faults":[{"key":"do","problem":"unknown_command","value":"scores","closest":"score",\
"message":"do: \\"scores\\" is not a request; did you mean \\"score\\"?"}]}
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from ssi_core.advice import Step, next_steps, plan, with_steps
from ssi_core.answers import MOST_FAULTS, InvalidAnswers, besides, closest, fault, read_answers, refuse, shown, unknown_fields, usable_given
from ssi_core.json_text import read_json
from ssi_core.model import MODEL, PILLAR_POINTS, WINDOW_DAYS
from ssi_core.scoring import Result, score

type Json = dict[str, Any]
"""A JSON object."""

KEEPING = ("pack", "unpack", "history", "compare", "export", "import")
"""The requests that `ssi_core.wire_keeping` answers."""
REQUESTS = ("score", "model", "read-page", *KEEPING)


def handle(text: str) -> str:
    """The reply to a request, both as JSON text."""
    return json.dumps(_reply(text, _do), allow_nan=False, separators=(",", ":"))


def score_reply(text: str) -> Json:
    """The reply to a request to score, which is JSON text without a "do".

    {"ok": {"version", "role", "total", "max", "range": [low, high], "benchmark": {"low", "high"} | null,
    "pillars": {pillar: {"points", "max", "range"}}, "factors": {factor: {"pillar", "status", "level", "points", "max"}},
    "missing": [factor], "unknown": [factor], "advice": [step], "plan": {"target", "status", "total", "effort", "steps": [step]} | null,
    "what_if": {"total", "range", "pillars"} | null}}
    where a step is {"factor", "from", "to", "gain", "effort"}. The plan is for the target, or else for the lowest total that is good for
    the role; it is null where neither was given. What if says what the score is once the steps in "done" are; it is null without them.

    >>> reply = score_reply('{"answers": {"articles": "none"}, "role": "hr"}')["ok"]
    >>> reply["total"], reply["benchmark"], reply["plan"]["status"], reply["factors"]["articles"]["max"]
    (47.5, {'low': 60, 'high': 65}, 'unreachable', 5.0)
    """
    return _reply(text, _score)


def model_reply() -> Json:
    """The reply with the whole model, and the personas that it is calibrated on: their answers, and the bands they must land in."""
    return {"ok": _model()}


def page_reply(text: str) -> Json:
    """The reply with what text copied from LinkedIn's SSI page says.

    {"ok": {"total", "pillars": {pillar: points}, "industry": {"rank", "average"}, "network": {"rank", "average"}, "not_found": [part]}},
    where what was not found is null; see `ssi_core.linkedin_page`.
    """
    return {"ok": _page(text)}


def pack_reply(text: str) -> Json:
    """The reply with the code for a link, {"ok": {"code"}}, for answers as in a request to score."""
    from ssi_core.wire_keeping import packed

    return _reply(text, packed)


def unpack_reply(code: str) -> Json:
    """The reply with what a code for a link says, {"ok": {"answers", "role", "target"}}."""
    from ssi_core.wire_keeping import unpacked

    return _answer(lambda: unpacked(code))


def history_reply(text: str) -> Json:
    """The reply with what the text of an exported file says, as when it is imported where nothing is kept; or all that is wrong in it."""
    from ssi_core.wire_keeping import read_file

    return _answer(lambda: read_file(text))


def _reply(text: str, action: Callable[[object], Json]) -> Json:
    """What `action` makes of what a JSON text says, or all that is wrong with either."""

    def result() -> Json:
        raw, faults = read_json(text)
        return besides(faults, lambda: action(raw))

    return _answer(result)


def _answer(result: Callable[[], Json]) -> Json:
    try:
        return {"ok": result()}
    except InvalidAnswers as invalid:
        return {"faults": [each._asdict() for each in invalid.faults[:MOST_FAULTS]]}


def _do(raw: object) -> Json:
    if not isinstance(raw, Mapping):
        raise InvalidAnswers([fault("", "not_an_object", raw, f"{shown(raw)} is not an object with a request")])
    do = raw.get("do")
    if do == "score":
        return _score({key: value for key, value in raw.items() if key != "do"})
    if do == "model":
        refuse(*unknown_fields(raw, ("do",)))
        return _model()
    if do == "read-page":
        text = raw.get("text")
        wrong = () if isinstance(text, str) else (fault("text", "wrong_type", text, f"text: {shown(text)} is not text"),)
        refuse(*unknown_fields(raw, ("do", "text")), *wrong)
        return _page(str(text))
    if do in KEEPING:
        # Nothing of it is needed for a visitor's first score.
        from ssi_core import wire_keeping

        return wire_keeping.reply(do, raw)
    near = closest(do, REQUESTS)
    hint = f'did you mean "{near}"?' if near else f"there is {', '.join(REQUESTS)}"
    raise InvalidAnswers([fault("do", "unknown_command", do, f"do: {shown(do)} is not a request; {hint}", near)])


def _score(raw: object) -> Json:
    done: Any = None
    if isinstance(raw, Mapping):
        raw, done = {key: value for key, value in raw.items() if key != "done"}, raw.get("done")
    steps, wrong = usable_given(done, "done")
    answers = besides(wrong, lambda: read_answers(raw))
    result = score(answers)
    target = answers.target if answers.target is not None or result.benchmark is None else result.benchmark[0]
    way = None if target is None else plan(result, target)
    return {
        "version": result.version,
        "role": result.role,
        "total": result.total,
        "max": result.max,
        "range": result.range,
        "benchmark": None if result.benchmark is None else {"low": result.benchmark[0], "high": result.benchmark[1]},
        "pillars": _pillars(result),
        "factors": {
            factor.key: {
                "pillar": factor.pillar,
                "status": factor.status,
                "level": factor.level,
                "points": factor.points,
                "max": factor.max,
            }
            for factor in result.factors
        },
        "missing": result.missing,
        "unknown": result.unknown,
        "advice": [_step(step) for step in next_steps(result)],
        "plan": None if way is None else {**way._asdict(), "steps": [_step(step) for step in way.steps]},
        "what_if": None if done is None else _totals(score(with_steps(answers, steps))),
    }


def _totals(result: Result) -> Json:
    return {"total": result.total, "range": result.range, "pillars": _pillars(result)}


def _pillars(result: Result) -> Json:
    return {pillar.key: {"points": pillar.points, "max": pillar.max, "range": pillar.range} for pillar in result.pillars}


def _step(step: Step) -> Json:
    return {"factor": step.factor, "from": step.from_level, "to": step.to_level, "gain": step.gain, "effort": step.effort}


def _model() -> Json:
    # Not imported at the top, because a visitor's first score has to wait for everything that is.
    from ssi_core.personas import PERSONAS

    return {
        "version": MODEL.version,
        "window_days": WINDOW_DAYS,
        "pillars": [{"key": pillar, "max": PILLAR_POINTS} for pillar in MODEL.pillars],
        "factors": [
            {
                "key": factor.key,
                "pillar": factor.pillar,
                "weight": factor.weight,
                "sources": factor.sources,
                "optional": factor.optional,
                "levels": [level._asdict() for level in factor.levels],
            }
            for factor in MODEL.factors
        ],
        "roles": [role._asdict() for role in MODEL.roles],
        "observed": [average._asdict() for average in MODEL.observed],
        "rank_anchors": [anchor._asdict() for anchor in MODEL.rank_anchors],
        "distribution": MODEL.distribution._asdict() | {"bands": [band._asdict() for band in MODEL.distribution.bands]},
        "personas": [
            {"key": persona.key, "answers": dict(persona.answers.given), "bands": [band._asdict() for band in persona.bands]}
            for persona in PERSONAS
        ],
    }


def _page(text: str) -> Json:
    # Most visitors never paste a page.
    from ssi_core.linkedin_page import read_page

    page = read_page(text)
    return {
        "total": page.total,
        "pillars": dict(page.pillars),
        "industry": page.industry._asdict(),
        "network": page.network._asdict(),
        "not_found": page.not_found,
    }
