"""Finds the values of a file's front matter, and writes one of them; all else stays as its author wrote it.

The lines between the dashes of a Markdown file, or a whole YAML file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import yaml

from site_src.load.front_matter.reader import compose

type Value = str | Sequence[str]
"""A text, or a list of texts."""
_FRONT = re.compile(r"\A---[ \t]*\n(?P<head>.*?)^---[ \t]*$", re.MULTILINE | re.DOTALL)
_STEP = "  "


class UnreadableError(Exception):
    """Front matter that is no YAML, or in which the value cannot be written."""


class Entry(NamedTuple):
    """A key and its value, which is None for a group of keys.

    `colon`: the place behind the key's colon. `starts` and `ends`: the place of the value. `line`: where the line of its key starts.
    `column`: how far the key is indented.
    """

    value: Value | None
    colon: int
    starts: int
    ends: int
    line: int
    column: int
    style: str


def find_entries(text: str) -> Mapping[str, Entry]:
    """Find every key of a file by its dotted name. Raises UnreadableError."""
    head, above = _split(text)
    try:
        node = compose(head)
        if node is None:
            return {}
        if isinstance(node, yaml.MappingNode):
            return dict(_walk(node, "", text, above))
    # ValueError: half a character, or a key without a colon.
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UnreadableError from error
    raise UnreadableError


def _split(text: str) -> tuple[str, int]:
    """Return the YAML of a file, and where it starts."""
    front = _FRONT.match(text)
    if front:
        return front["head"], front.start("head")
    if text.startswith("---"):
        raise UnreadableError
    return text, 0


def _walk(node: yaml.MappingNode, group: str, text: str, above: int) -> Iterator[tuple[str, Entry]]:
    for key, value in node.value:
        # A value before its key is an alias (“*”) of another one. Aliases of aliases could make a short text endless.
        if not isinstance(key, yaml.ScalarNode) or not key.value or value.start_mark.index < key.end_mark.index:
            raise UnreadableError
        name = f"{group}{key.value}"
        read, style = _read(value)
        # By characters: YAML has more kinds of line ends than files.
        colon = text.index(":", above + key.end_mark.index) + 1
        starts, ends = above + value.start_mark.index, above + _find_end(value)
        # A text of several lines ends with its last word.
        ends -= len(text[starts:ends]) - len(text[starts:ends].rstrip())
        line = text.rfind("\n", 0, above + key.start_mark.index) + 1
        yield name, Entry(read, colon, starts, ends, line, key.start_mark.column, style)
        if isinstance(value, yaml.MappingNode) and not value.flow_style:
            yield from _walk(value, f"{name}.", text, above)


def _read(node: yaml.Node) -> tuple[Value | None, str]:
    """Return the value of a node, and how it is written."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value).strip(), node.style or ""
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return tuple(str(item.value) for item in node.value), "[" if node.flow_style else "-"
    return None, "{" if isinstance(node, yaml.CollectionNode) and node.flow_style else ""


