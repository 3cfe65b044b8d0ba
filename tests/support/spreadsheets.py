"""Spreadsheets of past scores, as Excel, LibreOffice, Google Sheets and people make them."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from ssi_core.history.spreadsheet.reading import iterate_scores
from tests.support.linkedin_archive import pack_files

TODAY = "2026-11-29"
# The styles of a cell, by what it shows.
STYLES = {"general": 0, "short date": 1, "dutch date": 2, "percent": 3, "tenths": 4, "month in quotes": 5}
_STYLES = """<styleSheet><numFmts count="3"><numFmt numFmtId="164" formatCode="[$-413]d\\ mmmm\\ yyyy;@"/><numFmt numFmtId="165"
formatCode="0.0&quot; dagen&quot;"/><numFmt numFmtId="166" formatCode="0.0%"/></numFmts><cellStyleXfs count="1"><xf numFmtId="9"/>
</cellStyleXfs><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="166"/><xf numFmtId="2"/>
<xf numFmtId="165"/></cellXfs></styleSheet>"""

type Cell = str | int | float | tuple[int | float | str, str] | None
"""A cell: a text or a number; with a style; or, with a type of Excel's, a value as it is saved."""


def make_sheet(rows: Sequence[Sequence[Cell]], shared: list[str]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = [_make_cell(cell, f"{'ABCDEFGHIJKLMNOPQ'[column]}{number}", shared) for column, cell in enumerate(row) if cell is not None]
        # Excel leaves empty rows out.
        lines += [f'<row r="{number}" spans="1:9">{"".join(cells)}</row>'] if cells else []
    merged = '<mergeCells count="1"><mergeCell ref="A1:F1"/></mergeCells>'
    return f'<?xml version="1.0"?><worksheet><sheetData>{"".join(lines)}</sheetData>{merged}</worksheet>'


def _make_cell(cell: Cell, place: str, shared: list[str]) -> str:
    value, style = cell if isinstance(cell, tuple) else (cell, "general")
    if style in STYLES and isinstance(value, int | float):
        return f'<c r="{place}" s="{STYLES[style]}"><v>{value}</v></c>'
    if style in STYLES:
        shared.append(str(value))
        return f'<c r="{place}" s="{STYLES[style]}" t="s"><v>{len(shared) - 1}</v></c>'
    return f'<c r="{place}" t="{style}"><f>SUM(1)</f><v>{value}</v></c>'


def make_workbook(sheets: dict[str, Sequence[Sequence[Cell]]], *, is_1904: bool = False, prefix: str = "", more: str = "") -> bytes:
    """Make a workbook. `prefix`: before its parts' targets, which some programs write from the root. `more`: a document type."""
    shared: list[str] = []
    names = [*sheets]
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook><workbookPr date1904="{int(is_1904)}"/><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{place}" r:id="rId{place}"/>' for place, name in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + "".join(f'<Relationship Id="rId{place}" Target="{prefix}worksheets/sheet{place}.xml"/>' for place in range(1, len(names) + 1))
        + "</Relationships>",
        "xl/styles.xml": _STYLES,
    }
    for place, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{place}.xml"] = more + make_sheet(rows, shared)
    parts["xl/sharedStrings.xml"] = f"<sst>{''.join(f'<si><t>{text}</t></si>' for text in shared)}</sst>"
    return pack_files({path: text.encode() for path, text in parts.items()})


def to_serial(day: str, *, is_1904: bool = False) -> int:
    """Return Excel's number of a day."""
    return (date.fromisoformat(day) - (date(1904, 1, 1) if is_1904 else date(1899, 12, 30))).days


def read_spreadsheet(data: bytes | str, today: str = TODAY, words: dict[str, str] | None = None) -> Any:
    """Return the report about a file."""
    steps = iterate_scores(BytesIO(data if isinstance(data, bytes) else data.encode()), today, words or {})
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
