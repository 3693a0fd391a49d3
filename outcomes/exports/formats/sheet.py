"""The rows of a worksheet as SpreadsheetML, a block of rows at a time.

Whole columns are put in words at once: a value that many rows have is said once, and
Arrow puts the cells of a row together. Source: ECMA-376-1, 18.3.1.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.utility import xl_col_to_name

from outcomes.exports.columns import Column, Kind
from outcomes.exports.formats.refused import too_long
from outcomes.exports.table import Table

LONGEST = 32_767  # In UTF-16 units, as Excel counts.
# Excel has a 29 February 1900, and no day before that year: earlier ones are texts.
DAY_0, FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)
A_DAY = timedelta(days=1)
# What XML cannot carry is written _x001F_, and so is a text's own _x001F_.
ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
# Bytes that a cell takes beside its value, at most, and that one of its text becomes.
CELL, BYTE = 96, 7


def rows_of(table: Table, styles: Mapping[int, str]) -> Iterator[memoryview]:
    """Yield the ``<row>`` elements below the line of names.

    ``styles`` are the cell formats of columns by position. Raises CannotHold.
    """
    before = 0
    for batch in table.batches():
        numbers = pa.array(range(before + 2, before + 2 + batch.num_rows))
        row = numbers.cast(pa.string())
        cells = []
        for at, (column, values) in enumerate(
            zip(table.columns, batch.columns, strict=False)
        ):
            if column.kind in (Kind.TEXT, Kind.CODE):
                _fits(column.name, values, before)
            begin = f'<c r="{xl_col_to_name(at)}'
            said = _said(column, values, styles.get(at))
            cells.append(pc.binary_join_element_wise(begin, row, said, ""))
        parts = ('<row r="', row, '">', *cells, "</row>", "")
        # The cell of an absent value is null, and left out.
        lines = pc.binary_join_element_wise(*parts, null_handling="replace")
        yield from _bytes(lines)
        before += batch.num_rows


def most_bytes(table: Table) -> int:
    """Return what the rows cannot exceed."""
    return table.rows * len(table.columns) * CELL + BYTE * table.file.seek(0, 2)


def _bytes(lines: pa.Array) -> Iterator[memoryview]:
    _valid, offsets, data = lines.buffers()
    if data is not None:
        yield memoryview(data)[: memoryview(offsets).cast("i")[len(lines)]]


def _said(column: Column, values: pa.Array, style: str | None) -> pa.Array:
    """Return what follows each cell's number, null for an absent value."""
    words, begin = WORDS[column.kind], f'" s="{style}"' if style else '"'
    found = values.dictionary_encode()
    said = [begin + words(value) for value in found.dictionary.to_pylist()]
    return pa.array(said, pa.string()).take(found.indices)


def _text(value: str) -> str:
    kept = ' xml:space="preserve"' if value != value.strip() else ""
    said = escape(ESCAPED.sub(lambda m: f"_x{ord(m[0]):04X}_", value))
    return f' t="inlineStr"><is><t{kept}>{said}</t></is></c>'


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ' t="e"><v>#NUM!</v></c>'
    return f"><v>{value!r}</v></c>"


def _day(value: date) -> str:
    if value < FIRST_DAY:
        return _text(value.isoformat())
    return _number((value - DAY_0).days)


def _moment(value: datetime) -> str:
    """Say a moment of UTC as a workbook has it, which knows no zones."""
    if value.date() < FIRST_DAY:
        return _text(value.isoformat())
    start = datetime(DAY_0.year, DAY_0.month, DAY_0.day, tzinfo=UTC)
    return _number((value - start) / A_DAY)


WORDS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: _text,
    Kind.CODE: _text,
    Kind.WHOLE: _number,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
}


def _fits(name: str, values: pa.Array, before: int) -> None:
    """Refuse a text that is longer than a cell."""
    # A text has at most as many UTF-16 units as bytes in UTF-8.
    if (pc.max(pc.binary_length(values)).as_py() or 0) <= LONGEST:
        return
    for row, text in enumerate(values.to_pylist(), before + 1):
        if text and len(text.encode("utf-16-le")) > 2 * LONGEST:
            raise too_long(name, row, f"{LONGEST:,}")
