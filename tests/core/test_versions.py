"""Data of version 1.0 of the model: every answer that still means what it meant stays, and each other one is asked again."""

import json
from typing import Any

import pytest

from ssi_core.answers import Answers, list_answers, read_answers
from ssi_core.faults import InvalidAnswers
from ssi_core.history.backup import SavedData, import_text
from ssi_core.model import MODEL
from ssi_core.share_code import decode
from ssi_core.versions import EARLIER, is_retired
from ssi_core.wire import handle
from tests.support.version_1 import DEVICE, FILE, MIXED, MIXED_CODE, TYPICAL_CODE

CHANGED = {
    "endorsements": {"1_to_9", "10_to_49", "50_to_98", "99_or_more"},
    "new_followers": {"none", "1_to_9", "10_to_49", "50_to_199", "200_or_more"},
    "active_days": {"hardly_ever", "one_day_a_week", "several_days_a_week", "every_workday", "every_day"},
    "people_search": {"several_a_week"},
    "company_pages": {"10_or_more", "10_and_sharing"},
    "inmail_response": {"none_answered", "under_10_percent"},
    "invitation_acceptance": {"none"},
}
"""By factor: the answers of version 1.0 whose meaning changed."""
OPEN_TO_TYPICAL = ("endorsements", "new_followers", "active_days")


def ask(do: str, **fields: object) -> Any:
    return json.loads(handle(json.dumps({"do": do, **fields})))["ok"]


def test_each_answer_of_the_version_before_stays_or_is_asked_again() -> None:
    present = {factor.key: set(list_answers(factor)) for factor in MODEL.factors}
    gone = {factor: set(answers) - present[factor] for factor, answers in EARLIER["1.0"].items()}
    assert {factor: answers for factor, answers in gone.items() if answers} == CHANGED
    for factor, answers in CHANGED.items():
        # No new level has the key of an old one with another meaning.
        assert not answers & present[factor]
        assert all(is_retired(factor, answer) for answer in answers)
    assert not is_retired("endorsements", "some")
    assert not is_retired("endorsement", "none")


def test_an_old_answer_is_no_answer_and_no_misspelling() -> None:
    with pytest.raises(InvalidAnswers) as raised:
        read_answers({"answers": {"active_days": "every_workday", "groups": "every_workday", "new_followers": "10_to_49"}})
    assert [(fault.key, fault.problem, fault.value, fault.closest) for fault in raised.value.faults] == [
        ("active_days", "retired_level", "every_workday", None),
        ("groups", "unknown_level", "every_workday", None),
        ("new_followers", "retired_level", "10_to_49", None),
    ]
    assert raised.value.faults[0].message == ('active_days: "every_workday" answered an earlier question, which has changed; ask it again')


def test_an_old_link_keeps_what_still_holds_and_names_the_rest() -> None:
    old = json.loads(FILE)["answers"]
    kept = tuple((factor.key, old[factor.key]) for factor in MODEL.factors if factor.key not in OPEN_TO_TYPICAL)
    assert decode(TYPICAL_CODE) == (Answers(kept, "hr", 60), OPEN_TO_TYPICAL)
    found, changed = decode(MIXED_CODE)
    assert dict(found.given) == {key: MIXED[key] for key in ("endorsements", "groups", "connections", "colleague_connections")}
    assert changed == ("new_followers", "active_days", "people_search", "company_pages", "inmail_response", "invitation_acceptance")
    assert ask("unpack", code=TYPICAL_CODE) == {"answers": dict(kept), "role": "hr", "target": 60, "changed": list(OPEN_TO_TYPICAL)}


def test_an_old_file_keeps_what_still_holds_and_names_the_rest() -> None:
    imported = import_text(FILE, SavedData(Answers((("active_days", "7_days"),))))
    old = json.loads(FILE)
    assert dict(imported.data.answers.given) == {
        key: "7_days" if key == "active_days" else level
        for key, level in old["answers"].items()
        if key not in OPEN_TO_TYPICAL or key == "active_days"
    }
    # An answer that is here already is no question to ask again.
    assert (imported.changed, imported.faults, imported.taken, imported.stayed) == (("endorsements", "new_followers"), (), 21, 0)
    assert (imported.data.done, imported.data.measured) == ((("sharing", "monthly"),), (("connections", "150_to_299"),))
    # What was saved of a day stays as it was that day.
    estimate, real = imported.data.points
    assert (estimate.total, estimate.version, dict(estimate.answers or ())) == (34.3, "1.0", old["answers"])
    assert real.total == 33
    assert ask("import", text=FILE)["changed"] == list(OPEN_TO_TYPICAL)


def test_a_change_between_versions_is_not_all_the_members_own() -> None:
    first = json.loads(FILE)["points"][0]
    second = {**first, "id": "c", "date": "2026-12-01T10:00:00Z", "version": MODEL.version}
    found = ask("history", points=[first, second])["points"]
    assert [point["change"] and point["change"]["same_model"] for point in found] == [None, False]


def test_what_a_device_saved_is_scored_without_what_is_asked_again() -> None:
    saved = json.loads(DEVICE)
    reply = json.loads(handle(json.dumps({"do": "score", "answers": saved["answers"], "role": "hr"})))
    assert [(fault["key"], fault["problem"]) for fault in reply["faults"]] == [(key, "retired_level") for key in OPEN_TO_TYPICAL]
    sound = {key: level for key, level in saved["answers"].items() if key not in OPEN_TO_TYPICAL}
    score = ask("score", answers=sound, role="hr")
    assert score["missing"] == list(OPEN_TO_TYPICAL)
    low, high = score["range"]
    # The old estimate lies within what the open questions leave.
    assert low < 34.3 < high
