"""Workbooks: XLSX, XLS and ODS, with the type that each cell has."""

import io
import zipfile
from collections.abc import Sequence

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from registry.intake.table import Cell, Formula, Unreadable

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LARGEST_UNPACKED = 100 * 2**20
LARGEST_RATIO = 100


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
    if _computes(content):
        _put_back_formulas(content, grids)
    return [(name, grid) for name, grid in grids]


def _cells(workbook: CalamineWorkbook, name: str) -> list[list[Cell]]:
    sheet = workbook.get_sheet_by_name(name)
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


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
    if not content.startswith(ZIP):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = [n for n in packed.namelist() if n.startswith("xl/worksheets/sheet")]
        return any(
            b"<f>" in (xml := packed.read(name)) or b"<f " in xml for name in sheets
        )


def _put_back_formulas(
    content: bytes, grids: list[tuple[str, list[list[Cell]]]]
) -> None:
    """Put the formulas, which calamine replaces by their results, beside these."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True)
    for name, grid in grids:
        for cells in book[name].iter_rows():
            for cell in cells:
                if cell.data_type != "f":
                    continue
                row, column = cell.row - 1, cell.column - 1
                if row < len(grid) and column < len(grid[row]):
                    stored = grid[row][column]
                    if not isinstance(stored, Formula):
                        grid[row][column] = Formula(str(cell.value), stored)
    book.close()
