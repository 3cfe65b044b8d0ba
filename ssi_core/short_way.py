"""The short way through the quiz: which open question narrows the range most, given what is answered.

The range is that of the total, as `ssi_core.scoring` gives it, in tenths. A question's narrowing is what its answer takes off the width of
the range at least: the width now, less the width after the level that leaves most of it. Among equals it is the question whose levels
narrow more on average, each counting the same; then the one that comes first in the model.

"I don't know" and "does not apply" are not counted. The first narrows nothing, and nobody is asked so that a question drops out. A question
that was answered in either way is not open.

It is exact: each level of each open question is scored. A question changes the range of its own pillar only, so the other pillars are not.

>>> first = find_next_question(Answers())
>>> rate_question(Answers(), first) == max(rate_question(Answers(), factor.key) for factor in MODEL.factors)
True
>>> find_next_question(Answers(((first, "unknown"),))) == first
False
"""

from ssi_core.answers import Answers
from ssi_core.model import MODEL, Model
from ssi_core.scoring import score

LENGTH = 8
"""The number of questions of the short way."""


def find_next_question(answers: Answers, model: Model = MODEL) -> str | None:
    """Return the factor of the open question that narrows the range most. None where no question is open."""
    given = dict(answers.given)
    # The first of equals is the one that comes first in the model.
    return max(
        (each.key for each in model.factors if each.key not in given), key=lambda key: rate_question(answers, key, model), default=None
    )


def rate_question(answers: Answers, factor: str, model: Model = MODEL) -> tuple[int, int]:
    """Return what a question narrows at least and on average.

    The first is in tenths, the second in sixtieths of those. It is exact, because no factor has more than six levels.
    """
    now = _find_width(answers, factor, model)
    narrowed = [now - width for width in _find_widths(answers, factor, model).values()]
    return min(narrowed), sum(narrowed) * 60 // len(narrowed)


def list_short_way(answers: Answers, model: Model = MODEL, length: int = LENGTH) -> tuple[str, ...]:
    """List the next questions, at most `length`.

    Each is supposed to get the level that narrows the range least. The answers that a visitor really gives can lead to other questions
    from the second on.

    >>> way = list_short_way(Answers())
    >>> len(way), way[0] == find_next_question(Answers())
    (8, True)
    """
    factor = find_next_question(answers, model)
    if factor is None or length == 0:
        return ()
    widths = _find_widths(answers, factor, model)
    worst = max(widths, key=widths.__getitem__)
    return (factor, *list_short_way(_add(answers, factor, worst), model, length - 1))


def _find_widths(answers: Answers, factor: str, model: Model) -> dict[str, int]:
    """Return the width of the range of the factor's pillar after each level."""
    return {level.key: _find_width(_add(answers, factor, level.key), factor, model) for level in model.find_factor(factor).levels}


def _find_width(answers: Answers, factor: str, model: Model) -> int:
    low, high = score(answers._replace(role=None), model._replace(pillars=(model.find_factor(factor).pillar,))).range
    return round(10 * high) - round(10 * low)


def _add(answers: Answers, factor: str, level: str) -> Answers:
    return answers._replace(given=(*answers.given, (factor, level)))
