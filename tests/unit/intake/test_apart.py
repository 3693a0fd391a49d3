"""A workbook is read by a process of its own, and what that hands back is cells."""

import pickle
import sys
from datetime import date

import pytest

from registry.intake import apart
from registry.intake.apart import Cells, cells_apart
from registry.intake.table import Formula, Unreadable
from registry.intake.workbook import grids_of_workbook
from tests.hostile.bombs import far_corner, workbook


def loaded(what):
    import io

    return Cells(io.BytesIO(pickle.dumps(what))).load()


def test_cells_come_through():
    cells = ("cells", [("s", [[1.5, "x", None, date(2024, 1, 2), Formula("=A1", 3)]])])
    assert loaded(cells) == cells


def test_what_is_no_cell_does_not_run():
    with pytest.raises(pickle.UnpicklingError, match="no cell"):
        loaded(print)


def test_a_reader_that_dies_leaves_its_caller_whole():
    assert cells_apart(far_corner()) == ("limit", ())
    with pytest.raises(Unreadable, match="more memory or time"):
        grids_of_workbook(far_corner())


def test_a_reader_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(apart, "READER", [sys.executable, "-c", "while True: pass"])
    monkeypatch.setattr(apart, "SECONDS", 0.5)
    assert cells_apart(b"") == ("limit", ())


def test_a_sheet_that_reaches_too_far_is_named():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in (1, 700_000))
    wide = rows + '<row r="700001"><c r="Z700001"><v>1</v></c></row>'
    with pytest.raises(Unreadable, match="“s” reaches over 700001 rows and 26 columns"):
        grids_of_workbook(workbook(wide))
