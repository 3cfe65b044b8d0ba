"""What is kept in place of a name, an address or an employer: a digest of eight bytes.

Two can be compared, and none can be read. But whoever knows a name can tell whether a digest is of it, so no result has one in it.
"""

import re
from hashlib import blake2b

type Digest = bytes

LONGEST = 200
"""Characters of a name that count."""
LONGEST_HELD = 80
"""Bytes of a cell that are held as they are."""

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


def compact(cell: bytes) -> bytes:
    """A cell to compare with others like it; a long one as its digest, so that none is held."""
    return cell if len(cell) <= LONGEST_HELD else blake2b(cell, digest_size=16).digest()


def digest_of(text: str) -> Digest | None:
    """The digest of a name, whatever its case and spacing; None for no name."""
    words = " ".join(text[:LONGEST].casefold().split())
    return blake2b(words.encode("utf-8", "replace"), digest_size=8).digest() if words else None


def digest_of_profile(address: str) -> Digest | None:
    """The digest of a profile's address, with or without its scheme, host or query; None where it is not one.

    >>> digest_of_profile("https://www.linkedin.com/in/Jan-1/") == digest_of_profile("linkedin.com/in/jan-1?x=1"), digest_of_profile("no")
    (True, None)
    """
    slug = _SLUG.search(address)
    return digest_of(slug[1]) if slug else None


def digest_of_employer(company: str) -> Digest | None:
    """The digest of an employer, whatever its legal form and punctuation; None where there is none, as for the self-employed.

    >>> len({digest_of_employer(name) for name in ("Acme B.V.", "ACME (NL)", "acme, bv")}), digest_of_employer("Freelance")
    (1, None)
    """
    bare = re.sub(r"[.'’]", "", re.sub(r"\([^()]*\)", " ", company[:LONGEST].casefold()))
    words = re.sub(r"[\W_]+", " ", bare).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    plain = " ".join(words)
    return None if plain in _NO_EMPLOYER else digest_of(plain)
