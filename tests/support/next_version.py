"""The site as somebody publishes it next: the same project with a few files changed, really built."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from site_src.cache.build_cache import BuildCache
from site_src.commands.build import build
from site_src.commands.console import BuildClock
from site_src.pipeline import BuildOptions

ROOT = Path(__file__).parent.parent.parent


def build_next(root: Path, edits: Mapping[str, Callable[[str], str]]) -> Path:
    """Build the project in `root` with these files changed. Returns the folder of the site."""
    changed = {name.split("/")[0] for name in edits}
    for part in ROOT.iterdir():
        if part.name in changed:
            shutil.copytree(part, root / part.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif part.name not in ("dist", "tests", ".git"):
            (root / part.name).symlink_to(part)
    for name, edit in edits.items():
        file = root / name
        before = file.read_text(encoding="utf-8")
        after = edit(before)
        assert after != before, f"{name} is as it was"
        file.write_text(after, encoding="utf-8")
    assert not build(BuildOptions(root, root / "dist"), BuildClock(), BuildCache()).faults
    return root / "dist"
