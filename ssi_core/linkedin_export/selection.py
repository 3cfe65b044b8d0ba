"""Facts → those that count, and the days of their window.

- Of a kind of file that came several times, the copy with the newest row counts.
- The window is the model's 90 days, up to the newest date in the same archive; a workbook has its own. Facts that end more than 90 days
  before the newest of all would say nothing, so they are left out.
- A missing file says nothing: LinkedIn leaves out empty ones, and files that the member did not ask for. Nor does a file whose rows lack
  the part that counts: a date that can be read, a title. Only a file without rows says zero.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import cast

from ssi_core.linkedin_export.archive import Origin
from ssi_core.linkedin_export.dates import format_day
from ssi_core.linkedin_export.digests import Digest
from ssi_core.linkedin_export.evidence import NoEvidence, Period
from ssi_core.linkedin_export.facts import Days, Facts
from ssi_core.linkedin_export.names import COMPLETE_ONLY, WORKBOOK
from ssi_core.linkedin_export.problems import UNOPENED
from ssi_core.linkedin_export.reading import Archive, ArchiveFacts
from ssi_core.linkedin_export.searches import Queries
from ssi_core.linkedin_export.workbook import Workbook
from ssi_core.model import WINDOW_DAYS

LONE_DAYS = 5 * 365
LONE_ROWS = 2
"""So few rows, so many days after all others, have a wrong date."""


class Selection:
    """One set of facts for each kind, with the last day of its window.

    It also explains why there are no others.
    """

    def __init__(self, reading: ArchiveFacts, as_of: int | None = None) -> None:
        """Select facts. `as_of`: a day of the past, where it is one, on which every window ends."""
        ends = find_newest_days(reading) if reading.newest is None else reading.newest
        newest = max(filter(None, ends.values()), default=None)
        best: dict[str, tuple[tuple[int, int, Origin], int | None, Facts]] = {}
        for source, kinds in reading.facts.items():
            end = ends[find_archive(source)]
            for kind, facts in kinds.items():
                # A day after the archive's last is a wrong date, and makes no copy newer.
                rank = (max((day for day in facts.days if end is None or day <= end), default=end or 0), facts.rows, source)
                if kind not in best or rank > best[kind][0]:
                    best[kind] = rank, end, facts
        self._old = {kind for kind, (_, end, _) in best.items() if end and newest and end < newest - WINDOW_DAYS}
        self._facts = {kind: (facts, end if as_of is None else as_of) for kind, (_, end, facts) in best.items() if kind not in self._old}
        self._broken = reading.broken
        self._empty = reading.empty
        self._basic = reading.is_basic
        self._unopened = any(problem.problem in UNOPENED for problem in reading.problems if problem.kind is None)
        self._newest = newest if as_of is None else as_of
        self._lacks_sheets = any(problem.problem == "no_daily_sheets" for problem in reading.problems)
        self._workbooks = reading.workbooks

    def __contains__(self, kind: str) -> bool:
        return kind in self._facts

    def find_facts(self, kind: str) -> Facts:
        """Return the facts of a kind. Raises NoEvidence where there are none."""
        if kind not in self._facts:
            raise self.explain_absence(kind)
        return self._facts[kind][0]

    def count_alert_runs(self) -> Days:
        """Count the runs of job alerts among the searches, by day. Raises NoEvidence where there are no searches."""
        queries = cast(Queries, self.find_facts("searches").detail)
        alerts = cast(frozenset[Digest], self.find_facts("job_alerts").detail) if "job_alerts" in self else frozenset[Digest]()
        return queries.count_runs(alerts)

    def find_days(self, kind: str) -> Days:
        """Return the days of a kind on which the member did something. Runs of job alerts are no searches. Raises NoEvidence."""
        days = self.find_facts(kind).days
        return Counter(days) - Counter(self.count_alert_runs()) if kind == "searches" else days

    def find_end(self, kind: str) -> int | None:
        """Return the last day of the window of a kind."""
        return self._facts[kind][1]

    def explain_absence(self, *kinds: str) -> NoEvidence:
        """Return the reason why there are no facts of these kinds."""
        if self._broken & {*kinds}:
            return NoEvidence("file_broken")
        if self._old & {*kinds}:
            return NoEvidence("too_old")
        if self._empty & {*kinds}:
            return NoEvidence("column_empty")
        if self._basic and {*kinds} <= {*COMPLETE_ONLY}:
            return NoEvidence("basic_archive")
        return NoEvidence("file_broken" if self._unopened else "file_absent")

    def is_incomplete(self, *kinds: str) -> bool:
        """Return whether some facts of these kinds exist and could not be used."""
        there = [self._facts[kind][0] for kind in kinds if kind in self._facts]
        lost = any(facts.counts.get("lost") or (facts.undated and not facts.days) for facts in there)
        return lost or bool((self._broken | self._old) & {*kinds} - {*self._facts})

    def find_dated(self, *kinds: str) -> list[str]:
        """List the kinds whose facts have dates, or no rows. Raises NoEvidence where there are none."""
        there = [kind for kind in kinds if kind in self]
        if not there:
            raise self.explain_absence(*kinds)
        dated = [kind for kind in there if self._facts[kind][0].days or not self._facts[kind][0].rows]
        if not dated:
            raise NoEvidence("no_dates")
        return dated

    def filter_window(self, days: Days, kind: str) -> Days:
        """Keep the days of a kind that are in its window. Raises NoEvidence where nothing in the archive has a date."""
        end = self.find_end(kind)
        if end is None:
            raise NoEvidence("no_dates")
        return {day: rows for day, rows in days.items() if end - WINDOW_DAYS < day <= end}

    def find_counts(self, series: Callable[[Workbook], Days]) -> Days:
        """Return the newest workbook's counts, by day. Raises NoEvidence."""
        books = [days for workbook in self._workbooks if (days := series(workbook))]
        if not books:
            raise self._explain_workbook()
        days = max(books, key=max)
        if self._newest is not None and max(days) < self._newest - WINDOW_DAYS:
            raise NoEvidence("too_old")
        return days

    def _explain_workbook(self) -> NoEvidence:
        if WORKBOOK in self._broken:
            return NoEvidence("file_broken")
        return NoEvidence("column_empty" if self._workbooks or self._lacks_sheets else "workbook_absent")

    def make_period(self, kind: str, start: bool = True) -> Period:
        """Return the window of a kind; or, without a start, everything up to its end."""
        end = self.find_end(kind)
        return (format_day(end - WINDOW_DAYS + 1) if start and end else None, format_day(end) if end else None)


def find_archive(source: Origin) -> Archive:
    """Return the key of the files that share a window. They are those of one archive, or all single files."""
    return source.archive, source.folder


def find_newest_days(reading: ArchiveFacts) -> dict[Archive, int | None]:
    """Find the newest day of each archive; None where nothing has a date."""
    return {archive: find_newest_day(days, sorted(days)) for archive, days in count_days(reading).items()}


def count_days(reading: ArchiveFacts) -> dict[Archive, Counter[int]]:
    """Count the rows of each archive by day."""
    days: defaultdict[Archive, Counter[int]] = defaultdict(Counter)
    for source, kinds in reading.facts.items():
        of = days[find_archive(source)]
        for facts in kinds.values():
            of.update(facts.days)
            of.update(facts.others)
    return days


def find_newest_day(days: Days, order: Sequence[int]) -> int | None:
    """Find the newest of these days, which are in order. `days`: the rows of each.

    One or two rows years after all others have a wrong date, and would leave the window empty.
    """
    last = len(order) - 1
    while last > 0 and order[last] - order[last - 1] > LONE_DAYS and days[order[last]] <= LONE_ROWS:
        last -= 1
    return order[last] if order else None
