"""The pillars' scores among the numbers of the page: by label, else by order. A total that is known must be their sum.

A page can show several sets of four: one's own, and those of a group. Where the total is known, the set that adds up to it is one's own;
where none does, none is taken. Without a total, a set that adds up to a number before it is best. What is ambiguous then is not found.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from ssi_core.linkedin_page.numbers import Amount, Number
from ssi_core.linkedin_page.words import find_group, find_pillar, is_total_label
from ssi_core.model import MODEL, PILLAR_POINTS

type Scores = dict[str, Number]
"""Pillar → its number on the page."""

SIZE = len(MODEL.pillars)
MOST_TOTALS = 20
"""Totals that are compared with each set. A page has one, and one for each group."""
FARTHEST_TOTAL = 40
"""Numbers between a total and the set that it is the sum of."""
FARTHEST_SUM = 1 + 1e-9
"""Points between a total that is known and the sum of its pillars, and what is lost in adding up decimals."""
FEWEST_DECIMALS = 2
"""The fewest numbers with decimals among four in a row, without known labels, that follow their sum."""


def is_sum(total: Amount, pillars: Iterable[Number]) -> bool:
    """Return whether the total is the pillars' sum, however it was rounded."""
    return abs(sum(number.value for number in pillars) - total) < 1


def can_add_up(total: Amount | None, pillars: Collection[Amount]) -> bool:
    """Return whether pillars make a total within a point. Some alone may be a part of it.

    A total that is not known is any.

    >>> can_add_up(33, [13.1, 4.8, 2.1, 13.5]), can_add_up(33, [13.1, 4.8]), can_add_up(33, [25, 13.1]), can_add_up(33, [0.5, 1, 2])
    (True, True, False, False)
    """
    points = sum(pillars)
    missing = PILLAR_POINTS * (SIZE - len(pillars))
    return total is None or points - FARTHEST_SUM <= total <= points + missing + FARTHEST_SUM


def _list_values(scores: Scores) -> list[Amount]:
    return [number.value for number in scores.values()]


def find_pillars(numbers: list[Number]) -> Scores:
    """Find the pillars' scores: all four, those known by label, or none."""
    sides = _list_labelled(numbers)
    labelled = [scores for pairs in sides for scores in (*_split(pairs), *_slide(pairs), *_list_columns(numbers, pairs))]
    ordered = list(_list_ordered(numbers))
    totals = _find_known_totals(numbers, [*labelled, *ordered])
    if totals:
        by_label = (scores for scores in labelled if any(can_add_up(total, _list_values(scores)) for total in totals))
        by_order = (scores for scores in ordered if any(is_sum(total, scores.values()) for total in totals))
        return next(chain(by_label, by_order), {} if labelled else _find_some(sides[0], totals))
    own = _drop_equal(_split(sides[0]) or _slide(sides[0]))
    if own:
        return own[0] if len(own) == 1 else _choose([scores for scores in own if _follows_sum(numbers, scores, labelled=True)])
    following = [scores for scores in ordered if _follows_sum(numbers, scores, labelled=False)]
    sure = [scores for scores in ordered if all(number.has_decimals or number.out_of_25 for number in scores.values())]
    return next(iter(following), {}) or _choose(sure) or _find_some(sides[0], [])


type _Pairs = list[tuple[str, Number]]


def _list_labelled(numbers: list[Number]) -> list[_Pairs]:
    """List the numbers with a pillar's label beside them.

    All labels stand before their numbers, or all after: the side that fits better comes first.
    """
    fitting = [number for number in numbers if number.fits_pillar]
    first = [(pillar, number) for number in fitting if (pillar := find_pillar(number.words_before))]
    last = [(pillar, number) for number in fitting if (pillar := find_pillar(number.words_after))]

    def fit(pairs: _Pairs, on_line: Iterable[bool]) -> tuple[int, int, int, int]:
        scores = _take_first(pairs).values()
        same_line = sum(beside for (_, number), beside in zip(pairs, on_line, strict=True) if number in scores)
        return len(scores), same_line, sum(number.has_decimals for number in scores), -min((number.place for number in scores), default=0)

    is_first = fit(first, (bool(number.head) for _, number in first)) >= fit(last, (bool(number.tail) for _, number in last))
    return [first, last] if is_first else [last, first]


