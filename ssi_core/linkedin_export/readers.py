"""Rows → facts: one reader for each kind of file, which takes every part of a split one."""

from collections.abc import Callable
from typing import Protocol

from ssi_core.linkedin_export.cells import is_filled, text_of
from ssi_core.linkedin_export.digests import Digest, digest_of, digest_of_employer
from ssi_core.linkedin_export.facts import Facts
from ssi_core.linkedin_export.people import ConnectionReader, InvitationReader, MessageReader
from ssi_core.linkedin_export.rows import Columns, Row
from ssi_core.linkedin_export.tally import Tally

MOST_GROUPS = 1000
"""Groups that are counted. LinkedIn lets a member join a hundred."""


class Reader(Protocol):
    """Takes rows, gives facts."""

    cost: int

    def add(self, rows: list[Row]) -> None:
        """Take in some rows."""

    def facts(self) -> Facts:
        """What all rows come to."""


class DateReader(Tally):
    """Files of which only the date counts."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (date,)."""
        for (date,) in rows:
            self.count(date)


class FilledReader(Tally):
    """Files of which only the number of rows counts."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (what it is about, a date if the file has one). One without its first cell is none."""
        for first, *dates in rows:
            if is_filled(first):
                self.rows += 1
                for date in dates:
                    self.note(date)


class EndorsementReader(Tally):
    """Endorsement_Received_Info.csv. Counts `accepted`, and `skills`: how many different ones of those."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._skills: set[Digest | None] = set()

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (skill, date, status)."""
        for skill, date, status in rows:
            self.count(date)
            if text_of(status).upper() in ("ACCEPTED", ""):
                self.counts["accepted"] += 1
                self._skills.add(digest_of(text_of(skill)))

    def facts(self) -> Facts:
        """Counts and days."""
        self.counts["skills"] = len(self._skills)
        return super().facts()


class RecommendationReader(Tally):
    """Recommendations_Received.csv. Counts `visible`."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (date, status)."""
        for date, status in rows:
            self.count(date)
            if text_of(status).upper() in ("VISIBLE", ""):
                self.counts["visible"] += 1


class ProfileReader(Tally):
    """Profile.csv. Counts `headline`, `summary`, `industry`, `location` where they are filled in. Its detail: the digest of the name."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._name: Digest | None = None

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (headline, summary, industry, location, first name, last name)."""
        for headline, summary, industry, location, first, last in rows:
            self.rows += 1
            cells = {"headline": headline, "summary": summary, "industry": industry, "location": location}
            self.counts.update(name for name, cell in cells.items() if text_of(cell))
            self._name = self._name or digest_of(f"{text_of(first)} {text_of(last)}")

    def facts(self) -> Facts:
        """Counts."""
        return super().facts()._replace(detail=self._name)


class PositionReader(Tally):
    """Positions.csv. Counts `current`, `described` ones of those, and `past`. Its detail: the digests of the current employers."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._employers: set[Digest] = set()

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
            employer = digest_of_employer(text_of(company))
            if employer is not None:
                self._employers.add(employer)

    def facts(self) -> Facts:
        """Counts, and the current employers."""
        return super().facts()._replace(detail=frozenset(self._employers))


class GroupReader(Tally):
    """Ad_Targeting.csv. Counts `groups`."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (groups, separated by semicolons,)."""
        for (groups,) in rows:
            self.rows += 1
            self.counts["groups"] += sum(1 for group in groups.split(b";", MOST_GROUPS) if text_of(group))


class ReceiptReader(Tally):
    """Receipts.csv. Counts `paid_plan`: receipts for a plan that has InMail."""

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (description,)."""
        for (description,) in rows:
            self.rows += 1
            words = text_of(description[:200]).lower()
            if any(plan in words for plan in ("premium", "sales navigator", "recruiter", "business", "career")):
                self.counts["paid_plan"] += 1


class MediaReader(Tally):
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
