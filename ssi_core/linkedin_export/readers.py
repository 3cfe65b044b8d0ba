"""Rows → facts: counts, days and marks. One reader for each kind of file; what a name or a title was is gone when a row has been added.

A reader takes every part of a split file. Days are counted in `days`: day → rows; rows whose date is no date are `undated`. Days on which
nothing happened that counts are in `others`: they only tell how far the archive goes.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from ssi_core.linkedin_export.dates import day_of
from ssi_core.linkedin_export.marks import Mark, is_filled, mark_of, mark_of_employer, mark_of_profile, text_of
from ssi_core.linkedin_export.rows import Columns, Row
from ssi_core.linkedin_export.titles import JUNIOR, SENIOR, seniority

type Days = Mapping[int, int]
"""Day → how many rows."""


class Facts(NamedTuple):
    """What every kind of file comes to. `counts`: by name, as its reader says. `detail`: what only this kind has. `others`: see above."""

    rows: int
    days: Days
    undated: int
    counts: Mapping[str, int]
    detail: object = None
    others: Days = MappingProxyType({})


class Network(NamedTuple):
    """Of Connections.csv: by address and by name, the last day on which somebody connected, 0 where none has a date; and how many work
    for whom."""

    people: Mapping[Mark, int]
    employers: Mapping[Mark, int]


class Invitation(NamedTuple):
    """One that the member sent. `person`: the marks of the other's address and name."""

    day: int | None
    person: tuple[Mark | None, Mark | None]


class Invitations(NamedTuple):
    """Of Invitations.csv: what the member sent, and the marks of the member's own name and address."""

    sent: tuple[Invitation, ...]
    member: frozenset[Mark]


class Sender(NamedTuple):
    """Of messages.csv: one sender, by name and address, and on which days. `number`: as in `Conversation`."""

    name: Mark | None
    address: Mark | None
    days: Days


class Conversation(NamedTuple):
    """Of messages.csv: who wrote in it, as places in the list of senders; `subjects`: those who wrote with a subject, and when first."""

    senders: frozenset[int]
    subjects: tuple[tuple[int, int | None], ...]


class Messages(NamedTuple):
    """Of messages.csv: everybody who wrote, and every conversation with a subject."""

    senders: tuple[Sender, ...]
    conversations: tuple[Conversation, ...]


MOST_KNOWN = 100_000
"""Dates that are kept to read each once."""


class Reader(Protocol):
    """Takes rows, gives facts."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows."""

    def facts(self) -> Facts:
        """What all rows come to."""


class _Dated:
    """Counts days. Cells with the same text are read once."""

    def __init__(self) -> None:
        self.rows = 0
        self.days: Counter[int] = Counter()
        self.undated = 0
        self.others: Counter[int] = Counter()
        self.counts: Counter[str] = Counter()
        self._known: dict[bytes, int | None] = {}

    def day(self, cell: bytes) -> int | None:
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
        return Facts(self.rows, self.days, self.undated, self.counts, others=self.others)


class DateReader(_Dated):
    """Files of which only the date counts."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (date,)."""
        for (date,) in rows:
            self.count(date)


class FilledReader(_Dated):
    """Files of which only the number of rows counts."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (what it is about, a date if the file has one). One without its first cell is none."""
        for first, *dates in rows:
            if is_filled(first):
                self.rows += 1
                for date in dates:
                    self.note(date)


class ConnectionReader(_Dated):
    """Connections.csv. Counts `hidden`: members who hide themselves, rows with a date only; those who are `employed` or
    `titled`, whose company or title is given; `senior`, `junior`."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._classes: dict[bytes, str | None] = {}
        self._marks: dict[bytes, Mark | None] = {}
        self._people: dict[Mark, int] = {}
        self._employers: Counter[Mark] = Counter()

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (connected on, first name, last name, url, company, position)."""
        for date, first, last, url, company, position in rows:
            if not (date or first or last or url):
                continue
            day = self.count(date) or 0
            if not any(map(is_filled, (first, last, url, company, position))):
                self.counts["hidden"] += 1
                continue
            for mark in (mark_of_profile(text_of(url)), mark_of(f"{text_of(first)} {text_of(last)}")):
                if mark:
                    self._people[mark] = max(day, self._people.get(mark, 0))
            if is_filled(company):
                self.counts["employed"] += 1
                employer = self._kept(self._marks, company, mark_of_employer)
                if employer is not None:
                    self._employers[employer] += 1
            if is_filled(position):
                self.counts["titled"] += 1
                level = self._kept(self._classes, position, seniority)
                if level in (SENIOR, JUNIOR):
                    self.counts[level] += 1

    @staticmethod
    def _kept[Value](known: dict[bytes, Value], cell: bytes, function: Callable[[str], Value]) -> Value:
        if cell not in known:
            known[cell] = function(text_of(cell))
        return known[cell]

    def facts(self) -> Facts:
        """Counts, days, a `Network`."""
        return super().facts()._replace(detail=Network(self._people, self._employers))


