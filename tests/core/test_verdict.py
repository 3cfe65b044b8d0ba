"""The verdict, against sums in whole numbers that take another way, and at each of its borders."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssi_core.advice import Step, find_next_steps
from ssi_core.answers import Answers, read_answers
from ssi_core.model import MODEL, NOT_APPLICABLE, TOTAL, UNKNOWN, Band
from ssi_core.scoring import PillarResult, Result, score
from ssi_core.verdict import judge

EXTREMES = {end: {factor.key: factor.levels[end].key for factor in MODEL.factors} for end in (0, -1)}
PILLARS = {pillar: [factor.key for factor in MODEL.find_factors(pillar)] for pillar in MODEL.pillars}
BANDS = ["lowest"] * 21 + ["below"] * 8 + ["around"] * 8 + ["above"] * 13 + ["good"] * 20 + ["highest"] * 31
"""The band of each total from 0 to 100, counted by hand: nobody's model has to be read for it."""


def with_points(*tenths: int, total: int | None = None) -> Result:
    """Make a result with these tenths of points in the pillars."""
    result = score(read_answers({"answers": EXTREMES[0]}))
    pillars = tuple(
        PillarResult(key, points / 10, 25, (points / 10, points / 10)) for key, points in zip(MODEL.pillars, tenths, strict=True)
    )
    return result._replace(total=(sum(tenths) if total is None else total) / 10, pillars=pillars)


def test_every_total_has_its_band() -> None:
    for tenths in range(1001):
        verdict = judge(with_points(0, 0, 0, 0, total=tenths), ())
        # Half a point counts as a whole one, as on LinkedIn's page.
        assert verdict.total == (tenths + 5) // 10, tenths
        assert verdict.band == BANDS[verdict.total], tenths


@pytest.mark.parametrize(
    ("role", "total", "expected"),
    [
        ("sales", 61, ("below", 14)),
        ("sales", 74, ("below", 1)),
        ("sales", 75, ("within", 0)),
        ("sales", 76, ("above", 0)),
        ("hr", 0, ("below", 60)),
        ("hr", 59, ("below", 1)),
        ("hr", 60, ("within", 0)),
        ("hr", 65, ("within", 0)),
        ("hr", 66, ("above", 0)),
        ("digital_media", 81, ("above", 0)),
        (None, 61, (None, 0)),
    ],
)
def test_a_total_stands_beside_the_guideline_for_the_chosen_work(role: str | None, total: int, expected: tuple[str | None, int]) -> None:
    benchmark = None if role is None else (MODEL.find_role(role).low, MODEL.find_role(role).high)
    # A total of 74.5 is shown as 75, and so is no point short of it.
    for tenths in (10 * total, 10 * total + 4, max(10 * total - 5, 0)):
        verdict = judge(with_points(0, 0, 0, 0, total=tenths)._replace(benchmark=benchmark), ())
        assert (verdict.guideline, verdict.short) == expected


def test_too_few_answers_stand_beside_no_guideline() -> None:
    verdict = judge(score(read_answers({"answers": {"articles": "none"}, "role": "sales"})), ())
    assert (verdict.band, verdict.guideline, verdict.short) == (None, None, 0)


def test_the_bands_follow_the_model() -> None:
    assert len(BANDS) == 101
    higher = MODEL._replace(
        observed=tuple(seen._replace(low=39.6, high=45.4) if seen.key == TOTAL else seen for seen in MODEL.observed),
        roles=tuple(role._replace(low=60, high=70) for role in MODEL.roles),
        distribution=MODEL.distribution._replace(bands=(Band(0, 9, 20), Band(10, 79, 70), Band(80, 100, 10))),
    )
    bands = [judge(with_points(0, 0, 0, 0, total=10 * total), (), higher).band for total in (9, 10, 39, 40, 45, 46, 59, 60, 79, 80)]
    assert bands == ["lowest", "below", "below", "around", "around", "above", "above", "good", "good", "highest"]


