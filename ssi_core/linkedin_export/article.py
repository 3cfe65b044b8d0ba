"""An article's HTML → when it was published, by the line that LinkedIn puts above the text. Nothing of the text is looked at."""

import re

from ssi_core.linkedin_export.cells import text_of
from ssi_core.linkedin_export.dates import day_of

_PARAGRAPH = re.compile(rb"<p\s([^<>]{0,400}+)>([^<]{0,200})", re.IGNORECASE)
_PUBLISHED = re.compile(rb"class=[\"']?published\b", re.IGNORECASE)


def published(html: bytes) -> int | None:
    """The day of its publication; None where it has no such line, as a draft.

    >>> published(b'<h1>One</h1><p class="created">Created on 2026-02-24 00:06</p>') is None
    True
    >>> from datetime import date
    >>> date.fromordinal(published(b'<p class="published">Published on 2026-02-24 00:06</p>'))
    datetime.date(2026, 2, 24)
    """
    lines = (line for attributes, line in _PARAGRAPH.findall(html) if _PUBLISHED.search(attributes))
    line = next(lines, None)
    return None if line is None else day_of(text_of(line))
