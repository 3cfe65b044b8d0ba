"""A page's structured data for search engines: JSON-LD in schema.org's vocabulary.

It holds nothing that the page does not show.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from site_src.model import Html, Page
from site_src.render.site_data import Ask, make_url

_HEADING = re.compile(r"<h([2-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_ARTICLES = ("page", "offline", "pillar", "checklist", "examples", "plans", "trainers", "handout")
"""Templates of pages to read, which show when they were written."""
_QUESTIONS = "questions"
"""Name of the page on which every heading that ends in a question mark is a question, with its answer below it."""


def make_json_ld(ask: Ask, page: Page, picture: str) -> str:
    """Make the JSON for a page's head. `picture`: the URL of its social card, or an empty string."""
    things = [_describe_page(ask, page, picture), *_list_breadcrumbs(ask, page)]
    if page.name == _QUESTIONS:
        things[0] |= {"@type": ["Article", "FAQPage"], "mainEntity": list(_find_questions(page.body))}
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False, separators=(",", ":"))
    # Browsers decode no entities inside a script element, and “</script” would end it.
    return text.replace("<", "\\u003c")


def _describe_page(ask: Ask, page: Page, picture: str) -> dict[str, Any]:
    url = make_url(ask, page.address)
    site = ask("word", page.language, "site.name")
    basics: dict[str, Any] = {"@id": url, "url": url, "name": page.title, "description": page.description, "inLanguage": page.language}
    if picture:
        basics["image"] = picture
    if page.name == "index":
        return {"@type": "WebSite", **basics, "name": site, "headline": page.title}
    if page.template == "quiz":
        # “WebApplication” is for search engines that do not know the type “Quiz”.
        free = {"isAccessibleForFree": True, "applicationCategory": "BusinessApplication", "operatingSystem": "Any"}
        return {"@type": ["WebApplication", "Quiz"], **basics, **free}
    if page.template not in _ARTICLES:
        return {"@type": "WebPage", **basics}
    dates = {"datePublished": page.written.isoformat(), "dateModified": page.changed.isoformat()}
    return {"@type": "Article", **basics, "headline": page.title, **dates, "author": {"@type": "Organization", "name": site}}


def _list_breadcrumbs(ask: Ask, page: Page) -> Iterator[dict[str, Any]]:
    """List the steps from the home page, as the page's own breadcrumbs show them."""
    if page.section:
        (_, _, first), *_ = dict(ask("menu", page.language))[page.section]
        steps = [
            (ask("word", page.language, "site.home.crumb"), make_url(ask, ask("address", page.language, "index"))),
            (ask("word", page.language, f"sections.{page.section}"), make_url(ask, first)),
            (page.menu_title, make_url(ask, page.address)),
        ]
        places = [{"@type": "ListItem", "position": at, "name": name, "item": url} for at, (name, url) in enumerate(steps, 1)]
        yield {"@type": "BreadcrumbList", "itemListElement": places}


def _find_questions(body: Html) -> Iterator[dict[str, Any]]:
    text = "".join(piece for piece in body if isinstance(piece, str))
    headings = list(_HEADING.finditer(text))
    for heading, after in zip(headings, [*headings[1:], None], strict=True):
        question = _strip_tags(heading[2])
        answer = _strip_tags(text[heading.end() : after.start() if after else None])
        if question.endswith("?") and answer:
            yield {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}


def _strip_tags(markup: str) -> str:
    spaced = re.sub(r"</(?:p|li|td|th|dd|dt)>", " ", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", spaced)).split())
