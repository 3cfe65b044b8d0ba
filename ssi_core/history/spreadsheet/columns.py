"""A table → which of its columns is the date, the total, a pillar.

The columns are known by the words of their header, in Dutch or English; or, in a table without one, by what is in them.

>>> find_header({0: "Datum", 1: "Totaal", 2: "Bouw je professionele merk op"})
{'date': 0, 'total': 1, 'brand': 2}
>>> find_header({0: "Date", 1: "Impressions"}), find_header({0: "3-9-2026", 1: "42"})
(None, None)
"""

import re
from collections.abc import Callable, Mapping, Sequence

from ssi_core.history.spreadsheet.days import read_day
from ssi_core.history.spreadsheet.numbers import NotPoints, is_rank, parse_points
from ssi_core.linkedin_export.workbook import Cells
from ssi_core.linkedin_page.words import INDUSTRY, NETWORK, find_group, find_pillar
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL, TOTAL_POINTS

type Columns = dict[str, int]
"""The parts of a score → their columns: `DATE`, `TOTAL`, a pillar, one of `OTHERS`."""

DATE = "date"
RANKINGS = tuple(f"{group}_{field}" for group in (INDUSTRY, NETWORK) for field in ("rank", "average"))
OTHERS = ("kind", "low", "high", "role", "version", *RANKINGS)
HEADER_WITHIN = 50
"""Rows in which the header must stand: titles may stand above it."""
LONGEST_NAME = 80
"""Characters of a column's name. A longer text is none."""
FEWEST_ALIKE = 0.5
"""The part of a column without a name that must be dates, or points."""

_NAMES = {
    "low": re.compile(r"(?:range|bandbreedte) (?:from|van)|low|laag"),
    "high": re.compile(r"(?:range|bandbreedte) (?:to|tot)|high|hoog"),
    "role": re.compile(r"line of work|soort werk|role|rol"),
    "version": re.compile(r"model|version|versie"),
    "kind": re.compile(r"kind|soort|type"),
}
_RANK = re.compile(r"\b(?:rank|plaats|positie|rang|top)\b")
_AVERAGE = re.compile(r"average|gemiddeld")
_DATE = re.compile(r"\b(?:date|datum|day|dag|timestamp|tijdstempel|recorded ?at|measured on|gemeten op|wanneer|when)\b|meetdatum|peildatum")
_TOTAL = re.compile(r"\b(?:total|totaal|overall|ssi|score|index)\b|totaalscore")
# Columns beside a score that are no part of it.
_OTHER = re.compile(
    r"\b(?:targets?|goals?|chang(?:e|es|ed)|differences?|diff|delta|previous|prior)\b|doel(?!groep)|streef|verschil|\bvorige?\b"
)
# Names that can mean nothing else: of several columns for one part, such a one is taken.
_WHOLE = re.compile(
    r"date|datum|dag|day|meetdatum|peildatum|(?:total|totaal|overall)(?: (?:ssi|score|ssi score))?|totaalscore"
    r"|(?:linkedin )?ssi(?: (?:score|total|totaal))?|score|social selling index"
)
# Short names, as people write them; LinkedIn's own are in `ssi_core.linkedin_page.words`.
_PILLARS = {
    "brand": re.compile(r"\bbrand|merk\b"),
    "find": re.compile(r"\bfind|\bvind|people\b|mensen\b"),
    "engage": re.compile(r"\bengag|\binsight|\binzicht"),
    "relate": re.compile(r"\brelat|relaties\b|relationship"),
}
_DUTCH = re.compile(r"datum|dag\b|totaal|soort|merk\b|mensen|inzicht|relaties|tijdstempel|gemeten")


def find_columns(rows: Sequence[tuple[int, Cells]]) -> tuple[Columns, int] | None:
    """Return the columns of a table, and the number of rows above its first score; None where it has no scores."""
    for place, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
        if columns := find_header(cells):
            return columns, place + 1
    columns = _guess_columns(rows)
    return (columns, 0) if columns else None


