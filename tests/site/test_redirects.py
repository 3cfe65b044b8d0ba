"""Redirects from the addresses that pages used to have."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.markup import markup
from tests.support.server import serve
from tests.support.small_site import SmallSite

NL = "content/nl/method.md"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "site")


def moved(site: SmallSite, *slugs: str, file: str = NL) -> None:
    site.replace(file, "written:", f"redirects: [{', '.join(slugs)}]\nwritten:")


def test_an_old_address_leads_to_the_new_one(site: SmallSite) -> None:
    moved(site, "zo-rekenen-we", "over/methode")
    pages = site.pages()
    old = markup(pages["nl/over/methode.html"])
    (refresh,) = old.all("meta", **{"http-equiv": "refresh"})
    assert refresh["content"] == "0; url=../method-nl.html"
    assert [link["href"] for link in old.all("a")] == ["../method-nl.html"]
    assert [link["href"] for link in old.all("link", rel="canonical")] == ["https://ssi.example/nl/method-nl.html"]
    assert [meta["content"] for meta in old.all("meta", name="robots")] == ["noindex"]
    (policy,) = old.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy["content"].endswith("; require-trusted-types-for 'script'; trusted-types 'none'")
    assert [meta["content"] for meta in old.all("meta", name="referrer")] == ["same-origin"]
    assert "zo-rekenen-we" not in pages["sitemap.xml"]
    assert pages["_redirects"].splitlines() == [
        "/nl/zo-rekenen-we.html /nl/method-nl.html 301",
        "/nl/zo-rekenen-we /nl/method-nl.html 301",
        "/nl/over/methode.html /nl/method-nl.html 301",
        "/nl/over/methode /nl/method-nl.html 301",
    ]


def test_where_nothing_moved_there_is_no_list(site: SmallSite) -> None:
    assert "_redirects" not in site.pages()


def test_a_browser_arrives_at_the_same_place_on_the_page(site: SmallSite, browser: Browser, tmp_path: Path) -> None:
    """From a web server and from a folder on disk."""
    moved(site, "over/methode")
    for name, text in site.pages().items():
        (tmp_path / "dist" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "dist" / name).write_text(text, encoding="utf-8")
    page = browser.new_page()
    with serve(tmp_path / "dist", "/some/path/") as address:
        for base in (address, f"{(tmp_path / 'dist').as_uri()}/"):
            page.goto(f"{base}nl/over/methode.html#range", wait_until="commit")
            page.wait_for_url(f"{base}nl/method-nl.html#range")
            expect(page.locator("main")).to_contain_text("See")
    page.close()


def test_the_title_is_text_in_the_page(site: SmallSite) -> None:
    site.replace(NL, "title: method", 'title: "A & B"')
    moved(site, "ab")
    assert '<h1><a href="method-nl.html">A &amp; B</a></h1>' in site.pages()["nl/ab.html"]


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("method-nl", "the old address “method-nl” is the one it has now"),
        ("quiz", "the old address “quiz” belongs to content/nl/quiz.md"),
        ("index", "the old address “index” is reserved"),
        ("nul", "the old address “nul”: Windows opens no file or folder of the name “nul”"),
    ],
)
def test_an_old_address_that_means_something_else(site: SmallSite, slug: str, said: str) -> None:
    moved(site, slug)
    assert site.faults() == [f"{NL}:6: {said}. Leave it out of “redirects”."]


def test_two_pages_with_one_old_address(site: SmallSite) -> None:
    moved(site, "oud")
    moved(site, "oud", file="content/nl/quiz.md")
    assert site.faults() == ["content/nl/quiz.md:5: the old address “oud” belongs to content/nl/method.md. Leave it out of “redirects”."]


def test_the_page_for_what_is_missing_has_no_old_address(site: SmallSite) -> None:
    moved(site, "weg", file="content/nl/404.md")
    assert site.faults() == [
        "content/nl/404.md:5: this page has no address of its own, so it can have had no other. Leave it out of “redirects”."
    ]


def test_what_is_no_address(site: SmallSite) -> None:
    moved(site, "Old Page.html")
    assert site.faults() == [
        f"{NL}:6: “Old Page.html” is not the address of a page. "
        "Write the “slug” it had: a to z, 0 to 9 and single hyphens, without “.html”."
    ]
