"""Facts → measured answers with their evidence, and for every other factor the reason why not.

- Of a kind of file that came several times, the copy with the newest row counts.
- The window is the model's 90 days, up to the newest date in the same archive; a workbook has its own. What ends more than 90 days before
  the newest of all would say nothing, so it is left out.
- A file that is not there says nothing: LinkedIn leaves out empty ones, and what was not asked for. Nor does one whose rows lack what
  counts: a date that can be read, a title. Only a file without rows says zero.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple, cast

from ssi_core.linkedin_export.archive import Source
from ssi_core.linkedin_export.dates import iso
from ssi_core.linkedin_export.levels import NEVER_MEASURED, level_of
from ssi_core.linkedin_export.marks import Mark
from ssi_core.linkedin_export.names import ARTICLES, COMPLETE_ONLY, FILES, WORKBOOK
from ssi_core.linkedin_export.problems import UNOPENED
from ssi_core.linkedin_export.readers import Days, Facts, Invitation, Invitations, Messages, Network
from ssi_core.linkedin_export.reading import Reading
from ssi_core.linkedin_export.workbook import Workbook
from ssi_core.model import MODEL, WINDOW_DAYS

COUNTED = "counted"
PROXY = "proxy"
WEAK = "weak"

ANSWER_DAYS = 30
"""An invitation that is younger may still be accepted."""
FEW_INVITATIONS = 5
"""With fewer than these in the window, older invitations count as well."""
LONE_DAYS = 5 * 365
LONE_ROWS = 2
"""So few rows, so many days after all others, have a wrong date."""
FEW_DAYS_MISSING = 5
"""A workbook may lack so many days of the window and still cover it."""

type _Period = tuple[str | None, str | None]


class Evidence(NamedTuple):
    """Why a factor has its answer.

    `value`: the number that was counted, or a percentage. `level`: the answer. `files`: as LinkedIn calls them. `confidence`: `COUNTED`,
    `PROXY` (something close to it was counted) or `WEAK` (better asked). `period`: first and last day, of which the first is None where
    everything up to the last counts. `counts`: what else was counted, by name.
    """

    value: int
    level: str
    files: tuple[str, ...]
    confidence: str
    period: tuple[str | None, str | None]
    counts: tuple[tuple[str, int], ...]


class Measured(NamedTuple):
    """Every factor is in one of the two, in the model's order: `evidence`, or `not_measured` with the key of a reason."""

    evidence: tuple[tuple[str, Evidence], ...]
    not_measured: tuple[tuple[str, str], ...]


class _No(Exception):  # noqa: N818 - it is a reason
    """Not measured, for the reason that is its text."""


def measure(reading: Reading) -> Measured:
    """Measure every factor."""
    archive = _Archive(reading)
    evidence: list[tuple[str, Evidence]] = []
    not_measured: list[tuple[str, str]] = []
    for factor in MODEL.factors:
        try:
            evidence.append((factor.key, _MEASURES[factor.key](archive)))
        except _No as reason:
            not_measured.append((factor.key, str(reason)))
    return Measured(tuple(evidence), tuple(not_measured))