class InvitationReader(_Dated):
    """Invitations.csv. Counts `outgoing` and `incoming`; `days` are those of outgoing ones."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._sent: list[Invitation] = []
        self._member: set[Mark] = set()

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (sent at, direction, from, to, inviter's url, invitee's url)."""
        for date, direction, sender, to, inviter_url, invitee_url in rows:
            way = text_of(direction).upper()
            if way == "OUTGOING":
                own, other = (inviter_url, sender), (invitee_url, to)
                self._sent.append(Invitation(self.count(date), self._person(*other)))
                self.counts["outgoing"] += 1
            elif way == "INCOMING":
                own = (invitee_url, to)
                self.note(date)
                self.counts["incoming"] += 1
            else:
                continue
            self._member.update(mark for mark in self._person(*own) if mark)

    @staticmethod
    def _person(url: bytes, name: bytes) -> tuple[Mark | None, Mark | None]:
        return mark_of_profile(text_of(url)), mark_of(text_of(name))

    def facts(self) -> Facts:
        """Counts, days, `Invitations`."""
        return super().facts()._replace(detail=Invitations(tuple(self._sent), frozenset(self._member)))


class EndorsementReader(_Dated):
    """Endorsement_Received_Info.csv. Counts `accepted`, and `skills`: how many different ones of those."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._skills: set[Mark | None] = set()

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (skill, date, status)."""
        for skill, date, status in rows:
            self.count(date)
            if text_of(status).upper() in ("ACCEPTED", ""):
                self.counts["accepted"] += 1
                self._skills.add(mark_of(text_of(skill)))

    def facts(self) -> Facts:
        """Counts and days."""
        self.counts["skills"] = len(self._skills)
        return super().facts()


class RecommendationReader(_Dated):
    """Recommendations_Received.csv. Counts `visible`."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (date, status)."""
        for date, status in rows:
            self.count(date)
            if text_of(status).upper() in ("VISIBLE", ""):
                self.counts["visible"] += 1


class ProfileReader(_Dated):
    """Profile.csv. Counts `headline`, `summary`, `industry`, `location` where they are filled in. Its detail: the mark of the name."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._name: Mark | None = None

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (headline, summary, industry, location, first name, last name)."""
        for headline, summary, industry, location, first, last in rows:
            self.rows += 1
            cells = {"headline": headline, "summary": summary, "industry": industry, "location": location}
            self.counts.update(name for name, cell in cells.items() if text_of(cell))
            self._name = self._name or mark_of(f"{text_of(first)} {text_of(last)}")

    def facts(self) -> Facts:
        """Counts."""
        return super().facts()._replace(detail=self._name)


class PositionReader(_Dated):
    """Positions.csv. Counts `current`, `described` ones of those, and `past`. Its detail: the marks of the current employers."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._employers: set[Mark] = set()

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (company, title, description, finished on)."""
        for company, title, description, finished in rows:
            if not (text_of(company) or text_of(title)):
                continue
            self.rows += 1
            if text_of(finished):
                self.counts["past"] += 1
                continue
            self.counts["current"] += 1
            self.counts["described"] += is_filled(description)
            employer = mark_of_employer(text_of(company))
            if employer is not None:
                self._employers.add(employer)

    def facts(self) -> Facts:
        """Counts, and the current employers."""
        return super().facts()._replace(detail=frozenset(self._employers))


class GroupReader(_Dated):
    """Ad_Targeting.csv. Counts `groups`."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (groups, separated by semicolons,)."""
        for (groups,) in rows:
            self.rows += 1
            self.counts["groups"] += sum(1 for group in groups.split(b";") if text_of(group))


