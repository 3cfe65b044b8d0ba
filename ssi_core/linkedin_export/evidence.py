"""Evidence: the result of a measure, and the error where there is none."""

from collections.abc import Iterable
from typing import NamedTuple

from ssi_core.linkedin_export.levels import find_level
from ssi_core.linkedin_export.names import FILES
from ssi_core.model import NOT_APPLICABLE

COUNTED = "counted"
PROXY = "proxy"
WEAK = "weak"

type Period = tuple[str | None, str | None]
"""First and last day, as YYYY-MM-DD. Without a first one everything up to the last counts; without either the rows have no dates."""


class Evidence(NamedTuple):
    """The evidence for a factor's answer.

    `value`: the number that was counted, or a percentage. `level`: the answer. `files`: by LinkedIn's names for them. `confidence`:
    `COUNTED`, `PROXY` (something close to it was counted) or `WEAK` (better asked). `counts`: other counts, by name.
    """

    value: int
    level: str
    files: tuple[str, ...]
    confidence: str
    period: Period
    counts: tuple[tuple[str, int], ...]


class NoEvidence(Exception):  # noqa: N818 - missing evidence is no fault
    """There is no evidence. The error's text is the reason: a key of `ssi_core.linkedin_export.problems.REASONS`."""


class Finding(NamedTuple):
    """The result of a measure, for any factor.

    `number`: decides the level. `kinds`: of files. `applies`: false where the factor does not apply. For the rest see `Evidence`.
    """

    value: int
    number: int
    kinds: tuple[str, ...]
    confidence: str
    period: Period
    counts: tuple[tuple[str, int], ...]
    applies: bool = True

    def find_level(self, factor: str) -> str:
        """Return the answer to this factor's question."""
        return find_level(factor, self.number) if self.applies else NOT_APPLICABLE


def make_finding(value: int, kinds: Iterable[str], confidence: str, period: Period, *, number: int | None = None, **counts: int) -> Finding:
    """Make a finding. Its value decides the level unless there is another number."""
    return Finding(value, value if number is None else number, tuple(kinds), confidence, period, tuple(counts.items()))


def make_evidence(factor: str, found: Finding) -> Evidence:
    """Make the evidence for a factor from a finding."""
    files = tuple(FILES[kind] for kind in found.kinds)
    return Evidence(found.value, found.find_level(factor), files, found.confidence, found.period, found.counts)


def compute_percent(part: int, whole: int) -> int:
    """Return a whole percentage, rounded half up. Only all is 100, and only none is 0.

    >>> compute_percent(1, 3), compute_percent(1, 1000), compute_percent(999, 1000), compute_percent(0, 7), compute_percent(7, 7)
    (33, 1, 99, 0, 100)
    """
    rounded = (200 * part + whole) // (2 * whole)
    return min(max(rounded, int(part > 0)), 100 if part == whole else 99)
