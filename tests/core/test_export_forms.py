"""LinkedIn's own files in forms that are easily misread: job alerts among the searches, replies to InMail, media of every kind."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.report import read_export
from ssi_core.linkedin_export.searches import FEWEST_RUNS
from tests.support.linkedin_archive import MEMBER, make_files, pack_files, write_dates, write_doubled, write_media

LAST = date(2025, 9, 30)
RUN, TYPED = "Verkoper binnendienst", "Pien Østergård"


def read(files: Mapping[str, str | bytes]) -> dict[str, Any]:
    return read_export([InputFile(name, io.BytesIO(data if isinstance(data, bytes) else data.encode())) for name, data in files.items()])


def write_searches(*queries: tuple[str, list[int]]) -> str:
    """Write SearchQueries.csv. A query comes with its days, counted back from the last."""
    rows = [
        [f"{LAST - timedelta(days=ago):%Y/%m/%d} 07:30:0{at % 10} UTC", query] for query, days in queries for at, ago in enumerate(days)
    ]
    return write_doubled([["Time", "Search Query"], *rows])


def write_alerts(*keywords: str) -> str:
    rows = [
        ["{channels=[EMAIL], frequency=WEEKLY}", f"{{sortingType=DATE, keywords={each}, spellCheckEnabled=true, facets={{}}}}", "7"]
        for each in keywords
    ]
    return write_doubled([["ALERT_PARAMETERS", "QUERY_CONTEXT", "SAVED_SEARCH_ID"], *rows])


def write_old_alerts(*addresses: str) -> str:
    return write_doubled([["Saved Search Date", "Jobs Search Url"], *(["3/1/22, 7:18 AM", address] for address in addresses)])


DAILY = [*range(90), *range(90)]
JOBS = "https://www.linkedin.com/jobs/search"
ALERT_LISTS: dict[str, str] = {
    "parts": write_alerts("something else", RUN),
    "other case and spacing": write_alerts("VERKOPER  binnendienst"),
    "the last part": write_doubled([["QUERY_CONTEXT"], [f"{{keywords={RUN}}}"]]),
    "without other parts": write_doubled([["QUERY_CONTEXT", "X"], [f"keywords={RUN}", ""]]),
    "an address": write_old_alerts(f"{JOBS}?keywords={quote(RUN)}&location=Utrecht"),
    "an address with pluses": write_old_alerts(f"{JOBS}?f_TPR=r86400&keywords={quote_plus(RUN)}"),
    "both columns": write_doubled([["Query Context", "Jobs Search Url"], ["", f"{JOBS}?keywords={quote(RUN)}#x"]]),
}


@pytest.mark.parametrize("name", [*ALERT_LISTS, None])
def test_runs_of_job_alerts_are_no_searches_and_no_active_days(name: str | None) -> None:
    files = {
        "SearchQueries.csv": write_searches((RUN, DAILY), (TYPED, [3, 3, 20])),
        "Votes.csv": write_dates("Date,Link,OptionText", [f"{LAST - timedelta(days=8)} 10:00:00"], "x", "y"),
    }
    made = read(files | ({"SavedJobAlerts.csv": ALERT_LISTS[name]} if name else {}))
    found = made["evidence"]["people_search"]
    assert (found["value"], found["level"], found["counts"]) == (3, "monthly", {"days": 2, "undated": 0, "alerts": 180})
    assert (made["evidence"]["active_days"]["value"], made["answers"]["active_days"]) == (3, "under_1_day")
    assert made["problems"] == []


@pytest.mark.parametrize(
    "text", ["ondernemer, zzp, starter", "c++ developer", "50% fte", "日本語教師", '"account manager" AND wind', "a&b"]
)
def test_keywords_of_every_kind_are_known(text: str) -> None:
    searches = write_searches((text, [1, 2, 3]), (TYPED, [1]))
    for alerts in (write_alerts(text), write_old_alerts(f"{JOBS}/?keywords={quote(text, safe='')}&x=1")):
        assert read({"SearchQueries.csv": searches, "SavedJobAlerts.csv": alerts})["evidence"]["people_search"]["value"] == 1


def test_alerts_without_keywords_take_nothing_away() -> None:
    searches = write_searches((TYPED, [1, 4]), ("", [5]))
    for alerts in (
        write_doubled([["QUERY_CONTEXT"], ["{searchLocation={}}"], [""]]),
        write_old_alerts(f"{JOBS}?location=Utrecht", ""),
        write_alerts(""),
    ):
        found = read({"SearchQueries.csv": searches, "SavedJobAlerts.csv": alerts})["evidence"]["people_search"]
        assert (found["value"], found["counts"]["alerts"]) == (3, 0)


def test_with_the_list_of_alerts_what_is_not_in_it_was_typed() -> None:
    files = {"SearchQueries.csv": write_searches((TYPED, [*range(90)])), "SavedJobAlerts.csv": write_alerts(RUN)}
    assert read(files)["answers"]["people_search"] == "daily"


def test_a_list_of_alerts_without_keywords_is_none() -> None:
    files = {"SearchQueries.csv": write_searches((RUN, DAILY), (TYPED, [4])), "SavedJobAlerts.csv": write_alerts("")}
    assert read(files)["evidence"]["people_search"]["value"] == 1


def test_the_list_of_alerts_alone_answers_nothing() -> None:
    made = read({"SavedJobAlerts.csv": write_alerts(RUN)})
    assert (made["answers"], made["problems"], made["not_measured"]["people_search"]) == ({}, [], "file_absent")


@pytest.mark.parametrize(
    ("days", "typed"),
    [
        ([*range(90)], False),
        # An alert that was made or deleted meanwhile, with days on which nothing was found.
        ([*range(30)], False),
        ([*range(60, 90)], False),
        ([day for day in range(80) if day % 3], False),
        # Once a week, with a week left out.
        ([*range(0, 49, 7), *range(56, 90, 7)], False),
        # Too few to tell.
        ([*range(FEWEST_RUNS - 1)], True),
        ([*range(0, 7 * (FEWEST_RUNS - 1), 7)], True),
        ([4] * 50, True),
        # Often, and not regularly.
        ([*range(0, 90, 2)], True),
        ([day * day % 89 for day in range(12)], True),
        ([*range(0, 90, 14), *range(3, 90, 14)], True),
    ],
)
def test_without_the_list_of_alerts_what_recurs_for_long_is_one(days: list[int], typed: bool) -> None:
    made = read({"SearchQueries.csv": write_searches((RUN, days), (TYPED, [2]))})
    assert made["evidence"]["people_search"]["value"] == 1 + len(days) * typed


@given(runs=st.sets(st.integers(0, 300), min_size=1), typed=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 5)), max_size=30))
def test_runs_change_nothing(runs: set[int], typed: list[tuple[int, int]]) -> None:
    """With the list of alerts, an archive says the same with any runs of theirs and without, up to the newest day."""
    own = [(f"lid {who}", [ago]) for ago, who in typed] + [(TYPED, [0])]
    alerts = {"SavedJobAlerts.csv": write_alerts(RUN)}
    without = read({"SearchQueries.csv": write_searches(*own)} | alerts)["evidence"]
    made = read({"SearchQueries.csv": write_searches(*own, (RUN, [*runs]))} | alerts)["evidence"]
    assert made["people_search"]["counts"].pop("alerts") == sum(ago < 90 for ago in runs)
    without["people_search"]["counts"].pop("alerts")
    assert made == without


PROFILE = "First Name,Last Name,Headline\nNoor,de Wit,Inkoper\n"
ME, SHE, HE = "Noor de Wit", "Aïsha Brons", "Otto Lang"
type Message = tuple[str, str, str, str, str]


def write_messages(*messages: Message, form: str = "{} UTC") -> str:
    """Write messages.csv, of (conversation, from, to, time, subject)."""
    header = ["CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE", "SUBJECT"]
    rows = [[place, "", sender, "", to, "", form.format(time), subject] for place, sender, to, time, subject in messages]
    return write_doubled([header, *rows])


def count_inmails(*messages: Message, form: str = "{} UTC") -> tuple[int, int] | str:
    made = read({"messages.csv": write_messages(*messages, form=form), "Profile.csv": PROFILE})
    if "inmail_response" in made["not_measured"]:
        return str(made["not_measured"]["inmail_response"])
    counts = made["evidence"]["inmail_response"]["counts"]
    return counts["sent"], counts["answered"]


BEGUN: dict[str, tuple[list[Message], tuple[int, int] | str]] = {
    "begun": ([("1", ME, SHE, "2025-03-01 09:00:00", "Your talk")], (1, 0)),
    "begun and answered": (
        [("1", SHE, ME, "2025-03-02 09:00:00", "RE: Your talk"), ("1", ME, SHE, "2025-03-01 09:00:00", "Your talk")], (1, 1),
    ),
    "answered on the same day": (
        [("1", SHE, ME, "2025-03-01 17:20:00", "Your talk"), ("1", ME, SHE, "2025-03-01 09:00:00", "Your talk")], (1, 1),
    ),
    "the oldest first": (
        [("1", ME, SHE, "2025-03-01 09:00:00", "Your talk"), ("1", SHE, ME, "2025-03-01 09:00:01", "Your talk")], (1, 1),
    ),
    "a reply on a later day": (
        [("1", ME, SHE, "2025-03-03 09:00:00", "A vacancy"), ("1", SHE, ME, "2025-03-01 09:00:00", "A vacancy")], "none_sent",
    ),
    "a reply on the same day": (
        [("1", ME, SHE, "2025-03-01 10:00:00", "A vacancy"), ("1", SHE, ME, "2025-03-01 09:59:59", "A vacancy")], "none_sent",
    ),
    "a reply, the oldest first": (
        [("1", SHE, ME, "2025-03-01 09:59:59", "A vacancy"), ("1", ME, SHE, "2025-03-01 10:00:00", "A vacancy")], "none_sent",
    ),
    "a reply to what was deleted": ([("1", ME, SHE, "2025-03-01 10:00:00", "Re: A vacancy")], "none_sent"),
    "in Dutch": ([("1", ME, SHE, "2025-03-01 10:00:00", "Antw: Een vacature")], "none_sent"),
    "in German": ([("1", ME, SHE, "2025-03-01 10:00:00", "AW: Eine Stelle")], "none_sent"),
    "in Chinese": ([("1", ME, SHE, "2025-03-01 10:00:00", "RE：职位")], "none_sent"),
    "only begins like a reply": ([("1", ME, SHE, "2025-03-01 10:00:00", "Reading group: join us")], (1, 0)),
    "a talk that got a subject later": (
        [("1", ME, SHE, "2025-03-03 10:00:00", "An offer"), ("1", ME, SHE, "2025-03-01 10:00:00", "")], "none_sent",
    ),
    "one begun, one replied to": (
        [
            ("1", ME, SHE, "2025-03-04 10:00:00", "A vacancy"), ("2", ME, HE, "2025-03-03 10:00:00", "Your book"),
            ("1", SHE, ME, "2025-03-02 10:00:00", "A vacancy"),
        ],
        (1, 0),
    ),
    "not dated": ([("1", ME, SHE, "", "Your talk"), ("2", ME, HE, "2025-03-03 10:00:00", "Your book")], (1, 0)),
}  # fmt: skip


@pytest.mark.parametrize("name", BEGUN)
def test_an_inmail_is_the_members_who_began_with_it(name: str) -> None:
    messages, expected = BEGUN[name]
    assert count_inmails(*messages) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("3/1/25, 9:05 AM", "3/1/25, 1:04 PM"),
        ("3/1/25, 12:05 AM", "3/1/25, 1:00 AM"),
        ("1-3-2025 9:05", "1-3-2025 13:04"),
        ("2025-03-01T09:05:00Z", "2025-03-01T09:05:07Z"),
        ("28-2-2025", "1-3-2025"),
    ],
)
def test_which_message_is_older_shows_in_every_form_of_time(first: str, second: str) -> None:
    for one, other in ((first, second), (second, first)):
        rows = [("1", SHE, ME, one, "A vacancy"), ("1", ME, SHE, other, "A vacancy")]
        for order in (rows, rows[::-1]):
            assert count_inmails(*order, form="{}") == ("none_sent" if one == first else (1, 1))


def test_without_times_the_newest_stands_first() -> None:
    rows = [("1", SHE, ME, "1-3-2025", "Your talk"), ("1", ME, SHE, "1-3-2025", "Your talk")]
    assert count_inmails(*rows, form="{}") == (1, 1)
    assert count_inmails(*rows[::-1], form="{}") == "none_sent"


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ([("1", SHE, ME, "2025-03-01", ""), ("2", HE, ME, "2025-03-02", "Opportunity")], "none_sent"),
        # With others in the conversation, in any order.
        ([("1", SHE, f"{HE}, {ME}", "2025-03-01", ""), ("1", HE, f"{ME},{SHE}", "2025-03-02", "")], "none_sent"),
        ([("1", SHE, "", "2025-03-01", ""), ("2", HE, ME.upper(), "2025-03-02", "")], "none_sent"),
        ([("1", SHE, HE, "2025-03-01", ""), ("2", HE, ME, "2025-03-02", "")], "owner_unknown"),
        ([("1", SHE, HE, "2025-03-01", ""), ("2", HE, SHE, "2025-03-02", "")], "owner_unknown"),
        ([("1", SHE, "", "2025-03-01", "")], "owner_unknown"),
        ([], "owner_unknown"),
    ],
)
def test_a_member_who_only_receives_sent_none(messages: list[Message], reason: str) -> None:
    assert count_inmails(*messages) == reason


def test_whoever_receives_is_known_by_a_name_with_a_comma_and_by_an_address() -> None:
    rows = write_messages(("1", SHE, "Noor de Wit, MBA", "2025-03-01", ""))
    made = read({"messages.csv": rows, "Profile.csv": 'First Name,Last Name,Headline\nNoor,"de Wit, MBA",Inkoper\n'})
    assert made["not_measured"]["inmail_response"] == "none_sent"
    address = "https://www.linkedin.com/in/noor-0"
    invited = write_doubled([["From", "Sent At", "Direction", "inviteeProfileUrl"], ["", "1/29/25, 2:37 PM", "INCOMING", address]])
    for urls, reason in ((f"https://www.linkedin.com/in/x,{address}", "none_sent"), ("https://www.linkedin.com/in/x", "owner_unknown")):
        received = write_doubled([["FROM", "RECIPIENT PROFILE URLS", "DATE"], [SHE, urls, "2025-03-01"]])
        assert read({"messages.csv": received, "Invitations.csv": invited})["not_measured"]["inmail_response"] == reason


MEDIA = {
    "feed photo": "image/v2/AAA/feedshare-shrink_800/B4E/0/1",
    "feed document": "document/media/v2/AAA/feedshare-document-pdf-analyzed/0/1",
    "profile photo": "image/v2/AAA/profile-originalphoto-shrink_900_1200/B4E/0/1",
    "profile background photo": "image/v2/AAA/profile-originalbackgroundimage-shrink/0/1",
    "article cover photo": "image/v2/AAA/article-cover_image-shrink_720_1280/0/1",
    "photo": "image/v2/AAA/comment-image-shrink_8192_1280/0/1",
    "group logo": "image/v2/AAA/group-logo_image-shrink_92x92/0/1",
    "video": "playlist/vid/v2/AAA/feedshare-ambry-analyzed/0/1",
}


def write_uploads(*uploads: tuple[str, str], description: str = " -") -> str:
    sentences = [
        [f"You uploaded a {what} on June {at + 1}, 2025 at 3:16 AM (GMT)", description, link] for at, (what, link) in enumerate(uploads)
    ]
    return write_doubled([["Date/Time", "Media Description", "Media Link"], *sentences])


@pytest.mark.parametrize("shown", [0, 1, 2, 6])
@pytest.mark.parametrize("description", [" -", "", "On profile-treasury, my profile photo and the feed"])
def test_only_media_whose_link_says_so_are_on_the_profile(shown: int, description: str) -> None:
    links = [(what, f"https://media.licdn.com/dms/{path}?e=1") for what, path in MEDIA.items()]
    own = [
        ("photo", "https://media.licdn.com/dms/image/D4D2/Profile-Treasury-image-shrink_800_800/0/17"),
        ("document", "https://media.licdn.com/dms/document/media/v2/D4/profile-treasury-document-pdf-analyzed/B4/0/17"),
    ] * 3
    made = read({"Rich_Media.csv": write_uploads(*links, *own[:shown], ("feed photo", ""), description=description)})
    found = made["evidence"]["rich_media"]
    assert (found["value"], found["counts"]["rows"]) == (shown, 9 + shown)
    assert found["period"][1] == f"2025-06-{9 + shown:02}"


def test_media_without_links_say_nothing_unless_the_sentence_does() -> None:
    assert read({"Rich_Media.csv": write_uploads(("photo", ""), ("document", ""))})["not_measured"]["rich_media"] == "column_empty"
    assert read({"Rich_Media.csv": write_uploads(("photo", ""), ("feed document", ""))})["evidence"]["rich_media"]["value"] == 0
    assert read({"Rich_Media.csv": write_uploads()})["evidence"]["rich_media"]["value"] == 0


@pytest.mark.parametrize(
    ("name", "factor", "data"),
    [
        ("Rich Media.csv", "rich_media", write_media(MEMBER, 2023).encode()),
        ("Rich_Media.csv", "rich_media", "Type;Link\r\nVideo;https://x\r\n".encode("utf-16")),
        ("Ad Targeting.csv", "groups", '"Age Group"\t"Country"\t"Gender"\n"25-34"\t"be"\t""\n'.encode("utf-16")),
        ("Ad_Targeting.csv", "groups", b"Member Age,Company Names,Company Names,Member Skills\n25-34,A,B,C\n"),
        ("Ad_Targeting.csv", "groups", b"Company Size,Job Titles,Job Titles\n1,b,c\n"),
        ("Ad_Targeting_1.csv", "groups", b"Country;Followed Companies\nnl;A\n"),
    ],
)  # fmt: skip
def test_a_form_of_linkedins_own_that_has_nothing_to_count_is_no_fault(name: str, factor: str, data: bytes) -> None:
    whole = {**make_files(), "Rich_Media.csv": b"", "Ad_Targeting.csv": b"", name: data}
    for made in (read({name: data}), read({"x.zip": pack_files({path: text for path, text in whole.items() if text})})):
        assert (made["not_measured"][factor], made["problems"]) == ("column_empty", [])
    # A newer copy of it counts.
    both = read({"x.zip": pack_files(make_files()), name: data})
    assert factor in both["evidence"]
    assert both["problems"] == []


def test_columns_of_another_file_are_still_a_fault() -> None:
    for name in ("Rich_Media.csv", "Ad_Targeting.csv", "SavedJobAlerts.csv"):
        assert [each["problem"] for each in read({name: b"Naam,Waarde\n1,2\n"})["problems"]] == ["header_not_found"]
