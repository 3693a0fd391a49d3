"""Labelled files, read back by readstat and by R: values, labels, reasons, dates."""

import csv
import io
import subprocess
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pandas as pd
import pyreadstat
import pytest

from outcomes.exports.catalogue import DATASETS, FORMATS
from outcomes.exports.columns import Kind
from outcomes.exports.formats import frame
from outcomes.exports.formats.labels import MISSING_LETTERS, MISSING_NUMBERS, short
from outcomes.exports.formats.refused import CannotHold
from outcomes.exports.formats.spss import write_sav
from outcomes.exports.formats.stata import write_dta
from outcomes.exports.formats.xport import write_sas, write_xpt
from registry.codelists.base import Label
from tests.unit.exports.tables import GRADE, HYPOXIA, a_table, column, written

READ = {
    "dta": pyreadstat.read_dta,
    "sav": pyreadstat.read_sav,
    "xpt": pyreadstat.read_xport,
}
COLUMNS = (
    column("USUBJID"),
    column("hypoxia", Kind.CODE, codes=HYPOXIA),
    column("crs_grade", Kind.WHOLE, codes=GRADE),
    column("max_temp_c", Kind.NUMBER, unit="°C"),
    column("crs_onset_date", Kind.DAY),
    column("course_no", Kind.WHOLE),
)
ROWS = [
    ["LDP-001", "low_flow", 3, 39.25, date(2023, 2, 28), 1],
    ["LDP-陈", "none", 0, None, None, 2],
    ["", None, None, 36.5, date(1955, 1, 1), 1],
]
REASONS = {
    "hypoxia": [None, None, "not_done"],
    "max_temp_c": [None, "below_detection", None],
    "crs_onset_date": [None, "unknown", None],
}


def reread(tmp_path, kind, content, **how):
    path = tmp_path / f"table.{kind}"
    path.write_bytes(content)
    return READ[kind](path, output_format="polars", **how)


def test_stata_keeps_values_labels_and_dates(tmp_path):
    content = written(write_dta, a_table(COLUMNS, ROWS))
    read, about = reread(tmp_path, "dta", content)
    assert read["hypoxia"].to_list() == [2, 1, None]
    assert read["crs_onset_date"].to_list() == [row[4] for row in ROWS]
    assert read["USUBJID"].to_list() == ["LDP-001", "LDP-陈", ""]
    assert read["max_temp_c"].to_list() == [39.25, None, 36.5]
    assert about.variable_value_labels["hypoxia"] == {1: "None", 2: "Low-flow oxygen"}
    assert about.variable_value_labels["crs_grade"] == {0: "none", 3: "severe, 'bad'"}
    assert about.column_names_to_labels["max_temp_c"] == "max_temp_c in words, °C"
    assert about.file_label == "Episodes of CRS"


def test_labels_come_in_chinese(tmp_path):
    for kind, write in (("dta", write_dta), ("sav", write_sav)):
        content = written(write, a_table(COLUMNS, ROWS), language="zh-hans")
        _, about = reread(tmp_path, kind, content)
        assert about.variable_value_labels["hypoxia"] == {1: "无", 2: "低流量吸氧"}
        assert about.column_names_to_labels["max_temp_c"] == (
            "max_temp_c的中文标签（°C）"
        )
        assert about.file_label == "CRS发作"


def test_spss_keeps_reasons_as_user_missing_values(tmp_path):
    content = written(write_sav, a_table(COLUMNS, ROWS, REASONS))
    read, about = reread(tmp_path, "sav", content, user_missing=True)
    below = MISSING_NUMBERS["below_detection"]
    assert read["hypoxia"].to_list() == [2, 1, MISSING_NUMBERS["not_done"]]
    assert read["max_temp_c"].to_list() == [39.25, below, 36.5]
    labels = about.variable_value_labels["max_temp_c"]
    assert labels[below] == "Below detection limit"
    read, _ = reread(tmp_path, "sav", content)
    assert read["max_temp_c"].to_list() == [39.25, None, 36.5]
    assert read["hypoxia"].to_list() == [2, 1, None]


def test_a_code_that_was_given_up_keeps_its_own_word(tmp_path):
    table = a_table(COLUMNS[1:2], [["high_flow"], ["none"]])
    read, about = reread(tmp_path, "dta", written(write_dta, table))
    assert read["hypoxia"].to_list() == [3, 1]
    assert about.variable_value_labels["hypoxia"][3] == "high_flow"


