"""The score after the archive's last day, if nothing is done: what is in the window leaves it, and nothing comes.

Only what is counted in a window can leave it (`WINDOWS`). All other answers stay those of the last day: neither a profile nor a connection
goes away, and a share, such as that of accepted invitations, does not fall because nothing more is sent.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ssi_core.answers import Answers
from ssi_core.attribution import Attribution, attribute
from ssi_core.linkedin_export.dates import format_day
from ssi_core.linkedin_export.facts import Days
from ssi_core.linkedin_export.measures import SHEETS, WINDOWS, measure_day
from ssi_core.linkedin_export.over_time import AnswerPairs, sort_answers
from ssi_core.linkedin_export.reading import ArchiveFacts
from ssi_core.linkedin_export.selection import Selection
from ssi_core.linkedin_export.timeline import Timeline
from ssi_core.model import WINDOW_DAYS
from ssi_core.scoring import Result, score

HORIZONS = (30, 60, 90)
"""Days after the archive's last day."""


class Leaving(NamedTuple):
    """The things that leave a factor's window. `number`: how many, on so many different `days`, from `first` to `last`.

    `before`, `after`: the answers on the archive's last day and on the day of the forecast. `points`: what that adds; 0 or less.
    """

    factor: str
    number: int
    days: int
    first: int
    last: int
    before: str
    after: str
    points: float


class Forecast(NamedTuple):
    """The score on a `day`, `ahead` days after the archive's last. `change`: of the total since then.

    `leaving`: all that leaves the windows in the meantime, the largest loss first. The points add up to the change.
    """

    ahead: int
    day: int
    answers: AnswerPairs
    result: Result
    change: float
    leaving: tuple[Leaving, ...]


def iterate_forecasts(reading: ArchiveFacts, timeline: Timeline, present: Mapping[str, str]) -> Iterator[Forecast]:
    """Forecast the score at each horizon. `present`: the answers of the last day. Yields nothing where nothing has a date."""
    if timeline.last is not None:
        selection = Selection(reading)
        windows = {factor: WINDOWS[factor](selection) for factor in WINDOWS if factor in present}
        for ahead in HORIZONS:
            yield _make_forecast(timeline, windows, present, timeline.last, ahead)


def _make_forecast(timeline: Timeline, windows: Mapping[str, Days], present: Mapping[str, str], last: int, ahead: int) -> Forecast:
    measured = measure_day(timeline.advance(last + ahead), last + ahead)
    later = {factor: measured.get(factor, level) if factor in windows else level for factor, level in present.items()}
    answers = Answers(sort_answers(later))
    change = attribute(Answers(sort_answers(present)), answers)
    leaving = [
        _make_leaving(factor, gone, present[factor], later[factor], change)
        for factor, days in windows.items()
        # A workbook has a window of its own, that ends on its own last day.
        if (gone := _find_leaving(days, (max(days) if factor in SHEETS else last) + ahead - WINDOW_DAYS))
    ]
    order = tuple(sorted(leaving, key=lambda each: each.points))
    return Forecast(ahead, last + ahead, answers.given, score(answers), change.total, order)


def _find_leaving(days: Days, until: int) -> Days:
    return {day: number for day, number in days.items() if day <= until and number}


def _make_leaving(factor: str, gone: Days, before: str, after: str, change: Attribution) -> Leaving:
    points = next((each.points for each in change.factors if each.factor == factor), 0.0)
    return Leaving(factor, sum(gone.values()), len(gone), min(gone), max(gone), before, after, points)


def dump_forecast(forecast: Forecast) -> dict[str, object]:
    """Write a forecast as JSON."""
    result = forecast.result
    return {
        "days": forecast.ahead,
        "day": format_day(forecast.day),
        "answers": dict(forecast.answers),
        "total": result.total,
        "range": result.range,
        "pillars": {pillar.key: {"points": pillar.points, "max": pillar.max, "range": pillar.range} for pillar in result.pillars},
        "change": forecast.change,
        "leaving": [
            {
                "factor": each.factor,
                "count": each.number,
                "days": each.days,
                "first": format_day(each.first),
                "last": format_day(each.last),
                "from": each.before,
                "to": each.after,
                "points": each.points,
            }
            for each in forecast.leaving
        ],
    }
