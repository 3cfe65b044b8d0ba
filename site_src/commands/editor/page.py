"""The editor's own page, and its script and style sheet, each as one bundle.

They are part of the machinery: found beside its code, made at the first request, and in nothing that `make build` makes.
"""

import html
from collections.abc import Mapping
from pathlib import Path
from warnings import catch_warnings

from site_src.assets.scripts import bundle_editor
from site_src.cache.build_cache import MEMORY, BuildCache
from site_src.cache.files import CacheWriteWarning
from site_src.load.sources import read_folder
from site_src.model import BROWSER, EDITOR, Problem
from site_src.toolchain import ROOT

TYPES: Mapping[str, str] = {"editor.js": "text/javascript; charset=utf-8", "editor.css": "text/css; charset=utf-8"}
"""The files that the editor's page requests, and their types."""


def fill_page(token: str, file: str, language: str, nonce: str) -> bytes:
    """Return the editor's page. `file`: what the address names; it is text, whatever it holds."""
    page = (ROOT / BROWSER / EDITOR / "index.html").read_text(encoding="utf-8")
    for name, value in {"token": token, "language": language, "nonce": nonce, "file": file}.items():
        page = page.replace(f"{{{{{name}}}}}", html.escape(value))
    return page.encode()


def read_bundle(name: str, root: Path) -> tuple[bytes, tuple[Problem, ...]]:
    """Return one of the page's files, or the faults in its sources.

    `root`: the project's folder, whose cache of builds holds the files until a source changes.
    """
    sources, problems = read_folder(ROOT / BROWSER, BROWSER)
    if problems:
        return b"", problems
    cache = BuildCache(root / MEMORY)
    bundles, problems = cache.call("editor", bundle_editor, tuple(each for each in sources if each.path.suffix in (".js", ".css", ".json")))
    with catch_warnings(action="ignore", category=CacheWriteWarning):
        cache.save()
    return bundles.get(name, b""), problems
