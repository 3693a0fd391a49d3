"""A workbook: the rows, and what the columns and their codes mean, row by row.

Its library lays the workbook out, and the rows are poured into its first sheet. The
library would write cell after cell, in three times the time, and take a text that looks
like its own markup for markup.
"""

from io import BytesIO
from typing import IO, Any
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.utility import xl_range

from outcomes.exports.columns import Kind
from outcomes.exports.formats.sheet import most_bytes, rows_of
from outcomes.exports.table import Options, Table

MOST_ROWS = 1_048_575  # And the line of names above them.
WIDTHS = {Kind.DAY: 11, Kind.MOMENT: 19, Kind.TEXT: 18}
SHOWN = {Kind.DAY: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm:ss"}
HEADS = ("name", "label_en", "label_zh", "kind", "unit")
FIRST_SHEET = "xl/worksheets/sheet1.xml"
COLUMN = ".//{http://schemas.openxmlformats.org/spreadsheetml/2006/main}col"
# Nearly as small as at the usual level, and packed in a third of the time.
PACKED = 1
# Above this, the older form of a zip file has no place for a part's size.
MOST_PLAIN = (1 << 31) - 1


def write_xlsx(table: Table, file: IO[bytes], options: Options) -> None:
    """Write the rows, with the columns and the codes on sheets of their own.

    Raises CannotHold for a text longer than a cell.
    """
    with (
        ZipFile(_laid_out(table)) as empty,
        ZipFile(file, "w", ZIP_DEFLATED, compresslevel=PACKED) as book,
    ):
        for part in empty.namelist():
            if part != FIRST_SHEET:
                book.writestr(table.made.part(part), empty.read(part))
        first = table.made.part(FIRST_SHEET)
        large = most_bytes(table) > MOST_PLAIN
        with book.open(first, "w", force_zip64=large) as sheet:
            _pour(table, empty.read(FIRST_SHEET).decode(), sheet)


def _laid_out(table: Table) -> BytesIO:
    """Return the workbook with all but the rows."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": table.made.at})
        sheet = book.add_worksheet(table.name[:31])
        bold = book.add_format({"bold": True})
        shown = {
            kind: book.add_format({"num_format": how}) for kind, how in SHOWN.items()
        }
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(table.columns):
            kind = column.kind
            sheet.set_column(at, at, WIDTHS.get(kind, 12), shown.get(kind))
            sheet.write_string(0, at, column.name, bold)
        _columns(book, table)
        _codes(book, table)
    return file


def _pour(table: Table, sheet: str, file: IO[bytes]) -> None:
    """Write the first sheet with the rows below its line of names."""
    styles = {
        int(column.attrib["min"]) - 1: column.attrib["style"]
        for column in ElementTree.fromstring(sheet).iterfind(COLUMN)
        if "style" in column.attrib
    }
    last = len(table.columns) - 1
    above, below = sheet.split("</sheetData>")
    heads = f'<dimension ref="{xl_range(0, 0, 0, last)}"/>'
    filled = f'<dimension ref="{xl_range(0, 0, table.rows, last)}"/>'
    file.write(above.replace(heads, filled).encode())
    for rows in rows_of(table, styles):
        file.write(rows)
    file.write(f"</sheetData>{below}".encode())


def _columns(book: Any, table: Table) -> None:
    lines = (
        (one.name, one.label.en, one.label.zh, one.kind.value, one.unit)
        for one in table.columns
    )
    _sheet(book, "columns", HEADS, lines)


def _codes(book: Any, table: Table) -> None:
    lines = (
        (one.name, code.value, code.label.en, code.label.zh)
        for one in table.columns
        for code in one.codes or ()
    )
    _sheet(book, "codes", ("name", "code", "label_en", "label_zh"), lines)


def _sheet(book: Any, name: str, heads: tuple[str, ...], lines: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, 24)
    bold = book.add_format({"bold": True})
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, bold)
    for row, line in enumerate(lines, 1):
        for at, text in enumerate(line):
            sheet.write_string(row, at, text)
