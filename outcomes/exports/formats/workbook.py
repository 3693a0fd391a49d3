"""A workbook: the rows, and what the columns and their codes mean, row by row."""

from collections.abc import Callable
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import IO, Any

import xlsxwriter

from outcomes.exports.columns import Column, Kind
from outcomes.exports.formats.refused import too_long
from outcomes.exports.table import Options, Table

MOST_ROWS = 1_048_575  # And the line of names above them.
LONGEST = 32_767
WIDTHS = {Kind.DAY: 11, Kind.MOMENT: 19, Kind.TEXT: 18}
# A text stays a text, whatever it begins with.
AS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "constant_memory": True,
}
HEADS = ("name", "label_en", "label_zh", "kind", "unit")


def write_xlsx(table: Table, file: IO[bytes], options: Options) -> None:
    """Write the rows, with the columns and the codes on sheets of their own.

    Raises CannotHold for a text longer than a cell.
    """
    with (
        TemporaryDirectory(dir=table.beside) as folder,
        xlsxwriter.Workbook(file, {**AS_TEXT, "tmpdir": folder}) as book,
    ):
        _rows(book, table)
        _columns(book, table)
        _codes(book, table)


def _rows(book: Any, table: Table) -> None:
    sheet = book.add_worksheet(table.name[:31])
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, WIDTHS.get(column.kind, 12))
        sheet.write_string(0, at, column.name, bold)
    writers = [_writer(book, sheet, column) for column in table.columns]
    row = 0
    for batch in table.batches():
        for values in zip(*(one.to_pylist() for one in batch.columns), strict=True):
            row += 1
            for at, (write, value) in enumerate(zip(writers, values, strict=False)):
                if value is not None:
                    write(row, at, value)


def _writer(book: Any, sheet: Any, column: Column) -> Callable[[int, int, Any], None]:
    if column.kind in (Kind.WHOLE, Kind.NUMBER):
        number: Callable[[int, int, Any], None] = sheet.write_number
        return number
    if column.kind is Kind.DAY:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        return lambda row, at, value: sheet.write_datetime(row, at, value, day)
    if column.kind is Kind.MOMENT:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        return lambda row, at, value: sheet.write_datetime(
            row, at, _without_zone(value), moment
        )

    def write(row: int, at: int, value: str) -> None:
        if len(value) > LONGEST:
            raise too_long(column.name, row, f"{LONGEST:,}")
        sheet.write_string(row, at, value)

    return write


def _without_zone(value: datetime) -> datetime:
    """Return a moment of UTC as a workbook has it, which knows no zones."""
    return value.replace(tzinfo=None)


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
