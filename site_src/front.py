"""Sources → Documents: what stands above a file's text, decoded and typed, with the line of every key.

YAML turns “no” into false and “1:30” into ninety; an author who writes those means the words. So nothing is read but its structure:
every value stays as written, and the shapes below say what it must be.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

import yaml

from site_src.model import Change, Document, Problem, Source, closest, suggestion


class _Field(NamedTuple):
    kind: str
    required: bool = True
    most: int = 0


_SHAPES: Mapping[str, Mapping[str, _Field]] = {
    "settings": {
        "base_url": _Field("base"),
        "contact": _Field("contact", required=False),
        "languages": _Field("codes"),
        "sections": _Field("keys", required=False),
    },
    "page": {
        "title": _Field("text"),
        "description": _Field("text", most=160),
        "slug": _Field("slug"),
        "section": _Field("text", required=False),
        "menu": _Field("number", required=False),
        "menu_title": _Field("text", required=False),
        "template": _Field("text", required=False),
        "draft": _Field("yes or no", required=False),
        "toc": _Field("yes or no", required=False),
        "written": _Field("date"),
        "checked": _Field("date"),
        "changes": _Field("dated words", required=False),
        "redirects": _Field("slugs", required=False),
        "twins": _Field("marks", required=False),
    },
    "factor": {
        "name": _Field("text"),
        "question": _Field("text"),
        "hint": _Field("text", required=False),
        "levels": _Field("words"),
        "not_applicable": _Field("text", required=False),
        "advice": _Field("text"),
        "checked": _Field("date"),
        "twins": _Field("marks", required=False),
    },
}
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*"
_LONGEST_SLUG = 100
_MOST_BYTES = 2_000_000
"""Of a text, the size of five thick books: it would take longer to make than anybody waits."""
_FIXED_SLUGS = ("index", "404")
_ATTACHMENTS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf"})
# Stands where words are still to come, also in what no visitor reads: a comment can say that the whole file is to be translated.
_TODO = re.compile(r"\bTODO\b")
_CLASH = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_NOT_IN_BROWSERS = frozenset({".heic", ".heif", ".bmp", ".tif", ".tiff"})
_MISSPELT = {".yml": ".yaml", ".markdown": ".md", ".mdown": ".md", ".mkd": ".md"}

_OTHERWISE = ("a value starts with a character that means something else in YAML", "Put the value between double quotes.")
_NO_COLON = ("a line without a colon", "Write it as “key: value”, or indent it to belong to the line above.")
_INDENTED = ("the indentation does not fit the lines above", "Start every key of a group in the same column.")
_SYNTAX = (
    ("'\\t'", "a tab stands where YAML wants spaces", "Replace the tab by spaces."),
    ("mapping values are not allowed", "a colon inside a value", "Put the whole value between double quotes."),
    ("could not find expected ':'", *_NO_COLON),
    (
        "unexpected end of stream",
        "a quotation mark or bracket is opened and never closed",
        "Close it, or put the value between double quotes.",
    ),
    *(
        (sign, *_OTHERWISE)
        for sign in (
            "cannot start any token",
            "entries are not allowed here",
            "keys are not allowed here",
            "expected a comment or a line break",
            "expected alphabetic or numeric",
        )
    ),
    ("expected <block end>", *_INDENTED),
    ("expected ',' or", "a bracket is opened and never closed", "Close it, or put the whole value between double quotes."),
    ("expected the node content", "a bracket is opened and never closed", "Close it, or put the whole value between double quotes."),
    ("unknown escape character", "a backslash inside double quotes", "Write two backslashes, or use single quotes."),
)


def front(sources: tuple[Source, ...]) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The documents in `content/`, and what is wrong with them.

    A page with a fault in its front matter still makes a document, so that its body's faults are told in the same round; what could not be
    read is empty in it. Texts and settings with a fault do so too, where they could be read at all.
    """
    problems: list[Problem] = []
    documents: list[Document] = []
    for source in sources:
        kind, name = _kind(source.path)
        if kind == "attachment":
            continue
        if not kind:
            problems.append(Problem(str(source.path), 0, "is not a file this site uses", name))
            continue
        reader = _Reader(str(source.path))
        document = reader.document(source, kind, name)
        problems += reader.problems
        if document:
            documents.append(document)
    return tuple(documents), tuple(problems)


