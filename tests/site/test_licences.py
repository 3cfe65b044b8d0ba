"""The licences of the built site say where Pyodide's source is and how the build modifies it."""

import json
from pathlib import Path, PurePosixPath

from site_src.assets.licences import collect_licences
from site_src.model import Source

ROOT = Path(__file__).parent.parent.parent
TEXT = ROOT / "site_src" / "assets" / "licences" / "texts" / "00-pyodide.txt"
NOTICE = TEXT.read_text(encoding="utf-8").partition("Mozilla Public License")[0]


def test_the_version_that_the_licences_name_is_the_version_that_is_built() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]["node_modules/pyodide"]["version"]
    installed = json.loads((ROOT / "node_modules" / "pyodide" / "package.json").read_text(encoding="utf-8"))["version"]
    assert locked == installed
    assert f"Pyodide {locked}, the package pyodide of that version at npm" in NOTICE


def test_the_licences_say_where_the_source_code_is_and_what_modifies_it() -> None:
    assert "url: https://github.com/pyodide/pyodide\n" in NOTICE
    assert "How it is modified: " in NOTICE
    assert "in the folder site_src/runtime/ of this site's own source code" in NOTICE
    assert (ROOT / "site_src" / "runtime" / "__init__.py").exists()


def test_every_file_that_the_notice_says_is_modified_is_made_by_the_build(dist: Path) -> None:
    named = {"pyodide.*.js", "pyodide.*.wasm", "pyodide_rest.*.wasm", "stdlib.*.zip", "export.*.zip", "group.*.zip"}
    assert all(name in NOTICE for name in named)
    assert all(len(list((dist / "runtime").glob(name))) == 1 for name in named)


def test_the_notice_is_in_the_file_that_travels_with_the_site() -> None:
    licences, problems = collect_licences((Source(PurePosixPath("site_src/assets/licences/texts/00-pyodide.txt"), TEXT.read_bytes()),))
    assert not problems
    assert NOTICE.partition("\n\n")[2] in licences.output.data.decode()
