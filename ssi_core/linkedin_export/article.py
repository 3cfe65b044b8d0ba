"""An article's HTML → its day of publication, from the line above the text.

LinkedIn writes that line. The text itself is not read.
"""

import re

from ssi_core.linkedin_export.cells import decode_cell
from ssi_core.linkedin_export.dates import parse_day

_PARAGRAPH = re.compile(rb"<p\s([^<>]{0,400}+)>([^<]{0,200})", re.IGNORECASE)
_PUBLISHED = re.compile(rb"class=[\"']?published\b", re.IGNORECASE)
_DATED = re.compile(rb"class=[\"']?(?:created|published)\b", re.IGNORECASE)
_TITLE = re.compile(rb"<h1>\s*+<a\s[^<>]{0,400}linkedin\.com/pulse/", re.IGNORECASE)


def is_article(html: bytes) -> bool:
    """Return whether a page is an article as LinkedIn writes it: a line about its date, or a title that leads to it.

    >>> is_article(b'<h1><a href="https://www.linkedin.com/pulse/one">One</a></h1>'), is_article(b"<p>Published on 2026-02-24</p>")
    (True, False)
    """
    return any(_DATED.search(attributes) for attributes, _ in _PARAGRAPH.findall(html)) or _TITLE.search(html) is not None


def find_publication_day(html: bytes) -> int | None:
    """Find the day of publication; None without such a line, as in a draft.

    >>> find_publication_day(b'<h1>One</h1><p class="created">Created on 2026-02-24 00:06</p>') is None
    True
    >>> from datetime import date
    >>> date.fromordinal(find_publication_day(b'<p class="published">Published on 2026-02-24 00:06</p>'))
    datetime.date(2026, 2, 24)
    """
    lines = (line for attributes, line in _PARAGRAPH.findall(html) if _PUBLISHED.search(attributes))
    line = next(lines, None)
    return None if line is None else parse_day(decode_cell(line))
