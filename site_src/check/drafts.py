"""What is not for visitors yet: pages that are drafts, and words that somebody still has to write."""

from collections.abc import Collection, Iterator

from site_src.model import Content, FactorText, Page, Problem, Survey, Texts, Vocabulary

_REQUIRED = ("index", "404", "quiz")


def drafts(content: Content, survey: Survey, vocabulary: Vocabulary, publishing: bool) -> Iterator[Problem]:
    """Pages that cannot be drafts, or are in one language only; and, where the site is published, links that would lead to none."""
    needed = {*_REQUIRED, *(f"pillars/{key}" for key in vocabulary.pillars)}
    asked = {use.value: use for use in reversed(survey.uses) if use.kind == "href"}
    twins: dict[str, list[Page]] = {}
    for page in content.pages:
        twins.setdefault(page.name, []).append(page)
    for page in content.pages:
        if not page.draft:
            continue
        file, line = str(page.source), page.lines["draft"]
        if page.name in needed:
            yield Problem(file, line, "a page that the site cannot do without is a draft", "Remove the line “draft”.")
        elif page.name in asked:
            use = asked[page.name]
            yield Problem(file, line, f"a draft, and {use.file}:{use.line} links to it on other pages", "Remove the line “draft”.")
        # The page's own twin may be a draft that could not be read; that is told already.
        other = next((twin for twin in twins[page.name] if not twin.draft and twin.template), None)
        if other:
            yield Problem(file, line, f"a draft, and {other.source} is none", "Write “draft: true” in every language, or in none.")
    if publishing:
        yield from _links(content, needed)


def _links(content: Content, needed: Collection[str]) -> Iterator[Problem]:
    """From what is published to what is not."""
    # One that cannot be a draft is told once, and not wherever it is linked.
    hidden = {str(page.source) for page in content.pages if page.draft and page.name not in needed}
    items: tuple[Page | FactorText, ...] = (*content.pages, *content.factors)
    for item in items:
        if str(item.source) in hidden:
            continue
        for link in item.links:
            if link.target in hidden:
                what = f"the link “{link.href}” leads to a draft, which is not published"
                yield Problem(str(item.source), link.line, what, f"Leave the link out, or remove the line “draft” from {link.target}.")


def unwritten(content: Content, in_drafts: bool) -> Iterator[Problem]:
    """Every file with words still to come: of what is published, or of the drafts."""
    items: tuple[Page | FactorText | Texts, ...] = (*content.pages, *content.factors, *content.texts)
    for item in items:
        if item.todo and (isinstance(item, Page) and item.draft) == in_drafts:
            first, *others = item.todo
            *most, last = map(str, others or (first,))
            more = f", also on line{'s' if most else ''} {f'{", ".join(most)} and ' if most else ''}{last}" if others else ""
            yield Problem(str(item.source), first, f"words are still to come: “TODO”{more}", "Write them, and remove the mark.")
