"""Datasets in their formats through the API: columns, rows, labels, refusals."""

import csv
import io
import json
import re
import subprocess
from datetime import date, timedelta
from zipfile import ZipFile

import openpyxl
import pandas as pd
import polars as pl
import pyarrow.csv
import pyreadstat
import pytest
from django.db import connection
from django.utils import timezone

from outcomes.exports.catalogue import DATASETS, FORMATS
from outcomes.models import AnalysisSubject, ExportLog
from outcomes.pipeline.sweep import sweep
from registry.models import Change
from tests import builders
from tests.api.study import a_cohort, a_patient_elsewhere
from tests.builders import a_record, day
from tests.settings import POSTGRES


def fetch(client, name, **query):
    answer = client.get(f"/api/v1/exports/{name}", query)
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def rows(client, name, **query):
    text = fetch(client, f"{name}.csv", **query).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def patient(db):
    patient = builders.a_treated_patient()
    a_record(
        "diagnosis",
        patient,
        genes=[
            {"gene": "NPM1", "gene_result": "positive", "gene_vaf_pct": 12.5},
            {"gene": "TP53"},
        ],
    )
    a_record(
        "crs_episode",
        patient,
        crs_occurred="yes",
        crs_onset_date=day(3),
        hypoxia="low_flow",
        absent={"max_temp_c": "not_done"},
    )
    a_record("blood_count", patient, count_date=day(5), anc="0.45", platelets="21")
    sweep()
    return patient


def test_every_dataset_is_written(manager, patient):
    everything = [name for name in DATASETS if name != "audit"]
    for name in everything:
        assert fetch(manager, f"{name}.parquet")[:4] == b"PAR1", name
    assert ExportLog.objects.count() == len(everything)


# How the file of each format begins.
BEGINS = {
    "csv": b"",
    "xlsx": b"PK",
    "parquet": b"PAR1",
    "arrow": b"\xff\xff\xff\xff",
    "dta": b"<stata_dta>",
    "sav": b"$FL",
    "xpt": b"HEADER RECORD",
    "sas": b"PK",
    "odm": b"<?xml",
    "dsjson": b"{",
}


@pytest.mark.parametrize(
    "name", ["adsl", "adtte", "adlb", "crs_episode", "queries", "codebook", "audit"]
)
def test_each_kind_of_dataset_is_written_in_every_format(program_of, patient, name):
    builders.a_query(patient)
    of_audit = name == "audit"
    user = builders.a_centre_administrator if of_audit else builders.a_data_manager
    client = program_of(user())
    expected = rows(client, name)
    assert expected
    for kind in FORMATS:
        answer = client.get(f"/api/v1/exports/{name}.{kind}")
        assert answer.status_code == 200, (kind, answer.content)
        content = b"".join(answer.streaming_content)
        assert content.startswith(BEGINS[kind]), kind
        assert int(answer["X-Rows"]) == len(expected)


def test_stata_has_numbers_labels_and_reasons(manager, patient, tmp_path):
    path = tmp_path / "crs.dta"
    path.write_bytes(fetch(manager, "crs_episode.dta", language="zh-hans"))
    read, about = pyreadstat.read_dta(path, user_missing=True)
    said = about.variable_value_labels["hypoxia"]
    assert said[read["hypoxia"][0]] == "低流量鼻导管≤6 L/min"
    assert about.variable_value_labels["max_temp_c"]["b"] == "未做"
    assert read["max_temp_c"][0] == "b"
    assert "hypoxia_label" not in read
    assert about.column_names_to_labels["max_temp_c"].endswith("（°C）")


def test_a_workbook_and_a_zip_come_with_their_names(manager, patient):
    answer = manager.get("/api/v1/exports/adsl.xlsx")
    assert ".xlsx" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["adsl", "columns", "codes"]
    answer = manager.get("/api/v1/exports/adsl.sas")
    assert ".zip" in answer["Content-Disposition"]
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == ["ADSL.xpt", "ADSL.sas", "ADSL_columns.csv"]


def test_columns_come_as_asked_and_rows_stay_in_order(manager, patient):
    builders.a_treated_patient()
    sweep()
    asked = rows(manager, "adsl", columns="AGE,USUBJID")
    assert [*asked[0]] == ["AGE", "USUBJID"]
    assert [r["USUBJID"] for r in asked] == sorted(r["USUBJID"] for r in asked)
    (only,) = rows(manager, "adsl", columns="SEX", USUBJID=asked[0]["USUBJID"])
    assert [*only] == ["SEX"]


def test_rows_are_kept_by_value_and_centre(manager, patient):
    every = {row["PARAMCD"] for row in rows(manager, "adtte")}
    kept = {row["PARAMCD"] for row in rows(manager, "adtte", PARAMCD=["OS", "OSINF"])}
    assert kept == every & {"OS", "OSINF"} != every
    assert rows(manager, "adtte", centre="HEB") == []
    assert rows(manager, "crs_episode", hypoxia="none") == []


