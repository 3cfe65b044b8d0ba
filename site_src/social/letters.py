"""How wide a font's letters are: read from its own tables, which is all that setting a title in lines needs."""

import struct


class Letters:
    """The widths of a TrueType font's letters."""

    def __init__(self, data: bytes) -> None:
        tables = {}
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16):
            tag, _, offset, _ = struct.unpack_from(">4sIII", data, at)
            tables[tag.decode()] = offset
        self._unit: int = struct.unpack_from(">H", data, tables["head"] + 18)[0]
        count: int = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
        widths = [struct.unpack_from(">H", data, tables["hmtx"] + 4 * glyph)[0] for glyph in range(count)]
        glyphs = _glyphs(data, tables["cmap"])
        # From the first glyph that has none of its own, all are as wide as the last that has.
        self._widths = {letter: widths[min(glyph, count - 1)] for letter, glyph in glyphs.items()}

    def known(self, text: str) -> bool:
        """Whether the font has every letter of a text."""
        return all(letter in self._widths for letter in text)

    def width(self, text: str, size: float) -> float:
        """The width of a text, in the unit of `size`, as if no two letters were drawn closer together."""
        units: int = sum(self._widths[letter] for letter in text)
        return units * size / self._unit

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """A text in as few lines as fit the room, about equally long."""
        best = self._filled(text, size, room)
        narrower = room
        while len(best) > 1 and narrower > room / 2:
            narrower -= size / 4
            tried = self._filled(text, size, narrower)
            if len(tried) > len(best) or any(self.width(line, size) > room for line in tried):
                break
            best = tried
        return best

    def _filled(self, text: str, size: float, room: float) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            if lines and self.width(f"{lines[-1]} {word}", size) <= room:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines


def _glyphs(data: bytes, table: int) -> dict[str, int]:
    """Which glyph draws which letter: the table of format 4, for the letters that two bytes can name."""
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
