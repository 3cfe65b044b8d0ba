"""Puts each table of an author's text into a box that scrolls sideways.

So a wide table widens no page. The box can be reached by the keyboard, and screen readers get its name: the table's caption, else the
heading above it. Both are in the page's own language.
"""

import re

from markupsafe import Markup, escape

_TABLE = re.compile(r"<(/?)table\b[^>]*>")
_NAME = re.compile(r"<(caption|h[1-6]|figcaption)\b[^>]*>(.*?)</\1>", re.DOTALL)


def add_scroll_boxes(markup: str, title: str) -> str:
    """Put every table that lies in no other into a box that scrolls.

    `title`: the name of a table with neither a caption nor a heading above it.
    """
    pieces: list[str] = []
    names: dict[str, int] = {}
    reached, start, depth = 0, 0, 0
    for tag in _TABLE.finditer(markup):
        depth += -1 if tag[1] else 1
        if depth == 1 and not tag[1]:
            start = tag.start()
        elif depth == 0:
            name = _find_name(markup, start, tag.end()) or title
            names[name] = names.get(name, 0) + 1
            # Regions of one page differ in their names.
            label = escape(name if names[name] == 1 else f"{name} ({names[name]})")
            pieces += (markup[reached:start], f'<section class="scroller" tabindex="0" aria-label="{label}">')
            pieces += (markup[start : tag.end()], "</section>")
            reached = tag.end()
    return "".join((*pieces, markup[reached:]))


def _find_name(markup: str, start: int, end: int) -> str:
    """Find the words of the table's own caption, or of the last heading above it; a table without either has no name."""
    caption = _NAME.search(markup, start, end)
    found = caption if caption and caption[1] == "caption" else next(reversed(list(_NAME.finditer(markup, 0, start))), None)
    return Markup(found[2]).striptags() if found else ""
