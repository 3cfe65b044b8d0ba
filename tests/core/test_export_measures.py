"""The answer of an archive for each factor, or the reason why there is none."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ssi_core.answers import read_answers
from ssi_core.linkedin_export import people, searches, tally
from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.dates import parse_day
from ssi_core.linkedin_export.levels import NEVER_MEASURED, find_level
from ssi_core.linkedin_export.people import MessageReader
from ssi_core.linkedin_export.reading import Progress
from ssi_core.linkedin_export.report import iterate_export, read_export
from ssi_core.model import MODEL
from ssi_core.scoring import score
from tests.support.hostile_archives import MESSAGES
from tests.support.linkedin_archive import (
    MEMBER,
    PREAMBLE,
    QUIET,
    Member,
    make_files,
    make_workbook,
    pack_files,
    write_article,
    write_dates,
    write_doubled,
    write_invitations,
    write_messages,
)

GOOD = make_files()
LAST = MEMBER.last


def read(entries: dict[str, bytes], *others: bytes) -> dict[str, Any]:
    given = [InputFile("x.zip", io.BytesIO(pack_files(entries)))] if entries else []
    return read_export([*given, *(InputFile(f"{place}.xlsx", io.BytesIO(data)) for place, data in enumerate(others))])


def drop(*names: str, of: dict[str, bytes] = GOOD) -> dict[str, bytes]:
    return {path: data for path, data in of.items() if not path.startswith(names)}


def measure(entries: dict[str, bytes], factor: str) -> tuple[int, str, str]:
    evidence = read(entries)["evidence"][factor]
    return evidence["value"], evidence["level"], evidence["confidence"]


def find_reason(entries: dict[str, bytes], factor: str) -> str:
    return str(read(entries)["not_measured"][factor])


def test_everything_that_can_be_measured_is() -> None:
    made = read(GOOD, make_workbook())
    values = {factor: (evidence["value"], evidence["confidence"]) for factor, evidence in made["evidence"].items()}
    assert values == {
        "profile_completeness": (7, "counted"),
        "rich_media": (1, "weak"),
        "endorsements": (19, "proxy"),
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
    answers = read(GOOD, make_workbook())["answers"]
    before, after = score(read_answers({"answers": {}})), score(read_answers({"answers": answers}))
    assert after.range[1] - after.range[0] < (before.range[1] - before.range[0]) / 2


@pytest.mark.parametrize("year", [2020, 2022, 2024, 2026])
@pytest.mark.parametrize("member", [MEMBER, QUIET], ids=["busy", "quiet"])
def test_the_files_of_every_year_say_the_same(member: Member, year: int) -> None:
    now, then = read(make_files(member)), read(make_files(member, year=year))
    # Drafts were not marked before 2026, and count as messages.
    for made in (now, then):
        made["evidence"].pop("active_days")
    # Before 2024 nothing in Rich_Media.csv could be counted.
    if year < 2024:
        assert (now["evidence"].pop("rich_media")["value"], then["not_measured"]["rich_media"]) == (1, "column_empty")
    assert then["evidence"] == now["evidence"]


def test_a_basic_archive_leaves_out_what_only_the_complete_one_has() -> None:
    made = read(make_files(complete=False))
    for factor in ("people_search", "sharing", "interactions_given"):
        assert made["not_measured"][factor] == "basic_archive"
    assert made["not_measured"]["articles"] == "file_absent"
    assert made["evidence"]["connections"]["value"] == MEMBER.connections
    # The complete archive of somebody who never posts holds no more; its name shows that it is complete.
    named = read_export([InputFile("Complete_LinkedInDataExport_06-10-2026.zip", io.BytesIO(pack_files(make_files(complete=False))))])
    assert named["not_measured"]["sharing"] == "file_absent"
    # Only messages and invitations are left to show active days.
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
    assert find_reason(drop(*names) if names else GOOD, factor) == expected


def test_a_file_without_rows_is_zero() -> None:
    empty = {path: data.split(b"\n")[0] + b"\n" for path, data in GOOD.items() if path.startswith(("Reactions", "Comments", "Votes"))}
    assert measure({**GOOD, **empty}, "interactions_given") == (0, "none", "counted")
    assert measure({**GOOD, "Company Follows.csv": b"Organization,Followed On\n"}, "company_pages") == (0, "none", "counted")
    assert measure({**GOOD, "Ad_Targeting.csv": b"Member Groups,x\n,y\n"}, "groups") == (0, "none", "proxy")


def test_nothing_in_the_window_is_zero_as_well() -> None:
    old = write_dates("Date,Link", ["2024-01-01 10:00:00"], "https://x")
    assert measure({**drop("Shares", "InstantReposts"), "Shares.csv": old.encode()}, "sharing") == (0, "none", "counted")


@pytest.mark.parametrize(("age", "counts"), [(0, True), (89, True), (90, False), (200, False)])
def test_the_window_is_the_90_days_up_to_the_newest_date(age: int, counts: bool) -> None:
    day = LAST - timedelta(days=age)
    shares = write_dates("Date,Link", [f"{day} 00:00:01"], "https://x")
    assert measure({**drop("Shares", "InstantReposts"), "Shares.csv": shares.encode()}, "sharing")[0] == counts


@pytest.mark.parametrize(
    "newer",
    [
        {"Invitations.csv": b"Sent At,Direction\n6/10/26,INCOMING\n"},
        {"Company Follows.csv": b"Organization,Followed On\nX,Wed Jun 10 16:02:32 UTC 2026\n"},
    ],
)
def test_the_newest_date_may_be_of_something_that_does_not_count(newer: dict[str, bytes]) -> None:
    shares = {"Shares.csv": b"Date,ShareLink\n2026-01-01 10:00:00,x\n"}
    assert measure(shares, "sharing") == (1, "once_or_twice", "counted")
    made = read(shares | newer)["evidence"]["sharing"]
    assert (made["value"], made["period"][1]) == (0, "2026-06-10")


def test_a_wrong_date_far_in_the_future_does_not_empty_the_window() -> None:
    wrong = GOOD["SearchQueries.csv"] + b"2077/01/01 10:00:00 UTC,x\n9999/12/31 10:00:00 UTC,x\n2025/02/31 10:00:00 UTC,x\n"
    made = read({**GOOD, "SearchQueries.csv": wrong})["evidence"]["people_search"]
    assert (made["value"], made["counts"]["undated"]) == (MEMBER.searches, 2)


def test_how_often_is_a_matter_of_days() -> None:
    same_day = write_dates("Time,Search Query", [f"{LAST:%Y/%m/%d} 10:00:{second:02} UTC" for second in range(50)], "x").encode()
    assert measure({**GOOD, "SearchQueries.csv": same_day}, "people_search") == (50, "never", "proxy")


def test_a_list_of_unanswered_invitations_says_nothing_about_acceptance() -> None:
    pending = {**GOOD, "Invitations.csv": write_invitations(MEMBER, pending_only=True).encode()}
    assert find_reason(pending, "invitation_acceptance") == "pending_only"
    # Accepted invitations are missing from it, so there are more new connections than it holds.
    assert measure(pending, "new_connections") == (MEMBER.connected_in_window, "6_to_20", "proxy")


def test_invitations_of_the_last_days_may_still_be_answered() -> None:
    fresh = replace(MEMBER, sent=5, sent_in_window=5, accepted=0)
    rows = write_invitations(fresh).encode().split(b"\n")
    assert find_reason({**GOOD, "Invitations.csv": b"\n".join(rows[:2])}, "invitation_acceptance") == "none_sent"


INVITED = b"From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
RECEIVED = (
    INVITED
    + b"""\
