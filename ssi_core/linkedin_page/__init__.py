"""Text copied from LinkedIn's own SSI page (linkedin.com/sales/ssi) → real scores, ranks and averages.

The page looks different over time and in every language, and people copy more or less of it. So the reader depends on no single layout:

- It takes the page as numbers, each with the words around it, on its own line and on the lines next to it.
- A pillar's score is the number beside its label, before or after it. Where a language's labels are not known here, the pillars are four
  numbers in a row that can be: the page always shows them in the same order, with decimals, and the total is their rounded sum.
- The pillars must add up to the total, where it is known. Of several sets of four, such as a group's and one's own, only one does.
- Industry comes before network on the page. Where the words say which is which, they decide; else the order does.
- The JSON of LinkedIn's own interface is read by its keys.
- Ambiguous parts are never guessed: they are None, and `Page.not_found` names them.

>>> page = read_page('''Top 37% Industry SSI rank
... Top 24% Network SSI rank
... 33 out of 100
... 13.118 | Establish your professional brand
... 4.8 | Find the right people
... 2.05 | Engage with insights
... 13.5 | Build relationships
... People in your network have an average SSI of 31''')
>>> page.total, page.pillars
(33, (('brand', 13.118), ('find', 4.8), ('engage', 2.05), ('relate', 13.5)))
>>> page.industry, page.network, page.not_found
(Ranking(rank=37, average=None), Ranking(rank=24, average=31), ('industry.average',))
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ssi_core.comparison import Ranking
from ssi_core.linkedin_page.interface import is_interface, read_interface
from ssi_core.linkedin_page.numbers import LONGEST, Amount, Number, find_numbers
from ssi_core.linkedin_page.pillars import Scores, find_pillars, is_sum
from ssi_core.linkedin_page.words import (
    CHANGE,
    INDUSTRY,
    NETWORK,
    find_group,
    find_pillar,
    is_average_label,
    is_rank_label,
    is_total_label,
)
from ssi_core.model import MODEL, TOTAL


class Page(NamedTuple):
    """The scores on the page. `total`: 0-100. `pillars`: (pillar, points 0-25) in the model's order. None: not found.

    `not_found`: the names of parts that are None: `total`, a pillar, or a part of a group such as `industry.rank`.
    """

    total: Amount | None
    pillars: tuple[tuple[str, Amount | None], ...]
    industry: Ranking
    network: Ranking
    not_found: tuple[str, ...]


def read_page(text: str) -> Page:
    """Read text copied from the page. Never fails: text without scores gives a page on which nothing was found."""
    text = text[:LONGEST]
    found = _name_parts(*read_interface(text)) if is_interface(text) else _list_numbers(find_numbers(text))
    return Page(
        total=found[TOTAL],
        pillars=tuple((pillar, found[pillar]) for pillar in MODEL.pillars),
        industry=Ranking(found["industry.rank"], found["industry.average"]),
        network=Ranking(found["network.rank"], found["network.average"]),
        not_found=tuple(name for name, value in found.items() if value is None),
    )


def _list_numbers(numbers: list[Number]) -> dict[str, Amount | None]:
    """Find every part of the page among its numbers."""
    pillars = find_pillars(numbers)
    total = _find_total(numbers, pillars)
    averages = _find_averages(numbers, pillars, total)
    ranks = _find_ranks(numbers, averages)
    values = [{name: each.value for name, each in found.items()} for found in (pillars, ranks, averages)]
    return _name_parts(total and total.value, *values)


def _name_parts(
    total: Amount | None, pillars: Mapping[str, Amount], ranks: Mapping[str, Amount], averages: Mapping[str, Amount]
) -> dict[str, Amount | None]:
    """Name the parts of the page, in its order. A part that was not found is None."""
    groups = {
        f"{group}.{part}": found.get(group) for group in (INDUSTRY, NETWORK) for part, found in (("rank", ranks), ("average", averages))
    }
    return {TOTAL: total, **{pillar: pillars.get(pillar) for pillar in MODEL.pillars}, **groups}


# "Up 2% since last week" is not a rank.
_CHANGE = re.compile(rf"\W*(?:{CHANGE})\b")
_NEW_SENTENCE = re.compile(f"[.!?;。]|{CHANGE}")
SHORTEST_LABEL, LONGEST_LABEL = 6, 60
"""Characters of a pillar's label that can be known again elsewhere."""
FARTHEST_LABEL = 25
"""Characters between a pillar's label and a number that it is about."""


