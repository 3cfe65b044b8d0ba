"""The score over time, as saved with a history: an estimate for each month of LinkedIn's archive, and what follows.

It is the part of the report on an archive that is worth keeping; see `ssi_core.linkedin_export.report`. In JSON it is

    {"version": of the model, "days": [{"day", "total", "range": [low, high], "pillars": {pillar: {"points", "range"}},
                                        "answers": {factor: level}, "assumed": {factor: level}}],
     "forecast": [{"days": after the last day, "day", "total", "range", "change",
                   "leaving": [{"factor", "count", "days", "first", "last", "points"}]}],
     "unseen": [key]}

Days are YYYY-MM-DD from EARLIEST on, one later than the other, with at least one and at most MOST_DAYS of "days". "change" and the "points"
of what leaves are losses: 0 or less. As with points, factors, levels and other keys need not be today's. It is read as a whole or not at
all: half a line would be another line.

>>> day = {"day": "2026-06-10", "total": 31, "range": [20, 45.5], "answers": {"articles": "one"}, "assumed": {},
...        "pillars": dict.fromkeys(MODEL.pillars, {"points": 7.75, "range": [5, 11]})}
>>> found, faults = read_over_time({"version": "2", "days": [day], "forecast": [], "unseen": ["lost_connections"]})
>>> found.last, found.days[0].pillars[0], faults
('2026-06-10', ('brand', 7.75, (5, 11)), [])
>>> [fault.message for fault in read_over_time({"version": "2", "days": [day, day], "forecast": [], "unseen": []})[1]]
['over_time.days.1.day: "2026-06-10" is not later than the day before it']
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from ssi_core.faults import MOST_FAULTS, MOST_FIELDS, Fault, check_number, describe, make_fault
from ssi_core.history.points import check_answers, check_key, check_known_fields, check_range, parse_day
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL_POINTS

type Number = int | float
type Range = tuple[Number, Number]
type Levels = tuple[tuple[str, str], ...]

MOST_DAYS = 360
"""One a month for thirty years, which is longer than LinkedIn exists."""
EARLIEST = "2003-01-01"
"""LinkedIn began in 2003: no archive has an earlier day."""
MOST_THINGS = 1_000_000_000
"""The number of things, or of days, above which no archive comes."""


class DayScore(NamedTuple):
    """The score as of a day. `assumed`: levels that the total takes where nothing was measured; `pillars`: key, points and range."""

    day: str
    total: Number
    range: Range
    pillars: tuple[tuple[str, Number, Range], ...]
    answers: Levels
    assumed: Levels


class Leaving(NamedTuple):
    """Loss of a factor whose things leave the window.

    They are a `number` of things on `days` different days, from `first` to `last`. `points`: 0 or less.
    """

    factor: str
    number: int
    days: int
    first: str
    last: str
    points: Number


_LEAVING = ("factor", "count", "days", "first", "last", "points")
"""Its fields in JSON, in the same order."""


class Forecast(NamedTuple):
    """The score on a `day`, so many `days` after the last, if nothing is done. `change`: of the total, 0 or less."""

    days: int
    day: str
    total: Number
    range: Range
    change: Number
    leaving: tuple[Leaving, ...]


class OverTime(NamedTuple):
    """The score over time. `version`: of the model that made it; `unseen`: keys of what the archive does not show."""

    version: str
    days: tuple[DayScore, ...]
    forecast: tuple[Forecast, ...]
    unseen: tuple[str, ...]

    @property
    def last(self) -> str:
        """The archive's last day."""
        return self.days[-1].day


def read_over_time(raw: object, key: str = "over_time", *, before: str | None = None) -> tuple[OverTime | None, list[Fault]]:
    """Read the score over time from any value; None where it has faults, which are returned. Never fails.

    `key`: its name in faults. `before`: a date as a point has it; measured days that begin then or later are faults.
    """
    faults = [*islice(_check(key, raw, before), MOST_FAULTS)]
    return (None, faults) if faults or not isinstance(raw, Mapping) else (_make(raw), [])


