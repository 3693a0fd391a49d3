"""What is written comes back equal, whatever it is, in whatever reads the format."""

import io
import re
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import duckdb
import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pyreadstat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from outcomes.exports.columns import Kind
from outcomes.exports.formats.columnar import write_arrow, write_parquet
from outcomes.exports.formats.refused import CannotHold
from outcomes.exports.formats.sheet import LONGEST
from outcomes.exports.formats.spss import write_sav
from outcomes.exports.formats.stata import write_dta
from outcomes.exports.formats.workbook import write_xlsx
from outcomes.exports.table import BLOCK_BYTES
from tests.unit.exports.tables import GRADE, HYPOXIA, a_table, column, written

COLUMNS = (
    column("t"),
    column("n", Kind.NUMBER, unit="mg/L"),
    column("w", Kind.WHOLE, codes=GRADE),
    column("d", Kind.DAY),
    column("c", Kind.CODE, codes=HYPOXIA),
    column("m", Kind.MOMENT),
)
NASTY = [
    "",
    "=1+1",
    "@x",
    "a,b",
    'q"uote',
    "two\nlines",
    "回车\r\n换行",
    "😀𠮷",
    "\t",
    "NA",
    "<r><t>a&b</t></r>",
    "_x0041_x0042_",
    " between spaces ",
]
# The database holds no NUL; a workbook is XML, which has no other control characters.
letters = st.characters(exclude_categories=["Cs", "Cc"])
texts = st.sampled_from(NASTY) | st.text(letters, max_size=40)
texts |= st.integers(300, 3000).map(lambda n: "长" * n)
rows = st.lists(
    st.tuples(
        st.none() | texts,
        st.none() | st.floats(-1e12, 1e12, allow_nan=False),
        st.none() | st.integers(-(2**31), 2**31 - 1),
        st.none() | st.dates(date(1900, 3, 1), date(2100, 1, 1)),
        st.none() | st.sampled_from(["none", "low_flow"]),
        st.none()
        | st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(
            lambda d: d.replace(microsecond=0)
        ),
    ),
    max_size=6,
)
each = settings(max_examples=15, deadline=None)
whole = example([("", 0.1, 3, date(2000, 2, 29), "none", None), (None,) * 6])


def table_of(values):
    copied = [(*r[:5], r[5].isoformat() + "Z" if r[5] else None) for r in values]
    return a_table(COLUMNS, copied)


def aware(values):
    return [(*r[:5], r[5].replace(tzinfo=UTC) if r[5] else None) for r in values]


@each
@whole
@given(rows)
def test_parquet_and_arrow_keep_everything(values):
    parquet = written(write_parquet, table_of(values))
    assert pl.read_parquet(io.BytesIO(parquet)).rows() == aware(values)
    arrow = written(write_arrow, table_of(values))
    assert pl.read_ipc_stream(io.BytesIO(arrow)).rows() == aware(values)


def test_rows_longer_than_a_block_are_read_whole():
    texts = ["x" * BLOCK_BYTES, "short", None, "长" * BLOCK_BYTES]
    table = a_table((column("t"),), [(text,) for text in texts])
    parquet = written(write_parquet, table)
    assert pl.read_parquet(io.BytesIO(parquet))["t"].to_list() == texts


@each
@whole
@given(rows)
def test_a_workbook_keeps_everything(values):
    content = written(write_xlsx, table_of(values))
    book = openpyxl.load_workbook(io.BytesIO(content))
    (heads, *read) = book["crs_episode"].iter_rows()
    assert [cell.value for cell in heads] == [one.name for one in COLUMNS]
    assert all(cell.data_type != "f" for row in read for cell in row)
    for row, value in zip(read, values, strict=False):
        got = [cell.value for cell in row]
        assert _unescaped(got[0]) == value[0]
        assert got[1] == (value[1] and pytest.approx(value[1], rel=1e-15))
        assert got[2] == value[2]
        assert got[3] == (value[3] and datetime.combine(value[3], datetime.min.time()))
        assert got[4] == value[4]
        assert got[5] == value[5]


def _unescaped(text):
    """Return the text of a cell: openpyxl leaves characters as ``_x000D_``."""
    if text is None:
        return None
    return re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), text)


