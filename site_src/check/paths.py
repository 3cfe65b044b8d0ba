"""Checks which files exist in each language, their names and their addresses."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from site_src.messages import say
from site_src.model import SETTINGS, Content, Page, Problem, TemplateUsage, Vocabulary, find_closest

REQUIRED_PAGES = ("index", "404", "quiz")
# Reserved address → the name of the only page that may have it; empty for none.
_RESERVED = {"index": "index", "404": "404", "sitemap": ""}
_DEVICE = re.compile(r"(?i)(?:aux|con|nul|prn|(?:com|lpt)[0-9])")
"""The names that Windows keeps for devices, whatever follows their first dot: it can neither open nor write such a file."""


def check_folders(content: Content, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Compare the settings' languages with the folders."""
    if SETTINGS not in content.files and not content.hides(SETTINGS):
        yield Problem(str(SETTINGS), 0, say("is missing"), say("It holds “base_url” and “languages”."))
    found = {file.parts[1] for file in content.files if len(file.parts) > 2}
    capitals = {folder: code for folder in found.difference(languages) for code in set(languages) - found if folder.lower() == code.lower()}
    for folder, code in capitals.items():
        yield Problem(
            f"content/{folder}", 0, say("the folder of “{code}” has other capitals", code=code), say("Rename it to “{name}”.", name=code)
        )
    for file in sorted(content.files):
        if device := find_device("/".join(file.parts)):
            yield Problem(str(file), 0, say("Windows opens no file or folder of the name “{name}”", name=device), say("Rename it."))
    found |= {*capitals.values()}
    for folder in found.difference(languages, capitals):
        remedy = say("Add it to “languages” in {file}, or move the folder.", file=SETTINGS)
        yield Problem(f"content/{folder}", 0, say("“{folder}” is not a language of this site", folder=folder), remedy)
    for language in (code for code in set(languages) - found if not content.hides(PurePosixPath("content", code))):
        line = content.settings.lines.get("languages", 0)
        remedy = say("Make “content/{language}”, with every file of another language.", language=language)
        yield Problem(str(SETTINGS), line, say("the language “{language}” has no folder", language=language), remedy)


def check_translations(
    content: Content, usage: TemplateUsage, languages: tuple[str, ...], vocabulary: Vocabulary, copies: Iterable[tuple[Page, Page]]
) -> Iterator[Problem]:
    """Report missing translations, missing required files, misnamed files, and unknown factors and pillars.

    `copies`: from `find_copies`.
    """
    by_language = {
        language: {_relative(file) for file in content.files if file.parts[1] == language and file.suffix in (".md", ".yaml")}
        for language in languages
    }
    by_language = {language: files for language, files in by_language.items() if files}
    keys = {"factors": tuple(vocabulary.factors), "pillars": vocabulary.pillars}
    needed = {f"{name}.md" for name in REQUIRED_PAGES}
    needed |= {f"{folder}/{key}.md" for folder, known in keys.items() for key in known}
    # Only a menu with sections needs texts for their names.
    sections = ("sections",) if content.settings.sections else ()
    needed |= {f"texts/{section}.yaml" for section in ("language", *sections, *vocabulary.keyed)}
    unknown = {file for files in by_language.values() for file in files if _is_unknown(file, keys)}
    misnamed = _find_misnamed(by_language, needed, unknown, count_mentions(content, usage), _find_section_ids(content.pages))
    extra = {_relative(copy.source) for copy, _ in copies}
    everywhere = needed.union(*by_language.values()) - unknown - extra - {file for names in misnamed.values() for file in names}
    for language, files in by_language.items():
        meant_here = set(misnamed[language].values())
        for file, meant in misnamed[language].items():
            what = say("“{name}” has no translation", name=PurePosixPath(file).name)
            other = next((f"content/{code}/{meant}" for code in languages if meant in by_language.get(code, ())), None)
            if other:
                what = say("“{name}” has no translation, and {other} has none here", name=PurePosixPath(file).name, other=other)
            yield Problem(
                f"content/{language}/{file}", 0, what, say("Did you mean “{name}”? Rename the file.", name=PurePosixPath(meant).name)
            )
        for file in sorted(files & unknown):
            folder, stem = file.removesuffix(".md").split("/")
            named = find_closest(stem, [key for key in keys[folder] if f"{folder}/{key}.md" not in files])
            meant_here.add(f"{folder}/{named}.md")
            what = say("no question of the quiz is called “{name}”", name=stem)
            if folder == "pillars":
                what = say("no pillar is called “{name}”", name=stem)
            remedy = say("Did you mean “{name}”? Rename the file.", name=named) if named else say("Remove it: nothing uses it.")
            yield Problem(f"content/{language}/{file}", 0, what, remedy)
        for file in everywhere - files - meant_here:
            if content.hides(PurePosixPath("content", language, file)):
                continue
            other = next((f"content/{code}/{file}" for code in languages if file in by_language.get(code, ())), None)
            what, remedy = (say("is missing"), say("Every language needs this file."))
            if other:
                what, remedy = say("is missing, and {other} is there", other=other), say("Translate that, under this same name.")
            yield Problem(f"content/{language}/{file}", 0, what, remedy)
        yield from _check_capitals(language, files)


