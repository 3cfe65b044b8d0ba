"""Archives as LinkedIn makes them, of an invented member, in every dialect.

They have every quirk, and the same bytes every time. `make_files` returns the files of one archive by path; `pack_files` zips them.
`Member` holds what the member did, so that a test knows the expected result. `year` chooses the quirks of a period.

    .venv/bin/python -m tests.support.linkedin_archive   writes the example archive that the site offers
"""

import csv
import io
import random
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from site_src.runtime.archive import make_archive as same_bytes
from ssi_core.linkedin_export.dates import parse_day

EXAMPLE = Path(__file__).parent.parent.parent / "site_src" / "browser" / "example" / "Complete_LinkedInDataExport_06-10-2026.zip"

FIRST = (
    "Anna", "Bram", "Cees", "Daan", "Eva", "Femke", "Guus", "Hanna", "Iris", "Jan", "Koen", "Lotte", "Mees", "Noor", "Otto", "Pien",
    "Quinten", "Roos", "Sara", "Tim", "Una", "Vera", "Wout", "Xander", "Yara", "Zoë",
)  # fmt: skip
LAST = (
    "de Vries", "Jansen", "Bakker", "Visser", "Smit", "Mulder", "O’Neill", "Peeters", "Maes", "Jacobs", "Brown", "Taylor", "Wilson",
    "Evans", "van der Meer", "Øster", '"Bob" Hart',
)  # fmt: skip
COMPANIES = (
    "Noordwind B.V.",
    "Brug & Co",
    "Kade Elf",
    "Stichting Lopend Vuur",
    "Fjord, Ltd",
    'Bakkerij "De Ochtend"',
    "Tramhalte 7",
    "Acht Bergen NV",
)
EMPLOYER = "Windmolen Advies B.V."
SENIOR = ("Directeur", "Managing Director", "CEO", "Head of Sales", "Eigenaar", "Hoofd Inkoop", "VP Operations", "Co-founder")
JUNIOR = ("Stagiair marketing", "Junior Consultant", "Management Trainee", "Office Assistant", "Student bestuurskunde")
NEITHER = ("Adviseur", "Account Manager", "Software Engineer", "Product Owner", "Verpleegkundige", "Inkoper", "Project Manager, PMO")
MEDIA = [
    ("feed photo", "feedshare-shrink_800"),
    ("feed document", "feedshare-document-pdf-analyzed"),
    ("feed photo", ""),
    ("photo", "comment-image-shrink_8192_1280"),
]
PROFILE_MEDIA = [
    ("profile photo", "profile-originalphoto-shrink_900_1200"),
    ("profile background photo", "profile-background-servable-original-image"),
    ("article cover photo", "article-cover_image-shrink_720_1280"),
    ("group logo", "group-logo_image-shrink_92x92"),
    ("document", "profile-treasury-document-pdf-analyzed"),
]
# LinkedIn writes some of these twice.
TARGETING = (
    "Member Age", "Buyer Groups", "Company Names", "Company Names", "Company Follower of", "Company Names", "Company Category",
    "Company Size", "Degrees", "degreeClass", "Recent Device OS", "Member Schools", "Company Growth Rate", "Fields of Study",
    "Company Connections", "Function By Size", "Job Functions", "Member Gender", "Graduation Year", "Member Groups",
    "Company Industries", "Member Interests", "Interface Locales", "interfaceLocale", "Member Traits", "High Value Audience Segments",
    "Profile Locations", "Company Revenue", "Job Seniorities", "Member Skills", "Standard Audience Segments", "Job Titles",
    "Job Titles", "Job Titles", "Years of Experience",
)  # fmt: skip
ALERTS = ("Projectleider, wind", "adviseur duurzaamheid")
TEXTS = (
    "Goed punt, hier loop ik ook tegenaan.",
    'Mooi "gezegd", en met komma’s; en puntkomma’s.',
    "Eerste regel\n\nderde regel, na een lege",
    "C:\\temp\\ en 50% korting 😀",
    'Quoted: "one", then "two"',
)
PREAMBLE = 'Notes:\n"When exporting your data, you may notice that something is missing. This line is, ""quoted"", long."\n\n'


