"""What reading a file gives: headers, rows, cells, and why it could not be read."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

Plain = str | float | int | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes: what it says, and the result that the file stored."""

    text: str
    result: Plain = None


Cell = Plain | Formula


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, by the number that the spreadsheet shows."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something passed over while reading, and where."""

    code: str
    row: int | None
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet without titles, blanks and totals.

    ``form`` is the form whose records its rows are; without one a row is a patient.
    """

    sheet: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    notices: tuple[Notice, ...] = ()
    form: str = ""


class Unreadable(Exception):
    """The file is no table that can be read; the message says what to do."""


def as_written(cell: Cell) -> str:
    """Return a cell as people see it, for reports and sheets to correct."""
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _plain(cell)


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
