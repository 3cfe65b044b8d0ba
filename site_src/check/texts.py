"""Interface texts: what the templates ask for, what the model's keys ask for, and what each language has.

One mistake is one fault: a misspelt key is not also missing, unused, or to be translated elsewhere.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.model import PLACEHOLDER, Content, Problem, Survey, Texts, Use, Vocabulary, closest, suggestion

LANGUAGE_TEXTS = ("name", "locale", "decimal", "switch")
"""The texts of `language.yaml`: what the machinery itself asks of every language."""


_STRAY = re.compile("[{}]")


class _Section(NamedTuple):
    """One section in every language that could be read. `wanted`: the keys it must hold. `asked`: what templates ask for, and where."""

    name: str
    editions: tuple[Texts, ...]
    wanted: frozenset[str]
    asked: Mapping[str, tuple[Use, ...]]
    by_model: bool


def notation(content: Content) -> Iterator[Problem]:
    """How a language writes its numbers and dates: what browsers do not understand would stop the scripts of its pages."""
    for texts in content.texts:
        locale, decimal = (texts.words.get(f"language.{key}", "") for key in ("locale", "decimal"))
        if locale and not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", locale):
            remedy = "Write a language's code, such as nl or nl-NL."
            yield Problem(str(texts.source), texts.lines["language.locale"], f"“{locale}” is no locale", remedy)
        if decimal and decimal not in (",", ".", "٫"):
            what = f"“{decimal}” separates no decimals"
            yield Problem(str(texts.source), texts.lines["language.decimal"], what, "Write “,” or “.”, between double quotes.")


def texts(content: Content, survey: Survey, languages: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every text that is missing, unknown or unused, and placeholders that differ."""
    fixed = {"language": LANGUAGE_TEXTS, **vocabulary.keyed}
    if not content.settings.sections_known:
        # Nobody knows their names; all that one language has, every other must have.
        fixed["sections"] = tuple({key.partition(".")[2] for texts in content.texts for key in texts.words if texts.section == "sections"})
    elif content.settings.sections:
        fixed["sections"] = content.settings.sections
    asked: dict[str, list[Use]] = {}
    for use in survey.uses:
        if use.kind == "t":
            asked.setdefault(use.value, []).append(use)
    prefixes = tuple(f"{use.value}." for use in survey.uses if use.kind == "text_of")
    order = sorted(content.texts, key=lambda texts: languages.index(texts.language) if texts.language in languages else -1)
    files = {file for file in content.files if file.suffix == ".yaml" and file.parent.name == "texts"}
    read = {texts.source for texts in content.texts}
    unread = {file.stem for file in files - read}
    known = {texts.section for texts in order}
    asked_of = {*known, *(key.split(".")[0] for key in asked)}
    unread |= {name for name in asked_of for code in languages if content.hides(PurePosixPath("content", code, "texts", f"{name}.yaml"))}
    for name in sorted(asked_of):
        editions = tuple(texts for texts in order if texts.section == name)
        here = {key: tuple(sorted(uses)) for key, uses in asked.items() if key.split(".")[0] == name}
        if not editions:
            # A file that could not be read is told already; so is one that every language needs.
            if name not in unread and name not in fixed:
                yield from _no_section(name, here, order, languages)
            continue
        everywhere = all(any(texts.language == language for texts in editions) for language in languages)
        if not here and name not in fixed and not everywhere and not any(prefix.startswith(f"{name}.") for prefix in prefixes):
            continue  # A file of texts without a twin and without a use: a fault of the file, told as one.
        if name in fixed:
            wanted = {f"{name}.{key}" for key in fixed[name]}
        else:
            wanted = {*here, *(key for texts in editions for key in texts.words if key.startswith(prefixes))}
        section = _Section(name, editions, frozenset(wanted), here, name in fixed)
        yield from _section(section, languages, name in unread)


