"""Site → social cards: the images that social networks show with a link.

    card.py        a page's card as SVG: its title, in the site's colours
    text_width.py  the width of text in the card's font, so that a title can be broken into lines
    draw.mjs       SVG → PNG with a palette, under Node                              (resvg)

A card is 1200 × 630 pixels. Its file name holds a hash of its SVG, the font and the drawing code, and it is cached under that name: an edit
draws only the cards that it changes.
"""

import base64
import hashlib
import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from site_src.cache.files import evict, read_cached, write_atomic
from site_src.messages import say
from site_src.model import Output, Problem, Site
from site_src.render.social_cards.card import draw_card
from site_src.render.social_cards.text_width import FontMetrics
from site_src.toolchain import INSTALL, ROOT, MissingToolError, find_node, find_package, read_version

HERE = Path(__file__).parent
FONT = HERE / "newsreader-600.ttf"
DRAWER = HERE / "draw.mjs"
_RESVG = "@resvg/resvg-js"
_TIME_LIMIT_SECONDS = 300
# Enough for several branches and for edits that are undone: a few megabytes.
_MOST_CACHED = 400


class SocialCard(NamedTuple):
    """A page's card before it is drawn: its path in `dist/`, and its SVG."""

    language: str
    name: str
    path: PurePosixPath
    svg: str


def make_cards(site: Site, tokens: Mapping[str, str]) -> tuple[SocialCard, ...]:
    """Make the card of every page in every language. `tokens`: the style sheet's design tokens, for its colours."""
    font = FontMetrics(FONT.read_bytes())
    drawer = _hash_drawer()
    cards = []
    for edition in site.editions:
        sections = {page.name: section.key for section in edition.sections for page in section.pages}
        pillars = {pillar.page.name: pillar.key for pillar in edition.pillars}
        for page in edition.pages.values():
            if page.name != "404" and not page.framed:
                section = edition.words.get(f"sections.{sections.get(page.name, '')}", "")
                svg = draw_card(page.title, edition.words["site.name"], section, pillars.get(page.name, ""), tokens, font)
                digest = hashlib.sha256(drawer + svg.encode()).hexdigest()[:12]
                name = f"{edition.code}-{page.slug.replace('/', '-')}.{digest}.png"
                cards.append(SocialCard(edition.code, page.name, PurePosixPath("assets/social", name), svg))
    return tuple(cards)


def draw_cards(cards: Iterable[SocialCard], cache: Path) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """Draw the cards as PNG, except those in the folder `cache`."""
    images: dict[str, bytes] = {}
    missing: dict[str, SocialCard] = {}
    for card in cards:
        try:
            images[card.path.name] = read_cached(cache / card.path.name)
        except OSError:
            missing[card.path.name] = card
    if missing:
        drawn, problems = _draw(missing)
        if problems:
            return (), problems
        for name, data in drawn.items():
            write_atomic(cache / name, data)
        images |= drawn
        evict(cache, most=_MOST_CACHED)
    return tuple(Output(card.path, images[card.path.name]) for card in cards), ()


def _draw(cards: Mapping[str, SocialCard]) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """Draw cards in one run of Node. `cards`: by any key, under which the PNG is returned."""
    try:
        node = find_node()
        find_package(_RESVG)
    except MissingToolError as error:
        return {}, (error.problem,)
    request = json.dumps({"font": str(FONT), "svgs": [card.svg for card in cards.values()]})
    command = [node, str(DRAWER)]
    done = subprocess.run(command, input=request, capture_output=True, encoding="utf-8", timeout=_TIME_LIMIT_SECONDS, check=False)
    if done.returncode != 0:
        # Search for the error's line: after it come a stack trace and Node's version.
        failure = re.search(r"^\w*Error\b.*", done.stderr, re.MULTILINE)
        reason = failure[0] if failure else " ".join(done.stderr.split())[-300:] or f"Node exited with code {done.returncode}"
        what = say("the pictures for social networks cannot be drawn: {reason}", reason=reason)
        return {}, (Problem("site_src/render/social_cards/draw.mjs", 0, what, INSTALL),)
    return dict(zip(cards, map(base64.b64decode, json.loads(done.stdout)), strict=True)), ()


def _hash_drawer() -> bytes:
    """Hash the font, the drawing script and resvg's version: a drawn card depends on each."""
    version = read_version(ROOT / "node_modules" / _RESVG)
    return hashlib.sha256(FONT.read_bytes() + DRAWER.read_bytes() + version.encode()).digest()
