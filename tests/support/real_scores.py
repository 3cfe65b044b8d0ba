"""Invented pairs of answers and real scores, for tests of the evaluation."""

from random import Random

from ssi_core.answers import Answers, list_answers
from ssi_core.evaluation.fit import ONE, TODAY, Parameters, estimate
from ssi_core.evaluation.pairs import Pair
from ssi_core.group.pairs import CODE
from ssi_core.model import MODEL
from ssi_core.scoring import score
from ssi_core.share_code import pack


def hide_parameters(seed: int, *, levels: bool) -> Parameters:
    """Draw weights, and with `levels` shares, between half and double ours."""
    random = Random(seed)
    weights = {factor.key: round(ONE * factor.weight * 2 ** random.uniform(-1, 1)) for factor in MODEL.factors}
    shares = dict(TODAY.shares)
    for factor in MODEL.factors if levels else ():
        below = 0
        for level in factor.levels[1:-1]:
            share = round(level.share * 2 ** random.uniform(-1, 1))
            below = shares[factor.key, level.key] = max(below + 1, -(-level.share // 2), min(share, 96))
    return Parameters(weights, shares)


def draw_answers(random: Random) -> Answers:
    """Draw an answer to nine questions of ten."""
    return Answers(tuple((factor.key, random.choice(list_answers(factor))) for factor in MODEL.factors if random.random() < 0.9))


def make_pairs(number: int, parameters: Parameters, *, noise: float = 0, seed: int = 0) -> list[Pair]:
    """Make pairs of members whose real score is computed with these parameters. `noise`: its standard deviation, in points."""
    random = Random(seed)
    pairs = []
    for _ in range(number):
        answers = draw_answers(random)
        points = estimate(score(answers).factors, parameters)
        real = {pillar: min(25.0, max(0.0, round(random.gauss(points[pillar], noise), 3))) for pillar in MODEL.pillars}
        pairs.append(Pair(answers, real))
    return pairs


def write_codes(pairs: list[Pair]) -> str:
    """Write pairs as CSV, with codes."""
    lines = [",".join((CODE, *MODEL.pillars))]
    lines += (",".join((pack(pair.answers), *map(str, pair.real.values()))) for pair in pairs)
    return "".join(line + "\n" for line in lines)
