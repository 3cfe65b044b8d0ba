"""Archives as LinkedIn makes them, of a member who does not exist: every dialect, every quirk, and the same bytes every time.

`files` gives the files of one archive by their path; `zipped` packs them. What the member did is in `Member`, so that a test knows what
must come out. Quirks of a period are chosen by `year`: what the files looked like then.

    .venv/bin/python -m tests.linkedin_archive   writes the example archive that the site offers
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

from site_src.runtime.archive import archive as same_bytes
from ssi_core.linkedin_export.dates import day_of

EXAMPLE = Path(__file__).parent.parent / "site_src" / "browser" / "example" / "Complete_LinkedInDataExport_06-10-2026.zip"

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
    """What a member did. `last`: the newest day. Numbers `in_window` are of the 90 days up to it; as many again come before."""

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


def person(number: int) -> tuple[str, str, str]:
    """First name, last name, address."""
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    return first, f"{last} {number}" if number >= len(FIRST) * len(LAST) else last, f"https://www.linkedin.com/in/lid-{number}"


def doubled(rows: Iterable[Sequence[str]], *, everything: bool = False, separator: str = ",", end: str = "\n") -> str:
    """Dialect (a): quotes in a cell are doubled."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end, delimiter=separator, quoting=csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL).writerows(rows)
    return out.getvalue()


def backslashed(rows: Iterable[Sequence[str]]) -> str:
    """Dialect (b), of Comments.csv: a backslash before a quote, and bare quotes where a cell needs none around it."""

    def cell(text: str) -> str:
        if not set(text) & set(',\n"') or ("," not in text and "\n" not in text and not text.startswith('"')):
            return text
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    return "".join(",".join(map(cell, row)) + "\n" for row in rows)


def line_quoted(rows: Iterable[Sequence[str]]) -> str:
    """Dialect (c), of Shares.csv: each line of a text is quoted before the text is."""

    def cell(text: str) -> str:
        return '"\n"'.join(text.split("\n")) if "\n" in text else text

    return doubled([[cell(each) for each in row] for row in rows])


