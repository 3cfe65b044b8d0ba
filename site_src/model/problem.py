"""What is wrong, for the person who can mend it, and what somebody may have meant."""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, for the person who can mend it. `line` counts from 1; 0 where no line is at fault (a file that is missing).

    >>> print(Problem("content/en/quiz.md", 3, "unknown key “titel”", "Did you mean “title”?"))
    content/en/quiz.md:3: unknown key “titel”. Did you mean “title”?
    """

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}. {self.remedy}"


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that somebody who wrote `name` may have meant; None where none is like it."""
    return next(iter(difflib.get_close_matches(name.lower(), sorted(known), n=1, cutoff=0.7)), None)


def suggestion(name: str, known: Collection[str]) -> str:
    """What to do about an unknown name: the closest known one, or all of them where they are few.

    >>> suggestion("titel", ("title", "slug"))
    'Did you mean “title”?'
    >>> suggestion("date", ("title", "slug"))
    'Known: slug, title.'
    """
    close = closest(name, known)
    if close:
        return f"Did you mean “{close}”?"
    return f"Known: {', '.join(sorted(known))}." if 0 < len(known) <= 16 else "Nothing known looks like it."
