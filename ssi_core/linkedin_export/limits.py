"""How much of a file is read at most, and what a file is called that cannot be read. Sizes are in bytes.

Members' own archives stay far below all of these. Who hands over something else gets a clear word for it, and never a frozen page.
"""

MIB = 1 << 20

CHUNK = MIB // 4
"""Bytes that are read at once. Nothing but a row that is still open, an article or a nested ZIP is ever held longer than its chunk."""
MOST_ENTRIES = 50_000
"""Entries of one ZIP."""
LARGEST_DIRECTORY = 4 * MIB
"""The list of entries in a ZIP."""
LARGEST_FILE = 1024 * MIB
"""One file, decoded."""
LARGEST_WHOLE = 2048 * MIB
"""All files of one ZIP that are read, decoded."""
LARGEST_RATIO = 300
"""Decoded to packed, for a file of more than `RATIO_FROM` decoded. Text hardly comes to 30."""
RATIO_FROM = 256 * MIB
LARGEST_NESTED = 256 * MIB
"""A ZIP inside a ZIP, which has to be held whole."""
LARGEST_ROW = 4 * MIB
"""One row of a CSV file."""
LARGEST_ARTICLE = 4 * MIB
LARGEST_SHEET = 64 * MIB
"""One part of a workbook, decoded."""


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """A file, or one inside it, cannot be used. `problem`: a key of `ssi_core.linkedin_export.problems.MESSAGES`."""

    def __init__(self, problem: str) -> None:
        """Keep the key, and be printable as it."""
        self.problem = problem
        super().__init__(problem)
