"""Mapping a function over many values, in series or in parallel."""

from collections.abc import Callable, Sequence
from typing import Protocol


class ParallelMap(Protocol):
    """The interface of functions that map in series or on all processor cores."""

    def __call__[T, R](self, make: Callable[[T], R], items: Sequence[T]) -> list[R]:
        """Return the results in the order of the items."""


def serial_map[T, R](make: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Call the function with each item in turn."""
    return [make(item) for item in items]
