"""Text of any kind → the people whose codes and links are in it.

>>> text = '''Anna: S2FDX-EAR53-KBYYZ-FQRJ5
... https://ssi.example/en/quiz.html#code=2002WhlCQFFu4rk0QwUH.
... s2fdx ear53 kbyyz fqrj5 (sent again)
... S2FDX-EAR5X-KBYYZ-FQRJ5'''
>>> found = find_codes(text)
>>> [(member.pillars, member.role, member.answers is not None) for member in found.members], found.repeated
([((125, 48, 20, 163), 'sales', False), ((120, 125, 125, 125), 'hr', True)], 1)
>>> found.unread
(UnreadLine(number=4, problem='typo', group=2, text='S2FDX-EAR5X-KBYYZ-FQRJ5'),)

A code and a link in one line are of one person, whose score is that of the code, and whose answers are those of the link. Every other code
or link is a person. Whoever sends a code again, now with a link, gives the answers so. Two people with the same link have the same answers,
and count once: a link has no random part.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ssi_core.answers import Answers
from ssi_core.faults import LONGEST_SHOWN, Fault, InvalidAnswers
from ssi_core.group.code import CodedScore, make_code, read_code, to_tenths
from ssi_core.history.points import ESTIMATE
from ssi_core.model import VERSION
from ssi_core.scoring import score
from ssi_core.share_code import pack, unpack

NO_CODE = "no_code"
"""The problem of a line in which nothing looks like a code."""
TOO_MANY = "too_many"
"""The problem of a line with more people than a group may have, or beyond `MOST_TRIED`."""

MOST_MEMBERS = 500
MOST_TRIED = 5000
"""Texts that are tried as a code: ten for each member. Most lines of a long text hold none."""
MOST_UNREAD = 1000
"""Lines that are listed as unread, of those without a code and of the others."""

# In this order: a code with its dashes or spaces, in which a group may lack a character or have one too many; a code in a link; anything
# long enough for a code without spaces. What may stand before comes first, so that most places are passed at once. Each is found or not
# without looking back, so that the time is that of reading the text.
_CANDIDATE = re.compile(
    r"""(?:(?<![0-9A-Za-z])|(?<=%23)(?=[Cc][Oo][Dd][Ee](?:=|%3[Dd])))(?:
    (?P<spaced>[Ss][0-9A-Za-z]{3,5}(?:[\ \t\u00a0\u2010-\u2015\u2212-]{1,3}[0-9A-Za-z]{4,6}){3})(?!-?[0-9A-Za-z])
    |[Cc][Oo][Dd][Ee](?:=|%3[Dd])(?P<linked>[0-9A-Za-z-]++)
    |(?P<joined>[0-9A-Za-z](?:[\u2010-\u2015\u2212-]?[0-9A-Za-z]){11,}+)
    )
    """,
    re.VERBOSE,
)
SHORTEST_GROUP = 4
"""Characters of a group that lacks one."""
_DIGIT = re.compile("[0-9]")


class Member(NamedTuple):
    """One person's score. `code`: a text that no other member of the group has, the code or that of the link.

    `kind`, `pillars`, `version` and `role`: as in `ssi_core.group.code.CodedScore`. `day`: None for a link. `answers`: None without a link.
    """

    code: str
    kind: str
    pillars: tuple[int, ...]
    version: str
    role: str | None
    day: date | None = None
    answers: Answers | None = None


class UnreadLine(NamedTuple):
    """A line that was not read, or not whole. `number`: from 1. `text`: its beginning, or the code that could not be read.

    `problem`: of `ssi_core.group.code.read_code` or `ssi_core.share_code.decode`, `NO_CODE` or `TOO_MANY`. `group`: of a code with a typo
    or the wrong length, the group that shows it, from 1; or None.
    """

    number: int
    problem: str
    group: int | None
    text: str


class FoundCodes(NamedTuple):
    """The people in a text, in order. `repeated`: codes that stood there before. `unread`: lines, of which `unread_count` is the number.

    Only the first MOST_UNREAD lines without a code are listed, and as many others.
    """

    members: tuple[Member, ...]
    repeated: int
    unread: tuple[UnreadLine, ...]
    unread_count: int


def make_member(coded: CodedScore, answers: Answers | None = None) -> Member:
    """Make a member from what a code says, and perhaps the answers of a link."""
    return Member(make_code(coded), coded.kind, coded.pillars, coded.version, coded.role, coded.day, answers)


def make_member_from_answers(answers: Answers) -> Member:
    """Make a member from the answers of a link, as today's model scores them."""
    pillars = tuple(to_tenths(pillar.points) for pillar in score(answers).pillars)
    return Member(pack(answers), ESTIMATE, pillars, VERSION, answers.role, answers=answers)


