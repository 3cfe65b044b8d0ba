"""Check symbols: a typo or swap in a code is found, and usually where.

A code's symbols are numbers below `PRIME`, so they form a field. Read as the coefficients of a polynomial, its highest power first, they
are chosen so that the polynomial is zero at 1, `ROOT` and the square of `ROOT`: a Reed-Solomon code. `ROOT` is a primitive root, so the
powers that belong to the places of a code of up to `LONGEST` symbols all differ. It follows that

- up to three wrong symbols, whichever and wherever, never leave a code valid: the least distance between two codes is four. One typo is one
  wrong symbol, and a swap of any two is two;
- one wrong symbol, or a swap of neighbours, shows its place in the values at these three points, the syndromes.

Any other damage goes unnoticed once in 29,791 times, which is the cube of `PRIME`.

>>> whole = append_check([24, 3, 1, 4, 1, 5])
>>> whole, find_syndromes(whole)
([24, 3, 1, 4, 1, 5, 7, 7, 10], (0, 0, 0))
>>> locate_error([24, 3, 1, 9, 1, 5, 7, 7, 10]), locate_error([24, 1, 3, 4, 1, 5, 7, 7, 10]), locate_error([3, 0, 0, 4, 1, 5, 7, 7, 10])
(3, 1, None)
"""

from collections.abc import Sequence

PRIME = 31
ROOT = 3
CHECKS = 3
"""Symbols that are added."""
LONGEST = PRIME - 1

_POINTS = tuple(pow(ROOT, power, PRIME) for power in range(CHECKS))


def append_check(symbols: Sequence[int]) -> list[int]:
    """Return the symbols and the check symbols that make them valid."""
    remainder = [0] * CHECKS
    for symbol in symbols:
        # One step of a long division by the polynomial that is zero at the points.
        first, *others = remainder
        factor = (symbol + first) % PRIME
        remainder = [(each - factor * coefficient) % PRIME for each, coefficient in zip((*others, 0), _DIVISOR, strict=True)]
    return [*symbols, *(-each % PRIME for each in remainder)]


def find_syndromes(symbols: Sequence[int]) -> tuple[int, ...]:
    """Evaluate the polynomial at the points: all zero where the symbols are valid."""
    values = []
    for point in _POINTS:
        value = 0
        for symbol in symbols:
            value = (value * point + symbol) % PRIME
        values.append(value)
    return tuple(values)


def locate_error(symbols: Sequence[int]) -> int | None:
    """Return the place of one wrong symbol, or of the first of two swapped ones.

    None where neither explains the syndromes. Symbols that are wrong in several places can look like a swap, never like one typo, as long
    as there are two of them.
    """
    zeroth, first, second = find_syndromes(symbols)
    for place in range(len(symbols)):
        power = pow(ROOT, len(symbols) - 1 - place, PRIME)
        if zeroth and (first, second) == (zeroth * power % PRIME, zeroth * power * power % PRIME):
            return place
        # Neighbours that changed places differ by the same amount, up and down, which the first point does not see.
        if place and first and (zeroth, second) == (0, first * power * (ROOT + 1) % PRIME):
            return place - 1
    return None


def _make_divisor() -> list[int]:
    """Multiply the factors that are zero at the points; return all coefficients but the highest, which is 1."""
    product = [1]
    for point in _POINTS:
        product = [(high - point * low) % PRIME for high, low in zip((*product, 0), (0, *product), strict=True)]
    return product[1:]


_DIVISOR = _make_divisor()
