"""Drafts stay with the authors, and no page is published half written."""

from pathlib import Path

import pytest

from site_src.commands.console import BuildClock
from site_src.pipeline import BuildOptions, build_site
from tests.support.small_site import LANGUAGES, SmallSite

PAGE = """\
---
title: Nieuw in het {language}
description: Een pagina in het {language}
slug: nieuw-{language}
draft: true
menu: 9
redirects: [oud-{language}]
written: 2026-01-02
checked: 2026-01-03
---
See [the quiz](quiz.md) in {language}.
"""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """Make a small site with a draft in each language."""
    small = SmallSite(tmp_path)
    for language in LANGUAGES:
        small.write(f"content/{language}/new.md", PAGE.format(language=language))
    return small


def test_a_draft_is_nowhere_in_what_is_published(site: SmallSite) -> None:
    pages = site.pages()
    assert "nl/method-nl.html" in pages
    assert not [name for name, text in pages.items() if "nieuw-" in name + text or "oud-" in name + text]


def test_a_picture_is_published_where_a_page_shows_it(site: SmallSite) -> None:
    names = ("draft", "page", "linked", "none")
    for name in names:
        site.write(f"content/en/{name}.svg", f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}"/>')
    site.append("content/en/new.md", "\n![A draft](draft.svg)\n")
    for language in LANGUAGES:
        site.append(
            f"content/{language}/method.md", f"\n![A page in {language}](../en/page.svg) and [more](../en/linked.svg) in {language}\n"
        )
    for draft, published in ((False, {"page", "linked"}), (True, {"draft", "page", "linked"})):
        made = build_site(BuildOptions(site.root, engine=False, draft=draft), BuildClock(), site.memory)
        assert not made.problems
        assert {name for name in names for output in made.outputs if output.path.match(f"assets/{name}.*.svg")} == published
        assert [str(warning) for warning in made.warnings] == [
            "content/en/none.svg: no page shows it. Place it on a page, or remove it: it is not published."
        ]


def test_whoever_edits_sees_it_in_its_place(site: SmallSite) -> None:
    made = build_site(BuildOptions(site.root, engine=False, draft=True), BuildClock(), site.memory)
    assert not made.problems
    pages = {str(output.path): output.data.decode("utf-8", "replace") for output in made.outputs}
    assert "See" in pages["nl/nieuw-nl.html"]
    assert 'href="nieuw-en.html"' in pages["en/index.html"]
    assert "nieuw-nl" in pages["nl/oud-nl.html"]


def test_a_link_to_a_draft_is_a_fault_where_the_site_is_published(site: SmallSite) -> None:
    site.append("content/nl/method.md", "\nZie [dit](new.md).\n")
    line = (site.root / "content/nl/method.md").read_text(encoding="utf-8").count("\n")
    assert site.faults() == [
        f"content/nl/method.md:{line}: the link “new.md” leads to a draft, which is not published. "
        "Leave the link out, or remove the line “draft” from content/nl/new.md."
    ]
    assert not build_site(BuildOptions(site.root, engine=False, draft=True), BuildClock(), site.memory).problems
    site.replace("content/nl/new.md", "draft: true", "draft: false")
    site.replace("content/en/new.md", "draft: true\n", "")
    assert site.faults() == []


def test_a_draft_is_one_in_every_language(site: SmallSite) -> None:
    site.replace("content/en/new.md", "draft: true\n", "")
    assert site.faults() == [
        "content/nl/new.md:5: a draft, and content/en/new.md is none. Write “draft: true” in every language, or in none."
    ]


@pytest.mark.parametrize("name", ["index", "quiz", "404", "pillars/brand"])
def test_what_the_site_needs_is_no_draft(site: SmallSite, name: str) -> None:
    for language in LANGUAGES:
        site.replace(f"content/{language}/{name}.md", "written:", "draft: true\nwritten:")
    faults = site.faults()
    assert [fault.split(":")[0] for fault in faults if "cannot do without" in fault] == [
        f"content/{code}/{name}.md" for code in ("en", "nl")
    ]


def test_nor_is_what_a_template_leads_to(site: SmallSite) -> None:
    site.append("templates/page.html", '{{ href("new") }}')
    lines = (site.root / "templates/page.html").read_text(encoding="utf-8").count("\n") + 1
    assert site.faults() == [
        f"content/{language}/new.md:5: a draft, and templates/page.html:{lines} links to it on other pages. Remove the line “draft”."
        for language in ("en", "nl")
    ]


def test_words_still_to_come_are_a_fault_unless_they_stand_in_a_draft(site: SmallSite) -> None:
    site.append("content/nl/new.md", "\nTODO: meer hierover.\n")
    made = build_site(BuildOptions(site.root, engine=False), BuildClock(), site.memory)
    assert not made.problems
    assert [str(warning) for warning in made.warnings] == [
        "content/nl/new.md:13: words are still to come: “TODO”. Write them, and remove the mark."
    ]
    site.append("content/en/method.md", "\nTODO\n\n### TODO\n")
    site.replace("content/en/factors/groups.md", "groups?", "TODO")
    site.replace("content/en/factors/groups.md", "How.", "TODO: how.")
    site.append("content/en/texts/site.yaml", "more: TODO\n")
    site.append("content/nl/texts/site.yaml", "more: Meer\n")
    site.append("templates/page.html", '{{ t("site.more") }}')
    lines = [fault.removesuffix(". Write them, and remove the mark.") for fault in site.faults()]
    assert lines == [
        "content/en/factors/groups.md:3: words are still to come: “TODO”, also on line 23",
        "content/en/method.md:17: words are still to come: “TODO”, also on line 19",
        "content/en/texts/site.yaml:3: words are still to come: “TODO”",
    ]
    # An author sees the page as it is, and gets the warning all the same.
    made = build_site(BuildOptions(site.root, engine=False, draft=True), BuildClock(), site.memory)
    assert not made.problems
    assert {str(warning).removesuffix(". Write them, and remove the mark.") for warning in made.warnings} > set(lines)


def test_a_word_that_looks_like_the_mark_is_none(site: SmallSite) -> None:
    site.append("content/nl/method.md", "\nTODOS en todo zijn woorden.\n")
    assert site.faults() == []
