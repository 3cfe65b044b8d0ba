"""A page's social card as SVG.

It shows the site's sign and name, the page's section and title, and behind them the ring of the four pillars.
"""

from collections.abc import Mapping
from html import escape

from site_src.render.social_cards.text_width import FontMetrics

_FAMILY = "Newsreader"
_LEFT, _ROOM = 88, 780
"""Pixels: the margin at the left, and the greatest width of a line."""
# The largest of these that fits the title into three lines is used.
_SIZES = (96, 84, 74, 66, 58, 50)
_LINES = 3
# The arcs of the sign in templates/parts/marks.html, a quarter of the ring each.
_ARCS = {
    "brand": "M13.9 27.3A11.5 11.5 0 0 1 4.7 18.1",
    "find": "M4.7 13.9A11.5 11.5 0 0 1 13.9 4.7",
    "engage": "M18.1 4.7A11.5 11.5 0 0 1 27.3 13.9",
    "relate": "M27.3 18.1A11.5 11.5 0 0 1 18.1 27.3",
}


def draw_card(title: str, name: str, section: str, pillar: str, tokens: Mapping[str, str], font: FontMetrics) -> str:
    """Draw the card; return its SVG.

    `name`: the site's. `section`: empty for none. `pillar`: the key of the one that the page is about, the only one then shown in its
    colour; empty for none. `tokens`: the style sheet's colours. A title with letters that the font lacks is left out: the networks show it
    below the card anyway.
    """
    ink, muted, line, paper = (tokens.get(token, "#000000") for token in ("ink", "muted", "line", "paper"))
    arcs = {key: tokens.get(key, ink) if pillar in ("", key) else line for key in _ARCS}
    lines, size = _break_title(title, font)
    top = 345 - (len(lines) - 1) * size * 0.54
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">',
        f'<rect width="1200" height="630" fill="{paper}"/>',
        _draw_ring(arcs, 845, 75, 15, 4.2),
        f'<rect y="614" width="1200" height="16" fill="{tokens.get(pillar, ink)}"/>',
        _draw_ring({key: tokens.get(key, ink) for key in _ARCS}, _LEFT - 9, 54, 2, 5),
        _draw_text(name, _LEFT + 68, 99, 38, ink, font),
        *(_draw_text(text, _LEFT, top + at * size * 1.08, size, ink, font) for at, text in enumerate(lines)),
        _draw_text(section, _LEFT, 566, 32, muted, font),
        "</svg>",
    ]
    return "".join(parts)


def _break_title(title: str, font: FontMetrics) -> tuple[list[str], int]:
    """Break the title into lines; return them and their font size in pixels."""
    if not font.covers(title):
        return [], _SIZES[0]
    for size in _SIZES:
        lines = font.break_lines(title, size, _ROOM)
        if len(lines) <= _LINES and all(font.measure(line, size) <= _ROOM for line in lines):
            return lines, size
    return font.break_lines(title, _SIZES[-1], _ROOM)[: _LINES + 1], _SIZES[-1]


def _draw_text(text: str, left: float, base: float, size: float, colour: str, font: FontMetrics) -> str:
    if not text or not font.covers(text):
        return ""
    place = f'x="{left:g}" y="{base:g}" font-family="{_FAMILY}" font-size="{size:g}"'
    return f'<text {place} font-weight="600" fill="{colour}">{escape(text)}</text>'


def _draw_ring(colours: Mapping[str, str], left: float, top: float, scale: float, width: float) -> str:
    arcs = "".join(f'<path d="{path}" stroke="{colours[key]}"/>' for key, path in _ARCS.items())
    return f'<g transform="translate({left:g} {top:g}) scale({scale:g})" fill="none" stroke-width="{width:g}">{arcs}</g>'
