"""The schema of front matter, settings and texts: keys, kinds of values, and empty values."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from site_src.messages import Message, say

MOST_BYTES = 2_000_000
"""The largest size of a text, about five thick books: a longer one would take too long to convert."""
SLUG = "[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*"
LONGEST_SLUG = 100
PAGE_NAME = SLUG.replace("(-", "([-_]")
"""The path of a page's file, below its language and without `.md`."""
LANGUAGE = "[a-z]{2,3}(-[A-Za-z0-9]+)?"
FIXED_SLUGS = ("index", "404")


def find_base_fault(address: str) -> tuple[Message, Message] | None:
    """Find what is wrong with the site's address, with a remedy; None for one that is right."""
    if address.endswith((".html", ".htm")):
        return say("“{text}” is the address of a page", text=address), say("Leave out “{words}”.", words=address.rpartition("/")[2])
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[\w.~%/-]*)?", address):
        return say("“{text}” is not a base address", text=address), say("Write it whole, such as https://ssi.example/.")
    return None


class Field(NamedTuple):
    """The rule for a key's value.

    `kind`: one of EMPTY's keys. `most`: the largest number of characters, 0 for no limit.
    """

    kind: str
    required: bool = True
    most: int = 0


SCHEMA: Mapping[str, Mapping[str, Field]] = {
    "settings": {
        "base_url": Field("base"),
        "contact": Field("contact", required=False),
        "languages": Field("codes"),
        "sections": Field("keys", required=False),
        "messages": Field("language of messages", required=False),
    },
    "page": {
        "title": Field("text", most=120),
        "description": Field("text", most=160),
        "slug": Field("slug"),
        "section": Field("text", required=False),
        "menu": Field("number", required=False),
        "menu_title": Field("text", required=False),
        "template": Field("text", required=False),
        "draft": Field("yes or no", required=False),
        "toc": Field("yes or no", required=False),
        "written": Field("date"),
        "checked": Field("date"),
        "changes": Field("dated words", required=False),
        "redirects": Field("slugs", required=False),
        "twins": Field("marks", required=False),
    },
    "factor": {
        "name": Field("text"),
        "question": Field("text"),
        "hint": Field("text", required=False),
        "levels": Field("words"),
        "not_applicable": Field("text", required=False),
        "advice": Field("words"),
        "checked": Field("date"),
        "twins": Field("marks", required=False),
    },
}


class ListRule(NamedTuple):
    """The rule for the items of a list.

    `what`: the fault of an item `{code}` that does not match the pattern. `example`: a whole list.
    """

    pattern: str
    what: Message
    remedy: Message
    example: str


LISTS: Mapping[str, ListRule] = {
    "codes": ListRule(
        LANGUAGE, say("“{code}” is not the code of a language"), say("Write two or three small letters, such as nl."), "[nl, en]"
    ),
    "slugs": ListRule(
        SLUG,
        say("“{code}” is not the address of a page"),
        say("Write the “slug” it had: a to z, 0 to 9 and single hyphens, without “.html”."),
        "[old-name, older-name]",
    ),
    "keys": ListRule(
        "[a-z][a-z0-9_]*",
        say("“{code}” cannot name a section"),
        say("Write small letters, digits and “_”, such as pillars."),
        "[pillars, about]",
    ),
}
"""By kind of list: the rule for its items."""
IN_BRACKETS = frozenset(key for shape in SCHEMA.values() for key, field in shape.items() if field.kind in ("marks", *LISTS))
"""The keys whose values authors write between brackets."""
EMPTY: Mapping[str, object] = {
    "text": "",
    "slug": "",
    "base": "",
    "contact": "",
    "language of messages": "",
    "number": None,
    "yes or no": False,
    "date": date.min,
    "words": {},
    "marks": {},
    "dated words": (),
    "codes": (),
    "keys": None,
    "slugs": (),
}
"""By kind of value: the value of a key that is empty or faulty."""
