"""JSON text → what it says, or what is wrong with how it is written.

>>> value, faults = read_json('{"groups": "none", "articles": "one", "groups": "one"}')
>>> value, [fault.message for fault in faults]
({'groups': 'one', 'articles': 'one'}, ['groups: stands 2 times'])
"""

import json
from typing import NoReturn

from ssi_core.answers import Fault, InvalidAnswers, fault, named


def read_json(text: str) -> tuple[object, list[Fault]]:
    """What the text says, and a fault for each key that stands twice in one object, since one of its values is lost.

    Raises InvalidAnswers, with a fault `not_json`, for a text that is not JSON, or that Python cannot read: nested too deeply, or with a
    whole number of thousands of digits.
    """
    twice: list[Fault] = []
    try:
        return json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, twice), parse_constant=_refuse_constant), twice
    except RecursionError:
        wrong = "not readable as JSON: nested too deeply"
    except json.JSONDecodeError as error:
        wrong = f"not JSON: {error.msg}, line {error.lineno}, column {error.colno}"
    except _NotANumberError as error:
        text, wrong = str(error), f"not JSON: {error} is not a number there"
    except ValueError:
        wrong = "not readable as JSON: a number of too many digits"
    raise InvalidAnswers([fault("", "not_json", text, wrong)])


class _NotANumberError(Exception):
    """NaN or an infinity, which Python would read and JSON has not got."""


def _refuse_constant(name: str) -> NoReturn:
    raise _NotANumberError(name)


def _object(pairs: list[tuple[str, object]], twice: list[Fault]) -> dict[str, object]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        times = dict.fromkeys(whole, 0)
        for key, _ in pairs:
            times[key] += 1
        twice += (
            fault(named(key), "duplicate_key", key, f"{named(key)}: stands {count} times") for key, count in times.items() if count > 1
        )
    return whole
