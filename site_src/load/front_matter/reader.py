"""Reads one file: decodes it, splits off the front matter, and converts its values."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date

import yaml

from site_src.load.front_matter.schema import EMPTY, FIXED_SLUGS, LISTS, LONGEST_SLUG, SCHEMA, SLUG, Field
from site_src.load.front_matter.yaml_errors import explain_error, starts_with_keys
from site_src.model import INVISIBLE, Change, Document, Fix, Problem, Source, find_closest, suggest

MOST_BYTES = 2_000_000
"""The largest size of a text, about five thick books: a longer one would take too long to convert."""
# The mark for text still to be written. In a comment, it can mean that the entire file is to be translated.
_TODO = re.compile(r"\bTODO\b")
_CONFLICT_MARKER = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_START = yaml.Mark("", 0, 0, 0, "", 0)


class Reader:
    """A reader of one file, which collects every fault in `problems`."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[Problem] = []
        self._lines: dict[str, int] = {}

    def _fault(self, line: int, what: str, remedy: str, fix: Fix | None = None) -> None:
        self.problems.append(Problem(self._file, line, what, remedy, fix))

    def read(self, source: Source, kind: str, name: str) -> Document | None:
        """Read the document of that kind and name; None if too little of it is readable."""
        text = self._decode(source.data)
        if text is None:
            return None
        all_yaml = kind in ("settings", "plans", "texts")
        head, body, first = (text, "", 1) if all_yaml else self._split(text)
        if self.problems:
            return None
        todo = tuple(number for number, line in enumerate(text.split("\n"), 1) if _TODO.search(line)) if "TODO" in text else ()
        node = self._parse(head, 0 if all_yaml else 1)
        if node is None:
            if all_yaml:
                return None
            empty = {key: EMPTY[field.kind] for key, field in SCHEMA.get(kind, {}).items()}
            return Document(kind, source.path.parts[1], name, source.path, empty, self._lines, body, first, False, todo)
        values: Mapping[str, object] = dict(self._flatten(node, "")) if kind in ("plans", "texts") else self._convert_all(node, kind, name)
        language = "" if kind in ("settings", "plans") else source.path.parts[1]
        return Document(kind, language, name, source.path, values, self._lines, body, first, todo=todo)

    def _decode(self, data: bytes) -> str | None:
        """Decode a file, and refuse characters that no source may contain; None with a fault."""
        if len(data) > MOST_BYTES:
            self._fault(
                0, f"a text of {len(data) / 1e6:.0f} MB, and {MOST_BYTES / 1e6:.0f} MB is the most", "Divide it over several files."
            )
            return None
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
            self._fault(0, "is written in UTF-16", "Save the file again with the encoding UTF-8.")
            return None
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self._fault(line, "is not written in UTF-8", "Save the file again with the encoding UTF-8.")
            return None
        invisible = INVISIBLE.search(text)
        if invisible:
            line = text.count("\n", 0, invisible.start()) + 1
            self._fault(line, f"an invisible or private character, U+{ord(invisible[0]):04X}", "Remove it: type the line again.")
            return None
        conflict = _CONFLICT_MARKER.search(text)
        if conflict:
            what = "two versions of these lines stand here, as git leaves them"
            self._fault(
                text.count("\n", 0, conflict.start()) + 1,
                what,
                "Keep one of the two, and remove the lines “<<<<<<<”, “=======” and “>>>>>>>”.",
            )
            return None
        return text

    def _split(self, text: str) -> tuple[str, str, int]:
        """Return the front matter, the body, and the line on which the body starts."""
        lines = text.split("\n")
        if lines[0].rstrip() != "---":
            self._fault(1, "no front matter", "Start the file with a line “---”, then “key: value” lines, then another “---”.")
            return "", "", 1
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() == "---":
                if starts_with_keys(lines[number + 1 :]):
                    self._fault(number + 1, "the front matter is closed here, and goes on below", "Remove this line.")
                return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
        self._fault(1, "the front matter is never closed", "Put a line “---” below its last key.")
        return "", "", 1

    def _parse(self, text: str, above: int) -> yaml.MappingNode | None:
        """Parse YAML that has `above` lines above it in the file; None with a fault."""
        self._above = above
        self._lines_with_comments = text.split("\n") if " #" in text else []
        try:
            if re.search(r"(?<!\S)(?:[&*]\w|!)", text):
                for token in yaml.scan(text, yaml.BaseLoader):
                    if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
                        self._fault(self._line(token), "a value starts with “&”, “*” or “!”", "Put the value between double quotes.")
                        return None
            node = compose(text)
        except yaml.MarkedYAMLError as error:
            line, what, remedy = explain_error(text.split("\n"), error)
            self._fault(line + 1 + above, what, remedy)
            return None
        except (yaml.YAMLError, RecursionError):
            self._fault(above + 1, "this is not YAML that can be read", "Write plain “key: value” lines.")
            return None
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return yaml.MappingNode("tag:yaml.org,2002:map", [], _START, _START)
        if not isinstance(node, yaml.MappingNode):
            self._fault(self._line(node), "expected “key: value” lines", "Write a key, a colon, a space and the value on each line.")
            return None
        return node

    def _line(self, node: yaml.Node | yaml.Token) -> int:
        return int(node.start_mark.line) + 1 + self._above

    def _entries(self, node: yaml.MappingNode, prefix: str) -> Iterator[tuple[str, yaml.Node]]:
        """Yield each key of a mapping once, with its value, and store its line."""
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            line = self._line(key_node)
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if not key:
                self._fault(line, "a key that is not a word", "Write “key: value”; put a value with brackets between double quotes.")
            elif key in seen:
                self._fault(
                    line, f"the key “{prefix}{key}” stands here a second time", f"It is also on line {seen[key]}; keep one of them."
                )
            else:
                seen[key] = line
                self._lines[prefix + key] = line
                yield key, value

    def _flatten(self, node: yaml.MappingNode, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield nested groups of texts by dotted keys."""
        for key, value in self._entries(node, prefix):
            if not re.fullmatch("[A-Za-z0-9_-]+", key):
                self._fault(self._lines[prefix + key], f"the key “{key}” is not one word", "Use letters, digits, “_” and “-” only.")
            elif isinstance(value, yaml.MappingNode) and not value.flow_style:
                yield from self._flatten(value, f"{prefix}{key}.")
            else:
                yield prefix + key, self._read_text(value, prefix + key, required=True)

    def _convert_all(self, node: yaml.MappingNode, kind: str, name: str) -> dict[str, object]:
        """Convert a mapping to values by the schema, with empty values for missing keys."""
        shape = SCHEMA[kind]
        values: dict[str, object] = {}
        if kind == "page" and name in FIXED_SLUGS:
            values["slug"] = name
        written = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        missing = [key for key, field in shape.items() if field.required and key not in written]
        unknown = [key for key in written if key not in shape]
        for key, value in self._entries(node, ""):
            field = shape.get(key)
            if field is None and "changes" in written and re.fullmatch(r"\d{4}-\d\d-\d\d", key):
                continue  # A change that is not indented: “changes” is reported, as it is no group.
            if field is None:
                meant = find_closest(key, shape)
                if not meant and kind == "settings" and len(missing) == len(unknown) == 1:
                    (meant,) = missing
                # One fault for one mistake: a misspelt key is not reported as missing, too.
                if meant and meant not in written:
                    values.setdefault(meant, EMPTY[shape[meant].kind])
                    self._lines.setdefault(meant, self._lines[key])
                remedy = f"Did you mean “{meant}”?" if meant else suggest(key, shape)
                self._fault(self._lines[key], f"unknown key “{key}”", remedy, Fix(f"{key}:", f"{meant}:") if meant else None)
            else:
                values[key] = self._convert_value(key, value, field)
        for key, field in shape.items():
            if key not in values and field.required:
                self._fault(1, f"the key “{key}” is missing", "Add it to the front matter." if kind != "settings" else "Add it.")
            # An absent list is an empty tuple; None means that it could not be read.
            values.setdefault(key, () if field.kind == "keys" else EMPTY[field.kind])
        return values

    def _convert_value(self, key: str, node: yaml.Node, field: Field) -> object:
        line = self._lines[key]
        if field.kind in ("words", "marks"):
            if isinstance(node, yaml.MappingNode):
                return {inner: self._read_text(value, f"{key}.{inner}", required=True) for inner, value in self._entries(node, f"{key}.")}
            self._fault(line, f"“{key}” must be a group of keys", "Put each on a line of its own below it, indented by two spaces.")
            return {}
        if field.kind == "dated words":
            return self._convert_changes(key, node)
        if field.kind in LISTS:
            return self._convert_list(key, node, field.kind)
        text = (self._read_text if field.kind == "text" else self._read_scalar)(node, key, field.required)
        if not text:
            return EMPTY[field.kind]
        if field.most and len(text) > field.most:
            self._fault(line, f"“{key}” has {len(text)} characters", f"Shorten it to at most {field.most}.")
        if field.kind == "text":
            return text
        return self._convert_text(key, line, text, field.kind)

    def _convert_text(self, key: str, line: int, text: str, kind: str) -> object:
        """Convert a text to a value of the kind; a faulty text gives the empty value."""
        if kind == "number":
            if re.fullmatch("[0-9]{1,6}", text):
                return int(text)
            self._fault(line, f"“{key}” must be a whole number, and is “{text}”", "Write digits only, such as 30.")
        elif kind == "yes or no":
            if text.lower() in ("true", "false"):
                return text.lower() == "true"
            self._fault(line, f"“{key}” must be true or false, and is “{text}”", "Write “true” or “false”.")
        elif kind == "date":
            try:
                if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                    return date.fromisoformat(text)
            except ValueError:
                pass
            self._fault(line, f"“{key}” must be a date, and is “{text}”", "Write year-month-day, such as 2026-11-22.")
        elif kind == "slug":
            if len(text) > LONGEST_SLUG:
                self._fault(line, f"an address of {len(text)} characters", f"Shorten it to at most {LONGEST_SLUG}.")
                return ""
            if re.fullmatch(SLUG, text):
                return text
            self._fault(line, f"“{text}” cannot be an address", "Use a to z, 0 to 9 and single hyphens, with “/” for a folder.")
        elif kind == "base":
            if text.endswith((".html", ".htm")):
                self._fault(line, f"“{text}” is the address of a page", f"Leave out “{text.rpartition('/')[2]}”.")
                return ""
            if re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[\w.~%/-]*)?", text):
                return text.rstrip("/") + "/"
            self._fault(line, f"“{text}” is not a base address", "Write it whole, such as https://ssi.example/.")
        elif kind == "contact":
            host = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
            if re.fullmatch(rf"https://{host}(:\d+)?(/[^\s\"<>]*)?|mailto:[^\s@?\"<>]+@{host}", text):
                return text
            remedy = "Write https:// and the address of a page, or mailto: and an e-mail address."
            self._fault(line, f"“{text}” is not an address to write to", remedy)
        return EMPTY[kind]

    def _convert_changes(self, key: str, node: yaml.Node) -> tuple[Change, ...]:
        """Convert a group of texts by day to changes."""
        if not isinstance(node, yaml.MappingNode):
            self._fault(
                self._lines[key],
                f"“{key}” must be a group of days",
                "Put each on a line of its own below it: “  2026-12-01: What changed.”",
            )
            return ()
        changes: list[Change] = []
        for day, value in self._entries(node, f"{key}."):
            text = self._read_text(value, f"{key}.{day}", required=True)
            when = self._convert_text(day, self._lines[f"{key}.{day}"], day, "date")
            if isinstance(when, date) and when > date.min:
                changes.append(Change(when, text))
        return tuple(changes)

    def _convert_list(self, key: str, node: yaml.Node, kind: str) -> object:
        """Convert a list of codes, slugs or keys, each of which may occur once."""
        codes: list[str] = []
        before = len(self.problems)
        what, pattern, (example, remedy) = LISTS[kind]
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self._fault(self._lines[key], f"“{key}” must be a list", f"Write it as {example}.")
            return EMPTY[kind]
        for item in node.value:
            code = item.value if isinstance(item, yaml.ScalarNode) else ""
            if not re.fullmatch(pattern, code):
                self._fault(self._line(item), f"“{code}” is not a {what}", remedy)
            elif code in codes:
                self._fault(self._line(item), f"the {what.split()[0]} “{code}” stands in the list twice", "Keep one of them.")
            codes.append(code)
        # With half a list, the folders of the other languages would seem faulty, too.
        return tuple(codes) if len(self.problems) == before else EMPTY[kind]

    def _read_text(self, node: yaml.Node, key: str, required: bool) -> str:
        """Read a text for visitors, and refuse a YAML comment behind it."""
        text = self._read_scalar(node, key, required)
        if text and self._lines_with_comments and isinstance(node, yaml.ScalarNode) and not node.style:
            end = node.end_mark
            if self._lines_with_comments[end.line][end.column :].lstrip().startswith("#"):
                what = "what follows “ #” is a remark, and left out"
                self._fault(
                    end.line + 1 + self._above, what, "Put the whole value between double quotes, or the remark on a line of its own."
                )
        return text

    def _read_scalar(self, node: yaml.Node, key: str, required: bool) -> str:
        line = self._lines.get(key, 0)
        if not isinstance(node, yaml.ScalarNode):
            remedy = "Put the value between double quotes." if node.flow_style else "Write one text after the colon."  # type: ignore[attr-defined]
            self._fault(line, f"“{key}” must be one text", remedy)
            return ""
        text = str(node.value).strip()
        if not text:
            self._fault(line, f"“{key}” is empty", f"Write the text after the colon{'' if required else ', or remove the key'}.")
        return text


def compose(text: str) -> yaml.Node | None:
    """Parse YAML into nodes.

    The loader in C, if it is installed, takes a tenth of the time; on an error, the one in Python gives the clearer message.
    """
    with suppress(AttributeError, yaml.YAMLError):
        return yaml.compose(text, yaml.CBaseLoader)
    return yaml.compose(text, yaml.BaseLoader)
