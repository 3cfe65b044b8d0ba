"""Reads one file: decodes it, splits off the front matter, and converts its values."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date

import yaml

from site_src.load.front_matter.schema import EMPTY, FIXED_SLUGS, LISTS, LONGEST_SLUG, MOST_BYTES, SCHEMA, SLUG, Field, find_base_fault
from site_src.load.front_matter.yaml_errors import explain_error, starts_with_keys
from site_src.messages import Message, list_languages, say
from site_src.model import INVISIBLE, Change, Document, Fix, Problem, Source, find_closest, suggest

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

    def _fault(self, line: int, what: Message, remedy: Message, fix: Fix | None = None) -> None:
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
                0,
                say("a text of {size} MB, and {most} MB is the most", size=round(len(data) / 1e6), most=round(MOST_BYTES / 1e6)),
                say("Divide it over several files."),
            )
            return None
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
            self._fault(0, say("is written in UTF-16"), say("Save the file again with the encoding UTF-8."))
            return None
        try:
            # A Mac may write “é” as two characters: then words, anchors and names of files would not find each other.
            text = unicodedata.normalize("NFC", data.decode("utf-8-sig")).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self._fault(line, say("is not written in UTF-8"), say("Save the file again with the encoding UTF-8."))
            return None
        invisible = INVISIBLE.search(text)
        if invisible:
            line = text.count("\n", 0, invisible.start()) + 1
            self._fault(
                line,
                say("an invisible or private character, {character}", character=f"U+{ord(invisible[0]):04X}"),
                say("Remove it: type the line again."),
            )
            return None
        conflict = _CONFLICT_MARKER.search(text)
        if conflict:
            what = say("two versions of these lines stand here, as git leaves them")
            self._fault(
                text.count("\n", 0, conflict.start()) + 1,
                what,
                say("Keep one of the two, and remove the lines “<<<<<<<”, “=======” and “>>>>>>>”."),
            )
            return None
        return text

    def _split(self, text: str) -> tuple[str, str, int]:
        """Return the front matter, the body, and the line on which the body starts."""
        lines = text.split("\n")
        if lines[0].rstrip() != "---":
            self._fault(
                1, say("no dashes at the top"), say("Start the file with a line “---”, then lines such as “title: …”, then another “---”.")
            )
            return "", "", 1
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() == "---":
                if starts_with_keys(lines[number + 1 :]):
                    self._fault(number + 1, say("the lines between the dashes end here, and go on below"), say("Remove this line."))
                return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
        self._fault(1, say("the second line of dashes is missing"), say("Put a line “---” above the text."))
        return "", "", 1

    def _parse(self, text: str, above: int) -> yaml.MappingNode | None:
        """Parse YAML that has `above` lines above it in the file; None with a fault."""
        self._above = above
        self._lines_with_comments = text.split("\n") if " #" in text else []
        try:
            if re.search(r"(?<!\S)(?:[&*]\w|!)", text):
                for token in yaml.scan(text, yaml.BaseLoader):
                    if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
                        self._fault(
                            self._line(token),
                            say("a “&”, “*” or “!” right after a colon"),
                            say("Put the text after the colon between double quotes."),
                        )
                        return None
            node = compose(text)
        except yaml.MarkedYAMLError as error:
            line, what, remedy = explain_error(text.split("\n"), error)
            self._fault(line + 1 + above, what, remedy)
            return None
        except (yaml.YAMLError, RecursionError):
            self._fault(above + 1, say("these lines cannot be read"), say("Write plain lines such as “title: …”."))
            return None
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return yaml.MappingNode("tag:yaml.org,2002:map", [], _START, _START)
        if not isinstance(node, yaml.MappingNode):
            self._fault(
                self._line(node),
                say("a text where lines such as “title: …” should stand"),
                say("Start each line with a word, a colon and a space."),
            )
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
                self._fault(
                    line,
                    say("a line that does not start with a word"),
                    say("Start it with a word and a colon; put a text with brackets between double quotes."),
                )
            elif key in seen:
                self._fault(
                    line,
                    say("the line “{key}” stands here a second time", key=f"{prefix}{key}"),
                    say("It is also on line {line}; keep one of them.", line=seen[key]),
                )
            else:
                seen[key] = line
                self._lines[prefix + key] = line
                yield key, value

    def _flatten(self, node: yaml.MappingNode, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield nested groups of texts by dotted keys."""
        for key, value in self._entries(node, prefix):
            if not re.fullmatch("[A-Za-z0-9_-]+", key):
                self._fault(
                    self._lines[prefix + key],
                    say("“{key}”, before the colon, is not one word", key=key),
                    say("Use letters, digits, “_” and “-” only."),
                )
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
                continue  # A change that is not indented leaves “changes” without a group, which is already reported.
            if field is None:
                meant = find_closest(key, shape)
                if not meant and kind == "settings" and len(missing) == len(unknown) == 1:
                    (meant,) = missing
                # One fault for one mistake: a misspelt key is not reported as missing, too.
                if meant and meant not in written:
                    values.setdefault(meant, EMPTY[shape[meant].kind])
                    self._lines.setdefault(meant, self._lines[key])
                remedy = say("Did you mean “{name}”?", name=meant) if meant else suggest(key, shape)
                fix = Fix(f"{key}:", f"{meant}:") if meant else None
                self._fault(self._lines[key], say("unknown line “{key}”", key=key), remedy, fix)
            else:
                values[key] = self._convert_value(key, value, field)
        for key, field in shape.items():
            if key not in values and field.required:
                self._fault(
                    1,
                    say("the line “{key}” is missing", key=key),
                    say("Add it between the dashes.") if kind != "settings" else say("Add it."),
                )
            # An absent list is an empty tuple; None means that it could not be read.
            values.setdefault(key, () if field.kind == "keys" else EMPTY[field.kind])
        return values

    def _convert_value(self, key: str, node: yaml.Node, field: Field) -> object:
        line = self._lines[key]
        if field.kind in ("words", "marks"):
            if isinstance(node, yaml.MappingNode):
                return {inner: self._read_text(value, f"{key}.{inner}", required=True) for inner, value in self._entries(node, f"{key}.")}
            self._fault(
                line,
                say("“{key}” must be a group of lines", key=key),
                say("Put each on a line of its own below it, indented by two spaces."),
            )
            return {}
        if field.kind == "dated words":
            return self._convert_changes(key, node)
        if field.kind in LISTS:
            return self._convert_list(key, node, field.kind)
        text = (self._read_text if field.kind == "text" else self._read_scalar)(node, key, field.required)
        if not text:
            return EMPTY[field.kind]
        if field.most and len(text) > field.most:
            self._fault(
                line,
                say("“{key}” has {number} characters", key=key, number=len(text)),
                say("Shorten it to at most {most}.", most=field.most),
            )
        if field.kind == "text":
            return text
        return self._convert_text(key, line, text, field.kind)

    def _convert_text(self, key: str, line: int, text: str, kind: str) -> object:
        """Convert a text to a value of the kind; a faulty text gives the empty value."""
        if kind == "number":
            if re.fullmatch("[0-9]{1,6}", text):
                return int(text)
            self._fault(
                line, say("“{key}” must be a whole number, and is “{text}”", key=key, text=text), say("Write digits only, such as 30.")
            )
        elif kind == "yes or no":
            if text.lower() in ("true", "false"):
                return text.lower() == "true"
            self._fault(line, say("“{key}” must be true or false, and is “{text}”", key=key, text=text), say("Write “true” or “false”."))
        elif kind == "date":
            try:
                if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                    return date.fromisoformat(text)
            except ValueError:
                pass
            self._fault(
                line, say("“{key}” must be a date, and is “{text}”", key=key, text=text), say("Write year-month-day, such as 2026-11-22.")
            )
        elif kind == "slug":
            if len(text) > LONGEST_SLUG:
                self._fault(
                    line,
                    say("an address of {number} characters", number=len(text)),
                    say("Shorten it to at most {most}.", most=LONGEST_SLUG),
                )
                return ""
            if re.fullmatch(SLUG, text):
                return text
            self._fault(
                line, say("“{text}” cannot be an address", text=text), say("Use a to z, 0 to 9 and single hyphens, with “/” for a folder.")
            )
        elif kind == "base":
            fault = find_base_fault(text)
            if not fault:
                return text.rstrip("/") + "/"
            self._fault(line, *fault)
        elif kind == "contact":
            host = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
            if re.fullmatch(rf"https://{host}(:\d+)?(/[^\s\"<>]*)?|mailto:[^\s@?\"<>]+@{host}", text):
                return text
            remedy = say("Write https:// and the address of a page, or mailto: and an e-mail address.")
            self._fault(line, say("“{text}” is not an address to write to", text=text), remedy)
        elif kind == "language of messages":
            if text in list_languages():
                return text
            self._fault(line, say("there are no messages in the language “{code}”", code=text), suggest(text, list_languages()))
        return EMPTY[kind]

    def _convert_changes(self, key: str, node: yaml.Node) -> tuple[Change, ...]:
        """Convert a group of texts by day to changes."""
        if not isinstance(node, yaml.MappingNode):
            self._fault(
                self._lines[key],
                say("“{key}” must be a group of days", key=key),
                say("Put each on a line of its own below it: “  2026-12-01: What changed.”"),
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
        rule = LISTS[kind]
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self._fault(self._lines[key], say("“{key}” must be a list", key=key), say("Write it as {example}.", example=rule.example))
            return EMPTY[kind]
        for item in node.value:
            code = item.value if isinstance(item, yaml.ScalarNode) else ""
            if not re.fullmatch(rule.pattern, code):
                self._fault(self._line(item), rule.what.fill(code=code), rule.remedy)
            elif code in codes:
                self._fault(self._line(item), say("“{code}” stands in the list twice", code=code), say("Keep one of them."))
            codes.append(code)
        # With half a list, the folders of the other languages would seem faulty, too.
        return tuple(codes) if len(self.problems) == before else EMPTY[kind]

    def _read_text(self, node: yaml.Node, key: str, required: bool) -> str:
        """Read a text for visitors, and refuse a YAML comment behind it."""
        text = self._read_scalar(node, key, required)
        if text and self._lines_with_comments and isinstance(node, yaml.ScalarNode) and not node.style:
            end = node.end_mark
            if self._lines_with_comments[end.line][end.column :].lstrip().startswith("#"):
                what = say("what follows “ #” is a remark, and left out")
                self._fault(
                    end.line + 1 + self._above,
                    what,
                    say("Put the text after the colon between double quotes, or the remark on a line of its own."),
                )
        return text

    def _read_scalar(self, node: yaml.Node, key: str, required: bool) -> str:
        line = self._lines.get(key, 0)
        if not isinstance(node, yaml.ScalarNode):
            remedy = say("Write one text after the colon.")
            if isinstance(node, yaml.CollectionNode) and node.flow_style:
                remedy = say("Put the text after the colon between double quotes.")
            self._fault(line, say("“{key}” must be one text", key=key), remedy)
            return ""
        text = str(node.value).strip()
        if not text:
            self._fault(
                line,
                say("“{key}” is empty", key=key),
                say("Write the text after the colon.") if required else say("Write the text after the colon, or remove the line."),
            )
        return text


def compose(text: str) -> yaml.Node | None:
    """Parse YAML into nodes.

    The loader in C, if it is installed, takes a tenth of the time; on an error, the one in Python gives the clearer message.
    """
    with suppress(AttributeError, yaml.YAMLError):
        return yaml.compose(text, yaml.CBaseLoader)
    return yaml.compose(text, yaml.BaseLoader)
