"""Requests to `ssi_core` as the browser sends them, answered by CPython."""

import json
from typing import Any

from ssi_core.wire import handle


def ask(do: str, **fields: object) -> Any:
    """Return the reply to a request."""
    return json.loads(handle(json.dumps({"do": do, **fields})))


def ask_ok(do: str, **fields: object) -> Any:
    """Return the result of a request, and assert that there was no fault."""
    reply = ask(do, **fields)
    assert set(reply) == {"ok"}, reply
    return reply["ok"]


def find_problems(do: str, **fields: object) -> list[tuple[str, str]]:
    """Return the faults of a request, each with its key."""
    reply = ask(do, **fields)
    assert set(reply) == {"faults"}, reply
    return [(fault["key"], fault["problem"]) for fault in reply["faults"]]
