"""`build.py rename`: another name in every language, with everything that leads there; or nothing at all."""

from pathlib import Path

import pytest

import build
from site_src.cache.build_cache import BuildCache
from site_src.commands.console import BuildClock
from site_src.pipeline import BuildOptions, build_site
from tests.support.small_site import SmallSite

TIPS = "---\ntitle: Tips {0}\ndescription: About {0}\nslug: {1}\nwritten: 2026-01-02\nchecked: 2026-01-03\n---\n"
BODY = "See [quiz](quiz.md) and [below](#today), `[code](tips.md)`.\n\n## Today {{#today}}\n\nA [page](pillars/brand.md), {0}.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    small = SmallSite(tmp_path / "site")
    monkeypatch.setattr(build, "ROOT", small.root)
    monkeypatch.chdir(small.root)
    for language, slug in (("nl", "goede-raad"), ("en", "tips")):
        small.write(f"content/{language}/tips.md", (TIPS + BODY).format(language, slug))
        small.append(
            f"content/{language}/pillars/find.md", "\n[Tips](../tips.md#today), [all](../tips.md)\n\n[x][t]\n\n[t]: ../tips.md#today\n"
        )
        small.append(f"content/{language}/factors/groups.md", '\n<a href="../tips.md">Tips</a> and [method](../method.md#range).\n')
    small.write("content/nl/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    small.append("content/nl/method.md", "\n![A dot](dot.svg)\n")
    small.append("content/en/method.md", "\n![One dot](../nl/dot.svg)\n")
    assert build.main(["translated", "content/nl/tips.md", "content/nl/pillars/find.md", "content/nl/factors/groups.md"]) == 0
    assert look(small) == ([], [])
    return small


def look(site: SmallSite) -> tuple[list[str], list[str]]:
    """The faults and the warnings."""
    made = build_site(BuildOptions(site.root, engine=False), BuildClock(), BuildCache())
    return [str(fault) for fault in made.problems], [str(warning) for warning in made.warnings]


def held(site: SmallSite) -> dict[str, bytes]:
    return {str(file.relative_to(site.root)): file.read_bytes() for file in sorted((site.root / "content").rglob("*")) if file.is_file()}


def test_a_page_is_renamed_in_every_language_with_its_links_and_addresses(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("content/nl/method.md", (site.root / "content/nl/method.md").read_bytes().replace(b"\n", b"\r\n") + b"[T](tips.md)\r\n")
    build.main(["translated", "content/nl/method.md"])
    before = held(site)
    capsys.readouterr()
    assert build.main(["rename", "nl/tips.md", "nl/more/good-advice.md"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "content/en/tips.md is content/en/more/good-advice.md",
        "content/nl/tips.md is content/nl/more/good-advice.md",
    ]
    after = held(site)
    english = after["content/en/more/good-advice.md"].decode()
    assert "\nslug: more/good-advice\nredirects: [tips]\n" in english
    assert "See [quiz](../quiz.md) and [below](#today), `[code](tips.md)`." in english
    assert "A [page](../pillars/brand.md), en." in english
    assert b"\nslug: goede-raad\n" in after["content/nl/more/good-advice.md"]
    assert b"redirects" not in after["content/nl/more/good-advice.md"]
    for language in ("nl", "en"):
        assert f"content/{language}/tips.md" not in after
        text = after[f"content/{language}/pillars/find.md"].decode()
        assert "[Tips](../more/good-advice.md#today), [all](../more/good-advice.md)" in text
        assert "[t]: ../more/good-advice.md#today\n" in text
        assert '<a href="../more/good-advice.md">' in after[f"content/{language}/factors/groups.md"].decode()
    assert after["content/nl/method.md"].endswith(b"[T](more/good-advice.md)\r\n")
    assert b"\n" not in after["content/nl/method.md"].replace(b"\r\n", b"")
    same = {name for name in before if before[name] == after.get(name)}
    assert {name for name in before if name not in same} == {
        *(f"content/{language}/{name}.md" for language in ("nl", "en") for name in ("tips", "pillars/find", "factors/groups")),
        "content/nl/method.md",
        "content/en/method.md",  # Only its mark of the translation.
    }
    # Texts that were in step are, and nobody is told otherwise.
    assert look(site) == ([], [])


def test_a_heading_is_renamed_in_every_language(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    before = held(site)
    assert build.main(["rename", "content/nl/tips.md#today", "#vandaag"]) == 0
    after = held(site)
    for language in ("nl", "en"):
        assert "[below](#vandaag)" in after[f"content/{language}/tips.md"].decode()
        assert "## Today {#vandaag}" in after[f"content/{language}/tips.md"].decode()
        assert "[Tips](../tips.md#vandaag), [all](../tips.md)" in after[f"content/{language}/pillars/find.md"].decode()
    assert set(before) == set(after)
    assert look(site) == ([], [])


def test_a_picture_is_renamed_where_it_is_shown(site: SmallSite) -> None:
    assert build.main(["rename", "nl/dot.svg", "nl/pictures/punt.svg"]) == 0
    after = held(site)
    assert b"![A dot](pictures/punt.svg)" in after["content/nl/method.md"]
    assert b"![One dot](../nl/pictures/punt.svg)" in after["content/en/method.md"]
    assert "content/nl/dot.svg" not in after
    assert look(site) == ([], [])


EXAMPLES = "make rename OLD=nl/tips.md NEW=nl/advies.md, or OLD=nl/tips.md#today NEW=#monday."
NOT_A_NAME = "cannot be the name of this file. Use a to z, 0 to 9 and hyphens, such as my-tips.md."
FIXED = "the name of this file is fixed. Rename a page, a heading, a picture or a document."
LINKED = "Leave its name, or let a developer change both."
FAULTS = {
    ("nl/tip.md", "nl/x.md"): "content/nl/tip.md: there is no such file. Did you mean “nl/tips.md”?",
    ("../x.md", "nl/x.md"): "content/../x.md: there is no such file. Nothing known looks like it.",
    ("nl/tips.md", "nl/method.md"): "content/nl/method.md: is there already. Choose another name.",
    ("nl/tips.md", "nl/aux.md"): "aux.md: Windows opens no file or folder of the name “aux.md”. Choose another name.",
    ("nl/tips.md", "nl/Méér.md"): f"Méér.md: {NOT_A_NAME}",
    ("nl/tips.md", "../../x.md"): f"../../x.md: {NOT_A_NAME}",
    ("nl/dot.svg", "nl/../../x.svg"): f"../../x.svg: {NOT_A_NAME}",
    ("nl/dot.svg", "nl/.x.svg"): f".x.svg: {NOT_A_NAME}",
    ("nl/tips.md", "a" * 300): f"{'a' * 300}.md: is longer than 100 characters. Choose a shorter name.",
    ("nl/tips.md", "en/x.md"): "en/x.md: is in another language. Give both names in “nl”; translations follow.",
    ("nl/tips.md", "pillars/x.md"): "pillars/x.md: is for a page with a task of its own. Choose another name.",
    ("nl/tips.md", "#today"): f"content/nl/tips.md: the two names are not of one kind. Type {EXAMPLES}",
    ("nl/tips.md#today", "nl/x.md#today"): f"content/nl/tips.md: the two names are not of one kind. Type {EXAMPLES}",
    ("nl/tips.md#todya", "#x"): "content/nl/tips.md: there is no heading “#todya”. Did you mean “today”?",
    ("nl/tips.md#today", "#To day"): (
        "content/nl/tips.md: “To day” cannot name a heading. Use a to z, 0 to 9 and single hyphens, such as #monday."
    ),
    ("nl/method.md#range", "#personas"): "content/nl/method.md: “#personas” is there already. Choose another name.",
    ("nl/quiz.md", "nl/x.md"): (
        "content/nl/quiz.md: the site finds this page by its name. Leave its name; “title” and “slug” are yours to change."
    ),
    ("nl/factors/groups.md", "nl/x.md"): f"content/nl/factors/groups.md: {FIXED}",
    ("nl/texts/site.yaml", "nl/x.yaml"): f"content/nl/texts/site.yaml: {FIXED}",
    ("nl/factors/groups.md#why", "#x"): (
        "content/nl/factors/groups.md: the headings of this file have fixed names. Rename a heading of a page."
    ),
    ("nl/method.md", "nl/x.md"): f"templates/page.html:20: the site itself links to “method.md”. {LINKED}",
    ("nl/method.md#range", "#x"): f"templates/page.html:20: the site itself links to “#range”. {LINKED}",
    ("nl/tips.md", ""): f"Two names are needed: type {EXAMPLES}",
}


def test_what_cannot_be_renamed_is_told_and_nothing_is_written(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.append("templates/page.html", '{{ href("method", "range") }}\n')
    site.append("content/nl/method.md", '\n<p id="personas">x</p>\n')
    before = held(site)
    capsys.readouterr()
    told = {}
    for names in FAULTS:
        assert build.main(["rename", "--", *names]) in (1, 2)
        told[names] = capsys.readouterr().err.splitlines()[0]
    assert told == FAULTS
    assert held(site) == before


def test_a_disk_that_fails_halfway_leaves_everything_as_it_was(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    before = held(site)
    unlink = Path.unlink

    def fail(path: Path, missing_ok: bool = False) -> None:
        if path.name == "tips.md" and path.parent.name == "nl":
            raise OSError(13, "Permission denied", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", fail)
    assert build.main(["rename", "nl/tips.md", "nl/advice.md"]) == 1
    assert held(site) == before
