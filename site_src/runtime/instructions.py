"""WebAssembly's code, as far as it takes to split a module: numbers, constants, and what a function's instructions name.

Whatever is not known here raises WasmError, so that another version of the interpreter can fail a build but no visitor.
"""

from typing import NamedTuple

END, CALL, CALL_INDIRECT, LOCAL_GET, GLOBAL_GET, I32_CONST = 0x0B, 0x10, 0x11, 0x20, 0x23, 0x41


class WasmError(Exception):
    """A module that is not what this module can read."""


class Uses(NamedTuple):
    """What a function's code names: functions that it calls, globals that it reads or writes."""

    calls: frozenset[int]
    global_indices: frozenset[int]


def read_unsigned(data: bytes, at: int) -> tuple[int, int]:
    """A number (LEB128), and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def unsigned(value: int) -> bytes:
    """A number as LEB128."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])


def constant(value: int) -> bytes:
    """The instruction that puts a number there, which is at least 0: its sign bit must not be taken for one."""
    written = unsigned(value)
    return bytes([I32_CONST, *(written if written[-1] < 0x40 else (*written[:-1], written[-1] | 0x80, 0))])


def code_start(body: bytes) -> int:
    """Where a function's instructions begin, after its locals."""
    count, at = read_unsigned(body, 0)
    for _ in range(count):
        _, at = read_unsigned(body, at)
        at += 1
    return at


def constant_end(content: bytes, at: int) -> int:
    """Where the expression ends that stands for a value."""
    # By instruction: how many bytes there are besides a number.
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
    """Refuse what this is not prepared for."""
    if not condition:
        raise WasmError(otherwise)


# What follows an instruction: a number of numbers, or one of the words below.
_SHAPES: dict[int, int | str] = {
    **dict.fromkeys((0x00, 0x01, 0x05, 0x0A, 0x0B, 0x0F, 0x19, 0x1A, 0x1B, 0xD1, *range(0x45, 0xC5)), 0),
    **dict.fromkeys((0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x0C, 0x0D, 0x18), 1),
    **dict.fromkeys((0x20, 0x21, 0x22, 0x25, 0x26, 0x3F, 0x40, 0x41, 0x42, 0xD0), 1),
    **dict.fromkeys((0x11, *range(0x28, 0x3F)), 2),
    0x10: "call", 0x23: "global", 0x24: "global", 0x0E: "targets", 0x1C: "types", 0x43: "f32", 0x44: "f64", 0xFC: "more", 0xFD: "vector",
}  # fmt: skip
_MORE = {**dict.fromkeys(range(8), 0), 8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1}


def uses_of(body: bytes) -> Uses:
    """What a function's code names."""
    calls, global_indices, at, end = set(), set(), code_start(body), len(body)
    while at < end:
        shape = _SHAPES.get(body[at])
        at += 1
        if shape == 0:
            continue
        if shape in (1, 2):
            at = _skip(body, at, int(shape))
        elif shape == "call":
            index, at = read_unsigned(body, at)
            calls.add(index)
        elif shape == "global":
            index, at = read_unsigned(body, at)
            global_indices.add(index)
        else:
            at = _skip_rare(body, at, shape)
    expect(at == end and body[-1] == END, "a function that does not end where it should")
    return Uses(frozenset(calls), frozenset(global_indices))


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
    """Instructions of 128 bits: those that load or store, those with a constant, those with a lane, and all others."""
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
