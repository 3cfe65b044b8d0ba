"""How many bytes a visitor fetches, to the byte: brotli at its best, which is what `dist/` holds for hosts that send it.

Stock is Pyodide as npm brings it, with `ssi_core` as source: what somebody would publish who followed Pyodide's own documentation.
"""

import re
from pathlib import Path, PurePosixPath

import pytest

from site_src.model import Output
from site_src.publish.compress import compress
from site_src.runtime import make_runtime
from site_src.runtime.archive import make_archive
from tests.support.markup import read

ROOT = Path(__file__).parent.parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
STOCK = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
STOCK_BYTES = {
    "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6": 2_766_607,
    "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a": 2_480_758,
}
"""SHA-256 of stock's two large files → their lengths as `brotli` gives them. Compressing them takes longer than any other test; another
version's are compressed."""
# The same place as the build's: what either of them compressed, the other does not.
CACHE = ROOT / ".cache" / "compressed"
PAGE_LIMIT = 40_000
ENGINE_SHARE = 0.60
SCORE_SHARE = 0.25
IMPORT = re.compile(r'\bfrom\s*"(\.[^"]+)"')


def brotli(outputs: tuple[Output, ...]) -> int:
    """The length of all of it, compressed. The names end in .js, so that nothing is left out."""
    known = [STOCK_BYTES.get(output.sha256.hex()) for output in outputs]
    named = [Output(PurePosixPath(f"{at}.js"), output.data) for at, output in enumerate(outputs) if known[at] is None]
    made = sum(len(each.data) for each in compress(named, CACHE, lambda _: None) if each.path.suffix == ".br")
    return made + sum(length for length in known if length is not None)


def files(root: Path, *paths: Path) -> tuple[Output, ...]:
    return tuple(Output(PurePosixPath(path.relative_to(root)), path.read_bytes()) for path in paths)


def test_the_engine_is_less_than_stock() -> None:
    sources = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "ssi_core").rglob("*.py")}
    core = Output(PurePosixPath("ssi_core.zip"), make_archive(sources))
    stock = (*files(PYODIDE, *(PYODIDE / name for name in STOCK)), core)
    worker = files(ROOT, *sorted((ROOT / "site_src" / "browser" / "worker").glob("*.js")))
    made = {output.path.name.partition(".")[0] + output.path.suffix: output for output in make_runtime(ROOT, stored=True)[0].outputs}
    del made["export.zip"], made["group.zip"]
    rest = made.pop("pyodide_rest.wasm")
    whole, until_a_score = brotli(stock), brotli((*made.values(), *worker))
    assert until_a_score <= SCORE_SHARE * whole
    assert until_a_score + brotli((rest,)) <= ENGINE_SHARE * whole


def asked_for(page: Path) -> set[Path]:
    """The page, its styles and its scripts, with all that they import."""
    markup = read(page)
    sheets = [link["href"] for link in markup.all("link", rel="stylesheet") if "disabled" not in link]
    scripts = [script["src"] for script in markup.all("script") if "src" in script]
    wanted = [(page.parent / href).resolve() for href in (*sheets, *scripts)]
    found = {page}
    while wanted:
        file = wanted.pop()
        if file not in found:
            found.add(file)
            wanted += [(file.parent / name).resolve() for name in IMPORT.findall(file.read_text(encoding="utf-8")) if file.suffix == ".js"]
    return found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_quiz_without_its_engine_is_small(dist: Path, language: str) -> None:
    wanted = asked_for(dist / language / "quiz.html")
    assert {path.suffix for path in wanted} == {".html", ".css", ".js"}
    assert brotli(files(dist, *sorted(wanted))) <= PAGE_LIMIT


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_but_styles_stops_the_quiz_from_showing(dist: Path, language: str) -> None:
    scripts = [script for script in read(dist / language / "quiz.html").all("script") if "src" in script]
    assert scripts
    assert all("defer" in script or "async" in script or script.get("type") == "module" for script in scripts)
