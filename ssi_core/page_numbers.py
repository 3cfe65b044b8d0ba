"""The numbers in a text, each with the words around it: on its own line, and on the lines next to it.

What `ssi_core.linkedin_page` makes sense of. Numbers may be written with a decimal point or comma, in the digits of any script.

>>> for number in numbers_in("SSI: 33 out of 100\\nYour rank\\nTop 37,5 % in X"):
...     print(number.value, number.percent, number.out_of_100, [number.head, number.tail], [number.above, number.below])
33 False True ['ssi:', 'out of'] [(), ()]
100 False False ['out of', ''] [(), ('your rank',)]
37.5 True False ['top', 'in x'] [('your rank',), ()]
"""

import re
from typing import NamedTuple

from ssi_core.model import PILLAR_POINTS, TOTAL_POINTS

type Amount = int | float
"""A number as the text shows it: whole where it shows no decimals."""

LONGEST = 50_000
"""Characters that are read. The page has a few thousand; what goes on for longer is something else."""

# At most three digits before the mark: a longer number is none that the page shows. Digits of any script, as Python reads them all.
_NUMBER = re.compile(
    r"(?<![a-z\d_.,٫])(?P<sign>[%٪％] ?)?(?P<whole>\d{1,3})(?:[.,٫](?P<fraction>\d{1,9}))?(?![a-z\d_]|[.,٫]\d)"
    r"(?P<unit> ?(?:[%٪％]|percent|per cent|procent|prozent))?"
)
# Tab, pipe, and the spaces that do not break a line, or are narrow.
_SPACES = dict.fromkeys(map(ord, "\t|\u00a0\u202f\u2007\u2009"), " ")
# Marks of direction and width, which some languages' numbers are wrapped in.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufeff\u00ad"))


class Number(NamedTuple):
    """A number, its place among the others, and the words between it and its neighbours, case-folded.

    `head` and `tail`: on its own line. `above` and `below`: lines without a number, the nearest first; lines without a word do not count.
    `out_of_100` and `after_out_of`: it is the first or the second of "33 out of 100", however that is written.
    """

    place: int
    value: Amount
    percent: bool
    out_of_100: bool
    after_out_of: bool
    head: str
    tail: str
    above: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def before(self) -> str:
        """The nearest words before it: on its own line, or else on the line above."""
        return self.head or next(iter(self.above), "")

    @property
    def after(self) -> str:
        """The nearest words after it: on its own line, or else on the line below."""
        return self.tail or next(iter(self.below), "")

    @property
    def fits_pillar(self) -> bool:
        """Whether it could be a pillar's score."""
        return not self.percent and not self.out_of_100 and not self.after_out_of and self.value <= PILLAR_POINTS

    @property
    def fits_total(self) -> bool:
        """Whether it could be a total, or an average of totals."""
        return not self.percent and self.value <= TOTAL_POINTS

    @property
    def has_decimals(self) -> bool:
        """Whether the page showed it with decimals."""
        return isinstance(self.value, float)


def numbers_in(text: str) -> list[Number]:
    """The numbers in the first `LONGEST` characters of a text, in order. Linear in time, whatever the text."""
    text = "\n".join(text[:LONGEST].casefold().translate(_SPACES | _INVISIBLE).splitlines())
    matches = [*_NUMBER.finditer(text)]
    ends = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    lines = [[_words(line) for line in gap.split("\n")] for gap in gaps]
    # The ends of a gap are parts of lines with numbers, but for the start and the end of the text.
    whole = [[*filter(None, each[1:-1])] for each in lines]
    whole[0] = [*filter(None, lines[0][:-1])]
    whole[-1] = [*filter(None, lines[-1][1:])]
    values = [_value(match) for match in matches]
    percent = [bool(match["sign"] or match["unit"]) for match in matches]
    out_of = [
        values[place] == TOTAL_POINTS and not percent[place] and place > 0 and _is_out_of(gaps[place]) for place in range(len(matches))
    ]
    return [
        Number(
            place=place,
            value=values[place],
            percent=percent[place],
            out_of_100=place + 1 < len(matches) and out_of[place + 1],
            after_out_of=out_of[place],
            head=lines[place][-1],
            tail=lines[place + 1][0],
            above=tuple(reversed(whole[place])),
            below=tuple(whole[place + 1]),
        )
        for place in range(len(matches))
    ]


def _value(match: re.Match[str]) -> Amount:
    whole, fraction = match["whole"], match["fraction"]
    return int(whole) if fraction is None else float(f"{whole}.{fraction}")


def _is_out_of(gap: str) -> bool:
    """Whether what stands between a number and 100 can mean "out of", in any language: something short, on one line."""
    return 0 < len(gap.strip()) <= 24 and "\n" not in gap.strip()


def _words(line: str) -> str:
    """The line, or nothing where it is only bullets and the like."""
    return line.strip() if any(map(str.isalpha, line)) else ""
