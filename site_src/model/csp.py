"""The parts of the security policy that pages, servers and the one-file quiz share."""

from collections.abc import Mapping

REFERRER = "same-origin"
"""How much a browser tells of the page that a link was on: all of it to this site, nothing to any other."""
TRUSTED_TYPES = "ssi"
"""The name of the scripts' one policy for Trusted Types: site_src/browser/page/trusted_types.js."""


def policy_text(directives: Mapping[str, tuple[str, ...]]) -> str:
    """A content security policy in its own notation. A directive without sources allows nothing."""
    return "; ".join(f"{name} {' '.join(sources) or "'none'"}" for name, sources in directives.items())
