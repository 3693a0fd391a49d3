"""Bytes of a file → the table in it."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from registry.intake.columns import column_of, key_of
from registry.intake.delimited import grids_of_text
from registry.intake.table import Cell, Notice, Row, Table, Unreadable, is_blank
from registry.intake.table import as_written as written
from registry.intake.workbook import OLE, ZIP, grids_of_workbook

HEADER_WITHIN = 60
NUMBER_LIKE = re.compile(r"^[A-Za-z0-9-]+$")
TOTALS = (
    "total",
    "subtotal",
    "grandtotal",
    "sum",
    "mean",
    "median",
    "average",
    "count",
)
TOTALS_ZH = ("合计", "总计", "小计", "共计", "总数", "平均", "中位", "例数")

Grid = Sequence[Sequence[Cell]]
Grids = list[tuple[str, Grid]]


def read_table(content: bytes) -> Table:
    """Return the patients' table of a workbook or a delimited text.

    Hidden sheets are passed over; of the visible ones the sheet with most known
    headers is taken. Raises Unreadable.
    """
    if not content.strip():
        raise Unreadable(_("The file is empty. Choose the file that holds the rows."))
    grids = _grids(content)
    header = {name: _header_of(grid) for name, grid in grids}
    name, grid = max(grids, key=lambda pair: header[pair[0]][1])
    if not any(not is_blank(cell) for row in grid for cell in row):
        raise Unreadable(
            _("The file holds no rows. Choose the file with the patients.")
        )
    unread = [
        Notice("sheet_not_read", None, other)
        for other, found in grids
        if other != name and any(not is_blank(cell) for row in found for cell in row)
    ]
    return _table(name, grid, header[name][0], unread)


def _grids(content: bytes) -> Grids:
    if content.startswith((ZIP, OLE)):
        return grids_of_workbook(content)
    return grids_of_text(content, lambda grid: _header_of(grid)[1])


def _header_of(grid: Grid) -> tuple[int, int]:
    """Return the index of the header row and how many columns it names."""
    best = (0, 0)
    for index, row in enumerate(grid[:HEADER_WITHIN]):
        known = len({c.name for cell in row if (c := column_of(written(cell)))})
        if known > best[1]:
            best = (index, known)
    if best[1]:
        return best
    first = (i for i, row in enumerate(grid) if sum(not is_blank(c) for c in row) > 1)
    return next(first, 0), 0


def _table(name: str, grid: Grid, at: int, notices: list[Notice]) -> Table:
    headers = tuple(written(cell) for cell in grid[at])
    columns = [column_of(header) for header in headers]
    place = next((i for i, c in enumerate(columns) if c and c.name == "study_no"), None)
    rows = []
    for number, cells in enumerate(grid[at + 1 :], start=at + 2):
        full = (*cells, *([None] * (len(headers) - len(cells))))
        passed_over = _passed_over(full, headers, place)
        if passed_over == "note":
            said = next(written(cell) for cell in cells if not is_blank(cell))
            notices.append(Notice("row_not_read", number, said))
        elif not passed_over:
            rows.append(Row(number, full))
    return Table(name, at + 1, headers, tuple(rows), tuple(notices))


def _passed_over(
    cells: Sequence[Cell], headers: Sequence[str], place: int | None
) -> str:
    """Say why a row is no patient: blank, total, header again, note; or nothing."""
    told = [written(cell) for cell in cells if not is_blank(cell)]
    if not told:
        return "blank"
    if [written(cell) for cell in cells[: len(headers)]] == list(headers):
        return "header"
    number = written(cells[place]).strip() if place is not None else ""
    if _is_total(told[0]) and (not number or _is_total(number)):
        return "total"
    # A remark under the table fills one cell, and not with a study number.
    return "note" if len(told) == 1 and not NUMBER_LIKE.match(number) else ""


def _is_total(said: str) -> bool:
    word = key_of(said)
    return word.rstrip("0123456789") in TOTALS or word.startswith(TOTALS_ZH)
