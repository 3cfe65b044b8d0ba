"""Limits on reading a file, in bytes, and the error for an unreadable one.

Members' own archives stay far below all of these. For any other file the reader gets a clear message, and the page never freezes: a small
file may not cost much, and no step between two reports may cost more than a moment. Costs that can grow are counted in an `Allowance`.
"""

MIB = 1 << 20

CHUNK = MIB // 16
"""Bytes that are read at once. Only a row that is still open, an article or a nested ZIP stays in memory longer than its chunk."""
ROWS_AT_ONCE = 2000
"""Rows of a CSV file between two reports."""
LARGEST_FILE = 1024 * MIB
"""One file, decoded."""
LARGEST_DIRECTORY = MIB
"""The list of entries in a ZIP."""
LARGEST_ROW = MIB
"""One row of a CSV file."""
LARGEST_ARTICLE = MIB // 4
"""The start of an article, which is searched for its date."""

MOST_ENTRIES = 10_000
"""Entries of a ZIP, with those of the ZIPs in it."""
MOST_TABLES = 300
"""CSV files of a ZIP, with those of the ZIPs in it. LinkedIn's archive has 23 that are read."""
LARGEST_NESTED = 96 * MIB
"""The ZIPs inside a ZIP together, which must be in memory whole."""
LARGEST_WHOLE = 2048 * MIB
"""The decoded bytes of one input file together."""
LARGEST_RATIO = 40
"""Decoded to packed. Text hardly comes to 30."""
SMALLEST_ROW = 10
"""Packed bytes of a row. A reaction takes 16."""
FREE_BYTES, FREE_ROWS = 16 * MIB, 20_000
"""Bytes and rows that all files together may decode beyond the ratio, which is meaningless for a small file."""
FREE_TAGS, FREE_FOR_FILES = 40_000, 20
"""XML tags and attributes of each workbook, which has about 15,000 for a year. With more files than this each may have fewer."""


class UnreadableFile(Exception):  # noqa: N818 - the name describes the file
    """A file, or one inside it, cannot be used. `problem`: a key of `ssi_core.linkedin_export.problems.MESSAGES`."""

    def __init__(self, problem: str) -> None:
        """Store the key, which is also the error's text."""
        self.problem = problem
        super().__init__(problem)


class Allowance:
    """The work that one file may still cost. It grows with the file's size, no faster.

    >>> allowance = Allowance(size=1000, files=1)
    >>> allowance.spend("entries", 9_000)
    >>> allowance.spend("entries", 9_000)
    Traceback (most recent call last):
    ssi_core.linkedin_export.limits.UnreadableFile: too_many_entries
    """

    def __init__(self, size: int, files: int, tags: int | None = None) -> None:
        """Begin a file of this `size`, one of so many `files`. `tags`: of a workbook that is not LinkedIn's, which may have more."""
        self._left = {
            "bytes": min(LARGEST_WHOLE, FREE_BYTES // files + LARGEST_RATIO * size),
            "rows": FREE_ROWS // files + size // SMALLEST_ROW,
            "tags": FREE_TAGS * FREE_FOR_FILES // max(files, FREE_FOR_FILES) if tags is None else tags,
            "entries": MOST_ENTRIES,
            "tables": MOST_TABLES,
            "nested": LARGEST_NESTED,
        }

    def spend(self, kind: str, amount: int) -> None:
        """Raise UnreadableFile where less than this is left. An amount that was not spent is left for the next, which may be smaller."""
        if amount > self._left[kind]:
            raise UnreadableFile(_PROBLEMS.get(kind, "too_large"))
        self._left[kind] -= amount


_PROBLEMS = {"entries": "too_many_entries", "tables": "too_many_entries", "nested": "nested_too_large"}
