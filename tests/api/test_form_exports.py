"""A dataset for each form: the form's own variables, with labels, and no names."""

import csv
import io
import re

import openpyxl
import polars as pl
import pytest

from outcomes.exports.catalogue import DATASETS
from outcomes.exports.forms import FORM_DATASETS
from outcomes.pipeline.sweep import sweep
from registry.codelists.toxicity import HYPOX
from registry.models import FORMS, Diagnosis
from tests import builders
from tests.api.cuts import a_cut
from tests.api.study import a_cohort, a_patient_elsewhere
from tests.builders import a_record, day

DATE = re.compile(r"\b(19|20)\d\d-\d\d-\d\d\b")

LABEL = "hypoxia_label"
ENGLISH, CHINESE = (HYPOX.label("low_flow").in_language(one) for one in ("en", "zh"))


def fetch(client, form, **query):
    answer = client.get(f"/api/v1/exports/{form}.csv", query)
    assert answer.status_code == 200, answer.content
    content = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(content)))


@pytest.fixture
def patient(db):
    patient = builders.a_patient()
    for form in ("diagnosis", "infusion"):
        a_record(form, patient)
    a_record("hsct", patient, hsct_type="allogeneic")
    a_record(
        "crs_episode",
        patient,
        crs_occurred="yes",
        crs_onset_date=day(3),
        hypoxia="low_flow",
        other_anticytokine=["anakinra", "ruxolitinib"],
        absent={"max_temp_c": "not_done"},
    )
    return patient


def test_every_form_has_its_dataset(manager, patient):
    assert set(FORM_DATASETS) == {"patient", *FORMS}
    listed = [one["name"] for one in manager.get("/api/v1/exports/").json()]
    assert listed == list(DATASETS)
    for form in FORM_DATASETS:
        fetch(manager, form)


def test_a_record_comes_with_codes_labels_reasons_and_days(manager, patient):
    sweep()
    (row,) = fetch(manager, "crs_episode")
    expected = {
        "SUBJID": patient.study_no,
        "SITEID": "LDP",
        "course_no": "1",
        "crs_occurred": "yes",
        "crs_occurred_label": "Yes",
        "hypoxia": "low_flow",
        "crs_onset_date": str(day(3)),
        "crs_onset_date_dy": "3",
        "absent": '{"max_temp_c": "not_done"}',
        "other_anticytokine": "anakinra|ruxolitinib",
        "form_revision": "1",
    }
    assert expected.items() <= row.items()
    assert set(FORMS["crs_episode"].variables()) < set(row)


def in_each_format(client, **query):
    """Return the label of one code as each format that has it tells it."""

    def read(kind):
        answer = client.get(f"/api/v1/exports/crs_episode.{kind}", query)
        return io.BytesIO(b"".join(answer.streaming_content))

    sheet = openpyxl.load_workbook(read("xlsx"))["crs_episode"]
    heads, row = sheet.iter_rows(values_only=True)
    transport = read("xpt").read()
    return {
        "csv": fetch(client, "crs_episode", **query)[0][LABEL],
        "xlsx": dict(zip(heads, row, strict=True))[LABEL],
        "parquet": pl.read_parquet(read("parquet"))[LABEL][0],
        "arrow": pl.read_ipc_stream(read("arrow"))[LABEL][0],
        "xpt": next((o for o in (ENGLISH, CHINESE) if o.encode() in transport), ""),
    }


def test_labels_of_codes_are_in_the_language_asked_for(manager, patient):
    for query, told in (
        ({}, ENGLISH),
        ({"language": "en"}, ENGLISH),
        ({"language": "zh-hans"}, CHINESE),
        ({"language": "zh-hans", LABEL: CHINESE}, CHINESE),
    ):
        found = in_each_format(manager, **query)
        assert found == dict.fromkeys(found, told)
    chinese = manager.get(
        "/api/v1/exports/crs_episode.csv", headers={"Accept-Language": "zh-hans"}
    )
    assert CHINESE in b"".join(chinese.streaming_content).decode()


def test_a_cut_has_the_labels_that_it_keeps(manager, patient):
    a_cut("paper")
    english, chinese = (
        fetch(manager, "crs_episode", cut="paper", language=one)
        for one in ("en", "zh-hans")
    )
    assert english == chinese
    assert english[0][LABEL] == ENGLISH


def test_a_patient_without_treatment_is_taken_out_by_the_own_centre(manager, db):
    untreated = builders.a_patient()
    a_patient_elsewhere()
    assert [r["SUBJID"] for r in fetch(manager, "patient")] == [untreated.study_no]


def test_a_statistician_gets_granted_patients_without_dates_or_free_text(
    program_of, patient
):
    Diagnosis.objects.filter(patient=patient).update(karyotype_text="Wang Wei 46,XY")
    a_patient_elsewhere()
    sweep()
    user = builders.a_statistician()
    client = program_of(user)
    assert fetch(client, "crs_episode") == []
    a_cohort(granted_to=[user])
    for form in FORM_DATASETS:
        rows = fetch(client, form)
        text = "\n".join(",".join(row.values()) for row in rows)
        assert not DATE.search(text), form
        assert patient.study_no not in re.split(r"[\W_]+", text)
        assert "Wang" not in text
    (crs,) = fetch(client, "crs_episode")
    assert crs["crs_onset_date_dy"] == "3"
    assert crs["USUBJID"].startswith("PS-")
    assert crs["USUBJID"] == fetch(client, "adsl")[0]["USUBJID"]
    assert not {"crs_onset_date", "as_entered", "birth_date"} & set(crs)


def test_a_form_is_read_by_as_many_queries_for_many_rows(
    manager, django_assert_max_num_queries
):
    for _ in range(5):
        builders.a_treated_patient()
    with django_assert_max_num_queries(14):
        assert len(fetch(manager, "infusion")) == 5
