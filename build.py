"""The command: `python build.py build`, `serve`, `check`, `translated` or `new`. It knows the hops and prints what they did.

`build` writes the site to dist/. `check` goes through everything but the engine and writing. `serve` builds on every change and shows the
result in the browser, and any faults there too. `translated` notes that texts say the same as their twins; `new` makes the files of a page,
a factor's text or a language. Faults: one line each on standard error, exit 1, and dist/ stays as it was.
"""

import argparse
import gc
import io
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple, NoReturn, cast
from warnings import catch_warnings

from site_src.annotate import FORMS
from site_src.assemble import assemble
from site_src.assets import assets
from site_src.builder import Builder, stay
from site_src.check import check, placed, warnings
from site_src.checksums import checksums
from site_src.feed import feeds
from site_src.headers import headers
from site_src.kept import NotKeptWarning
from site_src.licences import FOLDER as LICENCES
from site_src.licences import licences
from site_src.memory import Memory
from site_src.model import BROWSER, Content, Download, Output, Problem, Site, Source, Sources
from site_src.new import misordered, new_factor, new_language, new_page
from site_src.offline import offline
from site_src.parse import gather, parse
from site_src.pictures import picture
from site_src.proofread import proofread
from site_src.read import read
from site_src.reading import reading_minutes
from site_src.redirects import redirects
from site_src.render import Given, Rendered, render, survey
from site_src.report import Clock, counted, doing_without, named, reading_lines, told, unset_lines, warning_lines
from site_src.runtime import NoRuntimeError, node, runtime
from site_src.scripts import bundled, scripts
from site_src.single_file import Ingredients, address, single_file
from site_src.sitemap import robots, sitemap
from site_src.social import drawn, social
from site_src.spread import spread
from site_src.twins import in_step
from site_src.vocabulary import personas, vocabulary
from site_src.write import replaced, write
from ssi_core.model import MODEL

ROOT = Path(__file__).resolve().parent
PORT = 5500


class Outcome(NamedTuple):
    """Everything `dist/` must hold, or everything that is wrong. `sources`: what was read. `base_url`: the address that it is made for;
    `contact`: where its readers write to. `warnings` stop nothing. `written`: what the authors wrote, with its faults.
    """

    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]
    sources: tuple[Source, ...] = ()
    base_url: str = ""
    warnings: tuple[Problem, ...] = ()
    contact: str = ""
    written: Content | None = None


