"""Points of a history: dated estimates and real scores, as saved on the visitor's device.

The input may be anything: whatever is not a point is reported and left out, and all others stay. A point in JSON is

    {"id", "date", "kind": "estimate" | "real", "total", "pillars": {pillar: points},
     "range"?: [low, high], "role"?, "version"?, "answers"?: {factor: answer},
     "industry"?: {"rank", "average"}, "network"?: {"rank", "average"}}

`id`, `role`, `version`, factors and answers are text of letters, digits, `.`, `_` and `-`. Roles, factors and answers need not be today's:
a history can be older than the model. `date` is one of ISO 8601, with a time or without, and is stored in UTC, to the second. A pillar's
points, a rank and an average may be null, where LinkedIn's page did not show it. Optional fields may be null, too.

>>> january = {"id": "a", "date": "2026-01-05T09:30:00+01:00", "kind": "real", "total": 31,
...            "pillars": {"brand": 11.5, "find": 4.2, "engage": 1.8, "relate": 13.25}}
>>> march = {**january, "id": "b", "date": "2026-03-02", "total": 35, "pillars": {**january["pillars"], "brand": 15.75}}
>>> reading = read_points([march, january, {**march, "id": "c", "kind": "wish"}])
>>> [(point.id, point.date) for point in reading.points], reading.left_out
([('a', '2026-01-05T08:30:00Z'), ('b', '2026-03-02T00:00:00Z')], (2,))
>>> [fault.message for fault in reading.faults]
['points.2.kind: "wish" is not a kind of point; there is estimate, real']
>>> first, second = find_changes(reading.points)
>>> first, second.since, second.total, second.pillars[0]
(None, '2026-01-05T08:30:00Z', 4, ('brand', 4.25))
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, NamedTuple

from ssi_core.comparison import Ranking, subtract
from ssi_core.faults import MOST_FAULTS, MOST_FIELDS, Fault, check_number, describe, format_key, make_fault
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL_POINTS

ESTIMATE = "estimate"
REAL = "real"
KINDS = (ESTIMATE, REAL)

MOST_POINTS = 3000
"""Points of a history: one a day for eight years. A device saves no more, so that a file it writes can be read again."""

LONGEST_KEY = 64
LONGEST_DATE = 40
"""Characters of a key, such as an id, and of a date."""

_KEY_CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz.-")
_DATE_CHARACTERS = frozenset("0123456789-+:.TZ ")
_REQUIRED = ("id", "date", "kind", "total", "pillars")
_MOST_IN_PILLARS = dict.fromkeys(MODEL.pillars, PILLAR_POINTS)
_GROUPS = ("industry", "network")
_MOST_IN_RANKING = {"rank": 100, "average": TOTAL_POINTS}
_FIELDS = (*_REQUIRED, "range", "role", "version", "answers", *_GROUPS)
# A reply adds this to a point; it is computed again each time.
_DERIVED = ("change",)


class Point(NamedTuple):
    """One saved score. `date`: ISO 8601, UTC, to the second. `version`: of the model that made the estimate. None: not known."""

    id: str
    date: str
    kind: str
    total: int | float
    pillars: tuple[tuple[str, int | float | None], ...]
    range: tuple[int | float, int | float] | None
    role: str | None
    version: str | None
    answers: tuple[tuple[str, str], ...] | None
    industry: Ranking | None
    network: Ranking | None

    @property
    def content(self) -> object:
        """The fields that make two points the same, whatever their ids."""
        return self.kind, self.date, self.total, self.pillars


class ParsedPoints(NamedTuple):
    """Points read from any value. `points`: by date, no two with one id or content. `faults`: everything wrong. `left_out`: the places,
    from 0, of points left out.
    """

    points: tuple[Point, ...]
    faults: tuple[Fault, ...]
    left_out: tuple[int, ...]


class Change(NamedTuple):
    """The change since the previous point of the same kind, whose date is `since`. `pillars`: None where either of the two is not known.

    `same_model`: both were made by the same version of the model. Where they were not, part of the change may be the model's.
    """

    since: str
    total: int | float
    pillars: tuple[tuple[str, int | float | None], ...]
    same_model: bool


class MergeResult(NamedTuple):
    """Two histories in one, by date, and the number of incoming points by outcome.

    `added`: new; `same`: already here; `updated`: here, and completed with fields that were not known; `differing`: here under the same id
    with other content, which stays; `no_room`: new, and left out because the history is full.
    """

    points: tuple[Point, ...]
    added: int
    same: int
    updated: int
    differing: int
    no_room: int


def read_points(raw: object, key: str = "points", *, before: str | None = None) -> ParsedPoints:
    """Read the points in a list of any values. Never fails.

    `key`: the list's name in faults. `before`: a date as a point has it; points of that moment or later are faults. Of a point after
    MOST_FAULTS faults, only the first fault is reported. Problems: `not_a_list`, `not_a_date`, `future_date`, `not_a_key`, `unknown_kind`,
    `duplicate_id`; and of `ssi_core.faults.Fault`: `not_an_object`, `missing`, `unknown_field`, `wrong_type`, `out_of_range`, `too_many`.
    Their keys are such as `points.2.pillars.brand`.
    """
    if not isinstance(raw, list):
        return ParsedPoints((), (make_fault(key, "not_a_list", raw, f"{describe(raw)} is not a list of points"),), ())
    faults: list[Fault] = []
    left_out: list[int] = []
    points: dict[str, Point] = {}
    contents = set()
    for place, each in enumerate(raw):
        name = f"{key}.{place}"
        # A hostile file has a million faults. Once there are enough to report, one is enough to leave a point out.
        wrong = [*islice(_check_point(name, each, before), max(MOST_FAULTS - len(faults), 1))]
        if not wrong:
            point = _make_point(each)
            if point.content in contents:
                continue
            if point.id not in points:
                points[point.id] = point
                contents.add(point.content)
                continue
            wrong = [make_fault(f"{name}.id", "duplicate_id", point.id, f"another point has {describe(point.id)}, too")]
        faults += wrong
        left_out.append(place)
    return ParsedPoints(_sort_by_date(points.values()), tuple(faults), tuple(left_out))


def find_changes(points: Sequence[Point]) -> tuple[Change | None, ...]:
    """Return the change of each point, in order; None for the first of a kind."""
    before: dict[str, Point] = {}
    found = []
    for point in points:
        found.append(_find_change(before[point.kind], point) if point.kind in before else None)
        before[point.kind] = point
    return tuple(found)


def merge_points(here: Sequence[Point], more: Iterable[Point]) -> MergeResult:
    """Merge two histories. Where they disagree, `here` wins; a point here takes over fields that it does not know. Of the new points the
    latest are added, up to MOST_POINTS in all.
    """
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
    new = _sort_by_date(point for point in points.values() if point.id not in mine)
    left_out = new[: max(len(points) - MOST_POINTS, 0)]
    for point in left_out:
        del points[point.id]
    return MergeResult(_sort_by_date(points.values()), added=len(new) - len(left_out), **counts, no_room=len(left_out))


def dump_point(point: Point) -> dict[str, Any]:
    """Write the point as JSON, without unknown fields."""
    whole = {
        **point._asdict(),
        "pillars": dict(point.pillars),
        "range": None if point.range is None else list(point.range),
        "answers": None if point.answers is None else dict(point.answers),
        "industry": None if point.industry is None else point.industry._asdict(),
        "network": None if point.network is None else point.network._asdict(),
    }
    return {key: value for key, value in whole.items() if value is not None}


def _sort_by_date(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda point: (point.date, point.id)))


def _find_change(before: Point, after: Point) -> Change:
    pillars = (
        (pillar, None if old is None or new is None else subtract(new, old))
        for (pillar, old), (_, new) in zip(before.pillars, after.pillars, strict=True)
    )
    return Change(before.date, subtract(after.total, before.total), tuple(pillars), before.version == after.version)


def _make_point(raw: Mapping[str, Any]) -> Point:
    """Make the point from `raw`, which has no faults."""
    ends, answers = raw.get("range"), raw.get("answers")
    return Point(
        id=raw["id"],
        date=str(normalise_date(raw["date"])),
        kind=raw["kind"],
        total=raw["total"],
        pillars=tuple((pillar, raw["pillars"][pillar]) for pillar in MODEL.pillars),
        range=None if ends is None else (ends[0], ends[1]),
        role=raw.get("role"),
        version=raw.get("version"),
        answers=None if answers is None else tuple(sorted(answers.items())),
        industry=_make_ranking(raw.get("industry")),
        network=_make_ranking(raw.get("network")),
    )


def _make_ranking(raw: Mapping[str, Any] | None) -> Ranking | None:
    return None if raw is None else Ranking(raw.get("rank"), raw.get("average"))


def _check_point(name: str, raw: object, before: str | None) -> Iterator[Fault]:
    if not isinstance(raw, Mapping):
        yield make_fault(name, "not_an_object", raw, f"{describe(raw)} is not an object with a point")
        return
    yield from check_known_fields(name, raw, (*_FIELDS, *_DERIVED), _REQUIRED)
    given = {field: value for field, value in raw.items() if value is not None or field in _REQUIRED}
    for field in ("id", "role", "version"):
        if field in given:
            yield from check_key(f"{name}.{field}", given[field])
    if "date" in given:
        yield from _check_date(f"{name}.date", given["date"], before)
    if "kind" in given and given["kind"] not in KINDS:
        message = f"{describe(given['kind'])} is not a kind of point; there is {', '.join(KINDS)}"
        yield make_fault(f"{name}.kind", "unknown_kind", given["kind"], message)
    if "total" in given:
        yield from check_number(f"{name}.total", given["total"], TOTAL_POINTS)
    if "pillars" in given:
        yield from check_numbers(f"{name}.pillars", given["pillars"], _MOST_IN_PILLARS, needed=MODEL.pillars)
    if "range" in given:
        yield from check_range(f"{name}.range", given["range"])
    if "answers" in given:
        yield from check_answers(f"{name}.answers", given["answers"])
    for group in _GROUPS:
        if group in given:
            yield from check_numbers(f"{name}.{group}", given[group], _MOST_IN_RANKING)


def _check_date(name: str, raw: object, before: str | None) -> Iterator[Fault]:
    moment = normalise_date(raw)
    if moment is None:
        yield make_fault(name, "not_a_date", raw, f"{describe(raw)} is not an ISO 8601 date")
    elif before is not None and moment >= before:
        yield make_fault(name, "future_date", raw, f"{describe(raw)} is not before {before}")


def check_known_fields(name: str, raw: Mapping[Any, object], fields: Sequence[str], needed: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for each required field that is missing, and each unknown one."""
    for field in needed:
        if field not in raw:
            yield Fault(f"{name}.{field}", "missing", None, None, f"{name}.{field}: missing")
    if len(raw) > MOST_FIELDS:
        yield make_fault(name, "too_many", len(raw), f"{len(raw)} fields, more than {MOST_FIELDS}")
        return
    for field in raw:
        if field not in fields:
            yield make_fault(f"{name}.{format_key(field)}", "unknown_field", field, "no such field")


