"""The check finds any three wrong symbols, and shows the place of a typo and of a swap.

The check is linear: what a change of a code does to the syndromes depends on the change alone. So every change of the code of zeros stands
for that change of every code.
"""

from itertools import combinations, product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssi_core.group.check import CHECKS, LONGEST, PRIME, ROOT, append_check, find_syndromes, locate_error

LENGTH = 20
ZEROS = [0] * LENGTH
symbols = st.lists(st.integers(0, PRIME - 1), min_size=1, max_size=LONGEST - CHECKS)


def change(*changes: tuple[int, int]) -> list[int]:
    """Change symbols of the code of zeros, each at its place by an amount."""
    changed = [*ZEROS]
    for place, amount in changes:
        changed[place] = amount % PRIME
    return changed


@given(symbols)
def test_what_is_made_is_valid_and_begins_with_what_was_given(given: list[int]) -> None:
    whole = append_check(given)
    assert (whole[: len(given)], len(whole)) == (given, len(given) + CHECKS)
    assert all(0 <= symbol < PRIME for symbol in whole)
    assert find_syndromes(whole) == (0, 0, 0)
    assert locate_error(whole) is None


@given(symbols, st.data())
def test_the_check_is_linear(given: list[int], data: st.DataObject) -> None:
    whole = append_check(given)
    altered = data.draw(st.lists(st.integers(0, PRIME - 1), min_size=len(whole), max_size=len(whole)))
    difference = [(one - other) % PRIME for one, other in zip(altered, whole, strict=True)]
    assert find_syndromes(altered) == find_syndromes(difference)
    assert locate_error(altered) == locate_error(difference)


def test_every_typo_is_found_and_located() -> None:
    for place, amount in product(range(LENGTH), range(1, PRIME)):
        assert any(find_syndromes(change((place, amount))))
        assert locate_error(change((place, amount))) == place


def test_every_swap_is_found_and_that_of_neighbours_is_located() -> None:
    for (one, other), amount in product(combinations(range(LENGTH), 2), range(1, PRIME)):
        swapped = change((one, amount), (other, -amount))
        assert any(find_syndromes(swapped))
        if other == one + 1:
            assert locate_error(swapped) == one


def test_every_two_typos_are_found_and_never_taken_for_one() -> None:
    # A change and its multiples have the same place, so that the first amount can be one.
    for (one, other), amount in product(combinations(range(LENGTH), 2), range(1, PRIME)):
        changed = change((one, 1), (other, amount))
        syndromes = find_syndromes(changed)
        assert any(syndromes)
        assert locate_error(changed) is None or syndromes[0] == 0


@pytest.mark.parametrize("length", [LENGTH, LONGEST])
def test_every_three_typos_are_found(length: int) -> None:
    """Three amounts that make all syndromes zero exist only where this determinant, of Vandermonde's form, is zero."""
    points = [pow(ROOT, power, PRIME) for power in range(length)]
    for places in combinations(points, 3):
        assert prod(high - low for low, high in combinations(places, 2)) % PRIME


def test_symbols_beyond_the_longest_code_would_share_a_point() -> None:
    assert sorted(pow(ROOT, power, PRIME) for power in range(LONGEST)) == list(range(1, PRIME))
    assert pow(ROOT, LONGEST, PRIME) == 1
