"""The command `new`: the files of a new page, a factor's text or a language.

They have the right names, and stand in every language's folder. Words still to be written are marked “TODO”. The check lets no such mark be
published: it lists them, file by file.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from site_src.check.paths import find_device, simplify_name
from site_src.commands.console import print_lines
from site_src.commands.translated import DIGESTS_LINE
from site_src.load.front_matter.schema import LANGUAGE, PAGE_NAME
from site_src.load.markdown import join_content
from site_src.load.model_keys import read_vocabulary
from site_src.load.one_file import load_file
from site_src.load.sources import read_folder
from site_src.messages import Message, say, tell
from site_src.model import SETTINGS, Problem, Source, find_closest
from site_src.publish.write import write_sources
from ssi_core.model import MODEL

KINDS: Mapping[str, str] = {"page": "my-tips", "factor-text": "groups", "language": "de"}
"""The kinds of things to make, each with an example of a name."""

_LONGEST_NAME = 60
_LIST = re.compile(r"^languages:[ \t]*\[([^\]\n]*)\]", re.MULTILINE)
_MARK = say("TODO: translate this file; then remove this line.")

_PAGE = """\
---
title: TODO
# {about_description}
description: TODO
# {about_slug}
slug: {slug}
{section}# {about_draft}
draft: true
written: {today}
checked: {today}
---
TODO
"""
_FACTOR = """\
---
name: TODO
question: TODO
levels:
{levels}{optional}advice:
{advice}checked: {today}
---
## TODO {{#why}}

TODO

## TODO {{#how}}

TODO

## TODO {{#source}}

