"""Warns of probable mistakes that do not prevent a build."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from site_src.messages import say
from site_src.model import SETTINGS, Content, Page, Problem, TemplateUsage

Slugs = Mapping[str, tuple[str, ...]]
"""By a page's file, the addresses that it had in earlier builds."""


def find_repeated_names(content: Content) -> Iterator[Problem]:
    """Warn of two pages with one title, and of two factors with one name."""
    first: dict[tuple[str, str, str], str] = {}
    for item in content.prose:
        if isinstance(item, Page) and item.framed:
            continue  # A page in a frame is in no list, so its title is not mistaken for another.
        key, words = ("title", item.title) if isinstance(item, Page) else ("name", item.name)
        other = first.setdefault((item.language, key, words.casefold()), str(item.source))
        # A file with words still to be written is already reported.
        if words and other != str(item.source) and not item.todo:
            what = say("the name “{words}” is also that of {other}", words=words, other=other)
            if isinstance(item, Page):
                what = say("the title “{words}” is also that of {other}", words=words, other=other)
            yield Problem(
                str(item.source), item.lines.get(key, 1), what, say("Give one of them another, so that readers can tell them apart.")
            )


def find_future_dates(content: Content, today: date) -> Iterator[Problem]:
    """Warn of dates in the future, unless most dates are: then the clock is wrong."""
    days = [
        (item, key, day)
        for item in content.prose
        for key, day in {
            "checked": item.checked,
            **({"written": item.written} if isinstance(item, Page) else {}),
            **({f"changes.{day.isoformat()}": day for day, _ in item.changes} if isinstance(item, Page) else {}),
        }.items()
    ]
    # Allow one day more: in time zones east of this one it may be tomorrow already.
    future = [place for place in days if place[2] > today + timedelta(days=1)]
    for item, key, day in future if 2 * len(future) <= len(days) else ():
        what = say("{day}, the day of “{line}”, is still to come", day=day.isoformat(), line=key.partition(".")[0])
        yield Problem(str(item.source), item.lines.get(key, 1), what, say("Write today’s date or an earlier one."))


def find_rewritten_contact(content: Content) -> Iterator[Problem]:
    """Warn of a mail address that some hosts replace in the pages."""
    settings = content.settings
    if settings.contact.startswith("mailto:"):
        what = say("“contact” is an e-mail address, which some hosts hide by a script that this site’s own policy blocks")
        remedy = say("{file} says what to switch off there.", file="docs/publish.md")
        yield Problem(str(SETTINGS), settings.lines.get("contact", 1), what, remedy)


def find_unpaired_inserts(content: Content, usage: TemplateUsage) -> Iterator[Problem]:
    """Warn of tables and charts that only some of a page's translations show."""
    pages: dict[str, list[Page]] = {}
    for page in content.pages:
        pages.setdefault(page.name, []).append(page)
    for translations in pages.values():
        shown = {page.language: {(name, argument): line for name, line, argument in page.shortcodes} for page in translations}
        holders = Counter(code for codes in shown.values() for code in codes if f"inserts/{code[0]}.html" in usage.templates)
        for code in (code for code, number in holders.items() if number < len(translations)):
            other = next(page for page in translations if code in shown[page.language])
            place = f"{other.source}:{shown[other.language][code]}"
            what = say("“{{ {insert} }}” is missing; {place} has it", insert=" ".join(code).strip(), place=place)
            for page in (page for page in translations if code not in shown[page.language]):
                yield Problem(str(page.source), 0, what, say("Put it here, too, or remove it there."))


def find_moved(content: Content, earlier: Slugs) -> Iterator[Problem]:
    """Warn of addresses that pages had in earlier builds, and that lead nowhere now."""
    taken = {(page.language, slug) for page in content.pages for slug in (page.slug, *page.redirects)}
    for page in content.pages:
        for slug in earlier.get(str(page.source), ()):
            if page.slug and (page.language, slug) not in taken:
                remedy = say("Add a line “redirects: [{slug}]”, so that links to it keep working.", slug=slug)
                if page.redirects:
                    remedy = say("Add “{slug}” to “redirects”, so that links to it keep working.", slug=slug)
                yield Problem(
                    str(page.source),
                    page.lines.get("slug", 1),
                    say("this page had the address “{slug}” in an earlier build", slug=slug),
                    remedy,
                )


def add_slugs(content: Content, earlier: Slugs) -> Slugs:
    """Add the addresses of the published pages to those of earlier builds."""
    now = {str(page.source): page.slug for page in content.pages if not page.draft}
    return {file: tuple(dict.fromkeys((*earlier.get(file, ()), slug))) for file, slug in now.items()}
