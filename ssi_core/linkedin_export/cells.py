"""A cell of a CSV file → its text, or whether it has any."""

import codecs
import re

LONGEST = 2000
"""Bytes of a cell that are decoded."""

_NOTHING = ("", "n/a", "null", "<na>", "na", "none", "-")
# A character that was cut through.
_CUT = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,2}\Z")
# By a table: the codec itself calls its error handler for each byte that stands for nothing, which takes two hundred times as long.
_WINDOWS = bytes(range(256)).decode("cp1252", "replace")
_NOTHING_RAW = frozenset(word.encode() for word in _NOTHING)


def text_of(raw: bytes) -> str:
    """A cell as text. Excel saves other bytes than UTF-8; what stands for nothing is nothing.

    >>> text_of("Café".encode()), text_of("Café".encode("cp1252")), text_of(b" N/A ")
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
    """Whether a cell holds something. Says so without decoding it.

    >>> is_filled(b" Wind "), is_filled(b" <NA> "), is_filled(b"")
    (True, False, False)
    """
    return raw.strip().lower() not in _NOTHING_RAW
