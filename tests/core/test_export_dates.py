"""Dates in every form of the archive, and texts that are no date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.linkedin_export.dates import EARLIEST, LATEST, format_day, parse_day

FORMS = {
    "08 Feb 2026": "2026-02-08",
    "5 Jun 2024": "2024-06-05",
    "4-Apr-21": "2021-04-04",
    "4-apr-2021 10:01": "2021-04-04",
    "1/29/26, 2:37 PM": "2026-01-29",
    "4/2/09, 8:49 AM": "2009-04-02",
    "1/29/2026": "2026-01-29",
    "29/1/2026": "2026-01-29",
    "29-1-2026 14:37": "2026-01-29",
    "3-1-26": "2026-01-03",
    "3.1.2026": "2026-01-03",
    "2024/10/24 14:11:21 UTC": "2024-10-24",
    "2025-09-22 21:06:44": "2025-09-22",
    "2025-09-22T21:06:44Z": "2025-09-22",
    "2023-04-17 00:19 UTC": "2023-04-17",
    "Wed Oct 01 16:02:32 UTC 2025": "2025-10-01",
    "Tue Oct 10 14:57:23 2023": "2023-10-10",
    "Jan 30, 2020": "2020-01-30",
    "Jul 08, 2020 01:00 PM - Jul 09, 2020": "2020-07-08",
    "You uploaded a feed photo on March 2, 2024 at 12:29 PM (GMT)": "2024-03-02",
    "Published on 2026-02-24 00:06": "2026-02-24",
    "8 februari 2026": "2026-02-08",
    "8 mrt. 2026": "2026-03-08",
    "12 MEI 2025": "2025-05-12",
    "1-okt-25": "2025-10-01",
    "do 7 augustus 2025": "2025-08-07",
    "29 Feb 2024": "2024-02-29",
    "Total followers on 6/10/2026": "2026-06-10",
}


@pytest.mark.parametrize(("text", "expected"), FORMS.items())
def test_every_form(text: str, expected: str) -> None:
    day = parse_day(text)
    assert day is not None
    assert format_day(day) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "N/A", "yesterday", "Aug 2023", "2004", "Dec 4", "31 Feb 2026", "2025-13-01", "2025-02-30 10:00:00", "0000-00-00", "1601-01-01",
        "9999-12-31", "2/30/26", "45/45/2026", "12 Foo 2024", "99999-01-01", "1 2 3", "٣/٤/٢٠٢٥", "x" * 300 + "2025-01-01",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse_day(text) is None


DAYS = st.dates(date.fromordinal(EARLIEST), date.fromordinal(LATEST - 1))


@given(day=DAYS)
def test_all_forms_agree_on_every_day(day: date) -> None:
    month = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")[day.month - 1]
    forms = [
        day.isoformat(),
        f"{day:%Y/%m/%d} 23:59:59 UTC",
        f"{day:%d %b %Y}",
        f"{day:%a %b %d} 00:00:00 UTC {day:%Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day.month}/{day.day}/{day:%y}, 1:02 AM",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day}-{month}-{day:%y}",
    ]
    assert {parse_day(form) for form in forms} == {day.toordinal()}
    assert parse_day(format_day(day.toordinal())) == day.toordinal()


@given(text=st.text(alphabet="0123456789/-. :,janfebUTCé😀\0", max_size=40))
def test_any_text_is_a_plausible_day_or_none(text: str) -> None:
    day = parse_day(text)
    assert day is None or EARLIEST <= day < LATEST


def test_a_day_later_is_one_more() -> None:
    assert parse_day("2026-03-01") == (parse_day("2026-02-28") or 0) + timedelta(days=1).days
