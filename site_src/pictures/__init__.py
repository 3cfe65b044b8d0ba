"""A picture that an author put beside a page → what visitors get: no wider than a page shows, compressed, nothing in it but the picture.

What a camera or a program wrote into the file beside it (the place where it was taken, among others) is left out. The kind of file stays
what it is: every browser reads it, and so does who saves it.
"""

import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from warnings import catch_warnings

from site_src.model import Picture, Problem, Source
from site_src.pictures.drawing import drawing

if TYPE_CHECKING:
    from PIL import Image

WIDTHS = (480, 960, 1600)
"""In pixels: for a phone, for a page, and for a page on a screen with two pixels to one. None is wider than the last."""

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP", ".avif": "AVIF"}
_SAVED: dict[str, dict[str, object]] = {
    "PNG": {"optimize": True},
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "WEBP": {"quality": 82},
    "AVIF": {"quality": 70},
}
_MOST_BYTES = 100_000_000
_MOST_PIXELS = 120_000_000
"""A picture takes four bytes a pixel in memory, some of them twice."""
_SMALLER = "Make it smaller first: 3,000 pixels wide is plenty."


def picture(source: Source) -> tuple[tuple[Source, ...], tuple[tuple[str, Picture], ...], tuple[Problem, ...]]:
    """Make the versions of a picture that visitors get, the widest first.

    Returns the files, the size of each picture by its path, and the faults. A file that is no picture, such as a PDF, stays as it is.
    """
    suffix = source.path.suffix.lower()
    if suffix != ".svg" and suffix not in _FORMATS:
        return (source,), (), ()
    if len(source.data) > _MOST_BYTES:
        what = f"a picture of {len(source.data) / 1e6:.0f} MB, and {_MOST_BYTES / 1e6:.0f} is the most"
        return (source,), (), (_fault(source, what, _SMALLER),)
    return drawing(source) if suffix == ".svg" else _photograph(source, _FORMATS[suffix])


def _fault(source: Source, what: str, remedy: str) -> Problem:
    return Problem(str(source.path), 0, what, remedy)


def _photograph(source: Source, form: str) -> tuple[tuple[Source, ...], tuple[tuple[str, Picture], ...], tuple[Problem, ...]]:
    # Takes a while to come in, for which some picture must be new.
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        # Pillow looks at the size before it takes the memory, and warns; up to twice as much it would then take it.
        Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
        with (
            catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(io.BytesIO(source.data), formats=[form]) as opened,
        ):
            # Where it is far too large, JPEG can be read at a half, a quarter or an eighth.
            opened.draft(None, (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
            opened.load()
            # What moves stays as it is: it is not worth losing a frame.
            if getattr(opened, "is_animated", False) or form == "GIF":
                return (source,), ((str(source.path), Picture(opened.width, opened.height)),), ()
            upright = ImageOps.exif_transpose(opened)
            made = [_saved(upright, width, form) for width in _widths(upright.width)]
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        what = f"a picture of more than {_MOST_PIXELS // 10**6} million pixels"
        return (source,), (), (_fault(source, what, _SMALLER),)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError):
        return (source,), (), (_unreadable(source, form),)
    widest, *narrower = made
    width, height, data = widest
    size = Picture(width, height, tuple((other, _narrow(source.path, other)) for other, _, _ in narrower))
    files = (Source(source.path, data), *(Source(_narrow(source.path, other), less) for other, _, less in narrower))
    return files, ((str(source.path), size),), ()


def _unreadable(source: Source, form: str) -> Problem:
    """The fault of a file that is no picture of its kind: often it is of another."""
    from PIL import Image, UnidentifiedImageError

    endings = {form: ending for ending, form in _FORMATS.items() if ending != ".jpeg"}
    try:
        with Image.open(io.BytesIO(source.data), formats=list(endings)) as opened:
            kind = str(opened.format)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        kind = form
    if kind == form or kind not in endings:
        return _fault(source, f"cannot be read as {form}", "Save the picture again, or export it anew.")
    remedy = f"Rename it to “{source.path.with_suffix(endings[kind]).name}”, also in the texts that show it."
    return _fault(source, f"a picture of the kind {kind} with another kind's ending", remedy)


def _widths(width: int) -> list[int]:
    """The widest first. One that is hardly narrower than another is not worth a file."""
    most = min(width, WIDTHS[-1])
    return [most, *(less for less in reversed(WIDTHS) if less <= 0.8 * most)]


def _narrow(path: PurePosixPath, width: int) -> PurePosixPath:
    """The name of a narrower one: no author gives a file such a name."""
    return path.with_name(f"{path.stem}.{width}w{path.suffix}")


def _saved(image: "Image.Image", width: int, form: str) -> tuple[int, int, bytes]:
    """Width, height and bytes of the picture at a width, with its colour profile only."""
    from PIL import Image

    height = max(1, round(image.height * width / image.width))
    if width == image.width:
        resized = image
    else:
        wide = image.convert("RGBA" if "transparency" in image.info else "RGB") if image.mode == "P" else image
        resized = wide.resize((width, height), Image.Resampling.LANCZOS)
    bare = resized.copy()
    kept: dict[str | tuple[int, int], object] = {
        key: image.info[key] for key in ("icc_profile", "transparency") if key in image.info and resized.mode == image.mode
    }
    bare.info = kept
    written = io.BytesIO()
    bare.save(written, form, exif=b"", icc_profile=kept.get("icc_profile"), **_SAVED[form])
    return width, height, written.getvalue()
