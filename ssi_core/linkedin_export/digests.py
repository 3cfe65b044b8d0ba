"""Digests of eight bytes, in place of a name, an address or an employer.

Two digests can be compared, and none can be read. But a digest can be checked against a known name, so no result holds one.
"""

import re
from hashlib import blake2b

type Digest = bytes

LONGEST = 200
"""Characters of a name that count."""
LONGEST_HELD = 80
"""Bytes of a cell up to which it is stored as it is."""

_SLUG = re.compile(r"/in/([^/?#\s]+)", re.IGNORECASE)
_LEGAL_FORMS = frozenset(
    (
        "ag", "bv", "bvba", "co", "coop", "corp", "corporation", "cv", "gmbh", "inc", "incorporated", "limited", "llc", "llp", "ltd", "nv",
        "oy", "plc", "sa", "sarl", "se", "spa", "srl", "vof", "vzw",
    )
)  # fmt: skip
_NO_EMPLOYER = frozenset(
    (
        "freelance", "freelancer", "zelfstandig", "zelfstandige", "zelfstandig ondernemer", "zzp", "zzper", "self employed", "selfemployed",
        "independent", "eigen bedrijf", "eigen onderneming", "confidential", "vertrouwelijk", "stealth startup", "diverse", "various",
        "diverse opdrachtgevers", "werkzoekend", "retired", "gepensioneerd",
    )
)  # fmt: skip


def shorten_cell(cell: bytes) -> bytes:
    """Shorten a cell to compare it with others: a long one becomes its digest. So no long cell stays in memory."""
    return cell if len(cell) <= LONGEST_HELD else blake2b(cell, digest_size=16).digest()


def make_digest(text: str) -> Digest | None:
    """Make the digest of a name, whatever its case and spacing; None for no name."""
    words = " ".join(text[:LONGEST].casefold().split())
    return blake2b(words.encode("utf-8", "replace"), digest_size=8).digest() if words else None


def make_profile_digest(address: str) -> Digest | None:
    """Make the digest of a profile's address; None for any other text.

    Scheme, host and query do not matter.

    >>> len({make_profile_digest(address) for address in ("https://www.linkedin.com/in/Jan-1/", "linkedin.com/in/jan-1?x=1")})
    1
    >>> make_profile_digest("no") is None
    True
    """
    slug = _SLUG.search(address)
    return make_digest(slug[1]) if slug else None


def make_employer_digest(company: str) -> Digest | None:
    """Make the digest of an employer, whatever its legal form and punctuation.

    None where there is no employer, as for the self-employed.

    >>> len({make_employer_digest(name) for name in ("Acme B.V.", "ACME (NL)", "acme, bv")}), make_employer_digest("Freelance")
    (1, None)
    """
    bare = re.sub(r"[.'’]", "", re.sub(r"\([^()]*\)", " ", company[:LONGEST].casefold()))
    words = re.sub(r"[\W_]+", " ", bare).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    plain = " ".join(words)
    return None if plain in _NO_EMPLOYER else make_digest(plain)
