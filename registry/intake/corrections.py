"""The rows that were left out, as a sheet to correct and bring in again."""

import csv
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
from registry.intake.reading import read_tables
from registry.intake.spelling import computes
from registry.intake.table import Cell as Written
from registry.intake.table import Formula, Row, Table, as_written
from registry.models import ImportBatch

LISTED = (
    *("sheet", "row", "study_no", "column", "field", "value"),
    *("severity", "code", "message"),
)
WRONG = PatternFill("solid", fgColor="FDEEEC")
DOUBTFUL = PatternFill("solid", fgColor="FFF3D9")

Problems = Iterable[Mapping[str, Any]]


def corrections(content: bytes, problems: Problems, file_name: str = "") -> bytes:
    """Return a workbook of the rows with errors, each problem beside its row.

    Cells are as they were, but nothing in them computes. The two first columns are
    passed over when the sheets are imported again.
    """
    by_row = defaultdict(list)
    for one in problems:
        by_row[one.get("sheet", ""), one["row"]].append(one)
    book = Workbook()
    del book[book.active.title]
    tables = read_tables(content, file_name)
    for table in tables:
        wrong = [r for r in table.rows if _has_error(by_row[table.sheet, r.number])]
        if wrong or table is tables[0]:
            named = table.sheet or table.form
            sheet = book.create_sheet(named if table.form else "to correct")
            _sheet(sheet, table, wrong, by_row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def problems_as_csv(batch: ImportBatch) -> bytes:
    """Return every problem, a line each, for a spreadsheet: nothing in it computes."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(LISTED)
    for line in batch.problems.values_list(*LISTED).iterator():
        lines.writerow([_inert(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and computes(cell) else cell


def _sheet(
    sheet: Worksheet,
    table: Table,
    rows: list[Row],
    by_row: Mapping[tuple[str, int], Problems],
) -> None:
    sheet.append([*OWN_HEADERS])
    for place, header in enumerate(table.headers, start=len(OWN_HEADERS) + 1):
        _write(sheet.cell(1, place), header)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line, row in enumerate(rows, start=2):
        _row(sheet, line, row, table.headers, by_row[table.sheet, row.number])
    sheet.freeze_panes = "C2"
    sheet.column_dimensions["B"].width = 70
    for place in range(3, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 16


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
