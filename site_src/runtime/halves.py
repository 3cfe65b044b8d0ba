"""The interpreter in two: the functions that a first score calls, and the rest, which is fetched later or when one of them is called.

Of the interpreter's seventeen thousand functions a score calls two thousand. Which these are is found by running (`marked`); nothing is
wrong where one more is called, it only takes longer: its place in the first half has a body that has the rest fetched, and then calls it
there. So no function that anything could lead to is missing. Left out of both halves is what nothing leads to: neither a kept export, nor
the table of functions that have an address, nor a call out of these. The interpreter is linked for libraries that are loaded while it
runs, which might ask for any of its functions by name; there are none here.

Both halves number all functions as the whole does, so no code is rewritten: what a half does not have is a body that jumps to the other by
a table of all functions, or, where nothing leads to it, one that traps. Memory, tables, tags and changing globals belong to the first half.
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
    code_start,
    constant,
    read_unsigned,
    unsigned,
)
from site_src.runtime.wasm import (
    CODE,
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
    Export,
    Module,
    name,
    sized,
    vector,
    written,
)

CALLED = "called"
"""The table that a marked module exports: what is not null there was called."""
FIRST, REST, FETCH, HERE = "first", "rest", "fetch", "rest_is_here"
"""The names that python.js knows: the halves' namespaces, the import that fetches the rest, the exported global that says it is there."""

_FUNCREF, _I32 = 0x70, 0x7F
_TRAP = sized(bytes([0, 0x00, END]))


class Halves(NamedTuple):
    """The two modules."""

    first: bytes
    rest: bytes


# Whoever makes several runtimes has them of one interpreter, and finding out what its code calls takes two seconds.
_read = lru_cache(maxsize=1)(Module)


@lru_cache(maxsize=1)
def marked(wasm: bytes) -> bytes:
    """The module, where each of its functions, when it is called, puts something into its place in a table that is exported."""
    module = _read(wasm)
    own, table = module.imported(FUNCTIONS), module.size(TABLE)
    # Anything that is not null will do: the table's second place has a function, the first stands for no address.
    mark = [constant(own + at) + constant(1) + bytes([0x25, 0, 0x26]) + unsigned(table) for at in range(len(module.bodies))]
    bodies = []
    for body, marking in zip(module.bodies, mark, strict=True):
        start = code_start(body)
        bodies.append(sized(body[:start] + marking + body[start:]))
    return _changed(
        module,
        {
            TABLE: _appended(module.section(TABLE), [_table_of_all(module)]),
            EXPORT: _appended(module.section(EXPORT), [_export(CALLED, TABLES, table)]),
            CODE: vector(bodies),
        },
    )


def halves(wasm: bytes, called: Iterable[int], exports: Iterable[str], at_once: Iterable[str] = ()) -> Halves:
    """The module in two. In the first half are the functions `called`, by number, and those that are exported by the names in `at_once`.
    `exports`: the functions and globals to export.

    Raises WasmError where the module is not of the kind that is linked for libraries loaded later.
    """
    module = _read(wasm)
    if any(kind == START for kind, _ in module.sections):
        raise WasmError("a module that does something before it is asked to")
    own = module.imported(FUNCTIONS)
    exports, at_once = frozenset(exports), frozenset(at_once)
    kept = tuple(each for each in module.exports if each.kind not in (FUNCTIONS, GLOBALS) or each.name in exports)
    exported = {each.number for each in kept if each.kind == FUNCTIONS}
    reached = module.reached(exported | module.elements)
    asked = {each.number for each in kept if each.kind == FUNCTIONS and each.name in at_once}
    first = frozenset(index for index in (*called, *asked) if index >= own) & reached
    rest = frozenset(index for index in reached if index >= own) - first
    wanted_of_rest = (_called(module, first) | module.elements | exported) & rest
    wanted_of_first = _called(module, rest) & first
    return Halves(
        _first(module, reached, kept, first, wanted_of_rest, wanted_of_first),
        _rest(module, rest, wanted_of_first),
    )


def _first(
    module: Module, reached: frozenset[int], kept: tuple[Export, ...], first: frozenset[int], wanted: frozenset[int], given: frozenset[int]
) -> bytes:
    fetch, imports = _fetching(module, reached)
    all_functions, here = module.size(TABLE), module.imported(GLOBALS) + len(module.globals)
    # Unless the rest is here: fetch it.
    before = bytes([GLOBAL_GET]) + unsigned(here) + bytes([0x45, 0x04, 0x40, CALL]) + unsigned(fetch) + bytes([END])
    shared = [_export(f"{FIRST}.{kind}.{index}", kind, index) for kind, index, _ in _shared(module)]
    return _changed(
        module,
        {
            IMPORT: imports,
            TABLE: _appended(module.section(TABLE), [_table_of_all(module)]),
            GLOBAL: _appended(module.section(GLOBAL), [bytes([_I32, 1]) + constant(0) + bytes([END])]),
            EXPORT: vector([*(_export(*each) for each in kept), *shared, _export(HERE, GLOBALS, here)]),
            ELEMENT: _appended(module.section(ELEMENT), _places(all_functions, given)),
            CODE: vector(_bodies(module, first, wanted, before)),
        },
    )


