"""The most that is read of a file, in bytes, and the error where it cannot be read.

Members' own archives stay far below all of these. With anything else the reader gets a clear message, and the page never freezes: a file
that is small may not cost much, and no step between two reports may cost more than a moment. What may grow is counted in an `Allowance`.
"""

MIB = 1 << 20

CHUNK = MIB // 16
"""Bytes that are read at once. Nothing but a row that is still open, an article or a nested ZIP is ever held longer than its chunk."""
ROWS_AT_ONCE = 2000
"""Rows of a CSV file between two reports."""
LARGEST_FILE = 1024 * MIB
"""One file, decoded."""
LARGEST_DIRECTORY = MIB
"""The list of entries in a ZIP."""
LARGEST_ROW = MIB
"""One row of a CSV file."""
LARGEST_ARTICLE = MIB // 4
"""The start of an article, in which its date is looked for."""

MOST_ENTRIES = 10_000
"""Entries of a ZIP, with those of the ZIPs in it."""
MOST_TABLES = 300
"""CSV files of a ZIP, with those of the ZIPs in it. LinkedIn's archive has 22 that are read."""
LARGEST_NESTED = 96 * MIB
"""All ZIPs inside a ZIP, which have to be held whole."""
LARGEST_WHOLE = 2048 * MIB
"""All that is decoded of one file that was handed over."""
LARGEST_RATIO = 40
"""Decoded to packed. Text hardly comes to 30."""
SMALLEST_ROW = 10
"""Packed bytes of a row. A reaction takes 16."""
FREE_BYTES, FREE_ROWS = 16 * MIB, 20_000
"""So much more may be decoded of all files together, because the ratio of a small one can be any."""
FREE_TAGS, FREE_FOR_FILES = 40_000, 20
"""XML tags and attributes of a workbook, which has about 15,000 for a year; of each of so many files, fewer where there are more."""


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """A file, or one inside it, cannot be used. `problem`: a key of `ssi_core.linkedin_export.problems.MESSAGES`."""

    def __init__(self, problem: str) -> None:
        """Keep the key, and be printable as it."""
        self.problem = problem
        super().__init__(problem)


class Allowance:
    """The work that one file may still cost: it grows with the file's size, no faster.

    >>> allowance = Allowance(size=1000, files=1)
    >>> allowance.spend("entries", 9_000)
    >>> allowance.spend("entries", 9_000)
    Traceback (most recent call last):
    ssi_core.linkedin_export.limits.Unreadable: too_many_entries
    """

    def __init__(self, size: int, files: int) -> None:
        """Begin a file of this `size`, one of so many `files`."""
        self._left = {
            "bytes": min(LARGEST_WHOLE, FREE_BYTES // files + LARGEST_RATIO * size),
            "rows": FREE_ROWS // files + size // SMALLEST_ROW,
            "tags": FREE_TAGS * FREE_FOR_FILES // max(files, FREE_FOR_FILES),
            "entries": MOST_ENTRIES,
            "tables": MOST_TABLES,
            "nested": LARGEST_NESTED,
        }

    def spend(self, kind: str, amount: int) -> None:
        """Raise Unreadable where less than this is left. What was not spent is there for the next, which may be smaller."""
        if amount > self._left[kind]:
            raise Unreadable(_PROBLEMS.get(kind, "too_large"))
        self._left[kind] -= amount


_PROBLEMS = {"entries": "too_many_entries", "tables": "too_many_entries", "nested": "nested_too_large"}
