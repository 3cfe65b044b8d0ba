"""Reads WebAssembly code, as far as splitting a module needs.

It reads numbers, constants, and the functions and globals that instructions refer to. Anything unknown raises WasmError, so that a new
version of the interpreter fails the build, and never a visitor's page. The instructions: https://webassembly.github.io/spec/core/binary/.
"""

from collections.abc import Iterator
from typing import NamedTuple

END, CALL, CALL_INDIRECT, LOCAL_GET, GLOBAL_GET, I32_CONST = 0x0B, 0x10, 0x11, 0x20, 0x23, 0x41


class WasmError(Exception):
    """A module has a form that this code cannot read."""


class Load(NamedTuple):
    """An instruction that reads memory, by its place in a function's body.

    `size`: of what it reads, in bytes; 0 for the instruction that copies. `offset`: what it adds to the address.
    """

    start: int
    end: int
    size: int
    offset: int


class References(NamedTuple):
    """References in a function's code: functions that it calls, globals that it reads or writes, and memory.

    `numbers`: its constants and offsets, among which are all addresses that it names.
    """

    calls: frozenset[int]
    global_indices: frozenset[int]
    numbers: frozenset[int]
    loads: tuple[Load, ...]


def read_unsigned(data: bytes, at: int) -> tuple[int, int]:
    """Read an unsigned number (LEB128); return it, and the offset of its end."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def encode_unsigned(value: int) -> bytes:
    """Encode an unsigned number as LEB128."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])


def encode_constant(value: int) -> bytes:
    """Encode the instruction for a constant of at least 0."""
    written = encode_unsigned(value)
    # The instruction reads a signed number, so the highest bit of the last group must be 0.
    return bytes([I32_CONST, *(written if written[-1] < 0x40 else (*written[:-1], written[-1] | 0x80, 0))])


def find_code_start(body: bytes) -> int:
    """Find the offset of a function's first instruction, after its locals."""
    count, at = read_unsigned(body, 0)
    for _ in range(count):
        _, at = read_unsigned(body, at)
        at += 1
    return at


def find_constant_end(content: bytes, at: int) -> int:
    """Find the offset of the end of a constant expression. Raises WasmError where it has several instructions."""
    # The instructions: i32.const, i64.const, global.get, ref.null; f32.const; f64.const.
    match content[at]:
        case 0x41 | 0x42 | 0x23 | 0xD0:
            _, at = read_unsigned(content, at + 1)
        case 0x43:
            at += 5
        case 0x44:
            at += 9
        case _:
            raise WasmError(f"a value that begins with {content[at]:#x}")
    expect(content[at] == END, "a value of more than one instruction")
    return at + 1


def expect(condition: bool, otherwise: str) -> None:
    """Raise WasmError, with the text of `otherwise`, unless the condition holds."""
    if not condition:
        raise WasmError(otherwise)


# The operands of each instruction: a count of LEB128 numbers, or a word for another form.
_SHAPES: dict[int, int | str] = {
    **dict.fromkeys((0x00, 0x01, 0x05, 0x0A, 0x0B, 0x0F, 0x19, 0x1A, 0x1B, 0xD1, *range(0x45, 0xC5)), 0),
    **dict.fromkeys((0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x0C, 0x0D, 0x18), 1),
    **dict.fromkeys((0x20, 0x21, 0x22, 0x25, 0x26, 0x3F, 0x40, 0x42, 0xD0), 1),
    **dict.fromkeys(range(0x28, 0x3F), "memory"),
    0x11: 2, 0x41: "number", 0x10: "call", 0x23: "global", 0x24: "global", 0x0E: "targets", 0x1C: "types",
    0x43: "f32", 0x44: "f64", 0xFC: "more", 0xFD: "vector",
}  # fmt: skip
_MORE = {**dict.fromkeys(range(8), 0), 8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1}


# The bytes that each load reads, from 0x28 on: of 32 and 64 bits, of two kinds of fractions, then parts of each. Stores follow them.
_LOAD_SIZES = (4, 8, 4, 8, 1, 1, 2, 2, 1, 1, 2, 2, 4, 4)
_FIRST_LOAD, _COPY = 0x28, 10
# The same of 128-bit instructions, by their number.
_VECTOR_SIZES = {0: 16, **dict.fromkeys(range(1, 7), 8), 7: 1, 8: 2, 9: 4, 10: 8, 92: 4, 93: 8}


def find_references(body: bytes) -> References:
    """Find what a function's code refers to."""
    calls, global_indices, numbers, loads, at, end = set(), set(), set(), [], find_code_start(body), len(body)
    while at < end:
        start = at
        shape = _SHAPES.get(body[at])
        at += 1
        if shape == 0:
            continue
        if shape in (1, 2):
            at = _skip(body, at, int(shape))
        elif shape == "number":
            number, at = read_unsigned(body, at)
            # A number whose last group has its highest bit is below 0, and no address.
            if body[at - 1] < 0x40:
                numbers.add(number)
        elif shape == "memory":
            offset, at = read_unsigned(body, _skip(body, at, 1))
            numbers.add(offset)
            if (kind := body[start] - _FIRST_LOAD) < len(_LOAD_SIZES):
                loads.append(Load(start, at, _LOAD_SIZES[kind], offset))
        elif shape == "call":
            index, at = read_unsigned(body, at)
            calls.add(index)
        elif shape == "global":
            index, at = read_unsigned(body, at)
            global_indices.add(index)
        else:
            at = _skip_rare(body, at, shape)
            loads += _find_rare_loads(body, start, at)
    expect(at == end and body[-1] == END, "a function that does not end where it should")
    return References(frozenset(calls), frozenset(global_indices), frozenset(numbers), tuple(loads))


def _find_rare_loads(body: bytes, start: int, end: int) -> Iterator[Load]:
    """Yield the instruction between these offsets if it copies memory or loads 128 bits."""
    if body[start] == 0xFC and read_unsigned(body, start + 1)[0] == _COPY:
        yield Load(start, end, 0, 0)
    elif body[start] == 0xFD:
        kind, at = read_unsigned(body, start + 1)
        expect(not 84 <= kind <= 87, "a load of a part of 128 bits")
        if kind in _VECTOR_SIZES:
            yield Load(start, end, _VECTOR_SIZES[kind], read_unsigned(body, _skip(body, at, 1))[0])


def _skip(body: bytes, at: int, numbers: int) -> int:
    for _ in range(numbers):
        while body[at] > 0x7F:
            at += 1
        at += 1
    return at


def _skip_rare(body: bytes, at: int, shape: int | str | None) -> int:
    match shape:
        case "f32":
            return at + 4
        case "f64":
            return at + 8
        case "types":
            count, at = read_unsigned(body, at)
            return at + count
        case "targets":
            count, at = read_unsigned(body, at)
            return _skip(body, at, count + 1)
        case "more":
            kind, at = read_unsigned(body, at)
            expect(kind in _MORE, f"the instruction 0xfc {kind}")
            return _skip(body, at, _MORE[kind])
        case "vector":
            return _skip_vector(body, at)
    raise WasmError(f"the instruction {body[at - 1]:#x}")


def _skip_vector(body: bytes, at: int) -> int:
    """Skip the operands of a 128-bit instruction.

    By kind: load or store, a constant or a shuffle, a lane, load or store of a lane; all others have none.
    """
    kind, at = read_unsigned(body, at)
    if kind <= 11 or kind in (92, 93):
        return _skip(body, at, 2)
    if kind in (12, 13):
        return at + 16
    if 21 <= kind <= 34:
        return at + 1
    if 84 <= kind <= 91:
        return _skip(body, at, 2) + 1
    return at
