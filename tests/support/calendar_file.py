"""A calendar file, read by icalendar, an independent parser. Its form is checked on the way: ends of lines, their length."""

import re
from typing import Any

from icalendar import Calendar

from ssi_core.reminder import LONGEST_LINE


def parse(data: bytes) -> Any:
    """Return the only event of the file; its parent is not needed."""
    return parse_calendar(data).walk("VEVENT")[0]


def parse_calendar(data: bytes) -> Any:
    assert data.endswith(b"\r\n")
    for line in data.split(b"\r\n")[:-1]:
        assert len(line) <= LONGEST_LINE
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        line.decode()  # Each line by itself, since no character may be cut in two.
    calendar: Any = Calendar.from_ical(data)
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT", "VALARM"], "nothing else"
    assert not [error for part in calendar.walk() for error in part.errors]
    return calendar