def _rest(module: Module, rest: frozenset[int], wanted: frozenset[int]) -> bytes:
    changing = module.imported(GLOBALS) + _changing(module)
    own = module.imported(FUNCTIONS)
    if any(index >= changing for function in rest for index in module.uses[function - own].global_indices):
        raise WasmError("code that reads a constant by the name of a global")
    shared = [name(FIRST) + name(f"{kind}.{index}") + bytes([kind]) + encoded for kind, index, encoded in _shared(module)]
    return written(
        [
            (TYPE, module.section(TYPE)),
            (IMPORT, _appended(module.section(IMPORT), shared)),
            (FUNCTION, module.section(FUNCTION)),
            (ELEMENT, vector(_places(module.size(TABLE), rest))),
            (CODE, vector(_bodies(module, rest, wanted, b""))),
        ]
    )


def _bodies(module: Module, here: frozenset[int], wanted: frozenset[int], before: bytes) -> Iterator[bytes]:
    """The code of the functions that are here, jumps to those that are wanted of the other half, and nothing in place of all others."""
    own, table = module.imported(FUNCTIONS), unsigned(module.size(TABLE))
    for index, (body, signature) in enumerate(zip(module.bodies, module.signatures, strict=True), own):
        if index in here:
            yield sized(body)
        elif index in wanted:
            parameters = b"".join(bytes([LOCAL_GET]) + unsigned(at) for at in range(len(module.types[signature][0])))
            jump = constant(index) + bytes([CALL_INDIRECT]) + unsigned(signature) + table + bytes([END])
            yield sized(b"\0" + before + parameters + jump)
        else:
            yield _TRAP


def _fetching(module: Module, reached: frozenset[int]) -> tuple[int, bytes]:
    """The import that fetches the rest takes the place of one that nothing calls: one more would move the number of every function."""
    functions = [at for at, each in enumerate(module.imports) if each.kind == FUNCTIONS]
    free = next((index for index, _ in enumerate(functions) if index not in reached), None)
    if free is None:
        raise WasmError("an interpreter that calls all of its imports")
    fetching = name(REST) + name(FETCH) + bytes([FUNCTIONS]) + unsigned(module.types.index((b"", b"")))
    encoded = [each.encoded for each in module.imports]
    encoded[functions[free]] = fetching
    return free, vector(encoded)


def _shared(module: Module) -> Iterator[tuple[int, int, bytes]]:
    """What the rest has of the first half: kind, index, and how an import of it describes it."""
    for index, table in enumerate((*module.tables, _table_of_all(module))):
        yield TABLES, index, table
    yield MEMORIES, 0, module.section(MEMORY)[1:]
    for index, (kind, _) in enumerate(module.globals[: _changing(module)], module.imported(GLOBALS)):
        yield GLOBALS, index, bytes([kind, 1])
    for index, tag in enumerate(module.tags):
        yield TAGS, index, tag


def _changing(module: Module) -> int:
    """How many globals of the module's own change. They come first, so that both halves can number them alike."""
    changing = [changes for _, changes in module.globals]
    if True in changing[sum(changing) :]:
        raise WasmError("globals that change behind others that do not")
    return sum(changing)


def _called(module: Module, functions: frozenset[int]) -> frozenset[int]:
    own = module.imported(FUNCTIONS)
    return frozenset(index for function in functions for index in module.uses[function - own].calls)


def _places(table: int, functions: frozenset[int]) -> list[bytes]:
    """Elements that put each of these functions into the table of all, at its own number."""
    return [
        b"\2" + unsigned(table) + constant(run.start) + bytes([END, 0]) + vector(unsigned(function) for function in run)
        for run in runs(functions)
    ]


def runs(numbers: Iterable[int]) -> Iterator[range]:
    """The numbers, in their order, as runs without a gap."""
    ordered = sorted(numbers)
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at] != ordered[at - 1] + 1:
            yield range(ordered[start], ordered[at - 1] + 1)
            start = at


def _table_of_all(module: Module) -> bytes:
    size = unsigned(module.imported(FUNCTIONS) + len(module.bodies))
    return bytes([_FUNCREF, 1]) + size + size


def _export(text: str, kind: int, index: int) -> bytes:
    return name(text) + bytes([kind]) + unsigned(index)


def _appended(content: bytes, items: list[bytes]) -> bytes:
    """A section's content with more items at its end."""
    count, at = read_unsigned(content, 0)
    return unsigned(count + len(items)) + content[at:] + b"".join(items)


def _changed(module: Module, contents: dict[int, bytes]) -> bytes:
    return written((kind, contents.get(kind, content)) for kind, content in module.sections)
