"""Splitting the interpreter refuses every module of an unknown form.

test_runtime.py and test_engine.py test whether the halves work.
"""

import re
from pathlib import Path

import pytest

from site_src.runtime.glue import GlueError, trim_glue
from site_src.runtime.instructions import References, WasmError, encode_constant, encode_unsigned, read_unsigned
from site_src.runtime.split_wasm import group_runs, split_module
from site_src.runtime.wasm import CODE, FUNCTION, TYPE, Module, encode_module, encode_sized, encode_vector

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
    assert uses == References(frozenset({129, 2}), frozenset({5}))


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
        split_module(module(b"\x0b"), [], [])


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
