"""Requests that the worker answers before the interpreter's second half is there."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from site_src.runtime.late_data import list_late_ranges
from site_src.runtime.node import Interpreter
from site_src.runtime.wasm import DATA, Module, encode_module
from ssi_core.model import MODEL

NUMBERS = (0, 25, 7, 100, 12.5, 11.487, 0.01, 99.99, 3000, 9999.9999)


def list_each_key() -> list[str]:
    """Each factor with each level and answer, and each role."""
    levels = [
        (factor.key, level) for factor in MODEL.factors for level in (*(each.key for each in factor.levels), "unknown", "not_applicable")
    ]
    roles: list[dict[str, Any]] = [{"answers": {}, "role": role.key} for role in MODEL.roles]
    return [write(request) for request in [*({"answers": {key: level}, "next": True} for key, level in levels), *roles]]


def make_plain_requests(words: list[str], count: int) -> list[str]:
    """Random requests; one in ten is made of the same words in places where they are wrong."""
    random = Random(21)
    return [write(make_wrong(random, words) if random.random() < 0.1 else make_right(random)) for _ in range(count)]


def write(request: dict[str, Any]) -> str:
    """The text that a page sends."""
    return json.dumps({"do": "score", **request}, separators=(",", ":"))


def make_right(random: Random) -> dict[str, Any]:
    request: dict[str, Any] = {"answers": choose_levels(random)}
    if random.random() < 0.5:
        request["role"] = random.choice(MODEL.roles).key
    if random.random() < 0.5:
        request["target"] = random.choice([random.randint(0, 100), random.randint(1, 99) + 0.31])
    if random.random() < 0.3:
        request["done"] = choose_levels(random)
    if random.random() < 0.3:
        request["real"] = {pillar: random.choice([None, random.randint(0, 25), random.randint(0, 24) + 0.487]) for pillar in MODEL.pillars}
    if random.random() < 0.2:
        request["next"] = random.random() < 0.5
    return request


def choose_levels(random: Random) -> dict[str, str]:
    levels = {factor.key: [*(level.key for level in factor.levels), "unknown"] for factor in MODEL.factors}
    return {key: random.choice(names) for key, names in levels.items() if random.random() < 0.8}


def make_wrong(random: Random, words: list[str]) -> dict[str, Any]:
    fields = random.sample(["answers", "role", "target", "done", "real", "next", *random.sample(words, 3)], random.randint(0, 6))
    values = (choose_value(random, words) if random.random() < 0.5 else choose_part(random, words) for _ in fields)
    return {field: value for field, value in zip(fields, values, strict=True) if field != "do"}


def choose_value(random: Random, words: list[str]) -> object:
    return random.choice([random.choice(words), random.choice(NUMBERS), None, True, False])


def choose_part(random: Random, words: list[str]) -> dict[str, object]:
    return {random.choice(words): choose_value(random, words) for _ in range(random.randint(0, 5))}


def find_halves(halved: Interpreter, folder: Path) -> Iterator[tuple[Interpreter, tuple[range, ...]]]:
    """An interpreter whose late data never comes, and the addresses to poison: of none of it, and of all of it.

    A few requests call a function of the second half, which brings its data along. Here that half has none, so that nothing is mended.
    """
    assert halved.rest
    rest = halved.rest.read_bytes()
    without_data = folder / "without_data.wasm"
    without_data.write_bytes(encode_module((kind, content) for kind, content in Module(rest).sections if kind != DATA))
    for poison in ((), list_late_ranges(rest)):
        yield replace(halved, rest=without_data), poison