def test_transport_keeps_codes_dates_and_titles(tmp_path):
    content = written(write_xpt, a_table(COLUMNS, ROWS))
    read, about = reread(tmp_path, "xpt", content)
    assert about.table_name == "CRSEP" + short("crs_episode", 8)[5:].upper()
    assert read["hypoxia"].to_list() == ["low_flow", "none", ""]
    onset = short("crs_onset_date", 8)
    assert onset.startswith("crson")
    assert read[onset].to_list() == [row[4] for row in ROWS]
    assert about.column_names_to_labels[onset] == "crs_onset_date in words"


def test_transport_keeps_reasons_as_special_missing_values(tmp_path):
    table = a_table(COLUMNS, ROWS)
    plain = written(write_xpt, table)
    told = a_table(COLUMNS, ROWS, REASONS)
    content = written(write_xpt, replace(told, made=table.made))
    pairs = enumerate(zip(plain, content, strict=True))
    at = [n for n, (was, now) in pairs if was != now]
    # .E below detection, .A unknown: a letter, seven zeros, and nothing else differs.
    assert [content[n : n + 8] for n in at] == [b"E" + bytes(7), b"A" + bytes(7)]
    read, _ = reread(tmp_path, "xpt", content)
    assert read[short("max_temp_c", 8)].to_list() == [39.25, None, 36.5]
    # pandas takes blank texts of a short last row for the end of the file.
    told_of = {name: told for name, told in REASONS.items() if name != "hypoxia"}
    numbers = a_table(COLUMNS[3:], [row[3:] for row in ROWS], told_of)
    (tmp_path / "table.xpt").write_bytes(written(write_xpt, numbers))
    frame = pd.read_sas(tmp_path / "table.xpt", format="xport", encoding="utf-8")
    assert frame[short("max_temp_c", 8)].isna().tolist() == [False, True, False]
    assert frame[short("crs_onset_date", 8)].isna().tolist() == [False, True, False]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_transport_cuts_titles_between_characters(tmp_path, language):
    long = column("x", label=Label("é" * 60, "标" * 60))
    content = written(write_xpt, a_table([long], [["a"]]), language=language)
    _, about = reread(tmp_path, "xpt", content)
    title = about.column_names_to_labels["x"]
    assert 38 <= len(title.encode()) <= 40
    assert set(title) == {"é"} if language == "en" else {"标"}


def test_transport_splits_texts_longer_than_200_bytes(tmp_path):
    text = "中" * 150 + "end"
    content = written(write_sas, a_table([column("notes")], [[text], ["short"]]))
    with ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        read, about = reread(tmp_path, "xpt", archive.read(names[0]))
        listed = [*csv.DictReader(io.StringIO(archive.read(names[2]).decode()))]
    assert max(len(v.encode()) for s in read for v in s) <= 200
    parts = [row["variable"] for row in listed if row["column"] == "notes"]
    assert len(parts) == 3
    assert ["".join(row) for row in read.select(parts).rows()] == [text, "short"]
    assert about.column_names_to_labels[parts[1]] == "2/3 notes in words"


def test_what_even_parts_cannot_hold_is_refused(tmp_path):
    table = a_table([column("notes")], [["short"], ["x" * 4_100]])
    with pytest.raises(CannotHold, match="Row 2 of notes is longer"):
        written(write_xpt, table)
    table = a_table([column("notes")], [["x" * 40_000]])
    with pytest.raises(CannotHold, match="Parquet"):
        written(write_sav, table)


def test_more_cells_than_memory_is_for_are_refused(monkeypatch):
    monkeypatch.setattr(frame, "MOST_CELLS", 5)
    for write in (write_dta, write_sav, write_xpt):
        with pytest.raises(CannotHold, match="18 cells"):
            written(write, a_table(COLUMNS, ROWS))


