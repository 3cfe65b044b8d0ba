"""Text copied from LinkedIn's own SSI page (linkedin.com/sales/ssi) → the real scores, ranks and averages.

The page looks different over time and in every language, and people copy more or less of it. So nothing depends on one layout:

- The page is taken as numbers, each with the words around it, on its own line and on the lines next to it.
- A pillar's score is the number beside its label, before or after it. Where a language's labels are not known here, the pillars are the
  first four numbers in a row that can be: the page always shows them in the same order, with decimals, and the total is their rounded sum.
- Industry comes before network on the page. Where the words say which is which, they decide; else the order does.
- What cannot be told apart is not guessed: it is None, and `Page.not_found` names it.

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
(Standing(rank=37, average=None), Standing(rank=24, average=31), ('industry.average',))
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ssi_core.model import MODEL, TOTAL
from ssi_core.page_numbers import Amount, Number, numbers_in
from ssi_core.real import Standing

INDUSTRY = "industry"
NETWORK = "network"


class Page(NamedTuple):
    """What the page says. `total`: 0-100. `pillars`: (pillar, points 0-25) in the model's order. None: not found.

    `not_found`: what is None, by name: `total`, a pillar, or a group and what of it, such as `industry.rank`.
    """

    total: Amount | None
    pillars: tuple[tuple[str, Amount | None], ...]
    industry: Standing
    network: Standing
    not_found: tuple[str, ...]


def read_page(text: str) -> Page:
    """What `text`, copied from the page, says. Never fails: a text that says nothing gives a page on which nothing was found."""
    numbers = numbers_in(text)
    pillars = _pillars(numbers)
    total = _total(numbers, pillars)
    averages = _averages(numbers, {*pillars.values()} | ({total} if total else set()))
    ranks = _ranks(numbers, averages)
    found = {
        TOTAL: total,
        **{pillar: pillars.get(pillar) for pillar in MODEL.pillars},
        "industry.rank": ranks.get(INDUSTRY),
        "industry.average": averages.get(INDUSTRY),
        "network.rank": ranks.get(NETWORK),
        "network.average": averages.get(NETWORK),
    }
    value = {name: None if number is None else number.value for name, number in found.items()}
    return Page(
        total=value[TOTAL],
        pillars=tuple((pillar, value[pillar]) for pillar in MODEL.pillars),
        industry=Standing(value["industry.rank"], value["industry.average"]),
        network=Standing(value["network.rank"], value["network.average"]),
        not_found=tuple(name for name, number in found.items() if number is None),
    )


# Words that decide in the languages where they are known. Everything is case-folded before it is compared.
_PILLAR_WORDS = {
    "brand": re.compile(r"professional brand|professionele merk|\bmarke\b"),
    "find": re.compile("right people|juiste mensen|richtigen (?:personen|leute|menschen)"),
    "engage": re.compile("insights|inzichten|einblicke"),
    "relate": re.compile("relationships|relaties|beziehungen"),
}
_INDUSTRY_WORDS = re.compile("industr|bran[cs]h|bransj|branż|sector|sektor|secteur|settore|setor")
_NETWORK_WORDS = re.compile(r"network|netwerk|netzwerk|réseau|nätverk|netværk|nettverk|\b(?:red|rete|rede)\b")
# SSI is SSI in every language, also between letters of other scripts; but not in "professional".
_SSI = "(?<![a-z])ssi(?![a-z])"
_SSI_WORD = re.compile(_SSI)
_AVERAGE = "average|gemiddeld|durchschnitt|moyen|promedio"
_AVERAGE_WORDS = re.compile(f"{_AVERAGE}|{_SSI}")
_NO_TOTAL_WORDS = re.compile(_AVERAGE)
_TOTAL_WORDS = re.compile("social selling index|score|total|totaal|gesamt")
_RANK_WORDS = re.compile(f"rank|rang|{_SSI}")
# "Up 2% since last week" is not a rank.
_CHANGE = re.compile(r"\W*(?:since|sinds|seit|depuis|desde)\b")
_NEW_SENTENCE = re.compile("[.!?;。]|since|sinds|seit|depuis|desde")


def _group(words: str) -> str | None:
    # Industry first: there is an industry called Computer Networking, and no network is called after an industry.
    if _INDUSTRY_WORDS.search(words):
        return INDUSTRY
    return NETWORK if _NETWORK_WORDS.search(words) else None


def _pillars(numbers: list[Number]) -> dict[str, Number]:
    """The pillars' scores: by label where all four labels are known, else by order, else those whose label is known."""
    by_label = _pillars_by_label(numbers)
    return by_label if len(by_label) == len(MODEL.pillars) else _pillars_by_order(numbers) or by_label


