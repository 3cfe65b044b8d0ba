"""Files, keys and headings under another name: one fault that names the cause, and none for what follows from it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from site_src.cache.build_cache import BuildCache
from site_src.check import note_texts
from site_src.commands.build import build
from site_src.commands.console import BuildClock
from site_src.commands.translated import run_translated
from site_src.pipeline import BuildOptions, build_site
from tests.site.test_images import saved
from tests.support.dutch_faults import DUTCH
from tests.support.small_site import SmallSite

EN, NL = "content/en", "content/nl"
Change = Callable[[SmallSite], None]


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path)


def rename(old: str, new: str, languages: tuple[str, ...] = ("nl", "en")) -> Change:
    def change(site: SmallSite) -> None:
        for language in languages:
            target = site.root / "content" / language / new
            target.parent.mkdir(exist_ok=True)
            (site.root / "content" / language / old).rename(target)

    return change


def duplicate(old: str, new: str) -> Change:
    def change(site: SmallSite) -> None:
        for language in (NL, EN):
            site.write(f"{language}/{new}", (site.root / language / old).read_bytes())

    return change


def remove(name: str) -> Change:
    def change(site: SmallSite) -> None:
        for language in (NL, EN):
            site.remove(f"{language}/{name}")

    return change


def replace(name: str, old: str, new: str) -> Change:
    return lambda site: site.replace(name, old, new)


def append(text: str, name: str = "method.md") -> Change:
    def change(site: SmallSite) -> None:
        for language in (NL, EN):
            site.append(f"{language}/{name}", text.format(language.removeprefix("content/")))

    return change


def group(site: SmallSite) -> None:
    """Put the pages in two sections."""
    site.append("content/site.yaml", "sections: [main, other]\n")
    for language in (NL, EN):
        site.write(f"{language}/texts/sections.yaml", f"main: Main {language}\nother: Other {language}\n")
        for file in sorted((site.root / language).glob("**/*.md")):
            name = file.relative_to(site.root / language).as_posix()
            if name.split("/")[0] not in ("factors", "index.md", "404.md"):
                site.replace(f"{language}/{name}", "written:", f"section: {'main' if '/' in name else 'other'}\nwritten:")


def name_digests(site: SmallSite) -> None:
    """Let the two languages name each other's digests."""
    files = [site.root / code / name for code in (NL, EN) for name in ("method.md", "factors/groups.md")]
    run_translated(site.root, list(map(str, files)))


def together(*changes: Change) -> Change:
    def change(site: SmallSite) -> None:
        for each in changes:
            each(site)

    return change


