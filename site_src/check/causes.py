"""Finds the one cause of many faults: a file or a heading that has another name, or is gone.

The other checks get the content with that mended, so that they report none of its consequences.
"""

import posixpath
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from site_src.check.paths import REQUIRED_PAGES, count_mentions
from site_src.check.templates import find_template
from site_src.messages import quote, say, say_all, say_number
from site_src.model import (
    ATTACHMENTS,
    SETTINGS,
    Content,
    FactorText,
    Heading,
    Link,
    Page,
    Problem,
    TemplateUsage,
    Texts,
    Vocabulary,
    default_template,
)

_MANY = 3
"""The fewest links to one missing place that are more than a typing error."""
_Prose = Page | FactorText
_Anchors = Mapping[PurePosixPath, frozenset[str]]
_Uses = Sequence[tuple[str, int, str]]
"""The file, line and anchor of each link to a file."""
Age = Callable[[PurePosixPath], float]
"""A function that returns the time at which a file got its name."""


class EarlierText(NamedTuple):
    """A text in the last build without faults: its digest, and the ids of its headings in their order."""

    digest: str
    headings: tuple[str, ...] = ()


_EarlierTexts = Mapping[str, EarlierText]


def note_texts(content: Content) -> _EarlierTexts:
    """Note each text for the next builds, by its file."""
    headings = {page.source: tuple(heading.id for heading in page.headings) for page in content.pages}
    return {str(item.source): EarlierText(item.digest, headings.get(item.source, ())) for item in content.prose}


class MendedContent(NamedTuple):
    """The content with every file under its right path.

    `causes`: a fault for each file under another path. `names`: right path → present path.
    """

    content: Content
    causes: tuple[Problem, ...]
    names: Mapping[str, str]


def mend_names(content: Content, usage: TemplateUsage, vocabulary: Vocabulary, earlier: _EarlierTexts, age: Age) -> MendedContent:
    """Give files that were renamed, moved or deleted by hand their old paths."""
    needed = {f"{name}.md" for name in (*REQUIRED_PAGES, *(f"pillars/{key}" for key in vocabulary.pillars))}
    needed |= {f"factors/{key}.md" for key in vocabulary.factors}
    sections, faults = _mend_sections(content)
    folders, more = _mend_folders(sections)
    faults += more
    back: dict[PurePosixPath, PurePosixPath] = {}
    mentions = count_mentions(content, usage)
    for code in content.settings.languages:
        for new, old, twin in _find_moved(folders, code, needed, mentions, earlier):
            back[new] = old
            if new.name == old.name:
                what, remedy = say("stands in another folder than {other}", other=twin), say("Move it to {path}.", path=old.parent)
            else:
                what = say("“{name}” has no translation, and {other} has none here", name=new.name, other=twin)
                remedy = say("Did you mean “{name}”? Rename the file.", name=old.name)
                if new.parent != old.parent:
                    remedy = say("Did you mean “{name}”? Move it to {path}.", name=old.name, path=old)
            faults.append(Problem(str(new), 0, what, remedy))
    content = _put_back(folders, back, ())
    # Search again after each: the file that was found is no candidate for the next, and its own links lead elsewhere now.
    while found := next(iter(_find_lost(_Lost(content, usage, needed, earlier, age), certain=True)), None):
        inner, uses, answers = found
        back |= answers
        faults.append(_explain_lost(inner, uses, tuple(answers), content, inner in needed))
        content = _put_back(content, answers, _list_gone(inner, answers, content))
    gone: set[PurePosixPath] = set()
    for inner, uses, answers in _find_lost(_Lost(content, usage, needed, earlier, age), certain=False):
        gone |= _list_gone(inner, {}, content)
        faults.append(_explain_lost(inner, uses, tuple(answers), content, inner in needed))
    return MendedContent(_put_back(content, {}, gone), tuple(faults), {str(old): str(new) for new, old in back.items()})


def _find_lost(lost: "_Lost", certain: bool) -> Iterator[tuple[str, _Uses, Mapping[PurePosixPath, PurePosixPath]]]:
    """Yield each lost file, the most used first: its inner path, uses and answers."""
    for inner, uses in sorted(lost.list(), key=lambda found: -len(found[1])):
        answers = lost.answer(inner, uses, certain)
        if answers or not certain:
            yield inner, uses, answers


def _list_gone(inner: str, answers: Mapping[PurePosixPath, PurePosixPath], content: Content) -> set[PurePosixPath]:
    return {PurePosixPath("content", code, inner) for code in content.settings.languages} - {*answers.values()}


