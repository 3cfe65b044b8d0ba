"""What earlier builds made, so that nothing is made twice.

A value is kept under the fingerprint of all that it was made of, in a folder named after the code that made it: this site's own, Python's
version, and every installed package's. What changed therefore has another name and is not found: nobody says what depends on what, and
nothing stale can come back. What cannot be read is as good as not there, and is made again.
"""

import hashlib
import os
import pickle
import shutil
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from site_src.kept import keep
from site_src.model import Problem, Spread, fingerprint, in_turn

# The machinery's own place, not that of the folder with the content.
_HERE = Path(__file__).resolve().parent.parent
_KEPT_DAYS = 14
_SPARE = 2
"""How many times what the last build used may be kept."""


def made_by() -> str:
    """A hash of all the code that makes the site: what stands in the repository, and what is installed."""
    said = hashlib.sha256(sys.version.encode())
    for path in (_HERE / "build.py", *sorted((_HERE / "site_src").rglob("*.py")), *sorted((_HERE / "ssi_core").rglob("*.py"))):
        data = path.read_bytes()
        said.update(f"{path.relative_to(_HERE)}\n{len(data)}\n".encode() + data)
    # A package's folder of facts is named after its version.
    for folder in sys.path:
        with suppress(OSError):
            said.update("\n".join(sorted(path.name for path in Path(folder).glob("*.*-info"))).encode())
    with suppress(OSError):
        said.update((_HERE / "node_modules" / ".package-lock.json").read_bytes())
    return said.hexdigest()[:16]


class Memory:
    """Remembers in `folder`, or without one for as long as it lives."""

    def __init__(self, folder: Path | None = None, spread: Spread = in_turn) -> None:
        self._folder = folder / made_by() if folder else None
        self._spread = spread
        self._shelves: dict[str, _Shelf] = {}

    def each[T, R](self, hop: str, make: Callable[[T], R], items: Sequence[T]) -> tuple[list[str], list[R]]:
        """The fingerprint of each item, and what `make` makes of it; that must depend on nothing else. What is not known yet is made on all
        cores."""
        shelf = self._shelf(hop)
        keys = [fingerprint(item) for item in items]
        missing = {key: item for key, item in zip(keys, items, strict=True) if key not in shelf}
        # Packed where it is made: what comes from another process, or from an earlier build, is not packed again.
        for key, packed in zip(missing, self._spread(lambda item: pickle.dumps(make(item)), list(missing.values())), strict=True):
            shelf.put(key, packed)
        return keys, [cast(R, shelf.get(key)) for key in keys]

    def once[*T, R](self, hop: str, make: Callable[[*T], tuple[R, tuple[Problem, ...]]], *made_of: *T) -> tuple[R, tuple[Problem, ...]]:
        """What `make` makes of these values; it must depend on nothing else. With faults nothing is kept: they may be of the machine."""
        shelf = self._shelf(hop)
        key = fingerprint(*made_of)
        if key in shelf:
            return cast(R, shelf.get(key)), ()
        made, problems = make(*made_of)
        if not problems:
            shelf.put(key, pickle.dumps(made))
        return made, problems

    def last(self, hop: str) -> object | None:
        """What `keep` was given in the last build."""
        shelf = self._shelf(hop)
        return shelf.get("last") if "last" in shelf else None

    def keep(self, hop: str, value: object) -> None:
        """For the next build's `last`."""
        if value is not self.last(hop):
            self._shelf(hop).put("last", pickle.dumps(value), value)

    def save(self) -> None:
        """Writes down what is new. Where that cannot be done (no room, no permission), the next build has more to do."""
        for name, shelf in self._shelves.items():
            changed = shelf.tidy()
            if self._folder and changed:
                keep(self._folder / name, _packed(shelf.packed))
        if self._folder and self._folder.is_dir():
            with suppress(OSError):
                os.utime(self._folder)
                _tidy(self._folder.parent)

    def _shelf(self, hop: str) -> "_Shelf":
        if hop not in self._shelves:
            self._shelves[hop] = _Shelf(_read(self._folder / hop) if self._folder else {})
        return self._shelves[hop]


class _Shelf:
    """One hop's values, packed and, once asked for, unpacked. What was used last stands last."""

    def __init__(self, packed: dict[str, bytes]) -> None:
        self.packed = packed
        self._values: dict[str, object] = {}
        self._used: dict[str, None] = {}
        self._changed = False

    def __contains__(self, key: str) -> bool:
        """Whether the value is there and whole."""
        if key not in self._values and key in self.packed:
            try:
                self._values[key] = pickle.loads(self.packed[key])
            except Exception:  # Damage can look like anything. The value is made again.
                del self.packed[key]
        return key in self._values

    def get(self, key: str) -> object:
        """A value that is there."""
        self._used[key] = None
        return self._values[key]

    def put(self, key: str, packed: bytes, value: object | None = None) -> None:
        """A value for this build and later ones."""
        self.packed[key] = packed
        self._values[key] = pickle.loads(packed) if value is None else value
        self._used[key] = None
        self._changed = True

    def tidy(self) -> bool:
        """Forgets what was longest not used, where that has become more than what was; whether there is anything to write down."""
        if self._used:
            unused = [key for key in self.packed if key not in self._used]
            room = (_SPARE - 1) * sum(len(self.packed[key]) for key in self._used if key in self.packed)
            for key in reversed(unused):
                room -= len(self.packed[key])
                if room < 0:
                    del self.packed[key]
                    self._values.pop(key, None)
            self.packed = {key: self.packed[key] for key in (*unused, *self._used) if key in self.packed}
        self._used = {}
        changed, self._changed = self._changed, False
        return changed


def _read(path: Path) -> dict[str, bytes]:
    """What a file holds; nothing where it is not there, not whole, or not ours."""
    try:
        data = path.read_bytes()
        if data[:4] == zlib.crc32(memoryview(data)[4:]).to_bytes(4):
            return cast(dict[str, bytes], pickle.loads(memoryview(data)[4:]))
    except Exception:  # Whatever is the matter with it, it can be done without.
        pass
    return {}


def _packed(made: dict[str, bytes]) -> bytes:
    """One file of a shelf, and before it what tells whether it is whole."""
    data = pickle.dumps(made)
    return zlib.crc32(data).to_bytes(4) + data


def _tidy(folder: Path) -> None:
    """Throws away what code made that nobody has run for a while."""
    oldest = time.time() - _KEPT_DAYS * 86_400
    for old in _old(folder.iterdir(), oldest):
        shutil.rmtree(old, ignore_errors=True)


def _old(folders: Iterable[Path], oldest: float) -> Iterable[Path]:
    for folder in folders:
        with suppress(OSError):
            if folder.stat().st_mtime < oldest:
                yield folder
