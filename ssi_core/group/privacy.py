"""Which numbers may be shown, so that none is about fewer than five people.

Whoever sees the numbers of two groups of people also knows something about those who are in the one and not in the other. So it is not
enough that each group is large: five people, and the same five with a sixth, show the sixth. Groups may be shown together if every set of
people that can be told apart by which of the groups they are in is empty, or has five people or more.

>>> five, sixth = frozenset("abcde"), frozenset("f")
>>> are_safe([five]), are_safe([five, five | sixth]), are_safe([five, frozenset("ghijk")]), are_safe([frozenset("abcd")])
(True, False, True, False)

This protects against readers of the numbers, not against:

- whoever has the codes, who can read every score in them;
- members who tell each other their scores: four of five, together, find the fifth's;
- whoever watches the numbers change while codes come in one by one;
- the same people with new codes: that two codes are of one person can not be seen, so that of two rounds the numbers of the people who were
  only in one can be guessed, as far as the others' scores stayed as they were.

The numbers themselves are of people without names. The lowest of five scores is one person's, and stands there as such; whose it is, and
which pillar belongs to which total, does not.
"""

from collections import Counter
from collections.abc import Iterable

FEWEST = 5
"""People about whom a number may be shown."""


def are_safe(groups: Iterable[frozenset[str]]) -> bool:
    """Return whether numbers about all these groups of people may be shown together."""
    places: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        for member in group:
            places.setdefault(member, []).append(place)
    sizes = Counter(map(tuple, places.values()))
    return all(size >= FEWEST for size in sizes.values())
