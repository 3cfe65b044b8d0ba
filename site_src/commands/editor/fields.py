"""The lines between the dashes as a form: one field for each value, and one value written with all else untouched."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from site_src.commands.editor import messages
from site_src.commands.editor.documents import find_kind, refuse_unwritable
from site_src.load.front_matter import classify
from site_src.load.front_matter.edit import Entry, UnreadableError, find_entries, remove_key, write_value
from site_src.load.front_matter.schema import FIXED_SLUGS, LISTS, SCHEMA, Field
from site_src.messages import tell
from site_src.model import PLACEHOLDER, Vocabulary

_TYPES = {"yes or no": "flag", "date": "date", "number": "number"}
_LONG_KEYS = ("description", "question", "hint", "not_applicable")
_LONG = 60
"""The number of characters above which a text gets several lines."""


class Choices(NamedTuple):
    """The values to choose from by the key of a field, and the model's keys."""

    by_key: Mapping[str, Sequence[str]]
    vocabulary: Vocabulary


class FormField(NamedTuple):
    """One field of a form; `key` is dotted for a value in a group."""

    key: str
    label: str
    type: str
    value: Any
    choices: Sequence[str]
    help: str
    required: bool


def list_fields(path: PurePosixPath, text: str, choices: Choices, today: date) -> tuple[FormField, ...]:
    """List the fields of a text's form; none where its front matter cannot be read."""
    try:
        entries = find_entries(text)
    except UnreadableError:
        return ()
    kind = find_kind(path)
    if kind in SCHEMA:
        _, name = classify(path)
        return tuple(_list_by_schema(kind, name.removeprefix("factors/"), entries, choices, today))
    if kind == "texts":
        return tuple(_make_text(key, entry) for key, entry in entries.items() if isinstance(entry.value, str))
    if path.name == "plans.yaml":
        return tuple(_make_step(key, entry, choices.vocabulary) for key, entry in entries.items() if isinstance(entry.value, str))
    return ()


def _list_by_schema(kind: str, name: str, entries: Mapping[str, Entry], choices: Choices, today: date) -> Iterator[FormField]:
    for key, field in SCHEMA[kind].items():
        if field.kind == "marks" or (key == "slug" and name in FIXED_SLUGS):
            continue  # The build writes or determines these.
        if field.kind == "words":
            yield from _list_levels(key, name, entries, choices.vocabulary)
        elif field.kind == "dated words":
            days = [inner.rpartition(".")[2] for inner in entries if inner.startswith(f"{key}.")]
            for day in dict.fromkeys((today.isoformat(), *days)):
                value = _read_text(entries.get(f"{key}.{day}"))
                yield FormField(f"{key}.{day}", _label(key, name=day), "long", value, (), _help(key), required=False)
        elif key in entries or _is_usual(key, name, choices):
            yield _make_field(key, field, entries.get(key), choices.by_key.get(key, ()))


def _is_usual(key: str, name: str, choices: Choices) -> bool:
    """Return whether a form shows a field that the file lacks."""
    _, _, optional = choices.vocabulary.factors.get(name, ("", (), True))
    return {"section": bool(choices.by_key.get(key)), "template": False, "not_applicable": optional}.get(key, True)


def _make_field(key: str, field: Field, entry: Entry | None, choices: Sequence[str]) -> FormField:
    value: Any = _read_text(entry)
    kind = _TYPES.get(field.kind, "text")
    if field.kind in LISTS:
        kind, value = "list", list(entry.value) if entry and isinstance(entry.value, tuple) else []
    elif kind == "flag":
        value = value.lower() == "true"
    elif kind == "number":
        value = int(value) if re.fullmatch("[0-9]{1,6}", value) else None
    elif choices:
        kind = "choice"
    elif key in _LONG_KEYS:
        kind = "long"
    return FormField(key, _label(key), kind, value, choices, _help(key), field.required)


def _list_levels(key: str, factor: str, entries: Mapping[str, Entry], vocabulary: Vocabulary) -> Iterator[FormField]:
    """Yield a field for each level, in the model's order; the file's own others come last."""
    _, levels, _ = vocabulary.factors.get(factor, ("", (), False))
    needed = levels if key == "levels" else levels[1:]
    others = [inner.rpartition(".")[2] for inner in entries if inner.startswith(f"{key}.")]
    for level in dict.fromkeys((*needed, *others)):
        place = levels.index(level) + 1 if level in levels else 0
        label = _label(key, number=str(place), most=str(len(levels))) if place else f"{key}.{level}"
        yield FormField(f"{key}.{level}", label, "long", _read_text(entries.get(f"{key}.{level}")), (), level, level in needed)


def _make_text(key: str, entry: Entry) -> FormField:
    value = _read_text(entry)
    names = dict.fromkeys(f"{{{name}}}" for name in PLACEHOLDER.findall(value))
    help_text = tell(messages.HELP["placeholders"].fill(names=", ".join(names))) if names else ""
    return FormField(key, key.replace(".", " › "), "long" if len(value) > _LONG or "\n" in value else "text", value, (), help_text, True)


def _make_step(key: str, entry: Entry, vocabulary: Vocabulary) -> FormField:
    _, levels, _ = vocabulary.factors.get(key.rpartition(".")[2], ("", (), False))
    return FormField(key, key.replace(".", " › "), "choice" if levels else "text", _read_text(entry), levels, "", required=True)


def _read_text(entry: Entry | None) -> str:
    return entry.value if entry and isinstance(entry.value, str) else ""


def _label(key: str, **words: str) -> str:
    return tell(messages.LABELS[key].fill(**words))


def _help(key: str) -> str:
    return tell(messages.HELP.get(key, ""))


def set_field(path: PurePosixPath, text: str, field: FormField, value: Any) -> str:
    """Return the text with a field's value written, and everything else untouched.

    An optional field that is empty loses its line. Refuses where that cannot be done.
    """
    key, group = field.key, field.key.rpartition(".")[0]
    schema = SCHEMA.get(find_kind(path), {})
    try:
        # Only interface texts may have several lines.
        written = _format(field, value, several_lines=not schema)
        refuse_unwritable(path, "".join(written))
        if written or field.required:
            return write_value(text, key, written, tuple(schema))
        last = group and [name for name in find_entries(text) if name.startswith(f"{group}.")] == [key]
        return remove_key(text, group if last else key)
    except UnreadableError as error:
        raise messages.NO_FORM.make_refusal(file=path, key=key) from error


def _format(field: FormField, value: Any, several_lines: bool) -> str | tuple[str, ...]:
    """Format a value as authors write it; empty for none."""
    if field.type == "list" and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(" ".join(item.split()) for item in value if item.strip())
    if field.type == "flag" and isinstance(value, bool):
        return "true" if value else ""
    if field.type == "number" and (value is None or (isinstance(value, int) and not isinstance(value, bool))):
        return "" if value is None else str(value)
    if field.type in ("text", "long", "date", "choice") and isinstance(value, str):
        # Lines may have Unicode's own ends, which no source may contain.
        lines = [line.rstrip() for line in value.splitlines()]
        return "\n".join(lines).strip() if several_lines else " ".join(" ".join(lines).split())
    raise messages.BAD_FIELD.make_refusal(field="value", kind=messages.VALUES[field.type])
