"""Steps of `make lock`: save the lock files, name the npm packages to renew, say what changed.

python -m tests.support.locks save       copies the lock files to .cache/locks
python -m tests.support.locks newest .   prints the packages of ./package.json, to be installed anew
python -m tests.support.locks compare    prints each package whose version is another than in that copy
"""

import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SAVED = ROOT / ".cache" / "locks"
LOCKS = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-lock.txt",
    "package-lock.json",
    "benchmarks/requirements.txt",
    "benchmarks/mutants.txt",
    "benchmarks/zensical.txt",
    "benchmarks/package-lock.json",
    "tests/hosts/package-lock.json",
)
STAY = frozenset({"pyodide"})
"""Packages of npm that are raised by hand: CONTRIBUTING.md says how."""


def main(arguments: Sequence[str]) -> int:
    """Run a step; return its exit code."""
    match arguments:
        case ["save"]:
            for name in LOCKS:
                (SAVED / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, SAVED / name)
        case ["newest", folder]:
            print(*list_newest((ROOT / folder / "package.json").read_text(encoding="utf-8")))
        case ["compare"]:
            print(*compare(SAVED, ROOT), sep="\n")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def list_newest(package: str) -> list[str]:
    """List what npm is asked for, so that package.json gets the newest versions."""
    read = json.loads(package)
    names = {**read.get("dependencies", {}), **read.get("devDependencies", {})}
    return [f"{name}@latest" for name in names if name not in STAY]


def read_versions(path: Path) -> dict[str, str]:
    """Read a lock file, pip's or npm's: name → version."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        packages: Mapping[str, Mapping[str, str]] = json.loads(text)["packages"]
        return {place.removeprefix("node_modules/"): package["version"] for place, package in packages.items() if place}
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def compare(before: Path, after: Path) -> Iterator[str]:
    """Yield a line for each file, and for each of its packages that changed."""
    for name in LOCKS:
        old, new = read_versions(before / name), read_versions(after / name)
        changed = [each for each in sorted(old | new) if old.get(each) != new.get(each)]
        count = f"{len(changed)} of {len(new)} packages" if changed else "nothing"
        yield f"{name}: {count} changed"
        for each in changed:
            major = " (another major version)" if each in old and each in new and _major(old[each]) != _major(new[each]) else ""
            yield f"  {each}: {old.get(each, 'new')} → {new.get(each, 'gone')}{major}"


def _major(version: str) -> str:
    return version.partition(".")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