def check_key(name: str, key: object) -> Iterator[Fault]:
    """Yield a fault if `key`, called `name`, is not a key.

    That is a text of a few letters, digits, dots, dashes and underscores.
    """
    if not isinstance(key, str):
        yield make_fault(name, "wrong_type", key, f"{describe(key)} is not text")
    elif not key or len(key) > LONGEST_KEY or not _KEY_CHARACTERS.issuperset(key):
        yield make_fault(name, "not_a_key", key, f"{describe(key)} is not 1 to {LONGEST_KEY} letters, digits, dots, dashes or underscores")


def check_numbers(name: str, raw: object, most: Mapping[str, int], needed: Sequence[str] = ()) -> Iterator[Fault]:
    """Yield a fault if `raw`, called `name`, is not an object of numbers.

    Each is from 0 to its `most`, or None where it is not known.
    """
    if not isinstance(raw, Mapping):
        yield make_fault(name, "not_an_object", raw, f"{describe(raw)} is not an object with {', '.join(most)}")
        return
    yield from check_known_fields(name, raw, tuple(most), needed)
    for field, highest in most.items():
        if raw.get(field) is not None:
            yield from check_number(f"{name}.{field}", raw[field], highest)


def check_range(name: str, ends: object, most: int = TOTAL_POINTS) -> Iterator[Fault]:
    """Yield a fault if `ends`, called `name`, is not a range.

    That is a list of two numbers from 0 to `most`, the lowest first.
    """
    if not isinstance(ends, list) or len(ends) != 2:
        yield make_fault(name, "wrong_type", ends, f"{describe(ends)} is not a list of two numbers, the lowest and the highest")
        return
    wrong = [each for end in ends for each in check_number(name, end, most)]
    yield from wrong
    if not wrong and ends[0] > ends[1]:
        yield make_fault(name, "out_of_range", f"{ends[0]}-{ends[1]}", "begins above its end")


