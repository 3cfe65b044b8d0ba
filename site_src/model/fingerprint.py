"""A hash of everything in a value, so that what was made of it can be found again."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import PurePosixPath

from site_src.model.files import Source


def fingerprint(*values: object) -> str:
    """A hash of everything in the values: the same for equal ones in any process, another for different ones.

    What no hash can be taken of (a function, an object with a life of its own) is a TypeError: nothing is left out.

    >>> fingerprint("a", {"b": 1, "c": 2}) == fingerprint("a", {"c": 2, "b": 1})
    True
    >>> fingerprint(("a", "b")) == fingerprint("a", "b")
    False
    """
    return hashlib.sha256(json.dumps(values, default=_plain, sort_keys=True).encode()).hexdigest()[:32]


def digest(data: bytes) -> str:
    """The SHA-256 of content, in base64, as browsers read it in policies."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def _plain(value: object) -> object:
    """A value that JSON has no notation for, in one that it has."""
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
