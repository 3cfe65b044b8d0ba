"""A reminder to measure again, as a calendar file (iCalendar, RFC 5545).

It is an event of a whole day: a date without a time, which is that day in every time zone and on every side of a change of the clock.
Outlook accepts no other event without a time zone. What calendars make of the rest:

- Repeating: each month on the same weekday of the same week, or on the last such weekday, so that no month lacks the day, as April lacks a
  31st. It is written as Outlook documents it.
- The alarm: at nine in the morning. Outlook reads it as nine hours before the day, and Google Calendar sets its own.
- The address: Google Calendar drops the property, so the description should hold it too.

>>> from datetime import UTC, date, datetime
>>> reminder = Reminder("4f3c", datetime(2026, 11, 29, 8, 30, tzinfo=UTC), date(2026, 12, 27), True, "Measure again; now",
...                     "A step,\\nand another", "https://ssi.example/en/your-ssi.html")
>>> print(format_reminder(reminder).replace("\\r\\n", "\\n"), end="")
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//ssi_core//Reminder//EN
METHOD:PUBLISH
BEGIN:VEVENT
UID:4f3c@ssi-core
DTSTAMP:20261129T083000Z
DTSTART;VALUE=DATE:20261227
DTEND;VALUE=DATE:20261228
RRULE:FREQ=MONTHLY;BYDAY=SU;BYSETPOS=4
SUMMARY:Measure again\\; now
DESCRIPTION:A step\\,\\nand another
URL:https://ssi.example/en/your-ssi.html
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Measure again\\; now
TRIGGER:PT9H
END:VALARM
END:VEVENT
END:VCALENDAR
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

LONGEST_LINE = 75
"""Octets of a line, without its end."""
LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 8000
"""Characters of the texts; more are cut. Google Calendar rejects a description of more than 8192."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LINE_BREAKS = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
"""Characters that some program takes for the end of a line."""


class Reminder(NamedTuple):
    """An event of one day. `uid`: a name that no other event has. `stamp`: when it was made. `monthly`: it comes back every month."""

    uid: str
    stamp: datetime
    day: date
    monthly: bool
    title: str
    description: str
    url: str


def format_reminder(reminder: Reminder) -> str:
    """Write the file: lines of at most 75 octets of UTF-8, each ending in CR LF.

    `uid` and `url` are plain ASCII without spaces; both texts may hold anything.
    """
    return "".join(_fold(line) + "\r\n" for line in _list_lines(reminder))


def _list_lines(reminder: Reminder) -> Iterator[str]:
    title = _escape(_cut(reminder.title, LONGEST_TITLE))
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ssi_core//Reminder//EN", "METHOD:PUBLISH", "BEGIN:VEVENT")
    yield f"UID:{reminder.uid}@ssi-core"
    stamp = reminder.stamp.astimezone(UTC)
    yield f"DTSTAMP:{_format_day(stamp.date())}T{stamp:%H%M%S}Z"
    yield f"DTSTART;VALUE=DATE:{_format_day(reminder.day)}"
    yield f"DTEND;VALUE=DATE:{_format_day(reminder.day + timedelta(days=1))}"
    if reminder.monthly:
        yield f"RRULE:FREQ=MONTHLY;BYDAY={_WEEKDAYS[reminder.day.weekday()]};BYSETPOS={_find_week(reminder.day)}"
    yield f"SUMMARY:{title}"
    yield f"DESCRIPTION:{_escape(_cut(reminder.description, LONGEST_DESCRIPTION))}"
    yield f"URL:{reminder.url}"
    # It does not make its owner busy.
    yield "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{title}", "TRIGGER:PT9H", "END:VALARM")
    yield from ("END:VEVENT", "END:VCALENDAR")


def _format_day(day: date) -> str:
    # Some systems write a year before 1000 without its zeros.
    return day.isoformat().replace("-", "")


def _find_week(day: date) -> int:
    """Return which such weekday of its month a day is, 1 to 4; -1 for a fifth, which is the last."""
    week = (day.day + 6) // 7
    return week if week < 5 else -1


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _escape(text: str) -> str:
    """Write a text as a value: no end of a line, no control characters, and nothing that ends the value early."""
    lines = text.replace("\r\n", "\n").translate(_LINE_BREAKS)
    # Half of a pair of surrogates has no UTF-8.
    whole = lines.encode("utf-8", "replace").decode()
    plain = "".join(char for char in whole if char in "\n\t" or not _is_control(char))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char <= "\x9f"


def _fold(line: str) -> str:
    """Fold a line where it is too long, never inside a character."""
    folded, octets = [], 0
    for char in line:
        size = len(char.encode())
        if octets + size > LONGEST_LINE:
            folded.append("\r\n ")
            octets = 1
        folded.append(char)
        octets += size
    return "".join(folded)
