"""A visitor's saved data as one JSON file: export and import.

    {"format": "ssi-history", "version": 1, "answers": {factor: answer}, "role": role | null, "target": number | null,
     "done": {factor: level}, "measured": {factor: level}, "over_time": the score over time, "points": [point]}

Points are those of `ssi_core.history.points`, and the score over time that of `ssi_core.history.over_time`. A missing field is empty; a
field that a later version adds gets a later `version`. Version 2 added "over_time": a file without it is written as version 1, so that a
copy of the site from before can read it.

>>> from ssi_core.answers import Answers
>>> mine = SavedData(Answers((("articles", "one"), ("groups", "none"))))
>>> print(export_text(mine), end="")
{"format": "ssi-history",
"version": 1,
"answers": {"articles": "one", "groups": "none"},
"role": null,
"target": null,
"done": {},
"measured": {},
"points": [
]}
>>> imported = import_text(export_text(mine), SavedData(Answers((("groups", "unknown"),), "hr")))
>>> imported.data.answers
Answers(given=(('articles', 'one'), ('groups', 'unknown')), role='hr', target=None)
>>> imported.taken, imported.stayed, imported.points.added
(1, 1, 0)
"""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ssi_core.answers import FIELDS as ANSWERS
from ssi_core.answers import RETIRED, Answers, salvage_answers, salvage_field
from ssi_core.faults import Fault, check_fields, describe, raise_fault
from ssi_core.history.over_time import OverTime, dump_over_time, read_over_time
from ssi_core.history.points import MOST_POINTS, MergeResult, ParsedPoints, Point, dump_point, merge_points, read_points
from ssi_core.json_text import read_json
from ssi_core.model import MODEL

FORMAT = "ssi-history"
VERSION = 2
LONGEST = 4_100_000
"""Characters of a file that is read: MOST_POINTS points and MOST_DAYS days, each with all answers, take less."""

DATA_FIELDS = (*ANSWERS, "done", "measured", "over_time", "points")
FIELDS = ("format", "version", *DATA_FIELDS)


class SavedData(NamedTuple):
    """The data that a device saves. `done`: ticked steps of the plan; `measured`: answers from LinkedIn's archive; both like
    `Answers.given`. `over_time`: the score over time from such an archive, None where there is none.
    """

    answers: Answers = Answers()
    done: tuple[tuple[str, str], ...] = ()
    measured: tuple[tuple[str, str], ...] = ()
    points: tuple[Point, ...] = ()
    over_time: OverTime | None = None


class ImportResult(NamedTuple):
    """The saved data after an import.

    `taken`: how many answers came from the file, because they were open here. `stayed`: how many stayed although the file has another
    answer. `points`: the outcome for its points. `over_time`: the outcome for its score over time, None where it has none: `added`;
    `replaced`, because the one here is of an older archive; `same`; `stayed`, the one here being as new or newer. `changed`: open
    factors whose question has changed since the file answered it; those answers were left out. `faults`: everything wrong with the file,
    which was left out. `left_out`: the places of its points that were left out.
    """

    data: SavedData
    taken: int
    stayed: int
    points: MergeResult
    over_time: str | None
    changed: tuple[str, ...]
    faults: tuple[Fault, ...]
    left_out: tuple[int, ...]


def export_text(data: SavedData) -> str:
    """Write the file: ASCII, one point a line. A file with more than MOST_POINTS could not be read again."""
    over_time = {} if data.over_time is None else {"over_time": dump_over_time(data.over_time)}
    head = {
        "format": FORMAT,
        "version": VERSION if over_time else 1,
        "answers": dict(data.answers.given),
        "role": data.answers.role,
        "target": data.answers.target,
        "done": dict(data.done),
        "measured": dict(data.measured),
        **over_time,
    }
    fields = [f"{json.dumps(field)}: {json.dumps(value, allow_nan=False)}" for field, value in head.items()]
    points = ",\n".join(json.dumps(dump_point(point), allow_nan=False) for point in data.points)
    return "{" + ",\n".join([*fields, '"points": [\n']) + (points + "\n" if points else "") + "]}\n"


