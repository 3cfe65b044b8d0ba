"""Packages are installed by uv where it is there and by pip otherwise, and only what has the hash of the list."""

import hashlib
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """Make the smallest package that can be installed."""
    path = tmp_path / "tiny-1.0-py3-none-any.whl"
    with ZipFile(path, "w") as made:
        made.writestr("tiny.py", "WORTH = 7\n")
        made.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        made.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr("tiny-1.0.dist-info/RECORD", "")
    return path


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment as the Makefile makes it: without pip."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return folder / "bin" / "python"


def install(python: Path, wheel: Path, digest: str, programs: Path) -> tuple[int, str]:
    """Install the wheel from a list with this hash; `programs`: the folder where programs are looked for."""
    requirements = wheel.with_name("list.txt")
    requirements.write_text(f"{wheel} --hash=sha256:{digest}\n", encoding="utf-8")
    command = [str(python), "-m", "site_src.install", str(requirements)]
    environment = {"PATH": str(programs), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": "/dev/null"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout


def make_uv(folder: Path, code: int) -> Path:
    """Make a program named uv that prints what it is given, and fails or not."""
    folder.mkdir()
    program = folder / "uv"
    program.write_text(f'#!/bin/sh\necho "given: $*"\nexit {code}\n', encoding="utf-8")
    program.chmod(0o755)
    return folder


def test_pip_installs_where_there_is_no_uv(python: Path, wheel: Path, tmp_path: Path) -> None:
    code, said = install(python, wheel, hashlib.sha256(wheel.read_bytes()).hexdigest(), tmp_path)
    assert code == 0, said
    assert said.startswith("Installing the packages of list.txt with pip; uv would be quicker\n")
    subprocess.run([python, "-c", "import tiny; assert tiny.WORTH == 7"], check=True)


def test_a_package_with_another_hash_is_refused(python: Path, wheel: Path, tmp_path: Path) -> None:
    code, said = install(python, wheel, "0" * 64, tmp_path)
    assert code == 1
    assert "DO NOT MATCH THE HASHES" in said
    assert said.endswith("The Python packages could not be installed: see the message above; is the network there? Then run make again.\n")


def test_uv_installs_where_it_is_there(python: Path, wheel: Path, tmp_path: Path) -> None:
    programs = make_uv(tmp_path / "programs", 0)
    code, said = install(python, wheel, "0" * 64, programs)
    assert code == 0
    assert said.splitlines() == [
        f"Installing the packages of list.txt with uv, {programs}/uv",
        f"given: pip install --python {python} --require-hashes --no-deps -r {wheel.with_name('list.txt')}",
    ]


def test_pip_installs_what_uv_could_not(python: Path, wheel: Path, tmp_path: Path) -> None:
    code, said = install(python, wheel, hashlib.sha256(wheel.read_bytes()).hexdigest(), make_uv(tmp_path / "programs", 2))
    assert code == 0, said
    assert "Now with pip:" in said
