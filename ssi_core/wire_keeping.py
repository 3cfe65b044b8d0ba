"""Requests about kept and shared data: codes, histories, files.

Here `kept` stands for "answers", "role", "target", as in a request to score, "done" and "measured", both {factor: answer}, and "points", a
list: all of them optional. What is optional may be null.

    {"do": "pack", "answers", "role"?, "target"?}
        → {"code": text for a link}
    {"do": "unpack", "code": text}
        → {"answers", "role": role | null, "target": number | null}
    {"do": "history", "points": [point], "words"?: {column, kind, role or date: text}, "decimal"?: "." | ","}
        → {"points": [point with "change"], "csv": text, "left_out": [place], "faults": [fault]}
    {"do": "compare", "answers", "real": {"total"?: number, pillar?: number}}
        → {"total": {"estimate", "real", "difference", "range": [low, high], "within": true | false} | null, pillar: the same},
          to hundredths; where the total is the rounded sum of the four pillars, "real" of it is that sum, so that everything adds up
    {"do": "export", kept}
        → {"text": a file's text}
    {"do": "import", "text": a file's text, "before"?: date, kept}
        → kept, with "points": [point with "change"], and
          "added", "same", "updated", "differing", "no_room": of the file's points, how many are new; were here; told something that was
          not known here; are another than the one with their id that is here, which stays; and are new, older than those that were added,
          and left out because a history holds `ssi_core.history.MOST_POINTS`;
          "taken", "stayed": how many answers are the file's, being open here; and how many stayed although the file's is another;
          "left_out": [place], "faults": [fault]: the file's points that cannot be read or are not from "before" (here is no clock: whoever
          asks says when the future begins), and all that is wrong in it

A point is that of `ssi_core.history`, by date; what is not known of it is not there. Its "change" is {"since": date, "total": number,
"pillars": {pillar: number | null}, "same_model": true | false} or null for the first of its kind; in a request it does not count. Places
count from 0 in the list that was given. A history's bad points do not spoil the good ones, so its faults stand beside them; "export" and
"import" refuse bad points of what is kept: ask for the history first, and give them what it says.

Faults, by "problem", beside those of `ssi_core.answers`:

- a code: "not_a_code", "cut", "altered", "newer_version", all with "key" "code"; see `ssi_core.share.unpack`
- a file as a whole: "too_large" ("text"), "not_json" (""), "not_ours" ("format" or "version"), "newer_version" ("version"),
  "too_many" ("points")
- in a file: "duplicate_key", "unknown_field", and those of answers, in "done" and "measured" with a key such as "done.articles"
- a point, with a key such as "points.2.pillars.brand": see `ssi_core.history.read_points`
"""

from collections.abc import Callable, Mapping
from typing import Any

from ssi_core.answers import FIELDS as ANSWERS
from ssi_core.answers import MOST_FAULTS, Answers, Fault, InvalidAnswers, besides, fault, read_answers, refuse, shown, unknown_fields
from ssi_core.history import Change, Point, changes, faults_of_numbers, point_json, read_points, utc
from ssi_core.history_csv import csv_text
from ssi_core.history_file import KEPT, Kept, export_text, import_text, usable_kept
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL, TOTAL_POINTS
from ssi_core.real import compare
from ssi_core.scoring import score
from ssi_core.share import pack, unpack

type Json = dict[str, Any]
"""A JSON object."""
type Raw = Mapping[str, Any]
"""A request, of which nothing is known but that it is an object."""


def reply(do: str, raw: Raw) -> Json:
    """What a request asks for. Raises InvalidAnswers."""
    fields, answer = _REQUESTS[do]
    return besides(unknown_fields(raw, ("do", *fields)), lambda: answer(raw))


def packed(raw: object) -> Json:
    """What "pack" asks for, of answers as in a request to score."""
    return {"code": pack(read_answers(raw))}


def unpacked(code: str) -> Json:
    """What "unpack" asks for."""
    return _answers(unpack(code))


def read_file(text: str) -> Json:
    """What "import" asks for where nothing is kept. Here everything that is wrong in the file is raised."""
    imported = import_text(text, Kept())
    refuse(*imported.faults)
    return _kept_json(imported.kept)


