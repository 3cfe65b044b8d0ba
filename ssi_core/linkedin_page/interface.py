"""The JSON of LinkedIn's own interface → the scores that the page shows.

Scripts print it, and people paste it.

    {"memberScore": {"overall": 33.4, "subScores": [{"pillar": "PROFESSIONAL_BRAND", "score": 13.1}, …]},
     "groupScore": [{"groupType": "INDUSTRY", "rank": 37, "score": {"overall": 36.1}}, …]}

Its keys come in any order, and it may stand inside other JSON or other text. A group other than the two on the page, such as the team,
does not count.
"""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from json import JSONDecoder
from typing import NamedTuple

from ssi_core.linkedin_page.numbers import Amount
from ssi_core.linkedin_page.pillars import can_add_up
from ssi_core.linkedin_page.words import INDUSTRY, NETWORK
from ssi_core.model import PILLAR_POINTS, TOTAL_POINTS

MOST_STARTS = 20
"""Opening braces at which JSON is tried."""
DEEPEST = 100
"""Nested objects and lists."""

_KEYS = re.compile(r"""\b(?:memberScore|subScores)["']?\s*:""")
_PILLARS = {"PROFESSIONAL_BRAND": "brand", "FIND_RIGHT_PEOPLE": "find", "INSIGHT_ENGAGEMENT": "engage", "STRONG_RELATIONSHIP": "relate"}
_GROUPS = {"INDUSTRY": INDUSTRY, "NETWORK": NETWORK}
# A script may print what it read as Python does, or as a browser's console.
_BARE_KEY = re.compile(r"(?<=[{,\s])([A-Za-z_$]\w*+)(?=\s*:)")
_CONSTANTS = {"True": "true", "False": "false", "None": "null", "undefined": "null"}
_CONSTANT = re.compile(r"\b(?:True|False|None|undefined)\b")


class Answer(NamedTuple):
    """The scores in the JSON, each by the name of its part; a missing part is not in it."""

    total: Amount | None
    pillars: dict[str, Amount]
    ranks: dict[str, Amount]
    averages: dict[str, Amount]


def is_interface(text: str) -> bool:
    """Return whether a text has the interface's keys. Then its numbers are not in the order of the page."""
    return _KEYS.search(text) is not None


def read_interface(text: str) -> Answer:
    """Read the interface's JSON. Where there is none that can be read, nothing is found."""
    whole = next(filter(None, map(_find_scores, _read_objects(text))), {})
    # The scores alone may be pasted; but next to a group's they could be anybody's.
    member = whole.get("memberScore", {} if "groupScore" in text or "memberScore" in text else whole)
    total = _take_amount(member, "overall", TOTAL_POINTS)
    pillars: dict[str, Amount] = {}
    for each in _take_list(member, "subScores"):
        _put(pillars, _PILLARS.get(str(_take(each, "pillar"))), _take_amount(each, "score", PILLAR_POINTS))
    ranks: dict[str, Amount] = {}
    averages: dict[str, Amount] = {}
    for each in _take_list(whole, "groupScore"):
        group = _GROUPS.get(str(_take(each, "groupType")))
        _put(ranks, group, _take_amount(each, "rank", TOTAL_POINTS) or None)
        _put(averages, group, _take_amount(_take(each, "score"), "overall", TOTAL_POINTS))
    return Answer(total, pillars if can_add_up(total, pillars.values()) else {}, ranks, averages)


def _read_objects(text: str) -> Iterator[object]:
    """Read each object in the text that is JSON, or nearly so."""
    plain = text.replace("'", '"')
    plain = _BARE_KEY.sub(r'"\1"', _CONSTANT.sub(lambda word: _CONSTANTS[word[0]], plain))
    decoder = JSONDecoder()
    for version in (text, plain):
        if _measure_depth(version) > DEEPEST:
            continue
        for start in islice(re.finditer("[{]", version), MOST_STARTS):
            # Also raised for a number of too many digits.
            with suppress(ValueError):
                yield decoder.raw_decode(version, start.start())[0]


def _measure_depth(text: str) -> int:
    """Return the most brackets that are open at once, whatever stands in strings."""
    depth = most = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth += 1 if bracket in "[{" else -1
        most = max(most, depth)
    return most


def _find_scores(value: object) -> dict[str, object]:
    """Find the object that holds the member's scores, at any depth; or the scores themselves."""
    waiting = deque([value])
    while waiting:
        each = waiting.popleft()
        if isinstance(each, dict):
            if isinstance(each.get("memberScore"), dict) or isinstance(each.get("subScores"), list):
                return each
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return {}


def _take(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _take_list(value: object, key: str) -> list[object]:
    found = _take(value, key)
    return found if isinstance(found, list) else []


def _take_amount(value: object, key: str, most: int) -> Amount | None:
    """Return a number from 0 to the most; None for anything else."""
    found = _take(value, key)
    return found if isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= most else None


def _put(found: dict[str, Amount], name: str | None, value: Amount | None) -> None:
    if name is not None and value is not None:
        found.setdefault(name, value)
