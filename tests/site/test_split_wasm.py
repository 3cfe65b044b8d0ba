"""Splitting the interpreter refuses every module of an unknown form.

test_runtime.py and test_engine.py test whether the halves work.
"""

import re
from pathlib import Path

import pytest

from site_src.runtime.glue import GlueError, trim_glue
from site_src.runtime.instructions import Load, WasmError, encode_constant, encode_unsigned, read_unsigned
from site_src.runtime.late_data import find_late_data, make_image, split_data
from site_src.runtime.split_wasm import Marks, group_runs, split_module
from site_src.runtime.wasm import CODE, DATA, FUNCTION, TYPE, Data, Module, encode_data, encode_module, encode_sized, encode_vector

PYODIDE = Path(__file__).parent.parent.parent / "node_modules" / "pyodide"


def module(body: bytes) -> bytes:
    """A module of one function without parameters and results."""
    return encode_module(
        [(TYPE, encode_vector([b"\x60\0\0"])), (FUNCTION, encode_vector([b"\0"])), (CODE, encode_vector([encode_sized(b"\0" + body)]))]
    )


@pytest.mark.parametrize("value", [0, 1, 63, 64, 127, 128, 8191, 8192, 17226, 2**31 - 1])
def test_numbers(value: int) -> None:
    assert read_unsigned(encode_unsigned(value), 0) == (value, len(encode_unsigned(value)))
    # Seven bits a byte, the lowest first; the highest bit of all is the sign.
    bits = "".join(f"{byte & 0x7F:07b}" for byte in reversed(encode_constant(value)[1:]))
    assert bits[0] == "0"
    assert int(bits, 2) == value


def test_runs() -> None:
    assert list(group_runs([])) == []
    assert list(group_runs({5, 3, 4, 9})) == [range(3, 6), range(9, 10)]


def test_what_a_function_calls() -> None:
    # In between are numbers that are no calls: of 32 bits, 64 bits, two kinds of fractions, a jump by table, a load of 128 bits.
    body = bytes.fromhex("41 10 1a 42 10 1a 43 10101010 1a 44 1010101010101010 1a 10 8101 0e 01 00 00 fd00 0410 10 02 23 05 0b")
    (uses,) = Module(module(body)).uses
    assert (uses.calls, uses.global_indices) == (frozenset({129, 2}), frozenset({5}))


def test_what_a_function_reads() -> None:
    # Constants, of which -2 is no address; loads of 1 and 8 bytes, a store, a copy, a load of 128 bits; one of 64 bits names nothing.
    body = bytes.fromhex("418008 417e 2d0005 290390 01 36020a fc0a0000 fd000420 428008 1a 0b")
    (uses,) = Module(module(body)).uses
    assert uses.numbers == {1024, 5, 144, 10}
    assert uses.loads == (Load(6, 9, 1, 5), Load(9, 13, 8, 144), Load(16, 20, 0, 0), Load(20, 24, 16, 32))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"<!doctype html>", "is not a WebAssembly module"),
        (module(b"\xfe\x00\x0b"), "the instruction 0xfe"),
        (module(b"\x10\x01"), "a function that does not end where it should"),
    ],
)
def test_what_is_unknown_is_refused(data: bytes, fault: str) -> None:
    with pytest.raises(WasmError, match=f"^{fault}$"):
        _ = Module(data).uses


def test_an_interpreter_without_an_import_to_spare_is_refused() -> None:
    with pytest.raises(WasmError, match="calls all of its imports"):
        split_module(make_data(2_000_000), Marks(frozenset(), frozenset(), 1_990_000), [])


def make_data(*sizes: int) -> Module:
    """A module with one function that does nothing, and static data that names no address."""
    pieces = [Data(1024 + 100_000 * at, b"\xff" * size) for at, size in enumerate(sizes)]
    return Module(
        encode_module(
            [
                (TYPE, encode_vector([b"\x60\0\0"])),
                (FUNCTION, encode_vector([b"\0"])),
                (CODE, encode_vector([encode_sized(b"\0\x0b")])),
                (DATA, encode_data(pieces)),
            ]
        )
    )


def test_late_is_what_nothing_reads_up_to_what_changes() -> None:
    late = find_late_data(make_data(2_000_000), [], [400_000], 1_990_000)
    assert late == (range(1024, 1_600_000),), "behind a word that is read all stays up to an address that something names"
    with pytest.raises(WasmError, match="of which a score reads more than a part"):
        find_late_data(make_data(2_000_000), [], [100_000], 1_990_000)
    with pytest.raises(WasmError, match="of which a score reads more than a part"):
        find_late_data(make_data(2_000_000), [], [], 1_000_000)


def test_data_is_split_without_a_loss() -> None:
    module = make_data(50_000, 10_000, 70_000)
    late = (range(1024, 2000), range(40_000, 102_000), range(110_000, 201_524))
    first, rest = split_data(module, late)
    memory = bytearray(module.data_end)
    for address, content in [*first, *rest]:
        assert not any(memory[address : address + len(content)])
        memory[address : address + len(content)] = content
    assert memory == make_image(module)
    assert [range(address, address + len(content)) for address, content in rest] == list(late)
    assert [(address, len(content)) for address, content in first] == [(2000, 38_000), (102_000, 8_000), (201_524, 69_500)]


def test_the_glue_takes_only_what_something_names() -> None:
    glue = (PYODIDE / "pyodide.asm.mjs").read_bytes().decode()
    made, exports = trim_glue(glue, ["PyImport_ImportModule"])
    assert len(made) < 0.65 * len(glue)
    assert {"PyImport_ImportModule", "malloc", "__wasm_call_ctors", "main"} <= exports
    assert "PyImport_ImportFrozenModule" not in exports
    assert re.findall(r'wasmExports\["PyImport_\w+"\]', made) == ['wasmExports["PyImport_ImportModule"]']


def test_other_glue_is_refused() -> None:
    with pytest.raises(GlueError, match="has not one"):
        trim_glue("export default () => {}", [])
