"""The model: pillars, factors, levels, roles and observed averages, as frozen data without a word of any language.

LinkedIn has never published how it computes the Social Selling Index (SSI). This model is an estimate, and these are its rules:

- Four pillars of at most 25 points, six factors each. The factors are those named by Corinne Keijzer (2018) and Bart Schaap (2016).
- A factor weighs as much as the number of those two sources that name it: 2 or 1. Inside a pillar the weights are scaled to 25 points.
- Each factor has three to six ordered levels over the last `WINDOW_DAYS` days. A level is worth a `share` of its factor's points, in
  whole percent: the lowest level 0, the highest 100.
- `effort` is what one step up costs: hours over the window to come from the level below, our own estimate.

The shares are calibrated so that the personas in `ssi_core.personas` land where real members are observed; see there.

Everything in this module is checked on import, see `check`. A new model is a new `VERSION`.

>>> len(MODEL.factors), [len(MODEL.factors_of(pillar)) for pillar in MODEL.pillars]
(24, [6, 6, 6, 6])
>>> MODEL.factor("connections").levels[-1]
Level(key='500_or_more', share=100, effort=8)
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
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
    """What Keijzer (2018) considers a good total for a line of work, `low` to `high`, 0-100: her guideline, not a measurement."""

    key: str
    low: int
    high: int


class Observed(NamedTuple):
    """An average on real SSI pages (industry and network, 2026): lowest and highest seen, in points. `key`: a pillar, or `TOTAL`."""

    key: str
    low: float
    high: float


class RankAnchor(NamedTuple):
    """A total, 0-100, and the share of the industry, in percent, that scored as high or higher on the pages seen in 2026."""

    total: int
    top_percent: int


class Band(NamedTuple):
    """Everyone who scored `low` to `high`, both included, 0-100: `percent` of all who were counted."""

    low: int
    high: int
    percent: float


class Distribution(NamedTuple):
    """LinkedIn's own count of all sales professionals, in `month` of `year`: their average, 0-100, and how many scored what."""

    year: int
    month: int
    average: float
    bands: tuple[Band, ...]


class Model(NamedTuple):
    """The whole model. Pillars, factors, levels and roles stand in the order in which they are shown."""

    version: str
    pillars: tuple[str, ...]
    factors: tuple[Factor, ...]
    roles: tuple[Role, ...]
    observed: tuple[Observed, ...]
    rank_anchors: tuple[RankAnchor, ...]
    distribution: Distribution

    def factors_of(self, pillar: str) -> tuple[Factor, ...]:
        """The factors of one pillar, in order. None for a pillar that is not the model's."""
        return tuple(factor for factor in self.factors if factor.pillar == pillar)

    def factor(self, key: str) -> Factor:
        """The factor with this key. Raises KeyError where there is none."""
        for factor in self.factors:
            if factor.key == key:
                return factor
        raise KeyError(key)

    def role(self, key: str) -> Role:
        """The role with this key. Raises KeyError where there is none."""
        for role in self.roles:
            if role.key == key:
                return role
        raise KeyError(key)


TOTAL = "total"
"""The key of the total where it stands beside pillars, as in `Model.observed`. No pillar may be called so."""


