"""What a file in the archive is, by its name.

LinkedIn's names are English whatever the member's language. They vary in case, spaces and underscores; since 2026 some carry the member's
number, parts of one file are numbered `_1`, `_2`, and browsers number copies ` (1)`.

>>> named("some folder/Company Follows.csv")
Name(kind='company_follows', part='', copy=0, folder='some folder')
>>> named("SHARES_123456789_2.csv"), named("Profile Summary.csv").kind
(Name(kind='shares', part='123456789_2', copy=0, folder=''), 'profile_summary')
>>> named("Connections (1).csv").copy, named("x/Articles/Articles/2026-02-24_one.html")
(1, Name(kind='articles', part='2026-02-24_one.html', copy=0, folder='x'))
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
"""Every kind of file that is read, and how LinkedIn calls it: results name files so, never by the name that carries a member's number."""

COMPLETE_ONLY = ("shares", "comments", "reactions", "reposts", "votes", "searches", "logins")
"""Kinds that only the complete archive has."""

LONGEST = 300
"""Characters of a path. None of LinkedIn's is half as long."""

NEVER_READ = ("importedcontacts", "contacts", "phonenumbers", "whatsappphonenumbers", "verifications", "emailaddresses")
"""Files about other people, or too private: not opened."""

NOT_NEEDED = (
    "adsclicked", "causesyoucareabout", "certifications", "coachmessages", "courses", "endorsementgiveninfo", "events", "guidemessages",
    "hashtagfollows", "honors", "inferencesaboutyou", "interests", "jobapplicantsavedanswers",
    "jobapplicantsavedscreeningquestionresponses", "jobapplications", "jobseekerpreferences", "lanadsengagement", "languages",
    "learning", "learningcoachmessages", "learningroleplaymessages", "memberfollows", "notes", "organizations", "patents", "projects",
    "publications", "recommendationsgiven", "registration", "savedarticles", "saveditems", "savedjobalerts", "savedjobs",
    "securitychallenges", "testscores", "volunteering",
)  # fmt: skip
"""Files of the archive that answer no question."""


class Name(NamedTuple):
    """What a name says. `kind`: a key of `FILES`. `part`: of a split file. `copy`: a browser's number. `folder`: the archive's in a ZIP."""

    kind: str
    part: str
    copy: int
    folder: str


def named(path: str) -> Name | None:
    """What the file at a path in an archive is; None where it is nothing that is read."""
    if len(path) > LONGEST:
        return None
    *folders, name = path.replace("\\", "/").split("/")
    lower = [folder.lower() for folder in folders]
    if "articles" in lower and name.lower().endswith(_HTML):
        return Name(ARTICLES, name, 0, "/".join(folders[: lower.index("articles")]))
    stem, part, copy = _split(name)
    kind = _KINDS.get(_plain(stem))
    return Name(kind, part, copy, "/".join(folders)) if kind else None


def is_never_read(path: str) -> bool:
    """Whether the file at a path is one that is left alone on purpose."""
    return _stem(path) in NEVER_READ


def is_not_needed(path: str) -> bool:
    """Whether the file at a path is one of the archive's that says nothing about any factor."""
    return _stem(path) in NOT_NEEDED


def is_unsafe(path: str) -> bool:
    """Whether a path in a ZIP leads out of it. Nothing is unpacked here; but no honest archive has one."""
    parts = path.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or parts[0].endswith(":") or "\0" in path


def _stem(path: str) -> str:
    """What a CSV file is called, whatever its case, its part and its copy."""
    return _plain(_split(path[:LONGEST].replace("\\", "/").rpartition("/")[2])[0])


def _split(name: str) -> tuple[str, str, int]:
    """The name of a CSV file: what it is called, the number of its part, and that of the copy. Another's is called nothing."""
    stem, _, ending = name.rpartition(".")
    if ending.lower() not in ("csv", "tsv", "txt"):
        return "", "", 0
    copy = _COPY.search(stem)
    stem = stem[: copy.start()] if copy else stem
    bare = stem.rstrip("0123456789_")
    digits, _, part = stem[len(bare) :].partition("_")
    return bare + digits, part.strip("_"), int(copy[1]) if copy else 0


def _plain(name: str) -> str:
    return re.sub(r"[\s_]", "", name).casefold()


_KINDS = {_plain(file.removesuffix(".csv")): kind for kind, file in FILES.items() if file.endswith(".csv")}
_COPY = re.compile(r"[ _]?\(([0-9]{1,3})\)\Z")
_HTML = (".html", ".htm")
