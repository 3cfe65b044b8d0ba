"""A spreadsheet → its past scores by row, and the rows that were not understood.

    {"problem": key | null, "possible": [order], "likely": order | null,
     "columns": [{"sheet": name, "pillars": {pillar: {"column": its letters, "name": text} | null}}],
     "scores": [{"sheet": name, "row": number, "days": {order: "YYYY-MM-DD" | null}, "kind": "estimate" | "real", "total", "pillars",
                 "range"?, "role"?, "version"?, "industry"?, "network"?}],
     "left_out": [{"sheet": name, "row": number, "column": its name, "value": text, "problem": key}], "left_out_count": number}

An order is "day" or "month", the one that comes first in a date; see `ssi_core.history.spreadsheet.days`. "problem": a key of PROBLEMS
where the file as a whole was not understood. "columns": of the sheets with pillars. A score without a total gets
the rounded sum of its pillars. Its other fields are those of `ssi_core.history.points`; it has no id and no moment.
"""

import math
from collections.abc import Generator, Mapping, Sequence
from typing import IO, Any, NamedTuple

from ssi_core.history.points import ESTIMATE, REAL
from ssi_core.history.spreadsheet.columns import DATE, LONGEST_NAME, Columns, find_columns, format_column, is_dutch
from ssi_core.history.spreadsheet.days import ORDERS, Order, Reading, find_order, format_reading, read_day
from ssi_core.history.spreadsheet.numbers import NotPoints, is_rank, parse_points
from ssi_core.history.spreadsheet.tables import ROWS_AT_ONCE, Table, read_tables
from ssi_core.linkedin_export.dates import has_date_form
from ssi_core.linkedin_export.limits import UnreadableFile
from ssi_core.linkedin_export.workbook import Cells
from ssi_core.linkedin_page.words import INDUSTRY, NETWORK
from ssi_core.model import MODEL, PILLAR_POINTS, TOTAL, TOTAL_POINTS

type Json = dict[str, Any]

PROBLEMS = (
    "no_scores", "empty_file", "too_large", "row_too_long", "not_a_workbook", "old_workbook", "truncated_zip", "not_a_zip", "damaged",
    "encrypted", "unsupported", "too_many_entries", "xml_refused", "out_of_memory",
)  # fmt: skip
"""The reasons why a file as a whole is not understood."""
ROW_PROBLEMS = (
    "no_date",
    "not_a_date",
    "no_such_date",
    "future_date",
    "no_score",
    "not_a_number",
    "out_of_range",
    "percent",
    "sum",
    "twice",
)
"""The reasons why a row is left out."""
MOST_LEFT_OUT = 200
"""Rows that are left out and returned. All are counted."""
LONGEST_VALUE = 60
"""Characters of a cell that are returned."""
WHOLE_TOLERANCE = 0.5
"""The rounding error of a whole number, in points."""
SUM_TOLERANCE = 1 + 1e-9
"""Points between a total and the sum of pillars with decimals, and what is lost in adding those up."""

_ESTIMATES = frozenset(("estimate", "schatting"))


class _WrongCell(ValueError):  # noqa: N818 - the name describes the cell
    """A cell for which its row is left out."""

    def __init__(self, column: str, problem: str) -> None:
        self.column = column
        self.problem = problem
        super().__init__(problem)


class _Row(NamedTuple):
    """A row below a header. `names`: of the columns, as in the file."""

    sheet: str
    number: int
    cells: Cells
    columns: Columns
    names: Mapping[int, str]


