"""Searches: those that the member typed, apart from the runs of saved job alerts.

LinkedIn runs a member's job alerts by itself, every day or week, and logs each run among the searches. The alerts' keywords are in
SavedJobAlerts.csv. Without that file, a query that recurs on most days or in most weeks of a long time is taken for an alert's.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import NamedTuple

from ssi_core.linkedin_export.cells import decode_cell
from ssi_core.linkedin_export.digests import Digest, make_digest, shorten_cell
from ssi_core.linkedin_export.facts import Days, Facts
from ssi_core.linkedin_export.rows import Row
from ssi_core.linkedin_export.tally import MOST_KNOWN, Tally

FEWEST_RUNS = 7
"""Days on which a query must stand before it is taken for an alert that nobody lists."""
WEEK = 7

# The value ends before the next key: "{keywords=sales, marketing, spellCheckEnabled=true, …}".
_KEYWORDS = re.compile(r"(?<![^{\s,])keywords=([^{}=]*+)")
_NEXT_KEY = re.compile(r",[^,=]*\Z")
_PARAMETER = re.compile(rb"[?&]keywords=([^&#]*+)", re.IGNORECASE)
_DIGITS = "0123456789abcdefABCDEF"
_ESCAPES = {f"{first}{second}".encode(): bytes([int(first + second, 16)]) for first in _DIGITS for second in _DIGITS}


class SearchReader(Tally):
    """Reads SearchQueries.csv. Its detail: `Queries`."""

    cost = 3

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self._queries: dict[Digest | None, Counter[int]] = defaultdict(Counter)
        self._cells: dict[bytes, Counter[int]] = {}

    def add(self, rows: list[Row]) -> None:
        """Add rows: (time, query)."""
        for time, query in rows:
            day = self.count_row(time)
            if day is not None:
                days = self._cells.get(query)
                if days is None:
                    days = self._find_days(query)
                days[day] += 1

    def _find_days(self, query: bytes) -> Counter[int]:
        if len(self._cells) >= MOST_KNOWN:
            self._cells.clear()
        days = self._queries[make_digest(decode_cell(query))]
        self._cells[shorten_cell(query)] = days
        return days

    def make_facts(self) -> Facts:
        """Return counts, days, `Queries`."""
        # A search without words is no alert's.
        return super().make_facts()._replace(detail=Queries({query: days for query, days in self._queries.items() if query is not None}))


class AlertReader(Tally):
    """Reads SavedJobAlerts.csv. Its detail: the digests of the alerts' keywords."""

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self._keywords: set[Digest] = set()

    def add(self, rows: list[Row]) -> None:
        """Add rows: (context of the query, address of the search). Each form of the file has one of the two."""
        for context, address in rows:
            self.rows += 1
            digest = make_digest(_find_keywords(decode_cell(context)) or _find_parameter(address))
            if digest is not None:
                self._keywords.add(digest)

    def make_facts(self) -> Facts:
        """Return counts, and the alerts' keywords."""
        return super().make_facts()._replace(detail=frozenset(self._keywords))


def _find_keywords(context: str) -> str:
    """Find the keywords in the form since 2024.

    >>> _find_keywords("{sortingType=RELEVANCE, keywords=sales, marketing, spellCheckEnabled=true, facets={}}")
    'sales, marketing'
    """
    found = _KEYWORDS.search(context)
    if found is None:
        return ""
    return _NEXT_KEY.sub("", found[1]) if context[found.end() : found.end() + 1] == "=" else found[1]


def _find_parameter(address: bytes) -> str:
    """Find the keywords in the form before 2024, an address.

    >>> _find_parameter(b"https://www.linkedin.com/jobs/search?keywords=data%20analyst+Utrecht&location=Netherlands")
    'data analyst Utrecht'
    """
    found = _PARAMETER.search(address[:4000])
    return decode_cell(_replace_escapes(found[1].replace(b"+", b" "))) if found else ""


def _replace_escapes(text: bytes) -> bytes:
    """Replace percent escapes by the bytes that they stand for. What is no escape stays.

    >>> _replace_escapes(b"50%25 of c%2B%2b, 100%")
    b'50% of c++, 100%'
    """
    # A pattern that calls a function for each escape takes ten times as long, and whoever sends the file chooses how many there are.
    first, *rest = text.split(b"%")
    return first + b"".join([_ESCAPES[part[:2]] + part[2:] if part[:2] in _ESCAPES else b"%" + part for part in rest])


class Queries(NamedTuple):
    """The queries in SearchQueries.csv: the days of each, by its digest."""

    days: Mapping[Digest, Days]

    def count_runs(self, alerts: Collection[Digest]) -> Counter[int]:
        """Count the runs of job alerts, by day. `alerts`: the digests of their keywords; empty where there is no list of them."""
        runs: Counter[int] = Counter()
        for query, days in self.days.items():
            if query in alerts if alerts else _recurs(days):
                runs.update(days)
        return runs


def _recurs(days: Days) -> bool:
    if len(days) < FEWEST_RUNS:
        return False
    order = sorted(days)
    return is_recurrence(len(order), order[-1] - order[0], sum(later - earlier == WEEK for earlier, later in pairwise(order)))


def is_recurrence(number: int, span: int, weekly: int) -> bool:
    """Return whether a query recurs as an alert does: on most days between its first and its last, or in most weeks on the same day.

    `number`: of its days. `span`: from the first to the last of them. `weekly`: how many are followed by the same day of the next week.

    >>> is_recurrence(6, 5, 0), is_recurrence(7, 6, 0), is_recurrence(7, 12, 0), is_recurrence(7, 42, 6)
    (False, True, False, True)
    """
    return number >= FEWEST_RUNS and (2 * (number - 1) > span or 2 * WEEK * weekly > span)
