"""Problems → text for programs: for the pages of a pull request on GitHub, and for editors."""

import json
from collections.abc import Callable, Mapping, Sequence

from site_src.model import Problem

type Form = Callable[[Sequence[Problem], Sequence[Problem], Mapping[str, float]], str]


def github(faults: Sequence[Problem], warnings: Sequence[Problem], minutes: Mapping[str, float]) -> str:
    """Workflow commands, which GitHub shows beside the lines that they are about. How long pages take to read stands beside no line.

    >>> print(github((Problem("content/en/quiz.md", 3, "unknown key “titel”", "Did you mean “title”?"),), (), {}))
    ::error file=content/en/quiz.md,line=3,title=unknown key “titel”::Did you mean “title”?
    """
    del minutes
    lines = []
    for kind, problems in (("warning", warnings), ("error", faults)):
        for problem in problems:
            line = f",line={problem.line}" if problem.line else ""
            lines.append(f"::{kind} file={_value(problem.file)}{line},title={_value(problem.what)}::{_escaped(problem.remedy)}")
    return "\n".join(lines)


def editors(faults: Sequence[Problem], warnings: Sequence[Problem], minutes: Mapping[str, float]) -> str:
    """JSON: {"faults": [{"file", "line", "what", "remedy"}], "warnings": likewise, "reading_minutes": {file: minutes}}.

    Line 0 is the whole file.
    """
    rounded = {file: round(number, 1) for file, number in minutes.items()}
    found = {"faults": _plainly(faults), "warnings": _plainly(warnings), "reading_minutes": rounded}
    return json.dumps(found, ensure_ascii=False, indent=2)


FORMS: Mapping[str, Form] = {"github": github, "json": editors}
"""By the name that `--format` has for it."""


def _plainly(problems: Sequence[Problem]) -> list[dict[str, object]]:
    return [{"file": problem.file, "line": problem.line, "what": problem.what, "remedy": problem.remedy} for problem in problems]


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    """As a value before the second “::”, where commas and colons separate."""
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
