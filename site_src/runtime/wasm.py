"""Reads and writes the sections of a WebAssembly module, as far as splitting one needs.

The format: https://webassembly.github.io/spec/core/binary/. Anything unknown raises WasmError, so that a new version of the interpreter
fails the build, and never a visitor's page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from site_src.runtime.instructions import (
    END,
    I32_CONST,
    References,
    WasmError,
    encode_constant,
    encode_unsigned,
    expect,
    find_constant_end,
    find_references,
    read_unsigned,
)

MAGIC = b"\0asm\1\0\0\0"
CUSTOM, TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, CODE, DATA, DATA_COUNT, TAG = range(14)
FUNCTIONS, TABLES, MEMORIES, GLOBALS, TAGS = range(5)
"""The kinds of imports and exports."""
FUNCREF = 0x70


class Import(NamedTuple):
    """An import of a module. `encoded`: all of its bytes."""

    kind: int
    encoded: bytes


class Export(NamedTuple):
    """An export of a module. `number` counts within its kind, imports first."""

    name: str
    kind: int
    number: int


class Data(NamedTuple):
    """Static data: an address in memory, and the bytes that are there from the start."""

    address: int
    content: bytes


type _Read[Item] = Callable[[bytes, int], tuple[Item, int]]
"""Reads an item at an offset of a section; returns it, and the offset of its end."""


@dataclass(frozen=True)
class Module:
    """A module, whose sections are parsed at first use. All indices count as in the format: imports first."""

    encoded: bytes

    @cached_property
    def sections(self) -> tuple[tuple[int, bytes], ...]:
        """The sections' kinds and contents, in order. Raises WasmError where the data is not a WebAssembly module."""
        if not self.encoded.startswith(MAGIC):
            raise WasmError("is not a WebAssembly module")
        found, at = [], len(MAGIC)
        while at < len(self.encoded):
            kind = self.encoded[at]
            content, at = _read_sized(self.encoded, at + 1)
            found.append((kind, content))
        return tuple(found)

    def section(self, kind: int) -> bytes:
        """Return a section's content; an empty section's where there is none."""
        return next((content for found, content in self.sections if found == kind), b"\0")

    def size(self, kind: int) -> int:
        """Return the number of a section's items."""
        return read_unsigned(self.section(kind), 0)[0]

    @cached_property
    def types(self) -> tuple[tuple[bytes, bytes], ...]:
        """The function types: of parameters and of results, one byte each."""
        return self._read_items(TYPE, _read_function_type)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """The imports, in order."""
        return self._read_items(IMPORT, _read_import)

    def imported(self, kind: int) -> int:
        """Count the imports of a kind: the index of the module's own first item."""
        return sum(each.kind == kind for each in self.imports)

    @cached_property
    def exports(self) -> tuple[Export, ...]:
        """The exports, in order."""
        return self._read_items(EXPORT, _read_export)

    @cached_property
    def signatures(self) -> tuple[int, ...]:
        """The type of each function of the module's own."""
        return self._read_items(FUNCTION, read_unsigned)

    @cached_property
    def tables(self) -> tuple[bytes, ...]:
        """The tables, encoded: the kind of their elements, and their limits."""
        return self._read_items(TABLE, _read_table)

    @cached_property
    def globals(self) -> tuple[tuple[int, bool], ...]:
        """The globals of the module's own: their type, and whether they are mutable."""
        return self._read_items(GLOBAL, _read_global)

    @cached_property
    def tags(self) -> tuple[bytes, ...]:
        """The tags, which are kinds of exceptions, encoded."""
        return self._read_items(TAG, _read_tag)

    @cached_property
    def elements(self) -> frozenset[int]:
        """The functions that are in the table, and so have an address."""
        return frozenset(function for segment in self._read_items(ELEMENT, _read_element) for function in segment)

    @cached_property
    def bodies(self) -> tuple[bytes, ...]:
        """The code of each function of the module's own: its locals, then its instructions."""
        return self._read_items(CODE, _read_sized)

    @cached_property
    def uses(self) -> tuple[References, ...]:
        """The references in the code of each function of the module's own."""
        return tuple(find_references(body) for body in self.bodies)

    @cached_property
    def data(self) -> tuple[Data, ...]:
        """The pieces of static data, in order."""
        found = self._read_items(DATA, _read_data)
        expect(all(one.address + len(one.content) <= two.address for one, two in pairwise(found)), "static data out of order")
        return found

    @property
    def functions_end(self) -> int:
        """The number of functions, with those that are imported."""
        return self.imported(FUNCTIONS) + len(self.bodies)

    @property
    def data_end(self) -> int:
        """The end of the static data, as far as it is not zeros."""
        return self.data[-1].address + len(self.data[-1].content)

    def find_reachable(self, functions: Iterable[int]) -> frozenset[int]:
        """Find these functions and all that they call directly, or that those call."""
        own, found, pending = self.imported(FUNCTIONS), set[int](), list(functions)
        while pending:
            function = pending.pop()
            if function not in found:
                found.add(function)
                if function >= own:
                    pending += self.uses[function - own].calls
        return frozenset(found)

    def _read_items[Item](self, kind: int, read: _Read[Item]) -> tuple[Item, ...]:
        return _read_vector(self.section(kind), 0, read)[0]


