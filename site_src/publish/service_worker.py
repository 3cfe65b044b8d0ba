"""Outputs → the service worker, and a web app manifest in each language.

The service worker holds a list of the files to cache on the visitor's device, with every file's size and hash, so that it caches and shows
only what this build made. The site's files are cached at the first visit, the engine's when somebody takes the quiz or requests it.

Hosts and networks change HTML, so a page is listed with its mark and its security policy, too: with both, it may be cached as it came.
"""

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from site_src.model import SERVICE_WORKER, Assets, Edition, Output, Site, Source

_ICONS = {
    "icons/favicon.svg": ("any", "any"),
    "icons/app-192.png": ("192x192", "any"),
    "icons/app-512.png": ("512x512", "any"),
    "icons/app-maskable-512.png": ("512x512", "maskable"),
}
_MARK = re.compile(rb' data-page="([0-9a-f]{12})"')
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}


def make_service_worker(
    site: Site, assets: Assets, sources: Iterable[Source], pages: tuple[Output, ...], engine: tuple[Output, ...], paper: str
) -> tuple[Output, ...]:
    """Make the service worker and the manifests.

    `sources`: the worker's scripts. `pages` and the assets are cached for every visitor, `engine` for those who use it; files that are only
    downloaded belong in neither. `paper`: the background colour, as the style sheet has it.
    """
    manifests = tuple(_make_manifest(edition, assets, paper) for edition in site.editions)
    framed = {page.address for edition in site.editions for page in edition.pages.values() if page.framed}
    # At an address that a page used to have, some hosts answer with the page itself. Nobody needs to fetch either for that.
    moved = {str(old): str(page.address) for edition in site.editions for page in edition.pages.values() for old in page.old_addresses}
    pages = tuple(page for page in pages if page.path not in framed and str(page.path) not in moved)
    return (*manifests, _make_script(sources, (*pages, *manifests, *assets.outputs), engine, moved))


def _make_script(sources: Iterable[Source], site: tuple[Output, ...], engine: tuple[Output, ...], moved: Mapping[str, str]) -> Output:
    code = "\n".join(source.data.decode() for source in sorted(sources, key=lambda source: source.path))
    policies = sorted({policy for output in site if (policy := _read_policy(output))})
    lists = {"policies": policies, "moved": dict(sorted(moved.items())), "site": _list_files(site, policies), "engine": _list_files(engine)}
    # Browsers detect a new version by the script's bytes, so a change in any file must change the script.
    version = hashlib.sha256((json.dumps(lists) + code).encode()).hexdigest()[:12]
    # One line a file, so that people who open the script can read the list.
    text = json.dumps({"version": version, **lists}, separators=(",", ":")).replace('],"', '],\n"')
    return Output(SERVICE_WORKER, f'"use strict";\nconst PRECACHE = {text};\n\n{code}'.encode())


def _list_files(outputs: tuple[Output, ...], policies: Sequence[str] = ()) -> Mapping[str, tuple[int | str, ...]]:
    """Map each path to its size in bytes and SHA-256.

    A page's also has its mark, and the number of its policy in `policies`. It is sorted, so that equal builds make equal scripts.
    """
    by_path = {str(output.path): output for output in outputs}
    return {path: (len(by_path[path].data), by_path[path].digest, *_describe_page(by_path[path], policies)) for path in sorted(by_path)}


def _describe_page(output: Output, policies: Sequence[str]) -> tuple[str, int] | tuple[()]:
    policy = _read_policy(output)
    return (_MARK.findall(output.data)[-1].decode(), policies.index(policy)) if policy else ()


def _read_policy(output: Output) -> str:
    """Return the policy of a page that carries a mark, or nothing."""
    found = _POLICY.search(output.data) if output.path.suffix == ".html" and _MARK.search(output.data) else None
    return found[1].decode() if found else ""


def _make_manifest(edition: Edition, assets: Assets, paper: str) -> Output:
    """Make a web app manifest: the installed app's name, looks and start page.

    Its addresses are relative to the language's folder, where it stands.
    """
    home, quiz = edition.pages["index"], edition.pages["quiz"]
    icons = [
        {"src": f"../{assets.addresses[name]}", "sizes": sizes, "type": _TYPES[PurePosixPath(name).suffix], "purpose": purpose}
        for name, (sizes, purpose) in _ICONS.items()
        if name in assets.addresses
    ]
    manifest = {
        "lang": edition.words["language.locale"],
        "name": edition.words["site.name"],
        "short_name": edition.words["site.name"],
        "description": home.description,
        "start_url": posixpath.relpath(home.address, edition.code),
        # The whole site, so that visitors who change language stay in the app.
        "scope": "../",
        "display": "standalone",
        "background_color": paper,
        "theme_color": paper,
        "icons": icons,
        "shortcuts": [{"name": quiz.menu_title or quiz.title, "url": posixpath.relpath(quiz.address, edition.code)}],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    return Output(PurePosixPath(edition.code, "manifest.webmanifest"), f"{text}\n".encode())
