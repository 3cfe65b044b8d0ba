"""File names in the archive → kinds of files.

LinkedIn's names are English whatever the member's language. They vary in case, spaces and underscores; since 2026 some carry the member's
number, parts of one file are numbered `_1`, `_2`, and browsers number copies ` (1)`.

>>> parse_name("some folder/Company Follows.csv")
FileName(kind='company_follows', part='', copy=0, folder='some folder')
>>> parse_name("SHARES_123456789_2.csv"), parse_name("Profile Summary.csv").kind
(FileName(kind='shares', part='123456789_2', copy=0, folder=''), 'profile_summary')
>>> parse_name("Connections (1).csv").copy, parse_name("x/Articles/Articles/2026-02-24_one.html")
(1, FileName(kind='articles', part='2026-02-24_one.html', copy=0, folder='x'))
"""

import re
from typing import NamedTuple

ARTICLES = "articles"
WORKBOOK = "workbook"

FILES = {
    "connections": "Connections.csv",
    "invitations": "Invitations.csv",
    "endorsements": "Endorsement_Received_Info.csv",
    "recommendations": "Recommendations_Received.csv",
    "shares": "Shares.csv",
    "comments": "Comments.csv",
    "reactions": "Reactions.csv",
    "reposts": "InstantReposts.csv",
    "votes": "Votes.csv",
    "searches": "SearchQueries.csv",
    "job_alerts": "SavedJobAlerts.csv",
    "logins": "Logins.csv",
    "company_follows": "Company Follows.csv",
    "profile": "Profile.csv",
    "profile_summary": "Profile Summary.csv",
    "positions": "Positions.csv",
    "education": "Education.csv",
    "skills": "Skills.csv",
    "ad_targeting": "Ad_Targeting.csv",
    "receipts": "Receipts.csv",
    "receipts_v2": "Receipts_v2.csv",
    "rich_media": "Rich_Media.csv",
    "messages": "messages.csv",
    ARTICLES: "Articles/*.html",
    WORKBOOK: "AggregateAnalytics_*.xlsx",
}
"""Every kind of file that is read, and LinkedIn's name for it: results use these, never the name that carries a member's number."""

COMPLETE_ONLY = ("shares", "comments", "reactions", "reposts", "votes", "searches", "logins")
"""Kinds that only the complete archive has."""

LONGEST = 300
"""Characters of a path. None of LinkedIn's is half as long."""

NEVER_READ = ("importedcontacts", "contacts", "phonenumbers", "whatsappphonenumbers", "verifications", "emailaddresses")
"""Files about other people, or too private: never opened."""

IGNORED = (
    "adsclicked", "causesyoucareabout", "certifications", "coachmessages", "courses", "endorsementgiveninfo", "events", "guidemessages",
    "hashtagfollows", "honors", "inferencesaboutyou", "interests", "jobapplicantsavedanswers",
    "jobapplicantsavedscreeningquestionresponses", "jobapplications", "jobseekerpreferences", "lanadsengagement", "languages",
    "learning", "learningcoachmessages", "learningroleplaymessages", "memberfollows", "notes", "organizations", "patents", "projects",
    "publications", "recommendationsgiven", "registration", "savedarticles", "saveditems", "savedjobs",
    "securitychallenges", "testscores", "volunteering",
)  # fmt: skip
"""Files of the archive that answer no question."""


class FileName(NamedTuple):
    """The parts of a file's name. `kind`: a key of `FILES`. `part`: of a split file. `copy`: a browser's number. `folder`: the archive's in
    a ZIP.
    """

    kind: str
    part: str
    copy: int
    folder: str


def parse_name(path: str) -> FileName | None:
    """Parse the path of a file in an archive. None for a file that is not read."""
    if len(path) > LONGEST:
        return None
    *folders, name = path.replace("\\", "/").split("/")
    lower = [folder.lower() for folder in folders]
    if "articles" in lower and name.lower().endswith(_HTML):
        return FileName(ARTICLES, name, 0, "/".join(folders[: lower.index("articles")]))
    stem, part, copy = _split_name(name)
    kind = _KINDS.get(_normalise(stem))
    return FileName(kind, part, copy, "/".join(folders)) if kind else None


def is_html(path: str) -> bool:
    """Return whether the file at a path is a page. It may be an article in any folder."""
    return len(path) <= LONGEST and path.lower().endswith(_HTML)


def is_never_read(path: str) -> bool:
    """Return whether the file at a path is left unread on purpose."""
    return _find_stem(path) in NEVER_READ


def is_ignored(path: str) -> bool:
    """Return whether the file at a path is the archive's and about no factor."""
    return _find_stem(path) in IGNORED


def is_unsafe(path: str) -> bool:
    """Return whether a path in a ZIP leads out of it. Nothing is unpacked here; but no honest archive has one."""
    parts = path.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or parts[0].endswith(":") or "\0" in path


def _find_stem(path: str) -> str:
    """Return the name of a CSV file, whatever its case, its part and its copy."""
    return _normalise(_split_name(path[:LONGEST].replace("\\", "/").rpartition("/")[2])[0])


def _split_name(name: str) -> tuple[str, str, int]:
    """Split the name of a CSV file: its stem, its part, and its copy number. Any other file has an empty stem."""
    stem, _, ending = name.rpartition(".")
    if ending.lower() not in ("csv", "tsv", "txt"):
        return "", "", 0
    copy = _COPY.search(stem)
    stem = stem[: copy.start()] if copy else stem
    bare = stem.rstrip("0123456789_")
    digits, _, part = stem[len(bare) :].partition("_")
    return bare + digits, part.strip("_"), int(copy[1]) if copy else 0


def _normalise(name: str) -> str:
    return re.sub(r"[\s_]", "", name).casefold()


_KINDS = {_normalise(file.removesuffix(".csv")): kind for kind, file in FILES.items() if file.endswith(".csv")}
_COPY = re.compile(r"[ _]?\(([0-9]{1,3})\)\Z")
_HTML = (".html", ".htm")
