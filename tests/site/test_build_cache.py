"""The build cache returns no stale value, never fails a build, and saves all repeated work."""

import io
import os
import pickle
import random
import resource
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from warnings import warn

import pytest
from PIL import Image

from site_src import pipeline, render
from site_src.cache import build_cache as module
from site_src.cache.build_cache import BuildCache, code_fingerprint
from site_src.cache.files import CacheWriteWarning, evict, read_cached
from site_src.cache.parallel import parallel_map
from site_src.commands.console import BuildClock, report_cache_warnings
from site_src.load.one_file import load_file
from site_src.messages import say
from site_src.model import Output, Problem, Source, fingerprint, serial_map
from site_src.pipeline import BuildOptions, build_site
from site_src.publish.compress import compress
from site_src.publish.single_file.payload import pack_engine
from site_src.render.csp import add_csp
from site_src.render.social_cards import SocialCard, draw_cards
from site_src.runtime.bytecode import CompiledRuntime, compile_runtime
from site_src.runtime.node import Interpreter
from tests.support.small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
PAGE = """\
---
title: {name} {language}
description: About {name} in {language}
slug: {name}-{language}
written: 2026-01-02
checked: 2026-01-03
---
To [the quiz](quiz.md).
"""
PICTURES = "\n![A drawing](drawing.svg)\n\n![A photo](photo.png)\n"


def everything(root: Path, memory: BuildCache) -> tuple[dict[str, bytes], list[str]]:
    """Build; return the outputs by path, and the problems."""
    made = build_site(BuildOptions(root, engine=False), BuildClock(), memory)
    return {str(output.path): output.data for output in made.outputs}, sorted(map(str, made.problems))


class Author:
    """Changes a site at random, in every way that people do: words, pages, addresses, pictures, templates, settings, mistakes."""

    def __init__(self, site: SmallSite, seed: int) -> None:
        self.site = site
        self.chance = random.Random(seed)
        self.turn = 0
        self.left: list[Callable[[], None]] = []
        self.sound = True
        self.undo: list[tuple[str, str]] = []

    def edit(self) -> str:
        self.turn += 1
        if not self.left:
            # Each kind once, in an order of chance, then each once more.
            pages = [self.words, self.title, self.address, self.moved, self.page, self.renamed, self.gone, self.picture, self.unpictured]
            self.left = [*pages, self.factor, self.text, self.frame, self.style, self.menu, self.settings, self.fault]
            self.chance.shuffle(self.left)
        kind = self.left.pop() if self.sound else self.mended
        self.sound = kind != self.fault
        kind()
        return kind.__name__

    def pages(self) -> list[str]:
        found = [path.relative_to(self.site.root).as_posix() for path in sorted((self.site.root / "content").rglob("*.md"))]
        return [path for path in found if "/factors/" not in path]

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.site.root / name).read_text(encoding="utf-8")
        self.undo.append((name, text))
        self.site.write(name, text.replace(old, new, 1))

    def words(self) -> None:
        self.change(self.chance.choice(self.pages()), "\n---\n", f"\n---\nSomething new, number {self.turn} of {self.chance.random()}.\n\n")

    def title(self) -> None:
        self.change(self.chance.choice(self.pages()), "title: ", f"title: {self.turn} ")

    def address(self) -> None:
        name = self.chance.choice([name for name in self.pages() if not name.endswith(("index.md", "404.md"))])
        self.change(name, "slug: ", f"slug: n{self.turn}-")

    def factor(self) -> None:
        name = self.chance.choice(sorted((self.site.root / "content").rglob("factors/*.md"))).relative_to(self.site.root).as_posix()
        self.change(name, *self.chance.choice((("Why.", f"Why {self.turn}."), ("question: ", f"question: {self.turn} "))))

    def text(self) -> None:
        self.change(f"content/{self.chance.choice(('nl', 'en'))}/texts/site.yaml", "name: ", f"name: {self.turn} ")

    def page(self) -> None:
        for language in ("nl", "en"):
            name = f"new{self.turn}"
            self.site.write(f"content/{language}/{name}.md", PAGE.format(name=name, language=language))

    def renamed(self) -> None:
        if not list(self.site.root.glob("content/*/new[0-9]*.md")):
            self.page()
        for path in sorted((self.site.root / "content").glob("*/new[0-9]*.md")):
            path.rename(path.with_stem(f"{path.stem}{self.turn}"))

    def moved(self) -> None:
        name = self.chance.choice([name for name in self.pages() if not name.endswith(("index.md", "404.md", "quiz.md"))])
        self.change(name, "\nslug: ", f"\nredirects: [was-{self.turn}]\nslug: ")

    def picture(self) -> None:
        """A picture beside a page, another each time."""
        drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.turn}" height="9"/>'
        self.site.write("content/en/drawing.svg", drawn)
        data = io.BytesIO()
        Image.new("RGB", (600, 9), (self.turn, 0, 0)).save(data, "PNG")
        self.site.write("content/en/photo.png", data.getvalue())
        if PICTURES not in (self.site.root / "content/en/method.md").read_text(encoding="utf-8"):
            self.site.append("content/en/method.md", PICTURES)
        self.undo.clear()

    def unpictured(self) -> None:
        self.site.write("content/en/method.md", (self.site.root / "content/en/method.md").read_text(encoding="utf-8").replace(PICTURES, ""))
        for name in ("drawing.svg", "photo.png"):
            (self.site.root / "content/en" / name).unlink(missing_ok=True)
        self.undo.clear()

    def settings(self) -> None:
        self.change("content/site.yaml", "base_url: https://", f"base_url: https://n{self.turn}.")

    def gone(self) -> None:
        for path in sorted((self.site.root / "content").glob("*/new[0-9]*.md")):
            path.unlink()

    def frame(self) -> None:
        self.change("templates/page.html", "<main>", f"<main data-turn='{self.turn}'>")

    def style(self) -> None:
        self.change("site_src/browser/css/site.css", "body", f"main {{ order: {self.turn} }} body")

    def menu(self) -> None:
        self.change("content/en/method.md", "menu: ", "menu: 1")

    def fault(self) -> None:
        self.change(self.chance.choice(self.pages()), "\n---\n", f"\n---\n[x](nowhere{self.turn}.md)\n\n")

    def mended(self) -> None:
        """Undo all changes, newest first."""
        for name, text in reversed(self.undo):
            if (self.site.root / name).exists():
                self.site.write(name, text)
        self.undo.clear()


