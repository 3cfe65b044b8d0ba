"""Putting the files in `dist/`: exactly these, whole or not at all, whatever happens in between."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import pytest

from site_src.model import Output
from site_src.publish import write as module
from site_src.publish.write import write_outputs

ROOT = Path(__file__).parent.parent.parent


def outputs(**more: str) -> tuple[Output, ...]:
    texts = {"index.html": "i", "404.html": "4", "sitemap.xml": "s", **{name.replace("__", "/"): text for name, text in more.items()}}
    return tuple(Output(PurePosixPath(name), text.encode()) for name, text in texts.items())


def held(dist: Path) -> dict[str, str]:
    return {str(file.relative_to(dist)): file.read_text() for file in sorted(dist.rglob("*")) if file.is_file()}


def beside(dist: Path) -> list[str]:
    return sorted(entry.name for entry in dist.parent.iterdir())


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    return tmp_path / "dist"


def test_a_new_folder_with_its_parents(tmp_path: Path) -> None:
    written, problems = write_outputs(outputs(en__a="A"), tmp_path / "some" / "where")
    assert not problems
    assert written == (tuple(output.path for output in outputs(en__a="A")), 0)
    assert held(tmp_path / "some" / "where") == {"404.html": "4", "en/a": "A", "index.html": "i", "sitemap.xml": "s"}


def test_stale_files_and_folders_go(dist: Path) -> None:
    write_outputs(outputs(en__old__a="A", en__b="B"), dist)
    written, _ = write_outputs(outputs(en__b="B"), dist)
    assert (written.new, written.removed) == ((), 1)
    assert set(held(dist)) == {"404.html", "en/b", "index.html", "sitemap.xml"}
    assert not (dist / "en" / "old").exists()
    assert beside(dist) == ["dist"]


def test_unchanged_files_keep_their_time_and_changed_ones_are_new(dist: Path) -> None:
    write_outputs(outputs(a="A", b="B"), dist)
    os.utime(dist / "a", (1, 1))
    os.utime(dist / "b", (1, 1))
    written, _ = write_outputs(outputs(a="A", b="C"), dist)
    assert written.new == (PurePosixPath("b"),)
    assert (dist / "a").stat().st_mtime == 1
    assert (dist / "b").stat().st_mtime > 1
    assert (dist / "b").read_text() == "C"


def test_nothing_changed_leaves_even_the_folder_as_it_was(dist: Path) -> None:
    write_outputs(outputs(), dist)
    before = dist.stat().st_ino
    assert write_outputs(outputs(), dist)[0].new == ()
    assert dist.stat().st_ino == before


def test_hidden_files_at_the_top_stay(dist: Path) -> None:
    dist.mkdir()
    (dist / ".gitignore").write_text("*\n")
    (dist / ".git").mkdir()
    (dist / ".git" / "HEAD").write_text("ref")
    write_outputs(outputs(), dist)
    write_outputs(outputs(a="A"), dist)
    assert (dist / ".gitignore").read_text() == "*\n"
    assert (dist / ".git" / "HEAD").read_text() == "ref"


def test_a_file_becomes_a_folder_and_back(dist: Path) -> None:
    write_outputs(outputs(en="file"), dist)
    write_outputs(outputs(en__a="A"), dist)
    assert (dist / "en" / "a").read_text() == "A"
    write_outputs(outputs(en="file"), dist)
    assert (dist / "en").read_text() == "file"


def test_a_folder_that_a_build_did_not_make_is_left_alone(dist: Path) -> None:
    dist.mkdir()
    (dist / "thesis.doc").write_text("years of work")
    _, problems = write_outputs(outputs(), dist)
    assert [str(problem).removeprefix(str(dist)) for problem in problems] == [
        ": holds files that no build made, and a build would remove them. Choose an empty folder with --output."
    ]
    assert held(dist) == {"thesis.doc": "years of work"}


def test_a_file_in_the_way(dist: Path) -> None:
    dist.write_text("x")
    _, problems = write_outputs(outputs(), dist)
    assert [problem.what for problem in problems] == ["is not a folder"]


def test_a_link_to_a_folder_elsewhere_stays_one(tmp_path: Path, dist: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    dist.symlink_to(tmp_path / "elsewhere")
    write_outputs(outputs(), dist)
    assert dist.is_symlink()
    assert set(held(tmp_path / "elsewhere")) == {"404.html", "index.html", "sitemap.xml"}


@pytest.mark.parametrize(
    ("clash", "what"),
    [
        ((Output(PurePosixPath("a"), b""), Output(PurePosixPath("a"), b"")), "dist/a: two files claim this address"),
        ((Output(PurePosixPath("a"), b""), Output(PurePosixPath("a/b"), b"")), "dist/a: a file and a folder claim this address"),
    ],
)
def test_two_files_with_one_address(dist: Path, clash: tuple[Output, ...], what: str) -> None:
    _, problems = write_outputs((*outputs(), *clash), dist)
    assert [str(problem) for problem in problems] == [f"{what}. Give one of them another name."]
    assert not dist.exists()


@pytest.mark.parametrize("exchange", [True, False], ids=["one step", "two steps"])
def test_where_folders_cannot_be_exchanged_two_moves_do(dist: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool) -> None:
    if not exchange:
        monkeypatch.setattr(module, "_RENAME_EXCHANGE", 1 << 30)
    write_outputs(outputs(a="A"), dist)
    write_outputs(outputs(b="B"), dist)
    assert set(held(dist)) == {"404.html", "b", "index.html", "sitemap.xml"}
    assert beside(dist) == ["dist"]


def test_a_build_killed_between_two_moves_is_mended_by_the_next(dist: Path) -> None:
    write_outputs(outputs(a="A"), dist)
    dist.rename(dist.parent / ".dist.last")
    (dist.parent / ".dist.building").mkdir()
    written, problems = write_outputs(outputs(a="A"), dist)
    assert not problems
    assert written.new == ()
    assert beside(dist) == ["dist"]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from site_src.model import Output
from site_src.publish.write import write_outputs
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
names = ("index.html", "404.html", "sitemap.xml", "big")
_, problems = write_outputs(tuple(Output(PurePosixPath(name), b"x" * (5000 if name == "big" else 5)) for name in names), Path(sys.argv[1]))
print(*problems, sep="\\n")
"""


