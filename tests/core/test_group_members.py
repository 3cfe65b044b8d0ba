"""Codes and links are found in any text, and every line that could not be read is listed."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.answers import Answers
from ssi_core.group import members
from ssi_core.group.code import CodedScore, make_code
from ssi_core.group.members import (
    MOST_MEMBERS,
    MOST_TRIED,
    MOST_UNREAD,
    Member,
    UnreadLine,
    find_codes,
    format_member,
    make_member,
    make_member_from_answers,
)
from ssi_core.personas import PERSONAS
from ssi_core.scoring import score
from ssi_core.share_code import pack
from tests.core.test_group_code import CODE, SCORE
from tests.support.group import coded_scores
from tests.support.saved_data import answers

ANSWERS = PERSONAS[1].answers._replace(role="hr")
LINK = f"https://ssi.example/nl/quiz.html#code={pack(ANSWERS)}"
MEMBER = make_member(SCORE)
LINKED = make_member_from_answers(ANSWERS)


def list_problems(text: str) -> list[tuple[int, str, int | None]]:
    return [(line.number, line.problem, line.group) for line in find_codes(text).unread]


def count_calls(work: Callable[[], Any]) -> int:
    """Count the calls of Python and C functions that some work makes."""
    calls = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "line",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", "  "),
        CODE.replace("-", "\u00a0"),
        CODE.replace("-", "\u2013"),
        CODE.replace("-", " - "),
        f"Sanne {CODE}",
        f"Sanne {CODE.replace('-', ' ')}",
        f"Sarah Storm {CODE.replace('-', ' ')} Smits",
        f"3;{CODE};sales",
        f'"{CODE}"',
        f"My code: {CODE}.",
        f"*{CODE}*_",
        f"https://ssi.example/en/group.html#code={CODE}",
        f"https://ssi.example/en/group.html#CODE={CODE.replace('-', '')}&x=1",
        f"https://safe.example/?url=https%3A%2F%2Fssi.example%2Fgroup.html%23code%3D{CODE}&data=1",
    ],
)
def test_a_code_is_found_as_people_send_it(line: str) -> None:
    found = find_codes(f"\n{line}\r\n")
    assert (found.members, found.unread, found.unread_count) == ((MEMBER,), (), 0)


@pytest.mark.parametrize("line", [LINK, f"<{LINK}>", f"See {LINK}.", pack(ANSWERS), f"{LINK}&x=1".replace("#", "%23").replace("=", "%3D")])
def test_a_link_is_found_and_scored(line: str) -> None:
    found = find_codes(line)
    assert (found.members, found.unread) == ((LINKED,), ())
    assert LINKED.answers == ANSWERS
    assert [tenths / 10 for tenths in LINKED.pillars] == [pillar.points for pillar in score(ANSWERS).pillars]
    assert (LINKED.kind, LINKED.role, LINKED.day) == ("estimate", "hr", None)


@given(answers)
def test_every_link_is_found(given: Answers) -> None:
    for text in (pack(given), f"#code={pack(given)}", f"{pack(given)} {CODE.replace('-', ' ')}"):
        found = find_codes(text)
        assert (found.members[0].answers, found.unread) == (given, ())


@given(st.lists(st.builds(make_member, coded_scores, st.none() | answers) | st.builds(make_member_from_answers, answers), max_size=5))
def test_a_member_written_as_a_line_is_read_as_the_same_member(members: list[Member]) -> None:
    distinct = {member._replace(code="", role=None, answers=None) if member.day else member.code: member for member in members}
    found = find_codes("\n".join(map(format_member, distinct.values())))
    assert (found.members, found.unread) == (tuple(distinct.values()), ())


def test_a_member_has_what_its_code_says() -> None:
    assert Member(CODE, "estimate", (125, 48, 20, 163), "2.0", "sales", SCORE.day, None) == MEMBER


@given(st.lists(coded_scores, max_size=20), st.sampled_from(["\n", ", ", " ", "\r\n", "\r", "; and "]))
def test_every_code_in_a_text_is_found_once(scores: list[CodedScore], between: str) -> None:
    text = between.join(map(make_code, [*scores, *scores]))
    found = find_codes(text)
    people = {score._replace(role=None): make_member(score) for score in reversed(scores)}
    assert {*found.members} == {*people.values()}
    assert len(found.members) + found.repeated == 2 * len(scores)
    assert found.unread == ()


def test_the_same_code_twice_counts_once_however_it_is_written() -> None:
    found = find_codes(f"{CODE}\n{CODE.lower().replace('-', ' ')}\n#code={CODE}\n{LINK}\n{LINK}")
    assert (found.members, found.repeated, found.unread) == ((MEMBER, LINKED), 3, ())


def test_equal_scores_with_another_random_part_are_two_people() -> None:
    assert len(find_codes(f"{CODE}\n{make_code(SCORE._replace(random=1))}").members) == 2


def test_who_gives_the_line_of_work_in_one_of_two_codes_counts_once() -> None:
    found = find_codes(f"{CODE}\n{make_code(SCORE._replace(role=None))}\n{make_code(SCORE._replace(role='hr'))}")
    assert (found.members, found.repeated) == ((MEMBER,), 2)


@pytest.mark.parametrize("line", [f"{CODE} {LINK}", f"{LINK} {CODE}"])
def test_a_code_and_a_link_in_one_line_are_one_person(line: str) -> None:
    assert find_codes(line).members == (MEMBER._replace(answers=ANSWERS),)


def test_who_sends_the_code_again_with_a_link_gives_the_answers() -> None:
    other = LINK.replace(pack(ANSWERS), pack(PERSONAS[2].answers))
    found = find_codes(f"{CODE}\n{CODE} {LINK}\n{CODE} {other}\n{CODE}")
    assert (found.members, found.repeated) == ((MEMBER._replace(answers=ANSWERS),), 3)


def test_more_than_two_in_a_line_are_a_person_each() -> None:
    other = make_code(SCORE._replace(random=1))
    assert [member.answers for member in find_codes(f"{CODE} {LINK} {other}").members] == [None, ANSWERS, None]


def test_lines_that_were_not_read_are_listed_and_the_others_count() -> None:
    text = f"""Hello everyone,

