"""Rendered HTML: every page of the site, made from the templates.

    template_usage.py  what the templates require of content and assets, read without rendering
    site_data.py       the site as answers to questions, each with a fingerprint
    context.py         the variables and functions that a page's template gets
    tables.py          boxes in which wide tables scroll
    json_ld.py         a page's structured data for search engines
    csp.py             every page's content security policy
    mark.py            every page's mark, by which the service worker knows its version
    jinja.py           a strict, in-memory Jinja environment

Beside the pages it makes what is published with them:

    assemble.py        checked content → Site
    sitemap.py         sitemap.xml and robots.txt
    feed.py            an Atom feed in each language
    redirects.py       pages and host rules for old addresses

`social_cards/` draws the images that social networks show with a link.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.messages import say
from site_src.model import Output, Page, ParallelMap, Problem, Site, Source, fingerprint, serial_map
from site_src.render.context import PageRenderer
from site_src.render.csp import add_csp
from site_src.render.jinja import locate_fault
from site_src.render.mark import add_mark
from site_src.render.site_data import DependencyRecorder, Question, RenderInputs, SiteData

_SHARED = {"choose": PurePosixPath("index.html"), "not_found": PurePosixPath("404.html")}


class PageJob(NamedTuple):
    """One page to render. Without a language it is a page for all languages, named by its template.

    `single_file`: for the quiz as one file.
    """

    template: str
    language: str = ""
    name: str = ""
    single_file: bool = False


class RenderedPage(NamedTuple):
    """A page as it was rendered, and the answers it depends on.

    `answers`: their indices in `RenderState.answers`. `data`: the page's bytes.
    """

    answers: tuple[int, ...]
    data: bytes


class RenderState(NamedTuple):
    """The pages that a build rendered without faults, with their dependencies, for the next build.

    `templates`: their fingerprint. `answers`: every question that a page asked, with its answer's fingerprint.
    """

    templates: str = ""
    answers: tuple[tuple[Question, str], ...] = ()
    pages: Mapping[PageJob, RenderedPage] = {}


# Cached, because parsing the templates takes longer than rendering a page.
_make_renderer = lru_cache(maxsize=1)(PageRenderer)


class _Result(NamedTuple):
    """The outcome of one job. `data` is empty where the template failed."""

    questions: tuple[Question, ...]
    data: bytes
    problems: tuple[Problem, ...]


def render(
    site: Site,
    templates: tuple[Source, ...],
    inputs: RenderInputs,
    only: str | None = None,
    previous: RenderState | None = None,
    parallel: ParallelMap = serial_map,
) -> tuple[tuple[Output, ...], tuple[Problem, ...], RenderState]:
    """Render every page of every language, and the pages that all languages share.

    `only`: render just the page of this name, for the quiz as one file. `previous`: the last build's state; a page is taken from there
    where all its dependencies are unchanged. The outputs are the same with and without it.
    """
    site_data = SiteData(site, inputs)
    fingerprint_of_templates = fingerprint(templates)
    jobs = _list_jobs(site, only)
    reused = _find_reusable(previous, fingerprint_of_templates, site_data, jobs) if previous else {}
    stale = [job for job in jobs if job not in reused]

    def run(job: PageJob) -> _Result:
        try:
            return _render_page(_make_renderer(templates), site_data, job)
        except Exception as error:  # Templates can fail in every way that Python can; each is a fault in a template.
            return _Result((), b"", (locate_fault(error, f"templates/{job.template}.html"),))

    results = dict(zip(stale, parallel(run, stale), strict=True))
    problems = {fault for result in results.values() for fault in result.problems}
    pages = {job: reused[job].data if job in reused else results[job].data for job in jobs}
    sound = {job: result for job, result in results.items() if not result.problems}
    state = _make_state(previous, fingerprint_of_templates, reused, sound, site_data)
    return tuple(Output(jobs[job], data) for job, data in pages.items() if data), tuple(sorted(problems)), state


def _render_page(renderer: PageRenderer, site_data: SiteData, job: PageJob) -> _Result:
    ask = DependencyRecorder(site_data)
    inline: set[str] = set()
    if job.language:
        text = renderer.page(ask, inline, job.language, job.name, job.single_file)
    else:
        text = renderer.shared(ask, inline, job.template, _SHARED[job.template])
    text, faults = add_csp(text, job.template, ask.questions, inline)
    text = add_mark(text)
    if job.language:
        faults += _find_taken_ids(ask("page", job.language, job.name), text)
    return _Result(tuple(ask.questions), text.encode() + b"\n", tuple(faults))


def _find_taken_ids(page: Page, text: str) -> Iterator[Problem]:
    """Find ids in an author's text that the page's template uses, too.

    The check of the content cannot: some ids are complete only once a template has filled them in.
    """
    lines = {heading.id: heading.line for heading in page.headings}
    for anchor in sorted(page.anchors):
        if text.count(f' id="{escape(anchor)}"') > 1:
            what = say("the site itself has something called “#{anchor}” on this page", anchor=anchor)
            yield Problem(str(page.source), lines.get(anchor, page.body_line), what, say("Choose another name here."))


def _list_jobs(site: Site, only: str | None) -> Mapping[PageJob, PurePosixPath]:
    """List the pages to render, in order of publication, by their path in `dist/`."""
    pages = [(edition, page) for edition in site.editions for page in edition.pages.values()]
    if only is not None:
        return {PageJob(page.template, edition.code, page.name, True): page.address for edition, page in pages if page.name == only}
    jobs = {PageJob(page.template, edition.code, page.name): page.address for edition, page in pages if page.name != "404"}
    return jobs | {PageJob(template): address for template, address in _SHARED.items()}


def _find_reusable(previous: RenderState, templates: str, site_data: SiteData, jobs: Iterable[PageJob]) -> Mapping[PageJob, RenderedPage]:
    """Find the earlier pages whose templates and answers are unchanged."""
    if previous.templates != templates:
        return {}
    unchanged = [site_data.fingerprint(question) == digest for question, digest in previous.answers]
    return {
        job: previous.pages[job]
        for job in jobs
        if job in previous.pages and all(unchanged[answer] for answer in previous.pages[job].answers)
    }


def _make_state(
    previous: RenderState | None,
    templates: str,
    reused: Mapping[PageJob, RenderedPage],
    results: Mapping[PageJob, _Result],
    site_data: SiteData,
) -> RenderState:
    """Combine reused and rendered pages into the next build's `previous`; number the answers anew."""
    if previous and not results and len(reused) == len(previous.pages):
        return previous
    used = sorted({answer for page in reused.values() for answer in page.answers})
    answers = [previous.answers[answer] for answer in used] if previous else []
    renumbered = {old: new for new, old in enumerate(used)}
    pages = {job: RenderedPage(tuple(renumbered[answer] for answer in page.answers), page.data) for job, page in reused.items()}
    numbers = {question: number for number, (question, _) in enumerate(answers)}
    for job, result in results.items():
        for question in result.questions:
            if question not in numbers:
                numbers[question] = len(answers)
                answers.append((question, site_data.fingerprint(question)))
        pages[job] = RenderedPage(tuple(numbers[question] for question in result.questions), result.data)
    return RenderState(templates, tuple(answers), pages)
