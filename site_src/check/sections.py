"""Checks the menu: each page in a known section, the same in every language, and no two with one number."""

from collections.abc import Iterable, Iterator

from site_src.messages import say
from site_src.model import SETTINGS, Content, Page, Problem, suggest

# The menu starts from the home page, and no menu leads to the 404 page, nor to a page in a frame of another site.
_NOT_IN_MENU = ("index", "404")


def check_sections(content: Content) -> Iterator[Problem]:
    """Report pages without a known section, and sections that differ between translations."""
    known = content.settings.sections
    first: dict[str, Page] = {}
    for page in content.pages:
        if not page.template:
            continue  # Its front matter could not be read.
        file, line = str(page.source), page.lines.get("section", 1)
        if not page.section:
            if known and not _is_outside(page) and "section" not in page.lines:
                remedy = say("Add “section: ” with one of: {names}.", names=", ".join(known))
                yield Problem(file, 1, say("the page is in no section of the menu"), remedy)
            continue
        if content.settings.sections_known and page.section not in known:
            remedy = suggest(page.section, known) if known else say("Add “sections” to {file}, or remove the line here.", file=SETTINGS)
            yield Problem(file, line, say("unknown section “{section}”", section=page.section), remedy)
            continue
        if _is_outside(page):
            yield Problem(file, line, say("“section” on a page that no menu lists"), say("Remove it."))
        other = first.setdefault(page.name, page)
        if other.section != page.section:
            place = f"{other.source}:{other.lines.get('section', 1)}"
            what = say("the section is “{here}” here and “{there}” in {place}", here=page.section, there=other.section, place=place)
            yield Problem(file, line, what, say("Use the same in every language."))


def _is_outside(page: Page) -> bool:
    return page.name in _NOT_IN_MENU or page.framed


def check_menus(pages: Iterable[Page]) -> Iterator[Problem]:
    """Report two pages with one number in a section of a language's menu."""
    taken: dict[tuple[str, str, int], Page] = {}
    for page in pages:
        if page.menu is not None:
            first = taken.setdefault((page.language, page.section, page.menu), page)
            if first is not page:
                place = f"{first.source}:{first.lines['menu']}"
                what = say("the menu's place {number} is taken by {place}", number=page.menu, place=place)
                yield Problem(str(page.source), page.lines["menu"], what, say("Give one of them another number."))
