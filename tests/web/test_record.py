"""A form in the browser: shown, saved, refused, corrected; without a script."""


import pytest
from django.urls import reverse

from registry.models import CRSEpisode, Patient
from tests.builders import (
    a_data_manager,
    a_treated_patient,
    day,
)

pytestmark = pytest.mark.django_db

A_CRS = {
    "crs_occurred": "yes",
    "crs_onset_date": "d3",
    "crs_resolved_date": "d8",
    "max_temp_c": "38,2",
    "antipyretic_or_anticytokine": "yes",
    "hypotension": "fluids_only",
    "hypoxia": "none",
    "tocilizumab_doses": "0",
    "tocilizumab_first_date__absent": "not_applicable",
    "steroids": "no",
    "crs_recorded_grade": "2",
    "crs_outcome": "resolved",
}


@pytest.fixture
def patient() -> Patient:
    return a_treated_patient()


@pytest.fixture
def manager(client):
    client.force_login(a_data_manager())
    return client


def new_crs(patient: Patient) -> str:
    return reverse("record-new", args=[patient.pk, "crs_episode"])


def at(record) -> str:
    return reverse("record", args=[record.patient_id, record.form, record.pk])


def test_new_form_asks_every_question_of_its_model(manager, patient):
    page = manager.get(new_crs(patient)).content.decode()
    for name in CRSEpisode.variables():
        assert f'id="id_{name}_field"' in page


def test_save_reads_what_was_typed(manager, patient):
    answer = manager.post(new_crs(patient), {**A_CRS, "course_no": "1"})
    record = CRSEpisode.objects.get()
    assert answer.status_code == 302
    assert answer.url == at(record)
    assert record.crs_onset_date == day(3)
    assert float(record.max_temp_c) == 38.2
    assert record.absent == {"tocilizumab_first_date": "not_applicable"}
    assert record.state == "complete"
