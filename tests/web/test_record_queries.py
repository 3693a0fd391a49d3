"""Queries on the page of a form: marks, reasons, and what a save did to them."""

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import ClosedAs, DataQuery, Patient, Status
from tests import builders
from tests.web.entering import SCRIPT

pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> Client:
    return browser(builders.a_data_manager())


@pytest.fixture
def patient() -> Patient:
    return builders.a_patient()


def save(client: Client, patient: Patient, **typed: str):
    patient.refresh_from_db()
    plain = {"study_no": patient.study_no, "sex": "F", "birth_date": "1990-02-28"}
    version = {"version": str(patient.version)}
    url = reverse("patient-edit", args=[patient.pk])
    headers = typed.pop("headers", SCRIPT)
    return client.post(url, {**plain, **version, **typed}, headers=headers)


def shown(client: Client, patient: Patient) -> str:
    return client.get(reverse("patient-edit", args=[patient.pk])).content.decode()


def test_the_save_says_how_many_queries_it_opened(manager, patient):
    said = save(manager, patient, weight_kg="160").content.decode()
    assert "query opened." in said or "queries opened." in said
    assert reverse("query", args=[DataQuery.objects.get(code="DQ043").pk]) in said


def test_a_reason_beside_the_value_closes_the_query(manager, patient):
    save(manager, patient, weight_kg="160")
    answer = save(manager, patient, weight_kg="160", weight_kg__stands="weighed twice")
    query = DataQuery.objects.get(code="DQ043")
    assert query.closed_as == ClosedAs.CONFIRMED
    assert "1 query closed." in answer.content.decode()


def test_what_was_explained_is_no_doubt_any_more(manager, patient):
    save(manager, patient, weight_kg="160")
    assert "id_weight_kg_doubt" in shown(manager, patient)
    save(manager, patient, weight_kg="160", weight_kg__stands="weighed twice")
    page = shown(manager, patient)
    assert "id_weight_kg_doubt" not in page
    assert "confirmed with a reason" in page


def test_another_value_is_doubted_again(manager, patient):
    save(manager, patient, weight_kg="160", weight_kg__stands="weighed twice")
    said = save(manager, patient, weight_kg="170").content.decode()
    assert "id_weight_kg_doubt" in said
    assert DataQuery.objects.get(code="DQ043").status == Status.OPEN


def test_who_may_not_answer_is_offered_no_reason(patient):
    investigator = browser(builders.an_investigator())
    save(investigator, patient, weight_kg="160")
    assert "weight_kg__stands" not in shown(investigator, patient)
    save(investigator, patient, weight_kg="160", weight_kg__stands="I say so")
    assert DataQuery.objects.get(code="DQ043").status == Status.OPEN


def test_a_monitor_asks_from_the_field(patient):
    page = shown(browser(builders.a_monitor()), patient)
    url = reverse("query-new", args=[patient.pk, "patient"])
    assert f"{url}?field=study_no" in page
    assert "Ask about this form" in page


def test_a_reason_that_was_typed_is_kept_in_the_draft(manager, patient):
    save(manager, patient, weight_kg="1600", height_cm="x", weight_kg__stands="heavy")
    assert "heavy" in shown(manager, patient)


def test_the_patient_page_counts_what_is_open(manager, patient):
    builders.a_query(patient)
    builders.a_query(patient, status=Status.ANSWERED)
    page = manager.get(reverse("patient", args=[patient.pk])).content.decode()
    assert "1 open, 1 answered" in page
