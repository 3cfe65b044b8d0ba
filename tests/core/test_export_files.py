"""Input files: honest archives in every wrapping, and hostile ones.

Each hostile file gets a clear problem; the others are measured.
"""

import errno
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.linkedin_export import limits
from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.names import COMPLETE_ONLY, FILES, parse_name
from ssi_core.linkedin_export.problems import MESSAGES, REASONS
from ssi_core.linkedin_export.readers import READERS
from ssi_core.linkedin_export.report import read_export
from ssi_core.model import MODEL
from tests.support.linkedin_archive import EXAMPLE, make_files, make_workbook, pack_files, resave, write_article

GOOD = make_files()
NAMES = [path for path in GOOD if path.startswith(("Connections", "Skills", "Shares", "Articles"))]
CONNECTIONS = GOOD["Connections.csv"]


def read(*given: tuple[str, bytes]) -> dict[str, Any]:
    made = read_export([InputFile(name, io.BytesIO(data)) for name, data in given])
    assert sorted([*made["evidence"], *made["not_measured"]]) == sorted(factor.key for factor in MODEL.factors)
    assert made["answers"] == {factor: evidence["level"] for factor, evidence in made["evidence"].items()}
    assert {each["problem"] for each in made["problems"]} <= {*MESSAGES}
    assert {*made["not_measured"].values()} <= {*REASONS}
    return made


