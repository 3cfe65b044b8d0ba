"""What `ssi_core.wire` is asked about what is kept and shared: codes, histories, files.

Here `kept` stands for "answers", "role", "target", as in a request to score, "done" and "measured", both {factor: answer}, and "points", a
list: all of them optional. What is optional may be null.

    {"do": "pack", "answers", "role"?, "target"?}
        → {"code": text for a link}
    {"do": "unpack", "code": text}
        → {"answers", "role": role | null, "target": number | null}
    {"do": "history", "points": [point], "words"?: {column, kind or role: text}, "decimal"?: "." | ","}
        → {"points": [point with "change"], "csv": text, "left_out": [place], "faults": [fault]}
    {"do": "compare", "answers", "real": {"total"?: number, pillar?: number}}
        → {"total": {"estimate", "real", "difference", "range": [low, high], "within": true | false} | null, pillar: the same}
    {"do": "export", kept}
        → {"text": a file's text}
    {"do": "import", "text": a file's text, kept}
        → kept, with "points": [point with "change"], and
          "added", "same", "updated", "differing": of the file's points, how many are new; were here; told something that was not known
          here; and are another than the one with their id that is here, which stays;
          "taken", "stayed": how many answers are the file's, being open here; and how many stayed although the file's is another;
          "left_out": [place], "faults": [fault]: the file's points that cannot be read, and all that is wrong in it

A point is that of `ssi_core.history`, by date; what is not known of it is not there. Its "change" is {"since": date, "total": number,
"pillars": {pillar: number | null}, "same_model": true | false} or null for the first of its kind; in a request it does not count. Places
count from 0 in the list that was given. A history's bad points do not spoil the good ones, so its faults stand beside them; "export" and
"import" refuse bad points of what is kept: ask for the history first, and give them what it says.

Faults, by "problem", beside those of `ssi_core.answers`:

- a code: "not_a_code", "cut", "altered", "newer_version", all with "key" "code"; see `ssi_core.share.unpack`
- a file as a whole: "too_large" ("text"), "not_json" (""), "not_ours" ("format" or "version"), "newer_version" ("version")
- in a file: "duplicate_key", "unknown_field", and those of answers, in "done" and "measured" with a key such as "done.articles"
- a point, with a key such as "points.2.pillars.brand": see `ssi_core.history.read_points`
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ssi_core.answers import (
    Fault,
    InvalidAnswers,
    fault,
    faults_of_number,
    read_answers,
    shown,
    unknown_fields,
    usable_answers,
    usable_given,
)
from ssi_core.history import Change, Point, changes, point_json, read_points
from ssi_core.history_csv import csv_text
from ssi_core.history_file import Kept, export_text, import_text
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL, TOTAL_POINTS
from ssi_core.real import compare
from ssi_core.scoring import score
from ssi_core.share import pack, unpack

type Json = dict[str, Any]
"""A JSON object."""
type Raw = Mapping[str, Any]
"""A request, of which nothing is known but that it is an object."""

ANSWERS = ("answers", "role", "target")
KEPT = (*ANSWERS, "done", "measured", "points")


def reply(do: str, raw: Raw) -> Json:
    """What a request asks for. Raises InvalidAnswers."""
    fields, answer = _REQUESTS[do]
    wrong = [*unknown_fields(raw, ("do", *fields))]
    try:
        result = answer(raw)
    except InvalidAnswers as invalid:
        wrong += invalid.faults
    if wrong:
        raise InvalidAnswers(wrong)
    return result


def _pack(raw: Raw) -> Json:
    return {"code": pack(read_answers(_only(raw, ANSWERS)))}


def _unpack(raw: Raw) -> Json:
    return _answers(Kept(unpack(_text(raw, "code"))))


def _history(raw: Raw) -> Json:
    reading = read_points(raw.get("points"))
    words, decimal = raw.get("words", {}), raw.get("decimal", ".")
    wrong = []
    if not isinstance(words, Mapping) or not all(isinstance(word, str) for word in words.values()):
        wrong.append(fault("words", "wrong_type", words, f"words: {shown(words)} is not an object of texts"))
    if decimal not in (".", ","):
        wrong.append(fault("decimal", "wrong_type", decimal, f'decimal: {shown(decimal)} is not "." or ","'))
    _require(wrong)
    return {
        "points": _points(reading.points),
        "csv": csv_text(reading.points, words, comma=decimal == ","),
        "left_out": reading.left_out,
        "faults": [each._asdict() for each in reading.faults],
    }


def _compare(raw: Raw) -> Json:
    result = score(read_answers(_only(raw, ANSWERS)))
    real = raw.get("real")
    if not isinstance(real, Mapping):
        raise InvalidAnswers([fault("real", "not_an_object", real, f"real: {shown(real)} is not an object with the real score")])
    most = {TOTAL: TOTAL_POINTS, **dict.fromkeys(MODEL.pillars, PILLAR_POINTS)}
    wrong = [*unknown_fields(real, tuple(most))]
    for key, points in most.items():
        if real.get(key) is not None:
            wrong += faults_of_number(key, real[key], points)
    _require([each._replace(key=f"real.{each.key}") for each in wrong])
    found = {each.key: {field: value for field, value in each._asdict().items() if field != "key"} for each in compare(result, real)}
    return {key: found.get(key) for key in most}


def _export(raw: Raw) -> Json:
    return {"text": export_text(_kept(raw))}


def _import(raw: Raw) -> Json:
    imported = import_text(_text(raw, "text"), _kept(raw))
    kept, points = imported.kept, imported.points
    return {
        **_answers(kept),
        "done": dict(kept.done),
        "measured": dict(kept.measured),
        "points": _points(kept.points),
        "added": points.added,
        "same": points.same,
        "updated": points.updated,
        "differing": points.differing,
        "taken": imported.taken,
        "stayed": imported.differing,
        "left_out": imported.left_out,
        "faults": [each._asdict() for each in imported.faults],
    }


_REQUESTS: dict[str, tuple[tuple[str, ...], Callable[[Raw], Json]]] = {
    "pack": (ANSWERS, _pack),
    "unpack": (("code",), _unpack),
    "history": (("points", "words", "decimal"), _history),
    "compare": ((*ANSWERS, "real"), _compare),
    "export": (KEPT, _export),
    "import": (("text", *KEPT), _import),
}
"""By "do": the fields, and what answers it."""


def _kept(raw: Raw) -> Kept:
    """What a request says is kept."""
    answers, wrong = usable_answers(_only(raw, ANSWERS))
    done, wrong_done = usable_given(raw.get("done"), "done")
    measured, wrong_measured = usable_given(raw.get("measured"), "measured")
    reading = read_points(raw.get("points", []))
    _require((*wrong, *wrong_done, *wrong_measured, *reading.faults))
    return Kept(answers, done, measured, reading.points)


def _answers(kept: Kept) -> Json:
    return {"answers": dict(kept.answers.given), "role": kept.answers.role, "target": kept.answers.target}


def _points(points: tuple[Point, ...]) -> list[Json]:
    return [{**point_json(point), "change": _change(change)} for point, change in zip(points, changes(points), strict=True)]


def _change(change: Change | None) -> Json | None:
    return None if change is None else {**change._asdict(), "pillars": dict(change.pillars)}


def _only(raw: Raw, fields: tuple[str, ...]) -> Json:
    return {field: raw[field] for field in fields if field in raw}


def _text(raw: Raw, field: str) -> str:
    text = raw.get(field)
    if not isinstance(text, str):
        raise InvalidAnswers([fault(field, "wrong_type", text, f"{field}: {shown(text)} is not text")])
    return text


def _require(faults: Iterable[Fault]) -> None:
    """Raise what is wrong, where anything is."""
    if faults := tuple(faults):
        raise InvalidAnswers(faults)
