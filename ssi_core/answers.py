"""What somebody answered: from anything at all to `Answers`, or to every fault in it at once.

>>> read_answers({"answers": {"connections": "500_or_more", "articles": "none"}, "role": "sales"})
Answers(given=(('articles', 'none'), ('connections', '500_or_more')), role='sales', target=None)
>>> read_answers({"answers": {"connection": "500_or_more", "groups": "not_applicable"}, "role": "sale", "target": True})
Traceback (most recent call last):
ssi_core.answers.InvalidAnswers: connection: no such factor; did you mean "connections"?
groups: this factor applies to everybody; use "unknown" where the answer is not known
role: "sale" is not a role; did you mean "sales"?
target: true is not a number from 0 to 100
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ssi_core.model import MODEL, NOT_APPLICABLE, TOTAL_POINTS, UNKNOWN, Factor, Model

FIELDS = ("answers", "role", "target")
"""What `read_answers` reads. Only `answers` must be there; a `role` or `target` that is None counts as not given."""

LONGEST_SHOWN = 60
"""Characters of a wrong value that a message repeats."""
LONGEST_COMPARED = 100
"""Characters of a wrong name that is still compared with the right ones. No key is half as long."""
MOST_FIELDS = 100
"""Fields, or answers, of which each is looked at. Nothing valid has nearly as many."""
MOST_FAULTS = 1000
"""Faults that are passed on."""


class Fault(NamedTuple):
    """One thing wrong with what was given.

    `key`: where: a factor, a field, or "" for the whole. `problem`: a code, one of `not_an_object`, `missing`, `unknown_field`,
    `unknown_factor`, `wrong_type`, `unknown_level`, `always_applies`, `unknown_role`, `out_of_range`, `too_many`; `ssi_core.json_text` adds
    `not_json` and `duplicate_key`, `ssi_core.wire` `unknown_command`; `ssi_core.wire_keeping` lists those about what is kept. `value`: what
    was given: text as it is, anything else described, shortened; None where nothing was. `closest`: the valid key that looks most like it,
    if one does. `message`: all of it as one line of English, for developers.
    """

    key: str
    problem: str
    value: str | None
    closest: str | None
    message: str


class InvalidAnswers(ValueError):  # noqa: N818 - it holds faults; it is not one
    """What was given cannot be used. `faults` holds every fault; printed, it is one line for each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults, and be printable as their messages."""
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.message for fault in self.faults))


class Answers(NamedTuple):
    """Valid answers. The same answers are always the same value, whatever order they came in.

    `given`: (factor, level, or `UNKNOWN`, or `NOT_APPLICABLE`), in the model's order; unanswered factors are absent. `role`: a role's key.
    `target`: a total to plan for, 0-100.
    """

    given: tuple[tuple[str, str], ...] = ()
    role: str | None = None
    target: int | float | None = None


def read_answers(raw: object, model: Model = MODEL) -> Answers:
    """The answers in `raw`: {"answers": {factor: level}, "role": role, "target": number}, where only "answers" has to be there.

    `raw` may be anything. Raises InvalidAnswers, with every fault in it, for whatever is not exactly that.
    """
    if not isinstance(raw, Mapping):
        raise InvalidAnswers([fault("", "not_an_object", raw, f"{shown(raw)} is not an object with answers")])
    faults = [*unknown_fields(raw, FIELDS)]
    if "answers" not in raw:
        faults.append(Fault("answers", "missing", None, None, 'answers: missing; give {"answers": {}} for none'))
    else:
        faults += _faults_of_answers(raw["answers"], model)
    faults += _faults_of_role(raw.get("role"), model)
    if raw.get("target") is not None:
        faults += faults_of_number("target", raw["target"], TOTAL_POINTS)
    if faults:
        raise InvalidAnswers(faults)
    answers = raw["answers"]
    given = tuple((factor.key, answers[factor.key]) for factor in model.factors if factor.key in answers)
    return Answers(given, raw.get("role"), raw.get("target"))


def usable_answers(raw: Mapping[str, object], model: Model = MODEL) -> tuple[Answers, tuple[Fault, ...]]:
    """What `read_answers` could use of `raw`, and a fault for everything else. Answers that are not there are none.

    >>> usable, faults = usable_answers({"answers": {"articles": "one", "groups": "many"}, "role": "hr"})
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


def usable_given(answers: object, field: str) -> tuple[tuple[tuple[str, str], ...], tuple[Fault, ...]]:
    """What can be used of more answers, such as `Answers.given`, that stand in a field of another name; None are none.

    >>> given, faults = usable_given({"articles": "one", "groups": 1}, "done")
    >>> given, faults[0].key, faults[0].message
    ((('articles', 'one'),), 'done.groups', 'done.groups: 1 is not the key of a level, which is text')
    """
    usable, faults = usable_answers({"answers": {} if answers is None else answers})
    return usable.given, tuple(_moved(each, field) for each in faults)


def _moved(each: Fault, field: str) -> Fault:
    """The fault as one in answers that stand in another field."""
    if each.key == "answers":
        return each._replace(key=field, message=field + each.message.removeprefix("answers"))
    return each._replace(key=f"{field}.{each.key}", message=f"{field}.{each.message}")


def fault(key: str, problem: str, value: object, message: str, near: str | None = None) -> Fault:
    """A fault with its value made short enough to send on."""
    return Fault(key, problem, _cut(value) if isinstance(value, str) else shown(value), near, message)