def find_problems(made: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    return [(each["file"], each["kind"], each["problem"]) for each in made["problems"]]


def write_zip(entries: dict[str, bytes], **change: Any) -> bytes:
    """Write a ZIP that need not be an honest one."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name)
            info.filename = name
            info.compress_type = change.get("compress_type", zipfile.ZIP_DEFLATED)
            made.writestr(info, data)
    return whole.getvalue()


def patch_zip(data: bytes, name: str, **fields: int) -> bytes:
    """Make the ZIP's directory lie about a file."""
    at = data.index(b"PK\x01\x02")
    whole = bytearray(data)
    while whole[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    for field, value in fields.items():
        form, offset = {"flags": ("<H", 8), "method": ("<H", 10), "crc": ("<L", 16), "packed": ("<L", 20), "size": ("<L", 24)}[field]
        struct.pack_into(form, whole, at + offset, value)
    return bytes(whole)


WHOLE = read(("Complete.zip", pack_files(GOOD)))


@pytest.mark.parametrize(
    "given",
    [
        [("Complete_LinkedInDataExport_06-10-2026.zip.zip", pack_files(GOOD))],
        [("export.zip (1).zip", pack_files(GOOD))],
        [("no name at all", pack_files(GOOD))],
        [("rezipped.zip", pack_files(GOOD, "Complete_LinkedInDataExport_06-10-2026/"))],
        [("mac.zip", pack_files(GOOD | {f"__MACOSX/._{path}": b"\0\5\x16\7" for path in GOOD}))],
        [("windows.zip", write_zip({"map\\" + path.replace("/", "\\"): data for path, data in GOOD.items()}))],
        [("outer.zip", pack_files({"inner.zip": pack_files(GOOD)}))],
        [("lower.zip", pack_files({path.lower(): data for path, data in GOOD.items()}))],
        [("spaces.zip", pack_files({path.replace("_123456789", " (1)") if "123" in path else path: data for path, data in GOOD.items()}))],
        [("twice.zip", pack_files(GOOD)), ("twice (1).zip", pack_files(GOOD))],
        [("partial.zip", pack_files(make_files(complete=False))), ("complete.zip", pack_files(GOOD))],
    ],
    ids=lambda given: given[0][0],
)
def test_an_archive_in_any_wrapping_says_the_same(given: list[tuple[str, bytes]]) -> None:
    made = read(*given)
    assert made == WHOLE


def test_single_files_say_the_same_as_the_archive_they_are_from() -> None:
    loose = read(*((path.rpartition("/")[2], data) for path, data in GOOD.items() if parse_name(path)))
    assert {key: value for key, value in loose.items() if key != "problems"} == {
        key: value for key, value in WHOLE.items() if key != "problems"
    }
    assert loose["problems"] == []


@pytest.mark.parametrize(
    ("separator", "encoding", "dutch"), [(";", "utf-8-sig", True), ("\t", "utf-8", False), (",", "utf-8", True), (";", "utf-16", False)]
)
def test_files_saved_again_from_excel_say_the_same(separator: str, encoding: str, dutch: bool) -> None:
    made = read(("x.zip", pack_files(resave(GOOD, separator, encoding, dutch))))
    # Messages are never decoded, so they are not read in another encoding, and that is reported.
    sealed = {"inmail_response", "active_days"} if encoding == "utf-16" else set()
    assert find_problems(made) == ([(0, "messages", "encoding")] if sealed else [])
    for factor in {*WHOLE["evidence"]} - sealed:
        assert made["evidence"][factor] == WHOLE["evidence"][factor]


@pytest.mark.parametrize("nothing", ["N/A", "NULL", "<NA>"])
def test_what_stands_for_nothing_is_nothing(nothing: str) -> None:
    assert read(("x.zip", pack_files(resave(GOOD, ",", "utf-8", nothing=nothing)))) == WHOLE


def test_parts_of_a_split_file_are_added_up_and_copies_are_not() -> None:
    header, *rows = GOOD["SearchQueries.csv"].decode().splitlines(keepends=True)
    halves = {f"SearchQueries_{at + 1}.csv": (header + "".join(rows[at::2])).encode() for at in range(2)}
    for entries in (halves, {"SearchQueries.csv": halves["SearchQueries_1.csv"], "SearchQueries_1.csv": halves["SearchQueries_2.csv"]}):
        made = read(
            (
                "split.zip",
                pack_files({**GOOD, **entries, **({} if "SearchQueries.csv" in entries else {"SearchQueries.csv": header.encode()})}),
            )
        )
        assert made == WHOLE
    copies = read(
        ("x.zip", pack_files(GOOD)),
        ("Connections (1).csv", CONNECTIONS),
        ("Connections.csv", CONNECTIONS),
        ("Connections.csv", CONNECTIONS),
    )
    assert copies["evidence"]["connections"]["value"] == WHOLE["evidence"]["connections"]["value"]


def test_a_row_with_a_wrong_year_makes_no_copy_the_newest() -> None:
    header = b"Date,Message\n"
    newer = header + b"2026-06-01 10:00:00,a\n" * 30
    older = header + b"2026-03-01 10:00:00,a\n2077-01-01 10:00:00,a\n"
    made = read(("x.zip", pack_files({"Comments.csv": newer, "Comments (1).csv": older})))
    assert (
        made["evidence"]["interactions_given"]["value"]
        == read(("x.zip", pack_files({"Comments.csv": newer})))["evidence"]["interactions_given"]["value"]
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("Profile.csv", "profile"),
        ("Profile Summary.csv", "profile_summary"),
        ("profile_summary.CSV", "profile_summary"),
        ("Reactions_123456789.csv", "reactions"),
        ("Reactions_123456789_2.csv", "reactions"),
        ("Rich Media.csv", "rich_media"),
        ("EndorsementReceivedInfo.csv", "endorsements"),
        ("a/b/Company Follows (12).csv", "company_follows"),
        ("Connections.tsv", "connections"),
        ("Articles/Articles/2026-01-01_x.html", "articles"),
        ("x/Articles/y.html", "articles"),
        ("Profile Pictures.csv", None),
        ("Endorsement_Given_Info.csv", None),
        ("guide_messages.csv", None),
        ("Contacts.csv", None),
        ("Verifications/Verifications.csv", None),
        ("Jobs/Saved Jobs.csv", None),
        ("Connections.csv/", None),
        ("Connections", None),
        ("x" * 400 + "/Connections.csv", None),
        ("x.html", None),
        ("", None),
    ],
)
def test_a_file_is_known_by_its_name(path: str, kind: str | None) -> None:
    found = parse_name(path)
    assert (found.kind if found else None) == kind


def test_every_kind_has_a_reader_and_a_name() -> None:
    assert {*FILES} == {*READERS, "articles", "workbook"}
    assert {*COMPLETE_ONLY} <= {*READERS}


BROKEN: dict[str, tuple[bytes, str]] = {
    "not a zip.zip": (b"hello", "not_a_zip"),
    "empty.zip": (b"", "not_a_zip"),
    "cut.zip": (pack_files(GOOD)[:2000], "truncated_zip"),
    "no entries.zip": (write_zip({}), "nothing_inside"),
    "photos.zip": (write_zip({"a.jpg": b"x", "b/": b""}), "nothing_inside"),
    "bad directory.zip": (pack_files(GOOD)[:-10] + b"\xff\xff\x0f\0\0\0\0\0\0\0", "truncated_zip"),
    "notes.docx": (b"no", "unknown_file"),
    "photo.jpg": (b"\xff\xd8\xff", "unknown_file"),
    "Contacts.csv": (b"x,y\n1,2\n", "never_read"),
    "PhoneNumbers.csv": (b"x,y\n1,2\n", "never_read"),
    "Saved_Items_123456789.csv": (b"savedItem,CreatedTime\nx,y\n", "not_needed"),
    "Recommendations_Given.csv": (b"x\n1\n", "not_needed"),
    "Skills.csv": (b"", "empty_file"),
    "Shares.csv": (b"Datum;Wat\n1;2\n", "header_not_found"),
    "Content_2026.xlsx": (b"nope", "not_a_zip"),
    "empty.xlsx": (write_zip({"xl/workbook.xml": b"<x/>"}), "not_a_workbook"),
    "broken.xlsx": (write_zip({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b"<row><c>"}), "not_a_workbook"),
    "rows.xlsx": (write_zip({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b"<row><c><v>Date</v></c></row>"}), "no_daily_sheets"),
    "binary.xlsb": (write_zip({"xl/workbook.bin": b"x"}), "not_a_workbook"),
    "sheet.ods.zip": (write_zip({"content.xml": b"<x/>", "mimetype": b"x"}), "not_a_workbook"),
    "entities.xlsx": (
        make_workbook(doctype='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f "&e;&e;">]>'),
        "xml_refused",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_file_is_stated_and_the_others_are_measured(name: str) -> None:
    data, expected = BROKEN[name]
    made = read((name, data), ("good.zip", pack_files(GOOD)))
    assert [problem for place, _, problem in find_problems(made)] == [expected]
    assert made["problems"][0]["file"] == 0
    assert made["answers"] == WHOLE["answers"]
    alone = read((name, data))
    assert not alone["evidence"]
    assert alone["problems"] == made["problems"]


ENTRY: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (lambda: patch_zip(pack_files(GOOD), "Connections.csv", flags=1), "encrypted"),
    "packed unusually": (lambda: patch_zip(pack_files(GOOD), "Connections.csv", method=14), "unsupported"),
    "larger than it says": (lambda: patch_zip(pack_files(GOOD), "Connections.csv", size=100), "damaged"),
    "enormous": (lambda: patch_zip(pack_files(GOOD), "Connections.csv", size=limits.LARGEST_FILE + 1), "too_large"),
    "grown out of measure": (lambda: patch_zip(pack_files(GOOD), "Connections.csv", size=2 * limits.FREE_BYTES), "too_large"),
    "other bytes": (lambda: patch_zip(pack_files(GOOD), "Connections.csv", crc=1), "damaged"),
    "a long line": (
        lambda: pack_files(GOOD | {"Connections.csv": b"Connected On,URL\n" + b"x" * (limits.LARGEST_ROW + 2 * limits.CHUNK)}),
        "row_too_long",
    ),
    "nothing in it": (lambda: pack_files(GOOD | {"Connections.csv": b"\n"}), "empty_file"),
    "other columns": (lambda: pack_files(GOOD | {"Connections.csv": b"Voornaam,Verbonden op\nA,08 Feb 2026\n"}), "header_not_found"),
    "a column less": (
        lambda: pack_files(GOOD | {"Connections.csv": b"First Name,Company,Position\nA,B,CEO\n"}),
        "header_not_found",
    ),
    "NUL bytes": (lambda: pack_files(GOOD | {"Connections.csv": b"\0" * 100_000}), "header_not_found"),
}


@pytest.mark.parametrize("name", ENTRY)
def test_one_bad_file_inside_costs_only_what_it_measures(name: str) -> None:
    make, expected = ENTRY[name]
    made = read(("x.zip", make()))
    assert find_problems(made) == [(0, "connections", expected)]
    assert made["problems"][0]["name"] == "Connections.csv"
    assert made["not_measured"]["connections"] == made["not_measured"]["senior_connections"] == "file_broken"
    for factor in ("endorsements", "sharing", "interactions_given", "articles", "people_search"):
        assert made["evidence"][factor] == WHOLE["evidence"][factor]


def test_an_archive_with_a_password_is_told_once() -> None:
    names = [path for path in GOOD if path.endswith(".csv")]
    whole = pack_files({path: GOOD[path] for path in names})
    for path in names:
        whole = patch_zip(whole, path, flags=1)
    alone = read(("x.zip", whole))
    assert find_problems(alone) == [(0, None, "encrypted")]
    # Its contents are not absent.
    assert alone["not_measured"]["connections"] == alone["not_measured"]["sharing"] == "file_broken"
    outer = read(("x.zip", pack_files({"inner.zip": whole, "Skills.csv": GOOD["Skills.csv"]})))
    assert find_problems(outer) == [(0, None, "encrypted")]


def test_a_list_of_a_million_entries_is_not_even_read() -> None:
    count = 1_000_000
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 0xFFFF, 0xFFFF, len(entry) * count, 0, 0)
    assert find_problems(read(("x.zip", b"PK\x03\x04" + entry * count + end))) == [(0, None, "too_many_entries")]


def test_too_many_entries_in_a_short_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ENTRIES", 10)
    assert find_problems(read(("x.zip", pack_files(GOOD)))) == [(0, None, "too_many_entries")]


def test_all_files_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_WHOLE", sum(map(len, GOOD.values())) // 2)
    made = read(("x.zip", pack_files(GOOD)))
    assert made["evidence"]
    assert {problem for *_, problem in find_problems(made)} == {"too_large"}


def test_a_single_file_and_a_nested_zip_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_FILE", 10_000)
    assert find_problems(read(("Connections.csv", CONNECTIONS))) == [(0, "connections", "too_large")]
    monkeypatch.undo()
    monkeypatch.setattr(limits, "LARGEST_NESTED", 1000)
    assert find_problems(read(("x.zip", pack_files({"y.zip": pack_files(GOOD)})))) == [(0, None, "nested_too_large")]


def test_a_zip_in_a_zip_in_a_zip_is_too_deep() -> None:
    made = read(("x.zip", pack_files({"y.zip": pack_files({"z.zip": pack_files(GOOD), "Skills.csv": GOOD["Skills.csv"]})})))
    assert find_problems(made) == [(0, None, "nested_too_deep")]
    broken = read(("x.zip", pack_files({"y.zip": b"no zip", **GOOD})))
    assert find_problems(broken) == [(0, None, "not_a_zip")]
    assert broken["answers"] == WHOLE["answers"]


def test_a_damaged_zip_in_a_zip_is_stated() -> None:
    inner = pack_files(GOOD)
    outer = write_zip({"y.zip": inner, "Skills.csv": GOOD["Skills.csv"]}, compress_type=zipfile.ZIP_STORED)
    assert find_problems(read(("x.zip", outer.replace(inner[100:110], b"0123456789", 1)))) == [(0, None, "damaged")]


@pytest.mark.parametrize(
    "path", ["../Connections.csv", "/Connections.csv", "C:/Connections.csv", "a/../../Connections.csv", "..\\Connections.csv"]
)
def test_paths_that_lead_out_are_not_read(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = read(("x.zip", write_zip({path: CONNECTIONS, "Skills.csv": GOOD["Skills.csv"], "../evil.sh": b"x"})))
    assert find_problems(made) == [(0, None, "unsafe_path")]
    assert made["not_measured"]["connections"] == "file_absent"
    assert not list(tmp_path.iterdir())


def test_an_article_with_a_script_is_only_looked_at_for_its_date() -> None:
    day = "2026-06-01 10:00"
    evil = write_article("x", day, day).replace(
        "<div>", "<script>document.write('<p class=\"published\">Published on 2020-01-01</p>')</script><div>"
    )
    broken = "<p class='published' <<<" * 20_000
    made = read(
        ("x.zip", pack_files(GOOD | {"Articles/Articles/evil.html": evil.encode(), "Articles/Articles/broken.html": broken.encode()}))
    )
    assert made["evidence"]["articles"]["value"] == 3
    assert read(("my article.html", evil.encode()))["answers"] == {"articles": "one"}


def test_a_damaged_article_costs_itself() -> None:
    made = read(("x.zip", patch_zip(pack_files(GOOD), "Articles/Articles/stuk-0.html", method=14)))
    assert find_problems(made) == [(0, "articles", "unsupported")]
    assert made["evidence"]["articles"]["value"] == 1
    assert made["evidence"]["articles"]["confidence"] == "proxy"


@pytest.mark.parametrize("options", [{}, {"dutch": True}, {"inline": True}])
def test_a_workbook_of_every_kind(options: dict[str, Any]) -> None:
    made = read(("AggregateAnalytics_Robin.xlsx", make_workbook(**options)))
    assert made["evidence"]["new_followers"]["value"] == 64
    assert made["evidence"]["interactions_received"]["value"] == 410
    assert made["problems"] == []


WORKBOOKS = {
    "Excel": write_zip(
        {"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b"<row><c t='inlineStr'><is><t>Connected On</t></is></c></row>"}
    ),
    "empty": write_zip({"xl/workbook.xml": b""}),
    "binary": write_zip({"[Content_Types].xml": b"", "xl/workbook.bin": b"x"}),
    "LibreOffice": write_zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<office/>"}),
    "Excel of 1997": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_under_the_name_of_a_csv_file_is_told_as_that(name: str) -> None:
    data = WORKBOOKS[name]
    for file in (("Connections.csv", data), ("connections (1).CSV", data), ("x.zip", pack_files({**GOOD, "Connections.csv": data}))):
        made = read(file)
        assert find_problems(made) == [(0, "connections", "workbook_as_csv")]
        assert made["not_measured"]["connections"] == "file_broken"
    assert find_problems(read(("messages.csv", data))) == [(0, "messages", "workbook_as_csv")]
    assert find_problems(read(("Contacts.csv", data))) == [(0, None, "never_read")]


def test_the_analytics_workbook_under_the_name_of_a_csv_file_is_read() -> None:
    assert {*read(("Shares.csv", make_workbook()))["evidence"]} == {"new_followers", "interactions_received"}


def make_sheets(*sheets: list[list[str]]) -> bytes:
    rows = ["".join(f"<row>{''.join(f'<c><v>{cell}</v></c>' for cell in row)}</row>" for row in rows) for rows in sheets]
    return write_zip(
        {
            "xl/workbook.xml": b"",
            **{f"xl/worksheets/sheet{at}.xml": f"<worksheet>{each}</worksheet>".encode() for at, each in enumerate(rows)},
        }
    )


TOP = [["Post URL", "Post publish date", "Engagements"], ["https://x", "6/10/2026", "99"]]
OVERALL = [["Overall Performance", "3/13/2026 - 6/10/2026"], ["Impressions", "12,345"]]
FOLLOWERS = [["Total followers on 6/10/2026", "1,234"], ["Date", "New followers"], ["6/10/2026", "3"]]


@pytest.mark.parametrize("sheets", [[OVERALL], [TOP, OVERALL], [[["Datum", "Weergaven"], ["6/10/2026", "5"]]], [FOLLOWERS[:1]]])
def test_a_workbook_without_the_daily_sheets_is_told_as_that(sheets: list[list[list[str]]]) -> None:
    made = read(("Content_2026.xlsx", make_sheets(*sheets)), ("x.zip", pack_files(GOOD)))
    assert find_problems(made) == [(0, "workbook", "no_daily_sheets")]
    assert made["not_measured"]["new_followers"] == made["not_measured"]["interactions_received"] == "column_empty"
    assert made["answers"] == WHOLE["answers"]


def test_a_workbook_with_one_of_the_daily_sheets_answers_one_question() -> None:
    made = read(("Content_2026.xlsx", make_sheets(TOP, FOLLOWERS)))
    assert made["evidence"]["new_followers"]["value"] == 3
    assert made["not_measured"]["interactions_received"] == "column_empty"
    assert made["problems"] == []


PAGE = b"<html><head><title>x</title></head><body><h1>My site</h1><p class='intro'>Published on 2026-06-01</p></body></html>"
ARTICLES = {path.rpartition("/")[2]: data for path, data in GOOD.items() if path.startswith("Articles/")}
OTHERS = {path: data for path, data in GOOD.items() if not path.startswith("Articles/")}


@pytest.mark.parametrize(
    "entries",
    [
        {**OTHERS, **ARTICLES},
        {**OTHERS, **{f"mijn artikelen/{path}": data for path, data in ARTICLES.items()}},
        {f"export/{path}": data for path, data in {**OTHERS, **ARTICLES}.items()},
        {**{f"export/{path}": data for path, data in OTHERS.items()}, **ARTICLES},
        {**{f"export/{path}": data for path, data in OTHERS.items()}, **{f"export/a/b/{path}": data for path, data in ARTICLES.items()}},
        {**OTHERS, **{path.upper().replace(".HTML", ".HTM"): data for path, data in ARTICLES.items()}},
        {**OTHERS, **ARTICLES, "index.html": PAGE, "empty.html": b"", "__MACOSX/._stuk-0.html": ARTICLES["stuk-0.html"]},
        {"inner.zip": pack_files({**OTHERS, **ARTICLES})},
    ],
    ids=range(8),
)
def test_articles_may_lie_in_any_folder(entries: dict[str, bytes]) -> None:
    made = read(("x.zip", pack_files(entries)))
    assert made == WHOLE


def test_articles_alone_in_a_zip_say_what_they_say_one_by_one() -> None:
    packed, loose = read(("artikelen.zip", pack_files(ARTICLES))), read(*ARTICLES.items())
    assert packed["evidence"] == loose["evidence"]
    assert packed["evidence"]["articles"]["value"] == 2


def test_pages_that_are_no_articles_are_left_out() -> None:
    made = read(("x.zip", pack_files({"index.html": PAGE, "a/b.html": b"<p>", "Skills.csv": GOOD["Skills.csv"]})))
    assert (made["not_measured"]["articles"], made["problems"]) == ("file_absent", [])
    assert find_problems(read(("site.zip", pack_files({"index.html": PAGE, "x.css": b""})))) == [(0, None, "nothing_inside")]
    broken = patch_zip(pack_files({"index.html": PAGE, "Skills.csv": GOOD["Skills.csv"]}), "index.html", method=14)
    assert find_problems(read(("x.zip", broken))) == [(0, "articles", "unsupported")]


def test_no_name_out_of_the_archive_is_in_a_report() -> None:
    words = repr(read(("Robin-Voorbeeld.zip", pack_files(GOOD)), ("Robin.csv", b"x"), ("w.xlsx", make_workbook()))).lower()
    for personal in ("robin", "voorbeeld", "windmolen", "kade", "lid-", "123456789", "@", "http", "goed punt", "jansen", "linkedin.com"):
        assert personal not in words


def test_what_messages_say_and_what_is_private_is_never_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    from ssi_core.linkedin_export import cells, people, readers, tally

    seen: list[bytes] = []

    def spy(raw: bytes) -> str:
        seen.append(raw)
        return cells.decode_cell(raw)

    for module in (people, readers, tally):
        monkeypatch.setattr(module, "decode_cell", spy)
    secret = "Geheim-en-privé"
    rows = GOOD["messages.csv"].decode().replace("Goed punt, hier loop ik ook tegenaan.", secret)
    made = read(("x.zip", pack_files(GOOD | {"messages.csv": rows.encode()})))
    assert made["answers"] == WHOLE["answers"]
    assert rows.count(secret) > 10
    assert not [raw for raw in seen if secret.encode() in raw or b"0600000000" in raw or b"robin@" in raw]
    undecodable = rows.encode().replace(secret.encode(), b"\xff\xfe\xc3\x28\0")
    assert read(("x.zip", pack_files(GOOD | {"messages.csv": undecodable})))["answers"] == WHOLE["answers"]


@given(data=st.data())
def test_an_archive_with_damage_anywhere_is_stated_or_measured(data: st.DataObject) -> None:
    whole = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read(("x.zip", bytes(whole[: data.draw(st.sampled_from([len(whole), len(whole) - 1, len(whole) // 2]))])))


SMALL = pack_files(
    {path: data[:300] for path, data in GOOD.items() if path in ("Profile.csv", "Skills.csv", "Connections.csv")} | {"w.xlsx": b""}
)


@given(data=st.binary(max_size=200), name=st.sampled_from([*FILES.values(), "x.zip", "x.xlsx", "x.html", "x"]))
def test_any_bytes_under_any_name_are_stated_or_measured(data: bytes, name: str) -> None:
    read((name, data))
    read((name, b"PK\x03\x04" + data))


def test_the_example_on_the_site_is_this_archive() -> None:
    with zipfile.ZipFile(EXAMPLE) as example:
        assert {name: example.read(name) for name in example.namelist()} == GOOD
    assert zlib.crc32(EXAMPLE.read_bytes())


class Unplugged(io.BytesIO):
    """A file on a disk that is taken away after its first bytes."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 3:
            raise OSError(errno.EIO, "Input/output error")
        return super().read(size)


def test_what_cannot_be_read_from_the_disk_is_not_called_damaged() -> None:
    with pytest.raises(OSError, match="Input/output error"):
        read_export([InputFile("x.zip", Unplugged(pack_files(GOOD)))])
