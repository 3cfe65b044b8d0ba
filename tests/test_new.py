"""`build.py new`: the right files in every language, and nothing of them published before somebody has written it."""

from pathlib import Path

import pytest

import build
from site_src.report import Clock
from tests.small_site import SmallSite


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    small = SmallSite(tmp_path)
    monkeypatch.setattr(build, "ROOT", small.root)
    monkeypatch.chdir(small.root)
    return small


def new(site: SmallSite, *arguments: str) -> int:
    return build.main(["new", *arguments])


def test_a_page_is_a_draft_in_every_language_until_it_is_written(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(site, "page", "team/about-us") == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["content/nl/team/about-us.md", "content/en/team/about-us.md"]
    made = build.site(site.root, "", Clock(), site.memory, engine=False)
    assert not made.problems
    assert not [output for output in made.outputs if "about-us" in str(output.path)]
    assert [str(warning).split(". ")[0] for warning in made.warnings] == [
        f"content/{language}/team/about-us.md:2: words are still to come: “TODO”, also on lines 4 and 12" for language in ("en", "nl")
    ]
    for language in ("nl", "en"):
        site.replace(f"content/{language}/team/about-us.md", "draft: true\n", "")
    assert [fault.split(":")[0] for fault in site.faults()] == [f"content/{language}/team/about-us.md" for language in ("en", "nl")]
    for language in ("nl", "en"):
        file = site.root / f"content/{language}/team/about-us.md"
        site.write(f"content/{language}/team/about-us.md", file.read_text(encoding="utf-8").replace("TODO", f"Woord {language}"))
    assert "Woord nl" in site.pages()["nl/team/about-us.html"]


def test_a_site_with_sections_gets_one_for_the_page(site: SmallSite) -> None:
    site.append("content/site.yaml", "sections: [one, two]\n")
    assert new(site, "page", "extra") == 0
    assert "section: two\n" in (site.root / "content/en/extra.md").read_text(encoding="utf-8")


def test_only_what_is_missing_is_made(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.remove("content/en/method.md")
    before = (site.root / "content/nl/method.md").read_bytes()
    assert new(site, "page", "method.md") == 0
    assert capsys.readouterr().out.splitlines()[0] == "content/en/method.md"
    assert (site.root / "content/nl/method.md").read_bytes() == before


def test_a_factors_words_have_the_models_levels(site: SmallSite) -> None:
    site.remove("content/en/factors/groups.md")
    assert new(site, "factor-text", "groups") == 0
    assert site.faults() == [
        "content/en/factors/groups.md:2: words are still to come: “TODO”, "
        "also on lines 3, 5, 6, 7, 8, 9, 10, 13, 15, 17, 19, 21 and 23. Write them, and remove the mark."
    ]


def test_a_language_is_a_folder_and_each_file_of_it_is_to_be_translated(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(site, "language", "de") == 0
    assert "languages: [nl, en, de]" in (site.root / "content/site.yaml").read_text(encoding="utf-8")
    files = sorted(path.relative_to(site.root).as_posix() for path in (site.root / "content/de").rglob("*.*"))
    assert [fault.split(": ", 1)[0].rsplit(":", 1)[0] for fault in site.faults()] == files
    assert all("words are still to come" in fault for fault in site.faults())
    made = build.site(site.root, "", Clock(), site.memory, engine=False, draft=True)
    assert not made.problems
    assert {"de/index.html", "de/quiz.html"} <= {str(output.path) for output in made.outputs}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("page", "Over ons"),
            "Over ons: cannot be a page's name. Use a to z, 0 to 9 and hyphens, such as “good-score” or “pillars/brand”.",
        ),
        (("page", "../../x"), "../../x: cannot be a page's name. Use a to z, 0 to 9 and hyphens, such as “good-score” or “pillars/brand”."),
        (("page", "method"), "method.md: is there already, in every language. Edit those files, or choose another name."),
        (("factor-text", "grops"), "grops: is no factor of the model. Did you mean “groups”?"),
        (("language", "DE"), "DE: is not a language code. Write two or three small letters, such as de."),
        (("language", "en"), "content/en: is there already. Choose another language, or remove the folder first."),
    ],
)
def test_what_cannot_be_made(site: SmallSite, capsys: pytest.CaptureFixture[str], arguments: tuple[str, str], said: str) -> None:
    before = sorted(site.root.rglob("content/**/*"))
    assert new(site, *arguments) == 1
    assert capsys.readouterr().err.splitlines()[0] == said
    assert sorted(site.root.rglob("content/**/*")) == before


@pytest.mark.parametrize("arguments", [(), ("page",), ("menu", "x"), ("page", "a", "b")])
def test_what_nobody_can_mean(site: SmallSite, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        new(site, *arguments)
    assert stopped.value.code == 2
    assert "new takes page, factor-text or language, and a name" in capsys.readouterr().err
