"""The command `rename`: gives a page, a heading or a file beside a page another name, in every language.

Links follow, and so do addresses that were the file's name, with the old one in `redirects`. Translations that matched still do. Either
all files are written, or none.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

from site_src.cache.build_cache import MEMORY, BuildCache
from site_src.check.paths import find_device
from site_src.check.templates import find_template
from site_src.commands.console import Report, list_faults, print_lines, print_report, report_cache_warnings
from site_src.commands.translated import write_digests
from site_src.load.front_matter.schema import LONGEST_SLUG, PAGE_NAME
from site_src.messages import Message, say, say_number, tell
from site_src.model import ATTACHMENTS, Content, FactorText, Link, Page, Problem, Requirement, Source, Sources, TemplateUsage, suggest
from site_src.pipeline import load_content, read_sources
from site_src.publish.write import move_sources
from site_src.render.template_usage import analyse_templates

_EXAMPLES = say("make rename OLD=nl/tips.md NEW=nl/advies.md, or OLD=nl/tips.md#today NEW=#monday")
_CODE_OR_ADDRESS = re.compile(
    r"""
    ^(?:```|~~~).*?^(?:```|~~~)[^\n]*$ | (?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)
    | (?P<before>\]\(\s*<?|^[ ]{0,3}\[(?!\^)[^\]\[]+\]:\s*<?|\b(?:href|src)=["'])(?P<address>[^\s<>"'()]+(?:\([^\s<>"'()]*\)[^\s<>"'()]*)*)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_FILE_NAME = r"\w[\w -]*(?:/\w[\w -]*)*"
_ANCHOR = re.compile("[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


class _Change(NamedTuple):
    """A change of names: each file's new path, or an anchor of these files and its new name."""

    files: Mapping[str, str]
    anchor: str = ""
    new_anchor: str = ""

    def follow(self, target: str, anchor: str) -> tuple[str, str]:
        """Return where a link to a file and its anchor leads after the change."""
        is_renamed = target in self.files and self.anchor and anchor == self.anchor
        return self.files.get(target, target), self.new_anchor if is_renamed else anchor


class RenameResult(NamedTuple):
    """A rename that was done: each file's new path, by the old one, and the files that were written."""

    moved: Mapping[str, str]
    written: tuple[Source, ...]


def run_rename(root: Path, old: str, new: str) -> int:
    """Rename, and print what was written; return the exit code."""
    renamed, faults = rename(root, old, new)
    if faults:
        return print_report(Report(faults))
    moved, written = renamed
    print_lines(tell(say("{file} is {other}", file=file, other=other)) for file, other in moved.items())
    files = ", ".join(sorted(str(source.path) for source in written))
    print_lines([tell(say_number(len(written), "1 file written: {files}", "{number} files written: {files}", files=files))])
    return 0


def rename(root: Path, old: str, new: str) -> tuple[RenameResult, tuple[str, ...]]:
    """Rename; return what was done, or the faults for which nothing is."""
    sources, problems = read_sources(root)
    # The cache of builds: most files are loaded already.
    cache = BuildCache(root / MEMORY)
    loaded, faults = load_content(sources, cache)
    with report_cache_warnings():
        cache.save()
    nothing = RenameResult({}, ())
    if problems or faults:
        return nothing, list_faults((*problems, *faults), sources.content)
    usage, faults = analyse_templates(sources.templates)
    change, more = _plan(old, new, loaded.content, usage)
    if faults or more:
        return nothing, list_faults((*faults, *more), sources.all)
    changed = _rewrite(sources.content, loaded.content, change, cache)
    moved = {file: other for file, other in change.files.items() if file != other}
    faults = _compare_links(loaded.content, sources, changed, change, cache)
    faults = faults or move_sources(root, changed, [PurePosixPath(file) for file in moved])
    return (nothing, list_faults(faults, ())) if faults else (RenameResult(moved, changed), ())


def find_usage_fault(arguments: Sequence[str]) -> Message | None:
    """Find out why arguments of `rename` cannot be used; None where they are two names."""
    return None if len(arguments) == 2 and all(arguments) else say("Two names are needed: type {examples}.", examples=_EXAMPLES)


def _plan(old: str, new: str, content: Content, usage: TemplateUsage) -> tuple[_Change, tuple[Problem, ...]]:
    """Find what changes, or why it cannot."""
    languages = content.settings.languages
    old_file, _, old_anchor = old.partition("#")
    new_file, is_anchor, new_anchor = new.partition("#")
    path = PurePosixPath("content", old_file.removeprefix("content/"))
    inner = "/".join(path.parts[2:])
    nothing = _Change({})
    if path not in content.files or len(path.parts) < 3 or path.parts[1] not in languages:
        names = {"/".join(file.parts[1:]) for file in content.files}
        return nothing, (Problem(str(path), 0, say("there is no such file"), suggest(old_file.removeprefix("content/"), names)),)
    pages = {str(page.source): page for page in content.pages if "/".join(page.source.parts[2:]) == inner}
    if bool(old_anchor) != bool(is_anchor) or (is_anchor and new_file):
        return nothing, (Problem(str(path), 0, say("the two names are not of one kind"), say("Type {examples}.", examples=_EXAMPLES)),)
    if old_anchor:
        return _plan_anchor(pages, path, old_anchor, new_anchor, usage)
    name = new_file.removeprefix("content/").removeprefix(f"{path.parts[1]}/")
    name = name if name.endswith(path.suffix) else f"{name}{path.suffix}"
    files = {file: str(PurePosixPath(*PurePosixPath(file).parts[:2], name)) for file in pages or [str(path)]}
    problem = _find_obstacle(path, inner, name, files, content, usage)
    return (nothing, (problem,)) if problem else (_Change(files), ())


def _plan_anchor(
    pages: Mapping[str, Page], path: PurePosixPath, old: str, new: str, usage: TemplateUsage
) -> tuple[_Change, tuple[Problem, ...]]:
    """Plan another name for a heading of a page, in each language that has it."""
    user = next(
        (use for use in usage.uses if use.kind == "href" and use.anchor == old and f"{use.value}.md" == "/".join(path.parts[2:])), None
    )
    problem = None
    ids = {heading.id for page in pages.values() for heading in page.headings if heading.named}
    if not pages:
        problem = Problem(str(path), 0, say("the headings of this file have fixed names"), say("Rename a heading of a page."))
    elif old not in ids:
        problem = Problem(str(path), 0, say("there is no heading “#{anchor}”", anchor=old), suggest(old, ids))
    elif not _ANCHOR.fullmatch(new):
        problem = Problem(
            str(path), 0, say("“{name}” cannot name a heading", name=new), say("Use a to z, 0 to 9 and single hyphens, such as #monday.")
        )
    elif any(new in page.anchors for page in pages.values()):
        problem = Problem(str(path), 0, say("“#{anchor}” is there already", anchor=new), say("Choose another name."))
    elif user:
        problem = _report_use(user, f"#{old}")
    return (_Change({}), (problem,)) if problem else (_Change({file: file for file in pages}, old, new), ())


def _find_obstacle(
    path: PurePosixPath, inner: str, name: str, files: Mapping[str, str], content: Content, usage: TemplateUsage
) -> Problem | None:
    """Find out why a file cannot get another name."""
    stem = inner.removesuffix(".md")
    templates = {template.removesuffix(".html") for template in usage.templates if "/" not in template}
    user = next((use for use in usage.uses if use.kind in ("href", "asset") and use.value in (stem, str(path))), None)
    if path.suffix not in (".md", *ATTACHMENTS) or path.parts[2] == "factors":
        return Problem(str(path), 0, say("the name of this file is fixed"), say("Rename a page, a heading, a picture or a document."))
    if path.suffix == ".md" and find_template(stem, templates) != "page":
        return Problem(
            str(path), 0, say("the site finds this page by its name"), say("Leave its name; “title” and “slug” are yours to change.")
        )
    if user:
        return _report_use(user, inner)
    pattern = PAGE_NAME if path.suffix == ".md" else _FILE_NAME
    new_stem = name.removesuffix(path.suffix)
    if not re.fullmatch(pattern, new_stem) or name.split("/")[0] in ("factors", "texts"):
        return Problem(name, 0, say("cannot be the name of this file"), say("Use a to z, 0 to 9 and hyphens, such as my-tips.md."))
    if device := find_device(name):
        return Problem(name, 0, say("Windows opens no file or folder of the name “{name}”", name=device), say("Choose another name."))
    if len(new_stem) > LONGEST_SLUG:
        return Problem(name, 0, say("is longer than {most} characters", most=LONGEST_SLUG), say("Choose a shorter name."))
    if name.split("/")[0] in content.settings.languages:
        return Problem(
            name, 0, say("is in another language"), say("Give both names in “{folder}”; translations follow.", folder=path.parts[1])
        )
    if path.suffix == ".md" and find_template(new_stem, templates) != "page":
        return Problem(name, 0, say("is for a page with a task of its own"), say("Choose another name."))
    taken = {str(file).lower() for file in content.files} - {file.lower() for file in files}
    own_first = sorted(files.values(), key=lambda file: PurePosixPath(file).parts[1] != path.parts[1])
    there = next((file for file in own_first if file.lower() in taken or file in files), None)
    return Problem(there, 0, say("is there already"), say("Choose another name.")) if there else None


def _report_use(use: Requirement, name: str) -> Problem:
    """Report that a template uses a name."""
    what = say("the site itself links to “{name}”", name=name)
    return Problem(use.file, use.line, what, say("Leave its name, or let a developer change both."))


def _rewrite(sources: Iterable[Source], content: Content, change: _Change, cache: BuildCache) -> tuple[Source, ...]:
    """Rewrite each file that changes: its own name, its links, its address and its anchors."""
    pages = {str(page.source): page for page in content.pages}
    changed: list[Source] = []
    for source in sources:
        file = str(source.path)
        if source.path.suffix != ".md" or len(source.path.parts) < 3:
            data = source.data
        else:
            # Surrogates keep what is no UTF-8, and bytes keep the ends of lines.
            text = _rewrite_links(source.data.decode("utf-8", "surrogateescape"), file, change)
            if file in change.files and change.anchor:
                text = re.sub(rf"(\{{[^{{}}\n]*#){re.escape(change.anchor)}(?=[\s}}])", rf"\g<1>{change.new_anchor}", text)
                text = re.sub(rf"""(\bid=["']?){re.escape(change.anchor)}(?=["'\s>])""", rf"\g<1>{change.new_anchor}", text)
            elif file in change.files and file in pages:
                text = _rewrite_slug(text, pages[file], change.files[file])
            data = text.encode("utf-8", "surrogateescape")
        if data != source.data or change.files.get(file, file) != file:
            changed.append(Source(PurePosixPath(change.files.get(file, file)), data))
    return _update_digests(sources, content, changed, change, cache)


def _rewrite_links(text: str, file: str, change: _Change) -> str:
    """Rewrite the links of one file; code stays as it is."""
    here = posixpath.dirname(file)
    there = posixpath.dirname(change.files.get(file, file))

    def rewrite(found: re.Match[str]) -> str:
        address = found["address"]
        if not address or re.match(r"[a-z][a-z0-9+.-]*:|//|/", address, re.IGNORECASE):
            return found[0]
        path, hash_, anchor = address.partition("#")
        target = posixpath.normpath(posixpath.join(here, unquote(path))) if path else file
        other, new_anchor = change.follow(target, unquote(anchor))
        if (other, new_anchor) == (target, unquote(anchor)) and (here == there or not path):
            return found[0]
        new_path = quote(posixpath.relpath(other, there)) if path else ""
        return f"{found['before']}{new_path}{hash_}{new_anchor}"

    return _CODE_OR_ADDRESS.sub(rewrite, text)


def _rewrite_slug(text: str, page: Page, new: str) -> str:
    """Rewrite an address that was the file's name, and note the old one.

    A draft's address is not noted, since it was never published.
    """
    old_name, new_name = (name.removesuffix(".md").replace("_", "-") for name in (page.name, "/".join(PurePosixPath(new).parts[2:])))
    if page.slug != old_name:
        return text
    end = "\r\n" if "\r\n" in text else "\n"
    old_line = re.compile(rf"^slug:[ \t]*[\"']?{re.escape(page.slug)}[\"']?[ \t]*$", re.MULTILINE)
    if page.draft:
        return old_line.sub(f"slug: {new_name}", text, count=1)
    listed = re.compile(r"^redirects:[ \t]*\[([^\]\r\n]*)\]", re.MULTILINE)
    if listed.search(text):
        text = listed.sub(lambda found: f"redirects: [{found[1].strip().rstrip(',')}, {page.slug}]", text, count=1)
        return old_line.sub(f"slug: {new_name}", text, count=1)
    return old_line.sub(f"slug: {new_name}{end}redirects: [{page.slug}]".replace("\\", r"\\"), text.replace("\r\n", "\n"), count=1).replace(
        "\n", end
    )


def _update_digests(
    sources: Iterable[Source], content: Content, changed: Iterable[Source], change: _Change, cache: BuildCache
) -> tuple[Source, ...]:
    """Name the new digests of rewritten texts in the translations that matched them before."""
    after = _load_after(sources, changed, change, cache)
    old = {str(item.source): item for item in content.prose}
    new = {str(item.source): item for item in after.prose}
    written = {str(source.path): source for source in _put_together(sources, changed, change)}
    result = {str(source.path): source for source in changed}
    for file, item in old.items():
        place = change.files.get(file, file)
        digests = dict(item.twins)
        for language, digest in item.twins.items():
            twin = str(PurePosixPath("content", language, *PurePosixPath(file).parts[2:]))
            other = new.get(change.files.get(twin, twin))
            if other and twin in old and old[twin].digest == digest:
                digests[language] = other.digest
        if digests != dict(item.twins):
            result[place] = Source(PurePosixPath(place), write_digests(written[place].data, digests))
    return tuple(result[place] for place in sorted(result))


def _put_together(sources: Iterable[Source], changed: Iterable[Source], change: _Change) -> tuple[Source, ...]:
    """Return all sources as they will be."""
    files = {str(source.path): source for source in sources if change.files.get(str(source.path), str(source.path)) == str(source.path)}
    return tuple((files | {str(source.path): source for source in changed}).values())


def _load_after(sources: Iterable[Source], changed: Iterable[Source], change: _Change, cache: BuildCache) -> Content:
    loaded, _ = load_content(Sources(_put_together(sources, changed, change), (), (), ()), cache)
    return loaded.content


def _compare_links(before: Content, sources: Sources, changed: Sequence[Source], change: _Change, cache: BuildCache) -> tuple[Problem, ...]:
    """Report each link that would lead elsewhere, such as one in an unusual notation."""
    after = {str(item.source): item for item in _load_after(sources.content, changed, change, cache).prose}
    return tuple(
        Problem(
            str(item.source),
            link.line,
            say("the link “{href}” cannot be rewritten", href=link.href),
            say("Write it as [words](address), and try again."),
        )
        for item in before.prose
        for link, other in _pair_links(item, after[change.files.get(str(item.source), str(item.source))])
        if link.target and (other is None or change.follow(link.target, link.anchor) != (other.target, other.anchor))
    )


def _pair_links(item: Page | FactorText, other: Page | FactorText) -> Iterator[tuple[Link, Link | None]]:
    links = [*other.links, *[None] * len(item.links)]
    return zip(item.links, links, strict=False)
