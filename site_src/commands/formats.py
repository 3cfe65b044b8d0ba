"""Problems → text for programs: GitHub's annotations of a pull request, and JSON for editors."""

import json
from collections.abc import Callable, Mapping, Sequence

from site_src.messages import tell
from site_src.model import Problem

type Form = Callable[[Sequence[Problem], Sequence[Problem], Mapping[str, float]], str]


def format_github(faults: Sequence[Problem], warnings: Sequence[Problem], minutes: Mapping[str, float]) -> str:
    """Format problems as workflow commands, which GitHub shows beside the lines at fault. `minutes` belong to no line and are left out.

    >>> from site_src.messages import say
    >>> print(format_github((Problem("content/en/quiz.md", 3, say("unknown line “titel”"), say("Did you mean “title”?")),), (), {}))
    ::error file=content/en/quiz.md,line=3,title=unknown line “titel”::Did you mean “title”?
    """
    del minutes
    lines = []
    for kind, problems in (("warning", warnings), ("error", faults)):
        for problem in problems:
            line = f",line={problem.line}" if problem.line else ""
            title, text = _escape_value(tell(problem.what)), _escape(tell(problem.remedy))
            lines.append(f"::{kind} file={_escape_value(problem.file)}{line},title={title}::{text}")
    return "\n".join(lines)


def format_json(faults: Sequence[Problem], warnings: Sequence[Problem], minutes: Mapping[str, float]) -> str:
    """Format problems and reading times as JSON.

    {"faults": [{"file", "line", "what", "remedy"}], "warnings": likewise, "reading_minutes": {file: minutes}}. Line 0 is the whole file.
    """
    rounded = {file: round(number, 1) for file, number in minutes.items()}
    report = {"faults": [*map(Problem.tell_parts, faults)], "warnings": [*map(Problem.tell_parts, warnings)], "reading_minutes": rounded}
    return json.dumps(report, ensure_ascii=False, indent=2)


FORMATS: Mapping[str, Form] = {"github": format_github, "json": format_json}
"""The formats, by the name that `--format` takes."""


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_value(text: str) -> str:
    """Escape a value before the second “::”, where commas and colons are separators."""
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
