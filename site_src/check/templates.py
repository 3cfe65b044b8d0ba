"""What the templates ask for against what there is, and what the pages ask of the templates."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from site_src.model import PLACEHOLDER, Content, Heading, Page, Problem, Survey, Use, default_template, suggestion

_Anchors = Mapping[PurePosixPath, frozenset[str]]
_NOBODYS_NAME = frozenset({"base", "choose", "home", "not_found", "pillar"})
"""Frames of other templates, and templates of pages that are called otherwise."""
_SAYS_NOTHING = re.compile(r"(?:<!--.*?-->|<[^>]*>|\s)*+")


def asked(content: Content, survey: Survey, languages: tuple[str, ...], assets: frozenset[str], known: _Anchors) -> Iterator[Problem]:
    """Files, pages, anchors and sections of texts that a template asks for and that are not there; of texts, only the values.

    `known`: the anchors of every page.
    """
    placeholders: dict[str, set[str]] = {}
    for texts in content.texts:
        for key, word in texts.words.items():
            placeholders.setdefault(key, set()).update(PLACEHOLDER.findall(word))
    read = {texts.source for texts in content.texts}
    # Texts in a file that could not be read are not missing: the file's own fault is told already.
    unread = {file.stem for file in content.files if file.suffix == ".yaml" and file.parent.name == "texts" and file not in read}
    sections = {key.rpartition(".")[0] for key in placeholders}
    names = {"/".join(file.parts[2:]).removesuffix(".md") for file in content.files if _is_page(file)}
    for use in survey.uses:
        value, what, options = use.value, "", set[str]()
        place = f"{value}.md" if use.kind == "href" else f"texts/{value.split('.')[0]}.yaml"
        if use.kind in ("href", "t", "text_of") and any(content.hides(PurePosixPath("content", code, place)) for code in languages):
            continue
        if use.kind in ("t", "text_of") and value.split(".")[0] in unread:
            continue
        if use.kind == "t" and value in placeholders:
            yield from _values(use, placeholders[value])
        elif use.kind == "text_of" and not any(section == value or section.startswith(f"{value}.") for section in sections):
            what, options = f"nobody wrote texts “{value}.…”", sections
        elif use.kind in ("asset", "inline") and value not in assets:
            what, options = f"there is no file “{value}” in site_src/browser", set(assets)
        elif use.kind == "href" and value not in names:
            what, options = f"there is no page “{value}”", names
        elif use.kind == "href" and use.anchor:
            for page in content.pages:
                if page.name == value and use.anchor not in known.get(page.source, (use.anchor,)):
                    missing = f"{page.source} has no anchor “#{use.anchor}”"
                    yield Problem(use.file, use.line, missing, suggestion(use.anchor, known[page.source]))
        if what:
            yield Problem(use.file, use.line, what, suggestion(value, options))


def _is_page(file: PurePosixPath) -> bool:
    return file.suffix == ".md" and len(file.parts) > 2 and file.parts[2] != "factors"


def _values(use: Use, placeholders: Collection[str]) -> Iterator[Problem]:
    for name in use.names:
        if name not in placeholders:
            remedy = suggestion(name, placeholders) if placeholders else "Leave the value out, or give the text that placeholder."
            yield Problem(use.file, use.line, f"the text “{use.value}” has no placeholder {{{name}}}", remedy)


def _has_text(page: Page) -> bool:
    return any(not isinstance(piece, str) or not _SAYS_NOTHING.fullmatch(piece) for piece in page.body)


def contact(content: Content) -> Iterator[Problem]:
    """Pages that say where to write to, while the settings do not: told once, where it is to be mended."""
    settings = content.settings
    # A contact that is there and wrong is told already, and so are settings that cannot be read.
    if "contact" in settings.lines or not settings.lines:
        return
    asking = next((page for page in content.pages if any(insert.name == "contact" for insert in page.inserts)), None)
    if asking:
        what = f"the key “contact” is missing, and {asking.source} shows it"
        yield Problem("content/site.yaml", 0, what, "Add it: “contact: https://…”, the page where readers can write to you, or “mailto:…”.")


def own_template(page: str, templates: Collection[str]) -> str:
    """The template of a page with a task of its own, by its name; “page” for an ordinary page. `templates`: those that there are."""
    template = default_template(page)
    return page if template == "page" and page in templates and page not in _NOBODYS_NAME else template


def _other_task(page: Page, templates: Collection[str], names: Collection[str]) -> tuple[str, str] | None:
    """What is wrong where a page has another page's template, or not its own. `names`: the pages that there are."""
    if page.name == "404":
        return None  # It is printed where every language stands together, whatever it names.
    own = own_template(page.name, templates)
    if own not in ("page", page.template):
        return f"the template is “{page.template}”, and this page's task needs “{own}”", f"Write “template: {own}”."
    given = page.template
    # A template with the name of no page is for whoever wants it.
    by_name = given != "page" and given in names and own_template(given, templates) == given
    if own == "page" and (given in _NOBODYS_NAME or by_name):
        return f"the template “{given}” belongs to a page with a task of its own", "Remove the line “template”."
    return None


