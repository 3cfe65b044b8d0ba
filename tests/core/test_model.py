"""The model's data keep its own rules, and every rule is really checked."""

import hashlib
import re
from typing import Any

import pytest

from ssi_core.model import MODEL, PILLAR_POINTS, VERSION, WINDOW_DAYS, Band, Factor, Level, Model, RankAnchor, Role, ScoreRange, check_model


def test_the_model_is_what_its_description_says() -> None:
    assert MODEL.pillars == ("brand", "find", "engage", "relate")
    assert [len(MODEL.find_factors(pillar)) for pillar in MODEL.pillars] == [6, 6, 6, 6]
    assert MODEL.find_factors("unheard_of") == ()
    assert {factor.weight for factor in MODEL.factors} == {1, 2}
    assert [factor.key for factor in MODEL.factors if factor.optional] == [
        "inmail_response",
        "colleague_connections",
        "invitation_acceptance",
    ]
    assert len(MODEL.pillars) * PILLAR_POINTS == 100


def test_another_model_has_another_version() -> None:
    # Another hash? Then a number or a key has changed. Estimates with this version are saved on devices and compared with new ones:
    # give the model the next version, and write its hash here.
    assert {VERSION: hashlib.sha256(repr((WINDOW_DAYS, tuple(MODEL))).encode()).hexdigest()[:16]} == {"2.0": "9a802e76fafc70df"}


def test_thresholds_that_the_sources_name_are_levels() -> None:
    assert MODEL.find_factor("connections").levels[-1].key == "500_or_more"
    assert "20_to_39_percent" in [level.key for level in MODEL.find_factor("invitation_acceptance").levels]
    assert "10_to_24_percent" in [level.key for level in MODEL.find_factor("inmail_response").levels]


def test_finding_by_key() -> None:
    assert MODEL.find_factor("groups").pillar == "engage"
    assert [MODEL.find_role(role.key) for role in MODEL.roles] == [*MODEL.roles]
    assert [MODEL.find_factor(factor.key) for factor in MODEL.factors] == [*MODEL.factors]
    with pytest.raises(KeyError, match="group"):
        MODEL.find_factor("group")
    with pytest.raises(KeyError, match="boss"):
        MODEL.find_role("boss")


@pytest.mark.parametrize("value", [MODEL, *MODEL.factors, *MODEL.roles, MODEL.factors[0].levels[0]])
def test_everything_is_frozen(value: Any) -> None:
    hash(value)
    with pytest.raises(AttributeError):
        value.key = "other"


FIRST = MODEL.factors[0]


def replace_first(**changes: object) -> Model:
    return MODEL._replace(factors=(FIRST._replace(**changes), *MODEL.factors[1:]))  # type: ignore[arg-type]


def replace_levels(*levels: tuple[Any, ...]) -> Model:
    return replace_first(levels=tuple(Level(*level) for level in levels))


def replace_bands(*bands: Band) -> Model:
    return MODEL._replace(distribution=MODEL.distribution._replace(bands=bands))


BROKEN = {
    "the version is empty": MODEL._replace(version=""),
    'pillar "brand" stands 2 times': MODEL._replace(pillars=("brand", "brand", "find", "engage", "relate")),
    'pillar "total": the key has a meaning of its own': MODEL._replace(pillars=("brand", "find", "engage", "total")),
    "3 pillars of 25 points do not make 100": MODEL._replace(pillars=("brand", "find", "engage")),
    "engage: no factor that always applies": MODEL._replace(
        factors=tuple(factor._replace(optional=True) if factor.pillar == "engage" else factor for factor in MODEL.factors)
    ),
    "find: no factor that always applies": MODEL._replace(factors=MODEL.find_factors("brand")),
    'factor "rich_media" stands 2 times': replace_first(key="rich_media"),
    '"Profile" is not a key: lower case letters, digits and underscores only': replace_first(key="Profile"),
    '"" is not a key: lower case letters, digits and underscores only': replace_first(key=""),
    'profile_completeness: "brands" is not a pillar': replace_first(pillar="brands"),
    "profile_completeness: needs one source or more, each once": replace_first(sources=("keijzer", "keijzer")),
    "profile_completeness: 2 levels, not three to six": replace_levels(("a", 0, 0), ("b", 100, 1)),
    "profile_completeness: 0 levels, not three to six": replace_levels(),
    "profile_completeness: 7 levels, not three to six": replace_levels(
        *((f"level_{step}", round(step * 100 / 6), step) for step in range(7))
    ),
    'profile_completeness: level "a" stands 2 times': replace_levels(("a", 0, 0), ("a", 50, 1), ("c", 100, 1)),
    'profile_completeness: level "unknown": the key has a meaning of its own': replace_levels(
        ("unknown", 0, 0), ("b", 50, 1), ("c", 100, 1)
    ),
    "profile_completeness: a share or effort that is not a whole number": replace_levels(("a", 0, 0), ("b", 50.5, 1), ("c", 100, 1)),
    "profile_completeness: the shares do not rise from 0 to 100": replace_levels(("a", 0, 0), ("b", 0, 1), ("c", 100, 1)),
    "profile_completeness: the efforts are not 0 for the lowest level and at least 1 for every other": replace_levels(
        ("a", 0, 0), ("b", 50, 0), ("c", 100, 1)
    ),
    "the factors do not stand pillar by pillar, in the order of the pillars": MODEL._replace(factors=MODEL.factors[::-1]),
    'role "hr" stands 2 times': MODEL._replace(roles=(Role("hr", 1, 2), Role("hr", 3, 4))),
    "hr: 65 to 60 is not a benchmark within 0 to 100": MODEL._replace(roles=(Role("hr", 65, 60),)),
    "the observed averages are of brand, not of brand, find, engage, relate, total": MODEL._replace(observed=MODEL.observed[:1]),
    "brand: 11.3 to 26 is not an observed average within 0 to 25": MODEL._replace(
        observed=(ScoreRange("brand", 11.3, 26), *MODEL.observed[1:])
    ),
    "brand: -1 to 13.2 is not an observed average within 0 to 25": MODEL._replace(
        observed=(ScoreRange("brand", -1, 13.2), *MODEL.observed[1:])
    ),
    "trust: 0 to 26 is not an observed average within 0 to 25": MODEL._replace(observed=(ScoreRange("trust", 0, 26), *MODEL.observed[1:])),
    "the rank anchors do not rise in total and fall in percent": MODEL._replace(rank_anchors=(RankAnchor(20, 37), RankAnchor(33, 75))),
    "a rank anchor outside 0 to 100": MODEL._replace(rank_anchors=(RankAnchor(20, 101),)),
    "the bands of the distribution do not run from 0 to 100 without gaps": replace_bands(Band(0, 20, 46.7), Band(20, 100, 53.3)),
    "the bands of the distribution do not hold everyone": replace_bands(Band(0, 20, 46.7), Band(21, 100, 51.9)),
}


