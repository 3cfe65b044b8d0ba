"""The stages of a build, from the files of the authors to outputs for `dist/`.

A stage takes values and returns one, with the problems it found. Problems are collected, so that all are reported at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NamedTuple, cast

from site_src.assets.design_tokens import read_tokens
from site_src.assets.fingerprint import fingerprint_assets
from site_src.assets.images import prepare_image
from site_src.assets.licences import FOLDER as LICENCES
from site_src.assets.licences import collect_licences
from site_src.assets.scripts import bundle_inline, bundle_scripts
from site_src.cache.build_cache import BuildCache
from site_src.cache.parallel import parallel_map
from site_src.check import EarlierText, Slugs, check_content, find_placed
from site_src.check.spelling import find_dictionaries, find_unknown, read_lists, remove_listed, remove_mended, warn_foreign, warn_unknown
from site_src.load.markdown import join_content
from site_src.load.model_keys import read_vocabulary, score_personas, score_plans
from site_src.load.one_file import load_file
from site_src.load.sources import read_folder
from site_src.messages import say
from site_src.model import BROWSER, Assets, Clock, Content, Download, Output, Problem, Site, Source, Sources, index_browser
from site_src.publish.headers import make_headers
from site_src.publish.service_worker import make_service_worker
from site_src.publish.single_file import Ingredients, locate_file, make_single_files
from site_src.render import RenderState, render
from site_src.render.assemble import assemble
from site_src.render.feed import make_feeds
from site_src.render.redirects import make_redirects
from site_src.render.site_data import RenderInputs
from site_src.render.sitemap import make_robots, make_sitemap
from site_src.render.social_cards import draw_cards, make_cards
from site_src.render.template_usage import analyse_templates
from site_src.runtime import NO_RUNTIME, make_runtime
from ssi_core.answers import Answers
from ssi_core.model import MODEL
from ssi_core.short_way import list_short_way

Problems = tuple[Problem, ...]
_MOST_SUGGESTED = 12
"""The most unknown words for which the closest are looked up, which takes a tenth of a second each."""


class BuildOptions(NamedTuple):
    """Options of a build. `root`: the folder with content, templates and scripts; `dist`: where to write.

    `base_url`: replaces the one in the settings. `compressed`: with compressed copies. `draft`: with the pages that are
    drafts, and without what only a published site needs. `engine`: with Pyodide, social cards and the quiz as one file.
    """

    root: Path
    dist: Path = Path("dist")
    base_url: str = ""
    compressed: bool = False
    draft: bool = False
    engine: bool = True


class BuildResult(NamedTuple):
    """The contents of `dist/`, or every fault. `warnings` stop nothing.

    `sources`: the files that were read. `content`: the loaded content, even if it has faults; None where files could not be read or a tool
    is missing. `base_url` and `contact`: the site's address and where readers write to; empty where there are faults.
    """

    outputs: tuple[Output, ...]
    problems: Problems
    warnings: Problems
    sources: tuple[Source, ...]
    content: Content | None = None
    base_url: str = ""
    contact: str = ""


def build_site(options: BuildOptions, clock: Clock, cache: BuildCache) -> BuildResult:
    """Run the stages; stop after reading, checking or compiling where that found faults."""
    run = _Runner(clock, cache)
    sources = run("read", read_sources, options.root)
    if sources.lacks_machinery:
        run("load", load_content, sources, cache)
        return run.fail(sources)
    usage = run.reuse("templates", analyse_templates, sources.templates)
    cache.foresee("scripts", bundle_scripts, sources.served, usage.files)
    cache.foresee("short_way", _list_short_way)
    content, fingerprints, lint = run("load", load_content, sources, cache)
    scripts = run.reuse("scripts", bundle_scripts, sources.served, usage.files)
    tokens = run("assets", read_tokens, sources.sheet)
    placed = find_placed(content, usage, options.draft)
    assets = run("assets", make_assets, scripts, sources.images, placed, cache)
    vocabulary = read_vocabulary()
    run.warnings = lint + run("spelling", check_spelling, sources, lint, options.root, cache)
    run.warnings += run(
        "check", check_content, content, usage, vocabulary, frozenset(assets.addresses),
        publishing=not options.draft, slugs=load_slugs(cache), earlier=load_texts(cache),
        age=lambda file: read_age(options.root / file), today=date.today(),
    )  # fmt: skip
    run.problems = _drop_inner(run.problems)
    if run.problems:
        return run.fail(sources, content)
    runtime = run("runtime", make_runtime, options.root, options.compressed) if options.engine else NO_RUNTIME
    if run.problems:
        return run.fail(sources)
    with clock("assemble"):
        site = assemble(content, vocabulary, options.base_url, options.draft)
        cards = () if options.draft else make_cards(site, tokens)
    images = run("social_cards", draw_cards, cards, options.root / ".cache" / "social") if options.engine else ()
    licences = run("licences", collect_licences, sources.licences)
    inputs = RenderInputs(
        MODEL, score_personas(), score_plans(content.plans.words), assets,
        texts=_decode(scripts), runtime=runtime.manifest, licences=licences.works, downloads={},
        cards={(card.language, card.name): card.path for card in cards}, tokens=tokens, fingerprints=fingerprints,
        short_way=run.reuse("short_way", _list_short_way),
    )  # fmt: skip
    quizzes = run("render", render_pages, site, sources.templates, inputs, "quiz", clock, cache)
    single_files: tuple[Output, ...] = ()
    if options.engine and not run.problems:
        ingredients = Ingredients(sources.browser, assets, runtime.outputs, runtime.manifest, licences.output, site.base_url)
        single_files = run(
            "single_file", make_single_files, quizzes, ingredients, options.root,
            lambda *made_of: cache.call("inline", bundle_inline, *made_of),
        )  # fmt: skip
    inputs = replace(inputs, downloads=_list_downloads(site, single_files))
    pages = run("render", render_pages, site, sources.templates, inputs, None, clock, cache)
    with clock("service_worker"):
        moved, redirects = make_redirects(site)
        pages = (*pages, *moved, make_sitemap(site), make_robots(site), *make_feeds(site), licences.output)
        worker = make_service_worker(site, assets, sources.service, pages, runtime.outputs, tokens["paper"]) if sources.service else ()
    outputs = (*pages, *assets.outputs, *images, *runtime.outputs, *worker, *single_files)
    outputs = (*outputs, *redirects, make_headers(site, outputs))
    return BuildResult(outputs, run.problems, run.warnings, sources.all, content, site.base_url, site.contact)


class _Runner:
    """Runs stages, times each, and collects its problems."""

    def __init__(self, clock: Clock, cache: BuildCache) -> None:
        self._clock = clock
        self._cache = cache
        self.problems: Problems = ()
        self.warnings: Problems = ()

    def __call__[**P, T](self, name: str, stage: Callable[P, tuple[T, Problems]], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a stage; `name` is what the clock shows."""
        with self._clock(name):
            value, problems = stage(*args, **kwargs)
        self.problems += problems
        return value

    def reuse[*A, T](self, name: str, stage: Callable[[*A], tuple[T, Problems]], *args: *A) -> T:
        """Run a stage, or take its value from an earlier build with equal arguments."""
        return self(name, lambda: self._cache.call(name, stage, *args))

    def fail(self, sources: Sources, content: Content | None = None) -> BuildResult:
        """Return the problems so far, and no outputs."""
        return BuildResult((), self.problems, self.warnings, sources.all, content)


