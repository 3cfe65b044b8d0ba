"""The command: what it prints, what it exits with, and that the same input gives the same bytes."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest

import build
from site_src import pipeline
from site_src.cache.build_cache import BuildCache
from site_src.commands.build_worker import BuildWorker
from site_src.commands.console import BuildClock, list_placeholders
from site_src.commands.dev_server import Editor
from site_src.load.sources import read_folder
from site_src.messages import cite, say
from site_src.model import Output, Problem, Source
from site_src.pipeline import BuildOptions, build_site
from site_src.runtime import NO_RUNTIME, Runtime
from tests.support.small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
MANIFEST = PurePosixPath("runtime/manifest.json")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A small site on which the command works, with an engine of two bytes and no quiz in one file: the real ones are tested elsewhere."""
    small = SmallSite(tmp_path / "site")
    monkeypatch.setattr(build, "ROOT", small.root)
    monkeypatch.setattr(pipeline, "make_runtime", lambda *_: (Runtime((Output(MANIFEST, b"{}"),), MANIFEST), ()))
    monkeypatch.setattr(pipeline, "make_single_files", lambda *_: ((), ()))
    monkeypatch.chdir(small.root)
    return small


def held(dist: Path) -> dict[str, bytes]:
    """Read all files of a folder but the cache, by path."""
    return {
        str(file.relative_to(dist)): file.read_bytes() for file in sorted(dist.rglob("*")) if file.is_file() and ".cache" not in file.parts
    }


def test_a_start_imports_no_library_that_few_builds_need() -> None:
    done = subprocess.run([sys.executable, "-c", "import build, sys; print(*sys.modules)"], capture_output=True, text=True, check=True)
    assert not {"yaml", "markdown", "justhtml", "hunspell", "PIL", "tornado", "tqdm", "brotli", "tomllib"} & {*done.stdout.split()}


def test_build_writes_and_says_what_it_did(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["build", "--compress", "--output", "public"]) == 0
    first, new, second, third = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"New: \d+ pages and \d+ other files", new)
    assert re.fullmatch(r"public: 16 pages, \d+ files, \d\.\d MB, and (\d+) compressed; (\d+) new, 0 removed", first)
    assert re.fullmatch(r"\d+\.\d\d s: read \d+ ms, templates \d+ ms, load .*, write \d+ ms", second)
    assert third == "The base address is still the example https://ssi.example/: set base_url in content/site.yaml before you publish."
    files = set(held(site.root / "public"))
    assert {"index.html", "404.html", "sitemap.xml", "nl/index.html", "runtime/manifest.json", "index.html.br", "index.html.gz"} <= files
    # Most hosts compress by themselves.
    assert build.main(["build", "--output", "public"]) == 0
    assert set(held(site.root / "public")) == {file for file in files if not file.endswith((".br", ".gz"))}


