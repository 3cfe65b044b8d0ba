"""Random archives in LinkedIn's real forms, of which each row's day is known: so that they can be written as of any day.

`make_inputs` makes the files of some archives, ZIPs and single files, from a source of chance; `write_inputs` writes them, without the
rows that are dated later than a day. They are small, and crowded with what is seldom: names that two people share, rows without a date,
years without any, the last of February, conversations that somebody else began, runs of job alerts.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from ssi_core.linkedin_export.archive import InputFile
from tests.support.linkedin_archive import (
    ALERTS,
    COMPANIES,
    EMPLOYER,
    JUNIOR,
    NEITHER,
    OWN_NAME,
    OWN_URL,
    PREAMBLE,
    SENIOR,
    TEXTS,
    make_person,
    pack_files,
    write_article,
    write_backslashed,
    write_doubled,
    write_job_alerts,
    write_line_quoted,
)

type Row = tuple[date | None, list[str]]
type Writer = Callable[[Sequence[Sequence[str]]], str]

LEAP_DAY = date(2024, 2, 29)
WRONG = date(2077, 1, 1)
OWN = " ".join(OWN_NAME)


class DatedFile(NamedTuple):
    """A file of an archive: its path, its header, its rows by day; None for a row that has no date. `before`: what stands above it."""

    path: str
    header: list[str]
    rows: list[Row]
    write: Writer = write_doubled
    before: str = ""


class Archive(NamedTuple):
    """An input. `name`: of a ZIP, or "" for single files. `articles`: by path, when each was published, and its HTML."""

    name: str
    files: list[DatedFile]
    articles: dict[str, tuple[date | None, str]]


class Inputs(NamedTuple):
    """Some inputs. `sheets`: followers and engagements by day, of a workbook; empty for none."""

    archives: list[Archive]
    sheets: dict[date, tuple[int, int]]
    days: list[date]


class Maker:
    """Makes the files of one member."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.last = chance.choice((LEAP_DAY, LEAP_DAY + timedelta(days=40), date(2026, 6, 10), date(2025, 12, 31)))
        self.span = chance.choice((20, 130, 500, 2500))
        self.days = sorted(
            {self.last, *(self.last - timedelta(days=int(self.span * chance.random() ** 2)) for _ in range(chance.randrange(2, 40)))}
        )

    def list_days(self, most: int) -> list[date | None]:
        """List random days, newest first as LinkedIn does. Seldom a row has none, or a date that is wrong."""
        days = [self.chance.choice(self.days) for _ in range(self.chance.randrange(most))]
        odd: list[date | None] = [None] * self.chance.choice((0, 0, 0, 1, 3))
        if self.chance.random() < 0.05:
            odd.append(WRONG)
        mixed: list[date | None] = [*sorted(days, reverse=True), *odd]
        if self.chance.random() < 0.3:
            self.chance.shuffle(mixed)
        return mixed

    def stamp(self, day: date | None, form: str) -> str:
        if day is None:
            return self.chance.choice(("", "binnenkort", "N/A"))
        time = timedelta(seconds=self.chance.choice((0, 1, 86_399, self.chance.randrange(86_400))))
        moment = datetime(day.year, day.month, day.day) + time
        for name, number in (("{d}", day.day), ("{m}", day.month), ("{h}", (moment.hour - 1) % 12 + 1)):
            form = form.replace(name, str(number))
        return moment.strftime(form)

    def make_rows(self, most: int, make: Callable[[date | None], list[str]]) -> list[Row]:
        return [(day, make(day)) for day in self.list_days(most)]

    def make_files(self) -> Iterator[DatedFile]:
        """Make every kind of file, some of which are left out."""
        for make in (self.make_people, self.make_activity, self.make_searches, self.make_messages, self.make_profile):
            for file in make():
                if self.chance.random() < 0.85:
                    yield from self.split(file)

    def split(self, file: DatedFile) -> Iterator[DatedFile]:
        """Split a file in two parts, or add an older copy of it; mostly neither."""
        choice, stem = self.chance.random(), file.path.removesuffix(".csv")
        half = len(file.rows) // 2
        if choice < 0.1:
            yield file._replace(path=f"{stem}_1.csv", rows=file.rows[:half])
            yield file._replace(path=f"{stem}_2.csv", rows=file.rows[half:])
        elif choice < 0.2:
            yield file
            yield file._replace(path=f"{stem} (1).csv", rows=file.rows[half:])
        else:
            yield file

    def make_people(self) -> Iterator[DatedFile]:
        chance, urls = self.chance, self.chance.random() < 0.5

        def connect(day: date | None) -> list[str]:
            written = self.stamp(day, self.chance.choice(("%d %b %Y", "{d} %b %Y")))
            if chance.random() < 0.1:
                return [*([""] * (6 if urls else 5)), written]
            first, last, url = make_person(chance.randrange(30))
            company = chance.choice((EMPLOYER, "windmolen advies bv", "", *COMPANIES))
            title = chance.choice((*SENIOR, *JUNIOR, *NEITHER, ""))
            return [first, last, *([url] if urls else []), "", company, title, written]

        def invite(day: date | None) -> list[str]:
            first, last, url = make_person(chance.randrange(40))
            written = self.stamp(day, "{m}/{d}/%y, {h}:%M %p")
            if chance.random() < 0.7:
                return [OWN, f"{first} {last}", written, "", "OUTGOING", *([OWN_URL, url] if urls else [])]
            way = chance.choice(("INCOMING", "INCOMING", "SIDEWAYS"))
            return [f"{first} {last}", OWN, written, "", way, *([url, OWN_URL] if urls else [])]

        header = ["First Name", "Last Name", *(["URL"] if urls else []), "Email Address", "Company", "Position", "Connected On"]
        yield DatedFile("Connections.csv", header, self.make_rows(120, connect), before=chance.choice(("", PREAMBLE)))
        header = ["From", "To", "Sent At", "Message", "Direction", *(["inviterProfileUrl", "inviteeProfileUrl"] if urls else [])]
        yield DatedFile("Invitations.csv", header, self.make_rows(60, invite))
        header = ["Endorsement Date", "Skill Name", "Endorser First Name", "Endorsement Status"]

        def endorse(day: date | None) -> list[str]:
            return [
                self.stamp(day, "%Y/%m/%d %H:%M:%S UTC"),
                f"Vaardigheid {chance.randrange(4)}",
                "Anna",
                chance.choice(("ACCEPTED", "PENDING", "")),
            ]

        yield DatedFile("Endorsement_Received_Info.csv", header, self.make_rows(30, endorse))

        def recommend(day: date | None) -> list[str]:
            return [
                "Anna",
                chance.choice(TEXTS),
                self.stamp(day, "%m/%d/%y, %I:%M %p"),
                chance.choice(("VISIBLE", "PENDING")),
            ]

        yield DatedFile("Recommendations_Received.csv", ["First Name", "Text", "Creation Date", "Status"], self.make_rows(10, recommend))

    def make_activity(self) -> Iterator[DatedFile]:
        chance, number = self.chance, self.chance.choice(("", "_123456789"))
        plain = "%Y-%m-%d %H:%M:%S"

        def share(day: date | None) -> list[str]:
            return [self.stamp(day, plain), "x", chance.choice(TEXTS), "", ""]

        header = ["Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl"]
        yield DatedFile(f"Shares{number}.csv", header, self.make_rows(30, share), write_line_quoted)

        def comment(day: date | None) -> list[str]:
            return [self.stamp(day, plain), "x", chance.choice(TEXTS)]

        yield DatedFile(f"Comments{number}.csv", ["Date", "Link", "Message"], self.make_rows(30, comment), write_backslashed)
        for name, most in (("Reactions", 90), ("InstantReposts", 8), ("Votes", 8)):
            yield DatedFile(f"{name}{number}.csv", ["Date", "Link"], self.make_rows(most, lambda day: [self.stamp(day, plain), "x"]))

        def login(day: date | None) -> list[str]:
            return [self.stamp(day, "%a %b %d %H:%M:%S UTC %Y"), "::1"]

        yield DatedFile("Logins.csv", ["Login Date", "IP Address"], self.make_rows(20, login))

        def follow(day: date | None) -> list[str]:
            return [
                chance.choice((*COMPANIES, "")),
                self.stamp(day, chance.choice(("%a %b %d %H:%M:%S UTC %Y", "%d %b %Y"))),
            ]

        yield DatedFile("Company Follows.csv", ["Organization", "Followed On"], self.make_rows(25, follow))

        def upload(day: date | None) -> list[str]:
            return [
                self.stamp(day, "You uploaded a feed photo on %B {d}, %Y at {h}:%M %p (GMT)"),
                " -",
                chance.choice(("x/profile-treasury/1", "x/feedshare", "")),
            ]

        yield DatedFile("Rich_Media.csv", ["Date/Time", "Media Description", "Media Link"], self.make_rows(12, upload))

    def make_searches(self) -> Iterator[DatedFile]:
        chance = self.chance
        stamp = "%Y/%m/%d %H:%M:%S UTC"
        rows = self.make_rows(60, lambda day: [self.stamp(day, stamp), chance.choice(("wind", "", "utrecht 1", ALERTS[0]))])
        for alert in chance.sample(ALERTS, chance.randrange(3)):
            start = chance.choice(self.days)
            runs = [start + timedelta(days=chance.choice((1, 7)) * at) for at in range(chance.choice((5, 8, 40)))]
            rows += [(day, [self.stamp(day, stamp), alert]) for day in runs if day <= self.last and chance.random() < 0.9]
        yield DatedFile("SearchQueries.csv", ["Time", "Search Query"], rows)
        if chance.random() < 0.5:
            head, *lines = write_job_alerts(chance.choice((2022, 2026))).splitlines(keepends=True)
            yield DatedFile("SavedJobAlerts.csv", [head.strip()], [(None, [line]) for line in lines], lambda all_rows: _join(all_rows))

    def make_messages(self) -> Iterator[DatedFile]:
        chance = self.chance
        header = ["CONVERSATION ID", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT"]
        header += ["FOLDER", "IS MESSAGE DRAFT"]

        def write_message(day: date | None) -> list[str]:
            first, last, url = make_person(chance.randrange(6))
            them, me = (f"{first} {last}", url), (OWN, OWN_URL)
            sender, receiver = (me, them) if chance.random() < 0.5 else (them, me)
            subject = chance.choice(("", "Kennismaken?", "RE: Kennismaken?"))
            key = chance.choice(("", *(f"2-{at}==" for at in range(12))))
            written = self.stamp(day, "%Y-%m-%d %H:%M:%S UTC")
            return [key, *sender, *receiver, written, subject, chance.choice(TEXTS), "INBOX", chance.choice(("No", "No", "Yes"))]

        yield DatedFile("messages.csv", header, self.make_rows(60, write_message))

    def make_profile(self) -> Iterator[DatedFile]:
        header = ["First Name", "Last Name", "Headline", "Summary", "Industry", "Geo Location"]
        yield DatedFile("Profile.csv", header, [(None, [*OWN_NAME, "Adviseur", "", "Wind", "Utrecht"])])
        header = ["Company Name", "Title", "Description", "Started On", "Finished On"]
        yield DatedFile("Positions.csv", header, [(None, [EMPLOYER, "Adviseur", "Plannen", "Aug 2023", ""])])
        yield DatedFile("Education.csv", ["School Name"], [(None, ["TU"])])
        yield DatedFile("Skills.csv", ["Name"], [(None, [f"Vaardigheid {at}"]) for at in range(6)])
        yield DatedFile("Ad_Targeting.csv", ["Member Age", "Member Groups"], [(None, ["35-54", "Groep 1; Groep 2"])])

    def make_articles(self) -> dict[str, tuple[date | None, str]]:
        articles: dict[str, tuple[date | None, str]] = {}
        for at in range(self.chance.choice((0, 0, 1, 3, 6))):
            day = self.chance.choice((*self.days, None))
            html = write_article(f"Stuk {at}", f"{self.days[0]} 00:06", f"{day} 23:59" if day else None)
            articles[f"Articles/Articles/stuk-{at}.html"] = day, html
        return articles


def _join(rows: Sequence[Sequence[str]]) -> str:
    """Join lines that are written already."""
    (head,), *lines = rows
    return head + "\n" + "".join(line for (line,) in lines)


def make_inputs(chance: Random) -> Inputs:
    """Make one archive, mostly a ZIP; sometimes an older one beside it, or a workbook."""
    maker = Maker(chance)
    name = chance.choice(("Complete_LinkedInDataExport_06-10-2026.zip", "x.zip", ""))
    archives = [Archive(name, [*maker.make_files()], {} if name == "" else maker.make_articles())]
    days = maker.days
    if chance.random() < 0.15:
        other = Maker(chance)
        archives.append(Archive("older.zip", [*other.make_files()], other.make_articles()))
        days = sorted({*days, *other.days})
    sheets: dict[date, tuple[int, int]] = {}
    if chance.random() < 0.3:
        end = maker.last + timedelta(days=chance.choice((-200, -60, -3, 0, 0, 5)))
        for at in range(chance.choice((28, 90, 365))):
            sheets[end - timedelta(days=at)] = chance.randrange(3), chance.choice((0, 1, 30))
    return Inputs(archives, sheets, days)


def write_inputs(inputs: Inputs, until: date | None = None) -> list[InputFile]:
    """Write the inputs, without the rows that are dated after a day. An article is a file, so its file is not there."""

    def is_there(day: date | None) -> bool:
        return until is None or day is None or day <= until

    given: list[tuple[str, bytes]] = []
    for archive in inputs.archives:
        contents: dict[str, bytes] = {}
        for file in archive.files:
            rows = [file.header, *(cells for day, cells in file.rows if is_there(day))]
            contents[file.path] = (file.before + file.write(rows)).encode()
        contents |= {path: html.encode() for path, (day, html) in archive.articles.items() if is_there(day)}
        given += [(archive.name, pack_files(contents))] if archive.name else contents.items()
    if inputs.sheets:
        given.append(("AggregateAnalytics.xlsx", _write_workbook({day: of for day, of in inputs.sheets.items() if is_there(day)})))
    return [InputFile(name, io.BytesIO(data)) for name, data in given]


def _write_workbook(sheets: dict[date, tuple[int, int]]) -> bytes:
    def write_rows(header: Sequence[str], column: int) -> bytes:
        rows = [header, *([f"{day.month}/{day.day}/{day.year}", str(of[column])] for day, of in sheets.items())]
        cells = ("".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) for row in rows)
        return f"<worksheet><sheetData>{''.join(f'<row>{row}</row>' for row in cells)}</sheetData></worksheet>".encode()

    parts = {
        "xl/workbook.xml": b"<workbook/>",
        "xl/worksheets/sheet1.xml": write_rows(["Date", "New followers"], 0),
        "xl/worksheets/sheet2.xml": write_rows(["Date", "Engagements"], 1),
    }
    return pack_files(parts)