def dump_over_time(over_time: OverTime) -> dict[str, Any]:
    """Write it as JSON."""
    return {
        "version": over_time.version,
        "days": [
            {
                **each._asdict(),
                "range": list(each.range),
                "pillars": {pillar: {"points": points, "range": list(ends)} for pillar, points, ends in each.pillars},
                "answers": dict(each.answers),
                "assumed": dict(each.assumed),
            }
            for each in over_time.days
        ],
        "forecast": [
            {
                **each._asdict(),
                "range": list(each.range),
                "leaving": [dict(zip(_LEAVING, leaving, strict=True)) for leaving in each.leaving],
            }
            for each in over_time.forecast
        ],
        "unseen": list(over_time.unseen),
    }


def _make(raw: Mapping[str, Any]) -> OverTime:
    """Make it from `raw`, which has no faults."""
    return OverTime(
        raw["version"],
        tuple(
            DayScore(
                **{
                    **each,
                    "range": tuple(each["range"]),
                    "pillars": tuple(
                        (pillar, each["pillars"][pillar]["points"], tuple(each["pillars"][pillar]["range"])) for pillar in MODEL.pillars
                    ),
                    "answers": tuple(each["answers"].items()),
                    "assumed": tuple(each["assumed"].items()),
                }
            )
            for each in raw["days"]
        ),
        tuple(
            Forecast(**{**each, "range": tuple(each["range"]), "leaving": tuple(_make_leaving(leaving) for leaving in each["leaving"])})
            for each in raw["forecast"]
        ),
        tuple(raw["unseen"]),
    )


def _make_leaving(raw: Mapping[str, Any]) -> Leaving:
    return Leaving(*(raw[field] for field in _LEAVING))


def _check(name: str, raw: object, before: str | None) -> Iterator[Fault]:
    lists = {"days": MOST_DAYS, "forecast": MOST_FIELDS, "unseen": MOST_FIELDS}
    faults = [*_check_object(name, raw, OverTime._fields)]
    yield from faults
    if faults or not isinstance(raw, Mapping):
        return
    yield from check_key(f"{name}.version", raw["version"])
    faults = [each for field, most in lists.items() for each in _check_list(f"{name}.{field}", raw[field], most)]
    yield from faults
    if faults:
        return
    if not raw["days"]:
        yield make_fault(f"{name}.days", "missing", [], "there is no day")
    last = ""
    for place, day in enumerate(raw["days"]):
        yield from _check_day_score(f"{name}.days.{place}", day, last, before)
        last = day["day"] if isinstance(day, Mapping) and isinstance(day.get("day"), str) else ""
    for place, forecast in enumerate(raw["forecast"]):
        yield from _check_forecast(f"{name}.forecast.{place}", forecast, last)
    for place, key in enumerate(raw["unseen"]):
        yield from check_key(f"{name}.unseen.{place}", key)


def _check_day_score(name: str, raw: object, last: str, before: str | None) -> Iterator[Fault]:
    faults = [*_check_object(name, raw, DayScore._fields)]
    yield from faults
    if faults or not isinstance(raw, Mapping):
        return
    wrong = [*_check_day(f"{name}.day", raw["day"])]
    yield from wrong
    if not wrong and raw["day"] <= last:
        yield make_fault(f"{name}.day", "out_of_order", raw["day"], f"{describe(raw['day'])} is not later than the day before it")
    if not wrong and before is not None and f"{raw['day']}T00:00:00Z" >= before:
        yield make_fault(f"{name}.day", "future_date", raw["day"], f"{describe(raw['day'])} is not before {before}")
    yield from _check_score(name, raw, TOTAL_POINTS, "total")
    faults = [*_check_object(f"{name}.pillars", raw["pillars"], MODEL.pillars)]
    yield from faults
    for pillar in () if faults else MODEL.pillars:
        part = f"{name}.pillars.{pillar}"
        faults = [*_check_object(part, raw["pillars"][pillar], ("points", "range"))]
        yield from faults or _check_score(part, raw["pillars"][pillar], PILLAR_POINTS, "points")
    for field in ("answers", "assumed"):
        yield from check_answers(f"{name}.{field}", raw[field])