def _pillars_by_label(numbers: list[Number]) -> dict[str, Number]:
    """The pillars whose label stands beside a number: all labels before their numbers, or all after, whichever fits better."""
    label_first: dict[str, Number] = {}
    label_last: dict[str, Number] = {}
    for number in numbers:
        if number.fits_pillar:
            for found, words in ((label_first, number.before), (label_last, number.after)):
                match [pillar for pillar, label in _PILLAR_WORDS.items() if label.search(words)]:
                    case [pillar]:
                        found.setdefault(pillar, number)

    def fit(found: dict[str, Number], on_line: Iterable[str]) -> tuple[int, int, int, int]:
        places = [number.place for number in found.values()]
        decimals = sum(number.has_decimals for number in found.values())
        return len(found), sum(map(bool, on_line)), decimals, -min(places, default=0)

    first = fit(label_first, (number.head for number in label_first.values()))
    last = fit(label_last, (number.tail for number in label_last.values()))
    return label_first if first >= last else label_last


def _pillars_by_order(numbers: list[Number]) -> dict[str, Number]:
    """The first four numbers in a row that can be the pillars: all with decimals, or with a sum that makes the total."""
    total = next((number.value for number in numbers if number.out_of_100 and _group(number.before) is None), None)
    row = [number for number in numbers if not number.percent and not number.out_of_100 and not number.after_out_of]
    size = len(MODEL.pillars)
    for window in (row[start : start + size] for start in range(len(row) - size + 1)):
        if total is None:
            fits = all(number.has_decimals for number in window)
        elif any(number.has_decimals for number in window):
            fits = _makes(total, window)
        else:
            fits = sum(number.value for number in window) == total
        if fits and all(number.fits_pillar for number in window):
            return dict(zip(MODEL.pillars, window, strict=True))
    return {}


def _makes(total: Amount, pillars: Iterable[Number]) -> bool:
    """Whether the total is the pillars' sum, however it was rounded."""
    return abs(sum(number.value for number in pillars) - total) < 1


def _total(numbers: list[Number], pillars: dict[str, Number]) -> Number | None:
    """The total: a number before the pillars that is their sum, best if out of 100; or one out of 100; or one that is called so."""
    complete = len(pillars) == len(MODEL.pillars)
    start = min((number.place for number in pillars.values()), default=0)
    free = [number for number in numbers if number.fits_total and not number.after_out_of and number not in pillars.values()]
    sums = [number for number in free if complete and _makes(number.value, pillars.values())]
    # Only the nearest words count: where all line breaks are lost, a whole page can stand before a number.
    own = [number for number in free if _group(number.before[-40:]) is None]
    candidates = (
        *(number for number in sums if number.place < start and number.out_of_100),
        *(number for number in own if number.out_of_100),
        *(number for number in sums if number.place < start),
        *(number for number in (sums if complete else own) if _names_total(number.before) and not number.has_decimals),
    )
    return next(iter(candidates), None)


def _names_total(words: str) -> bool:
    """Whether they are like "Current Social Selling Index", or little more than "Your SSI", and not about an average."""
    if len(words) > 40 or _NO_TOTAL_WORDS.search(words):
        return False
    return bool(_TOTAL_WORDS.search(words) or (len(words) <= 16 and _SSI_WORD.search(words)))


def _averages(numbers: list[Number], taken: set[Number]) -> dict[str, Number]:
    """The average of each group: a number that words like "average SSI of" lead to, or one out of 100 that stands under a group's name."""
    free = [number for number in numbers if number.fits_total and not number.after_out_of and number not in taken]
    named = [number for number in free if _AVERAGE_WORDS.search(number.before) or (number.out_of_100 and _group(number.before))]
    if not named and taken:
        # In a language where nothing is known, only if nothing else can be meant.
        last = max(number.place for number in taken)
        rest = [number for number in free if number.place > last and (number.head or number.tail)]
        named = rest if len(rest) == 2 else []
    averages: dict[str, Number] = {}
    unlabelled: list[Number] = []
    for number in named:
        group = next(filter(None, map(_group, (number.head, *number.above[:2]))), None)
        if group is None:
            unlabelled.append(number)
        else:
            averages.setdefault(group, number)
    if not averages and len(unlabelled) > 1:
        return {INDUSTRY: unlabelled[0], NETWORK: unlabelled[1]}
    if len(averages) == 1 and unlabelled:
        averages[NETWORK if INDUSTRY in averages else INDUSTRY] = unlabelled[0]
    elif [*averages] == [NETWORK] and named[-1].value != named[0].value:
        # The word twice, for different numbers: the first is of an industry called Computer Networking or the like.
        averages = {INDUSTRY: named[0], NETWORK: named[-1]}
    return averages