class _Archive:
    """The facts, one set of each kind, with the day that their window ends on; and why there are no others."""

    def __init__(self, reading: Reading) -> None:
        ends = {place: _newest(facts for source, kinds in reading.facts.items() if _place(source) == place for facts in kinds.values())
                for place in {_place(source) for source in reading.facts}}  # fmt: skip
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
        self._workbooks = [workbook for _, workbook in reading.workbooks]

    def __contains__(self, kind: str) -> bool:
        return kind in self._facts

    def facts(self, kind: str) -> Facts:
        """The facts of a kind. Raises _No where there are none."""
        if kind not in self._facts:
            raise self.reason(kind)
        return self._facts[kind][0]

    def end(self, kind: str) -> int | None:
        """The last day of the window of a kind."""
        return self._facts[kind][1]

    def reason(self, *kinds: str) -> _No:
        """Why none of these kinds is there."""
        if self._broken & {*kinds}:
            return _No("file_broken")
        if self._old & {*kinds}:
            return _No("too_old")
        if self._basic and {*kinds} <= {*COMPLETE_ONLY}:
            return _No("basic_archive")
        return _No("file_broken" if self._unopened else "file_absent")

    def incomplete(self, *kinds: str) -> bool:
        """Whether something of these is there and could not be used."""
        there = [self._facts[kind][0] for kind in kinds if kind in self._facts]
        lost = any(facts.counts.get("lost") or (facts.undated and not facts.days) for facts in there)
        return lost or bool((self._broken | self._old) & {*kinds} - {*self._facts})

    def dated(self, *kinds: str) -> list[str]:
        """Which of these kinds are there and can be placed in time. Raises _No where none can."""
        there = [kind for kind in kinds if kind in self]
        if not there:
            raise self.reason(*kinds)
        dated = [kind for kind in there if self._facts[kind][0].days or not self._facts[kind][0].rows]
        if not dated:
            raise _No("no_dates")
        return dated

    def within(self, days: Days, kind: str) -> Days:
        """The days of a kind that are in its window. Raises _No where nothing in the archive has a date."""
        end = self.end(kind)
        if end is None:
            raise _No("no_dates")
        return {day: rows for day, rows in days.items() if end - WINDOW_DAYS < day <= end}

    def workbook(self, series: Callable[[Workbook], Days]) -> Days:
        """The newest workbook's counts, by day. Raises _No."""
        books = [days for workbook in self._workbooks if (days := series(workbook))]
        if not books:
            raise _No("file_broken" if WORKBOOK in self._broken else "workbook_absent")
        days = max(books, key=max)
        if self._newest is not None and max(days) < self._newest - WINDOW_DAYS:
            raise _No("too_old")
        return days

    def period(self, kind: str, start: bool = True) -> _Period:
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


def _evidence(
    factor: str, value: int, kinds: Iterable[str], confidence: str, period: _Period, number: int | None = None, **counts: int
) -> Evidence:
    """`number`: what the level comes from, where it is not the value."""
    files = tuple(FILES[kind] for kind in kinds)
    level = level_of(factor, value if number is None else number)
    return Evidence(value, level, files, confidence, period, tuple(counts.items()))


def _profile_completeness(archive: _Archive) -> Evidence:
    profile = archive.facts("profile").counts
    summary = profile.get("summary", 0) or ("profile_summary" in archive and archive.facts("profile_summary").rows)
    parts = [bool(profile.get("headline")), bool(summary), bool(profile.get("industry")), bool(profile.get("location"))]
    absent = 0
    for kind, tests in _PARTS.items():
        if kind in archive:
            parts += [test(archive.facts(kind)) for test in tests]
        else:
            absent += len(tests)
    # A part whose file is absent may be empty, or may not have been asked for.
    value = sum(parts)
    lowest, highest = (level_of("profile_completeness", number) for number in (value, value + absent))
    levels = [level.key for level in MODEL.factor("profile_completeness").levels]
    if levels.index(highest) > levels.index(lowest) + 1:
        raise _No("parts_absent")
    kinds = [kind for kind in ("profile", "profile_summary", *_PARTS) if kind in archive]
    sure = COUNTED if lowest == highest else PROXY
    return _evidence(
        "profile_completeness", value, kinds, sure, archive.period("profile", start=False), parts=len(parts) + absent, absent=absent
    )


_PARTS: dict[str, tuple[Callable[[Facts], bool], ...]] = {
    "positions": (lambda facts: facts.counts.get("described", 0) > 0, lambda facts: facts.counts.get("past", 0) >= 2),
    "education": (lambda facts: facts.rows > 0,),
    "skills": (lambda facts: facts.rows >= 5,),
    "connections": (lambda facts: facts.rows >= 50,),
}


def _total(factor: str, kind: str, confidence: str, count: str | None = None, *others: str) -> Callable[[_Archive], Evidence]:
    """A factor that is one number of one file: its rows, or one of its counts. `others`: counts that are told as well."""

    def measure(archive: _Archive) -> Evidence:
        facts = archive.facts(kind)
        counts = {name: facts.counts.get(name, 0) for name in others}
        value = facts.rows if count is None else facts.counts.get(count, 0)
        return _evidence(factor, value, (kind,), confidence, archive.period(kind, start=False), None, rows=facts.rows, **counts)

    return measure