def import_text(text: str, here: SavedData, *, before: str | None = None) -> ImportResult:
    """Add a file to the saved data. Where they disagree, `here` wins.

    Faulty parts of the file are left out, and all else is used. `before`: as in `ssi_core.history.points.read_points`. Raises
    InvalidAnswers where nothing can be used, with a fault `too_large`, `not_json`, `not_ours` (some other JSON), `newer_version`, or
    `too_many` (points).
    """
    raw, faults = _parse_file(text)
    theirs, reading = salvage_data(raw, before=before)
    points = merge_points(here.points, theirs.points)
    over_time, outcome = _merge_over_time(here.over_time, theirs.over_time)
    data = SavedData(
        Answers(
            given=_merge_answers(here.answers.given, theirs.answers.given),
            role=theirs.answers.role if here.answers.role is None else here.answers.role,
            target=theirs.answers.target if here.answers.target is None else here.answers.target,
        ),
        done=_merge_answers(here.done, theirs.done),
        measured=_merge_answers(here.measured, theirs.measured),
        points=points.points,
        over_time=over_time,
    )
    ours, given = dict(here.answers.given), dict(theirs.answers.given)
    return ImportResult(
        data=data,
        taken=len(given.keys() - ours.keys()),
        stayed=sum(ours[factor] != given[factor] for factor in ours.keys() & given.keys()),
        points=points,
        over_time=outcome,
        changed=_find_changed(reading.faults, data.answers),
        faults=(*faults, *(fault for fault in reading.faults if fault.problem != RETIRED)),
        left_out=reading.left_out,
    )


def salvage_data(raw: Mapping[str, object], *, before: str | None = None) -> tuple[SavedData, ParsedPoints]:
    """Read the valid part of the fields `DATA_FIELDS`.

    Returns it with its parsed points, whose faults include those of all other fields.
    """
    answers, wrong = salvage_answers({field: raw[field] for field in ANSWERS if raw.get(field) is not None})
    done, wrong_done = salvage_field(raw.get("done"), "done")
    measured, wrong_measured = salvage_field(raw.get("measured"), "measured")
    reading = read_points([] if raw.get("points") is None else raw["points"], before=before)
    over_time, wrong_days = (None, []) if raw.get("over_time") is None else read_over_time(raw["over_time"], before=before)
    reading = reading._replace(faults=(*wrong, *wrong_done, *wrong_measured, *wrong_days, *reading.faults))
    return SavedData(answers, done, measured, reading.points, over_time), reading


def _parse_file(text: str) -> tuple[Mapping[str, object], list[Fault]]:
    """Parse a file of this format, with the faults of its fields. Raises InvalidAnswers for anything else."""
    if len(text) > LONGEST:
        raise_fault("text", "too_large", text, f"{len(text)} characters, more than {LONGEST}")
    raw, faults = read_json(text.removeprefix("\ufeff"))
    if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
        raise_fault(
            "format", "not_ours", raw.get("format") if isinstance(raw, Mapping) else raw, f'not a file whose "format" is "{FORMAT}"'
        )
    version = raw.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise_fault("version", "not_ours", version, f"{describe(version)} is not the version of a file")
    if version > VERSION:
        raise_fault("version", "newer_version", version, f"{describe(version)} is newer than {VERSION}, which is read here")
    points = raw.get("points")
    if isinstance(points, list) and len(points) > MOST_POINTS:
        raise_fault("points", "too_many", len(points), f"{len(points)} points, more than {MOST_POINTS}")
    return raw, [*faults, *check_fields(raw, FIELDS)]


def _find_changed(faults: Iterable[Fault], answers: Answers) -> tuple[str, ...]:
    """Find the open factors whose answer an earlier version of the model had, in order."""
    retired = {fault.key.rpartition(".")[2] for fault in faults if fault.problem == RETIRED} - dict(answers.given).keys()
    return tuple(factor.key for factor in MODEL.factors if factor.key in retired)


def _merge_over_time(here: OverTime | None, more: OverTime | None) -> tuple[OverTime | None, str | None]:
    """Choose the one of the newer archive, and return it with the outcome. Of two that end on one day, `here` wins."""
    if more is None:
        return here, None
    if here is None:
        return more, "added"
    if more == here:
        return here, "same"
    return (more, "replaced") if more.last > here.last else (here, "stayed")


def _merge_answers(here: tuple[tuple[str, str], ...], more: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Merge answers, in the model's order. Where they disagree, `here` wins."""
    given = {**dict(more), **dict(here)}
    return tuple((factor.key, given[factor.key]) for factor in MODEL.factors if factor.key in given)
