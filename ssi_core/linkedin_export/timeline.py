"""The facts of an archive → those of the same archive cut at any day: without the rows that are dated later.

Everything is put in order once; a cut then takes a moment, whatever the size of the archive. What it gives is what reading a copy of the
archive without those rows would give, except for days that no window reaches. Rows without a date are in every cut. An article is a file:
with its only row it disappears.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple, cast

from ssi_core.linkedin_export.digests import Digest
from ssi_core.linkedin_export.facts import ROWS, Days, Facts, InMail, Invitation, Invitations, Messages, Network, Sender
from ssi_core.linkedin_export.names import ARTICLES
from ssi_core.linkedin_export.reading import Archive, ArchiveFacts
from ssi_core.linkedin_export.searches import FEWEST_RUNS, WEEK, Queries, is_recurrence
from ssi_core.linkedin_export.selection import count_days, find_newest_day
from ssi_core.linkedin_export.workbook import Workbook
from ssi_core.model import WINDOW_DAYS

WORK_OF_FACTS = 20
"""The work that each file's facts take, apart from that of the things in it."""


class Timeline:
    """An archive's facts by day. `first`, `last`: the days between which it can be cut; None where nothing has a date.

    `work`: about how many things a cut and its measures may have to look at one by one.
    """

    def __init__(self, reading: ArchiveFacts) -> None:
        """Put all facts in order."""
        self._reading = reading
        self._days = {archive: (days, sorted(days)) for archive, days in count_days(reading).items()}
        members = _find_members(reading)
        employers = _find_all(reading, "positions")
        alerts = _find_all(reading, "job_alerts")
        self._facts = {
            source: {kind: _OrderedFacts(facts, _order_detail(facts.detail, members, employers, alerts)) for kind, facts in kinds.items()}
            for source, kinds in reading.facts.items()
        }
        self._workbooks = [(_Series(book.followers), _Series(book.engagements)) for book in reading.workbooks]
        newest = [day for days, order in self._days.values() if (day := find_newest_day(days, order)) is not None]
        sheets = [series.days for book in self._workbooks for series in book if series.days]
        self.last: int | None = max(newest or (days[-1] for days in sheets), default=None)
        firsts = [order[0] for _, order in self._days.values() if order] or [days[0] for days in sheets]
        self.first: int | None = min(firsts, default=None)
        self.work = sum(WORK_OF_FACTS + facts.work for kinds in self._facts.values() for facts in kinds.values())

    def cut(self, day: int) -> ArchiveFacts:
        """Cut the archive at a day, which is the last one that stays. `Facts.others` are left out: they only show the newest day."""
        facts = {source: {kind: of.cut(day) for kind, of in kinds.items()} for source, kinds in self._facts.items()}
        for kinds in facts.values():
            if ARTICLES in kinds and not kinds[ARTICLES].rows:
                del kinds[ARTICLES]
        return self._reading._replace(
            facts=facts,
            workbooks=tuple(Workbook(followers.cut(day), engagements.cut(day)) for followers, engagements in self._workbooks),
            newest=self._find_newest(day),
        )

    def advance(self, day: int) -> ArchiveFacts:
        """Return the facts of a day after the last one, on which nothing was added. A workbook gets a row, since it has one a day."""
        ahead = day - (self.last or day)
        return self.cut(day)._replace(
            workbooks=tuple(Workbook(followers.advance(ahead), engagements.advance(ahead)) for followers, engagements in self._workbooks)
        )

    def _find_newest(self, day: int) -> Mapping[Archive, int | None]:
        return {archive: find_newest_day(days, order[: bisect_right(order, day)]) for archive, (days, order) in self._days.items()}


