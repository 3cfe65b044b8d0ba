"""Rows → how many there are, in all and by day: what every reader of a kind of file begins with."""

from collections import Counter

from ssi_core.linkedin_export.cells import text_of
from ssi_core.linkedin_export.dates import day_of
from ssi_core.linkedin_export.facts import Facts

MOST_KNOWN = 30_000
"""Dates that are kept to read each once."""


class Tally:
    """Counts rows. Dates that are written alike are read once. What the fields mean: see `Facts`."""

    cost = 1
    """What a row takes, in time and memory, beside one of which only the date counts."""

    def __init__(self) -> None:
        """Begin."""
        self.rows = 0
        self.days: Counter[int] = Counter()
        self.undated = 0
        self.others: Counter[int] = Counter()
        self.counts: Counter[str] = Counter()
        self._known: dict[bytes, int | None] = {}

    def day(self, cell: bytes) -> int | None:
        """The day that a cell says."""
        # Times differ from row to row, days do not: 2026-02-08 21:06:44 and 2026/02/08 14:11:21 UTC. Other forms are known whole.
        start = cell[:10]
        if start in self._known:
            return self._known[start]
        key = start if start[4:5] in (b"-", b"/") and start[7:8] == start[4:5] else cell[:100]
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = day_of(text_of(key))
        return self._known[key]

    def count(self, cell: bytes) -> int | None:
        """Count a row with this date."""
        self.rows += 1
        day = self.day(cell)
        if day is None:
            self.undated += 1
        else:
            self.days[day] += 1
        return day

    def note(self, cell: bytes) -> None:
        """Keep in mind that there was this day."""
        day = self.day(cell)
        if day is not None:
            self.others[day] += 1

    def facts(self) -> Facts:
        """What all rows come to."""
        return Facts(self.rows, self.days, self.undated, self.counts, others=self.others)