def _kind(path: PurePosixPath) -> tuple[str, str]:
    """What a file is and its name, both from its path; or an empty kind and what to do about it."""
    language, *inner = path.parts[1:]
    name = "/".join(inner).removesuffix(path.suffix)
    ending = path.suffix.lower()
    if ending == ".txt" and path.stem.endswith((".md", ".yaml")):
        return "", f"Rename it to “{path.stem}”: an editor put “{path.suffix}” behind it."
    if path.suffix != ending or ending in _MISSPELT:
        return "", f"Rename it to end in “{_MISSPELT.get(ending, ending)}”."
    if not inner:
        if path.name == "site.yaml":
            return "settings", "site"
        return ("attachment", "") if path.name == "README.md" else ("", "Move it into the folder of a language.")
    if ending in _ATTACHMENTS:
        return "attachment", ""
    if ending == ".yaml":
        return ("texts", name) if len(inner) == 2 and inner[0] == "texts" else ("", f"Move it to “content/{language}/texts”.")
    if ending in _NOT_IN_BROWSERS:
        return "", "Browsers do not show such a picture: save it as JPEG, PNG or WebP."
    if ending != ".md":
        return "", "Remove it, or save it as Markdown, “.md”."
    if inner[0] == "factors":
        return ("factor", name) if len(inner) == 2 else ("", f"Move it to “content/{language}/factors”.")
    return ("page", name) if inner[0] != "texts" else ("", "Pages stand outside the folder “texts”.")


def _composed(text: str) -> yaml.Node | None:
    """The YAML as nodes. Where there is the loader in C, it takes a tenth of the time; the other says more plainly what is wrong."""
    with suppress(AttributeError, yaml.YAMLError):
        return yaml.compose(text, yaml.CBaseLoader)
    return yaml.compose(text, yaml.BaseLoader)


def _goes_on(body: Sequence[str]) -> bool:
    """Whether a text starts with keys of front matter, up to a line that closes them."""
    if not re.match(r"[\w-]+\s*:|#\s", next(filter(str.strip, body), "")):
        return False
    end = next((number for number, line in enumerate(body) if line.rstrip() == "---"), 0)
    keys = [found[1] for line in body[:end] if (found := re.match(r"([\w-]+)\s*:", line))]
    plain = all(re.match(r"[\w-]+\s*:|\s|#|$", line) for line in body[:end])
    return plain and any(key in shape for key in keys for shape in _SHAPES.values())


def _misread(lines: Sequence[str], error: yaml.MarkedYAMLError) -> tuple[int, str, str]:
    """Where what is no YAML went wrong, the first line being 0, what is wrong there, and what to do."""
    said = f"{error.context or ''} {error.problem or ''}"
    # What is never closed is found out at the end of the file; the author wants to know where it was opened.
    where_opened = any(sign in said for sign in ("unexpected end of stream", "could not find expected ':'", "expected ',' or"))
    mark = (where_opened and error.context_mark) or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    what, remedy = next(
        ((what, remedy) for sign, what, remedy in _SYNTAX if sign in said),
        (f"this is not YAML ({error.problem})", "Put the value between double quotes."),
    )
    if "mapping values" in said and re.fullmatch(r"\s+[\w-]+", lines[line][:column]):
        what, remedy = _INDENTED
        # Between two lines of one group the one that does not stand in their column is wrong.
        group = re.compile(rf"{lines[line][: len(lines[line]) - len(lines[line].lstrip())]}\S")
        line -= line > 1 and bool(group.match(lines[line - 2])) and not group.match(lines[line - 1])
    if "mapping values" in said and re.fullmatch(r"[\w-]+", lines[line][:column]):
        # This line is right, so the one above it was read as the start of its key.
        line = next((above for above in range(line - 1, -1, -1) if lines[above].strip()), line)
        what, remedy = _NO_COLON
    if "expected '<document start>'" in said:
        line = next((number for number, text in enumerate(lines) if text.startswith(" ")), line)
        what, remedy = _INDENTED[0].replace("above", "below"), _INDENTED[1]
    if what == _NO_COLON[0] and (key := re.match(r"\s*([\w-]+)\s*[:=：]", lines[line])):
        what, remedy = f"no colon and space after “{key[1]}”", f"Write “{key[1]}: …”, with both."
    if "expected <block end>" in said and re.match(r"""\s*[\w-]+:\s*["'{\[]""", lines[line]):
        what, remedy = "words after a closing bracket or quotation mark", "Put the whole value between double quotes."
    key = re.match(r"([\w-]+):", lines[line])
    if "is opened and never closed" in what and key and key[1] in _IN_BRACKETS:
        remedy = "Close it."
    return line, what, remedy


