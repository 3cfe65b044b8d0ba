"""One commit gives one `dist/`, to the byte and the mode, wherever and by whom it is built; and a list by which anybody checks a copy."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from site_src.model import Output
from site_src.publish.checksums import make_checksums
from site_src.publish.write import write_outputs
from tests.site.test_build import TWICE
from tests.support.small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
PARTS = ("build.py", "site_src", "ssi_core", "content", "templates", "package.json")


def copy(folder: Path) -> Path:
    """The project in another folder, where nothing was ever built."""
    folder.mkdir()
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def build(folder: Path, temporary: Path) -> Path:
    """A cold build in surroundings that nothing may depend on. Compressing takes half a minute more; test_compress.py is about that."""
    temporary.mkdir()
    surroundings = {
        "PATH": "/usr/bin:/bin",
        "HOME": "/nowhere",
        "TMPDIR": str(temporary),
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": "1",
    }
    command = [sys.executable, str(folder / "build.py"), "build", "--no-compress"]
    done = subprocess.run(command, cwd="/", env=surroundings, umask=0o077, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist"


def held(dist: Path) -> dict[str, tuple[str, bytes]]:
    """Read every file and folder: mode and content, by path."""
    return {
        path.relative_to(dist).as_posix(): (stat.filemode(path.lstat().st_mode), path.read_bytes() if path.is_file() else b"")
        for path in [dist, *dist.rglob("*")]
    }


def test_builds_in_unlike_places_are_equal_in_every_byte_and_mode(dist: Path, tmp_path: Path) -> None:
    other = copy(tmp_path / "a copy, één")
    # No cache can be written here, not even by root: all of it is made from the sources.
    (other / ".cache").touch()
    one, two = held(build(other, tmp_path / "temporary files")), held(dist)
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []
    assert {mode for mode, _ in one.values()} == {"drwxr-xr-x", "-rw-r--r--"}


def test_make_finds_the_pythons_of_pyenv_without_a_home() -> None:
    command = ["make", "--no-print-directory", "--eval=show:;@echo $(PYENV)", "show"]
    done = subprocess.run(command, cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True)
    assert done.stdout == f"{pwd.getpwuid(os.getuid()).pw_dir}/.pyenv\n"


def check(folder: Path) -> tuple[int, str]:
    """Run the real sha256sum on a copy."""
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_sha256sum_finds_the_whole_site_good_and_names_a_damaged_and_a_missing_file(dist: Path, tmp_path: Path) -> None:
    mirror = Path(shutil.copytree(dist, tmp_path / "mirror"))
    assert check(mirror) == (0, "")
    listed = {line.partition("  ")[2] for line in (mirror / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert listed == {path.relative_to(mirror).as_posix() for path in mirror.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert "_headers" in listed
    page, picture = mirror / "en" / "quiz.html", mirror / "favicon.ico"
    page.write_bytes(page.read_bytes().replace(b"quiz", b"quit", 1))
    picture.unlink()
    code, said = check(mirror)
    assert (code, set(said.splitlines())) == (1, {"en/quiz.html: FAILED", "favicon.ico: FAILED open or read"})


def test_sha256sum_reads_names_that_would_break_a_line(tmp_path: Path) -> None:
    names = ("index.html", "404.html", "sitemap.xml", "a\\b", "a\nb", "a\rb", "één  b", " a", "*a", "-c")
    outputs = tuple(Output(PurePosixPath(name), name.encode()) for name in names)
    write_outputs((*outputs, make_checksums(outputs)), tmp_path / "dist")
    assert check(tmp_path / "dist") == (0, "")
    (tmp_path / "dist" / "a\nb").write_bytes(b"other")
    assert check(tmp_path / "dist") == (1, "\\a\\nb: FAILED\n")


def test_the_list_does_not_depend_on_the_order_of_the_files() -> None:
    outputs = tuple(Output(PurePosixPath(name), name.encode()) for name in ("b", "a/b", "a"))
    assert make_checksums(outputs) == make_checksums(reversed(outputs))


def test_no_visitor_is_given_the_list(dist: Path) -> None:
    assert "SHA256SUMS" not in (dist / "sw.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--draft", "--no-compress"])
def test_only_what_may_be_published_has_the_list(tmp_path: Path, option: str) -> None:
    site = SmallSite(tmp_path / "site")
    command = [sys.executable, "-c", TWICE, str(site.root), str(tmp_path / "dist")]
    for given in (["--no-compress"], [option]):
        subprocess.run([*command, *given], cwd=ROOT, capture_output=True, check=True)
    assert (tmp_path / "dist" / "SHA256SUMS").exists() == (option != "--draft")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_everybody_may_read_what_is_published_and_nobody_else_change_it(tmp_path: Path, umask: int) -> None:
    outputs = tuple(Output(PurePosixPath(name), b"x") for name in ("index.html", "404.html", "sitemap.xml", "en/a/b.html"))
    dist = tmp_path / "dist"
    dist.mkdir(0o700)
    (dist / ".gitignore").touch(0o600)
    before = os.umask(umask)
    try:
        assert not write_outputs(outputs, dist)[1]
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    hidden = {".gitignore"}
    assert {mode for name, (mode, _) in held(dist).items() if name not in hidden} == {"drwxr-xr-x", "-rw-r--r--"}
    # A file that somebody else could not read, or could change, is written again.
    (dist / "index.html").chmod(0o600)
    (dist / "404.html").chmod(0o666)
    assert [str(path) for path in write_outputs(outputs, dist)[0].new] == ["index.html", "404.html"]
    assert write_outputs(outputs, dist)[0].new == ()
