"""CSV → pairs: one person's answers, and their real score by pillar.

The header names the columns, in any order. Every pillar has one: points on LinkedIn's page, 0 to 25. The answers are either in one column
`code`, a shared link or the code in it; or in a column for each factor, with the keys of levels, `unknown` or `not_applicable`. An empty
cell is a question not answered, and so is a factor without a column. Cells are separated by a comma, a semicolon or a tab, whichever the
header has most of; points have a decimal point or comma. Empty rows are skipped.

>>> pair, = read_pairs("articles;groups;brand;find;engage;relate\\nnone;;9,5;4,25;2;13,118\\n")
>>> pair.answers.given, pair.real
((('articles', 'none'),), {'brand': 9.5, 'find': 4.25, 'engage': 2, 'relate': 13.118})
>>> read_pairs("article,brand,find,relate\\nnone,9.5,4.25,13.118\\n")
Traceback (most recent call last):
ssi_core.faults.InvalidAnswers: row 1: article: no such column; did you mean "articles"?
row 1: engage: no column for this pillar
row 1: no column with answers: code, or the key of a factor
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from ssi_core.answers import Answers, read_answers
from ssi_core.faults import MOST_FAULTS, Fault, InvalidAnswers, describe, find_closest, format_key, make_fault, raise_fault, raise_faults
from ssi_core.history.spreadsheet.numbers import NotPoints, parse_points
from ssi_core.model import MODEL, PILLAR_POINTS
from ssi_core.share_code import decode

LARGEST = 2 << 20
"""Bytes of a file that is read. A pair takes some three hundred at most."""
MOST_PAIRS = 2000
CODE = "code"
_FACTORS = tuple(factor.key for factor in MODEL.factors)
COLUMNS = (CODE, *_FACTORS, *MODEL.pillars)


class Pair(NamedTuple):
    """One person. `real`: points by pillar, 0 to 25, of every pillar."""

    answers: Answers
    real: Mapping[str, int | float]


def read_pairs(text: str) -> tuple[Pair, ...]:
    """Read the pairs of a CSV file, 1 to MOST_PAIRS. Raises InvalidAnswers with every fault, by row, up to some MOST_FAULTS."""
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    faults: list[Fault] = []
    pairs: list[Pair] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        raise_faults(*islice(_check_header(header), MOST_FAULTS))
        for number, row in enumerate(reader, 2):
            if not any(cell.strip() for cell in row):
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
        faults.append(make_fault("", "not_csv", None, f"line {reader.line_num}: not readable as CSV: {error}"))
    if not pairs and not faults:
        faults.append(make_fault("", "missing", None, "no pairs: there is no row below the header"))
    raise_faults(*faults)
    return tuple(pairs)


def _check_header(header: Sequence[str]) -> Iterator[Fault]:
    for name in dict.fromkeys(header):
        if name not in COLUMNS:
            near = find_closest(name, COLUMNS)
            hint = f'; did you mean "{near}"?' if near else ""
            yield _move(make_fault(format_key(name), "unknown_field", name, f"no such column{hint}", near), 1)
        elif header.count(name) > 1:
            yield _move(make_fault(name, "duplicate_key", name, f"{header.count(name)} columns have this name"), 1)
    for pillar in MODEL.pillars:
        if pillar not in header:
            yield _move(make_fault(pillar, "missing", None, "no column for this pillar"), 1)
    factors = set(header) & set(_FACTORS)
    if CODE in header and factors:
        yield _move(make_fault(CODE, "too_many", None, "answers stand in this column or in those of factors, not in both"), 1)
    elif CODE not in header and not factors:
        yield _move(make_fault("", "missing", None, "no column with answers: code, or the key of a factor"), 1)


def _move(fault: Fault, row: int) -> Fault:
    """Return the fault as one of a row."""
    return fault._replace(key=f"{row}.{fault.key}", message=f"row {row}: {fault.message}")


def _read_pair(header: Sequence[str], row: Sequence[str]) -> Pair:
    """Read a row. Raises InvalidAnswers with every fault in it."""
    if len(row) != len(header):
        raise_fault("", "wrong_length", None, f"{len(row)} cells, and the header has {len(header)}")
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
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


def _read_code(code: str) -> Answers:
    answers, changed = decode(code.rpartition("#code=")[2])
    if changed:
        raise_fault(CODE, "retired_level", code, f"of an earlier version, whose questions have changed: {', '.join(changed)}")
    return answers
