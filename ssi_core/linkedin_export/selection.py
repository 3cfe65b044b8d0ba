"""Facts → which of them count, and over which days.

- Of a kind of file that came several times, the copy with the newest row counts.
- The window is the model's 90 days, up to the newest date in the same archive; a workbook has its own. What ends more than 90 days before
  the newest of all would say nothing, so it is left out.
- A file that is not there says nothing: LinkedIn leaves out empty ones, and what was not asked for. Nor does one whose rows lack what
  counts: a date that can be read, a title. Only a file without rows says zero.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from ssi_core.linkedin_export.archive import Source
from ssi_core.linkedin_export.dates import iso
from ssi_core.linkedin_export.evidence import NotMeasured, Period
from ssi_core.linkedin_export.facts import Days, Facts
from ssi_core.linkedin_export.names import COMPLETE_ONLY, WORKBOOK
from ssi_core.linkedin_export.problems import UNOPENED
from ssi_core.linkedin_export.reading import Reading
from ssi_core.linkedin_export.workbook import Workbook
from ssi_core.model import WINDOW_DAYS

LONE_DAYS = 5 * 365
LONE_ROWS = 2
"""So few rows, so many days after all others, have a wrong date."""


class Selection:
    """The facts, one set of each kind, with the day that their window ends on; and why there are no others."""

    def __init__(self, reading: Reading) -> None:
        together: dict[tuple[object, ...], list[Facts]] = defaultdict(list)
        for source, kinds in reading.facts.items():
            together[_place(source)] += kinds.values()
        ends = {place: _newest(of) for place, of in together.items()}
        newest = max(filter(None, ends.values()), default=None)
        best: dict[str, tuple[tuple[int, int, Source], int | None, Facts]] = {}
        for source, kinds in reading.facts.items():
            end = ends[_place(source)]
            for kind, facts in kinds.items():
                rank = (max(facts.days, default=end or 0), facts.rows, source)
                if kind not in best or rank > best[kind][0]:
                    best[kind] = rank, end, facts
        self._old = {kind for kind, (_, end, _) in best.items() if end and newest and end < newest - WINDOW_DAYS}
        self._facts = {kind: (facts, end) for kind, (_, end, facts) in best.items() if kind not in self._old}
        self._broken = reading.broken
        self._basic = reading.basic
        self._unopened = any(problem.problem in UNOPENED for problem in reading.problems if problem.kind is None)
        self._newest = newest
        self._workbooks = reading.workbooks

    def __contains__(self, kind: str) -> bool:
        return kind in self._facts

    def facts(self, kind: str) -> Facts:
        """The facts of a kind. Raises NotMeasured where there are none."""
        if kind not in self._facts:
            raise self.reason(kind)
        return self._facts[kind][0]

    def end(self, kind: str) -> int | None:
        """The last day of the window of a kind."""
        return self._facts[kind][1]

    def reason(self, *kinds: str) -> NotMeasured:
        """Why none of these kinds is there."""
        if self._broken & {*kinds}:
            return NotMeasured("file_broken")
        if self._old & {*kinds}:
            return NotMeasured("too_old")
        if self._basic and {*kinds} <= {*COMPLETE_ONLY}:
            return NotMeasured("basic_archive")
        return NotMeasured("file_broken" if self._unopened else "file_absent")

    def incomplete(self, *kinds: str) -> bool:
        """Whether something of these is there and could not be used."""
        there = [self._facts[kind][0] for kind in kinds if kind in self._facts]
        lost = any(facts.counts.get("lost") or (facts.undated and not facts.days) for facts in there)
        return lost or bool((self._broken | self._old) & {*kinds} - {*self._facts})

    def dated(self, *kinds: str) -> list[str]:
        """Which of these kinds are there and can be placed in time. Raises NotMeasured where none can."""
        there = [kind for kind in kinds if kind in self]
        if not there:
            raise self.reason(*kinds)
        dated = [kind for kind in there if self._facts[kind][0].days or not self._facts[kind][0].rows]
        if not dated:
            raise NotMeasured("no_dates")
        return dated

    def within(self, days: Days, kind: str) -> Days:
        """The days of a kind that are in its window. Raises NotMeasured where nothing in the archive has a date."""
        end = self.end(kind)
        if end is None:
            raise NotMeasured("no_dates")
        return {day: rows for day, rows in days.items() if end - WINDOW_DAYS < day <= end}

    def workbook(self, series: Callable[[Workbook], Days]) -> Days:
        """The newest workbook's counts, by day. Raises NotMeasured."""
        books = [days for workbook in self._workbooks if (days := series(workbook))]
        if not books:
            raise NotMeasured("file_broken" if WORKBOOK in self._broken else "workbook_absent")
        days = max(books, key=max)
        if self._newest is not None and max(days) < self._newest - WINDOW_DAYS:
            raise NotMeasured("too_old")
        return days

    def period(self, kind: str, start: bool = True) -> Period:
        """The window of a kind; or, without a start, everything up to its end."""
        end = self.end(kind)
        return (iso(end - WINDOW_DAYS + 1) if start and end else None, iso(end) if end else None)


def _place(source: Source) -> tuple[object, ...]:
    """What belongs together in time: the files of one archive, or all single files."""
    return source.archive, source.folder


def _newest(of: Iterable[Facts]) -> int | None:
    """The newest day. One or two rows years after all others have a wrong date, and would leave the window empty."""
    days: Counter[int] = Counter()
    for facts in of:
        days.update(facts.days)
        days.update(facts.others)
    order = sorted(days)
    while len(order) > 1 and order[-1] - order[-2] > LONE_DAYS and days[order[-1]] <= LONE_ROWS:
        order.pop()
    return order[-1] if order else None
