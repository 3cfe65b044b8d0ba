"""The Site through the templates → HTML.

survey.py   before that: what the templates ask for, so that the gate can compare
world.py    all that a page can be made of, by question
press.py    what every page's template gets
structured.py  what a page says of itself to machines
policy.py   every page's security policy
jinja.py    Jinja as we want it
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.model import Output, Page, Problem, Site, Source, Spread, fingerprint, in_turn
from site_src.render.jinja import located
from site_src.render.policy import sealed
from site_src.render.press import Press
from site_src.render.survey import survey
from site_src.render.world import Asked, Given, Question, World

__all__ = ["Given", "Rendered", "render", "survey"]

_SHARED = {"choose": PurePosixPath("index.html"), "not_found": PurePosixPath("404.html")}


class Job(NamedTuple):
    """One page to make. Without a language it is one that all languages share, called as its template is."""

    template: str
    language: str = ""
    name: str = ""
    alone: bool = False


class Made(NamedTuple):
    """A page as it was made: from which answers, by their numbers in `Rendered.answers`, and its bytes."""

    answers: tuple[int, ...]
    data: bytes


class Rendered(NamedTuple):
    """The pages of the last build that could be made, each with what it was made of, so that the next makes only what is not so any more.

    `templates`: their fingerprint. `answers`: every question that a page asked, with its answer's fingerprint.
    """

    templates: str = ""
    answers: tuple[tuple[Question, str], ...] = ()
    pages: Mapping[Job, Made] = {}


def render(
    site: Site,
    templates: tuple[Source, ...],
    given: Given,
    alone: str | None = None,
    before: Rendered | None = None,
    spread: Spread = in_turn,
) -> tuple[tuple[Output, ...], tuple[Problem, ...], Rendered]:
    """Every page of every language, and those that all languages share. Or only the page named `alone`, to stand alone.

    With what an earlier build made `before` comes the same, sooner: a page is taken from there where all that it was made of is as it was.
    """
    world = World(site, given)
    of = fingerprint(templates)
    jobs = _jobs(site, alone)
    kept = _still_right(before, of, world, jobs) if before else {}
    todo = [job for job in jobs if job not in kept]

    def make(job: Job) -> tuple[tuple[Question, ...], bytes, tuple[Problem, ...]]:
        try:
            press = _press(templates)
            asked = Asked(world)
            own = job.language
            inside: set[str] = set()
            if own:
                text = press.page(asked, inside, own, job.name, job.alone)
            else:
                text = press.shared(asked, inside, job.template, _SHARED[job.template])
            text, faults = sealed(text, job.template, asked.questions, inside)
            if own:
                faults += _taken(asked("page", own, job.name), text)
            return tuple(asked.questions), text.encode() + b"\n", tuple(faults)
        except Exception as error:  # Templates can go wrong in every way Python can; whichever way, it is a fault in a template.
            return (), b"", (located(error, f"templates/{job.template}.html"),)

    fresh = dict(zip(todo, spread(make, todo), strict=True))
    problems = {fault for _, _, faults in fresh.values() for fault in faults}
    pages = {job: kept[job].data if job in kept else fresh[job][1] for job in jobs}
    after = _after(before, of, kept, {job: made for job, made in fresh.items() if not made[2]}, world)
    return tuple(Output(jobs[job], data) for job, data in pages.items() if data), tuple(sorted(problems)), after


def _taken(page: Page, text: str) -> Iterator[Problem]:
    """Ids in an author's text that the page's frame has, too: some only turn out when a template has filled in the rest of them."""
    lines = {heading.id: heading.line for heading in page.headings}
    for anchor in sorted(page.anchors):
        if text.count(f' id="{escape(anchor)}"') > 1:
            what = f"the id “{anchor}” is already used by the site itself on this page"
            yield Problem(str(page.source), lines.get(anchor, page.body_line), what, "Choose another id here.")


def _jobs(site: Site, alone: str | None) -> Mapping[Job, PurePosixPath]:
    """What there is to make, in the order in which it is published, and where each stands in `dist/`."""
    pages = [(edition, page) for edition in site.editions for page in edition.pages.values()]
    if alone is not None:
        return {Job(page.template, edition.code, page.name, True): page.address for edition, page in pages if page.name == alone}
    own = {Job(page.template, edition.code, page.name): page.address for edition, page in pages if page.name != "404"}
    return own | {Job(template): address for template, address in _SHARED.items()}


@lru_cache(maxsize=1)
def _press(templates: tuple[Source, ...]) -> Press:
    """Reading the templates takes longer than using them once: whoever makes page after page reads them once."""
    return Press(templates)


def _still_right(before: Rendered, templates: str, world: World, jobs: Iterable[Job]) -> Mapping[Job, Made]:
    """The earlier pages that would come out the same."""
    if before.templates != templates:
        return {}
    right = [world.mark(question) == mark for question, mark in before.answers]
    return {job: before.pages[job] for job in jobs if job in before.pages and all(right[answer] for answer in before.pages[job].answers)}


def _after(
    before: Rendered | None,
    templates: str,
    kept: Mapping[Job, Made],
    fresh: Mapping[Job, tuple[tuple[Question, ...], bytes, tuple[Problem, ...]]],
    world: World,
) -> Rendered:
    """What the next build may go by."""
    if before and not fresh and len(kept) == len(before.pages):
        return before
    used = sorted({answer for made in kept.values() for answer in made.answers})
    answers = [before.answers[answer] for answer in used] if before else []
    renumbered = {old: new for new, old in enumerate(used)}
    pages = {job: Made(tuple(renumbered[answer] for answer in made.answers), made.data) for job, made in kept.items()}
    numbers = {question: number for number, (question, _) in enumerate(answers)}
    for job, (questions, data, _) in fresh.items():
        for question in questions:
            if question not in numbers:
                numbers[question] = len(answers)
                answers.append((question, world.mark(question)))
        pages[job] = Made(tuple(numbers[question] for question in questions), data)
    return Rendered(templates, tuple(answers), pages)