def encode_vector(items: Iterable[bytes]) -> bytes:
    """Encode a vector: the number of its items, then each."""
    items = tuple(items)
    return encode_unsigned(len(items)) + b"".join(items)


def encode_sized(content: bytes) -> bytes:
    """Encode bytes after their number."""
    return encode_unsigned(len(content)) + content


def encode_name(text: str) -> bytes:
    """Encode a name: UTF-8 after its size."""
    return encode_sized(text.encode())


def encode_module(sections: Iterable[tuple[int, bytes]]) -> bytes:
    """Encode a module. `sections`: kind and content of each."""
    return MAGIC + b"".join(bytes([kind]) + encode_sized(content) for kind, content in sections)


def encode_data(pieces: Iterable[Data]) -> bytes:
    """Encode a section of static data."""
    return encode_vector(b"\0" + encode_constant(address) + bytes([END]) + encode_sized(content) for address, content in pieces)


def encode_export(name: str, kind: int, index: int) -> bytes:
    """Encode an export."""
    return encode_name(name) + bytes([kind]) + encode_unsigned(index)


def encode_table(size: int) -> bytes:
    """Encode a table of functions, whose size never changes."""
    return bytes([FUNCREF, 1]) + encode_unsigned(size) * 2


def append_items(content: bytes, items: list[bytes]) -> bytes:
    """Append encoded items to a section's content."""
    count, at = read_unsigned(content, 0)
    return encode_unsigned(count + len(items)) + content[at:] + b"".join(items)


def replace_sections(module: Module, contents: dict[int, bytes]) -> bytes:
    """Encode a module with other contents of some sections, by kind."""
    return encode_module((kind, contents.get(kind, content)) for kind, content in module.sections)


def _read_vector[Item](content: bytes, at: int, read: _Read[Item]) -> tuple[tuple[Item, ...], int]:
    """Read what `encode_vector` writes."""
    count, at = read_unsigned(content, at)
    found = []
    for _ in range(count):
        item, at = read(content, at)
        found.append(item)
    return tuple(found), at


def _read_sized(content: bytes, at: int) -> tuple[bytes, int]:
    """Read what `encode_sized` writes."""
    size, at = read_unsigned(content, at)
    return content[at : at + size], at + size


def _read_function_type(content: bytes, at: int) -> tuple[tuple[bytes, bytes], int]:
    expect(content[at] == 0x60, "a type that is not a function's")
    parameters, at = _read_sized(content, at + 1)
    results, at = _read_sized(content, at)
    return (parameters, results), at


def _read_import(content: bytes, at: int) -> tuple[Import, int]:
    start = at
    _, at = _read_sized(content, at)  # The module that it comes from, then its name there.
    _, at = _read_sized(content, at)
    kind = content[at]
    expect(kind in (FUNCTIONS, GLOBALS), "an import that is neither a function nor a global")
    end = read_unsigned(content, at + 1)[1] if kind == FUNCTIONS else at + 3
    return Import(kind, content[start:end]), end


def _read_export(content: bytes, at: int) -> tuple[Export, int]:
    name, at = _read_sized(content, at)
    number, end = read_unsigned(content, at + 1)
    return Export(name.decode(), content[at], number), end


def _read_table(content: bytes, at: int) -> tuple[bytes, int]:
    start, limited = at, content[at + 1]
    _, at = read_unsigned(content, at + 2)
    if limited:
        _, at = read_unsigned(content, at)
    return content[start:at], at


def _read_global(content: bytes, at: int) -> tuple[tuple[int, bool], int]:
    return (content[at], content[at + 1] == 1), find_constant_end(content, at + 2)


def _read_tag(content: bytes, at: int) -> tuple[bytes, int]:
    _, end = read_unsigned(content, at + 1)
    return content[at:end], end


def _read_element(content: bytes, at: int) -> tuple[tuple[int, ...], int]:
    expect(content[at] == 0, "elements of an unknown kind")
    return _read_vector(content, find_constant_end(content, at + 1), read_unsigned)


def _read_data(content: bytes, at: int) -> tuple[Data, int]:
    expect(content[at] == 0 and content[at + 1] == I32_CONST, "static data of an unknown kind")
    address, _ = read_unsigned(content, at + 2)
    data, at = _read_sized(content, find_constant_end(content, at + 1))
    return Data(address, data), at