TODO
"""

_Result = tuple[tuple[Source, ...], tuple[Problem, ...]]


def run_new(root: Path, kind: str, name: str) -> int:
    """Make the files, and print their paths; return the exit code."""
    files, faults = make_new(root, kind, name)
    if faults:
        print_lines(faults, sys.stderr)
        return 1
    print_lines(source.path for source in files)
    print(tell(say("Write the words where “TODO” stands: “make check” lists what is left, “make serve” shows how it looks.")))
    return 0


def make_new(root: Path, kind: str, name: str) -> _Result:
    """Make the files; return them, or the faults for which none is made.

    `kind`: a key of `KINDS`. `name`: the page's, the factor's key or the language's code.
    """
    sources, problems = read_folder(root / "content", "content")
    settings = join_content((load_file(source).content for source in sources if source.path == SETTINGS), ()).settings
    if not settings.languages:
        unreadable = Problem(str(SETTINGS), 0, say("holds no languages that can be read"), say("Mend it first."))
        return (), problems or (unreadable,)
    if kind == "page":
        files, faults = make_page(name, sources, settings.languages, settings.sections, MODEL.pillars, date.today())
    elif kind == "factor-text":
        files, faults = make_factor(name, sources, settings.languages, read_vocabulary().factors, date.today())
    else:
        files, faults = make_language(name, sources, settings.languages)
    folders = {str(folder) for file in files for folder in file.path.parents}
    # A folder that is a link is not followed.
    faults = faults or tuple(problem for problem in problems if problem.file in folders) or write_sources(root, files)
    return (() if faults else files), faults


def find_usage_fault(arguments: Sequence[str]) -> Message | None:
    """Find out why arguments of `new` cannot be used, and what to type instead.

    None where they are a kind and a name.
    """
    kind, *names = arguments or ("",)
    if kind not in KINDS:
        if kind:
            return say("“{kind}” cannot be made: type make new WHAT=page NAME=my-tips, or WHAT=factor-text, or WHAT=language.", kind=kind)
        return say("Say what to make: type make new WHAT=page NAME=my-tips, or WHAT=factor-text, or WHAT=language.")
    if not any(names):
        return say("The name is missing: type make new WHAT={kind} NAME={name}.", kind=kind, name=KINDS[kind])
    if len(names) > 1:
        return say("A name is one word: type make new WHAT={kind} NAME={name}.", kind=kind, name=_simplify(" ".join(names)) or KINDS[kind])
    return None


def make_page(
    name: str,
    sources: tuple[Source, ...],
    languages: tuple[str, ...],
    sections: tuple[str, ...],
    pillars: tuple[str, ...],
    today: date,
) -> _Result:
    """Make a draft of a page in each language that lacks it.

    `sections`: keys of the menu's groups; `pillars`: the model's keys. Its authors choose the address in each language.
    """
    # Authors may type the name of the file that they want.
    name = re.sub(rf"^(?:content/)?(?:{'|'.join(languages)})/", "", name.removesuffix(".md"))
    if len(name) > _LONGEST_NAME:
        what, remedy = say("a name of {number} characters", number=len(name)), say("Choose one of at most {most}.", most=_LONGEST_NAME)
        return (), (Problem(name, 0, what, remedy),)
    if device := find_device(name):
        what = say("Windows opens no file or folder of the name “{name}”", name=device)
        return (), (Problem(name, 0, what, say("Choose another name.")),)
    folder, inside, rest = name.partition("/")
    if not re.fullmatch(PAGE_NAME, name) or folder in ("factors", "texts"):
        taken = folder in ("factors", "texts")
        better = _simplify(rest if taken else name) or KINDS["page"]
        remedy = say("Use a to z, 0 to 9 and hyphens: type NAME={name}.", name=better)
        if taken:
            remedy = say("The folder “{folder}” holds no pages: type NAME={name}.", folder=folder, name=better)
        return (), (Problem(name, 0, say("cannot be a page's name"), remedy),)
    if folder == "pillars" and inside and rest not in pillars:
        remedy = say("The folder “pillars” holds {names} and no others: type NAME={name}.", names=", ".join(pillars), name=rest)
        return (), (Problem(name, 0, say("is no pillar"), remedy),)
    about_section = tell(say("Its group of the menu: one of {names}.", names=", ".join(sections)))
    text = _PAGE.format(
        slug=name.replace("_", "-"),
        section=f"# {about_section}\nsection: {sections[-1]}\n" if sections else "",
        today=today.isoformat(),
        about_description=tell(say("One sentence for search engines, of at most 160 characters.")),
        about_slug=tell(say("The end of the address, in the words of this language.")),
        about_draft=tell(say("Shown by “make serve” only. Remove this line, in every language, to publish the page.")),
    )
    return _make_missing(f"{name}.md", dict.fromkeys(languages, text), sources)


def make_factor(
    key: str,
    sources: tuple[Source, ...],
    languages: tuple[str, ...],
    factors: Mapping[str, tuple[str, tuple[str, ...], bool]],
    today: date,
) -> _Result:
    """Make the text of one of the model's factors, in each language that lacks it.

    `factors`: key → (pillar, level keys, optional).
    """
    if key not in factors:
        closest = find_closest(key, factors)
        remedy = say("Type one of these after NAME=: {names}.", names=", ".join(sorted(factors)))
        if closest:
            remedy = say("Did you mean “{name}”? Type NAME={name}.", name=closest)
        return (), (Problem(key, 0, say("is no question of the quiz"), remedy),)
    _, levels, optional = factors[key]
    lowest, *others = (f"  {level}: TODO\n" for level in levels)
    advice = "".join(others)
    text = _FACTOR.format(
        levels=lowest + advice, optional="not_applicable: TODO\n" if optional else "", advice=advice, today=today.isoformat()
    )
    return _make_missing(f"factors/{key}.md", dict.fromkeys(languages, text), sources)


def make_language(code: str, sources: tuple[Source, ...], languages: tuple[str, ...]) -> _Result:
    """Copy the first language's files to a new one, marked as still to be translated.

    The settings follow, with the language in their list.
    """
    folder = PurePosixPath("content", code)
    if not re.fullmatch(LANGUAGE, code):
        return (), (Problem(code, 0, say("is not the code of a language"), say("Write two or three small letters, such as de.")),)
    if code in languages or any(folder in source.path.parents for source in sources):
        return (), (Problem(str(folder), 0, say("is there already"), say("Choose another language, or remove the folder first.")),)
    first = PurePosixPath("content", languages[0])
    copies = tuple(
        Source(folder / source.path.relative_to(first), _mark_untranslated(source)) for source in sources if first in source.path.parents
    )
    settings = next(source for source in sources if source.path == SETTINGS)
    text, found = _LIST.subn(lambda match: f"languages: [{match[1].rstrip().rstrip(',')}, {code}]", settings.data.decode("utf-8"), count=1)
    if not found:
        remedy = say("Write it on one line, such as “languages: [{names}]”.", names=", ".join(languages))
        return (), (Problem(str(SETTINGS), 0, say("the list of languages stands on more than one line"), remedy),)
    return (*copies, Source(SETTINGS, text.encode())), ()


def _simplify(name: str) -> str:
    """Turn a name into one that a page can have, with slashes between folders."""
    return "/".join(filter(None, map(simplify_name, name.split("/"))))


def _make_missing(file: str, texts: Mapping[str, str], sources: tuple[Source, ...]) -> _Result:
    """Make the files that do not exist yet; a Problem where all do. `file`: the path in a language's folder; `texts`: by language."""
    existing = {source.path for source in sources}
    files = tuple(
        Source(path, text.encode())
        for path, text in ((PurePosixPath("content", language, file), text) for language, text in texts.items())
        if path not in existing
    )
    return files, () if files else (
        Problem(file, 0, say("is there already, in every language"), say("Edit those files, or choose another name.")),
    )


def _mark_untranslated(source: Source) -> bytes:
    """Mark a copy as untranslated, in its first line or its front matter.

    Other files, such as images, are returned as they are.
    """
    data = source.data.removeprefix(b"\xef\xbb\xbf")
    mark = f"# {tell(_MARK)}\n".encode()
    if source.path.suffix == ".yaml":
        return mark + data
    if source.path.suffix != ".md":
        return source.data
    # The digests of translations hold for the original only.
    data = DIGESTS_LINE.sub(b"", data, count=1)
    return re.sub(rb"\A(---[ \t]*\r?\n)", lambda opening: opening[1] + mark, data, count=1)
