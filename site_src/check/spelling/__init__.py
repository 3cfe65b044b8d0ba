"""Finds words that the dictionary of their language lacks. Its findings are warnings, with the closest words.

__init__.py    the words that neither a dictionary nor the authors' own lists have
words.py       one file → its passages for readers, and their words
dictionary.py  the dictionaries by language                                        (Hunspell)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from site_src.check.spelling.dictionary import Dictionaries as Dictionaries
from site_src.check.spelling.dictionary import find_dictionaries as find_dictionaries
from site_src.check.spelling.words import Word, list_passages, list_words, split_words
from site_src.messages import quote, say, say_any, say_number
from site_src.model import NAMES, WORDS, Fix, Problem, Source, find_closest

Lists = Mapping[str, frozenset[str]]
"""By language, the words of the authors' own list. The list of names, right in every language, has no language."""


_MARK = "TODO"
"""The mark for words still to come, which is reported by itself."""

_FEWEST_WORDS = 5
"""The fewest words by which a line's language can be told."""


class ForeignLines(NamedTuple):
    """Lines of a file that are in another language: the first, with its first words, and how many there are."""

    line: int
    language: str
    words: str
    number: int


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


def find_unknown(source: Source, dictionaries: Dictionaries) -> tuple[tuple[UnknownWord, ...], ForeignLines | None]:
    """Find a file's words that their dictionary lacks, and its lines in another language.

    A language without dictionary is left alone.
    """
    passages = tuple(list_passages(source))
    # Most files have no unknown word. To see that takes a twentieth of the time.
    if all(dictionaries.know_all(passage.text, passage.language) for passage in passages):
        return (), None
    places: dict[tuple[str, str], list[Word]] = {}
    lines: dict[tuple[int, str], list[str]] = {}
    for word in (word for passage in passages for word in list_words(passage)):
        places.setdefault((word.text, word.language), []).append(word)
        lines.setdefault((word.line, word.language), []).append(word.text)
    unknown = _list_unknown(str(source.path), places, dictionaries)
    foreign = [
        (line, other, " ".join(words[:_FEWEST_WORDS]))
        for (line, language), words in lines.items()
        if (other := _find_language(words, language, dictionaries))
    ]
    if not foreign:
        return unknown, None
    rest = {key: [word for word in found if word.line not in {line for line, _, _ in foreign}] for key, found in places.items()}
    unknown = _list_unknown(str(source.path), {key: found for key, found in rest.items() if found}, dictionaries)
    return unknown, ForeignLines(*min(foreign), len(foreign))


def _find_language(words: Sequence[str], language: str, dictionaries: Dictionaries) -> str | None:
    """Find the other language that a line is in: nearly all its words are in that dictionary, and many are not in their own."""
    if len(words) < _FEWEST_WORDS or language not in dictionaries.languages:
        return None

    def count_unknown(other: str) -> int:
        return sum(bool(dictionaries.list_unknown(word, other)) for word in words)

    if 5 * count_unknown(language) < 2 * len(words):
        return None
    return next((other for other in sorted(dictionaries.languages - {language}) if 5 * count_unknown(other) <= len(words)), None)


def _list_unknown(file: str, places: Mapping[tuple[str, str], Sequence[Word]], dictionaries: Dictionaries) -> tuple[UnknownWord, ...]:
    return tuple(
        UnknownWord(file, min(place.line for place in found), word, language, unknown, len(found))
        for (word, language), found in places.items()
        if word != _MARK and (unknown := dictionaries.list_unknown(word, language))
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


def remove_mended(words: Iterable[UnknownWord], lint: Iterable[Problem]) -> Iterator[UnknownWord]:
    """Leave out the words that a fix of the linter's would change: one mistake is one warning."""
    mended = {(each.file, word) for each in lint if each.fix for word in _list_changed(each.fix)}
    return (word for word in words if (word.file, word.word) not in mended)


def _list_changed(fix: Fix) -> set[str]:
    before, after = (set(split_words(f"{fix.before}{words}{fix.after}")) for words in (fix.old, fix.new))
    return before - after


def remove_listed(words: Iterable[UnknownWord], lists: Lists) -> tuple[UnknownWord, ...]:
    """Leave out the words that the authors' own lists have, whole or in each part; sort the others by their place."""
    names = lists.get("", frozenset())
    own = {language: names | listed for language, listed in lists.items()}

    def is_listed(word: str, language: str) -> bool:
        known = own.get(language, names)
        # Listed names may get a genitive s; listed words may get a capital.
        return any(form in known or form.lower() in known for form in (word, *(word.removesuffix(end) for end in ("'s", "s", "'"))))

    return tuple(sorted(w for w in words if not is_listed(w.word, w.language) and not all(is_listed(part, w.language) for part in w.parts)))


def warn_unknown(unknown: UnknownWord, lists: Lists, suggestions: tuple[str, ...]) -> Problem:
    """Warn of one word, with the closest of the listed words, and the dictionary's `suggestions`."""
    own = {word.lower(): word for language in ("", unknown.language) for word in lists.get(language, ())}
    listed = find_closest(unknown.word, own)
    closest = tuple(dict.fromkeys((*([own[listed]] if listed else []), *suggestions)))
    what = say_number(
        unknown.times,
        "the dictionary ({language}) lacks “{word}”",
        "the dictionary ({language}) lacks “{word}”, which is here {number} times",
        language=unknown.language,
        word=unknown.word.replace("'", "’"),
    )
    files = {"file": f"content/{unknown.language}/{WORDS}", "names": NAMES}
    if not closest:
        return Problem(unknown.file, unknown.line, what, say("If it is right, add it to {file}, or a name to {names}.", **files))
    words = say_any([quote(word.replace("'", "’")) for word in closest])
    remedy = say("Did you mean {words}? If it is right, add it to {file}, or a name to {names}.", words=words, **files)
    # Of several words of the dictionary's, only the author knows which is meant.
    is_sure = listed or len(closest) == 1
    fix = Fix(unknown.word.replace("'", "’"), closest[0].replace("'", "’")) if is_sure else None
    return Problem(unknown.file, unknown.line, what, remedy, fix)


def warn_foreign(file: str, foreign: ForeignLines) -> Problem:
    """Warn of the lines of a file that are in another language."""
    values = {"language": foreign.language, "words": foreign.words.replace("'", "’")}
    what = say("these words seem to be in another language ({language}), “{words} …”", **values)
    if foreign.number > 1:
        what = say_number(
            foreign.number - 1,
            "these words seem to be in another language ({language}), “{words} …”, and 1 more line here",
            "these words seem to be in another language ({language}), “{words} …”, and {number} more lines here",
            **values,
        )
    return Problem(
        file, foreign.line, what, say("Translate them, or mark what is meant: *words*{lang={language}}.", language=foreign.language)
    )
