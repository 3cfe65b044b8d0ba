"""Trims the interpreter's JavaScript (the glue): drops WebAssembly exports that nothing uses.

The interpreter is linked for libraries that are loaded while it runs. Its glue therefore takes every export of the WebAssembly, in one
function of five thousand assignments, and gives each an address at every start. An export that neither the rest of the glue nor the
worker's scripts name is left out, from the glue and then from the WebAssembly (split_wasm.py).
"""

import re
from collections.abc import Iterable

_TAKING = "function assignWasmExports(wasmExports){"
_CONVERTING = "function applySignatureConversions(wasmExports){"
_ASSIGNMENT = re.compile(r'(?P<variable>_[\w$]+)=Module\["[\w$]+"\]=wasmExports\["(?P<export>[\w$]+)"\](\.value>>>0)?')
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_BY_NAME = re.compile(r'wasmExports(?:\["|\.)([\w$]+)')
# The glue finds the program's start by a string, not by a name.
_MAIN = frozenset({"main", "__main_argc_argv"})


class GlueError(Exception):
    """The glue does not have the form that this module expects."""


def trim_glue(glue: str, used: Iterable[str]) -> tuple[str, frozenset[str]]:
    """Trim the glue to the exports that it names or that are `used` elsewhere.

    Returns the trimmed glue and the names of these exports. Raises GlueError where the glue has another form.
    """
    start = _find_end(glue, _TAKING)
    end = glue.index("}", start)
    assignments = [(each, _ASSIGNMENT.fullmatch(each)) for each in glue[start:end].split(";")]
    variables = {found["variable"]: found["export"] for _, found in assignments if found}
    # One statement declares all of these variables, right before the function.
    declared = glue.rindex("var ", 0, start)
    names = glue[declared + len("var ") : start - len(_TAKING)].removesuffix(";").split(",")
    if not variables.keys() <= set(names):
        raise GlueError("declares its variables elsewhere")
    converting = _find_end(glue, _CONVERTING)
    others = (glue[:declared], glue[end:converting], glue[glue.index("return wasmExports}", converting) :])
    if converting < end:
        raise GlueError("has its functions in another order")
    named = {name for other in others for name in _NAME.findall(other)}
    by_name = {name for other in others for name in _BY_NAME.findall(other)}
    wanted = {export for variable, export in variables.items() if variable in named} | by_name | _MAIN | set(used)
    wanted_names = [name for name in names if variables.get(name, "") in wanted or name not in variables]
    wanted_assignments = [each for each, found in assignments if found is None or found["export"] in wanted]
    trimmed = f"{glue[:declared]}var {','.join(wanted_names)};{_TAKING}{';'.join(wanted_assignments)}{glue[end:]}"
    return trimmed, frozenset(wanted)


def _find_end(glue: str, text: str) -> int:
    if glue.count(text) != 1:
        raise GlueError(f"has not one “{text}”")
    return glue.index(text) + len(text)
