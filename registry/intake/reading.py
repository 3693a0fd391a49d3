"""Bytes of a file → the tables in it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from django.utils.translation import gettext as _

from registry.intake.catalogue import (
    any_column,
    every_form,
    form_column,
    form_named,
    wide_column,
)
from registry.intake.columns import Column, key_of
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
Finder = Callable[[str], Column | None]
# Sheets that the registry's own workbooks carry beside the forms.
OWN_SHEETS = frozenset({"instructions", "说明", "codes", "代码"})


def read_tables(content: bytes, file_name: str = "") -> list[Table]:
    """Return the tables of a workbook or a delimited text.

    A sheet is a form's by its name, in either language, or by its columns; a text by
    its file's name. Without such a sheet the one with most known headers is taken,
    one row a patient. Hidden sheets are passed over. Raises Unreadable.
    """
    if not content.strip():
        raise Unreadable(_("The file is empty. Choose the file that holds the rows."))
    grids = _grids(content)
    if not any(map(_is_filled, (grid for _name, grid in grids))):
        raise Unreadable(
            _("The file holds no rows. Choose the file with the patients.")
        )
    stem = PurePath(file_name).stem
    forms = {name: _form_of(name or stem, grid) for name, grid in grids}
    widest = max(grids, key=lambda pair: _header_of(pair[1], wide_column)[1])[0]
    taken = {name for name, form in forms.items() if form} or {widest}
    unread = [
        Notice("sheet_not_read", None, name)
        for name, grid in grids
        if name not in taken and key_of(name) not in OWN_SHEETS and _is_filled(grid)
    ]
    read = [(name, grid, forms[name]) for name, grid in grids if name in taken]
    first, *others = (_table(name, grid, form) for name, grid, form in read)
    return [replace(first, notices=(*unread, *first.notices)), *others]


def read_table(content: bytes) -> Table:
    """Return the first table of a file. Raises Unreadable."""
    return read_tables(content)[0]


def finder_of(form: str) -> Finder:
    """Return what tells the columns of a form's sheet, or of a wide one."""
    return partial(form_column, form) if form else wide_column


def _form_of(name: str, grid: Grid) -> str:
    """Return the form whose records a sheet holds; nothing for a wide one."""
    called = form_named(name)
    if called and _has_study_numbers(grid, called):
        return called
    known = {f: _header_of(grid, finder_of(f))[1] for f in every_form()}
    best = max(known, key=lambda form: known[form])
    if known[best] <= _header_of(grid, wide_column)[1]:
        return ""
    return best if _has_study_numbers(grid, best) else ""


def _has_study_numbers(grid: Grid, form: str) -> bool:
    at, _known = _header_of(grid, finder_of(form))
    columns = (form_column(form, written(cell)) for cell in grid[at]) if grid else ()
    return any(column and column.name == "study_no" for column in columns)


def _is_filled(grid: Grid) -> bool:
    return any(not is_blank(cell) for row in grid for cell in row)


def _grids(content: bytes) -> Grids:
    if content.startswith((ZIP, OLE)):
        return grids_of_workbook(content)
    return grids_of_text(content, lambda grid: _header_of(grid, any_column)[1])


def _header_of(grid: Grid, finder: Finder) -> tuple[int, int]:
    """Return the index of the header row and how many columns it names."""
    best = (0, 0)
    for index, row in enumerate(grid[:HEADER_WITHIN]):
        known = len({c.name for cell in row if (c := finder(written(cell)))})
        if known > best[1]:
            best = (index, known)
    if best[1]:
        return best
    first = (i for i, row in enumerate(grid) if sum(not is_blank(c) for c in row) > 1)
    return next(first, 0), 0


def _table(name: str, grid: Grid, form: str) -> Table:
    finder = finder_of(form)
    at, _known = _header_of(grid, finder)
    notices: list[Notice] = []
    headers = tuple(written(cell) for cell in grid[at])
    columns = [finder(header) for header in headers]
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
    return Table(name, at + 1, headers, tuple(rows), tuple(notices), form)


def _passed_over(
    cells: Sequence[Cell], headers: Sequence[str], place: int | None
) -> str:
    """Say why a row is no patient: blank, total, header again, note; or nothing."""
    told = [cell for cell in cells if not is_blank(cell)]
    if not told:
        return "blank"
    seen, first = cells[: len(headers)], written(told[0])
    if first in headers and [written(cell) for cell in seen] == list(headers):
        return "header"
    number = written(cells[place]).strip() if place is not None else ""
    if _is_total(first) and (not number or _is_total(number)):
        return "total"
    # A remark under the table fills one cell, and not with a study number.
    return "note" if len(told) == 1 and not NUMBER_LIKE.match(number) else ""


def _is_total(said: str) -> bool:
    word = key_of(said)
    return word.rstrip("0123456789") in TOTALS or word.startswith(TOTALS_ZH)
