"""WebAssembly's binary form, as far as it takes to split a module: its sections, read and written.

The format: https://webassembly.github.io/spec/core/binary/. Whatever is not known here raises WasmError, so that another version of the
interpreter can fail a build but no visitor.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from site_src.runtime.instructions import Uses, WasmError, constant_end, expect, read_unsigned, unsigned, uses_of

MAGIC = b"\0asm\1\0\0\0"
CUSTOM, TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, CODE, DATA, DATA_COUNT, TAG = range(14)
FUNCTIONS, TABLES, MEMORIES, GLOBALS, TAGS = range(5)
"""Kinds of imports and exports."""


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


type _Read[Item] = Callable[[bytes, int], tuple[Item, int]]
"""Reads what begins at a place in a section: gives that, and where it ends."""


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
            content, at = _sized(self.data, at + 1)
            found.append((kind, content))
        return tuple(found)

    def section(self, kind: int) -> bytes:
        """The content of a section; that of an empty one where there is none."""
        return next((content for found, content in self.sections if found == kind), b"\0")

    def size(self, kind: int) -> int:
        """How many items a section has."""
        return read_unsigned(self.section(kind), 0)[0]

    @cached_property
    def types(self) -> tuple[tuple[bytes, bytes], ...]:
        """Function types: the parameters' and the results' types, one byte each."""
        return self._items(TYPE, _function_type)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """All imports, in their order."""
        return self._items(IMPORT, _import)

    def imported(self, kind: int) -> int:
        """How many imports of a kind there are, which is the index of the first that the module has itself."""
        return sum(each.kind == kind for each in self.imports)

    @cached_property
    def exports(self) -> tuple[Export, ...]:
        """All exports, in their order."""
        return self._items(EXPORT, _export)

    @cached_property
    def signatures(self) -> tuple[int, ...]:
        """The type of each function of the module's own."""
        return self._items(FUNCTION, read_unsigned)

    @cached_property
    def tables(self) -> tuple[bytes, ...]:
        """Each table: the kind of its elements and its limits, all of its bytes."""
        return self._items(TABLE, _table)

    @cached_property
    def globals(self) -> tuple[tuple[int, bool], ...]:
        """Each global of the module's own: its type, and whether it changes."""
        return self._items(GLOBAL, _global)

    @cached_property
    def tags(self) -> tuple[bytes, ...]:
        """Each tag, which is a kind of exception: all of its bytes."""
        return self._items(TAG, _tag)

    @cached_property
    def elements(self) -> frozenset[int]:
        """The functions that have a place in the table, and so an address."""
        return frozenset(function for segment in self._items(ELEMENT, _element) for function in segment)

    @cached_property
    def bodies(self) -> tuple[bytes, ...]:
        """The code of each function of the module's own: its locals, then its instructions."""
        return self._items(CODE, _sized)

    @cached_property
    def uses(self) -> tuple[Uses, ...]:
        """What each function of the module's own names in its code."""
        return tuple(uses_of(body) for body in self.bodies)

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

    def _items[Item](self, kind: int, read: _Read[Item]) -> tuple[Item, ...]:
        return _vector(self.section(kind), 0, read)[0]


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


def _vector[Item](content: bytes, at: int, read: _Read[Item]) -> tuple[tuple[Item, ...], int]:
    """What `vector` writes."""
    count, at = read_unsigned(content, at)
    found = []
    for _ in range(count):
        item, at = read(content, at)
        found.append(item)
    return tuple(found), at


def _sized(content: bytes, at: int) -> tuple[bytes, int]:
    """What `sized` writes."""
    size, at = read_unsigned(content, at)
    return content[at : at + size], at + size


def _name(content: bytes, at: int) -> tuple[str, int]:
    encoded, at = _sized(content, at)
    return encoded.decode(), at


def _function_type(content: bytes, at: int) -> tuple[tuple[bytes, bytes], int]:
    expect(content[at] == 0x60, "a type that is not a function's")
    parameters, at = _sized(content, at + 1)
    results, at = _sized(content, at)
    return (parameters, results), at


def _import(content: bytes, at: int) -> tuple[Import, int]:
    start = at
    module, at = _name(content, at)
    name, at = _name(content, at)
    kind = content[at]
    expect(kind in (FUNCTIONS, GLOBALS), "an import that is neither a function nor a global")
    end = read_unsigned(content, at + 1)[1] if kind == FUNCTIONS else at + 3
    return Import(module, name, kind, content[start:end]), end


def _export(content: bytes, at: int) -> tuple[Export, int]:
    name, at = _name(content, at)
    number, end = read_unsigned(content, at + 1)
    return Export(name, content[at], number), end


def _table(content: bytes, at: int) -> tuple[bytes, int]:
    start, limited = at, content[at + 1]
    _, at = read_unsigned(content, at + 2)
    if limited:
        _, at = read_unsigned(content, at)
    return content[start:at], at


def _global(content: bytes, at: int) -> tuple[tuple[int, bool], int]:
    return (content[at], content[at + 1] == 1), constant_end(content, at + 2)


def _tag(content: bytes, at: int) -> tuple[bytes, int]:
    _, end = read_unsigned(content, at + 1)
    return content[at:end], end


def _element(content: bytes, at: int) -> tuple[tuple[int, ...], int]:
    expect(content[at] == 0, "elements of an unknown kind")
    return _vector(content, constant_end(content, at + 1), read_unsigned)
