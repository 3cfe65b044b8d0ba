"""`make lock` renews every package but Pyodide, and says which versions changed."""

import json
import re
from pathlib import Path

from tests.support.locks import LOCKS, compare, list_newest

ROOT = Path(__file__).parent.parent.parent
RECIPE = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlock: ")[2].partition("\n\n")[0]


def write_locks(folder: Path, pip: str, npm: dict[str, str]) -> Path:
    for name in LOCKS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        packages = {"": {"version": "0"}} | {f"node_modules/{each}": {"version": version} for each, version in npm.items()}
        (folder / name).write_text(json.dumps({"packages": packages}) if name.endswith(".json") else pip, encoding="utf-8")
    return folder


def test_what_changed_is_said_by_file(tmp_path: Path) -> None:
    before = write_locks(tmp_path / "before", "a==1.2 \\\n    --hash=x\nb==1.0 ; os_name == 'nt' \\\nc-d==2 \\\n", {"esbuild": "0.1.0"})
    after = write_locks(tmp_path / "after", "a==2.0 \\\nb==1.0 \\\ne==1 \\\n", {"esbuild": "0.1.0"})
    assert list(compare(before, after))[:5] == [
        "requirements.txt: 3 of 3 packages changed",
        "  a: 1.2 → 2.0 (another major version)",
        "  c-d: 2 → gone",
        "  e: new → 1",
        "requirements-dev.txt: 3 of 3 packages changed",
    ]
    assert "package-lock.json: nothing changed" in list(compare(before, after))


def test_every_package_of_npm_is_asked_for_but_pyodide() -> None:
    for name in ("package.json", "benchmarks/package.json", "tests/hosts/package.json"):
        text = (ROOT / name).read_text(encoding="utf-8")
        read = json.loads(text)
        wanted = {*read.get("dependencies", {}), *read.get("devDependencies", {})} - {"pyodide"}
        assert set(list_newest(text)) == {f"{each}@latest" for each in wanted}
        assert wanted


def test_the_recipe_renews_every_lock_file_between_saving_and_comparing() -> None:
    steps = RECIPE.splitlines()[1:]
    assert steps[0].endswith("tests.support.locks save")
    assert steps[-1].endswith("tests.support.locks compare")
    pip = {name for name in LOCKS if name.endswith(".txt")}
    assert set(re.findall(r"--output-file (\S+)", RECIPE)) == pip
    assert re.findall(r"call renew-npm,(\S+)\)", RECIPE) == [".", "benchmarks", "tests/hosts"]
