"""WebAssembly's binary form, as far as it takes to split a module: its sections, what its functions call, and how numbers are written.

The format: https://webassembly.github.io/spec/core/binary/. Whatever this module does not know raises WasmError, so that another version
of the interpreter can fail a build but no visitor.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

MAGIC = b"\0asm\1\0\0\0"
CUSTOM, TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, CODE, DATA, DATA_COUNT, TAG = range(14)
FUNCTIONS, TABLES, MEMORIES, GLOBALS, TAGS = range(5)
"""Kinds of imports and exports."""
END, CALL, CALL_INDIRECT, LOCAL_GET, GLOBAL_GET, I32_CONST = 0x0B, 0x10, 0x11, 0x20, 0x23, 0x41


class WasmError(Exception):
    """A module that is not what this module can read."""


class Import(NamedTuple):
    """What a module asks for. `encoded` is all of its bytes."""

    module: str
    name: str
    kind: int
    encoded: bytes


class Export(NamedTuple):
    """What a module gives. `number` counts within its kind, imports first."""

    name: str
    kind: int
    number: int


class Uses(NamedTuple):
    """What a function's code names: functions that it calls, globals that it reads or writes."""

    calls: frozenset[int]
    global_indices: frozenset[int]


@dataclass(frozen=True)
class Module:
    """A module, of which only what is asked for is read. All indices count as the format does: imports first."""

    data: bytes

    @cached_property
    def sections(self) -> tuple[tuple[int, bytes], ...]:
        """Each section's kind and content, in their order."""
        if not self.data.startswith(MAGIC):
            raise WasmError("is not a WebAssembly module")
        found, at = [], len(MAGIC)
        while at < len(self.data):
            kind = self.data[at]
            size, at = read_unsigned(self.data, at + 1)
            found.append((kind, self.data[at : at + size]))
            at += size
        return tuple(found)

    def section(self, kind: int) -> bytes:
        """The content of a section; that of an empty one where there is none."""
        return next((content for found, content in self.sections if found == kind), b"\0")

    @cached_property
    def types(self) -> tuple[tuple[bytes, bytes], ...]:
        """Function types: the parameters' and the results' types, one byte each."""
        content, found = self.section(TYPE), []
        count, at = read_unsigned(content, 0)
        for _ in range(count):
            _expect(content[at] == 0x60, "a type that is not a function's")
            size, at = read_unsigned(content, at + 1)
            parameters, at = content[at : at + size], at + size
            size, at = read_unsigned(content, at)
            found.append((parameters, content[at : at + size]))
            at += size
        return tuple(found)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """All imports, in their order."""
        content, found = self.section(IMPORT), []
        count, at = read_unsigned(content, 0)
        for _ in range(count):
            start = at
            module, at = _name(content, at)
            name, at = _name(content, at)
            kind = content[at]
            _expect(kind in (FUNCTIONS, GLOBALS), "an import that is neither a function nor a global")
            at = read_unsigned(content, at + 1)[1] if kind == FUNCTIONS else at + 3
            found.append(Import(module, name, kind, content[start:at]))
        return tuple(found)

    def imported(self, kind: int) -> int:
        """How many imports of a kind there are, which is the index of the first that the module has itself."""
        return sum(each.kind == kind for each in self.imports)

    @cached_property
    def exports(self) -> tuple[Export, ...]:
        """All exports, in their order."""
        content, found = self.section(EXPORT), []
        count, at = read_unsigned(content, 0)
        for _ in range(count):
            name, at = _name(content, at)
            index, after = read_unsigned(content, at + 1)
            found.append(Export(name, content[at], index))
            at = after
        return tuple(found)

    @cached_property
    def signatures(self) -> tuple[int, ...]:
        """The type of each function of the module's own."""
        content, found = self.section(FUNCTION), []
        count, at = read_unsigned(content, 0)
        for _ in range(count):
            index, at = read_unsigned(content, at)
            found.append(index)
        return tuple(found)

    @cached_property
    def globals(self) -> tuple[tuple[int, bool], ...]:
        """Each global of the module's own: its type, and whether it changes."""
        content, found = self.section(GLOBAL), []
        count, at = read_unsigned(content, 0)
        for _ in range(count):
            found.append((content[at], content[at + 1] == 1))
            at = _constant(content, at + 2)
        return tuple(found)

    @cached_property
    def elements(self) -> frozenset[int]:
        """The functions that have a place in the table, and so an address."""
        content, found = self.section(ELEMENT), set()
        count, at = read_unsigned(content, 0)
        for _ in range(count):
            _expect(content[at] == 0, "elements of an unknown kind")
            size, at = read_unsigned(content, _constant(content, at + 1))
            for _ in range(size):
                index, at = read_unsigned(content, at)
                found.add(index)
        return frozenset(found)

    @cached_property
    def bodies(self) -> tuple[bytes, ...]:
        """The code of each function of the module's own: its locals, then its instructions."""
        content, found = self.section(CODE), []
        count, at = read_unsigned(content, 0)
        for _ in range(count):
            size, at = read_unsigned(content, at)
            found.append(content[at : at + size])
            at += size
        return tuple(found)

    @cached_property
    def uses(self) -> tuple[Uses, ...]:
        """What each function of the module's own names in its code."""
        return tuple(_uses(body) for body in self.bodies)

    def reached(self, functions: Iterable[int]) -> frozenset[int]:
        """These functions, and all that they lead to by calls that name a function."""
        own, found, waiting = self.imported(FUNCTIONS), set[int](), list(functions)
        while waiting:
            function = waiting.pop()
            if function not in found:
                found.add(function)
                if function >= own:
                    waiting += self.uses[function - own].calls
        return frozenset(found)


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


def vector(items: Iterable[bytes]) -> bytes:
    """How many there are, and then each."""
    items = tuple(items)
    return unsigned(len(items)) + b"".join(items)


def sized(content: bytes) -> bytes:
    """How many bytes there are, and then those."""
    return unsigned(len(content)) + content


def name(text: str) -> bytes:
    """A name as the format has it."""
    return sized(text.encode())


def written(sections: Iterable[tuple[int, bytes]]) -> bytes:
    """A module of these sections."""
    return MAGIC + b"".join(bytes([kind]) + sized(content) for kind, content in sections)


def code_start(body: bytes) -> int:
    """Where a function's instructions begin, after its locals."""
    count, at = read_unsigned(body, 0)
    for _ in range(count):
        _, at = read_unsigned(body, at)
        at += 1
    return at


def _name(content: bytes, at: int) -> tuple[str, int]:
    size, at = read_unsigned(content, at)
    return content[at : at + size].decode(), at + size


def _constant(content: bytes, at: int) -> int:
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
    _expect(content[at] == END, "a value of more than one instruction")
    return at + 1


def _expect(condition: bool, otherwise: str) -> None:
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


def _uses(body: bytes) -> Uses:
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
    _expect(at == end and body[-1] == END, "a function that does not end where it should")
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
            _expect(kind in _MORE, f"the instruction 0xfc {kind}")
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


def runs(numbers: Iterable[int]) -> Iterator[range]:
    """The numbers, in their order, as runs without a gap."""
    ordered = sorted(numbers)
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at] != ordered[at - 1] + 1:
            yield range(ordered[start], ordered[at - 1] + 1)
            start = at
