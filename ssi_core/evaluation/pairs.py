"""CSV → pairs: one person's answers, and their real score by pillar.

The header names the columns, in any order, in capitals or not. Every pillar has one: points on LinkedIn's page, 0 to 25. The answers are
either in one column `code`, a shared link or the code in it; or in a column for each factor, with the keys of levels, `unknown` or
`not_applicable`. An empty cell is a question not answered, and so is a factor without a column. Other columns are left out, and named:
but one whose name looks like that of a column that is missing is a fault.

Cells are separated by a comma, a semicolon or a tab, whichever the header has most of, or as a first line such as `sep=;` says; points have
a decimal point or comma. Rows that have nothing in the columns that count are skipped.

>>> ((pair,), left_out) = read_pairs(b"Name;articles;groups;brand;find;engage;relate\\nAnna;none;;9,5;4,25;2;13,118\\nBob;;;;;;\\n")
>>> pair.answers.given, pair.real, left_out
((('articles', 'none'),), {'brand': 9.5, 'find': 4.25, 'engage': 2, 'relate': 13.118}, ('Name',))
>>> read_pairs(b"article,brand,find,relate\\nnone,9.5,4.25,13.118\\n")
Traceback (most recent call last):
ssi_core.faults.InvalidAnswers: row 1: article: no such column; did you mean "articles"? Name it so, or otherwise if it is your own
row 1: engage: no column for this pillar
row 1: no column with answers: code, or the key of a factor
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

from ssi_core.answers import Answers, read_answers
from ssi_core.faults import (
    MOST_FAULTS,
    Fault,
    InvalidAnswers,
    describe,
    find_closest,
    format_key,
    make_fault,
    raise_fault,
    raise_faults,
)
from ssi_core.group.code import read_code
from ssi_core.group.pairs import CODE
from ssi_core.history.spreadsheet.numbers import NotPoints, parse_points
from ssi_core.history.spreadsheet.tables import SEPARATOR_LINE, decode_text
from ssi_core.linkedin_export.rows import WORKBOOKS
from ssi_core.model import MODEL, PILLAR_POINTS
from ssi_core.share_code import decode

LARGEST = 2 << 20
"""Bytes of a file that is read. A pair takes some three hundred at most."""
MOST_PAIRS = 2000
MOST_COLUMNS = 500
"""Columns that are read. Those that count are thirty; the others are the trainer's own."""
_FACTORS = tuple(factor.key for factor in MODEL.factors)
COLUMNS = (CODE, *_FACTORS, *MODEL.pillars)
_LINKED = re.compile(r"(?:(?<![0-9A-Za-z])|(?<=%23))code(?:=|%3D)([0-9A-Za-z]*)", re.IGNORECASE)


class Pair(NamedTuple):
    """One person. `real`: points by pillar, 0 to 25, of every pillar."""

    answers: Answers
    real: Mapping[str, int | float]


class Pairs(NamedTuple):
    """The pairs of a file. `left_out`: the names of its columns that do not count."""

    pairs: tuple[Pair, ...]
    left_out: tuple[str, ...]


def read_pairs(data: bytes) -> Pairs:
    """Read a CSV file of 1 to MOST_PAIRS pairs. Raises InvalidAnswers with every fault, by row, up to some MOST_FAULTS."""
    if data.startswith(WORKBOOKS):
        raise_fault("", "not_csv", None, "this is a workbook, not CSV: save the sheet as CSV")
    text = decode_text(data)
    if not text.strip():
        raise_fault("", "missing", None, "the file is empty")
    named = SEPARATOR_LINE.match(text)
    if named:
        text = text[named.end() :]
    first = text.partition("\n")[0]
    top = 2 if named else 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=named[1] if named else max(",;\t", key=first.count), strict=True)
    faults: list[Fault] = []
    pairs: list[Pair] = []
    left_out: tuple[str, ...] = ()
    try:
        cells = next(reader, [])
        header = [name if name in COLUMNS else "" for name in map(_simplify, cells)]
        raise_faults(*(_move(fault, top) for fault in islice(_check_header(cells, header), MOST_FAULTS)))
        left_out = tuple(cell.strip() for name, cell in zip(header, cells, strict=True) if not name and cell.strip())
        for number, row in enumerate(reader, top + 1):
            if not any(cell.strip() for name, cell in zip_longest(header, row, fillvalue="") if name):
                continue
            if len(pairs) >= MOST_PAIRS or len(faults) >= MOST_FAULTS:
                message = f"not read, nor is anything below: there are {MOST_PAIRS} pairs or {MOST_FAULTS} faults above"
                faults.append(_move(make_fault("", "too_many", None, message), number))
                break
            try:
                pairs.append(_read_pair(header, row))
            except InvalidAnswers as invalid:
                faults += (_move(fault, number) for fault in invalid.faults)
    except csv.Error as error:
        faults.append(make_fault("", "not_csv", None, f"line {reader.line_num + top - 1}: not readable as CSV: {error}"))
    if not pairs and not faults:
        faults.append(make_fault("", "missing", None, "no pairs: there is no row below the header"))
    raise_faults(*faults)
    return Pairs(tuple(pairs), left_out)