LINKED = "no language has this file, and 8 links lead to it, the first in content/en/pillars/brand.md:8."
NAME = "Is it “{0}.md” now? Give it its old name back; for another, run after that: make rename OLD=nl/method.md NEW=nl/{0}.md"
CHANGES: dict[str, tuple[Change, Change, list[str]]] = {
    "a page renamed": (together(), rename("method.md", "how.md"), [f"{NL}/method.md: {LINKED} {NAME.format('how')}"]),
    "a page moved, with its own links": (
        append("\n[a](pillars/brand.md) [b](pillars/find.md) [c](pillars/find.md)\n"),
        rename("method.md", "more/method.md"),
        [f"{NL}/method.md: {LINKED} {NAME.format('more/method')}"],
    ),
    "a page deleted": (together(), remove("method.md"), [f"{NL}/method.md: {LINKED} Put it back, or leave these links out."]),
    "a page without links that tell, renamed last": (
        append("\n[a](new.md) [b](new.md)\n"),
        together(
            duplicate("method.md", "other.md"),
            *(replace(f"{code}/other.md", "slug: method-", "slug: more-") for code in (NL, EN)),
            *(replace(f"{code}/other.md", "menu: 2\n", "") for code in (NL, EN)),
            *(replace(f"{code}/other.md", "title: method", f"title: more {code}") for code in (NL, EN)),
        ),
        [
            f"{NL}/new.md: no language has this file, and 8 links lead to it, the first in {EN}/method.md:17. "
            "Is it “other.md” now? Give it its old name back; for another, run after that: make rename OLD=nl/new.md NEW=nl/other.md"
        ],
    ),
    "a page that the site needs, renamed": (
        append("\n[a](quiz.md)\n"),
        rename("quiz.md", "questions.md"),
        [
            f"{NL}/quiz.md: no language has this file, and 4 links lead to it, the first in {EN}/method.md:9. "
            "Is it “questions.md” now? Give it its old name back, which the site needs."
        ],
    ),
    "a question renamed": (
        together(),
        rename("factors/groups.md", "factors/clubs.md"),
        [
            f"{NL}/factors/groups.md: no language has this file, and 4 links lead to it, the first in {EN}/method.md:13. "
            "Is it “factors/clubs.md” now? Give it its old name back, which the site needs."
        ],
    ),
    "a page renamed in one language": (
        name_digests,
        rename("method.md", "werkwijze.md", ("nl",)),
        [
            f"{NL}/werkwijze.md: “werkwijze.md” has no translation, and {EN}/method.md has none here. "
            "Did you mean “method.md”? Rename the file."
        ],
    ),
    "a page moved in one language": (
        name_digests,
        rename("method.md", "pillars/method.md", ("en",)),
        [f"{EN}/pillars/method.md: stands in another folder than {NL}/method.md. Move it to {EN}."],
    ),
    "a question renamed in one language": (
        name_digests,
        rename("factors/groups.md", "factors/verenigingen.md", ("nl",)),
        [
            f"{NL}/factors/verenigingen.md: “verenigingen.md” has no translation, and {EN}/factors/groups.md has none here. "
            "Did you mean “groups.md”? Rename the file."
        ],
    ),
    "texts renamed in one language": (
        together(),
        rename("texts/roles.yaml", "texts/vakken.yaml", ("nl",)),
        [
            f"{NL}/texts/vakken.yaml: “vakken.yaml” has no translation, and {EN}/texts/roles.yaml has none here. "
            "Did you mean “roles.yaml”? Rename the file."
        ],
    ),
    "a folder of texts renamed in one language": (
        together(),
        rename("texts", "teksten", ("nl",)),
        [f"{NL}/teksten: this folder is called “texts” in the other languages. Rename it to “texts”."],
    ),
    "a folder of pages renamed in one language": (
        together(),
        rename("pillars", "pijlers", ("nl",)),
        [f"{NL}/pijlers: this folder is called “pillars” in the other languages. Rename it to “pillars”."],
    ),
    "the plans renamed": (
        together(),
        together(
            lambda site: site.write("templates/inserts/plan.html", "<p>x</p>\n"),
            append("\n{{{{ plan sales }}}}\n\n{{{{ plan hr }}}}\n"),
        ),
        [
            f"content/plans.yaml: is missing, and {EN}/method.md:17 shows a plan. "
            "Give the file with the plans this name again, or put it back."
        ],
    ),
    "a key of the settings that nothing looks like": (
        together(),
        replace("content/site.yaml", "languages:", "talen:"),
        ["content/site.yaml:2: unknown line “talen”. Did you mean “languages”?"],
    ),
    "the menu's key": (
        group,
        replace("content/site.yaml", "sections:", "menu:"),
        ["content/site.yaml:3: unknown line “menu”. Known: base_url, contact, languages, messages, sections."],
    ),
    "a section misspelt in the settings": (
        group,
        replace("content/site.yaml", "[main,", "[mein,"),
        ["content/site.yaml:3: the section “mein” is on no page, and 8 pages are in “main”. Did you mean “main”?"],
    ),
    "a draft in one language": (
        together(),
        replace(f"{NL}/method.md", "written:", "draft: true\nwritten:"),
        [f"{NL}/method.md:6: a draft, and {EN}/method.md is none. Write “draft: true” in every language, or in none."],
    ),
    "a heading renamed in one language": (
        append("\n### Part {0} {{#part}}\n\nWords.\n\n[x](#part) [y](#part)\n"),
        replace(f"{NL}/method.md", "{#part}", "{#deel}"),
        [
            f"{NL}/method.md:17: this heading was “#part”, and 2 links lead there, the first in {NL}/method.md:21. "
            "Write “{#part}” behind it again; for another name, run after that: make rename OLD=nl/method.md#part NEW=#deel"
        ],
    ),
    "a heading renamed in both": (
        append("\n## Part {0} {{#part}}\n\nWords.\n", "quiz.md"),
        together(
            append("\n[x](quiz.md#part)\n"),
            replace(f"{NL}/quiz.md", "{#part}", "{#deel}"),
            replace(f"{EN}/quiz.md", "{#part}", "{#deel}"),
        ),
        [
            f"{EN}/quiz.md:10: this heading was “#part”, and a link leads there, in {EN}/method.md:17. "
            "Write “{#part}” behind it again; for another name, run after that: make rename OLD=en/quiz.md#part NEW=#deel",
            f"{NL}/quiz.md:10: this heading was “#part”, and a link leads there, in {NL}/method.md:17. "
            "Write “{#part}” behind it again; for another name, run after that: make rename OLD=nl/quiz.md#part NEW=#deel",
        ],
    ),
    "a heading taken out": (
        together(),
        together(replace(f"{EN}/method.md", "## Range {#range}\n\n", ""), replace(f"{NL}/method.md", "## Range {#range}\n\n", "")),
        [
            f"{language}/method.md: no heading here is “#range”, and 4 links lead there, the first in {language}/pillars/brand.md:8. "
            "Put the heading back, or let these links lead elsewhere."
            for language in (EN, NL)
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_one_cause_is_one_fault(site: SmallSite, name: str) -> None:
    before, change, expected = CHANGES[name]
    before(site)
    if "new.md" not in expected[0]:
        built = build_site(BuildOptions(site.root, engine=False), BuildClock(), site.memory)
        assert not built.problems
        if name == "a heading renamed in both":
            assert built.content
            site.memory = BuildCache()
            site.memory.store("texts", note_texts(built.content))
    change(site)
    assert site.faults() == expected
    assert site.faults_in_dutch() == DUTCH["one cause"][name]


def test_an_earlier_build_tells_what_was_renamed(site: SmallSite) -> None:
    """Without links by which to recognise it, and with one link only."""
    for language in (NL, EN):
        page = (site.root / language / "method.md").read_text().replace("slug: method-", "slug: of-").replace("menu: 2\n", "")
        site.write(f"{language}/about.md", page.replace("title: method", f"title: about {language}").replace(" {#range}", ""))
    site.append(f"{EN}/method.md", "\n[x](about.md)\n")
    site.memory = BuildCache()
    # As a build of serve does.
    assert not build(BuildOptions(site.root, site.root / "dist", draft=True, engine=False), BuildClock(), site.memory).faults
    rename("about.md", "company.md")(site)
    # Newer, and not it.
    for language in (NL, EN):
        site.write(f"{language}/newest.md", (site.root / language / "method.md").read_text().replace("slug: method-", "slug: new-"))
        site.replace(f"{language}/newest.md", "title: method\n", "title: newest\n")
        site.replace(f"{language}/newest.md", "menu: 2\n", "")
    assert site.faults() == [
        f"{NL}/about.md: no language has this file, and 2 links lead to it, the first in {EN}/method.md:17. "
        "Is it “company.md” now? Give it its old name back; for another, run after that: make rename OLD=nl/about.md NEW=nl/company.md"
    ]


@pytest.mark.parametrize(
    ("file", "data", "fault", "dutch"),
    [
        (
            "a.jpg",
            b"\0\0\0\x18ftypheic\0\0\0\0",
            "a photo as a telephone saves it (HEIC) with another kind's ending. Save it as JPEG first.",
            "een foto zoals een telefoon die opslaat (HEIC) met de letters van een andere soort achter de punt. Sla die eerst op als JPEG.",
        ),
        (
            "a.png",
            b"<?xml version='1.0'?>\n<!-- x --><svg xmlns='http://www.w3.org/2000/svg'/>",
            "a drawing (SVG) with another kind's ending. Rename it to “a.svg”, also in the texts that show it.",
            "een tekening (SVG) met de letters van een andere soort achter de punt. "
            "Noem het ‘a.svg’, ook in de teksten die het laten zien.",
        ),
        (
            "a.svg",
            saved("PNG", 300, 200),
            "a picture of the kind PNG with another kind's ending. Rename it to “a.png”, also in the texts that show it.",
            "een afbeelding van de soort PNG met de letters van een andere soort achter de punt. "
            "Noem het ‘a.png’, ook in de teksten die het laten zien.",
        ),
        (
            "a.webp",
            b"<!DOCTYPE html><html><svg>",
            "a web page with another kind's ending. Save the picture itself: open it by itself in the browser first.",
            "een webpagina met de letters van een andere soort achter de punt. "
            "Sla de afbeelding zelf op: open die eerst los in de browser.",
        ),
        (
            "a.png",
            b"%PDF-1.7 x",
            "a document (PDF) with another kind's ending. Let it end in .pdf and link to it, or save it as a picture.",
            "een document (PDF) met de letters van een andere soort achter de punt. "
            "Laat het eindigen op .pdf en link ernaar, of sla het op als afbeelding.",
        ),
        (
            "a.jpg",
            b"BM12345678901",
            "a picture of the kind BMP with another kind's ending. Save it as PNG or JPEG first.",
            "een afbeelding van de soort BMP met de letters van een andere soort achter de punt. Sla die eerst op als PNG of JPEG.",
        ),
        (
            "a.jpg",
            b"II*\0x",
            "a picture of the kind TIFF with another kind's ending. Save it as PNG or JPEG first.",
            "een afbeelding van de soort TIFF met de letters van een andere soort achter de punt. Sla die eerst op als PNG of JPEG.",
        ),
    ],
)
def test_a_picture_is_told_as_what_it_is(site: SmallSite, file: str, data: bytes, fault: str, dutch: str) -> None:
    site.write(f"{EN}/{file}", data)
    site.append(f"{EN}/method.md", f"\n![A dot]({file})\n")
    assert site.faults() == [f"{EN}/{file}: {fault}"]
    assert site.faults_in_dutch() == [f"{EN}/{file}: {dutch}"]
