"""A page's picture as SVG: the site's sign and name, the page's title, and the ring of the four pillars behind them."""

import re
from collections.abc import Mapping
from html import escape

from site_src.social.letters import Letters

_FAMILY = "Newsreader"
_LEFT, _ROOM = 88, 780
# The largest that sets the title in three lines is taken.
_SIZES = (96, 84, 74, 66, 58, 50)
_LINES = 3
# The arcs of the sign in templates/parts/marks.html, a quarter of the ring each.
_ARCS = {
    "brand": "M13.9 27.3A11.5 11.5 0 0 1 4.7 18.1",
    "find": "M4.7 13.9A11.5 11.5 0 0 1 13.9 4.7",
    "engage": "M18.1 4.7A11.5 11.5 0 0 1 27.3 13.9",
    "relate": "M27.3 18.1A11.5 11.5 0 0 1 18.1 27.3",
}


def colours(sheet: str) -> Mapping[str, str]:
    """The colours of the light page: of each token the first value in the style sheet."""
    found: dict[str, str] = {}
    for name, value in re.findall(r"--([a-z]+):\s*(#[0-9a-f]{6})\b", sheet):
        found.setdefault(name, value)
    return found


def drawing(title: str, name: str, section: str, pillar: str, tones: Mapping[str, str], letters: Letters) -> str:
    """The picture. `pillar`: the one that the page is about, whose colour it then has alone. A title with letters that the font lacks is
    left out: the networks show it below the picture anyway."""
    ink, muted, line, paper = (tones.get(tone, "#000000") for tone in ("ink", "muted", "line", "paper"))
    own = {key: tones.get(key, ink) if pillar in ("", key) else line for key in _ARCS}
    lines, size = _set(title, letters)
    top = 345 - (len(lines) - 1) * size * 0.54
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">',
        f'<rect width="1200" height="630" fill="{paper}"/>',
        _ring(own, 845, 75, 15, 4.2),
        f'<rect y="614" width="1200" height="16" fill="{tones.get(pillar, ink)}"/>',
        _ring({key: tones.get(key, ink) for key in _ARCS}, _LEFT - 9, 54, 2, 5),
        _text(name, _LEFT + 68, 99, 38, ink, letters),
        *(_text(words, _LEFT, top + at * size * 1.08, size, ink, letters) for at, words in enumerate(lines)),
        _text(section, _LEFT, 566, 32, muted, letters),
        "</svg>",
    ]
    return "".join(parts)


def _set(title: str, letters: Letters) -> tuple[list[str], int]:
    """The title in lines, and its size."""
    if not letters.known(title):
        return [], _SIZES[0]
    for size in _SIZES:
        lines = letters.lines(title, size, _ROOM)
        if len(lines) <= _LINES and all(letters.width(words, size) <= _ROOM for words in lines):
            return lines, size
    return letters.lines(title, _SIZES[-1], _ROOM)[: _LINES + 1], _SIZES[-1]


def _text(words: str, left: float, base: float, size: float, colour: str, letters: Letters) -> str:
    if not words or not letters.known(words):
        return ""
    place = f'x="{left:g}" y="{base:g}" font-family="{_FAMILY}" font-size="{size:g}"'
    return f'<text {place} font-weight="600" fill="{colour}">{escape(words)}</text>'


def _ring(tones: Mapping[str, str], left: float, top: float, scale: float, width: float) -> str:
    arcs = "".join(f'<path d="{path}" stroke="{tones[key]}"/>' for key, path in _ARCS.items())
    return f'<g transform="translate({left:g} {top:g}) scale({scale:g})" fill="none" stroke-width="{width:g}">{arcs}</g>'