@pytest.mark.parametrize("breach", BROKEN)
def test_a_broken_rule_is_named(breach: str) -> None:
    with pytest.raises(ValueError, match=re.escape(breach)) as raised:
        check_model(BROKEN[breach])
    assert breach in str(raised.value).splitlines()


@pytest.mark.parametrize("anchor", [RankAnchor(-1, 75), RankAnchor(101, 1), RankAnchor(53, 0), RankAnchor(53, -1), RankAnchor(20, 101)])
def test_a_rank_is_of_a_total_that_there_is_and_of_more_than_nobody(anchor: RankAnchor) -> None:
    with pytest.raises(ValueError, match=r"^a rank anchor outside 0 to 100$"):
        check_model(MODEL._replace(rank_anchors=(anchor,)))


@pytest.mark.parametrize(
    "model",
    [
        replace_levels(("a", 0, 0), ("b", 1, 1), ("c", 100, 1)),
        MODEL._replace(roles=(Role("hr", 0, 0), Role("sales", 100, 100))),
        replace_first(key="abcdefghijklmnopqrstuvwxyz0123456789_"),
        MODEL._replace(observed=(ScoreRange("brand", 0, 25), *MODEL.observed[1:-1], ScoreRange("total", 0, 100))),
        MODEL._replace(observed=(ScoreRange("brand", 12, 12), *MODEL.observed[1:])),
        MODEL._replace(rank_anchors=(RankAnchor(0, 100), RankAnchor(100, 1))),
        # Percentages that were rounded to tenths.
        replace_bands(Band(0, 69, 33.32), Band(70, 100, 66.64)),
    ],
)
def test_the_ends_of_a_rule_are_within_it(model: Model) -> None:
    assert check_model(model) is model


@pytest.mark.parametrize(
    ("breach", "models"),
    [
        (
            "profile_completeness: the shares do not rise from 0 to 100",
            [replace_levels(("a", low, 0), ("b", 50, 1), ("c", high, 1)) for low, high in ((1, 100), (-1, 100), (0, 99), (0, 101))],
        ),
        (
            "profile_completeness: the efforts are not 0 for the lowest level and at least 1 for every other",
            [replace_levels(("a", 0, effort), ("b", 50, 1), ("c", 100, 1)) for effort in (-1, 1)],
        ),
        ("5 pillars of 25 points do not make 100", [MODEL._replace(pillars=(*MODEL.pillars, "more"))]),
        (
            "the observed averages are of find, engage, relate, total, not of brand, find, engage, relate, total",
            [MODEL._replace(observed=MODEL.observed[1:])],
        ),
        (
            "the bands of the distribution do not run from 0 to 100 without gaps",
            [replace_bands(Band(low, 20, 46.7), Band(21, high, 53.3)) for low, high in ((1, 100), (-1, 100), (0, 99), (0, 101))],
        ),
    ],
)
def test_a_rule_is_broken_on_either_side(breach: str, models: list[Model]) -> None:
    for model in models:
        with pytest.raises(ValueError, match=re.escape(breach)):
            check_model(model)


def test_percentages_that_are_a_tenth_off_are_not_everyone() -> None:
    with pytest.raises(ValueError, match="do not hold everyone"):
        check_model(replace_bands(Band(0, 69, 33.3), Band(70, 100, 66.8)))


def test_all_breaches_come_together() -> None:
    broken = MODEL._replace(version="", factors=(Factor("A", "none", (), False, ()), *MODEL.factors[1:]), roles=(Role("hr", -1, 2),))
    with pytest.raises(ValueError, match="the version is empty") as raised:
        check_model(broken)
    assert str(raised.value).splitlines() == [
        "the version is empty",
        '"A" is not a key: lower case letters, digits and underscores only',
        'A: "none" is not a pillar',
        "A: needs one source or more, each once",
        "A: 0 levels, not three to six",
        "hr: -1 to 2 is not a benchmark within 0 to 100",
    ]