class ReceiptReader(_Dated):
    """Receipts.csv. Counts `paid_plan`: receipts for a plan that has InMail."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (description,)."""
        for (description,) in rows:
            self.rows += 1
            words = text_of(description[:200]).lower()
            if any(plan in words for plan in ("premium", "sales navigator", "recruiter", "business", "career")):
                self.counts["paid_plan"] += 1


class MediaReader(_Dated):
    """Rich_Media.csv. Counts `profile`: what was not uploaded to the feed, and is not the profile's own picture."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (description, link, date)."""
        for description, link, date in rows:
            words = text_of(description[:300]).lower()
            if not (words or link):
                continue
            self.count(date or description[:300])
            own_picture = (
                any(word in words for word in ("profile photo", "profile picture", "background", "cover")) or b"profile-display" in link
            )
            if "feed" not in words and not own_picture:
                self.counts["profile"] += 1


class MessageReader(_Dated):
    """messages.csv: who, when, in which conversation, and whether there was a subject. A draft is no message."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._senders: dict[tuple[bytes, bytes], int] = {}
        self._sent: list[Counter[int]] = []
        self._conversations: dict[bytes, tuple[set[int], dict[int, int | None]]] = {}

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (date, from, sender's url, conversation, subject, is a draft)."""
        for date, name, url, conversation, subject, draft in rows:
            if draft[:1] in (b"Y", b"y", b"T", b"t"):
                continue
            day = self.count(date)
            if (name, url) not in self._senders:
                self._senders[name, url] = len(self._sent)
                self._sent.append(Counter())
            sender = self._senders[name, url]
            if day is not None:
                self._sent[sender][day] += 1
            if conversation not in self._conversations:
                self._conversations[conversation] = set(), {}
            senders, subjects = self._conversations[conversation]
            senders.add(sender)
            # Without its conversation nobody knows what answers it.
            if is_filled(subject) and conversation:
                subjects.setdefault(sender, day)

    def facts(self) -> Facts:
        """Counts, days, `Messages`."""
        senders = tuple(
            Sender(mark_of(text_of(name)), mark_of_profile(text_of(url)), days)
            for (name, url), days in zip(self._senders, self._sent, strict=True)
        )
        conversations = tuple(
            Conversation(frozenset(writers), tuple(subjects.items())) for writers, subjects in self._conversations.values() if subjects
        )
        return super().facts()._replace(detail=Messages(senders, conversations))


READERS: dict[str, tuple[Callable[[], Reader], Columns]] = {
    "connections": (ConnectionReader, Columns(("connectedon",), ("firstname", "lastname", "url", "company", "position"))),
    "invitations": (InvitationReader, Columns(("sentat", "direction"), ("from", "to", "inviterprofileurl", "inviteeprofileurl"))),
    "endorsements": (EndorsementReader, Columns(("skillname",), ("endorsementdate", "endorsementstatus"))),
    "recommendations": (RecommendationReader, Columns(("creationdate",), ("status",))),
    "shares": (DateReader, Columns(("date",))),
    "comments": (DateReader, Columns(("date",), backslash=True)),
    "reactions": (DateReader, Columns(("date",))),
    "reposts": (DateReader, Columns(("date",))),
    "votes": (DateReader, Columns(("date",))),
    "searches": (DateReader, Columns(("time",))),
    "logins": (DateReader, Columns(("logindate",))),
    "company_follows": (FilledReader, Columns(("organization",), ("followedon",))),
    "profile": (ProfileReader, Columns(("headline",), ("summary", "industry", "geolocation", "firstname", "lastname"))),
    "profile_summary": (FilledReader, Columns(("profilesummary",))),
    "positions": (PositionReader, Columns(("companyname", "title", "description", "finishedon"))),
    "education": (FilledReader, Columns(("schoolname",))),
    "skills": (FilledReader, Columns(("name",))),
    "ad_targeting": (GroupReader, Columns(("membergroups",))),
    "receipts": (ReceiptReader, Columns(("description",))),
    "receipts_v2": (ReceiptReader, Columns(("description",))),
    "rich_media": (MediaReader, Columns(("mediadescription",), ("medialink", "datetime"))),
    "messages": (
        MessageReader,
        Columns(("date", "from"), ("senderprofileurl", "conversationid", "subject", "ismessagedraft"), sealed=True),
    ),
}
"""Every kind of CSV file that is read: who reads it, and which columns."""
