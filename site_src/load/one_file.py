"""Loads one file of `content/`: front matter, Markdown and lint.

The result depends on no other file, so it can be cached.
"""

from typing import NamedTuple

from site_src.load.front_matter import read_documents
from site_src.load.markdown import parse
from site_src.model import Content, Problem, Source


class LoadedFile(NamedTuple):
    """One file's content, its faults, and its lint warnings."""

    content: Content
    problems: tuple[Problem, ...]
    lint: tuple[Problem, ...]


def load_file(source: Source) -> LoadedFile:
    """Load one file, with every fault in it."""
    # Lazy: skip the linter's patterns when nothing changed.
    from site_src.load.lint import lint

    documents, problems = read_documents((source,))
    content, faults = parse(documents, ())
    return LoadedFile(content, problems + faults, tuple(finding for document in documents for finding in lint(document)))
