"""Factors' words against the model's keys, and what may not stand in plain words."""

import re
from collections.abc import Iterable, Iterator, Mapping

from site_src.model import Content, FactorText, Page, Problem, Texts, Vocabulary, closest, suggestion

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[A-Za-z]+|#\w+);|\*\*|`|\]\([^()\s]+\)|~~")


def factors(written: Iterable[FactorText], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every factor's levels against the model's, and “not applicable” where it can be answered and nowhere else."""
    for text in written:
        if text.key not in vocabulary.factors:
            continue
        _, levels, optional = vocabulary.factors[text.key]
        file, top = str(text.source), text.lines.get("levels", 1)
        lines = {key: text.lines.get(f"levels.{key}", top) for key in text.levels}
        if lines:
            yield from _keys(file, top, "level", lines, levels)
        if set(text.levels) == set(levels) and tuple(text.levels) != levels:
            remedy = f"Put them from worst to best: {', '.join(levels)}."
            yield Problem(file, top, "the levels stand in another order than in the model", remedy)
        first: dict[str, str] = {}
        for key, words in text.levels.items():
            other = first.setdefault(words.casefold(), key)
            if words and other != key and not text.todo:
                yield Problem(file, lines[key], f"the level “{key}” says what “{other}” says", "Say how the two answers differ.")
        if optional and not text.not_applicable and "not_applicable" not in text.lines and text.lines:
            remedy = "Write the words of the answer that it does not apply."
            yield Problem(file, 1, "the key “not_applicable” is missing", remedy)
        if text.not_applicable and not optional:
            what = "“not_applicable” on a factor that applies to everyone"
            yield Problem(file, text.lines["not_applicable"], what, "Remove it.")


def _keys(file: str, line: int, kind: str, written: Mapping[str, int], known: tuple[str, ...]) -> Iterator[Problem]:
    """The keys someone wrote, with their lines, against the authority's. A misspelt key is one fault, not an unknown and a missing one."""
    missing = [key for key in known if key not in written]
    for key in written:
        if key not in known:
            yield Problem(file, written[key], f"unknown {kind} “{key}”", suggestion(key, missing or known))
            meant = closest(key, missing)
            if meant:
                missing.remove(meant)
    for key in missing:
        yield Problem(file, line, f"the {kind} “{key}” is missing", "Add it, with its words.")


def tags(content: Content) -> Iterator[Problem]:
    """HTML and Markdown where plain words go: they are shown as they stand, signs and all."""
    everything: tuple[Page | FactorText | Texts, ...] = (*content.pages, *content.factors, *content.texts)
    for item in everything:
        for key, text in fields(item).items():
            found = _MARKUP.search(text)
            if found and key in item.lines:
                remedy = "Leave it out: these words are shown exactly as they stand."
                what = "HTML" if found[0][0] in "<&" else "Markdown"
                yield Problem(str(item.source), item.lines[key], f"{what} in “{key}”: “{found[0]}”", remedy)


def fields(item: Page | FactorText | Texts) -> Mapping[str, str]:
    """Every text of a file that stands under a key, by its dotted key."""
    if isinstance(item, Texts):
        return item.words
    if isinstance(item, Page):
        changes = {f"changes.{change.day.isoformat()}": change.said for change in item.changes}
        return {"title": item.title, "description": item.description, "menu_title": item.menu_title} | changes
    words = {"name": item.name, "question": item.question, "hint": item.hint, "advice": item.advice}
    return words | {"not_applicable": item.not_applicable} | {f"levels.{key}": word for key, word in item.levels.items()}
