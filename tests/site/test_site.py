"""The built site as a whole, read from the files of `dist`: addresses, languages, policy, words."""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import yaml

from ssi_core.model import MODEL, NOT_APPLICABLE, UNKNOWN
from tests.support.markup import Markup

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = ("nl", "en")
POLICY = {
    "default-src": "'none'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "require-trusted-types-for": "'script'",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def names(language: str) -> set[str]:
    """The pages that authors wrote in one language, by name; factors are sections, and the 404 page is one for all languages."""
    folder = ROOT / "content" / language
    return {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md") if path.parent.name != "factors"} - {"404"}


def test_every_page_is_there(pages: dict[str, Markup]) -> None:
    assert {"index.html", "404.html"} <= pages.keys()
    for language in LANGUAGES:
        built = [name for name in pages if name.startswith(f"{language}/")]
        assert len(built) == len(names(language))


def test_every_link_is_relative_and_leads_somewhere(dist: Path, pages: dict[str, Markup]) -> None:
    broken = []
    ids = {(dist / name).resolve(): frozenset(markup.ids) for name, markup in pages.items()}
    for name, markup in pages.items():
        for address in dict.fromkeys(markup.addresses):
            parts = urlsplit(address)
            if parts.scheme in {"http", "https", "mailto"}:
                continue
            if address.startswith("/") or parts.scheme:
                broken.append(f"{name}: {address} is not relative")
                continue
            target = PurePosixPath(name).parent / unquote(parts.path) if parts.path else PurePosixPath(name)
            file = (dist / target).resolve()
            if not file.is_file() or not file.is_relative_to(dist.resolve()):
                broken.append(f"{name}: {address} leads nowhere")
            elif parts.fragment and file.suffix == ".html" and parts.fragment not in ids[file]:
                broken.append(f"{name}: {address} has no such anchor")
    assert not broken, "\n".join(broken)


def test_ids_are_unique(pages: dict[str, Markup]) -> None:
    doubles = {name: sorted({i for i in markup.ids if markup.ids.count(i) > 1}) for name, markup in pages.items()}
    assert not {name: ids for name, ids in doubles.items() if ids}


def test_every_page_says_its_language_title_and_description(pages: dict[str, Markup]) -> None:
    for name, markup in pages.items():
        (html,) = markup.all("html")
        assert html["lang"] in LANGUAGES, name
        if "/" in name:
            assert html["lang"] == name.split("/")[0]
            (description,) = markup.all("meta", name="description")
            assert 50 <= len(description["content"]) <= 160, f"{name}: {len(description['content'])} characters"
        assert len(markup.all("h1")) == 1 or name in {"404.html", "index.html"}, name


def test_pages_point_to_each_other_across_languages(dist: Path, pages: dict[str, Markup]) -> None:
    base = yaml.safe_load((ROOT / "content/site.yaml").read_text())["base_url"]
    by_address = {}
    for name, markup in pages.items():
        if "/" in name and not markup.all("meta", name="robots"):
            (canonical,) = markup.all("link", rel="canonical")
            assert canonical["href"].startswith(base)
            by_address[canonical["href"]] = {
                link["hreflang"]: link["href"] for link in markup.all("link", rel="alternate") if "hreflang" in link
            }
    for address, alternates in by_address.items():
        assert set(alternates) == {*LANGUAGES, "x-default"}, address
        assert address in alternates.values()
        for language in LANGUAGES:
            assert by_address[alternates[language]] == alternates, f"{address} and {alternates[language]} do not agree"
    sitemap = (dist / "sitemap.xml").read_text()
    assert set(re.findall(r"<loc>([^<]+)</loc>", sitemap)) >= set(by_address)


def test_the_about_page_says_where_to_write_to(pages: dict[str, Markup]) -> None:
    contact = yaml.safe_load((ROOT / "content/site.yaml").read_text())["contact"]
    for name in ("nl/over-deze-site.html", "en/about.html"):
        assert pages[name].all("a", href=contact), name


def test_the_switch_leads_to_the_same_page(pages: dict[str, Markup]) -> None:
    for name, markup in pages.items():
        if "/" not in name or markup.all("body", **{"class": "framed"}):
            continue
        switches = [link for link in markup.all("a") if "hreflang" in link]
        assert switches, name
        for switch in switches:
            assert switch["hreflang"] in LANGUAGES
            assert switch.get("lang", switch["hreflang"]) == switch["hreflang"]


def test_the_policy_forbids_inline_code_eval_and_other_hosts(pages: dict[str, Markup]) -> None:
    for name, markup in pages.items():
        (meta,) = markup.all("meta", **{"http-equiv": "Content-Security-Policy"})
        policy = dict(part.strip().split(" ", 1) for part in meta["content"].split(";") if part.strip())
        for directive, value in POLICY.items():
            if not (name == "404.html" and directive == "style-src"):
                assert policy[directive] == value, f"{name}: {directive}"
        assert "unsafe-inline" not in meta["content"], name
        assert "'unsafe-eval'" not in meta["content"], name
        assert "http:" not in meta["content"], name
        assert "https:" not in meta["content"], name
        for element in markup.elements:
            assert "style" not in element.attributes, f"{name}: style attribute on <{element.tag}>"
            assert not [a for a in element.attributes if a.startswith("on")], f"{name}: script attribute on <{element.tag}>"
            assert element.tag != "style" or name == "404.html", name
        # The engine's worker comes from an address that the page makes, the service worker from its own.
        engine, service = (any(hook in element.attributes for element in markup.elements) for hook in ("data-runtime", "data-service"))
        assert policy["worker-src"] == (" ".join(["blob:"] * engine + ["'self'"] * service) or "'none'"), name
        assert policy["trusted-types"] == ("ssi" if engine or service else "'none'"), name
        assert ("'wasm-unsafe-eval'" in policy["script-src"]) == engine, name
        assert {meta["content"] for meta in markup.all("meta", name="referrer")} == {"same-origin"}, name


def test_the_quiz_asks_every_factor_in_the_words_of_its_file(pages: dict[str, Markup]) -> None:
    for language in LANGUAGES:
        quiz = pages[f"{language}/quiz.html"]
        radios = quiz.all("input", type="radio")
        for factor in MODEL.factors:
            values = [radio["value"] for radio in radios if radio["name"] == factor.key]
            expected = [level.key for level in factor.levels] + [NOT_APPLICABLE] * factor.optional + [UNKNOWN]
            assert sorted(values) == sorted(expected), factor.key
            assert values[: len(factor.levels)] == [level.key for level in factor.levels], factor.key
            source = (ROOT / f"content/{language}/factors/{factor.key}.md").read_text(encoding="utf-8")
            question = yaml.safe_load(source.split("---")[1])["question"]
            assert question in quiz.text, f"{language}: {question}"
        assert not [radio for radio in radios if "checked" in radio], "an answer is preselected"


def test_the_method_page_shows_the_models_numbers(pages: dict[str, Markup]) -> None:
    for language, name in (("nl", "nl/methode.html"), ("en", "en/method.html")):
        text = " ".join(pages[name].text.split())
        for role in MODEL.roles:
            assert str(role.low) in text
        for observed in MODEL.observed:
            assert (f"{observed.low}".replace(".", ",") if language == "nl" else f"{observed.low}") in text


def test_no_file_of_the_site_names_another_host_to_load_from(dist: Path) -> None:
    loads = re.compile(r"""(?:src|srcset)=["']https?:|url\(["']?https?:|import\s*\(?["']https?:|@import""")
    for path in dist.rglob("*"):
        if path.suffix in {".html", ".css", ".svg"} or (path.suffix == ".js" and "assets" in path.parts):
            assert not loads.search(path.read_text(encoding="utf-8")), path
