"""The browser's modules → one bundle for each script that pages request.

A visitor fetches a few files instead of twenty, without comments; style sheets lose theirs, too. A module that is imported lazily, by
`import("./name.js")`, becomes a separate script, which is fetched at that moment.

    __init__.py   which modules become which scripts
    esbuild.py    runs the bundler                                              (esbuild)
"""

import posixpath
import re
from collections.abc import Collection, Mapping, Set
from pathlib import PurePosixPath

from site_src.assets.scripts import esbuild
from site_src.model import EDITOR, SCRIPTS, Problem, Source, index_browser

# Never bundled into the scripts that import them: the first also serves scripts that use the engine without the quiz, and the second must
# run only once on a page.
_APART = ("page/engine/engine.js", "page/ui/trusted_types.js")
# In a comment, import("./name.js").Name is only the name of a type, as is typeof import("./name.js").
_LAZY_IMPORT = re.compile(r'(?<!typeof )\bimport\("(\.{1,2}/[^"]+)"\)(?!\.[A-Z])')
_ENTRY = "entry.js"


def bundle_scripts(browser: tuple[Source, ...], requested: Collection[str]) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Bundle the scripts of `browser/`, and remove spaces and comments from its style sheets.

    `requested`: the files that pages request, including the scripts (`page/quiz.js`). Returns all files of `browser/`, with the bundles in
    place of the scripts; or, with the faults, the files unchanged.
    """
    named = index_browser(browser)
    modules = {name: source for name, source in named.items() if name.split("/")[0] in SCRIPTS and name.endswith(".js")}
    sheets = {name: source for name, source in named.items() if name.endswith(".css")}
    others = [name for name in named if name not in modules and name not in sheets]
    apart = sorted(modules.keys() & {*_APART, *_find_lazy(modules)})
    entries = sorted({*(modules.keys() & requested), *apart, *sheets})
    if not entries:
        return browser, ()
    options = ["--format=esm", "--minify-syntax", "--outbase=.", "--asset-names=[dir]/[name]"]
    options += [f"--loader:{suffix}=copy" for suffix in sorted({PurePosixPath(name).suffix for name in others} - {"", ".js"})]
    # The files that style sheets name must exist, but their content is not read.
    files = {name: b"" if name in others else source.data for name, source in named.items()}
    bundles, problems = esbuild.run(files, entries, options, apart)
    if problems:
        return browser, problems
    return (*(named[path] for path in others), *(Source(named[path].path, data) for path, data in bundles.items())), ()


def bundle_inline(browser: tuple[Source, ...], modules: tuple[str, ...], module: bool) -> tuple[str, tuple[Problem, ...]]:
    """Bundle modules with all their imports into one script, which runs them in order.

    A page opened from disk needs this: there, no script can import another. `modules`: their names, such as `page/quiz.js`. With `module`,
    the result is a module itself.
    """
    files = {name: source.data for name, source in index_browser(browser).items() if name.endswith(".js")}
    files[_ENTRY] = "".join(f'import "./{each}";\n' for each in modules).encode()
    bundles, problems = esbuild.run(files, (_ENTRY,), (f"--format={'esm' if module else 'iife'}",))
    return "".join(data.decode() for data in bundles.values()).strip(), problems


def bundle_editor(browser: tuple[Source, ...]) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """Bundle the script and the style sheet of the editor's page: `editor.js` and `editor.css`."""
    files = {name: source.data for name, source in index_browser(browser).items()}
    made_of = {"editor.js": f"{EDITOR}/main.js", "editor.css": f"{EDITOR}/editor.css"}
    bundles, problems = esbuild.run(files, tuple(made_of.values()), ("--format=esm", "--minify-syntax", "--outbase=."))
    return {} if problems else {name: bundles[entry] for name, entry in made_of.items()}, problems


def _find_lazy(modules: Mapping[str, Source]) -> Set[str]:
    """Find the modules that others import lazily. esbuild reports a missing one, with its place."""
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        for name, source in modules.items()
        for path in _LAZY_IMPORT.findall(source.data.decode("utf-8", "replace"))
    }