def _find_end(node: yaml.Node) -> int:
    """Find the end of a node; the parser takes the empty lines and remarks below a group for part of it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _find_end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def write_value(text: str, key: str, value: Value, order: Sequence[str] = ()) -> str:
    """Write the value of a key, which may be new.

    `order`: the usual order of keys, which decides the place of a new one. Raises UnreadableError where that cannot be done without
    changing anything else.
    """
    before = find_entries(text)
    if key in before and before[key].value is None:
        raise UnreadableError
    after = _put(text, key, value, before, order)
    _compare(before, find_entries(after), key, value)
    return after


def remove_key(text: str, key: str) -> str:
    """Remove a key with its value. Raises UnreadableError where that cannot be done without changing anything else."""
    before = find_entries(text)
    if key not in before:
        return text
    entry = before[key]
    after = text[: entry.line] + text[_find_next_line(text, entry.ends) :]
    remaining = {name: each.value for name, each in before.items() if name != key and not name.startswith(f"{key}.")}
    if {name: each.value for name, each in find_entries(after).items()} != remaining:
        raise UnreadableError
    return after


def _find_next_line(text: str, place: int) -> int:
    """Find the start of the line below a place; a place at the start of a line is below already."""
    if place and text[place - 1] == "\n":
        return place
    return text.index("\n", place) + 1 if "\n" in text[place:] else len(text)


def _put(text: str, key: str, value: Value, entries: Mapping[str, Entry], order: Sequence[str]) -> str:
    entry = entries.get(key)
    group, _, name = key.rpartition(".")
    if entry is None:
        above = _find_above(key, entries, order)
        column = entries[above].column if above else (entries[group].column + len(_STEP) if group in entries else 0)
        if group and group not in entries:
            # A new group, such as the first change of a page.
            lines = f"{group}:\n{_STEP}{name}: {_write(value, '', len(_STEP))}\n"
            above = _find_above(group, entries, order)
        else:
            lines = f"{' ' * column}{name}: {_write(value, '', column)}\n"
        if above:
            place = _find_next_line(
                text, max(each.ends for other, each in entries.items() if other == above or other.startswith(f"{above}."))
            )
        elif group in entries:
            place = _find_next_line(text, entries[group].line)
        else:
            place = _split(text)[1]
        gap = "" if not place or text[place - 1] == "\n" else "\n"
        return text[:place] + gap + lines + text[place:]
    between = text[entry.colon : entry.starts]
    written = _write(value, entry.style, entry.column)
    gap = between if between and not between.strip(" ") else " "
    return text[: entry.colon] + (gap + written if written else "") + text[max(entry.ends, entry.colon) :]


def _find_above(key: str, entries: Mapping[str, Entry], order: Sequence[str]) -> str:
    """Find the key after which a new one is written: the last that precedes it in the order or in its group; empty for none."""
    group = key.rpartition(".")[0]
    siblings = [name for name in entries if name.rpartition(".")[0] == group]
    if key not in order:
        return siblings[-1] if siblings else ""
    earlier = [name for name in order[: order.index(key)] if name in siblings]
    return earlier[-1] if earlier else ""


def _write(value: Value, style: str, column: int) -> str:
    """Write a value in the style it had, where that can hold it."""
    if not isinstance(value, str):
        items = [item if _is_plain(f"[{item}]", (item,)) else _quote(item) for item in value]
        return f"[{', '.join(items)}]"
    text = value.strip()
    if "\n" in text or (style == "|" and text):
        lines = text.split("\n")
        indent = " " * (column + len(_STEP))
        if lines[0].startswith(" ") or any(line != line.rstrip() or "\t" in line for line in lines):
            return _quote(text)
        return "|\n" + "\n".join(f"{indent}{line}" if line else "" for line in lines)
    if style == "'" and text:
        return f"'{text.replace("'", "''")}'"
    return text if not text or (style != '"' and _is_plain(text, text)) else _quote(text)


def _is_plain(written: str, value: Value) -> bool:
    """Return whether YAML reads what is written as the value."""
    with suppress(yaml.YAMLError, RecursionError, UnicodeError):
        node = compose(f"k: {written}\nl: m\n")
        if isinstance(node, yaml.MappingNode) and len(node.value) == 2 and not re.match("[&*!]", written):
            read, _ = _read(node.value[0][1])
            return read == value
    return False


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _compare(before: Mapping[str, Entry], after: Mapping[str, Entry], key: str, value: Value) -> None:
    """Raise UnreadableError unless the key, and no other, has changed to the value."""
    expected = {name: entry.value for name, entry in before.items()} | {key: value.strip() if isinstance(value, str) else tuple(value)}
    if "." in key:
        expected[key.rpartition(".")[0]] = None
    if {name: entry.value for name, entry in after.items()} != expected:
        raise UnreadableError
