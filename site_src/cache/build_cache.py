"""The cache of values that earlier builds made.

A value is stored under the fingerprint of everything it was made of, in a folder named by a hash of the code that made it: this
repository's, and the versions of Python and every installed package. So a value is not found once anything that it depends on has changed:
no dependency is declared, and no stale value returned. A value that cannot be read is made again.
"""

import hashlib
import os
import pickle
import sys
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import cast

from site_src.cache.files import evict, write_atomic
from site_src.model import ParallelMap, Problem, fingerprint, serial_map
from site_src.toolchain import ROOT

MEMORY = ".cache/memory"
"""The folder of the cache of builds, below that of the site."""
_CODE = ("site_src", "ssi_core")
_CACHE_DAYS = 14
_MOST_TIMES_USED = 2
"""The greatest size of a stage's values, as a multiple of those that the last build used."""


def code_fingerprint() -> str:
    """Hash all the code that makes the site: the repository's, and installed packages' versions."""
    # ROOT is the code's own repository; the content may be in another folder.
    code_hash = hashlib.sha256(sys.version.encode())
    # As text: to compare and shorten hundreds of path objects takes longer than to read the files.
    for name in ("build.py", *sorted(str(path)[len(str(ROOT)) + 1 :] for folder in _CODE for path in (ROOT / folder).rglob("*.py"))):
        data = (ROOT / name).read_bytes()
        code_hash.update(f"{name}\n{len(data)}\n".encode() + data)
    # A package's .dist-info folder is named after its version.
    for folder in sys.path:
        with suppress(OSError):
            code_hash.update("\n".join(sorted(path.name for path in Path(folder).glob("*.*-info"))).encode())
    with suppress(OSError):
        code_hash.update((ROOT / "node_modules" / ".package-lock.json").read_bytes())
    return code_hash.hexdigest()[:16]


class BuildCache:
    """The cache of all stages, on disk or only in memory."""

    def __init__(self, folder: Path | None = None, parallel: ParallelMap = serial_map) -> None:
        """Open the cache in `folder`, or without one an empty cache in memory. `parallel`: makes missing values of `map`."""
        self._folder = folder / code_fingerprint() if folder else None
        self._parallel = parallel
        self._stages: dict[str, _StageCache] = {}
        self._foreseen: dict[tuple[str, str], Callable[[], bytes]] = {}

    def foresee[*T, R](self, stage: str, make: Callable[[*T], tuple[R, tuple[Problem, ...]]], *made_of: *T) -> None:
        """Have the next `map` make what a later `call` will ask for.

        It is made on another core than the map's own values.
        """
        key = fingerprint(*made_of)
        if key not in self._open(stage):
            self._foreseen[stage, key] = lambda: _pickle_sound(*make(*made_of))

    def map[T, R](self, stage: str, make: Callable[[T], R], items: Sequence[T]) -> tuple[list[str], list[R]]:
        """Call `make` with each item, on all cores, where the cache has no value.

        Returns the items' fingerprints and the values, in order. A value must depend on nothing but its item.
        """
        values = self._open(stage)
        keys = [fingerprint(item) for item in items]
        missing = {key: item for key, item in zip(keys, items, strict=True) if key not in values}
        # Pickled in the process that made it: values from other processes and earlier builds are then not pickled again.
        jobs: dict[tuple[str, str], Callable[[], bytes]] = {
            (stage, key): partial(_pickle_made, make, item) for key, item in missing.items()
        }
        jobs |= self._foreseen
        self._foreseen = {}
        for (name, key), pickled in zip(jobs, self._parallel(lambda job: job(), list(jobs.values())), strict=True):
            if pickled:
                self._open(name).put(key, pickled)
        return keys, [cast(R, values.get(key)) for key in keys]

    def call[*T, R](self, stage: str, make: Callable[[*T], tuple[R, tuple[Problem, ...]]], *made_of: *T) -> tuple[R, tuple[Problem, ...]]:
        """Call `make` with these values, unless the cache has the result.

        The result must depend on nothing else. With problems nothing is cached, because the machine may be their cause.
        """
        values = self._open(stage)
        key = fingerprint(*made_of)
        if key in values:
            return cast(R, values.get(key)), ()
        value, problems = make(*made_of)
        if not problems:
            values.put(key, pickle.dumps(value))
        return value, problems

    def load(self, stage: str) -> object | None:
        """Return the value that the last build stored, or None."""
        values = self._open(stage)
        return values.get("last") if "last" in values else None

    def store(self, stage: str, value: object) -> None:
        """Store a value for the next build's `load`."""
        if value is not self.load(stage):
            self._open(stage).put("last", pickle.dumps(value), value)

    def save(self) -> None:
        """Write new values to disk. If that fails (no room, no permission), the next build makes them again."""
        for name, values in self._stages.items():
            changed = values.evict()
            if self._folder and changed:
                write_atomic(self._folder / name, _encode(values.pickled))
        if self._folder and self._folder.is_dir():
            with suppress(OSError):
                os.utime(self._folder)
                evict(self._folder.parent, days=_CACHE_DAYS)

    def _open(self, stage: str) -> "_StageCache":
        if stage not in self._stages:
            self._stages[stage] = _StageCache(_read(self._folder / stage) if self._folder else {})
        return self._stages[stage]


