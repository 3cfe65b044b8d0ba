"""What is kept in place of a name, an address or an employer: eight bytes that tell whether two are the same, and not what they were."""

import re
from hashlib import blake2b

type Mark = bytes

LONGEST = 200
"""Characters of a name that count."""

_NOTHING = ("", "n/a", "null", "<na>", "na", "none", "-")
_NOTHING_RAW = frozenset(word.encode() for word in _NOTHING)
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


def text_of(raw: bytes) -> str:
    """A cell as text. Excel saves other bytes than UTF-8; what stands for nothing is nothing.

    >>> text_of("Café".encode()), text_of("Café".encode("cp1252")), text_of(b" N/A ")
    ('Café', 'Café', '')
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    text = text.strip()
    return "" if text.lower() in _NOTHING else text


def is_filled(raw: bytes) -> bool:
    """Whether a cell holds something. Says so without decoding it.

    >>> is_filled(b" Wind "), is_filled(b" <NA> "), is_filled(b"")
    (True, False, False)
    """
    return raw.strip().lower() not in _NOTHING_RAW


def mark_of(text: str) -> Mark | None:
    """The mark of a name, whatever its case and spacing; None for no name."""
    words = " ".join(text[:LONGEST].casefold().split())
    return blake2b(words.encode("utf-8", "replace"), digest_size=8).digest() if words else None


def mark_of_profile(address: str) -> Mark | None:
    """The mark of a profile's address, with or without its scheme, host or query; None where it is not one.

    >>> mark_of_profile("https://www.linkedin.com/in/Jan-1/") == mark_of_profile("linkedin.com/in/jan-1?x=1"), mark_of_profile("no")
    (True, None)
    """
    slug = _SLUG.search(address)
    return mark_of(slug[1]) if slug else None


def mark_of_employer(company: str) -> Mark | None:
    """The mark of an employer, whatever its legal form and punctuation; None where there is none, as for the self-employed.

    >>> mark_of_employer("Acme B.V.") == mark_of_employer("ACME (NL)") == mark_of_employer("acme, bv"), mark_of_employer("Freelance")
    (True, None)
    """
    bare = re.sub(r"[.'’]", "", re.sub(r"\([^()]*\)", " ", company[:LONGEST].casefold()))
    words = re.sub(r"[\W_]+", " ", bare).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    plain = " ".join(words)
    return None if plain in _NO_EMPLOYER else mark_of(plain)
