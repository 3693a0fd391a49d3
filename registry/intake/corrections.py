"""The rows that were left out, as a sheet to correct and bring in again."""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from registry.intake.mapping import OWN_HEADERS
from registry.intake.reading import read_table
from registry.intake.table import Cell as Written
from registry.intake.table import Formula, Row, as_written

WRONG = PatternFill("solid", fgColor="FDEEEC")
DOUBTFUL = PatternFill("solid", fgColor="FFF3D9")
COMPUTES = ("=", "+", "-", "@", "\t", "\r", "\x00")

Problems = Iterable[Mapping[str, Any]]


def corrections(content: bytes, problems: Problems) -> bytes:
    """Return a workbook of the rows with errors, each problem beside its row.

    Cells are as they were, but nothing in them computes. The two first columns are
    passed over when the sheet is imported again.
    """
    table = read_table(content)
    by_row = defaultdict(list)
    for one in problems:
        by_row[one["row"]].append(one)
    book = Workbook()
    sheet = book.active
    sheet.title = "to correct"
    sheet.append([*OWN_HEADERS])
    for place, header in enumerate(table.headers, start=len(OWN_HEADERS) + 1):
        _write(sheet.cell(1, place), header)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    wrong = (row for row in table.rows if _has_error(by_row[row.number]))
    for line, row in enumerate(wrong, start=2):
        _row(sheet, line, row, table.headers, by_row[row.number])
    sheet.freeze_panes = "C2"
    sheet.column_dimensions["B"].width = 70
    for place in range(3, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 16
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _has_error(problems: Problems) -> bool:
    return any(one["severity"] == "error" for one in problems)


def _row(
    sheet: Worksheet, line: int, row: Row, headers: tuple[str, ...], problems: Problems
) -> None:
    sheet.cell(line, 1, row.number)
    told = [
        f"{one['column'] or one['field'] or ''}: {one['message']}" for one in problems
    ]
    beside = sheet.cell(line, 2)
    _write(beside, "\n".join(told))
    beside.alignment = Alignment(wrap_text=True, vertical="top")
    doubted = {one["column"]: one["severity"] for one in problems}
    doubted |= {p["column"]: "error" for p in problems if p["severity"] == "error"}
    for place, (header, written) in enumerate(
        zip(headers, row.cells, strict=False), start=len(OWN_HEADERS) + 1
    ):
        cell = sheet.cell(line, place)
        _write(cell, written)
        if header in doubted:
            cell.fill = WRONG if doubted[header] == "error" else DOUBTFUL


def _write(cell: Cell, written: Written) -> None:
    """Put a value into ``cell`` so that no spreadsheet computes it."""
    if isinstance(written, str | Formula | timedelta):
        text = ILLEGAL_CHARACTERS_RE.sub("", as_written(written))
        cell.value = f"'{text}" if computes(text) else text
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = written


def computes(text: str) -> bool:
    """Tell whether a spreadsheet would take ``text`` for a formula."""
    # A sign alone is a missing word or a result, and a signed number is a number.
    if len(text) < 2 or not text.startswith(COMPUTES):
        return False
    return not text[1:].replace(".", "", 1).isdecimal()
