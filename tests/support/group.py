"""Random scores, codes and members of groups, all of them valid."""

from datetime import date, timedelta

from hypothesis import strategies as st

from ssi_core.group.code import FIRST_DAY, MOST_DAYS, MOST_TENTHS, RANDOMS, ROLES, VERSIONS, CodedScore, make_code
from ssi_core.group.members import Member
from ssi_core.history.points import KINDS
from ssi_core.model import VERSION
from ssi_core.personas import PERSONAS
from ssi_core.share_code import pack

coded_scores = st.builds(
    CodedScore,
    kind=st.sampled_from(KINDS),
    pillars=st.tuples(*[st.integers(0, MOST_TENTHS)] * 4),
    day=st.integers(0, MOST_DAYS - 1).map(lambda days: FIRST_DAY + timedelta(days=days)),
    random=st.integers(0, RANDOMS - 1),
    role=st.sampled_from((None, *ROLES)),
    version=st.sampled_from(VERSIONS),
)


def make_members(name: str, *totals: int, role: str | None = None) -> list[Member]:
    """Make members by their totals in tenths. Their codes begin with `name`."""
    return [
        Member(f"{name}{place}", "estimate", (total - 3 * (total // 4), *[total // 4] * 3), VERSION, role)
        for place, total in enumerate(totals)
    ]


def write_pair(number: int) -> str:
    """Write what somebody sends: a name, the code of a real score, and a link to the answers of a persona."""
    code = make_code(CodedScore("real", (120 - number, 40, 20, 250), date(2026, 11, 29), random=number, role="sales"))
    answers = PERSONAS[number % len(PERSONAS)].answers._replace(role="hr", target=60)
    return f"Anna {number}: {code} https://ssi.example/en/quiz.html#code={pack(answers)}"
