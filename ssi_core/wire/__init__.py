"""The interface for the browser: JSON text in, JSON text out, never an exception.

Requests, by their "do":

    {"do": "score", "answers": {factor: level | "unknown" | "not_applicable"}, "role"?: role, "target"?: number, "done"?: {factor: level},
     "real"?: {pillar: points | null}, "next"?: true | false}
    {"do": "model"}
    {"do": "read-page", "text": text copied from LinkedIn's page}

and those about saved and shared data, which `ssi_core.wire.history` documents:

    {"do": "pack", …}  {"do": "unpack", …}  {"do": "history", …}  {"do": "compare", …}  {"do": "export", …}  {"do": "import", …}

one that explains why a score moved, which `ssi_core.wire.explain` documents:

    {"do": "explain", "before": answers, "after": answers}

those about a group, which `ssi_core.wire.group` documents:

    {"do": "make-code", …}  {"do": "group", …}  {"do": "pairs", …}

and those for returning visitors, which `ssi_core.wire.follow_up` documents:

    {"do": "suggest", …}  {"do": "remind", …}

A reply is {"ok": the result} or {"faults": [{"key", "problem", "value", "closest", "message"}]}: every fault, as in
`ssi_core.faults.Fault`. All text is ASCII. Computed points have at most two decimals.

>>> print(handle('{"do": "scores", "answers": {}}'))
{"faults":[{"key":"do","problem":"unknown_command","value":"scores","closest":"score",\
"message":"do: \\"scores\\" is not a request; did you mean \\"score\\"?"}]}
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ssi_core.advice import RealPillars, Step, apply_steps, find_next_steps, make_plan
from ssi_core.answers import Answers, read_answers, salvage_field
from ssi_core.faults import (
    MOST_FAULTS,
    Fault,
    InvalidAnswers,
    check_fields,
    collect_faults,
    describe,
    find_closest,
    make_fault,
    raise_fault,
    raise_faults,
)
from ssi_core.json_text import read_json
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL_POINTS, WINDOW_DAYS
from ssi_core.scoring import Result, round_to_whole, score
from ssi_core.verdict import judge

type Json = dict[str, Any]
"""A JSON object."""

HISTORY_REQUESTS = ("pack", "unpack", "history", "compare", "export", "import")
"""The requests that `ssi_core.wire.history` answers."""
FOLLOW_UP_REQUESTS = ("suggest", "remind")
"""The requests that `ssi_core.wire.follow_up` answers."""
LATER_REQUESTS = ("explain", "make-code", "group", "pairs")
"""The requests that `ssi_core.wire.explain` and `ssi_core.wire.group` answer."""
NEAR = 5
"""The points to a target that is near: the plan's where the request names none."""
REQUESTS = ("score", "model", "read-page", *HISTORY_REQUESTS, *FOLLOW_UP_REQUESTS, *LATER_REQUESTS)


def handle(text: str) -> str:
    """Answer a request. Both it and the reply are JSON text."""
    return json.dumps(_handle_json(text, _dispatch), allow_nan=False, separators=(",", ":"))


def make_score_reply(text: str) -> Json:
    """Answer a request to score, which is JSON text without a "do".

        {"ok": {"version", "role", "total", "max", "range": [low, high], "benchmark": {"low", "high"} | null,
         "pillars": {pillar: {"points", "max", "range"}}, "factors": {factor: {"pillar", "status", "level", "points", "max"}},
         "missing": [factor], "unknown": [factor], "advice": [step],
         "plan": {"target", "status", "total", "effort", "steps": [step]}, "what_if": {"total", "range", "pillars"} | null,
         "start": {"total", "range", "pillars"} | null, "next": factor | null,
         "verdict": {"band", "total", "range", "guideline", "short", "known", "needed", "sure": [key], "strongest", "cheapest"}}}

    The verdict is that of `ssi_core.verdict`, in whole points. A step is {"factor", "from", "to", "gain", "effort"}. The plan is for the
    target, or else for `NEAR` points more than now. "what_if" is the score after the steps in "done"; it is null without them.

    "real" holds LinkedIn's own points. With them "advice", "plan" and "what_if" start from there, as in `ssi_core.advice` and
    `ssi_core.projection`, and "start" is that score: LinkedIn's, and the estimate for pillars that are not known. It is null without them.

    "next" is the open question that narrows the range most, see `ssi_core.short_way`; it is null where that was not asked for.

    >>> reply = make_score_reply('{"answers": {"articles": "none"}, "role": "hr"}')["ok"]
    >>> reply["total"], reply["benchmark"], reply["plan"]["status"], reply["factors"]["articles"]["max"]
    (47.5, {'low': 60, 'high': 65}, 'unreachable', 5.0)
    """
    return _handle_json(text, _answer_score)


def make_model_reply() -> Json:
    """Return the whole model and its personas: their answers, and their allowed bands."""
    return {"ok": _dump_model()}


def make_page_reply(text: str) -> Json:
    """Read text copied from LinkedIn's SSI page.

        {"ok": {"total", "pillars": {pillar: points}, "industry": {"rank", "average"}, "network": {"rank", "average"}, "not_found": [part]}}

    A part that was not found is null; see `ssi_core.linkedin_page`.
    """
    return {"ok": _dump_page(text)}


def make_pack_reply(text: str) -> Json:
    """Make the code for a link, {"ok": {"code"}}. The answers are as in a request to score."""
    from ssi_core.wire.history import pack_answers

    return _handle_json(text, pack_answers)


def make_unpack_reply(code: str) -> Json:
    """Read a code for a link: {"ok": {"answers", "role", "target", "changed"}}."""
    from ssi_core.wire.history import unpack_answers

    return _make_reply(lambda: unpack_answers(code))


