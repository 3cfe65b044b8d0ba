"""Faults: each names its place in the input, a code and a message.

`check_…` functions yield faults; `raise_faults` and `collect_faults` raise all of them together.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

LONGEST_SHOWN = 60
"""Characters of a wrong value that a message repeats."""
LONGEST_COMPARED = 100
"""Characters of a wrong name that is compared with the right ones. No key is half as long."""
MOST_FIELDS = 100
"""Fields, or answers, up to which each is checked. No valid input has nearly as many."""
MOST_FAULTS = 1000
"""Faults that a reply holds at most."""


class Fault(NamedTuple):
    """One fault of an input.

    `key`: its place: a factor, a field, or "" for the whole. `problem`: a code, one of `not_an_object`, `missing`, `unknown_field`,
    `unknown_factor`, `wrong_type`, `unknown_level`, `retired_level` (an earlier model's), `always_applies`, `unknown_role`, `out_of_range`,
    `too_many`; `ssi_core.json_text` adds `not_json` and `duplicate_key`, `ssi_core.wire` `unknown_command`; `ssi_core.wire.history` lists
    those about saved data. `value`: the faulty value: text as it is, anything else described, shortened; None where there was none.
    `closest`: the valid key that looks most like it, if one does. `message`: all of it as one line of English, for developers.
    """

    key: str
    problem: str
    value: str | None
    closest: str | None
    message: str


class InvalidAnswers(ValueError):  # noqa: N818 - it holds faults, and is none itself
    """The input cannot be used. `faults` holds every fault; printed, it is one line for each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Store the faults, with their messages as the error's text."""
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.message for fault in self.faults))


def make_fault(key: str, problem: str, value: object, message: str, near: str | None = None) -> Fault:
    """Make a fault, its value short enough to send on. Its message begins with the key."""
    text = _shorten(value) if isinstance(value, str) else describe(value)
    return Fault(key, problem, text, near, f"{key}: {message}" if key else message)


def raise_fault(key: str, problem: str, value: object, message: str) -> NoReturn:
    """Raise InvalidAnswers with one fault, made as by `make_fault`."""
    raise InvalidAnswers([make_fault(key, problem, value, message)])


def raise_faults(*faults: Fault) -> None:
    """Raise InvalidAnswers if there are any faults."""
    if faults:
        raise InvalidAnswers(faults)


def collect_faults[T](faults: Iterable[Fault], make: Callable[[], T]) -> T:
    """Return the result of `make`, or raise `faults` and those of `make` together."""
    wrong = [*faults]
    try:
        made = make()
    except InvalidAnswers as invalid:
        wrong += invalid.faults
    raise_faults(*wrong)
    return made


def check_fields(raw: Mapping[Any, object], fields: tuple[str, ...]) -> Iterator[Fault]:
    """Yield a fault for each key of `raw` that is not one of `fields`."""
    if len(raw) > MOST_FIELDS:
        yield make_fault("", "too_many", len(raw), f"{len(raw)} fields, more than {MOST_FIELDS}")
        return
    for key in raw:
        if key not in fields:
            near = find_closest(key, fields)
            yield make_fault(format_key(key), "unknown_field", key, f"no such field{format_hint(near, fields)}", near)


def check_number(key: str, number: object, most: int) -> Iterator[Fault]:
    """Yield a fault if `number` is not a number from 0 to `most`."""
    message = f"{describe(number)} is not a number from 0 to {most}"
    if isinstance(number, bool) or not isinstance(number, int | float):
        yield make_fault(key, "wrong_type", number, message)
    elif not 0 <= number <= most:  # NaN is not in the range either
        yield make_fault(key, "out_of_range", number, message)


def find_closest(word: object, keys: Iterable[str]) -> str | None:
    """Return the key that looks most like `word`, or None where none does."""
    if not isinstance(word, str) or len(word) > LONGEST_COMPARED:
        return None
    # Imported only for a fault, since it would cost every visitor time at the start of the quiz.
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.lower().replace("-", "_").replace(" ", "_"), list(keys))), None)


def format_key(key: object) -> str:
    """Write a key as the head of a message. It is bare if it is a plain word, else described."""
    return key if isinstance(key, str) and key.isidentifier() and len(key) <= LONGEST_SHOWN else describe(key)


def describe(value: object) -> str:
    """Describe any value as short, printable text on one line.

    >>> [describe(value) for value in ("a\\nb", None, True, 1.5, [1, 2], {"a": 1}, 10**100)]
    ['"a\\\\nb"', 'null', 'true', '1.5', 'a list', 'an object', 'a number of many digits']
    """
    if isinstance(value, str):
        return quote(_shorten(value))
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        # Python refuses to print an integer of thousands of digits.
        return repr(value) if isinstance(value, float) or abs(value) < 10**LONGEST_SHOWN else "a number of many digits"
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def quote(text: str) -> str:
    """Put text between quotation marks, on one line. Characters that a terminal cannot print are escaped."""
    return '"' + "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text) + '"'


def format_hint(near: str | None, keys: Iterable[str]) -> str:
    """Write the end of a message: the closest valid key, or else all of them."""
    return f'; did you mean "{near}"?' if near else f"; there is {', '.join(keys)}"


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
