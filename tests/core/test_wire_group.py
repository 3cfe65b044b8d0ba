"""Requests about a group, and what they say before their code is there."""

import sys

import pytest

from ssi_core.answers import Answers
from ssi_core.evaluation.pairs import read_pairs
from ssi_core.group.code import RANDOMS, make_code, read_code
from ssi_core.group.members import find_codes
from ssi_core.group.rounds import summary
from ssi_core.model import MODEL, TOTAL
from ssi_core.personas import PERSONAS
from ssi_core.share_code import pack
from tests.core.test_group_code import CODE, SCORE
from tests.support.group import write_pair
from tests.support.wire import ask, ask_ok, find_problems

MAKE = {
    "kind": "estimate",
    "pillars": {"brand": 12.5, "find": 4.8, "engage": 2, "relate": 16.3},
    "day": "2026-11-29",
    "random": 271_828,
    "role": "sales",
}
BEFORE = "\n".join(make_code(SCORE._replace(random=number, pillars=(100 + number, 40, 20, 120))) for number in range(6))
AFTER = "\n".join(f"#code={pack(persona.answers._replace(role='hr', target=target))}" for persona in PERSONAS for target in (10, 20))


def test_a_code_is_made() -> None:
    assert ask_ok("make-code", **MAKE) == {"code": CODE}
    assert ask_ok("make-code", **MAKE, version="2.0") == {"code": CODE}
    real = ask_ok(
        "make-code", **{**MAKE, "kind": "real", "role": None, "pillars": {"brand": 13.118, "find": 4.85, "engage": 0, "relate": 25}}
    )
    score = read_code(real["code"])
    assert (score.kind, score.role, score.pillars) == ("real", None, (131, 49, 0, 250))


@pytest.mark.parametrize(
    ("wrong", "problems"),
    [
        ({"kind": "wish", "role": "seller", "version": 2},
         [("kind", "unknown_kind"), ("version", "unknown_version"), ("role", "unknown_role")]),
        ({"kind": None}, [("kind", "unknown_kind")]),
        ({"role": []}, [("role", "unknown_role")]),
        ({"pillars": None}, [("pillars", "not_an_object")]),
        ({"pillars": {"brand": 1, "find": None, "relate": 26}},
         [("pillars.engage", "missing"), ("pillars.relate", "out_of_range"), ("pillars.find", "wrong_type")]),
        ({"day": "29-11-2026"}, [("day", "not_a_date")]),
        ({"day": "2026-02-30"}, [("day", "not_a_date")]),
        ({"day": "2026-11-29T10:00"}, [("day", "not_a_date")]),
        ({"day": "2026-W48-7"}, [("day", "not_a_date")]),
        ({"day": 1}, [("day", "not_a_date")]),
        ({"day": "1999-01-01", "random": RANDOMS}, [("random", "out_of_range"), ("day", "out_of_range")]),
        ({"random": 0.5, "name": "x"}, [("name", "unknown_field"), ("random", "wrong_type")]),
        ({"random": True}, [("random", "wrong_type")]),
        ({"random": -1}, [("random", "out_of_range")]),
    ],
)  # fmt: skip
def test_what_no_code_can_hold(wrong: dict[str, object], problems: list[tuple[str, str]]) -> None:
    assert find_problems("make-code", **{**MAKE, **wrong}) == problems


def test_a_group_in_two_rounds() -> None:
    reply = ask_ok("group", rounds=[{"name": "before", "text": BEFORE + "\nhello"}, {"name": "after", "text": f"{AFTER}\n{AFTER}"}])
    first, second = reply["rounds"]
    assert set(first) == {"name", "members", "codes", "repeated", "unread", "unread_lines", "withheld", "numbers", "change"}
    assert (first["name"], first["members"], first["repeated"], first["withheld"], first["change"]) == ("before", 6, 0, None, None)
    assert (first["unread"], first["unread_lines"]) == ([{"line": 7, "problem": "no_code", "group": None, "text": "hello"}], 1)
    assert (second["members"], second["repeated"], second["numbers"]["answered"]) == (8, 8, 8)
    assert first["codes"] == BEFORE.split("\n")
    assert find_codes("\n".join(second["codes"])).members == find_codes(AFTER).members
    numbers = first["numbers"]
    assert numbers["guideline"] == {"role": "sales", "low": 75, "high": 75}
    assert second["numbers"]["guideline"] == {"role": "hr", "low": 60, "high": 65}
    assert (numbers["estimates"], numbers["versions"], numbers["weakest"], numbers["answers_withheld"]) == (6, ["2.0"], "engage", "few")
    assert (numbers["factors"], numbers["steps"]) == ([], [])
    assert [*numbers["scores"]] == [TOTAL, *MODEL.pillars]
    expected = summary(find_codes(BEFORE).members)
    for each, observed in zip(expected.quartiles, [MODEL.observed[-1], *MODEL.observed[:-1]], strict=True):
        assert numbers["scores"][each.key] == {
            "points": list(each.points),
            "low": each.low,
            "median": each.median,
            "high": each.high,
            "max": 100 if each.key == TOTAL else 25,
            "observed": {"low": observed.low, "high": observed.high},
        }
    assert set(second["numbers"]["factors"][0]) == {"factor", "known", "percent"}
    assert set(second["numbers"]["steps"][0]) == {"factor", "members", "gain", "to"}
    change = second["change"]
    assert (change["since"], change["comparable"], [*change["scores"]]) == ("before", True, [TOTAL, *MODEL.pillars])
    medians = [each["numbers"]["scores"]["total"]["median"] for each in (first, second)]
    assert change["scores"]["total"]["median"] == round(medians[1] - medians[0], 3)


