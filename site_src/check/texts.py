"""Checks interface texts: those that templates and the model require, and those of each language.

One mistake is one fault: a misspelt key is not also reported as missing, unused, or untranslated.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.messages import Message, quote, say, say_all, say_list, say_number
from site_src.model import PLACEHOLDER, Content, Problem, Requirement, TemplateUsage, Texts, Vocabulary, find_closest, suggest

_LANGUAGE_TEXTS = ("name", "locale", "decimal", "switch")
"""The texts of `language.yaml`, which the build itself uses in each language."""

_STRAY_BRACE = re.compile("[{}]")


class _Section(NamedTuple):
    """One section of texts, in every language that could be read.

    `required`: the keys it must contain. `uses`: by key, the templates' requirements. `fixed`: whether the model, the settings or the
    build itself determine its keys.
    """

    name: str
    editions: tuple[Texts, ...]
    required: frozenset[str]
    uses: Mapping[str, tuple[Requirement, ...]]
    fixed: bool


def check_notation(content: Content) -> Iterator[Problem]:
    """Check a language's locale and decimal separator; with a faulty locale, the scripts of its pages would fail."""
    for texts in content.texts:
        locale, decimal = (texts.words.get(f"language.{key}", "") for key in ("locale", "decimal"))
        if locale and not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", locale):
            remedy = say("Write one such as nl or nl-NL.")
            yield Problem(
                str(texts.source), texts.lines["language.locale"], say("“{locale}” is no code of a language", locale=locale), remedy
            )
        if decimal and decimal not in (",", ".", "٫"):
            what = say("“{decimal}” separates no decimals", decimal=decimal)
            yield Problem(str(texts.source), texts.lines["language.decimal"], what, say("Write “,” or “.”, between double quotes."))


