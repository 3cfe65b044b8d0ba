"""The check of authors' SVG files, which may contain only what a drawing needs.

A browser that opens an SVG file by itself runs the scripts in it. Drawing programs add notes in namespaces that no browser knows; these do
nothing and are allowed, as are data-* attributes. XHTML, MathML, links and animations are not: they can be made to lead anywhere.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from site_src.messages import Message, cite, say
from site_src.model import Image, Problem, Source

PreparedImage = tuple[tuple[Source, ...], tuple[tuple[str, Image], ...], tuple[Problem, ...]]
"""An image's published files; the image with its size, by its path; its faults."""

_SVG = "{http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink"
_XML = "{http://www.w3.org/XML/1998/namespace"
_EDITORS = (
    "{http://www.inkscape.org/",
    "{http://sodipodi.sourceforge.net/",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "{http://purl.org/dc/",
    "{http://creativecommons.org/ns#",
    "{http://web.resource.org/cc/",
    "{http://ns.adobe.com/",
    "{adobe:ns:meta/",
    "{http://www.bohemiancoding.com/sketch/",
    "{http://www.figma.com/",
    "{http://www.serif.com/",
    "{http://www.corel.com/",
    "{http://schemas.microsoft.com/visio/",
    "{http://www.openswatchbook.org/",
    "{http://xml.openoffice.org/",
    "{http://sun.com/",
    "{http://krita.org/",
    "{https://boxy-svg.com",
    "{http://vectornator.io",
    "{http://svgjs.",
)
_ELEMENT_NAMES = """
    svg g defs symbol use switch title desc metadata style path rect circle ellipse line polyline polygon image text tspan textPath
    linearGradient radialGradient stop pattern clipPath mask marker view filter feBlend feColorMatrix feComponentTransfer feComposite
    feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
    feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    flowRoot flowRegion flowPara flowSpan flowLine flowDiv solidcolor solidColor hatch hatchpath hatchPath mesh meshgradient meshrow
    meshpatch
"""
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
"""The allowed elements of SVG. The last two rows are Inkscape's; browsers ignore them."""
_ATTRIBUTE_NAMES = """
    id class style lang role tabindex focusable version baseProfile contentScriptType contentStyleType zoomAndPan type media
    viewBox preserveAspectRatio transform systemLanguage x y z x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height d
    points pathLength rotate textLength lengthAdjust startOffset method spacing side path offset gradientUnits gradientTransform
    spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerUnits markerWidth
    markerHeight refX refY orient filterUnits primitiveUnits filterRes in in2 result mode values operator k1 k2 k3 k4 order kernelMatrix
    divisor bias targetX targetY edgeMode kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent
    limitingConeAngle pointsAtX pointsAtY pointsAtZ azimuth elevation scale xChannelSelector yChannelSelector stdDeviation radius
    baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude exponent hatchUnits hatchContentUnits hatchTransform
    pitch crossorigin
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters color-profile
    color-rendering cursor direction display dominant-baseline enable-background fill fill-opacity fill-rule filter flood-color
    flood-opacity font font-family font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style font-variant
    font-variant-caps font-variant-ligatures font-variant-numeric font-variation-settings font-weight glyph-orientation-horizontal
    glyph-orientation-vertical image-rendering inline-size isolation kerning letter-spacing lighting-color line-height line-increment
    marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events shape-inside
    shape-margin shape-padding shape-rendering shape-subtract solid-color solid-opacity stop-color stop-opacity stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor
    text-decoration text-decoration-color text-decoration-line text-decoration-style text-indent text-orientation text-overflow
    text-rendering text-transform transform-box transform-origin unicode-bidi vector-effect visibility white-space word-spacing
    writing-mode
"""
_ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
_NOTE = re.compile(r"(?:data|aria)-[\w.-]+|requiredFeatures")
"""Attributes whose values no browser reads as a style or an address."""
_NAMESPACED = {
    *(f"{_XML}}}{name}" for name in ("space", "lang", "id")),
    *(f"{_XLINK}}}{name}" for name in ("type", "title", "role", "arcrole", "show", "actuate")),
}

_IMAGE = re.compile(r"data:image/(?:png|jpe?g|webp|gif);base64,[A-Za-z0-9+/=]*")
# Browsers remove these characters from an address before they resolve it.
_INVISIBLE = re.compile(r"[\0-\x20]+")
_INTERNAL = re.compile(
    r"""url\(\s*["']?\s*(?:\#[^\s"'()\\]*|data:(?:font/\w+|image/(?:png|jpe?g|webp|gif));base64,[A-Za-z0-9+/=\s]*)["']?\s*\)""",
    re.IGNORECASE,
)
"""In a style, the addresses of parts of the drawing itself."""
_EXTERNAL = re.compile(
    r"\\|//|@import|javascript:|-moz-binding|behavior\s*:|(?:url|src|image|image-set|cross-fade|element|paint|expression)\s*\(",
    re.IGNORECASE,
)
"""In the rest of a style, anything that may fetch from outside the drawing, or hide that it does."""