def _take_first(pairs: _Pairs) -> Scores:
    return dict(reversed(pairs))


def _split(pairs: _Pairs) -> list[Scores]:
    """Split into whole sets. One ends where a label comes again."""
    sets: list[Scores] = [{}]
    for pillar, number in pairs:
        if pillar in sets[-1]:
            sets.append({})
        sets[-1][pillar] = number
    return [scores for scores in sets if len(scores) == SIZE]


def _slide(pairs: _Pairs) -> list[Scores]:
    """List all whole sets of neighbours: a line about a single pillar may stand before one's own four."""
    windows = (dict(pairs[start : start + SIZE]) for start in range(len(pairs) - SIZE + 1))
    return [scores for scores in windows if len(scores) == SIZE]


def _list_columns(numbers: list[Number], pairs: _Pairs) -> Iterator[Scores]:
    """List the further columns of a table: the numbers beside the labelled ones, without words in between."""
    for scores in _split(pairs):
        for step in (1, -1):
            column = scores
            while column := _move(numbers, column, step):
                yield column


def _move(numbers: list[Number], column: Scores, step: int) -> Scores:
    """Return the next column of a table; empty where a row has none."""
    moved: Scores = {}
    for pillar, number in column.items():
        place = number.place + step
        if not 0 <= place < len(numbers):
            return {}
        left, right = sorted((number, numbers[place]), key=lambda each: each.place)
        if left.tail or right.head or right.above or not numbers[place].fits_pillar:
            return {}
        moved[pillar] = numbers[place]
    return moved


def _list_ordered(numbers: list[Number]) -> Iterator[Scores]:
    """List each four numbers in a row that can be the pillars: some have decimals, or all are out of 25, or the sum is whole."""
    row = [number for number in numbers if not number.percent and not number.out_of_100 and not number.after_out_of]
    marked = [number for number in row if number.out_of_25]
    row = marked if len(marked) >= SIZE else row
    for start in range(len(row) - SIZE + 1):
        window = row[start : start + SIZE]
        if all(number.fits_pillar for number in window):
            yield dict(zip(MODEL.pillars, window, strict=True))


def _find_known_totals(numbers: list[Number], sets: list[Scores]) -> list[Amount]:
    """Find the totals that are sure: out of 100 and no group's; else called a total, on a line before all sets."""
    # Only the nearest words count: where all line breaks are lost, a whole page can stand before a number.
    own = [number for number in numbers if number.fits_total and not number.after_out_of and find_group(number.words_before[-40:]) is None]
    whole = [number.value for number in own if number.out_of_100]
    start = min((number.place for scores in sets for number in scores.values()), default=0)
    return (
        whole[:MOST_TOTALS]
        or [
            number.value
            for number in own
            if number.place < start and not number.tail and not number.has_decimals and is_total_label(number.words_before)
        ][:MOST_TOTALS]
    )


def _follows_sum(numbers: list[Number], scores: Scores, labelled: bool) -> bool:
    """Return whether a set adds up to a number before it.

    Without labels, four numbers of which some have no decimals may be anything, unless that number stands right before them.
    """
    start = min(number.place for number in scores.values())
    before = [number for number in numbers[max(0, start - FARTHEST_TOTAL) : start] if number.fits_total and not number.after_out_of]
    decimals = sum(number.has_decimals or number.out_of_25 for number in scores.values())
    if decimals < SIZE and not labelled:
        before = before[-1:] if decimals >= FEWEST_DECIMALS else []
    return any(is_sum(number.value, scores.values()) for number in before)


def _find_some(pairs: _Pairs, totals: list[Amount]) -> Scores:
    """Return the pillars whose label stands beside one number only. They must be a possible part of a known total."""
    scores = _take_first(pairs)
    found = {pillar: number for pillar, number in scores.items() if len({each.value for other, each in pairs if other == pillar}) == 1}
    return found if not totals or any(can_add_up(total, _list_values(found)) for total in totals) else {}


def _drop_equal(sets: list[Scores]) -> list[Scores]:
    """Drop the sets that stand there again."""
    return list({tuple((pillar, scores[pillar].value) for pillar in MODEL.pillars): scores for scores in reversed(sets)}.values())


def _choose(sets: list[Scores]) -> Scores:
    """Return the only set; none where several differ."""
    different = _drop_equal(sets)
    return different[0] if len(different) == 1 else {}
