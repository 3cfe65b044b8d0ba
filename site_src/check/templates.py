"""Checks the templates' requirements of content, and the pages' templates, shortcodes and sections."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from site_src.messages import Message, cite, say
from site_src.model import PLACEHOLDER, SETTINGS, Content, Heading, Page, Problem, Requirement, TemplateUsage, default_template, suggest

_Anchors = Mapping[PurePosixPath, frozenset[str]]
_NOT_PAGE_NAMES = frozenset({"base", "choose", "home", "not_found", "pillar"})
"""Templates that no page gets by its own name: frames of other templates, or templates of other pages."""
_NO_TEXT = re.compile(r"(?:<!--.*?-->|<[^>]*>|\s)*+")


def check_requirements(
    content: Content, usage: TemplateUsage, languages: tuple[str, ...], assets: frozenset[str], anchors: _Anchors
) -> Iterator[Problem]:
    """Report required files, pages, anchors and sections of texts that do not exist.

    Also report values for placeholders that a text lacks; missing texts are the task of `check_texts`. `anchors`: from `find_anchors`.
    """
    placeholders: dict[str, set[str]] = {}
    for texts in content.texts:
        for key, word in texts.words.items():
            placeholders.setdefault(key, set()).update(PLACEHOLDER.findall(word))
    sections = {key.rpartition(".")[0] for key in placeholders}
    names = {"/".join(file.parts[2:]).removesuffix(".md") for file in content.files if _is_page(file)}
    unread = content.unread_sections
    for use in usage.uses:
        value, what, options = use.value, cite(""), set[str]()
        file = f"{value}.md" if use.kind == "href" else f"texts/{value.split('.')[0]}.yaml"
        places = [PurePosixPath("content", code, file) for code in languages] if content.unread else []
        if use.kind in ("href", "t", "text_of") and any(content.hides(place) for place in places):
            continue
        if use.kind in ("t", "text_of") and value.split(".")[0] in unread:
            continue
        if use.kind == "t" and value in placeholders:
            yield from _check_placeholders(use, placeholders[value])
        elif use.kind == "text_of" and not any(section == value or section.startswith(f"{value}.") for section in sections):
            what, options = say("nobody wrote texts “{key}.…”", key=value), sections
        elif use.kind in ("asset", "inline") and value not in assets:
            what, options = say("there is no file “{name}” in site_src/browser", name=value), set(assets)
        elif use.kind == "href" and value not in names:
            what, options = say("there is no page “{name}”", name=value), names
        elif use.kind == "href" and use.anchor:
            for page in content.pages:
                if page.name == value and use.anchor not in anchors.get(page.source, (use.anchor,)):
                    missing = say("nothing in {file} is called “#{anchor}”", file=page.source, anchor=use.anchor)
                    yield Problem(use.file, use.line, missing, suggest(use.anchor, anchors[page.source]))
        if what:
            yield Problem(use.file, use.line, what, suggest(value, options))


def _is_page(file: PurePosixPath) -> bool:
    return file.suffix == ".md" and len(file.parts) > 2 and file.parts[2] != "factors"


def _check_placeholders(use: Requirement, placeholders: Collection[str]) -> Iterator[Problem]:
    for name in use.names:
        if name not in placeholders:
            remedy = suggest(name, placeholders) if placeholders else say("Leave the value out, or give the text that placeholder.")
            yield Problem(use.file, use.line, say("the text “{key}” has no placeholder {{name}}", key=use.value, name=name), remedy)


def _has_text(page: Page) -> bool:
    return any(not isinstance(piece, str) or not _NO_TEXT.fullmatch(piece) for piece in page.body)


def check_contact(content: Content) -> Iterator[Problem]:
    """Report a missing contact in the settings, once, if a page shows it."""
    settings = content.settings
    # A faulty contact is already reported, and so are settings that cannot be read.
    if "contact" in settings.lines or not settings.lines:
        return
    user = next((page for page in content.pages if any(shortcode.name == "contact" for shortcode in page.shortcodes)), None)
    if user:
        what = say("the line “contact” is missing, and {file} shows it", file=user.source)
        yield Problem(str(SETTINGS), 0, what, say("Add it: “contact: https://…”, the page where readers can write to you, or “mailto:…”."))


def find_template(page: str, templates: Collection[str]) -> str:
    """Find the template of a page with a special task, by its name; “page” for an ordinary page.

    `templates`: the names of the existing templates.
    """
    template = default_template(page)
    return page if template == "page" and page in templates and page not in _NOT_PAGE_NAMES else template


def _check_template(page: Page, templates: Collection[str], names: Collection[str]) -> tuple[Message, Message] | None:
    """Return the fault and its remedy if a page has another page's template. `names`: the existing pages."""
    if page.name == "404":
        return None  # All languages share one file, rendered with not_found.html whatever the page names.
    special = find_template(page.name, templates)
    if special not in ("page", page.template):
        what = say("the template is “{template}”, and this page's task needs “{special}”", template=page.template, special=special)
        return what, say("Write “template: {special}”.", special=special)
    template = page.template
    # Any page may use a template without a page of that name.
    is_special = template != "page" and template in names and find_template(template, templates) == template
    if special == "page" and (template in _NOT_PAGE_NAMES or is_special):
        what = say("the template “{template}” belongs to a page with a task of its own", template=template)
        return what, say("Remove the line “template”.")
    return None


