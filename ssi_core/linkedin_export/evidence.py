"""Why a factor has its answer, or that it has none: what all measures give."""

from collections.abc import Iterable
from typing import NamedTuple

from ssi_core.linkedin_export.levels import level_of
from ssi_core.linkedin_export.names import FILES

COUNTED = "counted"
PROXY = "proxy"
WEAK = "weak"

type Period = tuple[str | None, str | None]
"""First and last day, as YYYY-MM-DD. Without a first one everything up to the last counts; without either nothing has a date."""


class Evidence(NamedTuple):
    """Why a factor has its answer.

    `value`: the number that was counted, or a percentage. `level`: the answer. `files`: as LinkedIn calls them. `confidence`: `COUNTED`,
    `PROXY` (something close to it was counted) or `WEAK` (better asked). `counts`: what else was counted, by name.
    """

    value: int
    level: str
    files: tuple[str, ...]
    confidence: str
    period: Period
    counts: tuple[tuple[str, int], ...]


class NotMeasured(Exception):  # noqa: N818 - it is no fault
    """There is no evidence, for the reason that is its text: a key of `ssi_core.linkedin_export.problems.REASONS`."""


class Finding(NamedTuple):
    """What a measure finds, of whichever factor. `number`: what the level comes from. `kinds`: of files. For the rest see `Evidence`."""

    value: int
    number: int
    kinds: tuple[str, ...]
    confidence: str
    period: Period
    counts: tuple[tuple[str, int], ...]


def finding(value: int, kinds: Iterable[str], confidence: str, period: Period, *, number: int | None = None, **counts: int) -> Finding:
    """A finding, whose level comes from its value unless there is another number."""
    return Finding(value, value if number is None else number, tuple(kinds), confidence, period, tuple(counts.items()))


def evidence(factor: str, found: Finding) -> Evidence:
    """What a finding means for a factor."""
    files = tuple(FILES[kind] for kind in found.kinds)
    return Evidence(found.value, level_of(factor, found.number), files, found.confidence, found.period, found.counts)


def percent(part: int, whole: int) -> int:
    """Rounded half up, but neither up to all nor down to none where that is not so.

    >>> percent(1, 3), percent(1, 1000), percent(999, 1000), percent(0, 7), percent(7, 7)
    (33, 1, 99, 0, 100)
    """
    rounded = (200 * part + whole) // (2 * whole)
    return min(max(rounded, int(part > 0)), 100 if part == whole else 99)
