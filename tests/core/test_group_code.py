"""A code of a score comes back whole, and every typo and every swap of neighbours is found."""

from datetime import date, timedelta
from math import prod

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ssi_core.faults import Fault, InvalidAnswers
from ssi_core.group import code as codes
from ssi_core.group.check import append_check
from ssi_core.group.code import (
    ALPHABET,
    FIRST_DAY,
    FORM,
    LENGTH,
    LONGEST,
    MOST_DAYS,
    MOST_TENTHS,
    RANDOMS,
    ROLES,
    VERSIONS,
    CodedScore,
    make_code,
    read_code,
    to_tenths,
)
from ssi_core.history.points import KINDS
from ssi_core.model import MODEL, VERSION
from ssi_core.share_code import pack
from tests.support.group import coded_scores
from tests.support.saved_data import answers

SCORE = CodedScore("estimate", (125, 48, 20, 163), date(2026, 11, 29), 271_828, "sales")
CODE = make_code(SCORE)
FIRST = ALPHABET.index(FORM)
share_codes = answers.map(pack)
LAST = CodedScore("real", (250, 250, 250, 250), FIRST_DAY + timedelta(days=MOST_DAYS - 1), RANDOMS - 1, ROLES[-1])


def find_fault(code: str) -> Fault:
    with pytest.raises(InvalidAnswers) as raised:
        read_code(code)
    (fault,) = raised.value.faults
    assert fault.key.partition(".")[0] == "code"
    return fault


def encode(symbols: list[int]) -> str:
    return "".join(ALPHABET[symbol] for symbol in append_check(symbols))


@given(coded_scores)
@example(CodedScore("estimate", (0, 0, 0, 0), FIRST_DAY, 0, None, VERSIONS[0]))
@example(LAST)
def test_every_score_comes_back(score: CodedScore) -> None:
    code = make_code(score)
    assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert read_code(code) == score


@given(coded_scores, st.data())
def test_dashes_white_space_and_case_do_not_count(score: CodedScore, data: st.DataObject) -> None:
    text = make_code(score).replace("-", data.draw(st.sampled_from(["", " ", "\n", " - ", "–", "\u00a0", "—\t"])))
    cased = "".join(data.draw(st.sampled_from((character.lower(), character))) for character in text)
    assert read_code(f" {cased}\r\n") == score


def test_the_alphabet_has_no_two_that_look_alike() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set(ALPHABET) & set("0O1IL")
    assert ALPHABET.upper() == ALPHABET


@settings(max_examples=5)
@given(coded_scores)
@example(LAST)
def test_every_other_character_in_any_place_is_found(score: CodedScore) -> None:
    code = make_code(score)
    for place, right in enumerate(code):
        if right == "-":
            continue
        group = code[:place].count("-") + 1
        for other in (ALPHABET + "01ILOilo_?é\u017f\u0131\U0001f600").replace(right, ""):
            fault = find_fault(code[:place] + other + code[place + 1 :])
            assert (fault.key, fault.problem) == (f"code.{group}", "typo"), (place, other)
        # Without the character the code is short, whatever white space or dash stands there.
        for other in ("", " ", "-"):
            assert find_fault(code[:place] + other + code[place + 1 :]).problem == ("cut" if place else "not_a_code"), (place, other)


@settings(max_examples=30)
@given(coded_scores)
def test_every_swap_of_neighbours_is_found(score: CodedScore) -> None:
    code = make_code(score).replace("-", "")
    for place in range(LENGTH - 1):
        one, other = code[place], code[place + 1]
        swapped = code[:place] + other + one + code[place + 2 :]
        if one == other:
            assert read_code(swapped) == score
        else:
            assert (find_fault(swapped).key, find_fault(swapped).problem) == (f"code.{place // 5 + 1}", "typo")


def test_a_swap_with_a_dash_changes_nothing() -> None:
    for place in (4, 10, 16):
        assert read_code(CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]) == SCORE


@given(coded_scores, st.data())
def test_two_typos_are_found(score: CodedScore, data: st.DataObject) -> None:
    code = make_code(score).replace("-", "")
    places = data.draw(st.sets(st.integers(1, LENGTH - 1), min_size=2, max_size=2))
    text = "".join(
        data.draw(st.sampled_from((ALPHABET + "0").replace(character, ""))) if place in places else character
        for place, character in enumerate(code)
    )
    assert find_fault(text).problem == "typo"


@pytest.mark.parametrize(
    ("code", "key", "problem", "message"),
    [
        ("S2FDX-EAR5X-KBYYZ-FQRJ5", "code.2", "typo", "code: there is a typo in group 2"),
        ("S2FDX-EAR5X-KBYYX-FQRJ5", "code", "typo", "code: there is a typo"),
        ("S2FDX-EAR0O-KBYYZ-FQRJ5", "code", "typo", "code: there is a typo"),
        ("S2FDX-EAR53-KBYYZ-FQR", "code.4", "cut", "code: 2 of its 20 characters are missing in group 4"),
        ("S2FDX-EA53-KBYYZ-FQRJ5", "code.2", "cut", "code: 1 of its 20 characters are missing in group 2"),
        ("S2FDX-EA53-KBYY-FQRJ5", "code", "cut", "code: 2 of its 20 characters are missing"),
        ("S2FDX-EAR53-KBYYZ", "code", "cut", "code: 5 of its 20 characters are missing"),
        ("S2FDXEAR53KBYYZFQRJ", "code", "cut", "code: 1 of its 20 characters are missing"),
        ("S2FDX-EARR53-KBYYZ-FQRJ5", "code.2", "too_long", "code: 1 characters more than its 20 in group 2"),
        ("S2FDX-EAR53-KBYYZ-FQRJ5-XX", "code", "too_long", "code: 2 characters more than its 20"),
        ("T2FDX-EAR53-KBYYZ-FQRJ5", "code.1", "typo", "code: there is a typo in group 1"),
    ],
)
def test_a_fault_says_what_is_wrong_and_where(code: str, key: str, problem: str, message: str) -> None:
    assert CODE == "S2FDX-EAR53-KBYYZ-FQRJ5"
    assert find_fault(code) == Fault(key, problem, code, None, message)


