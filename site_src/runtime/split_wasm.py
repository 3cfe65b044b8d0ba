"""Splits the interpreter in two: the functions and the data of a first score, and the rest.

The rest is fetched later, or when one of its functions is called. Of the interpreter's seventeen thousand functions a score calls two
thousand, which are found by running it (instrument.py). If another function is called, nothing fails, it only takes longer: its body in the
first half fetches the rest, and then calls it there. So no function that code can reach is missing. Left out of both halves are functions
that no exported function, no table of function addresses and no call from these reaches. The interpreter is linked for libraries that are
loaded while it runs, which could use any of its functions by name; this site loads none.

Both halves number all functions as the original does, so no code is rewritten. In place of a function that it lacks, a half has a body that
jumps to the other half by a table of all functions or, if no code reaches it, one that traps. Memory, tables, tags and mutable globals
belong to the first half.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from site_src.runtime.instructions import (
    CALL,
    CALL_INDIRECT,
    END,
    GLOBAL_GET,
    LOCAL_GET,
    WasmError,
    encode_constant,
    encode_unsigned,
)
from site_src.runtime.late_data import find_late_data, split_data
from site_src.runtime.wasm import (
    CODE,
    DATA,
    DATA_COUNT,
    ELEMENT,
    EXPORT,
    FUNCTION,
    FUNCTIONS,
    GLOBAL,
    GLOBALS,
    IMPORT,
    MEMORIES,
    MEMORY,
    START,
    TABLE,
    TABLES,
    TAGS,
    TYPE,
    Data,
    Export,
    Module,
    append_items,
    encode_data,
    encode_export,
    encode_module,
    encode_name,
    encode_sized,
    encode_table,
    encode_vector,
    replace_sections,
)

FIRST, REST, FETCH, HERE = "first", "rest", "fetch", "rest_is_here"
"""Names that python.js uses.