def make_history_reply(text: str) -> Json:
    """Read the text of an exported file, or return every fault in it.

    It is read as by an import on a device without saved data.
    """
    from ssi_core.wire.history import read_file

    return _make_reply(lambda: read_file(text))


def _handle_json(text: str, action: Callable[[object], Json]) -> Json:
    """Reply with the result of `action` on a JSON text, or all faults of both."""

    def result() -> Json:
        raw, faults = read_json(text)
        return collect_faults(faults, lambda: action(raw))

    return _make_reply(result)


def _make_reply(result: Callable[[], Json]) -> Json:
    try:
        return {"ok": result()}
    except InvalidAnswers as invalid:
        return {"faults": [each._asdict() for each in invalid.faults[:MOST_FAULTS]]}


def _dispatch(raw: object) -> Json:
    if not isinstance(raw, Mapping):
        raise_fault("", "not_an_object", raw, f"{describe(raw)} is not an object with a request")
    do = raw.get("do")
    if do == "score":
        return _answer_score({key: value for key, value in raw.items() if key != "do"})
    if do == "model":
        raise_faults(*check_fields(raw, ("do",)))
        return _dump_model()
    if do == "read-page":
        text = raw.get("text")
        wrong = () if isinstance(text, str) else (make_fault("text", "wrong_type", text, f"{describe(text)} is not text"),)
        raise_faults(*check_fields(raw, ("do", "text")), *wrong)
        return _dump_page(str(text))
    if do in HISTORY_REQUESTS:
        # A visitor's first score needs none of it.
        from ssi_core.wire.history import answer_request

        return answer_request(do, raw)
    if do in LATER_REQUESTS:
        try:
            if do == "explain":
                from ssi_core.wire.explain import explain_change as answer
            else:
                from ssi_core.wire.group import answer_request as answer
        except ImportError:
            # A browser fetches them when one of these requests gets this reply.
            raise_fault("do", "not_loaded", do, "the code for it has to be fetched first")
        return answer(raw)
    if do in FOLLOW_UP_REQUESTS:
        from ssi_core.wire.follow_up import answer_request

        return answer_request(do, raw)
    near = find_closest(do, REQUESTS)
    hint = f'did you mean "{near}"?' if near else f"there is {', '.join(REQUESTS)}"
    raise InvalidAnswers([make_fault("do", "unknown_command", do, f"{describe(do)} is not a request; {hint}", near)])


def _answer_score(raw: object) -> Json:
    extra: dict[str, Any] = {"done": None, "real": None, "next": None}
    if isinstance(raw, Mapping):
        extra = {key: raw.get(key) for key in extra}
        raw = {key: value for key, value in raw.items() if key not in extra}
    done, real, wants_next = extra.values()
    steps, wrong = salvage_field(done, "done")
    answers = collect_faults((*wrong, *_check_real(real), *_check_next(wants_next)), lambda: read_answers(raw))
    result = score(answers)
    start = None if real is None else _dump_totals(result, result, real)
    target = _choose_target(result.total if start is None else start["total"]) if answers.target is None else answers.target
    way = make_plan(result, target, real=real)
    after = None if done is None else score(apply_steps(answers, steps))
    advice = find_next_steps(result, real=real)
    return {
        "version": result.version,
        "role": result.role,
        "total": result.total,
        "max": result.max,
        "range": result.range,
        "benchmark": None if result.benchmark is None else {"low": result.benchmark[0], "high": result.benchmark[1]},
        "pillars": _dump_pillars(result),
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
        "advice": [_dump_step(step) for step in advice],
        "plan": {**way._asdict(), "steps": [_dump_step(step) for step in way.steps]},
        "what_if": None if after is None else _dump_totals(result, after, real),
        "start": start,
        "next": _find_next(answers) if wants_next else None,
        "verdict": judge(result, advice)._asdict(),
    }


def _choose_target(total: float) -> int:
    """Choose a target for whoever named none: a few points more, in whole points, as the total is shown."""
    return min(round_to_whole(total) + NEAR, TOTAL_POINTS)


def _check_next(wanted: object) -> Iterator[Fault]:
    if wanted is not None and not isinstance(wanted, bool):
        yield make_fault("next", "wrong_type", wanted, f"{describe(wanted)} is not true or false")


def _find_next(answers: Answers) -> str | None:
    # Most visitors answer all questions in their order.
    from ssi_core.short_way import find_next_question

    return find_next_question(answers)


def _check_real(real: object) -> Iterator[Fault]:
    # Most visitors have saved no real score.
    if real is not None:
        from ssi_core.history.points import check_numbers

        yield from check_numbers("real", real, dict.fromkeys(MODEL.pillars, PILLAR_POINTS))


def _dump_totals(before: Result, after: Result, real: RealPillars | None) -> Json:
    """Dump the score after steps, from the real points where they are given."""
    if real is not None:
        from ssi_core.projection import project_steps

        after = project_steps(before, after, real)
    return {"total": after.total, "range": after.range, "pillars": _dump_pillars(after)}


def _dump_pillars(result: Result) -> Json:
    return {pillar.key: {"points": pillar.points, "max": pillar.max, "range": pillar.range} for pillar in result.pillars}


def _dump_step(step: Step) -> Json:
    return {"factor": step.factor, "from": step.from_level, "to": step.to_level, "gain": step.gain, "effort": step.effort}


def _dump_model() -> Json:
    # Not imported at the top: a visitor's first score waits for every import there.
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


def _dump_page(text: str) -> Json:
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