def find_header(cells: Cells) -> Columns | None:
    """Return the columns that a header names. It has a date, and a total or all four pillars."""
    found: Columns = {}
    for column, text in sorted(cells.items(), key=lambda cell: (not _WHOLE.fullmatch(_simplify(cell[1])), cell[0])):
        name = name_column(text)
        if name and name not in found:
            found[name] = column
    is_whole = TOTAL in found or all(pillar in found for pillar in MODEL.pillars)
    return found if DATE in found and is_whole else None


def name_column(text: str) -> str | None:
    """Return what a column's name stands for, or None."""
    words = _simplify(text)
    if len(words) > LONGEST_NAME or read_day(text) != (None, None) or _OTHER.search(words):
        return None
    if found := next((name for name, pattern in _NAMES.items() if pattern.fullmatch(words)), None):
        return found
    group = find_group(words)
    is_average = bool(_AVERAGE.search(words))
    if is_average or _RANK.search(words):
        return f"{group}_{'average' if is_average else 'rank'}" if group else None
    if _DATE.search(words):
        return DATE
    pillar = find_pillar(words)
    short = [key for key, pattern in _PILLARS.items() if pattern.search(words)]
    if pillar or len(short) == 1:
        return pillar or short[0]
    return TOTAL if _TOTAL.search(words) and not short else None


def _simplify(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text[: LONGEST_NAME + 1])).strip().casefold()


def format_column(column: int) -> str:
    """Write a column as spreadsheets name it.

    >>> [format_column(column) for column in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    before, letter = divmod(column, 26)
    return (format_column(before - 1) if before else "") + chr(ord("A") + letter)


def is_dutch(cells: Cells) -> bool:
    """Return whether a header is in Dutch, where the day comes before the month."""
    return any(_DUTCH.search(text.casefold()) for text in cells.values())


def _guess_columns(rows: Sequence[tuple[int, Cells]]) -> Columns | None:
    """Find the columns of a table without a header: dates, and one column of points, or four, or those and their total."""
    some = [cells for _, cells in rows[:HEADER_WITHIN] if cells]
    places = sorted({column for cells in some for column in cells})
    dates = [column for column in places if _count(some, column, lambda text: read_day(text) != (None, None)) >= FEWEST_ALIKE * len(some)]
    if not dates:
        return None
    points = [column for column in places if column not in dates and _count(some, column, _is_points) >= FEWEST_ALIKE * len(some)]
    pillars = points
    columns = {DATE: dates[0]}
    if len(points) == 1 + len(MODEL.pillars):
        total = _find_sum(some, points)
        if total is None:
            return None
        pillars = [column for column in points if column != total]
        columns[TOTAL] = total
    if len(points) == 1:
        return columns | {TOTAL: points[0]}
    if len(pillars) != len(MODEL.pillars) or not all(_fits_pillar(some, column) for column in pillars):
        return None
    return columns | dict(zip(MODEL.pillars, pillars, strict=True))


def _count(rows: Sequence[Cells], column: int, test: Callable[[str], bool]) -> int:
    return sum(test(cells.get(column, "")) for cells in rows)


def _is_points(text: str, most: int = TOTAL_POINTS) -> bool:
    try:
        return not is_rank(text) and parse_points(text, most) is not None
    except NotPoints:
        return False


def _fits_pillar(rows: Sequence[Cells], column: int) -> bool:
    return _count(rows, column, lambda text: _is_points(text, PILLAR_POINTS)) >= FEWEST_ALIKE * len(rows)


def _find_sum(rows: Sequence[Cells], columns: Sequence[int]) -> int | None:
    """Return the column that is the sum of the others. The first row where all are filled decides."""
    for cells in rows:
        values: Mapping[int, float] = {
            column: float(parse_points(cells[column], TOTAL_POINTS) or 0) for column in columns if _is_points(cells.get(column, ""))
        }
        if len(values) == len(columns):
            return next((column for column, value in values.items() if abs(sum(values.values()) - 2 * value) <= 1), None)
    return None
