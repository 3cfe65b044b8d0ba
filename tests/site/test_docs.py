"""README, CONTRIBUTING and docs/: every command in them runs or is there, and every file and heading that they name exists."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import build

ROOT = Path(__file__).parent.parent.parent
GITHUB = ROOT / ".github"
PAGES = ["README.md", "CONTRIBUTING.md", "docs/publish.md", "docs/score.md"]
MADE_BY_COMMANDS = ("dist/", ".cache/", "content/en/my-tips.md", "content/nl/my-tips.md", "templates/inserts/chart_NAME.html", "de/")
"""Paths that a how-to or a build makes."""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def find_blocks(name: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", read(name), re.MULTILINE | re.DOTALL)


def find_commands(name: str) -> list[list[str]]:
    """Find the commands of a page's blocks and tables, in words, without comments. A line that defines or loops is none."""
    lines = [line for block in find_blocks(name, "sh") for line in block.splitlines()]
    lines += re.findall(r"`((?:make|\.venv/bin/\w+) [^`]+)`", re.sub(r"^```.*?^```$", "", read(name), flags=re.MULTILINE | re.DOTALL))
    return [words for line in lines if (words := shlex.split(line, comments=True))]


@pytest.mark.parametrize("name", PAGES)
def test_every_make_command_is_there_and_so_are_its_files(name: str) -> None:
    commands = [words for words in find_commands(name) if words[0] == "make"]
    for words in commands:
        plan = subprocess.run(["make", "--dry-run", *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
        assert plan.returncode == 0, (words, plan.stderr)
        assert "Nothing to be done" not in plan.stdout, words
        for path in re.findall(r"[\w./-]+/[\w.-]+\.(?:md|py|yaml)", " ".join(words)):
            assert (ROOT / path).exists() or path.startswith(MADE_BY_COMMANDS), words
    assert commands or name == "docs/score.md"


def test_every_command_with_the_score_runs_as_written(tmp_path: Path) -> None:
    """In a copy of what they read, so that the project's own .cache stays as it is."""
    (block,) = find_blocks("docs/score.md", "sh")
    (python,) = find_blocks("docs/score.md", "python")
    for folder in ("ssi_core", "site_src", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n', encoding="utf-8")
    (tmp_path / ".venv" / "bin" / "python").chmod(0o755)
    done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    commands = re.findall(r"\$SSI ([\w-]+)", block)
    assert len(commands) == len(re.findall(r"^[{]", done.stdout, re.MULTILINE))
    assert set(commands) == {"score", "model", "read-page", "read-export", "unpack", "read-history", "group", "evaluate", "fit"}
    total = subprocess.run([sys.executable, "-c", python], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert 0 < float(total.stdout) < 100


def test_the_other_commands_run_as_written() -> None:
    """Each is listed here, so that a new one is tried first. Those of npm ask the network, and that of checksums wants a built site."""
    others = [words for name in PAGES[:3] for words in find_commands(name) if words[0] != "make"]
    assert sorted(words[0] for words in others) == [".venv/bin/npm", ".venv/bin/npm", ".venv/bin/python", "sha256sum"]
    (ask,) = [words for words in others if words[0] == ".venv/bin/python"]
    done = subprocess.run([sys.executable, *ask[1:]], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["ok"]["total"] > 0


@pytest.mark.parametrize("name", PAGES)
def test_every_file_and_heading_that_is_named_exists(name: str) -> None:
    text = read(name)
    for target in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text):
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        assert "://" in target or file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}, target
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    tops = "|".join(re.escape(path.name) for path in ROOT.iterdir() if path.is_dir())
    for path in re.findall(rf"`((?:{tops})/[\w./-]*|(?:requirements|package)[\w-]*\.(?:txt|json))`", prose):
        assert (ROOT / path).exists() or path.startswith(MADE_BY_COMMANDS), path


def test_the_readme_is_short_and_has_a_picture_and_two_commands() -> None:
    text = read("README.md")
    assert len(text.splitlines()) <= 50
    assert [words[:2] for block in find_blocks("README.md", "sh") for words in map(shlex.split, block.splitlines())] == [
        ["make", "serve"],
        ["make", "test"],
    ]
    assert ".github/screenshot.png" in text


def test_the_devcontainer_is_one_in_which_both_commands_can_run() -> None:
    settings = json.loads(re.sub(r"^//.*\n", "", read(".devcontainer/devcontainer.json"), flags=re.MULTILINE))
    (version,) = re.findall(r"^python:(3\.\d+)-\w+$", settings["image"])
    assert version in read("README.md")
    assert settings["forwardPorts"] == [build.PORT]
    assert settings["postCreateCommand"] == "make check"


@pytest.mark.parametrize("path", sorted((GITHUB / "ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=lambda path: path.stem)
def test_a_template_for_issues_asks_for_what_is_needed(path: Path) -> None:
    form: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"name", "description", "labels", "body"} == form.keys()
    assert [field["id"] for field in form["body"] if field.get("validations", {}).get("required")]
    assert all(field["type"] in ("input", "textarea") and field["attributes"]["label"] for field in form["body"])


def test_dependabot_renews_everything_that_is_pinned() -> None:
    settings = yaml.safe_load(read(".github/dependabot.yml"))
    assert settings["version"] == 2
    found = {each["package-ecosystem"]: each.get("directories", [each.get("directory")]) for each in settings["updates"]}
    assert found == {"pip": ["/", "/benchmarks"], "npm": ["/", "/benchmarks"], "github-actions": ["/"]}
