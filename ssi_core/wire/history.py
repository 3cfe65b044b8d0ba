"""Requests about saved and shared data: codes, histories, files.

Here `data` stands for "answers", "role", "target", as in a request to score, "done" and "measured", both {factor: answer}, "over_time", as
in `ssi_core.history.over_time`, and "points", a list: all of them optional. Optional fields may be null.

    {"do": "pack", "answers", "role"?, "target"?}
        → {"code": text for a link}
    {"do": "unpack", "code": text}
        → {"answers", "role": role | null, "target": number | null, "changed": [factor]}: "changed" are questions that are others by now;
          their answers are left out
    {"do": "history", "points": [point], "words"?: {column, kind, role or date: text}, "decimal"?: "." | ","}
        → {"points": [point with "change"], "csv": text, "left_out": [place], "faults": [fault]}
    {"do": "compare", "answers", "real": {"total"?: number, pillar?: number}}
        → {"total": {"estimate", "real", "difference", "range": [low, high], "within": true | false} | null, pillar: the same},
          to hundredths; where the total is the rounded sum of the four pillars, its "real" is that sum, so that everything adds up
    {"do": "export", data}
        → {"text": a file's text}
    {"do": "import", "text": a file's text, "before"?: date, data}
        → data, with "points": [point with "change"], and
          "added", "same", "updated", "differing", "no_room": the number of the file's points that are new; were here; completed a
          point here; differ from the one with their id here, which stays; and are new, older than the added ones, and left out
          because a history holds `ssi_core.history.points.MOST_POINTS`;
          "over_time_outcome": null where the file has no score over time; "added"; "replaced", because the one here is of an older
            archive; "same"; "stayed", the one here being as new or newer;
          "changed": [factor]: open questions that are others by now; the file's answers to them, also in "done" and "measured", are left
            out;
          "taken", "stayed": the number of answers taken from the file, being open here, and of those that stayed although the file
          has another;
          "left_out": [place], "faults": [fault]: the file's points that cannot be read or are not from "before" (there is no clock
          here: the caller says when the future begins), and every other fault in it

Points are those of `ssi_core.history.points`, by date, without unknown fields. The "change" of a point is {"since": date, "total": number,
"pillars": {pillar: number | null}, "same_model": true | false} or null for the first of its kind; in a request it is ignored. Places count
from 0 in the given list. A history's bad points do not spoil the good ones, so its faults stand beside them; "export" and "import" reject
bad points of saved data: send a history request first, and pass on its points.

Faults, by "problem", beside those of `ssi_core.faults`:

- a code: "not_a_code", "cut", "altered", "newer_version", all with "key" "code"; see `ssi_core.share_code.unpack`
- a file as a whole: "too_large" ("text"), "not_json" (""), "not_ours" ("format" or "version"), "newer_version" ("version"), "too_many"
  ("points")
- in a file: "duplicate_key", "unknown_field", and those of answers, in "done" and "measured" with a key such as "done.articles"
- the score over time, with a key such as "over_time.days.2.day": see `ssi_core.history.over_time.read_over_time`
- a point, with a key such as "points.2.pillars.brand": see `ssi_core.history.points.read_points`
"""

from collections.abc import Callable, Mapping
from typing import Any

from ssi_core.answers import FIELDS as ANSWERS
from ssi_core.answers import Answers, read_answers
from ssi_core.comparison import compare
from ssi_core.faults import MOST_FAULTS, Fault, check_fields, collect_faults, describe, make_fault, raise_fault, raise_faults
from ssi_core.history.backup import DATA_FIELDS, SavedData, export_text, import_text, salvage_data
from ssi_core.history.csv import format_csv
from ssi_core.history.over_time import dump_over_time
from ssi_core.history.points import Change, Point, check_numbers, dump_point, find_changes, normalise_date, read_points
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL, TOTAL_POINTS
from ssi_core.scoring import score
from ssi_core.share_code import decode, pack

type Json = dict[str, Any]
"""A JSON object."""
type Request = Mapping[str, Any]
"""A request, known only to be an object."""


def answer_request(do: str, request: Request) -> Json:
    """Answer one request. Raises InvalidAnswers."""
    fields, answer = _REQUESTS[do]
    return collect_faults(check_fields(request, ("do", *fields)), lambda: answer(request))


def pack_answers(raw: object) -> Json:
    """Answer "pack", for answers as in a request to score."""
    return {"code": pack(read_answers(raw))}


def unpack_answers(code: str) -> Json:
    """Answer "unpack"."""
    answers, changed = decode(code)
    return {**_dump_answers(answers), "changed": changed}


