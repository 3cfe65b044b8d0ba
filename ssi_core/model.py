"""The model: pillars, factors, levels, roles and observed averages, as frozen data.

It holds no word of any language. LinkedIn has never published how it computes the Social Selling Index (SSI). This model is an estimate, by
these rules:

- Four pillars of at most 25 points, six factors each. The factors are those named by Corinne Keijzer (2018) and Bart Schaap (2016).
- A factor weighs as much as the number of those two sources that name it: 2 or 1. Inside a pillar the weights are scaled to 25 points.
- Each factor has three to six ordered levels over the last `WINDOW_DAYS` days. A level is worth a `share` of its factor's points, in whole
  percent: the lowest level 0, the highest 100.
- `effort` is the cost of one step up: hours over the window to come from the level below, our own estimate.

The shares are calibrated so that the personas in `ssi_core.personas` land where real members are observed; see there.

The data are checked on import, see `check_model`. A changed model gets a new `VERSION`. A level whose meaning changes gets a new key, so
that no old answer is taken for a new one; `ssi_core.versions` has the keys that went.

>>> len(MODEL.factors), [len(MODEL.find_factors(pillar)) for pillar in MODEL.pillars]
(24, [6, 6, 6, 6])
>>> MODEL.find_factor("connections").levels[-1]
Level(key='500_or_more', share=100, effort=8)
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

VERSION = "2.0"
WINDOW_DAYS = 90
PILLAR_POINTS = 25
TOTAL_POINTS = 100

UNKNOWN = "unknown"
"""The answer "I don't know", valid for every factor."""
NOT_APPLICABLE = "not_applicable"
"""The answer "does not apply to me", valid where `Factor.optional` is true."""


class Level(NamedTuple):
    """One possible answer. `share`: percent of the factor's points, 0-100. `effort`: hours from the level below, 0 for the lowest."""

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
    """A line of work, and the total that Keijzer (2018) considers good for it. `low` to `high`, 0-100: her guideline, not a measurement."""

    key: str
    low: int
    high: int


class ScoreRange(NamedTuple):
    """A range of points, from `low` to `high`. `key`: a pillar, or `TOTAL`.

    In `Model.observed`: the lowest and the highest average seen on real SSI pages (industry and network, 2026).
    """

    key: str
    low: float
    high: float


class RankAnchor(NamedTuple):
    """A point of the ranking on the pages seen in 2026. `top_percent`: the share of the industry, in percent, that scored `total` (0-100)
    or more.
    """

    total: int
    top_percent: int


class Band(NamedTuple):
    """The members who scored `low` to `high`, both included, 0-100. `percent`: of all who were counted."""

    low: int
    high: int
    percent: float


class Distribution(NamedTuple):
    """LinkedIn's own count of all sales professionals, in `month` of `year`. `average`: of their totals, 0-100. `bands`: how many scored
    what.
    """

    year: int
    month: int
    average: float
    bands: tuple[Band, ...]


class Model(NamedTuple):
    """The whole model. Pillars, factors, levels and roles are in display order."""

    version: str
    pillars: tuple[str, ...]
    factors: tuple[Factor, ...]
    roles: tuple[Role, ...]
    observed: tuple[ScoreRange, ...]
    rank_anchors: tuple[RankAnchor, ...]
    distribution: Distribution

    def find_factors(self, pillar: str) -> tuple[Factor, ...]:
        """Return the factors of one pillar, in order. The tuple is empty for a pillar that is not the model's."""
        return tuple(factor for factor in self.factors if factor.pillar == pillar)

    def find_factor(self, key: str) -> Factor:
        """Return the factor with this key. Raises KeyError where there is none."""
        for factor in self.factors:
            if factor.key == key:
                return factor
        raise KeyError(key)

    def find_role(self, key: str) -> Role:
        """Return the role with this key. Raises KeyError where there is none."""
        for role in self.roles:
            if role.key == key:
                return role
        raise KeyError(key)


TOTAL = "total"
"""The key of the total where it stands beside pillars, as in `Model.observed`. No pillar may have this key."""