_ENCODINGS = {"utf-8", "us-ascii", "iso-8859-1", "windows-1252"}
"""The allowed encodings. In each, the characters that matter here are the same single bytes, so a host that declares another one changes
nothing."""


def read_drawing(source: Source) -> PreparedImage:
    """Check a drawing; return it unchanged, with its size or with every fault in it."""
    try:
        faults = dict.fromkeys(_check_prolog(source.data))
        root = ElementTree.fromstring(source.data)
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError):
        return (source,), (), (_refuse_unreadable(source),)
    if root.tag != f"{_SVG}}}svg":
        return (source,), (), (_refuse_unreadable(source),)
    faults |= dict.fromkeys(each for element in root.iter() for each in _check_element(element))
    size = _read_size(root)
    return (source,), (((str(source.path), size),) if size and not faults else ()), tuple(_refuse(source, fault) for fault in faults)


def _refuse_unreadable(source: Source) -> Problem:
    return Problem(str(source.path), 0, say("cannot be read as SVG"), say("Save the drawing again."))


def _refuse(source: Source, fault: Message) -> Problem:
    what = say("a drawing with {fault}, which may run or fetch something", fault=fault)
    return Problem(str(source.path), 0, what, say("Save it as plain SVG, or as PNG."))


def _check_prolog(data: bytes) -> list[Message]:
    """Find the faults outside the elements, such as an encoding that browsers could read differently."""
    faults: list[Message] = []

    def declaration(_version: str, coding: str | None, _standalone: int) -> None:
        if coding and coding.lower() not in _ENCODINGS | {"utf-16"}:
            faults.append(say("letters in the coding “{coding}”", coding=coding))

    def doctype(_name: str, system: str | None, public: str | None, subset: int) -> None:
        if subset:
            faults.append(say("entities of its own (<!DOCTYPE … [ … ]>)"))
        # Browsers know the entities of some other document types by heart, so only they would read &bsol; as a backslash.
        if (system or public) and not (public or "").startswith("-//W3C//DTD SVG 1."):
            faults.append(say("a <!DOCTYPE> that is not SVG's"))

    def instruction(target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            faults.append(say("a style sheet of its own"))

    if b"\0" in data:
        faults.append(say("letters in the coding “{coding}”", coding="UTF-16"))
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = doctype
    parser.ProcessingInstructionHandler = instruction
    parser.Parse(data, True)
    return faults


def _check_element(element: ElementTree.Element) -> Iterator[Message]:
    """Find the faults of an element, without those of its children."""
    space, _, name = element.tag.rpartition("}")
    is_svg = space == _SVG
    if not (is_svg and name in _ELEMENTS) and not element.tag.startswith(_EDITORS):
        yield cite(f"<{name}>")
        return
    for key, value in element.attrib.items():
        if (is_svg or key.startswith("{")) and not _is_harmless(name, key, value):
            yield say("the attribute “{key}” of <{name}>", key=key.rpartition("}")[2], name=name)
    if name == "style" and is_svg:
        # A browser omits the text of elements inside a style, which could join two halves of a word.
        yield from (say("<{name}> within <style>", name=inner.tag.rpartition("}")[2]) for inner in element)
        if _may_fetch("".join(element.itertext())):
            yield say("styles that name something elsewhere, such as a typeface")


def _is_harmless(name: str, key: str, value: str) -> bool:
    if key in ("href", f"{_XLINK}}}href"):
        address = _INVISIBLE.sub("", value)
        return address.startswith("#") or (name in ("image", "feImage") and bool(_IMAGE.fullmatch(address)))
    if key in _NAMESPACED or key.startswith(_EDITORS) or _NOTE.fullmatch(key):
        return True
    return key in _ATTRIBUTES and not _may_fetch(value)


def _may_fetch(style: str) -> bool:
    return bool(_EXTERNAL.search(_INTERNAL.sub(" ", style)))


def _read_size(root: ElementTree.Element) -> Image | None:
    """Read the drawing's size from its width and height or its viewBox, rounded; None if it has neither."""
    sides = [re.fullmatch(r"\s*([0-9.]+)(?:px)?\s*", root.get(side, "")) for side in ("width", "height")]
    numbers = [found[1] for found in sides if found] if all(sides) else root.get("viewBox", "").replace(",", " ").split()[2:]
    try:
        width, height = (round(float(number)) for number in numbers)
    except ValueError:
        return None
    return Image(width, height) if width > 0 and height > 0 else None