def test_a_first_build_on_a_terminal_names_its_stages(
    site: SmallSite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert build.main(["build"]) == 0
    stages, *_ = capsys.readouterr().out.splitlines()
    assert stages.startswith("Building… the templates… the texts…")
    assert stages.endswith("the engine… the pictures for social networks… the pages… the files…")
    assert build.main(["build"]) == 0
    assert "Building…" not in capsys.readouterr().out


def test_an_address_of_an_earlier_build_is_warned_of_until_it_leads_to_its_page(
    site: SmallSite, capsys: pytest.CaptureFixture[str]
) -> None:
    def warned() -> list[str]:
        build.main(["check"])
        return [line for line in capsys.readouterr().out.splitlines() if line.startswith("Warning")]

    said = (
        "Warning: content/en/method.md:4: this page had the address “method-en” in an earlier build. {}, so that links to it keep working."
    )
    site.replace("content/en/method.md", "slug: method-en", "slug: never-built")
    assert warned() == []
    site.replace("content/en/method.md", "slug: never-built", "slug: method-en")
    assert build.main(["build", "--no-compress"]) == 0
    capsys.readouterr()
    site.replace("content/en/method.md", "slug: method-en", "slug: way")
    assert warned() == [said.format("Add a line “redirects: [method-en]”")]
    assert build.main(["build", "--no-compress"]) == 0
    assert said.format("Add a line “redirects: [method-en]”") in capsys.readouterr().out
    site.replace("content/en/method.md", "slug: way", "slug: way\nredirects: [older]")
    assert warned() == [said.format("Add “method-en” to “redirects”")]
    site.replace("content/en/method.md", "[older]", "[older, method-en]")
    assert warned() == []


def test_check_writes_nothing(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.append("content/en/pillars/find.md", "\n[Two](../quiz.md) words. " + "One more. " * 217 + "`code`\n")
    site.append("content/en/factors/advanced_search.md", "\n" + "And more. " * 110 + "\n")
    before = held(site.root)
    assert build.main(["check"]) == 0
    first, english, dutch, _ = capsys.readouterr().out.splitlines()
    assert first.startswith("No faults in 16 pages, ")
    assert dutch.startswith("Reading time, nl: 1 min; longest: ")
    # A pillar’s page has its own words and those of its factors, 220 a minute.
    assert english.startswith("Reading time, en: 4 min; longest: pillars/find 3, ")
    assert held(site.root) == before


@pytest.mark.parametrize("command", ["build", "check"])
def test_faults_are_lines_on_standard_error_and_dist_stays_as_it_was(
    site: SmallSite, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert build.main(["build", "--output", "dist"]) == 0
    before = held(site.root / "dist")
    capsys.readouterr()
    site.append("content/en/method.md", "\n[x](quizz.md)\n")
    site.remove("content/nl/404.md")
    assert build.main([command, "--output", "dist"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "content/en/method.md:17: the link “quizz.md” leads to no file. Did you mean “quiz.md”?",
        "    [x](quizz.md)",
        "content/nl/404.md: is missing, and content/en/404.md is there. Translate that, under this same name.",
        "2 faults; nothing was written",
    ]
    assert held(site.root / "dist") == before


def test_another_base_address(site: SmallSite) -> None:
    assert build.main(["build", "--output", "dist", "--base-url", "https://other.example/ssi"]) == 0
    texts = b"".join(held(site.root / "dist").values())
    assert b"https://other.example/ssi/en/index.html" in texts
    assert b"https://ssi.example" not in texts


@pytest.mark.parametrize(
    ("setting", "option", "reminded"),
    [
        ("https://ssi.example/", "", "The base address is still the example https://ssi.example/: set base_url"),
        ("https://example.org/", "", ""),
        ("https://ssi.example/", "https://score.test/", ""),
        (
            "https://score.test/",
            "https://www.ssi.example/a/",
            "The base address is an example, https://www.ssi.example/a/: give the site's own with --base-url",
        ),
        ("https://myexample/", "", ""),
        ("https://score.test/\ncontact: mailto:me@ssi.example", "", "The contact is still the example mailto:me@ssi.example: set contact"),
        (
            "https://score.test/\ncontact: https://ssi.example/us",
            "",
            "The contact is still the example https://ssi.example/us: set contact",
        ),
        ("https://score.test/\ncontact: mailto:me@score.test", "", ""),
    ],
)
def test_an_address_still_to_be_set_is_no_fault_but_is_told(site: SmallSite, setting: str, option: str, reminded: str) -> None:
    site.replace("content/site.yaml", "https://ssi.example/", setting)
    made = build_site(BuildOptions(site.root, base_url=option, engine=False), BuildClock(), BuildCache())
    assert not made.problems
    where = "" if option else " in content/site.yaml"
    reminders = (f"{reminded}{where} before you publish.",) if reminded else ()
    assert list_placeholders(made, has_option=bool(option)) == reminders


def test_windows_itself_gets_one_clear_line() -> None:
    program = "import os, sys; os.name = 'nt'; sys.path.insert(0, '.'); import build"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "devcontainer, or in WSL" in done.stderr
    made = subprocess.run(["make", "OS=Windows_NT", "serve"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (made.returncode, made.stderr.count("\n")) == (2, 1)
    assert "devcontainer, or in WSL" in made.stderr


def test_a_reader_that_has_read_enough_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        command = [sys.executable, "build.py", "check"]
        done = subprocess.run(command, cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    "address",
    [
        "ssi.example",
        "ftp://ssi.example/",
        "https://ssi.example/a b/",
        "https://name:secret@ssi.example/",
        "https://ssi.example/?a=b",
        "https://ssi.example/#top",
        'https://ssi.example/"><script>',
        "https:///",
    ],
)
def test_a_base_address_that_is_none(capsys: pytest.CaptureFixture[str], address: str) -> None:
    assert build.main(["build", "--base-url", address]) == 2
    assert f"--base-url: “{address}” is not a base address. Write it whole, such as https://ssi.example/." in capsys.readouterr().err


def test_a_base_address_that_is_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["build", "--base-url", "https://ssi.example/index.html"]) == 2
    assert "--base-url: “https://ssi.example/index.html” is the address of a page. Leave out “index.html”." in capsys.readouterr().err


def test_missing_folders_are_told_and_nothing_else_falls_over(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    (site.root / "content").rename(site.root / "gone")
    (site.root / "templates").rename(site.root / "gone too")
    assert build.main(["check"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert "content: there is no such folder. Run this from the project's own copy, with all its folders." in lines
    assert "templates: there is no such folder. Run this from the project's own copy, with all its folders." in lines


def test_an_engine_that_cannot_be_made_is_one_line(
    site: SmallSite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem("node_modules/pyodide", 0, say("is not there"), cite("Run make serve"))
    monkeypatch.setattr(pipeline, "make_runtime", lambda *_: (NO_RUNTIME, (problem,)))
    assert build.main(["build", "--output", "dist"]) == 1
    assert capsys.readouterr().err.splitlines() == ["node_modules/pyodide: is not there. Run make serve", "1 fault; nothing was written"]
    assert not (site.root / "dist").exists()


def test_a_folder_that_is_not_a_builds_own_is_refused(site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    before = held(site.root)
    assert build.main(["build", "--no-compress", "--output", "."]) == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        ".: holds files that no build made, and a build would remove them. Choose an empty folder with --output."
    )
    assert held(site.root) == before


def test_serve_watches_everything_a_build_reads_and_its_builder_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[BuildWorker, Path, Sequence[Path], int]] = []

    def take(rebuild: BuildWorker, dist: Path, watched: Sequence[Path], port: int, _editor: Editor) -> int:
        given.append((rebuild, dist, watched, port))
        return 0

    monkeypatch.setattr("site_src.commands.serve.serve", take)
    assert build.main(["serve", "--output", str(tmp_path / "dist"), "--port", "5555", "--base-url", "https://other.example/"]) == 0
    ((rebuild, dist, watched, port),) = given
    assert (dist, port) == (tmp_path / "dist", 5555)
    assert {path.name for path in watched} == {"content", "templates", "site_src", "ssi_core", "build.py", "package.json"}
    assert all(path.exists() for path in watched)
    try:
        assert not rebuild()["faults"]
        assert b"https://other.example/en/index.html" in (dist / "en" / "index.html").read_bytes()
        (dist / "en" / "index.html").unlink()
        reply = rebuild()
        assert not reply["faults"]
        assert "New: en/index.html" in reply["log"]
    finally:
        rebuild.end()


def test_serve_never_writes_where_a_build_is_published_from(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Path] = []

    def take(rebuild: BuildWorker, dist: Path, watched: Sequence[Path], port: int, _editor: Editor) -> int:
        given.append(dist)
        return 0

    monkeypatch.setattr("site_src.commands.serve.serve", take)
    assert build.main(["serve"]) == 0
    assert given == [site.root / ".cache" / "serve"]


def test_ctrl_c_ends_quietly(site: SmallSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(folder: Path, name: str) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "read_folder", interrupted)
    assert build.main(["build"]) == 130
    assert capsys.readouterr() == ("", "")


TWICE = """
import sys
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
import build
from site_src import pipeline
from site_src.model import Output
from site_src.runtime import Runtime
build.ROOT = Path(sys.argv[1])
MANIFEST = PurePosixPath("runtime/manifest.json")
pipeline.make_runtime = lambda *_: (Runtime((Output(MANIFEST, b"{}"),), MANIFEST), ())
pipeline.make_single_files = lambda *_: ((), ())
sys.exit(build.main(["build", "--output", *sys.argv[2:]]))
"""


def test_two_builds_in_different_interpreters_give_the_same_bytes(site: SmallSite, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-c", TWICE, str(site.root), str(tmp_path / seed)]
        subprocess.run(command, cwd=ROOT, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True)
    assert held(tmp_path / "1") == held(tmp_path / "2")


def test_the_order_in_which_files_are_read_does_not_matter(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def everything() -> tuple[dict[PurePosixPath, bytes], list[str]]:
        site.memory = BuildCache()
        outputs, faults = site.build()
        return {output.path: output.data for output in outputs}, faults

    def shuffled(folder: Path, name: str) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
        sources, problems = read_folder(folder, name)
        return tuple(chance.sample(sources, len(sources))), problems

    good = everything()
    assert not good[1]
    for seed in range(3):
        chance = random.Random(seed)
        with monkeypatch.context() as patch:
            patch.setattr(pipeline, "read_folder", shuffled)
            assert everything() == good
    site.append("content/en/method.md", "\n[x](quizz.md)\n\nThe same sentence here and there.\n")
    site.append("content/nl/method.md", "\n[x](quizz.md)\n\nThe same sentence here and there.\n")
    bad = everything()
    assert len(bad[1]) == 3
    for seed in range(3):
        chance = random.Random(seed)
        with monkeypatch.context() as patch:
            patch.setattr(pipeline, "read_folder", shuffled)
            assert everything() == bad