def _in_window(factor: str, kinds: tuple[str, ...], confidence: str, by_day: bool) -> Callable[[_Archive], Evidence]:
    """A factor that is the number of rows in the window. `by_day`: its level is about how often, so it comes from the number of days."""

    def measure(archive: _Archive) -> Evidence:
        there = archive.dated(*kinds)
        found: Counter[int] = Counter()
        for kind in there:
            found.update(archive.within(archive.facts(kind).days, kind))
        sure = PROXY if archive.incomplete(*kinds) else confidence
        undated = sum(archive.facts(kind).undated for kind in there)
        number = len(found) if by_day else None
        return _evidence(factor, found.total(), there, sure, archive.period(there[0]), number, days=len(found), undated=undated)

    return measure


def _from_workbook(factor: str, series: Callable[[Workbook], Days], confidence: str) -> Callable[[_Archive], Evidence]:
    """A factor that is a sum in the workbook. One that covers fewer days gives a lower bound."""

    def measure(archive: _Archive) -> Evidence:
        days = archive.workbook(series)
        end = max(days)
        inside = {day: number for day, number in days.items() if day > end - WINDOW_DAYS}
        sure = confidence if len(inside) >= WINDOW_DAYS - FEW_DAYS_MISSING else PROXY
        return _evidence(factor, sum(inside.values()), (WORKBOOK,), sure, (iso(min(inside)), iso(end)), days=len(inside))

    return measure


def _active_days(archive: _Archive) -> Evidence:
    found: set[int] = set()
    own = _own_senders(archive)
    kinds = (*COMPLETE_ONLY, "invitations", *(["messages"] if own else []))
    if not any(kind in archive for kind in kinds):
        raise archive.reason(*COMPLETE_ONLY)
    used = archive.dated(*kinds)
    # Messages and invitations alone are a poor sign of somebody who mostly reads and reacts.
    sure = PROXY if {*used} & {*COMPLETE_ONLY} else WEAK
    for kind in used:
        if kind != "messages":
            found.update(archive.within(archive.facts(kind).days, kind))
            continue
        for number, sender in enumerate(cast(Messages, archive.facts("messages").detail).senders):
            if number in own:
                found.update(archive.within(sender.days, "messages"))
    return _evidence("active_days", len(found), used, sure, archive.period(used[0]))


def _own_senders(archive: _Archive) -> set[int]:
    """Which senders of messages are the member, by the name in the profile, and by name and address in the invitations."""
    if "messages" not in archive:
        return set()
    marks: set[Mark | None] = set()
    if "profile" in archive:
        marks.add(cast(Mark | None, archive.facts("profile").detail))
    if "invitations" in archive:
        marks |= cast(Invitations, archive.facts("invitations").detail).member
    marks.discard(None)
    senders = cast(Messages, archive.facts("messages").detail).senders
    return {number for number, sender in enumerate(senders) if {sender.name, sender.address} & marks}


def _inmail_response(archive: _Archive) -> Evidence:
    messages = cast(Messages, archive.facts("messages").detail)
    own = _own_senders(archive)
    if not own:
        raise _No("owner_unknown")
    archive.dated("messages")
    sent = answered = 0
    for conversation in messages.conversations:
        begun = {day for number, day in conversation.subjects if number in own and day is not None}
        if begun and archive.within(dict.fromkeys(begun, 1), "messages"):
            sent += 1
            answered += bool(conversation.senders - own)
    if not sent:
        raise _No("none_sent")
    receipts = [kind for kind in ("receipts", "receipts_v2") if kind in archive]
    paid = sum(archive.facts(kind).counts.get("paid_plan", 0) for kind in receipts)
    value = _percent(answered, sent)
    period = archive.period("messages")
    return _evidence("inmail_response", value, ("messages", *receipts), WEAK, period, sent=sent, answered=answered, receipts=paid)


def _new_connections(archive: _Archive) -> Evidence:
    kinds = archive.dated("invitations", "connections")
    invited, connected = (
        sum(archive.within(archive.facts(kind).days, kind).values()) if kind in kinds else 0 for kind in ("invitations", "connections")
    )
    # A list that holds accepted invitations is whole. Else those who became connections are missing from it.
    value = invited if "invitations" in kinds and _accepted(archive) else max(invited, connected)
    return _evidence("new_connections", value, kinds, PROXY, archive.period(kinds[0]), invited=invited, connected=connected)


def _accepted(archive: _Archive) -> set[Invitation]:
    """The invitations of which the other has become a connection."""
    if "invitations" not in archive or "connections" not in archive:
        return set()
    people = cast(Network, archive.facts("connections").detail).people
    sent = cast(Invitations, archive.facts("invitations").detail).sent

    def accepted(each: Invitation) -> bool:
        address, name = each.person
        if address:
            return address in people
        # A name may be another's, who connected long before. A day too early is the time zone.
        connected = people.get(name, 0) if name else 0
        return each.day is not None and connected >= each.day - 1

    return {each for each in sent if accepted(each)}


