"""Imports lead downwards only, each library is imported in one folder, and `ssi_core` imports nothing of the site."""

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FLOORS = (
    ("commands",),
    ("pipeline",),
    ("render", "runtime", "publish"),
    ("load", "assets", "check", "cache"),
    ("toolchain", "install"),
    ("model",),
    ("messages",),
)
"""Folders and modules of `site_src`, from the top. Each imports from the floors below its own, and its own parts."""
BESIDE = {"__init__", "browser"}
FLOOR = {name: number for number, floor in enumerate(FLOORS) for name in floor}
OURS = ("site_src", "ssi_core", "build", "tests", "benchmarks")
# Packages that are one library under two names.
SAME = {"markupsafe": "jinja2", "tornado": "livereload"}
LIBRARIES = {
    "yaml": "load",
    "hunspell": "check",
    "markdown": "load",
    "justhtml": "load",
    "jinja2": "render",
    "livereload": "commands",
    "tqdm": "commands",
    "brotli": "publish",
    "PIL": "assets",
}


def find_modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def find_imports(path: Path) -> Iterator[str]:
    """Find every module that a file imports, by its full name, but those that only types need."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            assert node.module
            yield node.module
            # `from site_src import check` names a module as well.
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module in OURS)


def find_place(path: Path) -> str:
    """The folder or module directly in `site_src` that a file belongs to."""
    return path.relative_to(ROOT / "site_src").parts[0].removesuffix(".py")


def find_libraries(path: Path) -> set[str]:
    tops = {name.split(".")[0] for name in find_imports(path)}
    return {SAME.get(top, top) for top in tops if top not in sys.stdlib_module_names and top not in OURS}


def test_every_part_of_the_machinery_has_a_floor() -> None:
    assert {find_place(path) for path in find_modules("site_src")} - BESIDE <= FLOOR.keys()


@pytest.mark.parametrize("path", [path for path in find_modules("site_src") if find_place(path) not in BESIDE], ids=str)
def test_imports_run_downwards(path: Path) -> None:
    here = find_place(path)
    imports = set(find_imports(path))
    for name in {each.split(".")[1] for each in imports if each.startswith("site_src.")} - {here}:
        assert FLOOR[name] > FLOOR[here], f"{path} imports {name}"
    assert not {name for name in imports if name.split(".")[0] in ("build", "tests", "benchmarks")}


def test_no_module_imports_itself_in_a_circle() -> None:
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for package in ("site_src", "ssi_core")
        for path in find_modules(package)
    }

    def find_own(path: Path) -> set[str]:
        """Its imports at the top; one inside a function comes when that function runs."""
        top = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
        given = {node.module for node in top} | {f"{node.module}.{alias.name}" for node in top for alias in node.names}
        return {name for name in given if name in names and names[name] != path}

    tuple(TopologicalSorter({name: find_own(path) for name, path in names.items()}).static_order())


def test_the_values_that_travel_need_nothing_else() -> None:
    for path in (path for path in find_modules("site_src") if find_place(path) == "model"):
        assert not find_libraries(path), path


@pytest.mark.parametrize("path", find_modules("ssi_core"), ids=str)
def test_the_core_imports_the_standard_library_and_itself(path: Path) -> None:
    assert not find_libraries(path)
    assert not [name for name in find_imports(path) if name.split(".")[0] in OURS and not name.startswith("ssi_core")]


def test_each_library_has_one_folder_and_each_module_at_most_one_library() -> None:
    homes: dict[str, set[str]] = {}
    for path in find_modules("site_src"):
        libraries = find_libraries(path)
        assert len(libraries) <= 1, f"{path}: {libraries}"
        for library in libraries:
            homes.setdefault(library, set()).add(find_place(path))
    assert {library: homes[library] for library in LIBRARIES} == {library: {home} for library, home in LIBRARIES.items()}
    assert all(len(places) == 1 for places in homes.values()), homes


def test_the_command_uses_no_library() -> None:
    assert not find_libraries(ROOT / "build.py")


def test_the_drawing_names_every_part() -> None:
    drawn = ast.get_docstring(ast.parse((ROOT / "site_src" / "__init__.py").read_text(encoding="utf-8")))
    assert drawn
    for place in {find_place(path) for path in find_modules("site_src")} - {"__init__"}:
        assert re.search(rf"^\s+{place} ", drawn, re.MULTILINE), place


def test_every_folder_lists_its_modules() -> None:
    """A docstring that lists modules lists all of them. The formatter removes the indentation where all lines have one."""
    for init in [path for package in ("site_src", "ssi_core") for path in find_modules(package) if path.name == "__init__.py"]:
        listed = set(
            re.findall(
                r"^(?: {4})?(\w+)\.(?:py|mjs) +\S", ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) or "", re.MULTILINE
            )
        )
        if listed:
            assert listed == {path.stem for path in init.parent.iterdir() if path.suffix in (".py", ".mjs")} - ({"__init__"} - listed), init
