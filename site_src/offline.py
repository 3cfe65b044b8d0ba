"""All outputs → the service worker, with the list of what it keeps on the visitor's device; and each language's web app manifest.

The list holds every file's size and hash, so that nothing but what this build made is ever kept or shown. The site's files are kept at the
first visit, the engine's when somebody takes the quiz or asks for it.
"""

import hashlib
import json
import posixpath
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from site_src.model import SERVICE_WORKER, Assets, Edition, Output, Site, Source

# The same as the light page in css/site.css: what is seen while the app starts.
_PAPER = "#faf7f1"
_ICONS = {
    "icons/favicon.svg": ("any", "any"),
    "icons/app-192.png": ("192x192", "any"),
    "icons/app-512.png": ("512x512", "any"),
    "icons/app-maskable-512.png": ("512x512", "maskable"),
}
_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}


def offline(
    site: Site, assets: Assets, sources: Iterable[Source], pages: tuple[Output, ...], engine: tuple[Output, ...]
) -> tuple[Output, ...]:
    """What `dist/` holds for use without a network. `pages` and the assets are kept for every visitor, `engine` for those who want it:
    files that are only there to be downloaded belong in neither."""
    manifests = tuple(_manifest(edition, assets) for edition in site.editions)
    framed = {page.address for edition in site.editions for page in edition.pages.values() if page.framed}
    pages = tuple(page for page in pages if page.path not in framed)
    return (*manifests, _worker(sources, (*pages, *manifests, *assets.outputs), engine))


def _worker(sources: Iterable[Source], site: tuple[Output, ...], engine: tuple[Output, ...]) -> Output:
    """The service worker, one script."""
    code = "\n".join(source.data.decode() for source in sorted(sources, key=lambda source: source.path))
    kept = {"site": _listed(site), "engine": _listed(engine)}
    # Browsers compare the script's bytes to see whether there is a new version, so a change anywhere must change it.
    version = hashlib.sha256((json.dumps(kept) + code).encode()).hexdigest()[:12]
    # JSON is JavaScript too; a line a file, for whoever opens the script to see what a version holds.
    text = json.dumps({"version": version, **kept}, separators=(",", ":")).replace('],"', '],\n"')
    return Output(SERVICE_WORKER, f'"use strict";\nconst KEPT = {text};\n\n{code}'.encode())


def _listed(outputs: tuple[Output, ...]) -> Mapping[str, tuple[int, str]]:
    """Path → size and SHA-256, in an order that does not depend on how the build went."""
    made = {str(output.path): output for output in outputs}
    return {path: (len(made[path].data), made[path].digest) for path in sorted(made)}


def _manifest(edition: Edition, assets: Assets) -> Output:
    """What an installed app is called, looks like and starts with. Its addresses count from the language's folder, where it stands."""
    home, quiz = edition.pages["index"], edition.pages["quiz"]
    icons = [
        {"src": f"../{assets.addresses[name]}", "sizes": sizes, "type": _TYPES[PurePosixPath(name).suffix], "purpose": purpose}
        for name, (sizes, purpose) in _ICONS.items()
        if name in assets.addresses
    ]
    told = {
        "lang": edition.words["language.locale"],
        "name": edition.words["site.name"],
        "short_name": edition.words["site.name"],
        "description": home.description,
        "start_url": posixpath.relpath(home.address, edition.code),
        # The whole site: whoever changes language stays in the app.
        "scope": "../",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": icons,
        "shortcuts": [{"name": quiz.menu_title or quiz.title, "url": posixpath.relpath(quiz.address, edition.code)}],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return Output(PurePosixPath(edition.code, "manifest.webmanifest"), f"{text}\n".encode())