@pytest.mark.parametrize("seed", [1, 2])
def test_edits_at_random_give_the_same_bytes_as_a_clean_build(tmp_path: Path, seed: int) -> None:
    site = SmallSite(tmp_path / "site", BuildCache())
    author = Author(site, seed)
    warm = BuildCache(tmp_path / "memory", parallel_map)
    good = 0
    for turn in range(18):
        kind = author.edit() if turn else "nothing"
        expected = everything(site.root, BuildCache())
        assert everything(site.root, warm) == expected, f"turn {turn}, after {kind}"
        good += bool(expected[0])
        warm.save()
        # What another process reads, and what this one keeps in mind, are the same.
        if turn % 3 == 2:
            warm = BuildCache(tmp_path / "memory", parallel_map)
    assert 12 <= good < 18, "some edits are faults, and some are not"


def real_site(folder: Path) -> None:
    for name in ("content", "templates", "site_src/browser", "site_src/assets/licences/texts"):
        shutil.copytree(ROOT / name, folder / name)


def edited(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_real_site_too(tmp_path: Path) -> None:
    real_site(tmp_path)
    warm = BuildCache(tmp_path / "memory", parallel_map)
    everything(tmp_path, warm)
    for name, old, new in (
        ("content/nl/index.md", "title: ", "title: Nieuw "),
        ("content/en/factors/groups.md", "question: ", "question: Well? "),
    ):
        edited(tmp_path, name, old, new)
        expected = everything(tmp_path, BuildCache(None, parallel_map))
        assert everything(tmp_path, warm) == expected, name
        assert not expected[1]


def counting[T, R](make: Callable[[T], R], heard: list[T]) -> Callable[[T], R]:
    def made(item: T) -> R:
        heard.append(item)
        return make(item)

    return made


def test_only_what_changed_is_parsed_and_rendered_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = SmallSite(tmp_path, BuildCache())
    parsed: list[Source] = []
    rendered: list[str] = []
    monkeypatch.setattr(pipeline, "load_file", counting(load_file, parsed))

    def sealing(text: str, template: str, *others: Any) -> tuple[str, list[Problem]]:
        rendered.append(template)
        return add_csp(text, template, *others)

    monkeypatch.setattr(render, "add_csp", sealing)
    # What another process does is not heard here.
    monkeypatch.setattr(pipeline, "parallel_map", lambda make, items, done: serial_map(make, items))

    def again() -> tuple[list[str], list[str]]:
        parsed.clear()
        rendered.clear()
        assert not site.faults()
        return [source.path.name for source in parsed], sorted(rendered)

    first = again()
    assert len(first[0]) > 60
    assert len(first[1]) > 14
    assert again() == ([], [])
    site.append("content/en/method.md", "\nNew.\n")
    assert again() == (["method.md"], ["page"])
    site.replace("content/en/pillars/find.md", "title: ", "title: New ")
    # The pillars look at each other's names.
    assert again() == (["find.md"], ["pillar"] * 4)
    site.replace("content/en/method.md", "title: ", "title: New ")
    # The English pages show it in their menu: home, the quiz there and alone, four pillars and itself.
    assert again() == (["method.md"], sorted(["home", "page", "quiz", "quiz", *["pillar"] * 4]))
    site.replace("content/nl/factors/groups.md", "Why.", "Why ever.")
    assert again() == (["groups.md"], ["pillar"])
    site.replace("content/en/quiz.md", "slug: quiz", "slug: test")
    # The pages that link to it, and its translation, which names it as such.
    assert again() == (["quiz.md"], sorted(["page", *["quiz"] * 4]))


def test_what_was_undone_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = SmallSite(tmp_path, BuildCache())
    parsed: list[Source] = []
    monkeypatch.setattr(pipeline, "load_file", counting(load_file, parsed))
    site.faults()
    site.memory.save()
    site.append("content/en/method.md", "\nNew.\n")
    site.faults()
    site.memory.save()
    parsed.clear()
    site.replace("content/en/method.md", "\nNew.\n", "")
    assert not site.faults()
    assert not parsed


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-9], lambda data: b"", lambda data: data[:900] + b"!" + data[901:], lambda data: b"x" * 9]
)
def test_a_damaged_memory_is_made_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    site = SmallSite(tmp_path / "site", BuildCache())
    memory = BuildCache(tmp_path / "memory")
    expected = everything(site.root, memory)
    memory.save()
    stored = [path for path in (tmp_path / "memory").rglob("*") if path.is_file()]
    assert {path.name for path in stored} == {"load", "templates", "scripts", "short_way", "single_file", "render"}
    for path in stored:
        path.write_bytes(damage(path.read_bytes()))
    memory = BuildCache(tmp_path / "memory")
    assert everything(site.root, memory) == expected
    memory.save()
    assert everything(site.root, BuildCache(tmp_path / "memory")) == expected


