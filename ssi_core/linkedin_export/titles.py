"""A job title, in English or Dutch → senior, junior, or neither.

Senior: people who own or decide (directors, owners, partners, heads of a department). Junior: assistants, trainees, interns, students,
first jobs. Only words decide, so it is a proxy; `tests/core/test_titles.py` measures how often it is right. The words are data below:

- A title has parts ("Founder | Student"). One senior part makes it senior; else one junior part makes it junior.
- In a part, words after "bij", "voor", "to the" and the like are about somebody else, and are dropped.
- Misleading phrases are dropped as well (product owner, assistant professor). Then the words decide, junior before senior.

>>> [classify_seniority(title) for title in ("Managing Director", "Stagiair marketing", "Assistant to the CEO", "Product Owner")]
['senior', 'junior', 'junior', None]
"""

import re

SENIOR = "senior"
JUNIOR = "junior"

LONGEST = 100
"""Characters of a title that are read. LinkedIn takes no more."""


class _Phrases:
    """Phrases, separated by "|"; a hyphen at an end of one stands for more letters."""

    def __init__(self, *lines: str) -> None:
        phrases = "|".join(lines).split("|")
        words = [re.escape(phrase).replace(r"\-", r"\w*") for phrase in phrases]
        pattern = re.compile(rf"\b(?:{'|'.join(words)})\b")
        self.search, self.sub = pattern.search, pattern.sub
        first = [phrase.split(" ")[0] for phrase in phrases]
        self.words = frozenset(word for word in first if "-" not in word)
        self.endings = tuple(word[1:] for word in first if word[0] == "-")
        self.beginnings = tuple(word[:-1] for word in first if word[-1] == "-")


_SENIOR = _Phrases(
    "ceo|cfo|cto|coo|cmo|cio|chro|cpo|cso|cco|cdo|cro|ciso|chief|c level|president|vp|svp|evp|avp|-director|general manager",
    "member of the board|country manager|owner|coowner|founder|cofounder|partner|head|chair|chairman|chairwoman|chairperson|board member",
    "entrepreneur|proprietor|rector|-directeur|directeuren|directrice|-eigenaar|-eigenaresse|-oprichter|oprichtster|vennoot|hoofd|afdelingshoofd",
    "diensthoofd|-bestuurder|bestuursvoorzitter|bestuurslid|directielid|voorzitter|-commissaris|dga|zaakvoerder|zaakvoerster|burgemeester",
    "wethouder|gemeentesecretaris|secretaris generaal|ondernemer|onderneemster|franchisenemer|praktijkhouder|hoofdredacteur",
    "algemeen manager|editor in chief|raad van bestuur|raad van toezicht|lid mt|mt lid|lid managementteam|lid van het managementteam",
    "lid directie|lid van de directie|cpto|cxo|clo|caio|general counsel|secretary general|dean|mayor|school superintendent",
    "superintendent of schools|schoolleider|gedeputeerde|dijkgraaf|staatssecretaris",
)
_ONLY_LOOKS_SENIOR = _Phrases(
    "business partner|people partner|talent partner|hr partner|finance partner|partner manager|partner account manager|partner marketing",
    "partner marketeer|partner sales|partner success|partner development|partner support|partner program|partner programme|channel partner",
    "sales partner|partner relations|product owner|process owner|service owner|data owner|platform owner|system owner|application owner",
    "art director|director of photography|funeral director|casting director|assistant director|assistant general manager",
    "assistant vice president|ceo office|directors office|office of the ceo|office of the president|producteigenaar|product eigenaar",
    "proceseigenaar|proces eigenaar|head chef|head coach|head waiter|head barista|head nurse|head bartender|head baker|head cook",
    "head receptionist|head gardener|head hunter|head trainer|chief steward|chief stewardess|chief petty officer",
)
_FORMER = _Phrases("former|ex|oud|voormalig|retired|gepensioneerd|aspiring|aankomend")
_JUNIOR = _Phrases(
    "junior-|jr|-trainee|-student|-studente|-assistent|-assistente|-assistant|-stagiair|-stagiaire|stage|internship|traineeship|scholier|leerling-|apprentice",
    "graduate|starter|startersfunctie|bijbaan|afstudeer-|aankomend|entry level|in opleiding|in training|eerste baan",
    "meewerkstage|afstudeerstage|snuffelstage|-asst",
)
_ONLY_LOOKS_JUNIOR = _Phrases(
    "assistant professor|assistant manager|assistant director|assistant vice president|assistant general manager|student advisor",
    "assistant general counsel|assistant dean|asst professor|asst manager|asst director|asst vice president|asst general manager",
    "student counselor|student counsellor|student affairs|student success|student recruitment|graduate recruiter|graduate recruitment",
    "graduate school|stage manager|stage director|early stage|late stage|trainee coach|trainee coordinator",
)
# "Intern" is Dutch for internal, too: an "intern begeleider" works in a school and is no intern.
_INTERN = re.compile(
    r"\bintern\b(?! (?:begeleid|audit|advis|account|transport|toezicht|vervoer|control|beheer|verkoop|communicat|medewerk))"
)

_PARTS = re.compile(r"\s[-–—]\s|[|/•·,;:+&]|\s(?:en|and)\s")
_ABOUT_OTHERS = re.compile(
    r"@|\b(?:at|bij|for|voor|namens|van de|van het|aan de|aan het)\b"
    r"|\bto (?:the|our|a|ceo|cfo|coo|cto|vp|chief|director|president|board|managing)\b"
)
_JOINED = re.compile(r"(?<=\w)[.'’](?=\w)|\b(?<=co)-|\b(?<=mede)-")
_WORD = re.compile(r"[^\W_]+")
_NO_LETTERS = re.compile(r"[\W_]+")


# Most titles have none of the words, and a check of each word finds that sooner than any pattern.
_HINTS = _SENIOR.words | _JUNIOR.words | {"intern"}
_ENDINGS = _SENIOR.endings + _JUNIOR.endings
_BEGINNINGS = _SENIOR.beginnings + _JUNIOR.beginnings


def classify_seniority(title: str) -> str | None:
    """Return `SENIOR`, `JUNIOR` or None."""
    title = title[:LONGEST].casefold()
    words = _WORD.findall(_JOINED.sub("", title))
    if not any(word in _HINTS or word.endswith(_ENDINGS) or word.startswith(_BEGINNINGS) for word in words):
        return None
    found = {_classify_part(part) for part in _PARTS.split(title)}
    return next((level for level in (SENIOR, JUNIOR) if level in found), None)


def _classify_part(part: str) -> str | None:
    words = _NO_LETTERS.sub(" ", _JOINED.sub("", _ABOUT_OTHERS.split(part)[0]))
    if _JUNIOR.search(_ONLY_LOOKS_JUNIOR.sub(" ", words)) or _INTERN.search(words):
        return JUNIOR
    if _FORMER.search(words):
        return None
    return SENIOR if _SENIOR.search(_ONLY_LOOKS_SENIOR.sub(" ", words)) else None