def _explain_lost(inner: str, uses: _Uses, answers: Sequence[PurePosixPath], content: Content, is_needed: bool) -> Problem:
    """Explain a file that no language has, and that links lead to."""
    language = content.settings.languages[0]
    file, line, _ = min(use for use in uses if use[0].startswith("content/"))
    what = say_number(
        len(uses),
        "no language has this file, and a link leads to it, in {place}",
        "no language has this file, and {number} links lead to it, the first in {place}",
        place=f"{file}:{line}",
    )
    names = dict.fromkeys("/".join(new.parts[2:]) for new in answers)
    remedy = say("Put it back, or leave these links out.") if len(uses) > 1 else say("Put it back, or leave the link out.")
    if names:
        now = say_all([quote(name) for name in names])
        new = f"make rename OLD={language}/{inner} NEW={language}/{next(iter(names))}"
        remedy = say("Is it {now} now? Give it its old name back; for another, run after that: {new}", now=now, new=new)
        if is_needed:
            remedy = say("Is it {now} now? Give it its old name back, which the site needs.", now=now)
    return Problem(f"content/{language}/{inner}", 0, what, remedy)


def _mend_sections(content: Content) -> tuple[Content, list[Problem]]:
    """Find the section that many pages name, and that the settings misspell."""
    known, line = content.settings.sections, content.settings.lines.get("sections", 0)
    pages = Counter(page.section for page in content.pages if page.section)
    unused = [section for section in known if section not in pages]
    unknown = [section for section, number in pages.items() if section not in known and number >= _MANY]
    if len(unused) != 1 or len(unknown) != 1:
        return content, []
    (wrong,), (right,) = unused, unknown
    what = say("the section “{wrong}” is on no page, and {number} pages are in “{right}”", wrong=wrong, number=pages[right], right=right)
    settings = content.settings._replace(sections=tuple(right if section == wrong else section for section in known))
    return content._replace(settings=settings), [Problem(str(SETTINGS), line, what, say("Did you mean “{name}”?", name=right))]


def _mend_folders(content: Content) -> tuple[Content, list[Problem]]:
    """Find folders that have another name in one language, and leave out their files."""
    faults: list[Problem] = []
    unread: set[PurePosixPath] = set()
    away: set[PurePosixPath] = set()
    names: dict[str, dict[str, set[str]]] = {}
    for file in content.files:
        if len(file.parts) > 3 and file.parts[1] in content.settings.languages:
            names.setdefault(file.parts[1], {}).setdefault(file.parts[2], set()).add("/".join(file.parts[3:]))
    for code, own in names.items():
        for other in (held for language, held in names.items() if language != code):
            for folder in other.keys() - own.keys():
                path = PurePosixPath("content", code, folder)
                alike = [name for name in own.keys() - other.keys() if 2 * len(own[name] & other[folder]) > max(2, len(other[folder]))]
                # The right name is the one that the build knows.
                if folder in ("factors", "pillars", "texts") and alike and not content.hides(path):
                    what = say("this folder is called “{folder}” in the other languages", folder=folder)
                    faults.append(Problem(str(path.parent / alike[0]), 0, what, say("Rename it to “{name}”.", name=folder)))
                    unread.add(path)
                    away |= {file for file in content.files if path.parent / alike[0] in file.parents}
    return content._replace(
        pages=tuple(page for page in content.pages if page.source not in away) if away else content.pages,
        files=content.files - away,
        unread=content.unread | unread,
    ), list(dict.fromkeys(faults))


def _inner(file: PurePosixPath) -> str:
    """Return a file's path below its language folder."""
    return "/".join(file.parts[2:])


def _find_moved(
    content: Content, code: str, needed: Container[str], mentions: Mapping[str, int], earlier: _EarlierTexts
) -> Iterator[tuple[PurePosixPath, PurePosixPath, PurePosixPath]]:
    """Find the files of one language that have another path than their translations: new path, old path, translation.

    The right path is the one that is required; else the one that is mentioned more, or that the last build had.
    """
    mine = [item for item in content.items if item.language == code]
    others = {_inner(item.source) for item in content.items if item.language != code}
    names = {_inner(file) for file in content.files if file.parts[1] == code}
    absent = [item for item in content.items if item.language != code and _inner(item.source) not in names]

    def rank(inner: str) -> tuple[bool, int, bool]:
        return inner in needed, mentions.get(inner, 0), f"content/{code}/{inner}" in earlier

    for item in mine if absent else ():
        new = _inner(item.source)
        for twin in [] if new in others else absent:
            old = PurePosixPath("content", code, _inner(twin.source))
            is_right = rank(new) < rank(_inner(old)) or (rank(new) == rank(_inner(old)) and code != content.settings.languages[0])
            if is_right and not content.hides(old) and _is_pair(item, twin, earlier.get(str(old))):
                yield item.source, old, twin.source
                absent.remove(twin)
                break