def format_member(member: Member) -> str:
    """Write a member as a line in which `find_codes` finds that member alone.

    >>> format_member(find_codes("Anna: s2fdx ear53 kbyyz fqrj5, /quiz.html#code=2002WhlCQFFu4rk0QwUH").members[0])
    'S2FDX-EAR53-KBYYZ-FQRJ5 2002WhlCQFFu4rk0QwUH'
    """
    link = "" if member.answers is None else pack(member.answers)
    return " ".join(dict.fromkeys(part for part in (member.code, link) if part))


def find_codes(text: str) -> FoundCodes:
    """Find every code and link in a text, and the lines that cannot be read.

    Never fails. It takes time in proportion to the text, and tries MOST_TRIED texts as a code at most.
    """
    reader = _Reader()
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        # Most of a long text is passed over here.
        if _CANDIDATE.search(line):
            reader.read_line(number, line)
        elif line and not line.isspace():
            reader.pass_over(number, line)
    unread = sorted((*reader.faulty, *reader.empty), key=lambda line: line.number)
    return FoundCodes(tuple(reader.members.values()), reader.repeated, tuple(unread), reader.unread_count)


class _Reader:
    """The people found so far, and the lines that were not read."""

    def __init__(self) -> None:
        self.members: dict[CodedScore | str, Member] = {}
        self.repeated = 0
        self.tried = 0
        self.faulty: list[UnreadLine] = []
        self.empty: list[UnreadLine] = []
        self.unread_count = 0

    def read_line(self, number: int, line: str) -> None:
        """Add the people of a line. List it as unread if one of them could not be read, or added."""
        found: list[CodedScore | Answers] = []
        unread: list[tuple[int, UnreadLine]] = []
        at = 0
        while candidate := _CANDIDATE.search(line, at):
            if self.tried == MOST_TRIED:
                unread.append((len(line), _make_line(number, TOO_MANY, line)))
                break
            self.tried += 1
            read = _read_candidate(candidate)
            at = candidate.end()
            if isinstance(read, CodedScore | Answers):
                found.append(read)
                # A name before a code can look like its first group.
                unread = [(end, each) for end, each in unread if end <= candidate.start()]
                continue
            if candidate["spaced"]:
                at = candidate.start() + SHORTEST_GROUP
            if read is not None:
                unread.append((candidate.end(), _make_line(number, read.problem, read.value, read.key)))
        added = [self._add(identity, member) for identity, member in _join_members(found)]
        if not all(added):
            unread.append((len(line), _make_line(number, TOO_MANY, line)))
        if unread:
            self.unread_count += 1
            if len(self.faulty) < MOST_UNREAD:
                self.faulty.append(unread[0][1])
        elif not found:
            self.pass_over(number, line)

    def pass_over(self, number: int, line: str) -> None:
        """List a line without a code."""
        self.unread_count += 1
        # Most lines of a long text come here, and only the first are listed.
        if len(self.empty) < MOST_UNREAD:
            self.empty.append(_make_line(number, NO_CODE, line))

    def _add(self, identity: CodedScore | str, member: Member) -> bool:
        """Add a member, or their answers if only these are new. Return whether there was room."""
        if identity in self.members:
            self.repeated += 1
            if self.members[identity].answers is None and member.answers is not None:
                self.members[identity] = member
        elif len(self.members) == MOST_MEMBERS:
            return False
        else:
            self.members[identity] = member
        return True


def _make_line(number: int, problem: str, text: str | None, key: str = "") -> UnreadLine:
    """Make an unread line. `key`: of a fault, which ends with the group that shows it."""
    group = key.partition(".")[2]
    return UnreadLine(number, problem, int(group) if group else None, (text or "").strip()[:LONGEST_SHOWN])


def _read_candidate(candidate: re.Match[str]) -> CodedScore | Answers | Fault | None:
    """Read a text that may be a code of either kind. A fault is one of what surely was meant as a code."""
    text = candidate["spaced"] or candidate["linked"] or candidate["joined"]
    fault = None
    if not candidate["spaced"]:
        try:
            return unpack(text)
        except InvalidAnswers as invalid:
            # Outside a link, a long number that begins as codes do is more often something else.
            if candidate["linked"]:
                fault = invalid.faults[0]
    try:
        return read_code(text)
    except InvalidAnswers as invalid:
        if invalid.faults[0].problem != "not_a_code" and _DIGIT.search(text):
            fault = invalid.faults[0]
    return fault


def _join_members(found: list[CodedScore | Answers]) -> Iterator[tuple[CodedScore | str, Member]]:
    """Yield the people of a line, each with what nobody else has: one person where it has one code and one link."""
    match sorted(found, key=lambda each: isinstance(each, Answers)):
        case [CodedScore() as coded, Answers() as answers]:
            yield _identify(coded), make_member(coded, answers)
        case _:
            for each in found:
                if isinstance(each, Answers):
                    member = make_member_from_answers(each)
                    yield member.code, member
                else:
                    yield _identify(each), make_member(each)


def _identify(coded: CodedScore) -> CodedScore:
    """Return the score without the line of work, which one of two codes may lack."""
    return coded._replace(role=None)
