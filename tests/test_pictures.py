"""Pictures beside a page: what visitors get of them, and what is refused."""

import io
import re
from pathlib import Path, PurePosixPath
from zlib import crc32

import pytest
from PIL import Image

from site_src.model import Picture, Source
from site_src.pictures import picture
from tests.small_site import SmallSite

GPS = 0x8825


def saved(form: str, width: int, height: int, mode: str = "RGB", **options: object) -> bytes:
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def located() -> Image.Exif:
    """What a telephone writes: turned on its side, and where it was."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010F] = "Telephone of somebody"
    return exif


def told(name: str, data: bytes) -> list[str]:
    return [str(problem) for problem in picture(Source(PurePosixPath(f"content/en/{name}"), data))[2]]


@pytest.mark.parametrize(("form", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif")])
def test_a_picture_is_made_narrower_upright_and_bare(form: str, ending: str) -> None:
    path = PurePosixPath(f"content/en/photo.{ending}")
    files, sizes, problems = picture(Source(path, saved(form, 900, 2000, exif=located())))
    assert not problems
    assert sizes == (
        (str(path), Picture(1600, 720, ((960, path.with_name(f"photo.960w.{ending}")), (480, path.with_name(f"photo.480w.{ending}"))))),
    )
    for file, width in zip(files, (1600, 960, 480), strict=True):
        with Image.open(io.BytesIO(file.data)) as made:
            assert (made.format, made.width, made.height) == (form, width, round(width * 0.45))
            assert not dict(made.getexif())
        assert b"Telephone" not in file.data


def test_a_small_picture_keeps_its_size_and_its_transparency() -> None:
    (file,), ((_, size),), _ = picture(Source(PurePosixPath("content/en/a.png"), saved("PNG", 300, 200, "RGBA")))
    assert size == Picture(300, 200)
    with Image.open(io.BytesIO(file.data)) as made:
        assert made.mode == "RGBA"


def test_what_moves_stays_as_it_is() -> None:
    frames = [Image.new("P", (40, 30), colour) for colour in (1, 2)]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    source = Source(PurePosixPath("content/en/a.gif"), written.getvalue())
    assert picture(source) == ((source,), (("content/en/a.gif", Picture(40, 30)),), ())


def test_what_cannot_be_used_is_told() -> None:
    again = "Save the picture again, or export it anew."
    whole = saved("PNG", 300, 200)
    assert told("a.png", b"") == [f"content/en/a.png: cannot be read as PNG. {again}"]
    assert told("a.png", whole[: len(whole) // 2]) == [f"content/en/a.png: cannot be read as PNG. {again}"]
    rename = "Rename it to “a.png”, also in the texts that show it."
    assert told("a.jpg", whole) == [f"content/en/a.jpg: a picture of the kind PNG with another kind's ending. {rename}"]
    smaller = "Make it smaller first: 3,000 pixels wide is plenty."
    for width in (10_000, 20_000, 30_000):
        # The file says how large it is before anything is unpacked.
        huge = whole[:16] + (width * 2**32 + 12_001).to_bytes(8)
        huge += whole[24:29] + crc32(whole[12:16] + huge[16:24] + whole[24:29]).to_bytes(4) + whole[33:]
        assert told("a.png", huge) == [f"content/en/a.png: a picture of more than 120 million pixels. {smaller}"]
    assert told("a.png", b"\0" * 101_000_000) == [f"content/en/a.png: a picture of 101 MB, and 100 is the most. {smaller}"]


def test_a_large_photo_is_made_smaller_all_the_same() -> None:
    source = Source(PurePosixPath("content/en/a.jpg"), saved("JPEG", 12_000, 8_000, "L"))
    (widest, *_), ((_, size),), problems = picture(source)
    assert (size.width, size.height, problems) == (1600, 1067, ())
    assert len(widest.data) < 100_000


@pytest.mark.parametrize(
    ("inside", "bad"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<g onload="x()"/>', "the attribute “onload” of <g>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="https://spy.example/x.png"/>', "the attribute “href” of <image>"),
        ('<a href=" javascript:x()"/>', "the attribute “href” of <a>"),
        ("<style>@import url(https://spy.example/x.css)</style>", "styles that name something elsewhere, such as a typeface"),
        ('<g style="fill: url( https://spy.example/x)"/>', "the attribute “style” of <g>"),
        ('<?xml-stylesheet href="https://spy.example/x.css"?>', "a style sheet of its own"),
    ],
)
def test_a_drawing_that_could_do_something_is_refused(inside: str, bad: str) -> None:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{inside}</svg>'
    assert told("a.svg", text.encode()) == [
        f"content/en/a.svg: a drawing with {bad}, which can run or fetch something. Save it as plain SVG, or as PNG."
    ]


def test_a_plain_drawing_stays_as_it_is() -> None:
    source = Source(
        PurePosixPath("content/en/a.svg"),
        b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><use href="#a"/><g fill="url('#a')" style="fill: url(#a)"/>
<style>g { fill: url("#a") }</style></svg>""",
    )
    assert picture(source) == ((source,), (("content/en/a.svg", Picture(120, 80)),), ())
    for bad in (b"<svg", b"<html></html>"):
        assert told("b.svg", bad) == ["content/en/b.svg: cannot be read as SVG. Save the drawing again."]


def test_a_page_says_how_large_a_picture_is_and_offers_narrower_ones(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    for language in ("nl", "en"):
        site.append(f"content/{language}/method.md", f"\n![A photo in {language}](photo.jpg)\n")
        site.write(f"content/{language}/photo.jpg", saved("JPEG", 1200, 600))
    pages = site.pages()
    (tag,) = re.findall(r"<img[^>]*>", pages["en/method-en.html"])
    assert 'width="1200" height="600"' in tag
    assert re.search(
        r'srcset="\.\./assets/photo-480w\.\w+\.jpg 480w, \.\./assets/photo-960w\.\w+\.jpg 960w, \.\./assets/photo\.\w+\.jpg 1200w"', tag
    )
    assert all(f"{address.removeprefix('../')}" in pages for address in re.findall(r"\.\./assets/[^\s\"]+", tag))
    site.write("content/en/photo.jpg", b"no picture")
    assert site.faults() == ["content/en/photo.jpg: cannot be read as JPEG. Save the picture again, or export it anew."]
