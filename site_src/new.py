"""What there is in `content/` → the files of a new page, of a factor's texts or of a language: with the right names, in every language.

What is still to be written is marked “TODO”. The gate publishes no such mark: it lists them, file by file.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from site_src.model import Problem, Source, closest

KINDS: Mapping[str, str] = {"page": "my-tips", "factor-text": "groups", "language": "de"}
"""What can be made, each with a name that one could have."""

_SITE = PurePosixPath("content/site.yaml")
_PAGE_NAME = "[a-z0-9]+(?:[-_][a-z0-9]+)*(?:/[a-z0-9]+(?:[-_][a-z0-9]+)*)*"
_LONGEST_NAME = 60
_LANGUAGE = "[a-z]{2,3}(?:-[A-Za-z0-9]+)?"
_LIST = re.compile(r"^languages:[ \t]*\[([^\]\n]*)\]", re.MULTILINE)
_MARK = b"# TODO: translate this file; then remove this line.\n"

_PAGE = """\
---
title: TODO
# One sentence for search engines, of at most 160 characters.
description: TODO
# The end of the address, in the words of this language.
slug: {slug}
{section}# Shown by “make serve” only. Remove this line, in every language, to publish the page.
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
{levels}{optional}advice: TODO
checked: {today}
---
## TODO {{#why}}

TODO

## TODO {{#how}}

TODO

## TODO {{#source}}

TODO
"""

_Made = tuple[tuple[Source, ...], tuple[Problem, ...]]


def misordered(arguments: Sequence[str]) -> str:
    """What is wrong with an order for something new and what to type instead; nothing where it names a kind and a name."""
    kind, *names = arguments or ("",)
    if kind not in KINDS:
        said = f"“{kind}” is nothing that can be made" if kind else "It is not said what to make"
        return f"{said}: type make new WHAT=page NAME=my-tips, or WHAT=factor-text, or WHAT=language."
    if not any(names):
        return f"The name is missing: type make new WHAT={kind} NAME={KINDS[kind]}."
    if len(names) > 1:
        return f"A name is one word: type make new WHAT={kind} NAME={_plain(' '.join(names)) or KINDS[kind]}."
    return ""


def new_page(
    name: str,
    sources: tuple[Source, ...],
    languages: tuple[str, ...],
    sections: tuple[str, ...],
    pillars: tuple[str, ...],
    today: date,
) -> _Made:
    """A draft of a page in each language that has none of that name yet; its address is to be chosen in each."""
    # Some type the name of the file that they want.
    name = re.sub(rf"^(?:content/)?(?:{'|'.join(languages)})/", "", name.removesuffix(".md"))
    if len(name) > _LONGEST_NAME:
        return (), (Problem(name, 0, f"a name of {len(name)} characters", f"Choose one of at most {_LONGEST_NAME}."),)
    folder, inside, rest = name.partition("/")
    if not re.fullmatch(_PAGE_NAME, name) or folder in ("factors", "texts"):
        taken = folder in ("factors", "texts")
        why = f"The name “{folder}” is that of a folder without pages" if taken else "Use a to z, 0 to 9 and hyphens"
        plain = _plain(rest if taken else name) or KINDS["page"]
        return (), (Problem(name, 0, "cannot be a page's name", f"{why}: type NAME={plain}."),)
    if folder == "pillars" and inside and rest not in pillars:
        remedy = f"The folder “pillars” holds {', '.join(pillars)} and no others: type NAME={rest}."
        return (), (Problem(name, 0, "is no pillar of the model", remedy),)
    chosen = f"# Its group of the menu: one of {', '.join(sections)}.\nsection: {sections[-1]}\n" if sections else ""
    text = _PAGE.format(slug=name.replace("_", "-"), section=chosen, today=today.isoformat())
    return _missing(f"{name}.md", dict.fromkeys(languages, text), sources)


def new_factor(
    key: str,
    sources: tuple[Source, ...],
    languages: tuple[str, ...],
    factors: Mapping[str, tuple[str, tuple[str, ...], bool]],
    today: date,
) -> _Made:
    """The words of one of the model's factors, in each language that has none yet. `factors`: key → (pillar, level keys, optional)."""
    if key not in factors:
        like = closest(key, factors)
        remedy = f"Did you mean “{like}”? Type NAME={like}." if like else f"Type one of these after NAME=: {', '.join(sorted(factors))}."
        return (), (Problem(key, 0, "is no factor of the model", remedy),)
    _, levels, optional = factors[key]
    words = "".join(f"  {level}: TODO\n" for level in levels)
    text = _FACTOR.format(levels=words, optional="not_applicable: TODO\n" if optional else "", today=today.isoformat())
    return _missing(f"factors/{key}.md", dict.fromkeys(languages, text), sources)


def new_language(code: str, sources: tuple[Source, ...], languages: tuple[str, ...]) -> _Made:
    """Every file of the first language under the new one's folder, marked as still to be translated; and the settings with the language
    in them."""
    folder = PurePosixPath("content", code)
    if not re.fullmatch(_LANGUAGE, code):
        return (), (Problem(code, 0, "is not a language code", "Write two or three small letters, such as de."),)
    if code in languages or any(folder in source.path.parents for source in sources):
        return (), (Problem(str(folder), 0, "is there already", "Choose another language, or remove the folder first."),)
    first = PurePosixPath("content", languages[0])
    copied = tuple(
        Source(folder / source.path.relative_to(first), _to_translate(source)) for source in sources if first in source.path.parents
    )
    settings = next(source for source in sources if source.path == _SITE)
    text, found = _LIST.subn(
        lambda listed: f"languages: [{listed[1].rstrip().rstrip(',')}, {code}]", settings.data.decode("utf-8"), count=1
    )
    if not found:
        remedy = f"Write it on one line, such as “languages: [{', '.join(languages)}]”."
        return (), (Problem(str(_SITE), 0, "the list of languages stands on more than one line", remedy),)
    return (*copied, Source(_SITE, text.encode())), ()


def _plain(name: str) -> str:
    """The name that a page of this name can have: small letters without accents, digits, hyphens between them, slashes between folders."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    parts = (re.sub("[^a-z0-9]+", "-", part).strip("-") for part in letters.split("/"))
    return "/".join(part for part in parts if part)


def _missing(inner: str, texts: Mapping[str, str], sources: tuple[Source, ...]) -> _Made:
    """The files that are not there yet; a Problem where all are."""
    there = {source.path for source in sources}
    made = tuple(
        Source(path, text.encode())
        for path, text in ((PurePosixPath("content", language, inner), text) for language, text in texts.items())
        if path not in there
    )
    return made, () if made else (Problem(inner, 0, "is there already, in every language", "Edit those files, or choose another name."),)


def _to_translate(source: Source) -> bytes:
    """A copy with the mark: in the first line of a file of texts, in the front matter of another."""
    data = source.data.removeprefix(b"\xef\xbb\xbf")
    if source.path.suffix == ".yaml":
        return _MARK + data
    if source.path.suffix != ".md":
        return source.data
    # What the text of another language was in step with says nothing of this one.
    data = re.sub(rb"(?m)^twins:[^\n]*\n(?:[ \t]+[^\n]*\n)*", b"", data, count=1)
    return re.sub(rb"\A(---[ \t]*\r?\n)", lambda opening: opening[1] + _MARK, data, count=1)