class LoadedContent(NamedTuple):
    """The authors' content, lint warnings, and the fingerprint of each page's and factor's file."""

    content: Content
    fingerprints: Mapping[PurePosixPath, str]
    lint: Problems


def read_sources(root: Path) -> tuple[Sources, Problems]:
    """Read every folder that a build takes.

    Each file or folder that cannot be read is a Problem.
    """
    content, content_problems = read_folder(root / "content", "content")
    templates, template_problems = read_folder(root / "templates", "templates")
    browser, browser_problems = read_folder(root / BROWSER, BROWSER)
    licences, licence_problems = read_folder(root / LICENCES, LICENCES)
    problems = content_problems + template_problems + browser_problems + licence_problems
    return Sources(content, templates, browser, licences, tuple(PurePosixPath(problem.file) for problem in problems)), problems


def load_content(sources: Sources, cache: BuildCache) -> tuple[LoadedContent, Problems]:
    """Load each file of `content/`, and join them into one Content."""
    keys, files = cache.map("load", load_file, sources.content)
    content = join_content((file.content for file in files), (source.path for source in sources.content), sources.unreadable)
    fingerprints: dict[PurePosixPath, str] = {}
    for key, file in zip(keys, files, strict=True):
        fingerprints |= {text.source: key for text in file.content.pages}
        fingerprints |= {text.source: key for text in file.content.factors}
    lint = tuple(finding for file in files for finding in file.lint)
    return LoadedContent(content, fingerprints, lint), tuple(fault for file in files for fault in file.problems)


