"""Reading a folder: what is taken, what is passed over, and what is refused."""

import os
from pathlib import Path

from site_src.load.sources import read_folder


def test_files_come_sorted_with_the_folders_name_in_front(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a/b/c.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    sources, problems = read_folder(tmp_path, "content")
    assert [(str(source.path), source.data) for source in sources] == [
        ("content/a/b/c.md", b"a/b/c.md"),
        ("content/a/z.md", b"a/z.md"),
        ("content/b.md", b"b.md"),
    ]
    assert not problems


def test_what_editors_and_systems_leave_behind_is_passed_over(tmp_path: Path) -> None:
    for name in (
        ".hidden",
        "~$about.md",
        ".~lock.about.md#",
        ".#about.md",
        "a.md~",
        ".a.md.swp",
        "#a.md#",
        "a.orig",
        ".DS_Store",
        "Thumbs.db",
        "__pycache__/a.pyc",
        ".git/config",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert read_folder(tmp_path, "content") == ((), ())


def test_names_are_brought_to_one_form(tmp_path: Path) -> None:
    (tmp_path / "cafe\u0301.md").write_bytes(b"")
    (tmp_path / "with space.md").write_bytes(b"")
    sources, problems = read_folder(tmp_path, "content")
    assert [str(source.path) for source in sources] == ["content/caf\u00e9.md", "content/with space.md"]
    assert not problems


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert [str(problem) for problem in read_folder(tmp_path / "content", "content")[1]] == [
        "content: there is no such folder. Run this from the project's own copy, with all its folders."
    ]


def test_links_to_elsewhere_and_loops_are_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(b"secret")
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "a.md").symlink_to(outside)
    (folder / "b").symlink_to(folder)
    (folder / "c.md").symlink_to(folder / "nowhere")
    sources, problems = read_folder(folder, "content")
    assert not sources
    assert sorted(map(str, problems)) == [
        f"content/{name}: is a symbolic link, which is not followed. Put the file or folder itself here." for name in ("a.md", "b", "c.md")
    ]


def test_a_pipe_does_not_stop_the_build(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert read_folder(tmp_path, "content") == ((), ())


def test_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))).write_bytes(b"")
    sources, problems = read_folder(tmp_path, "content")
    assert not sources
    assert [str(problem) for problem in problems] == [
        "content/caf?.md: its name is not written in UTF-8. Rename it; plain letters, digits and hyphens are safest."
    ]