@dataclass(frozen=True)
class Member:
    """The activity of a member. `last`: the newest day. Numbers `in_window` are of the 90 days up to it; as many again come before."""

    last: date = date(2026, 6, 10)
    connections: int = 612
    hidden: int = 4
    senior: int = 60
    junior: int = 25
    colleagues: int = 12
    connected_in_window: int = 18
    sent: int = 40
    sent_in_window: int = 15
    accepted: int = 22
    endorsements: int = 37
    recommendations: int = 4
    posts: int = 14
    reposts: int = 3
    reactions: int = 150
    comments: int = 24
    votes: int = 2
    searches: int = 45
    alert_days: int = 180
    logins: int = 6
    messages: int = 200
    companies: int = 17
    groups: int = 5
    articles: int = 2
    drafts: int = 1
    skills: int = 12
    followers: int = 64
    engagements: int = 410


MEMBER = Member()
QUIET = Member(
    connections=30, hidden=0, senior=2, junior=1, colleagues=1, connected_in_window=1, sent=0, sent_in_window=0, accepted=0, endorsements=3,
    recommendations=1, posts=1, reposts=0, reactions=4, comments=0, votes=0, searches=1, logins=2, messages=6, companies=3, groups=1,
    articles=0, drafts=0, skills=3, followers=1, engagements=5,
)  # fmt: skip
OWN_NAME = ("Robin", "Voorbeeld")
OWN_URL = "https://www.linkedin.com/in/robin-voorbeeld-0"


def make_person(number: int) -> tuple[str, str, str]:
    """Make a first name, a last name and an address."""
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    return first, f"{last} {number}" if number >= len(FIRST) * len(LAST) else last, f"https://www.linkedin.com/in/lid-{number}"


