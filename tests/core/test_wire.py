"""One interface: JSON text in, JSON text out, whatever the text is."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.advice import find_next_steps
from ssi_core.answers import read_answers
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.scoring import score
from ssi_core.short_way import find_next_question
from ssi_core.verdict import judge
from ssi_core.wire import REQUESTS, handle, make_score_reply
from tests.support.cases import CASES
from tests.support.wire import ask, ask_ok

ROOT = Path(__file__).parent.parent.parent
FAULT = {"key", "problem", "value", "closest", "message"}


def find_problems(text: str) -> list[tuple[str, str]]:
    reply = json.loads(handle(text))
    assert set(reply) == {"faults"}
    assert all(set(fault) == FAULT for fault in reply["faults"])
    return [(fault["key"], fault["problem"]) for fault in reply["faults"]]


def test_a_score_has_everything_a_page_shows() -> None:
    reply = ask(**CASES["typical to sales"])["ok"]
    typical = score(PERSONAS[1].answers)
    assert reply["version"] == MODEL.version
    assert (reply["role"], reply["benchmark"]) == ("sales", {"low": 75, "high": 75})
    assert (reply["total"], reply["max"], tuple(reply["range"])) == (typical.total, 100, typical.range)
    assert list(reply["pillars"]) == ["brand", "find", "engage", "relate"]
    assert reply["pillars"]["brand"] == {"points": typical.pillars[0].points, "max": 25, "range": list(typical.pillars[0].range)}
    assert list(reply["factors"]) == [factor.key for factor in MODEL.factors]
    assert reply["factors"]["endorsements"] == {"pillar": "brand", "status": "answered", "level": "5_to_19", "points": 3.25, "max": 5.0}
    assert reply["factors"]["inmail_response"]["status"] == "not_applicable"
    assert (reply["missing"], reply["unknown"]) == ([], [])
    verdict = judge(typical._replace(benchmark=(75, 75)), find_next_steps(typical))
    assert reply["verdict"] == {**verdict._asdict(), "range": list(verdict.range), "sure": list(verdict.sure)}
    assert (verdict.band, verdict.total, verdict.needed) == ("around", 34, 0)
    assert set(reply["advice"][0]) == {"factor", "from", "to", "gain", "effort"}
    assert reply["plan"]["target"] == 39
    assert reply["plan"]["status"] == "reached"
    assert reply["plan"]["total"] >= 39
    assert set(reply["plan"]["steps"][0]) == {"factor", "from", "to", "gain", "effort"}


def test_what_a_plan_is_for() -> None:
    # Where nobody names a target, it is near: five points from the whole number that is shown.
    assert ask_ok("score", answers={}, role="member")["plan"]["target"] == 55
    assert ask_ok("score", answers={}, target=0)["plan"]["target"] == 0
    typical, top = (dict(PERSONAS[at].answers.given) for at in (1, 3))
    assert ask_ok("score", answers=typical)["plan"]["target"] == score(PERSONAS[1].answers).total // 1 + 5
    assert ask_ok("score", answers=top)["plan"]["target"] == 100
    real = {"brand": 10.25, "find": 4, "engage": 2, "relate": 12.25}
    assert ask_ok("score", answers=typical, real=real)["plan"]["target"] == 34


def test_the_next_question_of_the_short_way_is_found_where_it_is_asked_for() -> None:
    some = {"connections": "500_or_more"}
    assert ask_ok("score", answers=some)["next"] is None
    assert ask_ok("score", answers=some, next=False)["next"] is None
    found = ask_ok("score", answers=some, next=True)["next"]
    assert found == find_next_question(read_answers({"answers": some})) != "connections"
    assert ask_ok("score", answers={factor.key: "unknown" for factor in MODEL.factors}, next=True)["next"] is None
    assert find_problems('{"do": "score", "answers": {}, "next": "yes"}') == [("next", "wrong_type")]


def test_the_model_is_all_of_it() -> None:
    model = ask("model")["ok"]
    assert (model["version"], model["window_days"]) == (MODEL.version, 90)
    assert model["pillars"][0] == {"key": "brand", "max": 25}
    assert [factor["key"] for factor in model["factors"]] == [factor.key for factor in MODEL.factors]
    assert {key: value for key, value in model["factors"][23].items() if key != "levels"} == {
        "key": "invitation_acceptance",
        "pillar": "relate",
        "weight": 1,
        "sources": ["keijzer"],
        "optional": True,
    }
    assert model["factors"][0]["levels"][:2] == [
        {"key": "beginner", "share": 0, "effort": 0},
        {"key": "intermediate", "share": 40, "effort": 1},
    ]
    assert model["roles"][0] == {"key": "member", "low": 50, "high": 55}
    assert model["observed"][4] == {"key": "total", "low": 29.0, "high": 36.0}
    assert model["rank_anchors"][1] == {"total": 33, "top_percent": 37}
    assert model["distribution"]["average"] == 28.2
    assert model["distribution"]["bands"][2] == {"low": 70, "high": 100, "percent": 1.4}
    assert [persona["key"] for persona in model["personas"]] == ["beginner", "typical", "active", "social_seller"]
    assert set(model["personas"][0]["answers"]) == {factor.key for factor in MODEL.factors}
    assert model["personas"][0]["bands"] == [{"key": "total", "low": 0, "high": 5}]


def test_a_page_is_read() -> None:
    assert ask("read-page", text="33 out of 100\n13.118 | Establish your professional brand")["ok"] == {
        "total": 33,
        "pillars": {"brand": 13.118, "find": None, "engage": None, "relate": None},
        "industry": {"rank": None, "average": None},
        "network": {"rank": None, "average": None},
        "not_found": [
            "find", "engage", "relate", "industry.rank", "industry.average", "network.rank", "network.average",
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("", "not_json")]),
        ("{", [("", "not_json")]),
        ("[" * 200_000, [("", "not_json")]),
        ('{"a":' * 200_000, [("", "not_json")]),
        ("9" * 10_000, [("", "not_json")]),
        ('{"do": "score", "answers": {}, "target": NaN}', [("", "not_json")]),
        ('{"do": "score", "answers": {}, "target": -Infinity}', [("", "not_json")]),
        ("null", [("", "not_an_object")]),
        ("[]", [("", "not_an_object")]),
        ("{}", [("do", "unknown_command")]),
        ('{"do": ["score"]}', [("do", "unknown_command")]),
        ('{"do": "score"}', [("answers", "missing")]),
        ('{"do": "score", "answers": {}, "text": ""}', [("text", "unknown_field")]),
        ('{"do": "score", "answers": {}, "target": 1e999}', [("target", "out_of_range")]),
        ('{"do": "score", "answers": {"\\ud800": "\\udfff"}}', [('"\\ud800"', "unknown_factor")]),
        ('{"do": "model", "answers": {}}', [("answers", "unknown_field")]),
        ('{"do": "read-page"}', [("text", "wrong_type")]),
        ('{"do": "read-page", "text": 1, "txt": ""}', [("txt", "unknown_field"), ("text", "wrong_type")]),
        (
            '{"do": "score", "answers": {"groups": "none", "groups": "none", "groups": "no"}, "role": "boss"}',
            [("groups", "duplicate_key"), ("groups", "unknown_level"), ("role", "unknown_role")],
        ),
    ],
)
def test_a_request_that_cannot_be_answered(text: str, expected: list[tuple[str, str]]) -> None:
    assert find_problems(text) == expected


def test_messages() -> None:
    def messages(text: str) -> list[str]:
        return [fault["message"] for fault in json.loads(handle(text))["faults"]]

    assert messages('{"do": "score",\n "answers": }') == ["not JSON: Expecting value, line 2, column 13"]
    assert messages("[" * 200_000) == ["not readable as JSON: nested too deeply"]
    assert messages("9" * 10_000) == ["not readable as JSON: a number of too many digits"]
    assert messages("[NaN]") == ["not JSON: NaN is not a number there"]
    assert messages('{"do": "read_page"}') == ['do: "read_page" is not a request; did you mean "read-page"?']
    assert messages('{"do": 5}') == [f"do: 5 is not a request; there is {', '.join(REQUESTS)}"]
    assert messages('{"do": "model", "do": "model"}') == ["do: stands 2 times"]
    assert messages('{"do": "read-page"}') == ["text: null is not text"]


@given(text=st.text() | st.sampled_from(["{}", "[", '{"do":"score","answers":']) | st.binary().map(lambda data: data.decode("latin-1")))
def test_any_text_gets_a_reply_in_ascii(text: str) -> None:
    reply = handle(text)
    assert reply.isascii()
    assert len(json.loads(reply)) == 1


@given(
    answers=st.dictionaries(st.text() | st.sampled_from([factor.key for factor in MODEL.factors]), st.text() | st.integers() | st.none())
)
@settings(max_examples=50)
def test_any_answers_get_a_score_or_faults(answers: dict[str, object]) -> None:
    assert set(make_score_reply(json.dumps({"answers": answers}))) <= {"ok", "faults"}


def test_a_megabyte_of_nonsense_is_answered_soon() -> None:
    keys = ",".join(f'"k{number % 5000}":1' for number in range(100_000))
    start = time.process_time()
    found = find_problems(f'{{"do": "score", "answers": {{{keys}}}}}')
    assert len(found) == 1000, "as many as are passed on"
    assert found[0] == ("k0", "duplicate_key")
    assert time.process_time() - start < 10


@pytest.mark.parametrize("name", CASES)
def test_the_order_of_a_request_does_not_matter(name: str) -> None:
    request = CASES[name]
    turned = {key: dict(reversed(value.items())) if isinstance(value, dict) else value for key, value in reversed(request.items())}
    expected, found = ask(**request), json.loads(handle(json.dumps(turned)))
    if "faults" in expected:
        expected, found = (sorted(map(json.dumps, reply["faults"])) for reply in (expected, found))
    assert found == expected


def test_a_visitor_waits_for_no_import_that_scoring_does_not_need() -> None:
    code = (
        "import json, typing, sys; before = set(sys.modules); import ssi_core.wire as wire;"
        f"wire.handle({json.dumps(CASES['typical to sales'])!r}); print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    needed = ("advice", "answers", "faults", "json_text", "model", "scoring", "verdict", "wire")
    assert done.stdout.split() == ["math", "ssi_core", *(f"ssi_core.{name}" for name in needed)]