def _check_forecast(name: str, raw: object, last: str) -> Iterator[Fault]:
    faults = [*_check_object(name, raw, Forecast._fields)]
    faults = faults or [*_check_list(f"{name}.leaving", raw["leaving"], MOST_FIELDS)] if isinstance(raw, Mapping) else faults
    yield from faults
    if faults or not isinstance(raw, Mapping):
        return
    wrong = [*_check_whole(f"{name}.days", raw["days"]), *_check_day(f"{name}.day", raw["day"])]
    yield from wrong
    # Where the last day is no day, that is its fault, not the forecast's.
    if not wrong and not [*_check_day("", last)] and (date.fromisoformat(raw["day"]) - date.fromisoformat(last)).days != raw["days"]:
        yield make_fault(f"{name}.day", "out_of_order", raw["day"], f"{describe(raw['day'])} is not {raw['days']} days after {last}")
    yield from _check_score(name, raw, TOTAL_POINTS, "total")
    yield from _check_loss(f"{name}.change", raw["change"], TOTAL_POINTS)
    for place, leaving in enumerate(raw["leaving"]):
        part = f"{name}.leaving.{place}"
        faults = [*_check_object(part, leaving, _LEAVING)]
        yield from faults or _check_leaving(part, leaving)


def _check_leaving(name: str, raw: Mapping[str, object]) -> Iterator[Fault]:
    yield from check_key(f"{name}.factor", raw["factor"])
    for field in ("count", "days"):
        yield from _check_whole(f"{name}.{field}", raw[field])
    wrong = [fault for field in ("first", "last") for fault in _check_day(f"{name}.{field}", raw[field])]
    yield from wrong
    if not wrong and str(raw["first"]) > str(raw["last"]):
        yield make_fault(f"{name}.last", "out_of_order", raw["last"], f"{describe(raw['last'])} is before {describe(raw['first'])}")
    yield from _check_loss(f"{name}.points", raw["points"], PILLAR_POINTS)


def _check_score(name: str, raw: Mapping[str, object], most: int, field: str) -> Iterator[Fault]:
    yield from check_number(f"{name}.{field}", raw[field], most)
    yield from check_range(f"{name}.range", raw["range"], most)


def _check_object(name: str, raw: object, fields: tuple[str, ...]) -> Iterator[Fault]:
    """Yield the faults of an object that has exactly these fields."""
    if isinstance(raw, Mapping):
        yield from check_known_fields(name, raw, fields, fields)
    else:
        yield make_fault(name, "not_an_object", raw, f"{describe(raw)} is not an object with {', '.join(fields)}")


def _check_list(name: str, raw: object, most: int) -> Iterator[Fault]:
    if not isinstance(raw, list):
        yield make_fault(name, "not_a_list", raw, f"{describe(raw)} is not a list")
    elif len(raw) > most:
        yield make_fault(name, "too_many", len(raw), f"{len(raw)} entries, more than {most}")


def _check_day(name: str, raw: object) -> Iterator[Fault]:
    if parse_day(raw) is None:
        yield make_fault(name, "not_a_date", raw, f"{describe(raw)} is not a day such as 2026-06-10")
    elif str(raw) < EARLIEST:
        yield make_fault(name, "out_of_range", raw, f"{describe(raw)} is before {EARLIEST}")


def _check_whole(name: str, raw: object) -> Iterator[Fault]:
    if isinstance(raw, float):
        yield make_fault(name, "wrong_type", raw, f"{describe(raw)} is not a whole number")
    else:
        yield from check_number(name, raw, MOST_THINGS)


def _check_loss(name: str, raw: object, most: int) -> Iterator[Fault]:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        yield make_fault(name, "wrong_type", raw, f"{describe(raw)} is not a number from -{most} to 0")
    elif not -most <= raw <= 0:
        yield make_fault(name, "out_of_range", raw, f"{describe(raw)} is not from -{most} to 0")
