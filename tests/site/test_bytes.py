"""How many bytes a visitor fetches with brotli.

Stock is Pyodide as npm brings it, with `ssi_core` as source: what somebody would publish who followed Pyodide's own documentation.
"""

import re
from pathlib import Path, PurePosixPath

import brotli
import pytest

from site_src.model import Output
from site_src.runtime import make_runtime
from site_src.runtime.archive import make_archive
from tests.support.markup import read

ROOT = Path(__file__).parent.parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
STOCK = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
PAGE_LIMIT = 40_000
ENGINE_SHARE = 0.60
SCORE_SHARE = 0.25
IMPORT = re.compile(r'\bfrom\s*"(\.[^"]+)"')


def count_bytes(outputs: tuple[Output, ...], quality: int) -> int:
    """The length of all of it, compressed."""
    return sum(len(brotli.compress(output.data, quality=quality, lgwin=24)) for output in outputs)


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
    # At its best, brotli takes ten times as long, and both shares are smaller: 0.20 and 0.53 instead of 0.21 and 0.56.
    whole, until_a_score, later = (count_bytes(each, quality=9) for each in (stock, (*made.values(), *worker), (rest,)))
    assert until_a_score <= SCORE_SHARE * whole
    assert until_a_score + later <= ENGINE_SHARE * whole


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
    assert count_bytes(files(dist, *sorted(wanted)), quality=11) <= PAGE_LIMIT


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_but_styles_stops_the_quiz_from_showing(dist: Path, language: str) -> None:
    scripts = [script for script in read(dist / language / "quiz.html").all("script") if "src" in script]
    assert scripts
    assert all("defer" in script or "async" in script or script.get("type") == "module" for script in scripts)
