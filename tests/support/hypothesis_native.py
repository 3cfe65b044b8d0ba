"""Hypothesis's Rust parts, in Python: so that it runs inside the browser's Python as well, for which no such wheel is made.

Only numbers: how floats lie beside each other. test_runtime.py compares it with the real one.
"""

import math
from struct import pack, unpack

FORMATS = {16: ("e", "h", "H"), 32: ("f", "i", "I"), 64: ("d", "q", "Q")}
"""By width in bits: the format of the float, and those of its bits, with and without a sign."""
NORMALS = {16: 2.0**-14, 32: 2.0**-126, 64: 2.0**-1022}


def width_smallest_normals(width: int) -> float:
    return NORMALS[width]


def float_of(x: float, width: int) -> float:
    number: float = unpack(FORMATS[width][0], pack(FORMATS[width][0], x))[0]
    return number


def float_to_int(value: float, width: int = 64) -> int:
    bits: int = unpack(FORMATS[width][2], pack(FORMATS[width][0], value))[0]
    return bits


def int_to_float(value: int, width: int = 64) -> float:
    number: float = unpack(FORMATS[width][0], pack(FORMATS[width][2], value))[0]
    return number


def is_negative(x: float) -> bool:
    return math.copysign(1.0, x) < 0


def next_up(value: float, width: int = 64) -> float:
    if math.isnan(value) or value == math.inf:
        return value
    if value == 0.0 and is_negative(value):
        return 0.0
    number, signed, _ = FORMATS[width]
    bits = unpack(signed, pack(number, value))[0]
    found: float = unpack(number, pack(signed, bits + 1 if bits >= 0 else bits - 1))[0]
    return found


def next_down(value: float, width: int = 64) -> float:
    return -next_up(-value, width)


def next_up_normal(value: float, width: int, *, allow_subnormal: bool) -> float:
    return -next_down_normal(-value, width, allow_subnormal=allow_subnormal)


def next_down_normal(value: float, width: int, *, allow_subnormal: bool) -> float:
    value = next_down(value, width)
    if not allow_subnormal and 0 < abs(value) < NORMALS[width]:
        return 0.0 if value > 0 else -NORMALS[width]
    return value


def count_between_floats(x: float, y: float, width: int = 64) -> int:
    if is_negative(x) != is_negative(y):
        return count_between_floats(x, -0.0, width) + count_between_floats(0.0, y, width)
    return abs(float_to_int(x, width) - float_to_int(y, width)) + 1


def cathetus(h: float, a: float) -> float:
    """For complex numbers only, which no test here draws."""
    return math.sqrt(h - a) * math.sqrt(h + a)
