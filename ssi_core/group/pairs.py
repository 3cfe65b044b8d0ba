"""Members → pairs of answers and a real score, as the file that `ssi_core.evaluation` reads.

A pair is a member who gave the code of a real score and a link with one answer or more, in one line. The file has a row for each: their
answers, as a link carries them, and the points of each pillar. It has no name, no day, no line of work, no target, and no random part of a
code. Its rows are in the order of their content, so that their place says nothing either.

Under five pairs there is no file: one pair on its own, from a known group, would soon be somebody's.

>>> from ssi_core.group.members import find_codes
>>> people = find_codes("S2FDX-EAR53-KBYYZ-FQRJ5 https://ssi.example/en/quiz.html#code=2002WhlCQFFu4rk0QwUH").members
>>> people[0].kind, find_pairs(people)
('estimate', [])
>>> real = [people[0]._replace(kind="real", pillars=(125 - place, 48, 20, 160)) for place in range(5)]
>>> format_pairs(find_pairs(real[1:]))
>>> for line in format_pairs(find_pairs(real)).splitlines()[:2]:
...     print(line)
code,brand,find,engage,relate
2002WhlCQFFu3vA0QzK1,12.1,4.8,2,16
"""

from collections.abc import Iterable, Sequence

from ssi_core.answers import Answers
from ssi_core.group.members import Member
from ssi_core.group.privacy import FEWEST
from ssi_core.history.points import REAL
from ssi_core.model import MODEL
from ssi_core.share_code import pack

CODE = "code"
"""The column of answers. The others are named after the pillars."""


type Pair = tuple[Answers, tuple[int, ...]]
"""Somebody's answers, and their real score: tenths of points by pillar."""


def find_pairs(members: Iterable[Member]) -> list[Pair]:
    """Find the members who gave both."""
    return [(member.answers, member.pillars) for member in members if member.kind == REAL and member.answers and member.answers.given]


def format_pairs(pairs: Sequence[Pair], *, comma: bool = False) -> str | None:
    """Write pairs as CSV, or return None where there are fewer than five. `comma`: as in `ssi_core.history.csv`."""
    if len(pairs) < FEWEST:
        return None
    separator, mark = (";", ",") if comma else (",", ".")
    rows = sorted(
        (pack(answers._replace(role=None, target=None)), *(f"{tenths / 10:g}".replace(".", mark) for tenths in pillars))
        for answers, pillars in pairs
    )
    return "".join(f"{separator.join(row)}\r\n" for row in ((CODE, *MODEL.pillars), *rows))
