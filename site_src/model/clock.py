"""The interface for timing a build's stages; the command line implements it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from site_src.model.mapping import ParallelMap


class Clock(Protocol):
    """A timer of stages, which also shows the progress of a long one."""

    def __call__(self, stage: str) -> AbstractContextManager[None]:
        """Time the work inside; a stage that runs twice counts together."""

    def show(self, parallel: Callable[..., list[object]]) -> ParallelMap:
        """Wrap a parallel map, so that it shows how many items are done."""