def _simplify(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def _check_header(cells: Sequence[str], header: Sequence[str]) -> Iterator[Fault]:
    """Check the names in a header. `header`: as its cells, with an empty text for each that is not ours."""
    if len(cells) > MOST_COLUMNS:
        yield make_fault("", "too_many", len(cells), f"{len(cells)} columns, more than {MOST_COLUMNS}")
        return
    for name in filter(None, dict.fromkeys(header)):
        if header.count(name) > 1:
            yield make_fault(name, "duplicate_key", name, f"{header.count(name)} columns have this name")
    # Beside codes, a column that looks like that of a factor is surely something else.
    missing = [name for name in COLUMNS if name not in header and (CODE not in header or name not in _FACTORS)]
    for cell, name in zip(cells, header, strict=True):
        near = None if name else find_closest(cell.strip(), missing)
        if near:
            message = f'no such column; did you mean "{near}"? Name it so, or otherwise if it is your own'
            yield make_fault(format_key(cell.strip()), "unknown_field", cell.strip(), message, near)
    for pillar in MODEL.pillars:
        if pillar not in header:
            yield make_fault(pillar, "missing", None, "no column for this pillar")
    factors = set(header) & set(_FACTORS)
    if CODE in header and factors:
        yield make_fault(CODE, "too_many", None, "answers stand in this column or in those of factors, not in both")
    elif CODE not in header and not factors:
        yield make_fault("", "missing", None, "no column with answers: code, or the key of a factor")


def _move(fault: Fault, row: int) -> Fault:
    """Return the fault as one of a row."""
    return fault._replace(key=f"{row}.{fault.key}", message=f"row {row}: {fault.message}")


def _read_pair(header: Sequence[str], row: Sequence[str]) -> Pair:
    """Read a row. Raises InvalidAnswers with every fault in it."""
    if any(cell.strip() for cell in row[len(header) :]):
        message = (
            f"{len(row)} cells, and the header has {len(header)}; a number with a decimal comma needs quotes, or semicolons between cells"
        )
        raise_fault("", "wrong_length", None, message)
    # Some programs leave out the empty cells at the end of a row.
    cells = {name: cell.strip() for name, cell in zip_longest(header, row[: len(header)], fillvalue="")}
    faults: list[Fault] = []
    real: dict[str, int | float] = {}
    answers = Answers()
    for pillar in MODEL.pillars:
        try:
            points = parse_points(cells[pillar], PILLAR_POINTS)
        except NotPoints as wrong:
            message = f"{describe(cells[pillar])} is not a number from 0 to {PILLAR_POINTS}"
            faults.append(make_fault(pillar, wrong.problem, cells[pillar], message))
        else:
            if points is None:
                faults.append(make_fault(pillar, "missing", None, "no points"))
            else:
                real[pillar] = points
    try:
        answers = (
            _read_code(cells[CODE]) if CODE in cells else read_answers({"answers": {key: cells[key] for key in _FACTORS if cells.get(key)}})
        )
    except InvalidAnswers as invalid:
        faults += invalid.faults
    raise_faults(*faults)
    return Pair(answers, real)


def _read_code(text: str) -> Answers:
    if not text:
        raise_fault(CODE, "missing", None, "no link or code with answers")
    linked = _LINKED.search(text)
    try:
        answers, changed = decode(linked[1] if linked else text)
    except InvalidAnswers:
        if _is_score(text):
            raise_fault(CODE, "not_a_code", text, "this is the code of a score, which holds no answers; a link to a result does")
        raise
    if changed:
        raise_fault(CODE, "retired_level", text, f"of an earlier version, whose questions have changed: {', '.join(changed)}")
    return answers


def _is_score(text: str) -> bool:
    try:
        read_code(text)
    except InvalidAnswers:
        return False
    return True