def write_doubled(rows: Iterable[Sequence[str]], *, everything: bool = False, separator: str = ",", end: str = "\n") -> str:
    """Write dialect (a): quotes in a cell are doubled."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end, delimiter=separator, quoting=csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL).writerows(rows)
    return out.getvalue()


def write_backslashed(rows: Iterable[Sequence[str]]) -> str:
    """Write dialect (b), of Comments.csv: a backslash stands before a quote.

    Quotes are bare where a cell needs none around it.
    """

    def cell(text: str) -> str:
        if not set(text) & set(',\n"') or ("," not in text and "\n" not in text and not text.startswith('"')):
            return text
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return "".join(",".join(map(cell, row)) + "\n" for row in rows)


def write_line_quoted(rows: Iterable[Sequence[str]]) -> str:
    """Write dialect (c), of Shares.csv: each line of a text is quoted, then the text."""

    def cell(text: str) -> str:
        return '"\n"'.join(text.split("\n")) if "\n" in text else text

    return write_doubled([[cell(each) for each in row] for row in rows])


def list_moments(member: Member, in_window: int, before: int, seed: int, spread: int = 90) -> list[datetime]:
    """List times spread evenly inside the window, and as many before it.

    They are newest first, as LinkedIn lists them.
    """
    last = datetime(member.last.year, member.last.month, member.last.day, 9, 15, 7)
    chance = random.Random(seed)
    inside = [last - timedelta(days=number * spread // max(in_window, 1), minutes=chance.randrange(500)) for number in range(in_window)]
    outside = [last - timedelta(days=90 + number * 3 + 1, minutes=chance.randrange(500)) for number in range(before)]
    return sorted(inside + outside, reverse=True)


def write_connections(member: Member, year: int = 2026) -> str:
    """Write Connections.csv: until 2021 without a preamble, until 2023 without addresses."""
    header = ["First Name", "Last Name", *(["URL"] if year >= 2024 else []), "Email Address", "Company", "Position", "Connected On"]
    days = [
        moment.date() for moment in list_moments(member, member.connected_in_window, member.connections - member.connected_in_window, 1, 89)
    ]
    rows = [header]
    for number, day in enumerate(days):
        written = f"{day.day} {day:%b %Y}" if year < 2026 else f"{day:%d %b %Y}"
        # The last ones of the list hide themselves.
        if number >= member.connections - member.hidden:
            rows.append([""] * (len(header) - 1) + [written])
            continue
        first, last, url = make_person(number)
        titles, place = (
            (SENIOR, number)
            if number < member.senior
            else (JUNIOR, number)
            if number < member.senior + member.junior
            else (NEITHER, number)
        )
        company = (
            (EMPLOYER, "Windmolen advies bv", "WINDMOLEN ADVIES")[number % 3]
            if number < member.colleagues
            else COMPANIES[number % len(COMPANIES)]
        )
        mail = f"{first.lower()}@example.org" if number % 9 == 0 else ""
        rows.append([first, last, *([url] if year >= 2024 else []), mail, company, titles[place % len(titles)], written])
    return (PREAMBLE if year > 2021 else "") + write_doubled(rows)


def write_invitations(member: Member, year: int = 2026, *, pending_only: bool = False) -> str:
    """Write Invitations.csv: those the member sent, and a few received.

    People among the connections accepted the oldest ones, `accepted` of them.
    """
    urls = year >= 2024
    rows = [["From", "To", "Sent At", "Message", "Direction", *(["inviterProfileUrl", "inviteeProfileUrl"] if urls else [])]]
    own = " ".join(OWN_NAME)
    times = [
        *list_moments(member, member.sent_in_window, 0, 2),
        *(moment for moment in list_moments(member, 0, member.sent - member.sent_in_window, 2)),
    ]
    for number, moment in enumerate(times):
        accepted = number >= member.sent - member.accepted
        if accepted and pending_only:
            continue
        first, last, url = make_person(number if accepted else 20_000 + number)
        stamp = f"{moment.month}/{moment.day}/{moment:%y}, {(moment.hour - 1) % 12 + 1}:{moment:%M %p}"
        rows.append(
            [own, f"{first} {last}", stamp, TEXTS[number % 5] if number % 7 == 0 else "", "OUTGOING", *([OWN_URL, url] if urls else [])]
        )
    for number in range(5):
        first, last, url = make_person(30_000 + number)
        rows.append([f"{first} {last}", own, "1/29/26, 2:37 PM", "", "INCOMING", *([url, OWN_URL] if urls else [])])
    return write_doubled(rows, everything=True)


def write_endorsements(member: Member) -> str:
    rows = [["Endorsement Date", "Skill Name", "Endorser First Name", "Endorser Last Name", "Endorser Public Url", "Endorsement Status"]]
    for number, moment in enumerate(list_moments(member, 0, member.endorsements + 3, 3)):
        first, last, url = make_person(number)
        status = "ACCEPTED" if number < member.endorsements else ("PENDING", "HIDDEN")[number % 2]
        rows.append([f"{moment:%Y/%m/%d %H:%M:%S} UTC", f"Vaardigheid {number % 6}", first, last, url.removeprefix("https://"), status])
    return write_doubled(rows)


def write_recommendations(member: Member) -> str:
    rows = [["First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status"]]
    for number in range(member.recommendations + 1):
        first, last, _ = make_person(number)
        status = "VISIBLE" if number < member.recommendations else "PENDING"
        rows.append([first, last, "Kade Elf", "Directeur", TEXTS[number % 5], "01/05/24, 10:33 AM", status])
    return write_doubled(rows)


def write_shares(member: Member, year: int = 2026) -> str:
    rows = [["Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", *(["Visibility"] if year >= 2022 else [])]]
    for number, moment in enumerate(list_moments(member, member.posts, member.posts, 4)):
        link = f"https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A{number}"
        rows.append(
            [str(moment), link, "" if number % 5 == 4 else TEXTS[number % 5], "", "", *(["MEMBER_NETWORK"] if year >= 2022 else [])]
        )
    return write_line_quoted(rows)


def write_comments(member: Member) -> str:
    rows = [["Date", "Link", "Message"]]
    link = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A1"
    rows += [
        [str(moment), link, TEXTS[number % 5]] for number, moment in enumerate(list_moments(member, member.comments, member.comments, 5))
    ]
    rows += [["", link, "Geen datum"]] if member.comments else []
    return write_backslashed(rows)


def write_dates(header: str, stamps: Iterable[str], *cells: str) -> str:
    """Write a file of dates and of cells that do not count."""
    return write_doubled([header.split(","), *([stamp, *cells] for stamp in stamps)])


def write_media(member: Member, year: int = 2026) -> str:
    """Write Rich_Media.csv: a sentence in the column of the date, and a link that says where the media are.

    Until 2024 the file only said where to find them.
    """
    if year < 2024:
        page = "https://www.linkedin.com/psettings/member-data"
        return write_doubled([["Type", "Link"], *([f"{each} can be downloaded at", page] for each in ("Videos", "Documents"))])
    rows = [["Date/Time", "Media Description", "Media Link"]]
    for number, (what, place) in enumerate(MEDIA * max(1, member.posts // 4) + PROFILE_MEDIA):
        moment = datetime(member.last.year, member.last.month, member.last.day, 14, 5) - timedelta(days=number * 6)
        sentence = f"You uploaded a {what} on {moment:%B} {moment.day}, {moment.year} at {moment.hour % 12 or 12}:{moment:%M %p} (GMT)"
        link = f"https://media.licdn.com/dms/image/v2/D4E{number}/{place}/B4E{number}/0/{number}?e=1" if place else ""
        rows.append([sentence, TEXTS[number % 5] if what.startswith("feed") else " -", link])
    return write_doubled(rows)


def write_job_alerts(year: int = 2026) -> str:
    """Write SavedJobAlerts.csv: until 2024 with the address of the search, since then with its parts."""
    if year < 2024:
        pages = [f"https://www.linkedin.com/jobs/search?keywords={quote(each)}&location=Utrecht" for each in ALERTS]
        return write_doubled([["Saved Search Date", "Jobs Search Url"], *(["3/1/22, 7:18 AM", page] for page in pages)])
    place = "searchLocation={geoLocations=[{geo=urn:li:geo:1}]}, facets={}"
    rows = [
        ["{channels=[EMAIL], frequency=DAILY}", f"{{sortingType=RELEVANCE, keywords={each}, spellCheckEnabled=true, {place}}}", str(at)]
        for at, each in enumerate(ALERTS)
    ]
    return write_doubled([["ALERT_PARAMETERS", "QUERY_CONTEXT", "SAVED_SEARCH_ID"], *rows])


def write_searches(member: Member) -> str:
    """Write SearchQueries.csv: what the member typed, and the runs of the job alerts, one of each every day for half a year."""
    typed = [
        (moment, f"wind, utrecht {number % 7}") for number, moment in enumerate(list_moments(member, member.searches, member.searches, 10))
    ]
    noon = datetime(member.last.year, member.last.month, member.last.day, 13, 7, 11)
    runs = [(noon - timedelta(days=day), alert) for day in range(member.alert_days) for alert in ALERTS]
    return write_doubled([["Time", "Search Query"], *([f"{at:%Y/%m/%d %H:%M:%S} UTC", query] for at, query in sorted(typed + runs))])


def write_messages(member: Member, year: int = 2026) -> str:
    """Write messages.csv: a third by the member.

    Half of the conversations begin with a subject, which means InMail: the member's own, or the other's. One has a draft, one is
    advertising.
    """
    header = [
        "CONVERSATION ID",
        "CONVERSATION TITLE",
        "FROM",
        "SENDER PROFILE URL",
        "TO",
        "RECIPIENT PROFILE URLS",
        "DATE",
        "SUBJECT",
        "CONTENT",
        "FOLDER",
    ]
    header = [*header, "ATTACHMENTS", "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"][: 13 if year >= 2026 else 10]
    own = " ".join(OWN_NAME)
    rows = [header]
    for number, moment in enumerate(list_moments(member, member.messages, 10, 6)):
        conversation, place = divmod(number, 3)
        first, last, url = make_person(40_000 + conversation)
        # The other began every fourth conversation, with a subject that the answers carry, too.
        theirs = conversation % 4 == 2
        mine = place == (1 if theirs else 2)
        sender, receiver = ((own, OWN_URL), (f"{first} {last}", url)) if mine else ((f"{first} {last}", url), (own, OWN_URL))
        about = "Een vraag" if theirs else "Kennismaken?" if conversation % 4 == 0 else ""
        subject = f"RE: {about}" if about and place < 2 else about
        # Two of three such conversations are answered.
        if conversation % 12 == 0 and not mine:
            continue
        text = TEXTS[number % 5]
        row = [f"2-{conversation:x}==", "", *sender, *receiver, f"{moment} UTC", subject, text, "INBOX", "", "No", "No"]
        rows.append(row[: len(header)])
    advert = [
        "2-ad==",
        "",
        "Een merk",
        "",
        own,
        OWN_URL,
        f"{rows[1][6]}",
        "Actie",
        '<p class="spinmail-quill-editor">Koop</p>',
        "INBOX",
        "",
        "No",
        "No",
    ]
    draft = ["2-d==", "", own, OWN_URL, "", "", f"{rows[1][6]}", "", "Nog niet af", "INBOX", "", "Yes", "No"]
    rows += [advert[: len(header)], *([draft] if len(header) == 13 else [])]
    return write_doubled(rows, everything=year >= 2026)


def write_article(title: str, created: str | None, published: str | None) -> str:
    """Write one article. A draft has no line about its publication."""
    lines = [f'<p class="created">Created on {created}</p>'] if created else []
    lines += [f'<p class="published">Published on {published}</p>'] if published else []
    return (
        f'<html>\n<head>\n<title>{title}</title>\n</head>\n<body>\n<h1><a href="https://www.linkedin.com/pulse/{title}">{title}</a></h1>\n'
        + "\n".join(lines)
        + "\n<div><p>Tekst met <b>opmaak</b>.</p></div>\n</body>\n</html>\n"
    )


def make_files(member: Member = MEMBER, *, complete: bool = True, year: int = 2026) -> dict[str, bytes]:
    """Make all files of an archive, by path. Empty ones are left out, as LinkedIn does."""
    texts = {
        "Connections.csv": write_connections(member, year),
        "Invitations.csv": write_invitations(member, year) if member.sent else "",
        "Endorsement_Received_Info.csv": write_endorsements(member),
        "Recommendations_Received.csv": write_recommendations(member),
        "messages.csv": write_messages(member, year),
        "Company Follows.csv": write_follows(member),
        **_make_profile_files(member, year),
        **_make_account_files(member, year),
    }
    if complete:
        texts |= _make_activity_files(member, year) | _make_articles(member)
    return {
        path: text.encode()
        for path, text in texts.items()
        if text.strip() and ("\n" not in text or text.count("\n") > 1 or path.endswith("html"))
    }


def _make_profile_files(member: Member, year: int) -> dict[str, str]:
    profile = {
        "First Name": OWN_NAME[0], "Last Name": OWN_NAME[1], "Maiden Name": "", "Address": "", "Birth Date": "Dec 4",
        "Headline": "Adviseur wind, water en warmte", "Summary": "Ik help\nbij plannen.", "Industry": "Environmental Services",
        "Zip Code": "", "Geo Location": "Utrecht", "Twitter Handles": "",
        "Websites": "[BLOG:https://example.org,COMPANY:https://example.com]", "Instant Messengers": "",
    }  # fmt: skip
    positions = [
        ["Company Name", "Title", "Description", "Location", "Started On", "Finished On"],
        [EMPLOYER, "Senior adviseur", "Plannen voor\nwindparken.", "Utrecht", "Aug 2023", ""],
        ["Kade Elf", "Adviseur", "", "", "Jan 2019", "Jul 2023"],
        ["Brug & Co", "Trainee", "", "", "2016", "Dec 2018"],
    ]
    education = [["School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities"], ["TU", "2010", "2016", "", "MSc", ""]]
    return {
        "Profile.csv": write_doubled([[*profile], [*profile.values()]]),
        "Positions.csv": write_doubled(positions),
        "Education.csv": write_doubled(education),
        "Skills.csv": write_doubled([["Name"], *([f"Vaardigheid {each}"] for each in range(member.skills))]),
        "Rich_Media.csv" if year >= 2024 else "Rich Media.csv": write_media(member, year),
    }


def _make_account_files(member: Member, year: int) -> dict[str, str]:
    groups = "; ".join(f"Groep {each}" for each in range(member.groups))
    answers = {"Member Age": "35-54", "Company Names": "A;B", "Member Groups": groups, "Member Interests": "Wind; Water"}
    targeting = [TARGETING, [answers.get(column, "") for column in TARGETING]]
    receipts = [["Transaction Made At", "Description", "Total Amount"], ["4/2/26, 8:49 AM", "LinkedIn Premium Business", "59.99"]]
    addresses = [["Email Address", "Confirmed", "Primary", "Updated On"], ["robin@example.org", "Yes", "Yes", "x"]]
    return {
        "Ad_Targeting.csv": write_doubled(targeting),
        "Receipts_v2.csv": write_doubled(receipts),
        "PhoneNumbers.csv": write_doubled([["Extension", "Number", "Type"], ["", "0600000000", "Mobile"]]),
        "Email Addresses.csv": write_doubled(addresses),
        "SavedJobAlerts.csv": write_job_alerts(year) if member.alert_days else "",
        "LearningCoachMessages.csv": "No conversations found",
    }


def _make_activity_files(member: Member, year: int) -> dict[str, str]:
    """Make the files that only the complete archive has."""
    number = "_123456789" if year >= 2026 else ""
    stamp = "%Y-%m-%d %H:%M:%S"

    def times(in_window: int, seed: int, form: str) -> list[str]:
        return [f"{moment:{form}}" for moment in list_moments(member, in_window, in_window, seed)]

    return {
        f"Shares{number}.csv": write_shares(member, year),
        f"InstantReposts{number}.csv": write_dates("Date,Link", times(member.reposts, 7, stamp), "https://x"),
        f"Comments{number}.csv": write_comments(member),
        f"Reactions{number}.csv": write_dates("Date,Type,Link", times(member.reactions, 8, stamp), "LIKE", "https://x"),
        f"Votes{number}.csv": write_dates("Date,Link,OptionText", times(member.votes, 9, stamp), "https://x", "Ja, graag"),
        "SearchQueries.csv": write_searches(member),
        "Logins.csv": write_dates(
            "Login Date,IP Address,User Agent,Login Type", times(member.logins, 11, "%a %b %d %H:%M:%S UTC %Y"), "::1", "x", "y"
        ),
        "Ads Clicked.csv": write_dates("Ad clicked Date,Ad Title/Id", ["2024/01/15 14:29:27 UTC"], "x"),
    }


def _make_articles(member: Member) -> dict[str, str]:
    articles = {}
    for at in range(member.articles):
        day = member.last - timedelta(days=10 + at)
        articles[f"Articles/Articles/stuk-{at}.html"] = write_article(f"Stuk {at}", f"{day} 00:06", f"{day} 10:00")
    for at in range(member.drafts):
        articles[f"Articles/Articles/2026-02-24_concept-{at}.html"] = write_article(f"Concept {at}", None, None)
    return articles


def write_follows(member: Member) -> str:
    """Write Company Follows.csv, with both known forms of date."""
    day = member.last - timedelta(days=400)
    forms = (f"{day:%a %b %d} 16:02:32 UTC {day:%Y}", f"{day:%d %b %Y}")
    return write_doubled([["Organization", "Followed On"], *([f"Bedrijf {each}", forms[each % 2]] for each in range(member.companies))])


def resave(contents: Mapping[str, bytes], separator: str, encoding: str, dutch: bool = False, nothing: str = "") -> dict[str, bytes]:
    """Save each CSV again as Excel does: other separators, encodings and dates. `nothing`: for empty cells."""
    months = "jan feb mrt apr mei jun jul aug sep okt nov dec" if dutch else "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"

    def cell(text: str) -> str:
        day = parse_day(text) if re.match(r"\d+[-/]\d+[-/]\d|\d\d? \w{3} \d{4}$|\w{3} \w{3} \d\d ", text) else None
        if day is None:
            return text or nothing
        when = date.fromordinal(day)
        return f"{when.day}-{months.split()[when.month - 1]}-{when:%y}"

    def saved(path: str, data: bytes) -> bytes:
        dialect: dict[str, Any] = {"escapechar": "\\", "doublequote": False} if path.startswith("Comments") else {}
        rows = csv.reader(io.StringIO(data.decode(), newline=""), **dialect)
        return write_doubled([[cell(each) for each in row] for row in rows], separator=separator, end="\r\n").encode(encoding)

    return {path: saved(path, data) if path.endswith(".csv") else data for path, data in contents.items()}


def pack_files(contents: Mapping[str, bytes], prefix: str = "") -> bytes:
    """Make a ZIP with the same bytes every time."""
    return same_bytes({prefix + path: data for path, data in contents.items()})


def make_workbook(member: Member = MEMBER, *, days: int = 90, dutch: bool = False, inline: bool = False, doctype: str = "") -> bytes:
    """Make an analytics workbook: numbers as text, the sheets that count among others."""
    end = member.last
    start = end - timedelta(days=days - 1)
    stamp = [start + timedelta(days=each) for each in range(days)]

    def us(day: date) -> str:
        return f"{day.month}/{day.day}/{day.year}"

    def spread(total: int) -> Iterator[str]:
        return (str(total * (each + 1) // days - total * each // days) for each in range(days))

    date_word, followers_word = ("Datum", "Nieuwe volgers") if dutch else ("Date", "New followers")
    headers = ["Datum", "Weergaven", "Interacties"] if dutch else ["Date", "Impressions", "Engagements"]
    sheets = {
        "DISCOVERY": [["Overall Performance", f"{us(start)} - {us(end)}"], ["Impressions", "12,345"], ["Members reached", "6,789"]],
        "ENGAGEMENT": [headers, *([us(day), "100", each] for day, each in zip(stamp, spread(member.engagements), strict=True))],
        "TOP POSTS": [["Maximum of 50 posts"], [], ["Post URL", "Post publish date", "Engagements"], ["https://x", us(end), "99"]],
        "FOLLOWERS": [
            [f"Total followers on {us(end)}", "1,234"], [], [date_word, followers_word],
            *([us(day), each] for day, each in zip(stamp, spread(member.followers), strict=True)),
        ],
        "DEMOGRAPHICS": [["Top Demographics", "Value", "Percentage"], ["Company size", "51-200", "12%"]],
    }  # fmt: skip
    shared: list[str] = []
    parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
    for place, rows in enumerate(sheets.values(), 1):
        lines = []
        for at, row in enumerate(rows, 1):
            cells = []
            for column, text in enumerate(row):
                where = f'r="{"ABC"[column]}{at}"'
                escaped = text.replace("&", "&amp;").replace("<", "&lt;")
                if inline:
                    cells.append(f'<c {where} t="inlineStr"><is><t>{escaped}</t></is></c>')
                else:
                    shared.append(escaped)
                    cells.append(f'<c {where} t="s"><v>{len(shared) - 1}</v></c>')
            lines.append(f'<row r="{at}">{"".join(cells)}</row>')
        parts[f"xl/worksheets/sheet{place}.xml"] = (
            f'<?xml version="1.0"?>{doctype}<worksheet><sheetData>{"".join(lines)}</sheetData></worksheet>'
        )
    if not inline:
        parts["xl/sharedStrings.xml"] = f"<sst>{''.join(f'<si><t>{text}</t></si>' for text in shared)}</sst>"
    return pack_files({path: text.encode() for path, text in parts.items()})


def main() -> int:
    """Write the example archive."""
    EXAMPLE.parent.mkdir(exist_ok=True)
    EXAMPLE.write_bytes(pack_files(make_files()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
