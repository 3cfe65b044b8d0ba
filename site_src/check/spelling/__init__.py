"""Finds words that the dictionary of their language lacks. Its findings are warnings, with the closest words.

__init__.py    the words that neither a dictionary nor the authors' own lists have
words.py       one file → its words for readers, each with its language and line
dictionary.py  the dictionaries by language                                        (Hunspell)
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from site_src.check.spelling.dictionary import Dictionaries as Dictionaries
from site_src.check.spelling.dictionary import find_dictionaries as find_dictionaries
from site_src.check.spelling.words import Word, list_words
from site_src.model import NAMES, WORDS, Problem, Source, find_closest

Lists = Mapping[str, frozenset[str]]
"""By language, the words of the authors' own list. The list of names, right in every language, has no language."""


class UnknownWord(NamedTuple):
    """A word that the dictionary of its language lacks.

    `parts`: those between its hyphens that the dictionary lacks. `line`: the first that it stands on. `times`: how often it is in the file.
    """

    file: str
    line: int
    word: str
    language: str
    parts: tuple[str, ...]
    times: int


def find_unknown(source: Source, dictionaries: Dictionaries) -> tuple[UnknownWord, ...]:
    """Find the words of one file that their dictionary lacks. A language without dictionary is left alone."""
    places: dict[tuple[str, str], list[Word]] = {}
    for word in list_words(source):
        places.setdefault((word.text, word.language), []).append(word)
    return tuple(
        UnknownWord(str(source.path), min(place.line for place in found), word, language, unknown, len(found))
        for (word, language), found in places.items()
        if (unknown := dictionaries.list_unknown(word, language))
    )


def read_lists(sources: Iterable[Source]) -> Lists:
    """Read the authors' own word lists: one word a line; “#” starts a remark."""
    lists = {source.path.parts[1]: source for source in sources if source.path.name == WORDS}
    return {"" if folder == WORDS else folder: frozenset(_list_entries(source)) for folder, source in lists.items()}


def _list_entries(source: Source) -> Iterator[str]:
    for line in source.data.decode("utf-8-sig", "replace").splitlines():
        entry = line.partition("#")[0].strip().replace("’", "'")
        if entry:
            yield entry


def remove_listed(words: Iterable[UnknownWord], lists: Lists) -> tuple[UnknownWord, ...]:
    """Leave out the words that the authors' own lists have, whole or in each part; sort the others by their place."""
    names = lists.get("", frozenset())
    own = {language: names | listed for language, listed in lists.items()}

    def is_listed(word: str, language: str) -> bool:
        known = own.get(language, names)
        # A name may have a genitive's s, and a word a capital.
        return any(form in known or form.lower() in known for form in (word, *(word.removesuffix(end) for end in ("'s", "s", "'"))))

    return tuple(sorted(w for w in words if not is_listed(w.word, w.language) and not all(is_listed(part, w.language) for part in w.parts)))


def warn_unknown(unknown: UnknownWord, lists: Lists, suggestions: tuple[str, ...]) -> Problem:
    """Warn of one word, with the closest of the listed words, and the dictionary's `suggestions`."""
    own = {word.lower(): word for language in ("", unknown.language) for word in lists.get(language, ())}
    listed = find_closest(unknown.word, own)
    closest = tuple(dict.fromkeys((*([own[listed]] if listed else []), *suggestions)))
    *others, last = (f"“{word.replace("'", '’')}”" for word in closest or ("",))
    meant = f"Did you mean {', '.join(others)}{' or ' if others else ''}{last}? " if closest else ""
    often = "" if unknown.times == 1 else f", which is here {'twice' if unknown.times == 2 else f'{unknown.times} times'}"
    what = f"the dictionary ({unknown.language}) lacks “{unknown.word.replace("'", '’')}”{often}"
    remedy = f"{meant}If it is right, add it to content/{unknown.language}/{WORDS}, or a name to {NAMES}."
    return Problem(unknown.file, unknown.line, what, remedy)