def refuse(*faults: Fault) -> None:
    """Raise what is wrong, where anything is."""
    if faults:
        raise InvalidAnswers(faults)


def besides[T](faults: Iterable[Fault], make: Callable[[], T]) -> T:
    """What `make` makes; or else the faults, and those that it raises, together."""
    wrong = [*faults]
    try:
        made = make()
    except InvalidAnswers as invalid:
        wrong += invalid.faults
    refuse(*wrong)
    return made


def unknown_fields(raw: Mapping[Any, object], fields: tuple[str, ...]) -> Iterator[Fault]:
    """A fault for each key of `raw` that is not one of `fields`."""
    if len(raw) > MOST_FIELDS:
        yield fault("", "too_many", len(raw), f"{len(raw)} fields, more than {MOST_FIELDS}")
        return
    for key in raw:
        if key not in fields:
            near = closest(key, fields)
            yield fault(named(key), "unknown_field", key, f"{named(key)}: no such field{_hint(near, fields)}", near)


def closest(word: object, keys: Iterable[str]) -> str | None:
    """The key that looks most like `word`, or None where none does."""
    if not isinstance(word, str) or len(word) > LONGEST_COMPARED:
        return None
    # Imported only once something is wrong: it would cost every visitor time at the start of the quiz.
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.lower().replace("-", "_").replace(" ", "_"), list(keys))), None)


def shown(value: object) -> str:
    """A value as short, printable text on one line, whatever it is.

    >>> [shown(value) for value in ("a\\nb", None, True, 1.5, [1, 2], {"a": 1}, 10**100)]
    ['"a\\\\nb"', 'null', 'true', '1.5', 'a list', 'an object', 'a number of many digits']
    """
    if isinstance(value, str):
        return quoted(_cut(value))
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        # Python refuses to print an integer of thousands of digits.
        return repr(value) if isinstance(value, float) or abs(value) < 10**LONGEST_SHOWN else "a number of many digits"
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def quoted(text: str) -> str:
    """Text between quotation marks, on one line, with nothing in it that a terminal cannot print."""
    return '"' + "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text) + '"'


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def named(key: object) -> str:
    """A key as it stands at the head of a message: bare where it is a plain word."""
    return key if isinstance(key, str) and key.isidentifier() and len(key) <= LONGEST_SHOWN else shown(key)


def _hint(near: str | None, keys: Iterable[str]) -> str:
    return f'; did you mean "{near}"?' if near else f"; there is {', '.join(keys)}"


def _faults_of_answers(answers: object, model: Model) -> Iterator[Fault]:
    if not isinstance(answers, Mapping):
        message = f"answers: {shown(answers)} is not an object of factors and levels"
        yield fault("answers", "not_an_object", answers, message)
        return
    if len(answers) > MOST_FIELDS:
        yield fault("answers", "too_many", len(answers), f"answers: {len(answers)} answers, more than {MOST_FIELDS}")
        return
    factors = {factor.key: factor for factor in model.factors}
    for key, answer in answers.items():
        if key in factors:
            yield from _faults_of_answer(factors[key], answer)
        else:
            near = closest(key, factors)
            message = f"{named(key)}: no such factor" + (f'; did you mean "{near}"?' if near else "")
            yield fault(named(key), "unknown_factor", key, message, near)


def possible_answers(factor: Factor) -> tuple[str, ...]:
    """Every valid answer: the levels, from worst to best, and what may be said instead of one."""
    levels = tuple(level.key for level in factor.levels)
    return (*levels, UNKNOWN, NOT_APPLICABLE) if factor.optional else (*levels, UNKNOWN)


def _faults_of_answer(factor: Factor, answer: object) -> Iterator[Fault]:
    if not isinstance(answer, str):
        message = f"{factor.key}: {shown(answer)} is not the key of a level, which is text"
        yield fault(factor.key, "wrong_type", answer, message)
        return
    valid = possible_answers(factor)
    if answer == NOT_APPLICABLE and not factor.optional:
        message = f'{factor.key}: this factor applies to everybody; use "{UNKNOWN}" where the answer is not known'
        yield fault(factor.key, "always_applies", answer, message, UNKNOWN)
    elif answer not in valid:
        near = closest(answer, valid)
        yield fault(factor.key, "unknown_level", answer, f"{factor.key}: {shown(answer)} is not a level{_hint(near, valid)}", near)


def _faults_of_role(role: object, model: Model) -> Iterator[Fault]:
    roles = [known.key for known in model.roles]
    if role is None:
        return
    if not isinstance(role, str):
        yield fault("role", "wrong_type", role, f"role: {shown(role)} is not the key of a role, which is text")
    elif role not in roles:
        near = closest(role, roles)
        yield fault("role", "unknown_role", role, f"role: {shown(role)} is not a role{_hint(near, roles)}", near)


def faults_of_number(key: str, number: object, most: int) -> Iterator[Fault]:
    """What keeps `number` from being one from 0 to `most`."""
    message = f"{key}: {shown(number)} is not a number from 0 to {most}"
    if isinstance(number, bool) or not isinstance(number, int | float):
        yield fault(key, "wrong_type", number, message)
    elif not 0 <= number <= most:  # which NaN is not either
        yield fault(key, "out_of_range", number, message)
