"""Answers: any value → `Answers`, or every fault in it.

>>> read_answers({"answers": {"connections": "500_or_more", "articles": "none"}, "role": "sales"})
Answers(given=(('articles', 'none'), ('connections', '500_or_more')), role='sales', target=None)
>>> read_answers({"answers": {"connection": "500_or_more", "groups": "not_applicable"}, "role": "sale", "target": True})
Traceback (most recent call last):
ssi_core.faults.InvalidAnswers: connection: no such factor; did you mean "connections"?
groups: this factor applies to everybody; use "unknown" where the answer is not known
role: "sale" is not a role; did you mean "sales"?
target: true is not a number from 0 to 100
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ssi_core.faults import (
    MOST_FIELDS,
    Fault,
    check_fields,
    check_number,
    describe,
    find_closest,
    format_hint,
    format_key,
    make_fault,
    raise_fault,
    raise_faults,
)
from ssi_core.faults import InvalidAnswers as InvalidAnswers
from ssi_core.model import MODEL, NOT_APPLICABLE, TOTAL_POINTS, UNKNOWN, Factor, Model

FIELDS = ("answers", "role", "target")
"""The fields that `read_answers` reads. Only `answers` is required; a `role` or `target` of None counts as not given."""

RETIRED = "retired_level"
"""The problem of an answer that an earlier version of the model had."""


class Answers(NamedTuple):
    """Valid answers. Equal answers are equal values, whatever order they came in.

    `given`: (factor, level, or `UNKNOWN`, or `NOT_APPLICABLE`), in the model's order; unanswered factors are absent. `role`: a role's key.
    `target`: a total to plan for, 0-100.
    """

    given: tuple[tuple[str, str], ...] = ()
    role: str | None = None
    target: int | float | None = None


def read_answers(raw: object, model: Model = MODEL) -> Answers:
    """Read {"answers": {factor: level}, "role": role, "target": number}. Only "answers" is required.

    `raw` may be anything. Raises InvalidAnswers, with every fault, for anything else.
    """
    if not isinstance(raw, Mapping):
        raise_fault("", "not_an_object", raw, f"{describe(raw)} is not an object with answers")
    faults = [*check_fields(raw, FIELDS)]
    if "answers" not in raw:
        faults.append(Fault("answers", "missing", None, None, 'answers: missing; give {"answers": {}} for none'))
    else:
        faults += _check_answers(raw["answers"], model)
    faults += _check_role(raw.get("role"), model)
    if raw.get("target") is not None:
        faults += check_number("target", raw["target"], TOTAL_POINTS)
    raise_faults(*faults)
    answers = raw["answers"]
    given = tuple((factor.key, answers[factor.key]) for factor in model.factors if factor.key in answers)
    return Answers(given, raw.get("role"), raw.get("target"))


def salvage_answers(raw: Mapping[str, object], model: Model = MODEL) -> tuple[Answers, tuple[Fault, ...]]:
    """Read the valid part of `raw`, with a fault for the rest. Missing answers are none.

    >>> usable, faults = salvage_answers({"answers": {"articles": "one", "groups": "many"}, "role": "hr"})
    >>> usable, [fault.key for fault in faults]
    (Answers(given=(('articles', 'one'),), role='hr', target=None), ['groups'])
    """
    try:
        return read_answers({"answers": {}, **raw}, model), ()
    except InvalidAnswers as invalid:
        faults = invalid.faults
    wrong = {fault.key for fault in faults}
    answers = raw.get("answers")
    known = answers if isinstance(answers, Mapping) else {}
    usable: dict[str, object] = {field: raw.get(field) for field in ("role", "target") if field not in wrong}
    usable["answers"] = {factor.key: known[factor.key] for factor in model.factors if factor.key in known and factor.key not in wrong}
    return read_answers(usable, model), faults


def salvage_field(answers: object, field: str) -> tuple[tuple[tuple[str, str], ...], tuple[Fault, ...]]:
    """Read the valid part of more answers, such as `Answers.given`, in another field. None stands for no answers.

    >>> given, faults = salvage_field({"articles": "one", "groups": 1}, "done")
    >>> given, faults[0].key, faults[0].message
    ((('articles', 'one'),), 'done.groups', 'done.groups: 1 is not the key of a level, which is text')
    """
    usable, faults = salvage_answers({"answers": {} if answers is None else answers})
    return usable.given, tuple(_move_fault(each, field) for each in faults)


def _move_fault(each: Fault, field: str) -> Fault:
    """Return the fault as one of answers in another field."""
    if each.key == "answers":
        return each._replace(key=field, message=field + each.message.removeprefix("answers"))
    return each._replace(key=f"{field}.{each.key}", message=f"{field}.{each.message}")


def _check_answers(answers: object, model: Model) -> Iterator[Fault]:
    if not isinstance(answers, Mapping):
        yield make_fault("answers", "not_an_object", answers, f"{describe(answers)} is not an object of factors and levels")
        return
    if len(answers) > MOST_FIELDS:
        yield make_fault("answers", "too_many", len(answers), f"{len(answers)} answers, more than {MOST_FIELDS}")
        return
    factors = {factor.key: factor for factor in model.factors}
    for key, answer in answers.items():
        if key in factors:
            yield from _check_answer(factors[key], answer)
        else:
            near = find_closest(key, factors)
            message = "no such factor" + (f'; did you mean "{near}"?' if near else "")
            yield make_fault(format_key(key), "unknown_factor", key, message, near)


def list_answers(factor: Factor) -> tuple[str, ...]:
    """List every valid answer to a factor: levels from worst to best, then the others."""
    levels = tuple(level.key for level in factor.levels)
    return (*levels, UNKNOWN, NOT_APPLICABLE) if factor.optional else (*levels, UNKNOWN)


def _check_answer(factor: Factor, answer: object) -> Iterator[Fault]:
    if not isinstance(answer, str):
        yield make_fault(factor.key, "wrong_type", answer, f"{describe(answer)} is not the key of a level, which is text")
        return
    valid = list_answers(factor)
    if answer == NOT_APPLICABLE and not factor.optional:
        message = f'this factor applies to everybody; use "{UNKNOWN}" where the answer is not known'
        yield make_fault(factor.key, "always_applies", answer, message, UNKNOWN)
    elif answer not in valid:
        # A visitor's first score has no such answer, and waits for every import at the top.
        from ssi_core.versions import is_retired

        if is_retired(factor.key, answer):
            message = f"{describe(answer)} answered an earlier question, which has changed; ask it again"
            yield make_fault(factor.key, RETIRED, answer, message)
            return
        near = find_closest(answer, valid)
        yield make_fault(factor.key, "unknown_level", answer, f"{describe(answer)} is not a level{format_hint(near, valid)}", near)


def _check_role(role: object, model: Model) -> Iterator[Fault]:
    roles = [known.key for known in model.roles]
    if role is None:
        return
    if not isinstance(role, str):
        yield make_fault("role", "wrong_type", role, f"{describe(role)} is not the key of a role, which is text")
    elif role not in roles:
        near = find_closest(role, roles)
        yield make_fault("role", "unknown_role", role, f"{describe(role)} is not a role{format_hint(near, roles)}", near)
