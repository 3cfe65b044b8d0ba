"""The editor's requests by their names: values in, values out.

Each takes the fields of a request and returns those of the answer, or raises a Refusal. One at a time, so that no two saves meet.
"""

from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from site_src.commands.editor import messages
from site_src.commands.editor.documents import OpenedFile, find_file, find_kind, open_file, refuse_unwritable, save_file
from site_src.commands.editor.quick_check import Checked, Checker
from site_src.model import Problem, Source

Fields = Mapping[str, Any]
"""The fields of a request or an answer, as JSON has them."""
LANGUAGES = ("nl", "en")
"""The languages of the editor's page."""
_KINDS = {str: "a text", bool: "true or false"}


class Api:
    """The requests that the editor's page can make."""

    def __init__(self, root: Path, build_soon: Callable[[], object] = lambda: None) -> None:
        """Take the project's folder, and a function that starts a build without waiting for it."""
        self._root = root
        self._build_soon = build_soon
        self._checker = Checker(root)
        self._requests: Mapping[str, Callable[[Fields], Fields]] = {"open": self._open, "check": self._check, "save": self._save}

    def answer(self, name: str, request: object) -> Fields:
        """Answer one request; raises a Refusal where it cannot be done."""
        if name not in self._requests:
            raise messages.UNKNOWN.refuse(name=name[:40], known=", ".join(self._requests))
        if not isinstance(request, dict):
            raise messages.UNREADABLE.refuse()
        return self._requests[name](request)

    def find_language(self) -> str:
        """Return the language of the editor's page: the site's first that the editor speaks."""
        languages = self._checker.read_settings().languages
        return next((language for language in languages if language in LANGUAGES), LANGUAGES[-1])

    def _open(self, request: Fields) -> Fields:
        path = self._find_file(request)
        opened = open_file(self._root, path)
        return {**_describe(opened), "problems": self._list_problems(path, opened.text)}

    def _check(self, request: Fields) -> Fields:
        path, text = self._read_text(request)
        return {"problems": self._list_problems(path, text)}

    def _save(self, request: Fields) -> Fields:
        path, text = self._read_text(request)
        force = _read(request, "force", bool) if "force" in request else False
        saved = save_file(self._root, path, text, _read(request, "hash", str), force)
        self._build_soon()
        return {"hash": saved, "saved": True}

    def _find_file(self, request: Fields) -> PurePosixPath:
        return find_file(self._root, _read(request, "file", str))

    def _read_text(self, request: Fields) -> tuple[PurePosixPath, str]:
        path, text = self._find_file(request), _read(request, "text", str)
        refuse_unwritable(path, text)
        return path, text

    def _list_problems(self, path: PurePosixPath, text: str) -> list[Fields]:
        return _list_problems(self._checker.check(Source(path, text.encode())))


def _read[T](request: Fields, field: str, kind: type[T]) -> T:
    value = request.get(field)
    if not isinstance(value, kind):
        raise messages.BAD_FIELD.refuse(field=field, kind=_KINDS[kind])
    return value


def _describe(opened: OpenedFile) -> Fields:
    kind = find_kind(opened.path)
    language = opened.path.parts[1] if len(opened.path.parts) > 2 else None
    described = {"file": str(opened.path), "kind": kind, "language": language, "text": opened.text, "hash": opened.hash}
    return {**described, "newline": opened.newline, "bom": opened.bom}


def _list_problems(checked: Checked) -> list[Fields]:
    faults = [_format_problem(problem, "fault") for problem in checked.faults]
    return sorted([*faults, *(_format_problem(problem, "warning") for problem in checked.warnings)], key=lambda each: each["line"])


def _format_problem(problem: Problem, level: str) -> Fields:
    return {"file": problem.file, "line": problem.line, "what": problem.what, "remedy": problem.remedy, "level": level, "fix": None}
