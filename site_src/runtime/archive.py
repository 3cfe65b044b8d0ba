"""A reproducible zip. Runs in the build and inside the runtime, whose zlib compresses the same on every machine."""

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


def make_archive(members: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Make a zip whose bytes depend only on its members. `members`: path → content; `method`: one of zipfile's."""
    archive = io.BytesIO()
    with ZipFile(archive, "w", method, compresslevel=9) as file:
        for name in sorted(members):
            # A ZipInfo without a date has the first day that a zip can represent.
            info = ZipInfo(name)
            info.compress_type = method
            file.writestr(info, members[name])
    return archive.getvalue()


def store_archive(archive: bytes) -> bytes:
    """Make the same zip without compression.

    Compressed as a whole, as hosts do it, it is smaller than one whose members are compressed.
    """
    with ZipFile(io.BytesIO(archive)) as file:
        return make_archive({name: file.read(name) for name in file.namelist()}, ZIP_STORED)
