"""The text of a cell → points: 42, 42%, 42/100, “33 out of 100”, 13,118.

site_src/browser/page/history/parse_points.js reads what a visitor types by the same rules. Digits are 0 to 9, as there.

>>> [parse_points(text, 100) for text in ("42", " 42,5 %", "42/100", "33 van de 100", "Top 37%", "", "n/a")]
[42, 42.5, 42, 33, 37, None, None]
>>> parse_points("13.118 | Establish your professional brand", 25)
13.118
"""

import re

from ssi_core.linkedin_page.numbers import INVISIBLE
from ssi_core.model import TOTAL_POINTS

DECIMALS = 6
"""Decimals of a number that are read. Spreadsheets save 13.118 as 13.118000000000001."""
LONGEST = 100
"""Characters of a cell with a number, and the words around it."""

_NOTHING = frozenset(("", "-", "–", "—", "n/a", "na", "nvt", "n.v.t.", "null", "none", "?"))
# One number, perhaps with what it is out of. Words stand apart from it; signs and further digits make it something else.
_TEXT = re.compile(
    r"(?:[^\W\d_][^0-9/%.,;<>=+*-]*[\s:])?"
    r"(?P<number>[0-9]{1,9}(?:[.,][0-9]*)?)"
    r"(?:\s?(?P<percent>%)|\s*/\s*(?P<most>[0-9]{1,9})|\s+[^\W\d_][^\W\d_\s]*(?:\s[^\W\d_]+)?\s+(?P<out_of>[0-9]{1,9}))?"
    r"(?:\s*\|[^0-9]*|[\s:]+[^\W\d_][^0-9/%]*)?"
)
_RANK = re.compile(r"\s*top\s*[0-9][0-9.,]*\s*%", re.IGNORECASE)


class NotPoints(ValueError):  # noqa: N818 - the name describes the text
    """A text is no number of points. `problem`: `not_a_number`, `out_of_range`, or `percent`: a percentage of an unknown number."""

    def __init__(self, problem: str) -> None:
        """Store the key, which is also the error's text."""
        self.problem = problem
        super().__init__(problem)


def is_rank(text: str) -> bool:
    """Return whether a text such as “Top 5%” is a rank, which is no score."""
    return _RANK.match(text) is not None


def parse_points(text: str, most: int) -> int | float | None:
    """Parse points from 0 to `most`; None where the cell says nothing. Raises NotPoints.

    A percentage counts where points are out of 100. LinkedIn shows none for a pillar.
    """
    text = " ".join(text.translate(INVISIBLE).split())
    if text.casefold() in _NOTHING:
        return None
    found = _TEXT.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise NotPoints("not_a_number")
    value = round(float(found["number"].replace(",", ".")), DECIMALS)
    out_of = found["most"] or found["out_of"]
    if found["percent"] and most != TOTAL_POINTS:
        raise NotPoints("percent")
    if value > most or (out_of is not None and int(out_of) != most):
        raise NotPoints("out_of_range")
    return int(value) if value.is_integer() else value
