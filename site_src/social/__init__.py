"""The Site → a picture of each page, 1200 × 630, which social networks show with a link to it.

card.py      a page's picture as SVG: its title, in the site's colours
letters.py   how wide the font's letters are, so that a title can be set in lines
draw.mjs     SVG → PNG with a palette, under Node                              (resvg)

A picture's address holds a hash of all that it is made of; what was drawn once is kept under that name, so that a content edit draws only
its own.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from site_src.kept import keep
from site_src.model import Output, Problem, Site, Source
from site_src.social.card import colours, drawing
from site_src.social.letters import Letters

HERE = Path(__file__).parent
FONT = HERE / "newsreader-600.ttf"
DRAWER = HERE / "draw.mjs"
SIZE = (1200, 630)
# The machinery's own, not those of the folder with the content.
_PACKAGE = HERE.parent.parent / "node_modules" / "@resvg" / "resvg-js" / "package.json"
_ADVICE = "Run make serve or make test, which install exactly what the lock files hold."
_TIME_LIMIT_SECONDS = 300
# Pictures of other branches and of edits that were undone: as many as fit in a few megabytes.
_KEPT = 400


class Picture(NamedTuple):
    """A page's picture before it is drawn: where it will stand in `dist/`, and its SVG."""

    language: str
    name: str
    path: PurePosixPath
    svg: str


def social(site: Site, sheet: Source) -> tuple[Picture, ...]:
    """The picture of every page of every language. `sheet`: the style sheet that holds the site's colours."""
    letters = Letters(FONT.read_bytes())
    tones = colours(sheet.data.decode("utf-8", "replace"))
    drawer = _drawer()
    made = []
    for edition in site.editions:
        sections = {page.name: section.key for section in edition.sections for page in section.pages}
        pillars = {pillar.page.name: pillar.key for pillar in edition.pillars}
        for page in edition.pages.values():
            if page.name != "404" and not page.framed:
                section = edition.words.get(f"sections.{sections.get(page.name, '')}", "")
                svg = drawing(page.title, edition.words["site.name"], section, pillars.get(page.name, ""), tones, letters)
                mark = hashlib.sha256(drawer + svg.encode()).hexdigest()[:12]
                made.append(
                    Picture(edition.code, page.name, PurePosixPath(f"assets/social/{edition.code}-{_stem(page.slug)}.{mark}.png"), svg)
                )
    return tuple(made)


def drawn(pictures: Iterable[Picture], cache: Path, node: str) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """The pictures as files, from `cache` where they were drawn before. `node`: the program."""
    found: dict[str, bytes] = {}
    missing: dict[str, Picture] = {}
    for picture in pictures:
        kept = cache / picture.path.name
        try:
            found[picture.path.name] = kept.read_bytes()
        except OSError:
            missing[picture.path.name] = picture
            continue
        with suppress(OSError):
            os.utime(kept)
    if missing:
        made, problems = _made(missing, node)
        if problems:
            return (), problems
        for name, data in made.items():
            keep(cache / name, data)
        found |= made
        _tidy(cache)
    return tuple(Output(picture.path, found[picture.path.name]) for picture in pictures), ()


def _made(pictures: Mapping[str, Picture], node: str) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """Draws what nobody has drawn yet, all in one go."""
    if not _PACKAGE.exists():
        return {}, (Problem("node_modules/@resvg/resvg-js", 0, "is not there", _ADVICE),)
    asked = json.dumps({"font": str(FONT), "svgs": [picture.svg for picture in pictures.values()]})
    done = subprocess.run([node, str(DRAWER)], input=asked, capture_output=True, encoding="utf-8", timeout=_TIME_LIMIT_SECONDS, check=False)
    if done.returncode != 0:
        # Node ends with its version, after the places in the script.
        error = re.search(r"^\w*Error\b.*", done.stderr, re.MULTILINE)
        said = error[0] if error else " ".join(done.stderr.split())[-300:] or f"Node exited with code {done.returncode}"
        return {}, (Problem("site_src/social/draw.mjs", 0, f"the pictures for social networks cannot be drawn: {said}", _ADVICE),)
    return dict(zip(pictures, map(base64.b64decode, json.loads(done.stdout)), strict=True)), ()


def _drawer() -> bytes:
    """What draws, as far as a picture depends on it."""
    version = json.loads(_PACKAGE.read_bytes())["version"] if _PACKAGE.exists() else ""
    return hashlib.sha256(FONT.read_bytes() + DRAWER.read_bytes() + version.encode()).digest()


def _stem(slug: str) -> str:
    return slug.replace("/", "-")


def _tidy(cache: Path) -> None:
    """Throw away what was not asked for longest."""
    with suppress(OSError):
        for path in sorted(cache.iterdir(), key=lambda path: -path.stat().st_mtime)[_KEPT:]:
            path.unlink()
