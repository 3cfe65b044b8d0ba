"""The width of text in a TrueType font, read from the font's own tables.

It is all that breaking a title into lines needs. The tables: https://learn.microsoft.com/typography/opentype/spec/otff.
"""

import struct


class FontMetrics:
    """The widths of a TrueType font's letters."""

    def __init__(self, data: bytes) -> None:
        """Read a font file's tables `head`, `hhea`, `hmtx` and `cmap`."""
        tables = {}
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16):
            tag, _, offset, _ = struct.unpack_from(">4sIII", data, at)
            tables[tag.decode()] = offset
        self._unit: int = struct.unpack_from(">H", data, tables["head"] + 18)[0]
        count: int = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
        widths = [struct.unpack_from(">H", data, tables["hmtx"] + 4 * glyph)[0] for glyph in range(count)]
        glyphs = _read_glyphs(data, tables["cmap"])
        # The table leaves out widths at its end: all further glyphs are as wide as the last one listed.
        self._widths = {letter: widths[min(glyph, count - 1)] for letter, glyph in glyphs.items()}

    def covers(self, text: str) -> bool:
        """Return whether the font has every letter of a text."""
        return all(letter in self._widths for letter in text)

    def measure(self, text: str, size: float) -> float:
        """Return the width of a text without kerning, in the unit of `size`."""
        units: int = sum(self._widths[letter] for letter in text)
        return units * size / self._unit

    def break_lines(self, text: str, size: float, room: float) -> list[str]:
        """Break a text into as few lines as fit a width, of about equal length."""
        best = self._fill_lines(text, size, room)
        narrower = room
        while len(best) > 1 and narrower > room / 2:
            narrower -= size / 4
            lines = self._fill_lines(text, size, narrower)
            if len(lines) > len(best) or any(self.measure(line, size) > room for line in lines):
                break
            best = lines
        return best

    def _fill_lines(self, text: str, size: float, room: float) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            if lines and self.measure(f"{lines[-1]} {word}", size) <= room:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines


def _read_glyphs(data: bytes, table: int) -> dict[str, int]:
    """Map each letter to its glyph's number, from the `cmap` subtable of format 4.

    That format holds the letters up to U+FFFF.
    """
    count = struct.unpack_from(">H", data, table + 2)[0]
    offsets = [struct.unpack_from(">I", data, table + 8 + 8 * at)[0] for at in range(count)]
    start = next(table + offset for offset in offsets if struct.unpack_from(">H", data, table + offset)[0] == 4)
    size = struct.unpack_from(">H", data, start + 6)[0]
    ends, starts, deltas, ranges = (start + 14 + skip for skip in (0, size + 2, 2 * size + 2, 3 * size + 2))
    found: dict[str, int] = {}
    for at in range(0, size, 2):
        first, last = struct.unpack_from(">H", data, starts + at)[0], struct.unpack_from(">H", data, ends + at)[0]
        delta, skip = struct.unpack_from(">h", data, deltas + at)[0], struct.unpack_from(">H", data, ranges + at)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if skip:
                glyph = struct.unpack_from(">H", data, ranges + at + skip + 2 * (code - first))[0]
            if glyph:
                found[chr(code)] = (glyph + delta) % 65_536
    return found
