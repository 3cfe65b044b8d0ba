"""What may stand in each kind of file: its keys, what each holds, and what it comes to where it is empty or at fault."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

SLUG = "[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*"
LONGEST_SLUG = 100
FIXED_SLUGS = ("index", "404")


class Field(NamedTuple):
    """What a key holds. `kind`: one of EMPTY's; `most`: how many characters, 0 for any number."""

    kind: str
    required: bool = True
    most: int = 0


SHAPES: Mapping[str, Mapping[str, Field]] = {
    "settings": {
        "base_url": Field("base"),
        "contact": Field("contact", required=False),
        "languages": Field("codes"),
        "sections": Field("keys", required=False),
    },
    "page": {
        "title": Field("text"),
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
        "advice": Field("text"),
        "checked": Field("date"),
        "twins": Field("marks", required=False),
    },
}
LISTS: Mapping[str, tuple[str, str, tuple[str, str]]] = {
    "codes": ("language code", "[a-z]{2,3}(-[A-Za-z0-9]+)?", ("[nl, en]", "Write two or three small letters, such as nl.")),
    "slugs": (
        "page address",
        SLUG,
        ("[old-name, older-name]", "Write the slug it had: a to z, 0 to 9 and single hyphens, without “.html”."),
    ),
    "keys": ("section key", "[a-z][a-z0-9_]*", ("[pillars, about]", "Write small letters, digits and “_”, such as pillars.")),
}
"""By kind of list: what one of its words is, how it is written, and what to do where it is not."""
IN_BRACKETS = frozenset(key for shape in SHAPES.values() for key, field in shape.items() if field.kind in ("marks", *LISTS))
"""The keys whose value people write between brackets."""
EMPTY: Mapping[str, object] = {
    "text": "",
    "slug": "",
    "base": "",
    "contact": "",
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
