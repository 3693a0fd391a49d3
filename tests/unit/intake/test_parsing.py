"""Codes, missing words, formulas and texts."""

from datetime import date

import pytest

from registry.intake.columns import BY_NAME, STUDY, column_of
from registry.intake.parsing import read_cell
from registry.intake.table import Formula

TODAY = date(2026, 11, 23)

CODES = [
    ("donor", "Haploidentical ", "haploidentical"),
    ("donor", "MATCHED SIBLING", "matched_sibling"),
    ("donor", "单倍体相合亲缘", "haploidentical"),
    ("sex", "男", "M"),
    ("sex", "female", "F"),
    ("crs", "是", "yes"),
    ("crs", "Y", "yes"),
    ("crs", True, "yes"),
    ("crs", "不详", "unknown"),
    ("etp", "无", "no"),
    ("extramedullary", "yes", "present"),
    ("extramedullary", "否", "none"),
    ("lymphodepletion", "Flu/Cy", "Flu_Cy"),
    ("lymphodepletion", "flu-cy", "Flu_Cy"),
    ("graft", "pbsc+bm", "BM+PBSC"),
    ("hsct_disease_status", "CR3", "CR3+"),
    ("agvhd_skin", "II", "2"),
    ("agvhd_skin", "3期", "3"),
    ("agvhd_skin", 2.0, "2"),
    ("agvhd_skin", "stage 1", "1"),
    ("crs_grade", "2级", "2"),
    ("hsct_mrd", "阴性", "negative"),
    ("relapse_site", "bone_marrow", "haematological"),
    ("death_cause", "GVHD", "gvhd"),
    ("vital_status", "Deceased", "dead"),
    ("gvhd_prophylaxis", "CSA+MMF+MTX+ATG", ["CsA", "MMF", "MTX", "ATG"]),
    ("gvhd_prophylaxis", "环孢素、MTX", ["CsA", "MTX"]),
    ("gvhd_prophylaxis", "CsA MMF", ["CsA", "MMF"]),
    ("hla_match", "6 / 10", "6/10"),
    ("study_no", " C001 ", "C001"),
    ("study_no", 1001.0, "1001"),
]
MISSING = [
    ("", "unknown"),
    (None, "unknown"),
    ("ND", "not_done"),
    ("NA", "unknown"),
    ("n/a", "not_applicable"),
    ("-", "unknown"),
    ("/", "unknown"),
    (".", "unknown"),
    ("不详", "unknown"),
    ("未查", "not_done"),
    ("未做", "not_done"),
    ("未知", "unknown"),
    ("Unknown", "unknown"),
]
REFUSED = [
    ("sex", "Q", "unknown_code"),
    ("donor", "Haploidentcal", "unknown_code"),
    ("gvhd_prophylaxis", "CsA+XYZ", "unknown_code"),
    ("lymphodepletion", '=HYPERLINK("http://x","Flu/Cy")', "formula"),
    ("lymphodepletion", Formula("=A1", "Flu/Cy"), "formula"),
    ("crs_max_temp_c", Formula("=A1", ""), "formula"),
    ("crs_max_temp_c", "#REF!", "spreadsheet_error"),
    ("hla_match", date(2021, 10, 10), "date_for_text"),
    ("hla_match", "full", "bad_form"),
    ("study_no", "C 001", "bad_study_number"),
    ("study_no", "张三", "bad_study_number"),
    ("centre", "x" * 300, "bad_text"),
]


def read(name, cell):
    return read_cell(cell, BY_NAME[name], today=TODAY)


@pytest.mark.parametrize(("name", "cell", "value"), CODES)
def test_a_code_is_read_however_it_is_written(name, cell, value):
    reading = read(name, cell)
    assert (reading.value, reading.fault) == (value, None)


@pytest.mark.parametrize(("cell", "reason"), MISSING)
@pytest.mark.parametrize("name", ["d28_mrd_pct", "hsct_date", "graft"])
def test_a_missing_word_becomes_a_reason(name, cell, reason):
    reading = read(name, cell)
    assert (reading.value, reading.absent, reading.fault) == (None, reason, None)


@pytest.mark.parametrize(("name", "cell", "code"), REFUSED)
def test_what_cannot_be_read_is_refused(name, cell, code):
    reading = read(name, cell)
    assert reading.wrong
    assert reading.fault.code == code


def test_an_unknown_code_names_the_nearest():
    assert "haploidentical" in read("donor", "Haploidentcal").fault.message


def test_a_computed_number_is_read_by_its_result():
    assert read("crs_max_temp_c", Formula("=A1*2", 38.5)).value is not None


def test_no_two_columns_answer_to_one_header():
    from registry.intake.columns import key_of

    owner = {}
    for line in STUDY:
        for name in (line.name, *line.aliases):
            assert owner.setdefault(key_of(name), line.name) == line.name, name


HEADERS = [
    ("Study No ", "study_no"),
    ("病例号", "study_no"),
    ("诊断", "diagnosis"),
    ("供者", "donor"),
    ("DOB", "birth_date"),
    ("性别", "sex"),
    ("Tmax (℃)", "crs_max_temp_c"),
    ("BM blasts (%)\nbefore CAR-T", "bm_blasts_pct_before_car_t"),
    ("D28 MRD %", "d28_mrd_pct"),
    ("CAR-T 回输日期", "car_t_date"),
    ("移植日期", "hsct_date"),
    ("Highest temperature", "crs_max_temp_c"),
    ("最高体温", "crs_max_temp_c"),
    ("HSCT_DATE", "hsct_date"),
    ("CD34 (×10^6/kg)", "cd34_1e6_per_kg"),
]


@pytest.mark.parametrize(("header", "name"), HEADERS)
def test_a_header_is_known_by_name_label_or_alias(header, name):
    assert column_of(header).name == name


@pytest.mark.parametrize("header", ["", "Date", "日期", "Type", "phone", "状态"])
def test_a_header_that_could_mean_anything_is_not_guessed(header):
    assert column_of(header) is None
