"""A score ↔ a code of four groups that can be read aloud.

>>> from datetime import date
>>> score = CodedScore("estimate", (125, 48, 20, 163), date(2026, 11, 29), random=271_828, role="sales")
>>> code = make_code(score)
>>> code, read_code(code.lower().replace("-", " ")) == score
('S2FDX-EAR53-KBYYZ-FQRJ5', True)
>>> read_code("S2FDX-EAR5X-KBYYZ-FQRJ5")
Traceback (most recent call last):
ssi_core.faults.InvalidAnswers: code: there is a typo in group 2
>>> read_code("S2FDX-EAR53-KBYYZ-FQR")
Traceback (most recent call last):
ssi_core.faults.InvalidAnswers: code: 2 of its 20 characters are missing in group 4

A code says no more than `CodedScore`: no name and no answers. It is not encrypted, so that whoever has it can read the score.

Its characters are the digits and capitals without those that look alike: 0 and O, 1, I and L. There are 31, a prime number, on which the
check in `ssi_core.group.check` is built. Case, white space and dashes do not count. The first character is the form of the code, see
`FORM`; the last three are the check. The others are one whole number, in which the model's version, the role, the day, the kind, each
pillar and the random part have a digit, each to a base of its own.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ssi_core.faults import Fault, InvalidAnswers, describe, make_fault, raise_fault, raise_faults
from ssi_core.group.check import CHECKS, append_check, find_syndromes, locate_error
from ssi_core.group.check import LONGEST as MOST_SYMBOLS
from ssi_core.history.points import KINDS
from ssi_core.model import MODEL, PILLAR_POINTS, VERSION
from ssi_core.scoring import divide_half_up
from ssi_core.versions import EARLIER

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
FORM = "S"
"""The first character. A later form of codes gets a later character of the alphabet, and these keep their meaning."""
LENGTH = 20
GROUP = 5
"""Characters between two dashes."""
LONGEST = 100
"""Characters of a text that are read as a code, dashes and white space in it included."""
RANDOMS = 1 << 20
"""Possible random parts. Of twenty people with the same score on one day, two share one once in 5,500 groups."""
MOST_TENTHS = 10 * PILLAR_POINTS
FIRST_DAY = date(2014, 1, 1)
"""The SSI is of 2014."""
MOST_DAYS = 1 << 15
"""Days from the first to beyond the last, in 2103."""
ROLES = ("member", "marketing", "hr", "recruiter", "sales", "digital_media")
"""Every role that a model had. New ones are added at the end, and no role ever goes."""
VERSIONS = (*EARLIER, VERSION)
"""Every version of the model, of which a new one is added at the end."""

UNKNOWN = -1
"""The symbol of a character that no code has."""
NEWER = "made by a newer version of this program"

_MOST_ROLES, _MOST_VERSIONS = 32, 64
_BASES = (_MOST_VERSIONS, _MOST_ROLES, MOST_DAYS, len(KINDS), *(MOST_TENTHS + 1 for _ in MODEL.pillars), RANDOMS)
_SYMBOLS = {character: number for number, character in enumerate(ALPHABET)} | {
    character.lower(): number for number, character in enumerate(ALPHABET)
}
_FIRST = _SYMBOLS[FORM]
_BETWEEN = re.compile(r"[\s\u2010-\u2015\u2212-]+")


class CodedScore(NamedTuple):
    """A score, as a code holds it.

    `kind`: of `ssi_core.history.points.KINDS`. `pillars`: tenths of points, in the model's order. `random`: below `RANDOMS`, made by the
    caller, so that two people with one score have two codes. `role`: a line of work, or None. `version`: of the model.
    """

    kind: str
    pillars: tuple[int, ...]
    day: date
    random: int
    role: str | None = None
    version: str = VERSION


def to_tenths(points: int | float) -> int:
    """Round points to tenths, half up. LinkedIn shows thousandths.

    >>> to_tenths(13.118), to_tenths(2.05), to_tenths(25)
    (131, 21, 250)
    """
    return divide_half_up(round(1000 * points), 100)


def make_code(score: CodedScore) -> str:
    """Make the code of a score. Raises InvalidAnswers, with every fault, for one that no code can hold."""
    raise_faults(*_check_score(score))
    digits = (
        VERSIONS.index(score.version),
        (None, *ROLES).index(score.role),
        (score.day - FIRST_DAY).days,
        KINDS.index(score.kind),
        *score.pillars,
        score.random,
    )
    number = 0
    for digit, base in zip(digits, _BASES, strict=True):
        number = number * base + digit
    symbols = [0] * (LENGTH - 1 - CHECKS)
    for place in reversed(range(len(symbols))):
        number, symbols[place] = divmod(number, len(ALPHABET))
    code = "".join(ALPHABET[symbol] for symbol in append_check([_FIRST, *symbols]))
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(code: str) -> CodedScore:
    """Read a code. Raises InvalidAnswers with one fault for a text that is not a whole and unaltered code.

    The fault's key is "code", or for example "code.2" where the second group is the wrong one; its problem is one of

    `cut`: characters are missing. `too_long`: there are too many. `typo`: a character is another, or two changed places. `newer_version`:
    it is whole, and this program is too old to read it. `not_a_code`: anything else.
    """
    if len(code.strip()) > LONGEST:
        raise InvalidAnswers([_make_damage("not_a_code", code)])
    groups = _BETWEEN.sub("-", code).strip("-").split("-")
    symbols = [_SYMBOLS.get(character, UNKNOWN) for group in groups for character in group]
    # The check leaves open how many symbols of zero are at the end.
    if not _is_whole(symbols) or (symbols[0] == _FIRST and len(symbols) != LENGTH):
        raise InvalidAnswers([_find_damage(code, groups, symbols)])
    if symbols[0] > _FIRST:
        raise_fault("code", "newer_version", code, NEWER)
    number = 0
    for symbol in symbols[1:-CHECKS]:
        number = number * len(ALPHABET) + symbol
    digits = []
    for base in reversed(_BASES):
        number, digit = divmod(number, base)
        digits.append(digit)
    if symbols[0] < _FIRST or number:
        raise InvalidAnswers([_make_damage("not_a_code", code)])
    version, role, days, kind, *pillars, random = reversed(digits)
    if version >= len(VERSIONS) or role > len(ROLES):
        raise_fault("code", "newer_version", code, NEWER)
    day = FIRST_DAY + timedelta(days=days)
    return CodedScore(KINDS[kind], tuple(pillars), day, random, (None, *ROLES)[role], VERSIONS[version])


def _check_score(score: CodedScore) -> Iterator[Fault]:
    if score.kind not in KINDS:
        yield make_fault("kind", "unknown_kind", score.kind, f"{describe(score.kind)} is not a kind; there is {', '.join(KINDS)}")
    if score.version not in VERSIONS:
        yield make_fault("version", "unknown_version", score.version, f"{describe(score.version)} is not a version of the model")
    if score.role not in (None, *ROLES):
        yield make_fault("role", "unknown_role", score.role, f"{describe(score.role)} is not a role; there is {', '.join(ROLES)}")
    if len(score.pillars) != len(MODEL.pillars):
        yield make_fault("pillars", "missing", None, f"{len(score.pillars)} pillars, not {len(MODEL.pillars)}")
    numbers = [(f"pillars.{key}", tenths, MOST_TENTHS) for key, tenths in zip(MODEL.pillars, score.pillars, strict=False)]
    for key, number, most in [*numbers, ("random", score.random, RANDOMS - 1)]:
        if not 0 <= number <= most:
            yield make_fault(key, "out_of_range", number, f"{describe(number)} is not a whole number from 0 to {most}")
    if not 0 <= (score.day - FIRST_DAY).days < MOST_DAYS:
        yield make_fault("day", "out_of_range", str(score.day), f"{score.day} is not a day from {FIRST_DAY} on, within {MOST_DAYS} days")


def _find_damage(code: str, groups: Sequence[str], symbols: Sequence[int]) -> Fault:
    """Find the fault of a text that is not a whole code."""
    missing = LENGTH - len(symbols)
    unknown = [place for place, symbol in enumerate(symbols) if symbol == UNKNOWN]
    if symbols[:1] != [_FIRST]:
        # Other texts of this length are common, such as codes of links. So the check has to say that only the beginning is wrong.
        first, second, *others = *symbols, UNKNOWN, UNKNOWN
        mended = ([_FIRST, *symbols[1:]], [second, first, *others[:-2]])
        is_typo = missing == 0 and any(each[0] == _FIRST and _is_whole(each) for each in mended)
        return _make_damage("typo", code, "there is a typo", 0) if is_typo else _make_damage("not_a_code", code)
    if missing == 0 and len(unknown) <= CHECKS:
        place = locate_error(symbols) if not unknown else unknown[0] if len(unknown) == 1 else None
        return _make_damage("typo", code, "there is a typo", place)
    if unknown or abs(missing) > LENGTH // 2:
        return _make_damage("not_a_code", code)
    # Without its dashes, or with a group too many, a code does not show where.
    wrong = [number for number, group in enumerate(groups) if len(group) != GROUP] if len(groups) == LENGTH // GROUP else []
    place = wrong[0] * GROUP if len(wrong) == 1 else None
    if missing > 0:
        return _make_damage("cut", code, f"{missing} of its {LENGTH} characters are missing", place)
    return _make_damage("too_long", code, f"{-missing} characters more than its {LENGTH}", place)


def _is_whole(symbols: Sequence[int]) -> bool:
    """Return whether the check is right."""
    return 0 < len(symbols) <= MOST_SYMBOLS and UNKNOWN not in symbols and not any(find_syndromes(symbols))


def _make_damage(problem: str, code: str, message: str = "", place: int | None = None) -> Fault:
    """Make a fault that names the group of this place, where it is known."""
    if place is None:
        return make_fault("code", problem, code, message or f"{describe(code)} is not a code")
    number = place // GROUP + 1
    return make_fault("code", problem, code, f"{message} in group {number}")._replace(key=f"code.{number}")