def _invitation_acceptance(archive: _Archive) -> Evidence:
    sent = cast(Invitations, archive.facts("invitations").detail).sent
    archive.facts("connections")
    archive.dated("invitations")
    end = archive.end("invitations")
    if end is None:
        raise _No("no_dates")
    ripe = [each for each in sent if each.day is not None and each.day <= end - ANSWER_DAYS]
    if not ripe:
        raise _No("none_sent")
    accepted = _accepted(archive)
    if not accepted:
        # Nobody ever accepted, or the list holds only what is unanswered: nothing here tells which.
        raise _No("pending_only")
    recent = [each for each in ripe if each.day is not None and each.day > end - ANSWER_DAYS - WINDOW_DAYS]
    counted = recent if len(recent) >= FEW_INVITATIONS else ripe
    days = [each.day for each in counted if each.day is not None]
    yes = sum(each in accepted for each in counted)
    value = _percent(yes, len(counted))
    period = iso(min(days)), iso(max(days))
    return _evidence("invitation_acceptance", value, ("invitations", "connections"), PROXY, period, sent=len(counted), accepted=yes)


def _colleague_connections(archive: _Archive) -> Evidence:
    employers = cast(frozenset[Mark], archive.facts("positions").detail)
    network = cast(Network, archive.facts("connections").detail)
    if not employers:
        raise _No("no_employer")
    _told(archive.facts("connections"), "employed")
    value = sum(network.employers.get(employer, 0) for employer in employers)
    period = archive.period("connections", start=False)
    return _evidence("colleague_connections", value, ("connections", "positions"), PROXY, period, employers=len(employers))


def _of_titles(factor: str, level: str) -> Callable[[_Archive], Evidence]:
    """How many connections have a title of this level."""
    measure = _total(factor, "connections", PROXY, level, "titled")

    def measure_titles(archive: _Archive) -> Evidence:
        _told(archive.facts("connections"), "titled")
        return measure(archive)

    return measure_titles


def _told(connections: Facts, count: str) -> None:
    """Raises _No where there are connections, and of none what counts is told."""
    if connections.rows and not connections.counts.get(count):
        raise _No("column_empty")


def _percent(part: int, whole: int) -> int:
    """Rounded half up, but neither up to all nor down to none where that is not so."""
    rounded = (200 * part + whole) // (2 * whole)
    return min(max(rounded, int(part > 0)), 100 if part == whole else 99)


def _never(archive: _Archive) -> Evidence:
    raise _No("never_in_archive")


_MEASURES: dict[str, Callable[[_Archive], Evidence]] = {
    **dict.fromkeys(NEVER_MEASURED, _never),
    "profile_completeness": _profile_completeness,
    "rich_media": _total("rich_media", "rich_media", WEAK, "profile"),
    "endorsements": _total("endorsements", "endorsements", COUNTED, "accepted", "skills"),
    "recommendations": _total("recommendations", "recommendations", COUNTED, "visible"),
    "articles": _in_window("articles", (ARTICLES,), COUNTED, by_day=False),
    "new_followers": _from_workbook("new_followers", lambda workbook: workbook.followers, COUNTED),
    "active_days": _active_days,
    "people_search": _in_window("people_search", ("searches",), PROXY, by_day=True),
    "sharing": _in_window("sharing", ("shares", "reposts"), COUNTED, by_day=False),
    "interactions_given": _in_window("interactions_given", ("reactions", "comments", "votes"), COUNTED, by_day=True),
    "interactions_received": _from_workbook("interactions_received", lambda workbook: workbook.engagements, COUNTED),
    "groups": _total("groups", "ad_targeting", PROXY, "groups"),
    "company_pages": _total("company_pages", "company_follows", COUNTED),
    "inmail_response": _inmail_response,
    "connections": _total("connections", "connections", COUNTED, None, "hidden"),
    "new_connections": _new_connections,
    "senior_connections": _of_titles("senior_connections", "senior"),
    "junior_connections": _of_titles("junior_connections", "junior"),
    "colleague_connections": _colleague_connections,
    "invitation_acceptance": _invitation_acceptance,
}