class _Series:
    """Numbers by day, in order."""

    def __init__(self, numbers: Days) -> None:
        self.days = sorted(numbers)
        self._numbers = numbers
        self._sums = [0, *accumulate(numbers[day] for day in self.days)]

    def count_after(self, day: int) -> int:
        return self._sums[-1] - self._sums[bisect_right(self.days, day)]

    def cut(self, day: int) -> Days:
        """Return the window's days; the window ends on the newest day up to this one."""
        end = bisect_right(self.days, day)
        start = bisect_right(self.days, self.days[end - 1] - WINDOW_DAYS) if end else 0
        return {each: self._numbers[each] for each in self.days[start:end]}

    def advance(self, ahead: int) -> Days:
        """Return the window's days so many days after the last of all. The window's end gets a row."""
        if not self.days:
            return {}
        end = self.days[-1] + ahead
        return {**self.cut(end), end: 0}


class _OrderedFacts:
    """The facts of one kind of file, in order."""

    def __init__(self, facts: Facts, detail: "_Detail | None") -> None:
        self._facts = facts
        self._days = _Series(facts.days)
        self._dated = {name: _Series(days) for name, days in facts.dated.items() if days}
        self._detail = detail
        self.work = 0 if detail is None else detail.work

    def cut(self, day: int) -> Facts:
        facts = self._facts
        if not self._dated and self._detail is None:
            return facts
        later = {name: series.count_after(day) for name, series in self._dated.items()}
        return Facts(
            rows=facts.rows - later.pop(ROWS, 0),
            days=self._days.cut(day),
            undated=facts.undated,
            counts={name: number - later.get(name, 0) for name, number in facts.counts.items()},
            detail=facts.detail if self._detail is None else self._detail.cut(day),
        )


type _Detail = "_OrderedNetwork | _OrderedInvitations | _OrderedMessages | _OrderedQueries"


def _order_detail(detail: object, members: Collection[Digest], employers: Collection[Digest], alerts: Collection[Digest]) -> _Detail | None:
    """Put a detail in order; None for one without days. The digests: all that may be the member's or the alerts'."""
    match detail:
        case Network():
            return _OrderedNetwork(detail, employers)
        case Invitations():
            return _OrderedInvitations(detail)
        case Messages():
            return _OrderedMessages(detail, members)
        case Queries():
            return _OrderedQueries(detail, alerts)
    return None


def _find_members(reading: ArchiveFacts) -> set[Digest]:
    """Find every digest that may be of the member's own name or address."""
    found: set[Digest] = set()
    for kinds in reading.facts.values():
        if "profile" in kinds and (name := cast(Digest | None, kinds["profile"].detail)):
            found.add(name)
        if "invitations" in kinds:
            found.update(cast(Invitations, kinds["invitations"].detail).member)
    return found


def _find_all(reading: ArchiveFacts, kind: str) -> set[Digest]:
    """Find all digests of a kind whose detail is nothing else."""
    return {digest for kinds in reading.facts.values() if kind in kinds for digest in cast(frozenset[Digest], kinds[kind].detail)}


class _PeopleUntil(NamedTuple):
    """A `Network` as of a day."""

    people: Mapping[Digest, int]
    earlier: Mapping[Digest, Sequence[int]]
    day: int
    employers: Mapping[Digest, int]

    def find_last_day(self, person: Digest) -> int | None:
        last = self.people.get(person)
        if last is None or last <= self.day:
            return last
        days = self.earlier.get(person, ())
        before = bisect_right(days, self.day)
        return days[before - 1] if before else None


class _OrderedNetwork:
    def __init__(self, network: Network, employers: Collection[Digest]) -> None:
        self._network = network
        self._earlier = {person: sorted(days) for person, days in network.earlier.items()}
        wanted = {array("Q", employer)[0]: employer for employer in employers}
        days: defaultdict[Digest, Counter[int]] = defaultdict(Counter)
        for number, day in zip(*network.employed, strict=True):
            if number in wanted:
                days[wanted[number]][day] += 1
        self._employed = {employer: _Series(of) for employer, of in days.items()}
        self.work = 0

    def cut(self, day: int) -> _PeopleUntil:
        employers = {employer: self._network.employers[employer] - days.count_after(day) for employer, days in self._employed.items()}
        return _PeopleUntil(self._network.people, self._earlier, day, employers)