def moments(member: Member, in_window: int, before: int, seed: int, spread: int = 90) -> list[datetime]:
    """Times inside the window, spread evenly, and as many before it; newest first, as LinkedIn lists them."""
    last = datetime(member.last.year, member.last.month, member.last.day, 9, 15, 7)
    chance = random.Random(seed)
    inside = [last - timedelta(days=number * spread // max(in_window, 1), minutes=chance.randrange(500)) for number in range(in_window)]
    outside = [last - timedelta(days=90 + number * 3 + 1, minutes=chance.randrange(500)) for number in range(before)]
    return inside + outside


def connections(member: Member, year: int = 2026) -> str:
    """Until 2021 no preamble, until 2023 no address."""
    header = ["First Name", "Last Name", *(["URL"] if year >= 2024 else []), "Email Address", "Company", "Position", "Connected On"]
    days = [moment.date() for moment in moments(member, member.connected_in_window, member.connections - member.connected_in_window, 1, 89)]
    rows = [header]
    for number, day in enumerate(days):
        written = f"{day.day} {day:%b %Y}" if year < 2026 else f"{day:%d %b %Y}"
        # The last ones of the list hide themselves.
        if number >= member.connections - member.hidden:
            rows.append([""] * (len(header) - 1) + [written])
            continue
        first, last, url = person(number)
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
    return (PREAMBLE if year > 2021 else "") + doubled(rows)


def invitations(member: Member, year: int = 2026, *, pending_only: bool = False) -> str:
    """Those sent: the oldest are accepted by people among the connections, `accepted` of them. Those received: a few."""
    urls = year >= 2024
    rows = [["From", "To", "Sent At", "Message", "Direction", *(["inviterProfileUrl", "inviteeProfileUrl"] if urls else [])]]
    own = " ".join(OWN_NAME)
    times = [
        *moments(member, member.sent_in_window, 0, 2),
        *(moment for moment in moments(member, 0, member.sent - member.sent_in_window, 2)),
    ]
    for number, moment in enumerate(times):
        accepted = number >= member.sent - member.accepted
        if accepted and pending_only:
            continue
        first, last, url = person(number if accepted else 20_000 + number)
        stamp = f"{moment.month}/{moment.day}/{moment:%y}, {(moment.hour - 1) % 12 + 1}:{moment:%M %p}"
        rows.append(
            [own, f"{first} {last}", stamp, TEXTS[number % 5] if number % 7 == 0 else "", "OUTGOING", *([OWN_URL, url] if urls else [])]
        )
    for number in range(5):
        first, last, url = person(30_000 + number)
        rows.append([f"{first} {last}", own, "1/29/26, 2:37 PM", "", "INCOMING", *([url, OWN_URL] if urls else [])])
    return doubled(rows, everything=True)


def endorsements(member: Member) -> str:
    rows = [["Endorsement Date", "Skill Name", "Endorser First Name", "Endorser Last Name", "Endorser Public Url", "Endorsement Status"]]
    for number, moment in enumerate(moments(member, 0, member.endorsements + 3, 3)):
        first, last, url = person(number)
        status = "ACCEPTED" if number < member.endorsements else ("PENDING", "HIDDEN")[number % 2]
        rows.append([f"{moment:%Y/%m/%d %H:%M:%S} UTC", f"Vaardigheid {number % 6}", first, last, url.removeprefix("https://"), status])
    return doubled(rows)


def recommendations(member: Member) -> str:
    rows = [["First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status"]]
    for number in range(member.recommendations + 1):
        first, last, _ = person(number)
        status = "VISIBLE" if number < member.recommendations else "PENDING"
        rows.append([first, last, "Kade Elf", "Directeur", TEXTS[number % 5], "01/05/24, 10:33 AM", status])
    return doubled(rows)


def shares(member: Member, year: int = 2026) -> str:
    rows = [["Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", *(["Visibility"] if year >= 2022 else [])]]
    for number, moment in enumerate(moments(member, member.posts, member.posts, 4)):
        link = f"https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A{number}"
        rows.append(
            [str(moment), link, "" if number % 5 == 4 else TEXTS[number % 5], "", "", *(["MEMBER_NETWORK"] if year >= 2022 else [])]
        )
    return line_quoted(rows)


def comments(member: Member) -> str:
    rows = [["Date", "Link", "Message"]]
    link = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A1"
    rows += [[str(moment), link, TEXTS[number % 5]] for number, moment in enumerate(moments(member, member.comments, member.comments, 5))]
    rows += [["", link, "Geen datum"]] if member.comments else []
    return backslashed(rows)


def dated(header: str, stamps: Iterable[str], *cells: str) -> str:
    """Files of a date and what does not count."""
    return doubled([header.split(","), *([stamp, *cells] for stamp in stamps)])


def messages(member: Member, year: int = 2026) -> str:
    """A third by the member; the first conversations begin with a subject, which means InMail; one has a draft, one is advertising."""
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
    for number, moment in enumerate(moments(member, member.messages, 10, 6)):
        conversation, place = divmod(number, 3)
        first, last, url = person(40_000 + conversation)
        mine = place == 2
        sender, receiver = ((own, OWN_URL), (f"{first} {last}", url)) if mine else ((f"{first} {last}", url), (own, OWN_URL))
        subject = "Kennismaken?" if mine and conversation % 4 == 0 else ""
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
    return doubled(rows, everything=year >= 2026)


def article(title: str, created: str | None, published: str | None) -> str:
    """One article. A draft has no line about its publication."""
    lines = [f'<p class="created">Created on {created}</p>'] if created else []
    lines += [f'<p class="published">Published on {published}</p>'] if published else []
    return (
        f'<html>\n<head>\n<title>{title}</title>\n</head>\n<body>\n<h1><a href="https://www.linkedin.com/pulse/{title}">{title}</a></h1>\n'
        + "\n".join(lines)
        + "\n<div><p>Tekst met <b>opmaak</b>.</p></div>\n</body>\n</html>\n"
    )


def files(member: Member = MEMBER, *, complete: bool = True, year: int = 2026) -> dict[str, bytes]:
    """All files of an archive, by path. Empty ones are left out, as LinkedIn does."""
    number = "_123456789" if year >= 2026 else ""
    stamp = "%Y-%m-%d %H:%M:%S"

    def times(in_window: int, seed: int, form: str) -> list[str]:
        return [f"{moment:{form}}" for moment in moments(member, in_window, in_window, seed)]

    texts = {
        "Connections.csv": connections(member, year),
        "Invitations.csv": invitations(member, year) if member.sent else "",
        "Endorsement_Received_Info.csv": endorsements(member),
        "Recommendations_Received.csv": recommendations(member),
        "messages.csv": messages(member, year),
        "Profile.csv": doubled(
            [
                [
                    "First Name",
                    "Last Name",
                    "Maiden Name",
                    "Address",
                    "Birth Date",
                    "Headline",
                    "Summary",
                    "Industry",
                    "Zip Code",
                    "Geo Location",
                    "Twitter Handles",
                    "Websites",
                    "Instant Messengers",
                ],
                [
                    *OWN_NAME,
                    "",
                    "",
                    "Dec 4",
                    "Adviseur wind, water en warmte",
                    "Ik help\nbij plannen.",
                    "Environmental Services",
                    "",
                    "Utrecht",
                    "",
                    "[BLOG:https://example.org,COMPANY:https://example.com]",
                    "",
                ],
            ]
        ),
        "Positions.csv": doubled(
            [
                ["Company Name", "Title", "Description", "Location", "Started On", "Finished On"],
                [EMPLOYER, "Senior adviseur", "Plannen voor\nwindparken.", "Utrecht", "Aug 2023", ""],
                ["Kade Elf", "Adviseur", "", "", "Jan 2019", "Jul 2023"],
                ["Brug & Co", "Trainee", "", "", "2016", "Dec 2018"],
            ]
        ),
        "Education.csv": doubled(
            [["School Name", "Start Date", "End Date", "Notes", "Degree Name", "Activities"], ["TU", "2010", "2016", "", "MSc", ""]]
        ),
        "Skills.csv": doubled([["Name"], *([f"Vaardigheid {each}"] for each in range(member.skills))]),
        "Company Follows.csv": dated_follows(member),
        "Rich_Media.csv": doubled(
            [
                ["Date/Time", "Media Description", "Media Link"],
                ["", "You uploaded a feed photo on March 2, 2024 at 12:29 PM (GMT)", "https://media.example/1"],
                ["", "You uploaded a profile photo on March 3, 2024 at 1:29 PM (GMT)", "https://media.example/profile-displayphoto"],
                ["", "You uploaded a document on March 4, 2024 at 1:29 PM (GMT)", "https://media.example/3"],
            ]
        ),
        "Ad_Targeting.csv": doubled(
            [
                ["Member Age", "Buyer Groups", "Company Names", "Company Names", "Member Groups", "Member Interests"],
                ["35-54", "", "A;B", "C", "; ".join(f"Groep {each}" for each in range(member.groups)), "Wind; Water"],
            ]
        ),
        "Receipts_v2.csv": doubled(
            [["Transaction Made At", "Description", "Total Amount"], ["4/2/26, 8:49 AM", "LinkedIn Premium Business", "59.99"]]
        ),
        "PhoneNumbers.csv": doubled([["Extension", "Number", "Type"], ["", "0600000000", "Mobile"]]),
        "Email Addresses.csv": doubled([["Email Address", "Confirmed", "Primary", "Updated On"], ["robin@example.org", "Yes", "Yes", "x"]]),
        "LearningCoachMessages.csv": "No conversations found",
    }
    if complete:
        texts |= {
            f"Shares{number}.csv": shares(member, year),
            f"InstantReposts{number}.csv": dated("Date,Link", times(member.reposts, 7, stamp), "https://x"),
            f"Comments{number}.csv": comments(member),
            f"Reactions{number}.csv": dated("Date,Type,Link", times(member.reactions, 8, stamp), "LIKE", "https://x"),
            f"Votes{number}.csv": dated("Date,Link,OptionText", times(member.votes, 9, stamp), "https://x", "Ja, graag"),
            "SearchQueries.csv": dated("Time,Search Query", times(member.searches, 10, "%Y/%m/%d %H:%M:%S UTC"), "wind, utrecht"),
            "Logins.csv": dated(
                "Login Date,IP Address,User Agent,Login Type", times(member.logins, 11, "%a %b %d %H:%M:%S UTC %Y"), "::1", "x", "y"
            ),
            "Ads Clicked.csv": dated("Ad clicked Date,Ad Title/Id", ["2024/01/15 14:29:27 UTC"], "x"),
        }
        for at in range(member.articles):
            day = member.last - timedelta(days=10 + at)
            texts[f"Articles/Articles/stuk-{at}.html"] = article(f"Stuk {at}", f"{day} 00:06", f"{day} 10:00")
        for at in range(member.drafts):
            texts[f"Articles/Articles/2026-02-24_concept-{at}.html"] = article(f"Concept {at}", None, None)
    return {
        path: text.encode()
        for path, text in texts.items()
        if text.strip() and ("\n" not in text or text.count("\n") > 1 or path.endswith("html"))
    }


def dated_follows(member: Member) -> str:
    """The two forms of date that were seen."""
    day = member.last - timedelta(days=400)
    forms = (f"{day:%a %b %d} 16:02:32 UTC {day:%Y}", f"{day:%d %b %Y}")
    return doubled([["Organization", "Followed On"], *([f"Bedrijf {each}", forms[each % 2]] for each in range(member.companies))])


def resaved(contents: Mapping[str, bytes], separator: str, encoding: str, dutch: bool = False, nothing: str = "") -> dict[str, bytes]:
    """The same files after somebody saved each CSV again from Excel: other separators, encodings and dates. `nothing`: for empty cells."""
    months = "jan feb mrt apr mei jun jul aug sep okt nov dec" if dutch else "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"

    def cell(text: str) -> str:
        day = day_of(text) if re.match(r"\d+[-/]\d+[-/]\d|\d\d? \w{3} \d{4}$|\w{3} \w{3} \d\d ", text) else None
        if day is None:
            return text or nothing
        when = date.fromordinal(day)
        return f"{when.day}-{months.split()[when.month - 1]}-{when:%y}"

    def saved(path: str, data: bytes) -> bytes:
        dialect: dict[str, Any] = {"escapechar": "\\", "doublequote": False} if path.startswith("Comments") else {}
        rows = csv.reader(io.StringIO(data.decode(), newline=""), **dialect)
        return doubled([[cell(each) for each in row] for row in rows], separator=separator, end="\r\n").encode(encoding)

    return {path: saved(path, data) if path.endswith(".csv") else data for path, data in contents.items()}


def zipped(contents: Mapping[str, bytes], prefix: str = "") -> bytes:
    """A ZIP with the same bytes every time."""
    return same_bytes({prefix + path: data for path, data in contents.items()})


def workbook(member: Member = MEMBER, *, days: int = 90, dutch: bool = False, inline: bool = False, doctype: str = "") -> bytes:
    """An analytics workbook: numbers as text, the sheets that count among others."""
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
    return zipped({path: text.encode() for path, text in parts.items()})


def main() -> int:
    """Write the example."""
    EXAMPLE.parent.mkdir(exist_ok=True)
    EXAMPLE.write_bytes(zipped(files()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
