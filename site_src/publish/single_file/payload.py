"""The runtime as text inside a page: gzip, which every browser can unpack, in base64.

Gzip at its best level takes nearly a second and the runtime seldom changes, so the text is cached until it does. Browsers can unpack gzip,
deflate and deflate-raw by themselves; deflate-raw would save 18 bytes a file, and lose the checksum.
"""

import base64
import gzip
import json
from contextlib import suppress
from pathlib import Path, PurePosixPath

from site_src.cache.files import evict, read_cached, write_atomic
from site_src.model import Output, fingerprint

_TYPES = {".js": "text/javascript", ".wasm": "application/wasm", ".zip": "application/zip"}
# Raise this when the module packs the same runtime differently.
_VERSION = 1
_MOST_CACHED = 6
"""The most packed runtimes in the cache, of six megabytes each."""


def pack_engine(engine: tuple[Output, ...], manifest: PurePosixPath, cache: Path) -> bytes:
    """Pack each file that the quiz needs into a script element; return the HTML.

    The elements have a type that browsers do not run.
    `manifest`: the path of the output of `engine` that lists the others. `cache`: the folder for packed text.
    """
    data = {output.path: output.data for output in engine}
    contents = json.loads(data[manifest])
    # A file on disk cannot fetch the rest of the interpreter later, nor what makes a code for a trainer. It reads no archives.
    entries = contents["files"] | {role: contents["later"][role] for role in ("rest", "group")}
    files = {role: data[manifest.parent / file["path"]] for role, file in entries.items()}
    types = {role: _TYPES[PurePosixPath(file["path"]).suffix] for role, file in entries.items()}
    # Names stand for contents, because each holds a hash of its file's.
    names = [[role, types[role], entry["path"]] for role, entry in entries.items()]
    cached = cache / f"{fingerprint(_VERSION, names)}.html"
    with suppress(OSError):
        return read_cached(cached)
    packed = "\n".join(_pack_file(role, types[role], files[role]) for role in files).encode("ascii")
    write_atomic(cached, packed)
    evict(cache, most=_MOST_CACHED)
    return packed


def _pack_file(role: str, kind: str, data: bytes) -> str:
    text = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
    return f'<script type="application/octet-stream" data-role="{role}" data-type="{kind}" data-size="{len(data)}">{text}</script>'
