"""Search engines and people find and share the site: JSON-LD, social cards, feeds, robots.txt, icons, links to every page."""

import json
import struct
import zlib
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
import yaml

from site_src.render import social_cards
from site_src.render.social_cards import SocialCard, draw_cards
from site_src.render.social_cards.card import draw_card
from site_src.render.social_cards.text_width import FontMetrics
from tests.support.markup import Markup
from tests.support.small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = ("nl", "en")
ATOM = "{http://www.w3.org/2005/Atom}"
PICTURE_BYTES = 40_000


@pytest.fixture(scope="session")
def base() -> str:
    return str(yaml.safe_load((ROOT / "content/site.yaml").read_text(encoding="utf-8"))["base_url"])


@pytest.fixture(scope="session")
def public(pages: dict[str, Markup]) -> dict[str, Markup]:
    """The pages of the languages, but those that ask not to be found."""
    return {name: markup for name, markup in pages.items() if "/" in name and not markup.all("meta", name="robots")}


def meta(markup: Markup, name: str) -> str:
    (element,) = markup.all("meta", property=name)
    return element["content"]


def data(dist: Path, name: str) -> list[dict[str, Any]]:
    """The things that a page tells machines about."""
    text = (dist / name).read_text(encoding="utf-8")
    (found,) = (part.split("</script>")[0] for part in text.split('<script type="application/ld+json">')[1:])
    data = json.loads(found)
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def words(text: str) -> str:
    return "".join(text.split())


def test_what_pages_tell_machines_is_what_they_show(dist: Path, public: dict[str, Markup], base: str) -> None:
    kinds: dict[str, int] = {}
    for name, markup in public.items():
        itself, *others = data(dist, name)
        (canonical,) = markup.all("link", rel="canonical")
        (description,) = markup.all("meta", name="description")
        assert itself["url"] == itself["@id"] == canonical["href"]
        assert itself["description"] == description["content"]
        assert itself["inLanguage"] == markup.all("html")[0]["lang"]
        assert words(itself["headline" if "headline" in itself else "name"]) in words(markup.text), name
        for key in ("datePublished", "dateModified"):
            if key in itself:
                assert date.fromisoformat(itself[key])
                assert markup.all("time", datetime=itself[key]), f"{name}: {key} is not on the page"
        for thing in (itself, *others):
            for kind in [thing["@type"]] if isinstance(thing["@type"], str) else thing["@type"]:
                kinds[kind] = kinds.get(kind, 0) + 1
            if thing["@type"] == "BreadcrumbList":
                links = [link["href"] for link in markup.all("a") if "href" in link]
                shown = [urljoin(f"{base}{name}", href) for href in links]
                steps = thing["itemListElement"]
                assert [step["position"] for step in steps] == [1, 2, 3]
                assert all(step["item"] in shown and words(step["name"]) in words(markup.text) for step in steps), name
        for question in itself.get("mainEntity", ()):
            assert words(question["name"]) in words(markup.text)
            assert words(question["acceptedAnswer"]["text"]) in words(markup.text), question["name"]
    assert kinds["WebSite"] == kinds["Quiz"] == kinds["FAQPage"] == len(LANGUAGES)
    assert kinds["BreadcrumbList"] == len(public) - len(LANGUAGES)
    assert kinds["Article"] + kinds["WebPage"] == len(public) - 2 * len(LANGUAGES)
    assert kinds["WebPage"] == 3 * len(LANGUAGES), "only the pages about the visitor's own scores, archive and group are no articles"


def test_every_page_has_a_picture_of_its_own_for_social_networks(
    dist: Path, pages: dict[str, Markup], public: dict[str, Markup], base: str
) -> None:
    pictures = set()
    for name, markup in public.items():
        address = meta(markup, "og:image")
        assert address.startswith(base)
        picture = dist / address.removeprefix(base)
        header = picture.read_bytes()[:26]
        assert header[:8] == b"\x89PNG\r\n\x1a\n"
        assert (
            struct.unpack(">II", header[16:24])
            == (1200, 630)
            == (int(meta(markup, "og:image:width")), int(meta(markup, "og:image:height")))
        )
        assert picture.stat().st_size <= PICTURE_BYTES, name
        pictures.add(picture)
        assert meta(markup, "og:title") == meta(markup, "og:image:alt")
        assert meta(markup, "og:url") == markup.all("link", rel="canonical")[0]["href"]
    assert len(pictures) == len(public)
    # The address that people share most is the site's own.
    assert meta(pages["index.html"], "og:image") == meta(public["nl/index.html"], "og:image")
    # Nothing drawn that nobody shows, and nothing of it in the copy for offline use.
    assert pictures == set((dist / "assets/social").iterdir())
    assert "assets/social" not in (dist / "sw.js").read_text(encoding="utf-8")


