"""A cell of a CSV file → its text, or whether it has any."""

import codecs
import re

LONGEST = 2000
"""Bytes of a cell that are decoded."""

_NOTHING = ("", "n/a", "null", "<na>", "na", "none", "-")
# An incomplete character at the cut.
_CUT = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,2}\Z")
# A table, because the codec calls its error handler for each undefined byte, which takes two hundred times as long.
_WINDOWS = bytes(range(256)).decode("cp1252", "replace")
_NOTHING_RAW = frozenset(word.encode() for word in _NOTHING)


def decode_cell(raw: bytes) -> str:
    """Decode a cell. Excel saves other bytes than UTF-8; a placeholder for nothing is an empty text.

    >>> decode_cell("Café".encode()), decode_cell("Café".encode("cp1252")), decode_cell(b" N/A ")
    ('Café', 'Café', '')
    """
    if len(raw) > LONGEST:
        raw = _CUT.sub(b"", raw[:LONGEST])
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text, _ = codecs.charmap_decode(raw, "strict", _WINDOWS)
    text = text.strip()
    return "" if text.lower() in _NOTHING else text


def is_filled(raw: bytes) -> bool:
    """Return whether a cell holds something. The cell is not decoded.

    >>> is_filled(b" Wind "), is_filled(b" <NA> "), is_filled(b"")
    (True, False, False)
    """
    return raw.strip().lower() not in _NOTHING_RAW
