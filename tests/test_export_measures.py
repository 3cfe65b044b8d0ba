"""What an archive says about each factor, and why it says nothing about others."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ssi_core.answers import read_answers
from ssi_core.linkedin_export import people, tally
from ssi_core.linkedin_export.archive import Given
from ssi_core.linkedin_export.dates import day_of
from ssi_core.linkedin_export.levels import NEVER_MEASURED, level_of
from ssi_core.linkedin_export.people import MessageReader
from ssi_core.linkedin_export.reading import Progress
from ssi_core.linkedin_export.report import read_export, reporting
from ssi_core.model import MODEL
from ssi_core.scoring import score
from tests.hostile_archives import MESSAGES
from tests.linkedin_archive import MEMBER, PREAMBLE, QUIET, Member, article, dated, doubled, files, invitations, messages, workbook, zipped

GOOD = files()
LAST = MEMBER.last


def report(entries: dict[str, bytes], *others: bytes) -> dict[str, Any]:
    given = [Given("x.zip", io.BytesIO(zipped(entries)))] if entries else []
    return read_export([*given, *(Given(f"{place}.xlsx", io.BytesIO(data)) for place, data in enumerate(others))])


def without(*names: str, of: dict[str, bytes] = GOOD) -> dict[str, bytes]:
    return {path: data for path, data in of.items() if not path.startswith(names)}


def measured(entries: dict[str, bytes], factor: str) -> tuple[int, str, str]:
    evidence = report(entries)["evidence"][factor]
    return evidence["value"], evidence["level"], evidence["confidence"]


def reason(entries: dict[str, bytes], factor: str) -> str:
    return str(report(entries)["not_measured"][factor])


def test_everything_that_can_be_measured_is() -> None:
    made = report(GOOD, workbook())
    values = {factor: (evidence["value"], evidence["confidence"]) for factor, evidence in made["evidence"].items()}
    assert values == {
        "profile_completeness": (9, "counted"),
        "rich_media": (1, "weak"),
        "endorsements": (MEMBER.endorsements, "counted"),
        "recommendations": (MEMBER.recommendations, "counted"),
        "articles": (MEMBER.articles, "counted"),
        "new_followers": (MEMBER.followers, "counted"),
        "active_days": (90, "proxy"),
        "people_search": (MEMBER.searches, "proxy"),
        "sharing": (MEMBER.posts + MEMBER.reposts, "counted"),
        "interactions_given": (MEMBER.reactions + MEMBER.comments + MEMBER.votes, "counted"),
        "interactions_received": (MEMBER.engagements, "counted"),
        "groups": (MEMBER.groups, "proxy"),
        "company_pages": (MEMBER.companies, "counted"),
        "inmail_response": (65, "weak"),
        "connections": (MEMBER.connections, "counted"),
        "new_connections": (MEMBER.sent_in_window, "proxy"),
        "senior_connections": (MEMBER.senior, "proxy"),
        "junior_connections": (MEMBER.junior, "proxy"),
        "colleague_connections": (MEMBER.colleagues, "proxy"),
        "invitation_acceptance": (35, "proxy"),
    }
    assert made["not_measured"] == dict.fromkeys(NEVER_MEASURED, "never_in_archive")
    assert made["newest"] == LAST.isoformat()
    assert made["evidence"]["connections"]["counts"] == {"rows": MEMBER.connections, "hidden": MEMBER.hidden}
    assert made["evidence"]["connections"]["period"] == (None, LAST.isoformat())
    assert made["evidence"]["sharing"]["period"] == ((LAST - timedelta(days=89)).isoformat(), LAST.isoformat())


def test_the_answers_are_answers_of_the_model_and_narrow_the_range() -> None:
    answers = report(GOOD, workbook())["answers"]
    before, after = score(read_answers({"answers": {}})), score(read_answers({"answers": answers}))
    assert after.range[1] - after.range[0] < (before.range[1] - before.range[0]) / 2


@pytest.mark.parametrize("year", [2020, 2022, 2024, 2026])
@pytest.mark.parametrize("member", [MEMBER, QUIET], ids=["busy", "quiet"])
def test_the_files_of_every_year_say_the_same(member: Member, year: int) -> None:
    now, then = report(files(member)), report(files(member, year=year))
    # Drafts were not marked before 2026, and count as messages.
    for made in (now, then):
        made["evidence"].pop("active_days")
    assert then["evidence"] == now["evidence"]


def test_a_basic_archive_leaves_out_what_only_the_complete_one_has() -> None:
    made = report(files(complete=False))
    for factor in ("people_search", "sharing", "interactions_given"):
        assert made["not_measured"][factor] == "basic_archive"
    assert made["not_measured"]["articles"] == "file_absent"
    assert made["evidence"]["connections"]["value"] == MEMBER.connections
    # The complete one of somebody who never posts has no more in it, and says in its name what it is.
    named = read_export([Given("Complete_LinkedInDataExport_06-10-2026.zip", io.BytesIO(zipped(files(complete=False))))])
    assert named["not_measured"]["sharing"] == "file_absent"
    # Messages and invitations are left to tell when somebody was there.
    assert made["evidence"]["active_days"]["confidence"] == "weak"
    assert made["evidence"]["active_days"]["files"] == ("Invitations.csv", "messages.csv")


@pytest.mark.parametrize(
    ("names", "factor", "expected"),
    [
        (("Connections",), "connections", "file_absent"),
        (("Connections",), "colleague_connections", "file_absent"),
        (("Connections",), "invitation_acceptance", "file_absent"),
        (("Connections", "Invitations"), "new_connections", "file_absent"),
        (("Invitations",), "invitation_acceptance", "file_absent"),
        (("Positions",), "colleague_connections", "file_absent"),
        (("Profile",), "profile_completeness", "file_absent"),
        (("Positions", "Skills"), "profile_completeness", "parts_absent"),
        (("Shares", "InstantReposts"), "sharing", "file_absent"),
        (("SearchQueries",), "people_search", "file_absent"),
        (("Ad_Targeting",), "groups", "file_absent"),
        (("messages",), "inmail_response", "file_absent"),
        (("Profile", "Invitations"), "inmail_response", "owner_unknown"),
        (("Articles",), "articles", "file_absent"),
        ((), "new_followers", "workbook_absent"),
    ],
)
def test_an_absent_file_is_not_zero(names: tuple[str, ...], factor: str, expected: str) -> None:
    assert reason(without(*names) if names else GOOD, factor) == expected


def test_a_file_without_rows_is_zero() -> None:
    empty = {path: data.split(b"\n")[0] + b"\n" for path, data in GOOD.items() if path.startswith(("Reactions", "Comments", "Votes"))}
    assert measured({**GOOD, **empty}, "interactions_given") == (0, "none", "counted")
    assert measured({**GOOD, "Company Follows.csv": b"Organization,Followed On\n"}, "company_pages") == (0, "none", "counted")
    assert measured({**GOOD, "Ad_Targeting.csv": b"Member Groups,x\n,y\n"}, "groups") == (0, "none", "proxy")


def test_nothing_in_the_window_is_zero_as_well() -> None:
    old = dated("Date,Link", ["2024-01-01 10:00:00"], "https://x")
    assert measured({**without("Shares", "InstantReposts"), "Shares.csv": old.encode()}, "sharing") == (0, "none", "counted")


@pytest.mark.parametrize(("age", "counts"), [(0, True), (89, True), (90, False), (200, False)])
def test_the_window_is_the_90_days_up_to_the_newest_date(age: int, counts: bool) -> None:
    day = LAST - timedelta(days=age)
    shares = dated("Date,Link", [f"{day} 00:00:01"], "https://x")
    assert measured({**without("Shares", "InstantReposts"), "Shares.csv": shares.encode()}, "sharing")[0] == counts


@pytest.mark.parametrize(
    "newer",
    [
        {"Invitations.csv": b"Sent At,Direction\n6/10/26,INCOMING\n"},
        {"Company Follows.csv": b"Organization,Followed On\nX,Wed Jun 10 16:02:32 UTC 2026\n"},
    ],
)
def test_the_newest_date_may_be_of_something_that_does_not_count(newer: dict[str, bytes]) -> None:
    shares = {"Shares.csv": b"Date,ShareLink\n2026-01-01 10:00:00,x\n"}
    assert measured(shares, "sharing") == (1, "once_or_twice", "counted")
    made = report(shares | newer)["evidence"]["sharing"]
    assert (made["value"], made["period"][1]) == (0, "2026-06-10")


def test_a_wrong_date_far_in_the_future_does_not_empty_the_window() -> None:
    wrong = GOOD["SearchQueries.csv"] + b"2077/01/01 10:00:00 UTC,x\n9999/12/31 10:00:00 UTC,x\n2025/02/31 10:00:00 UTC,x\n"
    made = report({**GOOD, "SearchQueries.csv": wrong})["evidence"]["people_search"]
    assert (made["value"], made["counts"]["undated"]) == (MEMBER.searches, 2)


def test_how_often_is_a_matter_of_days() -> None:
    same_day = dated("Time,Search Query", [f"{LAST:%Y/%m/%d} 10:00:{second:02} UTC" for second in range(50)], "x").encode()
    assert measured({**GOOD, "SearchQueries.csv": same_day}, "people_search") == (50, "never", "proxy")


def test_a_list_of_unanswered_invitations_says_nothing_about_acceptance() -> None:
    pending = {**GOOD, "Invitations.csv": invitations(MEMBER, pending_only=True).encode()}
    assert reason(pending, "invitation_acceptance") == "pending_only"
    # And those who accepted are missing from it: the new connections are more than it holds.
    assert measured(pending, "new_connections") == (MEMBER.connected_in_window, "6_to_20", "proxy")


def test_invitations_of_the_last_days_may_still_be_answered() -> None:
    fresh = replace(MEMBER, sent=5, sent_in_window=5, accepted=0)
    rows = invitations(fresh).encode().split(b"\n")
    assert reason({**GOOD, "Invitations.csv": b"\n".join(rows[:2])}, "invitation_acceptance") == "none_sent"


def test_few_invitations_in_the_window_bring_in_the_older_ones() -> None:
    member = replace(MEMBER, sent=30, sent_in_window=0, accepted=10)
    made = report(files(replace(member, sent_in_window=2)))["evidence"]["invitation_acceptance"]
    assert made["counts"]["sent"] >= 5


def test_invitations_are_matched_by_name_where_there_is_no_address() -> None:
    old = {**GOOD, "Invitations.csv": invitations(MEMBER, 2020).encode()}
    assert report(old)["evidence"]["invitation_acceptance"] == report(GOOD)["evidence"]["invitation_acceptance"]


def test_a_connection_who_has_the_name_of_somebody_invited_is_not_taken_for_them() -> None:
    pending = invitations(MEMBER, 2020, pending_only=True).encode()
    assert reason({**files(year=2020), "Invitations.csv": pending}, "invitation_acceptance") == "pending_only"
    namesake = b'"Robin Voorbeeld","Anna de Vries","4/1/26, 2:37 PM","","OUTGOING"\n'
    known = doubled([["First Name", "Last Name", "Connected On"], ["Anna", "de Vries", "30 Mar 2026"]])
    made = {**GOOD, "Invitations.csv": pending + namesake, "Connections.csv": known.encode()}
    assert reason(made, "invitation_acceptance") == "pending_only"
    for day in ("31 Mar 2026", "02 Apr 2026"):
        later = {**made, "Connections.csv": known.replace("30 Mar 2026", day).encode()}
        assert report(later)["evidence"]["invitation_acceptance"]["counts"]["accepted"] == 1


@pytest.mark.parametrize(
    ("path", "factors"),
    [
        ("Shares_123456789.csv", {"sharing": None}),
        ("SearchQueries.csv", {"people_search": "no_dates"}),
        ("Comments_123456789.csv", {"interactions_given": None}),
        ("Invitations.csv", {"invitation_acceptance": "no_dates", "new_connections": None}),
        ("Connections.csv", {"new_connections": None}),
    ],
)
def test_rows_whose_dates_cannot_be_read_are_not_zero(path: str, factors: dict[str, str | None]) -> None:
    """In a language that is not known, say; where another file counts for the same factor, it is told as a lower bound."""
    lines = csv.reader(io.StringIO(GOOD[path].decode().removeprefix(PREAMBLE), newline=""))
    unread = doubled([["août" if cell and day_of(cell) else cell for cell in row] for row in lines])
    made = report({**GOOD, path: unread.encode()})
    for factor, expected in factors.items():
        assert made["not_measured"].get(factor) == expected
        assert expected or made["evidence"][factor]["value"] > 0
        assert expected or made["evidence"][factor]["confidence"] == "proxy"


def test_articles_of_which_none_says_when_it_was_published_may_all_be_drafts() -> None:
    drafts = {f"Articles/Articles/{at}.html": article("x", "2026-06-01 10:00", None).encode() for at in range(3)}
    assert reason(without("Articles") | drafts, "articles") == "no_dates"


def test_connections_without_titles_or_employers_are_not_zero() -> None:
    bare = doubled([["First Name", "Last Name", "Connected On"], ["A", "B", "08 Feb 2026"], ["", "", "07 Feb 2026"]]).encode()
    made = report({**GOOD, "Connections.csv": bare})
    for factor in ("senior_connections", "junior_connections", "colleague_connections"):
        assert made["not_measured"][factor] == "column_empty"
    assert made["evidence"]["connections"]["counts"] == {"rows": 2, "hidden": 1}
    nobody = b"First Name,Company,Position,Connected On\n"
    assert measured({**GOOD, "Connections.csv": nobody}, "senior_connections") == (0, "none", "proxy")


def test_without_dates_there_is_no_window() -> None:
    undated = {"Shares.csv": dated("Date,Link", ["", "soon"], "x").encode(), "Connections.csv": b"URL,Connected On\nhttps://x/in/a,\n"}
    invited = {"Invitations.csv": b"Sent At,Direction\nsoon,OUTGOING\nsoon,sideways\n"}
    made = report({**undated, **invited})
    assert made["not_measured"]["sharing"] == made["not_measured"]["invitation_acceptance"] == "no_dates"
    assert made["not_measured"]["active_days"] == "no_dates"
    assert made["evidence"]["connections"]["period"] == (None, None)
    assert made["newest"] is None
    # Nor where the files have no rows at all.
    empty = report({"Invitations.csv": b"Sent At,Direction\n", "Connections.csv": b"URL,Connected On\n"})
    assert empty["not_measured"]["new_connections"] == empty["not_measured"]["invitation_acceptance"] == "no_dates"


def test_whose_messages_these_are_is_known_from_the_profile_or_the_invitations() -> None:
    expected = measured(GOOD, "inmail_response")
    assert measured(without("Invitations"), "inmail_response") == expected
    assert measured(without("Profile"), "inmail_response") == expected


def test_without_a_message_that_has_a_subject_there_is_no_inmail() -> None:
    rows = messages(MEMBER).replace("Kennismaken?", "")
    assert reason({**GOOD, "messages.csv": rows.encode()}, "inmail_response") == "none_sent"
    dateless = messages(MEMBER).replace(" UTC", "").replace("2026-", "x")
    assert reason({**GOOD, "messages.csv": dateless.encode()}, "inmail_response") == "no_dates"
    # Without its conversation nobody knows what answers a message.
    unjoined = messages(MEMBER).replace("CONVERSATION ID", "ID", 1)
    assert reason({**GOOD, "messages.csv": unjoined.encode()}, "inmail_response") == "none_sent"


def test_the_self_employed_have_no_colleagues_to_count() -> None:
    alone = doubled([["Company Name", "Title", "Description", "Finished On"], ["Freelance", "Adviseur", "", ""], ["", "", "", ""]])
    assert reason({**GOOD, "Positions.csv": alone.encode()}, "colleague_connections") == "no_employer"


def test_a_profile_is_as_complete_as_its_files_say() -> None:
    assert measured(without("Education"), "profile_completeness") == (8, "advanced", "proxy")
    bare = {
        **GOOD,
        "Skills.csv": b"Name\nOne\n",
        "Positions.csv": b"Company Name,Title,Description,Finished On\nX,Y,,\n",
        "Education.csv": b"School Name\n",
    }
    assert measured(bare, "profile_completeness") == (5, "intermediate", "counted")
    blank = {**without("Profile"), "Profile.csv": b"Headline,Summary\n,\n", "Profile Summary.csv": b"Profile Summary\nHello\n"}
    assert measured(blank, "profile_completeness") == (6, "intermediate", "counted")


def test_of_several_archives_the_newest_counts_and_what_is_too_old_does_not() -> None:
    old = files(replace(MEMBER, last=LAST - timedelta(days=400), connections=700))
    made = read_export(
        [Given("old.zip", io.BytesIO(zipped(old))), Given("new.zip", io.BytesIO(zipped(without("Shares", "InstantReposts"))))]
    )
    assert made["evidence"]["connections"]["value"] == MEMBER.connections
    assert made["not_measured"]["sharing"] == "too_old"
    partly = read_export([Given("old.zip", io.BytesIO(zipped(old))), Given("new.zip", io.BytesIO(zipped(without("Shares"))))])
    assert (partly["evidence"]["sharing"]["value"], partly["evidence"]["sharing"]["confidence"]) == (MEMBER.reposts, "proxy")


def test_a_workbook_has_its_own_window() -> None:
    short = report(GOOD, workbook(days=28))["evidence"]["new_followers"]
    assert (short["value"], short["confidence"], short["counts"]["days"]) == (MEMBER.followers, "proxy", 28)
    year = report({}, workbook(days=365))
    assert year["evidence"]["new_followers"]["value"] < MEMBER.followers
    later = report(GOOD, workbook(replace(MEMBER, last=LAST + timedelta(days=300))), workbook(replace(MEMBER, followers=1)))
    assert later["evidence"]["new_followers"]["period"][1] == (LAST + timedelta(days=300)).isoformat()
    assert report(GOOD, workbook(replace(MEMBER, last=LAST - timedelta(days=200))))["not_measured"]["new_followers"] == "too_old"


def test_progress_grows_to_the_end_of_each_file() -> None:
    steps = reporting([Given("x.zip", io.BytesIO(zipped(GOOD))), Given("y.xlsx", io.BytesIO(workbook()))])
    seen: list[Progress] = list(steps)
    for place in (0, 1):
        done = [step.done for step in seen if step.given == place]
        assert done == sorted(done)
        assert done[-1] == [step.total for step in seen if step.given == place][-1] > 0


def test_reading_can_be_left_at_any_piece() -> None:
    steps = reporting([Given("x.zip", io.BytesIO(zipped(GOOD)))])
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


def test_each_limit_is_reached() -> None:
    for factor in MODEL.factors:
        if factor.key not in NEVER_MEASURED:
            levels = [level.key for level in factor.levels]
            reached = list(dict.fromkeys(level_of(factor.key, number) for number in range(1001)))
            assert reached == levels[: len(reached)]
            assert len(reached) == len(levels) - {"groups": 3, "company_pages": 1}.get(factor.key, 0)


def test_the_same_bytes_every_time() -> None:
    assert zipped(files()) == zipped(files())
    assert workbook() == workbook()


def test_rows_that_say_nothing_are_no_rows() -> None:
    """As spreadsheets leave them, and as LinkedIn never writes them."""
    connections = b"First Name,Last Name,URL,Company,Position,Connected On\n,,,,,\n,,,Acme,,08 Feb 2026\nA,B,,Freelance,CEO,8-feb-26\n"
    assert report({"Connections.csv": connections})["evidence"]["connections"]["counts"] == {"rows": 2, "hidden": 0}
    media = b"Date/Time,Media Description,Media Link\n,,\n,a document,https://x\n"
    assert measured({"Rich_Media.csv": media}, "rich_media") == (1, "one", "weak")
    receipts = {**GOOD, "Receipts_v2.csv": b"Description\nAn advertisement\n"}
    assert report(receipts)["evidence"]["inmail_response"]["counts"]["receipts"] == 0
    endorsements = b"Endorsement Date,Skill Name\n2024/10/24 14:11:21 UTC,Wind\n"
    assert measured({"Endorsement_Received_Info.csv": endorsements}, "endorsements") == (1, "1_to_9", "counted")
    assert measured({**GOOD, "Skills.csv": b"Name\n\n\n\n\n\n\nOne\n"}, "profile_completeness") == (8, "advanced", "counted")


def test_what_is_all_different_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = report(GOOD)
    for module in (tally, people):
        monkeypatch.setattr(module, "MOST_KNOWN", 3)
    assert report(GOOD) == expected


def test_a_cell_that_is_held_to_compare_is_held_short_and_compared_whole() -> None:
    long = "x" * 10_000
    rows = [
        f"2026-01-02,{who}{long},,{place}{long},{subject}\n" for place in "ab" for who, subject in (("Robin Voorbeeld", "s"), ("y", ""))
    ]
    profile = f"First Name,Last Name,Headline\nRobin,Voorbeeld{long},z\n"
    found = {"messages.csv": f"{MESSAGES}\n{''.join(rows)}", "Profile.csv": profile}
    made = report({name: text.encode() for name, text in found.items()})["evidence"]["inmail_response"]
    assert (made["value"], made["counts"]["sent"]) == (100, 2)
    reader = MessageReader()
    reader.add([(b"", long.encode(), long.encode(), long.encode(), b"", b"")])
    assert (
        max(len(key) for keys in (*reader._numbers, reader._conversations) for key in ([keys] if isinstance(keys, bytes) else keys)) < 100
    )


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([["Date", "New followers"], ["46182", "1.234"], ["46183.5", "1,234"], ["46184", "12.0"]], 2480),
        ([["Date", "New followers"], ["46182", "x"], ["99999", "5"], ["soon", "5"], ["46184"], [], ["6/10/2026", "7"]], 7),
        ([["Date", "Weather", "Followers"], ["46182", "x", "5"]], 5),
    ],
)
def test_a_sheet_as_other_programs_write_it(rows: list[list[str]], value: int) -> None:
    lines = "".join(f"<x:row>{''.join(f'<x:c><x:v>{cell}</x:v></x:c>' for cell in row)}</x:row>" for row in rows)
    sheet = (
        f'<x:worksheet xmlns:x="x"><x:sheetData>{lines}<x:row><x:c r="ZZZ1" t="s"><x:v>77</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    made = report({}, zipped({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": sheet.encode()}))
    assert made["evidence"]["new_followers"]["value"] == value


def test_a_cell_of_a_sheet_is_read_no_further_than_it_can_matter() -> None:
    sheet = f"<worksheet>\n<row><c><v>{'x' * 100_000}</v></c><c t='s'><v>9</v></c></row></worksheet>"
    made = report({}, zipped({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": sheet.encode()}))
    assert [each["problem"] for each in made["problems"]] == ["not_a_workbook"]