def site(root: Path, base_url: str, clock: Clock, memory: Memory, *, engine: bool = True, draft: bool = False) -> Outcome:
    """The hops: everything `dist/` must hold, or everything that is wrong. Without `engine` Pyodide is left out; a `draft` of the site
    has the pages that are drafts, and no pictures for social networks, which nobody sees before the site is published."""
    with clock("read"):
        sources, problems = gathered(root)
        unread = tuple(PurePosixPath(problem.file) for problem in problems)
    with clock("parse"):
        marks, parts = memory.each("parse", parsed, sources.content)
        written = gather((part for part, _, _ in parts), (source.path for source in sources.content), unread)
        problems += tuple(fault for _, faults, _ in parts for fault in faults)
        known = {id(text): mark for mark, (part, _, _) in zip(marks, parts, strict=True) for text in (*part.pages, *part.factors)}
    if any(path.parts[0] != "content" or path == PurePosixPath("content") for path in unread):
        # Whatever asks for what could not be opened would be at fault too.
        return Outcome((), problems, sources.all)
    with clock("survey"):
        asked, faults = memory.once("survey", survey, sources.templates)
        problems += faults
    with clock("scripts"):
        wanted = frozenset(use.value for use in asked.uses if use.kind in ("asset", "inline"))
        served, faults = memory.once("scripts", scripts, sources.served, wanted)
        problems += faults
    with clock("assets"):
        _, drawn_up = memory.each("pictures", picture, sources.pictures)
        # All of them are looked at, and only what somebody sees is published.
        seen = placed(written, asked, draft)
        pairs = zip(sources.pictures, drawn_up, strict=True)
        files = assets(served, tuple(file for source, (made, _, _) in pairs if str(source.path) in seen for file in made))
        files = replace(files, pictures=dict(size for _, sizes, _ in drawn_up for size in sizes))
        problems += tuple(fault for _, _, wrong in drawn_up for fault in wrong)
    with clock("check"):
        words = vocabulary()
        problems += check(written, asked, words, frozenset(files.addresses), not draft)
        noticed = (*(slip for _, _, slips in parts for slip in slips), *warnings(written, asked, not draft))
    if problems:
        return Outcome((), problems, sources.all, warnings=noticed, written=written)
    manifest = PurePosixPath("runtime/manifest.json")
    runs: tuple[Output, ...] = ()
    if engine:
        with clock("runtime"):
            try:
                made = runtime(root)
            except NoRuntimeError as error:
                return Outcome((), (error.problem,), sources.all, warnings=noticed)
            manifest, runs = made.manifest, made.outputs
    with clock("assemble"):
        whole = assemble(written, words, base_url, draft)
    with clock("social"):
        cards = () if draft else social(whole, sources.sheet)
        pictures: tuple[Output, ...] = ()
        if engine and cards:
            try:
                pictures, faults = drawn(cards, root / ".cache" / "social", node())
            except NoRuntimeError as error:
                faults = (error.problem,)
            problems += faults
    with clock("licences"):
        works, licence_texts, faults = licences(sources.licences)
        problems += faults
    with clock("render"):
        given = Given(
            MODEL,
            personas(),
            files,
            texts(served),
            manifest,
            works,
            {},
            {(card.language, card.name): card.path for card in cards},
            known,
        )
        before = cast(Rendered | None, memory.last("alone"))
        quizzes, faults, after = render(whole, sources.templates, given, "quiz", before, clock.showing(spread))
        memory.keep("alone", after)
        problems += faults
    alone: tuple[Output, ...] = ()
    if engine and not problems:
        with clock("single_file"):
            ingredients = Ingredients(sources.browser, files, runs, manifest, licence_texts, whole.base_url)

            def joined(browser: tuple[Source, ...], modules: tuple[str, ...], module: bool) -> tuple[str, tuple[Problem, ...]]:
                return memory.once("joined", bundled, browser, modules, module)

            alone, faults = single_file(quizzes, ingredients, root, joined)
            problems += faults
    with clock("render"):
        given = replace(given, downloads=downloads(whole, alone))
        before = cast(Rendered | None, memory.last("render"))
        pages, faults, after = render(whole, sources.templates, given, None, before, clock.showing(spread))
        memory.keep("render", after)
        problems += faults
    with clock("offline"):
        moved, listed = redirects(whole)
        pages = (*pages, *moved, sitemap(whole), robots(whole), *feeds(whole), licence_texts)
        kept = offline(whole, files, sources.service, pages, runs) if sources.service else ()
    outputs = (*pages, *files.outputs, *pictures, *runs, *kept, *alone)
    return Outcome((*outputs, *listed, headers(whole, outputs)), problems, sources.all, whole.base_url, noticed, whole.contact, written)


def parsed(source: Source) -> tuple[Content, tuple[Problem, ...], tuple[Problem, ...]]:
    """What one file of `content/` says, what is wrong with it, and what a reader would trip over: that depends on no other file."""
    # Brings YAML along, for which nothing may have changed.
    from site_src.front import front

    documents, problems = front((source,))
    content, faults = parse(documents, ())
    return content, problems + faults, tuple(slip for document in documents for slip in proofread(document))


def gathered(root: Path) -> tuple[Sources, tuple[Problem, ...]]:
    """Every folder that a build reads, and what is wrong with them."""
    content, problems = read(root / "content", "content")
    templates, faults = read(root / "templates", "templates")
    browser, more = read(root / BROWSER, BROWSER)
    shipped, missing = read(ROOT / LICENCES, LICENCES)
    return Sources(content, templates, browser, shipped), problems + faults + more + missing


def texts(browser: tuple[Source, ...]) -> dict[str, str]:
    """What a template may put inside a page, by the name it has in `browser/`."""
    return {str(source.path.relative_to(BROWSER)): source.data.decode("utf-8", "replace") for source in browser}


def downloads(whole: Site, alone: tuple[Output, ...]) -> dict[str, Download]:
    """The quiz as one file in each language; of size 0 where a build makes none."""
    sizes = {output.path: len(output.data) for output in alone}
    return {edition.code: Download(address(edition.code), sizes.get(address(edition.code), 0)) for edition in whole.editions}


