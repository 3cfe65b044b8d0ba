"""Words against the model's keys, and one language's words against another's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from site_src.model import PLACEHOLDER, Content, FactorText, Page, Problem, Texts, Vocabulary, closest, suggestion

LANGUAGE_TEXTS = ("name", "locale", "decimal", "switch")
"""The texts of `language.yaml`: what the machinery itself asks of every language."""

_ENOUGH_WORDS = 4


def factors(written: Iterable[FactorText], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every factor's levels against the model's, and “not applicable” where it can be answered and nowhere else."""
    for text in written:
        if text.key not in vocabulary.factors:
            continue
        _, levels, optional = vocabulary.factors[text.key]
        file, top = str(text.source), text.lines.get("levels", 1)
        lines = {key: text.lines.get(f"levels.{key}", top) for key in text.levels}
        yield from _keys(file, top, "level", lines, levels)
        if set(text.levels) == set(levels) and tuple(text.levels) != levels:
            todo = f"Put them from worst to best: {', '.join(levels)}."
            yield Problem(file, top, "the levels stand in another order than in the model", todo)
        if optional and not text.not_applicable:
            todo = "Write the words of the answer that it does not apply."
            yield Problem(file, 1, "the key “not_applicable” is missing", todo)
        if text.not_applicable and not optional:
            what = "“not_applicable” on a factor that applies to everyone"
            yield Problem(file, text.lines["not_applicable"], what, "Remove it.")


def _keys(file: str, line: int, kind: str, written: Mapping[str, int], known: tuple[str, ...]) -> Iterator[Problem]:
    """The keys someone wrote, with their lines, against the authority's. A misspelt key is one fault, not an unknown and a missing one."""
    missing = [key for key in known if key not in written]
    for key in written:
        if key not in known:
            yield Problem(file, written[key], f"unknown {kind} “{key}”", suggestion(key, missing or known))
            meant = closest(key, missing)
            if meant:
                missing.remove(meant)
    for key in missing:
        yield Problem(file, line, f"the {kind} “{key}” is missing", "Add it, with its words.")


def texts(written: Iterable[Texts], languages: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Sections with a word for each key of the model against those keys; the others against the same section in other languages."""
    fixed = {"language": LANGUAGE_TEXTS, **vocabulary.keyed}
    sections: dict[str, dict[str, Texts]] = {}
    for texts in written:
        sections.setdefault(texts.section, {})[texts.language] = texts
    for section, editions in sections.items():
        first = {key: editions[code] for code in reversed(languages) if code in editions for key in editions[code].words}
        for mine in editions.values():
            if section in fixed:
                lines = {key.removeprefix(f"{section}."): mine.lines[key] for key in mine.words}
                yield from _keys(str(mine.source), 1, "text", lines, fixed[section])
            else:
                for key, other in first.items():
                    yield from _compared(key, mine, other)


def _compared(key: str, mine: Texts, other: Texts) -> Iterator[Problem]:
    where = f"{other.source}:{other.lines[key]}"
    if key not in mine.words:
        yield Problem(str(mine.source), 0, f"the text “{key}” is missing; {where} has it", "Translate it here.")
    elif (here := _placeholders(mine, key)) != (there := _placeholders(other, key)):
        what = f"the placeholders of “{key}” are {here} here and {there} in {where}"
        yield Problem(str(mine.source), mine.lines[key], what, "Use the same names in every language.")


def _placeholders(texts: Texts, key: str) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(set(PLACEHOLDER.findall(texts.words[key])))) or "none"


class _Said(NamedTuple):
    language: str
    source: PurePosixPath
    line: int
    text: str


def untranslated(content: Content, languages: tuple[str, ...]) -> Iterator[Problem]:
    """A sentence that is the same in two languages: copied, and not translated yet."""
    first: dict[str, _Said] = {}
    for said in sorted(_everything_said(content), key=lambda said: languages.index(said.language) if said.language in languages else -1):
        if len(re.findall(r"[^\W\d_]+", PLACEHOLDER.sub("", said.text))) < _ENOUGH_WORDS:
            continue
        other = first.setdefault(said.text, said)
        if other.language != said.language:
            start = said.text if len(said.text) <= 60 else f"{said.text[:57]}…"
            what = f"not translated: “{start}” is also {other.source}:{other.line}"
            yield Problem(str(said.source), said.line, what, "Write it in this file's own language.")


def _everything_said(content: Content) -> Iterator[_Said]:
    everything: tuple[Page | FactorText | Texts, ...] = (*content.pages, *content.factors, *content.texts)
    for item in everything:
        for key, text in _fields(item).items():
            yield _Said(item.language, item.source, item.lines.get(key, 1), text)
        if not isinstance(item, Texts):
            for sentence in item.sentences:
                yield _Said(item.language, item.source, sentence.line, sentence.text)


def _fields(item: Page | FactorText | Texts) -> Mapping[str, str]:
    if isinstance(item, Texts):
        return item.words
    if isinstance(item, Page):
        return {"title": item.title, "description": item.description, "menu_title": item.menu_title}
    fields = {"name": item.name, "question": item.question, "hint": item.hint, "advice": item.advice}
    return fields | {"not_applicable": item.not_applicable} | {f"levels.{key}": word for key, word in item.levels.items()}
