"""`build.py new`: the right files in every language, and nothing of them published before somebody has written it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import build
from site_src.commands.console import BuildClock
from site_src.pipeline import BuildOptions, build_site
from ssi_core.model import MODEL
from tests.support.small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
FACTORS = sorted(factor.key for factor in MODEL.factors)


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
    made = build_site(BuildOptions(site.root, engine=False), BuildClock(), site.memory)
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
        "also on lines 3, 5, 6, 7, 8, 9, 11, 12, 13, 14, 17, 19, 21, 23, 25 and 27. Write them, and remove the mark."
    ]


def test_a_language_is_a_folder_and_each_file_of_it_is_to_be_translated(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(site, "language", "de") == 0
    assert "languages: [nl, en, de]" in (site.root / "content/site.yaml").read_text(encoding="utf-8")
    files = sorted(path.relative_to(site.root).as_posix() for path in (site.root / "content/de").rglob("*.*"))
    assert [fault.split(": ", 1)[0].rsplit(":", 1)[0] for fault in site.faults()] == files
    assert all("words are still to come" in fault for fault in site.faults())
    made = build_site(BuildOptions(site.root, engine=False, draft=True), BuildClock(), site.memory)
    assert not made.problems
    assert {"de/index.html", "de/quiz.html"} <= {str(output.path) for output in made.outputs}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("page", "Mijn tips & Zo"), "Mijn tips & Zo: cannot be a page's name. Use a to z, 0 to 9 and hyphens: type NAME=mijn-tips-zo."),
        (("page", "../../Café"), "../../Café: cannot be a page's name. Use a to z, 0 to 9 and hyphens: type NAME=cafe."),
        (("page", "?"), "?: cannot be a page's name. Use a to z, 0 to 9 and hyphens: type NAME=my-tips."),
        (
            ("page", "texts/extra"),
            "texts/extra: cannot be a page's name. The folder “texts” holds no pages: type NAME=extra.",
        ),
        (
            ("page", "pillars/test"),
            "pillars/test: is no pillar. The folder “pillars” holds brand, find, engage, relate and no others: type NAME=test.",
        ),
        (("page", "nl/con.md"), "con: Windows opens no file or folder of the name “con”. Choose another name."),
        (("page", "n" * 61), f"{'n' * 61}: a name of 61 characters. Choose one of at most 60."),
        (("page", "content/en/method.md"), "method.md: is there already, in every language. Edit those files, or choose another name."),
        (("page", "method"), "method.md: is there already, in every language. Edit those files, or choose another name."),
        (("factor-text", "grops"), "grops: is no question of the quiz. Did you mean “groups”? Type NAME=groups."),
        (("factor-text", "zzz"), f"zzz: is no question of the quiz. Type one of these after NAME=: {', '.join(FACTORS)}."),
        (("language", "DE"), "DE: is not the code of a language. Write two or three small letters, such as de."),
        (("language", "en"), "content/en: is there already. Choose another language, or remove the folder first."),
    ],
)
def test_what_cannot_be_made(site: SmallSite, capsys: pytest.CaptureFixture[str], arguments: tuple[str, str], said: str) -> None:
    before = sorted(site.root.rglob("content/**/*"))
    assert new(site, *arguments) == 1
    assert capsys.readouterr().err.splitlines() == [said]
    assert sorted(site.root.rglob("content/**/*")) == before


OTHERS = "type make new WHAT=page NAME=my-tips, or WHAT=factor-text, or WHAT=language."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), f"Say what to make: {OTHERS}"),
        (("", ""), f"Say what to make: {OTHERS}"),
        (("pagina", "x"), f"“pagina” cannot be made: {OTHERS}"),
        (("page",), "The name is missing: type make new WHAT=page NAME=my-tips."),
        (("language", ""), "The name is missing: type make new WHAT=language NAME=de."),
        (("page", "Mijn", "tips"), "A name is one word: type make new WHAT=page NAME=mijn-tips."),
    ],
)
def test_what_nobody_can_mean(site: SmallSite, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    assert new(site, *arguments) == 2
    assert capsys.readouterr().err.splitlines() == [said]


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (
            ("WHAT=page", 'NAME=Tips & Zo; echo "$HOME" `id`'),
            "cannot be a page's name. Use a to z, 0 to 9 and hyphens: type NAME=tips-zo-echo-",
        ),
        (("WHAT=page", "NAME=-tips"), "-tips: cannot be a page's name. Use a to z, 0 to 9 and hyphens: type NAME=tips."),
        (("WHAT=page",), "The name is missing: type make new WHAT=page NAME=my-tips."),
    ],
)
def test_make_hands_on_a_name_as_it_is(order: tuple[str, ...], said: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("WHAT", "NAME")}
    # Already set up: these tests run in it. What would make it anew is taken for old.
    command = ["make", "-C", str(ROOT), "--no-print-directory", "-o", ".venv/ready", f"PYTHON={sys.executable}", "new", *order]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said in done.stderr.splitlines()[0]
    assert not done.stdout
