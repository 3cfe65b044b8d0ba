"""An article's HTML → when it was published, by the line that LinkedIn puts above the text. Nothing of the text is looked at."""

import re

from ssi_core.linkedin_export.cells import text_of
from ssi_core.linkedin_export.dates import day_of

_PUBLISHED = re.compile(rb"<p\s[^<>]{0,200}?class=[\"']?published\b[^<>]{0,200}>([^<]{0,200})", re.IGNORECASE)


def published(html: bytes) -> int | None:
    """The day of its publication; None where it has no such line, as a draft.

    >>> published(b'<h1>One</h1><p class="created">Created on 2026-02-24 00:06</p>') is None
    True
    >>> from datetime import date
    >>> date.fromordinal(published(b'<p class="published">Published on 2026-02-24 00:06</p>'))
    datetime.date(2026, 2, 24)
    """
    line = _PUBLISHED.search(html)
    return day_of(text_of(line[1])) if line else None
