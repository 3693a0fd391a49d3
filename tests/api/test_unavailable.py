"""A database that is away, or full, is said so, and never taken for a fault."""

import pytest
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from registry.models import Patient
from tests.builders import a_data_manager, a_patient
from tests.refusing import FULL, GIVEN_UP, refusing


@pytest.fixture
def manager(committed_db) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.force_login(a_data_manager())
    return client


@pytest.fixture
def away(manager, monkeypatch):
    """Let nobody reach the database any more."""
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", "/nowhere")
        yield
    connection.close()


def told(answer) -> dict:
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()


def test_a_program_is_told_and_what_to_do(manager, away):
    problem = told(manager.get("/api/v1/patients/"))
    assert problem["type"] == "urn:dayzero:problem:unavailable"
    assert "read the record" in problem["detail"]


def test_a_person_is_told_in_their_language(away):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "of-somebody"
    answer = client.get("/patients/", headers={"Accept-Language": "zh-hans"})
    assert answer.status_code == 503
    assert "数据库没有响应" in answer.content.decode()


@pytest.mark.parametrize("state", [FULL, GIVEN_UP])
def test_a_save_that_the_database_gives_up_is_not_half_done(manager, state):
    patient = a_patient(weight_kg=60)
    with refusing("registry_patient", state):
        answer = manager.patch(
            f"/api/v1/patients/{patient.pk}/",
            {"weight_kg": 61, "reason": "tried"},
            format="json",
            headers={"If-Match": '"1"'},
        )
    told(answer)
    patient.refresh_from_db()
    assert (patient.weight_kg, patient.version) == (60, 1)
    assert Patient.history.filter(id=patient.pk).count() == 1
