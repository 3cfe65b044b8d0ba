"""Finds text copied from one language to another and not yet translated."""

import re
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heapreplace
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.check.factors import list_fields
from site_src.messages import say, say_number, shorten
from site_src.model import PLACEHOLDER, Content, FactorText, Page, Problem, Texts

_SENTENCE_WORDS = 4
"""The smallest number of words in a text that must differ between languages."""
_LISTED_FILES = 3
_NAME = "language.name"


class _Passage(NamedTuple):
    """A text of a file, and its line."""

    language: str
    source: PurePosixPath
    line: int
    text: str


class _Pair(NamedTuple):
    """The same text in two files of different languages; `there` in the later language."""

    here: _Passage
    there: _Passage

    @property
    def files(self) -> tuple[PurePosixPath, PurePosixPath]:
        return self.here.source, self.there.source


class _UnfinishedTranslation(NamedTuple):
    """A language with most of its files copied from another.

    `files`: the files copied from the language `other`, of the `number` of files with sentences.
    """

    language: str
    other: str
    files: tuple[PurePosixPath, ...]
    number: int


def find_shared_sentences(content: Content) -> frozenset[str]:
    """Find the sentences that are in more than one language, word for word."""
    by_language: dict[str, list[Page | FactorText | Texts]] = {}
    for item in content.items:
        by_language.setdefault(item.language, []).append(item)
    seen: set[str] = set()
    shared: set[str] = set()
    for items in by_language.values() if len(by_language) > 1 else ():
        texts = set().union(*map(_list_texts, items))
        shared |= seen & texts
        seen |= texts
    return frozenset(filter(_is_sentence, shared))


def find_unfinished(content: Content, languages: tuple[str, ...], shared: frozenset[str]) -> Iterator[Problem]:
    """Warn of each language with more than half of its files copied from another.

    `shared`, here and below: from `find_shared_sentences`.
    """
    for language, other, files, number in _list_unfinished(content, languages, shared):
        names = ["/".join(file.parts[2:]) for file in files]
        what = say(
            "{number} of {all} files with sentences still say what {folder} says", number=len(names), all=number, folder=f"content/{other}/"
        )
        listed = ", ".join(names[:_LISTED_FILES])
        if len(names) > _LISTED_FILES:
            listed = say("{names} and {number} more", names=listed, number=len(names) - _LISTED_FILES)
        remedy = say("Translate them: {names}. Once half is done, each that is left is a fault.", names=listed)
        yield Problem(f"content/{language}/", 0, what, remedy)


def check_names(content: Content, languages: tuple[str, ...], shared: frozenset[str]) -> Iterator[Problem]:
    """Report two languages with one name, which the menu would offer twice; not in an unfinished translation."""
    unfinished = {each.language for each in _list_unfinished(content, languages, shared)}
    taken: dict[str, Texts] = {}
    for texts in sorted(content.texts, key=lambda texts: _find_rank(languages, texts.language)):
        name = texts.words.get(_NAME, "").casefold()
        first = taken.setdefault(name, texts)
        if name and first is not texts and not texts.todo and texts.language not in unfinished:
            place = f"{first.source}:{first.lines[_NAME]}"
            what = say("the language is called “{name}”, and so is the one of {place}", name=texts.words[_NAME], place=place)
            yield Problem(str(texts.source), texts.lines[_NAME], what, say("Write what its own readers call it."))


def find_untranslated(content: Content, languages: tuple[str, ...], shared: frozenset[str]) -> Iterator[Problem]:
    """Report sentences that are the same in two languages: copied, and not yet translated.

    The fault is in the file of the language that comes later in the settings. Two files give one fault, however many sentences they
    share. A sentence in more files of one language is reported for the two files that share most. Unfinished translations are left out:
    see `find_unfinished`.
    """
    if not shared:
        return
    # By text and later language: every pair of places with that text. A fault explains all pairs of its texts.
    unexplained: dict[tuple[str, str], list[_Pair]] = {}
    for text, by_language in _index_passages(content, languages, shared).items():
        first, *others = by_language
        for other in others:
            unexplained[text, other] = [_Pair(here, there) for here in by_language[first] for there in by_language[other]]
    # By pair of files: the first place of each text that both contain.
    common: dict[tuple[PurePosixPath, PurePosixPath], dict[tuple[str, str], _Pair]] = {}
    for key, pairs in unexplained.items():
        for pair in pairs:
            common.setdefault(pair.files, {}).setdefault(key, pair)

    def rank(files: tuple[PurePosixPath, PurePosixPath]) -> tuple[int, bool, tuple[PurePosixPath, PurePosixPath]]:
        return -len(common[files]), files[0].parts[2:] != files[1].parts[2:], files

    queue = [rank(files) for files in common]
    heapify(queue)
    while queue:
        size, _, files = queue[0]
        if size != -len(common[files]):
            # Another fault has explained some of these texts since the rank was computed.
            heapreplace(queue, rank(files)) if common[files] else heappop(queue)
            continue
        heappop(queue)
        explained = dict(common[files])
        for key in explained:
            for pair in unexplained.pop(key):
                common[pair.files].pop(key, None)
        yield _report_copy(sorted(explained.values(), key=lambda pair: (pair.there.line, pair.here.line, pair.here.text)))


