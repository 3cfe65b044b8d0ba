"""Words that decide on the page, in the known languages. All text is case-folded before it is compared."""

import re

INDUSTRY = "industry"
NETWORK = "network"

PILLAR_WORDS = {
    "brand": re.compile(r"professional brand|professionele merk|\bmarke\b"),
    "find": re.compile("right people|juiste mensen|richtigen (?:personen|leute|menschen)"),
    "engage": re.compile("insights|inzichten|einblicke"),
    "relate": re.compile("relationships|relaties|beziehungen"),
}
_INDUSTRY_WORDS = re.compile("industr|bran[cs]h|bransj|branż|sector|sektor|secteur|settore|setor")
_NETWORK_WORDS = re.compile(r"network|netwerk|netzwerk|réseau|nätverk|netværk|nettverk|\b(?:red|rete|rede)\b")
# SSI is SSI in every language, also between letters of other scripts; but not in "professional".
_SSI = "(?<![a-z])ssi(?![a-z])"
_SSI_WORD = re.compile(_SSI)
_AVERAGE_WORD = re.compile("average|gemiddeld|durchschnitt|moyen|promedio|średni|média")
_TOTAL_WORDS = re.compile("social selling index|score|total|totaal|gesamt")
# Not "Frank" or "orange": an industry may be called after anything.
_RANK_WORD = re.compile(
    r"\brank|\brang|(?:rank|rang|rangering|sijoitus|placering|plassering)\b|classement|classifica|clasificaci|pozyc|miejsce"
    r"|рейтинг|место|sıralama|peringkat|ランク|順位|排名|순위|랭킹"
)
CHANGE = "since|sinds|seit|depuis|desde"


def find_group(words: str) -> str | None:
    """Return the group that words name."""
    # Industry first: there is an industry called Computer Networking, and no network is called after an industry.
    if _INDUSTRY_WORDS.search(words):
        return INDUSTRY
    return NETWORK if _NETWORK_WORDS.search(words) else None


def find_pillar(words: str) -> str | None:
    """Return the one pillar that words name."""
    found = [pillar for pillar, label in PILLAR_WORDS.items() if label.search(words)]
    return found[0] if len(found) == 1 else None


def is_average_label(words: str) -> bool:
    """Return whether words lead to an average, as "average SSI of" does.

    The label of a rank does not: "Industry SSI rank".
    """
    return bool(_AVERAGE_WORD.search(words) or (_SSI_WORD.search(words) and not _RANK_WORD.search(words)))


def is_rank_label(words: str) -> bool:
    """Return whether words are surely a rank's. A name without "SSI" or "rank" in it may be a network engineer's job title."""
    return bool(_RANK_WORD.search(words) or _SSI_WORD.search(words))


def is_total_label(words: str) -> bool:
    """Return whether the words call a number the total.

    They are like "Current Social Selling Index", or little more than "Your SSI", and not about an average or a rank.
    """
    if len(words) > 40 or _AVERAGE_WORD.search(words) or _RANK_WORD.search(words):
        return False
    return bool(_TOTAL_WORDS.search(words) or (len(words) <= 16 and _SSI_WORD.search(words)))
