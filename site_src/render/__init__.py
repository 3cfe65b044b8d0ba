"""The Site through the templates → HTML.

survey.py   before that: what the templates ask for, so that the gate can compare
press.py    what every page's template gets
policy.py   every page's security policy
jinja.py    Jinja as we want it
"""

from collections.abc import Callable
from pathlib import PurePosixPath

from site_src.model import Output, Problem, Site, Source
from site_src.render.jinja import located
from site_src.render.policy import sealed
from site_src.render.press import Given, Press
from site_src.render.survey import survey

__all__ = ["Given", "render", "survey"]

_SHARED = {"choose": PurePosixPath("index.html"), "not_found": PurePosixPath("404.html")}


def render(
    site: Site, templates: tuple[Source, ...], given: Given, only: str | None = None
) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """Every page of every language, and the two that all languages share. Or `only` the page of that name in every language."""
    press = Press(site, templates, given)
    outputs: list[Output] = []
    problems: set[Problem] = set()
    jobs: list[tuple[PurePosixPath, str, Callable[[], str]]] = []
    for edition in site.editions:
        for page in edition.pages.values():
            if page.name != "404" and only in (None, page.name):
                jobs.append((page.address, page.template, lambda edition=edition, page=page: press.page(edition, page)))  # type: ignore[misc]
    for template, address in _SHARED.items() if only is None else ():
        jobs.append((address, template, lambda template=template, address=address: press.shared(template, address)))  # type: ignore[misc]
    for address, template, make in jobs:
        try:
            text, faults = sealed(make(), template)
            problems |= set(faults)
            outputs.append(Output(address, text.encode() + b"\n"))
        except Exception as error:  # Templates can go wrong in every way Python can; whichever way, it is a fault in a template.
            problems.add(located(error, f"templates/{template}.html"))
    return tuple(outputs), tuple(sorted(problems))
