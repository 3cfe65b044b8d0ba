"""Style sheets, scripts, icons and images → files named after their content.

Browsers can therefore cache them for ever. Each style sheet, icon or image gets its hash in its name. Scripts import each other by relative
path, so they stay together in one folder with the hash of all scripts in its name. A style sheet can only name files that exist: `scripts`
has already resolved its addresses.
"""

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath

from site_src.model import SCRIPTS, Assets, Output, Source, index_browser

# Feed readers and old browsers request it by this name, whatever address a page gives.
_FIXED = {"icons/favicon.ico": PurePosixPath("favicon.ico")}
_LONGEST_STEM = 80
"""The longest stem of a file's name, in characters: disks allow 255 bytes, and the hash makes the name unique."""
_CSS_ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)""")


def fingerprint_assets(browser: tuple[Source, ...], images: tuple[Source, ...]) -> Assets:
    """Give every file its path in `dist/`, and rewrite the addresses in style sheets.

    Templates name the files of `browser` by their paths in that folder; pages name the authors' `images` by their paths in the project.
    """
    outputs: dict[PurePosixPath, Output] = {}
    addresses: dict[str, PurePosixPath] = {}
    named = index_browser(browser)
    scripts = {name: source for name, source in named.items() if name.split("/")[0] in SCRIPTS}
    sheets = {name: source for name, source in named.items() if name.endswith(".css")}
    others = {name: source for name, source in named.items() if name not in scripts and name not in sheets}

    folder = f"assets/js-{_hash(b''.join(_frame(name, source.data) for name, source in sorted(scripts.items())))}"
    for name in scripts:
        addresses[name] = PurePosixPath(folder, name)
    for name, source in (*others.items(), *((str(image.path), image) for image in images)):
        addresses[name] = _FIXED.get(name) or _address(source, source.data)
    for name, source in (*scripts.items(), *others.items(), *((str(image.path), image) for image in images)):
        outputs[addresses[name]] = Output(addresses[name], source.data)
    for name, source in sheets.items():
        data = _rewrite_sheet(name, source, addresses)
        addresses[name] = _address(source, data)
        outputs[addresses[name]] = Output(addresses[name], data)
    return Assets(tuple(outputs.values()), addresses)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _frame(name: str, data: bytes) -> bytes:
    """Put a file's name and length before its content, so that joined files are unambiguous."""
    return f"{name}\n{len(data)}\n".encode() + data


def _address(source: Source, data: bytes) -> PurePosixPath:
    # “één” becomes “een”: a letter without its accent is easier to read than a gap.
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", source.path.stem) if not unicodedata.combining(letter))
    stem = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST_STEM] or "file"
    return PurePosixPath(f"assets/{stem}.{_hash(data)}{source.path.suffix.lower()}")


def _rewrite_sheet(name: str, source: Source, addresses: Mapping[str, PurePosixPath]) -> bytes:
    """Replace the addresses in a style sheet by the new names of the files."""

    def replace(match: re.Match[str]) -> str:
        found = addresses.get(posixpath.normpath(posixpath.join(posixpath.dirname(name), match[2])))
        # The sheet and the files it names are all in dist/assets.
        return f'url("{found.relative_to("assets")}")' if found else match[0]

    return _CSS_ADDRESS.sub(replace, source.data.decode("utf-8", "replace")).encode()