{CODE[:10]}X{CODE[11:]}
{CODE[:-1]} and {CODE}
{CODE}7
{LINK[:-3]}
{LINK.replace("=2", "=x")}
{CODE[1]}{CODE[0]}{CODE[2:]} {CODE}
Call 0612345678901 or 20261129141500, order S12345678901234567890123456
{LINK}
"""
    found = find_codes(text)
    assert (found.members, found.repeated) == ((MEMBER, LINKED), 1)
    assert found.unread == (
        UnreadLine(1, "no_code", None, "Hello everyone,"),
        UnreadLine(3, "typo", 2, "S2FDX-EAR5X-KBYYZ-FQRJ5"),
        UnreadLine(4, "cut", 4, "S2FDX-EAR53-KBYYZ-FQRJ"),
        UnreadLine(5, "too_long", 4, "S2FDX-EAR53-KBYYZ-FQRJ57"),
        UnreadLine(6, "cut", None, pack(ANSWERS)[:-3]),
        UnreadLine(7, "not_a_code", None, "x" + pack(ANSWERS)[1:]),
        UnreadLine(8, "typo", 1, "2SFDX-EAR53-KBYYZ-FQRJ5"),
        UnreadLine(9, "no_code", None, "Call 0612345678901 or 20261129141500, order S123456789012345"),
    )
    assert found.unread_count == 8


@pytest.mark.parametrize(
    "line", ["Some other words there", "Sales reach seven", "she said internationalization", "S2FDX", "----", "\u20ac"]
)
def test_words_are_no_code_with_a_typo(line: str) -> None:
    assert list_problems(line) == [(1, "no_code", None)]


@pytest.mark.parametrize("text", ["", "\n\n", " \t\r\n\u00a0"])
def test_empty_lines_are_not_listed(text: str) -> None:
    assert find_codes(text) == ((), 0, (), 0)


def test_there_is_room_for_500_people_and_lines_with_more_are_listed() -> None:
    codes = [make_code(SCORE._replace(random=number)) for number in range(MOST_MEMBERS + 2)]
    found = find_codes("\n".join([*codes, codes[0], LINK]))
    assert (len(found.members), found.repeated) == (500, 1)
    assert [(line.number, line.problem) for line in found.unread] == [(501, "too_many"), (502, "too_many"), (504, "too_many")]


def test_a_code_after_a_thousand_lines_of_chat_and_of_typos_is_read_and_listed() -> None:
    wrong = CODE[:10] + "X" + CODE[11:]
    found = find_codes("hello\n" * 3000 + f"{wrong}\n" * 1500 + CODE)
    assert found.members == (MEMBER,)
    assert [line.problem for line in found.unread] == ["no_code"] * MOST_UNREAD + ["typo"] * MOST_UNREAD
    assert found.unread_count == 4500


# Measuring what runs takes several times as long, and the tests above run all of it.
@pytest.mark.no_cover
@pytest.mark.parametrize(
    "rubbish", ["Hello, this is all I know of it\n", "S2FDX-EAR5X-KBYYZ-FQRJ5\n", "#code=x\n", "code=x " * 20 + "\n", "#\n"]
)
def test_rubbish_is_tried_so_often_at_most(rubbish: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = 0
    read = members._read_candidate

    def note(candidate: Any) -> Any:
        nonlocal tried
        tried += 1
        return read(candidate)

    monkeypatch.setattr(members, "_read_candidate", note)
    found = find_codes(rubbish * 100_000)
    assert tried <= MOST_TRIED
    assert (found.members, found.unread_count, len(found.unread) <= 2 * MOST_UNREAD) == ((), 100_000, True)


def test_a_line_beyond_what_is_tried_says_so() -> None:
    found = find_codes(f"{CODE}\n" * MOST_TRIED + LINK)
    assert (found.members, found.repeated) == ((MEMBER,), MOST_TRIED - 1)
    assert [(line.number, line.problem) for line in found.unread] == [(MOST_TRIED + 1, "too_many")]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "rubbish", ["Hello there\n", "S2FDX-EAR5X-KBYYZ-FQRJ5\n", "Sanne Storm Smits Stolk ", "code=", "a", "abc-", "-", " "]
)
def test_the_work_grows_with_the_text_and_no_faster(rubbish: str) -> None:
    few, many = (count_calls(lambda size=size: find_codes(rubbish * size)) for size in (2000, 8000))  # type: ignore[misc]
    assert many <= 4.2 * few + 100


@given(st.text() | st.text("S2code=% -\n\u2013ABx0", max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = find_codes(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert len({line.number for line in found.unread}) == len(found.unread) == found.unread_count <= len(lines)
    assert found.members or found.unread_count == sum(not line.isspace() for line in lines if line)
