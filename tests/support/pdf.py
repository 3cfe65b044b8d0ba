"""As much of a PDF as the tests look at: how many pages it has, and what stands on them. Reads what Chromium writes, and nothing else."""

import re
import zlib
from typing import NamedTuple

_OBJECT = re.compile(rb"(?s)(?:^|\n)(\d+) 0 obj\b(.*?)\nendobj")
_STREAM = re.compile(rb"(?s)stream\r?\n(.*?)\r?\nendstream")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\n")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>\s*Tj|\[(.*?)\]\s*TJ", re.DOTALL)


class Pdf(NamedTuple):
    """The text of each page, without spaces: those a PDF may leave out."""

    pages: tuple[str, ...]


def read(data: bytes) -> Pdf:
    """The pages of a PDF."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    assert pages, "no page in it"
    return Pdf(tuple(_text(page, objects) for page in pages))


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]


def _text(page: bytes, objects: dict[int, bytes]) -> str:
    fonts = {name: _letters(objects[int(number)], objects) for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", page)}
    contents = re.search(rb"/Contents (\d+) 0 R", page)
    assert contents
    shown: list[str] = []
    letters: dict[int, str] = {}
    for font, whole, parts in _SHOWN.findall(_stream(objects[int(contents[1])])):
        letters = fonts[font] if font else letters
        for text in [whole] if whole else re.findall(rb"<([0-9A-Fa-f]+)>", parts):
            shown += (letters.get(int(text[at : at + 4], 16), "") for at in range(0, len(text), 4))
    return re.sub(r"\s", "", "".join(shown))


def _letters(font: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    """Map a font's glyphs to characters."""
    found = re.search(rb"/ToUnicode (\d+) 0 R", font)
    if not found:
        return {}
    text = _stream(objects[int(found[1])])
    letters: dict[int, str] = {}
    for block in re.findall(rb"(?s)beginbfchar\n(.*?)endbfchar", text):
        letters |= {int(glyph, 16): bytes.fromhex(letter.decode()).decode("utf-16-be") for glyph, letter in _PAIR.findall(block)}
    for block in re.findall(rb"(?s)beginbfrange\n(.*?)endbfrange", text):
        for first, last, letter in _RANGE.findall(block):
            for place, glyph in enumerate(range(int(first, 16), int(last, 16) + 1)):
                letters[glyph] = chr(int(letter, 16) + place)
    return letters
