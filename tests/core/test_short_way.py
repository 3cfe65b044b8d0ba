"""The short way through the quiz, compared with scoring every level of every open question."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ssi_core.answers import Answers, read_answers
from ssi_core.model import MODEL, NOT_APPLICABLE, UNKNOWN, Model
from ssi_core.personas import PERSONAS
from ssi_core.scoring import score
from ssi_core.short_way import LENGTH, find_next_question, list_short_way, rate_question
from tests.support import small_models


def find_width(answers: Answers, model: Model) -> int:
    low, high = score(answers, model).range
    return round(10 * high) - round(10 * low)


def add(answers: Answers, factor: str, level: str) -> Answers:
    return answers._replace(given=(*answers.given, (factor, level)))


def rate_slowly(answers: Answers, model: Model) -> dict[str, tuple[int, Fraction]]:
    """Rate each open question: what its answer takes off the range at least and on average."""
    rated = {}
    for factor in model.factors:
        if factor.key not in dict(answers.given):
            narrowed = [find_width(answers, model) - find_width(add(answers, factor.key, level.key), model) for level in factor.levels]
            rated[factor.key] = (min(narrowed), Fraction(sum(narrowed), len(narrowed)))
    return rated


@given(data=st.data(), model=small_models.models(most_pillars=3, most_factors=4))
def test_the_next_question_narrows_the_range_most(data: st.DataObject, model: Model) -> None:
    answers = data.draw(small_models.answers(model))
    rated = rate_slowly(answers, model)
    found = find_next_question(answers, model)
    assert found == max(rated, key=rated.__getitem__, default=None)
    for factor, (least, average) in rated.items():
        assert rate_question(answers, factor, model) == (least, int(60 * average))


@given(data=st.data(), model=small_models.models(most_pillars=2, most_factors=3), length=st.integers(0, 7))
def test_the_way_asks_open_questions_once_each_and_assumes_the_worst(data: st.DataObject, model: Model, length: int) -> None:
    answers = data.draw(small_models.answers(model))
    way = list_short_way(answers, model, length)
    rated = rate_slowly(answers, model)
    assert len(way) == min(length, len(rated))
    for factor in way:
        assert factor == find_next_question(answers, model)
        widths = [(find_width(add(answers, factor, level.key), model), level.key) for level in model.find_factor(factor).levels]
        answers = add(answers, factor, next(key for width, key in widths if width == max(widths)[0]))


def test_the_model_has_a_short_way_for_everybody() -> None:
    assert list_short_way(Answers())[0] == find_next_question(Answers())
    for persona in PERSONAS:
        answers = Answers()
        full = dict(persona.answers.given)
        for _ in range(LENGTH):
            before = find_width(answers, MODEL)
            factor = find_next_question(answers)
            assert factor is not None
            least, _ = rate_question(answers, factor)
            answers = add(answers, factor, full[factor])
            if full[factor] != NOT_APPLICABLE:
                assert before - find_width(answers, MODEL) >= least > 0
        assert len(dict(answers.given)) == LENGTH
    # The line of work and the target have no part in it.
    assert find_next_question(read_answers({"answers": {}, "role": "hr", "target": 60})) == find_next_question(Answers())


def test_an_answer_without_a_level_is_an_answer() -> None:
    everything = Answers(tuple((factor.key, UNKNOWN) for factor in MODEL.factors))
    assert find_next_question(everything) is None
    assert list_short_way(everything) == ()
