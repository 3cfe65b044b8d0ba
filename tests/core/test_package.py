"""The package as others get it: a wheel in an environment of its own, used as its README and its help say.

It is built by `python -m build` in the repository's folder, where Python finds build.py first. Nothing is fetched.
"""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from site_src.install import find_pip
from ssi_core.command_line.help import COMMANDS, VERSION

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "ssi_core" / "README.md"
DOCTEST = """
import doctest, sys
done = doctest.testfile(sys.argv[1], module_relative=False, encoding="utf-8")
print(done.attempted, done.failed)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment that holds the wheel and nothing else, not even pip. Returns the folder of its programs."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    # Nor need ours hold pip: the one that Python brings along will do.
    install = [str(folder / "bin" / "python"), "-m", "pip", "install", "--no-index", "--no-cache-dir", str(wheel)]
    subprocess.run(install, env=os.environ | find_pip(), check=True, stdout=subprocess.DEVNULL)
    return folder / "bin"


def run(command: str, programs: Path, folder: Path) -> str:
    """Run a command of a shell with the environment's programs; return what it prints."""
    path = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    # The repository's folder must not be where Python searches.
    variables = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | path
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", command], cwd=folder, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def test_the_wheel_holds_the_package_alone(wheel: Path) -> None:
    assert wheel.name == f"ssi_core-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as file:
        names = {name for name in file.namelist() if ".dist-info/" not in name}
        metadata, _, readme = file.read(f"ssi_core-{VERSION}.dist-info/METADATA").decode().partition("\n\n")
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "ssi_core").rglob("*.py")}
    assert names == sources | {"ssi_core/py.typed"}
    assert metadata.startswith("Metadata-Version: ")
    assert "\nName: ssi-core\n" in metadata
    assert "Requires-Dist" not in metadata
    assert readme == README.read_text(encoding="utf-8")


def test_the_readme_is_true_of_the_installed_package(environment: Path, tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    assert len(re.findall("^```python$", text, re.MULTILINE)) == 3
    (tmp_path / "run.py").write_text(DOCTEST, encoding="utf-8")
    attempted, failed = map(int, run("python run.py README.md", environment, tmp_path).splitlines()[-1].split())
    assert (attempted > 9, failed) == (True, 0)
    block = text.partition("## On the command line")[2].partition("```sh\n")[2].partition("```")[0]
    for line in block.splitlines():
        assert run(line, environment, tmp_path), line
    for command in re.findall("`(ssi [^`]+)`", text):
        assert run(command, environment, tmp_path), command


def test_the_command_is_the_module(environment: Path, tmp_path: Path) -> None:
    for argument in ("--version", "--help"):
        assert run(f"ssi {argument}", environment, tmp_path) == run(f"python -m ssi_core {argument}", environment, tmp_path)


def test_every_example_of_the_help_works(environment: Path, tmp_path: Path) -> None:
    for command in COMMANDS:
        folder = tmp_path / command.name
        folder.mkdir()
        for example in command.examples:
            assert f"ssi {command.name} " in f"{example} "
            assert bool(run(example, environment, folder)) != bool(re.search(r" > \S+$", example)), example