def test_rows_are_kept_by_the_day_of_a_change(manager, patient):
    other = builders.a_treated_patient()
    sweep()
    last = Change.objects.filter(patient_id=other.pk).earliest("id").at
    found = rows(manager, "patient", updated_since=last.isoformat())
    assert [row["SUBJID"] for row in found] == [other.study_no]
    later = (timezone.now() + timedelta(days=1)).date().isoformat()
    assert rows(manager, "adsl", updated_since=later) == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("columns=AGE,WEIGHT", "WEIGHT"),
        ("paramcd=OS", "paramcd"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=2026-02-30", "updated_since"),
    ],
)
def test_what_cannot_be_read_is_refused_not_ignored(manager, patient, query, says):
    answer = manager.get(f"/api/v1/exports/adsl.csv?{query}")
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert not ExportLog.objects.exists()


def test_a_statistician_neither_names_nor_narrows_by_dates(program_of, patient):
    user = builders.a_statistician()
    a_cohort(granted_to=[user])
    client = program_of(user)
    for query in ({"columns": "BRTHDT"}, {"BRTHDT": "2016-11-12"}):
        assert client.get("/api/v1/exports/adsl.csv", query).status_code == 400
    since = {"updated_since": "2020-01-01"}
    assert client.get("/api/v1/exports/adsl.csv", since).status_code == 403


def test_a_group_has_a_dataset_of_its_rows(manager, patient):
    found = rows(manager, "diagnosis_genes")
    assert [(r["row_no"], r["gene"], r["gene_vaf_pct"]) for r in found] == [
        ("1", "NPM1", "12.5"),
        ("2", "TP53", ""),
    ]


def test_measurements_come_one_a_row(manager, patient):
    found = {r["PARAMCD"]: r for r in rows(manager, "adlb", PARCAT1="HAEMATOLOGY")}
    assert (found["ANC"]["AVAL"], found["ANC"]["AVALU"]) == ("0.45", "10^9/L")
    assert (found["PLAT"]["ADT"], found["PLAT"]["INFDY"]) == (str(day(5)), "5")
    (subject,) = rows(manager, "adsl")
    since = day(5) - date.fromisoformat(subject["TRTSDT"])
    assert found["PLAT"]["ADY"] == str(since.days)


def test_queries_say_their_state(manager, patient):
    for row in rows(manager, "queries"):
        assert row["USUBJID"].endswith(patient.study_no)
        assert row["status"] in ("open", "answered", "closed")


def test_the_trail_is_for_those_who_read_audits(manager, program_of, patient):
    assert manager.get("/api/v1/exports/audit.csv").status_code == 403
    client = program_of(builders.a_centre_administrator())
    a_patient_elsewhere()
    found = rows(client, "audit")
    assert {row["SITEID"] for row in found} == {"LDP"}
    assert {"registry_patient", "registry_crsepisode"} <= {
        row["table_name"] for row in found
    }
    statistician = builders.a_statistician()
    a_cohort(granted_to=[statistician])
    answer = program_of(statistician).get("/api/v1/exports/audit.csv")
    assert answer.status_code == 403


CRS_FEVER = ("crs_episode", "max_temp_c")


def test_the_codebook_is_every_column_of_every_dataset(manager):
    found = rows(manager, "codebook")
    described = {name: one for name, one in DATASETS.items() if name != "codebook"}
    assert len(found) == sum(len(one.columns) for one in described.values())
    hypoxia = next(
        r for r in found if (r["dataset"], r["name"]) == ("crs_episode", "hypoxia")
    )
    assert "low_flow = " in hypoxia["codes_en"]
    assert hypoxia["reasons"].startswith("unknown = .a, -999991 | not_done = .b,")
    (fever,) = (r for r in found if (r["dataset"], r["name"]) == CRS_FEVER)
    assert fever["reasons"].startswith("unknown = .a, -999991, .A | ")
    assert all(r["label_en"] and r["label_zh"] for r in found)


def test_polars_reads_parquet_and_arrow_alike(manager, patient):
    parquet = pl.read_parquet(io.BytesIO(fetch(manager, "adtte.parquet")))
    arrow = pl.read_ipc_stream(io.BytesIO(fetch(manager, "adtte.arrow")))
    assert parquet.equals(arrow)
    assert parquet.schema["AVAL"] == pl.Int64
    assert parquet.schema["STARTDT"] == pl.Date


# ---- What a CSV keeps

NASTY = (
    *("", None, "NA", "a,b", 'q"uote', '"', '""', ",", "=1+1", "\\.", "'", "\t"),
    *(" between spaces ", "two\nlines", "回车\r\n换行", "\rback", "\n", "😀𠮷"),
)


