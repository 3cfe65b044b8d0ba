"""Texts that fell out of step: changed in one language, and not yet in the other. Warnings: the site can be published meanwhile."""

from collections.abc import Iterator, Mapping

from site_src.model import Content, FactorText, Page, Problem


def out_of_step(content: Content) -> Iterator[Problem]:
    """What no longer says what its twin says. Texts that carry no mark of their twin are not compared."""
    twins: dict[str, dict[str, Page | FactorText]] = {}
    items: tuple[Page | FactorText, ...] = (*content.pages, *content.factors)
    for item in items:
        twins.setdefault("/".join(item.source.parts[2:]), {})[item.language] = item
    order = content.settings.languages
    for by_language in twins.values():
        same = sorted(by_language.values(), key=lambda item: order.index(item.language) if item.language in order else -1)
        for at, item in enumerate(same):
            for other in same[at + 1 :]:
                yield from _pair(item, other)


def _pair(one: Page | FactorText, other: Page | FactorText) -> Iterator[Problem]:
    """Of two texts in different languages, the one that the other has left behind; where both have changed, the second."""
    if _left_behind(other, one):
        also = " (and so has this file)" if _left_behind(one, other) else ""
        yield _told(other, one, also)
    elif _left_behind(one, other):
        yield _told(one, other, "")


def _left_behind(item: Page | FactorText, by: Page | FactorText) -> bool:
    marks: Mapping[str, str] = item.twins
    return by.language in marks and marks[by.language] != by.digest


def _told(item: Page | FactorText, other: Page | FactorText, also: str) -> Problem:
    what = f"{other.source} has changed since it said the same as this file{also}"
    remedy = f"Bring this file in line with it; then run: make translated FILE={item.source}"
    return Problem(str(item.source), item.lines.get("twins", 1), what, remedy)