def _history(raw: Raw) -> Json:
    reading = read_points(raw.get("points"))
    words, decimal = raw.get("words") or {}, raw.get("decimal") or "."
    wrong = []
    if not isinstance(words, Mapping) or not all(isinstance(word, str) for word in words.values()):
        wrong.append(fault("words", "wrong_type", words, f"words: {shown(words)} is not an object of texts"))
    if decimal not in (".", ","):
        wrong.append(fault("decimal", "wrong_type", decimal, f'decimal: {shown(decimal)} is not "." or ","'))
    refuse(*wrong)
    return {
        "points": _points(reading.points),
        "csv": csv_text(reading.points, words, comma=decimal == ","),
        **_left_out(reading.left_out, reading.faults),
    }


def _compare(raw: Raw) -> Json:
    most = {TOTAL: TOTAL_POINTS, **dict.fromkeys(MODEL.pillars, PILLAR_POINTS)}
    answers = besides(faults_of_numbers("real", raw.get("real"), most), lambda: read_answers(_only(raw, ANSWERS)))
    found = {
        each.key: {field: value for field, value in each._asdict().items() if field != "key"}
        for each in compare(score(answers), raw["real"])
    }
    return {key: found.get(key) for key in most}


def _export(raw: Raw) -> Json:
    return {"text": export_text(_kept(raw))}


def _import(raw: Raw) -> Json:
    imported = import_text(_text(raw, "text"), _kept(raw), before=_date(raw, "before"))
    points = imported.points
    return {
        **_kept_json(imported.kept),
        "added": points.added,
        "same": points.same,
        "updated": points.updated,
        "differing": points.differing,
        "no_room": points.no_room,
        "taken": imported.taken,
        "stayed": imported.stayed,
        **_left_out(imported.left_out, imported.faults),
    }


_REQUESTS: dict[str, tuple[tuple[str, ...], Callable[[Raw], Json]]] = {
    "pack": (ANSWERS, lambda raw: packed(_only(raw, ANSWERS))),
    "unpack": (("code",), lambda raw: unpacked(_text(raw, "code"))),
    "history": (("points", "words", "decimal"), _history),
    "compare": ((*ANSWERS, "real"), _compare),
    "export": (KEPT, _export),
    "import": (("text", "before", *KEPT), _import),
}
"""By "do": the fields, and what answers it."""


def _kept(raw: Raw) -> Kept:
    """What a request says is kept."""
    kept, reading = usable_kept(raw)
    refuse(*reading.faults)
    return kept


def _kept_json(kept: Kept) -> Json:
    return {**_answers(kept.answers), "done": dict(kept.done), "measured": dict(kept.measured), "points": _points(kept.points)}


def _answers(answers: Answers) -> Json:
    return {"answers": dict(answers.given), "role": answers.role, "target": answers.target}


def _left_out(places: tuple[int, ...], faults: tuple[Fault, ...]) -> Json:
    return {"left_out": places, "faults": [each._asdict() for each in faults[:MOST_FAULTS]]}


def _points(points: tuple[Point, ...]) -> list[Json]:
    return [{**point_json(point), "change": _change(change)} for point, change in zip(points, changes(points), strict=True)]


def _change(change: Change | None) -> Json | None:
    return None if change is None else {**change._asdict(), "pillars": dict(change.pillars)}


def _only(raw: Raw, fields: tuple[str, ...]) -> Json:
    return {field: raw[field] for field in fields if raw.get(field) is not None}


def _date(raw: Raw, field: str) -> str | None:
    given = raw.get(field)
    date = utc(given)
    if date is None and given is not None:
        raise InvalidAnswers([fault(field, "not_a_date", given, f"{field}: {shown(given)} is not an ISO 8601 date")])
    return date


def _text(raw: Raw, field: str) -> str:
    text = raw.get(field)
    if not isinstance(text, str):
        raise InvalidAnswers([fault(field, "wrong_type", text, f"{field}: {shown(text)} is not text")])
    return text
