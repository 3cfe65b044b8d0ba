"""Requests for returning visitors: what to do after a real score, and when to measure again.

    {"do": "suggest", "real": {pillar: points | null}}
        → {pillar: [{"factor", "to", "gain", "low", "high", "effort"}] | null}: see `ssi_core.suggestions`; null where the points are
          not known
    {"do": "remind", "id": key, "now": date, "day": "2026-12-27", "monthly"?: true | false, "title": text, "description": text, "url": text}
        → {"text": a calendar file's text}: see `ssi_core.reminder`

There is no clock and no randomness here: the caller says what time it is, and chooses the id, which no other reminder has. Faults, by
"problem", beside those of `ssi_core.faults`: "not_a_date", "not_a_key", "not_an_address".
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from ssi_core.faults import Fault, check_fields, collect_faults, describe, make_fault, raise_faults
from ssi_core.history.points import check_numbers, normalise_date, parse_day
from ssi_core.model import MODEL, PILLAR_POINTS
from ssi_core.reminder import Reminder, format_reminder
from ssi_core.suggestions import suggest_steps

type Json = dict[str, Any]
"""A JSON object."""
type Request = Mapping[str, Any]
"""A request, known only to be an object."""

LONGEST_ID = 64
LONGEST_ADDRESS = 2000
"""Characters of an id and of an address."""


def answer_request(do: str, request: Request) -> Json:
    """Answer one request. Raises InvalidAnswers."""
    fields, answer = _REQUESTS[do]
    return collect_faults(check_fields(request, ("do", *fields)), lambda: answer(request))


def _answer_suggest(request: Request) -> Json:
    real = request.get("real")
    raise_faults(*check_numbers("real", real, dict.fromkeys(MODEL.pillars, PILLAR_POINTS)))
    known = {pillar: request["real"].get(pillar) for pillar in MODEL.pillars}
    return {
        pillar: None if points is None else [each._asdict() for each in suggest_steps(pillar, points)] for pillar, points in known.items()
    }


def _answer_remind(request: Request) -> Json:
    raise_faults(*_check_remind(request))
    stamp = datetime.fromisoformat(str(normalise_date(request["now"])))
    day = date.fromisoformat(request["day"])
    texts = (request["title"], request["description"], request["url"])
    return {"text": format_reminder(Reminder(request["id"], stamp, day, request.get("monthly") or False, *texts))}


_REQUESTS: dict[str, tuple[tuple[str, ...], Callable[[Request], Json]]] = {
    "suggest": (("real",), _answer_suggest),
    "remind": (("id", "now", "day", "monthly", "title", "description", "url"), _answer_remind),
}
"""By "do": the fields, and the function that answers."""


def _check_remind(request: Request) -> Iterator[Fault]:
    yield from _check_plain("id", request.get("id"), LONGEST_ID, "not_a_key")
    if normalise_date(request.get("now")) is None:
        yield make_fault("now", "not_a_date", request.get("now"), f"{describe(request.get('now'))} is not an ISO 8601 date")
    # The last day of all is none, because the end of the event is the day after.
    if parse_day(request.get("day")) in (None, date.max):
        yield make_fault("day", "not_a_date", request.get("day"), f"{describe(request.get('day'))} is not a day such as 2026-12-27")
    if not isinstance(request.get("monthly") or False, bool):
        yield make_fault("monthly", "wrong_type", request["monthly"], f"{describe(request['monthly'])} is not true or false")
    for field in ("title", "description"):
        if not isinstance(request.get(field), str):
            yield make_fault(field, "wrong_type", request.get(field), f"{describe(request.get(field))} is not text")
    yield from _check_plain("url", request.get("url"), LONGEST_ADDRESS, "not_an_address")


def _check_plain(field: str, text: object, longest: int, problem: str) -> Iterator[Fault]:
    """Yield a fault unless the text is of visible ASCII characters.

    They need no escapes in a calendar file.
    """
    if not isinstance(text, str):
        yield make_fault(field, "wrong_type", text, f"{describe(text)} is not text")
    elif not 0 < len(text) <= longest or not all("!" <= char <= "~" for char in text):
        yield make_fault(field, problem, text, f"{describe(text)} is not 1 to {longest} visible ASCII characters")