def _ranks(numbers: list[Number], averages: dict[str, Number]) -> dict[str, Number]:
    """The rank in each group: below the group's average, or on a line with the group's name, or beside such a line, or by order."""
    percents = [number for number in numbers if number.percent and 0 < number.value <= 100 and not _CHANGE.match(number.tail)]
    first_average = min((number.place for number in averages.values()), default=len(numbers))
    at_top = [number for number in percents if number.place < first_average]
    ranks: dict[str, Number] = {}
    for found in (
        _ranks_below_averages(numbers, averages, percents),
        [(group, number) for number in percents if (group := _group_on_line(number))],
        _ranks_beside_labels(numbers[:first_average], at_top),
    ):
        for group, number in found:
            if group not in ranks and number not in ranks.values():
                ranks[group] = number
    return ranks | _rank_left_below_average(numbers, averages, percents, ranks)


def _rank_left_below_average(
    numbers: list[Number], averages: dict[str, Number], percents: list[Number], ranks: dict[str, Number]
) -> dict[str, Number]:
    """The rank of the one group that has none yet: the only percentage left, if it stands below that group's average."""
    left = [number for number in percents if number not in ranks.values()]
    if ranks and len(left) == 1:
        found = _first_below_averages(numbers, averages, left)
        return {group: number for group, number in found if group not in ranks}
    return {}


def _ranks_below_averages(numbers: list[Number], averages: dict[str, Number], percents: list[Number]) -> list[tuple[str, Number]]:
    """For each group the first percentage below its average. One rank below one of two averages may as well stand above the other one."""
    ranks = _first_below_averages(numbers, averages, percents)
    return ranks if len(ranks) == len(averages) else []


def _first_below_averages(numbers: list[Number], averages: dict[str, Number], percents: list[Number]) -> list[tuple[str, Number]]:
    """For each group the first percentage between its average and what belongs to the other group, where there is any."""
    ranks = []
    for group, average in averages.items():
        others = [other.place for other in averages.values() if other.place > average.place]
        rank = next((number for number in percents if number.place > average.place), None)
        if rank is not None and rank.place < min(others, default=len(numbers)):
            after = numbers[average.place + 1 : rank.place + 1]
            between = [average.tail, *(words for number in after for words in (*number.above, number.head))]
            if all(_group(words) in (None, group) for words in between):
                ranks.append((group, rank))
    return ranks


def _group_on_line(number: Number) -> str | None:
    """The one group that the words on the number's own line name. What follows in a new sentence is about something else."""
    groups = {_group(number.head), _group(_NEW_SENTENCE.split(number.tail)[0])} - {None}
    return groups.pop() if len(groups) == 1 else None


def _ranks_beside_labels(numbers: list[Number], percents: list[Number]) -> list[tuple[str, Number]]:
    """Each percentage with the group named before it, or after it where the first percentage stands before the first name."""
    lines = [(words, number) for number in numbers for words in (*reversed(number.above), number.head, None, number.tail)]
    lines += [(words, number) for number in numbers[-1:] for words in number.below]
    labels = {words for words, _ in lines if words and _group(words)}
    # A name with "SSI" or "rank" in it is surely a label; one without may be a network engineer's job title.
    labels = {words for words in labels if _RANK_WORDS.search(words)} or labels
    if len({_group(words) for words in labels}) < min(2, len(percents)):
        return list(zip((INDUSTRY, NETWORK), percents, strict=False)) if len(percents) > 1 else []
    places = {number.place for number in percents}
    events = [(words, number) for words, number in lines if words in labels or (words is None and number.place in places)]
    if events and events[0][0] is None:
        events.reverse()
    ranks: list[tuple[str, Number]] = []
    group: str | None = None
    for words, number in events:
        if words is not None:
            group = _group(words)
        elif group is not None:
            ranks.append((group, number))
    return ranks