def check_model(model: Model) -> Model:
    """Return the model if it keeps every rule. Else raises ValueError with one line for each breach, all of them at once.

    >>> check_model(MODEL) is MODEL
    True
    >>> check_model(MODEL._replace(version="", pillars=("brand", "find", "engage")))
    Traceback (most recent call last):
    ValueError: the version is empty
    3 pillars of 25 points do not make 100
    connections: "relate" is not a pillar
    new_connections: "relate" is not a pillar
    senior_connections: "relate" is not a pillar
    junior_connections: "relate" is not a pillar
    colleague_connections: "relate" is not a pillar
    invitation_acceptance: "relate" is not a pillar
    the observed averages are of brand, find, engage, relate, total, not of brand, find, engage, total
    """
    breaches = [*_check_pillars(model), *_check_factors(model), *_check_guides(model)]
    if breaches:
        raise ValueError("\n".join(breaches))
    return model


def _check_pillars(model: Model) -> Iterator[str]:
    if not model.version:
        yield "the version is empty"
    yield from _check_keys("pillar", model.pillars, reserved=(TOTAL,))
    if len(model.pillars) * PILLAR_POINTS != TOTAL_POINTS:
        yield f"{len(model.pillars)} pillars of {PILLAR_POINTS} points do not make {TOTAL_POINTS}"
    for pillar in model.pillars:
        if all(factor.optional for factor in model.find_factors(pillar)):
            # Else every factor of a pillar could be not applicable, and no weight would be left to share.
            yield f"{pillar}: no factor that always applies"


def _check_factors(model: Model) -> Iterator[str]:
    yield from _check_keys("factor", [factor.key for factor in model.factors])
    for factor in model.factors:
        if factor.pillar not in model.pillars:
            yield f'{factor.key}: "{factor.pillar}" is not a pillar'
        if not factor.sources or len(set(factor.sources)) < len(factor.sources):
            yield f"{factor.key}: needs one source or more, each once"
        yield from (f"{factor.key}: {breach}" for breach in _check_levels(factor.levels))
    order = [model.pillars.index(factor.pillar) for factor in model.factors if factor.pillar in model.pillars]
    if order != sorted(order):
        yield "the factors do not stand pillar by pillar, in the order of the pillars"


def _check_levels(levels: tuple[Level, ...]) -> Iterator[str]:
    yield from _check_keys("level", [level.key for level in levels], reserved=(UNKNOWN, NOT_APPLICABLE))
    if not 3 <= len(levels) <= 6:
        yield f"{len(levels)} levels, not three to six"
    if not all(type(number) is int for level in levels for number in level[1:]):
        yield "a share or effort that is not a whole number"
    elif levels:
        shares = [level.share for level in levels]
        if (shares[0], shares[-1]) != (0, 100) or not _is_rising(shares):
            yield "the shares do not rise from 0 to 100"
        if levels[0].effort != 0 or any(level.effort < 1 for level in levels[1:]):
            yield "the efforts are not 0 for the lowest level and at least 1 for every other"


def _check_guides(model: Model) -> Iterator[str]:
    yield from _check_keys("role", [role.key for role in model.roles])
    for role in model.roles:
        if not 0 <= role.low <= role.high <= TOTAL_POINTS:
            yield f"{role.key}: {role.low} to {role.high} is not a benchmark within 0 to {TOTAL_POINTS}"
    observed, scores = tuple(average.key for average in model.observed), (*model.pillars, TOTAL)
    if observed != scores:
        yield f"the observed averages are of {', '.join(observed)}, not of {', '.join(scores)}"
    for key, low, high in model.observed:
        most = TOTAL_POINTS if key == TOTAL else PILLAR_POINTS
        if not 0 <= low <= high <= most:
            yield f"{key}: {low} to {high} is not an observed average within 0 to {most}"
    anchors = model.rank_anchors
    if not _is_rising([anchor.total for anchor in anchors]) or not _is_rising([-anchor.top_percent for anchor in anchors]):
        yield "the rank anchors do not rise in total and fall in percent"
    if not all(0 <= anchor.total <= TOTAL_POINTS and 0 < anchor.top_percent <= 100 for anchor in anchors):
        yield "a rank anchor outside 0 to 100"
    bands = model.distribution.bands
    if [band.low for band in bands] != [0, *(band.high + 1 for band in bands[:-1])] or bands[-1].high != TOTAL_POINTS:
        yield f"the bands of the distribution do not run from 0 to {TOTAL_POINTS} without gaps"
    if round(sum(band.percent for band in bands), 1) != 100:
        yield "the bands of the distribution do not hold everyone"


