"""The guide for authors, `content/README.md`: each example in it builds, and each thing that it names is there."""

import re
from pathlib import Path

import pytest

from site_src.commands.console import BuildClock
from site_src.load.markdown.allowlist import ELEMENTS
from site_src.pipeline import BuildOptions, build_site
from tests.support.small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "content" / "README.md").read_text(encoding="utf-8")
PARTS = dict(zip(("nl", "en"), GUIDE.split("\n---\n\n# "), strict=True))


def examples(language: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PARTS[language], re.MULTILINE | re.DOTALL)


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """Make a site with the guide's examples: a page with an old address, a picture, and a question."""
    small = SmallSite(tmp_path)
    small.append("content/site.yaml", "sections: [score]\n")
    for language in PARTS:
        small.write(f"content/{language}/texts/sections.yaml", "score: Score\n")
        for page in (small.root / "content" / language).glob("*.md"):
            if page.stem not in ("index", "404"):
                small.replace(f"content/{language}/{page.name}", "written:", "section: score\nwritten:")
        for page in (small.root / "content" / language / "pillars").glob("*.md"):
            small.replace(f"content/{language}/pillars/{page.name}", "written:", "section: score\nwritten:")
        tips, picture, caption, signs, question = examples(language, "markdown")
        (moved,) = examples(language, "yaml")
        slug = moved.split("\n")[0]
        assert f"\n{slug}\n" in tips, "the example of another address is that of the page"
        small.write(f"content/{language}/tips.md", tips.replace(f"{slug}\n", moved) + "\n" + picture + "\n" + caption + "\n" + signs)
        (file,) = re.findall(r"\(([\w.]+)\)", picture)
        small.write(f"content/{language}/{file}", (ROOT / ".github" / "screenshot.png").read_bytes())
        small.write(f"content/{language}/factors/groups.md", question)
    return small


def test_every_example_builds(site: SmallSite) -> None:
    pages = site.pages()
    for language, slug, old in (("nl", "drie-tips", "tips-om-te-beginnen"), ("en", "three-tips", "tips-to-start-with")):
        assert 'id="today"' in pages[f"{language}/{slug}.html"]
        assert f"0; url={slug}.html" in pages[f"{language}/{old}.html"]
        # The quotation, the footnote, the other language, the list in a list.
        page = pages[f"{language}/{slug}.html"]
        assert re.search(r"<figure>\s*<p><img [^>]+></p>\s*<figcaption>", page)
        assert all(part in page for part in ("<blockquote>", 'class="footnote', "<ul>\n<li>\n<p>", 'href="mailto:info@example.org"'))
        assert f'<em lang="{ {"nl": "en", "en": "nl"}[language] }">' in page


def test_the_two_languages_tell_the_same(site: SmallSite) -> None:
    for pattern in (r"^#+ ", r"^- ", r"^\|", r"`make [a-z]+", r"^```(\w*)"):
        counted = {language: len(re.findall(pattern, part, re.MULTILINE)) for language, part in PARTS.items()}
        # The title of the second part is where the guide was cut in two.
        counted["en"] += pattern == r"^#+ "
        assert len(set(counted.values())) == 1, (pattern, counted)


@pytest.mark.parametrize("language", PARTS)
def test_its_signs_to_avoid_are_told_and_those_to_write_are_not(language: str, site: SmallSite) -> None:
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", PARTS[language], re.MULTILINE)
    assert len(rows) == 11
    file = f"content/{language}/tips.md"
    text = (site.root / file).read_text(encoding="utf-8")

    def find(words: str) -> list[int]:
        site.write(file, f"{text}\n{words}\n")
        built = build_site(BuildOptions(site.root, engine=False), BuildClock(), site.memory)
        return [found.line for found in (*built.problems, *built.warnings) if found.file == file and found.line > text.count("\n")]

    for wrong, right in rows:
        assert (wrong, find(wrong)) == (wrong, [text.count("\n") + 2])
        assert (right, find(right)) == (right, [])


@pytest.mark.parametrize("language", PARTS)
def test_it_lists_the_html_that_is_allowed(language: str, site: SmallSite) -> None:
    rows = re.findall(r"^\| [^|]+ \| ((?:`<\w+>` ?)+)\|$", PARTS[language], re.MULTILINE)
    listed = re.findall("<([a-z0-9]+)>", "".join(rows))
    # The page's title is the one heading of the first level.
    assert sorted(listed) == sorted(set(ELEMENTS) - {"h1"})
    shown = re.findall(r"`([^`]*<(?:sub|abbr)[^`]*</[^`]*)`", PARTS[language])
    assert len(shown) == 2
    site.append(f"content/{language}/tips.md", "\n".join(["", *shown, ""]))
    site.replace(f"content/{language}/tips.md", "---\n", "---\n# A note to myself\n")
    assert site.faults() == []
    site.append(f"content/{language}/tips.md", "\n<!-- A note to myself -->\n")
    assert len(site.faults()) == 1


def test_every_table_and_chart_in_it_is_there_and_every_chart_is_in_it() -> None:
    for part in PARTS.values():
        listed = set(re.findall(r"`\{\{ (\w+)[ \w]* \}\}`", part))
        known = {path.stem for path in (ROOT / "templates" / "inserts").iterdir()}
        assert listed <= known
        assert {name for name in known if name.startswith("chart_")} <= listed


def test_every_command_and_folder_in_it_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make ([a-z]+)", GUIDE)):
        assert f"\n{target}:" in makefile, target
    for folder in set(re.findall(r"`([a-z/]+/|[a-z]+\.yaml)`", GUIDE)) - {"de/"}:
        assert list((ROOT / "content").glob(folder)) or list((ROOT / "content/nl").glob(folder)), folder


def test_its_pictures_and_the_files_that_it_leads_to_are_there_and_small() -> None:
    prose = re.sub(r"^```.*?^```$|`[^`\n]+`", "", GUIDE, flags=re.MULTILINE | re.DOTALL)
    named = re.findall(r"\]\((\.\./[^)]+)\)", prose)
    assert {f"../.github/editor.{language}.png" for language in PARTS} <= set(named)
    assert all((ROOT / "content" / name).stat().st_size < 150_000 for name in named)


def test_it_is_no_page(site: SmallSite) -> None:
    site.write("content/README.md", GUIDE)
    assert site.faults() == []
    assert not [name for name in site.pages() if "readme" in name.lower()]
