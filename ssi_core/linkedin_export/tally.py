"""Rows → their number, in all and by day: the base of every reader."""

from collections import Counter, defaultdict

from ssi_core.linkedin_export.cells import decode_cell
from ssi_core.linkedin_export.dates import parse_day
from ssi_core.linkedin_export.facts import ROWS, Facts

MOST_KNOWN = 30_000
"""Dates that are cached, so that each is read once."""


class Tally:
    """Counts rows. Dates that are written alike are read once. For the fields see `Facts`."""

    cost = 1
    """The time and memory of a row, relative to one of which only the date counts."""

    def __init__(self) -> None:
        """Begin without rows."""
        self.rows = 0
        self.days: Counter[int] = Counter()
        self.undated = 0
        self.others: Counter[int] = Counter()
        self.counts: Counter[str] = Counter()
        self.dated: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._known: dict[bytes, int | None] = {}

    def read_day(self, cell: bytes) -> int | None:
        """Read the day in a cell."""
        # Times differ from row to row, days do not: 2026-02-08 21:06:44 and 2026/02/08 14:11:21 UTC. Other forms are cached whole.
        start = cell[:10]
        if start in self._known:
            return self._known[start]
        key = start if start[4:5] in (b"-", b"/") and start[7:8] == start[4:5] else cell[:100]
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = parse_day(decode_cell(key))
        return self._known[key]

    def count_row(self, cell: bytes) -> int | None:
        """Count a row with this date."""
        self.rows += 1
        day = self.read_day(cell)
        if day is None:
            self.undated += 1
        else:
            self.days[day] += 1
        return day

    def count(self, name: str, day: int | None, number: int = 1) -> None:
        """Add to a count, and to its part that has a date."""
        self.counts[name] += number
        if day and number:
            self.dated[name][day] += number

    def note_day(self, cell: bytes) -> int | None:
        """Note a day on which nothing happened that counts."""
        day = self.read_day(cell)
        if day is not None:
            self.others[day] += 1
        return day

    def make_facts(self) -> Facts:
        """Return the facts of all rows."""
        return Facts(self.rows, self.days, self.undated, self.counts, others=self.others, dated={ROWS: self.days, **self.dated})


def keep_first[Key](days: dict[Key, int], key: Key, day: int) -> None:
    """Store the day under its key, unless an earlier one is there. 0, for no date, is the earliest."""
    if day < days.setdefault(key, day):
        days[key] = day
