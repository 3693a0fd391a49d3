"""Every error of the API is a problem (RFC 9457)."""

import pytest
from rest_framework.test import APIClient

from config.rest.rates import PerToken
from tests.builders import a_patient, a_record

PROBLEM = "application/problem+json"


def told(answer):
    assert answer["Content-Type"] == PROBLEM
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"]
    assert body["title"]
    return answer.status_code


def test_a_stranger_is_asked_who_they_are(db):
    answer = APIClient().get("/api/v1/patients/")
    assert told(answer) == 401
    assert answer["WWW-Authenticate"] == "Token"


def test_a_wrong_token_is_401(db):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Token nonsense")
    assert told(client.get("/api/v1/patients/")) == 401


def test_a_form_sent_across_sites_is_403(db, django_user_model):
    user = django_user_model.objects.create_user("somebody")
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(user)
    assert told(client.post("/api/v1/patients/", {}, format="json")) == 403


def test_a_title_has_no_blanks(db, django_user_model):
    client = APIClient()
    client.force_login(django_user_model.objects.create_user("somebody"))
    answer = client.delete("/api/v1/grading/")
    assert told(answer) == 405
    assert answer.json()["title"] == 'Method "DELETE" not allowed.'


@pytest.mark.parametrize(
    ("method", "path", "kind", "status"),
    [
        ("get", "patients/999/", None, 404),
        ("get", "nonsense/", None, 404),
        ("get", "patients/x/", None, 404),
        ("get", "grading/nonsense/", None, 404),
        ("delete", "patients/", None, 405),
        ("post", "", None, 405),
        ("post", "patients/", "text/csv", 415),
    ],
)
def test_plain_errors(manager, method, path, kind, status):
    answer = manager.generic(
        method.upper(), f"/api/v1/{path}", "x", content_type=kind or "application/json"
    )
    assert told(answer) == status


def test_what_is_not_json_is_400(manager):
    answer = manager.generic(
        "POST", "/api/v1/patients/", "{", content_type="application/json"
    )
    assert told(answer) == 400


@pytest.mark.parametrize("body", ["[]", "3", "null", '"x"'])
def test_what_is_no_object_is_400(manager, body):
    answer = manager.generic(
        "POST", "/api/v1/patients/", body, content_type="application/json"
    )
    assert told(answer) == 400


def test_an_unknown_format_is_406(manager):
    answer = manager.get("/api/v1/patients/", headers={"Accept": "text/html"})
    assert told(answer) == 406


def test_a_flood_is_429(manager, monkeypatch):
    monkeypatch.setattr(PerToken, "most", 1)
    manager.get("/api/v1/patients/")
    answer = manager.get("/api/v1/patients/")
    assert told(answer) == 429
    assert int(answer["Retry-After"]) > 0


def test_a_monitor_changes_nothing(monitor):
    record = a_record("diagnosis")
    path = f"/api/v1/diagnosis/{record.pk}/"
    assert monitor.get(path).status_code == 200
    headers = {"If-Match": '"1"'}
    answer = monitor.patch(path, {"bulky": "no"}, format="json", headers=headers)
    assert told(answer) == 403
    body = {"patient": record.patient_id, "disease": "T-ALL"}
    assert told(monitor.post("/api/v1/diagnosis/", body, format="json")) == 403


def test_another_centres_record_does_not_exist(manager):
    record = a_record("diagnosis", a_patient("HEB"))
    path = f"/api/v1/diagnosis/{record.pk}/"
    nobody = manager.get("/api/v1/diagnosis/999999/")
    other = manager.get(path)
    assert told(other) == 404
    assert other.content == nobody.content
    headers = {"If-Match": '"1"'}
    for method in (manager.put, manager.patch, manager.delete):
        assert told(method(path, {}, format="json", headers=headers)) == 404
    assert told(manager.get(f"{path}history/")) == 404


def test_nothing_is_entered_for_another_centres_patient(manager):
    patient = a_patient("HEB")
    body = {"patient": patient.pk, "disease": "T-ALL"}
    answer = manager.post("/api/v1/diagnosis/", body, format="json")
    assert told(answer) == 400
    assert "HEB" not in answer.content.decode()


def test_what_is_too_large_is_413_and_not_read(manager, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = manager.post("/api/v1/patients/", {"study_no": "C001"}, format="json")
    assert told(answer) == 413
    assert "10 bytes" in answer.json()["detail"]


def test_a_host_that_is_not_ours_is_400(manager):
    assert told(manager.get("/api/v1/patients/", headers={"Host": "evil.test"})) == 400


def test_a_fault_of_the_server_is_500(manager, monkeypatch):
    from registry.api.form_views import FormViewSet

    def fault(*_):
        raise RuntimeError("a patient's name")

    monkeypatch.setattr(FormViewSet, "get_queryset", fault)
    manager.raise_request_exception = False
    answer = manager.get("/api/v1/patients/1/")
    assert told(answer) == 500
    assert "name" not in answer.content.decode()


def test_a_change_without_a_version_is_428_and_a_stale_one_412(manager):
    record = a_record("diagnosis")
    path = f"/api/v1/diagnosis/{record.pk}/"
    assert told(manager.patch(path, {"bulky": "no"}, format="json")) == 428
    headers = {"If-Match": '"7"'}
    answer = manager.patch(path, {"bulky": "no"}, format="json", headers=headers)
    assert told(answer) == 412