def test_where_nothing_can_be_kept_builds_go_on(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site", BuildCache())
    (tmp_path / "memory").write_text("a file in the way")
    memory = BuildCache(tmp_path / "memory")
    assert not everything(site.root, memory)[1]
    with pytest.warns(CacheWriteWarning, match="Not a directory"):
        memory.save()
    assert (tmp_path / "memory").read_text() == "a file in the way"


@contextmanager
def full_disk() -> Iterator[None]:
    """Limit files to a hundred bytes: writing more fails halfway."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def noise(name: str) -> Output:
    return Output(PurePosixPath(name), random.Random(name).randbytes(9000))


def remember(cache: Path) -> object:
    memory = BuildCache(cache)
    made = memory.map("hop", str, [bytes(9000)])
    memory.save()
    return made


def pack(cache: Path) -> object:
    manifest = Output(
        PurePosixPath("runtime/manifest.json"),
        b'{"files": {"core": {"path": "a.zip"}}, "later": {"rest": {"path": "b.wasm"}, "group": {"path": "a.zip"}}}',
    )
    return pack_engine((noise("runtime/a.zip"), noise("runtime/b.wasm"), manifest), manifest.path, cache)


def draw(cache: Path) -> object:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle r="20" fill="red"/></svg>'
    return draw_cards([SocialCard("en", "page", PurePosixPath("assets/social/page.png"), svg)], cache)


def bytecode(cache: Path) -> object:
    here = Path(__file__)
    return compile_runtime(Interpreter(here, here, here), here.parent.parent / "ssi_core", cache)


@pytest.mark.parametrize("make", [remember, pack, draw, bytecode, lambda cache: compress([noise("a.js")], cache, len)])
def test_a_full_disk_costs_time_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object]) -> None:
    monkeypatch.setattr("site_src.runtime.bytecode._make", lambda *_: CompiledRuntime(*(bytes(9000) for _ in CompiledRuntime._fields)))
    with full_disk(), pytest.warns(CacheWriteWarning, match="File too large"):
        made = make(tmp_path / "cache")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert make(tmp_path / "cache") == made
    assert [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("make", [pack, draw, bytecode, lambda cache: compress([noise("a.js")], cache, len)])
def test_a_file_that_a_build_uses_counts_as_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object]) -> None:
    monkeypatch.setattr("site_src.runtime.bytecode._make", lambda *_: CompiledRuntime(*(bytes(9) for _ in CompiledRuntime._fields)))
    made = make(tmp_path)
    for file in tmp_path.iterdir():
        os.utime(file, (1, 1))
    assert make(tmp_path) == made
    assert all(file.stat().st_mtime > 1 for file in tmp_path.iterdir())


def test_a_damaged_runtime_is_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_src.runtime.bytecode._make", lambda *_: CompiledRuntime(*(bytes(9) for _ in CompiledRuntime._fields)))
    made = bytecode(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-9])
    assert bytecode(tmp_path) == made
    assert pickle.loads(file.read_bytes()) == made


def test_files_go_by_their_use_whatever_their_names(tmp_path: Path) -> None:
    for number, name in enumerate(("new-card", "old", "newest")):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (number, number))
    evict(tmp_path, most=2)
    assert {file.name for file in tmp_path.iterdir()} == {"old", "newest"}
    read_cached(tmp_path / "old")
    evict(tmp_path, most=1)
    assert {file.name for file in tmp_path.iterdir()} == {"old"}


def test_what_could_not_be_kept_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    with report_cache_warnings():
        for _ in range(3):
            warn(CacheWriteWarning(say("No space left on device")), stacklevel=1)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("Warning: .cache: cannot be written: No space left on device. Nothing is lost")


def test_other_code_finds_nothing_that_this_code_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("build.py", "site_src/load/markdown/pages.py", "ssi_core/model.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    seen = [code_fingerprint()]
    for name in ("build.py", "site_src/load/markdown/pages.py", "ssi_core/model.py"):
        (tmp_path / name).write_text("changed")
        seen.append(code_fingerprint())
    (tmp_path / "site_src" / "new.py").write_text("")
    seen.append(code_fingerprint())
    packages = tmp_path / "packages"
    (packages / "markdown-9.9.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(packages)
    seen.append(code_fingerprint())
    (packages / "markdown-9.9.dist-info").rename(packages / "markdown-10.0.dist-info")
    seen.append(code_fingerprint())
    assert len(set(seen)) == len(seen)
    assert code_fingerprint() == seen[-1]


def test_what_is_long_unused_goes_and_what_two_kinds_of_build_use_stays() -> None:
    memory = BuildCache()
    made: list[int] = []

    def build_with(numbers: Sequence[int]) -> None:
        made.clear()
        memory.map("hop", counting(lambda number: bytes(1000) + bytes(number), made), numbers)
        memory.save()

    build_with(range(5))
    build_with(range(1, 6))
    assert made == [5]
    build_with(range(5))
    assert made == []
    for more in range(10, 60, 5):
        build_with(range(more, more + 5))
    build_with(range(5))
    assert made == [0, 1, 2, 3, 4]


def test_what_is_foreseen_is_made_beside_a_map_and_only_once() -> None:
    cache, made = BuildCache(), []

    def join(*texts: str) -> tuple[str, tuple[Problem, ...]]:
        made.append(texts)
        return "".join(texts), (Problem("x.md", 1, say("is empty"), say("Fill it.")),) if not texts else ()

    for _ in range(2):
        cache.foresee("join", join, "a", "b")
        cache.foresee("join", join)
        _, lengths = cache.map("lengths", len, ["abc", "de"])
        assert lengths == [3, 2]
        assert cache.call("join", join, "a", "b") == ("ab", ())
        # A value with problems is made again, because the machine may be their cause, and reported by the call.
        value, problems = cache.call("join", join)
        assert (value, len(problems)) == ("", 1)
    assert made.count(("a", "b")) == 1


def test_what_has_no_fingerprint_is_refused() -> None:
    with pytest.raises(TypeError, match="no fingerprint can be taken of function"):
        fingerprint({"a": (1, fingerprint)})
