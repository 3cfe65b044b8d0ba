"""Answers, role and target as a code of a few letters and digits, for a link; and back.

>>> from ssi_core.answers import read_answers
>>> answers = read_answers({"answers": {"articles": "one", "groups": "unknown"}, "role": "hr", "target": 62.5})
>>> code = pack(answers)
>>> code, unpack(code) == answers
('1002ZyAiyNK6s1yr6q0z', True)
>>> unpack(code[:-3])
Traceback (most recent call last):
ssi_core.answers.InvalidAnswers: code: 3 of its 20 characters are missing

A code is one whole number, written in base 62. Its first digit is its version, which says what the others can mean: see `Layout`. The rest
is another whole number, in which every factor, the role and the target have a digit, each to a base of its own; times `CHECK`, a prime;
plus what makes the number as a whole a multiple of that prime. One character altered, or two that changed places, never leave it one;
whatever else happens to a code does once in 900 million times.
"""

from collections.abc import Mapping
from math import prod
from typing import NamedTuple, NoReturn

from ssi_core.advice import tenths_at_least
from ssi_core.answers import Answers, InvalidAnswers, fault, possible_answers, shown
from ssi_core.model import MODEL, TOTAL_POINTS, Model

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""Nothing that a link has to escape, or that a program which finds links in text would leave out of one."""
CHECK = 916_132_829
LONGEST = 100
"""Characters of a code that are looked at. No version needs nearly as many."""


class Layout(NamedTuple):
    """What codes of one version can say: each factor with its possible answers, and the roles. The order is part of it."""

    factors: tuple[tuple[str, tuple[str, ...]], ...]
    roles: tuple[str, ...]

    @property
    def bases(self) -> tuple[int, ...]:
        """How many values each digit has: for a factor nothing and its answers, none and the roles, no target and one in tenths."""
        return (*(1 + len(possible) for _, possible in self.factors), 1 + len(self.roles), 2 + 10 * TOTAL_POINTS)

    @property
    def length(self) -> int:
        """How many characters its codes have."""
        length, room = 1, 1
        while room < prod(self.bases) * CHECK:
            length, room = length + 1, room * len(DIGITS)
        return length


def layout_of(model: Model) -> Layout:
    """The layout that can say everything that is valid with this model."""
    factors = tuple((factor.key, possible_answers(factor)) for factor in model.factors)
    return Layout(factors, tuple(role.key for role in model.roles))


VERSION = 1
LAYOUTS: Mapping[int, Layout] = {VERSION: layout_of(MODEL)}
"""By version. Where answers or roles of the model change, what is there now gets the next version, and the old layout is written out here
in full: then old codes go on saying what they said. A test notices the change."""


def pack(answers: Answers) -> str:
    """The code for answers that `ssi_core.answers.read_answers` made. A target is rounded up to tenths, which asks for the same plan."""
    layout = LAYOUTS[VERSION]
    given = dict(answers.given)
    digits = [(None, *possible).index(given.get(key)) for key, possible in layout.factors]
    digits.append((None, *layout.roles).index(answers.role))
    digits.append(0 if answers.target is None else 1 + tenths_at_least(answers.target))
    number = 0
    for digit, base in zip(digits, layout.bases, strict=True):
        number = number * base + digit
    whole = VERSION * len(DIGITS) ** (layout.length - 1) + number * CHECK
    whole += -whole % CHECK
    code = ""
    while whole:
        whole, digit = divmod(whole, len(DIGITS))
        code = DIGITS[digit] + code
    return code


def unpack(code: str, layouts: Mapping[int, Layout] = LAYOUTS, model: Model = MODEL) -> Answers:
    """What a code says. An answer or role that the model no longer has is left out, as if it had not been given.

    White space in it does not count. Raises InvalidAnswers with one fault, its key "code", for what is not a whole and unaltered code:

    `cut`: characters at the end are missing. `altered`: some of it is not as it was made. `newer_version`: it is whole, and this program is
    too old to read it. `not_a_code`: anything else.
    """
    text = "".join(code.split())
    if not 0 < len(text) <= LONGEST or not set(text) <= set(DIGITS):
        _refuse("not_a_code", code, f"{shown(code)} is not a code")
    whole = 0
    for character in text:
        whole = whole * len(DIGITS) + DIGITS.index(character)
    version = DIGITS.index(text[0])
    if version not in layouts:
        if whole % CHECK == 0 and version > max(layouts):
            _refuse("newer_version", code, f"made by version {version}, and this is version {max(layouts)}")
        _refuse("not_a_code", code, f"{shown(code)} is not a code")
    layout = layouts[version]
    if len(text) < layout.length:
        _refuse("cut", code, f"{layout.length - len(text)} of its {layout.length} characters are missing")
    if len(text) > layout.length or whole % CHECK:
        _refuse("altered", code, f"{shown(code)} has been altered")
    number = (whole - version * len(DIGITS) ** (layout.length - 1)) // CHECK
    digits = []
    for base in reversed(layout.bases):
        number, digit = divmod(number, base)
        digits.append(digit)
    if number:
        _refuse("not_a_code", code, f"{shown(code)} is not a code")
    target, role, *answers = digits
    said = {key: possible[digit - 1] for (key, possible), digit in zip(layout.factors, reversed(answers), strict=True) if digit}
    known = {factor.key: possible_answers(factor) for factor in model.factors}
    return Answers(
        given=tuple((key, said[key]) for key, possible in known.items() if said.get(key) in possible),
        role=next((known.key for known in model.roles if role and known.key == layout.roles[role - 1]), None),
        target=_target(target - 1) if target else None,
    )


def _target(tenths: int) -> int | float:
    return tenths / 10 if tenths % 10 else tenths // 10


def _refuse(problem: str, code: str, message: str) -> NoReturn:
    raise InvalidAnswers([fault("code", problem, code, f"code: {message}")])
