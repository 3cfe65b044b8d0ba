"""Share codes: answers, role and target ↔ a few letters and digits for a link.

>>> from ssi_core.answers import read_answers
>>> answers = read_answers({"answers": {"articles": "one", "groups": "unknown"}, "role": "hr", "target": 62.5})
>>> code = pack(answers)
>>> code, unpack(code) == answers
('2002WhlCQFFu4rk0QwUH', True)
>>> unpack(code[:-3])
Traceback (most recent call last):
ssi_core.faults.InvalidAnswers: code: 3 of its 20 characters are missing

A code is one whole number, written in base 62. Its first digit is its version, which says what the others can mean: see `Layout`. The
rest is another whole number, in which every factor, the role and the target have a digit, each to a base of its own; times `CHECK`, a
prime; plus the remainder that makes the number as a whole a multiple of that prime. One altered character, or two that changed places,
never leave it one; any other damage to a code does once in 900 million times.
"""

from collections.abc import Mapping
from math import prod
from typing import NamedTuple

from ssi_core.advice import ceil_tenths
from ssi_core.answers import Answers, list_answers
from ssi_core.faults import describe, raise_fault
from ssi_core.model import MODEL, TOTAL_POINTS, Model
from ssi_core.versions import EARLIER

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""Characters that a link need not escape, and that programs which find links in text never cut off."""
CHECK = 916_132_829
LONGEST = 100
"""Characters of a code that are read. No version needs nearly as many."""


class Layout(NamedTuple):
    """The layout of one version's codes: factors with their possible answers, and roles. The order is part of it."""

    factors: tuple[tuple[str, tuple[str, ...]], ...]
    roles: tuple[str, ...]

    @property
    def bases(self) -> tuple[int, ...]:
        """The number of values of each digit.

        For a factor: no answer and its answers; for the role: none and the roles; for the target: none and one in tenths.
        """
        return (*(1 + len(possible) for _, possible in self.factors), 1 + len(self.roles), 2 + 10 * TOTAL_POINTS)

    @property
    def length(self) -> int:
        """The number of characters of its codes."""
        length, room, needed = 1, 1, prod(self.bases) * CHECK
        while room < needed:
            length, room = length + 1, room * len(DIGITS)
        return length


def make_layout(model: Model) -> Layout:
    """Make the layout that can hold every valid answer of this model."""
    factors = tuple((factor.key, list_answers(factor)) for factor in model.factors)
    return Layout(factors, tuple(role.key for role in model.roles))


VERSION = 2
LAYOUTS: Mapping[int, Layout] = {
    1: Layout(tuple(EARLIER["1.0"].items()), ("member", "marketing", "hr", "recruiter", "sales", "digital_media")),
    VERSION: make_layout(MODEL),
}
"""By version. When answers or roles of the model change, the current layout gets the next version, and the old one is written out here in
full: then old codes keep their meaning. A test notices the change.
"""


def pack(answers: Answers) -> str:
    """Encode answers that `ssi_core.answers.read_answers` made. A target is rounded up to tenths, which asks for the same plan."""
    layout = LAYOUTS[VERSION]
    given = dict(answers.given)
    digits = [(None, *possible).index(given.get(key)) for key, possible in layout.factors]
    digits.append((None, *layout.roles).index(answers.role))
    digits.append(0 if answers.target is None else 1 + ceil_tenths(answers.target))
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
    """Decode a code, as `decode` does, without what was left out."""
    return decode(code, layouts, model)[0]


def decode(code: str, layouts: Mapping[int, Layout] = LAYOUTS, model: Model = MODEL) -> tuple[Answers, tuple[str, ...]]:
    """Decode a code. Answers and roles that the model no longer has are left out, as if never given.

    Also returns the factors whose answers were left out: their questions have changed. White space in the code does not count. Raises
    InvalidAnswers with one fault, its key "code", for a code that is not whole and unaltered:

    `cut`: characters at the end are missing. `altered`: some of it was changed after it was made. `newer_version`: it is whole, and this
    program is too old to read it. `not_a_code`: anything else.
    """
    text = "".join(code.split())
    if not 0 < len(text) <= LONGEST or not set(text) <= set(DIGITS):
        raise_fault("code", "not_a_code", code, f"{describe(code)} is not a code")
    whole = 0
    for character in text:
        whole = whole * len(DIGITS) + DIGITS.index(character)
    version = DIGITS.index(text[0])
    if version not in layouts:
        if whole % CHECK == 0 and version > max(layouts):
            raise_fault("code", "newer_version", code, f"made by version {version}, and this is version {max(layouts)}")
        raise_fault("code", "not_a_code", code, f"{describe(code)} is not a code")
    layout = layouts[version]
    length = layout.length
    if len(text) < length:
        raise_fault("code", "cut", code, f"{length - len(text)} of its {length} characters are missing")
    if len(text) > length or whole % CHECK:
        raise_fault("code", "altered", code, f"{describe(code)} has been altered")
    number = (whole - version * len(DIGITS) ** (length - 1)) // CHECK
    digits = []
    for base in reversed(layout.bases):
        number, digit = divmod(number, base)
        digits.append(digit)
    if number:
        raise_fault("code", "not_a_code", code, f"{describe(code)} is not a code")
    target, role, *answers = digits
    decoded = {key: possible[digit - 1] for (key, possible), digit in zip(layout.factors, reversed(answers), strict=True) if digit}
    known = {factor.key: list_answers(factor) for factor in model.factors}
    changed = tuple(key for key, possible in known.items() if key in decoded and decoded[key] not in possible)
    found = Answers(
        given=tuple((key, decoded[key]) for key, possible in known.items() if decoded.get(key) in possible),
        role=next((known.key for known in model.roles if role and known.key == layout.roles[role - 1]), None),
        target=_parse_target(target - 1) if target else None,
    )
    return found, changed


def _parse_target(tenths: int) -> int | float:
    return tenths / 10 if tenths % 10 else tenths // 10
