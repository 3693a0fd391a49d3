"""Files of every kind → the same table."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from registry.intake.reading import read_table
from registry.intake.table import Formula, Unreadable, as_written

DATA = Path(__file__).parents[2] / "data"
PRACTICE = DATA / "messy_practice.xlsx"
HEAD = ["study_no", "centre", "sex", "birth_date", "最高体温"]
ROWS = [["C001", "LDP", "男", "2001-02-03", "38,5"], ["C002", "LDP", "女", "", ""]]


def text(rows, delimiter=","):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def workbook(rows, **sheets):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, (state, extra) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in extra:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(table):
    return [[as_written(cell) for cell in row.cells] for row in table.rows]


def test_the_practice_workbook_is_sixty_patients_under_its_third_row():
    table = read_table(PRACTICE.read_bytes())
    assert (table.sheet, table.header_row) == ("病例数据", 3)
    assert [row.number for row in table.rows] == list(range(4, 64))
    assert table.notices == ()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_is_read_in_any_encoding_and_delimiter(encoding, delimiter):
    table = read_table(text([HEAD, *ROWS], delimiter).encode(encoding))
    assert told(table) == ROWS
    assert [row.number for row in table.rows] == [2, 3]


def test_titles_blanks_totals_and_notes_are_no_patients():
    rows = [
        ["登记表"],
        [],
        HEAD,
        ROWS[0],
        [],
        HEAD,
        ROWS[1],
        ["Total", 2],
        ["合计", "2"],
        ["注：以上数据截至2024年"],
    ]
    table = read_table(text(rows).encode())
    assert [row.number for row in table.rows] == [4, 7]
    assert [(n.code, n.row) for n in table.notices] == [("row_not_read", 10)]


def test_a_hidden_sheet_is_passed_over_and_a_visible_one_named():
    hidden = workbook([HEAD, *ROWS], aside=("hidden", [HEAD, ["X9", "LDP"]]))
    assert read_table(hidden).notices == ()
    shown = workbook([HEAD, *ROWS], notes=("visible", [["scratch"]]))
    assert [n.about for n in read_table(shown).notices] == ["notes"]


def test_a_formula_is_seen_behind_its_result():
    table = read_table(workbook([HEAD, ["=A9", "LDP", "M", "2001-02-03", 38.5]]))
    assert isinstance(table.rows[0].cells[0], Formula)
    assert table.rows[0].cells[4] == 38.5


def styled(rows, look):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    look(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("number_format", "seen"),
    [("0.0%", "84.9%"), ("0.00 %", "84.9%"), ('0.0"%"', "0.849"), ("0.000", "0.849")],
)
def test_a_percentage_is_read_as_the_spreadsheet_shows_it(number_format, seen):
    def look(sheet):
        sheet["B2"].number_format = number_format

    content = styled([["study_no", "BM blasts (%)"], ["C001", 0.849]], look)
    assert told(read_table(content)) == [["C001", seen]]


def test_a_computed_percentage_keeps_its_formula():
    def look(sheet):
        sheet["B2"].number_format = "0%"

    content = styled([["study_no", "BM blasts (%)"], ["C001", "=1/2"]], look)
    assert isinstance(read_table(content).rows[0].cells[1], Formula)


def test_cells_merged_over_rows_speak_for_each_row():
    def look(sheet):
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("C4:D5")

    rows = [["C001", "LDP"], ["C002", None], ["C003", "HEB"], ["C004", "HEB"]]
    table = read_table(styled([["study_no", "centre"], *rows], look))
    assert [row.cells[1] for row in table.rows] == ["LDP", "LDP", "HEB", "HEB"]


def test_a_row_number_is_the_one_the_spreadsheet_shows():
    rows = [["a title\nof two lines"], HEAD, *ROWS]
    assert [row.number for row in read_table(text(rows).encode()).rows] == [3, 4]


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 20_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n , ,\n", "no rows"),
        (b"PK\x03\x04 cut off", "damaged"),
        (bomb(), "unpacks"),
        (b"\xd0\xcf\x11\xe0 no workbook", "no workbook"),
        (b"a,b\x00c\n1,2,3", "no text"),
        (b"\xff\xfe\x00", "encoding"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content, says):
    with pytest.raises(Unreadable, match=says):
        read_table(content)


def test_a_workbook_with_every_sheet_hidden_is_refused():
    book = load_workbook(PRACTICE)
    book.create_sheet("last")
    out = io.BytesIO()
    for sheet in book.worksheets[:-1]:
        sheet.sheet_state = "hidden"
    book.save(out)
    with pytest.raises(Unreadable, match="no rows"):
        read_table(out.getvalue())