def check_pages(pages: Iterable[Page], usage: TemplateUsage) -> Iterator[Problem]:
    """Check each page's template, text and shortcodes, and its sections against those of its translations."""
    templates = {name.removesuffix(".html") for name in usage.templates if "/" not in name}
    shortcodes = {name.removeprefix("inserts/").removesuffix(".html") for name in usage.templates if name.startswith("inserts/")}
    pages = tuple(pages)
    names = {page.name for page in pages}
    translations: dict[str, list[Page]] = {}
    for page in pages:
        if page.template and page.template not in templates:
            remedy = suggest(page.template, templates)
            yield Problem(str(page.source), page.lines.get("template", 1), say("there is no template “{name}”", name=page.template), remedy)
        elif page.template and (fault := _check_template(page, templates, names)):
            yield Problem(str(page.source), page.lines.get("template", 1), *fault)
        if f"{page.template}.html" in usage.printing and not _has_text(page):
            yield Problem(str(page.source), page.body_line, say("the page has no text"), say("Write it below the dashes."))
        else:  # A page without text is already reported; its missing sections are not reported, too.
            translations.setdefault(page.name, []).append(page)
        frame_ids = frozenset[str]().union(*(usage.anchors.get(f"{name}.html", ()) for name in (page.template, "base")))
        for heading in page.headings:
            if heading.id in frame_ids:
                what = say("the site itself has something called “#{anchor}” on this page", anchor=heading.id)
                yield Problem(str(page.source), heading.line, what, say("Give this heading another name."))
        if page.toc and not any(heading.level == 2 for heading in page.headings):
            what = say("a table of contents, and no section to list")
            yield Problem(str(page.source), page.lines.get("toc", 1), what, say("Remove the line “toc”, or start sections with “##”."))
        charts: set[str] = set()
        for shortcode in page.shortcodes:
            if shortcode.name in charts:
                what = say("“{{ {name} }}” stands on this page twice", name=shortcode.name)
                yield Problem(str(page.source), shortcode.line, what, say("Remove one of the two, and link to the other."))
            if shortcode.name.startswith("chart_"):
                charts.add(shortcode.name)
            if shortcode.name not in shortcodes:
                remedy = suggest(shortcode.name, shortcodes)
                yield Problem(
                    str(page.source), shortcode.line, say("there is nothing to insert called “{name}”", name=shortcode.name), remedy
                )
    for group in translations.values():
        if len(group) > 1 and len({tuple(heading.id for heading in page.headings if heading.level == 2) for page in group}) > 1:
            yield from _compare_sections(group)


def _compare_sections(translations: Sequence[Page]) -> Iterator[Problem]:
    """Report the sections that differ between translations of a page: headings with another id, and missing sections."""
    holders = Counter(heading.id for page in translations for heading in page.headings if heading.level == 2)
    reported: set[tuple[PurePosixPath, str]] = set()
    for page in translations:
        mine = {heading.id for heading in page.headings}
        for other in translations:
            theirs = {heading.id for heading in other.headings}
            for here, there in _align_sections(page, other):
                if there is None or there.id in mine or (page.source, there.id) in reported:
                    continue
                place = f"{other.source}:{there.line}"
                if here is None or here.id in theirs:
                    reported.add((page.source, there.id))
                    what = say("the section “#{anchor}” is missing; {place} has it", anchor=there.id, place=place)
                    remedy = say("Translate it, or give its heading here the same name, “{#{anchor}}”.", anchor=there.id)
                    yield Problem(str(page.source), 0, what, remedy)
                # Of two ids, the right one is the one that an author wrote; else the one in more translations; else the first.
                elif (here.named, holders[here.id], translations.index(other)) < (
                    there.named,
                    holders[there.id],
                    translations.index(page),
                ):
                    reported.add((page.source, there.id))
                    names = {"text": here.text, "here": here.id, "there": there.id, "place": place}
                    what = say("the section “{text}” has no name; in {place} it is “#{there}”", **names)
                    if here.named:
                        what = say("the section “{text}” is called “#{here}”; in {place} it is “#{there}”", **names)
                    yield Problem(str(page.source), here.line, what, say("Write “{#{anchor}}” behind it.", anchor=there.id))


def _align_sections(page: Page, other: Page) -> Iterator[tuple[Heading | None, Heading | None]]:
    """Yield the sections of two pages in pairs; None stands for a missing section."""
    here, there = ([heading for heading in one.headings if heading.level == 2] for one in (page, other))
    for _, start, end, first, last in SequenceMatcher(None, [one.id for one in here], [one.id for one in there], False).get_opcodes():
        if end - start == last - first:
            yield from zip(here[start:end], there[first:last], strict=True)
        else:
            yield from ((None, one) for one in there[first:last])
            yield from ((one, None) for one in here[start:end])
