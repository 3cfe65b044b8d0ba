"""Requests of the browser about codes, histories and files."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.personas import PERSONAS
from ssi_core.scoring import score
from ssi_core.wire import HISTORY_REQUESTS, handle, make_history_reply, make_pack_reply, make_unpack_reply
from tests.support.cases import CASES, CODE, FILE, OVER_TIME, POINTS
from tests.support.saved_data import junk
from tests.support.wire import ask, ask_ok, find_problems

TYPICAL = dict(PERSONAS[1].answers.given)


def test_a_code_there_and_back() -> None:
    code = ask_ok("pack", answers=TYPICAL, role=None, target=60)["code"]
    assert ask_ok("unpack", code=code) == {"answers": TYPICAL, "role": None, "target": 60, "changed": []}


def test_a_history_in_order_with_its_changes_and_as_a_table() -> None:
    reply = ask_ok("history", points=[POINTS[2], {**POINTS[0], "change": {"total": 99}}, POINTS[1], {"id": "bad"}])
    assert [point["id"] for point in reply["points"]] == ["a", "b", "c"]
    assert reply["points"][0] == {**POINTS[0], "date": "2026-01-05T08:30:00Z", "change": None}
    assert reply["points"][2]["change"] == {
        "since": "2026-01-05T08:30:00Z",
        "total": 4,
        "pillars": {"brand": 1.631, "find": 0.6, "engage": None, "relate": 2.0},
        "same_model": True,
    }
    assert reply["csv"].splitlines()[3].startswith("2026-03-02T00:00:00Z,real,35,13.118,")
    assert reply["left_out"] == [3]
    assert {fault["key"] for fault in reply["faults"]} == {"points.3.date", "points.3.kind", "points.3.total", "points.3.pillars"}
    kept = ask_ok("history", points=reply["points"])
    assert kept == {**reply, "left_out": [], "faults": []}, "what it says can be asked again"


def test_a_history_in_words() -> None:
    table = ask_ok("history", points=POINTS, words={"date": "Datum", "real": "Echt"}, decimal=",")["csv"].splitlines()
    assert table[0].startswith("Datum;kind;total;")
    assert table[1].startswith("2026-01-05T08:30:00Z;Echt;31;11,487;")
    assert ask_ok("history", points=[], words=None, decimal=None)["points"] == []


def test_a_comparison() -> None:
    reply = ask_ok("compare", answers=TYPICAL, real={"total": 31, "brand": 25, "find": None})
    typical = score(PERSONAS[1].answers)
    assert list(reply) == ["total", "brand", "find", "engage", "relate"]
    assert reply["brand"] == {
        "estimate": typical.pillars[0].points,
        "real": 25,
        "difference": round(25 - typical.pillars[0].points, 1),
        "range": list(typical.pillars[0].range),
        "within": False,
    }
    assert reply["total"]["within"]
    assert [reply[pillar] for pillar in ("find", "engage", "relate")] == [None] * 3


def test_a_file_there_and_back() -> None:
    text = ask_ok("export", answers=TYPICAL, target=60, done={"articles": "one"}, over_time=OVER_TIME, points=POINTS)["text"]
    reply = ask_ok("import", text=text, answers={"groups": "unknown"}, role="hr", points=[POINTS[1]])
    assert reply["answers"] == {**TYPICAL, "groups": "unknown"}
    assert (reply["role"], reply["target"], reply["done"], reply["measured"]) == ("hr", 60, {"articles": "one"}, {})
    assert [(point["id"], point["change"] and point["change"]["total"]) for point in reply["points"]] == [
        ("a", None),
        ("b", None),
        ("c", 4),
    ]
    counts = {"added": 2, "same": 1, "updated": 0, "differing": 0, "no_room": 0, "taken": 23, "stayed": 1, "left_out": [], "faults": []}
    assert {key: reply[key] for key in counts} == counts
    assert (reply["over_time"], reply["over_time_outcome"]) == (OVER_TIME, "added")
    assert ask_ok("import", text=text)["added"] == 3
    assert ask_ok("export")["text"].startswith('{"format": "ssi-history",')


def test_a_files_points_from_the_future_are_left_out() -> None:
    text = ask_ok("export", answers=TYPICAL, points=POINTS)["text"]
    reply = ask_ok("import", text=text, before="2026-03-02T00:00:00+01:00", points=[{**POINTS[2], "id": "kept"}])
    assert [point["id"] for point in reply["points"]] == ["a", "b", "kept"], "what is kept stays, whatever a clock says"
    assert [(fault["key"], fault["problem"]) for fault in reply["faults"]] == [("points.2.date", "future_date")]
    assert (reply["left_out"], reply["taken"]) == ([2], 24)
    assert ask_ok("import", text=text, before=None)["added"] == 3


@pytest.mark.parametrize(
    ("do", "fields", "expected"),
    [
        ("pack", {}, [("answers", "missing")]),
        ("pack", {"answers": {"groups": "no"}, "target": -1, "code": 1}, [
            ("code", "unknown_field"), ("groups", "unknown_level"), ("target", "out_of_range"),
        ]),
        ("unpack", {}, [("code", "wrong_type")]),
        ("unpack", {"code": CODE[:-4]}, [("code", "cut")]),
        ("unpack", {"code": "#", "text": ""}, [("text", "unknown_field"), ("code", "not_a_code")]),
        ("history", {"points": [], "words": {"date": 1}, "decimal": "."}, [("words", "wrong_type")]),
        ("history", {"points": [], "words": [1], "decimal": ";"}, [("words", "wrong_type"), ("decimal", "wrong_type")]),
        ("compare", {"answers": {}}, [("real", "not_an_object")]),
        ("compare", {"answers": {}, "real": {"total": True, "brand": 26, "find": "x", "sum": 1}}, [
            ("real.sum", "unknown_field"), ("real.total", "wrong_type"), ("real.brand", "out_of_range"), ("real.find", "wrong_type"),
        ]),
        ("compare", {"answers": {"a": 1}, "real": {}}, [("a", "unknown_factor")]),
        ("export", {"answers": [], "done": 1, "measured": {"x": "y"}, "points": {}}, [
            ("answers", "not_an_object"), ("done", "not_an_object"), ("measured.x", "unknown_factor"), ("points", "not_a_list"),
        ]),
        ("import", {}, [("text", "wrong_type")]),
        ("import", {"text": FILE, "points": [{**POINTS[0], "id": 1}]}, [("points.0.id", "wrong_type")]),
        ("import", {"text": FILE, "before": "soon"}, [("before", "not_a_date")]),
        ("import", {"text": "{}"}, [("format", "not_ours")]),
        ("import", {"text": "["}, [("", "not_json")]),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_answered(do: str, fields: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert find_problems(do, **fields) == expected


def test_a_history_without_a_list_says_so_beside_nothing() -> None:
    reply = ask_ok("history")
    assert (reply["points"], reply["left_out"]) == ([], [])
    assert [(fault["key"], fault["problem"]) for fault in reply["faults"]] == [("points", "not_a_list")]


def test_as_many_faults_as_are_passed_on() -> None:
    reply = ask_ok("history", points=[1] * 5000)
    assert (len(reply["faults"]), len(reply["left_out"])) == (1000, 5000)


FIELDS = ("answers", "role", "target", "done", "measured", "points", "code", "words", "decimal", "real", "text", "before")


@settings(max_examples=60)
@given(st.sampled_from(HISTORY_REQUESTS), st.dictionaries(st.sampled_from(FIELDS), junk | st.sampled_from([FILE, CODE, POINTS, TYPICAL])))
def test_any_request_gets_a_reply_in_ascii(do: str, fields: dict[str, object]) -> None:
    reply = handle(json.dumps({"do": do, **fields}))
    assert reply.isascii()
    assert set(json.loads(reply)) in ({"ok"}, {"faults"})


def test_the_command_line_gets_the_same() -> None:
    request = {key: value for key, value in CASES["a code"].items() if key != "do"}
    assert make_pack_reply(json.dumps(request)) == ask(**CASES["a code"])
    assert json.loads(json.dumps(make_unpack_reply(CODE))) == ask("unpack", code=CODE)
    assert json.loads(json.dumps(make_history_reply(FILE)["ok"])).items() <= ask_ok("import", text=FILE).items()
    assert [fault["problem"] for fault in make_history_reply("")["faults"]] == ["not_json"]


def test_what_if_steps_are_done() -> None:
    request = CASES["what if"]
    reply = ask_ok(**request)
    then = score(PERSONAS[1].answers._replace(given=tuple({**TYPICAL, **request["done"]}.items())))
    assert reply["what_if"]["total"] == then.total > reply["total"]
    assert reply["what_if"]["range"] == list(then.range)
    assert reply["what_if"]["pillars"]["brand"]["points"] == then.pillars[0].points
    plain = ask_ok(**{key: value for key, value in request.items() if key != "done"})
    assert plain == {**reply, "what_if": None}
    nothing = ask_ok(**request | {"done": {}})
    assert nothing["what_if"] == {key: nothing[key] for key in ("total", "range", "pillars")}


def test_the_plan_done_is_the_total_it_promised() -> None:
    for persona in PERSONAS[:3]:
        request = {"answers": dict(persona.answers.given), "target": 80}
        way = ask_ok("score", **request)["plan"]
        done = {step["factor"]: step["to"] for step in way["steps"]}
        assert ask_ok("score", **request, done=done)["what_if"]["total"] == way["total"]


def test_steps_that_cannot_be_done() -> None:
    assert find_problems("score", answers={"groups": "no"}, done={"groups": "many", "grups": "none"}) == [
        ("done.groups", "unknown_level"), ("done.grups", "unknown_factor"), ("groups", "unknown_level"),
    ]  # fmt: skip
    assert find_problems("score", answers={}, done=[]) == [("done", "not_an_object")]
