"""The interpreter's JavaScript without the lines that take thousands of functions out of the WebAssembly which nothing here calls.

The interpreter is linked for libraries that are loaded while it runs. Its glue therefore takes everything that the WebAssembly has to give,
in one function of five thousand assignments, and gives each an address at every start. What the rest of the glue or the worker's scripts do
not name is left out, from the glue and then from the WebAssembly (halves.py).
"""

import re
from collections.abc import Iterable

_TAKING = "function assignWasmExports(wasmExports){"
_CONVERTING = "function applySignatureConversions(wasmExports){"
_ASSIGNMENT = re.compile(r'(?P<variable>_[\w$]+)=Module\["[\w$]+"\]=wasmExports\["(?P<export>[\w$]+)"\](\.value>>>0)?')
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_BY_NAME = re.compile(r'wasmExports(?:\["|\.)([\w$]+)')
# What the glue looks for by a text: the program itself.
_MAIN = frozenset({"main", "__main_argc_argv"})


class GlueError(Exception):
    """Glue that is not as this module knows it."""


def trimmed(glue: str, used: Iterable[str]) -> tuple[str, frozenset[str]]:
    """The glue that takes only what it names itself or what is `used` outside of it, and the names of these exports."""
    start = _after(glue, _TAKING)
    end = glue.index("}", start)
    assignments = [(each, _ASSIGNMENT.fullmatch(each)) for each in glue[start:end].split(";")]
    variables = {found["variable"]: found["export"] for _, found in assignments if found}
    # All of these variables are declared in one statement, right before.
    declared = glue.rindex("var ", 0, start)
    names = glue[declared + len("var ") : start - len(_TAKING)].removesuffix(";").split(",")
    if not variables.keys() <= set(names):
        raise GlueError("declares its variables elsewhere")
    converting = _after(glue, _CONVERTING)
    others = (glue[:declared], glue[end:converting], glue[glue.index("return wasmExports}", converting) :])
    if converting < end:
        raise GlueError("has its functions in another order")
    named = {name for other in others for name in _NAME.findall(other)}
    by_name = {name for other in others for name in _BY_NAME.findall(other)}
    wanted = {export for variable, export in variables.items() if variable in named} | by_name | _MAIN | set(used)
    left = [name for name in names if variables.get(name, "") in wanted or name not in variables]
    kept = [each for each, found in assignments if found is None or found["export"] in wanted]
    return f"{glue[:declared]}var {','.join(left)};{_TAKING}{';'.join(kept)}{glue[end:]}", frozenset(wanted)


def _after(glue: str, text: str) -> int:
    if glue.count(text) != 1:
        raise GlueError(f"has not one “{text}”")
    return glue.index(text) + len(text)
