"""What was copied from one language to another and is not translated yet."""

import re
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heapreplace
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.check.words import fields
from site_src.model import PLACEHOLDER, Content, FactorText, Page, Problem, Texts

_ENOUGH_WORDS = 4
_FEW = 3
_NAME = "language.name"


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


class _Begun(NamedTuple):
    """A translation of which most is still to be done. `files`: those that say what `other` says, of the `number` that have sentences."""

    language: str
    other: str
    files: tuple[PurePosixPath, ...]
    number: int


def in_two_languages(content: Content) -> frozenset[str]:
    """Every sentence that stands in more than one language, word for word."""
    spoken: dict[str, list[Page | FactorText | Texts]] = {}
    for item in _items(content):
        spoken.setdefault(item.language, []).append(item)
    seen: set[str] = set()
    twice: set[str] = set()
    for items in spoken.values() if len(spoken) > 1 else ():
        texts = set().union(*map(_texts_of, items))
        twice |= seen & texts
        seen |= texts
    return frozenset(filter(_is_sentence, twice))


def unfinished(content: Content, languages: tuple[str, ...], shared: frozenset[str]) -> Iterator[Problem]:
    """One warning for each language of which more than half of the files still say what another language's say. `shared`: what stands in
    two languages, here and below."""
    for language, other, files, number in _begun(content, languages, shared):
        names = ["/".join(file.parts[2:]) for file in files]
        more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
        what = f"{len(names)} of {number} files with sentences still say what content/{other}/ says"
        remedy = f"Translate them: {', '.join(names[:_FEW])}{more}. Once half is done, each that is left is a fault."
        yield Problem(f"content/{language}/", 0, what, remedy)


def names(content: Content, languages: tuple[str, ...], shared: frozenset[str]) -> Iterator[Problem]:
    """Two languages of one name, which the menu would offer twice; unless one is a translation begun."""
    begun = {one.language for one in _begun(content, languages, shared)}
    taken: dict[str, Texts] = {}
    for texts in sorted(content.texts, key=lambda texts: _place(languages, texts.language)):
        name = texts.words.get(_NAME, "").casefold()
        first = taken.setdefault(name, texts)
        if name and first is not texts and not texts.todo and texts.language not in begun:
            what = f"the language is called “{texts.words[_NAME]}”, and so is the one of {first.source}:{first.lines[_NAME]}"
            yield Problem(str(texts.source), texts.lines[_NAME], what, "Write what its own readers call it.")


def untranslated(content: Content, languages: tuple[str, ...], shared: frozenset[str]) -> Iterator[Problem]:
    """Sentences that are the same in two languages: copied, and not translated yet.

    At fault is the file of the language that comes later in the settings.
    One fault for two files, however much they share. What stands in more files of a language is told of the two files that share most.
    A translation of which most is still to be done is left out: see `unfinished`.
    """
    if not shared:
        return
    begun = {one.language for one in _begun(content, languages, shared)}
    said: dict[str, dict[str, list[_Said]]] = {}
    for one in sorted(_everything_said(content), key=lambda one: _place(languages, one.language)):
        if one.text in shared and one.language not in begun:
            said.setdefault(one.text, {}).setdefault(one.language, []).append(one)
    left: dict[tuple[str, str], list[_Both]] = {}
    for text, by_language in said.items():
        first, *others = by_language
        for other in others:
            left[text, other] = [_Both(here, there) for here in by_language[first] for there in by_language[other]]
    # Which texts two files share: the first place of each.
    alike: dict[tuple[PurePosixPath, PurePosixPath], dict[tuple[str, str], _Both]] = {}
    for key, pairs in left.items():
        for both in pairs:
            alike.setdefault(both.files, {}).setdefault(key, both)

    def rank(files: tuple[PurePosixPath, PurePosixPath]) -> tuple[int, bool, tuple[PurePosixPath, PurePosixPath]]:
        return -len(alike[files]), files[0].parts[2:] != files[1].parts[2:], files

    waiting = [rank(files) for files in alike]
    heapify(waiting)
    while waiting:
        known, _, files = waiting[0]
        if known != -len(alike[files]):
            # What two other files explained, these two need not.
            heapreplace(waiting, rank(files)) if alike[files] else heappop(waiting)
            continue
        heappop(waiting)
        explained = dict(alike[files])
        for key in explained:
            for both in left.pop(key):
                alike[both.files].pop(key, None)
        yield _copied(sorted(explained.values(), key=lambda both: (both.there.line, both.here.line, both.here.text)))


def _place(languages: tuple[str, ...], language: str) -> int:
    """Where a language stands in the settings; one that they do not have, before all others."""
    return languages.index(language) if language in languages else -1


def _is_sentence(text: str) -> bool:
    """Whether a text is long enough to be another one in every language."""
    return len(re.findall(r"[^\W\d_]+", PLACEHOLDER.sub("", text))) >= _ENOUGH_WORDS


def _begun(content: Content, languages: tuple[str, ...], shared: frozenset[str]) -> Iterator[_Begun]:
    """The languages of which more than half of the files say for more than half what their twins in one earlier language say."""
    if not shared:
        return
    items = {item.source: item for item in _items(content) if item.language in languages}
    for place, language in enumerate(languages):
        mine = sorted(file for file in items if file.parts[1] == language)
        number = sum(any(map(_is_sentence, _texts_of(items[file]))) for file in mine)
        for other in languages[:place]:
            copies = tuple(
                file for file in mine if _is_copy(items[file], items.get(PurePosixPath("content", other, *file.parts[2:])), shared)
            )
            if 2 * len(copies) > number:
                yield _Begun(language, other, copies, number)
                break


def _is_copy(item: Page | FactorText | Texts, twin: Page | FactorText | Texts | None, shared: frozenset[str]) -> bool:
    if not twin or item.todo:
        return False  # Copied, and marked so: that is told already.
    same = _texts_of(item) & _texts_of(twin) & shared
    return bool(same) and 2 * len(same) > sum(map(_is_sentence, _texts_of(item)))


def _items(content: Content) -> tuple[Page | FactorText | Texts, ...]:
    """All that says something."""
    return *content.pages, *content.factors, *content.texts


def _texts_of(item: Page | FactorText | Texts) -> set[str]:
    """All that a file says."""
    return {*fields(item).values(), *(() if isinstance(item, Texts) else item.sentences)}


def _copied(pairs: Sequence[_Both]) -> Problem:
    here, there = pairs[0]
    more = f", and so are {len(pairs) - 1} more places in these two files" if len(pairs) > 2 else ""
    more = ", and so is one more place in these two files" if len(pairs) == 2 else more
    start = here.text if len(here.text) <= 60 else f"{here.text[:57]}…"
    what = f"“{start}” is identical here and in {here.source}:{here.line}{more}"
    return Problem(str(there.source), there.line, what, "One of the two files is not translated: write it in its own language.")


def _everything_said(content: Content) -> Iterator[_Said]:
    for item in _items(content):
        if item.todo:
            continue  # Copied, and marked so: that is told already.
        for key, text in fields(item).items():
            yield _Said(item.language, item.source, item.lines.get(key, 1), text)
        if not isinstance(item, Texts):
            for text, line in item.sentences.items():
                yield _Said(item.language, item.source, line, text)
