"""All that a visitor's device keeps, as one JSON file: written, and read into what is kept already.

    {"format": "ssi-history", "version": 1, "answers": {factor: answer}, "role": role | null, "target": number | null,
     "done": {factor: level}, "measured": {factor: level}, "points": [point]}

Points are those of `ssi_core.history`. A field that is not there is empty; one that a later version adds gets a later `version`.

>>> from ssi_core.answers import Answers
>>> mine = Kept(Answers((("articles", "one"), ("groups", "none"))))
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
>>> imported = import_text(export_text(mine), Kept(Answers((("groups", "unknown"),), "hr")))
>>> imported.kept.answers
Answers(given=(('articles', 'one'), ('groups', 'unknown')), role='hr', target=None)
>>> imported.taken, imported.stayed, imported.points.added
(1, 1, 0)
"""

import json
from collections.abc import Mapping
from typing import NamedTuple, NoReturn

from ssi_core.answers import FIELDS as ANSWERS
from ssi_core.answers import Answers, Fault, InvalidAnswers, fault, shown, unknown_fields, usable_answers, usable_given
from ssi_core.history import MOST_POINTS, Merged, Point, Reading, merge, point_json, read_points
from ssi_core.json_text import read_json
from ssi_core.model import MODEL

FORMAT = "ssi-history"
VERSION = 1
LONGEST = 3_500_000
"""Characters of a file that is read: MOST_POINTS points, each with all answers, take less."""

KEPT = (*ANSWERS, "done", "measured", "points")
FIELDS = ("format", "version", *KEPT)


class Kept(NamedTuple):
    """What a device keeps. `done`: ticked steps of the plan; `measured`: what LinkedIn's archive showed; both like `Answers.given`."""

    answers: Answers = Answers()
    done: tuple[tuple[str, str], ...] = ()
    measured: tuple[tuple[str, str], ...] = ()
    points: tuple[Point, ...] = ()


class Imported(NamedTuple):
    """What is kept after an import.

    `taken`: how many answers came from the file, being open here. `stayed`: how many stayed as they were, although the file's is another.
    `points`: what became of its points. `faults`: all that is wrong with the file and was left out. `left_out`: the places of its points of
    which that is so.
    """

    kept: Kept
    taken: int
    stayed: int
    points: Merged
    faults: tuple[Fault, ...]
    left_out: tuple[int, ...]


def export_text(kept: Kept) -> str:
    """The file: ASCII, a point a line. Of more than MOST_POINTS it would not be read again."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "answers": dict(kept.answers.given),
        "role": kept.answers.role,
        "target": kept.answers.target,
        "done": dict(kept.done),
        "measured": dict(kept.measured),
    }
    fields = [f"{json.dumps(field)}: {json.dumps(value)}" for field, value in head.items()]
    points = ",\n".join(json.dumps(point_json(point), allow_nan=False) for point in kept.points)
    return "{" + ",\n".join([*fields, '"points": [\n']) + (points + "\n" if points else "") + "]}\n"


def import_text(text: str, here: Kept, *, before: str | None = None) -> Imported:
    """Add a file to what is kept. Where they disagree, what is kept stays.

    Faulty parts of the file are left out, and all else is used. `before`: as in `ssi_core.history.read_points`, for the file's points.
    Raises InvalidAnswers where nothing can be used, with a fault `too_large`, `not_json`, `not_ours` (some other JSON), `newer_version`, or
    `too_many` (points).
    """
    raw, faults = _opened(text)
    theirs, reading = usable_kept(raw, before=before)
    points = merge(here.points, theirs.points)
    kept = Kept(
        Answers(
            given=_together(here.answers.given, theirs.answers.given),
            role=theirs.answers.role if here.answers.role is None else here.answers.role,
            target=theirs.answers.target if here.answers.target is None else here.answers.target,
        ),
        done=_together(here.done, theirs.done),
        measured=_together(here.measured, theirs.measured),
        points=points.points,
    )
    ours, given = dict(here.answers.given), dict(theirs.answers.given)
    return Imported(
        kept=kept,
        taken=len(given.keys() - ours.keys()),
        stayed=sum(ours[factor] != given[factor] for factor in ours.keys() & given.keys()),
        points=points,
        faults=(*faults, *reading.faults),
        left_out=reading.left_out,
    )


def usable_kept(raw: Mapping[str, object], *, before: str | None = None) -> tuple[Kept, Reading]:
    """What can be used of the fields `KEPT` of anything; and the reading of its points, with the faults of all else as well."""
    answers, wrong = usable_answers({field: raw[field] for field in ANSWERS if raw.get(field) is not None})
    done, wrong_done = usable_given(raw.get("done"), "done")
    measured, wrong_measured = usable_given(raw.get("measured"), "measured")
    reading = read_points([] if raw.get("points") is None else raw["points"], before=before)
    reading = reading._replace(faults=(*wrong, *wrong_done, *wrong_measured, *reading.faults))
    return Kept(answers, done, measured, reading.points), reading


def _opened(text: str) -> tuple[Mapping[str, object], list[Fault]]:
    """What a file of this format says, and what is wrong with its fields. Raises InvalidAnswers for anything else."""
    if len(text) > LONGEST:
        _refuse("text", "too_large", text, f"{len(text)} characters, more than {LONGEST}")
    raw, faults = read_json(text.removeprefix("\ufeff"))
    if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
        _refuse("format", "not_ours", raw.get("format") if isinstance(raw, Mapping) else raw, f'not a file whose "format" is "{FORMAT}"')
    version = raw.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        _refuse("version", "not_ours", version, f"{shown(version)} is not the version of a file")
    if version > VERSION:
        _refuse("version", "newer_version", version, f"{shown(version)} is newer than {VERSION}, which is read here")
    points = raw.get("points")
    if isinstance(points, list) and len(points) > MOST_POINTS:
        _refuse("points", "too_many", len(points), f"{len(points)} points, more than {MOST_POINTS}")
    return raw, [*faults, *unknown_fields(raw, FIELDS)]


def _together(here: tuple[tuple[str, str], ...], more: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Both, in the model's order. Where they disagree, what is `here` stays."""
    given = {**dict(more), **dict(here)}
    return tuple((factor.key, given[factor.key]) for factor in MODEL.factors if factor.key in given)


def _refuse(key: str, problem: str, value: object, message: str) -> NoReturn:
    raise InvalidAnswers([fault(key, problem, value, f"{key}: {message}")])
