"""Texts that say the same in two languages, and the warning when one of them changes."""

import io
from pathlib import Path

import pytest

import build
from site_src.cache.build_cache import BuildCache
from site_src.commands.console import BuildClock
from site_src.pipeline import BuildOptions, build_site
from tests.support.small_site import SmallSite

ENGLISH = "content/en/method.md"
DUTCH = "content/nl/method.md"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    small = SmallSite(tmp_path / "site")
    monkeypatch.setattr(build, "ROOT", small.root)
    monkeypatch.chdir(small.root)
    return small


def warned(site: SmallSite) -> list[str]:
    return [str(problem) for problem in build_site(BuildOptions(site.root, engine=False), BuildClock(), BuildCache()).warnings]


def mark(site: SmallSite, file: str) -> str:
    """Return the digest of its translation that a file names."""
    return (site.root / file).read_text().partition('twins: {nl: "')[2][:8]


def test_a_text_that_was_never_marked_is_not_compared(site: SmallSite) -> None:
    site.append(DUTCH, "\nMeer.\n")
    assert warned(site) == []


def test_the_text_that_stayed_behind_is_told_until_somebody_says_that_it_is_translated(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["translated", DUTCH]) == 0
    assert "2 files marked" in capsys.readouterr().out
    assert warned(site) == []
    site.append(DUTCH, "\nMeer.\n")
    (warning,) = warned(site)
    line = (site.root / ENGLISH).read_text().splitlines().index('twins: {nl: "' + mark(site, ENGLISH) + '"}') + 1
    assert warning == (
        f"{ENGLISH}:{line}: {DUTCH} has changed since it said the same as this file. "
        f"Bring this file in line with it; then run: make translated FILE={ENGLISH}"
    )
    site.append(ENGLISH, "\nMore.\n")
    (warning,) = warned(site)
    assert "(and so has this file)" in warning
    assert build.main(["translated", ENGLISH]) == 0
    assert warned(site) == []
    assert build.main(["translated", DUTCH]) == 0
    assert "0 files marked" in capsys.readouterr().out


@pytest.mark.parametrize(("typed", "code"), [("yes\n", 0), ("no\n", 2), ("", 2)])
def test_without_a_file_all_that_would_change_is_listed_and_asked(
    site: SmallSite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    for name in ("content/en/factors", "content/nl/factors", "content/en/pillars", "content/nl/pillars"):
        for file in (site.root / name).iterdir():
            file.unlink()
    for language in ("en", "nl"):
        for name in ("404", "index"):
            site.remove(f"content/{language}/{name}.md")
    assert build.main(["translated", "content/en/quiz.md"]) == 0
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert build.main(["translated"]) == code
    question = "No file is named. Does each of these say the same as its translations? Type yes to mark them all: "
    example = "No file marked. Name the files that you translated: make translated FILE=content/en/method.md\n"
    outcome = {"yes\n": "2 files marked\n", "no\n": example, "": f"\n{example}"}[typed]
    assert capsys.readouterr().out == f"{ENGLISH}\n{DUTCH}\n{question}{outcome}"
    assert bool(mark(site, ENGLISH)) == (code == 0)


def test_a_warning_stops_no_build_and_is_told_with_the_check(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.append(ENGLISH, "\nTwo  spaces.\n")
    assert build.main(["check"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"Warning: {ENGLISH}:")
    assert "No faults, 1 warning in" in said.out
    assert build.main(["check", "--format", "github"]) == 0
    assert capsys.readouterr().out.startswith(f"::warning file={ENGLISH},line=")


def test_only_the_marks_change_in_a_file_whatever_its_line_ends(site: SmallSite) -> None:
    before = (site.root / ENGLISH).read_bytes().replace(b"\n", b"\r\n")
    (site.root / ENGLISH).write_bytes(before)
    assert build.main(["translated", ENGLISH]) == 0
    after = (site.root / ENGLISH).read_bytes()
    marks = next(line for line in after.split(b"\r\n") if line.startswith(b"twins:"))
    assert after.replace(marks + b"\r\n", b"") == before
    assert sorted(path.name for path in (site.root / "content/en").iterdir() if path.name.startswith(".")) == []


def test_a_file_that_is_none_is_told_and_nothing_is_written(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    before = (site.root / ENGLISH).read_bytes()
    assert build.main(["translated", ENGLISH, "content/en/gone.md"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "content/en/gone.md: is no page and no question of the quiz. Name a file such as content/en/method.md.",
        "1 fault; nothing was written",
    ]
    assert (site.root / ENGLISH).read_bytes() == before