def _relative(file: PurePosixPath) -> str:
    """Return a file's path below its language folder."""
    return "/".join(file.parts[2:])


def _find_section_ids(pages: Iterable[Page]) -> Mapping[str, tuple[str, ...]]:
    """Index the section ids that authors wrote, by file, if exactly two files have them.

    By these ids, a page that was renamed in one language is matched with its translation.
    """
    ids = {_relative(page.source): tuple(heading.id for heading in page.headings if heading.level == 2 and heading.named) for page in pages}
    files = Counter(ids.values())
    return {file: named for file, named in ids.items() if len(named) > 1 and files[named] == 2}


def find_copies(pages: Iterable[Page]) -> Sequence[tuple[Page, Page]]:
    """Find pages in only one language with the address of another page; return each with that page.

    Such pages are usually copies made by an author's computer.
    """
    pages = tuple(pages)
    languages = Counter(page.name for page in pages)
    taken = {str(page.address).lower(): page for page in pages if page.slug and languages[page.name] > 1}
    alone = (page for page in pages if page.slug and languages[page.name] == 1)
    return [(page, taken[address]) for page in alone if (address := str(page.address).lower()) in taken]


def report_copies(found: Iterable[tuple[Page, Page]]) -> Iterator[Problem]:
    """Report each copy found by `find_copies`."""
    for page, original in found:
        what = say("has the address of {file}, and no translation", file=original.source)
        yield Problem(str(page.source), page.lines.get("slug", 1), what, say("If it is a copy, remove it; if not, give it another “slug”."))


def count_mentions(content: Content, usage: TemplateUsage) -> Counter[str]:
    """Count how often templates, links and addresses name each path below a language folder."""
    linked = ("/".join(link.target.split("/")[2:]) for item in content.prose for link in item.links if link.target)
    used = [f"{use.value}.md" for use in usage.uses if use.kind == "href"]
    used += [f"texts/{use.value.split('.')[0]}.yaml" for use in usage.uses if use.kind in ("t", "text_of")]
    return Counter((*linked, *used, *(f"{page.slug}.md" for page in content.pages)))


def _find_misnamed(
    by_language: Mapping[str, Collection[str]],
    needed: Collection[str],
    unknown: Collection[str],
    mentions: Mapping[str, int],
    section_ids: Mapping[str, tuple[str, ...]],
) -> Mapping[str, Mapping[str, str]]:
    """Find files with a name that no other language has: language → file → the right name.

    The right name is the required one; else the one that is mentioned more, that more languages have, or that comes first.
    """
    holders = Counter(file for files in by_language.values() for file in files)
    first = {file: -index for index, files in reversed(list(enumerate(by_language.values()))) for file in files}

    def authority(file: str) -> tuple[bool, int, int, int]:
        return file in needed, mentions.get(file, 0), holders[file], first.get(file, -len(by_language))

    found: dict[str, dict[str, str]] = {language: {} for language in by_language}
    for language, files in by_language.items():
        absent = {*needed, *holders} - {*files} - {*unknown}
        if not absent:
            continue
        for file in sorted(file for file in files if holders[file] == 1 and file not in unknown and file not in needed):
            path = PurePosixPath(file)
            alike = {PurePosixPath(other).stem: other for other in absent if PurePosixPath(other).parent == path.parent}
            same = (other for other in absent if file in section_ids and section_ids.get(other) == section_ids[file])
            meant = alike.get(find_closest(path.stem, alike) or "") or next(same, None)
            if meant and PurePosixPath(meant).suffix == path.suffix and authority(file) < authority(meant):
                found[language][file] = meant
                absent.discard(meant)
    return found


def _is_unknown(file: str, keys: Mapping[str, Collection[str]]) -> bool:
    folder, _, name = file.partition("/")
    return folder in keys and "/" not in name and name.removesuffix(".md") not in keys[folder]


