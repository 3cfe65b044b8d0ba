"""Small models, and answers to them, for tests that compare with brute force."""

from hypothesis import strategies as st

from ssi_core.answers import Answers
from ssi_core.model import MODEL, NOT_APPLICABLE, UNKNOWN, Factor, Level, Model


@st.composite
def factors(draw: st.DrawFn, pillar: str, number: int, highest_effort: int) -> Factor:
    """A factor with two to four levels, and efforts that often tie.

    It has as many sources as it weighs.
    """
    middle = sorted(draw(st.sets(st.integers(1, 99), max_size=2)))
    efforts = [0, *draw(st.lists(st.integers(1, highest_effort), min_size=len(middle) + 1, max_size=len(middle) + 1))]
    levels = tuple(
        Level(f"level_{place}", share, effort) for place, (share, effort) in enumerate(zip([0, *middle, 100], efforts, strict=True))
    )
    return Factor(f"{pillar}_{number}", pillar, ("one", "other")[: draw(st.integers(1, 2))], number > 0, levels)


@st.composite
def models(draw: st.DrawFn, most_pillars: int = 2, most_factors: int = 3, highest_effort: int = 4) -> Model:
    """A model of a few pillars with a few factors each.

    Of each pillar only the first factor always applies.
    """
    pillars = tuple("abc"[: draw(st.integers(1, most_pillars))])
    counts = [draw(st.integers(1, most_factors)) for _ in pillars]
    made = (draw(factors(pillar, number, highest_effort)) for pillar, count in zip(pillars, counts, strict=True) for number in range(count))
    return MODEL._replace(version="small", pillars=pillars, factors=tuple(made))


@st.composite
def answers(draw: st.DrawFn, model: Model) -> Answers:
    """Answers to some factors of the model, as `read_answers` would return them."""
    given = []
    for factor in model.factors:
        choices = [level.key for level in factor.levels] + [UNKNOWN, None] + [NOT_APPLICABLE] * factor.optional
        answer = draw(st.sampled_from(choices))
        if answer is not None:
            given.append((factor.key, answer))
    return Answers(tuple(given))
