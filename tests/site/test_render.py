"""Pages made of templates: what templates get, and what a failing one says."""

import base64
import hashlib
import html
import re
from pathlib import Path

import pytest

from tests.support.small_site import SmallSite


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path)


def test_every_address_is_relative_and_leads_to_a_file(site: SmallSite) -> None:
    outputs, _ = site.build()
    paths = {output.path for output in outputs}
    for output in outputs:
        if output.path.suffix != ".html":
            continue
        for address in re.findall(r'(?:href|src)="([^"#]+)', output.data.decode()):
            if not address.startswith("https://ssi.example/"):
                parts = [*output.path.parent.parts]
                for part in address.split("/"):
                    if part == "..":
                        parts.pop()
                    else:
                        parts.append(part)
                assert type(output.path)(*parts) in paths, f"{output.path}: {address}"


def test_a_page_has_its_words_its_twins_and_its_address(site: SmallSite) -> None:
    page = site.pages()["en/method-en.html"]
    assert "<title>method Site en</title>" in page
    assert '<link rel="canonical" href="https://ssi.example/en/method-en.html">' in page
    assert '<a href="../nl/method-nl.html">nl?</a><a href="method-en.html">en?</a>' in page
    assert '<a href="index.html">index</a><a href="method-en.html">method</a>' in page


def test_links_to_factors_lead_to_their_pillars_page(site: SmallSite) -> None:
    page = site.pages()["en/method-en.html"]
    assert '<a href="pillars/engage-en.html#groups">factor</a>' in page
    assert '<a href="pillars/engage-en.html#groups-why">reason</a>' in page
    assert 'id="groups-why"' in site.pages()["en/pillars/engage-en.html"]


def test_an_insert_is_rendered_in_the_pages_language_and_notation(site: SmallSite) -> None:
    page = site.pages()["nl/method-nl.html"]
    assert re.search(r"<li>typical: \d+,\d</li>", page)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(0.15, 1, "0,2"), (2.5, 0, "3"), (1, 2, "1,00"), (-0.04, 1, "0,0"), (-1.25, 1, "−1,3"), (1234.5, 1, "1234,5"), (1e-7, 1, "0,0")],
)
def test_numbers(site: SmallSite, value: float, decimals: int, shown: str) -> None:
    site.append("templates/quiz.html", "{% block main %}{% endblock %}")
    site.replace("templates/page.html", "{{ body }}", f"[{{{{ ({value})|number({decimals}) }}}}]{{{{ body }}}}")
    assert f"[{shown}]" in site.pages()["nl/index.html"]


def test_everything_an_author_writes_is_escaped(site: SmallSite) -> None:
    site.replace("content/en/method.md", "title: method", 'title: "1 < 2 & \\"q\\""')
    assert "<title>1 &lt; 2 &amp; &#34;q&#34; Site en</title>" in site.pages()["en/method-en.html"]


def test_a_value_that_is_html_stays_html_inside_a_text_that_is_escaped(site: SmallSite) -> None:
    for language in ("en", "nl"):
        site.append(f"content/{language}/texts/site.yaml", f'more: "1 < 2 & {language} {{link}}"\n')
    site.replace("templates/page.html", "{{ body }}", '{% set link %}<a>x</a>{% endset %}[{{ t("site.more", link=link) }}]{{ body }}')
    assert "[1 &lt; 2 &amp; en <a>x</a>]" in site.pages()["en/index.html"]


def policy(page: str) -> str:
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def test_only_the_quiz_may_run_webassembly_and_no_page_anything_of_its_own(site: SmallSite) -> None:
    pages = site.pages()
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy(pages["en/quiz.html"])
    assert "script-src 'self';" in policy(pages["en/index.html"])
    assert all(
        "unsafe-inline" not in policy(page) and "'unsafe-eval'" not in policy(page) for name, page in pages.items() if name.endswith("html")
    )


def test_the_page_for_a_missing_address_names_the_hash_of_its_own_style(site: SmallSite) -> None:
    page = site.pages()["404.html"]
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}';" in policy(page)
    assert '<section lang="nl"><p>Niets.</p></section><section lang="en"><p>Niets.</p></section>' in page


def test_the_page_for_a_missing_address_asks_for_no_letters(site: SmallSite) -> None:
    face = '@font-face { font-family: A; src: url("../icons/dot.svg") }\n'
    site.append("site_src/browser/css/site.css", face)
    pages = site.pages()
    assert "@font-face" not in pages["404.html"]
    assert any("@font-face" in text for name, text in pages.items() if name.endswith(".css"))


def test_the_sitemap_has_every_page_with_its_twins(site: SmallSite) -> None:
    sitemap = site.pages()["sitemap.xml"]
    assert sitemap.count("<loc>") == 2 * (3 + 4)
    assert "<loc>https://ssi.example/en/method-en.html</loc><lastmod>2026-01-03</lastmod>" in sitemap
    assert '<xhtml:link rel="alternate" hreflang="nl" href="https://ssi.example/nl/method-nl.html"/>' in sitemap
    assert '<xhtml:link rel="alternate" hreflang="x-default" href="https://ssi.example/"/>' in sitemap
    assert "404" not in sitemap


FAILING = {
    "an unknown name": ("{{ nothing }}", "templates/page.html:15: 'nothing' is undefined. Mend the template."),
    "an unknown attribute": (
        "{{ page.titel }}",
        "templates/page.html:15: 'site_src.model.content.Page object' has no attribute 'titel'. Mend the template.",
    ),
    "a division by zero": ("{{ 1 / 0 }}", "templates/page.html:15: ZeroDivisionError: division by zero. Mend the template."),
    "an unknown filter": ("{{ 1|nmber }}", "templates/page.html:15: No filter named 'nmber'. Mend the template."),
    "a page by a name put together": (
        '{{ href("me" ~ "tod") }}',
        "templates/page.html:15: there is no page “metod”. Did you mean “method”?",
    ),
    "a text by a key put together": (
        '{{ text_of("roles", "sale") }}',
        "templates/page.html:15: nobody wrote the text “roles.sale” in “nl”. Did you mean “roles.sales”?",
    ),
    "a file by a name put together": (
        '{{ asset("page/" ~ "quizz.js") }}',
        "templates/page.html:15: there is no file “page/quizz.js” in site_src/browser. Did you mean “page/quiz.js”?",
    ),
    "a script inside a page": (
        "<script>x</script>",
        "templates/page.html: a <script> with content, which the page's own policy refuses. Put it in a file of its own.",
    ),
    "a style on a tag": (
        '<p style="color: red">x</p>',
        "templates/page.html: an attribute “style”, which the page's own policy refuses. Use a class, or a script file.",
    ),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_failing_template_is_a_fault_with_a_place(site: SmallSite, name: str) -> None:
    broken, expected = FAILING[name]
    site.replace("templates/page.html", "{{ body }}", broken)
    assert expected in site.faults()


def test_one_fault_in_a_template_that_every_page_uses_is_told_once(site: SmallSite) -> None:
    site.replace("templates/page.html", "{{ body }}", "{{ nothing }}")
    assert site.faults() == ["templates/page.html:15: 'nothing' is undefined. Mend the template."]


def test_a_fault_in_an_insert_is_told_there(site: SmallSite) -> None:
    site.append("templates/inserts/personas.html", "{{ nothing }}\n")
    assert site.faults() == ["templates/inserts/personas.html:4: 'nothing' is undefined. Mend the template."]
