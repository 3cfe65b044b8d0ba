"""The runtime as text, for inside the page: gzip, because every browser can unpack it, and base64.

Gzip at its best level takes nearly a second, and the runtime seldom changes: what is made is kept until it does. Of what browsers can
unpack by themselves (gzip, deflate, deflate-raw), deflate-raw would save 18 bytes a file, and lose the checksum.
"""

import base64
import gzip
import hashlib
import json
from contextlib import suppress
from pathlib import Path, PurePosixPath

from site_src.kept import keep
from site_src.model import Output

_TYPES = {".js": "text/javascript", ".wasm": "application/wasm", ".zip": "application/zip"}
# Changes with what this module makes of the same runtime.
_VERSION = 1
_KEPT = 6
"""Six megabytes each."""


def payload(engine: tuple[Output, ...], manifest: PurePosixPath, cache: Path) -> bytes:
    """Every file that the quiz takes in an element of its own, which browsers leave alone: no script, for all its name."""
    data = {output.path: output.data for output in engine}
    told = json.loads(data[manifest])
    # A file on disk has nowhere to ask later for the rest of the interpreter.
    entries = told["files"] | {"rest": told["later"]["rest"]}
    files = {role: data[manifest.parent / file["path"]] for role, file in entries.items()}
    types = {role: _TYPES[PurePosixPath(file["path"]).suffix] for role, file in entries.items()}
    # The name of each file holds a hash of its content.
    names = [[role, types[role], entry["path"]] for role, entry in entries.items()]
    kept = cache / f"{hashlib.sha256(json.dumps([_VERSION, names]).encode()).hexdigest()[:16]}.html"
    with suppress(OSError):
        return kept.read_bytes()
    made = "\n".join(_element(role, types[role], files[role]) for role in files).encode("ascii")
    keep(kept, made)
    _tidy(cache)
    return made


def _element(role: str, kind: str, data: bytes) -> str:
    text = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
    return f'<script type="application/octet-stream" data-role="{role}" data-type="{kind}" data-size="{len(data)}">{text}</script>'


def _tidy(cache: Path) -> None:
    """The last few are kept: whoever goes back and forth between two runtimes waits for neither."""
    with suppress(OSError):
        for old in sorted(cache.glob("*.html"), key=lambda old: -old.stat().st_mtime)[_KEPT:]:
            old.unlink(missing_ok=True)
