"""Requests about a group: the code of a score, the numbers of all codes in a text, and its pairs of answers and real scores.

    {"do": "make-code", "kind": "estimate" | "real", "pillars": {pillar: points}, "day": "2026-11-29", "random": whole number,
     "role"?: role, "version"?: of the model}
        → {"code": text}
    {"do": "group", "rounds": [{"name": text, "text": any text with codes and links}]}
        → {"rounds": [{"name", "members": number, "codes": [line], "repeated": number, "unread": [{"line", "problem", "group", "text"}],
           "unread_lines": number, "withheld": null | "few" | "overlap", "numbers": null | numbers, "change": null | change}]}
    {"do": "pairs", "rounds": as above, "decimal"?: "." | ","}
        → {"round": name, "pairs": number, "csv": text | null}

Points are rounded to tenths. "random" is below `ssi_core.group.code.RANDOMS`. There are `ssi_core.group.rounds.MOST_ROUNDS` rounds at
most. "codes": a line for each member, which holds what was read and no other text. "unread" and its number: as in
`ssi_core.group.members`. Where numbers are withheld, "numbers" and "change" are null; else they are

    {"estimates": number, "versions": [version], "guideline": {"role", "low", "high"} | null, "weakest": pillar | null,
     "scores": {"total" or pillar: {"points": [number], "low", "median", "high", "max", "observed": {"low", "high"}}},
     "answered": number, "answers_withheld": null | "few" | "overlap",
     "factors": [{"factor", "known", "percent"}], "steps": [{"factor", "members", "gain", "to"}]}
    {"since": a round's name, "comparable": true | false, "scores": {"total" or pillar: {"low", "median", "high"}}}

as `ssi_core.group.rounds` documents them. "guideline" is that of the line of work that most members gave.

"csv": the file of `ssi_core.group.pairs`, null for fewer than five pairs. It is of one round, so that nobody is in it twice: that with the
most pairs, or of equals the last.

In a browser this is fetched at the first such request. Where it could not be, the reply is the fault "not_loaded".
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ssi_core.faults import Fault, check_fields, collect_faults, describe, make_fault, raise_faults
from ssi_core.group.code import CodedScore, make_code, to_tenths
from ssi_core.group.members import FoundCodes, Member, find_codes, format_member
from ssi_core.group.pairs import find_pairs, format_pairs
from ssi_core.group.quartiles import Quartiles
from ssi_core.group.rounds import MOST_ROUNDS, Change, Round, Summary, compare_rounds
from ssi_core.history.points import check_numbers, parse_day
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL, TOTAL_POINTS, VERSION

type Json = dict[str, Any]
"""A JSON object."""

_CODE_FIELDS = ("kind", "pillars", "day", "random", "role", "version")


def answer_request(request: Mapping[str, Any]) -> Json:
    """Answer a request. Raises InvalidAnswers.

    >>> pillars = dict.fromkeys(MODEL.pillars, 12.5)
    >>> answer_request({"do": "make-code", "kind": "estimate", "pillars": pillars, "day": "2026-11-29", "random": 1})
    {'code': 'S2DM3-Z2J5D-MFNQ8-N9QRP'}
    """
    if request["do"] == "make-code":
        return collect_faults(check_fields(request, ("do", *_CODE_FIELDS)), lambda: {"code": make_code(_read_score(request))})
    pairing = request["do"] == "pairs"
    decimal = request.get("decimal") or "."
    wrong = [*check_fields(request, ("do", "rounds", "decimal") if pairing else ("do", "rounds")), *_check_rounds(request.get("rounds"))]
    if pairing and decimal not in (".", ","):
        wrong.append(make_fault("decimal", "wrong_type", decimal, f'{describe(decimal)} is not "." or ","'))
    raise_faults(*wrong)
    if pairing:
        return _choose_pairs([(each["name"], find_codes(each["text"]).members) for each in request["rounds"]], comma=decimal == ",")
    return summarise_rounds([(each["name"], each["text"]) for each in request["rounds"]], with_codes=True)


def summarise_rounds(rounds: Sequence[tuple[str, str]], *, with_codes: bool = False) -> Json:
    """Answer "group", for rounds by name, each with its text. Without the codes, nobody's score is in the answer by itself."""
    found = [find_codes(text) for _, text in rounds]
    made = compare_rounds([(name, codes.members) for (name, _), codes in zip(rounds, found, strict=True)])
    answers = [_dump_round(*each) for each in zip(made, found, strict=True)]
    if with_codes:
        for answer, codes in zip(answers, found, strict=True):
            answer["codes"] = [format_member(member) for member in codes.members]
    return {"rounds": answers}


