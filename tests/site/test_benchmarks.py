"""The benchmarks' programs, as far as no package has to be fetched for them."""

import json
import subprocess
from pathlib import Path

from benchmarks.boot_sites import ANSWERS
from benchmarks.programs import make_ours, make_texts
from ssi_core.wire import handle

PAGES = 8


def test_our_site_for_the_benchmark_builds_after_it_was_renamed(tmp_path: Path) -> None:
    """The benchmark renames each program's folder after making it."""
    program = make_ours(tmp_path / "made", make_texts(PAGES))
    folder = (tmp_path / "made").rename(tmp_path / program.name)
    done = subprocess.run(program.clean, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len([*folder.glob("dist/en/p*.html")]) == PAGES
    assert 'id="part-3"' in (folder / program.page).read_text(encoding="utf-8")


def test_the_answers_that_are_timed_can_be_scored() -> None:
    """Those of an earlier model cannot, and the page would wait for a score for ever."""
    assert "ok" in json.loads(handle(json.dumps({"do": "score", "answers": ANSWERS})))
