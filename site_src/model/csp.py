"""The parts of the security policy that pages, servers and the one-file quiz share."""

import base64
import hashlib
from collections.abc import Mapping

REFERRER = "same-origin"
"""The referrer policy: browsers send the full address to this site, and nothing to any other."""
TRUSTED_TYPES = "ssi"
"""The name of the scripts' only policy for Trusted Types, made in site_src/browser/page/ui/trusted_types.js."""


def hash_source(content: str) -> str:
    """Return the source that allows an inline script or style with this content."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def format_policy(directives: Mapping[str, tuple[str, ...]]) -> str:
    """Format a content security policy. A directive without sources allows nothing."""
    return "; ".join(f"{name} {' '.join(sources) or "'none'"}" for name, sources in directives.items())