def _check_capitals(language: str, files: Iterable[str]) -> Iterator[Problem]:
    """Report names that differ only in their capitals."""
    first: dict[str, str] = {}
    for file in sorted(files):
        other = first.setdefault(file.lower(), file)
        if other != file:
            what = say("has the name of {other} but for its capitals, which many computers take for one file", other=other)
            yield Problem(f"content/{language}/{file}", 0, what, say("Rename one of them."))


def check_addresses(pages: Iterable[Page]) -> Iterator[Problem]:
    """Report two pages with one address, ignoring capitals; and reserved addresses."""
    taken: dict[str, Page] = {}
    for page in pages:
        file, line = str(page.source), page.lines.get("slug", 1)
        if page.name == "404" or not page.slug:
            continue
        first = taken.setdefault(str(page.address).lower(), page)
        if page.slug.startswith(f"{page.language}/"):
            what = say("the address “{slug}” starts with its language, which every address here does by itself", slug=page.slug)
            yield Problem(file, line, what, say("Write “{words}”.", words=page.slug.removeprefix(f"{page.language}/")))
        if device := find_device(page.slug):
            what = say("the address “{slug}”: Windows opens no file or folder of the name “{name}”", slug=page.slug, name=device)
            yield Problem(file, line, what, say("Choose another “slug”."))
        if _is_reserved(page.slug, page):
            yield Problem(file, line, say("the address “{slug}” is reserved", slug=page.slug), say("Choose another “slug”."))
        elif first is not page:
            place = f"{first.source}:{first.lines.get('slug', 1)}"
            yield Problem(
                file,
                line,
                say("the address “{slug}” is taken by {place}", slug=page.slug, place=place),
                say("Give one of them another “slug”."),
            )


def _is_reserved(slug: str, page: Page) -> bool:
    """Return whether an address is reserved for another page, or for the single-file quiz."""
    return _RESERVED.get(slug.lower(), page.name) != page.name or slug == f"ssi-quiz-{page.language}"


def find_device(path: str) -> str | None:
    """Find the part of a path that Windows opens as a device; None where it opens every part."""
    return next((part for part in path.split("/") if _DEVICE.fullmatch(part.partition(".")[0])), None)


def simplify_name(words: str) -> str:
    """Turn words into a name for a file or a folder: a to z without accents, 0 to 9, and hyphens between them; empty without those.

    >>> simplify_name("Één tip: 24/7")
    'een-tip-24-7'
    """
    letters = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")


def check_old_addresses(pages: Iterable[Page]) -> Iterator[Problem]:
    """Report old addresses that are now reserved, or another page's."""
    pages = tuple(pages)
    taken = {str(page.address).lower(): page for page in pages if page.slug}
    for page in pages:
        for slug, address in zip(page.redirects, page.old_addresses, strict=True):
            first = taken.setdefault(str(address).lower(), page)
            remedy = say("Leave it out of “redirects”.")
            what = None
            if page.name == "404":
                what = say("this page has no address of its own, so it can have had no other")
            elif slug in _RESERVED or _is_reserved(slug, page):
                what = say("the old address “{slug}” is reserved", slug=slug)
            elif device := find_device(slug):
                what = say("the old address “{slug}”: Windows opens no file or folder of the name “{name}”", slug=slug, name=device)
            elif first is page and slug == page.slug:
                what = say("the old address “{slug}” is the one it has now", slug=slug)
            elif slug.startswith(f"{page.language}/"):
                what = say("the old address “{slug}” starts with its language, which every address here does by itself", slug=slug)
                remedy = say("Write “{words}”.", words=slug.removeprefix(f"{page.language}/"))
            elif first is not page:
                what = say("the old address “{slug}” belongs to {file}", slug=slug, file=first.source)
            if what:
                yield Problem(str(page.source), page.lines["redirects"], what, remedy)


def check_dates(pages: Iterable[Page]) -> Iterator[Problem]:
    """Report dates of checks and changes that are before the date of writing."""
    for page in pages:
        if date.min < page.checked < page.written:
            what, remedy = say("“checked” is before “written”"), say("Put the day on which the page was last checked.")
            yield Problem(str(page.source), page.lines["checked"], what, remedy)
        for day, _ in page.changes:
            if day < page.written:
                what = say("the change of {day} is before “written”", day=day.isoformat())
                remedy = say("Put the day on which it was made.")
                yield Problem(str(page.source), page.lines[f"changes.{day.isoformat()}"], what, remedy)
