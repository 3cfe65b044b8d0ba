"""Modules joined into one script for each that a page asks for."""

from pathlib import Path, PurePosixPath

import pytest

from site_src import toolchain
from site_src.assets.scripts import bundle_inline, bundle_scripts
from site_src.model import Source


def source(name: str, text: str) -> Source:
    return Source(PurePosixPath("site_src/browser", name), text.encode())


SITE = (
    source("css/site.css", '/* Loud. */\na {\n  color: red;\n  background: url("../icons/dot.svg");\n}'),
    source("icons/dot.svg", "<svg/>"),
    source("page/quiz.js", 'import { name } from "./name.js";\nimport { start } from "./engine/engine.js";\nstart(name); // greets'),
    source("page/name.js", 'export const name = "world";'),
    source("page/engine/engine.js", "export const start = console.log;"),
    source("page/alone.js", '"use strict";\n{ const mine = "mine"; console.log(mine); }'),
    source("worker/worker.js", 'import "./boot.js";'),
    source("worker/boot.js", 'console.log("boot");'),
)
WANTED = ("css/site.css", "page/quiz.js", "page/alone.js", "worker/worker.js")


def made(wanted: tuple[str, ...] = WANTED) -> dict[str, str]:
    sources, problems = bundle_scripts(SITE, wanted)
    assert not problems
    return {str(each.path.relative_to("site_src/browser")): each.data.decode() for each in sources}


def test_a_script_that_a_page_asks_for_holds_what_it_imports() -> None:
    files = made()
    assert set(files) == {*WANTED, "icons/dot.svg", "page/engine/engine.js"}
    assert "world" in files["page/quiz.js"]
    assert "greets" not in files["page/quiz.js"]
    assert "boot" in files["worker/worker.js"]


def test_a_style_sheet_has_no_comments_and_asks_for_the_same_files() -> None:
    files = made()
    assert files["css/site.css"] == 'a{color:red;background:url("../icons/dot.svg")}\n'
    assert files["icons/dot.svg"] == "<svg/>"


def test_the_engine_stays_a_module_of_its_own() -> None:
    files = made()
    assert 'from"./engine/engine.js"' in files["page/quiz.js"]
    assert "console.log" not in files["page/quiz.js"]
    assert files["page/engine/engine.js"].endswith("as start};\n")


def test_what_is_imported_only_when_wanted_is_a_script_of_its_own() -> None:
    later = (
        source("page/quiz.js", 'document.onclick = async () => (await import("./share.js")).share(); // import("./name.js").Type'),
        source(
            "page/share.js", 'import { name } from "./name.js";\nexport const share = () => name; // for typeof import("./name.js").name'
        ),
        source("page/name.js", 'export const name = "world"; export const sharing = () => import("./share/picture.js");'),
        source("page/share/picture.js", 'export const picture = async () => import("../share.js");'),
    )
    sources, problems = bundle_scripts(later, WANTED)
    files = {str(each.path.relative_to("site_src/browser")): each.data.decode() for each in sources}
    assert not problems
    assert set(files) == {"page/quiz.js", "page/share.js", "page/share/picture.js"}
    assert 'import("./share.js")' in files["page/quiz.js"]
    assert 'import("../share.js")' in files["page/share/picture.js"]
    assert "world" not in files["page/quiz.js"]
    assert "world" in files["page/share.js"]


def test_a_classic_script_stays_one() -> None:
    text = made()["page/alone.js"]
    assert "import" not in text
    assert "export" not in text
    assert "var " not in text, "nothing of it is seen by other scripts"


def test_the_same_whatever_the_order() -> None:
    assert dict(sorted(made().items())) == dict(sorted(made(tuple(reversed(WANTED))).items()))


def test_nothing_wanted_nothing_done() -> None:
    icon = SITE[1:2]
    assert bundle_scripts(icon, WANTED) == (icon, ())


@pytest.mark.parametrize(
    ("name", "text", "line", "what"),
    [
        ("page/quiz.js", "let x;\nlet y = ;", 2, 'Unexpected ";". Mend the script.'),
        ("page/quiz.js", '\n\nimport "./nam.js";', 3, "there is no file “page/nam.js” in site_src/browser. Did you mean “page/name.js”?"),
        (
            "page/quiz.js",
            '\nimport("./engine/engin.js");',
            2,
            "there is no file “page/engine/engin.js” in site_src/browser. Did you mean “page/engine/engine.js”?",
        ),
        (
            "css/site.css",
            "a {}\nb { background: url(../icons/dott.svg) }",
            2,
            "there is no file “icons/dott.svg” in site_src/browser. Did you mean “icons/dot.svg”?",
        ),
    ],
)
def test_a_fault_has_its_place(name: str, text: str, line: int, what: str) -> None:
    others = (each for each in SITE if each.path != source(name, "").path)
    problems = bundle_scripts((source(name, text), *others), WANTED)[1]
    assert [str(each) for each in problems] == [f"site_src/browser/{name}:{line}: {what}"]


def test_without_esbuild_it_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: PurePosixPath) -> None:
    monkeypatch.setattr(toolchain, "ROOT", tmp_path)
    assert [str(each) for each in bundle_scripts(SITE, WANTED)[1]] == [
        "node_modules/@esbuild: is not there. Run make serve or make test, which install exactly what the lock files hold."
    ]


@pytest.mark.parametrize(("end", "what"), [("kill -KILL $$", "esbuild was ended by SIGKILL"), ("exit 7", "esbuild ended with 7")])
def test_an_esbuild_that_ends_without_a_word_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, end: str, what: str) -> None:
    program = tmp_path / "node_modules/@esbuild/any/bin/esbuild"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{end}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(toolchain, "ROOT", tmp_path)
    remedy = "Run make clean, then make serve, which installs exactly what the lock files hold."
    assert [str(each) for each in bundle_scripts(SITE, WANTED)[1]] == [f"node_modules/@esbuild: {what}, without a word. {remedy}"]


def test_an_esbuild_that_is_cut_short_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "node_modules/@esbuild/any/bin/esbuild"
    program.parent.mkdir(parents=True)
    whole = next((toolchain.ROOT / "node_modules").glob("@esbuild/*/bin/esbuild")).read_bytes()
    for size in (len(whole) // 2, 10):
        program.write_bytes(whole[:size])
        program.chmod(0o755)
        with monkeypatch.context() as patch:
            patch.setattr(toolchain, "ROOT", tmp_path)
            (problem,) = bundle_scripts(SITE, WANTED)[1]
        assert problem.file == "node_modules/@esbuild"
        assert "make clean, then make serve" in problem.remedy


def test_scripts_for_a_page_from_disk_are_one() -> None:
    text, problems = bundle_inline(SITE, ("page/quiz.js", "page/alone.js"), True)
    assert not problems
    assert "import" not in text
    assert text.index("world") < text.index("mine")
    text, (problem,) = bundle_inline((source("page/quiz.js", 'import "./gone.js";'),), ("page/quiz.js",), False)
    assert not text
    assert (problem.file, problem.line) == ("site_src/browser/page/quiz.js", 1)
    assert problem.what == "there is no file “page/gone.js” in site_src/browser"


def test_modules_run_in_their_order() -> None:
    modules = (
        source("page/a.js", 'import "./b.js"; globalThis.order = [...order, "a"];'),
        source("page/b.js", 'globalThis.order = ["b"];'),
    )
    text, _ = bundle_inline(modules, ("page/b.js", "page/a.js"), False)
    assert text.index('["b"]') < text.index('"a"')
    assert "import" not in text