def _no_section(name: str, asked: Mapping[str, tuple[Use, ...]], written: Iterable[Texts], languages: tuple[str, ...]) -> Iterator[Problem]:
    """Templates ask for texts of a section that no language has."""
    words = {key for texts in written for key in texts.words}
    meant = closest(name, {key.split(".")[0] for key in words})
    for key, uses in asked.items():
        other = f"{meant}{key.removeprefix(name)}"
        remedy = f"Did you mean “{other}”?" if other in words else _where(name, languages)
        yield from _nobody_wrote(f"the text “{key}”", uses, remedy)


def _section(section: _Section, languages: tuple[str, ...], unread: bool) -> Iterator[Problem]:
    everyone = frozenset().union(*(texts.words for texts in section.editions))
    shared = everyone.intersection(*(texts.words for texts in section.editions))
    # What all languages have, none misspelt: there a template is wrong, or the text is forgotten.
    unused = frozenset[str]() if section.by_model else shared - section.wanted
    places = {key: f"{texts.source}:{texts.lines[key]}" for texts in reversed(section.editions) for key in texts.words}
    misspelt: dict[str, Mapping[str, str]] = {}
    for mine in section.editions:
        found = _misspelt(frozenset(mine.words) - section.wanted - unused, section.wanted - frozenset(mine.words), section.wanted, mine)
        misspelt[mine.language] = found
        for node, meant in found.items():
            yield Problem(str(mine.source), mine.lines[node], f"unknown text “{node}”", f"Did you mean “{meant}”?")
            places |= {key: f"{mine.source}:{mine.lines[node]}" for key in section.wanted if _under(key, (meant,)) and key not in places}
    forgiven = frozenset[str]()
    if not unread:
        unwritten = frozenset(section.asked) - everyone - (section.wanted if section.by_model else frozenset(places))
        # A text that a template meant by a misspelt key is not unused too.
        meant_by = {key: other for key in sorted(unwritten) if (other := _alike(key, unused))}
        yield from _unwritten(section, unwritten, meant_by, everyone, languages)
        forgiven = frozenset(meant_by.values())
    for mine in section.editions:
        if not mine.words and everyone:
            whole = next(texts for texts in section.editions if texts.words)
            what = f"holds no texts; {whole.source} holds {len(whole.words)}"
            yield Problem(str(mine.source), 0, what, "Copy that file to this place, and translate it.")
            continue
        found = misspelt[mine.language]
        extra = [key for key in mine.words if not _under(key, found) and key not in section.wanted | forgiven]
        for node in sorted(_nodes(extra, section.wanted)):
            yield _too_many(section, mine, node)
        for key in sorted(section.wanted - frozenset(mine.words)):
            if not _under(key, found.values()):
                yield from _missing(section, mine, key, places)
        yield from _placeholders_differ(section, mine)


def _misspelt(extra: frozenset[str], missing: frozenset[str], wanted: frozenset[str], mine: Texts) -> Mapping[str, str]:
    """The keys, or whole groups of them, that somebody misspelt → what they meant: a key missing in the same group that looks like it."""
    found: dict[str, str] = {}
    free = _nodes(missing, mine.words)
    for node in sorted(_nodes(extra, wanted), key=lambda node: mine.lines[node]):
        meant = _alike(node, free)
        if meant:
            found[node] = meant
            free.discard(meant)
    return found


def _alike(key: str, others: Iterable[str]) -> str | None:
    """The key in the same group whose last part looks like this one's."""
    group, _, last = key.rpartition(".")
    meant = closest(last, [other.rpartition(".")[2] for other in others if other.rpartition(".")[0] == group])
    return f"{group}.{meant}" if meant else None


def _nodes(keys: Iterable[str], known: Collection[str]) -> set[str]:
    """Every key cut to where it leaves what is known: of a group that nobody knows, only the group."""
    groups = {".".join(key.split(".")[:size]) for key in known for size in range(1, key.count(".") + 2)}
    nodes: set[str] = set()
    for key in keys:
        parts = key.split(".")
        cuts = (".".join(parts[:size]) for size in range(2, len(parts) + 1))
        nodes.add(next((cut for cut in cuts if cut not in groups), key))
    return nodes


