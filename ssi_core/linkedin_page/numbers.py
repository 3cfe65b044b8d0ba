"""The numbers in a text, each with the words around it.

Those words stand on its own line and on the lines next to it. `ssi_core.linkedin_page` interprets them. Numbers may be written with a
decimal point or comma, in the digits of any script.

>>> for number in find_numbers("SSI: 33 out of 100\\nYour rank\\nTop 37,5 % in X"):
...     print(number.value, number.percent, number.out_of_100, [number.head, number.tail], [number.above, number.below])
33 False True ['ssi:', 'out of'] [(), ()]
100 False False ['out of', ''] [(), ('your rank',)]
37.5 True False ['top', 'in x'] [('your rank',), ()]
"""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from ssi_core.model import PILLAR_POINTS, TOTAL_POINTS

type Amount = int | float
"""A number as the text shows it: whole where it has no decimals."""

LONGEST = 50_000
"""Characters that are read. The page has a few thousand; a longer text is something else."""

# At most three digits before the mark: the page shows no longer number. Digits of any script, since Python reads them all. The percent sign
# may stand on a line of its own, before or after its number.
_SIGN = r"(?<![^\n])[%٪％][^\S\n]*+\n\s*+|[%٪％] ?"
_UNIT = r"[^\w%٪％.,]*+[%٪％](?! ?\d)| ?(?:[%٪％]|percent|per cent|procent|prozent)"
_NUMBER = re.compile(
    rf"(?<![a-z\d_.,٫])(?P<sign>{_SIGN})?(?P<whole>\d{{1,3}})(?:[.,٫](?P<fraction>\d{{1,9}}))?(?![a-z\d_]|[.,٫]\d)"
    rf"(?(sign)|(?P<unit>{_UNIT})?)"
)
FEWEST_ALIKE = 3
"""In an unknown language, the fewest numbers followed by the same words and 25 for those words to mean “out of”."""
_OUT_OF = ("out of", "of", "van de", "van", "von", "de", "sur", "di", "su", "av", "af", "z", "ze", "из", "/")
# Tab, pipe, and the spaces that do not break a line, or are narrow.
_SPACES = dict.fromkeys(map(ord, "\t|\u00a0\u202f\u2007\u2009"), " ")
INVISIBLE = dict.fromkeys((0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))
"""Marks of direction and width, for `str.translate`. They surround numbers in some languages, and copied ones anywhere."""


class Number(NamedTuple):
    """A number, its place among the others, and the case-folded words around it.

    `head` and `tail`: on its own line. `above` and `below`: lines without a number, the nearest first; lines without a word do not count.
    `out_of_100` and `after_out_of`: it is the first or the second of "33 out of 100", however that is written. `out_of_25`: it is the first
    of "13.118 out of 25"; the second is no number of its own.
    """

    place: int
    value: Amount
    percent: bool
    out_of_100: bool
    after_out_of: bool
    out_of_25: bool
    head: str
    tail: str
    above: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def words_before(self) -> str:
        """The nearest words before it: on its own line, or else on the line above."""
        return self.head or next(iter(self.above), "")

    @property
    def words_after(self) -> str:
        """The nearest words after it: on its own line, or else on the line below."""
        return self.tail or next(iter(self.below), "")

    @property
    def fits_pillar(self) -> bool:
        """Whether the number could be a pillar's score."""
        return not self.percent and not self.out_of_100 and not self.after_out_of and self.value <= PILLAR_POINTS

    @property
    def fits_total(self) -> bool:
        """Whether the number could be a total, or an average of totals."""
        return not self.percent and self.value <= TOTAL_POINTS

    @property
    def has_decimals(self) -> bool:
        """Whether the page showed the number with decimals."""
        return isinstance(self.value, float)


def find_numbers(text: str) -> list[Number]:
    """Find the numbers in the first `LONGEST` characters of a text, in order. Linear in time, whatever the text."""
    text = "\n".join(text[:LONGEST].casefold().translate(_SPACES | INVISIBLE).splitlines())
    matches = [*_NUMBER.finditer(text)]
    maxima = _find_maxima(text, matches)
    spans = [match.span() for match in matches]
    # "13.118 out of 25" is one number.
    for place, most in maxima.items():
        spans[place] = min(spans[place], spans[most])[0], max(spans[place], spans[most])[1]
    dropped = {*maxima.values()}
    kept = [place for place in range(len(matches)) if place not in dropped]
    matches, spans = [matches[place] for place in kept], [spans[place] for place in kept]
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    lines = [[_clean_line(line) for line in gap.split("\n")] for gap in gaps]
    # The ends of a gap are parts of lines with numbers, but for the start and the end of the text.
    whole = [[*filter(None, each[1:-1])] for each in lines]
    whole[0] = [*filter(None, lines[0][:-1])]
    whole[-1] = [*filter(None, lines[-1][1:])]
    values = [_parse_value(match) for match in matches]
    percent = [_is_percent(match) for match in matches]
    hundred = [value == TOTAL_POINTS and not unit for value, unit in zip(values, percent, strict=True)]
    out_of = [place > 0 and hundred[place] and not percent[place - 1] and _is_out_of(gaps[place]) for place in range(len(matches))]
    # Of "100 out of 100" the first is the number, whatever stands before it.
    out_of = [here and not after for here, after in pairwise([*out_of, False])]
    return [
        Number(
            place=place,
            value=values[place],
            percent=percent[place],
            out_of_100=place + 1 < len(matches) and out_of[place + 1],
            after_out_of=out_of[place],
            out_of_25=kept[place] in maxima,
            head=lines[place][-1],
            tail=lines[place + 1][0],
            above=tuple(reversed(whole[place])),
            below=tuple(whole[place + 1]),
        )
        for place in range(len(matches))
    ]


def _parse_value(match: re.Match[str]) -> Amount:
    whole, fraction = match["whole"], match["fraction"]
    return int(whole) if fraction is None else float(f"{whole}.{fraction}")


def _find_maxima(text: str, matches: list[re.Match[str]]) -> dict[int, int]:
    """Find the numbers out of 25, each with the place of its 25. That stands after all of them, or before all.

    The words between the two are known, or the same for at least three numbers: in any language the page has four of them.
    """
    small = [not _is_percent(match) and _parse_value(match) <= PILLAR_POINTS for match in matches]
    for side in (1, -1):
        gaps: dict[int, str] = {}
        for place in range(max(0, -side), len(matches) - max(0, side)):
            first, last = sorted((place, place + side))
            gap = text[matches[first].end() : matches[last].start()]
            if small[place] and small[place + side] and _parse_value(matches[place + side]) == PILLAR_POINTS and _is_out_of(gap):
                # "13.1 / 25" may be a list; "13.1/25" is none.
                gaps[place] = gap if gap.strip() == "/" else gap.strip()
        often = Counter(gaps.values())
        sure = {place: place + side for place, gap in gaps.items() if often[gap] >= FEWEST_ALIKE or gap in _OUT_OF}
        if sure:
            # A 25 that is the most of another number has no most itself.
            most = {*sure.values()}
            return {place: sure[place] for place in sure if place not in most}
    return {}


def _is_percent(match: re.Match[str]) -> bool:
    return bool(match["sign"] or match["unit"])


def _is_out_of(gap: str) -> bool:
    """Return whether the text between a number and 100 can mean "out of".

    In any language that is something short, on one line.
    """
    return 0 < len(gap.strip()) <= 24 and "\n" not in gap.strip()


def _clean_line(line: str) -> str:
    """Return the line, or an empty text where it is only bullets and the like."""
    return line.strip() if any(map(str.isalpha, line)) else ""
