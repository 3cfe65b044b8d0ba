"""A reproducible zip. Runs in the build and inside the runtime, whose zlib compresses the same on every machine."""

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def make_archive(members: Mapping[str, bytes]) -> bytes:
    """Make a zip whose bytes depend only on its members. `members`: path → content."""
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=9) as file:
        for name in sorted(members):
            # A ZipInfo without a date has the first day that a zip can represent.
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            file.writestr(info, members[name])
    return archive.getvalue()
