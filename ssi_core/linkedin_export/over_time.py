"""The score over time, from one archive: the 90-day window slides over its dates.

For each day, the answers are those of reading the same archive as of that day, without the rows that are dated later: see `timeline`. On
the archive's last day nothing is missing, so there they are the report's. Before it:

- A factor of files without dates (`UNDATED`) is not among the answers. It may have had any level up to that of the last day. The points
  take that level, so that the line shows only what is known to have moved; the range takes all of them.
- Before the first article there is no file of articles, so the reading has no answer. No article was published then, and the score knows.
- Any other factor that cannot be measured counts as unknown, as in every score.

`UNSEEN` lists what no archive shows. Because of it, earlier days can look lower than they were, or different.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ssi_core.answers import Answers
from ssi_core.linkedin_export.dates import format_day
from ssi_core.linkedin_export.measures import UNDATED, measure_day
from ssi_core.linkedin_export.names import ARTICLES
from ssi_core.linkedin_export.timeline import Timeline
from ssi_core.model import MODEL
from ssi_core.scoring import Result, score

MOST_DAYS = 360
"""Days for which the score is computed: one a month for thirty years, which is longer than LinkedIn exists."""
MOST_WORK = 1_000_000
"""The things to look at one by one, over all days. With more of them there are fewer days; members' own archives stay far below."""

UNSEEN = {
    "lost_connections": "connections that were removed before the archive was made",
    "deleted_posts": "posts, comments and reactions that were deleted, and company pages that are no longer followed",
    "present_titles": "the titles and employers that connections had at the time: today's count",
    "late_logs": "what was done before LinkedIn began to log it, or longer ago than a log goes back: it counts as not done",
    "undated": "the profile and the groups at the time: only the last day's are known",
}
"""The gaps in an archive for the days before its last, each with a line of English for developers."""

type AnswerPairs = tuple[tuple[str, str], ...]
"""Answers, as in `Answers.given`."""


class Day(NamedTuple):
    """The score as of a day. `answers`: those measured. `assumed`: levels that the points take where nothing was measured.

    `points`: the result that has the points, `lowest` and `highest`: those that have the ends of the range.
    """

    day: int
    answers: AnswerPairs
    assumed: AnswerPairs
    points: Result
    lowest: Result
    highest: Result


def list_days(timeline: Timeline) -> list[int]:
    """List the last day of each month of the archive's span, and its last day. The list is empty where nothing has a date."""
    if timeline.first is None or timeline.last is None:
        return []
    days = [timeline.last]
    first_of_month = date.fromordinal(timeline.last).replace(day=1).toordinal()
    while first_of_month > timeline.first and len(days) < min(MOST_DAYS, MOST_WORK // (timeline.work + 1)):
        days.append(first_of_month - 1)
        first_of_month = date.fromordinal(first_of_month - 1).replace(day=1).toordinal()
    return days[::-1]


def score_day(timeline: Timeline, present: Mapping[str, str], day: int) -> Day:
    """Score any day up to the archive's last. `present`: the answers of the last day."""
    if day == timeline.last:
        result = _score(tuple(present.items()))
        return Day(day, tuple(present.items()), (), result, result, result)
    answers = measure_day(timeline.cut(day), day)
    assumed = {factor: present[factor] for factor in UNDATED if factor in present}
    worst = {factor: MODEL.find_factor(factor).levels[0].key for factor in assumed}
    if ARTICLES in present and ARTICLES not in answers:
        worst[ARTICLES] = assumed[ARTICLES] = MODEL.find_factor(ARTICLES).levels[0].key
    # The level that is assumed is the highest there can have been.
    points = _score(sort_answers({**answers, **assumed}))
    return Day(day, sort_answers(answers), sort_answers(assumed), points, _score(sort_answers({**answers, **worst})), points)


def sort_answers(answers: Mapping[str, str]) -> AnswerPairs:
    """Put answers into the model's order."""
    return tuple([(factor.key, answers[factor.key]) for factor in MODEL.factors if factor.key in answers])


@lru_cache(maxsize=16)
def _score(given: AnswerPairs) -> Result:
    return score(Answers(given))


def dump_day(day: Day) -> dict[str, object]:
    """Write a day as JSON."""
    return {
        "day": format_day(day.day),
        "answers": dict(day.answers),
        "assumed": dict(day.assumed),
        "total": day.points.total,
        "range": (day.lowest.range[0], day.highest.range[1]),
        "pillars": {
            pillar.key: {"points": pillar.points, "max": pillar.max, "range": (low.range[0], high.range[1])}
            for pillar, low, high in zip(day.points.pillars, day.lowest.pillars, day.highest.pillars, strict=True)
        },
    }