def read_file(text: str) -> Json:
    """Answer "import" without any saved data. Raises every fault in the file."""
    imported = import_text(text, SavedData())
    raise_faults(*imported.faults)
    return {**_dump_data(imported.data), "changed": imported.changed}


def _answer_history(request: Request) -> Json:
    reading = read_points(request.get("points"))
    words, decimal = request.get("words") or {}, request.get("decimal") or "."
    wrong = []
    if not isinstance(words, Mapping) or not all(isinstance(word, str) for word in words.values()):
        wrong.append(make_fault("words", "wrong_type", words, f"{describe(words)} is not an object of texts"))
    if decimal not in (".", ","):
        wrong.append(make_fault("decimal", "wrong_type", decimal, f'{describe(decimal)} is not "." or ","'))
    raise_faults(*wrong)
    return {
        "points": _dump_points(reading.points),
        "csv": format_csv(reading.points, words, comma=decimal == ","),
        **_dump_faults(reading.left_out, reading.faults),
    }


def _answer_compare(request: Request) -> Json:
    most = {TOTAL: TOTAL_POINTS, **dict.fromkeys(MODEL.pillars, PILLAR_POINTS)}
    answers = collect_faults(check_numbers("real", request.get("real"), most), lambda: read_answers(_select_fields(request, ANSWERS)))
    found = {
        each.key: {field: value for field, value in each._asdict().items() if field != "key"}
        for each in compare(score(answers), request["real"])
    }
    return {key: found.get(key) for key in most}


def _answer_export(request: Request) -> Json:
    return {"text": export_text(_read_data(request))}


def _answer_import(request: Request) -> Json:
    imported = import_text(_read_text(request, "text"), _read_data(request), before=_read_date(request, "before"))
    points = imported.points
    return {
        **_dump_data(imported.data),
        "added": points.added,
        "same": points.same,
        "updated": points.updated,
        "differing": points.differing,
        "no_room": points.no_room,
        "over_time_outcome": imported.over_time,
        "changed": imported.changed,
        "taken": imported.taken,
        "stayed": imported.stayed,
        **_dump_faults(imported.left_out, imported.faults),
    }


_REQUESTS: dict[str, tuple[tuple[str, ...], Callable[[Request], Json]]] = {
    "pack": (ANSWERS, lambda request: pack_answers(_select_fields(request, ANSWERS))),
    "unpack": (("code",), lambda request: unpack_answers(_read_text(request, "code"))),
    "history": (("points", "words", "decimal"), _answer_history),
    "compare": ((*ANSWERS, "real"), _answer_compare),
    "export": (DATA_FIELDS, _answer_export),
    "import": (("text", "before", *DATA_FIELDS), _answer_import),
}
"""By "do": the fields, and the function that answers."""


def _read_data(request: Request) -> SavedData:
    """Read the saved data of a request."""
    data, reading = salvage_data(request)
    raise_faults(*reading.faults)
    return data


def _dump_data(data: SavedData) -> Json:
    return {
        **_dump_answers(data.answers),
        "done": dict(data.done),
        "measured": dict(data.measured),
        "over_time": None if data.over_time is None else dump_over_time(data.over_time),
        "points": _dump_points(data.points),
    }


def _dump_answers(answers: Answers) -> Json:
    return {"answers": dict(answers.given), "role": answers.role, "target": answers.target}


def _dump_faults(places: tuple[int, ...], faults: tuple[Fault, ...]) -> Json:
    return {"left_out": places, "faults": [each._asdict() for each in faults[:MOST_FAULTS]]}


def _dump_points(points: tuple[Point, ...]) -> list[Json]:
    return [{**dump_point(point), "change": _dump_change(change)} for point, change in zip(points, find_changes(points), strict=True)]


def _dump_change(change: Change | None) -> Json | None:
    return None if change is None else {**change._asdict(), "pillars": dict(change.pillars)}


def _select_fields(request: Request, fields: tuple[str, ...]) -> Json:
    return {field: request[field] for field in fields if request.get(field) is not None}


def _read_date(request: Request, field: str) -> str | None:
    given = request.get(field)
    date = normalise_date(given)
    if date is None and given is not None:
        raise_fault(field, "not_a_date", given, f"{describe(given)} is not an ISO 8601 date")
    return date


def _read_text(request: Request, field: str) -> str:
    text = request.get(field)
    if not isinstance(text, str):
        raise_fault(field, "wrong_type", text, f"{describe(text)} is not text")
    return text