def check_spelling(sources: Sources, lint: Problems, root: Path, cache: BuildCache) -> tuple[Problems, Problems]:
    """Warn of words that neither a dictionary nor the authors' lists have.

    Also warn of dictionaries that are not installed. `lint`: the linter's warnings, which are not repeated.
    """
    dictionaries, missing = find_dictionaries(root)
    fingerprint = dictionaries.fingerprint
    texts = [(source, fingerprint) for source in sources.texts] if fingerprint else []
    _, found = cache.map("spelling", lambda text: find_unknown(text[0], dictionaries), texts)
    lists = read_lists(sources.content)
    unknown = remove_listed(remove_mended((word for words, _ in found for word in words), lint), lists)
    foreign = tuple(warn_foreign(str(text.path), lines) for (text, _), (_, lines) in zip(texts, found, strict=True) if lines)
    # More words than these have another cause than typing errors.
    words = sorted({(each.word, each.language, fingerprint) for each in unknown[:_MOST_SUGGESTED]})
    _, closest = cache.map("closest", lambda word: dictionaries.suggest(word[0], word[1]), words)
    suggestions = dict(zip(words, closest, strict=True))
    warnings = tuple(warn_unknown(each, lists, suggestions.get((each.word, each.language, fingerprint), ())) for each in unknown)
    return (*(replace(each, what=say("{what}, so spelling is not checked", what=each.what)) for each in missing), *foreign, *warnings), ()


def load_slugs(cache: BuildCache) -> Slugs:
    """Load the addresses of pages in earlier builds."""
    return cast(Slugs, cache.load("slugs") or {})


def load_texts(cache: BuildCache) -> Mapping[str, EarlierText]:
    """Load what the last build without faults knew of each text."""
    return cast(Mapping[str, EarlierText], cache.load("texts") or {})


def read_age(file: Path) -> float:
    """Return when a file got its name, or 0 for one that is gone."""
    try:
        return file.lstat().st_ctime
    except OSError:
        return 0


def make_assets(
    scripts: tuple[Source, ...], images: tuple[Source, ...], placed: frozenset[str], cache: BuildCache
) -> tuple[Assets, Problems]:
    """Prepare scripts, style sheets and images. All images are checked; only those in `placed`, by path, are published."""
    _, prepared = cache.map("images", prepare_image, images)
    published = (file for image, (files, _, _) in zip(images, prepared, strict=True) if str(image.path) in placed for file in files)
    assets = fingerprint_assets(scripts, tuple(published))
    sizes = dict(size for _, sizes, _ in prepared for size in sizes)
    return replace(assets, images=sizes), tuple(fault for _, _, faults in prepared for fault in faults)


def render_pages(
    site: Site, templates: tuple[Source, ...], inputs: RenderInputs, only: str | None, clock: Clock, cache: BuildCache
) -> tuple[tuple[Output, ...], Problems]:
    """Render all pages, or `only` the one of this name for a single file.

    Unchanged pages come from the cache.
    """
    stage = "single_file" if only else "render"
    previous = cast(RenderState | None, cache.load(stage))
    pages, problems, state = render(site, templates, inputs, only, previous, clock.show(parallel_map))
    cache.store(stage, state)
    return pages, problems


def _drop_inner(problems: Problems) -> Problems:
    """Leave out the faults of files in a folder that has a fault itself."""
    whole = {problem.file for problem in problems}
    return tuple(each for each in problems if whole.isdisjoint(map(str, PurePosixPath(each.file).parents)))


def _list_short_way() -> tuple[tuple[str, ...], Problems]:
    """List the questions of the short way before any answer. It scores a thousand sets of answers."""
    return list_short_way(Answers()), ()


def _decode(scripts: tuple[Source, ...]) -> dict[str, str]:
    """Decode the files that may stand inside a page, by their path in `browser/`."""
    return {name: source.data.decode("utf-8", "replace") for name, source in index_browser(scripts).items()}


def _list_downloads(site: Site, files: tuple[Output, ...]) -> dict[str, Download]:
    """List each language's quiz as one file; of size 0 where a build makes none."""
    sizes = {output.path: len(output.data) for output in files}
    return {edition.code: Download(locate_file(edition.code), sizes.get(locate_file(edition.code), 0)) for edition in site.editions}
