"""A strict, in-memory Jinja environment.

Templates are held in memory, everything is escaped, an undefined name is an error, and every failure is a Problem with file and line.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

import jinja2

from site_src.messages import Message, cite, say
from site_src.model import Problem, Source, suggest


class Lazy:
    """A template's variable whose value is made at its first use."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    @cached_property
    def value(self) -> Any:
        """The value, made once."""
        return self._make()


class _Context(jinja2.runtime.Context):
    """Jinja's own context, which also resolves Lazy values."""

    def resolve_or_missing(self, key: str) -> Any:
        value = super().resolve_or_missing(key)
        return value.value if isinstance(value, Lazy) else value


class MissingError(Exception):
    """A template asks for something that does not exist. `remedy`: what its author can do."""

    def __init__(self, what: Message, remedy: Message) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def name_template(source: Source) -> str:
    """Return the name by which templates include each other: the path inside `templates/`."""
    return str(source.path.relative_to("templates"))


def make_environment(texts: Mapping[str, tuple[str, str]]) -> jinja2.Environment:
    """Make an environment over templates held in memory. `texts`: name → (text, file)."""

    def load(name: str) -> tuple[str, str, Callable[[], bool]]:
        if name not in texts:
            raise MissingError(say("there is no template “{name}”", name=name), suggest(name, texts))
        return (*texts[name], lambda: True)

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(load), undefined=jinja2.StrictUndefined, autoescape=True, cache_size=-1, extensions=[]
    )
    environment.context_class = _Context
    environment.filters["number"] = _format_number
    return environment


@jinja2.pass_context
def _format_number(context: jinja2.runtime.Context, value: float, decimals: int = 0) -> str:
    """Format a number in the page's notation, rounded half up as people do.

    The value's shortest notation is rounded: 0.15 and not 0.1499999.
    """
    mark = context.get("decimal_mark")
    if mark is None:
        raise MissingError(say("“number” in a macro that does not know the page's language"), say("Import the macro “with context”."))
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:f}".replace("-0", "0" if not rounded else "-0").replace("-", "−").replace(".", mark)


def locate_fault(error: Exception, fallback: str) -> Problem:
    """Describe a template's failure as a Problem at the deepest template line of its traceback.

    `fallback`: the file to name where the traceback holds no template.
    """
    if isinstance(error, jinja2.TemplateSyntaxError):
        return explain_syntax_error(error, fallback)
    file, line = fallback, 0
    trace = error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("templates/"):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, MissingError):
        return Problem(file, line, error.what, error.remedy)
    message = str(error).rstrip(".") or type(error).__name__
    kind = "" if isinstance(error, jinja2.UndefinedError) else f"{type(error).__name__}: "
    return Problem(file, line, cite(f"{kind}{message}"), say("Mend the template."))


def explain_syntax_error(error: jinja2.TemplateSyntaxError, file: str) -> Problem:
    """Describe a template that cannot be parsed as a Problem. `file`: where the error itself names none."""
    what = cite(error.message.rstrip(".")) if error.message else say("a mistake in the template's syntax")
    return Problem(error.filename or file, error.lineno, what, say("Mend the template."))
