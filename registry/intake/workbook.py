"""Workbooks: XLSX, XLS and ODS, with the type that each cell has."""

import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from registry.intake.table import Cell, Formula, Plain, Unreadable

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST_UNPACKED = 100 * 2**20
LARGEST_RATIO = 100
# Excel's own percentages are numbers 9 and 10; a sign in quotes does not multiply.
PERCENT_STYLE = re.compile(rb'numFmtId="(?:9|10)"|formatCode="[^"]*%')
LITERAL = re.compile(r'"[^"]*"|\\.')


def grids_of_workbook(content: bytes) -> list[tuple[str, Sequence[Sequence[Cell]]]]:
    """Return name and cells of every visible sheet, from the first row on.

    Raises Unreadable for a bomb, a password, or a file that is no workbook.
    """
    if content.startswith(ZIP):
        _refuse_bomb(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet
            and sheet.visible is SheetVisibleEnum.Visible
        ]
        grids = [(name, _cells(workbook, name)) for name in visible]
    except PasswordError:
        message = _("The workbook has a password. Save it without one and try again.")
        raise Unreadable(message) from None
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(
            _(
                "This is no workbook that can be read (%(why)s). Open it in a "
                "spreadsheet and save it as .xlsx or .csv."
            )
            % {"why": error}
        ) from None
    if not grids:
        raise Unreadable(_("Every sheet is hidden. Show the sheet with the patients."))
    if content.startswith(ZIP) and (_computes(content) or _shows_percent(content)):
        _as_seen(content, grids)
    return [(name, grid) for name, grid in grids]


def _cells(workbook: CalamineWorkbook, name: str) -> list[list[Cell]]:
    sheet = workbook.get_sheet_by_name(name)
    grid: list[list[Cell]] = [list(r) for r in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        # Only the first of merged cells has the value; people see it in each row.
        for row in grid[top + 1 : bottom + 1]:
            row[left : left + 1] = grid[top][left : left + 1]
    return grid


def _refuse_bomb(content: bytes) -> None:
    """Judge a packed file by its directory, before anything is unpacked."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        message = _("The workbook is damaged or cut off. Save it again and try again.")
        raise Unreadable(message) from None
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > LARGEST_UNPACKED or unpacked / packed > LARGEST_RATIO:
        raise Unreadable(
            _(
                "The workbook unpacks to %(size)d MB, which is more than is accepted. "
                "Save the sheet with the patients alone, as .csv."
            )
            % {"size": unpacked / 2**20}
        )


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


def _as_seen(content: bytes, grids: list[tuple[str, list[list[Cell]]]]) -> None:
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
