"""Jinja as we want it: templates held in memory, everything escaped, nothing undefined, and every failure a fault with a place."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

import jinja2

from site_src.model import Problem, Source, suggestion


class Later:
    """A value for a template that is made when the template names it, and not where none does."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    @cached_property
    def value(self) -> Any:
        """The value, made once."""
        return self._make()


class _Context(jinja2.runtime.Context):
    """Jinja's own, but for values that are made later."""

    def resolve_or_missing(self, key: str) -> Any:
        value = super().resolve_or_missing(key)
        return value.value if isinstance(value, Later) else value


class MissingError(Exception):
    """Something a template asked for at the last moment and that is not there."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def template_name(source: Source) -> str:
    """What templates call each other: the path inside `templates/`."""
    return str(source.path.relative_to("templates"))


def environment(texts: Mapping[str, tuple[str, str]]) -> jinja2.Environment:
    """Jinja over templates held in memory: name → (text, file). Anything undefined is an error; everything is escaped."""

    def load(name: str) -> tuple[str, str, Callable[[], bool]]:
        if name not in texts:
            raise MissingError(f"there is no template “{name}”", suggestion(name, texts))
        return (*texts[name], lambda: True)

    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(load), undefined=jinja2.StrictUndefined, autoescape=True, cache_size=-1, extensions=[]
    )
    made.context_class = _Context
    made.filters["number"] = _number
    return made


@jinja2.pass_context
def _number(context: jinja2.runtime.Context, value: float, decimals: int = 0) -> str:
    """A number in the page's notation, rounded half up as people do. The value's shortest notation counts: 0.15 is not 0.1499999."""
    mark = context.get("decimal_mark")
    if mark is None:
        raise MissingError("“number” in a macro that does not know the page's language", "Import the macro “with context”.")
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:f}".replace("-0", "0" if not rounded else "-0").replace("-", "−").replace(".", mark)


def located(error: Exception, fallback: str) -> Problem:
    """A failing template as a fault at the deepest line of a template on the way to it."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return syntax_fault(error, fallback)
    file, line = fallback, 0
    trace = error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("templates/"):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, MissingError):
        return Problem(file, line, error.what, error.remedy)
    said = str(error).rstrip(".") or type(error).__name__
    kind = "" if isinstance(error, jinja2.UndefinedError) else f"{type(error).__name__}: "
    return Problem(file, line, f"{kind}{said}", "Mend the template.")


def syntax_fault(error: jinja2.TemplateSyntaxError, file: str) -> Problem:
    """A template that cannot be read, as a fault."""
    what = (error.message or "a mistake in the template's syntax").rstrip(".")
    return Problem(error.filename or file, error.lineno, what, "Mend the template.")
