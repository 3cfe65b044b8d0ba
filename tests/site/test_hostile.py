"""Computers, editors and colleagues can do strange things to files of `content/`: the site is right, or the message is clear."""

import io
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from site_src.commands.check import run_check
from site_src.commands.new import run_new
from site_src.commands.rename import run_rename
from site_src.commands.translated import run_translated
from site_src.pipeline import BuildOptions
from tests.support.small_site import LANGUAGES, SmallSite

PAGE = """\
---
title: Page {n} {language}
description: Page {n} in {language}
slug: page-{n}
written: 2026-01-02
checked: 2026-01-03
---
{body}
"""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path)


def added(site: SmallSite, name: str, body: str = "Words.", n: int = 1) -> None:
    """A page in every language, under any name."""
    for language in LANGUAGES:
        site.write(f"content/{language}/{name}", PAGE.format(n=n, language=language, body=body))


@pytest.mark.parametrize("change", ["CRLF", "BOM", "both"])
def test_line_ends_and_marks_of_windows_change_nothing(site: SmallSite, change: str) -> None:
    before = site.pages()
    for file in sorted((site.root / "content").rglob("*.*")):
        data = file.read_bytes()
        data = data.replace(b"\n", b"\r\n") if change != "BOM" else data
        file.write_bytes(b"\xef\xbb\xbf" + data if change != "CRLF" else data)
    assert site.pages() == before


@pytest.mark.parametrize("name", ["with space.md", "één vraag.md", "a'b&c.md", "日本.md", "100%.md"])
def test_a_name_may_hold_anything_for_the_address_is_the_slug(site: SmallSite, name: str) -> None:
    added(site, name)
    escaped = name.replace("%", "%25").replace(" ", "%20")
    for language in LANGUAGES:
        site.append(f"content/{language}/method.md", f"\n[Page](<{escaped}>)\n")
    pages = site.pages()
    assert 'href="page-1.html"' in pages["nl/method-nl.html"]


def test_a_name_in_two_unicode_forms_is_one(site: SmallSite) -> None:
    """A Mac writes “é” as two characters; a link to it writes one."""
    for form, language in (("NFD", "nl"), ("NFC", "en")):
        name = unicodedata.normalize(form, "één.md")  # type: ignore[arg-type]
        site.write(f"content/{language}/{name}", PAGE.format(n=1, language=language, body="[Here](één.md)"))
    assert site.faults() == []


def test_the_same_name_but_for_its_capitals_is_told(site: SmallSite) -> None:
    added(site, "about.md", n=1)
    added(site, "About.md", n=2)
    assert [fault.split(": ", 1)[1] for fault in site.faults()] == [
        "has the name of About.md but for its capitals, which many computers take for one file. Rename one of them."
    ] * 2


def test_an_empty_folder_with_the_name_of_a_page_is_no_page(site: SmallSite) -> None:
    (site.root / "content/nl/empty.md").mkdir()
    assert site.faults() == []


def test_a_link_out_of_the_content_is_refused_and_nothing_of_it_is_published(site: SmallSite, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(PAGE.format(n=1, language="nl", body="The password."), encoding="utf-8")
    (site.root / "content/nl/extra.md").symlink_to(secret)
    assert site.faults() == ["content/nl/extra.md: is a symbolic link, which is not followed. Put the file or folder itself here."]


def test_a_huge_text_is_a_page_like_any_other(site: SmallSite) -> None:
    """Two megabytes, which is more than a novel."""
    started = time.process_time()
    site.append("content/nl/method.md", "\n" + "Woorden over niets in het bijzonder. " * 20 * 2700 + "\n")
    assert len(site.pages()["nl/method-nl.html"]) > 1_900_000
    assert time.process_time() - started < 30


def test_a_text_of_nothing_but_signs_is_shown_or_told(site: SmallSite) -> None:
    added(site, "signs.md", body="[" * 200 + "<" * 200 + "_" * 201)
    assert "[[[" in site.pages()["nl/page-1.html"]
    added(site, "more.md", body="*" * 200 + "`" * 201, n=2)
    faults = site.faults()
    assert faults
    assert {fault.partition(":")[0] for fault in faults} == {"content/en/more.md", "content/nl/more.md"}


def test_a_thousand_pages_are_all_there(site: SmallSite) -> None:
    for n in range(500):
        added(site, f"many/page-{n}.md", body=f"Body {n}.", n=n)
    assert len([name for name in site.pages() if name.split("/")[-1].startswith("page-")]) == 1000


def test_neither_text_nor_name_commands_the_authors_terminal(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/en/a\x1b[2J.md", "")
    site.append("content/en/index.md", "\n[\x1b]0;words\x07 \x9b31m \u202e](nowhere.md)\n")
    assert run_check(BuildOptions(site.root, site.root / "dist", "")) == 1
    said = capsys.readouterr().err
    assert r"content/en/a\x1b[2J.md:1: " in said
    assert r"    [\x1b]0;words\x07 \x9b31m \u202e](nowhere.md)" in said
    assert list_commands(said) == set()


@pytest.mark.parametrize(
    "run",
    [
        lambda root: run_translated(root, ()),
        lambda root: run_translated(root, (str(root / "content/nl/a\x1b[2K.md"),)),
        lambda root: run_rename(root, "nl/a\x1b[2J.md", "nl/b\x1b[2J.md"),
        lambda root: run_rename(root, "nl/a\x1b[2J.md", "nl/better.md"),
        lambda root: run_new(root, "page", "a\x1b[2J"),
    ],
)
def test_no_command_prints_a_name_that_commands_the_terminal(
    site: SmallSite, run: Callable[[Path], int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    added(site, "a\x1b[2J.md")
    run(site.root)
    said = capsys.readouterr()
    assert r"\x1b[2" in said.out + said.err
    assert list_commands(said.out + said.err) == set()


def list_commands(said: str) -> set[str]:
    """The characters in what was said that command a terminal."""
    return {character for character in said if unicodedata.category(character) in ("Cc", "Cf")} - {"\n"}
