"""Pictures beside a page: what visitors get of them, and what is refused."""

import io
import re
from pathlib import Path, PurePosixPath
from zlib import crc32

import PIL.Image
import pytest

from site_src.assets.images import prepare_image
from site_src.model import Image, Source
from tests.support.small_site import SmallSite

GPS = 0x8825


def saved(form: str, width: int, height: int, mode: str = "RGB", **options: object) -> bytes:
    image = PIL.Image.linear_gradient("L").resize((width, height)).convert(mode)
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def located() -> PIL.Image.Exif:
    """Make the metadata of a telephone: turned on its side, with its location."""
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif[0x010F] = "Telephone of somebody"
    return exif


def find_faults(name: str, data: bytes) -> list[str]:
    return [str(problem) for problem in prepare_image(Source(PurePosixPath(f"content/en/{name}"), data))[2]]


@pytest.mark.parametrize(("form", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif")])
def test_a_picture_is_made_narrower_upright_and_bare(form: str, ending: str) -> None:
    path = PurePosixPath(f"content/en/photo.{ending}")
    files, sizes, problems = prepare_image(Source(path, saved(form, 900, 2000, exif=located())))
    assert not problems
    assert sizes == (
        (str(path), Image(1600, 720, ((960, path.with_name(f"photo.960w.{ending}")), (480, path.with_name(f"photo.480w.{ending}"))))),
    )
    for file, width in zip(files, (1600, 960, 480), strict=True):
        with PIL.Image.open(io.BytesIO(file.data)) as made:
            assert (made.format, made.width, made.height) == (form, width, round(width * 0.45))
            assert not dict(made.getexif())
        assert b"Telephone" not in file.data


def test_a_small_picture_keeps_its_size_and_its_transparency() -> None:
    (file,), ((_, size),), _ = prepare_image(Source(PurePosixPath("content/en/a.png"), saved("PNG", 300, 200, "RGBA")))
    assert size == Image(300, 200)
    with PIL.Image.open(io.BytesIO(file.data)) as made:
        assert made.mode == "RGBA"


def test_what_moves_stays_as_it_is() -> None:
    frames = [PIL.Image.new("P", (40, 30), colour) for colour in (1, 2)]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    source = Source(PurePosixPath("content/en/a.gif"), written.getvalue())
    assert prepare_image(source) == ((source,), (("content/en/a.gif", Image(40, 30)),), ())


def test_what_cannot_be_used_is_told() -> None:
    again = "Save the picture again, or export it anew."
    whole = saved("PNG", 300, 200)
    assert find_faults("a.png", b"") == [f"content/en/a.png: cannot be read as PNG. {again}"]
    assert find_faults("a.png", whole[: len(whole) // 2]) == [f"content/en/a.png: cannot be read as PNG. {again}"]
    rename = "Rename it to “a.png”, also in the texts that show it."
    assert find_faults("a.jpg", whole) == [f"content/en/a.jpg: a picture of the kind PNG with another kind's ending. {rename}"]
    smaller = "Make it smaller first: 3,000 pixels wide is plenty."
    for width in (10_000, 20_000, 30_000):
        # The file says how large it is before anything is unpacked.
        huge = whole[:16] + (width * 2**32 + 12_001).to_bytes(8)
        huge += whole[24:29] + crc32(whole[12:16] + huge[16:24] + whole[24:29]).to_bytes(4) + whole[33:]
        assert find_faults("a.png", huge) == [f"content/en/a.png: a picture of more than 120 million pixels. {smaller}"]
    assert find_faults("a.png", b"\0" * 101_000_000) == [f"content/en/a.png: a picture of 101 MB, and 100 is the most. {smaller}"]


def test_a_large_photo_is_made_smaller_all_the_same() -> None:
    source = Source(PurePosixPath("content/en/a.jpg"), saved("JPEG", 12_000, 8_000, "L"))
    (widest, *_), ((_, size),), problems = prepare_image(source)
    assert (size.width, size.height, problems) == (1600, 1067, ())
    assert len(widest.data) < 100_000


STYLES = "styles that name something elsewhere, such as a typeface"
SPY = "https://spy.example/x"


@pytest.mark.parametrize(
    ("inside", "bad"),
    [
        ("<script>alert(1)</script>", ["<script>"]),
        ('<g onload="x()"/>', ["the attribute “onload” of <g>"]),
        ("<foreignObject/>", ["<foreignObject>"]),
        (f'<image href="{SPY}.png"/>', ["the attribute “href” of <image>"]),
        ('<image href="x.png"/>', ["the attribute “href” of <image>"]),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', ["the attribute “href” of <image>"]),
        ('<use href="data:image/png;base64,AAAA"/>', ["the attribute “href” of <use>"]),
        (f'<use xlink:href="{SPY}.svg#a"/>', ["the attribute “href” of <use>"]),
        (f'<feImage href="{SPY}.png"/>', ["the attribute “href” of <feImage>"]),
        ('<g xml:base="https://spy.example/"/>', ["the attribute “base” of <g>"]),
        ('<a href=" javascript:x()"/>', ["<a>"]),
        ('<a xlink:href="java&#9;script:x()"/>', ["<a>"]),
        ('<linearGradient href="java&#10;script:x()"/>', ["the attribute “href” of <linearGradient>"]),
        ('<animate attributeName="href" values="java&#10;script:x()"/>', ["<animate>"]),
        ('<set attributeName="href" to="java&#10;script:x()"/>', ["<set>"]),
        (f'<h:meta http-equiv="refresh" content="0;url={SPY}"/>', ["<meta>"]),
        (f'<h:img srcset="{SPY} 2x"/>', ["<img>"]),
        (f'<metadata><h:form action="{SPY}"><h:button/></h:form></metadata>', ["<form>", "<button>"]),
        ('<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"/>', ["<math>"]),
        ('<p xmlns=""/>', ["<p>"]),
        ('<g h:onclick="x()"/>', ["the attribute “onclick” of <g>"]),
        ('<g ev:event="load"/>', ["the attribute “event” of <g>"]),
        (f"<style>@import url({SPY}.css)</style>", [STYLES]),
        (f"<style>/**/<g/>@import url({SPY});</style>", ["<g> within <style>", STYLES]),
        ("<style>@imp<g>x</g>ort 'x.css';</style>", ["<g> within <style>"]),
        ("<style>@imp<!-- -->ort 'x.css';</style>", [STYLES]),
        ('<style>@import "x.css";</style>', [STYLES]),
        ("<style>@font-face { font-family: a; src: url(letters.woff2) }</style>", [STYLES]),
        (f'<style>g {{ fill: image-set("{SPY}") }}</style>', [STYLES]),
        (f'<style>g {{ fill: url(#a) src("{SPY}") }}</style>', [STYLES]),
        (f'<style>g {{ fill: url("#a) url({SPY}") }}</style>', [STYLES]),
        (f'<g style="fill: url( {SPY})"/>', ["the attribute “style” of <g>"]),
        (f'<g style="fill:u\\72l({SPY})"/>', ["the attribute “style” of <g>"]),
        (f'<g fill="URL({SPY})"/>', ["the attribute “fill” of <g>"]),
        (f"""<g cursor='image-set("{SPY}")'/>""", ["the attribute “cursor” of <g>"]),
        ('<g style="behavior:url(#default#x)"/>', ["the attribute “style” of <g>"]),
        ('<g style="width:expression(x())"/>', ["the attribute “style” of <g>"]),
        ('<g style="-moz-binding:url(#x)"/>', ["the attribute “style” of <g>"]),
        (f'<?xml-stylesheet href="{SPY}.css"?>', ["a style sheet of its own"]),
        ('<g onload="x()"/><g onload="y()"/><script/>', ["the attribute “onload” of <g>", "<script>"]),
    ],
)
def test_a_drawing_with_what_no_drawing_needs_is_refused(inside: str, bad: list[str]) -> None:
    text = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml"
xmlns:ev="http://www.w3.org/2001/xml-events" viewBox="0 0 10 10">{inside}</svg>"""
    assert find_faults("a.svg", text.encode()) == [refused(each) for each in bad]


def refused(bad: str) -> str:
    return f"content/en/a.svg: a drawing with {bad}, which may run or fetch something. Save it as plain SVG, or as PNG."


PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        (
            '<!DOCTYPE svg [<!ENTITY j "java&#38;#9;script:x()">]>' + PLAIN.format('<use href="&j;"/>'),
            ["entities of its own (<!DOCTYPE … [ … ]>)", "the attribute “href” of <use>"],
        ),
        ("<!DOCTYPE svg []>" + PLAIN.format(""), ["entities of its own (<!DOCTYPE … [ … ]>)"]),
        # Browsers know this kind's names for letters, such as &bsol;, without fetching; the build's reader does not.
        (
            '<!DOCTYPE svg PUBLIC "-//W3C//DTD MathML 2.0//EN" "x.dtd">' + PLAIN.format('<g style="fill:u&bsol;72l(x)"/>'),
            ["a <!DOCTYPE> that is not SVG's"],
        ),
        ('<!DOCTYPE svg SYSTEM "https://spy.example/x.dtd">' + PLAIN.format(""), ["a <!DOCTYPE> that is not SVG's"]),
        ('<?xml version="1.0" encoding="cp1140"?>' + PLAIN.format(""), None),
        ('<?xml version="1.0" encoding="cp437"?>' + PLAIN.format(""), ["letters in the coding “cp437”"]),
    ],
)
def test_a_drawing_that_browsers_would_read_in_another_way_is_refused(text: str, bad: list[str] | None) -> None:
    unreadable = ["content/en/a.svg: cannot be read as SVG. Save the drawing again."]
    assert find_faults("a.svg", text.encode()) == ([refused(each) for each in bad] if bad else unreadable)


def test_a_drawing_in_two_bytes_a_letter_is_refused() -> None:
    assert find_faults("a.svg", PLAIN.format('<?xml-stylesheet href="x.css"?><script/>').encode("utf-16")) == [
        refused("letters in the coding “UTF-16”"),
        refused("a style sheet of its own"),
        refused("<script>"),
    ]


def test_a_plain_drawing_stays_as_it_is() -> None:
    source = Source(
        PurePosixPath("content/en/a.svg"),
        b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><use href="#a"/><g fill="url('#a')" style="fill: url(#a)"/>
<style>g { fill: url("#a") }</style></svg>""",
    )
    assert prepare_image(source) == ((source,), (("content/en/a.svg", Image(120, 80)),), ())
    for bad in (b"<svg", b"<svg/>", b"<html></html>", b'<html xmlns="http://www.w3.org/1999/xhtml"/>'):
        assert find_faults("b.svg", bad) == ["content/en/b.svg: cannot be read as SVG. Save the drawing again."]


INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="120" height="80" viewBox="0 0 31.75 21.166667" version="1.1" id="svg5" xml:space="preserve"
   inkscape:version="1.2.2 (b0a8486541, 2022-12-01)" sodipodi:docname="drawing.svg"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
   xmlns:cc="http://creativecommons.org/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:osb="http://www.openswatchbook.org/uri/2009/osb">
  <title id="t">A figure</title>
  <sodipodi:namedview id="namedview7" pagecolor="#ffffff" inkscape:document-units="mm" showgrid="true">
    <inkscape:grid type="xygrid" id="grid1" originx="0" /></sodipodi:namedview>
  <defs id="defs2">
    <inkscape:path-effect effect="fillet_chamfer" id="path-effect1" only_selected="false" />
    <linearGradient osb:paint="solid" id="l1"><stop style="stop-color:#0000ff;stop-opacity:1" offset="0" id="s1" /></linearGradient>
    <radialGradient xlink:href="#l1" id="r1" cx="10" cy="9" fx="10" fy="9" r="5" gradientTransform="scale(2)"
       gradientUnits="userSpaceOnUse" />
    <marker style="overflow:visible" id="Arrow1" refX="0" refY="0" orient="auto-start-reverse" inkscape:stockid="Arrow1" markerWidth="3"
       markerHeight="3" viewBox="0 0 5 7" inkscape:isstock="true" preserveAspectRatio="xMidYMid"><path
       style="fill:none;stroke:context-stroke" d="M 1,1 L 0,0" id="p1" sodipodi:nodetypes="cc" /></marker>
    <filter id="f1" x="-0.1" y="-0.1" width="1.2" height="1.2" style="color-interpolation-filters:sRGB" inkscape:label="Drop Shadow">
      <feFlood flood-opacity="0.5" flood-color="rgb(0,0,0)" result="flood" id="ff" />
      <feComposite in="flood" in2="SourceGraphic" operator="in" result="c1" />
      <feGaussianBlur in="c1" stdDeviation="1" result="blur" /><feOffset dx="1" dy="1" result="offset" />
      <feComposite in="SourceGraphic" in2="offset" operator="over" /></filter>
    <clipPath clipPathUnits="userSpaceOnUse" id="c"><rect width="5" height="5" x="1" y="1" ry="1" /></clipPath>
  </defs>
  <g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1" transform="translate(-10,-10)" clip-path="url(#c)">
    <path style="fill:url(#r1);stroke:#000;stroke-width:0.26;marker-end:url(#Arrow1);filter:url(#f1);-inkscape-stroke:none"
       d="m 1,1 h 5 z" id="path1" inkscape:connector-curvature="0" sodipodi:type="arc" sodipodi:cx="3" />
    <text xml:space="preserve" style="font-size:3px;font-family:sans-serif;-inkscape-font-specification:'sans-serif, Normal'" x="1" y="2"
       id="text1"><tspan sodipodi:role="line" id="tspan1" x="1" y="2">Words &amp; more</tspan></text>
    <image width="1" height="1" preserveAspectRatio="none" xlink:href="data:image/png;base64,iVBORw0KGgo&#10;AAAA//8=
AAAA" id="image1" x="0" y="0" style="image-rendering:optimizeQuality" />
    <flowRoot xml:space="preserve" id="fr"><flowRegion id="fg"><rect width="1" height="1" /></flowRegion><flowPara
       id="fp">a</flowPara></flowRoot>
  </g>
  <metadata id="m"><rdf:RDF><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format>
    <dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage" /><cc:license rdf:resource="http://creativecommons.org/licenses/by/4.0/"
    /></cc:Work></rdf:RDF></metadata>
</svg>"""

ILLUSTRATOR = """<?xml version="1.0" encoding="iso-8859-1"?>
<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px" y="0px"
 width="120px" height="80px" viewBox="0 0 120 80" style="enable-background:new 0 0 120 80;" xml:space="preserve" baseProfile="basic">
<style type="text/css">
 .st0{fill:#FFFFFF;stroke:#1D1D1B;stroke-miterlimit:10;}
 .st1{clip-path:url(#SVGID_2_);fill:url(#SVGID_1_);}
 .st2{font-family:'MyriadPro-Regular';mix-blend-mode:multiply;}
</style>
<switch><g id="a" requiredFeatures="http://www.w3.org/TR/SVG11/feature#Shape"
 data-name="Layer 2" enable-background="new    "><defs><rect id="SVGID_3_" width="9" height="9"/></defs>
<clipPath id="SVGID_2_"><use xlink:href="#SVGID_3_" style="overflow:visible;"/></clipPath>
<linearGradient id="SVGID_1_" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="1" y2="1"><stop offset="0" style="stop-color:#FFF"/>
</linearGradient><polygon class="st1" points="1,2 3,4 5,6 "/><line class="st0" x1="1" y1="1" x2="2" y2="2"/><circle cx="1" cy="1" r="1"/>
<ellipse cx="1" cy="1" rx="1" ry="1"/><polyline points="1,1 2,2"/><text transform="matrix(1 0 0 1 5 5)" class="st2">Café</text>
<symbol id="s" viewBox="0 0 1 1"><path d="M0,0z"/></symbol></g></switch></svg>"""

FIGMA = """<svg width="120" height="80" viewBox="0 0 120 80" fill="none" xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink">
<g clip-path="url(#clip0_1_2)" filter="url(#filter0_d_1_2)"><mask id="mask0" style="mask-type:alpha" maskUnits="userSpaceOnUse" x="0" y="0"
 width="9" height="9"><rect width="9" height="9" rx="2" fill="#D9D9D9"/></mask><g mask="url(#mask0)" data-figma-bg-blur-radius="4">
<path fill-rule="evenodd" clip-rule="evenodd" d="M1 1h5z" fill="url(#paint0)" fill-opacity="0.5" stroke="black" stroke-linecap="round"/>
<rect width="9" height="9" fill="url(#pattern0)" style="mix-blend-mode:multiply"/></g>
<text fill="black" xml:space="preserve" style="white-space: pre" font-family="Inter" font-size="12" font-weight="500" letter-spacing="0em">
<tspan x="1" y="9">Words</tspan></text></g>
<defs><filter id="filter0_d_1_2" x="0" y="0" width="9" height="9" filterUnits="userSpaceOnUse" color-interpolation-filters="sRGB">
<feFlood flood-opacity="0" result="BackgroundImageFix"/><feColorMatrix in="SourceAlpha" type="matrix" values="0 0 0 0 0 0 0 0 127 0"
 result="hardAlpha"/><feOffset dy="4"/><feGaussianBlur stdDeviation="2"/><feBlend mode="normal" in2="BackgroundImageFix" result="e"/>
</filter>
<pattern id="pattern0" patternContentUnits="objectBoundingBox" width="1" height="1"><use xlink:href="#image0"
 transform="scale(0.1)"/></pattern>
<image id="image0" width="9" height="9" preserveAspectRatio="none" xlink:href="data:image/jpeg;base64,/9j/4AAQ//8="/></defs></svg>"""

MATPLOTLIB = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="120px" height="80px" viewBox="0 0 120 80" xmlns="http://www.w3.org/2000/svg"
 version="1.1"><metadata><rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><cc:Work><dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/>
<dc:creator><cc:Agent><dc:title>Matplotlib v3.9.0, https://matplotlib.org/</dc:title></cc:Agent></dc:creator></cc:Work></rdf:RDF></metadata>
<defs><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style></defs>
<g id="figure_1"><g id="patch_1"><path d="M 0 80 L 120 80 z" style="fill: #ffffff"/></g><g id="line2d_1"><defs><path id="m1"
 d="M 0 0 L 0 3.5"
 style="stroke: #000000; stroke-width: 0.8"/></defs><use xlink:href="#m1" x="1" y="2" style="stroke: #000000; stroke-width: 0.8"/></g>
<g id="line2d_2" clip-path="url(#p1)"><path d="M 1 1" clip-path="url(#p1)" style="fill: none; stroke-dasharray: 1,2"/></g>
<g id="text_1"><!-- 0.0 --><g transform="translate(1 2) scale(0.1 -0.1)"><use xlink:href="#DejaVuSans-30"/></g></g></g>
<defs><clipPath id="p1"><rect x="1" y="1" width="9" height="9"/></clipPath></defs></svg>"""

BY_HAND = """<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80" lang="nl" role="img" aria-labelledby="a b" focusable="false">
<title id="a">A</title><desc id="b">B // C</desc><style>@font-face { font-family: x; src: url(data:font/woff2;base64,AA//AA==) }
@media (prefers-color-scheme: dark) { g > path:not(.a) { fill: var(--a, rgb(0 0 0 / 50%)); } }</style><path id="p" d="M0 0"/>
<text text-anchor="middle"><textPath href=" #p" startOffset="50%">A</textPath></text></svg>"""


@pytest.mark.parametrize("text", [INKSCAPE, ILLUSTRATOR, FIGMA, MATPLOTLIB, BY_HAND])
def test_a_drawing_as_programs_write_it_stays_as_it_is(text: str) -> None:
    source = Source(PurePosixPath("content/en/a.svg"), text.encode("iso-8859-1"))
    assert prepare_image(source) == ((source,), (("content/en/a.svg", Image(120, 80)),), ())


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
