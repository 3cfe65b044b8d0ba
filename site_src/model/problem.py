"""Faults, for the person who can fix them, and suggestions for misspelt names."""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Fix(NamedTuple):
    """A mechanical remedy: on the problem's line, `new` takes the place of `old`.

    `before` and `after`: what stands around it there, where that is known, to find the right one.
    """

    old: str
    new: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, for the person who can fix it.

    `line` counts from 1; it is 0 if no line is at fault, as for a missing file. `fix`: where nobody has to think to mend it.

    >>> print(Problem("content/en/quiz.md", 3, "unknown key “titel”", "Did you mean “title”?"))
    content/en/quiz.md:3: unknown key “titel”. Did you mean “title”?
    """

    file: str
    line: int
    what: str
    remedy: str
    fix: Fix | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}. {self.remedy}"


def find_closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, or None if none resembles it."""
    return next(iter(difflib.get_close_matches(name.lower(), sorted(known), n=1, cutoff=0.7)), None)


def suggest(name: str, known: Collection[str]) -> str:
    """Write the remedy for an unknown name: the closest known name, or up to 16 known names.

    >>> suggest("titel", ("title", "slug"))
    'Did you mean “title”?'
    >>> suggest("date", ("title", "slug"))
    'Known: slug, title.'
    """
    close = find_closest(name, known)
    if close:
        return f"Did you mean “{close}”?"
    return f"Known: {', '.join(sorted(known))}." if 0 < len(known) <= 16 else "Nothing known looks like it."
