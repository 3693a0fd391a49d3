"""What pandas, polars and DuckDB read of the files made for them: values and labels."""

import io
from datetime import date

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

from outcomes.exports.columns import Kind
from outcomes.exports.formats.columnar import write_arrow, write_parquet
from outcomes.exports.formats.spss import write_sav
from outcomes.exports.formats.stata import write_dta
from outcomes.exports.formats.xport import write_xpt
from tests.unit.exports.tables import GRADE, HYPOXIA, a_table, column, written

COLUMNS = (
    column("who"),
    column("hypoxia", Kind.CODE, codes=HYPOXIA),
    column("grade", Kind.WHOLE, codes=GRADE),
    column("temp", Kind.NUMBER, unit="°C"),
    column("onset", Kind.DAY),
)
ROWS = [
    ("LDP-陈", "low_flow", 3, 39.25, date(2023, 2, 28)),
    ("LDP-2", "none", 0, None, None),
]
REASONS = {"temp": [None, "not_done"]}
PLACES = {
    "csv": lambda table: table.file.getvalue(),
    "parquet": lambda table: written(write_parquet, table, language="zh-hans"),
    "arrow": lambda table: written(write_arrow, table, language="zh-hans"),
}


@pytest.fixture(params=PLACES)
def kind(request):
    return request.param


@pytest.fixture
def path(kind, tmp_path):
    place = tmp_path / f"table.{kind}"
    place.write_bytes(PLACES[kind](a_table(COLUMNS, ROWS)))
    return place


def test_pandas_reads_the_rows(kind, path):
    read = {
        "csv": lambda: pd.read_csv(path, parse_dates=["onset"]),
        "parquet": lambda: pd.read_parquet(path),
        "arrow": lambda: pa.ipc.open_stream(path.read_bytes()).read_pandas(),
    }[kind]()
    assert read["who"].tolist() == ["LDP-陈", "LDP-2"]
    assert read["hypoxia"].tolist() == ["low_flow", "none"]
    assert read["grade"].tolist() == [3, 0]
    assert read["temp"].tolist()[0] == 39.25
    assert read["temp"].isna().tolist() == [False, True]
    assert pd.to_datetime(read["onset"])[0] == pd.Timestamp(2023, 2, 28)


def test_polars_reads_the_rows(kind, path):
    read = {
        "csv": lambda: pl.read_csv(path, try_parse_dates=True),
        "parquet": lambda: pl.read_parquet(path),
        "arrow": lambda: pl.read_ipc_stream(path),
    }[kind]()
    assert read.rows() == ROWS
    assert read.schema["onset"] == pl.Date


def test_duckdb_reads_the_rows(kind, path):
    source = {
        "csv": lambda: duckdb.read_csv(str(path)),
        "parquet": lambda: duckdb.read_parquet(str(path)),
        "arrow": lambda: duckdb.from_arrow(
            pa.ipc.open_stream(path.read_bytes()).read_all()
        ),
    }[kind]()
    assert source.fetchall() == ROWS
    types = dict(zip(source.columns, map(str, source.types), strict=True))
    assert (types["onset"], types["temp"]) == ("DATE", "DOUBLE")


def test_labels_of_parquet_and_arrow_are_in_the_schema():
    table = a_table(COLUMNS, ROWS)
    parquet = pyarrow.parquet.read_schema(io.BytesIO(PLACES["parquet"](table)))
    arrow = pa.ipc.open_stream(PLACES["arrow"](table)).schema
    for schema in (parquet, arrow):
        said = schema.field("temp").metadata
        assert said[b"label"].decode() == "temp的中文标签（°C）"
        assert said[b"unit"].decode() == "°C"
        codes = schema.field("hypoxia").metadata
        assert '"low_flow": "Low-flow oxygen"' in codes[b"codes_en"].decode()
        assert '"low_flow": "低流量吸氧"' in codes[b"codes_zh"].decode()


def test_duckdb_tells_what_a_parquet_file_is_about(tmp_path):
    place = tmp_path / "table.parquet"
    place.write_bytes(PLACES["parquet"](a_table(COLUMNS, ROWS)))
    query = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key)='label'"
    assert duckdb.execute(query, [str(place)]).fetchall() == [("CRS发作",)]


def test_pandas_reads_stata_with_labels_and_reasons(tmp_path):
    content = written(write_dta, a_table(COLUMNS, ROWS, REASONS), language="zh-hans")
    read = pd.read_stata(io.BytesIO(content))
    assert read["hypoxia"].tolist() == ["低流量吸氧", "无"]
    assert read["grade"].tolist() == ["重度", "无"]
    assert read["onset"][0] == pd.Timestamp(2023, 2, 28)
    with pd.read_stata(io.BytesIO(content), iterator=True) as about:
        assert about.variable_labels()["temp"] == "temp的中文标签（°C）"
        assert about.data_label == "CRS发作"
    told = pd.read_stata(
        io.BytesIO(content),
        columns=["temp"],
        convert_missing=True,
        convert_categoricals=False,
    )
    assert str(told["temp"][1]) == ".b"


def test_pandas_reads_spss_and_sas(tmp_path):
    table = a_table(COLUMNS, ROWS, REASONS)
    place = tmp_path / "table.sav"
    place.write_bytes(written(write_sav, table))
    spss = pd.read_spss(place)
    assert spss["hypoxia"].tolist() == ["Low-flow oxygen", "None"]
    sas = pd.read_sas(
        io.BytesIO(written(write_xpt, table)), format="xport", encoding="utf-8"
    )
    for read in (spss, sas):
        assert read["who"].tolist() == ["LDP-陈", "LDP-2"]
        assert read["temp"].isna().tolist() == [False, True]
    assert sas["hypoxia"].tolist() == ["low_flow", "none"]
