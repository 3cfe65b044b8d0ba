"""The dates of a column: which of them can be read with the day first, and which with the month first.

03/09/2026 alone may be 3 September or 9 March. The column as a whole decides: 13/09/2026 beside it, an order that has no date in the
future, decimals with a comma. Where nothing decides, or one hint contradicts another, both readings are returned, and the visitor is asked.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from ssi_core.linkedin_export.dates import EARLIEST, LATEST, format_day, parse_both_ways

DAY_FIRST, MONTH_FIRST = "day", "month"
ORDERS = (DAY_FIRST, MONTH_FIRST)
FEWEST_IN_ORDER = 3
"""The fewest dates of a column that show whether they are sorted."""
MOST_MISTYPED = 1
"""The most unreadable dates that count as typing errors where all others are sorted in one order alone."""

# Spreadsheets count days from 30 December 1899.
_EPOCH = 693594
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)
_NUMBERS = re.compile(r"\s*\d{1,2}([-/.])\d{1,2}\1\d", re.ASCII)

type Reading = tuple[int | None, int | None]
"""A date with its day first, and with its month first; None where it is no date so."""


class Order(NamedTuple):
    """How a column's dates are read. `possible`: the orders that are possible, the likely one first. `likely`: None where nothing tells."""

    possible: tuple[str, ...]
    likely: str | None


def read_day(text: str) -> Reading:
    """Read a date both ways; also a spreadsheet's number of a day.

    >>> read_day("46268") == read_day("2026-09-03") == read_day("3 september 2026") == read_day("Sep 3, 2026")
    True
    >>> read_day("42"), read_day("9/2026")
    ((None, None), (None, None))
    """
    serial = _SERIAL.fullmatch(text.strip())
    if not serial:
        return parse_both_ways(text)
    day = _EPOCH + int(serial[1])
    return (day, day) if EARLIEST <= day < LATEST else (None, None)


def find_order(texts: Sequence[str], today: str, *, is_dutch: bool) -> Order:
    """Return the order of day and month in a column's dates.

    `texts`: of the rows with a score: others, such as a planned one, may have any date. `today`: an ISO date, which no score is later
    than. `is_dutch`: the table is in Dutch, or its decimals have a comma. One order is excluded only where the other reads every date.
    """
    has_marks = is_dutch or _has_day_first_marks(texts)
    last = date.fromisoformat(today).toordinal()
    readings = _list_readings(texts, last, has_marks=has_marks)
    if all(first == second for first, second in readings):
        return Order((DAY_FIRST,), DAY_FIRST)
    counts = {order: sum(day is not None for day in days) for order, days in zip(ORDERS, zip(*readings, strict=True), strict=True)}
    running = _find_running(readings)
    whole = [order for order, count in counts.items() if count == len(readings)]
    if len(whole) == 1:
        is_slip = running not in (None, *whole) and len(readings) - min(counts.values()) <= MOST_MISTYPED
        if not is_slip or (has_marks and whole == [DAY_FIRST]):
            return Order((whole[0],), whole[0])
    fuller = max(ORDERS, key=counts.__getitem__) if len({*counts.values()}) > 1 else None
    hints = {running, fuller, DAY_FIRST if has_marks else None} - {None}
    likely = hints.pop() if len(hints) == 1 else None
    return Order(tuple(sorted(ORDERS, key=lambda order: order != likely)) if likely else ORDERS, likely)


def _list_readings(texts: Sequence[str], last: int, *, has_marks: bool) -> list[Reading]:
    """Read the dates that can be of a score; not those that neither order reads."""
    readings: list[Reading] = []
    for text in texts:
        first, second = read_day(text)
        # A date in the future may be a typing error, or the clock may be wrong. The way the file is written is a better sign.
        if first is not None and first > last and (first == second or not has_marks):
            first = None
        if second is not None and second > last:
            second = None
        if first is not None or second is not None:
            readings.append((first, second))
    return readings


def format_reading(reading: Reading) -> dict[str, str | None]:
    """Write a date by order, as YYYY-MM-DD."""
    return {order: None if day is None else format_day(day) for order, day in zip(ORDERS, reading, strict=True)}


def _has_day_first_marks(texts: Sequence[str]) -> bool:
    """Return whether the dates have dots or hyphens. Those who write the month first write slashes."""
    return any((mark := _NUMBERS.match(text)) is not None and mark[1] != "/" for text in texts)


def _find_running(readings: Sequence[Reading]) -> str | None:
    """Return the only order in which the dates are sorted, up or down; None for none or both."""
    running = [order for order, days in zip(ORDERS, zip(*readings, strict=True), strict=True) if _is_running(days)]
    return running[0] if len(running) == 1 else None


def _is_running(days: Sequence[int | None]) -> bool:
    known = [day for day in days if day is not None]
    steps = [after - before for before, after in pairwise(known)]
    return len(known) >= FEWEST_IN_ORDER and (min(steps) >= 0 or max(steps) <= 0)
