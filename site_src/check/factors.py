"""Checks factors' words against the model's keys, and plain text for HTML and Markdown."""

import re
from collections.abc import Iterable, Iterator, Mapping

from site_src.messages import say
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
            yield from _compare_keys(file, top, "levels", lines, levels)
        if set(text.levels) == set(levels) and tuple(text.levels) != levels:
            remedy = say("Put them from worst to best: {names}.", names=", ".join(levels))
            yield Problem(file, top, say("the answers stand in another order"), remedy)
        yield from _check_repeats(text)
        yield from _check_advice(text, levels)
        if optional and not text.not_applicable and "not_applicable" not in text.lines and text.lines:
            remedy = say("Write the words of the answer that it does not apply.")
            yield Problem(file, 1, say("the line “{key}” is missing", key="not_applicable"), remedy)
        if text.not_applicable and not optional:
            what = say("“not_applicable” at a question that applies to everyone")
            yield Problem(file, text.lines["not_applicable"], what, say("Remove it."))


def _check_repeats(text: FactorText) -> Iterator[Problem]:
    """Report words or advice that two levels share. Words still to be written are already reported."""
    for field, by_level in {"levels": text.levels, "advice": text.advice}.items():
        first: dict[str, str] = {}
        for key, words in by_level.items():
            other = first.setdefault(words.casefold(), key)
            if not words or other == key or text.todo:
                continue
            what, remedy = say("the answer “{key}” says what “{other}” says", key=key, other=other), say("Say how the two answers differ.")
            if field == "advice":
                what = say("the advice for “{key}” says what “{other}” says", key=key, other=other)
                remedy = say("Write what it takes to come from one answer to the other.")
            line = text.lines.get(f"{field}.{key}", text.lines.get(field, 1))
            yield Problem(str(text.source), line, what, remedy)


def _check_advice(text: FactorText, levels: tuple[str, ...]) -> Iterator[Problem]:
    """Check that every step has its advice: each level but the lowest, under that level's key."""
    file, top, (lowest, *reached) = str(text.source), text.lines.get("advice", 1), levels
    lines = {key: text.lines.get(f"advice.{key}", top) for key in text.advice}
    if lowest in lines:
        what = say("advice for “{key}”, the first answer, which no step reaches", key=lowest)
        yield Problem(file, lines.pop(lowest), what, say("Remove it, or put it under “{other}”.", other=reached[0]))
    if text.advice:
        yield from _compare_keys(file, top, "advice", lines, tuple(reached))


def _compare_keys(file: str, line: int, kind: str, written: Mapping[str, int], known: tuple[str, ...]) -> Iterator[Problem]:
    """Compare an author's keys of levels, given with their lines, with the known keys. `kind`: “levels” or “advice”.

    A misspelt key is one fault, not an unknown and a missing key. Missing keys are reported on `line`.
    """
    missing = [key for key in known if key not in written]
    for key in written:
        if key not in known:
            what = say("unknown answer “{key}”", key=key) if kind == "levels" else say("unknown answer “{key}” in “advice”", key=key)
            yield Problem(file, written[key], what, suggest(key, missing or known))
            meant = find_closest(key, missing)
            if meant:
                missing.remove(meant)
    for key in missing:
        what, remedy = say("the answer “{key}” is missing", key=key), say("Add it, with its words.")
        if kind == "advice":
            what = say("the advice for “{key}” is missing", key=key)
            remedy = say("Write one sentence: who does that has reached that answer.")
        yield Problem(file, line, what, remedy)


def check_tags(content: Content) -> Iterator[Problem]:
    """Report HTML and Markdown in plain text, which would be shown with all its signs."""
    for item in content.items:
        for key, text in list_fields(item).items():
            found = _MARKUP.search(text)
            if found and key in item.lines:
                remedy = say("Leave it out: these words are shown exactly as they stand.")
                kind = "HTML" if found[0][0] in "<&" else "Markdown"
                what = say("{kind} in “{key}”: “{sign}”", kind=kind, key=key, sign=found[0])
                yield Problem(str(item.source), item.lines[key], what, remedy)


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
