"""The editor's own page, and its script and style sheet, each as one bundle.

They are part of the machinery: found beside its code, made at the first request, and in nothing that `make build` makes.
"""

import html
from collections.abc import Mapping
from pathlib import Path
from warnings import catch_warnings

from site_src.assets.scripts import bundle_editor
from site_src.cache.files import CacheWriteWarning, evict, read_cached, write_atomic
from site_src.load.sources import read_folder
from site_src.model import BROWSER, EDITOR, Problem, fingerprint
from site_src.toolchain import ROOT

TYPES: Mapping[str, str] = {"editor.js": "text/javascript; charset=utf-8", "editor.css": "text/css; charset=utf-8"}
"""The files that the editor's page requests, and their types."""
_MOST_CACHED = 8
_LOCK_FILE = ROOT / "node_modules" / ".package-lock.json"


def fill_page(token: str, file: str, language: str, nonce: str) -> bytes:
    """Return the editor's page. `file`: what the address names; it is text, whatever it holds."""
    page = (ROOT / BROWSER / EDITOR / "index.html").read_text(encoding="utf-8")
    for name, value in {"token": token, "language": language, "nonce": nonce, "file": file}.items():
        page = page.replace(f"{{{{{name}}}}}", html.escape(value))
    return page.encode()


def read_bundle(name: str, cache: Path) -> tuple[bytes, tuple[Problem, ...]]:
    """Return one of the page's files, from the folder `cache` unless its sources changed; or the faults in them."""
    sources, problems = read_folder(ROOT / BROWSER, BROWSER)
    if problems:
        return b"", problems
    sources = tuple(source for source in sources if source.path.suffix in (".js", ".css", ".json"))
    installed = _LOCK_FILE.read_bytes() if _LOCK_FILE.is_file() else b""
    folder = cache / fingerprint(sources, installed)[:16]
    try:
        return read_cached(folder / name), ()
    except OSError:
        bundles, problems = bundle_editor(sources)
    if problems:
        return b"", problems
    with catch_warnings(action="ignore", category=CacheWriteWarning):
        for bundle, data in bundles.items():
            write_atomic(folder / bundle, data)
    evict(cache, most=_MOST_CACHED)
    return bundles[name], ()
