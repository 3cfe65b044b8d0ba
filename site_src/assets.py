"""Style sheets, scripts, icons and pictures → files named after their content, so that a browser may keep them for ever.

A style sheet, icon or picture gets a name of its own. Scripts import each other by relative path, so they stay together, in one folder
named after all of them. That everything is there which a style sheet asks for, `scripts` has made sure.
"""

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath

from site_src.model import BROWSER, SCRIPTS, Assets, Output, Source

# Asked for by this name, whatever a page says: by feed readers and old browsers.
_FIXED = {"icons/favicon.ico": PurePosixPath("favicon.ico")}
_LONGEST_STEM = 80
"""Of a file's name: disks take 255 bytes, and its hash tells it from others."""
_CSS_ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)""")


def assets(browser: tuple[Source, ...], pictures: tuple[Source, ...]) -> Assets:
    """The files of `browser`, which templates name from that folder on, and the authors' pictures, which pages name from the project on."""
    outputs: dict[PurePosixPath, Output] = {}
    addresses: dict[str, PurePosixPath] = {}
    named = {str(source.path.relative_to(BROWSER)): source for source in browser}
    scripts = {name: source for name, source in named.items() if name.split("/")[0] in SCRIPTS}
    sheets = {name: source for name, source in named.items() if name.endswith(".css")}
    others = {name: source for name, source in named.items() if name not in scripts and name not in sheets}

    folder = f"assets/js-{_hash(b''.join(_framed(name, source.data) for name, source in sorted(scripts.items())))}"
    for name in scripts:
        addresses[name] = PurePosixPath(folder, name)
    for name, source in (*others.items(), *((str(picture.path), picture) for picture in pictures)):
        addresses[name] = _FIXED.get(name) or _address(source, source.data)
    for name, source in (*scripts.items(), *others.items(), *((str(picture.path), picture) for picture in pictures)):
        outputs[addresses[name]] = Output(addresses[name], source.data)
    for name, source in sheets.items():
        data = _sheet(name, source, addresses)
        addresses[name] = _address(source, data)
        outputs[addresses[name]] = Output(addresses[name], data)
    return Assets(tuple(outputs.values()), addresses)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _framed(name: str, data: bytes) -> bytes:
    """A file's name and length before its content, so that no two sets of files run together into the same bytes."""
    return f"{name}\n{len(data)}\n".encode() + data


def _address(source: Source, data: bytes) -> PurePosixPath:
    # “één” is “een”: a letter without its accent says more than none.
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", source.path.stem) if not unicodedata.combining(letter))
    stem = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST_STEM] or "file"
    return PurePosixPath(f"assets/{stem}.{_hash(data)}{source.path.suffix.lower()}")


def _sheet(name: str, source: Source, addresses: Mapping[str, PurePosixPath]) -> bytes:
    """A style sheet with the addresses in it changed to what the files are called now."""

    def changed(match: re.Match[str]) -> str:
        found = addresses.get(posixpath.normpath(posixpath.join(posixpath.dirname(name), match[2])))
        # The sheet and what it points to both end up in dist/assets.
        return f'url("{found.relative_to("assets")}")' if found else match[0]

    return _CSS_ADDRESS.sub(changed, source.data.decode("utf-8", "replace")).encode()