def _find_total(numbers: list[Number], pillars: dict[str, Number]) -> Number | None:
    """Find the total: before the pillars and their sum, out of 100, or labelled.

    A number before the pillars that is their sum is best if it is out of 100; then come one out of 100, any such sum, and one called a
    total.
    """
    complete = len(pillars) == len(MODEL.pillars)
    start = min((number.place for number in pillars.values()), default=0)
    free = [number for number in numbers if number.fits_total and not number.after_out_of and number not in pillars.values()]
    sums = [number for number in free if complete and is_sum(number.value, pillars.values())]
    # Only the nearest words count: where all line breaks are lost, a whole page can stand before a number.
    own = [number for number in free if find_group(number.words_before[-40:]) is None]
    candidates = (
        *(number for number in sums if number.place < start and number.out_of_100),
        *(number for number in own if complete and number.out_of_100 and is_sum(number.value, pillars.values())),
        *(number for number in own if number.out_of_100),
        *(number for number in sums if number.place < start),
        *(number for number in (sums if complete else own) if is_total_label(number.words_before) and not number.has_decimals),
    )
    return next(iter(candidates), None)


def _find_averages(numbers: list[Number], pillars: Scores, total: Number | None) -> dict[str, Number]:
    """Find the average of each group.

    It is a number that words like "average SSI of" lead to, or one out of 100 that stands under a group's name. A group's score on one
    pillar is none: it stands beside the pillar's label, or has decimals, which the page shows of pillars only.
    """
    taken = {*pillars.values()} | ({total} if total else set())
    labels = _list_labels([*pillars.values()])
    free = [
        number
        for number in numbers
        if number.fits_total
        and not (number.after_out_of or number.out_of_25 or number in taken)
        and not (number.fits_pillar and number.has_decimals)
        and not _is_about_pillar(number, labels)
    ]
    named = [number for number in free if is_average_label(number.words_before) or (number.out_of_100 and find_group(number.words_before))]
    if not named and taken:
        # In an unknown language, only if nothing else can be meant.
        last = max(number.place for number in taken)
        rest = [number for number in free if number.place > last and (number.head or number.tail) and not number.has_decimals]
        named = rest if len(rest) == 2 else []
    averages: dict[str, Number] = {}
    unlabelled: list[Number] = []
    for number in named:
        group = next(filter(None, map(find_group, (number.head, *number.above[:2]))), None)
        if group is None:
            unlabelled.append(number)
        else:
            averages.setdefault(group, number)
    if not averages and len(unlabelled) > 1:
        return {INDUSTRY: unlabelled[0], NETWORK: unlabelled[1]}
    if len(averages) == 1 and unlabelled:
        averages[NETWORK if INDUSTRY in averages else INDUSTRY] = unlabelled[0]
    elif [*averages] == [NETWORK] and named[-1].value != named[0].value:
        # The word stands twice, for different numbers: the first belongs to an industry such as Computer Networking.
        averages = {INDUSTRY: named[0], NETWORK: named[-1]}
    return averages


def _list_labels(pillars: list[Number]) -> set[str]:
    """List the labels of the pillars, which are the words between them. Those at the two ends may be about something else."""
    if not pillars:
        return set()
    inner = {number.words_after for number in pillars[:-1]} | {number.words_before for number in pillars[1:]}
    ends = {words for words in (pillars[0].words_before, pillars[-1].words_after) if find_pillar(words)}
    return {words for words in inner | ends if SHORTEST_LABEL <= len(words) <= LONGEST_LABEL}


def _is_about_pillar(number: Number, labels: set[str]) -> bool:
    """Return whether a pillar's label stands beside a number. Further away it may be the pillar's own, where all line breaks are lost."""
    near = FARTHEST_LABEL
    return any(label in number.words_before[-len(label) - near :] or label in number.tail[: len(label) + near] for label in labels)


