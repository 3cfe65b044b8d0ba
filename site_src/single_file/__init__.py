"""The whole quiz as one file a language: page, words, styles, scripts and engine, to open from disk with a double click.

    __init__.py   rendered quiz pages → the files
    page.py       a page that stands alone: styles and pictures inside it, links absolute, a policy that lets nothing out
    payload.py    the runtime as text, packed once and kept in .cache/ until it changes

In the browser, site_src/browser/file/ stands between the site's scripts and what is in the file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_src.model import Assets, Output, Problem, Source
from site_src.single_file.page import standing_alone
from site_src.single_file.payload import payload

__all__ = ["Bundle", "Ingredients", "address", "single_file"]

Bundle = Callable[[tuple[Source, ...], tuple[str, ...], bool], tuple[str, tuple[Problem, ...]]]
"""Joins scripts of the first by name, into a module where the last says so."""


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What goes into the file besides the page. `manifest`: the path in `dist/` of the one output of `engine` that leads to the others;
    `licences`: what must be said of all that is inside."""

    browser: tuple[Source, ...]
    assets: Assets
    engine: tuple[Output, ...]
    manifest: PurePosixPath
    licences: Output
    base_url: str


def single_file(
    quizzes: tuple[Output, ...], given: Ingredients, root: Path, bundle: Bundle
) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """One file for each rendered quiz page. `root`: the repository, for its .cache/."""
    packed = payload(given.engine, given.manifest, root / ".cache" / "single_file")
    made: list[Output] = []
    problems: list[Problem] = []
    bundles: dict[tuple[str, ...], str] = {}

    def joined(modules: tuple[str, ...], module: bool) -> str:
        if modules not in bundles:
            bundles[modules], faults = bundle(given.browser, modules, module)
            problems.extend(faults)
        return bundles[modules]

    for quiz in quizzes:
        data, faults = standing_alone(quiz, given.assets, given.base_url, joined, (packed, given.licences.data.decode()))
        made.append(Output(address(quiz.path.parts[0]), data))
        problems += faults
    return () if problems else tuple(made), tuple(problems)


def address(language: str) -> PurePosixPath:
    """Where the file stands in `dist/`. Whoever keeps both languages in one folder must be able to tell them apart."""
    return PurePosixPath(language, f"ssi-quiz-{language}.html")