def pages(written: Iterable[Page], survey: Survey) -> Iterator[Problem]:
    """The template and the inserts each page names; and that its sections are those of its twins."""
    templates = {name.removesuffix(".html") for name in survey.templates if "/" not in name}
    inserts = {name.removeprefix("inserts/").removesuffix(".html") for name in survey.templates if name.startswith("inserts/")}
    written = tuple(written)
    names = {page.name for page in written}
    twins: dict[str, list[Page]] = {}
    for page in written:
        if page.template and page.template not in templates:
            remedy = suggestion(page.template, templates)
            yield Problem(str(page.source), page.lines.get("template", 1), f"there is no template “{page.template}”", remedy)
        elif page.template and (fault := _other_task(page, templates, names)):
            yield Problem(str(page.source), page.lines.get("template", 1), *fault)
        if f"{page.template}.html" in survey.printing and not _has_text(page):
            yield Problem(str(page.source), page.body_line, "the page has no text", "Write it below the front matter.")
        else:  # Of a page without text that is told, and not what is not in it.
            twins.setdefault(page.name, []).append(page)
        elsewhere = frozenset[str]().union(*(survey.anchors.get(f"{name}.html", ()) for name in (page.template, "base")))
        for heading in page.headings:
            if heading.id in elsewhere:
                what = f"the id “{heading.id}” is already used by the site itself on this page"
                yield Problem(str(page.source), heading.line, what, "Give this heading another.")
        if page.toc and not any(heading.level == 2 for heading in page.headings):
            what = "a table of contents, and no section to list"
            yield Problem(str(page.source), page.lines.get("toc", 1), what, "Remove the line “toc”, or start sections with “##”.")
        drawn: set[str] = set()
        for insert in page.inserts:
            if insert.name in drawn:
                what = f"“{{{{ {insert.name} }}}}” stands on this page twice"
                yield Problem(str(page.source), insert.line, what, "Remove one of the two, and link to the other.")
            if insert.name.startswith("chart_"):
                drawn.add(insert.name)
            if insert.name not in inserts:
                remedy = suggestion(insert.name, inserts)
                yield Problem(str(page.source), insert.line, f"there is nothing to insert called “{insert.name}”", remedy)
    for same in twins.values():
        if len(same) > 1 and len({tuple(heading.id for heading in page.headings if heading.level == 2) for page in same}) > 1:
            yield from _headings(same)


def _headings(same: Sequence[Page]) -> Iterator[Problem]:
    """The sections of a page that has others than its twins: a heading without their id, and sections that are not there."""
    holders = Counter(heading.id for page in same for heading in page.headings if heading.level == 2)
    told: set[tuple[PurePosixPath, str]] = set()
    for page in same:
        mine = {heading.id for heading in page.headings}
        for twin in same:
            theirs = {heading.id for heading in twin.headings}
            for here, there in _lined_up(page, twin):
                if there is None or there.id in mine or (page.source, there.id) in told:
                    continue
                place = f"{twin.source}:{there.line}"
                if here is None or here.id in theirs:
                    told.add((page.source, there.id))
                    remedy = f"Translate it, or give its heading here the same id, “{{#{there.id}}}”."
                    yield Problem(str(page.source), 0, f"the section “#{there.id}” is missing; {place} has it", remedy)
                # Of two that differ the one is right that somebody named, that more twins have, that comes first.
                elif (here.named, holders[here.id], same.index(twin)) < (there.named, holders[there.id], same.index(page)):
                    told.add((page.source, there.id))
                    what = (
                        f"the section “{here.text}” has {f'the id “{here.id}”' if here.named else 'no id'}; in {place} it is “{there.id}”"
                    )
                    yield Problem(str(page.source), here.line, what, f"Write “{{#{there.id}}}” behind it.")


def _lined_up(page: Page, twin: Page) -> Iterator[tuple[Heading | None, Heading | None]]:
    """The sections of two pages side by side; beside one that only the other has, None."""
    here, there = ([heading for heading in one.headings if heading.level == 2] for one in (page, twin))
    for _, start, end, first, last in SequenceMatcher(None, [one.id for one in here], [one.id for one in there], False).get_opcodes():
        if end - start == last - first:
            yield from zip(here[start:end], there[first:last], strict=True)
        else:
            yield from ((None, one) for one in there[first:last])
            yield from ((one, None) for one in here[start:end])