def test_a_role_that_the_model_does_not_have_has_no_guideline() -> None:
    text = "\n".join(make_code(SCORE._replace(random=number, role=None)) for number in range(5))
    assert ask_ok("group", rounds=[{"name": "", "text": text}])["rounds"][0]["numbers"]["guideline"] is None


def test_four_people_have_no_numbers() -> None:
    (reply,) = ask_ok("group", rounds=[{"name": "", "text": "\n".join(BEFORE.split("\n")[:4])}])["rounds"]
    assert (reply["members"], reply["withheld"], reply["numbers"], reply["change"]) == (4, "few", None, None)


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({}, [("rounds", "wrong_type")]),
        ({"rounds": []}, [("rounds", "wrong_type")]),
        ({"rounds": [{"name": "", "text": ""}] * 21}, [("rounds", "wrong_type")]),
        ({"rounds": [{"name": "", "text": ""}, 1, {"name": 1, "text": ""}, {"name": ""}], "text": ""},
         [("text", "unknown_field"), ("rounds.1", "wrong_type"), ("rounds.2", "wrong_type"), ("rounds.3", "wrong_type")]),
    ],
)  # fmt: skip
def test_what_are_no_rounds(fields: dict[str, object], problems: list[tuple[str, str]]) -> None:
    assert find_problems("group", **fields) == problems


def test_pairs_are_those_who_gave_both() -> None:
    pairs = [write_pair(number) for number in range(6)]
    code = "S2FDX-EAR53-KBYYZ-FQRJ5"
    others = [
        f"{code} {pairs[0].split()[-1]}",
        f"{pairs[5].split()[2]} #code={pack(Answers())}",
        *pairs[0].split()[2:],
        f"{make_code(SCORE._replace(kind='real', random=99))}",
    ]
    few = {"name": "before", "text": "\n".join([*pairs[:4], *others, pairs[0]])}
    assert ask_ok("pairs", rounds=[few]) == {"round": "before", "pairs": 4, "csv": None}
    after = {"name": "after", "text": "\n".join([*pairs, *others])}
    reply = ask_ok("pairs", rounds=[few, after, few])
    assert (reply["round"], reply["pairs"]) == ("after", 6)
    header, *rows = reply["csv"].split("\r\n")[:-1]
    assert header == "code,brand,find,engage,relate"
    assert rows == sorted(rows)
    assert sorted(rows) == sorted(f"{pack(PERSONAS[number % 4].answers)},{(120 - number) / 10:g},4,2,25" for number in range(6))
    shuffled = {"name": "", "text": "\n".join(reversed(pairs))}
    assert ask_ok("pairs", rounds=[after, shuffled]) == {**reply, "round": ""}
    comma = ask_ok("pairs", rounds=[shuffled], decimal=",")["csv"]
    assert comma.splitlines()[0] == "code;brand;find;engage;relate"
    assert read_pairs(comma.encode()) == read_pairs(reply["csv"].encode())
    assert read_pairs(comma.encode()).pairs[0].real["relate"] == 25


def test_what_is_no_request_for_pairs() -> None:
    rounds = [{"name": "", "text": ""}]
    assert ask_ok("pairs", rounds=rounds) == {"round": "", "pairs": 0, "csv": None}
    assert find_problems("pairs", rounds=rounds, decimal=";", text="") == [("text", "unknown_field"), ("decimal", "wrong_type")]
    assert find_problems("pairs", rounds=1) == [("rounds", "wrong_type")]
    assert find_problems("group", rounds=rounds, decimal=",") == [("decimal", "unknown_field")]


@pytest.mark.parametrize("do", ["make-code", "group", "pairs"])
def test_before_the_reader_of_archives_was_fetched_it_says_so(do: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ssi_core.wire.group", None)
    (fault,) = ask(do)["faults"]
    assert (fault["key"], fault["problem"]) == ("do", "not_loaded")
