"""The browser's modules → one script for each that a page asks for: a visitor fetches a few files instead of twenty, and no comments. Nor
are there any in the style sheets.

What a script imports only when it is wanted, by `import("./name.js")`, is a script of its own too, fetched at that moment.

    __init__.py   which modules become which scripts
    esbuild.py    the program that joins them                                   (esbuild)
"""

import posixpath
import re
from collections.abc import Collection, Mapping, Set
from pathlib import PurePosixPath

from site_src.model import BROWSER, SCRIPTS, Problem, Source
from site_src.scripts import esbuild

# Stay modules that others import: the one that starts first, which is also for scripts that want the engine without the quiz, and the one
# that no page may have twice.
_APART = ("page/engine.js", "page/trusted_types.js")
# In a comment import("./name.js").Name is only the name of a type, as is typeof import("./name.js").
_LATER = re.compile(r'(?<!typeof )\bimport\("(\.{1,2}/[^"]+)"\)(?!\.[A-Z])')
_ENTRY = "entry.js"


def scripts(browser: tuple[Source, ...], wanted: Collection[str]) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """All of `browser`, its scripts joined and its style sheets tight. `wanted`: what pages ask for, among other things the scripts
    (`page/quiz.js`)."""
    named = _named(browser)
    modules = {name: source for name, source in named.items() if name.split("/")[0] in SCRIPTS and name.endswith(".js")}
    sheets = {name: source for name, source in named.items() if name.endswith(".css")}
    others = [name for name in named if name not in modules and name not in sheets]
    apart = sorted(modules.keys() & {*_APART, *_later(modules)})
    entries = sorted({*(modules.keys() & wanted), *apart, *sheets})
    if not entries:
        return browser, ()
    options = ["--format=esm", "--minify-syntax", "--outbase=.", "--asset-names=[dir]/[name]"]
    options += [f"--loader:{suffix}=copy" for suffix in sorted({PurePosixPath(name).suffix for name in others} - {"", ".js"})]
    # What style sheets ask for has to be there, and is not looked into.
    files = {name: b"" if name in others else source.data for name, source in named.items()}
    joined, problems = esbuild.run(files, entries, options, apart)
    if problems:
        return browser, problems
    return (*(named[path] for path in others), *(Source(named[path].path, data) for path, data in joined.items())), ()


def bundled(browser: tuple[Source, ...], modules: tuple[str, ...], module: bool) -> tuple[str, tuple[Problem, ...]]:
    """The script that runs these modules, in their order (`page/quiz.js`, …), with all that they import: on a page from disk no script can
    import another. With `module` it is a module itself."""
    files = {name: source.data for name, source in _named(browser).items() if name.endswith(".js")}
    files[_ENTRY] = "".join(f'import "./{each}";\n' for each in modules).encode()
    joined, problems = esbuild.run(files, (_ENTRY,), (f"--format={'esm' if module else 'iife'}",))
    return "".join(data.decode() for data in joined.values()).strip(), problems


def _named(browser: tuple[Source, ...]) -> Mapping[str, Source]:
    """Each file by its path in `browser/`."""
    return {str(source.path.relative_to(BROWSER)): source for source in browser}


def _later(modules: Mapping[str, Source]) -> Set[str]:
    """The modules that others import only when they are wanted. What is not there esbuild complains of, with its place."""
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        for name, source in modules.items()
        for path in _LATER.findall(source.data.decode("utf-8", "replace"))
    }
