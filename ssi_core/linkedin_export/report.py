"""What was measured, as JSON.

{"answers": {factor: level}, "evidence": {factor: {"value", "level", "files", "confidence", "period": [first | null, last | null],
"counts": {name: number}}}, "not_measured": {factor: reason}, "newest": the last day of all | null,
"problems": [{"file": place, "kind": kind | null, "name": as LinkedIn calls it | null, "problem": key}]}

Every factor of the model is in `evidence` or in `not_measured`. `answers` are the levels of the evidence, in the model's order.
"""

from collections.abc import Generator, Iterable, Sequence
from typing import Any

from ssi_core.linkedin_export.archive import Given
from ssi_core.linkedin_export.measures import measure
from ssi_core.linkedin_export.names import FILES
from ssi_core.linkedin_export.reading import Progress, Reading, read

type Json = dict[str, Any]


def read_export(given: Sequence[Given]) -> Json:
    """Read everything, and report it."""
    steps = reporting(given)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            report: Json = end.value
            return report


def reporting(given: Sequence[Given]) -> Generator[Progress, None, Json]:
    """The same, piece by piece: yields how far it is, returns the report."""
    return _report((yield from read(given)))


def _report(reading: Reading) -> Json:
    measured = measure(reading)
    ends = [evidence.period[1] for _, evidence in measured.evidence if evidence.period[1]]
    return {
        "answers": {factor: evidence.level for factor, evidence in measured.evidence},
        "evidence": {factor: {**evidence._asdict(), "counts": dict(evidence.counts)} for factor, evidence in measured.evidence},
        "not_measured": dict(measured.not_measured),
        "newest": max(ends, default=None),
        "problems": [
            {"file": place, "kind": kind, "name": None if kind is None else FILES[kind], "problem": problem}
            for place, kind, problem in _once(reading.problems)
        ],
    }


def _once[Value](values: Iterable[Value]) -> list[Value]:
    return list(dict.fromkeys(values))