@pytest.fixture
def nasty(manager, tmp_path):
    """Fetch a CSV with each of ``NASTY`` beside its number; return its path."""
    patients = [
        builders.a_treated_patient(study_no=f"N{number:02}")
        for number in range(len(NASTY))
    ]
    sweep(seconds=float("inf"))
    for patient, text in zip(patients, NASTY, strict=True):
        found = AnalysisSubject.objects.filter(patient_id=patient.pk)
        found.update(hla_match=text)
    path = tmp_path / "nasty.csv"
    path.write_bytes(fetch(manager, "adsl.csv", columns="SUBJID,HLAMATCH"))
    return path


@pytest.mark.r
def test_a_csv_keeps_every_text_for_whoever_reads_it(nasty, rscript):
    texts = [text or "" for text in NASTY]
    numbers = [f"N{number:02}" for number in range(len(NASTY))]
    with nasty.open(newline="", encoding="utf-8") as file:
        _heads, *lines = csv.reader(file)
    assert lines == [[*pair] for pair in zip(numbers, texts, strict=True)]
    frame = pd.read_csv(nasty, keep_default_na=False, lineterminator="\n")
    assert frame["HLAMATCH"].tolist() == texts
    found = pl.read_csv(nasty, empty_string_is_null=False)
    assert found["HLAMATCH"].fill_null("").to_list() == texts
    script = """
    read <- read.csv("nasty.csv", na.strings = character(), colClasses = "character",
                     encoding = "UTF-8")
    cat(jsonlite::toJSON(read$HLAMATCH))
    """
    done = subprocess.run(
        [rscript, "-e", script], cwd=nasty.parent, capture_output=True, check=True
    )
    # R takes any end of a line within a text for its own.
    ends = re.compile("\r\n?")
    assert json.loads(done.stdout) == [ends.sub("\n", text) for text in texts]


def test_a_csv_tells_an_empty_text_from_none_and_ends_lines_alike(nasty):
    content = nasty.read_bytes()
    assert content.startswith(b'SUBJID,HLAMATCH\nN00,""\nN01,\nN02,NA\n')
    options = pyarrow.csv.ConvertOptions(
        strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
    )
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    read = pyarrow.csv.read_csv(nasty, parse_options=parse, convert_options=options)
    assert read["HLAMATCH"].to_pylist() == [*NASTY]


# ---- A file of one column


def one_column(client, **query):
    """Return a column of which the second of three rows has no value."""
    first, second, third = (builders.a_treated_patient() for _ in range(3))
    sweep()
    for patient, donor in ((first, "5/10"), (second, ""), (third, "10/10")):
        found = AnalysisSubject.objects.filter(patient_id=patient.pk)
        found.update(hla_match=donor or None)
    return fetch(client, "adsl.csv", columns="HLAMATCH", **query)


@pytest.mark.parametrize("query", [{}, {"safe": "1"}, {"profile": "shifted"}])
def test_a_row_without_a_value_is_no_empty_line(manager, db, query):
    lines = one_column(manager, **query).decode().split("\n")
    assert sorted(lines) == ["", '""', "10/10", "5/10", "HLAMATCH"]


@pytest.mark.parametrize("column", ["AGE", "CARTDOSE", "BRTHDT", "CARTDT", "DISEASE"])
def test_a_column_alone_says_what_it_says_among_others(manager, db, patient, column):
    alone = [row[column] for row in rows(manager, "adsl", columns=column, safe="1")]
    beside = rows(manager, "adsl", columns=f"{column},SUBJID", safe="1")
    assert alone == [row[column] for row in beside]


def test_pandas_polars_and_psql_read_as_many_rows_of_one_column(manager, tmp_path, db):
    path = tmp_path / "one.csv"
    path.write_bytes(one_column(manager))
    assert len(pd.read_csv(path)) == 3
    assert len(pl.read_csv(path)) == 3
    name = connection.settings_dict["NAME"]
    psql = subprocess.run(
        [POSTGRES.binary("psql"), POSTGRES.url(database=name), "-qXAt"],
        input=f"CREATE TEMP TABLE one (said text);\n"
        f"\\copy one FROM '{path}' (FORMAT csv, HEADER, FORCE_NULL (said))\n"
        "SELECT count(*), count(said) FROM one;\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (psql.stdout.split(), psql.stderr) == (["3|2"], "")


@pytest.mark.r
def test_r_reads_as_many_rows_of_one_column(manager, tmp_path, rscript, db):
    (tmp_path / "one.csv").write_bytes(one_column(manager))
    # Without this it takes even a quoted empty text for no line at all.
    script = """
    one <- read.csv("one.csv", na.strings = "", blank.lines.skip = FALSE)
    stopifnot(sort(is.na(one$HLAMATCH)) == c(FALSE, FALSE, TRUE))
    """
    subprocess.run([rscript, "-e", script], cwd=tmp_path, check=True)
