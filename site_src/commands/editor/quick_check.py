"""One text checked beside all others, without a build.

The stages of a build that find its faults run with this text in place of the file's own: nothing is rendered and nothing written.
"""

import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from site_src.cache.build_cache import MEMORY, BuildCache
from site_src.check import check_content
from site_src.check.spelling import (
    UnknownWord,
    find_dictionaries,
    find_unknown,
    read_lists,
    remove_listed,
    remove_mended,
    warn_foreign,
    warn_unknown,
)
from site_src.load.markdown import join_content
from site_src.load.model_keys import read_vocabulary
from site_src.load.one_file import load_file
from site_src.model import Content, Problem, Source, Sources
from site_src.pipeline import load_slugs, load_texts, read_age, read_sources
from site_src.render.template_usage import analyse_templates

_SUGGESTING_SECONDS = 0.1
"""The time for looking up closest words in one check; the others are found in the next."""
_MOST_READS = 500
"""After this many reads the cache is opened anew, which frees what it held of earlier versions of files."""


class LoadResult(NamedTuple):
    """The sources and content with one text in its place, and this text's own findings."""

    sources: Sources
    content: Content
    faults: tuple[Problem, ...]
    lint: tuple[Problem, ...]


class CheckResult(NamedTuple):
    """The content with one text in its place, and that text's faults and warnings, sorted."""

    content: Content
    faults: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


class Checker:
    """Checks texts of the project in `root`; what it learned about the other files stays in memory."""

    def __init__(self, root: Path) -> None:
        """Take the project's folder; nothing is read yet."""
        self._root = root
        self._opened: BuildCache | None = None
        self._reads = 0
        self._closest: dict[tuple[str, str], tuple[str, ...]] = {}

    @property
    def _cache(self) -> BuildCache:
        # The cache of builds, which is never written from here: most files are loaded already.
        self._opened = self._opened or BuildCache(self._root / MEMORY)
        return self._opened

    def read(self, text: Source | None = None) -> LoadResult:
        """Read the content, with `text` in its place; return it with that text's faults and lint."""
        self._reads += 1
        if self._reads % _MOST_READS == 0:
            self._opened = None
        sources, _ = read_sources(self._root)
        path = text and text.path
        if text:
            others = (source for source in sources.content if source.path != path)
            sources = sources._replace(content=tuple(sorted((*others, text), key=lambda source: source.path.parts)))
        _, files = self._cache.map("load", load_file, [source for source in sources.content if source.path != path])
        loaded = [load_file(text)] if text else []
        parts = [file.content for file in (*files, *loaded)]
        content = join_content(parts, (source.path for source in sources.content), sources.unreadable)
        faults = tuple(fault for file in loaded for fault in file.problems)
        return LoadResult(sources, content, faults, tuple(finding for file in loaded for finding in file.lint))

    def check(self, text: Source) -> CheckResult:
        """Check one text as it would be in its place."""
        sources, content, faults, lint = self.read(text)
        warnings = lint
        if sources.lacks_machinery:
            return CheckResult(content, tuple(sorted({*faults})), tuple(sorted({*warnings})))
        usage, _ = self._cache.call("templates", analyse_templates, sources.templates)
        more_warnings, more_faults = check_content(
            content, usage, read_vocabulary(), frozenset(),
            publishing=False, slugs=load_slugs(self._cache), earlier=load_texts(self._cache),
            age=lambda file: read_age(self._root / file), today=date.today(),
        )  # fmt: skip
        file = str(text.path)
        faults += tuple(fault for fault in more_faults if fault.file == file)
        warnings += tuple(warning for warning in more_warnings if warning.file == file)
        if text in sources.texts:
            warnings += tuple(self._check_spelling(text, lint, sources.content))
        return CheckResult(content, tuple(sorted({*faults})), tuple(sorted({*warnings})))

    def _check_spelling(self, text: Source, lint: Iterable[Problem], sources: Iterable[Source]) -> Iterable[Problem]:
        dictionaries, _ = find_dictionaries(self._root)
        words, foreign = find_unknown(text, dictionaries)
        lists = read_lists(sources)
        unknown = remove_listed(remove_mended(words, lint), lists)
        self._look_up(unknown, dictionaries.suggest)
        if foreign:
            yield warn_foreign(str(text.path), foreign)
        for each in unknown:
            yield warn_unknown(each, lists, self._closest.get((each.word, each.language), ()))

    def _look_up(self, unknown: Iterable[UnknownWord], suggest: Callable[[str, str], tuple[str, ...]]) -> None:
        """Look up the closest words of some that are new: each takes a tenth of a second."""
        end = time.monotonic() + _SUGGESTING_SECONDS
        for key in ((each.word, each.language) for each in unknown):
            if key not in self._closest and time.monotonic() < end:
                self._closest[key] = suggest(*key)
