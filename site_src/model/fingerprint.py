"""A hash of everything in a value, as a key for caches."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import PurePosixPath

from site_src.model.files import Source


def fingerprint(*values: object) -> str:
    """Hash values completely, as 32 hexadecimal digits.

    Equal values have the same hash in every process; different values have different hashes. Nothing is left out: a value without a
    notation, such as a function, raises TypeError.

    >>> fingerprint("a", {"b": 1, "c": 2}) == fingerprint("a", {"c": 2, "b": 1})
    True
    >>> fingerprint(("a", "b")) == fingerprint("a", "b")
    False
    """
    return hashlib.sha256(json.dumps(values, default=_plain, sort_keys=True).encode()).hexdigest()[:32]


def _plain(value: object) -> object:
    """Convert a value that JSON has no notation for."""
    if isinstance(value, Source):
        return [str(value.path), hashlib.sha256(value.data).hexdigest()]
    if isinstance(value, bytes):
        return {"bytes": hashlib.sha256(value).hexdigest()}
    if isinstance(value, PurePosixPath):
        return {"path": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, frozenset | set):
        return {"set": sorted(value) if all(isinstance(item, str) for item in value) else sorted(fingerprint(item) for item in value)}
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value):
        return [type(value).__name__, *(getattr(value, each.name) for each in fields(value))]
    raise TypeError(f"no fingerprint can be taken of {type(value).__name__}")
