"""A picture put beside a page, under a safe and free name.

Its ending is that of what it really is, whatever its name says.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from site_src.assets.images import prepare_image
from site_src.check.paths import find_device, simplify_name
from site_src.commands.editor import messages
from site_src.commands.editor.documents import find_kind, refuse_unwritable
from site_src.load.sources import make_printable
from site_src.messages import say, shorten
from site_src.model import IMAGES, Source
from site_src.publish.write import write_sources

_LONGEST_STEM = 60


def add_picture(root: Path, page: PurePosixPath, name: str, data: str, alt: str) -> tuple[PurePosixPath, str]:
    """Put a picture beside a page; return its path, and the Markdown that shows it there.

    `name`: as the author's computer calls it. `data`: in base64. Refuses what the build could not show.
    """
    if find_kind(page) not in ("page", "factor"):
        raise messages.NO_PICTURES_THERE.make_refusal(file=page)
    words = " ".join(alt.split())
    if not words:
        raise messages.NO_ALT.make_refusal()
    refuse_unwritable(page, words)
    try:
        picture = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise messages.BAD_FIELD.make_refusal(field="data", kind=say("the picture in base64")) from error
    path = _choose_name(root, page.parent, _simplify(name), _find_ending(name, picture), picture)
    messages.refuse_problems(*write_sources(root, [Source(path, picture)]))
    shown = re.sub(r"([\\\[\]])", r"\\\1", words)
    return path, f"![{shown}]({path.name})"


def _find_ending(name: str, picture: bytes) -> str:
    """Find the ending by which the build can read a picture: that of its name, or else of its real kind."""
    named = PurePosixPath(name.lower()).suffix
    endings = dict.fromkeys((*([named] if named in IMAGES else []), *IMAGES))
    faults = {}
    for ending in endings:
        _, _, found = prepare_image(Source(PurePosixPath(f"picture{ending}"), picture))
        if not found:
            return ".jpg" if ending == ".jpeg" else ending
        faults[ending] = found[0]
    first = faults[next(iter(endings))]
    raise messages.NO_PICTURE.make_refusal(name=shorten(" ".join(make_printable(name).split()), 60), what=first.what, remedy=first.remedy)


def _simplify(name: str) -> str:
    """Turn a name into one that every computer and every address can hold: a to z, 0 to 9 and hyphens."""
    stem = PurePosixPath(name.replace("\\", "/").replace("\0", "")).stem
    simple = simplify_name(stem)[:_LONGEST_STEM].strip("-") or "picture"
    return f"picture-{simple}" if find_device(simple) else simple


def _choose_name(root: Path, folder: PurePosixPath, stem: str, ending: str, picture: bytes) -> PurePosixPath:
    """Choose a name that is free, or that of the same picture."""
    taken = set(_list_names(root / folder))
    number = 1
    while True:
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{ending}"
        file = root / path
        if path.name not in taken or (not file.is_symlink() and file.is_file() and file.read_bytes() == picture):
            return path
        number += 1


def _list_names(folder: Path) -> Iterable[str]:
    return (entry.name.lower() for entry in folder.iterdir())