They are the halves' namespaces, the import that fetches the rest, and the exported global that is 1 once it is there.
"""

_I32 = 0x7F
_TRAP = encode_sized(bytes([0, 0x00, END]))


class Marks(NamedTuple):
    """The findings of runs of an instrumented module.

    They are the functions that were called and the words of static data that were read, by number, and the lowest address that was changed.
    """

    called: frozenset[int]
    read: frozenset[int]
    changed: int


class SplitModule(NamedTuple):
    """The two halves of a module."""

    first: bytes
    rest: bytes


# Cached, because reading an interpreter's code takes seconds, and each runtime is made of the same one.
read_module = lru_cache(maxsize=1)(Module)


def split_module(module: Module, marks: Marks, exports: Iterable[str], at_once: Iterable[str] = ()) -> SplitModule:
    """Split the module. The first half holds the functions that were called, and the exports named in `at_once`.

    `exports`: the names of the functions and globals to export. Raises WasmError where the module is not of the kind that is linked for
    libraries loaded later.
    """
    if any(kind == START for kind, _ in module.sections):
        raise WasmError("a module that does something before it is asked to")
    own = module.imported(FUNCTIONS)
    exports, at_once = frozenset(exports), frozenset(at_once)
    chosen = tuple(each for each in module.exports if each.kind not in (FUNCTIONS, GLOBALS) or each.name in exports)
    exported = {each.number for each in chosen if each.kind == FUNCTIONS}
    reachable = module.find_reachable(exported | module.elements)
    needed = {each.number for each in chosen if each.kind == FUNCTIONS and each.name in at_once}
    first = frozenset(index for index in (*marks.called, *needed) if index >= own) & reachable
    rest = frozenset(index for index in reachable if index >= own) - first
    calls_to_rest = (_find_calls(module, first) | module.elements | exported) & rest
    calls_to_first = _find_calls(module, rest) & first
    at_start, later = split_data(module, find_late_data(module, first, marks.read, marks.changed))
    return SplitModule(
        _encode_first(module, reachable, chosen, first, calls_to_rest, calls_to_first, at_start),
        _encode_rest(module, rest, calls_to_first, later),
    )


def _encode_first(
    module: Module,
    reachable: frozenset[int],
    exports: tuple[Export, ...],
    first: frozenset[int],
    calls_to_rest: frozenset[int],
    calls_to_first: frozenset[int],
    data: list[Data],
) -> bytes:
    fetch, imports = _replace_import(module, reachable)
    all_functions, here = module.size(TABLE), module.imported(GLOBALS) + len(module.globals)
    # Fetch the rest, unless it is there.
    prologue = bytes([GLOBAL_GET]) + encode_unsigned(here) + bytes([0x45, 0x04, 0x40, CALL]) + encode_unsigned(fetch) + bytes([END])
    shared = [encode_export(f"{FIRST}.{kind}.{index}", kind, index) for kind, index, _ in _list_shared(module)]
    return replace_sections(
        module,
        {
            IMPORT: imports,
            TABLE: append_items(module.section(TABLE), [_encode_table_of_all(module)]),
            GLOBAL: append_items(module.section(GLOBAL), [bytes([_I32, 1]) + encode_constant(0) + bytes([END])]),
            EXPORT: encode_vector([*(encode_export(*each) for each in exports), *shared, encode_export(HERE, GLOBALS, here)]),
            ELEMENT: append_items(module.section(ELEMENT), _encode_elements(all_functions, calls_to_first)),
            CODE: encode_vector(_encode_bodies(module, first, calls_to_rest, prologue)),
            DATA_COUNT: encode_unsigned(len(data)),
            DATA: encode_data(data),
        },
    )


def _encode_rest(module: Module, rest: frozenset[int], calls_to_first: frozenset[int], data: list[Data]) -> bytes:
    mutable = module.imported(GLOBALS) + _count_mutable_globals(module)
    own = module.imported(FUNCTIONS)
    if any(index >= mutable for function in rest for index in module.uses[function - own].global_indices):
        raise WasmError("code that reads a constant by the name of a global")
    shared = [
        encode_name(FIRST) + encode_name(f"{kind}.{index}") + bytes([kind]) + encoded for kind, index, encoded in _list_shared(module)
    ]
    return encode_module(
        [
            (TYPE, module.section(TYPE)),
            (IMPORT, append_items(module.section(IMPORT), shared)),
            (FUNCTION, module.section(FUNCTION)),
            (ELEMENT, encode_vector(_encode_elements(module.size(TABLE), rest))),
            (CODE, encode_vector(_encode_bodies(module, rest, calls_to_first, b""))),
            (DATA, encode_data(data)),
        ]
    )


def _encode_bodies(module: Module, here: frozenset[int], calls: frozenset[int], prologue: bytes) -> Iterator[bytes]:
    """Yield a half's function bodies, one for every function of the module.

    Functions that are `here` have their own code. Those in `calls` jump to the other half, after `prologue`. All others trap.
    """
    own, table = module.imported(FUNCTIONS), encode_unsigned(module.size(TABLE))
    for index, (body, signature) in enumerate(zip(module.bodies, module.signatures, strict=True), own):
        if index in here:
            yield encode_sized(body)
        elif index in calls:
            parameters = b"".join(bytes([LOCAL_GET]) + encode_unsigned(at) for at in range(len(module.types[signature][0])))
            jump = encode_constant(index) + bytes([CALL_INDIRECT]) + encode_unsigned(signature) + table + bytes([END])
            yield encode_sized(b"\0" + prologue + parameters + jump)
        else:
            yield _TRAP


def _replace_import(module: Module, reachable: frozenset[int]) -> tuple[int, bytes]:
    """Replace an unused import by the function that fetches the rest.

    Returns its number and the import section. An additional import would change the number of every function.
    """
    functions = [at for at, each in enumerate(module.imports) if each.kind == FUNCTIONS]
    free = next((index for index, _ in enumerate(functions) if index not in reachable), None)
    if free is None:
        raise WasmError("an interpreter that calls all of its imports")
    fetch_import = encode_name(REST) + encode_name(FETCH) + bytes([FUNCTIONS]) + encode_unsigned(module.types.index((b"", b"")))
    encoded = [each.encoded for each in module.imports]
    encoded[functions[free]] = fetch_import
    return free, encode_vector(encoded)


def _list_shared(module: Module) -> Iterator[tuple[int, int, bytes]]:
    """Yield each import of the rest: kind, index, and encoded type."""
    for index, table in enumerate((*module.tables, _encode_table_of_all(module))):
        yield TABLES, index, table
    yield MEMORIES, 0, module.section(MEMORY)[1:]
    for index, (kind, _) in enumerate(module.globals[: _count_mutable_globals(module)], module.imported(GLOBALS)):
        yield GLOBALS, index, bytes([kind, 1])
    for index, tag in enumerate(module.tags):
        yield TAGS, index, tag


def _count_mutable_globals(module: Module) -> int:
    """Count the module's own mutable globals.

    They must come first, so that they have the same numbers in both halves; otherwise raises WasmError.
    """
    mutable = [changes for _, changes in module.globals]
    if True in mutable[sum(mutable) :]:
        raise WasmError("globals that change behind others that do not")
    return sum(mutable)


def _find_calls(module: Module, functions: frozenset[int]) -> frozenset[int]:
    own = module.imported(FUNCTIONS)
    return frozenset(index for function in functions for index in module.uses[function - own].calls)


def _encode_elements(table: int, functions: frozenset[int]) -> list[bytes]:
    """Encode elements that put each function into the table of all functions, at its number."""
    return [
        b"\2"
        + encode_unsigned(table)
        + encode_constant(run.start)
        + bytes([END, 0])
        + encode_vector(encode_unsigned(function) for function in run)
        for run in group_runs(functions)
    ]


def group_runs(numbers: Iterable[int]) -> Iterator[range]:
    """Group numbers, sorted, into ranges without gaps."""
    ordered = sorted(numbers)
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at] != ordered[at - 1] + 1:
            yield range(ordered[start], ordered[at - 1] + 1)
            start = at


def _encode_table_of_all(module: Module) -> bytes:
    return encode_table(module.functions_end)
