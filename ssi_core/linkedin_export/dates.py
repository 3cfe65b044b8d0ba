"""Dates in every form that LinkedIn, Excel and Dutch members write them → days.

A day is a whole number, as `date.toordinal` counts them; times of day and time zones are dropped. An impossible date (31 February, the year
1601) is None, as is any other text. Where day and month are both numbers, slashes mean month first, as LinkedIn writes them, unless that
cannot be; hyphens and dots mean day first, as Dutch spreadsheets do.

>>> from datetime import date
>>> forms = "08 Feb 2026|2026-02-08 21:06:44|2026/02/08 14:11:21 UTC|2/8/26, 2:37 PM|Sun Feb 08 16:02:32 UTC 2026|8-feb-26|8 februari 2026"
>>> {date.fromordinal(parse_day(form) or 1).isoformat() for form in forms.split("|")}
{'2026-02-08'}
>>> parse_day("31 Feb 2026"), parse_day("N/A"), parse_day("")
(None, None, None)
"""

import re
from datetime import date

EARLIEST = date(2003, 1, 1).toordinal()
"""LinkedIn began in 2003: no activity there has an earlier date."""
LATEST = date(2100, 1, 1).toordinal()

LONGEST = 200
"""Characters that are searched for a date."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "januari"),
            ("feb", "february", "februari"),
            ("mar", "march", "mrt", "maart"),
            ("apr", "april"),
            ("may", "mei"),
            ("jun", "june", "juni"),
            ("jul", "july", "juli"),
            ("aug", "august", "augustus"),
            ("sep", "sept", "september"),
            ("oct", "october", "okt", "oktober"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in names
}
_NAME = f"({'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_YEAR = r"(\d{4}|\d\d)(?!\d)"

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", re.ASCII)
_DAY_NAME_YEAR = re.compile(rf"(?<!\d)(\d{{1,2}})[-\s]+{_NAME}\.?[-,\s]+{_YEAR}", re.ASCII)
_NAME_DAY_YEAR = re.compile(rf"\b{_NAME}\.?\s+(\d{{1,2}}),?\s+(\d{{4}})(?!\d)", re.ASCII)
_NAME_DAY_TIME_YEAR = re.compile(rf"\b{_NAME}\s+(\d{{1,2}})\s+[\d:]+\s+(?:\w+\s+)?(\d{{4}})(?!\d)", re.ASCII)
_NUMBERS = re.compile(rf"(?<!\d)(\d{{1,2}})([-/.])(\d{{1,2}})\2{_YEAR}", re.ASCII)

_FORMS = (_YEAR_FIRST, _DAY_NAME_YEAR, _NAME_DAY_YEAR, _NAME_DAY_TIME_YEAR, _NUMBERS)


def has_date_form(text: str) -> bool:
    """Return whether a text is written as a date, also one that no calendar has.

    >>> [has_date_form(text) for text in ("31-11-2026", "31 november 2026", "1999-01-01", "soon")]
    [True, True, True, False]
    """
    return any(form.search(text[:LONGEST].lower()) for form in _FORMS)


def parse_day(text: str) -> int | None:
    """Return the first date in a text, as a day. Only the first `LONGEST` characters are searched."""
    text = text[:LONGEST].lower()
    if found := _YEAR_FIRST.search(text):
        return _make_day(found[1], found[2], found[3])
    if found := _DAY_NAME_YEAR.search(text):
        return _make_day(found[3], _MONTHS[found[2]], found[1])
    if found := _NAME_DAY_YEAR.search(text) or _NAME_DAY_TIME_YEAR.search(text):
        return _make_day(found[3], _MONTHS[found[1]], found[2])
    if found := _NUMBERS.search(text):
        first, mark, second, year = found.groups()
        orders = ((first, second), (second, first)) if mark == "/" else ((second, first), (first, second))
        return next((day for month, number in orders if (day := _make_day(year, month, number))), None)
    return None


def parse_both_ways(text: str) -> tuple[int | None, int | None]:
    """Return the first date in a text, read day first and read month first.

    Both are the same where a month has a name, or the year comes first.

    >>> [[day and format_day(day) for day in parse_both_ways(text)] for text in ("03/09/2026", "13/09/2026", "3 sept. 2026")]
    [['2026-09-03', '2026-03-09'], ['2026-09-13', None], ['2026-09-03', '2026-09-03']]
    """
    numbers = _NUMBERS.search(text[:LONGEST])
    if not numbers or _YEAR_FIRST.search(text[:LONGEST]):
        day = parse_day(text)
        return day, day
    first, _, second, year = numbers.groups()
    return _make_day(year, second, first), _make_day(year, first, second)


def format_day(day: int) -> str:
    """Write a day as YYYY-MM-DD."""
    return date.fromordinal(day).isoformat()


def _make_day(year: str, month: str | int, number: str) -> int | None:
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        day = date(full, int(month), int(number)).toordinal()
    except ValueError:
        return None
    return day if EARLIEST <= day < LATEST else None
