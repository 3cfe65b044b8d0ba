"""The calendar file: read back by another library's parser, whatever the texts are, and lines as RFC 5545 wants them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice, pairwise
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st

from ssi_core.reminder import LONGEST_DESCRIPTION, LONGEST_TITLE, Reminder, format_reminder
from tests.support.calendar_file import parse, parse_calendar

PLAIN = Reminder(
    "4f3c", datetime(2026, 11, 29, 8, 30, tzinfo=UTC), date(2026, 12, 27), False, "Measure again", "Words", "https://ssi.example/en/"
)
HOSTILE = [
    "a\nEND:VEVENT\nEND:VCALENDAR",
    "a\r\nBEGIN:VALARM\rACTION:AUDIO",
    'semicolon; comma, colon: \\ back\\nslash "quotes" ^n',
    "a\x00b\x07c\x1bd\x7fe\x9bf\tg",
    "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g",
    "👩🏽‍💻🏳️‍🌈" * 40,
    "é" * 37 + "ë" * 38,
    "x" * 200,
    "\ud83d",
    "",
    " leading and trailing ",
]


def make(reminder: Reminder) -> Any:
    """Make the file, and parse it."""
    return parse(format_reminder(reminder).encode())


def clean(text: str) -> str:
    """Return a text as a calendar shows it: every kind of new line as one, and no control characters."""
    text = re.sub("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text.encode("utf-8", "replace").decode())
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)


def test_an_event_of_one_day_with_everything_that_calendars_need() -> None:
    event = make(PLAIN)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 12, 27), date(2026, 12, 28))
    assert not isinstance(event["DTSTART"].dt, datetime), "a day without a time is that day in every time zone"
    assert event["DTSTAMP"].dt == datetime(2026, 11, 29, 8, 30, tzinfo=UTC)
    assert (event["UID"], event["URL"], event["TRANSP"]) == ("4f3c@ssi-core", "https://ssi.example/en/", "TRANSPARENT")
    assert "RRULE" not in event
    (alarm,) = event.walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt, alarm["DESCRIPTION"]) == ("DISPLAY", timedelta(hours=9), "Measure again")
    calendar = parse_calendar(format_reminder(PLAIN).encode())
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    assert calendar["PRODID"]


def test_the_moment_it_was_made_is_in_utc() -> None:
    made = datetime(2026, 11, 30, 0, 15, tzinfo=timezone(timedelta(hours=1)))
    assert make(PLAIN._replace(stamp=made))["DTSTAMP"].dt == datetime(2026, 11, 29, 23, 15, tzinfo=UTC)


@given(title=st.text(max_size=LONGEST_TITLE), description=st.text(st.characters(), max_size=400))
@example(*HOSTILE[:2])
@example(*HOSTILE[2:4])
@example(*HOSTILE[4:6])
@example(*HOSTILE[6:8])
@example(*HOSTILE[8:10])
@example(HOSTILE[10], HOSTILE[10])
def test_texts_come_back_as_they_were(title: str, description: str) -> None:
    event = make(PLAIN._replace(title=title[:LONGEST_TITLE], description=description))
    assert event["SUMMARY"] == clean(title[:LONGEST_TITLE])
    assert event["DESCRIPTION"] == clean(description)


def test_long_texts_are_cut() -> None:
    event = make(PLAIN._replace(title="é" * 10_000, description="👩" * 100_000))
    assert event["SUMMARY"] == "é" * (LONGEST_TITLE - 1) + "…"
    assert event["DESCRIPTION"] == "👩" * (LONGEST_DESCRIPTION - 1) + "…"


@given(day=st.dates(date(1970, 1, 1), date(2200, 1, 1)))
@example(date(2027, 1, 31))
@example(date(2027, 1, 29))
@example(date(2028, 2, 29))
@example(date(2026, 12, 31))
@example(date(2026, 11, 30))
def test_monthly_is_once_in_every_month_on_the_same_day_of_the_week(day: date) -> None:
    event = make(PLAIN._replace(day=day, monthly=True))
    rule = event["RRULE"].to_ical().decode()
    days = [each.date() for each in islice(rrulestr(rule, dtstart=datetime(day.year, day.month, day.day)), 30)]
    assert days[0] == day, "the first is one of them"
    months = [12 * each.year + each.month for each in days]
    assert all(later == earlier + 1 for earlier, later in pairwise(months)), "no month is left out, and none has two"
    assert {each.weekday() for each in days} == {day.weekday()}
    assert all(28 <= (later - earlier).days <= 35 for earlier, later in pairwise(days))


@pytest.mark.parametrize(("day", "end"), [(date(2026, 12, 31), date(2027, 1, 1)), (date(2028, 2, 28), date(2028, 2, 29))])
def test_the_end_is_the_day_after(day: date, end: date) -> None:
    assert make(PLAIN._replace(day=day))["DTEND"].dt == end


def test_a_clock_that_is_a_thousand_years_slow_has_a_year_of_four_digits() -> None:
    text = format_reminder(PLAIN._replace(stamp=datetime(1, 1, 1, 2, 3, 4, tzinfo=UTC), day=date(999, 1, 1)))
    assert "\r\nDTSTAMP:00010101T020304Z\r\nDTSTART;VALUE=DATE:09990101\r\n" in text
