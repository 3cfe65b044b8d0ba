"""Instruments the interpreter: a run under Node tells which functions it calls and which words of static data it reads.

Each function sets its mark when it is called, and each instruction that reads memory first sets those of the words that it reads. The marks
are bytes, in two memories of their own. All functions keep their numbers, because those that mark come last.
"""

from collections.abc import Iterable
from functools import lru_cache

from site_src.runtime.instructions import CALL, END, LOCAL_GET, Load, encode_constant, encode_unsigned, find_code_start
from site_src.runtime.wasm import (
    CODE,
    EXPORT,
    FUNCTION,
    FUNCTIONS,
    MEMORIES,
    MEMORY,
    TYPE,
    Module,
    append_items,
    encode_export,
    encode_sized,
    encode_vector,
    replace_sections,
)

CALLED, READ = "called", "words_read"
"""The memories that an instrumented module exports: marks of functions, and of the words of static data."""
WORD = 4
"""The bytes of a word."""

_I32, _IF, _LOOP, _EMPTY, _DROP = 0x7F, 0x04, 0x03, 0x40, 0x1A
_ADD, _LESS, _SHIFT, _TEE, _BR_IF = 0x6A, 0x49, 0x76, 0x22, 0x0D
_SIZES = (1, 2, 4, 8, 16)
_PAGE = 65_536
_CALLED, _READ = 1, 2


@lru_cache(maxsize=1)
def instrument(module: Module) -> bytes:
    """Instrument a module. See `CALLED` and `READ`."""
    own, first, types, limit = module.imported(FUNCTIONS), module.functions_end, len(module.types), module.data_end
    markers = {size: first + at for at, size in enumerate(_SIZES)}
    copier = first + len(_SIZES)
    bodies = []
    for index, (body, uses) in enumerate(zip(module.bodies, module.uses, strict=True), own):
        marking = encode_constant(index) + _encode_marking(_CALLED)
        bodies.append(encode_sized(_insert_marks(body, marking, uses.loads, markers, copier)))
    bodies += [encode_sized(_encode_marker(size, limit)) for size in _SIZES]
    bodies.append(encode_sized(_encode_copier(markers[1], limit)))
    new_types = [bytes([0x60, 2, _I32, _I32, 1, _I32]), bytes([0x60, 3, _I32, _I32, _I32, 0])]
    memories = [b"\0" + encode_unsigned(-(-marks // _PAGE)) for marks in (first, limit // WORD + 1)]
    return replace_sections(
        module,
        {
            TYPE: append_items(module.section(TYPE), new_types),
            FUNCTION: append_items(module.section(FUNCTION), [encode_unsigned(types)] * len(_SIZES) + [encode_unsigned(types + 1)]),
            MEMORY: append_items(module.section(MEMORY), memories),
            EXPORT: append_items(module.section(EXPORT), [encode_export(CALLED, MEMORIES, _CALLED), encode_export(READ, MEMORIES, _READ)]),
            CODE: encode_vector(bodies),
        },
    )


def _encode_marking(memory: int) -> bytes:
    """Encode the instructions that set a mark in a memory. Its number is on the stack."""
    # Stores a byte; 0x40 says that the number of the memory follows.
    return encode_constant(1) + bytes([0x3A, 0x40, memory, 0])


def _insert_marks(body: bytes, marking: bytes, loads: Iterable[Load], markers: dict[int, int], copier: int) -> bytes:
    """Insert `marking` before a function's code, and before each load a call that marks it."""
    start = find_code_start(body)
    pieces, at = [body[:start], marking], start
    for load in loads:
        pieces.append(body[at : load.start])
        if load.size:
            pieces.append(encode_constant(load.offset) + bytes([CALL]) + encode_unsigned(markers[load.size]))
            at = load.start
        else:
            pieces.append(bytes([CALL]) + encode_unsigned(copier))
            at = load.end
    return b"".join([*pieces, body[at:]])


def _encode_marker(size: int, limit: int) -> bytes:
    """Encode the function that marks what a load of this size reads.

    It takes an address and an offset, and returns the address.
    """
    code = bytes([LOCAL_GET, 0, LOCAL_GET, 1, _ADD, _TEE, 1]) + encode_constant(limit - size) + bytes([_LESS, _IF, _EMPTY])
    for place in sorted({*range(0, size, WORD), size - 1}):
        word = bytes([LOCAL_GET, 1]) + encode_constant(place) + bytes([_ADD]) + encode_constant(2) + bytes([_SHIFT])
        code += word + _encode_marking(_READ)
    return b"\0" + code + bytes([END, LOCAL_GET, 0, END])


def _encode_copier(marker: int, limit: int) -> bytes:
    """Encode the function that copies memory, and marks what it reads."""
    # Parameters: to, from, size; a local: how many bytes are marked.
    mark = bytes([LOCAL_GET, 1, LOCAL_GET, 3, CALL]) + encode_unsigned(marker) + bytes([_DROP])
    step = bytes([LOCAL_GET, 3]) + encode_constant(1) + bytes([_ADD, _TEE, 3, LOCAL_GET, 2, _LESS, _BR_IF, 0])
    loop = bytes([_LOOP, _EMPTY]) + mark + step + bytes([END])
    is_static = bytes([LOCAL_GET, 1]) + encode_constant(limit) + bytes([_LESS, _IF, _EMPTY])
    return bytes([1, 1, _I32]) + is_static + loop + bytes([END, LOCAL_GET, 0, LOCAL_GET, 1, LOCAL_GET, 2, 0xFC, 0x0A, 0, 0, END])