class Order(NamedTuple):
    """What to build, and how. `draft`: as `serve` does, with the pages that are drafts, and without what only a published site needs:
    compressed files and pictures for social networks. `compressed`: with a compressed copy of each file, for hosts that send those."""

    root: Path
    base_url: str
    dist: Path
    compressed: bool = False
    draft: bool = False


def build(order: Order, memory: Memory, clock: Clock) -> int:
    """Makes the site and writes it."""
    made = site(order.root, order.base_url, clock, memory, draft=order.draft)
    if made.problems:
        return told(made.problems, made.sources, made.warnings)
    packed: tuple[Output, ...] = ()
    if order.compressed:
        from site_src.compress import ENDINGS, compress

        with clock("compress"), clock.bar(2 * sum(output.path.suffix in ENDINGS for output in made.outputs)) as done:
            packed = compress(made.outputs, order.root / ".cache" / "compressed", lambda what: print(what, flush=True), done)
    outputs = made.outputs
    if not order.draft:
        with clock("checksums"):
            outputs = (*outputs, checksums((*outputs, *packed)))
    with clock("write"):
        written, problems = write((*outputs, *packed), order.dist)
    if problems:
        return told(problems, (), made.warnings)
    also = f", and {len(packed)} compressed" if packed else ""
    print(f"{shown(order.dist)}: {counted(outputs)}{also}; {len(written.new)} new, {written.removed} removed")
    if written.new:
        print(f"New: {named(written.new)}")
    print(clock)
    for line in warning_lines(made.warnings):
        print(line)
    for reminder in unset_lines(made.base_url, made.contact, asked=bool(order.base_url)):
        print(reminder)
    return 0


def remembered(root: Path, clock: Clock) -> Memory:
    """What earlier builds here made."""
    return Memory(root / ".cache" / "memory", clock.showing(spread))


def checked(order: Order, memory: Memory, clock: Clock, form: str = "") -> int:
    """Makes the site, without the engine, and writes nothing. `form`: for which programs to tell what is wrong; see `site_src.annotate`."""
    made = site(order.root, order.base_url, clock, memory, engine=False)
    minutes = reading_minutes(made.written, vocabulary()) if made.written else {}
    if form:
        print(FORMS[form](sorted(set(made.problems)), sorted(made.warnings), minutes))
        return 1 if made.problems else 0
    if made.problems:
        return told(made.problems, made.sources, made.warnings)
    for line in warning_lines(made.warnings):
        print(line)
    count = len(made.warnings)
    print(f"No faults{f', {count} warning{"s" if count > 1 else ""}' if count else ''} in {counted(made.outputs)}")
    for line in reading_lines(minutes):
        print(line)
    print(clock)
    return 0


def marked(root: Path, files: Sequence[str]) -> int:
    """Notes in texts that they say the same as their twins; in all texts, where none is named."""
    sources, problems = read(root / "content", "content")
    parts = [parsed(source) for source in sources]
    content = gather((part for part, _, _ in parts), (source.path for source in sources))
    changed, unknown = in_step(content, sources, (PurePosixPath(os.path.relpath(file, root)) for file in files))
    problems += tuple(fault for _, faults, _ in parts for fault in faults) + unknown
    if problems:
        return told(problems, sources)
    if not rewritten(root, changed):
        return 1
    print(f"{len(changed)} file{'' if len(changed) == 1 else 's'} marked")
    return 0


def made_new(root: Path, kind: str, name: str) -> int:
    """Makes the files of a new page, factor's text or language, and says which."""
    sources, problems = read(root / "content", "content")
    settings = gather((parsed(source)[0] for source in sources if source.path.name == "site.yaml"), ()).settings
    if not settings.languages:
        return told(problems or (Problem("content/site.yaml", 0, "holds no languages that can be read", "Mend it first."),), sources)
    if kind == "page":
        files, faults = new_page(name, sources, settings.languages, settings.sections, MODEL.pillars, date.today())
    elif kind == "factor-text":
        files, faults = new_factor(name, sources, settings.languages, vocabulary().factors, date.today())
    else:
        files, faults = new_language(name, sources, settings.languages)
    if faults:
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    if not rewritten(root, files):
        return 1
    print(*(source.path for source in files), sep="\n")
    print("Write the words where “TODO” stands: “make check” lists what is left, “make serve” shows how it looks.")
    return 0