@pytest.mark.parametrize("before", [True, False])
def test_a_write_that_fails_leaves_the_last_good_build_whole(dist: Path, before: bool) -> None:
    if before:
        write_outputs(outputs(a="A"), dist)
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(dist)], cwd=ROOT, capture_output=True, text=True, check=True)
    untouched = " The last good build is untouched." if before else ""
    assert done.stdout.removeprefix(str(dist)) == (
        f": cannot be written: File too large. Make room or give permission, then build again.{untouched}\n"
    )
    if before:
        assert held(dist)["a"] == "A"
    assert beside(dist) == (["dist"] if before else [])


def test_a_folder_that_may_not_be_written() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        dist = folder / "dist"
        write_outputs(outputs(a="A"), dist)
        # Nor is what a killed build left in the way of saying so.
        for left in ((), (".dist.building",)):
            for each in left:
                (folder / each).mkdir()
            folder.chmod(0o555)
            with nobody():
                _, problems = write_outputs(outputs(a="B"), dist)
            folder.chmod(0o755)
            assert [problem.what for problem in problems] == ["cannot be written: Permission denied"]
            assert held(dist)["a"] == "A"
            assert beside(dist) == [*left, "dist"]


@contextmanager
def nobody() -> Iterator[None]:
    """Somebody whom permissions hold for: not the superuser, who may do everything."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


ENDLESS = """
import sys
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from site_src.model import Output
from site_src.publish.write import write_outputs
dist = Path(sys.argv[1])
print("ready", flush=True)
for turn in range(int(sys.argv[2]), 10**6):
    names = ("index.html", "404.html", "sitemap.xml", *(f"en/{number}/page.html" for number in range(40)))
    write_outputs(tuple(Output(PurePosixPath(name), str(turn).encode()) for name in names), dist)
"""


def test_a_build_killed_at_any_moment_leaves_one_whole_build(dist: Path) -> None:
    chance = random.Random(1)
    for turn in range(15):
        process = subprocess.Popen([sys.executable, "-c", ENDLESS, str(dist), str(turn * 1000)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.06))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if dist.exists():
            texts = held(dist)
            assert len(texts) == 43
            assert len(set(texts.values())) == 1
    write_outputs(outputs(), dist)
    assert beside(dist) == ["dist"]


def test_two_builds_at_once_do_not_mix(dist: Path) -> None:
    command = [sys.executable, "-c", ENDLESS, str(dist)]
    processes = [
        subprocess.Popen([*command, start], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for start in ("0", "5000")
    ]
    while not dist.exists():
        time.sleep(0.05)
    time.sleep(1)
    for process in processes:
        process.send_signal(signal.SIGKILL)
        assert process.stderr
        assert process.stderr.read() == b""
        process.stderr.close()
        process.wait()
    assert len(set(held(dist).values())) == 1


def test_a_disk_without_links_gets_copies(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_outputs(outputs(a="A"), dist)
    write_outputs(outputs(a="A", b="B"), dist)
    assert held(dist) == {"404.html": "4", "a": "A", "b": "B", "index.html": "i", "sitemap.xml": "s"}
