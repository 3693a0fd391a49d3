"""Who looked at whom, who took what out, who came in: one row each, no names."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.access import log as access_log
from registry.access.log import FEW
from registry.intake.workbooks import filled_workbook
from registry.models import Access, AccessEvent, ScheduledVisit
from registry.services.schedule import reschedule
from tests import builders

pytestmark = pytest.mark.django_db


def told(**which: object) -> list[tuple[str, str, int | None]]:
    rows = AccessEvent.objects.filter(**which).order_by("pk")
    return [(row.kind, row.what, row.patient_id) for row in rows]


@pytest.fixture
def manager(client):
    user = builders.a_data_manager()
    client.force_login(user)
    return user


def test_a_look_at_a_patient_is_one_row_that_says_who_whom_and_where(client, manager):
    patient = builders.a_patient()
    client.get(reverse("patient", args=[patient.pk]))
    (look,) = AccessEvent.objects.filter(kind=Access.LOOKED)
    assert (look.user_id, look.patient_id) == (manager.pk, patient.pk)
    assert (look.centre_id, look.what) == (patient.centre_id, "patient")
    assert look.address == "127.0.0.1"


@pytest.mark.parametrize(
    "name", ["patient-history", "patient-identity", "patient-reports", "patient-edit"]
)
def test_every_page_of_a_patient_is_a_look(client, manager, name):
    patient = builders.a_patient()
    client.get(reverse(name, args=[patient.pk]))
    assert told(kind=Access.LOOKED) == [("looked", name, patient.pk)]


def test_a_look_through_the_api_is_one_too_and_a_list_says_how_many(client, manager):
    record = builders.a_record("diagnosis")
    client.get(reverse("api-diagnosis-detail", args=[record.pk]))
    client.get(reverse("api-patients-detail", args=[record.patient_id]))
    client.get(reverse("api-diagnosis-list"))
    assert told(kind=Access.LOOKED) == [
        ("looked", "api-diagnosis-detail", record.patient_id),
        ("looked", "api-patients-detail", record.patient_id),
        ("looked", "api-diagnosis-list", record.patient_id),
    ]
    assert AccessEvent.objects.get(kind=Access.LISTED).rows == 1


SMALL_LISTS = {
    "api-patients-list": "?study_no={0.patient.study_no}",
    "api-diagnosis-list": "?patient={0.patient_id}",
    "api-queries-list": "?patient={0.patient_id}",
    "api-visits-list": "?patient={0.patient_id}",
    "patients": "?q={0.patient.study_no}",
    "find": "?q={0.patient.study_no}",
    "queries": "?q={0.patient.study_no}",
    "worklist-visits": "?state=all",
}


@pytest.mark.parametrize("name", SMALL_LISTS)
def test_a_list_of_few_patients_is_a_look_at_each(client, manager, name):
    patient = builders.a_treated_patient()
    reschedule([patient.pk])
    builders.a_query(patient)
    record = builders.a_record("diagnosis", patient)
    url = reverse(name) + SMALL_LISTS[name].format(record)
    client.get(url, headers={"HX-Request": "true"})
    assert told(kind=Access.LOOKED) == [("looked", name, patient.pk)]
    assert AccessEvent.objects.filter(kind=Access.LISTED, what=name).count() == 1


def test_a_list_of_more_says_how_many_and_costs_no_more(client, manager):
    url = reverse("api-patients-list")
    queries, rows = [], []
    for number in (1, FEW - 1, 1):
        for _ in range(number):
            builders.a_patient()
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        queries.append(len(asked))
        rows.append(AccessEvent.objects.filter(kind=Access.LOOKED).count())
    assert rows == [1, 1 + FEW, 1 + FEW]
    assert queries[1] == queries[2] <= queries[0]


@pytest.mark.parametrize("name", ["api-queries-detail", "api-visits-detail"])
def test_what_is_about_a_patient_is_a_look_at_them(client, manager, name):
    patient = builders.a_treated_patient()
    reschedule([patient.pk])
    query, visit = builders.a_query(patient), ScheduledVisit.objects.first()
    one = {"api-queries-detail": query, "api-visits-detail": visit}[name]
    client.get(reverse(name, args=[one.pk]))
    assert told(kind=Access.LOOKED) == [("looked", name, patient.pk)]


def test_another_centres_patient_was_not_seen(client, manager):
    other = builders.a_patient("HEB")
    assert client.get(reverse("patient", args=[other.pk])).status_code == 404
    assert told(patient_id=other.pk) == []


def test_what_is_refused_is_noted(client, db):
    client.force_login(builders.a_statistician())
    assert client.get(reverse("patients")).status_code == 403
    assert ("refused", "patients", None) in told()


def test_what_answers_to_typing_is_no_new_look(client, manager):
    patient = builders.a_patient()
    url = reverse("record-draft", args=[patient.pk, "relapse"])
    client.post(url, {})
    assert told(kind=Access.LOOKED) == []


def test_derived_values_are_a_look_of_whoever_has_not_opened_the_page(
    client, manager, monkeypatch
):
    patient = builders.a_patient()
    url = reverse("record-derived", args=[patient.pk, "relapse"])
    for _ in range(2):
        client.post(url, {})
    look = ("looked", "record-derived", patient.pk)
    assert told(kind=Access.LOOKED) == [look]
    monkeypatch.setattr(access_log, "OPENED_WITHIN", timedelta(0))
    client.post(url, {})
    assert told(kind=Access.LOOKED) == [look, look]


def test_coming_in_going_out_and_not_getting_in(client, db):
    user = builders.a_data_manager(name="somebody")
    page = reverse("sign-in")
    client.post(page, {"username": "somebody", "password": "wrong"})
    client.post(page, {"username": "nobody-known", "password": "wrong"})
    client.post(page, {"username": "somebody", "password": builders.PASSWORD})
    client.post(reverse("sign-out"))
    assert [(row.kind, row.user_id) for row in AccessEvent.objects.order_by("pk")] == [
        ("not_let_in", user.pk),
        ("not_let_in", None),
        ("signed_in", user.pk),
        ("signed_out", user.pk),
    ]
    assert not AccessEvent.objects.filter(what__contains="nobody-known").exists()


def test_what_a_stranger_typed_is_kept_nowhere(client, db):
    typed = "MySecretPassword1"
    client.post(reverse("sign-in"), {"username": typed, "password": "x"})
    (attempt,) = AccessAttempt.objects.values_list()
    assert "/sign-in/" in attempt
    assert typed not in str(attempt)
    for _ in range(4):
        answer = client.post(reverse("sign-in"), {"username": typed, "password": "x"})
    assert answer.status_code == 429


def test_too_many_wrong_passwords(client, db):
    user = builders.a_data_manager(name="somebody")
    for _ in range(5):
        words = {"username": "somebody", "password": "wrong"}
        client.post(reverse("sign-in"), words)
    assert AccessEvent.objects.filter(kind=Access.LOCKED_OUT, user=user).exists()


def test_tokens_and_passwords(client, manager):
    asked = {"days": 30, "name": "R", "scope": "read"}
    client.post(reverse("tokens"), asked | {"password": builders.PASSWORD})
    key = manager.auth_token_set.get().token_key
    client.post(reverse("token-revoke", args=[key]))
    new = "another phrase of words"
    words = {"old_password": builders.PASSWORD, "new_password1": new}
    client.post(reverse("password"), words | {"new_password2": new})
    kinds = [kind for kind, *_rest in told(user=manager)]
    assert kinds[-3:] == ["token_made", "token_ended", "password"]


def test_what_is_taken_out_is_noted_beside_the_log_of_exports(db):
    builders.a_treated_patient()
    manager = builders.a_data_manager()
    filled_workbook(actor=manager.actor(), forms=["diagnosis"])
    (taken,) = AccessEvent.objects.filter(kind=Access.TOOK_OUT)
    assert (taken.user_id, taken.what) == (manager.pk, "workbook of 1 forms")


def test_a_look_costs_one_insert(client, manager):
    patient = builders.a_patient()
    url = reverse("patient-reports", args=[patient.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    log = [q["sql"] for q in queries if "registry_accessevent" in q["sql"]]
    assert len(log) == 1
    assert log[0].startswith("INSERT")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_accessevent SET user_id = NULL",
        "DELETE FROM registry_accessevent",
        "TRUNCATE registry_accessevent",
    ],
)
def test_the_log_only_grows(client, manager, statement):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
