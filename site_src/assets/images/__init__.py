"""An author's image → the files for visitors: no wider than a page shows, compressed, without metadata.

The metadata of cameras and programs, such as the place where a photograph was taken, is left out. The format stays the same: every browser
reads it, and so does every visitor who saves the image.

    __init__.py   photographs and other raster images                           (Pillow)
    drawing.py    SVG drawings, checked for anything that runs or fetches
"""

import io
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from warnings import catch_warnings

from site_src.assets.images.drawing import PreparedImage, read_drawing
from site_src.messages import Message, say
from site_src.model import Image, Problem, Source

if TYPE_CHECKING:
    import PIL.Image

WIDTHS = (480, 960, 1600)
"""In pixels: for a phone, for a page, and for a page on a screen with double density. No published image is wider than the last."""

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP", ".avif": "AVIF"}
_SAVE_OPTIONS: dict[str, dict[str, object]] = {
    "PNG": {"optimize": True},
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "WEBP": {"quality": 82},
    "AVIF": {"quality": 70},
}
_MOST_BYTES = 100_000_000
_MOST_PIXELS = 120_000_000
"""An image takes four bytes a pixel in memory, or eight while it is converted."""
_KINDS = (
    (rb"....ftyp(?:heic|heix|hevc|hevx|heim|heis|mif1|msf1)", say("a photo as a telephone saves it (HEIC)"), say("Save it as JPEG first.")),
    (
        rb"(?:\xef\xbb\xbf)?\s*<(?i:!doctype html|html)",
        say("a web page"),
        say("Save the picture itself: open it by itself in the browser first."),
    ),
    (rb"(?:\xef\xbb\xbf)?\s*<[^\0]*?svg[\s>]", say("a drawing (SVG)"), say("Rename it to “{name}”, also in the texts that show it.")),
    (rb"%PDF-", say("a document (PDF)"), say("Let it end in .pdf and link to it, or save it as a picture.")),
    (rb"BM.{8}", say("a picture of the kind {kind}", kind="BMP"), say("Save it as PNG or JPEG first.")),
    (rb"II\*\0|MM\0\*", say("a picture of the kind {kind}", kind="TIFF"), say("Save it as PNG or JPEG first.")),
)
"""The first bytes of files that are no raster image for browsers, their kind, and the remedy."""
_NO_DRAWING = re.compile(rb"\x89PNG|\xff\xd8|GIF8|RIFF|....ftyp|%PDF-|BM|II\*\0|MM\0\*", re.DOTALL)
_SMALLER = say("Make it smaller first: 3,000 pixels wide is plenty.")


def prepare_image(source: Source) -> PreparedImage:
    """Make an image's published versions, the widest first.

    Returns the files, the image with its size by its path, and the faults. A file that is no image, such as a PDF, is returned unchanged.
    """
    suffix = source.path.suffix.lower()
    if suffix != ".svg" and suffix not in _FORMATS:
        return (source,), (), ()
    if len(source.data) > _MOST_BYTES:
        what = say("a picture of {size} MB, and {most} is the most", size=round(len(source.data) / 1e6), most=round(_MOST_BYTES / 1e6))
        return (source,), (), (_fault(source, what, _SMALLER),)
    if suffix != ".svg":
        return _prepare_raster(source, _FORMATS[suffix])
    return ((source,), (), (_explain_unreadable(source, "SVG"),)) if _NO_DRAWING.match(source.data) else read_drawing(source)


def _fault(source: Source, what: Message, remedy: Message) -> Problem:
    return Problem(str(source.path), 0, what, remedy)


def _prepare_raster(source: Source, form: str) -> PreparedImage:
    # Lazy: skip Pillow when no image is new.
    import PIL.Image
    import PIL.ImageOps

    try:
        # Pillow checks the size before it allocates memory. Up to double the limit it only warns, so the warning is made an error.
        PIL.Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
        with (
            catch_warnings(action="error", category=PIL.Image.DecompressionBombWarning),
            PIL.Image.open(io.BytesIO(source.data), formats=[form]) as opened,
        ):
            # A JPEG that is far too large is decoded at a half, a quarter or an eighth of its size.
            opened.draft(None, (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
            opened.load()
            # An animation stays as it is, so that no frame is lost.
            if getattr(opened, "is_animated", False) or form == "GIF":
                return (source,), ((str(source.path), Image(opened.width, opened.height)),), ()
            upright = PIL.ImageOps.exif_transpose(opened)
            versions = [_resize(upright, width, form) for width in _choose_widths(upright.width)]
    except (PIL.Image.DecompressionBombWarning, PIL.Image.DecompressionBombError):
        what = say("a picture of more than {most} million pixels", most=_MOST_PIXELS // 10**6)
        return (source,), (), (_fault(source, what, _SMALLER),)
    except (OSError, ValueError, SyntaxError):
        return (source,), (), (_explain_unreadable(source, form),)
    (width, height, data), *narrower = versions
    image = Image(width, height, tuple((other, _name_narrower(source.path, other)) for other, _, _ in narrower))
    files = (Source(source.path, data), *(Source(_name_narrower(source.path, other), less) for other, _, less in narrower))
    return files, ((str(source.path), image),), ()


def _explain_unreadable(source: Source, form: str) -> Problem:
    """Explain why a file cannot be read as `form`: often it has another format."""
    import PIL.Image

    endings = {form: ending for ending, form in _FORMATS.items() if ending != ".jpeg"}
    try:
        with PIL.Image.open(io.BytesIO(source.data), formats=list(endings)) as opened:
            kind = str(opened.format)
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError):
        kind = form
    if kind == form or kind not in endings:
        for pattern, name, remedy in _KINDS:
            if re.match(pattern, source.data[:4096], re.DOTALL):
                what = say("{kind} with another kind's ending", kind=name)
                return _fault(source, what, remedy.fill(name=source.path.with_suffix(".svg").name))
        return _fault(source, say("cannot be read as {form}", form=form), say("Save the picture again, or export it anew."))
    remedy = say("Rename it to “{name}”, also in the texts that show it.", name=source.path.with_suffix(endings[kind]).name)
    what = say("{kind} with another kind's ending", kind=say("a picture of the kind {kind}", kind=kind))
    return _fault(source, what, remedy)


def _choose_widths(width: int) -> list[int]:
    """Choose the widths of an image's versions, the widest first; the second is at most 80% of it."""
    most = min(width, WIDTHS[-1])
    return [most, *(less for less in reversed(WIDTHS) if less <= 0.8 * most)]


def _name_narrower(path: PurePosixPath, width: int) -> PurePosixPath:
    """Name a narrower version, by a name that no author uses."""
    return path.with_name(f"{path.stem}.{width}w{path.suffix}")


def _resize(image: "PIL.Image.Image", width: int, form: str) -> tuple[int, int, bytes]:
    """Resize and save an image, with no metadata but its colour profile. Returns width, height and bytes."""
    import PIL.Image

    height = max(1, round(image.height * width / image.width))
    if width == image.width:
        resized = image
    else:
        wide = image.convert("RGBA" if "transparency" in image.info else "RGB") if image.mode == "P" else image
        resized = wide.resize((width, height), PIL.Image.Resampling.LANCZOS)
    bare = resized.copy()
    info: dict[str | tuple[int, int], object] = {
        key: image.info[key] for key in ("icc_profile", "transparency") if key in image.info and resized.mode == image.mode
    }
    bare.info = info
    file = io.BytesIO()
    bare.save(file, form, exif=b"", icc_profile=info.get("icc_profile"), **_SAVE_OPTIONS[form])
    return width, height, file.getvalue()