def _index_passages(content: Content, languages: tuple[str, ...], shared: frozenset[str]) -> Mapping[str, Mapping[str, Sequence[_Passage]]]:
    """Index the shared sentences by text and language, in the settings' order, without unfinished translations."""
    unfinished = {each.language for each in _list_unfinished(content, languages, shared)}
    index: dict[str, dict[str, list[_Passage]]] = {}
    for passage in sorted(_list_passages(content), key=lambda passage: _find_rank(languages, passage.language)):
        if passage.text in shared and passage.language not in unfinished:
            index.setdefault(passage.text, {}).setdefault(passage.language, []).append(passage)
    return index


def _find_rank(languages: tuple[str, ...], language: str) -> int:
    """Return a language's index in the settings; a language that they lack comes first."""
    return languages.index(language) if language in languages else -1


def _is_sentence(text: str) -> bool:
    """Return whether a text is so long that it must differ between languages."""
    return len(re.findall(r"[^\W\d_]+", PLACEHOLDER.sub("", text))) >= _SENTENCE_WORDS


def _list_unfinished(content: Content, languages: tuple[str, ...], shared: frozenset[str]) -> Iterator[_UnfinishedTranslation]:
    """Yield each language with more than half of its files copied from one earlier language.

    A file counts as copied if more than half of its sentences are the same in both languages.
    """
    if not shared:
        return
    items = {item.source: item for item in content.items if item.language in languages}
    for rank, language in enumerate(languages):
        mine = sorted(file for file in items if file.parts[1] == language)
        number = sum(any(map(_is_sentence, _list_texts(items[file]))) for file in mine)
        for other in languages[:rank]:
            copies = tuple(
                file for file in mine if _is_copy(items[file], items.get(PurePosixPath("content", other, *file.parts[2:])), shared)
            )
            if 2 * len(copies) > number:
                yield _UnfinishedTranslation(language, other, copies, number)
                break


def _is_copy(item: Page | FactorText | Texts, original: Page | FactorText | Texts | None, shared: frozenset[str]) -> bool:
    if not original or item.todo:
        return False  # A copy with the placeholder is reported already.
    same = _list_texts(item) & _list_texts(original) & shared
    return bool(same) and 2 * len(same) > sum(map(_is_sentence, _list_texts(item)))


def _list_texts(item: Page | FactorText | Texts) -> set[str]:
    """List the plain texts and sentences of a file."""
    return {*list_fields(item).values(), *(() if isinstance(item, Texts) else item.sentences)}


def _report_copy(pairs: Sequence[_Pair]) -> Problem:
    here, there = pairs[0]
    values = {"start": shorten(here.text, 60), "place": f"{here.source}:{here.line}"}
    what = say("“{start}” is identical here and in {place}", **values)
    if len(pairs) > 1:
        what = say_number(
            len(pairs) - 1,
            "“{start}” is identical here and in {place}, and so is one more place in these two files",
            "“{start}” is identical here and in {place}, and so are {number} more places in these two files",
            **values,
        )
    return Problem(str(there.source), there.line, what, say("One of the two files is not translated: write it in its own language."))


def _list_passages(content: Content) -> Iterator[_Passage]:
    for item in content.items:
        if item.todo:
            continue  # A copy with the placeholder is reported already.
        for key, text in list_fields(item).items():
            yield _Passage(item.language, item.source, item.lines.get(key, 1), text)
        if not isinstance(item, Texts):
            for text, line in item.sentences.items():
                yield _Passage(item.language, item.source, line, text)
