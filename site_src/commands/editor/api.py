"""The editor's requests by their names: values in, values out.

Each takes the fields of a request and returns those of the answer, or raises a Refusal. One at a time, so that no two saves meet.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from site_src.commands import new, rename
from site_src.commands.console import Report
from site_src.commands.editor import messages
from site_src.commands.editor.documents import OpenedFile, find_file, find_kind, open_file, refuse_unwritable, save_file
from site_src.commands.editor.fields import Choices, FormField, list_fields, set_field
from site_src.commands.editor.fixes import find_edit
from site_src.commands.editor.listing import find_address, find_language, find_translations, list_files, matches_translations
from site_src.commands.editor.pictures import add_picture
from site_src.commands.editor.quick_check import Checker, CheckResult
from site_src.commands.translated import mark_current
from site_src.load.model_keys import read_vocabulary
from site_src.load.one_file import load_file
from site_src.messages import say, shorten
from site_src.model import Content, Source
from site_src.publish.write import write_sources

Fields = Mapping[str, Any]
"""The fields of a request or an answer, as JSON has them."""
_KINDS = {str: say("a text"), bool: say("true or false")}


class Api:
    """The requests that the editor's page can make."""

    def __init__(self, root: Path, build_soon: Callable[[], object], read_report: Callable[[], Report]) -> None:
        """Take the project's folder, and functions that start a build and return the last report.

        The first does not wait for the build.
        """
        self._root = root
        self._build_soon, self._read_report = build_soon, read_report
        self._checker = Checker(root)
        self._requests: Mapping[str, Callable[[Fields], Fields]] = {
            "files": self._files,
            "open": self._open,
            "fields": self._fields,
            "set_field": self._set_field,
            "check": self._check,
            "save": self._save,
            "translated": self._translated,
            "picture": self._picture,
            "new": self._new,
            "rename": self._rename,
        }

    def answer(self, name: str, request: object) -> Fields:
        """Answer one request; raises a Refusal where it cannot be done."""
        if name not in self._requests:
            raise messages.UNKNOWN.make_refusal(name=shorten(name, 40), known=", ".join(self._requests))
        if not isinstance(request, dict):
            raise messages.UNREADABLE.make_refusal()
        return self._requests[name](request)

    def _files(self, _: Fields) -> Fields:
        return {"files": list_files(self._checker.read().content, (problem.file for problem in self._read_report().problems))}

    def _open(self, request: Fields) -> Fields:
        path = self._find_file(request)
        opened = open_file(self._root, path)
        checked = self._checker.check(Source(path, opened.text.encode()))
        content = checked.content
        return {
            **_describe(opened),
            "fields": self._list_fields(path, opened.text, content),
            "twins": [{"file": str(twin), "language": find_language(twin)} for twin in find_translations(path, content)],
            "matches": matches_translations(path, content),
            "address": find_address(path, content, read_vocabulary()),
            "problems": self._list_problems(checked, opened.text),
        }

    def _fields(self, request: Fields) -> Fields:
        path, text = self._read_text(request)
        return {"fields": self._list_fields(path, text, self._checker.read().content)}

    def _set_field(self, request: Fields) -> Fields:
        path, text = self._read_text(request)
        key = _read(request, "key", str)
        fields = self._make_fields(path, text, self._checker.read().content)
        field = next((field for field in fields if field.key == key), None)
        if field is None:
            raise messages.NO_SUCH_FIELD.make_refusal(file=path, key=shorten(key, 100))
        return {"text": set_field(path, text, field, request.get("value"))}

    def _list_problems(self, checked: CheckResult, text: str) -> list[Fields]:
        lines = text.split("\n")
        problems = [("fault", problem) for problem in checked.faults] + [("warning", problem) for problem in checked.warnings]
        return [
            {**problem.tell_parts(), "level": level, "fix": edit._asdict() if (edit := find_edit(problem, lines)) else None}
            for level, problem in sorted(problems, key=lambda each: each[1].line)
        ]

    def _list_fields(self, path: PurePosixPath, text: str, content: Content) -> list[Fields]:
        return [field._asdict() for field in self._make_fields(path, text, content)]

    def _make_fields(self, path: PurePosixPath, text: str, content: Content) -> tuple[FormField, ...]:
        templates = sorted({page.template for page in content.pages if page.template})
        choices = Choices({"section": content.settings.sections, "template": templates}, read_vocabulary())
        return list_fields(path, text, choices, date.today())

    def _translated(self, request: Fields) -> Fields:
        path = self._find_file(request)
        read = self._checker.read()
        twins = find_translations(path, read.content)
        sources = [source for source in read.sources.content if source.path in (path, *twins)]
        problem = next((problem for source in sources for problem in load_file(source).problems), None)
        if problem:
            raise messages.NOT_YET_MARKED.make_refusal(problem=problem)
        if not twins:
            raise messages.NO_TWIN.make_refusal(file=path)
        changed, unknown = mark_current(read.content, read.sources.content, [path])
        messages.refuse_problems(*(unknown or write_sources(self._root, changed)))
        self._build_soon()
        return {"done": True}

    def _check(self, request: Fields) -> Fields:
        path, text = self._read_text(request)
        return {"problems": self._list_problems(self._checker.check(Source(path, text.encode())), text)}

    def _save(self, request: Fields) -> Fields:
        path, text = self._read_text(request)
        force = _read(request, "force", bool) if "force" in request else False
        saved = save_file(self._root, path, text, _read(request, "hash", str), force)
        self._build_soon()
        return {"hash": saved, "saved": True}

    def _picture(self, request: Fields) -> Fields:
        path = self._find_file(request)
        name, data, alt = (_read(request, field, str) for field in ("name", "data", "alt"))
        picture, markdown = add_picture(self._root, path, name, data, alt)
        self._build_soon()
        return {"path": str(picture), "markdown": markdown}

    def _new(self, request: Fields) -> Fields:
        kind, name = _read(request, "what", str), _read(request, "name", str)
        messages.refuse_problems(new.find_usage_fault((kind, name)))
        files, faults = new.make_new(self._root, kind, name)
        messages.refuse_problems(*faults)
        self._build_soon()
        return {"files": [str(source.path) for source in files]}

    def _rename(self, request: Fields) -> Fields:
        old, other = _read(request, "old", str), _read(request, "new", str)
        messages.refuse_problems(rename.find_usage_fault((old, other)))
        renamed, faults = rename.rename(self._root, old, other)
        messages.refuse_problems(*faults)
        self._build_soon()
        return {"changed": sorted(str(source.path) for source in renamed.written)}

    def _find_file(self, request: Fields) -> PurePosixPath:
        return find_file(self._root, _read(request, "file", str))

    def _read_text(self, request: Fields) -> tuple[PurePosixPath, str]:
        path, text = self._find_file(request), _read(request, "text", str)
        refuse_unwritable(path, text)
        return path, text


def _read[T](request: Fields, field: str, kind: type[T]) -> T:
    value = request.get(field)
    if not isinstance(value, kind):
        raise messages.BAD_FIELD.make_refusal(field=field, kind=_KINDS[kind])
    return value


def _describe(opened: OpenedFile) -> Fields:
    kind = find_kind(opened.path)
    described = {"file": str(opened.path), "kind": kind, "language": find_language(opened.path), "text": opened.text, "hash": opened.hash}
    return {**described, "newline": opened.newline, "bom": opened.bom}
