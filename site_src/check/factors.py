"""Checks factors' words against the model's keys, and plain text for HTML and Markdown."""

import re
from collections.abc import Iterable, Iterator, Mapping

from site_src.model import Content, FactorText, Page, Problem, Texts, Vocabulary, find_closest, suggest

_MARKUP = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>|&(?:[A-Za-z]+|#\w+);|\*\*|`|\]\([^()\s]+\)|~~")


def check_factors(written: Iterable[FactorText], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Check each factor's levels and advice against the model's levels.

    Also check its “not_applicable”, which only optional factors have.
    """
    for text in written:
        if text.key not in vocabulary.factors:
            continue
        _, levels, optional = vocabulary.factors[text.key]
        file, top = str(text.source), text.lines.get("levels", 1)
        lines = {key: text.lines.get(f"levels.{key}", top) for key in text.levels}
        if lines:
            yield from _compare_keys(file, top, "level", lines, levels)
        if set(text.levels) == set(levels) and tuple(text.levels) != levels:
            remedy = f"Put them from worst to best: {', '.join(levels)}."
            yield Problem(file, top, "the levels stand in another order than in the model", remedy)
        yield from _check_repeats(text, "levels", "level", "Say how the two answers differ.")
        yield from _check_repeats(text, "advice", "advice for", "Write what it takes to come from one level to the other.")
        yield from _check_advice(text, levels)
        if optional and not text.not_applicable and "not_applicable" not in text.lines and text.lines:
            remedy = "Write the words of the answer that it does not apply."
            yield Problem(file, 1, "the key “not_applicable” is missing", remedy)
        if text.not_applicable and not optional:
            what = "“not_applicable” on a factor that applies to everyone"
            yield Problem(file, text.lines["not_applicable"], what, "Remove it.")


def _check_repeats(text: FactorText, field: str, kind: str, remedy: str) -> Iterator[Problem]:
    """Report words that two levels share. Words still to come are alike, and already reported."""
    first: dict[str, str] = {}
    for key, words in {"levels": text.levels, "advice": text.advice}[field].items():
        other = first.setdefault(words.casefold(), key)
        if words and other != key and not text.todo:
            line = text.lines.get(f"{field}.{key}", text.lines.get(field, 1))
            yield Problem(str(text.source), line, f"the {kind} “{key}” says what “{other}” says", remedy)


def _check_advice(text: FactorText, levels: tuple[str, ...]) -> Iterator[Problem]:
    """Check that every step has its advice: each level but the lowest, under that level's key."""
    file, top, (lowest, *reached) = str(text.source), text.lines.get("advice", 1), levels
    lines = {key: text.lines.get(f"advice.{key}", top) for key in text.advice}
    if lowest in lines:
        what = f"advice for “{lowest}”, the lowest level, which no step reaches"
        yield Problem(file, lines.pop(lowest), what, f"Remove it, or put it under “{reached[0]}”.")
    if text.advice:
        yield from _compare_keys(file, top, "advice for", lines, tuple(reached))


_KINDS = {
    "level": ("", "Add it, with its words."),
    "advice for": (" in “advice”", "Write one sentence: who does that has reached the level."),
}
"""By kind: where an unknown level stands, and the remedy where one is missing."""


def _compare_keys(file: str, line: int, kind: str, written: Mapping[str, int], known: tuple[str, ...]) -> Iterator[Problem]:
    """Compare an author's keys of levels, given with their lines, with the known keys. `kind`: a key of `_KINDS`.

    A misspelt key is one fault, not an unknown and a missing key. Missing keys are reported on `line`.
    """
    place, remedy = _KINDS[kind]
    missing = [key for key in known if key not in written]
    for key in written:
        if key not in known:
            yield Problem(file, written[key], f"unknown level “{key}”{place}", suggest(key, missing or known))
            meant = find_closest(key, missing)
            if meant:
                missing.remove(meant)
    for key in missing:
        yield Problem(file, line, f"the {kind} “{key}” is missing", remedy)


def check_tags(content: Content) -> Iterator[Problem]:
    """Report HTML and Markdown in plain text, which would be shown with all its signs."""
    for item in content.items:
        for key, text in list_fields(item).items():
            found = _MARKUP.search(text)
            if found and key in item.lines:
                remedy = "Leave it out: these words are shown exactly as they stand."
                what = "HTML" if found[0][0] in "<&" else "Markdown"
                yield Problem(str(item.source), item.lines[key], f"{what} in “{key}”: “{found[0]}”", remedy)


def list_fields(item: Page | FactorText | Texts) -> Mapping[str, str]:
    """List the plain texts of a file by their dotted keys."""
    if isinstance(item, Texts):
        return item.words
    if isinstance(item, Page):
        changes = {f"changes.{change.day.isoformat()}": change.text for change in item.changes}
        return {"title": item.title, "description": item.description, "menu_title": item.menu_title} | changes
    words = {"name": item.name, "question": item.question, "hint": item.hint, "not_applicable": item.not_applicable}
    groups = {"levels": item.levels, "advice": item.advice}
    return words | {f"{group}.{key}": word for group, by_level in groups.items() for key, word in by_level.items()}