def _read_score(request: Mapping[str, Any]) -> CodedScore:
    fields: list[Any] = [request.get(field) for field in _CODE_FIELDS]
    kind, pillars, day, random, role, version = fields
    faults = [*check_numbers("pillars", pillars, dict.fromkeys(MODEL.pillars, PILLAR_POINTS), MODEL.pillars)]
    if isinstance(pillars, Mapping):
        unknown = (key for key in MODEL.pillars if pillars.get(key, 0) is None)
        faults += [make_fault(f"pillars.{key}", "wrong_type", None, "a code needs the points of every pillar") for key in unknown]
    if isinstance(random, bool) or not isinstance(random, int):
        faults.append(make_fault("random", "wrong_type", random, f"{describe(random)} is not a whole number"))
    if parse_day(day) is None:
        faults.append(make_fault("day", "not_a_date", day, f"{describe(day)} is not a day such as 2026-11-29"))
    raise_faults(*faults)
    tenths = tuple(to_tenths(pillars[key]) for key in MODEL.pillars)
    return CodedScore(kind, tenths, date.fromisoformat(day), random, role, VERSION if version is None else version)


def _check_rounds(rounds: object) -> Iterator[Fault]:
    if not isinstance(rounds, list) or not 0 < len(rounds) <= MOST_ROUNDS:
        yield make_fault("rounds", "wrong_type", rounds, f"{describe(rounds)} is not a list of one to {MOST_ROUNDS} rounds")
        return
    for place, each in enumerate(rounds):
        if not isinstance(each, Mapping) or not all(isinstance(each.get(field), str) for field in ("name", "text")):
            yield make_fault(f"rounds.{place}", "wrong_type", each, f"{describe(each)} is not a round with a name and a text")


def _choose_pairs(rounds: Sequence[tuple[str, Sequence[Member]]], *, comma: bool) -> Json:
    """Answer "pairs", for the members of each round."""
    found = [(name, find_pairs(members)) for name, members in reversed(rounds)]
    name, pairs = max(found, key=lambda each: len(each[1]))
    return {"round": name, "pairs": len(pairs), "csv": format_pairs(pairs, comma=comma)}


def _dump_round(made: Round, codes: FoundCodes) -> Json:
    return {
        "name": made.name,
        "members": made.summary.members,
        "repeated": codes.repeated,
        "unread": [{"line": line.number, "problem": line.problem, "group": line.group, "text": line.text} for line in codes.unread],
        "unread_lines": codes.unread_count,
        "withheld": made.summary.withheld,
        "numbers": None if made.summary.withheld else _dump_numbers(made.summary),
        "change": None if made.change is None else _dump_change(made.change),
    }


def _dump_numbers(numbers: Summary) -> Json:
    observed = {each.key: {"low": each.low, "high": each.high} for each in MODEL.observed}
    return {
        "estimates": numbers.estimates,
        "versions": numbers.versions,
        "guideline": next(
            ({"role": role.key, "low": role.low, "high": role.high} for role in MODEL.roles if role.key == numbers.role), None
        ),
        "weakest": numbers.weakest,
        "scores": {
            each.key: {
                "points": each.points,
                **_dump_quartiles(each),
                "max": TOTAL_POINTS if each.key == TOTAL else PILLAR_POINTS,
                "observed": observed[each.key],
            }
            for each in numbers.quartiles
        },
        "answered": numbers.answered,
        "answers_withheld": numbers.answers_withheld,
        "factors": [each._asdict() for each in numbers.factors],
        "steps": [each._asdict() for each in numbers.steps],
    }


def _dump_change(change: Change) -> Json:
    return {
        "since": change.since,
        "comparable": change.comparable,
        "scores": {each.key: _dump_quartiles(each) for each in change.quartiles},
    }


def _dump_quartiles(each: Quartiles) -> Json:
    return {"low": each.low, "median": each.median, "high": each.high}
