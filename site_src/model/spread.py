"""A function over many values: one after the other, or on all cores."""

from collections.abc import Callable, Sequence
from typing import Protocol


class Spread(Protocol):
    """Calls a function with each of many values: one after the other, or on all of the machine's cores at once."""

    def __call__[T, R](self, make: Callable[[T], R], items: Sequence[T]) -> list[R]:
        """What it makes of each, in order."""


def in_turn[T, R](make: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """One after the other."""
    return [make(item) for item in items]