def test_the_program_gives_back_names_and_labels():
    columns = [replace(c, reason="x") if c.name in REASONS else c for c in COLUMNS]
    content = written(write_sas, a_table(columns, ROWS, REASONS))
    with ZipFile(io.BytesIO(content)) as archive:
        said, listed = (archive.read(name).decode() for name in archive.namelist()[1:])
    absent = {
        row["column"]: row["absent"] for row in csv.DictReader(io.StringIO(listed))
    }
    assert absent["max_temp_c"].startswith(".A = unknown | .B = not_done")
    assert (absent["hypoxia"], absent["course_no"]) == ("", "")
    for line in (
        "value $HYPOXF",
        "'low_flow'='Low-flow oxygen'",
        "value GRADEF",
        "3='severe, ''bad'''",
        f"{short('crs_onset_date', 8)}=crs_onset_date",
        "hypoxia $HYPOXF.",
        "max_temp_c='max_temp_c in words, °C'",
        "value ABSNUMF",
        ".E='Below detection limit'",
        "other=[best12.]",
        "max_temp_c ABSNUMF.",
        "crs_onset_date ABSDAYF.",
    ):
        assert line in said


@pytest.mark.parametrize("longest", [8, 32])
def test_short_names_of_every_dataset_differ(longest):
    for dataset in DATASETS.values():
        names = [short(column.name, longest).upper() for column in dataset.columns]
        assert len(set(names)) == len(names), dataset.name
    members = [short(name, 8) for name in DATASETS]
    assert len(set(members)) == len(members)


def test_a_format_that_needs_labels_has_no_columns_of_words():
    labelled = {name for name, one in FORMATS.items() if one.labelled}
    assert labelled == {"dta", "sav", "sas", "dsjson", "odm"}


# ---- In R


@pytest.mark.r
def test_haven_reads_all_three(tmp_path, rscript):
    for kind, write in (("dta", write_dta), ("sav", write_sav), ("xpt", write_xpt)):
        content = written(write, a_table(COLUMNS, ROWS, REASONS), language="zh")
        (tmp_path / f"table.{kind}").write_bytes(content)
    letter = MISSING_LETTERS["unknown"]
    script = f"""
    library(haven)
    stata <- read_dta("table.dta"); spss <- read_sav("table.sav", user_na = TRUE)
    sas <- read_xpt("table.xpt")
    for (read in list(stata, spss)) {{
      stopifnot(as.character(as_factor(read$hypoxia))[1:2] == c("低流量吸氧", "无"))
      stopifnot(attr(read$max_temp_c, "label") == "max_temp_c的中文标签（°C）")
      stopifnot(read$USUBJID == c("LDP-001", "LDP-陈", ""))
      stopifnot(as.numeric(read$max_temp_c)[c(1, 3)] == c(39.25, 36.5))
      stopifnot(is.na(read$max_temp_c) == c(FALSE, TRUE, FALSE))
      stopifnot(is.na(read$hypoxia) == c(FALSE, FALSE, TRUE))
    }}
    days <- as.Date(c("2023-02-28", NA, "1955-01-01"))
    stopifnot(inherits(stata$crs_onset_date, "Date"))
    stopifnot(identical(as.numeric(stata$crs_onset_date)[c(1, 3)],
                        as.numeric(days)[c(1, 3)]))
    stopifnot(na_tag(stata$crs_onset_date)[2] == "{letter}")
    stopifnot(names(attr(spss$hypoxia, "labels"))[3] == "不详")
    stopifnot(as.numeric(unclass(spss$hypoxia))[3] == {MISSING_NUMBERS["not_done"]})
    stopifnot(inherits(sas[[5]], "Date"))
    stopifnot(identical(as.numeric(sas[[5]])[c(1, 3)], as.numeric(days)[c(1, 3)]))
    stopifnot(sas$hypoxia == c("low_flow", "none", ""))
    stopifnot(na_tag(sas[[4]])[2] == "{MISSING_LETTERS["below_detection"]}")
    stopifnot(na_tag(sas[[5]])[2] == "{letter}")
    stopifnot(is.na(sas[[4]]) == c(FALSE, TRUE, FALSE))
    titled <- c("USUBJID的中文标签", "hypoxia的中文标签", "crs_grade的中文标签",
                "max_temp_c的中文标签（°C）", "crs_onset_date的中文标签",
                "course_no的中文标签")
    for (read in list(stata, spss, sas)) {{
      stopifnot(sapply(read, attr, "label") == titled)
    }}
    stopifnot(attr(sas, "label") == "CRS发作")
    """
    ran = subprocess.run(
        [rscript, "-e", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
