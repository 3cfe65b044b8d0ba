"""Rows → facts: one reader for each kind of file, for all its parts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from ssi_core.linkedin_export.cells import decode_cell, is_filled
from ssi_core.linkedin_export.digests import Digest, make_digest, make_employer_digest
from ssi_core.linkedin_export.facts import ROWS, Days, Facts
from ssi_core.linkedin_export.people import ConnectionReader, InvitationReader, MessageReader
from ssi_core.linkedin_export.rows import Columns, Row
from ssi_core.linkedin_export.searches import AlertReader, SearchReader
from ssi_core.linkedin_export.tally import Tally

MOST_GROUPS = 1000
"""Groups that are counted. LinkedIn lets a member join a hundred."""

MOST_SKILLS = 1000
"""Different skills that are counted. No member lists nearly as many."""
TOP_SKILLS = 3
"""Skills that the question is about: those at the top of a profile. Which they are is in no file; members put the best ones there."""

LONGEST_LINK = 2000
"""Bytes of a link that are searched."""

_ELSEWHERE = (b"feed", b"profile", b"background", b"cover", b"logo")


class Reader(Protocol):
    """Takes rows, returns facts."""

    cost: int

    def add(self, rows: list[Row]) -> None:
        """Add rows."""

    def make_facts(self) -> Facts:
        """Return the facts of all rows."""


class DateReader(Tally):
    """Reads files of which only the date counts."""

    def add(self, rows: list[Row]) -> None:
        """Add rows: (date,)."""
        for (date,) in rows:
            self.count_row(date)


class FilledReader(Tally):
    """Reads files of which only the number of rows counts."""

    def add(self, rows: list[Row]) -> None:
        """Add rows: (subject, a date if the file has one). A row without its first cell does not count."""
        for first, *dates in rows:
            if is_filled(first):
                self.rows += 1
                for date in dates:
                    if (day := self.note_day(date)) is not None:
                        self.dated[ROWS][day] += 1


class EndorsementReader(Tally):
    """Reads Endorsement_Received_Info.csv.

    Counts `accepted` endorsements; `skills`, the number of their different skills; and `top`, those of the `TOP_SKILLS` that have most.
    """

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self._skills: defaultdict[Digest | None, Counter[int]] = defaultdict(Counter)

    def add(self, rows: list[Row]) -> None:
        """Add rows: (skill, date, status)."""
        for skill, date, status in rows:
            day = self.count_row(date)
            if decode_cell(status).upper() in ("ACCEPTED", ""):
                self.count("accepted", day)
                key = make_digest(decode_cell(skill))
                if key in self._skills or len(self._skills) < MOST_SKILLS:
                    self._skills[key][day or 0] += 1

    def make_facts(self) -> Facts:
        """Return counts and days. A skill counts from its first endorsement on."""
        for days in self._skills.values():
            self.count("skills", min(days))
        for day, rise in _list_rises(self._skills.values()):
            self.count("top", day, rise)
        return super().make_facts()


def _list_rises(skills: Iterable[Days]) -> Iterator[tuple[int, int]]:
    """Yield the rises of the endorsements of the leading skills, with their days."""
    totals: Counter[int] = Counter()
    top: dict[int, int] = {}
    for day, skill, number in sorted((day, skill, number) for skill, days in enumerate(skills) for day, number in days.items()):
        before = sum(top.values())
        totals[skill] += number
        top[skill] = totals[skill]
        if len(top) > TOP_SKILLS:
            del top[min(top, key=lambda each: top[each])]
        yield day, sum(top.values()) - before


class RecommendationReader(Tally):
    """Reads Recommendations_Received.csv. Counts `visible`."""

    def add(self, rows: list[Row]) -> None:
        """Add rows: (date, status)."""
        for date, status in rows:
            day = self.count_row(date)
            if decode_cell(status).upper() in ("VISIBLE", ""):
                self.count("visible", day)


class ProfileReader(Tally):
    """Reads Profile.csv.

    Counts `headline`, `summary`, `industry`, `location` where they are filled in. Its detail: the digest of the name.
    """

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self._name: Digest | None = None

    def add(self, rows: list[Row]) -> None:
        """Add rows: (headline, summary, industry, location, first name, last name)."""
        for headline, summary, industry, location, first, last in rows:
            self.rows += 1
            cells = {"headline": headline, "summary": summary, "industry": industry, "location": location}
            self.counts.update(name for name, cell in cells.items() if decode_cell(cell))
            self._name = self._name or make_digest(f"{decode_cell(first)} {decode_cell(last)}")

    def make_facts(self) -> Facts:
        """Return counts."""
        return super().make_facts()._replace(detail=self._name)


class PositionReader(Tally):
    """Reads Positions.csv. Counts `current`, `described` ones of those, and `past`. Its detail: the digests of the current employers."""

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self._employers: set[Digest] = set()

    def add(self, rows: list[Row]) -> None:
        """Add rows: (company, title, description, finished on)."""
        for company, title, description, finished in rows:
            if not (decode_cell(company) or decode_cell(title)):
                continue
            self.rows += 1
            if decode_cell(finished):
                self.counts["past"] += 1
                continue
            self.counts["current"] += 1
            self.counts["described"] += is_filled(description)
            employer = make_employer_digest(decode_cell(company))
            if employer is not None:
                self._employers.add(employer)

    def make_facts(self) -> Facts:
        """Return counts, and the current employers."""
        return super().make_facts()._replace(detail=frozenset(self._employers))


class GroupReader(Tally):
    """Reads Ad_Targeting.csv. Counts `groups`."""

    def add(self, rows: list[Row]) -> None:
        """Add rows: (groups, separated by semicolons,)."""
        for (groups,) in rows:
            self.rows += 1
            self.counts["groups"] += sum(1 for group in groups.split(b";", MOST_GROUPS) if decode_cell(group))


class ReceiptReader(Tally):
    """Reads Receipts.csv. Counts `paid_plan`: receipts for a plan that has InMail."""

    def add(self, rows: list[Row]) -> None:
        """Add rows: (description,)."""
        for (description,) in rows:
            self.rows += 1
            words = decode_cell(description[:200]).lower()
            if any(plan in words for plan in ("premium", "sales navigator", "recruiter", "business", "career")):
                self.counts["paid_plan"] += 1


class MediaReader(Tally):
    """Reads Rich_Media.csv. Counts `profile`: media on the profile; and `known`: rows that say where their media are.

    The column of the date holds a sentence, such as “You uploaded a feed photo on March 2, 2024 at 12:29 PM (GMT)”. Only a link says that
    something is on the profile. Without one, the sentence may still name another place.
    """

    def add(self, rows: list[Row]) -> None:
        """Add rows: (description, sentence, link)."""
        for description, sentence, link in rows:
            if not (sentence or description or link):
                continue
            day = self.count_row(sentence)
            self.count("profile", day, b"profile-treasury" in link[:LONGEST_LINK].lower())
            self.count("known", day, is_filled(link) or any(word in sentence[:100].lower() for word in _ELSEWHERE))


# One column tells what the file is: LinkedIn has changed the list of them over the years, and before 2019 it had no groups.
_TARGETING = tuple(
    (column,)
    for column in (
        "memberage", "membergender", "memberskills", "memberinterests", "memberschools", "companyindustries", "jobfunctions", "jobtitles",
        "agegroup", "companies", "followedcompanies", "gender", "industries", "schools", "skills",
    )
)  # fmt: skip

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
    "searches": (SearchReader, Columns(("time",), ("searchquery",))),
    "job_alerts": (AlertReader, Columns((), any_of=("querycontext", "jobssearchurl"))),
    "logins": (DateReader, Columns(("logindate",))),
    "company_follows": (FilledReader, Columns(("organization",), ("followedon",))),
    "profile": (ProfileReader, Columns(("headline",), ("summary", "industry", "geolocation", "firstname", "lastname"))),
    "profile_summary": (FilledReader, Columns(("profilesummary",))),
    "positions": (PositionReader, Columns(("companyname", "title", "description", "finishedon"))),
    "education": (FilledReader, Columns(("schoolname",))),
    "skills": (FilledReader, Columns(("name",))),
    "ad_targeting": (GroupReader, Columns(("membergroups",), empty_forms=_TARGETING)),
    "receipts": (ReceiptReader, Columns(("description",))),
    "receipts_v2": (ReceiptReader, Columns(("description",))),
    "rich_media": (MediaReader, Columns(("mediadescription",), ("datetime", "medialink"), empty_forms=(("type", "link"),))),
    "messages": (
        MessageReader,
        Columns(
            ("date", "from"),
            ("senderprofileurl", "to", "recipientprofileurls", "conversationid", "subject", "ismessagedraft"),
            private=True,
        ),
    ),
}
"""Every kind of CSV file that is read: its reader and its columns."""
