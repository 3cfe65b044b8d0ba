"""Reads design tokens from the style sheet, the authority for colours and sizes."""

import re
from collections.abc import Mapping

from site_src.messages import say
from site_src.model import Problem, Source

_REQUIRED = ("measure", "paper")


def read_tokens(sheet: Source) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """Read the custom properties of a style sheet: name → value.

    Of several values for one property, the first counts: the light page's. Returns a Problem for each property that the build needs and
    the sheet lacks.

    >>> from pathlib import PurePosixPath
    >>> read_tokens(Source(PurePosixPath("site.css"), b":root { --paper: #faf7f1; --measure:38rem } .dark { --paper: #000 }"))[0]
    {'paper': '#faf7f1', 'measure': '38rem'}
    """
    tokens: dict[str, str] = {}
    for name, value in re.findall(r"--([\w-]+):\s*([^;}]+?)\s*[;}]", sheet.data.decode("utf-8", "replace")):
        tokens.setdefault(name, value)
    missing = [name for name in _REQUIRED if name not in tokens]
    return tokens, tuple(
        Problem(str(sheet.path), 0, say("has no design token “--{name}”", name=name), say("Define it in :root.")) for name in missing
    )