def _is_pair(item: _Prose | Texts, twin: _Prose | Texts, before: EarlierText | None) -> bool:
    """Return whether a file is another's translation: one names the other's digest, or both have the same keys."""
    if isinstance(item, Texts) or isinstance(twin, Texts):
        keys = ({key.partition(".")[2] for key in each.words} for each in (item, twin) if isinstance(each, Texts))
        return isinstance(item, Texts) and isinstance(twin, Texts) and next(keys) == next(keys) != set()
    return type(item) is type(twin) and (
        item.twins.get(twin.language) == twin.digest
        or twin.twins.get(item.language) == item.digest
        or bool(before and before.digest == item.digest)
    )


class _Lost:
    """Finds the targets of links that no language has, and their new names."""

    def __init__(self, content: Content, usage: TemplateUsage, needed: Container[str], earlier: _EarlierTexts, age: Age) -> None:
        self._content, self._needed, self._earlier, self._age = content, needed, earlier, age
        self._languages = content.settings.languages
        self._templates = {name.removesuffix(".html") for name in usage.templates}
        self._hrefs = [use for use in usage.uses if use.kind == "href"]
        self._placed = {link.target for item in content.prose for link in item.links}
        self._texts: Mapping[PurePosixPath, _Prose] = {item.source: item for item in content.prose}

    def list(self) -> Sequence[tuple[str, _Uses]]:
        """List each inner path with its uses: those that many links lead to, the last build had, or the site needs."""
        content = self._content
        there = {_inner(file).lower() for file in content.files}
        found: dict[str, list[tuple[str, int, str]]] = {}
        files = {None, *map(str, content.files)}
        for item in content.prose:
            # Fast path: most links lead to a file.
            for link in (link for link in item.links if link.target not in files):
                target = PurePosixPath(link.target or "")
                is_inside = len(target.parts) > 2 and target.parts[0] == "content" and target.parts[1] in self._languages
                if is_inside and target.suffix in (".md", *ATTACHMENTS) and _inner(target).lower() not in there:
                    found.setdefault(_inner(target), []).append((str(item.source), link.line, link.anchor))
        for use in self._hrefs:
            if f"{use.value}.md" in found:
                found[f"{use.value}.md"].append((use.file, use.line, use.anchor))
        return [
            (inner, uses)
            for inner, uses in found.items()
            if len(uses) >= _MANY or inner in self._needed or any(f"content/{code}/{inner}" in self._earlier for code in self._languages)
            if not any(content.hides(PurePosixPath("content", code, inner)) for code in self._languages)
        ]

    def answer(self, inner: str, uses: _Uses, certain: bool) -> Mapping[PurePosixPath, PurePosixPath]:
        """Map the likely file in each language to its old path; if not `certain`, also take the newest file."""
        found: dict[PurePosixPath, PurePosixPath] = {}
        for code in self._languages:
            old = PurePosixPath("content", code, inner)
            here = [file for file in self._content.files if file.parts[1] == code]
            free = [file for file in here if self._is_free(file, old)]
            best = max(free, key=lambda file: (self._judge(file, old, uses), self._age(file), str(file)), default=None)
            if best and (any(self._judge(best, old, uses)) or (not certain and self._age(best) == max(map(self._age, here)))):
                found[best] = old
        return found

    def _is_free(self, file: PurePosixPath, old: PurePosixPath) -> bool:
        """Return whether nothing needs a file or links to it, and it is new."""
        inner = _inner(file)
        kind = FactorText if old.parts[2] == "factors" else Page
        return (
            file.suffix == old.suffix
            and (file.suffix != ".md" or isinstance(self._texts.get(file), kind))
            and str(file) not in self._placed
            and str(file) not in self._earlier
            and inner not in self._needed
            and not any(f"{use.value}.md" == inner for use in self._hrefs)
        )

    def _judge(self, file: PurePosixPath, old: PurePosixPath, uses: _Uses) -> tuple[bool, ...]:
        """Return the signs that a file is the one that is gone, the surest first."""
        text, before = self._texts.get(file), self._earlier.get(str(old))
        anchors = {anchor for used_by, _, anchor in uses if anchor and used_by.startswith("content/")}
        task = find_template(_inner(old).removesuffix(".md"), self._templates)
        page = text if isinstance(text, Page) else None
        return (
            bool(text and before and before.digest == text.digest),
            file.name == old.name,
            bool(page and page.slug == old.stem),
            bool(text and anchors and anchors <= text.anchors),
            bool(page and task != "page" and page.template == task),
            # Every file of these folders is one that the model names, so an unknown file is the missing one.
            old.parts[2] in ("factors", "pillars") and file.parent == old.parent,
        )