def _find_ranks(numbers: list[Number], averages: dict[str, Number]) -> dict[str, Number]:
    """Find the rank in each group.

    It stands below the group's average, or on a line with the group's name, or beside such a line; else the order decides.
    """
    percents = [number for number in numbers if number.percent and 0 < number.value <= 100 and not _CHANGE.match(number.words_after)]
    first_average = min((number.place for number in averages.values()), default=len(numbers))
    at_top = [number for number in percents if number.place < first_average]
    ranks: dict[str, Number] = {}
    for found in (
        _find_ranks_below_averages(numbers, averages, percents),
        [(group, number) for number in percents if (group := _find_group_on_line(number))],
        _find_ranks_beside_labels(numbers[:first_average], at_top),
    ):
        for group, number in found:
            if group not in ranks and number not in ranks.values():
                ranks[group] = number
    return ranks | _find_last_rank(numbers, averages, percents, ranks)


def _find_last_rank(
    numbers: list[Number], averages: dict[str, Number], percents: list[Number], ranks: dict[str, Number]
) -> dict[str, Number]:
    """Find the rank of the one group without. It is the only percentage left below that group's average."""
    left = [number for number in percents if number not in ranks.values()]
    if ranks and len(left) == 1:
        found = _find_first_below_averages(numbers, averages, left)
        return {group: number for group, number in found if group not in ranks}
    return {}


def _find_ranks_below_averages(numbers: list[Number], averages: dict[str, Number], percents: list[Number]) -> list[tuple[str, Number]]:
    """Find the first percentage below each group's average.

    One rank below one of two averages may as well stand above the other one.
    """
    ranks = _find_first_below_averages(numbers, averages, percents)
    return ranks if len(ranks) == len(averages) else []


def _find_first_below_averages(numbers: list[Number], averages: dict[str, Number], percents: list[Number]) -> list[tuple[str, Number]]:
    """Find the first percentage between each group's average and the other group's part, if any."""
    ranks = []
    for group, average in averages.items():
        others = [other.place for other in averages.values() if other.place > average.place]
        rank = next((number for number in percents if number.place > average.place), None)
        if rank is not None and rank.place < min(others, default=len(numbers)):
            after = numbers[average.place + 1 : rank.place + 1]
            between = [average.tail, *(words for number in after for words in (*number.above, number.head))]
            if all(find_group(words) in (None, group) for words in between):
                ranks.append((group, rank))
    return ranks


def _find_group_on_line(number: Number) -> str | None:
    """Return the one group that the words on the number's own line name. A new sentence is about something else."""
    groups = {find_group(number.head), find_group(_NEW_SENTENCE.split(number.tail)[0])} - {None}
    return groups.pop() if len(groups) == 1 else None


def _find_ranks_beside_labels(numbers: list[Number], percents: list[Number]) -> list[tuple[str, Number]]:
    """Pair each percentage with the group named before it.

    Where the first percentage stands before the first name, it is the group named after it.
    """
    lines = [(words, number) for number in numbers for words in (*reversed(number.above), number.head, None, number.tail)]
    lines += [(words, number) for number in numbers[-1:] for words in number.below]
    labels = {words for words, _ in lines if words and find_group(words)}
    # A name with "SSI" or "rank" in it is surely a label; one without may be a network engineer's job title.
    labels = {words for words in labels if is_rank_label(words)} or labels
    if len({find_group(words) for words in labels}) < min(2, len(percents)):
        return list(zip((INDUSTRY, NETWORK), percents, strict=False)) if len(percents) > 1 else []
    places = {number.place for number in percents}
    events = [(words, number) for words, number in lines if words in labels or (words is None and number.place in places)]
    if events and events[0][0] is None:
        events.reverse()
    ranks: list[tuple[str, Number]] = []
    group: str | None = None
    for words, number in events:
        if words is not None:
            group = find_group(words)
        elif group is not None:
            ranks.append((group, number))
    return ranks