class _OrderedInvitations:
    def __init__(self, invitations: Invitations) -> None:
        self._sent = sorted(invitations.sent, key=_find_day)
        self._received = sorted(invitations.received, key=_find_day)
        self._member = invitations.member
        self.work = len(self._sent) + len(self._received) + len(self._member)

    def cut(self, day: int) -> Invitations:
        member = {digest: first for digest, first in self._member.items() if first <= day}
        sent, received = (each[: bisect_right(each, day, key=_find_day)] for each in (self._sent, self._received))
        return Invitations(sent, received, member)


def _find_day(invitation: Invitation) -> int:
    return invitation.day or 0


class _OrderedMessages:
    def __init__(self, messages: Messages, members: Collection[Digest]) -> None:
        self._senders = {
            number: sender._replace(days=sorted(sender.days))
            for number, sender in messages.senders.items()
            if sender.name in members or sender.address in members
        }
        self._inmails = sorted(messages.inmails, key=lambda inmail: inmail.day)
        self._days = [inmail.day for inmail in self._inmails]
        self._receivers = messages.receivers
        self.work = len(self._senders)

    def cut(self, day: int) -> Messages:
        senders: dict[int, Sender] = {}
        for number, sender in self._senders.items():
            days = cast(Sequence[int], sender.days)
            if days[0] <= day:
                senders[number] = sender._replace(days=days[bisect_left(days, day - WINDOW_DAYS) : bisect_right(days, day)])
        inmails = [
            InMail(inmail.day, inmail.sender, {sender: first for sender, first in inmail.senders.items() if first <= day})
            for inmail in self._inmails[bisect_left(self._days, day - WINDOW_DAYS) : bisect_right(self._days, day)]
        ]
        return Messages(senders, inmails, self._receivers)


class _OrderedQuery(NamedTuple):
    """A query by day. `weekly`: at each day, how many before it were followed by the same day of the next week."""

    days: Sequence[int]
    numbers: Days
    weekly: Sequence[int]


class _QueriesUntil(NamedTuple):
    """`Queries` as of a day. Only the runs in the window are counted."""

    queries: Mapping[Digest, _OrderedQuery]
    frequent: Collection[_OrderedQuery]
    day: int

    def count_runs(self, alerts: Collection[Digest]) -> Counter[int]:
        runs: Counter[int] = Counter()
        for query in [self.queries[alert] for alert in alerts if alert in self.queries] if alerts else self._find_recurring():
            start, end = bisect_left(query.days, self.day - WINDOW_DAYS), bisect_right(query.days, self.day)
            for day in query.days[start:end]:
                runs[day] += query.numbers[day]
        return runs

    def _find_recurring(self) -> Iterable[_OrderedQuery]:
        for query in self.frequent:
            number = bisect_right(query.days, self.day)
            if number and is_recurrence(number, query.days[number - 1] - query.days[0], query.weekly[number - 1]):
                yield query


class _OrderedQueries:
    def __init__(self, queries: Queries, alerts: Collection[Digest]) -> None:
        # Only these can be alerts' on any day.
        wanted = {query: days for query, days in queries.days.items() if query in alerts or len(days) >= FEWEST_RUNS}
        self._queries = {query: _order_query(days) for query, days in wanted.items()}
        self._frequent = [query for query in self._queries.values() if len(query.days) >= FEWEST_RUNS]
        self.work = len(self._frequent)

    def cut(self, day: int) -> _QueriesUntil:
        return _QueriesUntil(self._queries, self._frequent, day)


def _order_query(numbers: Days) -> _OrderedQuery:
    days = sorted(numbers)
    return _OrderedQuery(days, numbers, [0, *accumulate(later - earlier == WEEK for earlier, later in pairwise(days))])
