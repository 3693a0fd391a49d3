"""A workbook's cells, read within limits. Run as a process of its own by ``apart``.

Knows calamine and openpyxl, and no Django: it starts in a tenth of a second, and what
a hostile file ends is this process alone. A workbook on standard input gives a pickle
on standard output: ``("cells", [(name, rows), ...])`` or ``("refused", why, about)``.
"""

import io
import pickle
import re
import resource
import sys
import zipfile
from decimal import Decimal
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from registry.intake.table import Cell, Formula, Plain

ZIP = b"PK\x03\x04"
MEMORY = 2 * 2**30
SECONDS = 60
# 100,000 patients on the study's sheet, or 50,000 with every form's fields beside.
MOST_CELLS = 10_000_000
# Excel's own percentages are numbers 9 and 10; a sign in quotes does not multiply.
PERCENT_STYLE = re.compile(rb'numFmtId="(?:9|10)"|formatCode="[^"]*%')
LITERAL = re.compile(r'"[^"]*"|\\.')

Grids = list[tuple[str, list[list[Cell]]]]


class TooManyCells(Exception):
    """A sheet reaches further than is read: its name, its rows, its columns."""


def answer(content: bytes) -> tuple[Any, ...]:
    """Return the cells of every visible sheet, or why there are none."""
    try:
        return "cells", grids_of(content)
    except TooManyCells as error:
        return "refused", "far", error.args
    except PasswordError:
        return "refused", "password", ()
    except MemoryError:
        return "refused", "limit", ()
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        return "refused", "format", (str(error)[:200],)


def grids_of(content: bytes) -> Grids:
    """Return name and cells of every visible sheet, from the first row on."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet
        and sheet.visible is SheetVisibleEnum.Visible
    ]
    grids: Grids = []
    room = MOST_CELLS
    for name in visible:
        cells = _cells(workbook, name, room)
        room -= sum(map(len, cells))
        grids.append((name, cells))
    packed = bool(grids) and content.startswith(ZIP)
    if packed and (_computes(content) or _shows_percent(content)):
        _as_seen(content, grids)
    return grids


def _cells(workbook: CalamineWorkbook, name: str, room: int) -> list[list[Cell]]:
    sheet = workbook.get_sheet_by_name(name)
    height, width = (last + 1 for last in sheet.end or (-1, -1))
    if height * width > room:
        raise TooManyCells(name, height, width)
    grid: list[list[Cell]] = [list(r) for r in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        # Only the first of merged cells has the value; people see it in each row.
        for row in grid[top + 1 : bottom + 1]:
            row[left : left + 1] = grid[top][left : left + 1]
    return grid


def _computes(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = [n for n in packed.namelist() if n.startswith("xl/worksheets/sheet")]
        return any(
            b"<f>" in (xml := packed.read(name)) or b"<f " in xml for name in sheets
        )


def _shows_percent(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        styles = [n for n in packed.namelist() if n == "xl/styles.xml"]
        return any(PERCENT_STYLE.search(packed.read(name)) for name in styles)


def _as_seen(content: bytes, grids: Grids) -> None:
    """Put formulas beside their results, and percentages as they are shown.

    Calamine gives the stored number alone: 0.849 for a cell that shows 84.9 %.
    """
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True)
    for name, grid in grids:
        for cells in book[name].iter_rows():
            for cell in cells:
                computes = cell.data_type == "f"
                if not (computes or _is_percent(cell.number_format)):
                    continue
                row, column = cell.row - 1, cell.column - 1
                if row < len(grid) and column < len(grid[row]):
                    stored = grid[row][column]
                    if isinstance(stored, Formula):
                        continue
                    seen = _shown(stored) if _is_percent(cell.number_format) else stored
                    grid[row][column] = (
                        Formula(str(cell.value), seen) if computes else seen
                    )
    book.close()


def _is_percent(number_format: str | None) -> bool:
    return "%" in LITERAL.sub("", number_format or "")


def _shown(stored: Plain) -> Plain:
    if isinstance(stored, bool) or not isinstance(stored, int | float):
        return stored
    return f"{round(Decimal(repr(stored)) * 100, 8).normalize():f}%"


def main() -> None:
    """Read a workbook within the limits that the process sets itself."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = answer(sys.stdin.buffer.read())
    pickle.dump(told, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
