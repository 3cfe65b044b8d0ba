"""Points of a history: estimates and real scores with their dates, as the visitor's device keeps them.

What comes in may be anything: what is not a point is told and left out, and all others stay. A point in JSON is

    {"id", "date", "kind": "estimate" | "real", "total", "pillars": {pillar: points},
     "range"?: [low, high], "role"?, "version"?, "answers"?: {factor: answer},
     "industry"?: {"rank", "average"}, "network"?: {"rank", "average"}}

`id`, `role`, `version`, factors and answers are text of letters, digits, `.`, `_` and `-`. Roles, factors and answers need not be today's:
a history is older than the model. `date` is one of ISO 8601, with a time or without, and is kept in UTC, to the second. A pillar's points,
a rank and an average may be null, where LinkedIn's page did not show it. What is optional may be null, too.

>>> january = {"id": "a", "date": "2026-01-05T09:30:00+01:00", "kind": "real", "total": 31,
...            "pillars": {"brand": 11.5, "find": 4.2, "engage": 1.8, "relate": 13.25}}
>>> march = {**january, "id": "b", "date": "2026-03-02", "total": 35, "pillars": {**january["pillars"], "brand": 15.75}}
>>> reading = read_points([march, january, {**march, "id": "c", "kind": "wish"}])
>>> [(point.id, point.date) for point in reading.points], reading.left_out
([('a', '2026-01-05T08:30:00Z'), ('b', '2026-03-02T00:00:00Z')], (2,))
>>> [fault.message for fault in reading.faults]
['points.2.kind: "wish" is not a kind of point; there is estimate, real']
>>> first, second = changes(reading.points)
>>> first, second.since, second.total, second.pillars[0]
(None, '2026-01-05T08:30:00Z', 4, ('brand', 4.25))
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from ssi_core.answers import MOST_FAULTS, MOST_FIELDS, Fault, fault, faults_of_number, named, shown
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL_POINTS
from ssi_core.real import Standing, difference

ESTIMATE = "estimate"
REAL = "real"
KINDS = (ESTIMATE, REAL)

MOST_POINTS = 3000
"""Points of a history: one a day for eight years. A device keeps no more, so that what it writes can be read again."""

LONGEST_KEY = 64
LONGEST_DATE = 40
"""Characters of a key, such as an id, and of a date."""

_KEY_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz.-")
_DATE_CHARACTERS = frozenset("0123456789-+:.TZ ")
_NEEDED = ("id", "date", "kind", "total", "pillars")
_MOST_IN_PILLARS = dict.fromkeys(MODEL.pillars, PILLAR_POINTS)
_STANDINGS = ("industry", "network")
_MOST_IN_STANDING = {"rank": 100, "average": TOTAL_POINTS}
_FIELDS = (*_NEEDED, "range", "role", "version", "answers", *_STANDINGS)
# What a reply adds to a point; it is worked out anew.
_ADDED = ("change",)


class Point(NamedTuple):
    """What was saved once. `date`: ISO 8601, UTC, to the second. `version`: of the model that made the estimate. None: not known."""

    id: str
    date: str
    kind: str
    total: int | float
    pillars: tuple[tuple[str, int | float | None], ...]
    range: tuple[int | float, int | float] | None
    role: str | None
    version: str | None
    answers: tuple[tuple[str, str], ...] | None
    industry: Standing | None
    network: Standing | None

    @property
    def content(self) -> object:
        """What makes it the same point as another, whatever their ids."""
        return self.kind, self.date, self.total, self.pillars


class Reading(NamedTuple):
    """`points`: by date, no two with one id or content. `faults`: all that is wrong. `left_out`: where that was, as places from 0."""

    points: tuple[Point, ...]
    faults: tuple[Fault, ...]
    left_out: tuple[int, ...]


class Change(NamedTuple):
    """From the point before of the same kind, whose date is `since`. `pillars`: None where either of the two is not known.

    `same_model`: both were made by the same version of the model. Where they were not, part of the change may be the model's.
    """

    since: str
    total: int | float
    pillars: tuple[tuple[str, int | float | None], ...]
    same_model: bool


class Merged(NamedTuple):
    """Two histories in one, by date. Of what came in: how many points are `added`; the `same` as one that was there; in one that was there
    and now know more of, `updated`; `differing` from the one with their id, which stays as it was; and new, with `no_room` for them.
    """

    points: tuple[Point, ...]
    added: int
    same: int
    updated: int
    differing: int
    no_room: int


def read_points(raw: object, key: str = "points", *, before: str | None = None) -> Reading:
    """The points in a list of anything, which faults call `key`. Never fails. Of a point after MOST_FAULTS faults, only the first is told.

    `before`: a date as a point has it; no point is of that moment or later.
    Problems: `not_a_list`, `not_a_date`, `future_date`, `not_a_key`, `unknown_kind`, `duplicate_id`; and of `ssi_core.answers.Fault`:
    `not_an_object`, `missing`, `unknown_field`, `wrong_type`, `out_of_range`, `too_many`. Their keys are such as `points.2.pillars.brand`.
    """
    if not isinstance(raw, list):
        return Reading((), (fault(key, "not_a_list", raw, f"{key}: {shown(raw)} is not a list of points"),), ())
    faults: list[Fault] = []
    left_out: list[int] = []
    points: dict[str, Point] = {}
    contents = set()
    for place, each in enumerate(raw):
        name = f"{key}.{place}"
        # A hostile file has a million faults. Once there are enough to tell, one is enough to leave a point out.
        wrong = [*islice(_faults_of_point(name, each, before), max(MOST_FAULTS - len(faults), 1))]
        if not wrong:
            point = _point(each)
            if point.content in contents:
                continue
            if point.id not in points:
                points[point.id] = point
                contents.add(point.content)
                continue
            wrong = [fault(f"{name}.id", "duplicate_id", point.id, f"{name}.id: another point has {shown(point.id)}, too")]
        faults += wrong
        left_out.append(place)
    return Reading(_by_date(points.values()), tuple(faults), tuple(left_out))


def changes(points: Sequence[Point]) -> tuple[Change | None, ...]:
    """For each of the points, which are in order, its change; None for the first of a kind."""
    before: dict[str, Point] = {}
    found = []
    for point in points:
        found.append(_change(before[point.kind], point) if point.kind in before else None)
        before[point.kind] = point
    return tuple(found)


def merge(here: Sequence[Point], more: Iterable[Point]) -> Merged:
    """Both. Where they disagree, what is `here` stays; of the same point, it takes over what it does not know. Of the new ones the latest
    are taken, up to MOST_POINTS in all."""
    points = {point.id: point for point in here}
    ids = {point.content: point.id for point in here}
    counts = dict.fromkeys(("same", "updated", "differing"), 0)
    for point in more:
        if point.content in ids:
            ours = points[ids[point.content]]
            unknown = {field for field, value in ours._asdict().items() if value is None}
            whole = ours._replace(**{field: value for field, value in point._asdict().items() if field in unknown})
            points[ours.id] = whole
            counts["same" if whole == ours else "updated"] += 1
        elif point.id in points:
            counts["differing"] += 1
        else:
            points[point.id] = point
            ids[point.content] = point.id
    mine = {point.id for point in here}
    new = _by_date(point for point in points.values() if point.id not in mine)
    left_out = new[: max(len(points) - MOST_POINTS, 0)]
    for point in left_out:
        del points[point.id]
    return Merged(_by_date(points.values()), added=len(new) - len(left_out), **counts, no_room=len(left_out))


def point_json(point: Point) -> dict[str, Any]:
    """The point as JSON, without what is not known."""
    whole = {
        **point._asdict(),
        "pillars": dict(point.pillars),
        "range": None if point.range is None else list(point.range),
        "answers": None if point.answers is None else dict(point.answers),
        "industry": None if point.industry is None else point.industry._asdict(),
        "network": None if point.network is None else point.network._asdict(),
    }
    return {key: value for key, value in whole.items() if value is not None}


def _by_date(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda point: (point.date, point.id)))


def _change(before: Point, after: Point) -> Change:
    pillars = (
        (pillar, None if old is None or new is None else difference(new, old))
        for (pillar, old), (_, new) in zip(before.pillars, after.pillars, strict=True)
    )
    return Change(before.date, difference(after.total, before.total), tuple(pillars), before.version == after.version)


def _point(raw: Mapping[str, Any]) -> Point:
    """The point that is in `raw`, in which nothing is wrong."""
    ends, answers = raw.get("range"), raw.get("answers")
    standings = (raw.get(group) for group in _STANDINGS)
    return Point(
        id=raw["id"],
        date=str(utc(raw["date"])),
        kind=raw["kind"],
        total=raw["total"],
        pillars=tuple((pillar, raw["pillars"][pillar]) for pillar in MODEL.pillars),
        range=None if ends is None else (ends[0], ends[1]),
        role=raw.get("role"),
        version=raw.get("version"),
        answers=None if answers is None else tuple(sorted(answers.items())),
        **{
            group: None if standing is None else Standing(standing.get("rank"), standing.get("average"))
            for group, standing in zip(_STANDINGS, standings, strict=True)
        },
    )


def _faults_of_point(name: str, raw: object, before: str | None) -> Iterator[Fault]:
    if not isinstance(raw, Mapping):
        yield fault(name, "not_an_object", raw, f"{name}: {shown(raw)} is not an object with a point")
        return
    yield from _faults_of_fields(name, raw, (*_FIELDS, *_ADDED), _NEEDED)
    given = {field: value for field, value in raw.items() if value is not None or field in _NEEDED}
    for field in ("id", "role", "version"):
        if field in given:
            yield from _faults_of_key(f"{name}.{field}", given[field])
    if "date" in given:
        yield from _faults_of_date(f"{name}.date", given["date"], before)
    if "kind" in given and given["kind"] not in KINDS:
        message = f"{name}.kind: {shown(given['kind'])} is not a kind of point; there is {', '.join(KINDS)}"
        yield fault(f"{name}.kind", "unknown_kind", given["kind"], message)
    if "total" in given:
        yield from faults_of_number(f"{name}.total", given["total"], TOTAL_POINTS)
    if "pillars" in given:
        yield from faults_of_numbers(f"{name}.pillars", given["pillars"], _MOST_IN_PILLARS, needed=MODEL.pillars)
    if "range" in given:
        yield from _faults_of_range(f"{name}.range", given["range"])
    if "answers" in given:
        yield from _faults_of_answers(f"{name}.answers", given["answers"])
    for group in _STANDINGS:
        if group in given:
            yield from faults_of_numbers(f"{name}.{group}", given[group], _MOST_IN_STANDING)


def _faults_of_date(name: str, raw: object, before: str | None) -> Iterator[Fault]:
    date = utc(raw)
    if date is None:
        yield fault(name, "not_a_date", raw, f"{name}: {shown(raw)} is not an ISO 8601 date")
    elif before is not None and date >= before:
        yield fault(name, "future_date", raw, f"{name}: {shown(raw)} is not before {before}")


def _faults_of_fields(name: str, raw: Mapping[Any, object], fields: Sequence[str], needed: Sequence[str]) -> Iterator[Fault]:
    """Fields that are not there and must be, and that are there and must not."""
    for field in needed:
        if field not in raw:
            yield Fault(f"{name}.{field}", "missing", None, None, f"{name}.{field}: missing")
    if len(raw) > MOST_FIELDS:
        yield fault(name, "too_many", len(raw), f"{name}: {len(raw)} fields, more than {MOST_FIELDS}")
        return
    for field in raw:
        if field not in fields:
            yield fault(f"{name}.{named(field)}", "unknown_field", field, f"{name}.{named(field)}: no such field")


def _faults_of_key(name: str, key: object) -> Iterator[Fault]:
    if not isinstance(key, str):
        yield fault(name, "wrong_type", key, f"{name}: {shown(key)} is not text")
    elif not key or len(key) > LONGEST_KEY or not _KEY_CHARACTERS.issuperset(key):
        yield fault(name, "not_a_key", key, f"{name}: {shown(key)} is not 1 to {LONGEST_KEY} letters, digits, dots, dashes or underscores")


def faults_of_numbers(name: str, raw: object, most: Mapping[str, int], needed: Sequence[str] = ()) -> Iterator[Fault]:
    """What keeps `raw`, called `name`, from being an object of numbers, each from 0 to its `most`, or None where it is not known."""
    if not isinstance(raw, Mapping):
        yield fault(name, "not_an_object", raw, f"{name}: {shown(raw)} is not an object with {', '.join(most)}")
        return
    yield from _faults_of_fields(name, raw, tuple(most), needed)
    for field, highest in most.items():
        if raw.get(field) is not None:
            yield from faults_of_number(f"{name}.{field}", raw[field], highest)


def _faults_of_range(name: str, ends: object) -> Iterator[Fault]:
    if not isinstance(ends, list) or len(ends) != 2:
        yield fault(name, "wrong_type", ends, f"{name}: {shown(ends)} is not a list of two numbers, the lowest and the highest")
        return
    wrong = [each for end in ends for each in faults_of_number(name, end, TOTAL_POINTS)]
    yield from wrong
    if not wrong and ends[0] > ends[1]:
        yield fault(name, "out_of_range", f"{ends[0]}-{ends[1]}", f"{name}: begins above its end")


def _faults_of_answers(name: str, answers: object) -> Iterator[Fault]:
    if not isinstance(answers, Mapping):
        yield fault(name, "not_an_object", answers, f"{name}: {shown(answers)} is not an object of factors and answers")
    elif len(answers) > MOST_FIELDS:
        yield fault(name, "too_many", len(answers), f"{name}: {len(answers)} answers, more than {MOST_FIELDS}")
    else:
        for factor, answer in answers.items():
            yield from _faults_of_key(f"{name}.{named(factor)}", factor)
            yield from _faults_of_key(f"{name}.{named(factor)}", answer)


def utc(date: object) -> str | None:
    """The date in UTC, to the second; None where it is none. Without an offset it is in UTC."""
    # Python reads more than is meant: any character between date and time, and nulls at the end.
    if not isinstance(date, str) or len(date) > LONGEST_DATE or not _DATE_CHARACTERS.issuperset(date):
        return None
    try:
        when = datetime.fromisoformat(date)
        utc = when.astimezone(UTC) if when.tzinfo else when
    except (ValueError, OverflowError):
        return None
    return utc.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
