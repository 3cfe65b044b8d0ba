"""Factors' words against the model's keys, what may not stand in plain words, and sentences that are the same in two languages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heapreplace
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.model import PLACEHOLDER, Content, FactorText, Page, Problem, Texts, Vocabulary, closest, suggestion

_ENOUGH_WORDS = 4


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
    """HTML where plain words go: it is shown as it stands, tags and all."""
    everything: tuple[Page | FactorText | Texts, ...] = (*content.pages, *content.factors, *content.texts)
    for item in everything:
        for key, text in _fields(item).items():
            found = re.search(r"</?[A-Za-z][^<>]*>|&(?:[A-Za-z]+|#\w+);", text)
            if found and key in item.lines:
                remedy = "Leave it out: these words are shown exactly as they stand."
                yield Problem(str(item.source), item.lines[key], f"HTML in “{key}”: “{found[0]}”", remedy)


class _Said(NamedTuple):
    language: str
    source: PurePosixPath
    line: int
    text: str


class _Both(NamedTuple):
    """The same words in two files of different languages."""

    here: _Said
    there: _Said

    @property
    def files(self) -> tuple[PurePosixPath, PurePosixPath]:
        return self.here.source, self.there.source


def untranslated(content: Content, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Sentences that are the same in two languages: copied, and not translated yet. Nobody knows from which; so both files are named.

    One fault for two files, however much they share. What stands in more files of a language is told of the two files that share most.
    """
    shared_texts = _in_two_languages(content) if len(languages) > 1 else frozenset()
    if not shared_texts:
        return
    said: dict[str, dict[str, list[_Said]]] = {}
    for one in sorted(_everything_said(content), key=lambda one: languages.index(one.language) if one.language in languages else -1):
        if one.text in shared_texts and len(re.findall(r"[^\W\d_]+", PLACEHOLDER.sub("", one.text))) >= _ENOUGH_WORDS:
            said.setdefault(one.text, {}).setdefault(one.language, []).append(one)
    left: dict[tuple[str, str], list[_Both]] = {}
    for text, by_language in said.items():
        first, *others = by_language
        for other in others:
            left[text, other] = [_Both(here, there) for here in by_language[first] for there in by_language[other]]
    # Which texts two files share: the first place of each.
    shared: dict[tuple[PurePosixPath, PurePosixPath], dict[tuple[str, str], _Both]] = {}
    for key, pairs in left.items():
        for both in pairs:
            shared.setdefault(both.files, {}).setdefault(key, both)

    def rank(files: tuple[PurePosixPath, PurePosixPath]) -> tuple[int, bool, tuple[PurePosixPath, PurePosixPath]]:
        return -len(shared[files]), files[0].parts[2:] != files[1].parts[2:], files

    waiting = [rank(files) for files in shared]
    heapify(waiting)
    while waiting:
        known, _, files = waiting[0]
        if known != -len(shared[files]):
            # What two other files explained, these two need not.
            heapreplace(waiting, rank(files)) if shared[files] else heappop(waiting)
            continue
        heappop(waiting)
        explained = dict(shared[files])
        for key in explained:
            for both in left.pop(key):
                shared[both.files].pop(key, None)
        yield _copied(sorted(explained.values(), key=lambda both: (both.here.line, both.there.line, both.here.text)))


def _in_two_languages(content: Content) -> frozenset[str]:
    """Every text that stands in more than one language, word for word."""
    spoken: dict[str, set[str]] = {}
    everything: tuple[Page | FactorText | Texts, ...] = (*content.pages, *content.factors, *content.texts)
    for item in everything:
        texts = spoken.setdefault(item.language, set())
        texts.update(_fields(item).values())
        if not isinstance(item, Texts):
            texts.update(item.sentences)
    seen: set[str] = set()
    twice: set[str] = set()
    for texts in spoken.values():
        twice |= seen & texts
        seen |= texts
    return frozenset(twice)


def _copied(pairs: Sequence[_Both]) -> Problem:
    here, there = pairs[0]
    more = f", and so are {len(pairs) - 1} more places in these two files" if len(pairs) > 2 else ""
    more = ", and so is one more place in these two files" if len(pairs) == 2 else more
    start = here.text if len(here.text) <= 60 else f"{here.text[:57]}…"
    what = f"“{start}” is identical here and in {there.source}:{there.line}{more}"
    return Problem(str(here.source), here.line, what, "One of the two files is not translated: write it in its own language.")


def _everything_said(content: Content) -> Iterator[_Said]:
    everything: tuple[Page | FactorText | Texts, ...] = (*content.pages, *content.factors, *content.texts)
    for item in everything:
        if item.todo:
            continue  # Copied, and marked so: that is told already.
        for key, text in _fields(item).items():
            yield _Said(item.language, item.source, item.lines.get(key, 1), text)
        if not isinstance(item, Texts):
            for text, line in item.sentences.items():
                yield _Said(item.language, item.source, line, text)


def _fields(item: Page | FactorText | Texts) -> Mapping[str, str]:
    if isinstance(item, Texts):
        return item.words
    if isinstance(item, Page):
        changes = {f"changes.{change.day.isoformat()}": change.said for change in item.changes}
        return {"title": item.title, "description": item.description, "menu_title": item.menu_title} | changes
    fields = {"name": item.name, "question": item.question, "hint": item.hint, "advice": item.advice}
    return fields | {"not_applicable": item.not_applicable} | {f"levels.{key}": word for key, word in item.levels.items()}
