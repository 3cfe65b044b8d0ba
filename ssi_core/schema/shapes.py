"""The types of the JSON that programs and files exchange with this package.

What each field means is documented where it is made: `ssi_core.wire` for a score, `ssi_core.history.backup` for the saved file and
`ssi_core.linkedin_export.report` for the report. A named tuple that is written as it is stands for itself.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, NotRequired, TypedDict

from ssi_core.answers import list_answers
from ssi_core.comparison import Ranking
from ssi_core.history import backup, over_time, points
from ssi_core.linkedin_export.forecast import HORIZONS
from ssi_core.linkedin_export.over_time import UNSEEN
from ssi_core.linkedin_export.problems import MESSAGES, REASONS
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL_POINTS
from ssi_core.verdict import Verdict

PILLARS = list(MODEL.pillars)
FACTORS = [factor.key for factor in MODEL.factors]


def list_values(values: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    """List the values that a dictionary may have for each key; any of them may be absent."""
    return {"properties": {key: {"enum": [*each]} for key, each in values.items()}, "additionalProperties": False}


type Pillar = Annotated[str, {"enum": PILLARS}]
type Factor = Annotated[str, {"enum": FACTORS}]
type Role = Annotated[str, {"enum": [role.key for role in MODEL.roles]}]
type Version = Annotated[str, {"const": MODEL.version}]
type Total = Annotated[float, {"minimum": 0, "maximum": TOTAL_POINTS}]
type Points = Annotated[float, {"minimum": 0, "maximum": PILLAR_POINTS}]
type Loss = Annotated[float, {"minimum": -TOTAL_POINTS, "maximum": 0}]
type Count = Annotated[int, {"minimum": 0}]
type Answers = Annotated[dict[str, str], list_values({factor.key: list_answers(factor) for factor in MODEL.factors})]
type Levels = Annotated[dict[str, str], list_values({factor.key: tuple(each.key for each in factor.levels) for factor in MODEL.factors})]
type Day = Annotated[str, {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}]
type Moment = Annotated[str, {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"}]
# Of this or another version of the model, or of a point.
type Key = Annotated[str, {"pattern": f"^[A-Za-z0-9._-]{{1,{points.LONGEST_KEY}}}$"}]
type PillarScores = Annotated[dict[Pillar, PillarScore], {"required": PILLARS}]


class ScoreInput(TypedDict):
    """Answers to score."""

    answers: Answers
    role: NotRequired[Role | None]
    target: NotRequired[Total | None]
    done: NotRequired[Answers | None]
    real: NotRequired[dict[Pillar, Points | None] | None]
    next: NotRequired[bool | None]


class PillarScore(TypedDict):
    """The points of a pillar."""

    points: Points
    max: Count
    range: tuple[Points, Points]


class FactorScore(TypedDict):
    """The points of a factor within its pillar."""

    pillar: Pillar
    status: Literal["answered", "unknown", "unanswered", "not_applicable"]
    level: str | None
    points: Points
    max: Points


Step = TypedDict("Step", {"factor": Factor, "from": str, "to": str, "gain": Total, "effort": Count})
Step.__doc__ = "A factor from one level to a higher one: the points of the total that it gains, and the hours it takes."


class Plan(TypedDict):
    """The steps of least effort to a target."""

    target: Total
    status: Literal["reached", "already_met", "unreachable"]
    total: Total
    effort: Count
    steps: list[Step]


class Guideline(TypedDict):
    """The totals that are good for a role."""

    low: Count
    high: Count


class Totals(TypedDict):
    """A score in short."""

    total: Total
    range: tuple[Total, Total]
    pillars: PillarScores


class ScoreOutput(Totals):
    """A score, with its range and what to do next."""

    version: Version
    role: Role | None
    max: Count
    benchmark: Guideline | None
    factors: Annotated[dict[Factor, FactorScore], {"required": FACTORS}]
    missing: list[Factor]
    unknown: list[Factor]
    advice: list[Step]
    plan: Plan
    what_if: Totals | None
    start: Totals | None
    next: Factor | None
    verdict: Verdict


class SavedPoint(TypedDict):
    """A dated score, an estimate or the real one."""

    id: Key
    date: Moment
    kind: Literal["estimate", "real"]
    total: Total
    pillars: Annotated[dict[Pillar, Points | None], {"required": PILLARS}]
    range: NotRequired[tuple[Total, Total]]
    role: NotRequired[Key]
    version: NotRequired[Key]
    answers: NotRequired[dict[Key, Key]]
    industry: NotRequired[Ranking]
    network: NotRequired[Ranking]


class SavedPillar(TypedDict):
    """The points of a pillar on a day."""

    points: Points
    range: tuple[Points, Points]


class SavedDay(TypedDict):
    """The score as of a day. "assumed" are levels that the total takes where nothing was measured."""

    day: Day
    total: Total
    range: tuple[Total, Total]
    pillars: Annotated[dict[Pillar, SavedPillar], {"required": PILLARS}]
    answers: dict[Key, Key]
    assumed: dict[Key, Key]


class SavedLeaving(TypedDict):
    """A loss of points, because things leave the window of a factor."""

    factor: Key
    count: Count
    days: Count
    first: Day
    last: Day
    points: Loss


class SavedForecast(TypedDict):
    """The score so many days later, if nothing is done."""

    days: Count
    day: Day
    total: Total
    range: tuple[Total, Total]
    change: Loss
    leaving: list[SavedLeaving]


class SavedOverTime(TypedDict):
    """The score over time, from an archive."""

    version: Key
    days: Annotated[list[SavedDay], {"maxItems": over_time.MOST_DAYS}]
    forecast: list[SavedForecast]
    unseen: list[Key]


class SavedFile(TypedDict):
    """The file that the site saves. Its keys may be those of another version of the model."""

    format: Annotated[str, {"const": backup.FORMAT}]
    version: Annotated[int, {"minimum": 1, "maximum": backup.VERSION}]
    answers: dict[Key, Key]
    role: Key | None
    target: Total | None
    done: dict[Key, Key]
    measured: dict[Key, Key]
    over_time: NotRequired[SavedOverTime]
    points: Annotated[list[SavedPoint], {"maxItems": points.MOST_POINTS}]


class Evidence(TypedDict):
    """The evidence of an answer."""

    value: Count
    level: str
    files: list[str]
    confidence: Literal["counted", "proxy", "weak"]
    period: tuple[Day | None, Day | None]
    counts: dict[str, Count]


class FileProblem(TypedDict):
    """A problem with a file: the place of the file among those given, and LinkedIn's name for its kind."""

    file: Count
    kind: str | None
    name: str | None
    problem: Annotated[str, {"enum": list(MESSAGES)}]


class DayScore(Totals):
    """The score as of a day. "assumed" are levels that the total takes where nothing was measured."""

    day: Day
    answers: Answers
    assumed: Levels


Leaving = TypedDict(
    "Leaving", {"factor": Factor, "count": Count, "days": Count, "first": Day, "last": Day, "from": str, "to": str, "points": Loss}
)
Leaving.__doc__ = "A loss of points, because things leave the window of a factor."


class Forecast(Totals):
    """The score so many days after the last one, if nothing is done."""

    days: Annotated[int, {"enum": list(HORIZONS)}]
    day: Day
    answers: Answers
    change: Loss
    leaving: list[Leaving]


class Report(TypedDict):
    """Answers measured in LinkedIn's archive, with their evidence. The score over time is there where it was asked for."""

    answers: Answers
    evidence: dict[Factor, Evidence]
    not_measured: dict[Factor, Annotated[str, {"enum": list(REASONS)}]]
    newest: Day | None
    problems: list[FileProblem]
    over_time: NotRequired[list[DayScore]]
    forecast: NotRequired[list[Forecast]]
    unseen: NotRequired[list[Annotated[str, {"enum": list(UNSEEN)}]]]
