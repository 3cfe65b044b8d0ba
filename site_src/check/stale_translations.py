"""Finds stale translations: texts changed in one language and not yet in the other.

These are warnings, since the site can be published meanwhile.
"""

from collections.abc import Iterator
from itertools import combinations

from site_src.messages import say
from site_src.model import Content, FactorText, Page, Problem


def find_stale(content: Content) -> Iterator[Problem]:
    """Warn of each text whose translation has changed since the two last said the same.

    Texts without the key `twins` in any language are not compared.
    """
    translations: dict[str, dict[str, Page | FactorText]] = {}
    for item in content.prose:
        translations.setdefault("/".join(item.source.parts[2:]), {})[item.language] = item
    order = content.settings.languages
    for by_language in translations.values():
        ordered = sorted(by_language.values(), key=lambda item: order.index(item.language) if item.language in order else -1)
        for one, other in combinations(ordered, 2):
            yield from _compare(one, other)


def _compare(one: Page | FactorText, other: Page | FactorText) -> Iterator[Problem]:
    """Warn of the stale one of two translations; if both have changed, of the second."""
    for marked, bare in ((one, other), (other, one)):
        # Without lines, the front matter could not be read.
        if bare.language in marked.twins and marked.language not in bare.twins and bare.lines:
            what = say(
                "the line “twins” lacks {language}, so a change of {file} would pass unseen", language=marked.language, file=marked.source
            )
            remedy = say("If both say the same, run: make translated FILE={file}", file=bare.source)
            yield Problem(str(bare.source), bare.lines.get("twins", 1), what, remedy)
    if _is_stale(other, one):
        yield _warn(other, one, both=_is_stale(one, other))
    elif _is_stale(one, other):
        yield _warn(one, other, both=False)


def _is_stale(item: Page | FactorText, changed: Page | FactorText) -> bool:
    return item.twins.get(changed.language, changed.digest) != changed.digest


def _warn(item: Page | FactorText, other: Page | FactorText, both: bool) -> Problem:
    what = say("{file} has changed since it said the same as this file", file=other.source)
    if both:
        what = say("{file} has changed since it said the same as this file (and so has this file)", file=other.source)
    remedy = say("Bring this file in line with it; then run: make translated FILE={file}", file=item.source)
    return Problem(str(item.source), item.lines.get("twins", 1), what, remedy)