@pytest.mark.parametrize("known", range(25))
@pytest.mark.parametrize("rest", [None, UNKNOWN])
def test_a_band_takes_eighteen_answers(known: int, rest: str | None) -> None:
    keys = [factor.key for factor in MODEL.factors]
    answers = {key: EXTREMES[0][key] for key in keys[:known]} | ({} if rest is None else dict.fromkeys(keys[known:], rest))
    result = score(read_answers({"answers": answers}))
    verdict = judge(result, find_next_steps(result))
    assert (verdict.known, verdict.needed) == (known, max(18 - known, 0))
    assert (verdict.band is None) == (known < 18)
    # The pillars are answered one after the other, and of each five must be.
    assert verdict.sure == tuple(
        key for key, least in ((TOTAL, 18), *((pillar, 6 * at + 5) for at, pillar in enumerate(MODEL.pillars))) if known >= least
    )


def test_what_does_not_apply_is_known() -> None:
    optional = [factor.key for factor in MODEL.factors if factor.optional]
    verdict = judge(score(Answers(tuple((key, NOT_APPLICABLE) for key in optional))), ())
    assert (verdict.known, verdict.needed) == (len(optional), 18 - len(optional))


@pytest.mark.parametrize(
    ("tenths", "strongest"),
    [
        ((0, 0, 0, 0), None),
        ((49, 0, 0, 0), None),
        ((50, 49, 0, 0), "brand"),
        ((50, 50, 0, 0), None),
        ((120, 130, 129, 0), "find"),
        ((10, 20, 249, 250), "relate"),
        ((10, 20, 250, 250), None),
        ((250, 250, 250, 250), None),
    ],
)
def test_the_strongest_pillar_is_strong_and_alone(tenths: tuple[int, ...], strongest: str | None) -> None:
    assert judge(with_points(*tenths), ()).strongest == strongest


def test_a_pillar_of_which_little_is_known_is_not_the_strongest() -> None:
    # Its single answer, the highest, makes it the one with most points.
    answers = {key: EXTREMES[-1][key] for key in PILLARS["brand"][:1]} | {key: EXTREMES[0][key] for key in PILLARS["find"]}
    verdict = judge(score(read_answers({"answers": answers})), ())
    assert (verdict.sure, verdict.strongest) == (("find",), None)


def test_the_cheapest_step_gains_most_an_hour() -> None:
    result = with_points(0, 0, 0, 0)
    steps = [Step("a", "x", "y", 2.0, 5), Step("b", "x", "y", 1.2, 3), Step("c", "x", "y", 0.8, 2), Step("d", "x", "y", 0.3, 1)]
    # 24, 24, 24 and 18 points in 60 hours: of equals, the first gains most.
    assert judge(result, steps).cheapest == "a"
    assert judge(result, steps[1:]).cheapest == "b"
    assert judge(result, [*steps, Step("e", "x", "y", 0.5, 1)]).cheapest == "e"
    assert judge(result, ()).cheapest is None


@given(st.fixed_dictionaries({factor.key: st.sampled_from([UNKNOWN, *(level.key for level in factor.levels)]) for factor in MODEL.factors}))
@settings(max_examples=200, deadline=None)
def test_any_answers_get_the_verdict_of_sums_in_fractions(answers: dict[str, str]) -> None:
    result = score(read_answers({"answers": answers}))
    steps = find_next_steps(result)
    verdict = judge(result, steps)
    known = {pillar: sum(answers[key] != UNKNOWN for key in keys) for pillar, keys in PILLARS.items()}
    tenths = {pillar.key: round(10 * pillar.points) for pillar in result.pillars}
    total = sum(tenths.values())
    assert verdict.known == sum(known.values())
    assert verdict.band == (BANDS[(total + 5) // 10] if verdict.known >= 18 else None)
    low, high = (Fraction(str(end)) for end in result.range)
    assert verdict.range[0] <= low < verdict.range[0] + 1
    assert verdict.range[1] - 1 < high <= verdict.range[1]
    best = {pillar: tenths[pillar] for pillar in MODEL.pillars if known[pillar] >= 5}
    most = [pillar for pillar, points in best.items() if points == max(best.values()) >= 50]
    assert verdict.strongest == (most[0] if len(most) == 1 else None)
    worth = {step.factor: Fraction(str(step.gain)) / step.effort for step in steps}
    assert verdict.cheapest == (next(step.factor for step in steps if worth[step.factor] == max(worth.values())) if steps else None)
