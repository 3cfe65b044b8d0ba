"""The model: pillars, factors, levels, roles and observed averages, as frozen data without a word of any language.

LinkedIn has never published how it computes the Social Selling Index (SSI). This model is an estimate, and these are its rules:

- Four pillars of at most 25 points, six factors each. The factors are those named by Corinne Keijzer (2018) and Bart Schaap (2016).
- A factor weighs as much as the number of those two sources that name it: 2 or 1. Inside a pillar the weights are scaled to 25 points.
- Each factor has three to six ordered levels over the last `WINDOW_DAYS` days. A level is worth a `share` of its factor's points, in
  whole percent: the lowest level 0, the highest 100.
- `effort` is what one step up costs: hours over the window to come from the level below, our own estimate.

The shares are calibrated so that the personas in `ssi_core.personas` land where real members are observed; see there.

Everything in this module is checked on import: a model that breaks a rule raises ValueError with every breach.
"""

from typing import NamedTuple

VERSION = "1.0"
WINDOW_DAYS = 90
PILLAR_POINTS = 25
TOTAL_POINTS = 100

UNKNOWN = "unknown"
"""The answer "I don't know", valid for every factor."""
NOT_APPLICABLE = "not_applicable"
"""The answer "does not apply to me", valid where `Factor.optional` is true."""


class Level(NamedTuple):
    """One possible answer. `share`: percent of the factor's points, 0-100. `effort`: hours to come from the level below, 0 for the lowest."""

    key: str
    share: int
    effort: int


class Factor(NamedTuple):
    """One question. `sources`: who names it. `optional`: "not applicable" is a valid answer. `levels`: from worst to best."""

    key: str
    pillar: str
    sources: tuple[str, ...]
    optional: bool
    levels: tuple[Level, ...]

    @property
    def weight(self) -> int:
        """The evidence rule: one for each source that names the factor."""
        return len(self.sources)


class Role(NamedTuple):
    """What Keijzer (2018) considers a good total for a line of work, `low` to `high`, 0-100: her guideline, not a measurement."""

    key: str
    low: int
    high: int


class Observed(NamedTuple):
    """Averages read from real SSI pages (industry and network, 2026): `low` and `high` among the pages seen, in points, per pillar and total."""

    key: str
    low: float
    high: float


class RankAnchor(NamedTuple):
    """A total, 0-100, and the share of the industry, in percent, that scored as high or higher on the pages seen in 2026."""

    total: int
    top_percent: int


class Model(NamedTuple):
    """The whole model. Pillars, factors, levels and roles stand in the order in which they are shown."""

    version: str
    pillars: tuple[str, ...]
    factors: tuple[Factor, ...]
    roles: tuple[Role, ...]
    observed: tuple[Observed, ...]
    rank_anchors: tuple[RankAnchor, ...]

    def factors_of(self, pillar: str) -> tuple[Factor, ...]:
        """The factors of one pillar, in order."""
        return tuple(factor for factor in self.factors if factor.pillar == pillar)


KEIJZER = "keijzer"
SCHAAP = "schaap"
_BOTH = (KEIJZER, SCHAAP)


def _factor(pillar: str, key: str, sources: tuple[str, ...], *levels: tuple[str, int, int], optional: bool = False) -> Factor:
    return Factor(key, pillar, sources, optional, tuple(Level(*level) for level in levels))


