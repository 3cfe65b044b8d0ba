"""JSON text → its value, or the faults in how it is written.

>>> value, faults = read_json('{"groups": "none", "articles": "one", "groups": "one"}')
>>> value, [fault.message for fault in faults]
({'groups': 'one', 'articles': 'one'}, ['groups: stands 2 times'])
"""

import json
import re
from itertools import islice
from typing import NoReturn

from ssi_core.faults import MOST_FAULTS, Fault, InvalidAnswers, format_key, make_fault

DEEPEST = 500
"""The deepest nesting of lists and objects. No valid input needs ten; a browser's stack ends after 2,000, in a way that no code can catch.
"""
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)


def read_json(text: str) -> tuple[object, list[Fault]]:
    """Parse JSON text, with a fault for each repeated key of an object.

    There are MOST_FAULTS faults at most. Raises InvalidAnswers, with a fault `not_json`, for a text that is not JSON, or that cannot be
    read: nested too deeply, or with a whole number of thousands of digits.
    """
    twice: list[Fault] = []
    try:
        _check_depth(text)
        return json.loads(text, object_pairs_hook=lambda pairs: _make_object(pairs, twice), parse_constant=_reject_constant), twice
    except InvalidAnswers:
        raise
    except json.JSONDecodeError as error:
        raise _make_error(text, f"not JSON: {error.msg}, line {error.lineno}, column {error.colno}") from None
    except ValueError:
        raise _make_error(text, "not readable as JSON: a number of too many digits") from None


def _check_depth(text: str) -> None:
    """Reject text that is nested too deeply. After the parser has read it would be too late."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEEPEST:
            raise _make_error(text, "not readable as JSON: nested too deeply")


def _reject_constant(name: str) -> NoReturn:
    """Reject NaN and infinities, which Python reads and JSON does not have."""
    raise _make_error(name, f"not JSON: {name} is not a number there")


def _make_error(text: str, message: str) -> InvalidAnswers:
    return InvalidAnswers([make_fault("", "not_json", text, message)])


def _make_object(pairs: list[tuple[str, object]], twice: list[Fault]) -> dict[str, object]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        times = dict.fromkeys(whole, 0)
        for key, _ in pairs:
            times[key] += 1
        found = (make_fault(format_key(key), "duplicate_key", key, f"stands {count} times") for key, count in times.items() if count > 1)
        twice += islice(found, MOST_FAULTS - len(twice))
    return whole