def rewritten(root: Path, files: Iterable[Source]) -> bool:
    """Writes files of `content/`; whether that could be done. Where not, says which could not be written, and why."""
    for source in files:
        try:
            (root / source.path).parent.mkdir(parents=True, exist_ok=True)
            replaced(root / source.path, source.data)
        except OSError as error:
            what = f"cannot be written: {error.strerror or error}"
            print(Problem(str(source.path), 0, what, "Make room or give permission, then try again."), file=sys.stderr)
            return False
    return True


def shown(path: Path) -> str:
    """A path as someone here would write it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def served(order: Order, port: int) -> int:
    """Serves the site and builds it anew on every change."""
    # Brings a whole web server along, which a build does without.
    from site_src.serve import serve

    command = [sys.executable, str(ROOT / "build.py"), "build", "--draft", "--stay", "--output", str(order.dist)]
    if order.base_url:
        command += ["--base-url", order.base_url]
    code = [ROOT / name for name in ("build.py", "site_src", "ssi_core")]
    watched = [*code, *(ROOT / name for name in ("content", "templates", "package.json"))]
    return serve(Builder(command, code), order.dist, watched, port)


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads the command line and does what it says."""
    parser = argparse.ArgumentParser(prog="build.py", description="Build the site, serve it while you edit, or check it.")
    parser.add_argument("command", choices=("build", "serve", "check", "translated", "new"))
    parser.add_argument(
        "files",
        nargs="*",
        help="translated: the texts that say the same as their twins now, by default all; new: page, factor-text or language, and a name",
    )
    parser.add_argument("--format", choices=tuple(FORMS), help="with check: tell what is wrong to GitHub, or to an editor as JSON")
    parser.add_argument("--base-url", default="", metavar="URL", help="the site's address, instead of the one in content/site.yaml")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", metavar="FOLDER", help="where to write; dist by default")
    parser.add_argument("--no-compress", action="store_true", help="build without .br and .gz files")
    parser.add_argument(
        "--draft", action="store_true", help="build as serve does: with drafts, no .br and .gz files, no pictures for social networks"
    )
    parser.add_argument("--stay", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=PORT, help=f"where to serve; the next free one from {PORT} by default")
    options = parser.parse_args(arguments)
    base_url = options.base_url + "/" if options.base_url and not options.base_url.endswith("/") else options.base_url
    if base_url and not base_url.startswith(("http://", "https://")):
        parser.error("--base-url must start with https:// or http://")
    if not 1 <= options.port <= 65535:
        parser.error("--port must be a number from 1 to 65535")
    if options.command == "new" and (wrong := misordered(options.files)):
        print(wrong, file=sys.stderr)
        return 2
    if options.files and options.command not in ("translated", "new"):
        parser.error(f"{options.command} takes no files")
    compressed = not (options.no_compress or options.draft)
    order = Order(ROOT, base_url, options.output.absolute(), compressed, options.draft)
    try:
        if options.command == "serve":
            return served(order, options.port)
        if options.command == "translated":
            return marked(ROOT, options.files)
        if options.command == "new":
            return made_new(ROOT, *options.files)
        clock = Clock()
        memory = remembered(ROOT, clock)
        # What a build makes is there until its end: to look again and again for what could go costs more than it finds.
        gc.disable()
        if options.stay:

            def again() -> int:
                with doing_without():
                    return build(order, memory, Clock())

            def save() -> None:
                # What it cannot keep it makes again only when it is started again.
                with catch_warnings(action="ignore", category=NotKeptWarning):
                    memory.save()

            return stay(again, (save, gc.collect))
        checks = options.command == "check"
        with doing_without():
            result = checked(order, memory, clock, options.format) if checks else build(order, memory, clock)
            memory.save()
        return result
    except KeyboardInterrupt:
        return 130


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Does what the command line says, and ends the process."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show “ ” shows something else rather than failing.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = main(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read along has read enough. What is still to be printed goes nowhere.
        code = 1
    # Python would first take apart all that a build made, piece by piece: a twelfth of the time of a build after an edit.
    os._exit(code)


if __name__ == "__main__":
    run()