@pytest.mark.parametrize(
    "code",
    ["", " ", "-", "S", "hello", "S2FDX-EAR53-KBYYZ-FQRJ!!", "S2FDX-EAR00-KB00Z-FQRJ5", "T2FDX-EAR5X-KBYYX-FQRJ5", "2" * 20, "2" * 3,
     "S" * (LONGEST + 1), CODE * 5000, "Ŝ2FDX-EAR53-KBYYZ-FQR", "\ud800" * 20, encode([FIRST - 1, *[0] * 16]), encode([FIRST, *[0] * 4])],
)  # fmt: skip
def test_what_is_not_a_code(code: str) -> None:
    fault = find_fault(code)
    assert (fault.key, fault.problem) == ("code", "not_a_code")


@given(share_codes)
def test_the_code_of_a_link_is_not_taken_for_one_with_a_typo(code: str) -> None:
    assert find_fault(code).problem == "not_a_code"


def test_a_character_too_few_or_too_many_at_the_end_is_found() -> None:
    """The check of a code that ends on the alphabet's first character is right without it, too."""
    ends = [make_code(SCORE._replace(random=number)) for number in range(100)]
    first = next(code for code in ends if code.endswith(ALPHABET[0]))
    assert (find_fault(first[:-1]).key, find_fault(first[:-1]).problem) == ("code.4", "cut")
    assert (find_fault(first + ALPHABET[0]).key, find_fault(first + ALPHABET[0]).problem) == ("code.4", "too_long")


def test_a_number_that_no_score_makes_is_not_a_code() -> None:
    assert find_fault(encode([FIRST, *[30] * 16])).problem == "not_a_code"


@pytest.mark.parametrize("length", [9, 17, 26])
def test_a_later_form_is_newer(length: int) -> None:
    fault = find_fault(encode([FIRST + 1, *[7] * (length - 1)]))
    assert (fault.key, fault.problem, fault.message) == ("code", "newer_version", "code: made by a newer version of this program")


@pytest.mark.parametrize(("field", "score"), [("VERSIONS", SCORE._replace(version="later")), ("ROLES", SCORE._replace(role="later"))])
def test_a_code_of_a_later_model_is_newer(field: str, score: CodedScore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, field, (*getattr(codes, field), "later"))
    later = make_code(score)
    assert read_code(later) == score
    monkeypatch.undo()
    assert find_fault(later).problem == "newer_version"


def test_what_no_code_can_hold_is_every_fault_at_once() -> None:
    wrong = CodedScore("wish", (-1, 251, 0, 0), date(2013, 12, 31), RANDOMS, "seller", "0.9")
    with pytest.raises(InvalidAnswers) as raised:
        make_code(wrong)
    assert [(fault.key, fault.problem) for fault in raised.value.faults] == [
        ("kind", "unknown_kind"),
        ("version", "unknown_version"),
        ("role", "unknown_role"),
        ("pillars.brand", "out_of_range"),
        ("pillars.find", "out_of_range"),
        ("random", "out_of_range"),
        ("day", "out_of_range"),
    ]
    with pytest.raises(InvalidAnswers, match=r"^pillars: 3 pillars, not 4$"):
        make_code(SCORE._replace(pillars=(1, 2, 3)))
    with pytest.raises(InvalidAnswers, match=r"^day: 2103-09-20 is not a day from 2014-01-01 on"):
        make_code(SCORE._replace(day=LAST.day + timedelta(days=1)))


@given(st.text() | st.text(ALPHABET, max_size=25) | st.text(ALPHABET, min_size=19, max_size=19).map("S".__add__))
def test_any_text_is_a_score_or_a_fault(code: str) -> None:
    try:
        score = read_code(code)
    except InvalidAnswers:
        assert find_fault(code).problem in ("not_a_code", "cut", "too_long", "typo", "newer_version")
    else:
        assert make_code(score).replace("-", "") == "".join(code.split()).upper()


def test_the_bases_fit_and_every_role_and_version_has_a_digit() -> None:
    assert prod(codes._BASES) <= len(ALPHABET) ** (LENGTH - 4)
    assert {role.key for role in MODEL.roles} <= set(ROLES)
    assert len(ROLES) < codes._MOST_ROLES
    assert len(VERSIONS) <= codes._MOST_VERSIONS
    assert MOST_TENTHS == 250


def test_codes_that_exist_keep_their_meaning() -> None:
    # These were handed out. Whatever changes in the model, they say what they said.
    assert (VERSIONS[:2], KINDS, VERSION) == (("1.0", "2.0"), ("estimate", "real"), "2.0")
    assert ROLES[:6] == ("member", "marketing", "hr", "recruiter", "sales", "digital_media")
    assert read_code("S2FDX-EAR53-KBYYZ-FQRJ5") == SCORE
    assert make_code(LAST._replace(version="2.0")) == "S2G3P-6A6UP-3VSDM-6TWCJ"


@pytest.mark.parametrize(("points", "tenths"), [(0, 0), (0.04, 0), (0.05, 1), (13.118, 131), (12.45, 125), (24.949, 249), (25, 250)])
def test_points_are_rounded_half_up(points: float, tenths: int) -> None:
    assert to_tenths(points) == tenths
