"""The menu: every page in a section that there is, the same one in every language, and no two in one place."""

from collections.abc import Iterable, Iterator

from site_src.model import Content, Page, Problem, suggestion

_SITE = "content/site.yaml"
# Where the menu starts, and where nobody comes by it. Nor does anybody to a page in a frame of another site.
_OUTSIDE = ("index", "404")


def sections(content: Content) -> Iterator[Problem]:
    """Pages without a section or in one that nobody knows, and twins that do not agree."""
    known = content.settings.sections
    first: dict[str, Page] = {}
    for page in content.pages:
        if not page.template:
            continue  # Its front matter could not be read.
        file, line = str(page.source), page.lines.get("section", 1)
        if not page.section:
            if known and not _outside(page) and "section" not in page.lines:
                yield Problem(file, 1, "the page is in no section of the menu", f"Add “section: ” with one of: {', '.join(known)}.")
            continue
        if content.settings.sections_known and page.section not in known:
            remedy = suggestion(page.section, known) if known else f"Add “sections” to {_SITE}, or remove the key here."
            yield Problem(file, line, f"unknown section “{page.section}”", remedy)
            continue
        if _outside(page):
            yield Problem(file, line, "“section” on a page that no menu lists", "Remove it.")
        other = first.setdefault(page.name, page)
        if other.section != page.section:
            where = f"{other.source}:{other.lines.get('section', 1)}"
            yield Problem(
                file, line, f"the section is “{page.section}” here and “{other.section}” in {where}", "Use the same in every language."
            )


def _outside(page: Page) -> bool:
    return page.name in _OUTSIDE or page.framed


def menus(pages: Iterable[Page]) -> Iterator[Problem]:
    """Two pages with one place in a section of a language's menu."""
    taken: dict[tuple[str, str, int], Page] = {}
    for page in pages:
        if page.menu is not None:
            first = taken.setdefault((page.language, page.section, page.menu), page)
            if first is not page:
                what = f"the menu's place {page.menu} is taken by {first.source}:{first.lines['menu']}"
                yield Problem(str(page.source), page.lines["menu"], what, "Give one of them another number.")