class _Reader:
    """Reads one file and gathers everything wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}

    def fault(self, line: int, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, line, what, remedy))

    def document(self, source: Source, kind: str, name: str) -> Document | None:
        text = self.text(source.data)
        if text is None:
            return None
        whole = kind in ("settings", "texts")
        head, body, first = (text, "", 1) if whole else self.split(text)
        if self.problems:
            return None
        todo = tuple(number for number, line in enumerate(text.split("\n"), 1) if _TODO.search(line)) if "TODO" in text else ()
        node = self.mapping(head, 0 if whole else 1)
        if node is None:
            nothing = {key: _EMPTY[field.kind] for key, field in _SHAPES.get(kind, {}).items()}
            return None if whole else Document(kind, source.path.parts[1], name, source.path, nothing, self.lines, body, first, False, todo)
        values: Mapping[str, object] = dict(self.words(node, "")) if kind == "texts" else self.values(node, kind, name)
        language = "" if kind == "settings" else source.path.parts[1]
        return Document(kind, language, name, source.path, values, self.lines, body, first, todo=todo)

    def text(self, data: bytes) -> str | None:
        if len(data) > _MOST_BYTES:
            self.fault(
                0, f"a text of {len(data) / 1e6:.0f} MB, and {_MOST_BYTES / 1e6:.0f} MB is the most", "Divide it over several files."
            )
            return None
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
            self.fault(0, "is written in UTF-16", "Save the file again with the encoding UTF-8.")
            return None
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.fault(line, "is not written in UTF-8", "Save the file again with the encoding UTF-8.")
            return None
        # Control characters, Unicode's own line ends (editors do not count them) and the private range, which we use ourselves.
        strange = re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufffe\uffff]", text)
        if strange:
            line = text.count("\n", 0, strange.start()) + 1
            self.fault(line, f"an invisible or private character, U+{ord(strange[0]):04X}", "Remove it: type the line again.")
            return None
        clash = _CLASH.search(text)
        if clash:
            what = "two versions of these lines stand here, as git leaves them"
            self.fault(
                text.count("\n", 0, clash.start()) + 1,
                what,
                "Keep one of the two, and remove the lines “<<<<<<<”, “=======” and “>>>>>>>”.",
            )
            return None
        return text

    def split(self, text: str) -> tuple[str, str, int]:
        """The front matter, the body, and the line the body starts on."""
        lines = text.split("\n")
        if lines[0].rstrip() != "---":
            self.fault(1, "no front matter", "Start the file with a line “---”, then “key: value” lines, then another “---”.")
            return "", "", 1
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() == "---":
                if _goes_on(lines[number + 1 :]):
                    self.fault(number + 1, "the front matter is closed here, and goes on below", "Remove this line.")
                return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
        self.fault(1, "the front matter is never closed", "Put a line “---” below its last key.")
        return "", "", 1

    def mapping(self, text: str, above: int) -> yaml.MappingNode | None:
        """The YAML as nodes; `above` lines stand above it in the file."""
        self.above = above
        self.remarks = text.split("\n") if " #" in text else []
        try:
            if re.search(r"(?<!\S)(?:[&*]\w|!)", text):
                for token in yaml.scan(text, yaml.BaseLoader):
                    if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
                        self.fault(self.line(token), "a value starts with “&”, “*” or “!”", "Put the value between double quotes.")
                        return None
            node = _composed(text)
        except yaml.MarkedYAMLError as error:
            line, what, remedy = _misread(text.split("\n"), error)
            self.fault(line + 1 + above, what, remedy)
            return None
        except (yaml.YAMLError, RecursionError):
            self.fault(above + 1, "this is not YAML that can be read", "Write plain “key: value” lines.")
            return None
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return yaml.MappingNode("tag:yaml.org,2002:map", [], _START, _START)
        if not isinstance(node, yaml.MappingNode):
            self.fault(self.line(node), "expected “key: value” lines", "Write a key, a colon, a space and the value on each line.")
            return None
        return node

    def line(self, node: yaml.Node | yaml.Token) -> int:
        return int(node.start_mark.line) + 1 + self.above

    def entries(self, node: yaml.MappingNode, prefix: str) -> Iterator[tuple[str, yaml.Node]]:
        """The keys of a mapping with their values, each key once; notes their lines."""
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            line = self.line(key_node)
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            if not key:
                self.fault(line, "a key that is not a word", "Write “key: value”; put a value with brackets between double quotes.")
            elif key in seen:
                self.fault(line, f"the key “{prefix}{key}” stands here a second time", f"It is also on line {seen[key]}; keep one of them.")
            else:
                seen[key] = line
                self.lines[prefix + key] = line
                yield key, value

    def words(self, node: yaml.MappingNode, prefix: str) -> Iterator[tuple[str, str]]:
        """Nested groups of text as dotted keys."""
        for key, value in self.entries(node, prefix):
            if not re.fullmatch("[A-Za-z0-9_-]+", key):
                self.fault(self.lines[prefix + key], f"the key “{key}” is not one word", "Use letters, digits, “_” and “-” only.")
            elif isinstance(value, yaml.MappingNode) and not value.flow_style:
                yield from self.words(value, f"{prefix}{key}.")
            else:
                yield prefix + key, self.said(value, prefix + key, required=True)

    def values(self, node: yaml.MappingNode, kind: str, name: str) -> dict[str, object]:
        shape = _SHAPES[kind]
        values: dict[str, object] = {}
        if kind == "page" and name in _FIXED_SLUGS:
            values["slug"] = name
        written = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        for key, value in self.entries(node, ""):
            field = shape.get(key)
            if field is None and "changes" in written and re.fullmatch(r"\d{4}-\d\d-\d\d", key):
                continue  # Not indented: that the changes are no group is told.
            if field is None:
                meant = closest(key, shape)
                # A misspelt key is not missing too.
                if meant and meant not in written:
                    values.setdefault(meant, _EMPTY[shape[meant].kind])
                    self.lines.setdefault(meant, self.lines[key])
                self.fault(self.lines[key], f"unknown key “{key}”", suggestion(key, shape))
            else:
                values[key] = self.value(key, value, field)
        for key, field in shape.items():
            if key not in values and field.required:
                self.fault(1, f"the key “{key}” is missing", "Add it to the front matter." if kind != "settings" else "Add it.")
            # None of them is not the same as none that could be read.
            values.setdefault(key, () if field.kind == "keys" else _EMPTY[field.kind])
        return values

    def value(self, key: str, node: yaml.Node, field: _Field) -> object:
        line = self.lines[key]
        if field.kind in ("words", "marks"):
            if isinstance(node, yaml.MappingNode):
                return {inner: self.said(value, f"{key}.{inner}", required=True) for inner, value in self.entries(node, f"{key}.")}
            self.fault(line, f"“{key}” must be a group of keys", "Put each on a line of its own below it, indented by two spaces.")
            return {}
        if field.kind == "dated words":
            return self.dated(key, node)
        if field.kind in _LISTS:
            return self.listed(key, node, field.kind)
        text = (self.said if field.kind == "text" else self.scalar)(node, key, field.required)
        if not text:
            return _EMPTY[field.kind]
        if field.most and len(text) > field.most:
            self.fault(line, f"“{key}” has {len(text)} characters", f"Shorten it to at most {field.most}.")
        if field.kind == "text":
            return text
        return self.converted(key, line, text, field.kind)

    def converted(self, key: str, line: int, text: str, kind: str) -> object:
        if kind == "number":
            if re.fullmatch("[0-9]{1,6}", text):
                return int(text)
            self.fault(line, f"“{key}” must be a whole number, and is “{text}”", "Write digits only, such as 30.")
        elif kind == "yes or no":
            if text.lower() in ("true", "false"):
                return text.lower() == "true"
            self.fault(line, f"“{key}” must be true or false, and is “{text}”", "Write “true” or “false”.")
        elif kind == "date":
            try:
                if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                    return date.fromisoformat(text)
            except ValueError:
                pass
            self.fault(line, f"“{key}” must be a date, and is “{text}”", "Write year-month-day, such as 2026-11-22.")
        elif kind == "slug":
            if len(text) > _LONGEST_SLUG:
                self.fault(line, f"an address of {len(text)} characters", f"Shorten it to at most {_LONGEST_SLUG}.")
                return ""
            if re.fullmatch(_SLUG, text):
                return text
            self.fault(line, f"“{text}” cannot be an address", "Use a to z, 0 to 9 and single hyphens, with “/” for a folder.")
        elif kind == "base":
            if text.endswith((".html", ".htm")):
                self.fault(line, f"“{text}” is the address of a page", f"Leave out “{text.rpartition('/')[2]}”.")
                return ""
            if re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[^\s?#]*)?", text):
                return text.rstrip("/") + "/"
            self.fault(line, f"“{text}” is not a base address", "Write it whole, such as https://ssi.example/.")
        elif kind == "contact":
            host = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
            if re.fullmatch(rf"https://{host}(:\d+)?(/[^\s\"<>]*)?|mailto:[^\s@?\"<>]+@{host}", text):
                return text
            remedy = "Write https:// and the address of a page, or mailto: and an e-mail address."
            self.fault(line, f"“{text}” is not an address to write to", remedy)
        return _EMPTY[kind]

    def dated(self, key: str, node: yaml.Node) -> tuple[Change, ...]:
        """What happened, by day."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(
                self.lines[key], f"“{key}” must be a group of days", "Put each on a line of its own below it: “  2026-12-01: What changed.”"
            )
            return ()
        said: list[Change] = []
        for day, value in self.entries(node, f"{key}."):
            text = self.said(value, f"{key}.{day}", required=True)
            when = self.converted(day, self.lines[f"{key}.{day}"], day, "date")
            if isinstance(when, date) and when > date.min:
                said.append(Change(when, text))
        return tuple(said)

    def listed(self, key: str, node: yaml.Node, kind: str) -> object:
        """A list of keys, each once."""
        codes: list[str] = []
        before = len(self.problems)
        what, pattern, (example, remedy) = _LISTS[kind]
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.fault(self.lines[key], f"“{key}” must be a list", f"Write it as {example}.")
            return _EMPTY[kind]
        for item in node.value:
            code = item.value if isinstance(item, yaml.ScalarNode) else ""
            if not re.fullmatch(pattern, code):
                self.fault(self.line(item), f"“{code}” is not a {what}", remedy)
            elif code in codes:
                self.fault(self.line(item), f"the {what.split()[0]} “{code}” stands in the list twice", "Keep one of them.")
            codes.append(code)
        # Half a list would make the other languages' folders look wrong.
        return tuple(codes) if len(self.problems) == before else _EMPTY[kind]

    def said(self, node: yaml.Node, key: str, required: bool) -> str:
        """A text that somebody reads: nothing of it may be taken for a remark."""
        text = self.scalar(node, key, required)
        if text and self.remarks and isinstance(node, yaml.ScalarNode) and not node.style:
            end = node.end_mark
            if self.remarks[end.line][end.column :].lstrip().startswith("#"):
                what = "what follows “ #” is a remark, and left out"
                self.fault(
                    end.line + 1 + self.above, what, "Put the whole value between double quotes, or the remark on a line of its own."
                )
        return text

    def scalar(self, node: yaml.Node, key: str, required: bool) -> str:
        line = self.lines.get(key, 0)
        if not isinstance(node, yaml.ScalarNode):
            remedy = "Put the value between double quotes." if node.flow_style else "Write one text after the colon."  # type: ignore[attr-defined]
            self.fault(line, f"“{key}” must be one text", remedy)
            return ""
        text = str(node.value).strip()
        if not text:
            self.fault(line, f"“{key}” is empty", f"Write the text after the colon{'' if required else ', or remove the key'}.")
        return text


_LISTS: Mapping[str, tuple[str, str, tuple[str, str]]] = {
    "codes": ("language code", "[a-z]{2,3}(-[A-Za-z0-9]+)?", ("[nl, en]", "Write two or three small letters, such as nl.")),
    "slugs": (
        "page address",
        _SLUG,
        ("[old-name, older-name]", "Write the slug it had: a to z, 0 to 9 and single hyphens, without “.html”."),
    ),
    "keys": ("section key", "[a-z][a-z0-9_]*", ("[pillars, about]", "Write small letters, digits and “_”, such as pillars.")),
}
"""By kind of list: what one of its words is, how it is written, and what to do where it is not."""
_IN_BRACKETS = frozenset(key for shape in _SHAPES.values() for key, field in shape.items() if field.kind in ("marks", *_LISTS))
"""The keys whose value people write between brackets."""
_START = yaml.Mark("", 0, 0, 0, "", 0)
_EMPTY: Mapping[str, object] = {
    "text": "",
    "slug": "",
    "base": "",
    "contact": "",
    "number": None,
    "yes or no": False,
    "date": date.min,
    "words": {},
    "marks": {},
    "dated words": (),
    "codes": (),
    "keys": None,
    "slugs": (),
}