def test_a_picture_is_drawn_whole(dist: Path) -> None:
    """The palette's own decoder: every row is there, and the title's ink and the four pillars' colours are in it."""
    picture = next((dist / "assets/social").glob("en-quiz.*")).read_bytes()
    chunks: dict[str, bytes] = {}
    at = 8
    while at < len(picture):
        size, kind = struct.unpack_from(">I4s", picture, at)
        chunks[kind.decode()] = picture[at + 8 : at + 8 + size]
        assert zlib.crc32(picture[at + 4 : at + 8 + size]) == struct.unpack_from(">I", picture, at + 8 + size)[0]
        at += 12 + size
    rows = zlib.decompress(chunks["IDAT"])
    assert len(rows) == 630 * (1 + 1200)
    palette = chunks["PLTE"]
    used = {palette[3 * place : 3 * place + 3].hex() for place in set(rows)}
    assert {"faf7f1", "211c26", "855400", "08655f", "ad3418", "6a3b9e"} <= used


def test_a_title_is_set_in_lines_that_fit() -> None:
    letters = FontMetrics((ROOT / "site_src/render/social_cards/newsreader-600.ttf").read_bytes())
    lines = letters.break_lines("Bouw je professionele merk op", 96, 780)
    assert " ".join(lines) == "Bouw je professionele merk op"
    assert all(letters.measure(line, 96) <= 780 for line in lines)
    assert letters.covers("Eén ‘vraag’ – ß, ő, €")
    assert not letters.covers("Добро")
    assert letters.measure("W", 10) > letters.measure("i", 10) > 0


def test_what_was_drawn_once_is_drawn_the_same_and_not_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = FontMetrics((ROOT / "site_src/render/social_cards/newsreader-600.ttf").read_bytes())
    svg = draw_card("A title & more", "Site", "Section", "find", {"find": "#08655f", "paper": "#faf7f1"}, letters)
    assert "A title &amp; more" in svg
    picture = SocialCard("en", "page", PurePosixPath("assets/social/en-page.0123.png"), svg)
    (first,), problems = draw_cards([picture], tmp_path / "one")
    assert not problems
    (second,), _ = draw_cards([picture], tmp_path / "other")
    assert first.data == second.data
    # From the first place, it needs nobody to draw.
    with monkeypatch.context() as patch:
        patch.setattr(social_cards, "find_node", lambda: "/bin/false")
        assert draw_cards([picture], tmp_path / "one") == ((first,), ())
        nothing, (problem,) = draw_cards([picture], tmp_path / "third")
    assert nothing == ()
    assert problem.what == "the pictures for social networks cannot be drawn: Node exited with code 1"
    _, (problem,) = draw_cards([picture._replace(svg="<svg")], tmp_path / "fourth")
    assert problem.what.startswith("the pictures for social networks cannot be drawn: Error: SVG data parsing failed")
    assert "Node.js" not in problem.what


def test_a_title_in_letters_that_the_font_lacks_is_left_out() -> None:
    letters = FontMetrics((ROOT / "site_src/render/social_cards/newsreader-600.ttf").read_bytes())
    svg = draw_card("Добро пожаловать", "Site", "", "", {}, letters)
    assert "Добро" not in svg
    assert ">Site<" in svg


