"""Mechanical remedies: where on a problem's line what is to be replaced by what."""

from collections.abc import Sequence
from typing import NamedTuple

from site_src.commands.editor import messages
from site_src.messages import shorten, tell
from site_src.model import Fix, Problem

_LONGEST_LABEL = 40


class Edit(NamedTuple):
    """A button of the editor: on `line`, the first `old` becomes `new`."""

    label: str
    line: int
    old: str
    new: str


def find_edit(problem: Problem, lines: Sequence[str]) -> Edit | None:
    """Find the edit that mends a problem in a text's lines; None where none is sure to hit the right place."""
    if not problem.fix or not 0 < problem.line <= len(lines):
        return None
    placed = _place(problem.fix, lines[problem.line - 1])
    if not placed:
        return None
    old, new = placed
    shown = " ".join(new.split())
    if shown == " ".join(old.split()) or not shown:
        label = messages.FIX["mend"]
    else:
        label = messages.FIX["write"].fill(new=shorten(shown, _LONGEST_LABEL))
    return Edit(tell(label), problem.line, old, new)


def _place(fix: Fix, line: str) -> tuple[str, str] | None:
    """Return the words to replace and their replacement; with enough around them to hit the right ones."""
    old, new, before, after = fix
    for left, right in ((before, after), ("", after), (before, "")):
        if (left or right) and f"{left}{old}{right}" in line:
            return f"{left}{old}{right}", f"{left}{new}{right}"
    if line.count(old) == 1:
        return old, new
    # Of several, the address of a link.
    return (f"({old})", f"({new})") if line.count(f"({old})") == 1 else None
