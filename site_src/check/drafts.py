"""Checks drafts, and finds text still to be written."""

from collections.abc import Collection, Iterator

from site_src.check.paths import REQUIRED_PAGES
from site_src.messages import say, say_all, say_number
from site_src.model import Content, Page, Problem, TemplateUsage, Vocabulary


def check_drafts(content: Content, usage: TemplateUsage, vocabulary: Vocabulary, publishing: bool) -> Iterator[Problem]:
    """Report pages that cannot be drafts, and drafts in only some languages.

    If `publishing`, also report links from published pages to drafts.
    """
    needed = {*REQUIRED_PAGES, *(f"pillars/{key}" for key in vocabulary.pillars)}
    links = {use.value: use for use in reversed(usage.uses) if use.kind == "href"}
    translations: dict[str, list[Page]] = {}
    for page in content.pages:
        translations.setdefault(page.name, []).append(page)
    for page in content.pages:
        if not page.draft:
            continue
        file, line = str(page.source), page.lines["draft"]
        if page.name in needed:
            yield Problem(file, line, say("a page that the site cannot do without is a draft"), say("Remove the line “draft”."))
        elif page.name in links:
            use = links[page.name]
            what = say("a draft, and {place} links to it on other pages", place=f"{use.file}:{use.line}")
            yield Problem(file, line, what, say("Remove the line “draft”."))
        # A translation without a template could not be read, and may be a draft; its fault is already reported.
        other = next((each for each in translations[page.name] if not each.draft and each.template), None)
        if other:
            what = say("a draft, and {file} is none", file=other.source)
            yield Problem(file, line, what, say("Write “draft: true” in every language, or in none."))
    if publishing:
        yield from _check_links(content, needed)


def _check_links(content: Content, needed: Collection[str]) -> Iterator[Problem]:
    """Report links from published files to drafts."""
    # A page that cannot be a draft, or is none in another language, is reported once, not at every link.
    published = {page.name for page in content.pages if not page.draft and page.template}
    hidden = {str(page.source) for page in content.pages if page.draft and page.name not in published.union(needed)}
    for item in content.prose:
        if str(item.source) in hidden:
            continue
        for link in item.links:
            if link.target in hidden:
                what = say("the link “{href}” leads to a draft, which is not published", href=link.href)
                remedy = say("Leave the link out, or remove the line “draft” from {file}.", file=link.target)
                yield Problem(str(item.source), link.line, what, remedy)


def find_unwritten(content: Content, in_drafts: bool) -> Iterator[Problem]:
    """Report each file with text still to be written: of the published files, or of the drafts."""
    for item in content.items:
        if item.todo and (isinstance(item, Page) and item.draft) == in_drafts:
            first, *others = item.todo
            what = say("words are still to come: “TODO”")
            if others:
                what = say_number(
                    len(others),
                    "words are still to come: “TODO”, also on line {lines}",
                    "words are still to come: “TODO”, also on lines {lines}",
                    lines=say_all([str(line) for line in others]),
                )
            yield Problem(str(item.source), first, what, say("Write them, and remove the mark."))