def check_answers(name: str, answers: object) -> Iterator[Fault]:
    """Yield a fault if `answers`, called `name`, is not an object of keys. They need not be today's factors and levels."""
    if not isinstance(answers, Mapping):
        yield make_fault(name, "not_an_object", answers, f"{describe(answers)} is not an object of factors and answers")
    elif len(answers) > MOST_FIELDS:
        yield make_fault(name, "too_many", len(answers), f"{len(answers)} answers, more than {MOST_FIELDS}")
    else:
        for factor, answer in answers.items():
            yield from check_key(f"{name}.{format_key(factor)}", factor)
            yield from check_key(f"{name}.{format_key(factor)}", answer)


def parse_day(text: object) -> date | None:
    """Parse a day as a date field writes it, such as 2026-06-10; None for anything else."""
    if not isinstance(text, str) or normalise_date(text) != f"{text}T00:00:00Z":
        return None
    return date.fromisoformat(text)


def normalise_date(text: object) -> str | None:
    """Return the date in UTC, to the second; None for anything else. Without an offset it is in UTC."""
    # Python accepts more than ISO 8601: any character between date and time, and nulls at the end.
    if not isinstance(text, str) or len(text) > LONGEST_DATE or not _DATE_CHARACTERS.issuperset(text):
        return None
    try:
        when = datetime.fromisoformat(text)
        utc = when.astimezone(UTC) if when.tzinfo else when
    except (ValueError, OverflowError):
        return None
    return utc.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