def _under(key: str, nodes: Iterable[str]) -> bool:
    return any(key == node or key.startswith(f"{node}.") for node in nodes)


def _unwritten(
    section: _Section, unwritten: frozenset[str], meant_by: Mapping[str, str], everyone: frozenset[str], languages: tuple[str, ...]
) -> Iterator[Problem]:
    """What templates ask for and no language has. `meant_by`: a text for which nobody asks, and that looks like it."""
    for node in sorted(_nodes(unwritten, everyone)):
        keys = [key for key in sorted(unwritten) if _under(key, (node,))]
        uses = tuple(sorted(use for key in keys for use in section.asked[key]))
        meant = next((meant_by[key] for key in keys if key in meant_by), None)
        near = meant or next((other for other in sorted(everyone) if _one_letter_off(node, other)), None)
        add = _where(section.name, languages)
        remedy = f"Did you mean “{near}”?" + ("" if meant else f" If not: {add[0].lower()}{add[1:]}") if near else add
        what = f"the text “{node}”" if keys == [node] else f"the texts {', '.join(f'“{key}”' for key in keys)}"
        yield from _nobody_wrote(what, uses, remedy)


def _one_letter_off(name: str, other: str) -> bool:
    """Whether two keys differ in one letter: another one, one too many, or one too few."""
    longer, shorter = sorted((name, other), key=len, reverse=True)
    start = next((index for index, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    return name != other and longer[start + 1 :] in (shorter[start:], shorter[start + 1 :])


def _where(section: str, languages: tuple[str, ...]) -> str:
    return f"Add it to {' and '.join(f'content/{language}/texts/{section}.yaml' for language in languages)}."


def _nobody_wrote(what: str, uses: tuple[Use, ...], remedy: str) -> Iterator[Problem]:
    first, *more = uses
    also = f", asked for here and in {len(more)} more place{'s' if len(more) > 1 else ''}" if more else ""
    yield Problem(first.file, first.line, f"nobody wrote {what}{also}", remedy)


def _too_many(section: _Section, mine: Texts, node: str) -> Problem:
    line = mine.lines[node]
    if section.by_model:
        return Problem(str(mine.source), line, f"unknown text “{node}”", suggestion(node, section.wanted))
    what = f"the text “{node}”" if node in mine.words else f"the texts “{node}.…”"
    return Problem(str(mine.source), line, f"no template uses {what}", "Remove it." if node in mine.words else "Remove them.")


def _missing(section: _Section, mine: Texts, key: str, places: Mapping[str, str]) -> Iterator[Problem]:
    if key in places:
        yield Problem(str(mine.source), 0, f"the text “{key}” is missing; {places[key]} has it", "Translate it here.")
    elif section.by_model:
        yield Problem(str(mine.source), 0, f"the text “{key}” is missing", "Add it, with its words.")


def _placeholders_differ(section: _Section, mine: Texts) -> Iterator[Problem]:
    for key in (key for key, word in mine.words.items() if word):
        if stray := _STRAY.search(PLACEHOLDER.sub("", mine.words[key])):
            what = f"a “{stray[0]}” in “{key}” that belongs to no placeholder"
            yield Problem(str(mine.source), mine.lines[key], what, "Write a placeholder as one word between single braces, such as {n}.")
            continue
        wanted = {name for use in section.asked.get(key, ()) for name in use.names}
        sound = [texts for texts in section.editions if texts.words.get(key) and not _STRAY.search(PLACEHOLDER.sub("", texts.words[key]))]
        # Right is who has what the templates give; where they give nothing, who comes first.
        other = max(sound, key=lambda texts: wanted == set(PLACEHOLDER.findall(texts.words[key])))
        here, there = _placeholders(mine, key), _placeholders(other, key)
        if here != there:
            what = f"the placeholders of “{key}” are {here} here and {there} in {other.source}:{other.lines[key]}"
            yield Problem(str(mine.source), mine.lines[key], what, "Use the same names in every language.")


def _placeholders(texts: Texts, key: str) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(set(PLACEHOLDER.findall(texts.words[key])))) or "none"