def iterate_scores(stream: IO[bytes], today: str, words: Mapping[str, str]) -> Generator[int, None, Json]:
    """Read a spreadsheet. Yields the size of each piece, in bytes; returns the report.

    `today`: an ISO date, which no score is later than. `words`: the text that stands for a role, by its key.
    """
    try:
        sheets = yield from read_tables(stream)
    except UnreadableFile as error:
        return _make_report(Order((ORDERS[0],), None), [], [], [], error.problem)
    except MemoryError:
        return _make_report(Order((ORDERS[0],), None), [], [], [], "out_of_memory")
    rows: list[_Row] = []
    has_dutch = False
    for tables in sheets:
        found, dutch = _pick_table(tables)
        rows += found
        has_dutch |= dutch
    if not rows:
        return _make_report(Order((ORDERS[0],), None), [], [], [], "no_scores")
    order = find_order(
        [row.cells.get(row.columns[DATE], "") for row in rows if _has_score(row)], today, is_dutch=has_dutch or _has_decimal_commas(rows)
    )
    scores, left_out = yield from _read_rows(rows, order, today, {text.casefold(): key for key, text in words.items()})
    return _make_report(order, _list_columns(rows), scores, left_out, None)


def _make_report(order: Order, columns: list[Json], scores: list[Json], left_out: list[Json], problem: str | None) -> Json:
    return {
        "problem": problem,
        "possible": list(order.possible),
        "likely": order.likely,
        "columns": columns,
        "scores": scores,
        "left_out": left_out[:MOST_LEFT_OUT],
        "left_out_count": len(left_out),
    }


def _list_columns(rows: Sequence[_Row]) -> list[Json]:
    """List the columns that were understood as pillars, by sheet."""
    sheets = {row.sheet: row for row in rows if any(pillar in row.columns for pillar in MODEL.pillars)}
    return [
        {
            "sheet": sheet,
            "pillars": {
                pillar: {"column": format_column(column), "name": row.names.get(column, "")} if column is not None else None
                for pillar, column in ((pillar, row.columns.get(pillar)) for pillar in MODEL.pillars)
            },
        }
        for sheet, row in sheets.items()
    ]


def _pick_table(tables: Sequence[Table]) -> tuple[list[_Row], bool]:
    """Return the rows of the best-known table, and whether it is in Dutch."""
    best: tuple[list[_Row], bool] = [], False
    most = 0
    for table in tables:
        found = find_columns(table.rows)
        if found is None or len(found[0]) <= most:
            continue
        columns, start = found
        header = table.rows[start - 1][1] if start else {}
        most = len(columns)
        names = {column: text.strip()[:LONGEST_NAME] for column, text in header.items()}
        rows = [
            _Row(table.name, number, cells, columns, names)
            for number, cells in table.rows[start:]
            if any(cells.get(column, "").strip() for column in columns.values()) and cells != header
        ]
        best = rows, is_dutch(header)
    return best


def _has_score(row: _Row) -> bool:
    try:
        _read_score(row)
    except _WrongCell:
        return False
    return True


def _has_decimal_commas(rows: Sequence[_Row]) -> bool:
    """Return whether points have a comma before their decimals."""
    return any(
        "," in text and not text.startswith(",")
        for row in rows
        for name, column in row.columns.items()
        if name in (TOTAL, *MODEL.pillars) and (text := row.cells.get(column, "").strip())
    )


def _read_rows(
    rows: Sequence[_Row], order: Order, today: str, roles: Mapping[str, str]
) -> Generator[int, None, tuple[list[Json], list[Json]]]:
    """Read the rows. Yields 0 now and then, so that the visitor can stop it."""
    scores: list[Json] = []
    left_out: list[Json] = []
    seen: set[str] = set()
    for place, row in enumerate(rows):
        if place % ROWS_AT_ONCE == 0:
            yield 0
        try:
            reading = _read_date(row, order, today)
            score = {**_read_score(row), **_read_rest(row, roles)}
            content = repr((reading, sorted(score.items(), key=str)))
            if content in seen:
                raise _WrongCell(DATE, "twice")
            seen.add(content)
        except _WrongCell as wrong:
            column = row.columns.get(wrong.column, -1)
            left_out.append(
                {
                    "sheet": row.sheet,
                    "row": row.number,
                    "column": row.names.get(column, ""),
                    "value": row.cells.get(column, "").strip()[:LONGEST_VALUE],
                    "problem": wrong.problem,
                }
            )
        else:
            scores.append({"sheet": row.sheet, "row": row.number, "days": format_reading(reading), **score})
    return scores, left_out


