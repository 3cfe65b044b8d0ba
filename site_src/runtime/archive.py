"""A reproducible zip. Runs where we build and inside the runtime, whose zlib compresses the same on every machine."""

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def archive(members: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on nothing but its members."""
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED, compresslevel=9) as file:
        for name in sorted(members):
            # Without a date it is of the first day that a zip can say.
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            file.writestr(info, members[name])
    return whole.getvalue()
