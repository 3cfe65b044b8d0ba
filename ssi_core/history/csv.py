"""A history as comma-separated values (RFC 4180), for a spreadsheet.

>>> from ssi_core.history.points import read_points
>>> points = read_points([{"id": "a", "date": "2026-01-05", "kind": "real", "total": 31, "industry": {"rank": 37, "average": None},
...                        "pillars": {"brand": 11.5, "find": 4.2, "engage": None, "relate": 13.25}}]).points
>>> for line in format_csv(points).splitlines():
...     print(line)
date,kind,total,brand,find,engage,relate,low,high,role,version,industry_rank,industry_average,network_rank,network_average
2026-01-05T00:00:00Z,real,31,11.5,4.2,,13.25,,,,,37,,,
>>> print(format_csv(points, {"date": "Datum", "real": "=1+1"}, comma=True).splitlines()[1])
2026-01-05T00:00:00Z;'=1+1;31;11,5;4,2;;13,25;;;;;37;;;
"""

from collections.abc import Iterable, Mapping

from ssi_core.history.points import Point
from ssi_core.model import MODEL, TOTAL

COLUMNS = (
    "date", "kind", TOTAL, *MODEL.pillars, "low", "high", "role", "version",
    "industry_rank", "industry_average", "network_rank", "network_average",
)  # fmt: skip

_EMPTY_PAIR = (None, None)
# Spreadsheets read a cell that begins with one of these as a formula; some skip white space before it, or accept the wide forms.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def format_csv(points: Iterable[Point], words: Mapping[str, str] | None = None, *, comma: bool = False) -> str:
    """Write one row for each point, below a row with the columns' names.

    `words`: the text for a column, a kind, a role or a date, since the reader's day need not be that of UTC; other values are written as
    they are. `comma`: decimals have a comma, and a semicolon separates the cells, as spreadsheets expect where people write numbers so.
    """
    words = words or {}
    rows = [COLUMNS, *map(_make_row, points)]
    cells = ([_format_cell(value, words, comma=comma) for value in row] for row in rows)
    return "".join((";" if comma else ",").join(row) + "\r\n" for row in cells)


def _make_row(point: Point) -> tuple[str | int | float | None, ...]:
    return (
        point.date,
        point.kind,
        point.total,
        *(points for _, points in point.pillars),
        *(point.range or _EMPTY_PAIR),
        point.role,
        point.version,
        *(point.industry or _EMPTY_PAIR),
        *(point.network or _EMPTY_PAIR),
    )


def _format_cell(value: str | int | float | None, words: Mapping[str, str], *, comma: bool) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value).replace(".", "," if comma else ".")
    text = words.get(value, value)
    if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if set(text) & set('",;\r\n') else text