def _read_date(row: _Row, order: Order, today: str) -> Reading:
    """Read a row's date in the orders that are possible. Raises _WrongCell where none gives one."""
    text = row.cells.get(row.columns[DATE], "").strip()
    days = dict(zip(ORDERS, read_day(text), strict=True))
    if len(order.possible) == 1:
        days = dict.fromkeys(ORDERS, days[order.possible[0]])
    known = {key: day for key, day in format_reading((days["day"], days["month"])).items() if day is not None}
    if not known:
        raise _WrongCell(DATE, "no_such_date" if has_date_form(text) else "not_a_date" if text else "no_date")
    if min(known.values()) > today:
        raise _WrongCell(DATE, "future_date")
    first, second = (days[key] if known.get(key, "~") <= today else None for key in ORDERS)
    return first, second


def _read_score(row: _Row) -> Json:
    """Read a row's total and pillars. Raises _WrongCell."""
    total = _read_points(row, TOTAL, TOTAL_POINTS)
    pillars = {pillar: _read_points(row, pillar, PILLAR_POINTS) for pillar in MODEL.pillars}
    known = [value for value in pillars.values() if value is not None]
    if total is None and len(known) < len(pillars):
        raise _WrongCell(TOTAL, "no_score")
    if total is None:
        total = math.floor(sum(known) + WHOLE_TOLERANCE)
    elif not can_be_sum(total, known):
        raise _WrongCell(TOTAL, "sum")
    return {"total": total, "pillars": pillars}


def can_be_sum(total: int | float, pillars: Sequence[int | float]) -> bool:
    """Return whether known pillars can make a total. Whole numbers may each have been rounded; pillars that are not known may be anything.

    >>> can_be_sum(33, [13.118, 4.8, 2.05, 13.5]), can_be_sum(35, [13.118, 4.8, 2.05, 13.5])
    (True, False)
    >>> can_be_sum(34, [14, 5, 3, 14]), can_be_sum(32, [25, 9])
    (True, False)
    """
    whole = sum(float(value).is_integer() for value in (total, *pillars))
    tolerance = max(SUM_TOLERANCE, WHOLE_TOLERANCE * whole)
    missing = PILLAR_POINTS * (len(MODEL.pillars) - len(pillars))
    return sum(pillars) - tolerance <= total <= sum(pillars) + missing + tolerance


def _read_rest(row: _Row, roles: Mapping[str, str]) -> Json:
    """Read the further columns of our own files. A value that is not understood counts as unknown; the score stays."""
    text = {name: row.cells.get(column, "").strip() for name, column in row.columns.items()}
    rest: Json = {"kind": ESTIMATE if text.get("kind", "").casefold() in _ESTIMATES else REAL}
    if rest["kind"] == ESTIMATE:
        low, high = (_read_loosely(text.get(name, ""), TOTAL_POINTS) for name in ("low", "high"))
        if low is not None and high is not None and low <= high:
            rest["range"] = [low, high]
        if role := roles.get(text.get("role", "").casefold()):
            rest["role"] = role
        if _is_version(text.get("version", "")):
            rest["version"] = text["version"]
        return rest
    for group in (INDUSTRY, NETWORK):
        ranking = {field: _read_loosely(text.get(f"{group}_{field}", ""), TOTAL_POINTS) for field in ("rank", "average")}
        if any(value is not None for value in ranking.values()):
            rest[group] = ranking
    return rest


def _is_version(text: str) -> bool:
    return 0 < len(text) <= 12 and set(text) <= set("0123456789.")


def _read_points(row: _Row, name: str, most: int) -> int | float | None:
    text = row.cells.get(row.columns.get(name, -1), "")
    if is_rank(text):
        raise _WrongCell(name, "not_a_number")
    try:
        return parse_points(text, most)
    except NotPoints as error:
        raise _WrongCell(name, error.problem) from None


def _read_loosely(text: str, most: int) -> int | float | None:
    try:
        return parse_points(text, most)
    except NotPoints:
        return None