def check_texts(content: Content, usage: TemplateUsage, languages: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Report missing, unknown and unused texts, and placeholders that differ between languages."""
    fixed = {"language": _LANGUAGE_TEXTS, **vocabulary.keyed}
    if not content.settings.sections_known:
        # The keys of the sections are unknown; the keys of one language are required in all.
        fixed["sections"] = tuple({key.partition(".")[2] for texts in content.texts for key in texts.words if texts.section == "sections"})
    elif content.settings.sections:
        fixed["sections"] = content.settings.sections
    uses: dict[str, dict[str, list[Requirement]]] = {}
    for use in usage.uses:
        if use.kind == "t":
            uses.setdefault(use.value.split(".")[0], {}).setdefault(use.value, []).append(use)
    prefixes = tuple(f"{use.value}." for use in usage.uses if use.kind == "text_of")
    order = sorted(content.texts, key=lambda texts: languages.index(texts.language) if texts.language in languages else -1)
    names = {*(texts.section for texts in order), *uses}
    hidden = {name for name in names for code in languages if content.hides(PurePosixPath("content", code, "texts", f"{name}.yaml"))}
    unread = content.unread_sections | hidden
    for name in sorted(names):
        editions = tuple(texts for texts in order if texts.section == name)
        here = {key: tuple(sorted(places)) for key, places in uses.get(name, {}).items()}
        if not editions:
            # A file that could not be read is already reported, and so is a missing file that every language needs.
            if name not in unread and name not in fixed:
                yield from _report_missing_section(name, here, order, languages)
            continue
        everywhere = all(any(texts.language == language for texts in editions) for language in languages)
        if not here and name not in fixed and not everywhere and not any(prefix.startswith(f"{name}.") for prefix in prefixes):
            continue  # A file without a translation and without a use is one fault, reported by `check_translations`.
        if name in fixed:
            required = {f"{name}.{key}" for key in fixed[name]}
        else:
            required = {*here, *(key for texts in editions for key in texts.words if key.startswith(prefixes))}
        section = _Section(name, editions, frozenset(required), here, name in fixed)
        yield from _check_section(section, languages, name in unread)


def _report_missing_section(
    name: str, uses: Mapping[str, tuple[Requirement, ...]], written: Iterable[Texts], languages: tuple[str, ...]
) -> Iterator[Problem]:
    """Report the uses of a section that no language has."""
    words = {key for texts in written for key in texts.words}
    meant = find_closest(name, {key.split(".")[0] for key in words})
    for key, places in uses.items():
        other = f"{meant}{key.removeprefix(name)}"
        remedy = say("Add it to {files}.", files=_list_files(name, languages))
        if other in words:
            remedy = say("Did you mean “{name}”?", name=other)
        yield from _report_uses([key], places, remedy)


def _check_section(section: _Section, languages: tuple[str, ...], unread: bool) -> Iterator[Problem]:
    """Check one section in every language. `unread`: whether one of its files could not be read."""
    all_keys = frozenset().union(*(texts.words for texts in section.editions))
    shared = all_keys.intersection(*(texts.words for texts in section.editions))
    # A key in all languages is not misspelt: either a template is wrong, or the text is no longer used.
    unused = frozenset[str]() if section.fixed else shared - section.required
    places = {key: f"{texts.source}:{texts.lines[key]}" for texts in reversed(section.editions) for key in texts.words}
    misspelt: dict[str, Mapping[str, str]] = {}
    for mine in section.editions:
        found = _find_misspelt(
            frozenset(mine.words) - section.required - unused, section.required - frozenset(mine.words), section.required, mine
        )
        misspelt[mine.language] = found
        for node, meant in found.items():
            yield Problem(
                str(mine.source), mine.lines[node], say("unknown text “{key}”", key=node), say("Did you mean “{name}”?", name=meant)
            )
            places |= {key: f"{mine.source}:{mine.lines[node]}" for key in section.required if _is_in(key, (meant,)) and key not in places}
    meant_by_templates = frozenset[str]()
    if not unread:
        unwritten = frozenset(section.uses) - all_keys - (section.required if section.fixed else frozenset(places))
        # A text that a template meant by a misspelt key is not reported as unused, too.
        meant_by = {key: other for key in sorted(unwritten) if (other := _find_alike(key, unused))}
        yield from _report_unwritten(section, unwritten, meant_by, all_keys, languages)
        meant_by_templates = frozenset(meant_by.values())
    for mine in section.editions:
        if not mine.words and all_keys:
            full = next(texts for texts in section.editions if texts.words)
            what = say("holds no texts; {file} holds {number}", file=full.source, number=len(full.words))
            yield Problem(str(mine.source), 0, what, say("Copy that file to this place, and translate it."))
            continue
        found = misspelt[mine.language]
        extra = [key for key in mine.words.keys() - section.required - meant_by_templates if not _is_in(key, found)]
        for node in sorted(_cut_to_groups(extra, section.required)):
            yield _report_extra(section, mine, node)
        for key in sorted(section.required - frozenset(mine.words)):
            if not _is_in(key, found.values()):
                yield from _report_missing(section, mine, key, places)
        yield from _check_placeholders(section, mine)


def _find_misspelt(extra: frozenset[str], missing: frozenset[str], required: frozenset[str], mine: Texts) -> Mapping[str, str]:
    """Find misspelt keys or groups: each → the missing key of the same group that looks like it."""
    found: dict[str, str] = {}
    free = _cut_to_groups(missing, mine.words)
    for node in sorted(_cut_to_groups(extra, required), key=lambda node: mine.lines[node]):
        meant = _find_alike(node, free)
        if meant:
            found[node] = meant
            free.discard(meant)
    return found


def _find_alike(key: str, others: Iterable[str]) -> str | None:
    """Find the key in the same group with a last part like this one's."""
    group, _, last = key.rpartition(".")
    meant = find_closest(last, [other.rpartition(".")[2] for other in others if other.rpartition(".")[0] == group])
    return f"{group}.{meant}" if meant else None


def _cut_to_groups(keys: Collection[str], known: Collection[str]) -> set[str]:
    """Replace the keys of an unknown group by the group. `known`: the keys of the known groups."""
    if not keys:
        return set()  # Fast path: most sites have no such keys.
    groups = {".".join(key.split(".")[:size]) for key in known for size in range(1, key.count(".") + 2)}
    nodes: set[str] = set()
    for key in keys:
        parts = key.split(".")
        cuts = (".".join(parts[:size]) for size in range(2, len(parts) + 1))
        nodes.add(next((cut for cut in cuts if cut not in groups), key))
    return nodes


def _is_in(key: str, nodes: Iterable[str]) -> bool:
    """Return whether a key is one of these keys, or in one of these groups."""
    return any(key == node or key.startswith(f"{node}.") for node in nodes)


def _report_unwritten(
    section: _Section, unwritten: frozenset[str], meant_by: Mapping[str, str], all_keys: frozenset[str], languages: tuple[str, ...]
) -> Iterator[Problem]:
    """Report texts that templates use and no language has. `meant_by`: by such a key, the unused text that looks like it."""
    for node in sorted(_cut_to_groups(unwritten, all_keys)):
        keys = [key for key in sorted(unwritten) if _is_in(key, (node,))]
        uses = tuple(sorted(use for key in keys for use in section.uses[key]))
        meant = next((meant_by[key] for key in keys if key in meant_by), None)
        near = meant or next((other for other in sorted(all_keys) if _differs_in_one_letter(node, other)), None)
        files = _list_files(section.name, languages)
        remedy = say("Add it to {files}.", files=files)
        if near:
            remedy = say("Did you mean “{name}”? If not, add it to {files}.", name=near, files=files)
        if meant:
            remedy = say("Did you mean “{name}”?", name=meant)
        yield from _report_uses([node] if keys == [node] else keys, uses, remedy)


def _differs_in_one_letter(name: str, other: str) -> bool:
    """Return whether two keys differ in one letter: another, one too many, or one too few."""
    longer, shorter = sorted((name, other), key=len, reverse=True)
    start = next((index for index, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    return name != other and longer[start + 1 :] in (shorter[start:], shorter[start + 1 :])


def _list_files(section: str, languages: tuple[str, ...]) -> str:
    return say_all([f"content/{language}/texts/{section}.yaml" for language in languages])


def _report_uses(keys: Sequence[str], uses: tuple[Requirement, ...], remedy: Message) -> Iterator[Problem]:
    """Report the uses of texts that no language has, once."""
    first, *more = uses
    texts = say_number(len(keys), "the text {names}", "the texts {names}", names=say_list([quote(key) for key in keys]))
    what = say("nobody wrote {texts}", texts=texts)
    if more:
        what = say_number(
            len(more),
            "nobody wrote {texts}, asked for here and in 1 more place",
            "nobody wrote {texts}, asked for here and in {number} more places",
            texts=texts,
        )
    yield Problem(first.file, first.line, what, remedy)


def _report_extra(section: _Section, mine: Texts, node: str) -> Problem:
    line = mine.lines[node]
    if section.fixed:
        return Problem(str(mine.source), line, say("unknown text “{key}”", key=node), suggest(node, section.required))
    if node in mine.words:
        return Problem(str(mine.source), line, say("no template uses the text “{key}”", key=node), say("Remove it."))
    return Problem(str(mine.source), line, say("no template uses the texts “{key}.…”", key=node), say("Remove them."))


def _report_missing(section: _Section, mine: Texts, key: str, places: Mapping[str, str]) -> Iterator[Problem]:
    if key in places:
        what = say("the text “{key}” is missing; {place} has it", key=key, place=places[key])
        yield Problem(str(mine.source), 0, what, say("Translate it here."))
    elif section.fixed:
        yield Problem(str(mine.source), 0, say("the text “{key}” is missing", key=key), say("Add it, with its words."))


def _check_placeholders(section: _Section, mine: Texts) -> Iterator[Problem]:
    """Report stray braces, and placeholders that differ from those of another language."""
    for key in (key for key, word in mine.words.items() if word):
        if stray := _STRAY_BRACE.search(PLACEHOLDER.sub("", mine.words[key])):
            what = say("a “{sign}” in “{key}” that belongs to no placeholder", sign=stray[0], key=key)
            yield Problem(
                str(mine.source), mine.lines[key], what, say("Write a placeholder as one word between single braces, such as {n}.")
            )
            continue
        given = {name for use in section.uses.get(key, ()) for name in use.names}
        sound = [
            texts for texts in section.editions if texts.words.get(key) and not _STRAY_BRACE.search(PLACEHOLDER.sub("", texts.words[key]))
        ]
        # The right language is the first with the placeholders for which templates give values; else the first.
        other = max(sound, key=lambda texts: given == _list_placeholders(texts.words[key]))
        here, there = _list_placeholders(mine.words[key]), _list_placeholders(other.words[key])
        if here != there:
            names = {"here": _format_placeholders(here), "there": _format_placeholders(there)}
            place = f"{other.source}:{other.lines[key]}"
            what = say("the placeholders of “{key}” are {here} here and {there} in {place}", key=key, place=place, **names)
            yield Problem(str(mine.source), mine.lines[key], what, say("Use the same names in every language."))


def _list_placeholders(word: str) -> set[str]:
    return set(PLACEHOLDER.findall(word))


def _format_placeholders(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or say("none")
