"""What a page says of itself to machines: JSON-LD in the words of schema.org. Nothing in it that the page does not show."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from site_src.model import Html, Page
from site_src.render.world import Ask

_HEADING = re.compile(r"<h([2-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
_ARTICLES = ("page", "pillar")
"""The templates of pages to read, which show when they were written."""
_QUESTIONS = "questions"
"""The page of which every heading that ends in a question mark is a question, with its answer below it."""


def structured(ask: Ask, page: Page, picture: str) -> str:
    """The JSON for a page's head. `picture`: the address of its picture for social networks, empty where there is none."""
    things = [_itself(ask, page, picture), *_breadcrumbs(ask, page)]
    if page.name == _QUESTIONS:
        things[0] |= {"@type": ["Article", "FAQPage"], "mainEntity": list(_questions(page.body))}
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False, separators=(",", ":"))
    # Inside a script element nothing is escaped, and this ends it.
    return text.replace("<", "\\u003c")


def _itself(ask: Ask, page: Page, picture: str) -> dict[str, Any]:
    url = _url(ask, page.address)
    site = ask("word", page.language, "site.name")
    made: dict[str, Any] = {"@id": url, "url": url, "name": page.title, "description": page.description, "inLanguage": page.language}
    if picture:
        made["image"] = picture
    if page.name == "index":
        return {"@type": "WebSite", **made, "name": site, "headline": page.title}
    if page.template == "quiz":
        # An application for the search engines that know no quizzes.
        free = {"isAccessibleForFree": True, "applicationCategory": "BusinessApplication", "operatingSystem": "Any"}
        return {"@type": ["WebApplication", "Quiz"], **made, **free}
    if page.template not in _ARTICLES:
        return {"@type": "WebPage", **made}
    dates = {"datePublished": page.written.isoformat(), "dateModified": page.changed.isoformat()}
    return {"@type": "Article", **made, "headline": page.title, **dates, "author": {"@type": "Organization", "name": site}}


def _breadcrumbs(ask: Ask, page: Page) -> Iterator[dict[str, Any]]:
    """The way to a page, as its own breadcrumbs show it."""
    if page.section:
        (_, _, first), *_ = dict(ask("menu", page.language))[page.section]
        steps = [
            (ask("word", page.language, "site.home.crumb"), _url(ask, ask("address", page.language, "index"))),
            (ask("word", page.language, f"sections.{page.section}"), _url(ask, first)),
            (page.menu_title, _url(ask, page.address)),
        ]
        places = [{"@type": "ListItem", "position": at, "name": name, "item": url} for at, (name, url) in enumerate(steps, 1)]
        yield {"@type": "BreadcrumbList", "itemListElement": places}


def _questions(body: Html) -> Iterator[dict[str, Any]]:
    text = "".join(piece for piece in body if isinstance(piece, str))
    headings = list(_HEADING.finditer(text))
    for heading, after in zip(headings, [*headings[1:], None], strict=True):
        question = _plain(heading[2])
        answer = _plain(text[heading.end() : after.start() if after else None])
        if question.endswith("?") and answer:
            yield {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}


def _plain(markup: str) -> str:
    spaced = re.sub(r"</(?:p|li|td|th|dd|dt)>", " ", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", spaced)).split())


def _url(ask: Ask, address: PurePosixPath) -> str:
    return f"{ask('base_url')}{address}"
