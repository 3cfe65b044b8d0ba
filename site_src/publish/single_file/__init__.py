"""The quiz as one file a language, to open from disk with a double click.

The file holds the page, words, styles, scripts and engine.

    __init__.py   rendered quiz pages → the files
    inline.py     a page with its styles and images inside, absolute links, and a policy that allows no requests
    payload.py    the runtime as text, packed once and cached in .cache/ until it changes

In the browser, site_src/browser/file/ connects the site's scripts with the contents of the file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_src.model import Assets, Output, Problem, Source
from site_src.publish.single_file.inline import inline_page
from site_src.publish.single_file.payload import pack_engine

BundleScripts = Callable[[tuple[Source, ...], tuple[str, ...], bool], tuple[str, tuple[Problem, ...]]]
"""Bundles scripts. Its arguments: the sources, the scripts' names, and whether to make a module."""


@dataclass(frozen=True, slots=True)
class Ingredients:
    """Contents of the file besides the page.

    `manifest`: the path in `dist/` of the output of `engine` that lists the others. `licences`: those of everything in the file.
    `base_url`: the site's address, for absolute links.
    """

    browser: tuple[Source, ...]
    assets: Assets
    engine: tuple[Output, ...]
    manifest: PurePosixPath
    licences: Output
    base_url: str


def make_single_files(
    quizzes: tuple[Output, ...], ingredients: Ingredients, root: Path, bundle: BundleScripts
) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """Make one file for each rendered quiz page; none where there are problems. `root`: the repository, for its .cache/."""
    payload = pack_engine(ingredients.engine, ingredients.manifest, root / ".cache" / "single_file")
    licences = ingredients.licences.data.decode()
    files: list[Output] = []
    problems: list[Problem] = []
    bundles: dict[tuple[str, ...], str] = {}

    def bundle_once(names: tuple[str, ...], module: bool) -> str:
        if names not in bundles:
            bundles[names], faults = bundle(ingredients.browser, names, module)
            problems.extend(faults)
        return bundles[names]

    for quiz in quizzes:
        data, faults = inline_page(quiz, ingredients.assets, ingredients.base_url, bundle_once, (payload, licences))
        files.append(Output(locate_file(quiz.path.parts[0]), data))
        problems += faults
    return () if problems else tuple(files), tuple(problems)


def locate_file(language: str) -> PurePosixPath:
    """Return the file's path in `dist/`. Its name holds the language, for visitors who save both in one folder."""
    return PurePosixPath(language, f"ssi-quiz-{language}.html")
