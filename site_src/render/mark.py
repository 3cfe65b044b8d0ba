"""Every page's mark, by which the service worker knows it where its HTML was changed.

Hosts and networks rewrite HTML on its way: they shorten links, hide mail addresses, add scripts. Such a page no longer has the bytes that
the build made, but still its mark. The mark stands in the page's last script, so that a page that was cut short has none.
"""

import hashlib

MARK_SLOT = "\ue000mark\ue001"
"""Stands in a page where its mark goes, which depends on the rest of the page."""


def add_mark(text: str) -> str:
    """Fill in a page's mark.

    It changes with everything in the page, the names of its scripts and styles included, which in turn change with their content.
    """
    return text.replace(MARK_SLOT, hashlib.sha256(text.encode()).hexdigest()[:12])
