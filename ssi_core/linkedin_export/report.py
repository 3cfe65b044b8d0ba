"""The measured answers, as JSON.

    {"answers": {factor: level},
     "evidence": {factor: {"value", "level", "files", "confidence", "period": [first | null, last | null], "counts": {name: number}}},
     "not_measured": {factor: reason}, "newest": the last day of all | null,
     "problems": [{"file": place, "kind": kind | null, "name": LinkedIn's name for it | null, "problem": key}]}

Every factor of the model is in `evidence` or in `not_measured`. `answers` are the levels of the evidence, in the model's order.

Over time, the report has three parts more; see `over_time` and `forecast`:

    {"over_time": [{"day": YYYY-MM-DD, "answers": {factor: level}, "assumed": {factor: level}, "total", "range": [low, high],
                    "pillars": {pillar: {"points", "max", "range"}}}],
     "forecast": [{"days": 30 | 60 | 90, "day", "answers", "total", "range", "pillars", "change": of the total since the last day,
                   "leaving": [{"factor", "count", "days", "first", "last", "from": level, "to": level, "points"}]}],
     "unseen": [key of `ssi_core.linkedin_export.over_time.UNSEEN`]}

- "over_time": the last day of each month from the archive's first, and its last day, in order; empty where nothing has a date. "answers":
  those measured as of that day. "assumed": levels that "total" takes where nothing was measured: it is the score of both together. "range"
  takes every level that the assumed ones can have been.
- "forecast": the score so many days after the last one, if nothing is done. "answers" are all that count then. "leaving": the things that
  leave the window of a factor meanwhile: "count" of them, on so many different "days", from the day "first" to the day "last"; and what
  that takes: "points", 0 or less, to hundredths. They add up exactly to "change".
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import Any

from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.measures import measure_factors
from ssi_core.linkedin_export.names import FILES
from ssi_core.linkedin_export.reading import ArchiveFacts, Progress, read_files

type Json = dict[str, Any]


def read_export(files: Sequence[InputFile], *, over_time: bool = False) -> Json:
    """Read all files, and return the report. `over_time`: with what it adds."""
    steps = iterate_export(files, over_time=over_time)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            report: Json = end.value
            return report


def iterate_export(files: Sequence[InputFile], *, over_time: bool = False) -> Generator[Progress, None, Json]:
    """Read all files piece by piece. Yields `Progress`, returns the report. `over_time`: with what it adds."""
    reading = yield from read_files(files)
    report = _make_report(reading)
    if over_time:
        report |= yield from _look_back_and_ahead(reading, report["answers"], len(files) - 1)
    return report


def _look_back_and_ahead(reading: ArchiveFacts, answers: Mapping[str, str], place: int) -> Generator[Progress, None, Json]:
    """Make the part of the report over time. `place`: of the last input file, for the progress."""
    # Most readings need none of it.
    from ssi_core.linkedin_export.forecast import dump_forecast, iterate_forecasts
    from ssi_core.linkedin_export.over_time import UNSEEN, dump_day, list_days, score_day
    from ssi_core.linkedin_export.timeline import Timeline

    yield Progress(place, None, 0, 1)
    timeline = Timeline(reading)
    order = list_days(timeline)
    days: list[Json] = []
    for day in order:
        yield Progress(place, None, len(days), len(order))
        days.append(dump_day(score_day(timeline, answers, day)))
    forecasts: list[Json] = []
    for forecast in iterate_forecasts(reading, timeline, answers):
        yield Progress(place, None, len(days), len(order))
        forecasts.append(dump_forecast(forecast))
    return {"over_time": days, "forecast": forecasts, "unseen": [*UNSEEN]}


def _make_report(reading: ArchiveFacts) -> Json:
    measured = measure_factors(reading)
    ends = [evidence.period[1] for _, evidence in measured.evidence if evidence.period[1]]
    return {
        "answers": {factor: evidence.level for factor, evidence in measured.evidence},
        "evidence": {factor: {**evidence._asdict(), "counts": dict(evidence.counts)} for factor, evidence in measured.evidence},
        "not_measured": dict(measured.not_measured),
        "newest": max(ends, default=None),
        "problems": [
            {"file": place, "kind": kind, "name": None if kind is None else FILES[kind], "problem": problem}
            for place, kind, problem in _drop_duplicates(reading.problems)
        ],
    }


def _drop_duplicates[Value](values: Iterable[Value]) -> list[Value]:
    return list(dict.fromkeys(values))