def _check_keys(kind: str, keys: Sequence[str], reserved: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield a line for each key that is repeated, reserved or misspelt.

    Keys are names in URLs, forms, file names and JSON: lower case letters, digits and underscores; each once.
    """
    for key in dict.fromkeys(keys):
        if not key or not set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789_"):
            yield f'"{key}" is not a key: lower case letters, digits and underscores only'
        if key in reserved:
            yield f'{kind} "{key}": the key has a meaning of its own'
        if keys.count(key) > 1:
            yield f'{kind} "{key}" stands {keys.count(key)} times'


def _is_rising(numbers: Sequence[int]) -> bool:
    return all(low < high for low, high in pairwise(numbers))


KEIJZER = "keijzer"
SCHAAP = "schaap"
_BOTH = (KEIJZER, SCHAAP)


def _make_factor(pillar: str, key: str, sources: tuple[str, ...], *levels: tuple[str, int, int], optional: bool = False) -> Factor:
    return Factor(key, pillar, sources, optional, tuple(Level(*level) for level in levels))


_FACTORS = (
    # Each level: key, share of the factor's points in percent, hours of effort from the level below.
    _make_factor(
        "brand", "profile_completeness", _BOTH,
        ("beginner", 0, 0), ("intermediate", 40, 1), ("advanced", 80, 2), ("all_star", 100, 2),
    ),
    _make_factor(
        "brand", "rich_media", _BOTH,
        ("none", 0, 0), ("one", 50, 1), ("2_to_4", 80, 2), ("5_or_more", 100, 3),
    ),
    _make_factor(
        "brand", "endorsements", _BOTH,
        ("none", 0, 0), ("1_to_4", 25, 1), ("5_to_19", 65, 2), ("20_to_49", 85, 4), ("50_or_more", 100, 6),
    ),
    _make_factor(
        "brand", "recommendations", (SCHAAP,),
        ("none", 0, 0), ("1_or_2", 50, 2), ("3_to_5", 80, 3), ("6_or_more", 100, 3),
    ),
    _make_factor(
        "brand", "articles", _BOTH,
        ("none", 0, 0), ("one", 40, 5), ("two", 70, 5), ("3_or_more", 100, 5),
    ),
    _make_factor(
        "brand", "new_followers", (KEIJZER,),
        ("under_5", 0, 0), ("5_to_24", 20, 2), ("25_to_99", 50, 5), ("100_to_299", 80, 10), ("300_or_more", 100, 20),
    ),
    _make_factor(
        "find", "active_days", (KEIJZER,),
        ("under_1_day", 0, 0), ("1_day", 15, 2), ("2_to_4_days", 40, 4), ("5_or_6_days", 80, 6), ("7_days", 100, 6),
    ),
    _make_factor(
        "find", "people_search", _BOTH,
        ("never", 0, 0), ("monthly", 15, 1), ("weekly", 50, 3), ("2_to_4_days_a_week", 80, 5), ("daily", 100, 8),
    ),
    _make_factor(
        "find", "advanced_search", (SCHAAP,),
        ("never", 0, 0), ("once_or_twice", 20, 1), ("monthly", 45, 2), ("weekly", 80, 4), ("several_a_week", 100, 6),
    ),
    _make_factor(
        "find", "network_views", _BOTH,
        ("hardly_any", 0, 0), ("1_to_4_a_week", 20, 1), ("5_to_14_a_week", 55, 3), ("15_to_29_a_week", 80, 5),
        ("30_or_more_a_week", 100, 8),
    ),
    _make_factor(
        "find", "prospect_views", _BOTH,
        ("hardly_any", 0, 0), ("1_to_4_a_week", 20, 1), ("5_to_14_a_week", 55, 4), ("15_to_29_a_week", 80, 6),
        ("30_or_more_a_week", 100, 10),
    ),
    _make_factor(
        "find", "profile_popularity", (SCHAAP,),
        ("under_25", 0, 0), ("25_to_99", 20, 2), ("100_to_299", 50, 5), ("300_to_999", 80, 10), ("1000_or_more", 100, 20),
    ),
    _make_factor(
        "engage", "sharing", _BOTH,
        ("none", 0, 0), ("once_or_twice", 8, 1), ("monthly", 20, 2), ("weekly", 65, 8), ("several_a_week", 100, 18),
    ),
    _make_factor(
        "engage", "interactions_given", _BOTH,
        ("none", 0, 0), ("monthly", 8, 1), ("weekly", 30, 2), ("several_a_week", 65, 6), ("daily", 100, 10),
    ),
    _make_factor(
        "engage", "interactions_received", _BOTH,
        ("none", 0, 0), ("1_to_9", 8, 1), ("10_to_49", 25, 3), ("50_to_249", 60, 8), ("250_to_999", 85, 12), ("1000_or_more", 100, 20),
    ),
    _make_factor(
        "engage", "groups", _BOTH,
        ("none", 0, 0), ("member_only", 8, 1), ("sometimes_active", 40, 3), ("weekly_in_one", 75, 6), ("weekly_in_several", 100, 9),
    ),
    _make_factor(
        "engage", "company_pages", (SCHAAP,),
        ("none", 0, 0), ("1_to_9", 10, 1), ("10_to_29", 45, 1), ("30_or_more", 100, 2),
    ),
    _make_factor(
        "engage", "inmail_response", (KEIJZER,),
        ("no_answer", 0, 0), ("10_to_24_percent", 75, 5), ("25_percent_or_more", 100, 6),
        optional=True,
    ),
    _make_factor(
        "relate", "connections", (SCHAAP,),
        ("under_50", 0, 0), ("50_to_149", 25, 3), ("150_to_299", 50, 5), ("300_to_499", 75, 7), ("500_or_more", 100, 8),
    ),
    _make_factor(
        "relate", "new_connections", (KEIJZER,),
        ("none", 0, 0), ("1_to_5", 20, 1), ("6_to_20", 50, 2), ("21_to_50", 80, 4), ("51_or_more", 100, 5),
    ),
    _make_factor(
        "relate", "senior_connections", _BOTH,
        ("none", 0, 0), ("1_to_9", 25, 2), ("10_to_49", 55, 4), ("50_to_199", 85, 8), ("200_or_more", 100, 12),
    ),
    _make_factor(
        "relate", "junior_connections", (KEIJZER,),
        ("none", 0, 0), ("1_to_9", 35, 1), ("10_to_49", 70, 2), ("50_or_more", 100, 4),
    ),
    _make_factor(
        "relate", "colleague_connections", (SCHAAP,),
        ("none", 0, 0), ("1_to_4", 30, 1), ("5_to_19", 65, 1), ("20_or_nearly_all", 100, 2),
        optional=True,
    ),
    _make_factor(
        "relate", "invitation_acceptance", (KEIJZER,),
        ("no_acceptance", 0, 0), ("under_20_percent", 20, 1), ("20_to_39_percent", 60, 2), ("40_to_59_percent", 85, 3),
        ("60_percent_or_more", 100, 4),
        optional=True,
    ),
)  # fmt: skip

MODEL = check_model(Model(
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
        ScoreRange("brand", 11.3, 13.2),
        ScoreRange("find", 4.4, 5.4),
        ScoreRange("engage", 1.6, 2.4),
        ScoreRange("relate", 11.9, 16.3),
        ScoreRange(TOTAL, 29.0, 36.0),
    ),
    rank_anchors=(RankAnchor(20, 75), RankAnchor(33, 37), RankAnchor(53, 9)),
    distribution=Distribution(2015, 8, 28.2, (Band(0, 20, 46.7), Band(21, 69, 51.9), Band(70, 100, 1.4))),
))  # fmt: skip