def _put_back(content: Content, back: Mapping[PurePosixPath, PurePosixPath], gone: Iterable[PurePosixPath]) -> Content:
    """Give files their old paths, and add those that are gone."""
    if not back and not gone:
        return content
    return content._replace(
        pages=tuple(_rename_page(page, old) if (old := back.get(page.source)) else page for page in content.pages),
        factors=tuple(
            replace(factor, source=old, key=old.stem, links=_relocate(factor, old)) if (old := back.get(factor.source)) else factor
            for factor in content.factors
        ),
        texts=tuple(_rename_texts(texts, old) if (old := back.get(texts.source)) else texts for texts in content.texts),
        files=frozenset((*(back.get(file, file) for file in content.files), *gone)),
    )


def _rename_page(page: Page, old: PurePosixPath) -> Page:
    name = _inner(old).removesuffix(".md")
    # A page that names no template has one by its name.
    template = page.template if "template" in page.lines or not page.template else default_template(name)
    return page._replace(source=old, name=name, template=template, links=_relocate(page, old))


def _relocate(item: _Prose, old: PurePosixPath) -> tuple[Link, ...]:
    """Return a text's links, resolved from its old path."""
    if old.parent == item.source.parent:
        return item.links
    return tuple(
        link._replace(target=posixpath.normpath(f"{old.parent}/{unquote(path)}")) if link.target and path else link
        for link in item.links
        for path in [link.href.partition("#")[0]]
    )


def _rename_texts(texts: Texts, old: PurePosixPath) -> Texts:
    names = {key: f"{old.stem}.{key.partition('.')[2]}" for key in (*texts.words, *texts.lines)}
    words = {names[key]: word for key, word in texts.words.items()}
    return replace(texts, section=old.stem, source=old, words=words, lines={names[key]: line for key, line in texts.lines.items()})


def mend_headings(content: Content, anchors: _Anchors, earlier: _EarlierTexts) -> tuple[_Anchors, tuple[Problem, ...]]:
    """Give headings that were renamed or deleted the names that links use."""
    lost: dict[tuple[PurePosixPath, str], list[tuple[str, int]]] = {}
    ids = {str(file): found for file, found in anchors.items()}
    for item in content.prose:
        for link in item.links:
            if link.target and link.anchor and link.anchor not in ids.get(link.target, (link.anchor,)):
                lost.setdefault((PurePosixPath(link.target), link.anchor), []).append((str(item.source), link.line))
    pages = {page.source: page for page in content.pages}
    faults: list[Problem] = []
    mended = dict(anchors)
    for (file, anchor), places in lost.items():
        heading = _find_heading(pages[file], anchor, content.pages, earlier) if file in pages else None
        if not heading and (len(places) < _MANY or file not in pages):
            continue
        first, line = min(places)
        where = say_number(
            len(places), "a link leads there, in {place}", "{number} links lead there, the first in {place}", place=f"{first}:{line}"
        )
        if heading:
            what = say("this heading was “#{anchor}”, and {where}", anchor=anchor, where=where)
            name = "/".join(file.parts[1:])
            other = f"make rename OLD={name}#{anchor} NEW=#{heading.id}"
            remedy = say("Write “{#{anchor}}” behind it again; for another name, run after that: {new}", anchor=anchor, new=other)
            faults.append(Problem(str(file), heading.line, what, remedy))
        else:
            what = say("no heading here is “#{anchor}”, and {where}", anchor=anchor, where=where)
            faults.append(Problem(str(file), 0, what, say("Put the heading back, or let these links lead elsewhere.")))
        mended[file] |= {anchor}
    return mended, tuple(faults)


def _find_heading(page: Page, anchor: str, pages: Iterable[Page], earlier: _EarlierTexts) -> Heading | None:
    """Find the heading that was `anchor`: the one at its position in a translation, or in the last build."""
    orders = [tuple(heading.id for heading in other.headings) for other in pages if other.name == page.name and other is not page]
    known = frozenset[str]().union(*orders)
    before = earlier.get(str(page.source))
    orders += [before.headings] if before else []
    for order in orders:
        if anchor in order and len(order) == len(page.headings):
            heading = page.headings[order.index(anchor)]
            if heading.id not in order or (before and order is before.headings and heading.id not in known):
                return heading
    return None