def test_a_picture_depends_on_its_own_page_only(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    page = '<meta property="og:image" content="{{ picture }}">'
    site.replace("templates/page.html", "<body>", page + "<body>")

    def addresses() -> dict[str, str]:
        pages = site.pages()
        return {name: text.split('og:image" content="')[1].split('"')[0] for name, text in pages.items() if "og:image" in text}

    before = addresses()
    site.replace("content/en/method.md", "title: method", "title: Another title")
    site.replace("content/en/method.md", "See [the quiz]", "Look at [the quiz]")
    after = addresses()
    assert {name for name in before if before[name] != after[name]} == {"en/method-en.html"}


def test_the_feeds_are_atom_and_name_every_page(dist: Path, public: dict[str, Markup], base: str) -> None:
    for language in LANGUAGES:
        feed = ElementTree.parse(dist / language / "feed.xml").getroot()
        assert feed.tag == f"{ATOM}feed"
        entries = feed.findall(f"{ATOM}entry")
        ids = [feed.findtext(f"{ATOM}id"), *(entry.findtext(f"{ATOM}id") for entry in entries)]
        assert len(set(ids)) == len(ids)
        assert all(name and urlsplit(name).scheme in ("https", "tag") for name in ids)
        days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
        assert days == sorted(days, reverse=True)
        assert feed.findtext(f"{ATOM}updated") == days[0]
        assert feed.findtext(f"{ATOM}author/{ATOM}name")
        assert all(entry.findtext(f"{ATOM}title") and entry.findtext(f"{ATOM}summary") for entry in entries)
        linked = {link.get("href") for entry in entries for link in entry.findall(f"{ATOM}link")}
        assert linked == {f"{base}{name}" for name in public if name.startswith(f"{language}/")}
        (own,) = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert own.get("href") == f"{base}{language}/feed.xml"
    for name, markup in public.items():
        (link,) = markup.all("link", type="application/atom+xml")
        assert link["href"] == f"{base}{name.split('/')[0]}/feed.xml"


def test_the_choice_of_language_names_the_feed_of_each(pages: dict[str, Markup], base: str) -> None:
    feeds = pages["index.html"].all("link", type="application/atom+xml")
    assert [link["href"] for link in feeds] == [f"{base}{language}/feed.xml" for language in LANGUAGES]
    assert len({link["title"] for link in feeds}) == len(LANGUAGES)


def test_a_change_is_news_and_stands_on_its_page(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.replace("content/en/method.md", "checked:", "changes:\n  2026-02-03: More <b> & better.\nchecked:")
    site.replace(
        "templates/page.html", "{{ body }}", "{% for change in page.changes %}[{{ change.day }} {{ change.text }}]{% endfor %}{{ body }}"
    )
    assert site.faults() == [
        "content/en/method.md:8: HTML in “changes.2026-02-03”: “<b>”. Leave it out: these words are shown exactly as they stand."
    ]
    site.replace("content/en/method.md", "More <b> & better.", "More & better.")
    pages = site.pages()
    assert "[2026-02-03 More &amp; better.]" in pages["en/method-en.html"]
    first = ElementTree.fromstring(pages["en/feed.xml"]).findall(f"{ATOM}entry")[0]
    assert [first.findtext(f"{ATOM}{key}") for key in ("id", "title", "updated", "summary")] == [
        "tag:ssi.example,2026-02-03:en/method#changed",
        "method",
        "2026-02-03T00:00:00Z",
        "More & better.",
    ]
    assert "better" not in pages["nl/feed.xml"]


def test_no_page_is_an_orphan(pages: dict[str, Markup], public: dict[str, Markup]) -> None:
    """Links lead from the root to every page."""
    found = {"index.html"}
    todo = ["index.html"]
    while todo:
        name = todo.pop()
        for link in pages[name].all("a"):
            path = urlsplit(urljoin(f"https://x.example/{name}", link.get("href", ""))).path.lstrip("/")
            if path in pages and path not in found:
                found.add(path)
                todo.append(path)
    assert public.keys() - found == set()


def test_robots_and_icons_are_where_they_are_looked_for(dist: Path, pages: dict[str, Markup], base: str) -> None:
    robots = (dist / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert robots == ["User-agent: *", "Allow: /", f"Sitemap: {base}sitemap.xml"]
    assert (dist / "sitemap.xml").exists()
    assert (dist / "favicon.ico").read_bytes()[:6] == b"\0\0\1\0\2\0"
    for name, markup in pages.items():
        if name != "404.html":
            folder = PurePosixPath(name).parent
            icons = [link["href"] for rel in ("icon", "apple-touch-icon") for link in markup.all("link", rel=rel)]
            assert [(dist / folder / icon).resolve().suffix for icon in icons] == [".ico", ".svg", ".png"]
            assert all((dist / folder / icon).resolve().is_file() for icon in icons)


def test_every_picture_in_a_page_has_its_size(pages: dict[str, Markup]) -> None:
    for name, markup in pages.items():
        for image in markup.all("img"):
            assert image.get("width", "").isdigit(), f"{name}: {image}"
            assert image.get("height", "").isdigit(), f"{name}: {image}"