_FACTORS = (
    # Each level: key, share of the factor's points in percent, hours of effort from the level below.
    _factor(
        "brand", "profile_completeness", _BOTH,
        ("beginner", 0, 0), ("intermediate", 40, 1), ("advanced", 80, 2), ("all_star", 100, 2),
    ),
    _factor(
        "brand", "rich_media", _BOTH,
        ("none", 0, 0), ("one", 50, 1), ("2_to_4", 80, 2), ("5_or_more", 100, 3),
    ),
    _factor(
        "brand", "endorsements", _BOTH,
        ("none", 0, 0), ("1_to_9", 25, 1), ("10_to_49", 65, 3), ("50_to_98", 85, 5), ("99_or_more", 100, 6),
    ),
    _factor(
        "brand", "recommendations", (SCHAAP,),
        ("none", 0, 0), ("1_or_2", 50, 2), ("3_to_5", 80, 3), ("6_or_more", 100, 3),
    ),
    _factor(
        "brand", "articles", _BOTH,
        ("none", 0, 0), ("one", 40, 5), ("two", 70, 5), ("3_or_more", 100, 5),
    ),
    _factor(
        "brand", "new_followers", (KEIJZER,),
        ("none", 0, 0), ("1_to_9", 20, 2), ("10_to_49", 50, 5), ("50_to_199", 80, 10), ("200_or_more", 100, 20),
    ),
    _factor(
        "find", "active_days", (KEIJZER,),
        ("hardly_ever", 0, 0), ("one_day_a_week", 15, 2), ("several_days_a_week", 40, 4), ("every_workday", 80, 6), ("every_day", 100, 6),
    ),
    _factor(
        "find", "people_search", _BOTH,
        ("never", 0, 0), ("monthly", 15, 1), ("weekly", 50, 3), ("several_a_week", 80, 5), ("daily", 100, 8),
    ),
    _factor(
        "find", "advanced_search", (SCHAAP,),
        ("never", 0, 0), ("once_or_twice", 20, 1), ("monthly", 45, 2), ("weekly", 80, 4), ("several_a_week", 100, 6),
    ),
    _factor(
        "find", "network_views", _BOTH,
        ("hardly_any", 0, 0), ("1_to_4_a_week", 20, 1), ("5_to_14_a_week", 55, 3), ("15_to_29_a_week", 80, 5), ("30_or_more_a_week", 100, 8),
    ),
    _factor(
        "find", "prospect_views", _BOTH,
        ("hardly_any", 0, 0), ("1_to_4_a_week", 20, 1), ("5_to_14_a_week", 55, 4), ("15_to_29_a_week", 80, 6), ("30_or_more_a_week", 100, 10),
    ),
    _factor(
        "find", "profile_popularity", (SCHAAP,),
        ("under_25", 0, 0), ("25_to_99", 20, 2), ("100_to_299", 50, 5), ("300_to_999", 80, 10), ("1000_or_more", 100, 20),
    ),
    _factor(
        "engage", "sharing", _BOTH,
        ("none", 0, 0), ("once_or_twice", 8, 1), ("monthly", 20, 2), ("weekly", 65, 8), ("several_a_week", 100, 18),
    ),
    _factor(
        "engage", "interactions_given", _BOTH,
        ("none", 0, 0), ("monthly", 8, 1), ("weekly", 30, 2), ("several_a_week", 65, 6), ("daily", 100, 10),
    ),
    _factor(
        "engage", "interactions_received", _BOTH,
        ("none", 0, 0), ("1_to_9", 8, 1), ("10_to_49", 25, 3), ("50_to_249", 60, 8), ("250_to_999", 85, 12), ("1000_or_more", 100, 20),
    ),
    _factor(
        "engage", "groups", _BOTH,
        ("none", 0, 0), ("member_only", 8, 1), ("sometimes_active", 40, 3), ("weekly_in_one", 75, 6), ("weekly_in_several", 100, 9),
    ),
    _factor(
        "engage", "company_pages", (SCHAAP,),
        ("none", 0, 0), ("1_to_9", 10, 1), ("10_or_more", 50, 1), ("10_and_sharing", 100, 4),
    ),
    _factor(
        "engage", "inmail_response", (KEIJZER,),
        ("none_answered", 0, 0), ("under_10_percent", 25, 3), ("10_to_24_percent", 75, 4), ("25_percent_or_more", 100, 6),
        optional=True,
    ),
    _factor(
        "relate", "connections", (SCHAAP,),
        ("under_50", 0, 0), ("50_to_149", 25, 3), ("150_to_299", 50, 5), ("300_to_499", 75, 7), ("500_or_more", 100, 8),
    ),
    _factor(
        "relate", "new_connections", (KEIJZER,),
        ("none", 0, 0), ("1_to_5", 20, 1), ("6_to_20", 50, 2), ("21_to_50", 80, 4), ("51_or_more", 100, 5),
    ),
    _factor(
        "relate", "senior_connections", _BOTH,
        ("none", 0, 0), ("1_to_9", 25, 2), ("10_to_49", 55, 4), ("50_to_199", 85, 8), ("200_or_more", 100, 12),
    ),
    _factor(
        "relate", "junior_connections", (KEIJZER,),
        ("none", 0, 0), ("1_to_9", 35, 1), ("10_to_49", 70, 2), ("50_or_more", 100, 4),
    ),
    _factor(
        "relate", "colleague_connections", (SCHAAP,),
        ("none", 0, 0), ("1_to_4", 30, 1), ("5_to_19", 65, 1), ("20_or_nearly_all", 100, 2),
        optional=True,
    ),
    _factor(
        "relate", "invitation_acceptance", (KEIJZER,),
        ("none", 0, 0), ("under_20_percent", 20, 1), ("20_to_39_percent", 60, 2), ("40_to_59_percent", 85, 3), ("60_percent_or_more", 100, 4),
    ),
)  # fmt: skip

MODEL = Model(
    version=VERSION,
    pillars=("brand", "find", "engage", "relate"),
    factors=_FACTORS,
    roles=(
        Role("member", 50, 55),
        Role("marketing", 60, 65),
        Role("hr", 60, 65),
        Role("recruiter", 75, 75),
        Role("sales", 75, 75),
        Role("digital_media", 75, 80),
    ),
    observed=(
        Observed("brand", 11.3, 13.2),
        Observed("find", 4.4, 5.4),
        Observed("engage", 1.6, 2.4),
        Observed("relate", 11.9, 16.3),
        Observed("total", 29.0, 36.0),
    ),
    rank_anchors=(RankAnchor(20, 75), RankAnchor(33, 37), RankAnchor(53, 9)),
)
