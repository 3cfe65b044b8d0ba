"""Pairs of answers and real scores → the error of the estimate, and better weights.

Only the command line uses this; it does not ship to browsers. Points are those of a pillar, 0 to 25, unless said otherwise.

    pairs.py      CSV → pairs, or every fault in it
    errors.py     pairs → the error of the estimate: by pillar, in all, and by answer
    fit.py        pairs → the weights and shares with the least squared error, and the error on pairs left out
    quadratic.py  minimises a convex quadratic form, with a proven bound on what is left

An error is the estimate less the real score: above 0, the estimate is too high.
"""

LEAST_PAIRS = 30
"""Pairs below which no result means anything."""
