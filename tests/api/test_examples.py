"""The examples of the documentation are accepted as they stand."""

import pytest

from registry.api.examples import example_of
from registry.models import FORMS, Patient
from tests.builders import a_centre, a_patient, a_record


@pytest.mark.parametrize("form", FORMS)
def test_a_record_can_be_created_from_its_example(manager, form):
    patient = a_patient(study_no="OTHER")
    if form != "infusion":
        a_record("infusion", patient)
    if form != "hsct":
        a_record("hsct", patient)
    body = example_of(FORMS[form]) | {"patient": patient.pk}
    answer = manager.post(f"/api/v1/{form}/", body, format="json")
    assert answer.status_code == 201, answer.json()["errors"]


def test_a_patient_can_be_enrolled_from_the_example(manager):
    a_centre()
    answer = manager.post("/api/v1/patients/", example_of(Patient), format="json")
    assert answer.status_code == 201, answer.json()["errors"]