Anna de Vries,Robin Voorbeeld,"5/28/26, 2:37 PM",,INCOMING,https://www.linkedin.com/in/anna,https://www.linkedin.com/in/robin
Bram Bos,Robin Voorbeeld,"6/10/26, 9:01 AM",,INCOMING,https://www.linkedin.com/in/bram,https://www.linkedin.com/in/robin
"""
)
PEOPLE = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ANNA = b"Anna,de Vries,https://www.linkedin.com/in/anna,,Kade Elf,Directeur,29 May 2026\n"
LONG_AGO = b"Cees,Smit,https://www.linkedin.com/in/cees,,,,12 Jan 2024\n"


@pytest.mark.parametrize(
    ("invitations", "connections", "applies"),
    [
        # Whoever connected in the window had invited the member.
        (RECEIVED, PEOPLE + ANNA + LONG_AGO, False),
        (RECEIVED, PEOPLE + LONG_AGO, False),
        (RECEIVED.replace(b"https://www.linkedin.com/in/anna", b""), PEOPLE + ANNA, False),
        # The list may lack an invitation that was accepted.
        (RECEIVED, PEOPLE + ANNA + b"Dirk,Dam,https://www.linkedin.com/in/dirk,,,,1 Jun 2026\n", True),
        (RECEIVED, PEOPLE + ANNA + b",,,,,,1 Jun 2026\n", True),
        (RECEIVED, PEOPLE + ANNA + b"Dirk,Dam,https://www.linkedin.com/in/dirk,,,,soon\n", True),
        # One sent today, and a list that tells nothing.
        (RECEIVED + b'Robin Voorbeeld,Eva Elst,"6/10/26, 9:02 AM",,OUTGOING,,\n', PEOPLE + ANNA, True),
        (INVITED, PEOPLE + ANNA, True),
        (RECEIVED.replace(b"INCOMING", b"BINNENKOMEND"), PEOPLE + ANNA, True),
    ],
)
def test_acceptance_does_not_apply_to_who_surely_invited_nobody(invitations: bytes, connections: bytes, applies: bool) -> None:
    files = {"Invitations.csv": invitations, "Connections.csv": connections}
    made = read(files)
    assert made["answers"].get("invitation_acceptance") == (None if applies else "not_applicable")
    assert made["not_measured"].get("invitation_acceptance") == ("none_sent" if applies else None)
    if not applies:
        evidence = made["evidence"]["invitation_acceptance"]
        assert (evidence["value"], evidence["confidence"], evidence["counts"]) == (0, "proxy", {"received": 2})
        assert evidence["period"][1] == "2026-06-10"
        over_time = read_export([InputFile("x.zip", io.BytesIO(pack_files(files)))], over_time=True)["over_time"]
        # On the last day of May it was so, too.
        assert [day["answers"].get("invitation_acceptance") for day in over_time[-2:]] == ["not_applicable"] * 2


def test_few_invitations_in_the_window_bring_in_the_older_ones() -> None:
    member = replace(MEMBER, sent=30, sent_in_window=0, accepted=10)
    made = read(make_files(replace(member, sent_in_window=2)))["evidence"]["invitation_acceptance"]
    assert made["counts"]["sent"] >= 5


def test_invitations_are_matched_by_name_where_there_is_no_address() -> None:
    old = {**GOOD, "Invitations.csv": write_invitations(MEMBER, 2020).encode()}
    assert read(old)["evidence"]["invitation_acceptance"] == read(GOOD)["evidence"]["invitation_acceptance"]


def test_a_connection_who_has_the_name_of_somebody_invited_is_not_taken_for_them() -> None:
    pending = write_invitations(MEMBER, 2020, pending_only=True).encode()
    assert find_reason({**make_files(year=2020), "Invitations.csv": pending}, "invitation_acceptance") == "pending_only"
    namesake = b'"Robin Voorbeeld","Anna de Vries","4/1/26, 2:37 PM","","OUTGOING"\n'
    known = write_doubled([["First Name", "Last Name", "Connected On"], ["Anna", "de Vries", "30 Mar 2026"]])
    made = {**GOOD, "Invitations.csv": pending + namesake, "Connections.csv": known.encode()}
    assert find_reason(made, "invitation_acceptance") == "pending_only"
    for day in ("31 Mar 2026", "02 Apr 2026"):
        later = {**made, "Connections.csv": known.replace("30 Mar 2026", day).encode()}
        assert read(later)["evidence"]["invitation_acceptance"]["counts"]["accepted"] == 1


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
    """Such rows are in an unknown language, for example. Where another file counts for the same factor, it gives a lower bound."""
    lines = csv.reader(io.StringIO(GOOD[path].decode().removeprefix(PREAMBLE), newline=""))
    unread = write_doubled([["août" if cell and parse_day(cell) else cell for cell in row] for row in lines])
    made = read({**GOOD, path: unread.encode()})
    for factor, expected in factors.items():
        assert made["not_measured"].get(factor) == expected
        assert expected or made["evidence"][factor]["value"] > 0
        assert expected or made["evidence"][factor]["confidence"] == "proxy"


def test_articles_of_which_none_says_when_it_was_published_may_all_be_drafts() -> None:
    drafts = {f"Articles/Articles/{at}.html": write_article("x", "2026-06-01 10:00", None).encode() for at in range(3)}
    assert find_reason(drop("Articles") | drafts, "articles") == "no_dates"


def test_connections_without_titles_or_employers_are_not_zero() -> None:
    bare = write_doubled([["First Name", "Last Name", "Connected On"], ["A", "B", "08 Feb 2026"], ["", "", "07 Feb 2026"]]).encode()
    made = read({**GOOD, "Connections.csv": bare})
    for factor in ("senior_connections", "junior_connections", "colleague_connections"):
        assert made["not_measured"][factor] == "column_empty"
    assert made["evidence"]["connections"]["counts"] == {"rows": 2, "hidden": 1}
    nobody = b"First Name,Company,Position,Connected On\n"
    assert measure({**GOOD, "Connections.csv": nobody}, "senior_connections") == (0, "none", "proxy")


def test_without_dates_there_is_no_window() -> None:
    undated = {
        "Shares.csv": write_dates("Date,Link", ["", "soon"], "x").encode(),
        "Connections.csv": b"URL,Connected On\nhttps://x/in/a,\n",
    }
    invited = {"Invitations.csv": b"Sent At,Direction\nsoon,OUTGOING\nsoon,sideways\n"}
    made = read({**undated, **invited})
    assert made["not_measured"]["sharing"] == made["not_measured"]["invitation_acceptance"] == "no_dates"
    assert made["not_measured"]["active_days"] == "no_dates"
    assert made["evidence"]["connections"]["period"] == (None, None)
    assert made["newest"] is None
    # Nor is there one where the files have no rows at all.
    empty = read({"Invitations.csv": b"Sent At,Direction\n", "Connections.csv": b"URL,Connected On\n"})
    assert empty["not_measured"]["new_connections"] == empty["not_measured"]["invitation_acceptance"] == "no_dates"


def test_whose_messages_these_are_is_known_from_the_profile_or_the_invitations() -> None:
    expected = measure(GOOD, "inmail_response")
    assert measure(drop("Invitations"), "inmail_response") == expected
    assert measure(drop("Profile"), "inmail_response") == expected


def test_without_a_message_that_has_a_subject_there_is_no_inmail() -> None:
    rows = write_messages(MEMBER).replace("Kennismaken?", "")
    assert find_reason({**GOOD, "messages.csv": rows.encode()}, "inmail_response") == "none_sent"
    dateless = write_messages(MEMBER).replace(" UTC", "").replace("2026-", "x")
    assert find_reason({**GOOD, "messages.csv": dateless.encode()}, "inmail_response") == "no_dates"
    # Without its conversation no message can answer one.
    unjoined = write_messages(MEMBER).replace("CONVERSATION ID", "ID", 1)
    assert find_reason({**GOOD, "messages.csv": unjoined.encode()}, "inmail_response") == "none_sent"


def test_the_self_employed_have_no_colleagues_to_count() -> None:
    alone = write_doubled([["Company Name", "Title", "Description", "Finished On"], ["Freelance", "Adviseur", "", ""], ["", "", "", ""]])
    assert find_reason({**GOOD, "Positions.csv": alone.encode()}, "colleague_connections") == "no_employer"


def test_a_profile_is_as_complete_as_its_files_say() -> None:
    assert measure(drop("Education"), "profile_completeness") == (6, "advanced", "proxy")
    bare = {
        **GOOD,
        "Skills.csv": b"Name\nOne\n",
        "Positions.csv": b"Company Name,Title,Description,Finished On\nX,Y,,\n",
        "Education.csv": b"School Name\n",
    }
    assert measure(bare, "profile_completeness") == (3, "intermediate", "counted")
    blank = {**drop("Profile"), "Profile.csv": b"Headline,Summary\n,\n", "Profile Summary.csv": b"Profile Summary\nHello\n"}
    assert measure(blank, "profile_completeness") == (5, "advanced", "counted")


def test_the_three_most_endorsed_skills_count() -> None:
    header = "Skill Name,Endorsement Date,Endorsement Status"
    rows = [f"{skill},2024/10/0{day} 14:11:21 UTC,{status}" for skill, day, status in SKILLS]
    made = read({"Endorsement_Received_Info.csv": "\n".join([header, *rows, "Wind,,ACCEPTED"]).encode()})["evidence"]["endorsements"]
    # Wind 4, Water 3, and Sun or Earth 2; hidden ones do not count.
    assert (made["value"], made["level"], made["confidence"]) == (9, "5_to_19", "proxy")
    assert made["counts"] == {"rows": 13, "accepted": 11, "skills": 4}


def test_skills_beyond_any_members_are_not_counted() -> None:
    rows = "".join(f"Skill {number},2024/10/01 14:11:21 UTC\n" for number in range(1002))
    data = f"Skill Name,Endorsement Date\n{rows}Skill 0,2024/10/02 14:11:21 UTC\n".encode()
    made = read({"Endorsement_Received_Info.csv": data})["evidence"]["endorsements"]
    assert (made["value"], made["counts"]["skills"], made["counts"]["accepted"]) == (4, 1000, 1003)


SKILLS = [
    *(("Wind", day, "ACCEPTED") for day in (1, 5, 9)),
    *(("Water", day, "ACCEPTED") for day in (2, 3, 4)),
    *(("Sun", day, "ACCEPTED") for day in (6, 7)),
    *(("Earth", day, "ACCEPTED") for day in (8, 8)),
    *(("Earth", day, "HIDDEN") for day in (8, 9)),
]


def test_of_several_archives_the_newest_counts_and_what_is_too_old_does_not() -> None:
    old = make_files(replace(MEMBER, last=LAST - timedelta(days=400), connections=700))
    made = read_export(
        [InputFile("old.zip", io.BytesIO(pack_files(old))), InputFile("new.zip", io.BytesIO(pack_files(drop("Shares", "InstantReposts"))))]
    )
    assert made["evidence"]["connections"]["value"] == MEMBER.connections
    assert made["not_measured"]["sharing"] == "too_old"
    partly = read_export([InputFile("old.zip", io.BytesIO(pack_files(old))), InputFile("new.zip", io.BytesIO(pack_files(drop("Shares"))))])
    assert (partly["evidence"]["sharing"]["value"], partly["evidence"]["sharing"]["confidence"]) == (MEMBER.reposts, "proxy")


def test_a_workbook_has_its_own_window() -> None:
    short = read(GOOD, make_workbook(days=28))["evidence"]["new_followers"]
    assert (short["value"], short["confidence"], short["counts"]["days"]) == (MEMBER.followers, "proxy", 28)
    year = read({}, make_workbook(days=365))
    assert year["evidence"]["new_followers"]["value"] < MEMBER.followers
    later = read(GOOD, make_workbook(replace(MEMBER, last=LAST + timedelta(days=300))), make_workbook(replace(MEMBER, followers=1)))
    assert later["evidence"]["new_followers"]["period"][1] == (LAST + timedelta(days=300)).isoformat()
    assert read(GOOD, make_workbook(replace(MEMBER, last=LAST - timedelta(days=200))))["not_measured"]["new_followers"] == "too_old"


def test_progress_grows_to_the_end_of_each_file() -> None:
    steps = iterate_export([InputFile("x.zip", io.BytesIO(pack_files(GOOD))), InputFile("y.xlsx", io.BytesIO(make_workbook()))])
    seen: list[Progress] = list(steps)
    for place in (0, 1):
        done = [step.done for step in seen if step.place == place]
        assert done == sorted(done)
        assert done[-1] == [step.total for step in seen if step.place == place][-1] > 0


def test_reading_can_be_left_at_any_piece() -> None:
    steps = iterate_export([InputFile("x.zip", io.BytesIO(pack_files(GOOD)))])
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


def test_each_limit_is_reached() -> None:
    for factor in MODEL.factors:
        if factor.key not in NEVER_MEASURED:
            levels = [level.key for level in factor.levels]
            reached = list(dict.fromkeys(find_level(factor.key, number) for number in range(1001)))
            assert reached == levels[: len(reached)]
            assert len(reached) == len(levels) - {"groups": 3}.get(factor.key, 0)


def test_the_same_bytes_every_time() -> None:
    assert pack_files(make_files()) == pack_files(make_files())
    assert make_workbook() == make_workbook()


def test_rows_that_say_nothing_are_no_rows() -> None:
    """Spreadsheets leave such rows, and LinkedIn never writes them."""
    connections = b"First Name,Last Name,URL,Company,Position,Connected On\n,,,,,\n,,,Acme,,08 Feb 2026\nA,B,,Freelance,CEO,8-feb-26\n"
    assert read({"Connections.csv": connections})["evidence"]["connections"]["counts"] == {"rows": 2, "hidden": 0}
    media = b"Date/Time,Media Description,Media Link\n,,\n,a document,https://x/profile-treasury-image/0/1\n"
    assert measure({"Rich_Media.csv": media}, "rich_media") == (1, "one", "weak")
    receipts = {**GOOD, "Receipts_v2.csv": b"Description\nAn advertisement\n"}
    assert read(receipts)["evidence"]["inmail_response"]["counts"]["receipts"] == 0
    endorsements = b"Endorsement Date,Skill Name\n2024/10/24 14:11:21 UTC,Wind\n"
    assert measure({"Endorsement_Received_Info.csv": endorsements}, "endorsements") == (1, "1_to_4", "proxy")
    assert measure({**GOOD, "Skills.csv": b"Name\n\n\n\n\n\n\nOne\n"}, "profile_completeness") == (6, "advanced", "counted")


def test_what_is_all_different_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(GOOD)
    for module in (tally, people, searches):
        monkeypatch.setattr(module, "MOST_KNOWN", 3)
    assert read(GOOD) == expected


def test_a_cell_that_is_held_to_compare_is_held_short_and_compared_whole() -> None:
    long = "x" * 10_000
    rows = [
        f"2026-01-02,{who}{long},,{place}{long},{subject}\n" for place in "ab" for who, subject in (("y", ""), ("Robin Voorbeeld", "s"))
    ]
    profile = f"First Name,Last Name,Headline\nRobin,Voorbeeld{long},z\n"
    found = {"messages.csv": f"{MESSAGES}\n{''.join(rows)}", "Profile.csv": profile}
    made = read({name: text.encode() for name, text in found.items()})["evidence"]["inmail_response"]
    assert (made["value"], made["counts"]["sent"]) == (100, 2)
    reader = MessageReader()
    reader.add([(b"", long.encode(), long.encode(), b"", b"", long.encode(), b"", b"")])
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
    made = read({}, pack_files({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": sheet.encode()}))
    assert made["evidence"]["new_followers"]["value"] == value


def test_a_cell_of_a_sheet_is_read_no_further_than_it_can_matter() -> None:
    sheet = f"<worksheet>\n<row><c><v>{'x' * 100_000}</v></c><c t='s'><v>9</v></c></row></worksheet>"
    made = read({}, pack_files({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": sheet.encode()}))
    assert [each["problem"] for each in made["problems"]] == ["no_daily_sheets"]
