"""JSON text → what it says, or what is wrong with how it is written.

>>> value, faults = read_json('{"groups": "none", "articles": "one", "groups": "one"}')
>>> value, [fault.message for fault in faults]
({'groups': 'one', 'articles': 'one'}, ['groups: stands 2 times'])
"""

import json
import re
from itertools import islice
from typing import NoReturn

from ssi_core.answers import MOST_FAULTS, Fault, InvalidAnswers, fault, named

DEEPEST = 500
"""How deep lists and objects may be nested. Nothing here needs ten; a browser's stack ends after 2,000, in a way that no code can catch."""
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)


def read_json(text: str) -> tuple[object, list[Fault]]:
    """Parse JSON text, with a fault for each key that stands twice in one object.

    There are MOST_FAULTS faults at most. Raises InvalidAnswers, with a fault `not_json`, for a text that is not JSON, or that cannot be
    read: nested too deeply, or with a whole number of thousands of digits.
    """
    twice: list[Fault] = []
    try:
        _refuse_depth(text)
        return json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, twice), parse_constant=_refuse_constant), twice
    except InvalidAnswers:
        raise
    except json.JSONDecodeError as error:
        raise _not_json(text, f"not JSON: {error.msg}, line {error.lineno}, column {error.colno}") from None
    except ValueError:
        raise _not_json(text, "not readable as JSON: a number of too many digits") from None


def _refuse_depth(text: str) -> None:
    """Before it is read: afterwards would be too late."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEEPEST:
            raise _not_json(text, "not readable as JSON: nested too deeply")


def _refuse_constant(name: str) -> NoReturn:
    """NaN or an infinity, which Python would read and JSON has not got."""
    raise _not_json(name, f"not JSON: {name} is not a number there")


def _not_json(text: str, message: str) -> InvalidAnswers:
    return InvalidAnswers([fault("", "not_json", text, message)])


def _object(pairs: list[tuple[str, object]], twice: list[Fault]) -> dict[str, object]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        times = dict.fromkeys(whole, 0)
        for key, _ in pairs:
            times[key] += 1
        found = (
            fault(named(key), "duplicate_key", key, f"{named(key)}: stands {count} times") for key, count in times.items() if count > 1
        )
        twice += islice(found, MOST_FAULTS - len(twice))
    return whole
