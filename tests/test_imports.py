"""Who may import whom: hops import what is shared and no other hop; each outside library has one module; `ssi_core` knows nothing of the
site."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What is no hop, and for all of them.
SHARED = {"model", "kept"}
OURS = ("site_src", "ssi_core", "build", "tests", "benchmarks")
# Packages that are one library under two names.
SAME = {"markupsafe": "jinja2", "tornado": "livereload"}
LIBRARIES = {
    "yaml": "front",
    "markdown": "parse",
    "justhtml": "parse",
    "jinja2": "render",
    "livereload": "serve",
    "brotli": "compress",
    "PIL": "pictures",
}


def modules(package: str) -> list[Path]:
    return sorted(path for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, by its full name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            assert node.module
            yield node.module
            # `from site_src import check` names a module as well.
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module in OURS)


def hop(path: Path) -> str:
    """A hop is a module or a folder of modules directly in `site_src`."""
    return path.relative_to(ROOT / "site_src").parts[0].removesuffix(".py")


def outside(path: Path) -> set[str]:
    tops = {name.split(".")[0] for name in imported(path)}
    return {SAME.get(top, top) for top in tops if top not in sys.stdlib_module_names and top not in OURS}


@pytest.mark.parametrize("path", modules("site_src"), ids=str)
def test_a_hop_imports_what_is_shared_and_its_own_parts_only(path: Path) -> None:
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("site_src.")}
    assert ours <= {*SHARED, hop(path)}
    assert not {name for name in imported(path) if name.split(".")[0] in ("build", "tests", "benchmarks")}


@pytest.mark.parametrize("name", sorted(SHARED))
def test_what_is_shared_imports_nothing_else_of_ours_and_no_library(name: str) -> None:
    for path in (path for path in modules("site_src") if hop(path) == name):
        assert not outside(path)
        others = {each for each in imported(path) if each.split(".")[0] in OURS}
        assert all(each.startswith(f"site_src.{name}.") for each in others), path


@pytest.mark.parametrize("path", modules("ssi_core"), ids=str)
def test_the_core_imports_the_standard_library_and_itself(path: Path) -> None:
    assert not outside(path)
    assert not [name for name in imported(path) if name.split(".")[0] in OURS and not name.startswith("ssi_core")]


def test_each_library_has_one_module_and_each_module_at_most_one_library() -> None:
    homes: dict[str, set[str]] = {}
    for path in modules("site_src"):
        libraries = outside(path)
        assert len(libraries) <= 1, f"{path}: {libraries}"
        for library in libraries:
            homes.setdefault(library, set()).add(hop(path))
    assert all(len(hops) == 1 for hops in homes.values()), homes
    assert {library: homes[library] for library in LIBRARIES} == {library: {home} for library, home in LIBRARIES.items()}


def test_the_command_uses_no_library_and_is_imported_by_tests_only() -> None:
    assert not outside(ROOT / "build.py")


def test_the_command_knows_every_hop() -> None:
    hops = {hop(path) for path in modules("site_src")} - {"__init__", "browser", *SHARED}
    assert hops <= {name.split(".")[1] for name in imported(ROOT / "build.py") if name.startswith("site_src.")}


def test_the_drawn_pipeline_names_every_hop() -> None:
    drawn = ast.get_docstring(ast.parse((ROOT / "site_src" / "__init__.py").read_text(encoding="utf-8")))
    assert drawn
    for path in modules("site_src"):
        if hop(path) not in ("__init__", "browser", *SHARED):
            assert re.search(rf"^\s+{hop(path)} ", drawn, re.MULTILINE), hop(path)
