"""What is handed over: honest archives in every wrapping, and hostile ones. Each gets a clear word; the others are measured."""

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
from ssi_core.linkedin_export.archive import Given
from ssi_core.linkedin_export.names import COMPLETE_ONLY, FILES, named
from ssi_core.linkedin_export.problems import MESSAGES, REASONS
from ssi_core.linkedin_export.readers import READERS
from ssi_core.linkedin_export.report import read_export
from ssi_core.model import MODEL
from tests.linkedin_archive import EXAMPLE, article, files, resaved, workbook, zipped

GOOD = files()
NAMES = [path for path in GOOD if path.startswith(("Connections", "Skills", "Shares", "Articles"))]
CONNECTIONS = GOOD["Connections.csv"]


def report(*given: tuple[str, bytes]) -> dict[str, Any]:
    made = read_export([Given(name, io.BytesIO(data)) for name, data in given])
    assert sorted([*made["evidence"], *made["not_measured"]]) == sorted(factor.key for factor in MODEL.factors)
    assert made["answers"] == {factor: evidence["level"] for factor, evidence in made["evidence"].items()}
    assert {each["problem"] for each in made["problems"]} <= {*MESSAGES}
    assert {*made["not_measured"].values()} <= {*REASONS}
    return made


def problems(made: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    return [(each["file"], each["kind"], each["problem"]) for each in made["problems"]]


def archive(entries: dict[str, bytes], **change: Any) -> bytes:
    """A ZIP that need not be an honest one."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name)
            info.filename = name
            info.compress_type = change.get("compress_type", zipfile.ZIP_DEFLATED)
            made.writestr(info, data)
    return whole.getvalue()


def patched(data: bytes, name: str, **fields: int) -> bytes:
    """A ZIP whose directory says something else about a file."""
    at = data.index(b"PK\x01\x02")
    whole = bytearray(data)
    while whole[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    for field, value in fields.items():
        form, offset = {"flags": ("<H", 8), "method": ("<H", 10), "crc": ("<L", 16), "packed": ("<L", 20), "size": ("<L", 24)}[field]
        struct.pack_into(form, whole, at + offset, value)
    return bytes(whole)


WHOLE = report(("Complete.zip", zipped(GOOD)))


@pytest.mark.parametrize(
    "given",
    [
        [("Complete_LinkedInDataExport_06-10-2026.zip.zip", zipped(GOOD))],
        [("export.zip (1).zip", zipped(GOOD))],
        [("no name at all", zipped(GOOD))],
        [("rezipped.zip", zipped(GOOD, "Complete_LinkedInDataExport_06-10-2026/"))],
        [("mac.zip", zipped(GOOD | {f"__MACOSX/._{path}": b"\0\5\x16\7" for path in GOOD}))],
        [("windows.zip", archive({"map\\" + path.replace("/", "\\"): data for path, data in GOOD.items()}))],
        [("outer.zip", zipped({"inner.zip": zipped(GOOD)}))],
        [("lower.zip", zipped({path.lower(): data for path, data in GOOD.items()}))],
        [("spaces.zip", zipped({path.replace("_123456789", " (1)") if "123" in path else path: data for path, data in GOOD.items()}))],
        [("twice.zip", zipped(GOOD)), ("twice (1).zip", zipped(GOOD))],
        [("partial.zip", zipped(files(complete=False))), ("complete.zip", zipped(GOOD))],
    ],
    ids=lambda given: given[0][0],
)
def test_an_archive_in_any_wrapping_says_the_same(given: list[tuple[str, bytes]]) -> None:
    made = report(*given)
    assert made == WHOLE


def test_single_files_say_the_same_as_the_archive_they_are_from() -> None:
    loose = report(*((path.rpartition("/")[2], data) for path, data in GOOD.items() if named(path)))
    assert {key: value for key, value in loose.items() if key != "problems"} == {
        key: value for key, value in WHOLE.items() if key != "problems"
    }
    assert loose["problems"] == []


@pytest.mark.parametrize(
    ("separator", "encoding", "dutch"), [(";", "utf-8-sig", True), ("\t", "utf-8", False), (",", "utf-8", True), (";", "utf-16", False)]
)
def test_files_saved_again_from_excel_say_the_same(separator: str, encoding: str, dutch: bool) -> None:
    made = report(("x.zip", zipped(resaved(GOOD, separator, encoding, dutch))))
    # Messages are never decoded, so they are not read in another encoding, and that is said.
    sealed = {"inmail_response", "active_days"} if encoding == "utf-16" else set()
    assert problems(made) == ([(0, "messages", "encoding")] if sealed else [])
    for factor in {*WHOLE["evidence"]} - sealed:
        assert made["evidence"][factor] == WHOLE["evidence"][factor]


@pytest.mark.parametrize("nothing", ["N/A", "NULL", "<NA>"])
def test_what_stands_for_nothing_is_nothing(nothing: str) -> None:
    assert report(("x.zip", zipped(resaved(GOOD, ",", "utf-8", nothing=nothing)))) == WHOLE


def test_parts_of_a_split_file_are_added_up_and_copies_are_not() -> None:
    header, *rows = GOOD["SearchQueries.csv"].decode().splitlines(keepends=True)
    halves = {f"SearchQueries_{at + 1}.csv": (header + "".join(rows[at::2])).encode() for at in range(2)}
    for entries in (halves, {"SearchQueries.csv": halves["SearchQueries_1.csv"], "SearchQueries_1.csv": halves["SearchQueries_2.csv"]}):
        made = report(
            ("split.zip", zipped({**GOOD, **entries, **({} if "SearchQueries.csv" in entries else {"SearchQueries.csv": header.encode()})}))
        )
        assert made == WHOLE
    copies = report(
        ("x.zip", zipped(GOOD)), ("Connections (1).csv", CONNECTIONS), ("Connections.csv", CONNECTIONS), ("Connections.csv", CONNECTIONS)
    )
    assert copies["evidence"]["connections"]["value"] == WHOLE["evidence"]["connections"]["value"]


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
    found = named(path)
    assert (found.kind if found else None) == kind


def test_every_kind_has_a_reader_and_a_name() -> None:
    assert {*FILES} == {*READERS, "articles", "workbook"}
    assert {*COMPLETE_ONLY} <= {*READERS}


BROKEN: dict[str, tuple[bytes, str]] = {
    "not a zip.zip": (b"hello", "not_a_zip"),
    "empty.zip": (b"", "not_a_zip"),
    "cut.zip": (zipped(GOOD)[:2000], "truncated_zip"),
    "no entries.zip": (archive({}), "nothing_inside"),
    "photos.zip": (archive({"a.jpg": b"x", "b/": b""}), "nothing_inside"),
    "bad directory.zip": (zipped(GOOD)[:-10] + b"\xff\xff\x0f\0\0\0\0\0\0\0", "truncated_zip"),
    "notes.docx": (b"no", "unknown_file"),
    "photo.jpg": (b"\xff\xd8\xff", "unknown_file"),
    "Contacts.csv": (b"x,y\n1,2\n", "never_read"),
    "PhoneNumbers.csv": (b"x,y\n1,2\n", "never_read"),
    "Saved_Items_123456789.csv": (b"savedItem,CreatedTime\nx,y\n", "not_needed"),
    "Recommendations_Given.csv": (b"x\n1\n", "not_needed"),
    "Skills.csv": (b"", "empty_file"),
    "Shares.csv": (b"Datum;Wat\n1;2\n", "header_not_found"),
    "Content_2026.xlsx": (b"nope", "not_a_zip"),
    "empty.xlsx": (archive({"xl/workbook.xml": b"<x/>"}), "not_a_workbook"),
    "broken.xlsx": (archive({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b"<row><c>"}), "not_a_workbook"),
    "entities.xlsx": (
        workbook(doctype='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f "&e;&e;">]>'),
        "xml_refused",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_file_is_stated_and_the_others_are_measured(name: str) -> None:
    data, expected = BROKEN[name]
    made = report((name, data), ("good.zip", zipped(GOOD)))
    assert [problem for place, _, problem in problems(made)] == [expected]
    assert made["problems"][0]["file"] == 0
    assert made["answers"] == WHOLE["answers"]
    alone = report((name, data))
    assert not alone["evidence"]
    assert alone["problems"] == made["problems"]


ENTRY: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (lambda: patched(zipped(GOOD), "Connections.csv", flags=1), "encrypted"),
    "packed unusually": (lambda: patched(zipped(GOOD), "Connections.csv", method=14), "unsupported"),
    "larger than it says": (lambda: patched(zipped(GOOD), "Connections.csv", size=100), "damaged"),
    "enormous": (lambda: patched(zipped(GOOD), "Connections.csv", size=limits.LARGEST_FILE + 1), "too_large"),
    "grown out of measure": (lambda: patched(zipped(GOOD), "Connections.csv", size=2 * limits.FREE_BYTES), "too_large"),
    "other bytes": (lambda: patched(zipped(GOOD), "Connections.csv", crc=1), "damaged"),
    "a long line": (
        lambda: zipped(GOOD | {"Connections.csv": b"Connected On,URL\n" + b"x" * (limits.LARGEST_ROW + 2 * limits.CHUNK)}),
        "row_too_long",
    ),
    "nothing in it": (lambda: zipped(GOOD | {"Connections.csv": b"\n"}), "empty_file"),
    "other columns": (lambda: zipped(GOOD | {"Connections.csv": b"Voornaam,Verbonden op\nA,08 Feb 2026\n"}), "header_not_found"),
    "a column less": (
        lambda: zipped(GOOD | {"Connections.csv": b"First Name,Company,Position\nA,B,CEO\n"}),
        "header_not_found",
    ),
    "NUL bytes": (lambda: zipped(GOOD | {"Connections.csv": b"\0" * 100_000}), "header_not_found"),
}


@pytest.mark.parametrize("name", ENTRY)
def test_one_bad_file_inside_costs_only_what_it_measures(name: str) -> None:
    make, expected = ENTRY[name]
    made = report(("x.zip", make()))
    assert problems(made) == [(0, "connections", expected)]
    assert made["problems"][0]["name"] == "Connections.csv"
    assert made["not_measured"]["connections"] == made["not_measured"]["senior_connections"] == "file_broken"
    for factor in ("endorsements", "sharing", "interactions_given", "articles", "people_search"):
        assert made["evidence"][factor] == WHOLE["evidence"][factor]


def test_an_archive_with_a_password_is_told_once() -> None:
    names = [path for path in GOOD if path.endswith(".csv")]
    whole = zipped({path: GOOD[path] for path in names})
    for path in names:
        whole = patched(whole, path, flags=1)
    alone = report(("x.zip", whole))
    assert problems(alone) == [(0, None, "encrypted")]
    # What is in it is not absent.
    assert alone["not_measured"]["connections"] == alone["not_measured"]["sharing"] == "file_broken"
    outer = report(("x.zip", zipped({"inner.zip": whole, "Skills.csv": GOOD["Skills.csv"]})))
    assert problems(outer) == [(0, None, "encrypted")]


def test_a_list_of_a_million_entries_is_not_even_read() -> None:
    count = 1_000_000
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 0xFFFF, 0xFFFF, len(entry) * count, 0, 0)
    assert problems(report(("x.zip", b"PK\x03\x04" + entry * count + end))) == [(0, None, "too_many_entries")]


def test_too_many_entries_in_a_short_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ENTRIES", 10)
    assert problems(report(("x.zip", zipped(GOOD)))) == [(0, None, "too_many_entries")]


def test_all_files_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_WHOLE", sum(map(len, GOOD.values())) // 2)
    made = report(("x.zip", zipped(GOOD)))
    assert made["evidence"]
    assert {problem for *_, problem in problems(made)} == {"too_large"}


def test_a_single_file_and_a_nested_zip_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_FILE", 10_000)
    assert problems(report(("Connections.csv", CONNECTIONS))) == [(0, "connections", "too_large")]
    monkeypatch.undo()
    monkeypatch.setattr(limits, "LARGEST_NESTED", 1000)
    assert problems(report(("x.zip", zipped({"y.zip": zipped(GOOD)})))) == [(0, None, "nested_too_large")]


def test_a_zip_in_a_zip_in_a_zip_is_too_deep() -> None:
    made = report(("x.zip", zipped({"y.zip": zipped({"z.zip": zipped(GOOD), "Skills.csv": GOOD["Skills.csv"]})})))
    assert problems(made) == [(0, None, "nested_too_deep")]
    broken = report(("x.zip", zipped({"y.zip": b"no zip", **GOOD})))
    assert problems(broken) == [(0, None, "not_a_zip")]
    assert broken["answers"] == WHOLE["answers"]


def test_a_damaged_zip_in_a_zip_is_stated() -> None:
    inner = zipped(GOOD)
    outer = archive({"y.zip": inner, "Skills.csv": GOOD["Skills.csv"]}, compress_type=zipfile.ZIP_STORED)
    assert problems(report(("x.zip", outer.replace(inner[100:110], b"0123456789", 1)))) == [(0, None, "damaged")]


@pytest.mark.parametrize(
    "path", ["../Connections.csv", "/Connections.csv", "C:/Connections.csv", "a/../../Connections.csv", "..\\Connections.csv"]
)
def test_paths_that_lead_out_are_not_read(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = report(("x.zip", archive({path: CONNECTIONS, "Skills.csv": GOOD["Skills.csv"], "../evil.sh": b"x"})))
    assert problems(made) == [(0, None, "unsafe_path")]
    assert made["not_measured"]["connections"] == "file_absent"
    assert not list(tmp_path.iterdir())


def test_an_article_with_a_script_is_only_looked_at_for_its_date() -> None:
    day = "2026-06-01 10:00"
    evil = article("x", day, day).replace(
        "<div>", "<script>document.write('<p class=\"published\">Published on 2020-01-01</p>')</script><div>"
    )
    broken = "<p class='published' <<<" * 20_000
    made = report(
        ("x.zip", zipped(GOOD | {"Articles/Articles/evil.html": evil.encode(), "Articles/Articles/broken.html": broken.encode()}))
    )
    assert made["evidence"]["articles"]["value"] == 3
    assert report(("my article.html", evil.encode()))["answers"] == {"articles": "one"}


def test_a_damaged_article_costs_itself() -> None:
    made = report(("x.zip", patched(zipped(GOOD), "Articles/Articles/stuk-0.html", method=14)))
    assert problems(made) == [(0, "articles", "unsupported")]
    assert made["evidence"]["articles"]["value"] == 1
    assert made["evidence"]["articles"]["confidence"] == "proxy"


@pytest.mark.parametrize("options", [{}, {"dutch": True}, {"inline": True}])
def test_a_workbook_of_every_kind(options: dict[str, Any]) -> None:
    made = report(("AggregateAnalytics_Robin.xlsx", workbook(**options)))
    assert made["evidence"]["new_followers"]["value"] == 64
    assert made["evidence"]["interactions_received"]["value"] == 410
    assert made["problems"] == []


def test_no_name_out_of_the_archive_is_in_a_report() -> None:
    words = repr(report(("Robin-Voorbeeld.zip", zipped(GOOD)), ("Robin.csv", b"x"), ("w.xlsx", workbook()))).lower()
    for personal in ("robin", "voorbeeld", "windmolen", "kade", "lid-", "123456789", "@", "http", "goed punt", "jansen", "linkedin.com"):
        assert personal not in words


def test_what_messages_say_and_what_is_private_is_never_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    from ssi_core.linkedin_export import cells, people, readers, tally

    seen: list[bytes] = []

    def spy(raw: bytes) -> str:
        seen.append(raw)
        return cells.text_of(raw)

    for module in (people, readers, tally):
        monkeypatch.setattr(module, "text_of", spy)
    secret = "Geheim-en-privé"
    rows = GOOD["messages.csv"].decode().replace("Goed punt, hier loop ik ook tegenaan.", secret)
    made = report(("x.zip", zipped(GOOD | {"messages.csv": rows.encode()})))
    assert made["answers"] == WHOLE["answers"]
    assert rows.count(secret) > 10
    assert not [raw for raw in seen if secret.encode() in raw or b"0600000000" in raw or b"robin@" in raw]
    undecodable = rows.encode().replace(secret.encode(), b"\xff\xfe\xc3\x28\0")
    assert report(("x.zip", zipped(GOOD | {"messages.csv": undecodable})))["answers"] == WHOLE["answers"]


@given(data=st.data())
def test_an_archive_with_damage_anywhere_is_stated_or_measured(data: st.DataObject) -> None:
    whole = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    report(("x.zip", bytes(whole[: data.draw(st.sampled_from([len(whole), len(whole) - 1, len(whole) // 2]))])))


SMALL = zipped(
    {path: data[:300] for path, data in GOOD.items() if path in ("Profile.csv", "Skills.csv", "Connections.csv")} | {"w.xlsx": b""}
)


@given(data=st.binary(max_size=200), name=st.sampled_from([*FILES.values(), "x.zip", "x.xlsx", "x.html", "x"]))
def test_any_bytes_under_any_name_are_stated_or_measured(data: bytes, name: str) -> None:
    report((name, data))
    report((name, b"PK\x03\x04" + data))


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
        read_export([Given("x.zip", Unplugged(zipped(GOOD)))])
