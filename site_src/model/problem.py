"""Faults, for the person who can fix them, and suggestions for misspelt names."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from site_src.messages import Message, say, tell


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

    `line` counts from 1; it is 0 if no line is at fault, as for a missing file. `fix`: the edit, where it is mechanical. Printed, a
    fault is in the author's language.

    >>> print(Problem("content/en/quiz.md", 3, say("unknown line “{key}”", key="titel"), say("Did you mean “{name}”?", name="title")))
    content/en/quiz.md:3: unknown line “titel”. Did you mean “title”?
    """

    file: str
    line: int
    what: Message
    remedy: Message
    fix: Fix | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.tell()

    def tell(self, language: str = "") -> str:
        """Tell the fault in one line, in a language; by default in the author's."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {tell(self.what, language)}. {tell(self.remedy, language)}"

    def tell_parts(self) -> Mapping[str, Any]:
        """Tell the fault as values for programs, in the author's language: `file`, `line`, `what` and `remedy`."""
        return {"file": self.file, "line": self.line, "what": tell(self.what), "remedy": tell(self.remedy)}


def find_closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, or None if none resembles it."""
    return next(iter(difflib.get_close_matches(name.lower(), sorted(known), n=1, cutoff=0.7)), None)


def suggest(name: str, known: Collection[str]) -> Message:
    """Write the remedy for an unknown name: the closest known name, or up to 16 known names.

    >>> suggest("titel", ("title", "slug"))
    'Did you mean “title”?'
    >>> suggest("date", ("title", "slug"))
    'Known: slug, title.'
    """
    close = find_closest(name, known)
    if close:
        return say("Did you mean “{name}”?", name=close)
    return say("Known: {names}.", names=", ".join(sorted(known))) if 0 < len(known) <= 16 else say("Nothing known looks like it.")
