"""Enrolling a patient, and correcting the patient form."""

import pytest
from django.urls import reverse

from registry.models import Patient
from tests.builders import a_data_manager, a_monitor, a_patient
from tests.web.entering import SCRIPT

pytestmark = pytest.mark.django_db
URL = "/patients/new/"
TYPED = {"study_no": "C099", "sex": "F", "birth_date": "1990/02/28"}


@pytest.fixture
def manager(client):
    client.force_login(a_data_manager())
    return client


def test_only_centre_is_not_asked(manager):
    page = manager.get(URL).content.decode()
    assert '<input type="hidden" name="centre"' in page


def test_patient_is_enrolled(manager):
    centre = a_data_manager().memberships.get().centre_id
    answer = manager.post(URL, {**TYPED, "centre": centre})
    patient = Patient.objects.get()
    assert answer.url == reverse("patient", args=[patient.pk])
    assert str(patient.birth_date) == "1990-02-28"


def test_save_and_next_begins_the_diagnosis(manager):
    centre = a_data_manager().memberships.get().centre_id
    answer = manager.post(URL, {**TYPED, "centre": centre, "then": "next"})
    patient = Patient.objects.get()
    assert answer.url == reverse("record-new", args=[patient.pk, "diagnosis"])


def test_two_centres_are_a_choice_and_none_is_preselected(client):
    user = a_data_manager("LDP", "both")
    a_data_manager("HEB", "both")
    client.force_login(user)
    page = client.get(URL).content.decode()
    assert page.count('type="radio" name="centre"') == 2
    refused = client.post(URL, TYPED)
    assert refused.status_code == 422
    assert not Patient.objects.exists()


def test_centre_of_others_is_no_choice(manager):
    other = a_patient("HEB").centre_id
    assert manager.post(URL, {**TYPED, "centre": other}).status_code == 422
    assert Patient.objects.count() == 1


def test_number_taken_is_said_at_the_number(manager):
    first = a_patient(study_no="c099")
    answer = manager.post(URL, {**TYPED, "centre": first.centre_id}, headers=SCRIPT)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_study_no"' in page
    assert "Nothing was saved. What you typed is still here." in page


def test_missing_key_answers_are_told_once_each(manager):
    centre = a_data_manager().memberships.get().centre_id
    page = manager.post(URL, {"centre": centre}).content.decode()
    assert page.count('href="#id_sex" data-to-field') == 1


def test_monitor_enrols_nobody(client):
    client.force_login(a_monitor())
    assert client.get(URL).status_code == 403


def test_patient_form_is_corrected(manager):
    patient = a_patient(study_no="C050")
    url = reverse("patient-edit", args=[patient.pk])
    assert "C050" in manager.get(url).content.decode()
    typed = {**TYPED, "study_no": "C050", "sex": "M", "version": "1"}
    assert manager.post(url, typed).status_code == 302
    patient.refresh_from_db()
    assert patient.sex == "M"