@each
@whole
@given(rows)
def test_labelled_files_keep_everything_but_what_has_no_value(values):
    numbers = {"none": 1, "low_flow": 2, None: None}
    for kind, write, read in (
        ("dta", write_dta, pyreadstat.read_dta),
        ("sav", write_sav, pyreadstat.read_sav),
    ):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"t.{kind}"
            path.write_bytes(written(write, table_of(values)))
            found, about = read(path, output_format="polars")
        told = about.variable_value_labels["w"]
        for got, value in zip(found.rows(), values, strict=True):
            assert got[0].rstrip(" ") == (value[0] or "").rstrip(" ")
            assert got[1] == value[1]
            assert got[2] == value[2] or told[got[2]] == str(value[2])
            assert got[3] == value[3]
            assert got[4] == numbers[value[4]]
            assert got[5] == value[5]


def test_duckdb_reads_parquet_with_its_labels(tmp_path):
    values = [("中", 1.5, 3, date(2020, 1, 1), "none", None)]
    path = tmp_path / "t.parquet"
    path.write_bytes(written(write_parquet, table_of(values), language="zh-hans"))
    found = duckdb.sql(f"SELECT t, n, w, d, c FROM '{path}'").fetchall()
    assert found == [values[0][:5]]
    about = pyarrow.parquet.read_schema(path)
    assert about.metadata[b"label"].decode() == "CRS发作"
    assert about.field("n").metadata[b"label"].decode() == "n的中文标签（mg/L）"
    assert '"low_flow": "低流量吸氧"' in about.field("c").metadata[b"codes_zh"].decode()


def test_arrow_has_the_same_labels():
    stream = pa.ipc.open_stream(written(write_arrow, table_of([])))
    assert stream.schema.field("c").metadata[b"label"] == b"c in words"
    assert stream.read_all().num_rows == 0


def test_a_workbook_says_what_columns_and_codes_mean():
    book = openpyxl.load_workbook(io.BytesIO(written(write_xlsx, table_of([]))))
    columns = [*book["columns"].iter_rows(values_only=True)]
    assert columns[2] == ("n", "n in words", "n的中文标签", "number", "mg/L")
    codes = [*book["codes"].iter_rows(values_only=True)]
    assert ("c", "low_flow", "Low-flow oxygen", "低流量吸氧") in codes


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "😀" * (LONGEST // 2 + 1)])
def test_a_workbook_refuses_what_a_cell_cannot_hold(text):
    table = a_table([column("t")], [["x"], [text]])
    with pytest.raises(CannotHold, match="Row 2 of t is longer"):
        written(write_xlsx, table)


def test_a_workbook_takes_the_longest_text_and_rows_of_several_blocks():
    texts = [["长" * LONGEST], *([str(n)] for n in range(BLOCK_BYTES // 4))]
    table = replace(a_table([column("t")], texts), longest=4 * LONGEST)
    book = load_workbook(io.BytesIO(written(write_xlsx, table)))
    assert book.get_sheet_by_index(0).to_python() == [["t"], *texts]


def test_a_workbook_has_days_that_excel_has_not_as_texts():
    days = [[date(1899, 1, 1)], [date(1900, 2, 28)], [date(1900, 3, 1)], [None]]
    moments = [
        [moment and datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC)]
        for (moment,) in days
    ]
    rows = [[*day, *moment] for day, moment in zip(days, moments, strict=True)]
    table = a_table([column("d", Kind.DAY), column("m", Kind.MOMENT)], rows)
    book = openpyxl.load_workbook(io.BytesIO(written(write_xlsx, table)))
    (_heads, *read) = book["crs_episode"].iter_rows(values_only=True)
    assert [*read[0]] == ["1899-01-01", "1899-01-01T12:00:00+00:00"]
    assert [*read[1]] == ["1900-02-28", "1900-02-28T12:00:00+00:00"]
    assert [*read[2]] == [datetime(1900, 3, 1), datetime(1900, 3, 1, 12)]


def test_a_workbook_shows_what_is_no_number_as_an_error():
    table = a_table([column("n", Kind.NUMBER)], [[float("nan")], [float("inf")], [1.0]])
    book = openpyxl.load_workbook(io.BytesIO(written(write_xlsx, table)))
    read = [cell.value for (cell,) in book["crs_episode"].iter_rows()]
    assert read == ["n", "#NUM!", "#NUM!", 1]


def test_a_workbook_says_how_far_its_rows_go():
    table = a_table([column("t"), column("u")], [["a", "b"], ["c", None]])
    with ZipFile(io.BytesIO(written(write_xlsx, table))) as book:
        assert b'<dimension ref="A1:B3"/>' in book.read("xl/worksheets/sheet1.xml")
        assert all(info.extract_version < 45 for info in book.infolist())
