"""The JSON Schemas are true: a validator accepts what the package really takes and gives, and nothing near it."""

import io
import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ssi_core.history.backup import SavedData, export_text, import_text
from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.report import read_export
from ssi_core.model import MODEL
from ssi_core.schema import SCHEMAS, make_schema
from ssi_core.wire import make_score_reply
from tests.support import version_1
from tests.support.cases import CASES, FILE
from tests.support.command import make_runner
from tests.support.linkedin_archive import QUIET, make_files, make_workbook, pack_files

VALIDATORS = {name: Draft202012Validator(make_schema(name)) for name in SCHEMAS}
INPUTS = {name: {key: value for key, value in case.items() if key != "do"} for name, case in CASES.items() if case["do"] == "score"}
WRONG: dict[str, Any] = {
    "a list": [],
    "no answers": {"role": "hr"},
    "another field": {"answers": {}, "version": 1},
    "another factor": {"answers": {"article": "one"}},
    "another level": {"answers": {"articles": "four"}},
    "an earlier model's level": {"answers": version_1.MIXED},
    "a number for a level": {"answers": {"articles": 1}},
    "a factor that always applies": {"answers": {"articles": "not_applicable"}},
    "another role": {"answers": {}, "role": "hrm"},
    "a target too high": {"answers": {}, "target": 100.5},
    "a target that is true": {"answers": {}, "target": True},
    "steps to nowhere": {"answers": {}, "done": {"articles": "four"}},
    "another pillar": {"answers": {}, "real": {"brands": 1}},
    "a pillar below 0": {"answers": {}, "real": {"brand": -0.1}},
    "a wish for 1": {"answers": {}, "next": 1},
}
ALIKE = {*MODEL.pillars, *(factor.key for factor in MODEL.factors)}
NULLS: dict[str, Any] = {"answers": {}, "role": None, "target": None, "done": None, "real": None, "next": None}


def make_reports() -> Iterator[dict[str, Any]]:
    """Read archives, with and without the score over time, and a file that cannot be used."""
    given = {"a.zip": pack_files(make_files()), "analytics.xlsx": make_workbook(), "b.zip": b"", "Skills.csv": b""}
    quiet = {"quiet.zip": pack_files(make_files(QUIET, year=2020))}
    for files, over_time in ((given, False), (given, True), (quiet, True), ({"Skills.csv": b""}, True)):
        yield plain(read_export([InputFile(name, io.BytesIO(data)) for name, data in files.items()], over_time=over_time))


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


@pytest.fixture(scope="module")
def real() -> dict[str, list[Any]]:
    """Real input and output of the package, by schema."""
    scores = [make_score_reply(json.dumps(each)) for each in INPUTS.values()]
    files = [FILE, version_1.FILE, export_text(SavedData()), export_text(import_text(version_1.FILE, SavedData()).data)]
    return {
        "score-input": [each for each, reply in zip(INPUTS.values(), scores, strict=True) if "ok" in reply],
        "score-output": [plain(reply["ok"]) for reply in scores if "ok" in reply],
        "saved-file": [json.loads(each) for each in files],
        "report": [*make_reports()],
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_accepts_what_is_real(name: str, real: dict[str, list[Any]]) -> None:
    Draft202012Validator.check_schema(make_schema(name))
    assert len(real[name]) > 3
    for each in real[name]:
        assert [*VALIDATORS[name].iter_errors(each)] == []


def test_an_input_is_valid_exactly_where_it_can_be_scored() -> None:
    for name, given in (INPUTS | WRONG | {"nulls": NULLS}).items():
        assert VALIDATORS["score-input"].is_valid(given) == ("ok" in make_score_reply(json.dumps(given))), name
    assert not any(map(VALIDATORS["score-input"].is_valid, WRONG.values()))


@pytest.mark.parametrize("name", SCHEMAS)
def test_one_field_more_or_of_another_type_is_refused_wherever_it_is(name: str, real: dict[str, list[Any]]) -> None:
    longest = shorten(max(real[name], key=lambda each: len(json.dumps(each))))
    paths = [*list_paths(longest)]
    assert len(paths) > 6
    for path in paths:
        changed = deepcopy(longest)
        part = changed
        for key in path[:-1]:
            part = part[key]
        part[path[-1]] = {"x y": [None]}
        assert not VALIDATORS[name].is_valid(changed), path


def shorten(value: Any) -> Any:
    """Leave two items of each list."""
    if isinstance(value, dict):
        return {key: shorten(each) for key, each in value.items()}
    return [*map(shorten, value[:2])] if isinstance(value, list) else value


def list_paths(value: Any) -> Iterator[list[str | int]]:
    """List the path to each value inside this one, and to a field that objects have not. Of what is alike, only to the first."""
    entries = [*value.items()] if isinstance(value, dict) else [*enumerate(value)] if isinstance(value, list) else []
    if isinstance(value, list) or ALIKE.issuperset(value if isinstance(value, dict) else ()):
        entries = entries[:1]
    for key, each in entries:
        yield [key]
        yield from ([key, *path] for path in list_paths(each))
    if isinstance(value, dict):
        yield ["x y"]


def test_each_field_that_is_always_there_has_to_be(real: dict[str, list[Any]]) -> None:
    optional = {"saved-file": {"over_time"}, "report": {"over_time", "forecast", "unseen"}, "score-input": set(NULLS) - {"answers"}}
    for name, values in real.items():
        for field in values[1]:
            left = {key: each for key, each in values[1].items() if key != field}
            assert VALIDATORS[name].is_valid(left) == (field in optional.get(name, ())), field


def test_the_command_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    run = make_runner(capsys)
    code, out, err = run("schema")
    assert (code, err, json.loads(out)) == (0, "", {name: make_schema(name) for name in SCHEMAS})
    assert run("schema", "report") == (0, json.dumps(make_schema("report"), indent=2) + "\n", "")