def _pickle_made[T, R](make: Callable[[T], R], item: T) -> bytes:
    return pickle.dumps(make(item))


def _pickle_sound(value: object, problems: tuple[Problem, ...]) -> bytes:
    """Pickle a value without problems; with problems return nothing, so that `call` makes it again and reports them."""
    return b"" if problems else pickle.dumps(value)


class _StageCache:
    """One stage's values by their key, pickled and, once used, unpickled.

    The most recently used come last.
    """

    def __init__(self, pickled: dict[str, bytes]) -> None:
        self.pickled = pickled
        self._values: dict[str, object] = {}
        self._used: dict[str, None] = {}
        self._changed = False

    def __contains__(self, key: str) -> bool:
        """Return whether the value is there and can be unpickled."""
        if key not in self._values and key in self.pickled:
            try:
                self._values[key] = pickle.loads(self.pickled[key])
            except Exception:  # Unpickling damaged data can raise any exception. The value is made again.
                del self.pickled[key]
        return key in self._values

    def get(self, key: str) -> object:
        """Return a value that `in` found, and mark it as used."""
        self._used[key] = None
        return self._values[key]

    def put(self, key: str, pickled: bytes, value: object | None = None) -> None:
        """Add a value, pickled and, where the caller has it, as it is."""
        self.pickled[key] = pickled
        self._values[key] = pickle.loads(pickled) if value is None else value
        self._used[key] = None
        self._changed = True

    def evict(self) -> bool:
        """Evict least recently used values; return whether the file must be written.

        Values that this build did not use may take as much room as those it used; see `_MOST_TIMES_USED`.
        """
        if self._used:
            unused = [key for key in self.pickled if key not in self._used]
            room = (_MOST_TIMES_USED - 1) * sum(len(self.pickled[key]) for key in self._used if key in self.pickled)
            for key in reversed(unused):
                room -= len(self.pickled[key])
                if room < 0:
                    del self.pickled[key]
                    self._values.pop(key, None)
            self.pickled = {key: self.pickled[key] for key in (*unused, *self._used) if key in self.pickled}
        self._used = {}
        changed, self._changed = self._changed, False
        return changed


def _read(path: Path) -> dict[str, bytes]:
    """Read a stage's file; empty where it is missing, damaged or not a cache file."""
    try:
        data = path.read_bytes()
        if data[:4] == zlib.crc32(memoryview(data)[4:]).to_bytes(4):
            return cast(dict[str, bytes], pickle.loads(memoryview(data)[4:]))
    except Exception:  # Unpickling damaged data can raise any exception. The build can continue without the cache.
        pass
    return {}


def _encode(pickled: dict[str, bytes]) -> bytes:
    """Encode a stage's values as one file, which begins with a checksum that shows damage."""
    data = pickle.dumps(pickled)
    return zlib.crc32(data).to_bytes(4) + data
