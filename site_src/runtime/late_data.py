"""Finds the static data that a first score does not read. It ships with the second half of the interpreter.

Most of an interpreter's static data are tables of other alphabets and texts of help, which a score does not read. A WebAssembly module
does not tell where a table begins or ends, so this errs on the side of sending too much at once. A long piece of data is sent late if it
never changes, runs under Node read no word of it (instrument.py), and no function in the first half names an address in it. So that tables
stay whole, everything between a word that is read, or an address that is named, and the next address that any code or data names is sent
at once.

Until this data is there, the worker answers only requests of the kind that was tried here (plain_requests.js), and everything else waits.
The data is part of the second half, so a function that is missing in the first half never runs without it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from struct import iter_unpack

from site_src.runtime.instructions import expect
from site_src.runtime.instrument import WORD
from site_src.runtime.wasm import FUNCTIONS, Data, Module

SHORTEST = 4096
"""The bytes of the shortest piece that is sent late."""
MARGIN = 256
"""The bytes that stay behind an address at least: code may name a table by an address before it."""
LEAST = 1_500_000
"""The bytes that are sent late at least; fewer mean that the interpreter has become another."""


def find_late_data(module: Module, first: Iterable[int], read: Iterable[int], changed: int) -> tuple[range, ...]:
    """Find the ranges of addresses whose data is sent late.

    `first`: the functions of the first half. `read`: the words that runs have read. `changed`: the lowest address whose content they
    changed. Raises WasmError where it finds less than is to be expected.
    """
    own, end = module.imported(FUNCTIONS), changed - MARGIN
    named = chain.from_iterable(module.uses[function - own].numbers for function in first if function >= own)
    kept = sorted({address for address in chain(named, (word * WORD for word in read)) if address < end} | {end})
    found = tuple(_find_gaps(kept, _list_addresses(module), module.data[0].address))
    expect(sum(map(len, found)) >= LEAST, "static data of which a score reads more than a part")
    return found


def _find_gaps(kept: list[int], addresses: list[int], start: int) -> Iterator[range]:
    for address in kept:
        if address - start >= SHORTEST:
            yield range(start, address)
        following = bisect_left(addresses, address + MARGIN)
        start = max(start, addresses[following] if following < len(addresses) else kept[-1])


@lru_cache(maxsize=1)
def _list_addresses(module: Module) -> list[int]:
    """List all numbers in code and data that may be addresses of static data, sorted."""
    image = make_image(module)
    words = (word for (word,) in iter_unpack("<I", image[: len(image) // WORD * WORD]))
    numbers = chain.from_iterable(uses.numbers for uses in module.uses)
    return sorted({number for number in chain(words, numbers) if module.data[0].address <= number < module.data_end})


def make_image(module: Module) -> bytes:
    """Make the static data as it is in memory, from address 0."""
    image = bytearray(module.data_end)
    for address, content in module.data:
        image[address : address + len(content)] = content
    return bytes(image)


def list_late_ranges(rest: bytes) -> tuple[range, ...]:
    """List the ranges of addresses whose data is in the second half of an interpreter."""
    return tuple(range(address, address + len(content)) for address, content in Module(rest).data)


def split_data(module: Module, late: Iterable[range]) -> tuple[list[Data], list[Data]]:
    """Split the static data: what stays in the first half, and these ranges, whole and with their zeros."""
    late = tuple(late)
    image = make_image(module)
    return list(_cut_data(module.data, late)), [Data(each.start, image[each.start : each.stop]) for each in late]


def _cut_data(pieces: Iterable[Data], late: tuple[range, ...]) -> Iterator[Data]:
    """Yield the pieces without what lies in these ranges, which are sorted."""
    for address, content in pieces:
        start, end = address, address + len(content)
        for gap in late:
            if gap.stop > start and gap.start < end:
                if gap.start > start:
                    yield Data(start, content[start - address : gap.start - address])
                start = min(gap.stop, end)
        if start < end:
            yield Data(start, content[start - address :])