def check(model: Model) -> Model:
    """The model itself, if it keeps every rule. Else raises ValueError with one line for each breach, all of them at once.

    >>> check(MODEL) is MODEL
    True
    >>> check(MODEL._replace(version="", pillars=("brand", "find", "engage")))
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
    breaches = [*_breaches_of_pillars(model), *_breaches_of_factors(model), *_breaches_of_guides(model)]
    if breaches:
        raise ValueError("\n".join(breaches))
    return model


def _breaches_of_pillars(model: Model) -> Iterator[str]:
    if not model.version:
        yield "the version is empty"
    yield from _breaches_of_keys("pillar", model.pillars, reserved=(TOTAL,))
    if len(model.pillars) * PILLAR_POINTS != TOTAL_POINTS:
        yield f"{len(model.pillars)} pillars of {PILLAR_POINTS} points do not make {TOTAL_POINTS}"
    for pillar in model.pillars:
        if all(factor.optional for factor in model.factors_of(pillar)):
            # Without it, a pillar could be answered away entirely, and would have no weight left to share.
            yield f"{pillar}: no factor that always applies"


def _breaches_of_factors(model: Model) -> Iterator[str]:
    yield from _breaches_of_keys("factor", [factor.key for factor in model.factors])
    for factor in model.factors:
        if factor.pillar not in model.pillars:
            yield f'{factor.key}: "{factor.pillar}" is not a pillar'
        if not factor.sources or len(set(factor.sources)) < len(factor.sources):
            yield f"{factor.key}: needs one source or more, each once"
        yield from (f"{factor.key}: {breach}" for breach in _breaches_of_levels(factor.levels))
    order = [model.pillars.index(factor.pillar) for factor in model.factors if factor.pillar in model.pillars]
    if order != sorted(order):
        yield "the factors do not stand pillar by pillar, in the order of the pillars"


def _breaches_of_levels(levels: tuple[Level, ...]) -> Iterator[str]:
    yield from _breaches_of_keys("level", [level.key for level in levels], reserved=(UNKNOWN, NOT_APPLICABLE))
    if not 3 <= len(levels) <= 6:
        yield f"{len(levels)} levels, not three to six"
    if not all(type(number) is int for level in levels for number in level[1:]):
        yield "a share or effort that is not a whole number"
    elif levels:
        shares = [level.share for level in levels]
        if (shares[0], shares[-1]) != (0, 100) or not _rises(shares):
            yield "the shares do not rise from 0 to 100"
        if levels[0].effort != 0 or any(level.effort < 1 for level in levels[1:]):
            yield "the efforts are not 0 for the lowest level and at least 1 for every other"


def _breaches_of_guides(model: Model) -> Iterator[str]:
    yield from _breaches_of_keys("role", [role.key for role in model.roles])
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
    if not _rises([anchor.total for anchor in anchors]) or not _rises([-anchor.top_percent for anchor in anchors]):
        yield "the rank anchors do not rise in total and fall in percent"
    if not all(0 <= anchor.total <= TOTAL_POINTS and 0 < anchor.top_percent <= 100 for anchor in anchors):
        yield "a rank anchor outside 0 to 100"
    bands = model.distribution.bands
    if [band.low for band in bands] != [0, *(band.high + 1 for band in bands[:-1])] or bands[-1].high != TOTAL_POINTS:
        yield f"the bands of the distribution do not run from 0 to {TOTAL_POINTS} without gaps"
    if round(sum(band.percent for band in bands), 1) != 100:
        yield "the bands of the distribution do not hold everyone"


def _breaches_of_keys(kind: str, keys: Sequence[str], reserved: tuple[str, ...] = ()) -> Iterator[str]:
    """Keys are names in URLs, forms, file names and JSON: lower case letters, digits and underscores; each once."""
    for key in dict.fromkeys(keys):
        if not key or not set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789_"):
            yield f'"{key}" is not a key: lower case letters, digits and underscores only'
        if key in reserved:
            yield f'{kind} "{key}": the key has a meaning of its own'
        if keys.count(key) > 1:
            yield f'{kind} "{key}" stands {keys.count(key)} times'


def _rises(numbers: Sequence[int]) -> bool:
    return all(low < high for low, high in pairwise(numbers))


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
        ("hardly_any", 0, 0), ("1_to_4_a_week", 20, 1), ("5_to_14_a_week", 55, 3), ("15_to_29_a_week", 80, 5),
        ("30_or_more_a_week", 100, 8),
    ),
    _factor(
        "find", "prospect_views", _BOTH,
        ("hardly_any", 0, 0), ("1_to_4_a_week", 20, 1), ("5_to_14_a_week", 55, 4), ("15_to_29_a_week", 80, 6),
        ("30_or_more_a_week", 100, 10),
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
        ("none", 0, 0), ("under_20_percent", 20, 1), ("20_to_39_percent", 60, 2), ("40_to_59_percent", 85, 3),
        ("60_percent_or_more", 100, 4),
    ),
)  # fmt: skip

MODEL = check(Model(
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
        Observed(TOTAL, 29.0, 36.0),
    ),
    rank_anchors=(RankAnchor(20, 75), RankAnchor(33, 37), RankAnchor(53, 9)),
    distribution=Distribution(2015, 8, 28.2, (Band(0, 20, 46.7), Band(21, 69, 51.9), Band(70, 100, 1.4))),
))  # fmt: skip
