"""Faults and warnings in the formats for programs."""

import json
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from site_src.commands.formats import format_github, format_json
from site_src.messages import cite
from site_src.model import Problem

FAULT = Problem("content/en/quiz.md", 3, cite("100% wrong: “a, b”"), cite("Mend it.\nNow."))
WARNING = Problem("content/nl", 0, cite("is odd"), cite("Look."))


def test_github_gets_a_command_a_line_with_its_signs_escaped() -> None:
    assert format_github([FAULT], [WARNING], {"content/en/quiz.md": 0.5}).splitlines() == [
        "::warning file=content/nl,title=is odd::Look.",
        "::error file=content/en/quiz.md,line=3,title=100%25 wrong%3A “a%2C b”::Mend it.%0ANow.",
    ]


def test_editors_get_json() -> None:
    assert json.loads(format_json([FAULT], [WARNING], {"content/en/quiz.md": 1.26})) == {
        "faults": [{"file": "content/en/quiz.md", "line": 3, "what": FAULT.what, "remedy": FAULT.remedy}],
        "warnings": [{"file": "content/nl", "line": 0, "what": "is odd", "remedy": "Look."}],
        "reading_minutes": {"content/en/quiz.md": 1.3},
    }


@pytest.mark.parametrize("workflow", ["check", "test", "pages"])
def test_a_workflow_runs_what_the_makefile_has(workflow: str) -> None:
    root = Path(__file__).resolve().parent.parent.parent
    text = (root / ".github" / "workflows" / f"{workflow}.yml").read_text(encoding="utf-8")
    jobs = yaml.load(text, yaml.BaseLoader)["jobs"].values()
    (run,) = (step["run"] for job in jobs for step in job.get("steps", []) if "run" in step)
    make, *order = shlex.split(run)
    assert make == "make"
    assert "build.py" in subprocess.run(["make", "-n", *order], cwd=root, capture_output=True, text=True, check=True).stdout
