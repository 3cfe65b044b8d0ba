"""Install pinned Python packages beside this Python: with uv where it is there, with pip otherwise.

    python -m site_src.install requirements.txt

Every package must have one of the hashes in that file. This module and those it imports need the standard library only, because it runs
before anything is installed.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

from site_src.messages import choose_language, say, speak, tell

PINNED = ("--require-hashes", "--no-deps")
"""The lists are complete, and the pip of Python 3.12.1 mistakes an extra's package (coverage[toml]) for one that is not pinned."""


def main(arguments: Sequence[str]) -> int:
    """Install the packages of each list; return 0, or 1 where that failed."""
    speak(choose_language(Path.cwd()))
    return 0 if all(install(Path(name)) for name in arguments) else 1


def install(requirements: Path, target: Path | None = None) -> bool:
    """Install the packages of a list, and return whether that succeeded. `target`: the folder for them instead of this environment."""
    uv = shutil.which("uv")
    program = say("uv, {path}", path=uv) if uv else say("pip; uv would be quicker")
    print(tell(say("Installing the packages of {file} with {program}", file=requirements.name, program=program)), flush=True)
    if uv and _run(make_uv_command(uv, requirements, target)):
        return True
    if uv:
        # uv reads none of pip's settings, such as a mirror that a company prescribes.
        print(tell(say("uv could not install them: see its message above. Now with pip:")), flush=True)
    if _run(make_pip_command(requirements, target), find_pip()):
        return True
    failure = say("The Python packages could not be installed: see the message above; is the network there? Then run make again.")
    print(tell(failure), flush=True)
    return False


def make_uv_command(uv: str, requirements: Path, target: Path | None) -> list[str]:
    """Make uv's command."""
    place = ["--target", str(target)] if target else []
    return [uv, "pip", "install", "--python", sys.executable, *PINNED, *place, "-r", str(requirements)]


def make_pip_command(requirements: Path, target: Path | None) -> list[str]:
    """Make pip's command. Python compiles what is imported, and most of the packages' modules never are."""
    place = ["--upgrade", "--target", str(target)] if target else []
    options = ["--no-compile", "--disable-pip-version-check", "--no-input", "--progress-bar", "on"]
    return [sys.executable, "-m", "pip", "install", *PINNED, *options, *place, "-r", str(requirements)]


def find_pip() -> dict[str, str]:
    """Return the environment in which Python runs the pip that came with it.

    That pip runs from its wheel, because unpacking it takes longer than what it installs.
    """
    import ensurepip

    folders = [sysconfig.get_config_var("WHEEL_PKG_DIR"), Path(ensurepip.__file__).parent / "_bundled"]
    wheels = [wheel for folder in folders if folder for wheel in sorted(Path(folder).glob("pip-*.whl"))]
    return {"PYTHONPATH": str(wheels[0])} if wheels else {}


def _run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> bool:
    return subprocess.run(command, env=os.environ | (environment or {}), check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
